"""The shortest and the longest way through a diagram on which no flow is taken twice.

Promise: a way is a run of the engine to an end. Work in parallel is done branch by branch: the order changes
neither what is done nor how much. Never: a loop walked twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from runner.paths.seen import Move
from runner.paths.state_space import Edge, State, StateSpace

#: Positions that the search for the longest way looks at; no diagram of the catalogue comes near.
_MOST_VISITS: Final = 4_000

_Route = tuple[Edge, "_Route"] | tuple[()]


def shortest_route(space: StateSpace) -> tuple[Move, ...] | None:
    """The moves with which a case ends soonest; None if it cannot end."""
    first = next((state for state in space.states if state.ended), None)
    return None if first is None else space.moves_to(first.parent)


def longest_route(space: StateSpace, *, keep_on: Callable[[], bool]) -> tuple[tuple[Move, ...] | None, bool]:
    """The most moves with which a case can end without taking a flow twice, and whether all were compared."""
    search = _Search(space, keep_on)
    if space.start is None or space.start.target is None:
        return None, True
    used = search.taken(space.start)
    if used is None:
        return None, True
    found = search.best(space.start.target, used)
    if found is None:
        return None, search.exact
    moves = [space.start.move]
    route = found[1]
    while route:
        moves.append(route[0].move)
        route = route[1]
    return tuple(moves), search.exact


class _Search:
    def __init__(self, space: StateSpace, keep_on: Callable[[], bool]) -> None:
        self.space, self.keep_on = space, keep_on
        self.exact = True
        self.visits = 0
        self._known: dict[tuple[int, frozenset[str]], tuple[int, _Route] | None] = {}
        self._flows = {way.flow: way for _, way in space.plan.flows()}
        self._order = {name: number for number, name in enumerate(space.plan.symbols)}

    def taken(self, edge: Edge) -> frozenset[str] | None:
        """The flows that a move takes; None if it takes one of them twice."""
        chosen: dict[str, list[str]] = {}
        for gateway, flow in edge.move.outcomes:
            chosen.setdefault(gateway, []).append(flow)
        symbols = self.space.plan.symbols
        count = Counter(
            flow
            for element in edge.passed
            for flow in chosen.get(element) or [way.flow for way in symbols[element].ways]
        )
        return None if any(number > 1 for number in count.values()) else frozenset(count)

    def best(self, number: int, used: frozenset[str]) -> tuple[int, _Route] | None:
        """The number of moves left on the longest way from here to an end, and the way; None if no way."""
        state = self.space.states[number]
        if state.ended:
            return 0, ()
        key = (number, self._met_again(state, used))
        if key in self._known:
            return self._known[key]
        self.visits += 1
        if self.visits > _MOST_VISITS or not self.keep_on():
            self.exact = False
            return None
        found: tuple[int, _Route] | None = None
        for edge in self._first_task_of(state):
            flows = self.taken(edge)
            if edge.target is None or flows is None or flows & used:
                continue
            rest = self.best(edge.target, used | flows)
            if rest is not None and (found is None or rest[0] + 1 > found[0]):
                found = rest[0] + 1, (edge, rest[1])
        self._known[key] = found
        return found

    def _first_task_of(self, state: State) -> list[Edge]:
        edges = [edge for edge in state.edges if edge.target is not None]
        if not edges:
            return []
        first = min((edge.move.task for edge in edges), key=self._order.__getitem__)
        return [edge for edge in edges if edge.move.task == first]

    def _met_again(self, state: State, used: frozenset[str]) -> frozenset[str]:
        """The used flows that could be met first from here; others make no difference to what is left."""
        met: set[str] = set()
        again: set[str] = set()
        ahead = list(state.marking.elements)
        while ahead:
            element = ahead.pop()
            if element in met:
                continue
            met.add(element)
            for way in self.space.plan.symbols[element].ways:
                if way.flow in used:
                    again.add(way.flow)
                else:
                    ahead.append(way.target)
        return frozenset(again)
