"""The pages that say no: a refusal of the runner, a missing page, a stale form, a fault of ours.

Promise: each tells what to do next and shows back what was typed. Never: a stack trace, and never
the words of an exception.
"""

from __future__ import annotations

import logging
import secrets

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from runner import AlurError
from webui import form_fields, texts

log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Answer every error of this app with a page."""
    app.register_error_handler(AlurError, _refused)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def _page(said: texts.Said) -> ResponseReturnValue:
    typed = list(form_fields.typed(form_fields.pairs())) if request.method == "POST" else []
    return render_template("error.html", said=said, typed=typed), said.status


def _refused(error: AlurError) -> ResponseReturnValue:
    return _page(texts.explain(error))


def _stale(_error: CSRFError) -> ResponseReturnValue:
    """The form was opened in another session: nothing was done; offer to send it again."""
    said = texts.Said(
        status=400,
        title=_("Halaman ini perlu dikirim ulang"),
        text=_(
            "Halaman dibuka pada sesi masuk yang lain, jadi belum ada yang tercatat. Isian Anda masih ada."
        ),
    )
    pairs = form_fields.pairs() if form_fields.comes_from_here() else {}
    return render_template("error.html", said=said, typed=[], resend=pairs, path=request.path), said.status


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status in (301, 302, 307, 308) or error.response is not None:
        return error
    titles = {
        400: _("Permintaan tidak dapat dibaca"),
        403: _("Anda tidak berwenang"),
        404: _("Halaman tidak ditemukan"),
        405: _("Alamat ini tidak dapat dipakai begitu"),
        413: _("Isian terlalu besar"),
    }
    hints = {
        404: _("Alamatnya mungkin salah ketik atau sudah berubah. Mulai lagi dari kotak masuk."),
        413: _("Kembali ke halaman sebelumnya, ringkas isian Anda, lalu kirim lagi."),
    }
    text = hints.get(status) or _("Kembali ke kotak masuk lalu coba lagi.")
    title = titles.get(status) or _("Permintaan ini tidak dapat dijalankan")
    return render_template(
        "error.html", said=texts.Said(status=status, title=title, text=text), typed=[]
    ), status


def _fault(error: Exception) -> ResponseReturnValue:
    """Our own mistake: keep what was typed, log it under a number that the reader can pass on."""
    number = secrets.token_hex(4)
    log.error("fault %s at %s %s", number, request.method, request.path, exc_info=error)
    said = texts.Said(
        status=500,
        title=_("Terjadi gangguan pada sistem"),
        text=_(
            "Sampaikan nomor gangguan %(number)s kepada administrator. Belum ada yang tercatat.",
            number=number,
        ),
    )
    return _page(said)
