"""The columns of the table, and the cells of its rows.

Promise: every column is wide enough for its purpose, the Pelaksana are equally wide.
Never: a symbol.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from runner.sheet import texts
from runner.sheet.marks import Fill, Mark, Rule, Text
from runner.sheet.measuring import Faces, height_of, set_lines, wrap
from runner.sheet.nouns import Row, Sheet
from runner.sheet.paper import PAD, THICK, THIN

#: Narrower than this a Pelaksana has no room for its symbol and the lines beside it.
NARROWEST_STAFF: Final = 42.0
WIDEST_STAFF: Final = 68.0
_NUMBER: Final = 24.0
_TIME: Final = 50.0
_REMARK: Final = 52.0
#: The least of activity, supplies and output.
_ACTIVITY: Final = 120.0
_SUPPLIES: Final = 72.0
#: How activity, supplies and output share what is left.
_SHARES: Final = (0.46, 0.27, 0.27)
_HEAD_SIZES: Final = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The borders of the table's columns, from left to right; the Pelaksana begin with the third column."""

    borders: tuple[float, ...]
    staff: int
    size: float

    @property
    def staff_edges(self) -> tuple[float, ...]:
        """The borders of the Pelaksana."""
        return self.borders[2 : 3 + self.staff]

    def column(self, place: int) -> tuple[float, float]:
        """Left border and width of a column."""
        return self.borders[place], self.borders[place + 1] - self.borders[place]


def fits(sheet: Sheet, width: float) -> bool:
    """True if the table is not too wide."""
    fixed = _NUMBER + _TIME + _REMARK + _ACTIVITY + 2 * _SUPPLIES
    return fixed + NARROWEST_STAFF * len(sheet.columns) <= width


def grid(sheet: Sheet, *, left: float, width: float, size: float) -> Grid:
    """The columns of this sheet on a table of this width."""
    fixed = _NUMBER + _TIME + _REMARK
    texts_least = _ACTIVITY + 2 * _SUPPLIES
    # two thirds of what is spare goes to the symbols, until they have enough
    spare = max(width - fixed - texts_least - NARROWEST_STAFF * len(sheet.columns), 0.0)
    staff = min(WIDEST_STAFF, NARROWEST_STAFF + spare * 0.5 / len(sheet.columns))
    rest = width - fixed - staff * len(sheet.columns)
    activity, supplies, output = (rest * share for share in _SHARES)
    widths = [_NUMBER, activity, *[staff] * len(sheet.columns), supplies, _TIME, output, _REMARK]
    return Grid(borders=tuple(accumulate(widths, initial=left)), staff=len(sheet.columns), size=size)


def cells(row: Row, columns: Grid, faces: Faces) -> dict[int, tuple[str, ...]]:
    """The lines of a row's cells, by column."""
    after = 2 + columns.staff
    said = {
        0: row.number,
        1: row.activity,
        after: row.supplies,
        after + 1: row.time,
        after + 2: row.output,
        after + 3: row.remark,
    }
    return {
        place: wrap(text, faces.regular, size=columns.size, width=columns.column(place)[1] - 2 * PAD)
        for place, text in said.items()
    }


def row_height(row: Row, columns: Grid, faces: Faces) -> float:
    """The height that a row's texts need."""
    return height_of(max(map(len, cells(row, columns, faces).values())), columns.size)


def set_row(row: Row, columns: Grid, faces: Faces, *, top: float, height: float) -> list[Text]:
    """The texts of a row."""
    placed: list[Text] = []
    for place, lines in cells(row, columns, faces).items():
        left, width = columns.column(place)
        placed += set_lines(
            lines,
            faces,
            cell=(left, top, width, height),
            size=columns.size,
            centred=place == 0 or place == 3 + columns.staff,
            middle=True,
        )
    return placed


class Head:
    """The two rows of headings that stand on every page."""

    def __init__(self, sheet: Sheet, columns: Grid, faces: Faces) -> None:
        self._columns, self._faces = columns, faces
        language = sheet.language
        self._staff = sheet.columns
        self.size = next((size for size in _HEAD_SIZES if self._whole_words(size)), _HEAD_SIZES[-1])
        heading = columns.size
        after = 2 + columns.staff
        self._tall = {
            0: texts.NUMBER.in_(language),
            1: texts.ACTIVITY.in_(language),
            after + 3: texts.REMARK.in_(language),
        }
        self._wide = {
            (2, after): texts.STAFF.in_(language),
            (after, after + 3): texts.STANDARD.in_(language),
        }
        self._low = {
            **{2 + place: name for place, name in enumerate(self._staff)},
            after: texts.SUPPLIES.in_(language),
            after + 1: texts.TIME.in_(language),
            after + 2: texts.OUTPUT.in_(language),
        }
        self.upper = height_of(1, heading)
        self.lower = max(height_of(len(self._lines(place)), self._size_of(place)) for place in self._low)

    @property
    def height(self) -> float:
        """Of both rows."""
        return self.upper + self.lower

    def _whole_words(self, size: float) -> bool:
        """True if no word of a Pelaksana has to break inside."""
        width = min(self._columns.column(2 + place)[1] for place in range(len(self._staff))) - 2 * PAD
        words = (word for name in self._staff for word in name.replace("/", "/ ").split())
        return all(self._faces.bold.width(word, size) <= width for word in words)

    def _size_of(self, place: int) -> float:
        return self.size if 2 <= place < 2 + self._columns.staff else self._columns.size

    def _lines(self, place: int) -> tuple[str, ...]:
        width = self._columns.column(place)[1] - 2 * PAD
        return wrap(self._low[place], self._faces.bold, size=self._size_of(place), width=width)

    def marks(self, top: float) -> list[Mark]:
        """The headings, shaded and ruled."""
        borders = self._columns.borders
        left, right = borders[0], borders[-1]
        middle, bottom = top + self.upper, top + self.height
        found: list[Mark] = [Fill(x=left, y=top, width=right - left, height=self.height)]
        for place, text in self._tall.items():
            x, width = self._columns.column(place)
            found += self._set((text,), (x, top, width, self.height), self._columns.size)
        for (first, after), text in self._wide.items():
            cell = (borders[first], top, borders[after] - borders[first], self.upper)
            found += self._set((text,), cell, self._columns.size)
            found.append(Rule(start=(borders[first], middle), end=(borders[after], middle), weight=THIN))
        for place in self._low:
            x, width = self._columns.column(place)
            cell = (x, middle, width, self.lower)
            found += self._set(self._lines(place), cell, self._size_of(place))
        inner = {border for first, after in self._wide for border in borders[first + 1 : after]}
        for border in borders:
            begin = middle if border in inner else top
            weight = THICK if border in (left, right) else THIN
            found.append(Rule(start=(border, begin), end=(border, bottom), weight=weight))
        for y in (top, bottom):
            found.append(Rule(start=(left, y), end=(right, y), weight=THICK))
        return found

    def _set(
        self, lines: tuple[str, ...], cell: tuple[float, float, float, float], size: float
    ) -> list[Text]:
        return set_lines(lines, self._faces, cell=cell, size=size, bold=True, centred=True, middle=True)


def frame(columns: Grid, tops: tuple[float, ...], ruled: tuple[float, ...]) -> list[Mark]:
    """The rules of the rows: a level one at each of ``ruled``, upright ones over the whole height."""
    left, right = columns.borders[0], columns.borders[-1]
    found: list[Mark] = [Rule(start=(left, y), end=(right, y), weight=THIN) for y in ruled]
    for border in columns.borders:
        weight = THICK if border in (left, right) else THIN
        found.append(Rule(start=(border, tops[0]), end=(border, tops[-1]), weight=weight))
    found.append(Rule(start=(left, tops[-1]), end=(right, tops[-1]), weight=THICK))
    return found
