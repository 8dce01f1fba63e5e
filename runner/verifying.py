"""``alur verify``: rebuild everything from the record, and name the first fact that does not hold.

Promise: chains, commitments, revision bytes and every case are checked from events and revision bytes
alone; what the database says beside them (snapshots, tasks, appointments) is read at the end, to compare.
Never: a repair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from runner import authority, engine, replay, snapshot
from runner.errors import AlurError, BrokenFact
from runner.events import (
    ActorRegistered,
    DefinitionRetired,
    Event,
    RevisionPublished,
    SealedAnswer,
    moment_text,
)
from runner.lifecycle import Case, stream_of
from runner.model import Actor, CaseId, CaseStatus, DefinitionKey
from runner.pages import VerifyReport
from runner.registry import INSTALLATION, Registry
from runner.revision import Revision, content_digest, file_digests, open_revision
from runner.shell import Shell
from runner.store import AnyRow, Transaction, case_rows, definition_rows, people_rows, trail

Sealed = Mapping[int, Mapping[str, SealedAnswer]]


class Verifying(Shell):
    """The verb that proves."""

    def verify(self, *, by: Actor) -> VerifyReport:
        """Everything was rebuilt; ``broken`` names the first broken fact of each stream.

        Raises NotAllowed (it takes an auditor or administrator).
        """
        authority.require_verify(by, at=self.now())
        with self.store.steady() as tx:
            return _Verification(tx).report()


class _Verification:
    """One pass over the record."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._broken: list[str] = []
        self._events = 0
        self._registry = Registry()
        self._published: dict[tuple[str, int], RevisionPublished] = {}
        self._retired: dict[str, bool] = {}

    def report(self) -> VerifyReport:
        for guard in sorted(trail.missing_guards(self._tx)):
            self._broken.append(f"database: the guard {guard} of the audit log is missing or switched off")
        names = list(trail.streams(self._tx))
        self._verify_registry([n for n in names if n == INSTALLATION or n.startswith("agency:")])
        for name in names:
            if name.startswith("definition:"):
                self._tried(lambda name=name: self._fold_definition(name))  # type: ignore[misc]
        self._tried(self._compare_definitions)
        cases = case_rows.all_case_ids(self._tx)
        started = {name.removeprefix("case:") for name in names if name.startswith("case:")}
        for case in sorted(started | set(cases)):
            self._tried(lambda case=case: self._replay_case(CaseId(case)))  # type: ignore[misc]
        return VerifyReport(
            streams=len(names), events=self._events, cases=len(cases), broken=tuple(self._broken)
        )

    def _tried(self, check: Callable[[], None]) -> None:
        try:
            check()
        except BrokenFact as broken:
            self._broken.append(str(broken))

    def _read(self, stream: str) -> tuple[list[Event], Sealed]:
        events = replay.chained(stream, trail.rows(self._tx, stream))
        self._events += len(events)
        sealed = trail.sealed_answers(self._tx, stream)
        for seq in sealed:
            if seq > len(events):
                raise BrokenFact(stream, seq, "the event is missing, but its answers are there")
        return events, sealed

    # --- people ------------------------------------------------------------------------------------

    def _verify_registry(self, names: list[str]) -> None:
        read: list[tuple[str, list[Event], Sealed]] = []
        for name in names:
            self._tried(lambda name=name: read.append((name, *self._read(name))))  # type: ignore[misc]
        # a person of one agency may be appointed in another, whose stream comes first by name
        for registering in (True, False):
            for name, events, sealed in read:
                chosen = [e for e in events if isinstance(e.fact, ActorRegistered) is registering]
                self._tried(lambda n=name, c=chosen, s=sealed: self._fold_registry(n, c, s))  # type: ignore[misc]
        self._tried(self._compare_registry)

    def _fold_registry(self, stream: str, events: list[Event], sealed: Sealed) -> None:
        for event in events:
            values = replay.opened_answers(event, sealed.get(event.seq, {}))
            try:
                self._registry.apply(event, values)
            except (KeyError, ValueError) as unknown:
                raise BrokenFact(stream, event.seq, "it speaks of somebody nobody registered") from unknown

    def _compare_registry(self) -> None:
        made = self._registry.appointments
        stored = people_rows.all_appointments(self._tx)
        for id_ in sorted(made.keys() | stored.keys()):
            if made.get(id_) != stored.get(id_):
                raise BrokenFact(f"appointment {id_}", None, "it differs from the events that made it")
        people = {person.id: person for person in people_rows.all_people(self._tx)}
        for id_ in sorted(self._registry.actors.keys() | people.keys()):
            known, found = self._registry.actors.get(id_), people.get(id_)  # type: ignore[call-overload]
            if known is None or found is None or _identity(known) != _identity(found):
                raise BrokenFact(f"person {id_}", None, "name, duties or state differ from the events")
        agencies = {agency.code: agency for agency in people_rows.all_agencies(self._tx)}
        for code in sorted(self._registry.agencies.keys() | agencies.keys()):
            if self._registry.agencies.get(code) != agencies.get(code):  # type: ignore[call-overload]
                raise BrokenFact(f"agency:{code}", None, "its profile differs from the events")

    # --- definitions -------------------------------------------------------------------------------

    def _fold_definition(self, stream: str) -> None:
        events, sealed = self._read(stream)
        for event in events:
            replay.opened_answers(event, sealed.get(event.seq, {}))
            fact = event.fact
            if isinstance(fact, DefinitionRetired):
                self._retired[fact.definition] = True
            if not isinstance(fact, RevisionPublished):
                continue
            self._retired[fact.definition] = False
            self._published[(fact.definition, fact.number)] = fact
            contents = definition_rows.files(self._tx, fact.definition, fact.number)
            digests = file_digests(contents)
            for name in sorted(fact.files.keys() | digests.keys()):
                if fact.files.get(name) != digests.get(name):
                    raise BrokenFact(stream, event.seq, f"the bytes of {name} differ from what was published")
            if content_digest(contents) != fact.digest:
                raise BrokenFact(stream, event.seq, "the revision's digest differs from its bytes")

    def _compare_definitions(self) -> None:
        for row in definition_rows.all_definitions(self._tx):
            if self._retired.get(row.key) != (row.retired_at is not None):
                raise BrokenFact(
                    f"definition:{row.key}", None, "whether it is retired differs from its events"
                )
            for revision in definition_rows.revisions_of(self._tx, row.key):
                fact = self._published.get((row.key, revision.number))
                if fact is None:
                    raise BrokenFact(
                        f"definition:{row.key}", None, f"no event published revision {revision.number}"
                    )
                stored = (revision.digest, revision.effective_from, definition_rows.lanes_of(revision))
                if stored != (fact.digest, moment_text(fact.effective_from), dict(fact.lanes)):
                    said = f"revision {revision.number} differs from the event that published it"
                    raise BrokenFact(f"definition:{row.key}", None, said)

    # --- cases -------------------------------------------------------------------------------------

    def _replay_case(self, id_: CaseId) -> None:
        stream = stream_of(id_)
        events, sealed = self._read(stream)
        row = case_rows.case_row(self._tx, id_)
        if row is None:
            raise BrokenFact(stream, None, "there are events, but the case is missing")
        if not events or events[-1].seq < row.version:
            raise BrokenFact(stream, len(events) + 1, "the event is missing")
        key, number = events[0].revision or (DefinitionKey(""), 0)
        revision = self._opened(stream, key, number)
        case = replay.rebuild(events, sealed, revision)
        assert case is not None  # noqa: S101 (there are events)
        self._compare_case(stream, case, row, events)

    def _opened(self, stream: str, key: str, number: int) -> Revision:
        fact = self._published.get((key, number))
        if fact is None:
            raise BrokenFact(stream, 1, f"nobody published revision {number} of {key}")
        try:
            return open_revision(
                definition_rows.files(self._tx, key, number),
                definition=fact.definition,
                number=number,
                agency=fact.agency,
                lanes=fact.lanes,
            )
        except (AlurError, KeyError) as unreadable:
            raise BrokenFact(stream, 1, f"revision {number} of {key} cannot be read") from unreadable

    def _compare_case(self, stream: str, case: Case, row: AnyRow, events: list[Event]) -> None:
        last = events[-1].seq
        expected: dict[str, Any] = {
            "version": case.version,
            "head": case.head,
            "status": case.status.value,
            "number": case.number,
            "agency": case.agency,
            "definition": case.revision.definition,
            "revision": case.revision.number,
            "started_by": case.started_by,
            "moved_at": moment_text(events[-1].at),
            "subject": case.subject[:300],
        }
        for name, value in expected.items():
            if getattr(row, name) != value:
                raise BrokenFact(stream, last, f"the case's {name} differs from its events")
        if orjson.loads(row.data) != dict(case.data):
            raise BrokenFact(stream, last, "the case's data differ from its answers")
        if events[-1].engine == engine.ENGINE and bytes(row.snapshot) != snapshot.dump(case):
            raise BrokenFact(stream, last, "the snapshot differs from what the events lead to")
        waiting = {
            task.id: (task.element, task.holder, task.due and moment_text(task.due)) for task in case.tasks
        }
        stored = {
            task.id: (task.element, task.holder, task.due_at)
            for task in case_rows.tasks_of(self._tx, case.id)
            if task.closed_at is None
        }
        if waiting != stored:
            raise BrokenFact(stream, last, "the open tasks differ from what the events lead to")
        if case.status is CaseStatus.OPEN and not case.tasks:
            raise BrokenFact(stream, last, "the case is open, but nothing waits")


def _identity(person: Actor) -> tuple[object, ...]:
    return (person.account, person.name, person.agency, person.duties, person.disabled)
