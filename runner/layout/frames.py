"""Pool, lanes and groups around what stands in them.

Promise: leaf lanes tile the pool, a lane around others tiles with them.
Never: an arrow.
"""

from __future__ import annotations

from typing import Final

from runner.layout.heights import Heights
from runner.layout.nouns import Box, Picture, Sketch
from runner.layout.spacing import HEADER

_AROUND: Final = 14
#: An empty pool: how high, and how far below the one before.
_EMPTY: Final = 60
_APART: Final = 40


def leaves(sketch: Sketch) -> list[str]:
    """The lanes that hold symbols, from above; one nameless lane where there are none."""
    parents = {lane.parent for lane in sketch.lanes}
    found = [lane.id for lane in sketch.lanes if lane.id not in parents]
    return found or [""]


def framed(sketch: Sketch, picture: Picture, found: Heights, width: int) -> Picture:
    """The picture with the boxes of pool, lanes and groups."""
    boxes = dict(picture.boxes)
    if sketch.pool or sketch.lanes:
        parent = {lane.id: lane.parent for lane in sketch.lanes}
        depth = {lane.id: _depth(lane.id, parent) for lane in sketch.lanes}
        deepest = 1 + max(depth.values(), default=-1)
        for lane in sketch.lanes:
            spans = [span for leaf, span in found.lanes.items() if _within(leaf, lane.id, parent)]
            left = -HEADER * (deepest - depth[lane.id])
            top, bottom = min(top for top, _ in spans), max(bottom for _, bottom in spans)
            boxes[lane.id] = Box(left, top, width - left, bottom - top)
        top = min(top for top, _ in found.lanes.values())
        bottom = max(bottom for _, bottom in found.lanes.values())
        left = -HEADER * (deepest + 1)
        if sketch.pool:
            boxes[sketch.pool] = Box(left, top, width - left, bottom - top)
        for other in sketch.others:
            bottom += _APART
            boxes[other] = Box(left, bottom, width - left, _EMPTY)
            bottom += _EMPTY
    for group in sketch.groups:
        held = [boxes[key] for key in group.members if key in boxes]
        if held:
            left, top = min(box.x for box in held), min(box.y for box in held)
            boxes[group.id] = Box(
                left, top, max(box.right for box in held) - left, max(box.bottom for box in held) - top
            ).wider(_AROUND)
    return Picture(boxes=boxes, lines=picture.lines, labels=picture.labels, expanded=picture.expanded)


def _depth(lane: str, parent: dict[str, str]) -> int:
    return 0 if not parent.get(lane) else 1 + _depth(parent[lane], parent)


def _within(leaf: str, lane: str, parent: dict[str, str]) -> bool:
    return bool(leaf) and (leaf == lane or _within(parent.get(leaf, ""), lane, parent))
