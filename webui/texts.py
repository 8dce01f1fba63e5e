"""Every sentence with which the pages explain a refusal, keyed by its error.

Promise: each says what happened, and what to do now, in Indonesian (English by the catalogue in
``translations``). Never: the words of an exception, an id, or a stack trace on a page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, session
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

import runner

#: Sentences that wait for the next page.
MOST_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a page says about a refusal."""

    status: int
    title: str
    text: str


def tell(text: str, *, title: str = "", tone: str = "success", href: str = "", label: str = "") -> None:
    """Say it on the next page that the reader sees, with a link if there is one."""
    waiting = session.get("_flashes", [])
    if len(waiting) >= MOST_TOLD:  # the cookie holds them, and it has to stay small
        session["_flashes"] = waiting[1 - MOST_TOLD :]
    flash(json.dumps({"title": title, "text": text, "href": href, "label": label}, ensure_ascii=False), tone)


def explain(error: runner.AlurError) -> Said:
    """The page's own sentence for this error."""
    for kind in type(error).__mro__:
        if kind in _SAID:
            return _SAID[kind](error)
    return _unknown(error)


def _unknown(_error: object) -> Said:
    return Said(
        status=409,
        title=_("Permintaan ini tidak dapat dijalankan"),
        text=_("Tidak ada yang berubah. Kembali ke halaman sebelumnya lalu coba lagi."),
    )


def _not_found(_error: object) -> Said:
    return Said(
        status=404,
        title=_("Halaman tidak ditemukan"),
        text=_("Yang Anda cari tidak ada, atau Anda tidak berhak melihatnya. Periksa alamatnya."),
    )


def _not_allowed(_error: object) -> Said:
    return Said(
        status=403,
        title=_("Anda tidak berwenang"),
        text=_(
            "Tindakan ini tidak termasuk wewenang Anda. "
            "Bila seharusnya termasuk, hubungi administrator instansi Anda."
        ),
    )


def _not_yours(_error: object) -> Said:
    return Said(
        status=403,
        title=_("Tugas ini milik jabatan lain"),
        text=_(
            "Saat ini Anda tidak memangku jabatan yang mengerjakan tugas ini. "
            "Bila seharusnya demikian, hubungi administrator instansi Anda."
        ),
    )


def _handed_over(error: runner.HandedOver) -> Said:
    return Said(
        status=409,
        title=_("Langkah ini sudah berpindah tangan"),
        text=_(
            "Berkas ini dipindahkan ke revisi %(number)s SOP-nya selagi Anda mengisi. Pada revisi itu "
            "langkah ini dikerjakan %(positions)s. Sampaikan kepada yang bersangkutan bila isian Anda masih "
            "berguna.",
            number=error.number,
            positions=error.needs.in_(_language()),
        ),
    )


def _task_not_open(error: runner.TaskNotOpen) -> Said:
    by = error.by
    return Said(
        status=409,
        title=_("Tugas ini sudah selesai"),
        text=_("%(by)s sudah menyelesaikan tugas ini.", by=by) if by else _("Tugas ini tidak terbuka lagi."),
    )


def _taken(error: runner.TaskAlreadyTaken) -> Said:
    return Said(
        status=409,
        title=_("Tugas ini sudah diambil"),
        text=_(
            "%(by)s sedang mengerjakan tugas ini. Minta yang bersangkutan melepasnya lebih dahulu.",
            by=error.by,
        ),
    )


def _not_held(_error: object) -> Said:
    return Said(
        status=409,
        title=_("Tugas ini tidak sedang Anda pegang"),
        text=_("Tidak ada yang perlu dilepas. Buka kotak masuk untuk melihat keadaan terbaru."),
    )


def _case_not_open(_error: object) -> Said:
    return Said(
        status=409,
        title=_("Berkas ini sudah ditutup"),
        text=_(
            "Berkas sudah selesai atau dibatalkan, jadi tidak dapat diubah lagi. "
            "Mulai berkas baru bila perlu."
        ),
    )


def _answers(_error: object) -> Said:
    return Said(
        status=422,
        title=_("Ada isian yang perlu diperbaiki"),
        text=_("Periksa isian yang ditandai, perbaiki, lalu kirim lagi. Belum ada yang tercatat."),
    )


def _reason(_error: object) -> Said:
    return Said(
        status=422,
        title=_("Alasan belum diisi"),
        text=_("Tuliskan alasannya agar yang lain memahami keputusan Anda, lalu kirim lagi."),
    )


def _retired(_error: object) -> Said:
    return Said(
        status=409,
        title=_("SOP ini tidak berlaku"),
        text=_("SOP sudah dicabut atau belum mulai berlaku, jadi berkas baru tidak dapat dimulai."),
    )


def _failed(_error: object) -> Said:
    return Said(
        status=409,
        title=_("Berkas tidak dapat dilanjutkan"),
        text=_(
            "Diagram SOP ini tidak menyediakan langkah berikutnya untuk jawaban Anda. "
            "Belum ada yang tercatat. Beri tahu analis SOP instansi Anda."
        ),
    )


def _form_changed(error: runner.FormChanged) -> Said:
    return Said(
        status=409,
        title=_("Formulirnya sudah diganti"),
        text=_(
            "Berkas ini dipindahkan ke revisi %(number)s selagi Anda mengisi. Belum ada yang terkirim, dan "
            "isian Anda masih ada. Periksa formulir yang baru, lalu kirim lagi.",
            number=error.number,
        ),
    )


def _migration(error: runner.MigrationRefused) -> Said:
    return Said(status=409, title=_("Berkas tidak dapat dipindahkan begitu"), text=error.why.in_(_language()))


def _conflict(_error: object) -> Said:
    return Said(
        status=409,
        title=_("Ada orang lain yang lebih dahulu"),
        text=_("Berkas ini baru saja diubah orang lain. Muat ulang halamannya, lalu coba lagi."),
    )


def _account(error: runner.AccountRefused) -> Said:
    if error.taken:
        text = _("Nama akun %(account)s sudah dipakai. Pilih nama lain.", account=error.account)
    else:
        text = _("Nama akun terdiri atas 2 sampai 100 huruf kecil, angka, titik, atau tanda hubung.")
    return Said(status=422, title=_("Nama akun tidak dapat dipakai"), text=text)


def _password(error: runner.PasswordRefused) -> Said:
    return Said(
        status=422,
        title=_("Kata sandi tidak dapat dipakai"),
        text=_(
            "Pilih kata sandi baru sedikitnya %(least)s karakter yang berbeda dari yang lama.",
            least=error.least,
        ),
    )


def _token(error: runner.TokenRefused) -> Said:
    return Said(
        status=422,
        title=_("Token belum dibuat"),
        text=runner.error_words(error).in_(str(get_locale() or "id")),
    )


def _period(_error: object) -> Said:
    return Said(
        status=422,
        title=_("Masa jabatan tidak sesuai"),
        text=_("Tanggal berakhir harus sesudah tanggal mulai. Perbaiki salah satunya."),
    )


def _last_administrator(_error: object) -> Said:
    return Said(
        status=409,
        title=_("Administrator terakhir"),
        text=_(
            "Tanpa orang ini tidak ada lagi yang dapat menunjuk pejabat. Beri orang lain wewenang itu dulu."
        ),
    )


def _external(error: runner.ExternalPosition) -> Said:
    return Said(
        status=422,
        title=_("Jabatan pihak luar"),
        text=_(
            "%(title)s adalah pihak luar, diwakili oleh %(acting)s. Tunjuk orang untuk jabatan itu.",
            title=error.title,
            acting=error.represented_by,
        ),
    )


def _login(_error: object) -> Said:
    return Said(
        status=422,
        title=_("Akun atau kata sandi tidak cocok"),
        text=_("Periksa akun dan kata sandi Anda, lalu coba lagi."),
    )


def _throttled(error: runner.LoginThrottled) -> Said:
    return Said(
        status=429,
        title=_("Terlalu banyak percobaan masuk"),
        text=ngettext(
            "Tunggu %(num)d menit, lalu coba lagi. Bila lupa kata sandi, hubungi administrator.",
            "Tunggu %(num)d menit, lalu coba lagi. Bila lupa kata sandi, hubungi administrator.",
            error.minutes,
        ),
    )


def _refused_diagram(_error: object) -> Said:
    return Said(
        status=422,
        title=_("SOP belum dapat diterbitkan"),
        text=_("Pemeriksaan menemukan masalah. Perbaiki yang disebut di bawah, lalu coba lagi."),
    )


def _nothing_new(error: runner.NothingToPublish) -> Said:
    return Said(
        status=409,
        title=_("Tidak ada yang berubah"),
        text=_(
            "Revisi %(number)s sudah memuat isi yang sama, jadi tidak ada yang perlu diterbitkan.",
            number=error.number,
        ),
    )


def _draft_changed(error: runner.DraftChanged) -> Said:
    who = error.by or _("Orang lain")
    if error.version:
        text = _(
            "%(by)s sudah menyimpan konsep lain untuk SOP ini. Buka konsep itu dan bandingkan sebelum "
            "melanjutkan.",
            by=who,
        )
    else:
        text = _("%(by)s sudah menerbitkan atau membuang konsep SOP ini. Periksa dahulu keadaannya.", by=who)
    return Said(status=409, title=_("Konsep sudah berubah"), text=text)


def _four_eyes(error: runner.FourEyes) -> Said:
    if error.drafted:
        text = _(
            "Di instansi ini konsep diterbitkan oleh orang yang tidak ikut menyusunnya. Minta penerbit lain."
        )
    else:
        text = _(
            "Di instansi ini penyusun tidak menerbitkan tulisannya sendiri. Simpan sebagai konsep, lalu "
            "minta penerbit lain menerbitkannya."
        )
    return Said(status=403, title=_("Perlu orang kedua"), text=text)


def _upload(error: runner.UploadRefused) -> Said:
    return Said(status=422, title=_("Berkas tidak dapat diterima"), text=error.words.in_(_language()))


def _text(error: runner.TextRefused) -> Said:
    return Said(
        status=422,
        title=_("Teks tidak dapat disimpan"),
        text=_(
            "%(what)s paling panjang %(most)s huruf dan tanpa tanda yang tidak terbaca. Perbaiki, lalu "
            "kirim lagi.",
            what=error.what.in_(_language()).capitalize(),
            most=error.most,
        ),
    )


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "id"


def _too_long(error: runner.DryRunTooLong) -> Said:
    return Said(
        status=422,
        title=_("Uji coba terlalu panjang"),
        text=_(
            "Berkas ini belum juga selesai sesudah %(most)s langkah. Periksa jalur yang berputar, mundurkan, "
            "atau mulai lagi.",
            most=error.most,
        ),
    )


_SAID: dict[type, Callable[..., Said]] = {
    runner.NotFound: _not_found,
    runner.NotAllowed: _not_allowed,
    runner.NotYours: _not_yours,
    runner.HandedOver: _handed_over,
    runner.TaskNotOpen: _task_not_open,
    runner.TaskAlreadyTaken: _taken,
    runner.TaskNotHeld: _not_held,
    runner.CaseNotOpen: _case_not_open,
    runner.FormChanged: _form_changed,
    runner.MigrationRefused: _migration,
    runner.AnswersRefused: _answers,
    runner.ReasonMissing: _reason,
    runner.DefinitionRetired: _retired,
    runner.DiagramFailed: _failed,
    runner.StoreConflict: _conflict,
    runner.AccountRefused: _account,
    runner.PasswordRefused: _password,
    runner.TokenRefused: _token,
    runner.PeriodRefused: _period,
    runner.LastAdministrator: _last_administrator,
    runner.ExternalPosition: _external,
    runner.LoginRefused: _login,
    runner.LoginThrottled: _throttled,
    runner.DiagramRefused: _refused_diagram,
    runner.NothingToPublish: _nothing_new,
    runner.DraftChanged: _draft_changed,
    runner.FourEyes: _four_eyes,
    runner.UploadRefused: _upload,
    runner.TextRefused: _text,
    runner.DryRunTooLong: _too_long,
}
