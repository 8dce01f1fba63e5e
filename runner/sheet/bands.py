"""The column of symbols on one page: bands, the symbols in them, the links between them, and its measures.

Promise: one symbol per band, a connector being a band of its own, so that a band's middle is free beside it.
Never: a route.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from runner.sheet.marks import Figure

#: Between a symbol and the nearest line that passes it.
CLEAR: Final = 5.0
#: Between two lines side by side, where there is room.
PITCH: Final = 5.0
#: Between a line and the edge of the table.
EDGE: Final = 3.0
#: Between a symbol and the first level line below it.
LEVEL: Final = 5.0
CAPSULE_HEIGHT: Final = 11.0
#: Between a symbol and the capsule above or below it.
STACK_GAP: Final = 13.0
CONNECTOR_HEIGHT: Final = 24.0
CONNECTOR_SIZE: Final = 15.0
HEIGHTS: Final = {Figure.CAPSULE: 14.0, Figure.BOX: 16.0, Figure.DIAMOND: 24.0, Figure.PENTAGON: 15.0}
LABEL_SIZE: Final = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A strip of the page: a row's cells, or (``row`` None) the place of an off-page connector."""

    name: str
    row: int | None
    column: int
    figure: Figure
    opens: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An arrow on the page from band to band; ``ends`` leads to the capsule below the source."""

    source: int
    target: int
    label: str
    ends: bool = False


def least_height(band: Band, *, exits: int, labelled: bool) -> float:
    """The height that a band needs for its symbols, lines and labels."""
    if band.row is None:
        return CONNECTOR_HEIGHT
    room = 14.0 if exits > 1 or labelled else 6.0
    height = HEIGHTS[band.figure] + 2 * room
    return height + (STACK_GAP + CAPSULE_HEIGHT) * (band.opens + band.closes)


@dataclass(frozen=True)
class Field:
    """The Pelaksana columns of one page with its bands, in points.

    ``edges`` are the x of the column borders, ``tops`` the y of the bands' borders (one more than bands).
    """

    edges: tuple[float, ...]
    tops: tuple[float, ...]
    bands: Sequence[Band]

    @cached_property
    def symbol_width(self) -> float:
        """How wide boxes, diamonds and capsules are."""
        narrowest = min(right - left for left, right in zip(self.edges, self.edges[1:], strict=False))
        return max(min(narrowest * 0.55, 34.0), narrowest * 0.3)

    def half(self, band: int) -> tuple[float, float]:
        """Half the width and height of a band's symbol."""
        figure = self.bands[band].figure
        width = min(CONNECTOR_SIZE, self.symbol_width) if figure is Figure.PENTAGON else self.symbol_width
        return width / 2, HEIGHTS[figure] / 2

    def centre(self, band: int) -> tuple[float, float]:
        """The middle of a band's symbol."""
        column = self.bands[band].column
        x = (self.edges[column] + self.edges[column + 1]) / 2
        y = (self.tops[band] + self.tops[band + 1]) / 2
        extra = (STACK_GAP + CAPSULE_HEIGHT) / 2
        return x, y + extra * (self.bands[band].opens - self.bands[band].closes)

    def capsule_top(self, band: int, *, above: bool) -> float:
        """The upper edge of the capsule of its own above or below a band's symbol."""
        _, y = self.centre(band)
        _, half = self.half(band)
        return y - half - STACK_GAP - CAPSULE_HEIGHT if above else y + half + STACK_GAP

    def channel(self, place: int) -> tuple[float, float]:
        """Where lines may run down between the symbols of column ``place - 1`` and those of ``place``."""
        half = self.symbol_width / 2 + CLEAR
        left = self.edges[0] + EDGE
        right = self.edges[-1] - EDGE
        if place > 0:
            left = (self.edges[place - 1] + self.edges[place]) / 2 + half
        if place < len(self.edges) - 1:
            right = (self.edges[place] + self.edges[place + 1]) / 2 - half
        return left, max(right, left)

    def capacity(self, place: int) -> int:
        """How many lines run side by side there without crowding."""
        left, right = self.channel(place)
        return int((right - left) // PITCH) + 1

    def track(self, place: int, number: int, of: int) -> float:
        """The x of one of so many lines in a channel, never on a column border."""
        left, right = self.channel(place)
        pitch = min(PITCH, (right - left) / max(of, 1))
        if place == 0:
            return right - pitch * number
        if place == len(self.edges) - 1:
            return left + pitch * number
        side = 1 if number % 2 else -1
        return (left + right) / 2 + side * pitch * (0.5 + number // 2)
