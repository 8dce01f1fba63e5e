"""How symbols and arrow heads look, for every way of printing.

Promise: SVG and PDF draw the same corners with the same pen.
Never: a format.
"""

from __future__ import annotations

import math
from typing import Final

from runner.sheet.lines import SHOULDER
from runner.sheet.marks import Figure, Point, Shape

INK: Final = "#000000"
PAPER: Final = "#ffffff"
SHADE: Final = "#e4e8ee"
STROKE: Final = 0.8
ARROW_HEAD: Final = 4.0
_HALF_HEAD: Final = 1.7
_ROUND: Final = 16


def corners(shape: Shape) -> tuple[Point, ...]:
    """The corners of a symbol; those of a capsule are so close that they read as its round ends."""
    left, top, right, bottom = shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    middle, level = shape.middle
    if shape.figure is Figure.DIAMOND:
        return ((middle, top), (right, level), (middle, bottom), (left, level))
    if shape.figure is Figure.CAPSULE:
        radius = min(shape.height, shape.width) / 2
        turns = [math.pi * (place / _ROUND - 0.5) for place in range(_ROUND + 1)]
        ends = [(radius * math.cos(turn), radius * math.sin(turn)) for turn in turns]
        return (
            *((right - radius + dx, level + dy) for dx, dy in ends),
            *((left + radius - dx, level - dy) for dx, dy in ends),
        )
    if shape.figure is Figure.PENTAGON:
        shoulder = top + shape.height * SHOULDER
        shoulder = max(shoulder, level)
        return ((left, top), (right, top), (right, shoulder), (middle, bottom), (left, shoulder))
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def arrow_head(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The triangle at the end of an arrow."""
    (x1, y1), (x, y) = points[-2:]
    dx, dy = _direction((x1, y1), (x, y))
    back = (x - dx * ARROW_HEAD, y - dy * ARROW_HEAD)
    return (
        (x, y),
        (back[0] - dy * _HALF_HEAD, back[1] + dx * _HALF_HEAD),
        (back[0] + dy * _HALF_HEAD, back[1] - dx * _HALF_HEAD),
    )


def shortened(points: tuple[Point, ...], by: float) -> tuple[Point, ...]:
    """The line without the part that its head covers."""
    (x1, y1), (x, y) = points[-2:]
    length = abs(x - x1) + abs(y - y1)
    dx, dy = _direction((x1, y1), (x, y))
    by = min(by, length) * 0.9
    return (*points[:-1], (x - dx * by, y - dy * by))


def _direction(start: Point, end: Point) -> Point:
    """One step along a level or upright line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    if abs(dx) >= abs(dy):
        return ((dx > 0) - (dx < 0), 0)
    return (0, (dy > 0) - (dy < 0))
