"""Finding the table in a sheet, and which of its columns is which.

Promise: one, two or three rows of headings are understood, merged or not.
Never: a column taken for another because of where it stands, except executors between activity and Mutu Baku.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from runner.sop_table.sheets import Sheet, one_line


class Column(StrEnum):
    """The columns of an SOP table beside those of the executors."""

    NUMBER = "No"
    ACTIVITY = "Kegiatan"
    NEEDS = "Kelengkapan"
    TIME = "Waktu"
    OUTPUT = "Output"
    REMARK = "Keterangan"
    DECISION = "Keputusan"


_NAMES: Final = {
    Column.NUMBER: r"no\.?|nomor|no urut",
    Column.ACTIVITY: r"(?:uraian )?(?:kegiatan|aktivitas|prosedur|tahapan)|uraian|langkah(?: kegiatan)?"
    r"|kegiatan / uraian|kegiatan/uraian|uraian/kegiatan|aktifitas",
    Column.NEEDS: r"(?:persyaratan ?/ ?)?(?:kelengkapan|perlengkapan|persyaratan)",
    Column.TIME: r"wakt ?u(?: penyelesaian)?|durasi",
    Column.OUTPUT: r"out ?put|keluaran|hasil",
    Column.REMARK: r"ket\.?|keterangan",
    Column.DECISION: r"keputusan|ya ?/ ?tidak|percabangan|cabang",
}
_EXECUTORS: Final = re.compile(r"(?:unit )?pelaksana(?:an)?", re.IGNORECASE)
_QUALITY: Final = re.compile(r"mutu (?:baku|buku|berkas)", re.IGNORECASE)
_MOST_HEADINGS: Final = 3
NEEDED: Final = (Column.NEEDS, Column.TIME, Column.OUTPUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Rows ``first`` to before ``below`` are headings; which column is where; executors by column."""

    first: int
    below: int
    columns: dict[Column, int]
    executors: dict[int, str]
    missing: tuple[Column, ...]

    def name(self, column: int) -> str:
        """How a column is called."""
        own = {at: kind.value for kind, at in self.columns.items()}
        return own.get(column) or self.executors.get(column, "")


def headings_of(sheet: Sheet) -> Headings | None:
    """The headings of the SOP table in a sheet, None if there is no such table."""
    for row in range(len(sheet.rows)):
        number = _column(sheet, row, Column.NUMBER)
        activity = _column(sheet, row, Column.ACTIVITY)
        if number is not None and activity is not None and number < activity:
            return _read(sheet, row, number, activity)
    return None


def is_heading(sheet: Sheet, row: int, headings: Headings) -> bool:
    """True if the row repeats the headings, as after a page break."""
    return (
        _column(sheet, row, Column.NUMBER) == headings.columns[Column.NUMBER]
        and _column(sheet, row, Column.ACTIVITY) == headings.columns[Column.ACTIVITY]
    )


def is_count(sheet: Sheet, row: int) -> bool:
    """True for the row that only numbers the columns."""
    texts = [sheet.text(row, column) for column in range(len(sheet.rows[row]))]
    filled = [text.strip("().") for text in texts if text]
    return (
        len(filled) >= 4
        and all(text.isdigit() for text in filled)
        and sorted(map(int, filled)) == list(map(int, filled))
    )


def _read(sheet: Sheet, first: int, number: int, activity: int) -> Headings:
    below = first + 1
    while (
        below < len(sheet.rows)
        and below - first < _MOST_HEADINGS
        and _goes_on(sheet, below, number, activity)
    ):
        below += 1
    width = max(len(row) for row in sheet.rows[first:below])
    spread = [_spread(sheet, row, width, fill=row < below - 1) for row in range(first, below)]
    columns: dict[Column, int] = {Column.NUMBER: number, Column.ACTIVITY: activity}
    groups: dict[int, list[str]] = {}
    for column in range(width):
        said = [texts[column] for texts in spread if texts[column]]
        groups[column] = said
        for text in reversed(said):
            kind = _kind(text)
            if kind is not None and kind not in columns:
                columns[kind] = column
                break
    taken = set(columns.values())
    quality = [
        columns[kind]
        for kind in (*NEEDED, Column.REMARK, Column.DECISION)
        if columns.get(kind, -1) > activity
    ] + [column for column, said in groups.items() if any(_QUALITY.fullmatch(text) for text in said)]
    until = min(quality, default=width)
    executors = {}
    for column in range(activity + 1, width):
        said = groups[column]
        grouped = any(_EXECUTORS.fullmatch(text) for text in said)
        names = [text for text in said if not _EXECUTORS.fullmatch(text)]
        if (
            column not in taken
            and (grouped or column < until)
            and (names or _blank_executor(sheet, below, column))
        ):
            executors[column] = names[-1] if names else ""
    missing = tuple(kind for kind in NEEDED if kind not in columns)
    return Headings(first=first, below=below, columns=columns, executors=executors, missing=missing)


def _goes_on(sheet: Sheet, row: int, number: int, activity: int) -> bool:
    """True if the row still belongs to the headings: nothing under No and Kegiatan, no step begun."""
    if is_count(sheet, row):
        return False
    cells = [sheet.cell(row, column) for column in range(len(sheet.rows[row]))]
    if not any(one_line(cell.text) for cell in cells):
        return False
    return not sheet.text(row, number) and not sheet.text(row, activity)


def _spread(sheet: Sheet, row: int, width: int, *, fill: bool) -> list[str]:
    """The headings of a row; one that is merged, or followed by empty cells, holds for all of them."""
    texts = [sheet.text(row, column) for column in range(width)]
    for column in range(width):
        cell = sheet.cell(row, column)
        for covered in range(column + 1, min(column + cell.width, width)):
            texts[covered] = texts[column]
    if fill:
        for column in range(1, width):
            if not texts[column] and (
                _EXECUTORS.fullmatch(texts[column - 1]) or _QUALITY.fullmatch(texts[column - 1])
            ):
                texts[column] = texts[column - 1]
    return texts


def _blank_executor(sheet: Sheet, below: int, column: int) -> bool:
    """True for a column without a name in which marks stand."""
    return any(sheet.text(row, column) for row in range(below, len(sheet.rows)))


def _column(sheet: Sheet, row: int, kind: Column) -> int | None:
    for column in range(len(sheet.rows[row])):
        if _kind(sheet.text(row, column)) is kind:
            return column
    return None


def _kind(text: str) -> Column | None:
    plain = one_line(text).casefold().strip(" :")
    return next((kind for kind, names in _NAMES.items() if re.fullmatch(names, plain)), None)
