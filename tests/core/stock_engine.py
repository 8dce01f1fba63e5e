"""SpiffWorkflow as its manual shows it, to compare with and to show what it gets wrong.

Run it inside ``frozen``: outside, the library raises in this process.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from tests.effort import effort


def start(executable: bytes, data: Mapping[str, object] | None = None) -> Any:
    """A case of the only process in these bytes, up to its first open tasks."""
    workflow = instantiate(executable)
    next(iter(workflow.get_tasks(state=TaskState.READY))).data.update(data or {})
    workflow.do_engine_steps()
    return workflow


def instantiate(executable: bytes) -> Any:
    """A case of the only process in these bytes, not yet moved."""
    parser = BpmnParser()
    root = etree.fromstring(executable)
    parser.add_bpmn_xml(root)
    name = root.find("{*}process").get("id")  # type: ignore[union-attr]
    return BpmnWorkflow(parser.get_spec(name), parser.get_subprocess_specs(name))


def open_tasks(workflow: Any) -> list[str]:
    """The open tasks, as the stock engine finds them."""
    return sorted(task.task_spec.name for task in _ready(workflow))


def complete(workflow: Any, element: str, data: Mapping[str, object] | None = None) -> None:
    """Complete the first open task of this element with the data."""
    task = next(task for task in _ready(workflow) if task.task_spec.name == element)
    task.data.update(data or {})
    task.run()
    workflow.do_engine_steps()


def _ready(workflow: Any) -> list[Any]:
    return list(workflow.get_tasks(state=TaskState.READY, manual=True))


def cycle_effort(workflow: Any, data: Mapping[str, object]) -> int:
    """The effort of one cycle as the manual shows it: load the JSON, complete, save."""
    serializer = BpmnWorkflowSerializer()
    saved = serializer.serialize_json(workflow)

    def cycle() -> None:
        loaded = serializer.deserialize_json(saved)
        complete(loaded, open_tasks(loaded)[0], data)
        serializer.serialize_json(loaded)

    return min(effort(cycle)[1] for _ in range(3))
