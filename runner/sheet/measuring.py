"""How wide a text is, and how it breaks into lines.

Promise: no line is wider than it may be, and no character is lost.
Never: a font file; the advances come in as an argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from runner.sheet.marks import Text
from runner.sheet.paper import LEADING, PAD

#: Of an em, where a face does not know a character.
UNKNOWN = 600
#: How far a line reaches above and below its baseline, of its size.
ASCENT, DESCENT = 0.8, 0.22


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font: the advance of each character in thousandths of its size."""

    advances: Mapping[int, int] = field(repr=False)

    def width(self, text: str, size: float) -> float:
        """The width of a text set in one line."""
        return sum(self.advances.get(ord(char), UNKNOWN) for char in text) * size / 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """The fonts of a sheet."""

    regular: Face
    bold: Face

    def of(self, *, bold: bool) -> Face:
        """The one for this weight."""
        return self.bold if bold else self.regular


def wrap(text: str, face: Face, *, size: float, width: float) -> tuple[str, ...]:
    """The lines of a text; line feeds stay, a word wider than a line is broken inside."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            joined = f"{line} {word}" if line else word
            if face.width(joined, size) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            pieces = _pieces(word, face, size=size, width=width)
            lines += pieces[:-1]
            line = pieces[-1]
        if line:
            lines.append(line)
    return tuple(lines)


def _pieces(word: str, face: Face, *, size: float, width: float) -> list[str]:
    """The word in pieces that fit; after a slash, hyphen or full stop where it has one, else anywhere."""
    pieces: list[str] = []
    while face.width(word, size) > width and len(word) > 1:
        reach = accumulate(face.width(char, size) for char in word)
        fitting = max(1, sum(1 for far in reach if far <= width))
        soft = max((at for at in range(1, fitting + 1) if word[at - 1] in "/-."), default=fitting)
        pieces.append(word[:soft])
        word = word[soft:]
    return [*pieces, word]


def height_of(lines: int, size: float) -> float:
    """The height of a cell with so many lines, its padding included."""
    return lines * size * LEADING + 2 * PAD


def set_lines(
    lines: tuple[str, ...],
    faces: Faces,
    *,
    cell: tuple[float, float, float, float],
    size: float,
    bold: bool = False,
    centred: bool = False,
    middle: bool = False,
) -> list[Text]:
    """The lines in their cell: at its top or in its middle, from its left or centred."""
    x, y, width, height = cell
    face = faces.of(bold=bold)
    top = y + (height - len(lines) * size * LEADING) / 2 if middle else y + PAD
    placed = []
    for place, line in enumerate(lines):
        wide = face.width(line, size)
        placed.append(
            Text(
                x=x + (width - wide) / 2 if centred else x + PAD,
                y=top + place * size * LEADING + size * (LEADING - DESCENT - ASCENT) / 2 + size * ASCENT,
                text=line,
                size=size,
                bold=bold,
                width=wide,
                cell=cell,
            )
        )
    return placed
