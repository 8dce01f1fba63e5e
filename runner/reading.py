"""What pages show of work: a task, a case.

Promise: nothing is shown that the actor may not see; reading changes nothing.
Never: a write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson

from runner import asking, authority, history
from runner import forms as form_sheets
from runner.agency import Agency
from runner.errors import NotFound, NotYours
from runner.events import Event
from runner.facts import CaseMigrated, TaskClaimed, TaskCompleted
from runner.forms import Answer
from runner.lifecycle import stream_of
from runner.listing import Listing, codes_in, moment_in, people_of, title_of, titles_of
from runner.migration import left_out, seen_in, typed_in, undoing
from runner.model import (
    APPLICANT,
    Actor,
    ActorId,
    AgencyCode,
    CaseId,
    CaseStatus,
    DefinitionKey,
    Duty,
    ElementId,
    FieldError,
    Json,
    PositionCode,
    TaskId,
    Words,
)
from runner.pages import (
    CasePage,
    TaskPage,
)
from runner.revision import Revision
from runner.store import (
    AnyRow,
    Transaction,
    case_rows,
    task_draft_rows,
    trail,
)

_SEE_TASK = Words("melihat tugas ini", "see this task")


class Reading(Listing):
    """Read models of work."""

    # --- one task --------------------------------------------------------------------------------

    def task(self, task: TaskId, *, by: Actor) -> TaskPage:
        """The page of a task, with its draft if there is one. Raises NotFound, NotYours."""
        return self._task_page(task, None, by=by)

    def fill(
        self,
        task: TaskId,
        pairs: Mapping[str, Sequence[str]],
        *,
        by: Actor,
        errors: Sequence[FieldError] = (),
        seen: int | None = None,
    ) -> TaskPage:
        """The page of a task with what was typed in place of its draft; nothing is recorded.

        Rows are added and removed, ``hide`` is judged again, ``errors`` stand beside their fields. ``seen``
        is the revision whose form was typed into, None where it is that of the case.
        Raises NotFound, NotYours.
        """
        return self._task_page(task, pairs, by=by, errors=errors, seen=seen)

    def _task_page(
        self,
        task: TaskId,
        pairs: Mapping[str, Sequence[str]] | None,
        *,
        by: Actor,
        errors: Sequence[FieldError] = (),
        seen: int | None = None,
    ) -> TaskPage:
        at = self.now()
        with self.store.read() as tx:
            row = case_rows.task_with_case(tx, task)
            if row is None:
                raise NotFound("task", task)
            stream = stream_of(CaseId(row.case_id))
            events = trail.events_of(tx, stream)
            revisions = self._told(tx, events)
            revision = revisions[_left_in(row, events)]
            agency = self._agency(tx, row.agency, row.agency_version)
            element = ElementId(row.task_element)
            positions = revision.positions_of(element)
            standing = authority.may_act(
                by, agency=agency.code, positions=positions, started_by=ActorId(row.started_by), at=at
            )
            sees_case = self._may_see(tx, row, by=by, at=at)
            if standing is None and (pairs is not None or not sees_case):
                raise NotYours(_SEE_TASK, actor=by.name, needs=titles_of(agency, positions))
            values = _values(tx, stream)
            draft = task_draft_rows.draft(tx, task) if row.task_draft_saved_at else None
            drafter = str(draft.actor) if draft else ""
            people = people_of(tx, [row.task_holder, row.task_closed_by, row.started_by, drafter], events)
            head = self._head_row(row, agency, people, may_cancel=False)
        data: Mapping[str, Json] = orjson.loads(row.data)
        typed = self._typed_on(revision, element, pairs, draft if standing else None)
        is_open = row.task_closed_at is None
        gone: tuple[Answer, ...] = ()
        if is_open and standing is not None and (pairs is not None or draft is not None):
            # what the draft holds beside it, the person who typed this has seen
            written = typed_in(events, task, datetime.fromisoformat(draft.saved_at)) if draft else None
            older = written if pairs is None else _seen_at(events, task, seen)
            if older is not None:
                old, before = revisions[revision.definition, older[0]], older[1]
                said = typed if pairs is None else self._typed(old, before, pairs)
                gone = left_out(said or {}, old, before, revision, element)
        mine = row.task_holder == by.id
        free = row.task_holder is None
        due = moment_in(row.task_due_at)
        step = revision.diagram.tasks[element]
        raw = typed["raw"] if typed else None
        titles = _all_titles(agency)
        form = revision.form_of(element)
        return TaskPage(
            task=task,
            step=step.name,
            positions=tuple(title_of(agency, code) for code in positions),
            case=head,
            fields=form_sheets.show(form, data=form.recalled(data), raw=raw, errors=errors),
            questions=asking.questions(revision, element, typed["outcomes"] if typed else {}, errors),
            returned=history.returns_into(
                row.task_opened_seq, events, values, revisions=revisions, people=people, titles=titles
            ),
            earlier=history.earlier_steps(events, values, revisions=revisions, people=people, titles=titles),
            revision=revision.number,
            label=revision.diagram.label,
            migrated_at=_migrated_at(events, row) if is_open else None,
            left_out=gone,
            documentation=step.documentation,
            kelengkapan=step.properties.get("kelengkapan", ""),
            waktu_tercetak=step.properties.get("waktuTercetak", ""),
            output=step.properties.get("output", ""),
            keterangan=step.properties.get("keterangan", ""),
            opened_at=datetime.fromisoformat(row.task_opened_at),
            due_at=due,
            overdue=is_open and due is not None and due < at,
            holder=people.get(row.task_holder),
            held_since=moment_in(row.task_held_since),
            closed_at=moment_in(row.task_closed_at),
            closed_by=people.get(row.task_closed_by),
            may_claim=is_open and standing is not None and free,
            may_release=is_open and standing is not None and mine,
            may_complete=is_open and standing is not None and (free or mine),
            may_see_case=sees_case,
            draft_saved_at=moment_in(draft.saved_at) if draft else None,
            draft_by=people.get(drafter),
            token=self._entropy(16).hex(),
        )

    def _typed_on(
        self,
        revision: Revision,
        element: ElementId,
        pairs: Mapping[str, Sequence[str]] | None,
        draft: AnyRow | None,
    ) -> dict[str, dict[str, Json]] | None:
        if pairs is not None:
            return self._typed(revision, element, pairs)
        return orjson.loads(draft.typed) if draft else None

    def _typed(
        self, revision: Revision, element: ElementId, pairs: Mapping[str, Sequence[str]]
    ) -> dict[str, dict[str, Json]]:
        return asking.typed(revision, element, pairs)

    # --- one case --------------------------------------------------------------------------------

    def case(self, case: CaseId, *, by: Actor) -> CasePage:
        """One case with its whole history. Raises NotFound, NotAllowed."""
        at = self.now()
        with self.store.read() as tx:
            row = case_rows.case_row(tx, case)
            if row is None:
                raise NotFound("case", case)
            authority.require_see_case(
                by,
                agency=AgencyCode(row.agency),
                took_part=self._took_part(tx, row, by=by),
                open_positions=self._open_positions(tx, row),
                started_by=ActorId(row.started_by),
                at=at,
            )
            agency = self._agency(tx, row.agency, row.agency_version)
            stream = stream_of(case)
            events = trail.events_of(tx, stream)
            revisions = self._told(tx, events)
            values = _values(tx, stream)
            tasks = case_rows.tasks_of(tx, case)
            people = people_of(tx, [row.started_by, *(task.holder for task in tasks)], events)
            head = self._head_row(row, agency, people, may_cancel=self._may_cancel(row, by=by, at=at))
        found = history.moments(
            events, values, revisions=revisions, people=people, titles=_all_titles(agency)
        )
        told = history.revisions_told(events, revisions)
        current = found[-1].tokens if found else ()
        return CasePage(
            head=head,
            open=tuple(
                self._line(task, head, agency, people, by=by, at=at)
                for task in tasks
                if task.closed_at is None
            ),
            moments=found,
            done=tuple(dict.fromkeys(element for moment in found for element in moment.passed)),
            current=current,
            names=told[-1].names if told else {},
            revisions=told,
            may_undo_migration=row.status == CaseStatus.OPEN
            and authority.may_migrate(by, agency=agency.code, at=at) is not None
            and undoing(events) is not None,
        )

    def _told(self, tx: Transaction, events: Sequence[Event]) -> history.Revisions:
        """Every revision that these events name."""
        return {(key, number): self._revision(tx, key, number) for key, number in history.needed(events)}

    def _may_see(self, tx: Transaction, row: AnyRow, *, by: Actor, at: datetime) -> bool:
        standing = authority.may_see_case(
            by,
            agency=AgencyCode(row.agency),
            took_part=self._took_part(tx, row, by=by),
            open_positions=self._open_positions(tx, row),
            started_by=ActorId(row.started_by),
            at=at,
        )
        return standing is not None

    def _took_part(self, tx: Transaction, row: AnyRow, *, by: Actor) -> bool:
        kinds = (TaskClaimed.KIND, TaskCompleted.KIND)
        return trail.acted_in(tx, stream_of(CaseId(row.case_id)), by.id, kinds)

    def _open_positions(self, tx: Transaction, row: AnyRow) -> tuple[PositionCode, ...]:
        waiting = [task for task in case_rows.tasks_of(tx, CaseId(row.case_id)) if task.closed_at is None]
        return tuple(dict.fromkeys(code for task in waiting for code in codes_in(task.queue)))


def _left_in(row: AnyRow, events: Sequence[Event]) -> tuple[DefinitionKey, int]:
    """The revision in which a task was completed; that of its case if nobody completed it."""
    for event in events:
        if isinstance(event.fact, TaskCompleted) and event.fact.task == row.task_id:
            return event.revision or (DefinitionKey(row.definition), row.revision)
    return DefinitionKey(row.definition), row.revision


def _seen_at(events: Sequence[Event], task: TaskId, seen: int | None) -> tuple[int, ElementId] | None:
    """The revision and the step whose form was seen, if it is not the one that the task has now."""
    before = None if seen is None else seen_in(events, task, seen)
    return None if seen is None or before is None else (seen, before)


def _migrated_at(events: Sequence[Event], row: AnyRow) -> datetime | None:
    """When the case was last migrated since the task was opened."""
    moved = [
        event.at
        for event in events
        if isinstance(event.fact, CaseMigrated) and event.seq > row.task_opened_seq
    ]
    return moved[-1] if moved else None


def _all_titles(agency: Agency) -> dict[str, str]:
    """How what an event records as a position reads: positions, the applicant, duties."""
    titles = {str(position.code): position.title for position in agency.positions}
    return {**titles, APPLICANT: "Pemohon", **{duty.value: duty.value.capitalize() for duty in Duty}}


def _values(tx: Transaction, stream: str) -> dict[int, dict[str, Json]]:
    return {
        seq: {name: orjson.loads(answer.value) for name, answer in sealed.items()}
        for seq, sealed in trail.sealed_answers(tx, stream).items()
    }
