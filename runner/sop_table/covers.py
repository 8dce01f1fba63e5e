"""The cover of an SOP: labels with what stands beside or below them.

Promise: what follows a label, on its line or below it, belongs to it until the next label.
Never: a person's name or number taken up for the office that approves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from runner.sop_table.sheets import Sheet, one_line

#: Labels by the property (or, with a capital, the word of the table) that they fill.
_LABELS: Final = {
    "instansi": r"instansi|nama instansi|perangkat daerah|opd|skpd|unit kerja",
    "namaSop": r"(?:nama|judul) sop(?: ap)?|nama prosedur",
    "nomorSop": r"(?:nomor|no\.?) sop(?: ap)?|nomor",
    "tanggalPembuatan": r"(?:tanggal|tgl\.?) (?:pembuatan|dibuat)",
    "tanggalRevisi": r"(?:tanggal|tgl\.?) revisi",
    "tanggalEfektif": r"(?:tanggal|tgl\.?) (?:efektif|berlaku)",
    "tanggalPengesahan": r"(?:tanggal|tgl\.?) pengesahan",
    "disahkanOleh": r"disahkan(?: oleh)?",
    "dasarHukum": r"dasar hukum",
    "kualifikasiPelaksana": r"kualifikasi pelaksana(?:an)?",
    "keterkaitan": r"keterkaitan(?: sop| dengan sop lain)?",
    "peralatan": r"peralatan(?: ?(?:/|dan) ?perlengkapan)?",
    "peringatan": r"peringatan",
    "pencatatan": r"pencatatan(?: ?(?:&|dan) ?pendataan)?",
    "Mulai": r"(?:peristiwa|kejadian) awal|dimulai (?:dengan|dari)",
    "Selesai": r"(?:peristiwa|kejadian) akhir|diakhiri dengan",
    "Nama": r"nama (?:singkat|diagram)",
}
_PATTERNS: Final = {name: re.compile(rf"(?:{words})", re.IGNORECASE) for name, words in _LABELS.items()}
_OFFICE: Final = re.compile(
    r"\b(?:pemerintah|dinas|bagian|badan|kantor|kecamatan|kelurahan|sekretariat|inspektorat|kabupaten|kota)\b",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(r"\bNIP\b.*|\d{8} ?\d{6} ?\d ?\d{3}.*", re.IGNORECASE | re.DOTALL)


def cover_of(sheets: Sequence[tuple[Sheet, int]]) -> dict[str, str]:
    """What the cover says, from the rows of each sheet up to the given one; items parted by line feeds."""
    found: dict[str, list[str]] = {}
    office: list[str] = []
    for sheet, until in sheets:
        _read(sheet, until, found, office)
    said = {name: "\n".join(lines) for name, lines in found.items() if lines}
    if office and "instansi" not in said:
        said["instansi"] = "\n".join(office)
    if "disahkanOleh" in said:
        said["disahkanOleh"] = one_line(_PERSON.sub("", said["disahkanOleh"]))
    return {name: text for name, text in said.items() if text}


def _read(sheet: Sheet, until: int, found: dict[str, list[str]], office: list[str]) -> None:
    """Fill ``found`` and ``office`` from the first rows of a sheet."""
    owner: dict[int, str] = {}
    for row in range(until):
        cells = [
            (column, sheet.cell(row, column).text.strip())
            for column in range(len(sheet.rows[row]))
            if sheet.cell(row, column).text.strip()
        ]
        beside = ""
        labels = {column: label for column, text in cells if (label := _label(text)) is not None}
        if labels:
            owner = {column: name for column, (name, _) in labels.items()}
        for column, text in cells:
            if column in labels:
                beside, rest = labels[column]
                found.setdefault(beside, [])
                found[beside] += _lines(rest)
                continue
            if text in (":", "："):
                continue
            name = beside or _above(owner, column)
            if name:
                found[name] += _lines(text.removeprefix(":"))
                if beside:
                    owner = {**owner, column: beside}
            elif _OFFICE.search(text):
                office += _lines(text)


def _above(owner: dict[int, str], column: int) -> str:
    """The label that a cell without one of its own stands under: the nearest to its left."""
    left = [at for at in owner if at <= column]
    return owner[max(left)] if left else ""


def _label(text: str) -> tuple[str, str] | None:
    """The property of a label, and what stands behind it in the same cell."""
    head, _, rest = text.partition(":")
    for candidate, behind in ((text, ""), (head, rest), *_first_line(text)):
        plain = one_line(candidate).strip(" :.")
        for name, pattern in _PATTERNS.items():
            if pattern.fullmatch(plain):
                return name, behind
    return None


def _first_line(text: str) -> list[tuple[str, str]]:
    head, _, rest = text.partition("\n")
    return [(head, rest)] if rest else []


def _lines(text: str) -> list[str]:
    return [line for line in map(one_line, text.splitlines()) if line]
