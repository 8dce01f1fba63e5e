"""What pages show of work: the inbox, a task, a case, lists of cases.

Promise: nothing is shown that the actor may not see; reading changes nothing.
Never: a write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import orjson

from runner import asking, authority, history
from runner import forms as form_sheets
from runner.agency import Agency
from runner.errors import NotFound, NotYours
from runner.events import Event
from runner.facts import CaseMigrated, TaskClaimed, TaskCompleted
from runner.forms import Answer
from runner.lifecycle import Case, Step, stream_of
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
    ActorRef,
    CaseHead,
    CasePage,
    CasesPage,
    Completed,
    InboxPage,
    TaskLine,
    TaskPage,
)
from runner.revision import Revision
from runner.shell import Shell
from runner.store import (
    AnyRow,
    Transaction,
    case_rows,
    inbox_rows,
    people_rows,
    task_draft_rows,
    trail,
)

_SEE_TASK = Words("melihat tugas ini", "see this task")
#: Lines on a page of the inbox and of the list of cases.
PAGE = 30


class Reading(Shell):
    """Read models of work."""

    # --- lists -----------------------------------------------------------------------------------

    def inbox(self, *, by: Actor, view: str = "positions", after: str | None = None) -> InboxPage:
        """A page of tasks: ``mine`` (held by me), ``positions`` (open for my positions), ``done`` (by me)."""
        at = self.now()
        cursor = _cursor(after)
        with self.store.read() as tx:
            if view == "done":
                rows = inbox_rows.done_lines(tx, by.id, cursor, PAGE + 1)
            elif view == "mine":
                rows = inbox_rows.held_lines(tx, by.id, cursor, PAGE + 1)
            else:
                wanted = inbox_rows.queues_for(tx, by.id, held_positions(by, at))
                rows = inbox_rows.waiting_lines(tx, wanted, cursor, PAGE + 1)
            lines = self._lines(tx, rows[:PAGE], by=by, at=at)
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        moment = last and (last.closed_at if view == "done" else last.urgency)
        return InboxPage(lines=lines, after=f"{moment}~{last.id}" if last else None)

    def cases(
        self,
        *,
        by: Actor,
        key: str | None = None,
        status: str | None = None,
        after: str | None = None,
    ) -> CasesPage:
        """A page of cases, newest first: of the agencies that the actor audits or analyses, and those in
        which the actor had a task."""
        watched = {code for duty, code in by.duties if duty in (Duty.AUDITOR, Duty.ANALYST, Duty.PUBLISHER)}
        with self.store.read() as tx:
            rows = case_rows.case_lines(
                tx,
                agencies_seen=None if None in watched else sorted(code for code in watched if code),
                taken_part=None if None in watched else by.id,
                definition=key,
                status=status,
                after=_cursor(after),
                limit=PAGE + 1,
            )
            agencies = self._agencies_of(tx, (row.agency for row in rows[:PAGE]))
            lines = tuple(self._head_line(row, agencies[row.agency]) for row in rows[:PAGE])
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        return CasesPage(lines=lines, after=f"{last.started_at}~{last.case_id}" if last else None)

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
            people = _people(tx, [row.task_holder, row.task_closed_by, row.started_by, drafter], events)
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
        due = _moment(row.task_due_at)
        step = revision.diagram.tasks[element]
        raw = typed["raw"] if typed else None
        titles = _all_titles(agency)
        form = revision.form_of(element)
        return TaskPage(
            task=task,
            step=step.name,
            positions=tuple(_title(agency, code) for code in positions),
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
            held_since=_moment(row.task_held_since),
            closed_at=_moment(row.task_closed_at),
            closed_by=people.get(row.task_closed_by),
            may_claim=is_open and standing is not None and free,
            may_release=is_open and standing is not None and mine,
            may_complete=is_open and standing is not None and (free or mine),
            may_see_case=sees_case,
            draft_saved_at=_moment(draft.saved_at) if draft else None,
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
            people = _people(tx, [row.started_by, *(task.holder for task in tasks)], events)
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

    def _may_cancel(self, row: AnyRow, *, by: Actor, at: datetime) -> bool:
        if row.status != CaseStatus.OPEN:
            return False
        agency, starter = AgencyCode(row.agency), ActorId(row.started_by)
        standing = authority.may_cancel(
            by, agency=agency, started_by=starter, completions=row.completions, at=at
        )
        return standing is not None

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
        return tuple(dict.fromkeys(code for task in waiting for code in _codes(task.queue)))

    # --- lines and heads -------------------------------------------------------------------------

    def _head_of(self, tx: Transaction, case: CaseId, *, by: Actor) -> CaseHead:
        row = case_rows.case_row(tx, case)
        if row is None:
            raise NotFound("case", case)
        agency = self._agency(tx, row.agency, row.agency_version)
        people = _people(tx, [row.started_by], [])
        return self._head_row(row, agency, people, may_cancel=self._may_cancel(row, by=by, at=self.now()))

    def _head_row(
        self, row: AnyRow, agency: Agency, people: Mapping[str, ActorRef], *, may_cancel: bool
    ) -> CaseHead:
        starter = ActorId(row.started_by)
        kept = self._revisions.get((row.definition, row.revision))
        return CaseHead(
            id=CaseId(row.case_id),
            number=row.number,
            subject=row.subject,
            sop=row.sop,
            key=DefinitionKey(row.definition),
            revision=row.revision,
            label=kept.diagram.label if kept else "",
            agency=agency.code,
            agency_name=agency.name,
            zone=agency.zone,
            status=CaseStatus(row.status),
            started_by=people.get(starter, ActorRef(id=starter, name=starter)),
            started_at=datetime.fromisoformat(row.started_at),
            closed_at=_moment(row.closed_at),
            may_cancel=may_cancel,
        )

    def _head_line(self, row: AnyRow, agency: Agency) -> CaseHead:
        starter = ActorRef(
            id=ActorId(row.started_by), name=row.starter_name or "", account=row.starter_account or ""
        )
        return self._head_row(row, agency, {row.started_by: starter}, may_cancel=False)

    def _lines(
        self, tx: Transaction, rows: Sequence[AnyRow], *, by: Actor, at: datetime
    ) -> tuple[TaskLine, ...]:
        agencies = self._agencies_of(tx, (row.agency for row in rows))
        return tuple(self._inbox_line(row, agencies[row.agency], by=by, at=at) for row in rows)

    def _agencies_of(self, tx: Transaction, codes: Iterable[str]) -> dict[str, Agency]:
        return {code: self._agency(tx, code) for code in sorted(set(codes))}

    def _inbox_line(self, row: AnyRow, agency: Agency, *, by: Actor, at: datetime) -> TaskLine:
        due = _moment(row.due_at)
        holder = ActorRef(id=ActorId(row.holder), name=row.holder_name or "") if row.holder else None
        return TaskLine(
            task=TaskId(row.id),
            case=CaseId(row.case),
            case_number=row.number,
            subject=row.subject,
            sop=row.sop,
            step=row.step,
            agency=agency.code,
            zone=agency.zone,
            opened_at=datetime.fromisoformat(row.opened_at),
            due_at=due,
            overdue=row.closed_at is None and due is not None and due < at,
            holder=holder,
            mine=row.holder == by.id,
            positions=tuple(_title(agency, code) for code in _codes(row.queue)),
            closed_at=_moment(row.closed_at),
            outcome=row.outcome or "",
        )

    def _line(
        self,
        task: AnyRow,
        head: CaseHead,
        agency: Agency,
        people: Mapping[str, ActorRef],
        *,
        by: Actor,
        at: datetime,
    ) -> TaskLine:
        due = _moment(task.due_at)
        # of the row, which says one thing at a time: the case may be migrated while its page is read
        positions = _codes(task.queue)
        return TaskLine(
            task=TaskId(task.id),
            case=head.id,
            case_number=head.number,
            subject=head.subject,
            sop=head.sop,
            step=task.step,
            agency=head.agency,
            zone=head.zone,
            opened_at=datetime.fromisoformat(task.opened_at),
            due_at=due,
            overdue=due is not None and due < at,
            holder=people.get(task.holder) if task.holder else None,
            mine=task.holder == by.id,
            positions=tuple(_title(agency, code) for code in positions),
            may_act=authority.may_act(
                by, agency=agency.code, positions=positions, started_by=head.started_by.id, at=at
            )
            is not None,
        )

    def _completed(self, tx: Transaction, row: AnyRow, case: Case, *, by: Actor, task: TaskId) -> Completed:
        agency = self._agency(tx, case.agency, row.agency_version)
        head = self._head_row(row, agency, _people(tx, [row.started_by], []), may_cancel=False)
        at = self.now()
        lines = tuple(
            self._line(other, head, agency, {}, by=by, at=at)
            for other in case_rows.tasks_of(tx, case.id)
            if other.closed_at is None
        )
        return Completed(case=head, closed=case.status is not CaseStatus.OPEN, next=lines, task=task)

    def _after_step(
        self, step: Step, before: Case, agency: Agency, row: AnyRow, *, task: TaskId, by: Actor, at: datetime
    ) -> Completed:
        """What a completion led to, from memory: no query follows the commit."""
        case = step.case
        starter = ActorId(row.started_by)
        head = CaseHead(
            id=case.id,
            number=case.number,
            subject=case.subject,
            sop=case.revision.sop,
            key=case.revision.definition,
            revision=case.revision.number,
            label=case.revision.diagram.label,
            agency=case.agency,
            agency_name=agency.name,
            zone=agency.zone,
            status=case.status,
            started_by=ActorRef(id=starter, name=""),
            started_at=datetime.fromisoformat(row.started_at),
            closed_at=None if case.status is CaseStatus.OPEN else at,
        )
        known = {open_task.id for open_task in before.tasks}
        lines = tuple(
            TaskLine(
                task=opened.id,
                case=case.id,
                case_number=case.number,
                subject=case.subject,
                sop=head.sop,
                step=case.revision.diagram.tasks[opened.element].name,
                agency=case.agency,
                zone=agency.zone,
                opened_at=opened.opened_at,
                due_at=opened.due,
                overdue=False,
                holder=None,
                mine=False,
                positions=tuple(_title(agency, code) for code in case.revision.positions_of(opened.element)),
                may_act=authority.may_act(
                    by,
                    agency=case.agency,
                    positions=case.revision.positions_of(opened.element),
                    started_by=starter,
                    at=at,
                )
                is not None,
            )
            for opened in case.tasks
            if opened.id not in known
        )
        return Completed(case=head, closed=case.status is not CaseStatus.OPEN, next=lines, task=task)


def _cursor(after: str | None) -> tuple[str, str] | None:
    moment, mark, id_ = (after or "").partition("~")
    return (moment, id_) if mark else None


def held_positions(by: Actor, at: datetime) -> list[str]:
    """``agency/position`` of everything the actor may act for at this moment, external positions too."""
    now = {(held.agency, held.position) for held in by.appointments if held.holds_at(at)}
    acted_for = {(agency, outer) for agency, outer, inner in by.represented if (agency, inner) in now}
    return sorted(f"{agency}/{position}" for agency, position in now | acted_for)


def _codes(queue: str) -> tuple[PositionCode, ...]:
    """The positions whose tasks wait in a queue."""
    codes = queue.partition("/")[2].split("|")
    return tuple(APPLICANT if code[:1] == "@" else PositionCode(code) for code in codes)


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


def _title(agency: Agency, code: str) -> str:
    if code == APPLICANT:
        return "Pemohon"
    return next((position.title for position in agency.positions if position.code == code), code)


def _all_titles(agency: Agency) -> dict[str, str]:
    """How what an event records as a position reads: positions, the applicant, duties."""
    titles = {str(position.code): position.title for position in agency.positions}
    return {**titles, APPLICANT: "Pemohon", **{duty.value: duty.value.capitalize() for duty in Duty}}


def titles_of(agency: Agency, codes: Iterable[str]) -> str:
    return ", ".join(_title(agency, code) for code in codes)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _values(tx: Transaction, stream: str) -> dict[int, dict[str, Json]]:
    return {
        seq: {name: orjson.loads(answer.value) for name, answer in sealed.items()}
        for seq, sealed in trail.sealed_answers(tx, stream).items()
    }


def _people(tx: Transaction, ids: Iterable[str | None], events: Sequence[Event]) -> dict[str, ActorRef]:
    wanted = {id_ for id_ in ids if id_} | {event.actor for event in events}
    return {
        id_: ActorRef(id=ActorId(id_), name=name, account=account)
        for id_, (name, account) in people_rows.names(tx, wanted).items()
    }
