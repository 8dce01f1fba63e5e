"""Spreadsheets and documents as sheets of cells, and the sheet that shows an office how to fill one in.

Promise: what is merged stays known; a file that is no table is refused with a sentence.
Never: a meaning read into a cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import docx
import openpyxl
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from openpyxl.utils.exceptions import InvalidFileException

from runner.errors import DiagramRefused
from runner.sop_table import Cell, Sheet, problem

_LARGEST: Final = 20 * 1024 * 1024
#: No SOP has more; what is beyond is formatting that somebody left behind.
_MOST_ROWS: Final = 2000
_MOST_COLUMNS: Final = 120
_MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def sheets_of(path: Path) -> list[Sheet]:
    """The sheets of a spreadsheet or the tables of a document.

    Raises DiagramRefused if the file is none, or of another kind.
    """
    readers = {".xlsx": _xlsx, ".xlsm": _xlsx, ".csv": _csv, ".docx": _docx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise DiagramRefused([problem("file.kind", file=str(path), suffix=path.suffix or "?")])
    try:
        content = path.read_bytes()
        if len(content) > _LARGEST:
            raise ValueError(f"{len(content)} bytes")
        return reader(content)
    except (OSError, ValueError, KeyError, BadZipFile, InvalidFileException, PackageNotFoundError) as broken:
        raise DiagramRefused([problem("file.unreadable", file=str(path), why=str(broken))]) from broken


def _xlsx(content: bytes) -> list[Sheet]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [_worksheet(sheet, sheet.title if len(shown) > 1 else "") for sheet in shown]


def _worksheet(sheet: Any, name: str) -> Sheet:
    texts = [
        [_text(value) for value in row]
        for row in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)
    ]
    spans = [
        (area.min_row - 1, area.min_col - 1, area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    ]
    return Sheet(rows=_cells(_trimmed(texts), spans), name=name)


def _csv(content: bytes) -> list[Sheet]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    # Indonesian spreadsheets part with semicolons, others with commas or tabs
    separator = max(";,\t", key=lambda mark: text.count(mark) if mark != "," else text.count(mark) - 1)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    if rows and max(map(len, rows)) == 1 and separator != ",":
        rows = list(csv.reader(io.StringIO(text)))
    return [Sheet(rows=_cells(_trimmed(rows), ()))]


def _docx(content: bytes) -> list[Sheet]:
    document = docx.Document(io.BytesIO(content))
    return [_table(table, number) for number, table in enumerate(document.tables, start=1)]


def _table(table: Table, number: int) -> Sheet:
    """A table of a document; one merged cell appears at every place that it covers."""
    # by the element itself, which must stay alive: its number would be given to another
    places: dict[Any, list[tuple[int, int]]] = {}
    texts: list[list[str]] = []
    for at, row in enumerate(table.rows):
        line = [""] * row.grid_cols_before
        for cell in row.cells:
            known = places.setdefault(cell._tc, [])
            line.append("" if known else cell.text)
            known.append((at, len(line) - 1))
        texts.append(line)
    spans = [
        (
            min(r for r, _ in taken),
            min(c for _, c in taken),
            max(r for r, _ in taken) - min(r for r, _ in taken) + 1,
            max(c for _, c in taken) - min(c for _, c in taken) + 1,
        )
        for taken in places.values()
        if len(taken) > 1
    ]
    return Sheet(rows=_cells(_squared(texts), spans), table=number)


def _cells(
    texts: Sequence[Sequence[str]], spans: Iterable[tuple[int, int, int, int]]
) -> tuple[tuple[Cell, ...], ...]:
    """The cells of a grid; ``spans`` are row, column, height and width of what is merged."""
    grid = [[Cell(text=text) for text in row] for row in texts]
    for top, left, height, width in spans:
        for row in range(top, min(top + height, len(grid))):
            for column in range(left, min(left + width, len(grid[row]))):
                first = (row, column) == (top, left)
                grid[row][column] = (
                    Cell(text=grid[row][column].text, height=height, width=width)
                    if first
                    else Cell(covered=True)
                )
    return tuple(map(tuple, grid))


def _trimmed(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """The grid without what is empty at its right and lower edge."""
    kept = [list(row) for row in texts[:_MOST_ROWS]]
    while kept and not any(text.strip() for text in kept[-1]):
        kept.pop()
    width = max(
        (at + 1 for row in kept for at, text in enumerate(row[:_MOST_COLUMNS]) if text.strip()), default=0
    )
    return _squared([row[:width] for row in kept])


def _squared(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    width = max((len(row) for row in texts), default=0)
    return [[*row, *[""] * (width - len(row))] for row in texts]


def _text(value: object) -> str:
    """What a spreadsheet shows for a value."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, date):  # a datetime is one, too
        day = value.date() if isinstance(value, datetime) else value
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
