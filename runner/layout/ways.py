"""The cheapest way of one arrow over the grid as it is.

Promise: a way keeps off symbols and off what other arrows have taken; crossing them costs.
Never: a change of the grid.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from runner.layout.columns import Columns
from runner.layout.grid import DOWN, LEFT, RIGHT, UP, Grid, Port, Spot, Way
from runner.layout.nouns import Arrow
from runner.layout.spacing import STEP

#: What a way costs beside its length in pixels.
BEND: Final = 24
CROSSING: Final = 2500
_DISLIKED: Final = 40
#: For every step against the reading direction of an arrow that leads on.
_BACKWARDS: Final = 30
#: A bend right before the arrowhead hides its direction.
_LATE_BEND: Final = 60
#: For leaving or arriving on a side that readers do not expect.
_WRONG_SIDE: Final = 400
#: Only where there is no free way at all.
_SHARED: Final = 4000
_ENDLESS: Final = 1 << 60

_WAYS: Final = (RIGHT, DOWN, LEFT, UP)
#: A point, and the way along which it was reached.
_State = tuple[Spot, Way]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way of one arrow over the grid, from port to port. ``cost`` is without its crossings."""

    arrow: str
    source: Port
    target: Port
    spots: tuple[Spot, ...]
    cost: int
    shares: bool


def way_of(grid: Grid, arrow: Arrow, columns: Columns) -> Route | None:
    """The cheapest free way; where there is none the one that shares least with others; None without any."""
    return (
        _Search(grid, arrow, columns, shared=False).route()
        or _Search(grid, arrow, columns, shared=True).route()
    )


@dataclass
class _Search:
    """Looks from all open ports of the source towards those of the target."""

    grid: Grid
    arrow: Arrow
    columns: Columns
    shared: bool = field(kw_only=True)
    costs: dict[_State, int] = field(default_factory=dict)
    came: dict[_State, _State] = field(default_factory=dict)
    begun: dict[_State, Port] = field(default_factory=dict)

    def route(self) -> Route | None:
        """The cheapest way, None if there is none."""
        goals = self._goals()
        ends = {spot for spot, _ in goals}
        distance = self._distances(ends)
        ahead = self._beginnings(distance) if goals else []
        onwards = self.arrow.flows and self.arrow.id not in self.columns.back
        best: tuple[int, _State, Port] | None = None
        while ahead:
            self.grid.effort.spend()
            guess, cost, spot, way = heapq.heappop(ahead)
            if best is not None and guess >= best[0]:
                break
            if cost > self.costs[spot, way]:
                continue
            arrived = self._arrived(goals, spot, way, cost) if spot in ends else None
            if arrived is not None and (best is None or arrived[0] < best[0]):
                best = (arrived[0], (spot, way), arrived[1])
            for onward in _WAYS:
                if onward[0] == -way[0] and onward[1] == -way[1]:
                    continue
                step = self._step(spot, way, onward)
                if step is None:
                    continue
                there, price = step
                price += cost + (_BACKWARDS if onwards and onward == LEFT else 0)
                if price < self.costs.get((there, onward), _ENDLESS):
                    self.costs[there, onward] = price
                    self.came[there, onward] = (spot, way)
                    guess = price + distance(there)
                    heapq.heappush(ahead, (guess, price, there, onward))
        return None if best is None else self._traced(*best)

    def _goals(self) -> dict[_State, tuple[int, Port]]:
        """Where, and along which way, the arrow may arrive; what that costs."""
        goals = {}
        for port in self._open_ports(self.arrow.target):
            if self._may_end(port.spot):
                inward = (-port.way[0], -port.way[1])
                goals[port.spot, inward] = (port.toll + self._arrival_toll(port), port)
        return goals

    def _distances(self, ends: set[Spot]) -> Callable[[Spot], int]:
        """How far a point is at least from any of these."""
        heights = [level.y for level in self.grid.levels]
        left, right = min((c for c, _ in ends), default=0), max((c for c, _ in ends), default=0)
        top = heights[min((at for _, at in ends), default=0)]
        bottom = heights[max((at for _, at in ends), default=0)]

        def distance(spot: Spot) -> int:
            column, y = spot[0], heights[spot[1]]
            aside = left - column if column < left else column - right if column > right else 0
            away = top - y if y < top else y - bottom if y > bottom else 0
            return STEP * aside + away

        return distance

    def _beginnings(self, distance: Callable[[Spot], int]) -> list[tuple[int, int, Spot, Way]]:
        ahead: list[tuple[int, int, Spot, Way]] = []
        for port in self._open_ports(self.arrow.source):
            cost = port.toll + self._departure_toll(port)
            state = (port.spot, port.way)
            if self._may_end(port.spot) and cost < self.costs.get(state, _ENDLESS):
                self.costs[state], self.begun[state] = cost, port
                heapq.heappush(ahead, (cost + distance(port.spot), cost, *state))
        return ahead

    def _arrived(
        self, goals: dict[_State, tuple[int, Port]], spot: Spot, way: Way, cost: int
    ) -> tuple[int, Port] | None:
        """What the whole way costs if it ends here, and at which port; None if it cannot."""
        found = []
        for inward in _WAYS:
            goal = goals.get((spot, inward))
            if goal is not None and not _opposite(inward, way):
                late = 0 if inward == way else BEND + _LATE_BEND
                found.append((cost + goal[0] + late, goal[1]))
        return min(found, key=lambda end: end[0], default=None)

    def _step(self, spot: Spot, way: Way, onward: Way) -> tuple[Spot, int] | None:
        """The next point onward and what going there costs; None if that is not possible."""
        grid = self.grid
        column, level = there = (spot[0] + onward[0], spot[1] + onward[1])
        if not (0 < column < grid.columns and 0 <= level < len(grid.levels)) or there in grid.blocked:
            return None
        if onward[0]:
            taken = (min(column, spot[0]), level) in grid.level_taken
            across = there in grid.upright_through
            price = STEP
        else:
            taken = (column, min(level, spot[1])) in grid.upright_taken
            across = there in grid.level_through
            price = abs(grid.y(level) - grid.y(spot[1]))
        if there in grid.disliked:
            price += _DISLIKED
        if across:
            price += CROSSING
        if onward != way:
            price += BEND
            # a bend on another arrow's line would look like a junction
            if not self.shared and (spot in grid.level_through or spot in grid.upright_through):
                return None
        if taken or there in grid.turned:
            if not self.shared:
                return None
            price += _SHARED
        return there, price

    def _traced(self, total: int, state: _State, port: Port) -> Route:
        """The route that led to the best end."""
        spots = [state[0]]
        while state in self.came:
            state = self.came[state]
            spots.append(state[0])
        grid = self.grid
        crossed = sum(spot in grid.level_through or spot in grid.upright_through for spot in spots)
        return Route(
            arrow=self.arrow.id,
            source=self.begun[state],
            target=port,
            spots=tuple(reversed(spots)),
            cost=total - CROSSING * crossed,
            shares=self.shared,
        )

    def _open_ports(self, key: str) -> list[Port]:
        grid = self.grid
        return [
            port
            for port in grid.ports[key]
            if port.spot not in grid.blocked
            and 0 < port.spot[0] < grid.columns
            and (self.shared or (key, port.way, port.side) not in grid.port_taken)
        ]

    def _may_end(self, spot: Spot) -> bool:
        grid = self.grid
        return self.shared or not (
            spot in grid.turned or spot in grid.level_through or spot in grid.upright_through
        )

    def _departure_toll(self, port: Port) -> int:
        """Arrows leave to the right, or upright; never against the reading direction."""
        if not self.arrow.flows:
            return 0
        if self.arrow.id in self.columns.back:
            return {RIGHT: 60, LEFT: 120}.get(port.way, 0)
        return _WRONG_SIDE if port.way == LEFT else 0

    def _arrival_toll(self, port: Port) -> int:
        """Arrows arrive from the left; what leads back arrives from above or below."""
        if not self.arrow.flows:
            return 0
        if port.way == LEFT and self.arrow.id in self.columns.back:
            return 80
        return _WRONG_SIDE if port.way == RIGHT else 0


def _opposite(one: Way, other: Way) -> bool:
    return one[0] == -other[0] and one[1] == -other[1]
