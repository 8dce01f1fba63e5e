"""The history of a case as people read it: every event a moment with who, when, in which position, what.

Promise: only events and the values that stand apart from them are read, never the engine's state.
Never: a date's format or a page's markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from runner import forms as form_sheets
from runner.events import Event, row_hash
from runner.facts import CaseCancelled, CaseStarted, Consequences, TaskClaimed, TaskCompleted, TaskReleased
from runner.forms import Answer
from runner.model import ElementId, Json, Token, Words
from runner.outcomes import reason_name
from runner.pages import ActorRef, EarlierStep, Moment, ReturnView
from runner.revision import Revision

Values = Mapping[int, Mapping[str, Json]]


def moments(
    events: Sequence[Event],
    values: Values,
    *,
    revision: Revision,
    people: Mapping[str, ActorRef],
    titles: Mapping[str, str],
) -> tuple[Moment, ...]:
    """One moment per event, each with the tokens as they stood after it."""
    tokens: tuple[Token, ...] = ()
    found: list[Moment] = []
    for event in events:
        consequences = _consequences(event)
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
                outcomes=_outcomes(event, revision),
                reason=_reason(event, values),
                answers=_answers(event, values, revision),
                tokens=tuple(token.element for token in tokens),
                passed=consequences.passed if consequences else (),
                ended=consequences.ended if consequences else None,
                revision=event.revision[1] if event.revision else revision.number,
                engine=event.engine,
                digest=event.state_digest,
                hash=row_hash(event.row()),
            )
        )
    return tuple(found)


def element_names(revision: Revision) -> dict[ElementId, str]:
    """What the elements that a history mentions are called."""
    tasks = {task.id: task.name for task in revision.diagram.tasks.values()}
    return {**tasks, **{q.gateway: q.text for q in revision.diagram.questions.values()}}


def earlier_steps(
    events: Sequence[Event],
    values: Values,
    *,
    revision: Revision,
    people: Mapping[str, ActorRef],
    titles: Mapping[str, str],
) -> tuple[EarlierStep, ...]:
    """What was entered at each completed step, latest first."""
    return tuple(
        EarlierStep(
            step=_step(event, revision),
            by=_who(event, people),
            position=titles.get(event.position, event.position),
            capacity=event.capacity,
            at=event.at,
            answers=_outcomes(event, revision)
            + tuple(_reasons(event, values))
            + _answers(event, values, revision),
        )
        for event in reversed(events)
        if isinstance(event.fact, TaskCompleted)
    )


def returns_into(
    opened_seq: int,
    events: Sequence[Event],
    values: Values,
    *,
    revision: Revision,
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
            step=_step(event, revision),
            choice=str(event.fact.public.get(gateway, "")),
            reason=str(values.get(event.seq, {}).get(reason_name(gateway), "") or ""),
        )
        for gateway in event.fact.returns
    )


def _who(event: Event, people: Mapping[str, ActorRef]) -> ActorRef:
    return people.get(event.actor, ActorRef(id=event.actor, name=event.actor))


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
        case TaskCompleted(returns=returns):
            given = values.get(event.seq, {})
            return "\n".join(str(given[name]) for g in returns if (name := reason_name(g)) in given)
        case _:
            return ""


def _answers(event: Event, values: Values, revision: Revision) -> tuple[Answer, ...]:
    if not isinstance(event.fact, TaskCompleted):
        return ()
    return form_sheets.describe(revision.form_of(event.fact.element), values.get(event.seq, {}))
