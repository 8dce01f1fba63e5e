"""Cases: replayed from their events, then compared with the rows that the pages read.

Never: a snapshot read before everything was rebuilt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from runner import engine, replay, snapshot
from runner import proof_texts as texts
from runner.errors import BrokenFact
from runner.events import Event, moment_text
from runner.facts import CaseCancelled, TaskCompleted
from runner.lifecycle import Case, OpenTask, stream_of
from runner.model import APPLICANT, CaseId, CaseStatus
from runner.outcomes import summary
from runner.store import AnyRow, case_rows
from runner.verifying.definitions import Published
from runner.verifying.record import Record


def verify_cases(record: Record, published: Published) -> int:
    """Every case was replayed and every row of it compared; how many there are."""
    stored = case_rows.all_case_ids(record.tx)
    started = {name.removeprefix("case:") for name in record.names if name.startswith("case:")}
    walk = _Walk(record, published)
    for id_ in sorted(started | set(stored)):
        case = CaseId(id_)
        record.tried(lambda case=case: walk.verify(case), of=stream_of(case))  # type: ignore[misc]
    record.tried(walk.compare_numbers, of="nomor berkas", en="case numbers")
    record.tried(walk.compare_queues, of="antrean", en="queues")
    return len(stored)


class _Walk:
    """What all cases together must lead to."""

    def __init__(self, record: Record, published: Published) -> None:
        self._record = record
        self._published = published
        self._numbers: dict[tuple[str, int], set[int]] = {}
        self._queues: set[tuple[str, str]] = set()
        for _, fact in published.revisions.values():
            for codes in fact.lanes.values():
                if len(codes) > 1 and APPLICANT not in codes:
                    self._queues.update(case_rows.queue_members(fact.agency, codes))

    def verify(self, id_: CaseId) -> None:
        """One case. Raises BrokenFact at its first fact that does not hold."""
        stream = stream_of(id_)
        events, sealed = self._record.read(stream)
        row = case_rows.case_row(self._record.tx, id_)
        if row is None:
            raise BrokenFact(stream, None, texts.CASE_MISSING)
        self._count(row)
        if len(events) < row.version or not events:
            raise BrokenFact(stream, len(events) + 1, texts.EVENT_MISSING)
        steps = tuple(
            replay.steps(events, sealed, lambda key, number: self._published.opened(stream, key, number))
        )
        for case in steps:
            for task in case.tasks:
                self._queues.update(case_rows.task_queue_members(case, task))
        _require_case(stream, steps[-1], row, events)
        _require_tasks(stream, _tasks(steps, events), case_rows.tasks_of(self._record.tx, id_), events)

    def _count(self, row: AnyRow) -> None:
        number, _, year = row.number.partition("/")
        self._numbers.setdefault((row.agency, int(year)), set()).add(int(number))

    def compare_numbers(self) -> None:
        """No case is missing among the numbers that were given out."""
        given = case_rows.numbers_given(self._record.tx)
        for agency, year in sorted(given.keys() | self._numbers.keys()):
            found, last = self._numbers.get((agency, year), set()), given.get((agency, year), 0)
            for number in sorted(found ^ set(range(1, last + 1))):
                said = texts.NUMBER_NOT_GIVEN if number in found else texts.CASE_LOST
                named = f"{number:04d}/{year}"
                en = f"agency:{agency} case {named}"
                self._record.differs(f"agency:{agency} berkas {named}", said, en=en)

    def compare_queues(self) -> None:
        """Every position finds exactly the tasks that wait for it."""
        for position, queue in sorted(self._queues ^ case_rows.all_queues(self._record.tx)):
            self._record.differs(f"antrean {queue}", texts.queue_differs(position), en=f"queue {queue}")


def _require_case(stream: str, case: Case, row: AnyRow, events: Sequence[Event]) -> None:
    last = events[-1]
    expected: dict[str, Any] = {
        "version": case.version,
        "head": case.head,
        "status": case.status.value,
        "number": case.number,
        "agency": case.agency,
        "definition": case.revision.definition,
        "revision": case.revision.number,
        "sop": case.revision.sop,
        "started_by": case.started_by,
        "started_at": moment_text(events[0].at),
        "moved_at": moment_text(last.at),
        "closed_at": None if case.status is CaseStatus.OPEN else moment_text(last.at),
        "completions": sum(isinstance(event.fact, TaskCompleted) for event in events),
        "subject": case.subject[:300],
    }
    for name, value in expected.items():
        if getattr(row, name) != value:
            raise BrokenFact(stream, last.seq, texts.case_differs(name))
    if _json(row.data) != dict(case.data):
        raise BrokenFact(stream, last.seq, texts.DATA_DIFFER)
    if last.engine == engine.ENGINE and bytes(row.snapshot) != snapshot.dump(case):
        raise BrokenFact(stream, last.seq, texts.SNAPSHOT_DIFFERS)
    if case.status is CaseStatus.OPEN and not case.tasks:
        raise BrokenFact(stream, last.seq, texts.NOTHING_WAITS)


def _json(text: str) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:
        return None


def _tasks(steps: Sequence[Case], events: Sequence[Event]) -> dict[str, Mapping[str, Any]]:
    """The rows of all tasks that the case ever had."""
    rows: dict[str, Mapping[str, Any]] = {}
    for event, case in zip(events, steps, strict=True):
        fact = event.fact
        if isinstance(fact, TaskCompleted):
            outcome = summary(case.revision.diagram.questions_of(fact.element), fact.public)
            closed = {"closed_at": moment_text(event.at), "closed_by": event.actor, "holder": None}
            rows[fact.task] = {**rows[fact.task], **closed, "held_since": None, "outcome": outcome}
        elif isinstance(fact, CaseCancelled):
            waiting = [id_ for id_, row in rows.items() if row["closed_at"] is None]
            rows.update({id_: {**rows[id_], "closed_at": moment_text(event.at)} for id_ in waiting})
        rows.update({task.id: _waiting(case, task) for task in case.tasks})
    return rows


def _waiting(case: Case, task: OpenTask) -> Mapping[str, Any]:
    return {
        **case_rows.task_columns(case, task),
        "holder": task.holder,
        "held_since": task.held_since and moment_text(task.held_since),
        "closed_at": None,
        "closed_by": None,
        "outcome": None,
    }


def _require_tasks(
    stream: str, expected: Mapping[str, Mapping[str, Any]], rows: Sequence[AnyRow], events: Sequence[Event]
) -> None:
    found = {row.id: row for row in rows}
    for id_ in sorted(expected.keys() | found.keys()):
        if id_ not in expected or id_ not in found:
            said = texts.task_missing(id_) if id_ in expected else texts.task_added(id_)
            raise BrokenFact(stream, events[-1].seq, said)
        for name, value in expected[id_].items():
            if getattr(found[id_], name) != value:
                raise BrokenFact(stream, events[-1].seq, texts.task_differs(id_, name))
