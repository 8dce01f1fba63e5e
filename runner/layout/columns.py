"""From left to right: which arrows lead back, in which row of its lane each symbol stands, and how far right.

Promise: along every arrow that does not lead back, x grows; within a row nothing overlaps.
Never: a height.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from runner.layout import lettering
from runner.layout.nouns import BESIDE, Arrow, Figure, Sketch, Symbol
from runner.layout.spacing import STEP, Spacing, up_to

#: A row: its lane, and its place in the lane; notes stand in rows of their own, at half places.
Row = tuple[str, float]
#: How far from its lane's left end a row begins.
_MARGIN = 30
#: Lower rows that a branch tries before it is content to stand farther right.
_MOST_ROWS = 6
#: The place of decisions below the row of their steps, above that of notes.
_BELOW = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The centre of every symbol from the left end of the lanes, its row, and the arrows that lead back."""

    centre: Mapping[str, int]
    row: Mapping[str, Row]
    back: frozenset[str]
    width: int


@dataclass
class _Sweep:
    """What is known while symbols are placed one after another."""

    sketch: Sketch
    sizes: Mapping[str, tuple[int, int]]
    spacing: Spacing
    symbols: dict[str, Symbol]
    ahead: dict[str, list[Arrow]]
    behind: dict[str, list[Arrow]]
    away: dict[str, list[Arrow]]
    centre: dict[str, int] = field(default_factory=dict)
    row: dict[str, Row] = field(default_factory=dict)
    last: dict[Row, str] = field(default_factory=dict)


def columns(sketch: Sketch, sizes: Mapping[str, tuple[int, int]], spacing: Spacing) -> Columns:
    """Row and centre of every symbol of the sketch, for symbols of these sizes."""
    flowing = [symbol.id for symbol in sketch.symbols if symbol.figure not in BESIDE]
    arrows = [arrow for arrow in sketch.arrows if arrow.flows]
    back = leading_back(flowing, arrows)
    sweep = _Sweep(
        sketch=sketch,
        sizes=sizes,
        spacing=spacing,
        symbols={symbol.id: symbol for symbol in sketch.symbols},
        ahead=defaultdict(list),
        behind=defaultdict(list),
        away=defaultdict(list),
    )
    for arrow in arrows:
        if arrow.id in back:
            sweep.away[arrow.source].append(arrow)
        else:
            sweep.ahead[arrow.source].append(arrow)
            sweep.behind[arrow.target].append(arrow)
    for key in _in_order(flowing, sweep.ahead, sweep.behind):
        _place(sweep, key)
    _place_beside(sweep)
    width = max(
        (sweep.centre[key] + _reach(sweep, key) + _MARGIN for key in sweep.centre), default=4 * _MARGIN
    )
    return Columns(centre=sweep.centre, row=sweep.row, back=frozenset(back), width=up_to(width, STEP))


def leading_back(keys: list[str], arrows: list[Arrow]) -> set[str]:
    """The arrows without which the rest has no circle, found by walking from the beginnings in order."""
    place = {key: at for at, key in enumerate(keys)}
    out: dict[str, list[Arrow]] = defaultdict(list)
    entered = set()
    for arrow in sorted(arrows, key=lambda arrow: place[arrow.target]):
        out[arrow.source].append(arrow)
        if arrow.source != arrow.target:
            entered.add(arrow.target)
    back: set[str] = set()
    state: dict[str, str] = {}
    for root in [key for key in keys if key not in entered] + keys:
        if root in state:
            continue
        state[root] = "open"
        walk = [(root, iter(out[root]))]
        while walk:
            key, left = walk[-1]
            ahead = next(left, None)
            if ahead is None:
                state[key] = "done"
                walk.pop()
            elif state.get(ahead.target) == "open":
                back.add(ahead.id)
            elif ahead.target not in state:
                state[ahead.target] = "open"
                walk.append((ahead.target, iter(out[ahead.target])))
    return back


def _in_order(
    keys: list[str], ahead: Mapping[str, list[Arrow]], behind: Mapping[str, list[Arrow]]
) -> list[str]:
    """Every symbol after those before it; among equals the printed order decides."""
    place = {key: at for at, key in enumerate(keys)}
    waiting = {key: len(behind[key]) for key in keys}
    free = [place[key] for key in keys if not waiting[key]]
    heapq.heapify(free)
    ordered = []
    while free:
        key = keys[heapq.heappop(free)]
        ordered.append(key)
        for arrow in ahead[key]:
            waiting[arrow.target] -= 1
            if not waiting[arrow.target]:
                heapq.heappush(free, place[arrow.target])
    return ordered


def _place(sweep: _Sweep, key: str) -> None:
    lane = sweep.symbols[key].lane
    before = [arrow.source for arrow in sweep.behind[key]]
    here = [sweep.row[source][1] // 1 for source in before if sweep.row[source][0] == lane]
    place = min(here, default=0.0)
    rows: list[float] = [place]
    if _is_stacked(sweep, key):
        rows = [place + _BELOW]
    elif len(before) == 1 and here:
        branches = [
            arrow.target
            for arrow in sweep.ahead[before[0]]
            if sweep.symbols[arrow.target].lane == lane and len(sweep.behind[arrow.target]) == 1
        ]
        rank = sorted(branches, key=list(sweep.symbols).index).index(key)
        rows = [place + rank + lower for lower in range(_MOST_ROWS if rank else 1)]
    row, centre = min(
        (((lane, at), _earliest(sweep, key, (lane, at))) for at in rows), key=lambda found: found[1]
    )
    sweep.row[key], sweep.centre[key], sweep.last[row] = row, centre, key


def _earliest(sweep: _Sweep, key: str, row: Row) -> int:
    """The smallest centre that the symbol may have in a row."""
    spacing, half = sweep.spacing, sweep.sizes[key][0] // 2
    at = _MARGIN + _reach(sweep, key)
    for arrow in sweep.behind[key]:
        source = arrow.source
        reach = sweep.sizes[source][0] // 2
        if sweep.row[source] != row:
            gateway = sweep.symbols[source].figure is Figure.GATEWAY or _is_stacked(sweep, key)
            hop = spacing.gateway_hop if gateway else spacing.task_hop
            small = sweep.symbols[key].figure is not Figure.TASK and not _is_stacked(sweep, key)
            if hop is not None and small:
                hop = max(hop, (reach if gateway else 0) + half + 3 * STEP)
            clear = reach + half + 2 * STEP
            at = max(at, sweep.centre[source] + (clear if hop is None else min(hop, clear)))
    if row in sweep.last:
        neighbour = sweep.last[row]
        named = [
            lettering.width_of(arrow.name, lettering.BESIDE) + 16
            for arrow in sweep.behind[key]
            if arrow.name and arrow.source == neighbour
        ]
        gap = max(spacing.gap, *named, 0)
        at = max(at, sweep.centre[neighbour] + sweep.sizes[neighbour][0] // 2 + gap + half)
    return up_to(at, STEP)


def _is_stacked(sweep: _Sweep, key: str) -> bool:
    """True if the symbol is a decision that stands below the step before it."""
    before = sweep.behind[key]
    return (
        sweep.spacing.stacked
        and sweep.symbols[key].figure is Figure.GATEWAY
        and len(sweep.ahead[key]) + len(sweep.away[key]) > 1
        and len(before) == 1
        and sweep.symbols[before[0].source].figure is Figure.TASK
        and sweep.symbols[before[0].source].lane == sweep.symbols[key].lane
    )


def _reach(sweep: _Sweep, key: str) -> int:
    """Half the width of a symbol, or of its name where that stands beside it and is wider."""
    symbol = sweep.symbols[key]
    half = sweep.sizes[key][0] // 2
    if symbol.figure is Figure.EVENT and symbol.name:
        return max(half, lettering.block(symbol.name, 90, lettering.BESIDE)[0] // 2)
    return half


def _place_beside(sweep: _Sweep) -> None:
    """Notes and data stand below the symbol that they are tied to."""
    hosts: dict[str, str] = {}
    for arrow in sweep.sketch.arrows:
        for tied, host in ((arrow.source, arrow.target), (arrow.target, arrow.source)):
            if host in sweep.centre and tied in sweep.symbols and tied not in sweep.centre:
                hosts.setdefault(tied, host)
    beside = [symbol for symbol in sweep.sketch.symbols if symbol.figure in BESIDE]
    for symbol in sorted(beside, key=lambda symbol: sweep.centre.get(hosts.get(symbol.id, ""), 0)):
        found = hosts.get(symbol.id)
        half = sweep.sizes[symbol.id][0] // 2
        lane, place = sweep.row[found] if found else (symbol.lane, 0.0)
        at = max(sweep.centre[found] if found else 0, _MARGIN + half)
        row = (lane, place + 0.5)
        if row in sweep.last:
            neighbour = sweep.last[row]
            at = max(at, sweep.centre[neighbour] + sweep.sizes[neighbour][0] // 2 + 2 * STEP + half)
        sweep.row[symbol.id], sweep.centre[symbol.id] = row, up_to(at, STEP)
        sweep.last[row] = symbol.id
