"""The names of choices, each beside its own arrow where nothing else stands.

Promise: a name touches no symbol, no line and no other name, and stays in one cell; where no room is left
a letter stands there, and the letter is explained in a note.
Never: a name left out in silence.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from typing import Final, TypeAlias

from runner.sheet.bands import CAPSULE_HEIGHT, LABEL_SIZE, Field
from runner.sheet.marks import Figure, Path, Point, Text
from runner.sheet.measuring import ASCENT, DESCENT, Faces, wrap
from runner.sheet.paper import LEADING
from runner.sheet.routes import Route

Box: TypeAlias = tuple[float, float, float, float]

#: Between a name and anything else.
_AIR: Final = 1.2
#: Farther than this from its arrow a name belongs to nothing.
_NEAR: Final = 13.0
#: Farther than this it must be nearer to its own arrow than to any other.
_BESIDE: Final = 3.5
_STEP: Final = 1.5
_SMALLER: Final = (LABEL_SIZE, 6.5, 6.0, 5.5, 5.0)
#: For a letter, when no name fits.
_TIGHT: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The lines of a name; ``tag`` is the letter that stands for it, empty if the name itself is there."""

    route: Route
    texts: tuple[Text, ...]
    tag: str


def place_labels(
    field: Field, routed: Sequence[Route], drawn: Sequence[Path], extra: Sequence[Path], faces: Faces
) -> tuple[Placed, ...]:
    """A place for the name of every route that has one."""
    placer = _Placer(field, routed, drawn, extra, faces)
    return tuple(placer.place(number) for number, route in enumerate(routed) if route.link.label)


def boxes_of(field: Field, band: int) -> tuple[Box, ...]:
    """The boxes (left, top, right, bottom) of a band's symbol and of its own capsules."""
    x, y = field.centre(band)
    wide, high = field.half(band)
    found = [(x - wide, y - high, x + wide, y + high)]
    for there, above in ((field.bands[band].opens, True), (field.bands[band].closes, False)):
        if there:
            top = field.capsule_top(band, above=above)
            half = field.symbol_width / 2
            found.append((x - half, top, x + half, top + CAPSULE_HEIGHT))
    return tuple(found)


class _Placer:
    def __init__(
        self,
        field: Field,
        routed: Sequence[Route],
        drawn: Sequence[Path],
        extra: Sequence[Path],
        faces: Faces,
    ) -> None:
        self.field, self.routed, self.drawn, self.faces = field, routed, drawn, faces
        self.symbols = [
            (box, number == 0 and shown.figure is Figure.DIAMOND)
            for band, shown in enumerate(field.bands)
            for number, box in enumerate(boxes_of(field, band))
        ]
        self.lines = [_box(*pair) for path in (*drawn, *extra) for pair in pairwise(path.points)]
        self.kept: list[Box] = []
        self.tags: dict[int, int] = {}

    def place(self, number: int) -> Placed:
        """The best free place beside the arrow."""
        route = self.routed[number]
        for size in _SMALLER:
            for lines in self._settings(route.link.label, size):
                box = self._best(number, lines, size, _AIR)
                if box is not None:
                    return Placed(route=route, texts=self._texts(box, lines, size, route), tag="")
        tag = self._tag(route.link.source)
        size = _SMALLER[-1]
        box = self._best(number, (tag,), size, _TIGHT) or self._anywhere(number, tag, size)
        # more arrows than a row has room for: the note alone says where they lead
        texts = self._texts(box, (tag,), size, route) if box is not None else ()
        return Placed(route=route, texts=texts, tag=tag)

    def _settings(self, label: str, size: float) -> Iterator[tuple[str, ...]]:
        """The name in as many lines as the cells are wide, then narrower."""
        column = min(right - left for left, right in pairwise(self.field.edges))
        met: set[tuple[str, ...]] = set()
        for width in (column - 2 * _AIR, column * 0.7, column / 2 - 2 * _AIR):
            words = max((self.faces.regular.width(word, size) for word in label.split()), default=0.0)
            lines = wrap(label, self.faces.regular, size=size, width=width)
            if words <= width and lines not in met and len(lines) <= 4:
                met.add(lines)
                yield lines

    def _tag(self, band: int) -> str:
        used = self.tags.get(band, 0)
        self.tags[band] = used + 1
        return string.ascii_lowercase[used % len(string.ascii_lowercase)]

    def _size(self, lines: Sequence[str], size: float) -> tuple[float, float]:
        width = max(self.faces.regular.width(line, size) for line in lines)
        return width, (len(lines) - 1) * size * LEADING + size * (ASCENT + DESCENT)

    def _best(self, number: int, lines: tuple[str, ...], size: float, air: float) -> Box | None:
        width, height = self._size(lines, size)
        own = self._near_source(number)
        others = [
            segment
            for other, route in enumerate(self.routed)
            if other != number and route.link.source == self.routed[number].link.source
            for segment in self._near_source(other)
        ]
        target = self.routed[number].link.target
        strange = [
            line
            for path, route in zip(self.drawn, self.routed, strict=True)
            if route.link.target != target
            for line in starmap(_box, pairwise(path.points))
        ]
        best: tuple[float, Box] | None = None
        for box in self._candidates(number, own, width, height):
            far = min(_distance(box, segment) for segment in own)
            score = far + 0.05 * _distance(box, self.drawn[number].points[0] * 2)
            if far > _NEAR or (best is not None and score >= best[0]) or not self._free(box, air):
                continue
            if any(_distance(box, segment) < far + _AIR for segment in others):
                continue
            if far > _BESIDE and any(_distance(box, line) < far for line in strange):
                continue
            best = (score, box)
        return best[1] if best is not None else None

    def _near_source(self, number: int) -> list[Box]:
        """The arrow in the band where it starts, as far as it is not shared with another choice."""
        route = self.routed[number]
        low, high = self.field.tops[route.link.source], self.field.tops[route.link.source + 1]
        found = []
        for start, end in pairwise(self.drawn[number].points):
            left, top, right, bottom = _box(start, end)
            if top <= high and bottom >= low:
                found.append((left, max(top, low), right, min(bottom, high)))
        return found

    def _candidates(self, number: int, own: Sequence[Box], width: float, height: float) -> Iterator[Box]:
        """Places in the cells of the band that the arrow passes, and in those beside them."""
        band = self.routed[number].link.source
        top, bottom = self.field.tops[band] + _AIR, self.field.tops[band + 1] - _AIR
        reach_left = min(segment[0] for segment in own) - width - _NEAR
        reach_right = max(segment[2] for segment in own) + width + _NEAR
        for left, right in pairwise(self.field.edges):
            if right < reach_left or left > reach_right:
                continue
            x = max(left + _AIR, reach_left)
            while x + width <= min(right - _AIR, reach_right):
                y = top
                while y + height <= bottom:
                    yield (x, y, x + width, y + height)
                    y += _STEP
                x += _STEP

    def _free(self, box: Box, air: float) -> bool:
        wide = (box[0] - air, box[1] - air, box[2] + air, box[3] + air)
        if any(_overlap(wide, other) for other in (*self.lines, *self.kept)):
            return False
        return not any(
            _in_diamond(wide, other) if diamond else _overlap(wide, other) for other, diamond in self.symbols
        )

    def _anywhere(self, number: int, tag: str, size: float) -> Box | None:
        """The free place nearest to the start of the arrow, though other arrows be as near."""
        start = self.drawn[number].points[0] * 2
        places = self._candidates(number, self._near_source(number), *self._size((tag,), size))
        free = (box for box in places if self._free(box, _TIGHT))
        return min(free, key=lambda box: _distance(box, start), default=None)

    def _texts(self, box: Box, lines: tuple[str, ...], size: float, route: Route) -> tuple[Text, ...]:
        self.kept.append(box)
        left, top, right, _ = box
        column = next(
            (pair for pair in pairwise(self.field.edges) if pair[0] <= left and right <= pair[1]),
            (self.field.edges[0], self.field.edges[-1]),
        )
        band = route.link.source
        high = self.field.tops[band + 1] - self.field.tops[band]
        cell = (column[0], self.field.tops[band], column[1] - column[0], high)
        widths = [self.faces.regular.width(line, size) for line in lines]
        return tuple(
            Text(
                x=left + (right - left - wide) / 2,
                y=top + size * ASCENT + place * size * LEADING,
                text=line,
                size=size,
                bold=False,
                width=wide,
                cell=cell,
            )
            for place, (line, wide) in enumerate(zip(lines, widths, strict=True))
        )


def _box(start: Point, end: Point) -> Box:
    return (min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _in_diamond(box: Box, around: Box) -> bool:
    """True if the box touches the diamond inside that other one."""
    x, y = (around[0] + around[2]) / 2, (around[1] + around[3]) / 2
    across = max(box[0] - x, x - box[2], 0.0) / ((around[2] - around[0]) / 2)
    down = max(box[1] - y, y - box[3], 0.0) / ((around[3] - around[1]) / 2)
    return across + down < 1


def _distance(box: Box, other: tuple[float, ...]) -> float:
    """Between two boxes, 0 where they touch."""
    across = max(other[0] - box[2], box[0] - other[2], 0.0)
    down = max(other[1] - box[3], box[1] - other[3], 0.0)
    return float((across**2 + down**2) ** 0.5)
