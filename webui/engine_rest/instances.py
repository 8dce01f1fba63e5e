"""Cases as process instances, running and past, and where they went."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from runner import CaseId, CasesSought, CaseStatus, NotFound, TasksSought, Words
from webui.engine_rest import asked, shapes
from webui.engine_rest.asked import PAGE, Parameter
from webui.engine_rest.definition_ids import sought
from webui.engine_rest.door import reader
from webui.engine_rest.faults import Refused
from webui.engine_rest.served import body_of, serve
from webui.login import runner

bp = Blueprint("instances", __name__)

#: So many cases are looked through for stays when no case is named.
MOST_CASES: Final = 500

RUNNING: Final = (
    Parameter(name="processInstanceIds", kind="texts", about="These cases."),
    Parameter(name="businessKey", about="The case with this number."),
    Parameter(name="businessKeyLike", about="A part of the number, with % for anything."),
    Parameter(name="processDefinitionId", about="Of this revision."),
    Parameter(name="processDefinitionKey", about="Of this SOP."),
    Parameter(name="tenantIdIn", kind="texts", about="Of agencies with these codes."),
    Parameter(name="active", kind="flag", about="True changes nothing: a running case is active."),
)
RUNNING_ORDER: Final = asked.ordering("instanceId", "definitionKey", "businessKey")
PAST: Final = (
    Parameter(name="processInstanceId", about="One case."),
    Parameter(name="processInstanceIds", kind="texts", about="These cases."),
    Parameter(name="processInstanceBusinessKey", about="The case with this number."),
    Parameter(name="processInstanceBusinessKeyLike", about="A part of the number, with % for anything."),
    Parameter(name="processDefinitionId", about="Of this revision."),
    Parameter(name="processDefinitionKey", about="Of this SOP."),
    Parameter(name="finished", kind="flag", about="True: those that are over."),
    Parameter(name="unfinished", kind="flag", about="True: those that run."),
    Parameter(name="active", kind="flag", about="True: those that run."),
    Parameter(name="completed", kind="flag", about="True: those that came to an end."),
    Parameter(name="externallyTerminated", kind="flag", about="True: those that were cancelled."),
    Parameter(name="startedBy", about="Started by the person of this account."),
    Parameter(name="startedBefore", kind="moment", about="Started before."),
    Parameter(name="startedAfter", kind="moment", about="Started after."),
    Parameter(name="finishedBefore", kind="moment", about="Over before."),
    Parameter(name="finishedAfter", kind="moment", about="Over after."),
    Parameter(name="tenantIdIn", kind="texts", about="Of agencies with these codes."),
)
PAST_ORDER: Final = asked.ordering("instanceId", "definitionKey", "businessKey", "startTime", "endTime")
_COLUMNS: Final = {
    "instanceId": "id", "definitionKey": "definition", "businessKey": "number", "startTime": "started",
    "endTime": "closed",
}  # fmt: skip


def _sought(wanted: dict[str, Any], *, running: bool) -> CasesSought:
    key, number = sought(wanted.get("processDefinitionId"), wanted.get("processDefinitionKey"), by=reader())
    one = wanted.get("processInstanceId")
    return CasesSought(
        cases=(one,) if one is not None else wanted.get("processInstanceIds"),
        number=wanted.get("businessKey", wanted.get("processInstanceBusinessKey")),
        number_like=wanted.get("businessKeyLike", wanted.get("processInstanceBusinessKeyLike")),
        definition=key,
        revision=number,
        status=CaseStatus.OPEN if running else _status(wanted),
        finished=True if wanted.get("finished") else None,
        starter=wanted.get("startedBy"),
        agencies=wanted.get("tenantIdIn"),
        started_before=wanted.get("startedBefore"),
        started_after=wanted.get("startedAfter"),
        closed_before=wanted.get("finishedBefore"),
        closed_after=wanted.get("finishedAfter"),
        order=_COLUMNS[wanted.get("sortBy", "startTime")],
        descending=wanted.get("sortOrder", "asc" if "sortBy" in wanted else "desc") == "desc",
    )


def _status(wanted: dict[str, Any]) -> CaseStatus | None:
    if wanted.get("completed"):
        return CaseStatus.CLOSED
    if wanted.get("externallyTerminated"):
        return CaseStatus.CANCELLED
    return CaseStatus.OPEN if wanted.get("active") or wanted.get("unfinished") else None


def _listed(wanted: dict[str, Any], *, running: bool) -> ResponseReturnValue:
    first, most = asked.page(wanted)
    records = runner().case_records(_sought(wanted, running=running), by=reader(), first=first, most=most)
    shape = shapes.instance if running else shapes.historic_instance
    return jsonify([shape(record) for record in records])


def _counted(wanted: dict[str, Any], *, running: bool) -> ResponseReturnValue:
    return jsonify({"count": runner().count_case_records(_sought(wanted, running=running), by=reader())})


@serve(
    bp, "GET", "/process-instance", about="Running cases that one has a part in or may look at.",
    query=(*RUNNING, *RUNNING_ORDER, *PAGE), answer=shapes.many("ProcessInstance"),
)  # fmt: skip
def index() -> ResponseReturnValue:
    return _listed(asked.query((*RUNNING, *RUNNING_ORDER, *PAGE)), running=True)


@serve(
    bp, "POST", "/process-instance", about="As GET, with the filters in the body.", query=PAGE,
    sent=body_of(RUNNING, RUNNING_ORDER), answer=shapes.many("ProcessInstance"),
)  # fmt: skip
def search() -> ResponseReturnValue:
    return _listed(asked.filters(RUNNING, order=RUNNING_ORDER, of_page=PAGE), running=True)


@serve(bp, "GET", "/process-instance/count", about="How many.", query=RUNNING, answer=shapes.ref("Count"))
def count() -> ResponseReturnValue:
    return _counted(asked.query(RUNNING), running=True)


@serve(bp, "GET", "/process-instance/<id>", about="One running case.", answer=shapes.ref("ProcessInstance"))
def show(id: str) -> ResponseReturnValue:
    record = runner().case_record(_case(id), by=reader())
    if record.status is not CaseStatus.OPEN:
        raise NotFound("process instance", id)
    return jsonify(shapes.instance(record))


@serve(
    bp, "GET", "/history/process-instance", about="Cases, running and over.",
    query=(*PAST, *PAST_ORDER, *PAGE), answer=shapes.many("HistoricProcessInstance"),
)  # fmt: skip
def past() -> ResponseReturnValue:
    return _listed(asked.query((*PAST, *PAST_ORDER, *PAGE)), running=False)


@serve(
    bp, "POST", "/history/process-instance", about="As GET, with the filters in the body.", query=PAGE,
    sent=body_of(PAST, PAST_ORDER), answer=shapes.many("HistoricProcessInstance"),
)  # fmt: skip
def search_past() -> ResponseReturnValue:
    return _listed(asked.filters(PAST, order=PAST_ORDER, of_page=PAGE), running=False)


@serve(
    bp, "GET", "/history/process-instance/count", about="How many.", query=PAST, answer=shapes.ref("Count")
)
def count_past() -> ResponseReturnValue:
    return _counted(asked.query(PAST), running=False)


@serve(
    bp, "GET", "/history/process-instance/<id>", about="One case.",
    answer=shapes.ref("HistoricProcessInstance"),
)  # fmt: skip
def show_past(id: str) -> ResponseReturnValue:
    return jsonify(shapes.historic_instance(runner().case_record(_case(id), by=reader())))


STAYS: Final = (
    Parameter(name="processInstanceId", about="Of this case."),
    Parameter(name="processDefinitionId", about="Of cases of this revision."),
    Parameter(name="processDefinitionKey", about="Of cases of this SOP."),
    Parameter(name="activityId", about="At this element of the diagram."),
    Parameter(name="activityName", about="At elements of this name."),
    Parameter(name="activityType", about="Of this kind, such as userTask."),
    Parameter(name="taskAssignee", about="Done or held by the person of this account."),
    Parameter(name="finished", kind="flag", about="True: those that are over."),
    Parameter(name="unfinished", kind="flag", about="True: those that last."),
    Parameter(name="canceled", kind="flag", about="True: those that a cancellation ended."),
    Parameter(name="completeScope", kind="flag", about="True: those at an end of the diagram."),
    Parameter(name="tenantIdIn", kind="texts", about="Of agencies with these codes."),
)


def _stays(wanted: dict[str, Any]) -> Any:
    """Every stay that fits, case by case, oldest case first."""
    by, one = reader(), wanted.get("processInstanceId")
    sought = _sought({**wanted, "finished": None, "sortBy": "startTime"}, running=False)
    records = runner().case_records(sought, by=by, most=MOST_CASES + 1)
    if len(records) > MOST_CASES:
        raise Refused(
            400,
            Words(
                f"Lebih dari {MOST_CASES} berkas cocok. Persempit dengan processInstanceId.",
                f"More than {MOST_CASES} cases fit. Name one with processInstanceId.",
            ),
        )
    if one is not None and not records:
        # as on its page: a starter may see a case in which they hold nothing
        try:
            records = (runner().case_record(CaseId(one), by=by),)
        except NotFound:
            records = ()
    for record in records:
        for stay in runner().activity_records(record.id, by=by):
            told = shapes.activity(stay)
            if _stay_fits(told, wanted):
                yield told


def _stay_fits(told: dict[str, Any], wanted: dict[str, Any]) -> bool:
    same = {
        "activityId": "activityId",
        "activityName": "activityName",
        "activityType": "activityType",
        "taskAssignee": "assignee",
    }
    if any(told[key] != wanted[name] for name, key in same.items() if name in wanted):
        return False
    flags = {
        "finished": told["endTime"] is not None,
        "unfinished": told["endTime"] is None,
        "canceled": told["canceled"],
        "completeScope": told["completeScope"],
    }
    return all(true for name, true in flags.items() if wanted.get(name))


@serve(
    bp, "GET", "/history/activity-instance", query=(*STAYS, *PAGE),
    about="Where cases went: every stay at an element, in order.",
    answer=shapes.many("HistoricActivityInstance"),
)  # fmt: skip
def stays() -> ResponseReturnValue:
    wanted = asked.query((*STAYS, *PAGE))
    first, most = asked.page(wanted)
    return jsonify(list(islice(_stays(wanted), first, first + most)))


@serve(
    bp, "POST", "/history/activity-instance", about="As GET, with the filters in the body.", query=PAGE,
    sent=body_of(STAYS), answer=shapes.many("HistoricActivityInstance"),
)  # fmt: skip
def search_stays() -> ResponseReturnValue:
    wanted = asked.filters(STAYS, of_page=PAGE)
    first, most = asked.page(wanted)
    return jsonify(list(islice(_stays(wanted), first, first + most)))


@serve(
    bp, "GET", "/history/activity-instance/count", about="How many.", query=STAYS,
    answer=shapes.ref("Count"),
)  # fmt: skip
def count_stays() -> ResponseReturnValue:
    return jsonify({"count": sum(1 for _ in _stays(asked.query(STAYS)))})


TASKS: Final = (
    Parameter(name="taskId", about="One task."),
    Parameter(name="processInstanceId", about="Of this case."),
    Parameter(name="processInstanceBusinessKey", about="Of the case with this number."),
    Parameter(name="processDefinitionId", about="Of this revision."),
    Parameter(name="processDefinitionKey", about="Of this SOP."),
    Parameter(name="taskDefinitionKey", about="At this element of the diagram."),
    Parameter(name="taskName", about="The name of the step."),
    Parameter(name="taskNameLike", about="A part of the name, with % for anything."),
    Parameter(name="taskAssignee", about="Done or held by the person of this account."),
    Parameter(name="finished", kind="flag", about="True: those that are done or gone."),
    Parameter(name="unfinished", kind="flag", about="True: those that wait."),
    Parameter(name="tenantIdIn", kind="texts", about="Of agencies with these codes."),
)
_TASK_COLUMNS: Final = {
    "startTime": "opened", "endTime": "closed", "dueDate": "due", "taskName": "name", "taskId": "id",
    "processInstanceId": "case",
}  # fmt: skip
TASK_ORDER: Final = asked.ordering(*_TASK_COLUMNS)


def _tasks(wanted: dict[str, Any]) -> TasksSought:
    key, number = sought(wanted.get("processDefinitionId"), wanted.get("processDefinitionKey"), by=reader())
    finished = True if wanted.get("finished") else None
    return TasksSought(
        task=wanted.get("taskId"),
        case=wanted.get("processInstanceId"),
        case_number=wanted.get("processInstanceBusinessKey"),
        definition=key,
        revision=number,
        element=wanted.get("taskDefinitionKey"),
        name=wanted.get("taskName"),
        name_like=wanted.get("taskNameLike"),
        holder=wanted.get("taskAssignee"),
        agencies=wanted.get("tenantIdIn"),
        finished=False if wanted.get("unfinished") and finished is None else finished,
        order=_TASK_COLUMNS[wanted.get("sortBy", "startTime")],
        descending=wanted.get("sortOrder") == "desc",
    )


def _tasks_listed(wanted: dict[str, Any]) -> ResponseReturnValue:
    first, most = asked.page(wanted)
    records = runner().task_records(_tasks(wanted), by=reader(), first=first, most=most)
    return jsonify([shapes.historic_task(record) for record in records])


@serve(
    bp, "GET", "/history/task", about="Tasks, open and done.", query=(*TASKS, *TASK_ORDER, *PAGE),
    answer=shapes.many("HistoricTaskInstance"),
)  # fmt: skip
def tasks() -> ResponseReturnValue:
    return _tasks_listed(asked.query((*TASKS, *TASK_ORDER, *PAGE)))


@serve(
    bp, "POST", "/history/task", about="As GET, with the filters in the body.", query=PAGE,
    sent=body_of(TASKS, TASK_ORDER), answer=shapes.many("HistoricTaskInstance"),
)  # fmt: skip
def search_tasks() -> ResponseReturnValue:
    return _tasks_listed(asked.filters(TASKS, order=TASK_ORDER, of_page=PAGE))


@serve(bp, "GET", "/history/task/count", about="How many.", query=TASKS, answer=shapes.ref("Count"))
def count_tasks() -> ResponseReturnValue:
    return jsonify({"count": runner().count_task_records(_tasks(asked.query(TASKS)), by=reader())})


def _case(id_: str) -> CaseId:
    return CaseId(asked.plain(id_, "id"))
