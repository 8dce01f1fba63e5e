"""One case in memory for the length of one move: the library's workflow, stepped by us.

Spiff moves tokens from symbol to symbol; this module decides what runs next, when a join is free, when a
level has ended, and when a diagram has gone wrong. A case ends only when no token is left and an end was
reached.

Never outlives a move, and never reads the library's opinion on whether a case is completed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from runner import expressions
from runner.engine import texts
from runner.engine.codec import Level, Row
from runner.engine.symbols import InclusiveGateway, Join, ParallelGateway, SubProcess
from runner.errors import DiagramFailed
from runner.expressions import Expression
from runner.model import ElementId, Json

#: Automatic symbols that one move may pass. A real SOP passes a handful, a cycle without a person all.
MAX_STEPS: Final = 1000
#: Tokens that one case may have at a time.
MAX_TOKENS: Final = 500


class Conditions:
    """Stands where the library expects a script engine: it judges our conditions on our data."""

    def __init__(self, conditions: Mapping[str, Expression], data: Mapping[str, Json]) -> None:
        self.conditions, self.data = conditions, data

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> bool:
        """True if the condition holds for the data of the move; the task's own data is not read."""
        return expressions.evaluate(self.conditions[expression], self.data)


class _Level:
    """What the process and its sub-processes have in common."""

    spec: Any
    task_tree: Task
    tasks: dict[UUID, Task]
    top_workflow: Any
    last_task: Task | None
    ended: str | None = None

    def token_arrived(self, task: Task) -> None:
        """Queue an automatic symbol; a person's task just rests."""
        if not task.task_spec.manual:
            self.top_workflow.automatic.append(task)

    def _task_completed_notify(self, task: Task) -> None:
        # the library would look for joins to wake in the whole tree; the case does that once per rest
        self.last_task = task

    def tokens(self) -> list[Task]:
        """Every token of this level, in order of arrival."""
        return [task for task in self.tasks.values() if task._state < TaskState.COMPLETED]

    def restore(self, level: Level) -> None:
        """Put the saved tokens back. Raises DiagramFailed if the diagram has no such symbols."""
        self.ended = level.ended
        symbols = self.spec.task_specs
        self.task_tree = Task(self, self.spec.start, state=TaskState.COMPLETED)
        for row in level.rows:
            symbol, parent = symbols.get(row.element), self.task_tree
            if row.source is not None:
                # a join knows its tokens by the symbol they came from
                if row.source not in symbols:
                    raise DiagramFailed(row.source, texts.unknown_element())
                parent = Task(self, symbols[row.source], parent, state=TaskState.COMPLETED)
            if isinstance(symbol, Join) and row.source is not None:
                state = TaskState.WAITING
            elif isinstance(symbol, SubProcess) and row.level is not None:
                state = TaskState.STARTED
            elif symbol is not None and symbol.manual:
                state = TaskState.READY
            else:
                raise DiagramFailed(row.element, texts.unknown_element())
            task = Task(self, symbol, parent, state=state, id=UUID(row.id))
            if row.level is not None:
                self.top_workflow.inner_level(task, symbol.spec, deserializing=True).restore(row.level)

    def saved(self) -> Level:
        """The tokens of this level and of those inside it, ready to be encoded."""
        return Level(self.ended, tuple([self._row(task) for task in self.tokens()]))

    def _row(self, task: Task) -> Row:
        symbol = task.task_spec
        if task._state == TaskState.WAITING:
            return Row(symbol.name, str(task.id), task.parent.task_spec.name)
        if task._state == TaskState.STARTED:
            return Row(symbol.name, str(task.id), None, self.top_workflow.subprocesses[task.id].saved())
        return Row(symbol.name, str(task.id))


class _Inner(_Level, BpmnSubWorkflow):
    """An embedded sub-process in progress."""


class Case(_Level, BpmnWorkflow):
    """The process itself, and the only place that runs anything."""

    def __init__(
        self,
        process: Any,
        inner: Mapping[str, Any],
        conditions: Conditions,
        *,
        saved: Level | None = None,
    ) -> None:
        self.automatic: deque[Task] = deque()
        self.passed: list[ElementId] = []
        self.place = ""
        super().__init__(process, inner, script_engine=conditions, deserializing=saved is not None)
        if saved is not None:
            self.restore(saved)

    def inner_level(self, task: Task, name: str, *, deserializing: bool = False) -> _Inner:
        """A level inside the sub-process ``task``, known to the case."""
        level = _Inner(
            self.subprocess_specs[name],
            parent_task_id=task.id,
            top_workflow=self,
            deserializing=deserializing,
        )
        self.subprocesses[task.id] = level
        return level

    def create_subprocess(self, my_task: Task, spec_name: str) -> _Inner:
        """The library's word for a fresh inner level."""
        return self.inner_level(my_task, spec_name)

    def start(self) -> None:
        """Leave the start, and go on as far as possible without a person. Raises DiagramFailed."""
        self.task_tree.run()
        self._go_on()

    def leave(self, task_id: str) -> None:
        """Leave this open task, and go on as far as possible without a person. Raises DiagramFailed."""
        self._pass(self.get_task_from_id(UUID(task_id)))
        self._go_on()

    def _levels(self) -> list[_Level]:
        """Inner levels first, so that the end of one is seen by the one around it."""
        return [*reversed(self.subprocesses.values()), self]

    def _go_on(self) -> None:
        steps = 0
        while True:
            while self.automatic:
                steps += 1
                if steps > MAX_STEPS:
                    raise DiagramFailed(self.automatic[0].task_spec.name, texts.never_rests(MAX_STEPS))
                self._pass(self.automatic.popleft())
            # at rest: an inclusive join is judged last, or it would miss a token still under way
            if not (
                self._freed_a_join(ParallelGateway)
                or self._left_a_level()
                or self._freed_a_join(InclusiveGateway)
            ):
                break
        self._require_rest()

    def _pass(self, task: Task) -> None:
        self.place = task.task_spec.name
        task.run()
        self.passed.append(ElementId(self.place))

    def _freed_a_join(self, kind: type[Join]) -> bool:
        """Let the tokens of one join of this kind go on as one; False if all of them have to wait."""
        for level in self._levels():
            tokens = level.tokens()
            for join in dict.fromkeys(task.task_spec for task in tokens if task._state == TaskState.WAITING):
                if not isinstance(join, kind):
                    continue
                waiting = [task for task in tokens if task.task_spec is join]
                elsewhere = [task.task_spec.name for task in tokens if task.task_spec is not join]
                if released := join.released(waiting, elsewhere):
                    for task in released[:-1]:
                        task._set_state(TaskState.CANCELLED)
                    released[-1]._ready()
                    return True
        return False

    def _left_a_level(self) -> bool:
        """Leave one sub-process whose tokens have all ended; False if there is none."""
        for task_id, level in reversed(self.subprocesses.items()):
            if level.tokens():
                continue
            if level.ended is None:
                raise DiagramFailed(self.place, texts.no_end())
            task = self.get_task_from_id(task_id)
            del self.subprocesses[task_id]
            task._ready()
            return True
        return False

    def _require_rest(self) -> None:
        tokens = [task for level in self._levels() for task in level.tokens()]
        if not tokens:
            if self.ended is None:
                raise DiagramFailed(self.place, texts.no_end())
        elif len(tokens) > MAX_TOKENS:
            raise DiagramFailed(self.place, texts.too_many_tokens(MAX_TOKENS))
        elif not any(task.task_spec.manual for task in tokens):
            raise DiagramFailed(tokens[0].task_spec.name, texts.waits_for_ever())
