"""Cells as an office typed them, whatever the file was: rows of text with their place and what is merged.

Promise: every cell knows how to be named to the person who typed it.
Never: a file opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from runner.model import Words

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell. ``height`` and ``width`` count the rows and columns that it covers when merged.

    ``covered`` cells lie under a merged one and are empty themselves.
    """

    text: str = ""
    height: int = 1
    width: int = 1
    covered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A grid of cells, every row equally long. ``table`` counts the tables of a document from 1;
    None for a spreadsheet, whose ``name`` is said where there are several.
    """

    rows: Sequence[Sequence[Cell]]
    name: str = ""
    table: int | None = None

    def cell(self, row: int, column: int) -> Cell:
        """The cell there; an empty one beyond the edge."""
        inside = 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])
        return self.rows[row][column] if inside else Cell()

    def text(self, row: int, column: int) -> str:
        """The text of a cell on one line."""
        return one_line(self.cell(row, column).text)

    def place(self, row: int, column: int, heading: str = "") -> Words:
        """How the cell is named: ``B7``, or table, row and column of a document."""
        if self.table is None:
            own = f"{self.name}!" if self.name else ""
            return Words(f"Sel {own}{letters(column)}{row + 1}", f"Cell {own}{letters(column)}{row + 1}")
        column_id = f"“{heading}”" if heading else str(column + 1)
        return Words(
            f"Tabel {self.table}, baris {row + 1}, kolom {column_id}",
            f"Table {self.table}, row {row + 1}, column {column_id}",
        )


def one_line(text: str) -> str:
    """The text without breaks and doubled spaces."""
    return " ".join(text.split())


def letters(column: int) -> str:
    """The letters of a column, as spreadsheets count: A, B, ... Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, len(_LETTERS))
        name = _LETTERS[rest] + name
    return name
