"""Which way every arrow takes: short, with few bends, and across as few others as can be.

Promise: the same sketch gives the same ways; no two arrows share a stretch or a place to touch a symbol.
Never: a line through a symbol.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from runner.layout.columns import Columns
from runner.layout.grid import Grid, Spot
from runner.layout.nouns import Arrow
from runner.layout.ways import CROSSING, Route, way_of

#: How often the ways are looked at again with all others known.
_ROUNDS: Final = 4
#: How many crossings are looked at closely; who crosses more often than that is beyond help.
_LOOKS: Final = 8


def routes(grid: Grid, arrows: Sequence[Arrow], columns: Columns) -> dict[str, Route]:
    """A route for every arrow; neighbours in a row first, what leads back and what ties notes last."""
    ordered = sorted(arrows, key=lambda arrow: _turn(arrow, columns))
    named = {arrow.id: arrow for arrow in ordered}
    found: dict[str, Route] = {}
    looks = _LOOKS
    for arrow in ordered:
        _take(grid, found, arrow, columns)
    for _ in range(_ROUNDS):
        before = _price(grid, found.values())
        for arrow in sorted(ordered, key=lambda arrow: (-found[arrow.id].cost, arrow.id)):
            _free(grid, found.pop(arrow.id))
            _take(grid, found, arrow, columns)
        for one, other in _crossing(grid):
            if not looks:
                break
            looks -= 1
            _untangle(grid, found, ordered, named[one], named[other], columns)
        if _price(grid, found.values()) >= before:
            break
    return found


def _price(grid: Grid, ways: Iterable[Route]) -> int:
    """What these ways cost together, every crossing counted once."""
    ways = list(ways)
    crossed = {spot for way in ways for spot in way.spots if _is_crossing(grid, spot)}
    return sum(way.cost for way in ways) + CROSSING * len(crossed)


def _is_crossing(grid: Grid, spot: Spot) -> bool:
    return spot in grid.level_through and spot in grid.upright_through


def _crossing(grid: Grid) -> list[tuple[str, str]]:
    """The pairs of arrows that cross."""
    crossed = grid.level_through.keys() & grid.upright_through.keys()
    pairs = {(grid.level_through[spot], grid.upright_through[spot]) for spot in crossed}
    return sorted(pair for pair in pairs if pair[0] != pair[1])


def _untangle(
    grid: Grid,
    found: dict[str, Route],
    ordered: Sequence[Arrow],
    one: Arrow,
    other: Arrow,
    columns: Columns,
) -> None:
    """Look for new ways for two arrows that cross and for all that touch the same symbols.

    The old ways are kept unless the new ones cost less together.
    """
    ends = {one.source, one.target, other.source, other.target}
    rest = [arrow for arrow in ordered if arrow not in (one, other) and {arrow.source, arrow.target} & ends]
    around = [one, other, *rest]
    tried: list[dict[str, Route]] = [{arrow.id: found[arrow.id] for arrow in around}]
    prices = [_price(grid, found.values())]
    for order in _orders(one, other, rest):
        for arrow in around:
            _free(grid, found.pop(arrow.id))
        for arrow in order:
            _take(grid, found, arrow, columns)
        tried.append({arrow.id: found[arrow.id] for arrow in around})
        prices.append(_price(grid, found.values()))
    best = tried[prices.index(min(prices))]
    if best is not tried[-1]:
        for arrow in around:
            _free(grid, found.pop(arrow.id))
        for arrow in around:
            found[arrow.id] = best[arrow.id]
            _occupy(grid, best[arrow.id], arrow)


def _orders(one: Arrow, other: Arrow, rest: Sequence[Arrow]) -> Iterator[list[Arrow]]:
    """In which turns the ways are looked for: who comes first finds the way that it likes best."""
    back = rest[::-1]
    yield [one, other, *rest]
    yield [other, one, *rest]
    yield [one, *rest, other]
    yield [other, *rest, one]
    yield [one, other, *back]
    yield [other, one, *back]
    yield [*back, one, other]


def _turn(arrow: Arrow, columns: Columns) -> tuple[int, int, str]:
    span = abs(columns.centre[arrow.target] - columns.centre[arrow.source])
    if not arrow.flows:
        kind = 3
    elif arrow.id in columns.back:
        kind = 2
    else:
        kind = 0 if columns.row[arrow.source] == columns.row[arrow.target] else 1
    return kind, span, arrow.id


def _take(grid: Grid, found: dict[str, Route], arrow: Arrow, columns: Columns) -> None:
    route = way_of(grid, arrow, columns)
    if route is None:
        raise LookupError(f"no way at all for {arrow.id}")
    found[arrow.id] = route
    _occupy(grid, route, arrow)


def _occupy(grid: Grid, route: Route, arrow: Arrow) -> None:
    name, spots = route.arrow, route.spots
    grid.port_taken[arrow.source, route.source.way, route.source.side] = name
    grid.port_taken[arrow.target, route.target.way, route.target.side] = name
    for one, other in pairwise(spots):
        at = min(one, other)
        (grid.level_taken if one[1] == other[1] else grid.upright_taken).setdefault(at, name)
    for end in (spots[0], spots[-1]):
        grid.turned.setdefault(end, name)
    for before, spot, after in zip(spots, spots[1:], spots[2:], strict=False):
        if before[0] != after[0] and before[1] != after[1]:
            grid.turned.setdefault(spot, name)
        elif before[1] == after[1]:
            grid.level_through.setdefault(spot, name)
        else:
            grid.upright_through.setdefault(spot, name)


def _free(grid: Grid, route: Route) -> None:
    """Give back what the route has taken."""
    spots = route.spots
    segments = {min(one, other) for one, other in pairwise(spots)}
    tables: list[tuple[dict[Spot, str], Iterable[Spot]]] = [
        (grid.level_taken, segments),
        (grid.upright_taken, segments),
        (grid.level_through, spots),
        (grid.upright_through, spots),
        (grid.turned, spots),
    ]
    for table, keys in tables:
        for key in keys:
            if table.get(key) == route.arrow:
                del table[key]
    for port in [port for port, name in grid.port_taken.items() if name == route.arrow]:
        del grid.port_taken[port]
