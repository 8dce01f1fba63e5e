"""What an error says to a person, in both languages: what was expected, what is, what to do.

Promise: every error of the tree has a sentence. Never: a term of the engine or the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from runner import errors
from runner.model import FieldError, Words


def words(error: errors.AlurError) -> Words:
    """The sentence for an error."""
    for kind in type(error).__mro__:
        if kind in SENTENCES:
            return SENTENCES[kind](error)
    return Words("Permintaan ini ditolak. Tidak ada yang berubah.", "This was refused. Nothing has changed.")


#: Its name at the front door.
error_words = words


#: What is missing, where readers call it otherwise than the code does.
_THINGS: Mapping[str, Words] = {
    "SOP": Words("SOP", "SOP"),
    "definition": Words("SOP", "SOP"),
    "revision": Words("Revisi", "Revision"),
    "case": Words("Berkas", "Case"),
    "task": Words("Tugas", "Task"),
    "account": Words("Akun", "Account"),
    "agency": Words("Instansi", "Agency"),
    "position": Words("Jabatan", "Position"),
    "token": Words("Token", "Token"),
}


def _missing(kind: str, name: str) -> Words:
    if kind == "draft":
        return Words(
            f"Tidak ada konsep “{name}”. Mungkin sudah diterbitkan atau dibuang; periksa juga ejaannya.",
            f"There is no draft “{name}”. It may have been published or discarded; check the spelling, too.",
        )
    thing = _THINGS.get(kind, Words("", ""))
    return Words(
        f"{thing.id} “{name}” tidak ditemukan. Periksa ejaannya.".lstrip(),
        f"{thing.en} “{name}” was not found. Check the spelling.".lstrip(),
    )


def _when(moment: datetime | None) -> str:
    return moment.strftime("%d-%m-%Y %H.%M UTC") if moment else ""


def _named(wrong: FieldError) -> str:
    """How the field is called, and by which name it is answered (``--answer NAME=VALUE``)."""
    return f"{wrong.label} [{wrong.path}]" if wrong.label else wrong.path


SENTENCES: dict[type[BaseException], Callable[[Any], Words]] = {
    errors.NotFound: lambda e: _missing(e.kind, e.name),
    errors.NotYours: lambda e: Words(
        f"Tugas ini untuk {e.needs.id}. {e.actor} tidak memangku jabatan itu saat ini.",
        f"This task is for {e.needs.en}. {e.actor} does not hold that position now.",
    ),
    errors.HandedOver: lambda e: Words(
        f"Berkas ini dipindahkan ke revisi {e.number} selagi formulirnya diisi. Pada revisi itu langkah ini "
        f"dikerjakan {e.needs.id}. Tidak ada yang tercatat.",
        f"This case was migrated to revision {e.number} while its form was filled in. In that revision the "
        f"step is done by {e.needs.en}. Nothing was recorded.",
    ),
    errors.NotAllowed: lambda e: Words(
        f"{e.actor} tidak berwenang {e.verb.id}: perlu {e.needs.id}. Bertindaklah sebagai orang yang "
        "berwenang (--as), atau hubungi administrator.",
        f"{e.actor} may not {e.verb.en}: it takes {e.needs.en}. Act as somebody who may (--as), "
        "or ask an administrator.",
    ),
    errors.TaskNotOpen: lambda e: Words(
        f"Tugas ini sudah diselesaikan oleh {e.by or 'orang lain'} {_when(e.at)}. Buka berkasnya untuk "
        "melihat kelanjutannya.",
        f"This task was already completed by {e.by or 'somebody else'} {_when(e.at)}. Open the case to see "
        "what followed.",
    ),
    errors.TaskAlreadyTaken: lambda e: Words(
        f"Tugas ini sedang dikerjakan {e.by} sejak {_when(e.at)}. Minta yang bersangkutan melepasnya.",
        f"{e.by} has been working on this task since {_when(e.at)}. Ask them to release it.",
    ),
    errors.TaskNotHeld: lambda e: Words(
        "Tugas ini tidak sedang Anda pegang, jadi tidak ada yang perlu dilepas.",
        "You do not hold this task, so there is nothing to release.",
    ),
    errors.CaseNotOpen: lambda e: Words(
        f"Berkas {e.case} sudah selesai atau dibatalkan.", f"Case {e.case} is closed or cancelled already."
    ),
    errors.FormChanged: lambda e: Words(
        f"Berkas ini dipindahkan ke revisi {e.number} selagi Anda mengisi. Isian Anda masih ada. Periksa "
        "formulir yang baru, lalu kirim lagi.",
        f"This case was migrated to revision {e.number} while you filled in the form. What you typed is "
        "still there. Look at the new form, then send it again.",
    ),
    errors.MigrationRefused: lambda e: e.why,
    errors.AnswersRefused: lambda e: Words(
        "Isian belum benar: " + " ".join(f"{_named(x)}: {x.message.id}" for x in e.errors),
        "The answers are not right yet: " + " ".join(f"{_named(x)}: {x.message.en}" for x in e.errors),
    ),
    errors.ReasonMissing: lambda e: Words(
        "Alasan wajib ditulis (--reason).", "A reason has to be given (--reason)."
    ),
    errors.DiagramRefused: lambda e: Words(
        "\n".join(problem.sentence("id") for problem in e.problems),
        "\n".join(problem.sentence("en") for problem in e.problems),
    ),
    errors.NothingToPublish: lambda e: Words(
        f"{e.key}: tidak ada perubahan; revisi {e.number} sudah memuat isi ini.",
        f"{e.key}: nothing has changed; revision {e.number} holds this content already.",
    ),
    errors.DefinitionRetired: lambda e: Words(
        f"SOP {e.key} belum berlaku atau sudah dicabut. Terbitkan revisinya lebih dahulu.",
        f"SOP {e.key} is not in force. Publish a revision first.",
    ),
    errors.NotInForce: lambda e: Words(
        f"Revisi {e.number} dari {e.key} tidak sedang berlaku; yang berlaku revisi {e.active}.",
        f"Revision {e.number} of {e.key} is not in force; revision {e.active} is.",
    ),
    errors.DiagramFailed: lambda e: Words(
        f"Berkas tidak dapat dilanjutkan di “{e.element}”. Tidak ada yang tersimpan. "
        "Beri tahu analis SOP ini.",
        f"The case cannot go on at “{e.element}”. Nothing was recorded. Tell the analyst of this SOP.",
    ),
    errors.AccountRefused: lambda e: Words(
        f"Akun “{e.account}” sudah dipakai. Pilih nama lain."
        if e.taken
        else f"Nama akun “{e.account}” terdiri atas 2 sampai 100 huruf kecil, angka, titik, tanda hubung.",
        f"The account “{e.account}” is taken. Choose another."
        if e.taken
        else f"The account “{e.account}” needs 2 to 100 of a-z, 0-9, dot, hyphen.",
    ),
    errors.PasswordRefused: lambda e: Words(
        f"Kata sandi baru paling sedikit {e.least} karakter.",
        f"A new password has at least {e.least} characters.",
    ),
    errors.TokenRefused: lambda e: Words(
        f"Token tidak dapat dibuat: {e.why.id}. Perbaiki lalu ulangi.",
        f"The token cannot be issued: {e.why.en}. Put it right and ask again.",
    ),
    errors.PeriodRefused: lambda e: Words(
        "Akhir masa jabatan harus sesudah awalnya. Perbaiki salah satunya.",
        "A period has to end after it begins. Correct one of the two.",
    ),
    errors.LastAdministrator: lambda e: Words(
        f"{e.account} adalah administrator terakhir. Beri orang lain tugas administrator lebih dahulu.",
        f"{e.account} is the last administrator. Give another person the duty administrator first.",
    ),
    errors.ExternalPosition: lambda e: Words(
        f"{e.title} adalah pihak luar, diwakili oleh {e.represented_by}. Tunjuk orang untuk jabatan itu.",
        f"{e.title} is an outside party, acted for by {e.represented_by}. Appoint somebody to that.",
    ),
    errors.HomeUnusable: lambda e: Words(
        f"{e.place} tidak dapat dibuka ({e.why}). Periksa ALUR_HOME dan DATABASE_URL, dan siapa yang boleh "
        "membacanya.",
        f"{e.place} cannot be opened ({e.why}). Check ALUR_HOME and DATABASE_URL, and who may read them.",
    ),
    errors.HomeInUse: lambda e: Words(
        f"{e.home} sudah berisi data kantor. Arahkan ALUR_HOME ke folder lain, atau jangan pakai --demo.",
        f"{e.home} holds an office's data. Set ALUR_HOME to another folder, or leave out --demo.",
    ),
    errors.BrokenFact: lambda e: Words(
        f"Catatan tidak utuh: {e.words.id}. Jangan mengubah apa pun; hubungi auditor.",
        f"The record is broken: {e.words.en}. Change nothing; tell an auditor.",
    ),
    errors.StoreConflict: lambda e: Words(
        "Orang lain menulis pada saat yang sama. Ulangi perintah ini.",
        "Somebody else wrote at the same time. Repeat the command.",
    ),
    errors.FourEyes: lambda e: Words(
        f"{e.key} belum terbit: di instansi ini konsep diterbitkan oleh orang yang tidak ikut menulisnya. "
        + (
            "Minta penerbit lain menerbitkannya."
            if e.drafted
            else "Simpan sebagai konsep (alur draft), lalu minta penerbit lain menerbitkannya."
        ),
        f"{e.key} is not published: in this agency a draft is published by somebody who wrote none of it. "
        + (
            "Ask another publisher to do it."
            if e.drafted
            else "Save it as a draft (alur draft) and ask another publisher to publish that."
        ),
    ),
    errors.DraftChanged: lambda e: Words(
        f"Konsep {e.key} sudah {'disimpan' if e.version else 'diterbitkan atau dibuang'} "
        f"{e.by or 'orang lain'} {_when(e.at)}. Belum ada yang tersimpan dari Anda: bandingkan lebih dahulu, "
        "lalu simpan lagi.",
        f"{e.by or 'Somebody else'} {'saved' if e.version else 'published or discarded'} the draft of "
        f"{e.key} {_when(e.at)}. Nothing of yours was saved yet: compare first, then save again.",
    ),
    errors.UploadRefused: lambda e: e.words,
    errors.TextRefused: lambda e: Words(
        f"{e.what.id[:1].upper()}{e.what.id[1:]} paling panjang {e.most} karakter dan hanya memuat huruf "
        "yang dapat dibaca. Ringkas atau ketik ulang.",
        f"{e.what.en[:1].upper()}{e.what.en[1:]} has at most {e.most} characters, all of them readable. "
        "Shorten or retype it.",
    ),
    errors.ExpressionRefused: lambda e: Words(
        f"Syarat “{e.text}” tidak dapat dibaca pada huruf ke-{e.position + 1}: {e.what.id}",
        f"The condition “{e.text}” cannot be read at character {e.position + 1}: {e.what.en}",
    ),
    errors.LaneUnresolved: lambda e: Words(
        f"Pelaksana “{e.lane}” bukan jabatan instansi ini. Tambahkan aliasnya pada instansi.toml, atau isi "
        "properti jabatan pada lajurnya."
        + (f" Yang mirip: {', '.join(e.suggestions)}." if e.suggestions else ""),
        f"The lane “{e.lane}” is no position of this agency. Add its alias to instansi.toml, or give it "
        "the property jabatan." + (f" Close: {', '.join(e.suggestions)}." if e.suggestions else ""),
    ),
    errors.NoWorkingDay: lambda e: Words(
        f"Tidak ada hari kerja dalam setahun sesudah {e.day:%d-%m-%Y}, jadi batas waktunya tidak ada. "
        "Minta administrator memperbaiki jam kerja instansi.",
        f"There is no working day within a year after {e.day:%d-%m-%Y}, so no due moment can be told. Ask an "
        "administrator to correct the hours of the agency.",
    ),
    errors.LoginRefused: lambda _: Words(
        "Akun dan kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.",
        "Account and password do not match. Check both and try again.",
    ),
    errors.LoginThrottled: lambda e: Words(
        f"Terlalu banyak percobaan masuk. Tunggu {e.minutes} menit, lalu coba lagi.",
        f"Too many attempts to log in. Wait {e.minutes} minutes and try again.",
    ),
    errors.DryRunTooLong: lambda e: Words(
        f"Uji coba paling banyak {e.most} langkah, dan berkas ini belum juga selesai. Periksa jalur yang "
        "berputar, mundurkan uji coba, atau mulai lagi.",
        f"A dry run has at most {e.most} steps, and this case has still not ended. Look for a way that leads "
        "round in a circle, step back, or begin again.",
    ),
}
