"""Rebuilding a case from its events, and comparing every digest on the way.

Promise: the only inputs are events, the answers that stand apart, and revision bytes.
Never: a snapshot, a clock, a right judged again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson

from runner import engine, lifecycle
from runner import proof_texts as texts
from runner.errors import AlurError, BrokenFact
from runner.events import Event, SealedAnswer, from_row, row_hash
from runner.facts import CaseMigrated, CaseStarted
from runner.lifecycle import Case
from runner.model import CaseStatus, DefinitionKey, Json
from runner.revision import Revision

#: Opens the revision that an event names.
Revisions = Callable[[DefinitionKey, int], Revision]


def chained(stream: str, rows: Iterable[Mapping[str, Any]]) -> list[Event]:
    """The events of a stream, its chain unbroken from the first. Raises BrokenFact."""
    events: list[Event] = []
    previous = ""
    for row in rows:
        seq = len(events) + 1
        if row["seq"] != seq:
            raise BrokenFact(stream, seq, texts.EVENT_MISSING)
        if row["previous_hash"] != previous:
            raise BrokenFact(stream, seq, texts.OUT_OF_CHAIN)
        if row_hash(row) != row["hash"]:
            raise BrokenFact(stream, seq, texts.EVENT_ALTERED)
        try:
            event = from_row(row)
        except (KeyError, TypeError, ValueError) as unreadable:
            raise BrokenFact(stream, seq, texts.EVENT_UNREADABLE) from unreadable
        if events and event.at < events[-1].at:
            raise BrokenFact(stream, seq, texts.OUT_OF_TIME)
        events.append(event)
        previous = row["hash"]
    return events


def opened_answers(event: Event, sealed: Mapping[str, SealedAnswer]) -> dict[str, Json]:
    """The values of an event, each proven by its commitment. Raises BrokenFact."""
    for name, commitment in event.commitments.items():
        answer = sealed.get(name)
        if answer is None:
            raise BrokenFact(event.stream, event.seq, texts.value_missing(name))
        if answer.commitment() != commitment:
            raise BrokenFact(event.stream, event.seq, texts.value_altered(name))
    for name in sealed:
        if name not in event.commitments:
            raise BrokenFact(event.stream, event.seq, texts.value_added(name))
    return {name: orjson.loads(answer.value) for name, answer in sealed.items()}


def rebuild(
    events: Iterable[Event], sealed: Mapping[int, Mapping[str, SealedAnswer]], revisions: Revisions
) -> Case | None:
    """The case after all its events, None if there are none. Raises BrokenFact at the first that differs."""
    case: Case | None = None
    for case in steps(events, sealed, revisions):  # noqa: B007 (the last one is the answer)
        pass
    return case


def steps(
    events: Iterable[Event], sealed: Mapping[int, Mapping[str, SealedAnswer]], revisions: Revisions
) -> Iterator[Case]:
    """The case after each of its events, each in the revision that it names.

    Raises BrokenFact at the first that differs.
    """
    case: Case | None = None
    for event in events:
        if (case is None) != isinstance(event.fact, CaseStarted):
            raise BrokenFact(event.stream, event.seq, texts.BEGINS_ONCE)
        revision = _revision_of(event, case, revisions)
        answers = opened_answers(event, sealed.get(event.seq, {}))
        public = getattr(event.fact, "public", {})
        # a migration records nothing new: what it calls public was answered before
        known = case.data if case is not None and isinstance(event.fact, CaseMigrated) else answers
        for name, value in public.items():
            if known.get(name, value) != value:
                raise BrokenFact(event.stream, event.seq, texts.value_twofold(name))
        try:
            case = lifecycle.apply(case, event, answers, revision=revision)
            waiting = engine.open_tasks(revision.program, case.state)
        except (AlurError, KeyError, TypeError) as failed:
            raise BrokenFact(event.stream, event.seq, texts.NOT_LED_TO) from failed
        if event.engine == engine.ENGINE and case.digest() != event.state_digest:
            raise BrokenFact(event.stream, event.seq, texts.LED_ELSEWHERE)
        # the digest is over the tasks that the event names; the engine must have opened the same ones
        if case.status is not CaseStatus.CANCELLED and {(t.task, t.element) for t in waiting} != {
            (t.id, t.element) for t in case.tasks
        }:
            raise BrokenFact(event.stream, event.seq, texts.OTHER_TASKS)
        yield case


def _revision_of(event: Event, case: Case | None, revisions: Revisions) -> Revision:
    """The revision in which the case is after the event: only a migration changes it. Raises BrokenFact."""
    if event.revision is None:
        raise BrokenFact(event.stream, event.seq, texts.OTHER_REVISION)
    key, number = event.revision
    if case is None:
        return revisions(key, number)
    if isinstance(event.fact, CaseMigrated):
        if key != case.revision.definition or event.fact.from_number != case.revision.number:
            raise BrokenFact(event.stream, event.seq, texts.OTHER_REVISION)
        return revisions(key, number)
    if (key, number) != (case.revision.definition, case.revision.number):
        raise BrokenFact(event.stream, event.seq, texts.OTHER_REVISION)
    return case.revision
