"""What a migration would do, and did, as pages and commands show it.

Promise: every running case stands in exactly one group, with what becomes of each of its open steps.
Never: a page's wording or markup.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from runner.migration.drafts import DraftFate
from runner.model import AgencyCode, CaseId, DefinitionKey, ElementId, TaskId, Words
from runner.pages import ActorRef


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFate:
    """An open step of a case: what it is, and what it would be (``after`` is empty where it has no place).

    A step that is done and waits for other branches (``waits``) has no task. The deadline stays as it is;
    ``keeps_holder`` is False where the holder may not act in the lane that the step would stand in.
    """

    task: TaskId | None
    before: str
    lane_before: str
    after: str
    lane_after: str
    waits: bool = False
    due: datetime | None = None
    holder: ActorRef | None = None
    keeps_holder: bool = True
    draft: DraftFate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFate:
    """What would become of one running case; it moves if there is no ``why_not``."""

    case: CaseId
    number: str
    subject: str
    revision: int
    started_at: datetime
    steps: tuple[StepFate, ...]
    why_not: Words | None = None
    cautions: tuple[Words, ...] = ()

    @property
    def may_move(self) -> bool:
        """True if a migration would take the case along."""
        return self.why_not is None


@dataclass(frozen=True, slots=True, kw_only=True)
class FateGroup:
    """Cases of one revision that stand at the same steps and of which the same would become.

    ``name`` follows from what they have in common: while people work on, it goes on naming the same group.
    """

    name: str
    revision: int
    steps: tuple[StepFate, ...]
    why_not: Words | None
    cautions: tuple[Words, ...]
    cases: tuple[CaseFate, ...]

    @property
    def may_move(self) -> bool:
        """True if a migration would take these cases along."""
        return self.why_not is None

    @property
    def released(self) -> int:
        """How many open steps would leave their holder's hands."""
        return sum(not step.keeps_holder for case in self.cases for step in case.steps)

    @property
    def shortened(self) -> int:
        """How many drafts hold something that the new form does not show."""
        return sum(bool(step.draft and step.draft.hidden) for case in self.cases for step in case.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChoice:
    """A step that another can be mapped to."""

    element: ElementId
    name: str
    lane: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlace:
    """A step at which running cases stand, and the step that takes its place (empty: none is known)."""

    element: ElementId
    name: str
    lane: str
    cases: int
    after: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChoice:
    """A revision that cases can be migrated to."""

    number: int
    label: str
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationReport:
    """Every running case of an SOP that is not in revision ``to`` yet."""

    key: DefinitionKey
    name: str
    agency: AgencyCode
    agency_name: str
    zone: str
    to: int
    label: str
    targets: tuple[TargetChoice, ...]
    steps: tuple[StepChoice, ...]
    places: tuple[OpenPlace, ...]
    groups: tuple[FateGroup, ...]
    there: int
    may_migrate: bool

    @property
    def cases(self) -> tuple[CaseFate, ...]:
        """All of them, group by group."""
        return tuple(case for group in self.groups for case in group.cases)

    @property
    def movable(self) -> int:
        """How many would move."""
        return sum(len(group.cases) for group in self.groups if group.may_move)

    @property
    def staying(self) -> int:
        """How many would stay."""
        return len(self.cases) - self.movable


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved:
    """A case that is in the new revision now."""

    case: CaseId
    number: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStayed:
    """A case that is where it was, and why."""

    case: CaseId
    number: str
    why_not: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationDone:
    """What a migration did. ``there`` cases were in the revision already, ``left`` were not tried yet."""

    to: int
    moved: tuple[CaseMoved, ...]
    stayed: tuple[CaseStayed, ...]
    there: int
    left: int


def grouped(fates: Iterable[CaseFate]) -> tuple[FateGroup, ...]:
    """The cases by what they are at and what becomes of them: those that stay first, then the most."""
    groups: dict[object, list[CaseFate]] = {}
    for fate in fates:
        places = tuple(
            (step.before, step.lane_before, step.after, step.lane_after, step.waits) for step in fate.steps
        )
        groups.setdefault((fate.revision, places, fate.why_not, fate.cautions), []).append(fate)
    found = [
        FateGroup(
            name=hashlib.sha256(repr(common).encode()).hexdigest()[:12],
            revision=cases[0].revision,
            steps=cases[0].steps,
            why_not=cases[0].why_not,
            cautions=cases[0].cautions,
            cases=tuple(cases),
        )
        for common, cases in groups.items()
    ]
    return tuple(sorted(found, key=lambda group: (group.may_move, -len(group.cases))))
