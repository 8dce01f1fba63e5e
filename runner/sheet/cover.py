"""The cover: office and identity above, the six blocks below.

Promise: every line of the diagram's cover, and an empty cell where it has none; room to sign beside the
office that approves.
Never: a name, a number or a date that the diagram does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from runner.sheet import texts
from runner.sheet.marks import Fill, Plain, Rule
from runner.sheet.measuring import Faces, height_of, set_lines, wrap
from runner.sheet.nouns import Section, Sheet
from runner.sheet.paper import LEADING, PAD, THICK, THIN

#: Of the identity table, how much its headings take.
_HEADINGS: Final = 0.36
#: For signature and stamp, below the office that approves.
SIGNING: Final = 46.0
_LEAST_LINES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the cover that no page break divides."""

    height: float
    marks: tuple[Plain, ...]


def parts(sheet: Sheet, faces: Faces, *, left: float, width: float, size: float) -> tuple[Part, ...]:
    """The parts from top to bottom, each drawn as if it began at y = 0."""
    half = width / 2
    found = [_identity(sheet, faces, left=left, half=half, size=size)]
    for place in range(0, len(sheet.blocks), 2):
        pair = sheet.blocks[place : place + 2]
        found.append(_pair(pair, faces, left=left, half=half, size=size))
    return tuple(found)


def _identity(sheet: Sheet, faces: Faces, *, left: float, half: float, size: float) -> Part:
    middle, right = left + half, left + 2 * half
    value = middle + half * _HEADINGS
    marks: list[Plain] = []
    y = 0.0
    signed = texts.IDENTITY["disahkanOleh"].in_(sheet.language)
    named = texts.IDENTITY["namaSop"].in_(sheet.language)
    for section in sheet.identity:
        bold = section.heading == named
        lines = _wrapped(section, faces, size=size, width=right - value - 2 * PAD, bold=bold)
        heading = wrap(section.heading, faces.bold, size=size, width=value - middle - 2 * PAD)
        height = height_of(max(len(lines), len(heading), 1), size) + size * LEADING * 0.3
        if section.heading == signed:
            height += SIGNING
        marks += set_lines(heading, faces, cell=(middle, y, value - middle, height), size=size, bold=True)
        marks += set_lines(lines, faces, cell=(value, y, right - value, height), size=size, bold=bold)
        y += height
        marks.append(Rule(start=(middle, y), end=(right, y), weight=THIN))
    office = tuple(
        line for each in sheet.office for line in wrap(each, faces.bold, size=size + 2, width=half - 6 * PAD)
    )
    y = max(y, height_of(len(office), size + 2))
    marks += set_lines(
        office, faces, cell=(left, 0, half, y), size=size + 2, bold=True, centred=True, middle=True
    )
    marks.append(Rule(start=(value, 0), end=(value, y), weight=THIN))
    marks += _box(left, middle, right, y)
    return Part(height=y, marks=tuple(marks))


def _pair(pair: tuple[Section, ...], faces: Faces, *, left: float, half: float, size: float) -> Part:
    marks: list[Plain] = []
    heading = height_of(1, size)
    wrapped = [_wrapped(section, faces, size=size, width=half - 2 * PAD, bold=False) for section in pair]
    height = heading + height_of(max(_LEAST_LINES, *map(len, wrapped)), size)
    for place, (section, lines) in enumerate(zip(pair, wrapped, strict=True)):
        x = left + place * half
        marks.append(Fill(x=x, y=0, width=half, height=heading))
        marks += set_lines((section.heading,), faces, cell=(x, 0, half, heading), size=size, bold=True)
        marks += set_lines(lines, faces, cell=(x, heading, half, height - heading), size=size)
    marks.append(Rule(start=(left, heading), end=(left + 2 * half, heading), weight=THIN))
    marks += _box(left, left + half, left + 2 * half, height)
    return Part(height=height, marks=tuple(marks))


def _wrapped(section: Section, faces: Faces, *, size: float, width: float, bold: bool) -> tuple[str, ...]:
    face = faces.of(bold=bold)
    return tuple(line for each in section.lines for line in wrap(each, face, size=size, width=width))


def _box(left: float, middle: float, right: float, height: float) -> list[Plain]:
    return [
        *(Rule(start=(x, 0), end=(x, height), weight=THICK) for x in (left, middle, right)),
        *(Rule(start=(left, y), end=(right, y), weight=THICK) for y in (0.0, height)),
    ]
