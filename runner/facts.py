"""What can happen, past tense: the facts that events record.

Promise: a fact says what was done and what followed from it, so that replay judges nothing. A change of a
fact's shape is a new ``VERSION``, read by a reader of its own (``fact_readers``).
Never: a row, a hash, a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

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
class TokenMove:
    """Where one token of a migrated case was and is: ``id`` is that of its task (it stays the same).

    ``before`` and ``after`` are elements; a token that waits at a join also keeps the element it came from.
    """

    id: str
    before: ElementId
    after: ElementId
    source_before: ElementId | None = None
    source_after: ElementId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMove:
    """Which end a level of a migrated case has reached: ``level`` is the id of the token at its sub-process,
    empty for the process itself."""

    level: str
    before: ElementId
    after: ElementId


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Who held a task, and since when."""

    task: TaskId
    holder: ActorId
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMigrated:
    """The case goes on in another revision of its SOP (the event's own); nothing was done again.

    ``consequences`` say where its tokens are now. ``public`` are recorded values that steer the new revision
    and did not steer the old one; ``released`` are tasks whose holder may not act in their new lane,
    ``returned`` those given back to whom an earlier migration took them from. ``undoes`` is the number of
    the migration that this one takes back. A note stands apart, under the commitment ``NOTE``.
    """

    KIND: ClassVar[str] = "CaseMigrated"
    NOTE: ClassVar[str] = "catatan"
    from_number: int
    moves: tuple[TokenMove, ...]
    consequences: Consequences
    ends: tuple[EndMove, ...] = ()
    public: Mapping[str, Json] = field(default_factory=dict)
    released: tuple[Holding, ...] = ()
    returned: tuple[Holding, ...] = ()
    undoes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSaved:
    """The definition's draft holds these files (name to SHA-256); ``base`` is the revision it started from.

    The number of the event in its stream is the draft's version.
    """

    KIND: ClassVar[str] = "DraftSaved"
    definition: DefinitionKey
    agency: AgencyCode
    name: str
    files: Mapping[str, str]
    base: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDiscarded:
    """The definition has no draft any more, and none of it was published."""

    KIND: ClassVar[str] = "DraftDiscarded"
    definition: DefinitionKey


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionPublished:
    """``files`` maps the name of each frozen file to its SHA-256; ``lanes`` each lane id to its positions.

    ``accepted_unproven`` is the reason with which the owner answered for what the proof left open.
    ``changes`` are the differences from the revision before it, ``authors`` who wrote the draft that it was,
    ``restores`` the number of the older revision whose content it takes up again. Revisions published in
    one act share ``deployment``; ``source`` is the program they came by.
    """

    KIND: ClassVar[str] = "RevisionPublished"
    VERSION: ClassVar[int] = 2
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
    changes: tuple[Mapping[str, Json], ...] = ()
    authors: tuple[ActorId, ...] = ()
    restores: int | None = None
    deployment: str = ""
    deployment_name: str = ""
    source: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiTokenIssued:
    """A program may act for ``holder`` with these scopes; no secret is recorded.

    The digest of the secret stands apart, under the commitment ``DIGEST``.
    """

    KIND: ClassVar[str] = "ApiTokenIssued"
    DIGEST: ClassVar[str] = "sidik"
    issued: str
    holder: ActorId
    label: str
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiTokenRevoked:
    KIND: ClassVar[str] = "ApiTokenRevoked"
    revoked: str
    holder: ActorId


CaseFact = CaseStarted | TaskClaimed | TaskReleased | TaskCompleted | CaseCancelled | CaseMigrated
DefinitionFact = DraftSaved | DraftDiscarded | RevisionPublished | DefinitionRetired
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
    | ApiTokenIssued
    | ApiTokenRevoked
)
Fact = CaseFact | DefinitionFact | AgencyFact
