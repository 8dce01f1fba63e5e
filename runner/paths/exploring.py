"""The exploration as a whole: find the states, judge them, measure the ways through.

Promise: without a limit reached, what is not reported does not happen. Never: a word for people.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from runner import engine
from runner.errors import DiagramFailed
from runner.model import Words
from runner.paths.judging import faults_of
from runner.paths.plan import Plan
from runner.paths.routes import longest_route, shortest_route
from runner.paths.seen import Exploration, Fault, Kind
from runner.paths.state_space import StateSpace

#: Beyond this the proof is given up.
MOST_STATES: Final = 5_000


def explore(
    program: engine.Program,
    plan: Plan,
    *,
    keep_on: Callable[[], bool] = lambda: True,
    most_states: int = MOST_STATES,
) -> Exploration:
    """Everything that can become of a case of this program; ``keep_on`` is asked before every move."""
    space = StateSpace(program, plan)
    space.fill(keep_on=keep_on, most_states=most_states)
    longest, exact = longest_route(space, keep_on=keep_on)
    edges = [edge for state in space.states for edge in state.edges]
    edges += [space.start] if space.start is not None else []
    return Exploration(
        states=len(space.states),
        faults=faults_of(space),
        limit=space.limit,
        passed=tuple(dict.fromkeys(element for edge in edges for element in edge.passed)),
        taken=tuple(dict.fromkeys(flow for edge in edges for _, flow in edge.move.outcomes)),
        shortest=shortest_route(space),
        longest=longest,
        longest_is_exact=exact and not space.limit,
    )


def not_loaded(failed: DiagramFailed) -> Exploration:
    """What was seen of a diagram that the engine does not even load: why not."""
    why = failed.why if isinstance(failed.why, Words) else None
    return Exploration(states=0, faults=(Fault(kind=Kind.ENGINE, element=failed.element, why=why),))
