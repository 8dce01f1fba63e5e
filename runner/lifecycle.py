"""The life of a case: a verb judges and yields one event; ``apply`` moves.

Promise: every verb is a function of the case, its arguments and the moment; it returns the case after it
with exactly one new event, or raises and nothing happened. ``apply`` judges nothing, so replay cannot
refuse what history accepted.
Never: a clock, an id, a file, the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from runner import engine
from runner import forms as form_sheets
from runner.authority import Standing
from runner.errors import (
    AnswersRefused,
    CaseNotOpen,
    ReasonMissing,
    TaskAlreadyTaken,
    TaskNotHeld,
    TaskNotOpen,
)
from runner.events import Event, SealedAnswer, canonical, moment_text, seal
from runner.facts import (
    CaseCancelled,
    CaseFact,
    CaseMigrated,
    CaseStarted,
    Consequences,
    TaskClaimed,
    TaskCompleted,
    TaskOpened,
    TaskReleased,
)
from runner.model import (
    ActorId,
    AgencyCode,
    CaseId,
    CaseStatus,
    ElementId,
    FieldError,
    Json,
    Motion,
    TaskId,
    Token,
)
from runner.outcomes import LONGEST_REASON, judge_outcomes
from runner.revision import Revision

#: Gives the due moment of a task that arrives at an element, None where its step has no ``waktu``.
DueOf = Callable[[ElementId], datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """A task that waits; ``holder`` is who took it."""

    id: TaskId
    element: ElementId
    opened_at: datetime
    opened_seq: int
    due: datetime | None = None
    holder: ActorId | None = None
    held_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One run of a revision, as it is after event ``version``; ``head`` is that event's hash."""

    id: CaseId
    agency: AgencyCode
    number: str
    revision: Revision
    status: CaseStatus
    started_by: ActorId
    version: int
    head: str
    state: bytes
    tasks: tuple[OpenTask, ...]
    tokens: tuple[Token, ...]
    data: Mapping[str, Json]
    commitments: Mapping[str, str]

    @property
    def stream(self) -> str:
        """The name of the case's stream in the audit log."""
        return stream_of(self.id)

    @property
    def subject(self) -> str:
        """What the case is about: the answer that the process property ``perihal`` names."""
        name = self.revision.diagram.subject_field
        value = self.data.get(name) if name else None
        # on one line, and without the one character that not every database keeps
        return " ".join(value.replace("\0", "").split()) if isinstance(value, str) else ""

    def open_task(self, task: TaskId) -> OpenTask:
        """The open task of that id. Raises TaskNotOpen."""
        for candidate in self.tasks:
            if candidate.id == task:
                return candidate
        raise TaskNotOpen(task, by=None, at=None)

    def digest(self) -> str:
        """SHA-256 over tokens, open tasks, due moments and commitments: neutral, never values or blobs."""
        return hashlib.sha256(
            b"alur.state.1\0"
            + canonical(
                {
                    "status": self.status,
                    "tokens": sorted([token.element, token.kind] for token in self.tokens),
                    "tasks": sorted(
                        [
                            task.id,
                            task.element,
                            moment_text(task.opened_at),
                            moment_text(task.due) if task.due else "",
                            task.holder or "",
                        ]
                        for task in self.tasks
                    ),
                    "commitments": dict(self.commitments),
                }
            )
        ).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A case after a verb, the event that says why (and its row), and the answers that stand apart."""

    case: Case
    event: Event
    row: Mapping[str, Any]
    answers: tuple[SealedAnswer, ...] = ()


def stream_of(case: CaseId) -> str:
    """The stream of one case."""
    return f"case:{case}"


def start(
    revision: Revision,
    *,
    case: CaseId,
    number: str,
    by: ActorId,
    standing: Standing,
    at: datetime,
    due_of: DueOf,
) -> Step:
    """A new case of the revision with its first tasks open. Raises DiagramFailed."""
    motion = engine.begin(revision.program, data={}, at=at, seed=f"{stream_of(case)}:1")
    blank = Case(
        id=case,
        agency=revision.agency,
        number=number,
        revision=revision,
        status=CaseStatus.OPEN,
        started_by=by,
        version=0,
        head="",
        state=b"",
        tasks=(),
        tokens=(),
        data={},
        commitments={},
    )
    opened = _dated(motion, due_of)
    fact = CaseStarted(
        case=case, agency=revision.agency, case_number=number, consequences=_consequences(motion, opened)
    )
    return _recorded(_moved(blank, motion, opened, at=at), fact, by=by, standing=standing, at=at)


def claim(case: Case, task: TaskId, *, by: ActorId, standing: Standing, at: datetime) -> Step:
    """The task is held by ``by``. Raises TaskNotOpen, TaskAlreadyTaken."""
    wanted = _free_for(case, task, by=by)
    fact = TaskClaimed(task=task, element=wanted.element)
    return _recorded(_held(case, task, by=by, at=at), fact, by=by, standing=standing, at=at)


def release(case: Case, task: TaskId, *, by: ActorId, standing: Standing, at: datetime) -> Step:
    """Nobody holds the task any more. Raises TaskNotOpen, TaskNotHeld."""
    held = case.open_task(task)
    if held.holder != by:
        raise TaskNotHeld(task)
    fact = TaskReleased(task=task, element=held.element)
    return _recorded(_held(case, task, by=None, at=None), fact, by=by, standing=standing, at=at)


def complete(
    case: Case,
    task: TaskId,
    raw: Mapping[str, Json],
    outcomes: Mapping[str, str],
    *,
    by: ActorId,
    standing: Standing,
    at: datetime,
    due_of: DueOf,
    entropy: bytes,
) -> Step:
    """Close the task with these answers and outcomes and open what follows.

    ``raw`` is what was typed into the form; ``outcomes`` holds the choice under each gateway's id and the
    reason of a return under ``<gateway>_alasan``. Raises TaskNotOpen, TaskAlreadyTaken, AnswersRefused
    (form fields and outcomes together), DiagramFailed.
    """
    done = _free_for(case, task, by=by)
    errors: list[FieldError] = []
    try:
        form = case.revision.form_of(done.element)
        answers = form_sheets.check(form, raw, data=form.recalled(case.data))
    except AnswersRefused as refused:
        errors.extend(refused.errors)
        answers = {}
    questions = case.revision.diagram.questions_of(done.element)
    decided = judge_outcomes(questions, outcomes)
    errors.extend(decided.errors)
    if errors:
        raise AnswersRefused(errors)

    values: dict[str, Json] = {**answers, **decided.outcomes, **decided.reasons}
    public = {name: value for name, value in values.items() if name in case.revision.public}
    sealed = seal(values, entropy=entropy)
    commitments = {answer.field: answer.commitment() for answer in sealed}
    answered = _answered(case, done.element, values, commitments)
    motion = engine.complete(
        case.revision.program, case.state, task, data=answered.data, at=at, seed=_next_seed(case)
    )
    opened = _dated(motion, due_of)
    fact = TaskCompleted(
        task=task,
        element=done.element,
        public=public,
        returns=decided.returns,
        consequences=_consequences(motion, opened),
    )
    moved = _moved(_without(answered, task), motion, opened, at=at)
    step = _recorded(moved, fact, by=by, standing=standing, at=at, commitments=commitments)
    return replace(step, answers=sealed)


def cancel(case: Case, reason: str, *, by: ActorId, standing: Standing, at: datetime, entropy: bytes) -> Step:
    """The case is over, with all its tasks. Raises CaseNotOpen, ReasonMissing."""
    if case.status is not CaseStatus.OPEN:
        raise CaseNotOpen(case.number, case.status)
    if not reason.strip():
        raise ReasonMissing("cancel a case")
    sealed = seal({CaseCancelled.REASON: reason.strip()[:LONGEST_REASON]}, entropy=entropy)
    commitments = {answer.field: answer.commitment() for answer in sealed}
    step = _recorded(
        _cancelled(case), CaseCancelled(), by=by, standing=standing, at=at, commitments=commitments
    )
    return replace(step, answers=sealed)


def migrate(
    case: Case,
    fact: CaseMigrated,
    note: str,
    *,
    to: Revision,
    by: ActorId,
    standing: Standing,
    at: datetime,
    entropy: bytes,
) -> Step:
    """The case goes on in ``to``, with the same tasks at other places. Raises CaseNotOpen, DiagramFailed.

    ``fact`` says where every token goes and who holds what (``runner.migration`` judged it); its
    consequences are what the engine makes of that.
    """
    if case.status is not CaseStatus.OPEN:
        raise CaseNotOpen(case.number, case.status)
    values = {CaseMigrated.NOTE: note.strip()[:LONGEST_REASON]} if note.strip() else {}
    sealed = seal(values, entropy=entropy)
    moved = _migrated(case, fact, to)
    told = replace(fact, consequences=Consequences(tokens=moved.tokens))
    commitments = {answer.field: answer.commitment() for answer in sealed}
    step = _recorded(moved, told, by=by, standing=standing, at=at, commitments=commitments)
    return replace(step, answers=sealed)


def apply(case: Case | None, event: Event, answers: Mapping[str, Json], *, revision: Revision) -> Case:
    """The case moved by a recorded event; ``answers`` are the values that stand apart from it.

    What the engine read beside the revision (due moments) comes from the event. Nothing is judged: the
    caller compares the digest of what comes out with the recorded one.
    """
    fact, at = event.fact, event.at
    if isinstance(fact, CaseStarted):
        motion = engine.begin(revision.program, data={}, at=at, seed=f"{event.stream}:{event.seq}")
        blank = Case(
            id=fact.case,
            agency=fact.agency,
            number=fact.case_number,
            revision=revision,
            status=CaseStatus.OPEN,
            started_by=event.actor,
            version=0,
            head="",
            state=b"",
            tasks=(),
            tokens=(),
            data={},
            commitments={},
        )
        return _sealed(_moved(blank, motion, fact.consequences.opened, at=at), event)
    assert case is not None  # noqa: S101 (a stream begins with CaseStarted; verify says so otherwise)
    match fact:
        case TaskClaimed():
            moved = _held(case, fact.task, by=event.actor, at=at)
        case TaskReleased():
            moved = _held(case, fact.task, by=None, at=None)
        case TaskCompleted():
            # a value that was lawfully erased is missing here; what steers the case is in the event
            values = {**answers, **fact.public}
            answered = _answered(case, fact.element, values, event.commitments)
            motion = engine.complete(
                case.revision.program, case.state, fact.task, data=answered.data, at=at, seed=_next_seed(case)
            )
            moved = _moved(_without(answered, fact.task), motion, fact.consequences.opened, at=at)
        case CaseMigrated():
            moved = _migrated(case, fact, revision)
        case CaseCancelled():
            moved = _cancelled(case)
        case _:
            raise TypeError(f"{event.fact.KIND} is no fact of a case")
    return _sealed(moved, event)


def _next_seed(case: Case) -> str:
    return f"{case.stream}:{case.version + 1}"


def _free_for(case: Case, task: TaskId, *, by: ActorId) -> OpenTask:
    wanted = case.open_task(task)
    if wanted.holder is not None and wanted.holder != by:
        raise TaskAlreadyTaken(task, by=wanted.holder, at=wanted.held_since)
    return wanted


def _dated(motion: Motion, due_of: DueOf) -> tuple[TaskOpened, ...]:
    return tuple(
        TaskOpened(task=opened.task, element=opened.element, due=due_of(opened.element))
        for opened in motion.opened
    )


def _consequences(motion: Motion, opened: tuple[TaskOpened, ...]) -> Consequences:
    return Consequences(opened=opened, passed=motion.passed, tokens=motion.tokens, ended=motion.ended)


def _held(case: Case, task: TaskId, *, by: ActorId | None, at: datetime | None) -> Case:
    return replace(
        case,
        tasks=tuple(
            replace(open_task, holder=by, held_since=at) if open_task.id == task else open_task
            for open_task in case.tasks
        ),
    )


def _without(case: Case, task: TaskId) -> Case:
    return replace(case, tasks=tuple(open_task for open_task in case.tasks if open_task.id != task))


def _answered(
    case: Case, element: ElementId, values: Mapping[str, Json], commitments: Mapping[str, str]
) -> Case:
    """Latest answer wins; outcomes and reasons of an earlier pass through this task are gone."""
    stale = {
        name
        for question in case.revision.diagram.questions_of(element)
        for name in (question.gateway, f"{question.gateway}_alasan")
    }
    kept = {name: value for name, value in case.data.items() if name not in stale}
    bound = {name: value for name, value in case.commitments.items() if name not in stale}
    return replace(case, data={**kept, **values}, commitments={**bound, **commitments})


def _moved(case: Case, motion: Motion, opened: tuple[TaskOpened, ...], *, at: datetime) -> Case:
    arrived = tuple(
        OpenTask(id=task.task, element=task.element, opened_at=at, opened_seq=case.version + 1, due=task.due)
        for task in opened
    )
    return replace(
        case,
        state=motion.state,
        tokens=motion.tokens,
        tasks=case.tasks + arrived,
        status=CaseStatus.OPEN if motion.ended is None else CaseStatus.CLOSED,
    )


def _migrated(case: Case, fact: CaseMigrated, to: Revision) -> Case:
    motion = engine.transfer(
        to.program,
        case.state,
        {move.id: engine.Place(move.after, move.source_after) for move in fact.moves},
        ends={end.level: end.after for end in fact.ends},
    )
    places = {move.id: move.after for move in fact.moves}
    held: dict[TaskId, tuple[ActorId | None, datetime | None]] = {
        **{taken.task: (None, None) for taken in fact.released},
        **{given.task: (given.holder, given.since) for given in fact.returned},
    }
    tasks = []
    for task in case.tasks:
        holder, since = held.get(task.id, (task.holder, task.held_since))
        tasks.append(replace(task, element=places[task.id], holder=holder, held_since=since))
    return replace(
        case,
        revision=to,
        state=motion.state,
        tokens=motion.tokens,
        tasks=tuple(tasks),
        data={**case.data, **fact.public},
    )


def _cancelled(case: Case) -> Case:
    return replace(case, status=CaseStatus.CANCELLED, tasks=(), tokens=())


def _recorded(
    case: Case,
    fact: CaseFact,
    *,
    by: ActorId,
    standing: Standing,
    at: datetime,
    commitments: Mapping[str, str] | None = None,
) -> Step:
    event = Event(
        stream=case.stream,
        seq=case.version + 1,
        at=at,
        actor=by,
        position=standing.position,
        capacity=standing.capacity,
        fact=fact,
        commitments=commitments or {},
        revision=(case.revision.definition, case.revision.number),
        engine=engine.ENGINE,
        state_digest=case.digest(),
        previous=case.head,
    )
    row = event.row()
    return Step(case=replace(case, version=event.seq, head=row["hash"]), event=event, row=row)


def _sealed(case: Case, event: Event) -> Case:
    return replace(case, version=event.seq, head=event.hash)
