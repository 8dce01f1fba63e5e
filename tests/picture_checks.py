"""What makes a picture good, asked of the layout itself: the same rules that tests/sops asks of files."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, pairwise

from runner.layout import Picture, Sketch
from runner.layout.nouns import LABELLED, Box, Figure, Point, stretches


def faults(sketch: Sketch, picture: Picture, *, crossings: int | None = None) -> list[str]:
    """Everything that is wrong with the picture of a sketch, sub-processes included."""
    found = [*_shapes(sketch, picture), *_lanes(sketch, picture), *_lines(sketch, picture)]
    found += _labels(sketch, picture)
    met = _meetings(sketch, picture)
    crossed = [(one, other) for one, other, cross in met if cross]
    found += [f"{one} and {other} share a stretch" for one, other, cross in met if not cross]
    if crossings is not None and len(crossed) > crossings:
        found.append(f"{len(crossed)} crossings: {crossed}")
    for symbol in sketch.symbols:
        if symbol.inside is not None:
            held = picture.boxes[symbol.id]
            found += [
                f"{inner.id} outside of {symbol.id}"
                for inner in symbol.inside.symbols
                if not held.holds(picture.boxes[inner.id])
            ]
            found += faults(symbol.inside, picture, crossings=crossings)
    return found


def _shapes(sketch: Sketch, picture: Picture) -> Iterator[str]:
    boxes = {symbol.id: picture.boxes[symbol.id] for symbol in sketch.symbols}
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        if a.overlaps(b):
            yield f"{one} overlaps {other}"
    for symbol in sketch.symbols:
        if symbol.lane and not picture.boxes[symbol.lane].holds(boxes[symbol.id]):
            yield f"{symbol.id} outside of its lane"


def _lanes(sketch: Sketch, picture: Picture) -> Iterator[str]:
    around = {lane.id: lane.parent or sketch.pool for lane in sketch.lanes}
    for outer in dict.fromkeys(around.values()):
        inner = [picture.boxes[lane] for lane in around if around[lane] == outer]
        if any(upper.bottom != lower.y for upper, lower in pairwise(inner)):
            yield f"lanes of {outer} do not tile"
        if outer:
            box = picture.boxes[outer]
            if (inner[0].y, inner[-1].bottom) != (box.y, box.bottom):
                yield f"lanes do not fill {outer}"
            if any((lane.x, lane.right) != (box.x + 30, box.right) for lane in inner):
                yield f"lanes beside {outer}"


def _lines(sketch: Sketch, picture: Picture) -> Iterator[str]:
    symbols = {symbol.id: symbol for symbol in sketch.symbols}
    for arrow in sketch.arrows:
        line = picture.lines[arrow.id]
        if any(a[0] != b[0] and a[1] != b[1] for a, b in pairwise(line)):
            yield f"{arrow.id} is slanted"
        for end, point in ((arrow.source, line[0]), (arrow.target, line[-1])):
            if not _touches(picture.boxes[end], symbols[end].figure, point):
                yield f"{arrow.id} does not touch {end}"
        for symbol in sketch.symbols:
            box = picture.boxes[symbol.id]
            if symbol.id in (arrow.source, arrow.target) and symbol.figure in (Figure.GATEWAY, Figure.EVENT):
                continue  # crowded ones are met on their slanted sides
            if any(box.overlaps(part) for part in stretches(line)):
                yield f"{arrow.id} runs through {symbol.id}"


def _touches(box: Box, figure: Figure, point: Point) -> bool:
    x, y = point
    if figure is Figure.GATEWAY:
        aside, away = abs(x - box.x - box.width // 2), abs(y - box.y - box.height // 2)
        return aside + away == box.width // 2
    if figure is Figure.EVENT:
        aside, away = x - box.x - box.width // 2, y - box.y - box.height // 2
        return abs(math.hypot(aside, away) - box.width // 2) <= 1
    return (x in (box.x, box.right) and box.y <= y <= box.bottom) or (
        y in (box.y, box.bottom) and box.x <= x <= box.right
    )


def _meetings(sketch: Sketch, picture: Picture) -> list[tuple[str, str, bool]]:
    """Pairs of arrows that meet, and whether they only cross at right angles."""
    lines = {arrow.id: picture.lines[arrow.id] for arrow in sketch.arrows}
    return [
        (one, other, _cross(a, b))
        for (one, first), (other, second) in combinations(lines.items(), 2)
        for a in stretches(first)
        for b in stretches(second)
        if a.wider(2).overlaps(b.wider(2))
    ]


def _cross(a: Box, b: Box) -> bool:
    level, upright = (a, b) if a.height == 0 else (b, a)
    return (
        level.height == 0
        and upright.width == 0
        and level.x + 5 <= upright.x <= level.right - 5
        and upright.y + 5 <= level.y <= upright.bottom - 5
    )


def _labels(sketch: Sketch, picture: Picture) -> Iterator[str]:
    named = [symbol.id for symbol in sketch.symbols if symbol.name and symbol.figure in LABELLED]
    named += [arrow.id for arrow in sketch.arrows if arrow.name]
    solid = {symbol.id: picture.boxes[symbol.id] for symbol in sketch.symbols}
    lanes = [picture.boxes[lane.id] for lane in sketch.lanes]
    parents = {lane.parent for lane in sketch.lanes}
    leaves = [box for lane, box in zip(sketch.lanes, lanes, strict=True) if lane.id not in parents]
    for key in named:
        label = picture.labels[key]
        if label.width < 24:
            yield f"the name of {key} has no room"
        yield from (
            f"{other} covers the name of {key}" for other, box in solid.items() if box.overlaps(label)
        )
        yield from (
            f"{arrow.id} runs through the name of {key}"
            for arrow in sketch.arrows
            if any(label.overlaps(part) for part in stretches(picture.lines[arrow.id]))
        )
        yield from (
            f"the names of {key} and {other} overlap"
            for other in named
            if other < key and picture.labels[other].overlaps(label)
        )
        if leaves and sum(lane.holds(label) for lane in leaves) != 1:
            yield f"the name of {key} is in no lane"
