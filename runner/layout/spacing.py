"""How generously symbols stand apart, and which paper the picture is meant for.

Promise: the first of these measures that keeps all text legible on landscape A3 is taken.
Never: a position.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from runner.layout import lettering
from runner.layout.nouns import Figure, Symbol

#: All x are multiples of this.
STEP: Final = 10
#: Between two lines that run side by side.
TRACK: Final = 12
EVENT: Final = 36
GATEWAY: Final = 50
#: The strip at the left end of a pool or lane that holds its name.
HEADER: Final = 30

#: Landscape A3 without a margin of 7 mm, in points.
PAPER: Final = (406 * 72 / 25.4, 283 * 72 / 25.4)
#: The smallest text that may be printed, in points.
LEGIBLE: Final = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """``gap`` parts neighbours in a row; ``task_hop`` and ``gateway_hop`` are how far to the right
    (centre to centre) the next symbol stands in another row; None: clear of its predecessor.
    ``stacked``: the gateway after a step stands below it instead of beside it.
    """

    task_width: int
    gap: int
    task_hop: int | None = None
    gateway_hop: int | None = None
    stacked: bool = False


MEASURES: Final = (
    Spacing(task_width=140, gap=50),
    Spacing(task_width=120, gap=40, task_hop=110, gateway_hop=90),
    Spacing(task_width=110, gap=30, task_hop=80, gateway_hop=70),
    Spacing(task_width=100, gap=30, task_hop=60, gateway_hop=30),
    Spacing(task_width=110, gap=30, task_hop=90, gateway_hop=30, stacked=True),
    Spacing(task_width=100, gap=25, task_hop=60, gateway_hop=30, stacked=True),
)


def text_size(width: int, height: int) -> float:
    """The size in points of the smallest text when a picture of this size fills landscape A3."""
    return min(PAPER[0] / max(width, 1), PAPER[1] / max(height, 1)) * lettering.BESIDE


def widest_legible() -> int:
    """The width up to which the smallest text stays legible on landscape A3."""
    return int(PAPER[0] * lettering.BESIDE / LEGIBLE)


def size_of(symbol: Symbol, spacing: Spacing) -> tuple[int, int]:
    """Width and height of a symbol that is no sub-process; both even."""
    if symbol.figure is Figure.EVENT:
        return EVENT, EVENT
    if symbol.figure is Figure.GATEWAY:
        return GATEWAY, GATEWAY
    if symbol.figure is Figure.STORE:
        return 50, 50
    if symbol.figure is Figure.DATA:
        return 36, 50
    if symbol.figure is Figure.NOTE:
        width, height = lettering.block(symbol.name, 220, lettering.INSIDE)
        return up_to(max(100, width + 24), 20), up_to(max(30, height + 16), 2)
    longest = max((lettering.width_of(word, lettering.INSIDE) for word in symbol.name.split()), default=0)
    width = max(spacing.task_width, up_to(longest + 10, 20))
    lines = lettering.wrapped(symbol.name, width - 10, lettering.INSIDE)
    return width, max(80, up_to(lettering.LEADING * len(lines) + 22, 20))


def up_to(length: int, multiple: int) -> int:
    """The length, rounded up to a multiple."""
    return -(-length // multiple) * multiple
