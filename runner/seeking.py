"""What a program asks of revisions, cases and tasks, and what it is told: filters and records, frozen.

Promise: a filter that is None asks nothing. Never: a right; who may know of what is judged elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from runner.model import AgencyCode, CaseId, CaseStatus, DefinitionKey, ElementId, FormId, TaskId


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksSought:
    """Which tasks. ``finished``: None for both kinds; ``like`` texts hold % and _ as in SQL."""

    task: str | None = None
    case: str | None = None
    case_number: str | None = None
    definition: str | None = None
    revision: int | None = None
    element: str | None = None
    name: str | None = None
    name_like: str | None = None
    holder: str | None = None
    position: str | None = None
    assigned: bool | None = None
    agencies: tuple[str, ...] | None = None
    due_before: datetime | None = None
    due_after: datetime | None = None
    opened_before: datetime | None = None
    opened_after: datetime | None = None
    finished: bool | None = None
    order: str = "opened"
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesSought:
    """Which cases."""

    cases: tuple[str, ...] | None = None
    number: str | None = None
    number_like: str | None = None
    definition: str | None = None
    revision: int | None = None
    status: CaseStatus | None = None
    finished: bool | None = None
    starter: str | None = None
    agencies: tuple[str, ...] | None = None
    started_before: datetime | None = None
    started_after: datetime | None = None
    closed_before: datetime | None = None
    closed_after: datetime | None = None
    order: str = "started"
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRecord:
    """One revision: what it holds, how it came, and what it is good for now."""

    key: DefinitionKey
    number: int
    label: str
    name: str
    agency: AgencyCode
    digest: str
    published_at: datetime
    effective_from: datetime
    bundle: str
    bundle_name: str
    source: str
    active: bool
    latest: bool
    retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """One case without its answers; ``first`` is the element at which it started."""

    id: CaseId
    number: str
    agency: AgencyCode
    key: DefinitionKey
    revision: int
    digest: str
    sop: str
    status: CaseStatus
    starter: str
    started_at: datetime
    closed_at: datetime | None
    first: ElementId


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRecord:
    """One task without its answers; ``holder`` and ``closed_by`` are accounts."""

    id: TaskId
    case: CaseId
    case_number: str
    agency: AgencyCode
    key: DefinitionKey
    revision: int
    digest: str
    element: ElementId
    name: str
    documentation: str
    form: FormId | None
    holder: str | None
    opened_at: datetime
    moved_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRecord:
    """One stay at an element of the diagram; ``task`` and ``by`` (an account) for a step of a person."""

    id: str
    case: CaseId
    key: DefinitionKey
    revision: int
    digest: str
    agency: AgencyCode
    element: ElementId
    name: str
    kind: str
    task: TaskId | None
    by: str | None
    started_at: datetime
    ended_at: datetime | None
    cancelled: bool
