"""What is wrong with the states that were found.

Promise: one fault per thing that goes wrong, each with the shortest moves that show it. What was not seen is
a fault only where everything was seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from runner.model import Words
from runner.paths.seen import Fault, Kind
from runner.paths.state_space import Edge, StateSpace

#: Faults of one kind that are shown; whoever mends these looks again.
_MOST_SHOWN: Final = 8
#: Behind these nothing was explored, so what was not seen there may still be reached.
_HIDING: Final = frozenset({Kind.DOUBLE, Kind.ERASED, Kind.ENGINE, Kind.CYCLE, Kind.NO_OUTCOME})


def faults_of(space: StateSpace) -> tuple[Fault, ...]:
    """Every fault, in the order in which a case meets them."""
    found = dict.fromkeys(_failures(space))
    if not space.limit:
        for fault in [*_livelocks(space), *_unseen(space, {fault.kind for fault in found})]:
            found.setdefault(fault)
    return tuple(found)


def _edges(space: StateSpace) -> Iterator[Edge]:
    if space.start is not None:
        yield space.start
    for state in space.states:
        yield from state.edges


def _failures(space: StateSpace) -> Iterator[Fault]:
    good = _leading_to(space, [n for n, state in enumerate(space.states) if state.ended])
    ends_well = {outcome for edge in _edges(space) if edge.target in good for outcome in edge.move.outcomes}
    met: dict[tuple[Kind, bool], set[object]] = {}
    for edge in _edges(space):
        if edge.failed is None:
            continue
        moves = space.moves_to(edge)
        correlated = False
        same: object = edge.element
        if edge.failed is Kind.DEADLOCK:
            # shown for every combination of outcomes that runs into it, in whatever order; the rest once
            outcomes = frozenset(outcome for move in moves for outcome in move.outcomes)
            several = len({gateway for gateway, _ in outcomes}) > 1
            correlated = several and not space.limit and outcomes <= ends_well
            same = outcomes
        shown = met.setdefault((edge.failed, correlated), set())
        if same in shown or len(shown) >= _MOST_SHOWN:
            continue
        shown.add(same)
        why = edge.fault.why if edge.fault is not None and isinstance(edge.fault.why, Words) else None
        yield Fault(
            kind=edge.failed,
            element=edge.element,
            moves=moves,
            among=tuple(name for name in edge.among if name != edge.element),
            correlated=correlated,
            why=why if edge.failed is Kind.ENGINE else None,
        )


def _livelocks(space: StateSpace) -> Iterator[Fault]:
    """The first state from which neither an end nor another fault can be reached."""
    good = _leading_to(space, [n for n, state in enumerate(space.states) if state.ended])
    failing = [n for n, state in enumerate(space.states) if any(edge.failed for edge in state.edges)]
    bad = _leading_to(space, failing)
    for number, state in enumerate(space.states):
        if number in good or number in bad or state.pruned:
            continue
        around = {
            edge.move.task for reached in _reached_from(space, number) for edge in space.states[reached].edges
        }
        tasks = tuple(name for name in space.plan.symbols if name in around)
        yield Fault(
            kind=Kind.LIVELOCK,
            element=next((name for name in tasks if name in state.marking.elements), ""),
            moves=space.moves_to(state.parent),
            among=tasks,
        )
        return


def _unseen(space: StateSpace, found: set[Kind]) -> Iterator[Fault]:
    """Symbols that no case passes and flows that no answer opens."""
    if found & _HIDING:
        return
    edges = list(_edges(space))
    passed = {element for edge in edges for element in (*edge.passed, edge.element)}
    passed |= {element for state in space.states for element in state.marking.elements}
    taken = {flow for edge in edges for _, flow in edge.move.outcomes}
    for name, symbol in space.plan.symbols.items():
        if name in space.plan.spare:
            continue
        if name not in passed:
            kind = Kind.END_UNREACHED if symbol.kind == "endEvent" else Kind.UNREACHABLE
            yield Fault(kind=kind, element=name)
        elif symbol.chooses:
            first = next(edge for edge in edges if name in edge.passed)
            for way in symbol.ways:
                if way.flow not in taken:
                    yield Fault(kind=Kind.NEVER, element=way.flow, moves=space.moves_to(first), among=(name,))


def _leading_to(space: StateSpace, numbers: Iterable[int]) -> frozenset[int]:
    sources: dict[int, list[int]] = {}
    for number, state in enumerate(space.states):
        for edge in state.edges:
            if edge.target is not None:
                sources.setdefault(edge.target, []).append(number)
    met: set[int] = set()
    ahead = list(numbers)
    while ahead:
        number = ahead.pop()
        if number not in met:
            met.add(number)
            ahead += sources.get(number, [])
    return frozenset(met)


def _reached_from(space: StateSpace, number: int) -> frozenset[int]:
    met: set[int] = set()
    ahead = [number]
    while ahead:
        number = ahead.pop()
        if number not in met:
            met.add(number)
            ahead += [edge.target for edge in space.states[number].edges if edge.target is not None]
    return frozenset(met)
