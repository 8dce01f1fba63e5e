"""What a page needs to know, frozen: read models between the runner and whoever shows them.

Promise: everything that a page must decide is decided here (``may_*``); moments are aware, in UTC.
Never: a page's wording or markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from runner.forms import Answer, FieldView
from runner.model import (
    ActorId,
    AgencyCode,
    CaseId,
    CaseStatus,
    DefinitionKey,
    ElementId,
    PositionCode,
    Scope,
    TaskId,
    Words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRef:
    """Who somebody is, on a page."""

    id: ActorId
    name: str
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One task in a list."""

    task: TaskId
    case: CaseId
    case_number: str
    subject: str
    sop: str
    step: str
    agency: AgencyCode
    zone: str
    opened_at: datetime
    due_at: datetime | None
    overdue: bool
    holder: ActorRef | None
    mine: bool
    positions: tuple[str, ...]
    may_act: bool = False
    closed_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPage:
    """A page of tasks; ``after`` is the cursor of the next one, None on the last."""

    lines: tuple[TaskLine, ...]
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHead:
    """What a case is, without its answers."""

    id: CaseId
    number: str
    subject: str
    sop: str
    key: DefinitionKey
    revision: int
    label: str
    agency: AgencyCode
    agency_name: str
    zone: str
    status: CaseStatus
    started_by: ActorRef
    started_at: datetime
    closed_at: datetime | None
    may_cancel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesPage:
    """A page of cases, newest first."""

    lines: tuple[CaseHead, ...]
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """One outcome that may be chosen."""

    name: str
    returns: bool
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """What a gateway asks of the person at its deciding task."""

    name: str
    text: str
    choices: tuple[ChoiceView, ...]
    errors: tuple[Words, ...]
    reason_name: str
    reason: str
    reason_errors: tuple[Words, ...]
    always: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnView:
    """Why the case came back to this task."""

    by: ActorRef
    position: str
    capacity: str
    at: datetime
    step: str
    choice: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierStep:
    """What somebody entered at an earlier step."""

    step: str
    by: ActorRef
    position: str
    capacity: str
    at: datetime
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """A task with everything that its page shows, as ``revision`` has it (of a completed task: as it had).

    ``migrated_at``: the case came into that revision while the task was waiting. ``left_out``: what was typed
    into the form of an earlier one and this form does not show.
    """

    task: TaskId
    step: str
    positions: tuple[str, ...]
    case: CaseHead
    fields: tuple[FieldView, ...]
    questions: tuple[QuestionView, ...]
    returned: tuple[ReturnView, ...]
    earlier: tuple[EarlierStep, ...]
    documentation: str
    kelengkapan: str
    waktu_tercetak: str
    output: str
    keterangan: str
    opened_at: datetime
    due_at: datetime | None
    overdue: bool
    holder: ActorRef | None
    held_since: datetime | None
    closed_at: datetime | None
    closed_by: ActorRef | None
    may_claim: bool
    may_release: bool
    may_complete: bool
    may_see_case: bool
    draft_saved_at: datetime | None
    draft_by: ActorRef | None
    token: str
    revision: int
    label: str
    migrated_at: datetime | None = None
    left_out: tuple[Answer, ...] = ()

    @property
    def is_open(self) -> bool:
        """True while the task waits."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """What came of a completion."""

    case: CaseHead
    closed: bool
    next: tuple[TaskLine, ...]
    task: TaskId


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMoved:
    """An open step of a migrated case under its old and new name; ``released``: whose hands it left."""

    before: str
    after: str
    released: ActorRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One event of a case, as an auditor sees it; ``tokens`` are where the case stood after it.

    ``revision`` is the one it was in then; ``reason`` is also the note of a migration.
    """

    seq: int
    kind: str
    at: datetime
    by: ActorRef
    position: str
    capacity: str
    step: str
    element: ElementId | None
    text: Words
    outcomes: tuple[Answer, ...]
    reason: str
    answers: tuple[Answer, ...]
    tokens: tuple[ElementId, ...]
    passed: tuple[ElementId, ...]
    ended: ElementId | None
    revision: int
    engine: str
    digest: str
    hash: str
    moves: tuple[StepMoved, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRevision:
    """A revision that a case was in from event ``since`` on; how its elements and their lanes are named."""

    number: int
    label: str
    since: int
    names: dict[ElementId, str]
    lanes: dict[ElementId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case with its whole history. ``names`` are those of the revision it is in, ``revisions`` all it
    has been in; ``may_undo_migration``: it can be taken back to the one before."""

    head: CaseHead
    open: tuple[TaskLine, ...]
    moments: tuple[Moment, ...]
    done: tuple[ElementId, ...]
    current: tuple[ElementId, ...]
    names: dict[ElementId, str]
    revisions: tuple[CaseRevision, ...]
    may_undo_migration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionLine:
    """One SOP in a list."""

    key: DefinitionKey
    name: str
    agency: AgencyCode
    agency_name: str
    number_of_sop: str
    active: int | None
    label: str
    latest: int
    retired: bool
    may_start: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One row of the SOP's table."""

    element: ElementId
    langkah: str
    name: str
    documentation: str
    lane: str
    positions: tuple[str, ...]
    kelengkapan: str
    waktu_tercetak: str
    output: str
    keterangan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionLine:
    """One revision in a list. ``active``: cases start with it; ``waits``: its day will come, and no later
    revision takes its place before."""

    number: int
    label: str
    author: ActorRef
    note: str
    published_at: datetime
    effective_from: datetime
    active: bool
    digest: str
    running: int
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionPage:
    """One SOP: cover, steps and revisions. ``number`` is the revision shown."""

    line: DefinitionLine
    number: int
    zone: str
    cover: tuple[tuple[str, str], ...]
    steps: tuple[StepLine, ...]
    lanes: tuple[str, ...]
    revisions: tuple[RevisionLine, ...]
    may_start: bool
    may_publish: bool
    may_retire: bool
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLine:
    """One agency in a list."""

    code: AgencyCode
    name: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentLine:
    """One appointment, past, present or to come."""

    id: str
    actor: ActorRef
    position: PositionCode
    title: str
    capacity: str
    since: datetime
    until: datetime | None
    order: str
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionLine:
    """One position and who holds it now."""

    code: PositionCode
    title: str
    external: bool
    represented_by: str | None
    holders: tuple[AppointmentLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """One duty of a person; ``agency`` is None where it holds for the whole installation."""

    duty: str
    agency: AgencyCode | None
    agency_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person with duties and appointments."""

    actor: ActorRef
    duties: tuple[DutyLine, ...]
    appointments: tuple[AppointmentLine, ...]
    disabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """The people and positions of an agency; ``vacant`` are positions that a step needs and nobody holds."""

    agency: AgencyLine
    people: tuple[PersonLine, ...]
    positions: tuple[PositionLine, ...]
    vacant: tuple[PositionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """One token of a person; ``live`` while it opens anything."""

    id: str
    label: str
    scopes: tuple[Scope, ...]
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallationPage:
    """The people whose accounts belong to no agency, and the agencies in which they may get duties."""

    agencies: tuple[AgencyLine, ...]
    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """How much was rebuilt, and the first broken fact of each stream."""

    streams: int
    events: int
    cases: int
    broken: tuple[Words, ...]
