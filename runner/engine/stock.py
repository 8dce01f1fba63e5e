"""The stock SpiffWorkflow as its documentation uses it, to be measured beside ours: a program of its own.

Run as ``python -P stock.py DIAGRAM PROCESS STEP`` it waits for lines with a number; for each it makes that
many cycles (load the JSON of a case, complete its task, save it) and prints the CPU seconds they took.
Never imported: this folder prepares the library for our engine, which would change what is measured.
"""

from __future__ import annotations

import sys
import time

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState


def main(diagram: str, process: str, step: int) -> None:
    """Bring a case to ``step``, then make cycles as asked on standard input."""
    parser = BpmnParser()
    parser.add_bpmn_file(diagram)
    workflow = BpmnWorkflow(parser.get_spec(process), parser.get_subprocess_specs(process))
    workflow.do_engine_steps()
    for _ in range(1, step):
        complete(workflow)
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    saved = serializer.serialize_json(workflow)
    for line in sys.stdin:
        before = time.process_time()
        for _ in range(int(line)):
            case = serializer.deserialize_json(saved)
            complete(case)
            serializer.serialize_json(case)
        sys.stdout.write(f"{time.process_time() - before}\n")
        sys.stdout.flush()


def complete(workflow: BpmnWorkflow) -> None:
    """Fill the one open task with what a form of three fields and a decision gives, and go on."""
    (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
    name = task.task_spec.bpmn_id
    number = name.rpartition("_")[2]
    task.data.update(
        {f"{name}_{field}": "Sudah diperiksa dan sesuai." for field in ("uraian", "catatan", "hasil")}
    )
    task.data[f"Keputusan_{number}"] = "Setuju"
    task.run()
    workflow.do_engine_steps()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
