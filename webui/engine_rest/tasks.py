"""Tasks: list, get, take, put back, complete.

Promise: a completion is judged by the form exactly as on the page, and nothing sent is dropped.
Never: an act for somebody else than who shows the token.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from runner import TaskId, TasksSought, Words
from webui.engine_rest import asked, shapes
from webui.engine_rest.asked import PAGE, Parameter
from webui.engine_rest.definition_ids import sought
from webui.engine_rest.door import reader, worker
from webui.engine_rest.faults import Refused
from webui.engine_rest.served import body_of, serve
from webui.engine_rest.variables import VARIABLES, read_variables
from webui.login import runner

bp = Blueprint("tasks", __name__)

FILTERS: Final = (
    Parameter(name="taskId", about="One task."),
    Parameter(name="processInstanceId", about="Of this case."),
    Parameter(name="processInstanceBusinessKey", about="Of the case with this number."),
    Parameter(name="processDefinitionId", about="Of this revision."),
    Parameter(name="processDefinitionKey", about="Of this SOP."),
    Parameter(name="taskDefinitionKey", about="At this element of the diagram."),
    Parameter(name="name", about="The name of the step."),
    Parameter(name="nameLike", about="A part of the name, with % for anything."),
    Parameter(name="assignee", about="Held by the person of this account."),
    Parameter(name="assigned", kind="flag", about="True: held by somebody."),
    Parameter(name="unassigned", kind="flag", about="True: held by nobody."),
    Parameter(name="candidateGroup", about="For this position (its code)."),
    Parameter(name="tenantIdIn", kind="texts", about="Of agencies with these codes."),
    Parameter(name="dueBefore", kind="moment", about="Due before."),
    Parameter(name="dueAfter", kind="moment", about="Due after."),
    Parameter(name="createdBefore", kind="moment", about="Open since before."),
    Parameter(name="createdAfter", kind="moment", about="Open since after."),
    Parameter(name="active", kind="flag", about="True changes nothing: an open task is active."),
)
_COLUMNS: Final = {
    "created": "opened", "dueDate": "due", "name": "name", "nameCaseInsensitive": "name", "id": "id",
    "instanceId": "case",
}  # fmt: skip
ORDER: Final = asked.ordering(*_COLUMNS)


def _sought(wanted: dict[str, Any]) -> TasksSought:
    assigned = True if wanted.get("assigned") else None
    if wanted.get("unassigned"):
        # nobody both holds and does not hold a task
        assigned = False if assigned is None else assigned
    key, number = sought(wanted.get("processDefinitionId"), wanted.get("processDefinitionKey"), by=reader())
    return TasksSought(
        task=wanted.get("taskId"),
        case=wanted.get("processInstanceId"),
        case_number=wanted.get("processInstanceBusinessKey"),
        definition=key,
        revision=number,
        element=wanted.get("taskDefinitionKey"),
        name=wanted.get("name"),
        name_like=wanted.get("nameLike"),
        holder=wanted.get("assignee"),
        position=wanted.get("candidateGroup"),
        assigned=assigned,
        agencies=wanted.get("tenantIdIn"),
        due_before=wanted.get("dueBefore"),
        due_after=wanted.get("dueAfter"),
        opened_before=wanted.get("createdBefore"),
        opened_after=wanted.get("createdAfter"),
        finished=False,
        order=_COLUMNS[wanted.get("sortBy", "created")],
        descending=wanted.get("sortOrder") == "desc",
    )


def _listed(wanted: dict[str, Any]) -> ResponseReturnValue:
    first, most = asked.page(wanted)
    records = runner().task_records(_sought(wanted), by=reader(), first=first, most=most)
    return jsonify([shapes.task(record) for record in records])


@serve(
    bp, "GET", "/task", about="Open tasks: of one's positions, one's own, and those one may look at.",
    query=(*FILTERS, *ORDER, *PAGE), answer=shapes.many("Task"),
)  # fmt: skip
def index() -> ResponseReturnValue:
    return _listed(asked.query((*FILTERS, *ORDER, *PAGE)))


@serve(
    bp, "POST", "/task", about="As GET, with the filters in the body.", query=PAGE,
    sent=body_of(FILTERS, ORDER), answer=shapes.many("Task"),
)  # fmt: skip
def search() -> ResponseReturnValue:
    return _listed(asked.filters(FILTERS, order=ORDER, of_page=PAGE))


@serve(bp, "GET", "/task/count", about="How many.", query=FILTERS, answer=shapes.ref("Count"))
def count() -> ResponseReturnValue:
    return jsonify({"count": runner().count_task_records(_sought(asked.query(FILTERS)), by=reader())})


@serve(
    bp, "POST", "/task/count", about="How many, with the filters in the body.", sent=body_of(FILTERS),
    answer=shapes.ref("Count"),
)  # fmt: skip
def search_count() -> ResponseReturnValue:
    return jsonify({"count": runner().count_task_records(_sought(asked.filters(FILTERS)), by=reader())})


@serve(bp, "GET", "/task/<id>", about="One open task.", answer=shapes.ref("Task"))
def show(id: str) -> ResponseReturnValue:
    return jsonify(shapes.task(runner().task_record(_task(id), by=reader())))


@serve(
    bp, "GET", "/task/<id>/deployed-form", about="The form of the task, as it was published (form-js).",
    answer={"type": "object", "additionalProperties": True},
)  # fmt: skip
def form(id: str) -> ResponseReturnValue:
    content = runner().form_of_task(_task(id), by=reader())
    return content, 200, {"Content-Type": "application/json"}


_CLAIM: Final = {
    "type": "object",
    "properties": {"userId": {"type": "string", "maxLength": 200, "description": "One's own account."}},
    "required": ["userId"],
    "additionalProperties": False,
}


@serve(bp, "POST", "/task/<id>/claim", scope="kerja", about="Take the task.", sent=_CLAIM, answer=None)
def claim(id: str) -> ResponseReturnValue:
    by, given = worker(), asked.body()
    if set(given) != {"userId"} or not isinstance(given["userId"], str):
        raise Refused(400, Words('Isi: {"userId": "akun Anda"}.', 'The body: {"userId": "your account"}.'))
    if given["userId"].strip().lower() != by.account:
        raise Refused(
            403,
            Words(
                "Tugas diambil untuk diri sendiri: userId adalah akun Anda.",
                "Everybody takes tasks for themselves: userId is your account.",
            ),
        )
    runner().claim(_task(id), by=by)
    return "", 204


@serve(bp, "POST", "/task/<id>/unclaim", scope="kerja", about="Put the task back.", answer=None)
def unclaim(id: str) -> ResponseReturnValue:
    runner().release(_task(id), by=worker())
    return "", 204


_COMPLETE: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "variables": {**VARIABLES, "nullable": True},
        "withVariablesInReturn": {"type": "boolean"},
    },
    "additionalProperties": False,
}


@serve(
    bp, "POST", "/task/<id>/complete", scope="kerja", sent=_COMPLETE, answer=shapes.ref("Variables"),
    empty=True, about="Answer the form and the questions of the step, and close the task.",
)  # fmt: skip
def complete(id: str) -> ResponseReturnValue:
    by, given = worker(), asked.body()
    returned = given.get("withVariablesInReturn", False)
    if not set(given) <= set(_COMPLETE["properties"]) or not isinstance(returned, bool):
        raise Refused(
            400,
            Words(
                'Isi: {"variables": {…}, "withVariablesInReturn": true/false}.',
                'The body: {"variables": {…}, "withVariablesInReturn": true/false}.',
            ),
        )
    values = read_variables(given.get("variables"))
    task = _task(id)
    runner().complete(task, runner().as_typed(task, values, by=by), by=by)
    return jsonify(shapes.variables(values)) if returned else ("", 204)


def _task(id_: str) -> TaskId:
    return TaskId(asked.plain(id_, "id"))
