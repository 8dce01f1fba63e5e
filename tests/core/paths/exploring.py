"""Sketches explored, and paths replayed on the engine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from runner import diagram, engine, forms
from runner.diagram import Diagram
from runner.engine.program import read
from runner.errors import DiagramFailed
from runner.forms import Form
from runner.model import ElementId, FormId, Json, Motion, Opened, Problem, Severity
from runner.paths import MOST_STATES, Exploration, Fault, Kind, Move, Plan, explore, not_loaded
from runner.paths.drawn import runnable
from runner.paths.planning import plan_of
from runner.paths.report import Report, report_of
from tests.core.diagram import specimens

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
_REFERENCE = 'camunda:formRef="contoh-konsep"'


@dataclass(frozen=True)
class Explored:
    """A sketch, its plan and what was seen of it."""

    diagram: Diagram
    executable: bytes
    plan: Plan
    seen: Exploration

    @cached_property
    def report(self) -> Report:
        return report_of(self.diagram, self.plan, self.seen)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.report.problems if problem.severity is Severity.ERROR]

    @property
    def found(self) -> set[tuple[str, str]]:
        """Codes (less their room) and elements of the errors."""
        return {(problem.code.removeprefix("paths."), problem.element) for problem in self.errors}

    def path(self, kind: Kind) -> tuple[str, ...]:
        """The tasks on the way to the first fault of a kind."""
        fault = next(fault for fault in self.seen.faults if fault.kind is kind)
        return tuple(move.task for move in fault.moves if move.task)


def a_form(name: str, *fields: Mapping[str, object]) -> Form:
    """A form with these fields, each a form-js component without id and label."""
    components = [{"id": f"{name}_{number}", "label": "Isian", **each} for number, each in enumerate(fields)]
    content = json.dumps({"type": "default", "id": name, "components": components}).encode()
    return forms.read(content, file=f"{name}.form")


def sketched(text: str, given: Mapping[str, Form]) -> Diagram:
    """The sketch with these forms at its tasks; the others have one that no condition reads."""
    content = specimens.sketch(text).decode()
    for task, form in given.items():
        old = f'id="{task}" name="{task}" {_REFERENCE}'
        content = specimens.with_one(content, old, old.replace("contoh-konsep", form.id))
    return diagram.read(content.encode(), file="sketsa.bpmn")


def explored(
    text: str,
    given: Mapping[str, Form] | None = None,
    *,
    most_states: int = MOST_STATES,
    forms_at_hand: bool = True,
) -> Explored:
    """What exploring the sketch shows."""
    drawn = sketched(text, given or {})
    run = runnable(drawn)
    known = {**specimens.sample_forms(), **{FormId(form.id): form for form in (given or {}).values()}}
    plan = plan_of(run, forms=known if forms_at_hand else {})
    try:
        program = read(run.diagram.executable, key="explored")
    except DiagramFailed as failed:
        seen = not_loaded(failed)
    else:
        seen = explore(program, plan, most_states=most_states)
    return Explored(drawn, run.diagram.executable, plan, seen)


class Replay:
    """The moves of a path made again on the engine, one after the other."""

    def __init__(self, executable: bytes, plan: Plan) -> None:
        self.program = read(executable, key="replay")
        self.conditions = {way.flow: way for _, way in plan.flows()}
        self.plan = plan
        self.data: dict[str, Json] = {}
        self.motion: Motion | None = None
        self.count = 0

    def make(self, move: Move, choices: Mapping[str, str]) -> None:
        """One move; ``choices`` maps a flow to the name of its choice. Raises DiagramFailed."""
        self.count += 1
        self.data |= dict(move.answers)
        self.data |= {gateway: choices[flow] for gateway, flow in move.outcomes if flow in choices}
        seed = f"replay:{self.count}"
        if self.motion is None:
            self.motion = engine.begin(self.program, data=self.data, at=AT, seed=seed)
            return
        task = next(task for task in self.open() if task.element == move.task)
        self.motion = engine.complete(
            self.program, self.motion.state, task.task, data=self.data, at=AT, seed=seed
        )

    def open(self) -> tuple[Opened, ...]:
        assert self.motion is not None
        return engine.open_tasks(self.program, self.motion.state)


def shows(fault: Fault, case: Explored) -> bool:
    """True if the path of the fault, made on the engine, ends in what the fault says."""
    choices = {
        str(choice.flow): choice.name
        for question in case.diagram.questions.values()
        for choice in question.choices
    }
    return replayed(fault, Replay(case.executable, case.plan), choices)


def replayed(fault: Fault, replay: Replay, choices: Mapping[str, str]) -> bool:
    failing = {Kind.DEADLOCK, Kind.NO_OUTCOME, Kind.CYCLE, Kind.ENGINE, Kind.NO_END}
    for move in fault.moves[:-1]:
        replay.make(move, choices)
    try:
        replay.make(fault.moves[-1], choices)
    except DiagramFailed:
        return fault.kind in failing
    assert replay.motion is not None
    tokens = Counter((token.element, token.kind) for token in replay.motion.tokens)
    match fault.kind:
        case Kind.DOUBLE:
            return tokens[ElementId(fault.element), "task"] > 1
        case Kind.ERASED:
            return tokens[ElementId(fault.element), "join"] > 1
        case Kind.NO_END:
            return fault.element in replay.motion.passed
        case Kind.LIVELOCK:
            return replay.motion.ended is None
        case _:
            return False
