"""The facts of the audit log, past tense, and the chain that binds them.

Promise: an event row, once written, is read back by the reader of its own version for ever; released
readers are never changed, a new version gets a new one. An answer's value stands apart from its event,
which holds a salted commitment only, so that a lawful erasure can come without breaking the chain.
Never: a clock, an id or a salt made here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, ClassVar

import orjson

from runner.model import (
    ActorId,
    AgencyCode,
    Capacity,
    CaseId,
    DefinitionKey,
    Duty,
    ElementId,
    Json,
    PositionCode,
    TaskId,
    Token,
)

_EPOCH_OFFSET = timedelta(0)


def moment_text(moment: datetime) -> str:
    """An aware moment as fixed-width UTC text: it sorts as time and reads back exactly."""
    if moment.utcoffset() != _EPOCH_OFFSET:
        raise ValueError(f"Expected a moment in UTC, but {moment!r} is not. Convert it with astimezone(UTC).")
    return moment.isoformat(timespec="microseconds")


def canonical(value: Any) -> bytes:
    """The one JSON text of a value: sorted keys, no blanks, UTF-8."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpened:
    """A consequence: a task waits since the event's moment; ``due`` was frozen at arrival."""

    task: TaskId
    element: ElementId
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What the engine did because of the fact: opened tasks, elements passed, tokens, the end."""

    opened: tuple[TaskOpened, ...] = ()
    passed: tuple[ElementId, ...] = ()
    tokens: tuple[Token, ...] = ()
    ended: ElementId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStarted:
    KIND: ClassVar[str] = "CaseStarted"
    case: CaseId
    agency: AgencyCode
    case_number: str
    consequences: Consequences


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskClaimed:
    KIND: ClassVar[str] = "TaskClaimed"
    task: TaskId
    element: ElementId


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReleased:
    KIND: ClassVar[str] = "TaskReleased"
    task: TaskId
    element: ElementId


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCompleted:
    """``public`` holds the outcomes and every answer that a condition or ``hide`` reads; ``returns`` the
    gateways by which the case went back."""

    KIND: ClassVar[str] = "TaskCompleted"
    task: TaskId
    element: ElementId
    public: Mapping[str, Json]
    returns: tuple[ElementId, ...]
    consequences: Consequences


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCancelled:
    """The reason stands apart, under the commitment ``REASON``: people write names into reasons."""

    KIND: ClassVar[str] = "CaseCancelled"
    REASON: ClassVar[str] = "alasan"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionPublished:
    """``files`` maps the name of each frozen file to its SHA-256; ``lanes`` each lane id to its positions.

    ``accepted_unproven`` is the reason with which the owner answered for what the proof left open.
    """

    KIND: ClassVar[str] = "RevisionPublished"
    definition: DefinitionKey
    agency: AgencyCode
    name: str
    number: int
    label: str
    digest: str
    files: Mapping[str, str]
    lanes: Mapping[str, tuple[PositionCode, ...]]
    note: str
    effective_from: datetime
    vacant: tuple[PositionCode, ...]
    warnings: tuple[str, ...]
    accepted_unproven: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionRetired:
    KIND: ClassVar[str] = "DefinitionRetired"
    definition: DefinitionKey
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyDeclared:
    """The whole profile (name, zone, hours, positions, day overrides) as it is from now on."""

    KIND: ClassVar[str] = "AgencyDeclared"
    agency: AgencyCode
    profile: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRegistered:
    """A person got an account; the name stands apart, under the commitment ``name``."""

    KIND: ClassVar[str] = "ActorRegistered"
    registered: ActorId
    account: str
    agency: AgencyCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorDisabled:
    KIND: ClassVar[str] = "ActorDisabled"
    disabled: ActorId


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorEnabled:
    KIND: ClassVar[str] = "ActorEnabled"
    enabled: ActorId


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialReset:
    """A new one-time password was given out; no secret is recorded."""

    KIND: ClassVar[str] = "CredentialReset"
    reset: ActorId


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyGranted:
    KIND: ClassVar[str] = "DutyGranted"
    to: ActorId
    duty: Duty
    agency: AgencyCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRevoked:
    KIND: ClassVar[str] = "DutyRevoked"
    to: ActorId
    duty: Duty
    agency: AgencyCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentMade:
    KIND: ClassVar[str] = "AppointmentMade"
    appointment: str
    appointed: ActorId
    agency: AgencyCode
    position: PositionCode
    capacity: Capacity
    since: datetime
    until: datetime | None
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentEnded:
    KIND: ClassVar[str] = "AppointmentEnded"
    appointment: str
    until: datetime


CaseFact = CaseStarted | TaskClaimed | TaskReleased | TaskCompleted | CaseCancelled
DefinitionFact = RevisionPublished | DefinitionRetired
AgencyFact = (
    AgencyDeclared
    | ActorRegistered
    | ActorDisabled
    | ActorEnabled
    | CredentialReset
    | DutyGranted
    | DutyRevoked
    | AppointmentMade
    | AppointmentEnded
)
Fact = CaseFact | DefinitionFact | AgencyFact


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAnswer:
    """One value that stands apart from its event, with the salt of its commitment."""

    field: str
    salt: bytes
    value: str

    def commitment(self) -> str:
        """SHA-256 over a domain tag, the salt, the field's name and the value's JSON text."""
        named = self.field.encode()
        return hashlib.sha256(
            b"alur.answer.1\0" + self.salt + len(named).to_bytes(4) + named + self.value.encode()
        ).hexdigest()


def seal(values: Mapping[str, Json], *, entropy: bytes) -> tuple[SealedAnswer, ...]:
    """Every value with a salt of its own, drawn from ``entropy`` (32 random bytes, then forgotten)."""
    return tuple(
        SealedAnswer(
            field=name,
            salt=hashlib.sha256(entropy + b"\0" + name.encode()).digest()[:16],
            value=canonical(value).decode(),
        )
        for name, value in sorted(values.items())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of the audit log. ``previous`` is the hash of the event before it in its stream."""

    stream: str
    seq: int
    at: datetime
    actor: ActorId
    position: str
    capacity: str
    fact: Fact
    commitments: Mapping[str, str] = field(default_factory=dict)
    revision: tuple[DefinitionKey, int] | None = None
    engine: str = ""
    state_digest: str = ""
    previous: str = ""

    def row(self) -> dict[str, Any]:
        """The columns of the event table, its hash included."""
        key, number = self.revision or (None, None)
        fact = _to_json(self.fact)
        columns: dict[str, Any] = {
            "stream": self.stream,
            "seq": self.seq,
            "kind": self.fact.KIND,
            "v": 1,
            "at": moment_text(self.at),
            "actor": self.actor,
            "position": self.position,
            "capacity": self.capacity,
            "data": canonical({"fact": fact, "commitments": dict(self.commitments)}).decode(),
            "definition": key,
            "revision": number,
            "engine": self.engine,
            "state_digest": self.state_digest,
            "previous_hash": self.previous,
        }
        columns["hash"] = row_hash(columns)
        return columns


_HASHED = (
    "stream",
    "seq",
    "kind",
    "v",
    "at",
    "actor",
    "position",
    "capacity",
    "data",
    "definition",
    "revision",
    "engine",
    "state_digest",
    "previous_hash",
)


def row_hash(columns: Mapping[str, Any]) -> str:
    """The hash that the next event of the stream names: over every column, as stored."""
    return hashlib.sha256(b"alur.event.1\0" + orjson.dumps([columns[name] for name in _HASHED])).hexdigest()


def from_row(columns: Mapping[str, Any]) -> Event:
    """The event that ``row`` wrote. Raises KeyError for a kind and version nobody released."""
    data = orjson.loads(columns["data"])
    reader = _READERS[(columns["kind"], columns["v"])]
    key = columns["definition"]
    return Event(
        stream=columns["stream"],
        seq=columns["seq"],
        at=datetime.fromisoformat(columns["at"]),
        actor=ActorId(columns["actor"]),
        position=columns["position"],
        capacity=columns["capacity"],
        fact=reader(data["fact"]),
        commitments=data["commitments"],
        revision=None if key is None else (DefinitionKey(key), columns["revision"]),
        engine=columns["engine"],
        state_digest=columns["state_digest"],
        previous=columns["previous_hash"],
    )


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    if hasattr(value, "__dataclass_fields__"):
        return {item.name: _to_json(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {name: _to_json(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_to_json(item) for item in value]
    return value


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _consequences_1(data: Mapping[str, Any]) -> Consequences:
    return Consequences(
        opened=tuple(
            TaskOpened(task=TaskId(o["task"]), element=ElementId(o["element"]), due=_moment(o["due"]))
            for o in data["opened"]
        ),
        passed=tuple(data["passed"]),
        tokens=tuple(Token(element=ElementId(t["element"]), kind=t["kind"]) for t in data["tokens"]),
        ended=data["ended"],
    )


def _case_started_1(data: Mapping[str, Any]) -> CaseStarted:
    return CaseStarted(**{**data, "consequences": _consequences_1(data["consequences"])})


def _task_completed_1(data: Mapping[str, Any]) -> TaskCompleted:
    changed = {"consequences": _consequences_1(data["consequences"]), "returns": tuple(data["returns"])}
    return TaskCompleted(**{**data, **changed})


def _revision_published_1(data: Mapping[str, Any]) -> RevisionPublished:
    return RevisionPublished(
        **{
            **data,
            "lanes": {lane: tuple(positions) for lane, positions in data["lanes"].items()},
            "effective_from": _moment(data["effective_from"]),
            "vacant": tuple(data["vacant"]),
            "warnings": tuple(data["warnings"]),
        }
    )


def _appointment_made_1(data: Mapping[str, Any]) -> AppointmentMade:
    moments = {"since": _moment(data["since"]), "until": _moment(data["until"])}
    return AppointmentMade(**{**data, **moments, "capacity": Capacity(data["capacity"])})


#: (kind, version) -> reader. A released reader is never edited; a change of shape is a new version.
_READERS: dict[tuple[str, int], Callable[[Mapping[str, Any]], Fact]] = {
    ("CaseStarted", 1): _case_started_1,
    ("TaskClaimed", 1): lambda data: TaskClaimed(**data),
    ("TaskReleased", 1): lambda data: TaskReleased(**data),
    ("TaskCompleted", 1): _task_completed_1,
    ("CaseCancelled", 1): lambda data: CaseCancelled(**data),
    ("RevisionPublished", 1): _revision_published_1,
    ("DefinitionRetired", 1): lambda data: DefinitionRetired(**data),
    ("AgencyDeclared", 1): lambda data: AgencyDeclared(**data),
    ("ActorRegistered", 1): lambda data: ActorRegistered(**data),
    ("ActorDisabled", 1): lambda data: ActorDisabled(**data),
    ("ActorEnabled", 1): lambda data: ActorEnabled(**data),
    ("CredentialReset", 1): lambda data: CredentialReset(**data),
    ("DutyGranted", 1): lambda data: DutyGranted(**{**data, "duty": Duty(data["duty"])}),
    ("DutyRevoked", 1): lambda data: DutyRevoked(**{**data, "duty": Duty(data["duty"])}),
    ("AppointmentMade", 1): _appointment_made_1,
    ("AppointmentEnded", 1): lambda data: AppointmentEnded(
        appointment=data["appointment"], until=datetime.fromisoformat(data["until"])
    ),
}
