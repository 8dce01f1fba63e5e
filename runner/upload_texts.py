"""Why an upload is refused, and what to do.

Never: a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from runner.model import Words

#: How much of a name is said: it comes from whoever made the file.
_LONGEST: Final = 120

EMPTY: Final = Words(
    "Tidak ada diagram maupun formulir di sini. Unggah berkas .bpmn dengan berkas .form-nya, atau zip yang "
    "memuatnya.",
    "There is no diagram and no form here. Upload a .bpmn with its .form files, or a zip of them.",
)


NO_DIAGRAM: Final = Words(
    "Tidak ada diagram di sini. Pilih berkas diagramnya, misalnya .bpmn atau .xml.",
    "There is no diagram here. Choose the file of the diagram, a .bpmn or .xml for example.",
)


def several_diagrams(names: Sequence[str]) -> Words:
    called = ", ".join(f"“{_short(name)}”" for name in names[:5]) + (", …" if len(names) > 5 else "")
    return Words(
        f"Satu diagram diimpor setiap kali, karena setiap diagram punya pertanyaannya sendiri. Di sini ada "
        f"{len(names)}: {called}. Keluarkan yang lain.",
        f"Diagrams are imported one at a time, since each has questions of its own. Here are {len(names)}: "
        f"{called}. Take the others out.",
    )


def unknown(name: str) -> Words:
    return Words(
        f"“{_short(name)}” bukan diagram (.bpmn, .xml) maupun formulir (.form, .json). Keluarkan berkas itu, "
        "lalu unggah lagi.",
        f"“{_short(name)}” is no diagram (.bpmn, .xml) and no form (.form, .json). Take it out and upload "
        "again.",
    )


def form_name(name: str) -> Words:
    return Words(
        f"Formulir “{_short(name)}” tidak mempunyai id yang dapat dipakai. Beri id di form editor: huruf, "
        "angka, garis bawah, titik, dan tanda hubung, diawali huruf.",
        f"The form “{_short(name)}” has no id that can be used. Give it one in the form editor: letters, "
        "digits, underscores, dots and hyphens, beginning with a letter.",
    )


def form_twice(id_: str, one: str, other: str) -> Words:
    return Words(
        f"Formulir “{id_}” ada dua dengan isi berbeda: “{_short(one)}” dan “{_short(other)}”. Unggah "
        "salah satu.",
        f"There are two different forms “{id_}”: “{_short(one)}” and “{_short(other)}”. Upload one of them.",
    )


def process_twice(key: str, one: str, other: str) -> Words:
    return Words(
        f"Dua diagram memakai id proses “{_short(key)}”: “{_short(one)}” dan “{_short(other)}”. Unggah "
        "salah satu, atau beri id yang berbeda.",
        f"Two diagrams have the process id “{_short(key)}”: “{_short(one)}” and “{_short(other)}”. Upload "
        "one of them, or give them different ids.",
    )


def form_unnamed(id_: str) -> Words:
    return Words(
        f"Formulir “{id_}” tidak dirujuk diagram mana pun di unggahan ini. Keluarkan formulir itu, atau "
        "rujuk dari langkahnya.",
        f"No diagram of this upload names the form “{id_}”. Take it out, or name it at its step.",
    )


def form_unused(ids: str) -> Words:
    return Words(
        f"Tidak ada SOP yang berubah oleh formulir {ids}: belum ada yang merujuknya, atau isinya sama.",
        f"No SOP changes by the form {ids}: none names it, or it is the same.",
    )


FORMS_ALONE: Final = Words(
    "Formulir tanpa diagram disimpan sebagai konsep lebih dahulu, lalu diterbitkan dari konsep itu.",
    "Forms without a diagram are saved as drafts first, and published from those.",
)


def name_twice(name: str) -> Words:
    return Words(
        f"Ada dua berkas bernama “{_short(name)}”. Ganti nama salah satunya.",
        f"There are two files named “{_short(name)}”. Rename one of them.",
    )


def zip_in_zip(name: str) -> Words:
    return Words(
        f"“{_short(name)}” adalah zip di dalam zip. Buka lebih dahulu, lalu unggah isinya.",
        f"“{_short(name)}” is a zip inside a zip. Unpack it first and upload what it holds.",
    )


def encrypted(name: str) -> Words:
    return Words(
        f"“{_short(name)}” terkunci kata sandi. Unggah zip tanpa kata sandi.",
        f"“{_short(name)}” is locked with a password. Upload a zip without one.",
    )


def strange_name(name: str) -> Words:
    return Words(
        f"“{_short(name)}” bukan nama berkas biasa di dalam zip. Buat zip itu kembali dari berkas-berkasnya.",
        f"“{_short(name)}” is no ordinary file in a zip. Make the zip again from its files.",
    )


def packed_strangely(name: str) -> Words:
    return Words(
        f"“{_short(name)}” dimampatkan dengan cara yang tidak lazim. Buat zip itu kembali dengan cara biasa.",
        f"“{_short(name)}” is compressed in an unusual way. Make the zip again in the ordinary way.",
    )


def unreadable(name: str) -> Words:
    return Words(
        f"“{_short(name)}” tidak dapat dibuka sebagai zip. Buat kembali, atau unggah berkasnya satu per "
        "satu.",
        f"“{_short(name)}” cannot be opened as a zip. Make it again, or upload the files one by one.",
    )


def too_much(files: int, mebibytes: int) -> Words:
    return Words(
        f"Satu unggahan paling banyak {files} berkas dan {mebibytes} MiB sesudah dibuka. Bagi menjadi "
        "beberapa.",
        f"An upload holds at most {files} files and {mebibytes} MiB unpacked. Divide it into several.",
    )


def _short(name: str) -> str:
    """A name as it can be said: printable, and not longer than a line."""
    said = "".join(character if character.isprintable() else "?" for character in name)
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
