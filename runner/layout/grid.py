"""The lines on which arrows may run: upright ones every few pixels, level ones through and between the rows.

Promise: an arrow that keeps to free points of the grid touches no symbol and runs along no other arrow.
Never: which way an arrow takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from runner.layout.columns import Columns, Row
from runner.layout.nouns import Effort, Figure, Symbol
from runner.layout.spacing import STEP, TRACK, up_to

#: A point of the grid: column and line.
Spot = tuple[int, int]

RIGHT: Final = (1, 0)
LEFT: Final = (-1, 0)
UP: Final = (0, -1)
DOWN: Final = (0, 1)
Way = tuple[int, int]

#: No line comes nearer to a foreign symbol.
CLEAR: Final = 10
#: What touching a symbol beside the middle of its side costs.
_BESIDE_MIDDLE: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """Where an arrow may touch a symbol: outwards ``way`` to ``spot``, the first point of the grid.

    ``side`` is how far the touching point lies beside the middle of that side. ``toll`` makes it less liked.
    """

    spot: Spot
    way: Way
    side: int
    toll: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level line: its y before unused ones are taken out, and its row if it runs through symbols."""

    y: int
    lane: str
    row: Row | None


@dataclass
class Grid:
    """All lines, the points that symbols cover, and what arrows have taken."""

    levels: Sequence[Level]
    columns: int
    blocked: set[Spot] = field(default_factory=set)
    #: Points in the strips where names are to stand, or before a port: passing there is disliked.
    disliked: set[Spot] = field(default_factory=set)
    level_taken: dict[Spot, str] = field(default_factory=dict)
    upright_taken: dict[Spot, str] = field(default_factory=dict)
    level_through: dict[Spot, str] = field(default_factory=dict)
    upright_through: dict[Spot, str] = field(default_factory=dict)
    turned: dict[Spot, str] = field(default_factory=dict)
    ports: dict[str, list[Port]] = field(default_factory=dict)
    port_taken: dict[tuple[str, Way, int], str] = field(default_factory=dict)
    effort: Effort = field(default_factory=Effort)

    def x(self, column: int) -> int:
        """The x of an upright line."""
        return column * STEP

    def y(self, level: int) -> int:
        """The y of a level line, before unused ones are taken out."""
        return self.levels[level].y


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How far a row reaches above and below its middle, with the strips for names."""

    above: int
    below: int


def grid_of(
    columns: Columns,
    rows: Mapping[str, Sequence[Row]],
    bands: Mapping[Row, Band],
    symbols: Mapping[str, Symbol],
    sizes: Mapping[str, tuple[int, int]],
    *,
    tracks: int,
    crowded: frozenset[str],
) -> Grid:
    """The free grid around placed symbols, with ``tracks`` level lines above and below each row.

    ``crowded`` symbols have more arrows than sides: they offer further places to touch them.
    """
    levels: list[Level] = []
    middle: dict[Row, int] = {}
    y = 0
    for lane, of_lane in rows.items():
        y = _tracks(levels, y + STEP, lane, tracks)
        for row in of_lane:
            y += bands[row].above
            middle[row] = len(levels)
            levels.append(Level(y=y, lane=lane, row=row))
            y = _tracks(levels, y + bands[row].below + TRACK, lane, tracks)
    grid = Grid(levels=levels, columns=columns.width // STEP + 1)
    for key, row in columns.row.items():
        at, half = columns.centre[key], sizes[key][0] // 2
        for column in range((at - half - CLEAR) // STEP + 1, up_to(at + half + CLEAR, STEP) // STEP):
            grid.blocked.add((column, middle[row]))
        if symbols[key].figure in (Figure.GATEWAY, Figure.EVENT) and symbols[key].name:
            reach = half + 4 * STEP
            columns_near = range((at - reach) // STEP, (at + reach) // STEP + 1)
            grid.disliked.update((column, middle[row]) for column in columns_near)
        grid.ports[key] = _ports(symbols[key], at, sizes[key], middle[row], levels, crowded=key in crowded)
        grid.disliked.update(port.spot for port in grid.ports[key] if port.side == 0)
    return grid


def _tracks(levels: list[Level], y: int, lane: str, tracks: int) -> int:
    """Append level lines between rows; returns the y below them."""
    for _ in range(tracks):
        levels.append(Level(y=y, lane=lane, row=None))
        y += TRACK
    return y


def _ports(
    symbol: Symbol, at: int, size: tuple[int, int], level: int, levels: Sequence[Level], *, crowded: bool
) -> list[Port]:
    half = size[0] // 2
    right, left = up_to(at + half + CLEAR, STEP) // STEP, (at - half - CLEAR) // STEP
    ports = [
        Port(spot=(right, level), way=RIGHT, side=0, toll=CLEAR),
        Port(spot=(left, level), way=LEFT, side=0, toll=CLEAR),
    ]
    if symbol.figure in (Figure.TASK, Figure.SUBPROCESS, Figure.NOTE):
        inset = min(3, half // STEP - 2)
        sides = [0, -inset, inset] if inset > 0 else [0]
    else:
        sides = [0, -1, 1] if crowded else [0]
    for side in sides:
        for way, beside in ((UP, level - 1), (DOWN, level + 1)):
            if 0 <= beside < len(levels):
                toll = abs(levels[beside].y - levels[level].y) - size[1] // 2
                toll += _BESIDE_MIDDLE if side else 0
                ports.append(Port(spot=(at // STEP + side, beside), way=way, side=side * STEP, toll=toll))
    return ports
