"""What is said to the author of an SOP table when a diagram cannot be drawn as asked."""

from __future__ import annotations

from typing import Final

from runner.model import Problem, Severity, Words

_WHAT: Final[dict[str, tuple[Words, Words]]] = {
    "choosing.malformed": (
        Words(
            "Berkas pemilihan formulir tidak dapat dibaca: {why}",
            "The file that chooses forms cannot be read: {why}",
        ),
        Words("Perbaiki penulisan TOML pada berkas itu.", "Mend the TOML of that file."),
    ),
    "choosing.rule": (
        Words("Aturan ke-{number} tidak menyebut formulir.", "Rule {number} names no form."),
        Words('Tulis formulir = "id-formulir" pada aturan itu.', 'Write formulir = "form-id" in that rule.'),
    ),
    "choosing.words": (
        Words(
            "Berkas pemilihan formulir tidak menyebut perihal atau kata pemeriksaan.",
            "The file that chooses forms lacks perihal or the words of examination.",
        ),
        Words("Isi perihal = [...] dan [menolak] kata = [...].", "Fill in perihal and [menolak] kata."),
    ),
    "draw.no_form": (
        Words(
            "Tidak ada aturan formulir yang cocok untuk langkah {number}.",
            "No rule chooses a form for step {number}.",
        ),
        Words(
            "Tambahkan aturan tanpa kata di akhir berkas pemilihan formulir.",
            "Add a rule without words at the end of the file that chooses forms.",
        ),
    ),
    "draw.no_subject": (
        Words(
            "Formulir langkah pertama tidak mengisi perihal berkas.",
            "The form of the first step sets no subject for the case.",
        ),
        Words(
            "Pilih formulir yang memuat salah satu isian perihal untuk langkah pertama.",
            "Choose a form with one of the subject fields for the first step.",
        ),
    ),
    "draw.no_way_back": (
        Words(
            "Langkah {number} memeriksa atau menandatangani, tetapi tidak ada langkah sebelumnya untuk "
            "pengembalian; digambar tanpa keputusan.",
            "Step {number} examines or signs, but there is no step before it to return to; it is drawn "
            "without a decision.",
        ),
        Words("Tambahkan keputusan pada tabel bila diperlukan.", "Add a decision to the table if needed."),
    ),
}


def problem(code: str, *, file: str = "", severity: Severity = Severity.ERROR, **facts: object) -> Problem:
    """A problem by its code, with its facts filled in."""
    what, remedy = _WHAT[code]
    return Problem(
        code=code,
        what=Words(what.id.format(**facts), what.en.format(**facts)),
        remedy=remedy,
        file=file,
        severity=severity,
    )


def question(output: str, number: str) -> str:
    """What is asked after a step that has no question of its own."""
    thing = " ".join(output.split())
    return f"{thing} disetujui?" if 0 < len(thing) <= 40 else f"Hasil langkah {number} disetujui?"


BEGINS: Final = "Mulai"
ENDS: Final = "Selesai"
#: Names of merges, as part of their ids.
AGAIN: Final = "Ke"
