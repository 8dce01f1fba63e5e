"""What is told, in Camunda's shape: each noun with its JSON and with the schema that describes it.

Promise: every key of Camunda's DTO is there, null where Alur has nothing of the kind, since clients insist.
Never: an answer that a person gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from runner import ActivityRecord, CaseRecord, CaseStatus, RevisionRecord, TaskRecord
from webui.engine_rest.asked import MOMENT_PATTERN, told

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
TEXT_OR_NULL: Final[Schema] = {"type": "string", "nullable": True}
NUMBER: Final[Schema] = {"type": "integer"}
NUMBER_OR_NULL: Final[Schema] = {"type": "integer", "nullable": True}
FLAG: Final[Schema] = {"type": "boolean"}
MOMENT: Final[Schema] = {"type": "string", "pattern": MOMENT_PATTERN}
MOMENT_OR_NULL: Final[Schema] = {**MOMENT, "nullable": True}
NOTHING: Final[Schema] = {"type": "object", "nullable": True, "maxProperties": 0}


def ref(name: str) -> Schema:
    """The schema of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def shape(properties: Mapping[str, Schema]) -> Schema:
    """An object with exactly these keys."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def many(name: str) -> Schema:
    """A list of them."""
    return {"type": "array", "items": ref(name)}


def definition_id(key: str, number: int, digest: str) -> str:
    """``key:number:digest``: the digest keeps an id of another installation from naming ours."""
    return f"{key}:{number}:{digest[:12]}"


_LINKS: Final[Schema] = {"type": "array", "items": {"type": "object"}}
_FORM_REF: Final[Schema] = {
    **shape({"key": TEXT, "binding": TEXT, "version": NUMBER_OR_NULL}),
    "nullable": True,
}
_VARIABLE: Final[Schema] = shape({"type": TEXT, "value": {"nullable": True}, "valueInfo": {"type": "object"}})

SCHEMAS: Final[dict[str, Schema]] = {
    "Fault": {
        "type": "object",
        "properties": {
            "type": TEXT,
            "message": TEXT,
            "code": NUMBER,
            "details": {"type": "object", "additionalProperties": True},
        },
        "required": ["type", "message", "code"],
        "additionalProperties": False,
    },
    "Count": shape({"count": NUMBER}),
    "Version": shape({"version": TEXT}),
    "Engine": shape({"name": TEXT}),
    "Deployment": shape(
        {
            "links": _LINKS,
            "id": TEXT,
            "name": TEXT_OR_NULL,
            "source": TEXT_OR_NULL,
            "deploymentTime": MOMENT,
            "tenantId": TEXT_OR_NULL,
        }
    ),
    "DeploymentWithDefinitions": shape(
        {
            "links": _LINKS,
            "id": TEXT,
            "name": TEXT_OR_NULL,
            "source": TEXT_OR_NULL,
            "deploymentTime": MOMENT,
            "tenantId": TEXT_OR_NULL,
            "deployedProcessDefinitions": {
                "type": "object",
                "nullable": True,
                "additionalProperties": ref("ProcessDefinition"),
            },
            "deployedCaseDefinitions": NOTHING,
            "deployedDecisionDefinitions": NOTHING,
            "deployedDecisionRequirementsDefinitions": NOTHING,
            "alur": shape(
                {
                    "state": {"type": "string", "enum": ["published", "unchanged", "draft"]},
                    "message": TEXT,
                    "warnings": {"type": "array", "items": TEXT},
                }
            ),
        }
    ),
    "Resource": shape({"id": TEXT, "name": TEXT, "deploymentId": TEXT}),
    "ProcessDefinition": shape(
        {
            "id": TEXT,
            "key": TEXT,
            "category": TEXT_OR_NULL,
            "description": TEXT_OR_NULL,
            "name": TEXT_OR_NULL,
            "version": NUMBER,
            "resource": TEXT,
            "deploymentId": TEXT,
            "diagram": TEXT_OR_NULL,
            "suspended": FLAG,
            "tenantId": TEXT_OR_NULL,
            "versionTag": TEXT_OR_NULL,
            "historyTimeToLive": NUMBER_OR_NULL,
            "startableInTasklist": FLAG,
        }
    ),
    "ProcessDefinitionXml": shape({"id": TEXT, "bpmn20Xml": TEXT}),
    "Variable": _VARIABLE,
    "Variables": {"type": "object", "additionalProperties": ref("Variable")},
    "ProcessInstance": {
        **shape(
            {
                "links": _LINKS,
                "id": TEXT,
                "definitionId": TEXT,
                "definitionKey": TEXT,
                "businessKey": TEXT_OR_NULL,
                "caseInstanceId": TEXT_OR_NULL,
                "ended": FLAG,
                "suspended": FLAG,
                "tenantId": TEXT_OR_NULL,
            }
        ),
    },
    "StartedProcessInstance": shape(
        {
            "links": _LINKS,
            "id": TEXT,
            "definitionId": TEXT,
            "definitionKey": TEXT,
            "businessKey": TEXT_OR_NULL,
            "caseInstanceId": TEXT_OR_NULL,
            "ended": FLAG,
            "suspended": FLAG,
            "tenantId": TEXT_OR_NULL,
            "variables": {**ref("Variables")},
        }
    ),
    "Task": shape(
        {
            "id": TEXT,
            "name": TEXT,
            "assignee": TEXT_OR_NULL,
            "created": MOMENT,
            "lastUpdated": MOMENT_OR_NULL,
            "due": MOMENT_OR_NULL,
            "followUp": MOMENT_OR_NULL,
            "delegationState": TEXT_OR_NULL,
            "description": TEXT_OR_NULL,
            "executionId": TEXT,
            "owner": TEXT_OR_NULL,
            "parentTaskId": TEXT_OR_NULL,
            "priority": NUMBER,
            "processDefinitionId": TEXT,
            "processInstanceId": TEXT,
            "caseExecutionId": TEXT_OR_NULL,
            "caseDefinitionId": TEXT_OR_NULL,
            "caseInstanceId": TEXT_OR_NULL,
            "taskDefinitionKey": TEXT,
            "suspended": FLAG,
            "formKey": TEXT_OR_NULL,
            "camundaFormRef": _FORM_REF,
            "tenantId": TEXT_OR_NULL,
            "taskState": TEXT,
        }
    ),
    "HistoricProcessInstance": shape(
        {
            "id": TEXT,
            "businessKey": TEXT_OR_NULL,
            "processDefinitionId": TEXT,
            "processDefinitionKey": TEXT,
            "processDefinitionName": TEXT_OR_NULL,
            "processDefinitionVersion": NUMBER,
            "startTime": MOMENT,
            "endTime": MOMENT_OR_NULL,
            "removalTime": MOMENT_OR_NULL,
            "durationInMillis": NUMBER_OR_NULL,
            "startUserId": TEXT_OR_NULL,
            "startActivityId": TEXT,
            "deleteReason": TEXT_OR_NULL,
            "rootProcessInstanceId": TEXT,
            "superProcessInstanceId": TEXT_OR_NULL,
            "superCaseInstanceId": TEXT_OR_NULL,
            "caseInstanceId": TEXT_OR_NULL,
            "tenantId": TEXT_OR_NULL,
            "state": {"type": "string", "enum": ["ACTIVE", "COMPLETED", "EXTERNALLY_TERMINATED"]},
        }
    ),
    "HistoricActivityInstance": shape(
        {
            "id": TEXT,
            "parentActivityInstanceId": TEXT,
            "activityId": TEXT,
            "activityName": TEXT_OR_NULL,
            "activityType": TEXT,
            "processDefinitionKey": TEXT,
            "processDefinitionId": TEXT,
            "processInstanceId": TEXT,
            "executionId": TEXT,
            "taskId": TEXT_OR_NULL,
            "assignee": TEXT_OR_NULL,
            "calledProcessInstanceId": TEXT_OR_NULL,
            "calledCaseInstanceId": TEXT_OR_NULL,
            "startTime": MOMENT,
            "endTime": MOMENT_OR_NULL,
            "durationInMillis": NUMBER_OR_NULL,
            "canceled": FLAG,
            "completeScope": FLAG,
            "tenantId": TEXT_OR_NULL,
            "removalTime": MOMENT_OR_NULL,
            "rootProcessInstanceId": TEXT,
        }
    ),
    "HistoricTaskInstance": shape(
        {
            "id": TEXT,
            "processDefinitionKey": TEXT,
            "processDefinitionId": TEXT,
            "processInstanceId": TEXT,
            "executionId": TEXT,
            "caseDefinitionKey": TEXT_OR_NULL,
            "caseDefinitionId": TEXT_OR_NULL,
            "caseInstanceId": TEXT_OR_NULL,
            "caseExecutionId": TEXT_OR_NULL,
            "activityInstanceId": TEXT,
            "name": TEXT,
            "description": TEXT_OR_NULL,
            "deleteReason": TEXT_OR_NULL,
            "owner": TEXT_OR_NULL,
            "assignee": TEXT_OR_NULL,
            "startTime": MOMENT,
            "endTime": MOMENT_OR_NULL,
            "duration": NUMBER_OR_NULL,
            "taskDefinitionKey": TEXT,
            "priority": NUMBER,
            "due": MOMENT_OR_NULL,
            "parentTaskId": TEXT_OR_NULL,
            "followUp": MOMENT_OR_NULL,
            "tenantId": TEXT_OR_NULL,
            "removalTime": MOMENT_OR_NULL,
            "rootProcessInstanceId": TEXT,
            "taskState": TEXT,
        }
    ),
}

_PRIORITY: Final = 50
_STATES: Final = {
    CaseStatus.OPEN: "ACTIVE",
    CaseStatus.CLOSED: "COMPLETED",
    CaseStatus.CANCELLED: "EXTERNALLY_TERMINATED",
}


def _filled(name: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """The noun with every key of its schema, null where nothing is known."""
    return {key: known.get(key) for key in SCHEMAS[name]["properties"]}


def definition(record: RevisionRecord) -> dict[str, Any]:
    """A revision."""
    return _filled(
        "ProcessDefinition",
        {
            "id": definition_id(record.key, record.number, record.digest),
            "key": record.key,
            "category": "http://bpmn.io/schema/bpmn",
            "name": record.name,
            "version": record.number,
            "resource": f"{record.key}.bpmn",
            "deploymentId": record.bundle,
            "suspended": record.retired,
            "tenantId": record.agency,
            "versionTag": record.label or None,
            "startableInTasklist": record.active,
        },
    )


def deployment(records: tuple[RevisionRecord, ...]) -> dict[str, Any]:
    """What was published in one act."""
    first = records[0]
    return _filled(
        "Deployment",
        {
            "links": [],
            "id": first.bundle,
            "name": first.bundle_name or first.name,
            "source": first.source or None,
            "deploymentTime": told(first.published_at),
            "tenantId": first.agency,
        },
    )


def task(record: TaskRecord) -> dict[str, Any]:
    """An open task."""
    return _filled(
        "Task",
        {
            **_task(record),
            "created": told(record.opened_at),
            "lastUpdated": told(record.moved_at),
            "assignee": record.holder,
            "suspended": False,
            "camundaFormRef": record.form and {"key": record.form, "binding": "deployment", "version": None},
            "taskState": "Updated" if record.holder else "Created",
        },
    )


def historic_task(record: TaskRecord) -> dict[str, Any]:
    """A task, open or done."""
    return _filled(
        "HistoricTaskInstance",
        {
            **_task(record),
            "processDefinitionKey": record.key,
            "activityInstanceId": f"{record.element}:{record.id}",
            "assignee": record.closed_by or record.holder,
            "startTime": told(record.opened_at),
            "endTime": told(record.closed_at),
            "duration": _span(record.opened_at, record.closed_at),
            "deleteReason": None
            if record.closed_at is None
            else ("completed" if record.closed_by else "deleted"),
            "rootProcessInstanceId": record.case,
            "taskState": "Created"
            if record.closed_at is None
            else ("Completed" if record.closed_by else "Deleted"),
        },
    )


def _task(record: TaskRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "name": record.name,
        "description": record.documentation or None,
        "executionId": record.case,
        "processInstanceId": record.case,
        "processDefinitionId": definition_id(record.key, record.revision, record.digest),
        "taskDefinitionKey": record.element,
        "priority": _PRIORITY,
        "due": told(record.due_at),
        "tenantId": record.agency,
    }


def instance(record: CaseRecord) -> dict[str, Any]:
    """A case."""
    return _filled(
        "ProcessInstance",
        {
            "links": [],
            "id": record.id,
            "definitionId": definition_id(record.key, record.revision, record.digest),
            "definitionKey": record.key,
            "businessKey": record.number,
            "ended": record.status is not CaseStatus.OPEN,
            "suspended": False,
            "tenantId": record.agency,
        },
    )


def historic_instance(record: CaseRecord) -> dict[str, Any]:
    """A case, open or over."""
    return _filled(
        "HistoricProcessInstance",
        {
            "id": record.id,
            "businessKey": record.number,
            "processDefinitionId": definition_id(record.key, record.revision, record.digest),
            "processDefinitionKey": record.key,
            "processDefinitionName": record.sop,
            "processDefinitionVersion": record.revision,
            "startTime": told(record.started_at),
            "endTime": told(record.closed_at),
            "durationInMillis": _span(record.started_at, record.closed_at),
            "startUserId": record.starter,
            "startActivityId": record.first,
            "rootProcessInstanceId": record.id,
            "tenantId": record.agency,
            "state": _STATES[record.status],
        },
    )


def activity(record: ActivityRecord) -> dict[str, Any]:
    """A stay at an element."""
    return _filled(
        "HistoricActivityInstance",
        {
            "id": record.id,
            "parentActivityInstanceId": record.case,
            "activityId": record.element,
            "activityName": record.name or None,
            "activityType": "noneEndEvent" if record.kind == "endEvent" else record.kind,
            "processDefinitionKey": record.key,
            "processDefinitionId": definition_id(record.key, record.revision, record.digest),
            "processInstanceId": record.case,
            "executionId": record.case,
            "taskId": record.task,
            "assignee": record.by,
            "startTime": told(record.started_at),
            "endTime": told(record.ended_at),
            "durationInMillis": _span(record.started_at, record.ended_at),
            "canceled": record.cancelled,
            "completeScope": record.kind == "endEvent",
            "tenantId": record.agency,
            "rootProcessInstanceId": record.case,
        },
    )


def _span(began: Any, ended: Any) -> int | None:
    return None if ended is None else int((ended - began).total_seconds() * 1000)


def variables(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by name, each with Camunda's word for its kind."""
    return {name: {"type": _kind(value), "value": value, "valueInfo": {}} for name, value in values.items()}


def _kind(value: Any) -> str:
    if value is None:
        return "Null"
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, int):
        return "Integer" if -(2**31) <= value < 2**31 else "Long"
    if isinstance(value, float):
        return "Double"
    return "String" if isinstance(value, str) else "Json"
