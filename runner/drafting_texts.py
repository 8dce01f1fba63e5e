"""What is said of drafts and publishing beside the gate: why not, what to look at first, what is asked for.

Never: a rule.
"""

from __future__ import annotations

from typing import Final

from runner.model import Problem, Severity, Words

#: What a person writes, by the name that a refusal gives it.
NOTE: Final = Words("catatan", "a note")
REASON: Final = Words("alasan", "a reason")
DEPLOYMENT_NAME: Final = Words("nama penerbitan", "the name of a deployment")
SOURCE: Final = Words("asal penerbitan", "the source of a deployment")

NO_PUBLISHER: Final = Words(
    "Menerbitkan konsep ini memerlukan tugas sebagai penerbit di instansinya.",
    "Publishing this draft takes the duty of publisher in its agency.",
)
FOUR_EYES: Final = Words(
    "Anda ikut menulis konsep ini. Di instansi ini konsep diterbitkan oleh penerbit lain.",
    "You wrote some of this draft. In this agency another publisher has to publish it.",
)
REFUSED: Final = Words(
    "Masih ada kesalahan yang harus diperbaiki lebih dahulu.", "There are faults to be mended first."
)


def same_as(number: int) -> Words:
    return Words(
        f"Isinya sama dengan revisi {number}, yang sudah terbit.",
        f"It holds the same as revision {number}, which is published.",
    )


def outdated(file: str, *, base: int, latest: int) -> Problem:
    return Problem(
        code="draft.outdated",
        file=file,
        severity=Severity.WARNING,
        what=Words(
            f"Konsep ini dimulai dari revisi {base}, sedangkan revisi {latest} sudah terbit sesudahnya.",
            f"This draft began with revision {base}, and revision {latest} was published since.",
        ),
        remedy=Words(
            "Bandingkan keduanya: yang berubah di sana belum tentu ada di sini.",
            "Compare the two: what changed there may be missing here.",
        ),
    )


def taken(file: str, key: str, *, owner: str) -> Problem:
    return Problem(
        code="process.taken",
        file=file,
        element=key,
        what=Words(
            f"Id proses “{key}” sudah dipakai SOP instansi {owner}.",
            f"The process id “{key}” belongs to an SOP of the agency {owner}.",
        ),
        remedy=Words("Beri proses ini id yang lain.", "Give this process another id."),
    )


def form_name(name: str) -> Words:
    return Words(
        f"“{name[:120]}” tidak dapat menjadi id formulir. Pakai huruf, angka, garis bawah, titik, dan tanda "
        "hubung, diawali huruf.",
        f"“{name[:120]}” cannot be the id of a form. Use letters, digits, underscores, dots and hyphens, "
        "beginning with a letter.",
    )


def too_much(files: int, mebibytes: int) -> Words:
    return Words(
        f"Satu SOP paling banyak {files} berkas dan {mebibytes} MiB. Kurangi formulirnya.",
        f"An SOP has at most {files} files and {mebibytes} MiB. Take out some forms.",
    )
