"""Height that nothing stands in is taken out again.

Promise: only stretches of a lane that hold no symbol, name or level line get lower, and none too low for an
arrowhead.
Never: an x, or two things that trade places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final

from runner.layout.heights import Heights
from runner.layout.nouns import Box, Picture

#: What stays free between a lane's border and the first thing in it, and between two things.
_EDGE: Final = 14
_BETWEEN: Final = 22


def trimmed(picture: Picture, found: Heights, least: Mapping[str, int]) -> tuple[Picture, Heights]:
    """The picture (still without lanes) and the heights of its lanes, without what they do not need.

    ``least`` is how high each lane must stay.
    """
    cuts: list[tuple[int, int]] = []
    for lane, (top, bottom) in found.lanes.items():
        budget = bottom - top - least.get(lane, 0)
        for low, amount in _free(picture, top, bottom):
            taken = min(amount, budget)
            if taken > 0:
                cuts.append((low, taken))
                budget -= taken

    def lower(y: int) -> int:
        return y - sum(amount for at, amount in cuts if at <= y)

    return _mapped(picture, lower), Heights(
        level={at: lower(y) for at, y in found.level.items()},
        row={row: lower(y) for row, y in found.row.items()},
        # a cut that ends at a border belongs to the lane above it
        lanes={lane: (lower(top), lower(bottom)) for lane, (top, bottom) in found.lanes.items()},
    )


def _free(picture: Picture, top: int, bottom: int) -> list[tuple[int, int]]:
    """Where a lane can be cut: up to which y, and by how much; between things first, then beside them."""
    taken = [(box.y, box.bottom) for box in (*picture.boxes.values(), *picture.labels.values())]
    taken += [
        (one[1], one[1])
        for line in picture.lines.values()
        for one, other in pairwise(line)
        if one[1] == other[1]
    ]
    inside = sorted(span for span in taken if top < span[0] and span[1] < bottom)
    if not inside:
        return []
    reached, gaps = inside[0][1], []
    for start, end in inside[1:]:
        gaps.append((start, start - reached - _BETWEEN))
        reached = max(reached, end)
    gaps.append((bottom, bottom - reached - _EDGE))
    gaps.append((inside[0][0], inside[0][0] - top - _EDGE))
    return [gap for gap in gaps if gap[1] > 0]


def _mapped(picture: Picture, lower: Callable[[int], int]) -> Picture:
    def moved(box: Box) -> Box:
        return Box(box.x, lower(box.y), box.width, box.height)

    return Picture(
        boxes={key: moved(box) for key, box in picture.boxes.items()},
        lines={key: tuple((x, lower(y)) for x, y in line) for key, line in picture.lines.items()},
        labels={key: moved(box) for key, box in picture.labels.items()},
        expanded=picture.expanded,
    )
