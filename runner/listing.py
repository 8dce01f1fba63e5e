"""Lists of work: the inbox, cases, and how a task or a case reads on a line.

Promise: nothing is listed that the actor may not see; reading changes nothing.
Never: a write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from runner import authority
from runner.agency import Agency
from runner.errors import NotFound
from runner.events import Event
from runner.lifecycle import Case, Step
from runner.model import (
    APPLICANT,
    Actor,
    ActorId,
    AgencyCode,
    CaseId,
    CaseStatus,
    DefinitionKey,
    Duty,
    PositionCode,
    TaskId,
)
from runner.pages import (
    ActorRef,
    CaseHead,
    CasesPage,
    Completed,
    InboxPage,
    TaskLine,
)
from runner.shell import Shell
from runner.store import (
    AnyRow,
    Transaction,
    case_rows,
    inbox_rows,
    people_rows,
)

#: Lines on a page of the inbox and of the list of cases.
PAGE = 30


class Listing(Shell):
    """The inbox, the list of cases, and the lines of both."""

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

    # --- lines and heads -------------------------------------------------------------------------

    def _head_of(self, tx: Transaction, case: CaseId, *, by: Actor) -> CaseHead:
        row = case_rows.case_row(tx, case)
        if row is None:
            raise NotFound("case", case)
        agency = self._agency(tx, row.agency, row.agency_version)
        people = people_of(tx, [row.started_by], [])
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
            closed_at=moment_in(row.closed_at),
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
        due = moment_in(row.due_at)
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
            positions=tuple(title_of(agency, code) for code in codes_in(row.queue)),
            closed_at=moment_in(row.closed_at),
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
        due = moment_in(task.due_at)
        # of the row, which says one thing at a time: the case may be migrated while its page is read
        positions = codes_in(task.queue)
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
            positions=tuple(title_of(agency, code) for code in positions),
            may_act=authority.may_act(
                by, agency=agency.code, positions=positions, started_by=head.started_by.id, at=at
            )
            is not None,
        )

    def _completed(self, tx: Transaction, row: AnyRow, case: Case, *, by: Actor, task: TaskId) -> Completed:
        agency = self._agency(tx, case.agency, row.agency_version)
        head = self._head_row(row, agency, people_of(tx, [row.started_by], []), may_cancel=False)
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
                positions=tuple(
                    title_of(agency, code) for code in case.revision.positions_of(opened.element)
                ),
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

    def _may_cancel(self, row: AnyRow, *, by: Actor, at: datetime) -> bool:
        if row.status != CaseStatus.OPEN:
            return False
        agency, starter = AgencyCode(row.agency), ActorId(row.started_by)
        standing = authority.may_cancel(
            by, agency=agency, started_by=starter, completions=row.completions, at=at
        )
        return standing is not None


def _cursor(after: str | None) -> tuple[str, str] | None:
    moment, mark, id_ = (after or "").partition("~")
    return (moment, id_) if mark else None


def held_positions(by: Actor, at: datetime) -> list[str]:
    """``agency/position`` of everything the actor may act for at this moment, external positions too."""
    now = {(held.agency, held.position) for held in by.appointments if held.holds_at(at)}
    acted_for = {(agency, outer) for agency, outer, inner in by.represented if (agency, inner) in now}
    return sorted(f"{agency}/{position}" for agency, position in now | acted_for)


def codes_in(queue: str) -> tuple[PositionCode, ...]:
    """The positions whose tasks wait in a queue."""
    codes = queue.partition("/")[2].split("|")
    return tuple(APPLICANT if code[:1] == "@" else PositionCode(code) for code in codes)


def title_of(agency: Agency, code: str) -> str:
    if code == APPLICANT:
        return "Pemohon"
    return next((position.title for position in agency.positions if position.code == code), code)


def titles_of(agency: Agency, codes: Iterable[str]) -> str:
    return ", ".join(title_of(agency, code) for code in codes)


def moment_in(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def people_of(tx: Transaction, ids: Iterable[str | None], events: Sequence[Event]) -> dict[str, ActorRef]:
    wanted = {id_ for id_ in ids if id_} | {event.actor for event in events}
    return {
        id_: ActorRef(id=ActorId(id_), name=name, account=account)
        for id_, (name, account) in people_rows.names(tx, wanted).items()
    }
