"""The nouns of the glossary, frozen. Nothing here reads a clock, a file or a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType, Union

AgencyCode = NewType("AgencyCode", str)
PositionCode = NewType("PositionCode", str)
ActorId = NewType("ActorId", str)
DefinitionKey = NewType("DefinitionKey", str)
CaseId = NewType("CaseId", str)
TaskId = NewType("TaskId", str)
FormId = NewType("FormId", str)
ElementId = NewType("ElementId", str)

Json = Union[None, bool, int, float, str, "list[Json]", "dict[str, Json]"]

#: The position of whoever started the case, and of nobody else (lane property ``jabatan=pemohon``).
APPLICANT = PositionCode("pemohon")


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages of the product."""

    id: str
    en: str

    def in_(self, language: str) -> str:
        """The sentence in ``language`` (``id`` or ``en``; anything else reads Indonesian)."""
        return self.en if language == "en" else self.id


class Severity(StrEnum):
    """Whether a problem stops a publish."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a diagram or form cannot be published (or, as a warning, what its author should look at)."""

    code: str
    what: Words
    remedy: Words
    file: str = ""
    line: int | None = None
    element: str = ""
    name: str = ""
    severity: Severity = Severity.ERROR

    def sentence(self, language: str = "id") -> str:
        """File, line, element name and id, what is wrong and what to do, on one line."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        named = f"“{self.name}” ({self.element})" if self.name else self.element
        where = ": ".join(part for part in (place, named) if part)
        return f"{where}: {self.what.in_(language)} {self.remedy.in_(language)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """What is wrong with one field; ``path`` is the name of its input on the page."""

    path: str
    label: str
    message: Words


class Duty(StrEnum):
    """What a person may do beside the positions they hold."""

    ANALYST = "analis"
    PUBLISHER = "penerbit"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """What a token lets a program do for its holder, of what the holder may do."""

    READ = "baca"
    WORK = "kerja"
    PUBLISH = "terbit"


class Capacity(StrEnum):
    """How an appointment holds its position (UU 30/2014 art. 14; Permendagri 1/2023 art. 44)."""

    DEFINITIVE = "definitif"
    PLT = "Plt."
    PLH = "Plh."
    PJ = "Pj."


class CaseStatus(StrEnum):
    """Where a case is in its life."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An office that people hold over time; an external one is acted for by ``represented_by``."""

    code: PositionCode
    title: str
    aliases: tuple[str, ...] = ()
    external: bool = False
    represented_by: PositionCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A person holds a position from ``since`` until ``until`` (excluded; None = open), by an order."""

    id: str
    actor: ActorId
    agency: AgencyCode
    position: PositionCode
    capacity: Capacity
    since: datetime
    until: datetime | None = None
    order: str = ""

    def holds_at(self, moment: datetime) -> bool:
        """True while the appointment is in force at ``moment`` (aware)."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or system that acts, with everything that authority is judged by.

    ``duties`` are pairs (duty, agency code); the agency is None for the whole installation.
    ``represented`` are triples (agency, external position, position that acts for it) for
    the positions this actor has appointments to. ``must_change_password`` is known of whoever comes by a
    session, and true while that was opened with the one-time password they were given.
    """

    id: ActorId
    account: str
    name: str
    agency: AgencyCode | None
    duties: frozenset[tuple[Duty, AgencyCode | None]] = frozenset()
    appointments: tuple[Appointment, ...] = ()
    represented: tuple[tuple[AgencyCode, PositionCode, PositionCode], ...] = ()
    disabled: bool = False
    must_change_password: bool = False

    def has_duty(self, duty: Duty, agency: AgencyCode | None) -> bool:
        """True if the duty was granted for this agency or for the whole installation."""
        return (duty, agency) in self.duties or (duty, None) in self.duties


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Where a case stands: a task waiting for a person, or a join waiting for other branches."""

    element: ElementId
    kind: str = field(default="task")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A task that a move opened."""

    task: TaskId
    element: ElementId


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """What the engine did in one move; ``state`` is its opaque blob afterwards.

    ``passed`` are the elements left behind in order (the completed task first); ``ended`` is the
    end event by which the case closed, None while it is open.
    """

    state: bytes
    opened: tuple[Opened, ...]
    passed: tuple[ElementId, ...]
    tokens: tuple[Token, ...]
    ended: ElementId | None = None


Answers = Mapping[str, Json]
