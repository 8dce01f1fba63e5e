"""Whether a case that is moved into a revision can go on there as the cases of that revision do.

Promise: a marking is called reachable only if the exploration of the revision came to it; what can go wrong
from a case on is told only if it does not go wrong for the revision's own cases as well.
Never: a guess about what was not explored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from runner import engine
from runner.model import Json, Words
from runner.paths.exploring import MOST_STATES
from runner.paths.marking import marking_of
from runner.paths.plan import Plan
from runner.paths.seen import Kind
from runner.paths.state_space import StateSpace


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Every marking in which a case of the revision can rest, by its key.

    ``known`` are the variables that have a value in every state of a marking, ``together`` the symbols of
    each marking; ``whole`` says that nothing was left unexplored. ``faulty`` are the symbols at which the
    revision's own cases can go wrong, and how.
    """

    known: Mapping[Any, frozenset[str]]
    together: frozenset[frozenset[str]]
    whole: bool
    faulty: frozenset[tuple[Kind, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What can become of a case: ``why`` is the engine's word, None where the exploration saw it."""

    kind: Kind
    element: str
    why: Words | None


def reach_of(
    program: engine.Program,
    plan: Plan,
    *,
    keep_on: Callable[[], bool] = lambda: True,
    most_states: int = MOST_STATES,
) -> Reach:
    """Where the cases of this program can rest."""
    space = StateSpace(program, plan)
    space.fill(keep_on=keep_on, most_states=most_states)
    known: dict[Any, frozenset[str]] = {}
    for state in space.states:
        if not state.pruned and not state.ended:
            named = frozenset(state.data)
            known[state.marking.key] = known.get(state.marking.key, named) & named
    return Reach(
        known=known,
        together=frozenset(
            state.marking.elements for state in space.states if not state.pruned and not state.ended
        ),
        whole=not space.limit,
        faulty=frozenset((trouble.kind, trouble.element) for trouble in _troubles(space)),
    )


def troubles_ahead(
    program: engine.Program,
    plan: Plan,
    state: bytes,
    data: Mapping[str, Json],
    *,
    reach: Reach,
    keep_on: Callable[[], bool] = lambda: True,
    most_states: int = MOST_STATES,
) -> tuple[Trouble, ...]:
    """What can go wrong with this case that does not go wrong with the revision's own, nearest first."""
    space = StateSpace(program, plan)
    space.fill_from(state, data, keep_on=keep_on, most_states=most_states)
    return tuple(found for found in _troubles(space) if (found.kind, found.element) not in reach.faulty)


def missing(state: bytes, data: Mapping[str, Json], plan: Plan, *, reach: Reach) -> frozenset[str]:
    """The variables that a condition may read and every case of the revision has here, but this one not."""
    have = {name for name, value in data.items() if value is not None}
    return reach.known.get(marking_of(state, plan).key, frozenset()) - have


def _troubles(space: StateSpace) -> tuple[Trouble, ...]:
    found: dict[tuple[Kind, str], Trouble] = {}
    edges = [
        *([space.start] if space.start else []),
        *(edge for state in space.states for edge in state.edges),
    ]
    for edge in edges:
        if edge.failed is None:
            continue
        why = edge.fault.why if edge.fault is not None and isinstance(edge.fault.why, Words) else None
        found.setdefault(
            (edge.failed, edge.element), Trouble(kind=edge.failed, element=edge.element, why=why)
        )
    return tuple(found.values())
