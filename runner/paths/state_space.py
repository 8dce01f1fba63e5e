"""Every state a case can come into, found by the engine itself, breadth first.

Promise: the first way found to a state is a shortest one; nothing goes on from a state with a doubled token.
Never: a rule of how tokens move; whoever breaks the engine breaks this.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import orjson

from runner import engine
from runner.engine import texts
from runner.engine.case import MAX_STEPS
from runner.errors import DiagramFailed
from runner.model import Json, Motion, TaskId
from runner.paths.choices import MOST_ANSWERS, Answering, Signposts, answerings, count_of, narrowed
from runner.paths.marking import Marking, marking_of
from runner.paths.plan import Plan, Step
from runner.paths.seen import Kind, Move

_AT: Final = datetime(2000, 1, 3, 8, tzinfo=UTC)
_NOTHING: Final = Answering({}, ())
_FAILURES: Final = {
    texts.waits_for_ever(): Kind.DEADLOCK,
    texts.no_way_out(): Kind.NO_OUTCOME,
    texts.never_rests(MAX_STEPS): Kind.CYCLE,
    texts.no_end(): Kind.NO_END,
}


@dataclass(slots=True)
class Edge:
    """A move from one state to another; ``failed`` says why there is no other (or none to go on from)."""

    source: int
    move: Move
    passed: tuple[str, ...]
    target: int | None = None
    failed: Kind | None = None
    element: str = ""
    among: tuple[str, ...] = ()
    fault: DiagramFailed | None = None


@dataclass(slots=True)
class State:
    """A marking with the data that conditions can still read; ``parent`` is the move that first led here."""

    engine_state: bytes
    marking: Marking
    data: Mapping[str, Json]
    ended: bool
    parent: Edge
    pruned: bool = False
    expanded: bool = False
    edges: list[Edge] = field(default_factory=list)


class StateSpace:
    """The states found so far, from the start of a case on."""

    def __init__(self, program: engine.Program, plan: Plan) -> None:
        self.program, self.plan = program, plan
        self.signposts = Signposts(plan)
        self.states: list[State] = []
        self.start: Edge | None = None
        self.limit = ""
        self._known: dict[object, int] = {}

    def fill(self, *, keep_on: Callable[[], bool], most_states: int) -> None:
        """Find every state, or as many as may be; ``limit`` then says what stopped it."""
        self.start = self._moved(-1, "", _NOTHING, frozenset())
        self._fill(keep_on=keep_on, most_states=most_states)

    def fill_from(
        self, state: bytes, data: Mapping[str, Json], *, keep_on: Callable[[], bool], most_states: int
    ) -> None:
        """As ``fill``, from a case under way on: its state, and what was answered in it."""
        marking = marking_of(state, self.plan)
        begun = Edge(source=-1, move=Move(task=""), passed=(), target=0)
        self.states.append(
            State(
                engine_state=state,
                marking=marking,
                data=narrowed(data, marking.elements, self.plan),
                ended=False,
                parent=begun,
            )
        )
        self._fill(keep_on=keep_on, most_states=most_states)

    def _fill(self, *, keep_on: Callable[[], bool], most_states: int) -> None:
        self.limit = "vague" if self.plan.vague else ""
        ahead = deque(range(len(self.states)))
        while ahead:
            number = ahead.popleft()
            state = self.states[number]
            if state.ended or state.pruned:
                continue
            for opened in engine.open_tasks(self.program, state.engine_state):
                step = self.plan.steps.get(opened.element, Step())
                if count_of(step) > MOST_ANSWERS:
                    self.limit = "answers"
                    continue
                for answering in answerings(step, state.data):
                    if not keep_on():
                        self.limit = "time"
                        return
                    before = len(self.states)
                    at_rest = frozenset(state.marking.resting.items()) - {(opened.task, opened.element)}
                    state.edges.append(
                        self._moved(number, opened.task, answering, at_rest, element=opened.element)
                    )
                    if len(self.states) > most_states:
                        self.limit = "states"
                        return
                    ahead.extend(range(before, len(self.states)))
            state.expanded = True

    def moves_to(self, edge: Edge) -> tuple[Move, ...]:
        """The moves from the start up to this one."""
        moves = [edge.move]
        while edge.source >= 0:
            edge = self.states[edge.source].parent
            moves.append(edge.move)
        return tuple(reversed(moves))

    def _moved(
        self,
        source: int,
        task: str,
        answering: Answering,
        at_rest: frozenset[tuple[str, str]],
        *,
        element: str = "",
    ) -> Edge:
        try:
            if source < 0:
                motion = engine.begin(self.program, data=answering.data, at=_AT, seed="paths")
            else:
                motion = engine.complete(
                    self.program,
                    self.states[source].engine_state,
                    TaskId(task),
                    data=answering.data,
                    at=_AT,
                    # ids of a case stay different, because those of a state were made with another seed
                    seed=f"paths:{source}",
                )
        except DiagramFailed as failed:
            passed = self.signposts.along(element, answering.data, [element] if element else [])
            return Edge(
                source=source,
                move=self._move(element, answering, passed),
                passed=passed,
                failed=_FAILURES.get(failed.why, Kind.ENGINE),
                element=failed.element,
                among=self.states[source].marking.waiting if source >= 0 else (),
                fault=failed,
            )
        edge = Edge(
            source=source, move=self._move(element, answering, motion.passed), passed=tuple(motion.passed)
        )
        self._judge(edge, motion, answering, at_rest)
        return edge

    def _move(self, element: str, answering: Answering, passed: tuple[str, ...]) -> Move:
        return Move(
            task=element,
            outcomes=tuple(
                (gateway, flow)
                for gateway in dict.fromkeys(passed)
                if self.plan.symbols[gateway].chooses and gateway not in self.plan.spare
                for flow in self.signposts.opened(gateway, answering.data)
            ),
            answers=answering.answers,
        )

    def _judge(
        self, edge: Edge, motion: Motion, answering: Answering, at_rest: frozenset[tuple[str, str]]
    ) -> None:
        marking = marking_of(motion.state, self.plan)
        edge.target = self._state(edge, motion, marking, answering)
        lost = [
            element
            for id_, element in sorted(at_rest)
            if id_ not in marking.resting and element not in motion.passed
        ]
        if marking.twice:
            edge.failed, edge.element = Kind.DOUBLE, marking.twice[0]
        elif marking.piled or lost:
            edge.failed, edge.element = Kind.ERASED, (*marking.piled, *lost)[0]
        if edge.failed is not None:
            self.states[edge.target].pruned = True
            return
        for element in motion.passed:
            symbol = self.plan.symbols[element]
            if not symbol.ways and symbol.kind != "endEvent":
                edge.failed, edge.element = Kind.NO_END, element

    def _state(self, edge: Edge, motion: Motion, marking: Marking, answering: Answering) -> int:
        data = narrowed(answering.data, marking.elements, self.plan)
        key = (marking.key, orjson.dumps(data))
        if key not in self._known:
            self._known[key] = len(self.states)
            self.states.append(
                State(
                    engine_state=motion.state,
                    marking=marking,
                    data=data,
                    ended=motion.ended is not None,
                    parent=edge,
                )
            )
        return self._known[key]
