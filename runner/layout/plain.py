"""A plain picture: columns in the order of the flow, a row for each lane, arrows with at most two bends.

Promise: its cost grows with the size of the sketch and no faster; symbols never overlap.
Never: beauty; it stands in where ``lay_out`` would take too long.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from runner.layout.frames import framed, leaves
from runner.layout.heights import Heights
from runner.layout.nouns import BESIDE, Arrow, Box, Picture, Point, Sketch
from runner.layout.spacing import MEASURES, size_of

_COLUMN: Final = 190
_ROW: Final = 120
_INSIDE: Final = 40
_LEAST_LANE: Final = 140


def lay_out_plainly(sketch: Sketch) -> Picture:
    """Where every symbol, arrow and lane of the sketch stands."""
    insides = {symbol.id: lay_out_plainly(symbol.inside) for symbol in sketch.symbols if symbol.inside}
    sizes = {symbol.id: size_of(symbol, MEASURES[0]) for symbol in sketch.symbols}
    for key, inside in insides.items():
        frame = inside.frame
        sizes[key] = (max(140, frame.width + 2 * _INSIDE), max(80, frame.height + 2 * _INSIDE))
    column = _columns(sketch)
    cells: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    known = leaves(sketch)
    for symbol in sketch.symbols:
        lane = symbol.lane if symbol.lane in known else known[0]
        cells[lane][column[symbol.id]].append(symbol.id)
    widths = [_COLUMN] * (max(column.values(), default=0) + 1)
    for key, at in column.items():
        widths[at] = max(widths[at], sizes[key][0] + 60)
    boxes: dict[str, Box] = {}
    lanes: dict[str, tuple[int, int]] = {}
    top = 0
    for lane in known:
        stacks = [sum(max(_ROW, sizes[key][1] + 40) for key in held) for held in cells[lane].values()]
        height = max([*stacks, _LEAST_LANE])
        for at, held in cells[lane].items():
            y = top
            for key in held:
                room = max(_ROW, sizes[key][1] + 40) if len(held) > 1 else height
                wide, high = sizes[key]
                x = sum(widths[:at]) + (widths[at] - wide) // 2
                boxes[key] = Box(x, y + (room - high) // 2, wide, high)
                y += room
        lanes[lane] = (top, top + height)
        top += height
    lines = {
        arrow.id: _line(arrow, boxes)
        for arrow in sketch.arrows
        if arrow.source in boxes and arrow.target in boxes
    }
    picture = Picture(boxes=boxes, lines=lines, labels={})
    found = Heights(level={}, row={}, lanes=lanes)
    picture = framed(sketch, picture, found, sum(widths))
    for key, inside in insides.items():
        box, frame = picture.boxes[key], inside.frame
        moved = _moved(inside, box.x + (box.width - frame.width) // 2 - frame.x, box.y + _INSIDE - frame.y)
        picture = Picture(
            boxes={**picture.boxes, **moved.boxes},
            lines={**picture.lines, **moved.lines},
            labels={},
            expanded=picture.expanded | moved.expanded | {key},
        )
    frame = picture.frame
    return _moved(picture, 160 - frame.x, 80 - frame.y)


def _columns(sketch: Sketch) -> dict[str, int]:
    """How far a symbol is from a beginning, in arrows; what hangs beside goes with its symbol."""
    after: dict[str, list[str]] = defaultdict(list)
    entered: set[str] = set()
    for arrow in sketch.arrows:
        if arrow.flows:
            after[arrow.source].append(arrow.target)
            entered.add(arrow.target)
    flowing = [symbol.id for symbol in sketch.symbols if symbol.figure not in BESIDE]
    column: dict[str, int] = {}
    beginnings = [key for key in flowing if key not in entered]
    standing = frozenset(flowing)
    for root in [*beginnings, *flowing]:
        if root in column:
            continue
        column[root] = 0
        ahead = [root]
        while ahead:
            following: list[str] = []
            for key in ahead:
                for target in after[key]:
                    if target not in column and target in standing:
                        column[target] = column[key] + 1
                        following.append(target)
            ahead = following
    for symbol in sketch.symbols:
        if symbol.id not in column:
            tied = [
                column[end]
                for arrow in sketch.arrows
                if symbol.id in (arrow.source, arrow.target)
                for end in (arrow.source, arrow.target)
                if end in column
            ]
            column[symbol.id] = tied[0] if tied else 0
    return column


def _line(arrow: Arrow, boxes: dict[str, Box]) -> tuple[Point, ...]:
    one, other = boxes[arrow.source], boxes[arrow.target]
    begin, end = (one.right, one.y + one.height // 2), (other.x, other.y + other.height // 2)
    if other.x > one.right:
        if begin[1] == end[1]:
            return (begin, end)
        turn = other.x - 15
        return (begin, (turn, begin[1]), (turn, end[1]), end)
    low = max(one.bottom, other.bottom) + 15
    start, stop = (one.x + one.width // 2, one.bottom), (other.x + other.width // 2, other.bottom)
    return (start, (start[0], low), (stop[0], low), stop)


def _moved(picture: Picture, dx: int, dy: int) -> Picture:
    return Picture(
        boxes={key: box.moved(dx, dy) for key, box in picture.boxes.items()},
        lines={key: tuple((x + dx, y + dy) for x, y in line) for key, line in picture.lines.items()},
        labels={},
        expanded=picture.expanded,
    )
