"""The history of a case as people read it: every event a moment with who, when, in which position, what.

Promise: only events and the values that stand apart from them are read, never the engine's state.
Never: a date's format or a page's markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from runner import forms as form_sheets
from runner.events import Event
from runner.facts import (
    CaseCancelled,
    CaseMigrated,
    CaseStarted,
    Consequences,
    TaskClaimed,
    TaskCompleted,
    TaskReleased,
)
from runner.forms import Answer
from runner.model import DefinitionKey, ElementId, Json, Token, Words
from runner.outcomes import reason_name
from runner.pages import ActorRef, CaseRevision, EarlierStep, Moment, ReturnView, StepMoved
from runner.revision import Revision

Values = Mapping[int, Mapping[str, Json]]
#: The revisions that the events of a case name, and those that its migrations left.
Revisions = Mapping[tuple[DefinitionKey, int], Revision]


def moments(
    events: Sequence[Event],
    values: Values,
    *,
    revisions: Revisions,
    people: Mapping[str, ActorRef],
    titles: Mapping[str, str],
) -> tuple[Moment, ...]:
    """One moment per event, each with the tokens as they stood after it."""
    tokens: tuple[Token, ...] = ()
    found: list[Moment] = []
    for event in events:
        consequences, revision = _consequences(event), _revision(event, revisions)
        if consequences is not None:
            tokens = consequences.tokens
        if isinstance(event.fact, CaseCancelled):
            tokens = ()
        found.append(
            Moment(
                seq=event.seq,
                kind=event.fact.KIND,
                at=event.at,
                by=_who(event, people),
                position=titles.get(event.position, event.position),
                capacity=event.capacity,
                step=_step(event, revision),
                element=getattr(event.fact, "element", None),
                text=_sentence(event, revision),
                moves=_moves(event, revisions, people),
                outcomes=_outcomes(event, revision),
                reason=_reason(event, values),
                answers=_answers(event, values, revision),
                tokens=tuple(token.element for token in tokens),
                passed=consequences.passed if consequences else (),
                ended=consequences.ended if consequences else None,
                revision=revision.number,
                engine=event.engine,
                digest=event.state_digest,
                hash=event.hash,
            )
        )
    return tuple(found)


def element_names(revision: Revision) -> dict[ElementId, str]:
    """What the elements that a history mentions are called."""
    tasks = {task.id: task.name for task in revision.diagram.tasks.values()}
    return {**tasks, **{q.gateway: q.text for q in revision.diagram.questions.values()}}


def revisions_told(events: Sequence[Event], revisions: Revisions) -> tuple[CaseRevision, ...]:
    """The revisions that the case has been in, each from the event on that brought it there."""
    told: list[CaseRevision] = []
    for event in events:
        revision = _revision(event, revisions)
        if not told or told[-1].number != revision.number:
            lanes = {lane.id: lane.name for lane in revision.diagram.lanes}
            told.append(
                CaseRevision(
                    number=revision.number,
                    label=revision.diagram.label,
                    since=event.seq,
                    names=element_names(revision),
                    lanes={task.id: lanes.get(task.lane, "") for task in revision.diagram.tasks.values()},
                )
            )
    return tuple(told)


def needed(events: Sequence[Event]) -> tuple[tuple[DefinitionKey, int], ...]:
    """The revisions without which these events cannot be told."""
    wanted: dict[tuple[DefinitionKey, int], None] = {}
    for event in events:
        if event.revision is not None:
            wanted[event.revision] = None
            if isinstance(event.fact, CaseMigrated):
                wanted[event.revision[0], event.fact.from_number] = None
    return tuple(wanted)


def earlier_steps(
    events: Sequence[Event],
    values: Values,
    *,
    revisions: Revisions,
    people: Mapping[str, ActorRef],
    titles: Mapping[str, str],
) -> tuple[EarlierStep, ...]:
    """What was entered at each completed step, latest first."""
    return tuple(
        EarlierStep(
            step=_step(event, _revision(event, revisions)),
            by=_who(event, people),
            position=titles.get(event.position, event.position),
            capacity=event.capacity,
            at=event.at,
            answers=_outcomes(event, _revision(event, revisions))
            + tuple(_reasons(event, values))
            + _answers(event, values, _revision(event, revisions)),
        )
        for event in reversed(events)
        if isinstance(event.fact, TaskCompleted)
    )


def returns_into(
    opened_seq: int,
    events: Sequence[Event],
    values: Values,
    *,
    revisions: Revisions,
    people: Mapping[str, ActorRef],
    titles: Mapping[str, str],
) -> tuple[ReturnView, ...]:
    """Why the case came back to a task that event ``opened_seq`` opened; empty if it did not."""
    event = next((event for event in events if event.seq == opened_seq), None)
    if event is None or not isinstance(event.fact, TaskCompleted):
        return ()
    return tuple(
        ReturnView(
            by=_who(event, people),
            position=titles.get(event.position, event.position),
            capacity=event.capacity,
            at=event.at,
            step=_step(event, _revision(event, revisions)),
            choice=str(event.fact.public.get(gateway, "")),
            reason=str(values.get(event.seq, {}).get(reason_name(gateway), "") or ""),
        )
        for gateway in event.fact.returns
    )


def _who(event: Event, people: Mapping[str, ActorRef]) -> ActorRef:
    return people.get(event.actor, ActorRef(id=event.actor, name=event.actor))


def _revision(event: Event, revisions: Revisions) -> Revision:
    """The revision that the case was in after the event."""
    assert event.revision is not None  # noqa: S101 (every event of a case names it)
    return revisions[event.revision]


def _moves(event: Event, revisions: Revisions, people: Mapping[str, ActorRef]) -> tuple[StepMoved, ...]:
    """The open steps of a migrated case, where they were and where they are."""
    if not isinstance(event.fact, CaseMigrated) or event.revision is None:
        return ()
    before = revisions[event.revision[0], event.fact.from_number].diagram.tasks
    after = _revision(event, revisions).diagram.tasks
    taken = {str(holding.task): holding.holder for holding in event.fact.released}
    return tuple(
        StepMoved(
            before=before[move.before].name,
            after=after[move.after].name,
            released=people.get(taken.get(move.id, "")),
        )
        for move in event.fact.moves
        if move.before in before and move.after in after
    )


def _consequences(event: Event) -> Consequences | None:
    return getattr(event.fact, "consequences", None)


def _step(event: Event, revision: Revision) -> str:
    element = getattr(event.fact, "element", None)
    task = revision.diagram.tasks.get(element) if element else None
    return task.name if task else ""


def _sentence(event: Event, revision: Revision) -> Words:
    step = _step(event, revision)
    match event.fact:
        case CaseStarted():
            return Words("Berkas dimulai.", "The case was started.")
        case TaskClaimed():
            return Words(f"Mengambil tugas “{step}”.", f"Took the task “{step}”.")
        case TaskReleased():
            return Words(f"Melepas tugas “{step}”.", f"Released the task “{step}”.")
        case TaskCompleted(returns=returns) if returns:
            return Words(f"Menyelesaikan “{step}” dan mengembalikan.", f"Completed “{step}” and returned it.")
        case TaskCompleted():
            return Words(f"Menyelesaikan “{step}”.", f"Completed “{step}”.")
        case CaseCancelled():
            return Words("Berkas dibatalkan.", "The case was cancelled.")
        case CaseMigrated(from_number=before, undoes=None):
            return Words(
                f"Berkas dipindahkan dari revisi {before} ke revisi {revision.number}.",
                f"The case was migrated from revision {before} to revision {revision.number}.",
            )
        case CaseMigrated(from_number=before):
            return Words(
                f"Pemindahan ditarik kembali: dari revisi {before} ke revisi {revision.number}.",
                f"The migration was taken back: from revision {before} to revision {revision.number}.",
            )
        case _:
            return Words(event.fact.KIND, event.fact.KIND)


def _outcomes(event: Event, revision: Revision) -> tuple[Answer, ...]:
    if not isinstance(event.fact, TaskCompleted):
        return ()
    asked = revision.diagram.questions_of(event.fact.element)
    public = event.fact.public
    return tuple(Answer(label=q.text, text=str(public[q.gateway])) for q in asked if q.gateway in public)


def _reasons(event: Event, values: Values) -> list[Answer]:
    reason = _reason(event, values) if isinstance(event.fact, TaskCompleted) else ""
    return [Answer(label="Alasan", text=reason)] if reason else []


def _reason(event: Event, values: Values) -> str:
    match event.fact:
        case CaseCancelled():
            return str(values.get(event.seq, {}).get(CaseCancelled.REASON, "") or "")
        case CaseMigrated():
            return str(values.get(event.seq, {}).get(CaseMigrated.NOTE, "") or "")
        case TaskCompleted(returns=returns):
            given = values.get(event.seq, {})
            return "\n".join(str(given[name]) for g in returns if (name := reason_name(g)) in given)
        case _:
            return ""


def _answers(event: Event, values: Values, revision: Revision) -> tuple[Answer, ...]:
    if not isinstance(event.fact, TaskCompleted):
        return ()
    return form_sheets.describe(revision.form_of(event.fact.element), values.get(event.seq, {}))
