"""From above to below: how high every lane and row lies once it is known which level lines are used.

Promise: level lines that no arrow uses take no room; every lane is high enough for its name.
Never: an x.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isqrt
from typing import Final

from runner.layout import lettering
from runner.layout.columns import Row
from runner.layout.grid import LEFT, RIGHT, UP, Band, Grid, Port
from runner.layout.nouns import Arrow, Box, Figure, Point, Sketch, Symbol
from runner.layout.spacing import TRACK
from runner.layout.ways import Route

#: Between a lane's border and the first thing in it.
_EDGE: Final = 14
_LOWEST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Heights:
    """The y of every used line and of every row's middle; top and bottom of every leaf lane."""

    level: Mapping[int, int]
    row: Mapping[Row, int]
    lanes: Mapping[str, tuple[int, int]]


def heights(
    grid: Grid,
    rows: Mapping[str, Sequence[Row]],
    bands: Mapping[Row, Band],
    ways: Mapping[str, Route],
    sketch: Sketch,
) -> Heights:
    """Final heights, from 0 downwards."""
    used = {one[1] for way in ways.values() for one, other in pairwise(way.spots) if one[1] == other[1]}
    level: dict[int, int] = {}
    row: dict[Row, int] = {}
    lanes: dict[str, tuple[int, int]] = {}
    y = 0
    for lane in rows:
        top, y = y, y + _EDGE
        inside = [at for at, line in enumerate(grid.levels) if line.lane == lane]
        tracked = False
        for at in inside:
            here = grid.levels[at].row
            if here is not None:
                y += bands[here].above - (0 if tracked else _EDGE - 4)
                level[at] = row[here] = y
                y += bands[here].below
                tracked = False
            elif at in used:
                level[at] = y
                y += TRACK
                tracked = True
        bottom = max(y + (2 if tracked else 0), top + lowest(sketch, lane))
        lanes[lane] = (top, bottom)
        y = bottom
    return Heights(level=level, row=row, lanes=lanes)


def lowest(sketch: Sketch, lane: str) -> int:
    """How high a lane must be at least: for its own name, and for its share of the pool's."""
    leaves = len(sketch.lanes) - len({inner.parent for inner in sketch.lanes if inner.parent})
    name = next((one.name for one in sketch.lanes if one.id == lane), "")
    if not (sketch.pool or sketch.lanes):
        return 0
    return max(_LOWEST, name_height(name), -(-name_height(sketch.pool_name) // max(leaves, 1)))


def name_height(name: str) -> int:
    """How long a name strip must be for the name to keep to two lines."""
    if not name:
        return 0
    length = lettering.width_of(name, lettering.INSIDE)
    if length <= _LOWEST:
        return _LOWEST
    for room in range(_LOWEST, length + 10, 10):
        lines = lettering.wrapped(name, room, lettering.INSIDE)
        if len(lines) <= 2 and lettering.widest(lines, lettering.INSIDE) <= room:
            return room + 20
    return length + 20


def line_of(
    way: Route,
    arrow: Arrow,
    grid: Grid,
    found: Heights,
    boxes: Mapping[str, Box],
    symbols: Mapping[str, Symbol],
) -> tuple[Point, ...]:
    """The corners of an arrow, from the border of one symbol to the border of the other."""
    points = [_touch(way.source, boxes[arrow.source], symbols[arrow.source])]
    points += [(grid.x(column), found.level[level]) for (column, level), turns in _turns(way) if turns]
    points.append(_touch(way.target, boxes[arrow.target], symbols[arrow.target]))
    corners = [points[0]]
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        if not (before[0] == point[0] == after[0] or before[1] == point[1] == after[1]):
            corners.append(point)
    return (*corners, points[-1])


def _turns(way: Route) -> list[tuple[tuple[int, int], bool]]:
    """Every point of the way, and whether the arrow turns there."""
    steps = [(other[0] - one[0], other[1] - one[1]) for one, other in pairwise(way.spots)]
    inward = (-way.target.way[0], -way.target.way[1])
    ways = [way.source.way, *steps, inward]
    return [(spot, (ways[at][0] == 0) != (ways[at + 1][0] == 0)) for at, spot in enumerate(way.spots)]


def _touch(port: Port, box: Box, symbol: Symbol) -> Point:
    """Where the arrow meets the border of the symbol."""
    middle, level = box.x + box.width // 2, box.y + box.height // 2
    if port.way == RIGHT:
        return box.right, level
    if port.way == LEFT:
        return box.x, level
    inward = 0
    if port.side and symbol.figure is Figure.GATEWAY:
        inward = abs(port.side)
    elif port.side and symbol.figure is Figure.EVENT:
        inward = box.width // 2 - isqrt((box.width // 2) ** 2 - port.side**2)
    return middle + port.side, box.y + inward if port.way == UP else box.bottom - inward
