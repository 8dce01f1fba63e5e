"""The verbs of a case: start, claim, release, save a draft, complete, cancel.

Promise: each verb reads the clock once, judges once on what is true now, and writes event and state in
one transaction; of two racing writers one wins and the other is judged again on what became true.
Never: a rule of its own (those are in lifecycle, authority and forms).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import orjson

from runner import authority, lifecycle, proof_texts, replay, snapshot
from runner.errors import (
    BrokenFact,
    CaseNotOpen,
    DefinitionRetired,
    FormChanged,
    HandedOver,
    NotFound,
    NotInForce,
    NotYours,
    TaskAlreadyTaken,
    TaskNotOpen,
)
from runner.events import moment_text
from runner.lifecycle import Case, Step
from runner.listing import titles_of
from runner.migration import seen_in, told
from runner.model import (
    Actor,
    ActorId,
    AgencyCode,
    CaseId,
    CaseStatus,
    ElementId,
    Json,
    TaskId,
)
from runner.named_answers import proposals
from runner.outcomes import summary
from runner.pages import CaseHead, Completed
from runner.reading import Reading
from runner.store import (
    AnyRow,
    Transaction,
    case_rows,
    definition_rows,
    people_rows,
    task_draft_rows,
    trail,
)

Pairs = Mapping[str, Sequence[str]]


class Work(Reading):
    """Verbs on cases and tasks."""

    def start(
        self,
        key: str,
        *,
        by: Actor,
        token: str | None = None,
        number: int | None = None,
        proposed: Mapping[str, Json] | None = None,
        about: str = "",
    ) -> CaseHead:
        """A new case of the active revision; the same token never starts a second one.

        ``number`` is the revision that must be the active one. ``proposed`` are values by name, ``about``
        is what the case is about: both wait as a draft of the first steps, which nobody holds by that.
        Raises NotFound, DefinitionRetired, NotInForce, NotAllowed, AnswersRefused (a proposal for no field),
        DiagramFailed.
        """
        named = _named(token, by)
        return self._again(
            lambda: self._start_once(
                key, by=by, token=named, wanted=number, proposed=proposed or {}, about=about
            )
        )

    def _start_once(
        self,
        key: str,
        *,
        by: Actor,
        token: str | None,
        wanted: int | None,
        proposed: Mapping[str, Json],
        about: str,
    ) -> CaseHead:
        at = self.now()
        with self.store.write() as tx:
            started = case_rows.case_started_with(tx, token) if token else None
            if started is not None:
                return self._head_of(tx, CaseId(started), by=by)
            definition = definition_rows.definition(tx, key)
            if definition is None:
                raise NotFound("SOP", key)
            active = definition_rows.active(tx, key, moment_text(at))
            if active is None or definition_rows.is_retired(definition, active):
                raise DefinitionRetired(key)
            number = active.number
            if wanted not in (None, number):
                raise NotInForce(key, wanted or 0, active=number)
            revision = self._revision(tx, key, number)
            standing = authority.require_start(
                by, agency=revision.agency, first_positions=revision.first_positions(), at=at
            )
            agency = self._agency(tx, revision.agency)
            year = at.astimezone(ZoneInfo(agency.zone)).year
            step = lifecycle.start(
                revision,
                case=CaseId(self._new_id()),
                number=f"{case_rows.next_number(tx, agency.code, year):04d}/{year}",
                by=by.id,
                standing=standing,
                at=at,
                due_of=self._due_of(revision, agency, at),
            )
            case_rows.save_start(tx, step, token=token)
            waiting = {task.element: task.id for task in step.case.tasks}
            for element, pairs in proposals(revision, waiting, proposed, about=about).items():
                typed = self._typed(revision, element, pairs)
                task_draft_rows.save_draft(tx, waiting[element], typed, actor=by.id, at=at)
        with self.store.read() as tx:
            return self._head_of(tx, step.case.id, by=by)

    def claim(self, task: TaskId, *, by: Actor) -> None:
        """The task is held by the actor. Claiming what one holds already changes nothing.

        Raises NotFound, NotYours, TaskNotOpen, TaskAlreadyTaken.
        """

        def judge(case: Case, row: AnyRow, at: datetime) -> Step | None:
            standing = self._standing(case, row, by=by, at=at)
            if row.task_holder == by.id:
                return None
            return lifecycle.claim(case, task, by=by.id, standing=standing, at=at)

        self._move(task, judge)

    def release(self, task: TaskId, *, by: Actor) -> None:
        """Nobody holds the task any more; its draft stays. Raises TaskNotHeld and those of ``claim``."""

        def judge(case: Case, row: AnyRow, at: datetime) -> Step | None:
            standing = self._standing(case, row, by=by, at=at)
            return lifecycle.release(case, task, by=by.id, standing=standing, at=at)

        self._move(task, judge)

    def save_draft(self, task: TaskId, pairs: Pairs, *, by: Actor, seen: int | None = None) -> datetime:
        """The actor holds the task, and what was typed is kept (which is no event); returns when.

        ``seen`` is the revision whose form was typed into, None where that is not known.
        Raises NotFound, NotYours, TaskNotOpen, TaskAlreadyTaken, FormChanged.
        """
        return self._again(lambda: self._save_draft_once(task, pairs, by=by, seen=seen))

    def _save_draft_once(self, task: TaskId, pairs: Pairs, *, by: Actor, seen: int | None) -> datetime:
        with self.store.write() as tx:
            row = self._open_row(tx, task)
            case = self._case(tx, row)
            at = self._moment_after(row)
            standing = self._standing_with(tx, case, row, pairs, seen, by=by, at=at)
            _require_form(row, seen)
            if row.task_holder is None:
                # nobody overwrites what another person is writing, and everybody sees who it is
                case_rows.save_step(tx, case, lifecycle.claim(case, task, by=by.id, standing=standing, at=at))
            elif row.task_holder != by.id:
                raise _taken(tx, row)
            else:
                # a migration that is under way would leave behind what an older form was filled with
                task_draft_rows.hold(tx, case)
            typed = self._typed(case.revision, ElementId(row.task_element), pairs)
            task_draft_rows.save_draft(tx, task, typed, actor=by.id, at=at)
        return at

    def complete(
        self,
        task: TaskId,
        pairs: Pairs,
        *,
        by: Actor,
        token: str | None = None,
        seen: int | None = None,
    ) -> Completed:
        """Close the task with what the form was given and open what follows.

        ``pairs`` are the fields as a web form posts them. Posting the same page again (its ``token``)
        answers the same and records nothing. ``seen`` is the revision whose form was filled in, None where
        that is not known. Raises NotFound, NotYours, TaskNotOpen, TaskAlreadyTaken, FormChanged,
        AnswersRefused, DiagramFailed.
        """
        named = _named(token, by)
        return self._again(lambda: self._complete_once(task, pairs, by=by, token=named, seen=seen))

    def _complete_once(
        self, task: TaskId, pairs: Pairs, *, by: Actor, token: str | None, seen: int | None
    ) -> Completed:
        with self.store.read() as tx:
            row = self._row(tx, task)
            case = self._case(tx, row)
            if row.task_closed_at is not None:
                if token and row.task_token == token and row.task_closed_by == by.id:
                    return self._completed(tx, row, case, by=by, task=task)
                raise _closed(tx, row)
            at = self._moment_after(row)
            standing = self._standing_with(tx, case, row, pairs, seen, by=by, at=at)
            if row.task_holder not in (None, by.id):
                raise _taken(tx, row)
            _require_form(row, seen)
            agency = self._agency(tx, case.agency, row.agency_version)
        element = ElementId(row.task_element)
        typed = self._typed(case.revision, element, pairs)
        step = lifecycle.complete(
            case,
            task,
            typed["raw"],
            {name: str(given) for name, given in typed["outcomes"].items()},
            by=by.id,
            standing=standing,
            at=at,
            due_of=self._due_of(case.revision, agency, at),
            entropy=self._entropy(32),
        )
        outcome = summary(case.revision.diagram.questions_of(element), step.case.data)
        done = {"id": task, "by": by.id, "outcome": outcome, "token": token}
        with self.store.write() as tx:
            case_rows.save_step(tx, case, step, done=done)
        return self._after_step(step, case, agency, row, task=task, by=by, at=at)

    def cancel(self, case_id: CaseId, reason: str, *, by: Actor) -> None:
        """The case and its open tasks are over. Raises NotFound, NotAllowed, CaseNotOpen, ReasonMissing."""
        self._again(lambda: self._cancel_once(case_id, reason, by=by))

    def _cancel_once(self, case_id: CaseId, reason: str, *, by: Actor) -> None:
        with self.store.write() as tx:
            row = case_rows.case_row(tx, case_id)
            if row is None:
                raise NotFound("case", case_id)
            at = self._moment_after(row)
            standing = authority.require_cancel(
                by,
                agency=AgencyCode(row.agency),
                started_by=ActorId(row.started_by),
                completions=row.completions,
                at=at,
            )
            if row.status != CaseStatus.OPEN:
                raise CaseNotOpen(row.number, row.status)
            case = self._case(tx, row)
            step = lifecycle.cancel(
                case, reason, by=by.id, standing=standing, at=at, entropy=self._entropy(32)
            )
            case_rows.save_step(tx, case, step)

    # --- what the verbs share ------------------------------------------------------------------

    def _move(self, task: TaskId, judge: Callable[[Case, AnyRow, datetime], Step | None]) -> None:
        self._again(lambda: self._move_once(task, judge))

    def _move_once(self, task: TaskId, judge: Callable[[Case, AnyRow, datetime], Step | None]) -> None:
        with self.store.write() as tx:
            row = self._open_row(tx, task)
            case = self._case(tx, row)
            try:
                step = judge(case, row, self._moment_after(row))
            except TaskAlreadyTaken as taken:
                raise _taken(tx, row) from taken
            if step is not None:
                case_rows.save_step(tx, case, step)

    def _moment_after(self, row: AnyRow) -> datetime:
        """Now, but never before the case's last event: a clock set back does not reorder history."""
        return max(self.now(), datetime.fromisoformat(row.moved_at))

    def _row(self, tx: Transaction, task: TaskId) -> AnyRow:
        row = case_rows.task_with_case(tx, task)
        if row is None:
            raise NotFound("task", task)
        return row

    def _open_row(self, tx: Transaction, task: TaskId) -> AnyRow:
        row = self._row(tx, task)
        if row.task_closed_at is not None:
            raise _closed(tx, row)
        return row

    def _case(self, tx: Transaction, row: AnyRow) -> Case:
        revision = self._revision(tx, row.definition, row.revision)
        try:
            return snapshot.load(
                bytes(row.snapshot),
                case=CaseId(row.case_id),
                agency=AgencyCode(row.agency),
                number=row.number,
                revision=revision,
                status=CaseStatus(row.status),
                started_by=ActorId(row.started_by),
                version=row.version,
                head=row.head,
                data=orjson.loads(row.data),
            )
        except (ValueError, KeyError, TypeError):
            # a snapshot is disposable: the record has everything
            return self._rebuilt(tx, CaseId(row.case_id), row.version)

    def _rebuilt(self, tx: Transaction, case: CaseId, version: int) -> Case:
        """The case from its events. Raises BrokenFact if they do not hold, or lead elsewhere."""
        stream = lifecycle.stream_of(case)
        events = replay.chained(stream, trail.rows(tx, stream))
        rebuilt = replay.rebuild(
            events, trail.sealed_answers(tx, stream), lambda key, number: self._revision(tx, key, number)
        )
        if rebuilt is None or rebuilt.version != version:
            raise BrokenFact(stream, version, proof_texts.NO_SNAPSHOT)
        return rebuilt

    def _standing(self, case: Case, row: AnyRow, *, by: Actor, at: datetime) -> authority.Standing:
        return authority.require_act(
            by,
            agency=case.agency,
            positions=case.revision.positions_of(ElementId(row.task_element)),
            started_by=case.started_by,
            at=at,
        )

    def _standing_with(
        self,
        tx: Transaction,
        case: Case,
        row: AnyRow,
        pairs: Pairs,
        seen: int | None,
        *,
        by: Actor,
        at: datetime,
    ) -> authority.Standing:
        """As ``_standing``, for a form of revision ``seen``. Raises HandedOver if it was theirs then."""
        try:
            return self._standing(case, row, by=by, at=at)
        except NotYours as refused:
            task = TaskId(row.task_id)
            events = trail.events_of(tx, lifecycle.stream_of(case.id))
            before = None if seen is None else seen_in(events, task, seen)
            if seen is None or before is None:
                raise
            old = self._revision(tx, row.definition, seen)
            theirs = authority.may_act(
                by,
                agency=case.agency,
                positions=old.positions_of(before),
                started_by=case.started_by,
                at=at,
            )
            if theirs is None:
                raise
            agency = self._agency(tx, case.agency, row.agency_version)
            raise HandedOver(
                refused.verb,
                actor=by.name,
                needs=titles_of(agency, case.revision.positions_of(ElementId(row.task_element))),
                number=case.revision.number,
                typed=[(one.label, one.text) for one in told(self._typed(old, before, pairs), old, before)],
            ) from refused


def _require_form(row: AnyRow, seen: int | None) -> None:
    """Nobody answers with a form that they have not seen. Raises FormChanged."""
    if seen is not None and seen != row.revision:
        raise FormChanged(row.task_id, row.revision)


def _named(token: str | None, by: Actor) -> str | None:
    """The page's token as it is stored: this person's alone, and of one length, whatever was posted."""
    return sha256(f"{by.id}\0{token}".encode(errors="replace")).hexdigest() if token else None


def _closed(tx: Transaction, row: AnyRow) -> TaskNotOpen:
    # a task that nobody completed went with its case: the case's last event says by whom
    closer = row.task_closed_by or trail.last_actor(tx, lifecycle.stream_of(CaseId(row.case_id)))
    name = people_rows.names(tx, [closer]).get(closer, (None, ""))[0]
    return TaskNotOpen(row.task_id, by=name, at=datetime.fromisoformat(row.task_closed_at))


def _taken(tx: Transaction, row: AnyRow) -> TaskAlreadyTaken:
    who = people_rows.names(tx, [row.task_holder])
    since = datetime.fromisoformat(row.task_held_since) if row.task_held_since else None
    return TaskAlreadyTaken(row.task_id, by=who.get(row.task_holder, ("", ""))[0], at=since)
