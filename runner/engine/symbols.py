"""The symbols of a diagram as the library runs them, with what it gets wrong put right.

Two habits of the library are not inherited. It predicts the future of a case as a tree of tasks, which grows
without bound; here a symbol makes its children only when it is left. And its joins read the finished tasks of
the tree, which deceives them from the second round of a loop on; here a join counts the tokens that wait at
it.

Never holds the state of a case: one symbol serves all cases of its revision, in all threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from runner.engine import texts
from runner.errors import DiagramFailed


class _Symbol:
    """What all symbols have in common: no prediction, and the case is told when a token arrives."""

    name: str
    outputs: list[Any]

    def _predict(self, *args: object, **kwargs: object) -> None:
        """Leave the future alone."""

    def _on_ready(self, my_task: Task) -> None:
        # the library would test the wiring of the diagram here, each time; it was tested when it was loaded
        self._on_ready_hook(my_task)
        my_task.workflow.token_arrived(my_task)

    def _on_ready_hook(self, my_task: Task) -> None:
        super()._on_ready_hook(my_task)  # type: ignore[misc]

    def _run_hook(self, my_task: Task) -> bool:
        super()._run_hook(my_task)  # type: ignore[misc]
        my_task._sync_children(self.outputs, TaskState.FUTURE)
        return True


class StartEvent(_Symbol, defaults.StartEvent):
    """The one start of its level."""


class UserTask(_Symbol, defaults.UserTask):
    """A step of a person: the token rests here until somebody completes it."""


class SubProcess(_Symbol, defaults.SubWorkflowTask):
    """An embedded level; the token rests here until that level has ended."""


class EndEvent(_Symbol, defaults.EndEvent):
    """A token ends here. Whether the level has ended with it is judged by the case, not by the library."""

    def _run_hook(self, my_task: Task) -> bool:
        my_task.workflow.ended = self.name
        return True


class ExclusiveGateway(_Symbol, defaults.ExclusiveGateway):
    """Lets every token pass on the first flow, in document order, whose condition holds."""

    def _run_hook(self, my_task: Task) -> bool:
        chosen = self.default_task_spec
        for condition, target in self.cond_task_specs:
            if condition is not None and condition._matches(my_task):
                chosen = target
                break
        if chosen is None:
            raise DiagramFailed(self.name, texts.no_way_out())
        my_task._sync_children([self._wf_spec.task_specs[chosen]], TaskState.FUTURE)
        return True


class Join(_Symbol):
    """A symbol where tokens of several flows wait for one another; each waits as a task of its own."""

    _inputs: list[str]

    def _update_hook(self, my_task: Task) -> bool:
        if len(self._inputs) == 1:
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def released(self, waiting: Sequence[Task], elsewhere: Iterable[str]) -> list[Task]:
        """The tokens that go on as one, in order of arrival; none while the join has to wait.

        ``elsewhere`` are the symbols of this level where its other tokens are.
        """
        raise NotImplementedError

    def _first_of_each(self, waiting: Sequence[Task], *, or_none: bool) -> list[Task]:
        """One token of every incoming flow; of every flow that has one, unless ``or_none``."""
        wanted = list(self._inputs)
        chosen = []
        for task in waiting:
            source = task.parent.task_spec.name
            if source in wanted:
                wanted.remove(source)
                chosen.append(task)
        return [] if wanted and or_none else chosen


class ParallelGateway(Join, defaults.ParallelGateway):
    """Waits for one token on every incoming flow; surplus tokens stay for the next time."""

    def _run_hook(self, my_task: Task) -> bool:
        my_task._sync_children(self.outputs, TaskState.FUTURE)
        return True

    def released(self, waiting: Sequence[Task], elsewhere: Iterable[str]) -> list[Task]:
        return self._first_of_each(waiting, or_none=True)


class InclusiveGateway(Join, defaults.InclusiveGateway):
    """Waits for every token that may still reach a flow where none has arrived (BPMN 2.0.2, table 13.3).

    A token that could as well reach a flow where one has arrived already is not waited for. ``reach`` says
    for every incoming flow, by the name of its source, from which symbols of the level it can be reached
    without passing this gateway; it is set once, when the diagram is loaded.
    """

    reach: Mapping[str, frozenset[str]] = {}

    def released(self, waiting: Sequence[Task], elsewhere: Iterable[str]) -> list[Task]:
        arrived = {task.parent.task_spec.name for task in waiting}
        empty = [source for source in self._inputs if source not in arrived]
        for place in elsewhere:
            if any(place in self.reach[source] for source in empty) and not any(
                place in self.reach[source] for source in arrived
            ):
                return []
        return self._first_of_each(waiting, or_none=False)

    def _run_hook(self, my_task: Task) -> bool:
        matches, defaults_ = self._get_matching_outputs(my_task)
        if not matches and not defaults_:
            raise DiagramFailed(self.name, texts.no_way_out())
        my_task._sync_children(matches or defaults_, TaskState.FUTURE)
        return True


#: Our symbol for every BPMN symbol that can be run; all others are refused.
SYMBOLS: Final[Mapping[str, type[_Symbol]]] = {
    "startEvent": StartEvent,
    "endEvent": EndEvent,
    "userTask": UserTask,
    "subProcess": SubProcess,
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
}
