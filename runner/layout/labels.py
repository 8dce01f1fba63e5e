"""Names beside symbols and arrows, each in a free place as near as can be.

Promise: a label touches no symbol, no line and no other label, and lies inside one lane.
Never: a symbol or line moved; what finds no free place is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from runner.layout import lettering
from runner.layout.nouns import LABELLED, Arrow, Box, Figure, Point, Symbol, stretches

#: The width that the name of an arrow is wrapped to.
ARROW_NAME: Final = 110
#: The widths that a symbol's name may be wrapped to, the best first.
_WIDTHS: Final = {
    Figure.GATEWAY: (110, 130, 90, 150, 75),
    Figure.EVENT: (90, 110, 75),
    Figure.DATA: (90, 110),
    Figure.STORE: (90, 110),
}
#: Up to this shift a place above or below is better than one to the right.
_CLOSE: Final = 70
#: How far around a symbol other things are looked at.
_NEAR: Final = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettered:
    """Where names stand, and how many of them found no free place."""

    labels: Mapping[str, Box]
    crowded: int


def lettered(
    symbols: Sequence[Symbol],
    arrows: Sequence[Arrow],
    boxes: Mapping[str, Box],
    lines: Mapping[str, tuple[Point, ...]],
    lanes: Iterable[Box],
) -> Lettered:
    """A place for every name that stands beside its symbol or arrow."""
    solid = [boxes[symbol.id] for symbol in symbols]
    drawn = [box for line in lines.values() for box in stretches(line, 2)]
    areas = list(lanes)
    labels: dict[str, Box] = {}
    crowded = 0
    wanted: list[tuple[str, Iterator[Box]]] = [
        (arrow.id, _beside_line(lines[arrow.id], arrow.name)) for arrow in arrows if arrow.name
    ]
    wanted += [
        (symbol.id, _beside_symbol(boxes[symbol.id], symbol.figure, symbol.name))
        for symbol in sorted(symbols, key=lambda symbol: symbol.figure is not Figure.GATEWAY)
        if symbol.name and symbol.figure in LABELLED
    ]
    for key, places in wanted:
        first = next(places)
        near = first.wider(_NEAR)
        taken = [box for box in (*solid, *drawn, *labels.values()) if box.overlaps(near)]
        around = [area for area in areas if area.overlaps(near)]
        place = first if _free(first, taken, around) else None
        if place is None:
            place = next((place for place in places if _free(place, taken, around)), None)
        if place is None:
            crowded += 1
        labels[key] = place or first
    return Lettered(labels=labels, crowded=crowded)


def _free(place: Box, taken: Sequence[Box], lanes: Sequence[Box]) -> bool:
    return not any(place.overlaps(box) for box in taken) and (
        not lanes or any(lane.holds(place) for lane in lanes)
    )


def _beside_line(line: tuple[Point, ...], name: str) -> Iterator[Box]:
    """Along the line, from its beginning on; right of an upright part, above a level one."""
    width, height = lettering.block(name, ARROW_NAME, lettering.BESIDE)
    for (ax, ay), (bx, by) in pairwise(line):
        length = abs(bx - ax) + abs(by - ay)
        room = length - (height if ax == bx else width)
        for along in range(4, max(5, room), 6):
            if ax == bx:
                y = ay + along if by > ay else ay - along - height
                yield Box(ax + 5, y, width, height)
                yield Box(ax - 5 - width, y, width, height)
            else:
                x = ax + along if bx > ax else ax - along - width
                yield Box(x, ay - 3 - height, width, height)
                yield Box(x, ay + 4, width, height)


def _beside_symbol(box: Box, figure: Figure, name: str) -> Iterator[Box]:
    """Around the symbol, the nearest places first: gateways carry their name above, others below."""
    middle = box.x + box.width // 2
    offsets = _offsets(figure is Figure.GATEWAY)
    near = next(at for at, offset in enumerate(offsets) if abs(offset[0]) + 2 * offset[1] > _CLOSE)
    blocks = [lettering.block(name, width, lettering.BESIDE) for width in _WIDTHS[figure]]
    for some in (offsets[:near], (), offsets[near:]):
        for wide, high in blocks:
            if not some:
                yield Box(box.right + 6, box.y + box.height // 2 - high // 2, wide, high)
            for aside, away, below in some:
                y = box.bottom + 5 + away if below else box.y - 4 - away - high
                yield Box(middle - wide // 2 + aside, y, wide, high)


@lru_cache(maxsize=2)
def _offsets(prefer_above: bool) -> tuple[tuple[int, int, bool], ...]:
    """Sideways and outward shifts, the least first."""
    return tuple(
        sorted(
            (
                (aside, away, below)
                for aside in range(-100, 101, 5)
                for away in range(0, 49, 4)
                for below in (False, True)
            ),
            key=lambda at: (abs(at[0]) + 2 * at[1] + (12 if at[2] == prefer_above else 0), at),
        )
    )
