"""The reader's own tokens: what programs show to act for them.

Promise: a secret is shown once, on the answer to its own form, and kept nowhere.
Never: a token of somebody else.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import MOST_DAYS, Scope, TokenRefused
from webui import texts
from webui.login import current_actor, runner

bp = Blueprint("tokens", __name__, url_prefix="/akun/token")

#: How long a token is proposed to hold, in days.
DAYS = (30, 90, 180, MOST_DAYS)


@bp.get("")
def index() -> str:
    return _page()


@bp.post("")
def issue() -> ResponseReturnValue:
    """Issue a token and show its secret, this once."""
    chosen = [scope for scope in Scope if scope.value in request.form.getlist("lingkup")]
    days = request.form.get("hari", "")
    try:
        _id, secret = runner().issue_token(
            request.form.get("nama", ""),
            scopes=chosen,
            days=int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0,
            by=current_actor(),
        )
    except TokenRefused as refused:
        said = texts.explain(refused)
        return _page(said=said), said.status
    return _page(secret=secret)


@bp.post("/<token_id>/cabut")
def revoke(token_id: str) -> ResponseReturnValue:
    runner().revoke_token(token_id, by=current_actor())
    texts.tell(_("Token sudah dicabut. Program yang memakainya tidak dapat masuk lagi."))
    return redirect(url_for("tokens.index"))


def _page(*, secret: str = "", said: texts.Said | None = None) -> str:
    typed = request.form if said else {}
    chosen = request.form.getlist("lingkup") if said else [Scope.READ.value]
    return render_template(
        "tokens/index.html",
        tokens=runner().tokens(by=current_actor()),
        secret=secret,
        said=said,
        name=typed.get("nama", ""),
        chosen=chosen,
        days=DAYS,
        day=typed.get("hari", str(DAYS[1])),
        scopes=_scopes(),
        address=url_for("inbox.show", _external=True).removesuffix(url_for("inbox.show")) + "/engine-rest",
    )


def _scopes() -> dict[str, tuple[str, str]]:
    """What each scope is called, and what it lets a program do."""
    return {
        Scope.READ.value: (_("Membaca"), _("Melihat SOP, berkas, dan tugas yang boleh Anda lihat.")),
        Scope.WORK.value: (_("Mengerjakan"), _("Memulai berkas, mengambil dan menyelesaikan tugas Anda.")),
        Scope.PUBLISH.value: (
            _("Menerbitkan"),
            _(
                "Mengirim diagram dan formulir dari Camunda Modeler (tombol Deploy), sebatas wewenang Anda. "
                "Untuk tombol Start, pilih juga Mengerjakan."
            ),
        ),
    }
