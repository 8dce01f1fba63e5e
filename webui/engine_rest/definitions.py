"""SOPs as process definitions: list, get, the diagram as it was published, start.

Promise: a definition's id names one revision for ever; only what is in force is started.
Never: a case of a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from runner import Actor, CaseHead, NotFound, RevisionRecord, Words
from webui.engine_rest import asked, shapes
from webui.engine_rest.asked import PAGE, Parameter
from webui.engine_rest.definition_ids import DRAFT, parts, revision
from webui.engine_rest.door import reader, worker
from webui.engine_rest.faults import Refused
from webui.engine_rest.served import serve
from webui.engine_rest.variables import VARIABLES, read_variables
from webui.login import runner

bp = Blueprint("definitions", __name__, url_prefix="/process-definition")

FILTERS: Final = (
    Parameter(name="processDefinitionId", about="The id of one definition."),
    Parameter(name="processDefinitionIdIn", kind="texts", about="Ids of definitions."),
    Parameter(name="key", about="The key: the process id in the diagram."),
    Parameter(name="keysIn", kind="texts", about="Keys."),
    Parameter(name="keyLike", about="A part of the key, with % for anything."),
    Parameter(name="name", about="The name of the SOP."),
    Parameter(name="nameLike", about="A part of the name, with % for anything."),
    Parameter(name="version", kind="number", about="The number of the revision."),
    Parameter(name="latestVersion", kind="flag", about="True: the newest revision of each SOP only."),
    Parameter(name="deploymentId", about="Published in this deployment."),
    Parameter(name="versionTag", about="The label of the revision."),
    Parameter(name="tenantIdIn", kind="texts", about="Codes of agencies."),
    Parameter(name="active", kind="flag", about="True: those that are not retired."),
    Parameter(name="suspended", kind="flag", about="True: those that are retired."),
    Parameter(name="startableInTasklist", kind="flag", about="True: those that are in force."),
)
ORDER: Final = asked.ordering("key", "name", "version", "id", "deploymentId", "category", "tenantId")
_SORTED: Final[dict[str, Callable[[RevisionRecord], Any]]] = {
    "key": lambda record: record.key,
    "category": lambda record: "",
    "name": lambda record: record.name,
    "version": lambda record: record.number,
    "id": lambda record: shapes.definition_id(record.key, record.number, record.digest),
    "deploymentId": lambda record: record.bundle,
    "tenantId": lambda record: record.agency,
}


def _found(wanted: dict[str, Any]) -> list[RevisionRecord]:
    records = runner().revision_records(
        by=reader(), key=wanted.get("key"), number=wanted.get("version"), bundle=wanted.get("deploymentId")
    )
    found = [record for record in records if _fits(record, wanted)]
    column = wanted.get("sortBy")
    if column:
        found.sort(key=_SORTED[column], reverse=wanted.get("sortOrder") == "desc")
    return found


def _fits(record: RevisionRecord, wanted: dict[str, Any]) -> bool:
    id_ = shapes.definition_id(record.key, record.number, record.digest)
    checks: dict[str, Callable[[Any], bool]] = {
        "processDefinitionId": lambda value: id_ == value,
        "processDefinitionIdIn": lambda value: id_ in value,
        "keysIn": lambda value: record.key in value,
        "keyLike": lambda value: _like(record.key, value),
        "name": lambda value: record.name == value,
        "nameLike": lambda value: _like(record.name, value),
        "latestVersion": lambda value: record.latest or not value,
        "versionTag": lambda value: record.label == value,
        "tenantIdIn": lambda value: record.agency in value,
        "active": lambda value: not (value and record.retired),
        "suspended": lambda value: record.retired or not value,
        "startableInTasklist": lambda value: record.active or not value,
    }
    return all(check(wanted[name]) for name, check in checks.items() if name in wanted)


def _like(text: str, pattern: str) -> bool:
    """SQL's LIKE with % alone."""
    first, *parts = pattern.split("%")
    if not parts:
        return text == pattern
    *middle, last = parts
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


@serve(
    bp, "GET", "", about="SOPs, a definition for each revision.", query=(*FILTERS, *ORDER, *PAGE),
    answer=shapes.many("ProcessDefinition"),
)  # fmt: skip
def index() -> ResponseReturnValue:
    wanted = asked.query((*FILTERS, *ORDER, *PAGE))
    first, most = asked.page(wanted)
    return jsonify([shapes.definition(record) for record in _found(wanted)[first : first + most]])


@serve(bp, "GET", "/count", about="How many.", query=FILTERS, answer=shapes.ref("Count"))
def count() -> ResponseReturnValue:
    return jsonify({"count": len(_found(asked.query(FILTERS)))})


def by_key(key: str) -> RevisionRecord:
    """The revision of this SOP that is in force, else the newest. Raises NotFound."""
    records = runner().revision_records(by=reader(), key=asked.plain(key, "key"))
    for record in sorted(records, key=lambda record: not record.active):
        return record
    raise NotFound("process definition", key)


@serve(bp, "GET", "/<id>", about="One revision of an SOP.", answer=shapes.ref("ProcessDefinition"))
def show(id: str) -> ResponseReturnValue:
    return jsonify(shapes.definition(revision(id, by=reader())))


@serve(
    bp, "GET", "/key/<key>", about="The revision in force (else the newest) of an SOP.",
    answer=shapes.ref("ProcessDefinition"),
)  # fmt: skip
def show_by_key(key: str) -> ResponseReturnValue:
    return jsonify(shapes.definition(by_key(key)))


@serve(
    bp, "GET", "/<id>/xml", about="The diagram as it was published.",
    answer=shapes.ref("ProcessDefinitionXml"),
)  # fmt: skip
def xml(id: str) -> ResponseReturnValue:
    return _xml(revision(id, by=reader()))


@serve(
    bp, "GET", "/key/<key>/xml", about="The diagram in force, as it was published.",
    answer=shapes.ref("ProcessDefinitionXml"),
)  # fmt: skip
def xml_by_key(key: str) -> ResponseReturnValue:
    return _xml(by_key(key))


def _xml(record: RevisionRecord) -> ResponseReturnValue:
    files = runner().revision_contents(record.key, record.number, by=reader())
    text = files[f"{record.key}.bpmn"].decode("utf-8", "replace")
    id_ = shapes.definition_id(record.key, record.number, record.digest)
    return jsonify({"id": id_, "bpmn20Xml": text})


_START: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "businessKey": {
            "type": "string",
            "nullable": True,
            "maxLength": asked.LONGEST,
            "description": "Stands as a proposal in the field that says what the case is about; the key of "
            "a case is the number that the agency gives it.",
        },
        "variables": {**VARIABLES, "nullable": True},
        "caseInstanceId": {"type": "string", "nullable": True, "maxLength": 0},
        "startInstructions": {"type": "array", "maxItems": 0, "items": {}, "nullable": True},
        "skipCustomListeners": {"type": "boolean"},
        "skipIoMappings": {"type": "boolean"},
        "withVariablesInReturn": {"type": "boolean"},
    },
    "additionalProperties": False,
}


@serve(
    bp, "POST", "/<id>/start", scope="kerja", sent=_START, answer=shapes.ref("StartedProcessInstance"),
    about="A new case of this revision, which must be the one in force. Variables wait as a draft of the "
    "first step: whoever completes it judges them.",
)  # fmt: skip
def start(id: str) -> ResponseReturnValue:
    by = worker()
    key, _, digest = parts(id)
    if digest == DRAFT:
        raise Refused(403, _draft(key))
    record = revision(id, by=by)
    return _start(record.key, number=record.number, by=by)


@serve(
    bp, "POST", "/key/<key>/start", scope="kerja", sent=_START,
    answer=shapes.ref("StartedProcessInstance"), about="A new case of the revision in force.",
)  # fmt: skip
def start_by_key(key: str) -> ResponseReturnValue:
    return _start(asked.plain(key, "key"), number=None, by=worker())


def _start(key: str, *, number: int | None, by: Actor) -> ResponseReturnValue:
    given = asked.body()
    known = set(_START["properties"])
    unknown = sorted(set(given) - known)
    elsewhere = given.get("startInstructions") not in (None, []) or given.get("caseInstanceId") not in (
        None,
        "",
    )
    if unknown or elsewhere:
        raise Refused(
            400,
            Words(
                "Berkas selalu dimulai dari awal SOP; yang dilayani: businessKey, variables.",
                "A case always starts at the beginning of its SOP; served: businessKey, variables.",
            ),
        )
    for flag in ("skipCustomListeners", "skipIoMappings", "withVariablesInReturn"):
        if not isinstance(given.get(flag, False), bool):
            raise Refused(400, Words(f"{flag}: true/false.", f"{flag}: true/false."))
    business_key = given.get("businessKey")
    about = asked.plain(business_key, "businessKey") if business_key is not None else ""
    values = read_variables(given.get("variables"))
    head = runner().start(key, by=by, number=number, proposed=values, about=about)
    return jsonify(_started(head, by=by, values=values))


def _started(head: CaseHead, *, by: Actor, values: dict[str, Any]) -> dict[str, Any]:
    (record,) = runner().revision_records(by=by, key=head.key, number=head.revision)
    return {
        "links": [],
        "id": head.id,
        "definitionId": shapes.definition_id(record.key, record.number, record.digest),
        "definitionKey": record.key,
        "businessKey": head.number,
        "caseInstanceId": None,
        "ended": head.closed_at is not None,
        "suspended": False,
        "tenantId": head.agency,
        "variables": shapes.variables(values),
    }


def _draft(key: str) -> Words:
    return Words(
        f"{key} baru tersimpan sebagai konsep dan belum berlaku, jadi berkas tidak dapat dimulai. Penerbit "
        "di instansinya perlu menerbitkannya lebih dahulu.",
        f"{key} is saved as a draft and not in force, so no case can start. A publisher of its agency has "
        "to publish it first.",
    )
