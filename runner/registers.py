"""Registers of revisions, cases, tasks and stays, for programs: filtered, ordered, by the page.

Promise: nobody is told more than the pages tell them. Never: a write, an answer that a person gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import orjson

from runner import activities, authority
from runner.errors import NotFound
from runner.events import moment_text
from runner.listing import held_positions
from runner.model import (
    Actor,
    ActorId,
    AgencyCode,
    CaseId,
    CaseStatus,
    DefinitionKey,
    Duty,
    ElementId,
    Json,
    TaskId,
)
from runner.named_answers import REASON, drafted_inputs, inputs_of
from runner.reading import Reading
from runner.revision import Revision, form_file
from runner.seeking import (
    ActivityRecord,
    CaseRecord,
    CasesSought,
    RevisionRecord,
    TaskRecord,
    TasksSought,
)
from runner.store import (
    AnyRow,
    Transaction,
    case_rows,
    definition_rows,
    inbox_rows,
    people_rows,
    task_draft_rows,
    trail,
)
from runner.store import register_rows as rows_of
from runner.store.register_rows import Sight


class Registers(Reading):
    """Read models for programs."""

    # --- revisions -------------------------------------------------------------------------------

    def revision_records(
        self, *, by: Actor, key: str | None = None, number: int | None = None, bundle: str | None = None
    ) -> tuple[RevisionRecord, ...]:
        """Revisions by key, newest first; ``bundle`` are those published in one act."""
        with self.store.read() as tx:
            rows = rows_of.revision_lines(tx, key=key, number=number, bundle=bundle)
            active = definition_rows.active_numbers(tx, moment_text(self.now()))
            # the row of an SOP has the name of its latest revision
            names = [
                row.name
                if row.latest == row.number
                else self._revision(tx, row.definition, row.number).diagram.name
                for row in rows
            ]
        retired = {
            row.definition for row in rows if definition_rows.is_retired(row, active.get(row.definition))
        }
        in_force = {key: one.number for key, one in active.items() if key not in retired}
        return tuple(
            RevisionRecord(
                key=DefinitionKey(row.definition),
                number=row.number,
                label=row.label,
                name=name,
                agency=AgencyCode(row.agency),
                digest=row.digest,
                published_at=datetime.fromisoformat(row.published_at),
                effective_from=datetime.fromisoformat(row.effective_from),
                bundle=row.deployment,
                bundle_name=row.deployment_name,
                source=row.source,
                active=in_force.get(row.definition) == row.number,
                latest=row.latest == row.number,
                retired=row.definition in retired,
            )
            for row, name in zip(rows, names, strict=True)
        )

    def revision_contents(self, key: str, number: int, *, by: Actor) -> Mapping[str, bytes]:
        """The exact bytes of a revision: ``<key>.bpmn`` and its ``<form>.form`` files. Raises NotFound."""
        with self.store.read() as tx:
            revision = self._revision(tx, key, number)
        sheets = {form_file(name): form.source for name, form in sorted(revision.forms.items())}
        return {f"{key}.bpmn": revision.diagram.source, **sheets}

    # --- tasks -----------------------------------------------------------------------------------

    def task_records(
        self, sought: TasksSought, *, by: Actor, first: int = 0, most: int
    ) -> tuple[TaskRecord, ...]:
        """The tasks that the actor may take, holds, did, or may look at as auditor, analyst or publisher."""
        with self.store.read() as tx:
            found = rows_of.task_lines(tx, self._sight(tx, by), sought, first=first, most=most)
            return tuple(self._task_record(tx, row) for row in found)

    def count_task_records(self, sought: TasksSought, *, by: Actor) -> int:
        """How many tasks ``task_records`` could tell."""
        with self.store.read() as tx:
            return rows_of.count_tasks(tx, self._sight(tx, by), sought)

    def task_record(self, task: TaskId, *, by: Actor) -> TaskRecord:
        """One open task. Raises NotFound, also where the actor may not know of it."""
        found = self.task_records(TasksSought(task=task, finished=False), by=by, most=1)
        if not found:
            raise NotFound("task", task)
        return found[0]

    def form_of_task(self, task: TaskId, *, by: Actor) -> bytes:
        """The form of an open task, as it was published. Raises NotFound."""
        record = self.task_record(task, by=by)
        with self.store.read() as tx:
            return self._revision(tx, record.key, record.revision).form_of(record.element).source

    def _task_record(self, tx: Transaction, row: AnyRow) -> TaskRecord:
        revision = self._revision(tx, row.definition, row.revision)
        # a task that was closed before its case was migrated may be of an older revision
        step = revision.diagram.tasks.get(ElementId(row.task_element))
        return TaskRecord(
            id=TaskId(row.task_id),
            case=CaseId(row.case_id),
            case_number=row.number,
            agency=AgencyCode(row.agency),
            key=DefinitionKey(row.definition),
            revision=row.revision,
            digest=row.digest,
            element=ElementId(row.task_element),
            name=row.task_step,
            documentation=step.documentation if step else "",
            form=step.form if step else None,
            holder=row.holder_account,
            opened_at=datetime.fromisoformat(row.task_opened_at),
            moved_at=datetime.fromisoformat(row.task_held_since or row.task_opened_at),
            due_at=_moment(row.task_due_at),
            closed_at=_moment(row.task_closed_at),
            closed_by=row.closer_account,
        )

    # --- cases -----------------------------------------------------------------------------------

    def case_records(
        self, sought: CasesSought, *, by: Actor, first: int = 0, most: int
    ) -> tuple[CaseRecord, ...]:
        """The cases that the actor has a part in, or may look at as auditor, analyst or publisher."""
        with self.store.read() as tx:
            found = rows_of.case_lines(tx, self._sight(tx, by), sought, first=first, most=most)
            return tuple(self._case_record(tx, row) for row in found)

    def count_case_records(self, sought: CasesSought, *, by: Actor) -> int:
        """How many cases ``case_records`` could tell."""
        with self.store.read() as tx:
            return rows_of.count_cases(tx, self._sight(tx, by), sought)

    def case_record(self, case: CaseId, *, by: Actor) -> CaseRecord:
        """One case. Raises NotFound, NotAllowed (as the page of the case)."""
        self._require_sight(case, by=by)
        everything = Sight(actor=by.id, agencies=None, queues=())
        with self.store.read() as tx:
            (row,) = rows_of.case_lines(tx, everything, CasesSought(cases=(case,)), first=0, most=1)
            return self._case_record(tx, row)

    def _case_record(self, tx: Transaction, row: AnyRow) -> CaseRecord:
        revision = self._revision(tx, row.definition, row.revision)
        return CaseRecord(
            id=CaseId(row.case_id),
            number=row.number,
            agency=AgencyCode(row.agency),
            key=DefinitionKey(row.definition),
            revision=row.revision,
            digest=row.digest,
            sop=row.sop,
            status=CaseStatus(row.status),
            starter=row.starter_account or row.started_by,
            started_at=datetime.fromisoformat(row.started_at),
            closed_at=_moment(row.closed_at),
            first=_start(revision),
        )

    def activity_records(self, case: CaseId, *, by: Actor) -> tuple[ActivityRecord, ...]:
        """Every stay of a case, in order. Raises NotFound, NotAllowed (as the page of the case)."""
        self._require_sight(case, by=by)
        with self.store.read() as tx:
            row = case_rows.case_row(tx, case)
            if row is None:
                raise NotFound("case", case)
            events = trail.events_of(tx, f"case:{case}")
            known = people_rows.names(tx, {event.actor for event in events})
            numbers = {event.revision[1] for event in events if event.revision}
            revisions = {number: self._revision(tx, row.definition, number) for number in numbers}
        return activities.activities(
            case,
            events,
            revision_of=revisions.__getitem__,
            accounts={id_: account for id_, (_, account) in known.items()},
        )

    def _require_sight(self, case: CaseId, *, by: Actor) -> None:
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
                at=self.now(),
            )

    def _sight(self, tx: Transaction, by: Actor) -> Sight:
        watching = (Duty.AUDITOR, Duty.ANALYST, Duty.PUBLISHER)
        watched = {code for duty, code in by.duties if duty in watching}
        queues = inbox_rows.queues_for(tx, by.id, held_positions(by, self.now()))
        everywhere = None in watched
        return Sight(
            actor=by.id,
            agencies=None if everywhere else tuple(sorted(code for code in watched if code)),
            queues=tuple(queues),
        )

    # --- answers by name -------------------------------------------------------------------------

    def as_typed(self, task: TaskId, values: Mapping[str, Json], *, by: Actor) -> dict[str, list[str]]:
        """The inputs of the task's page that hold these values: what ``complete`` takes.

        A name is that of a field, of an outcome's gateway, or of the reason of a return. What the actor
        drafted, or whoever started the case proposed, stands where nothing is given, as on the page. Raises
        NotFound, AnswersRefused for a name that the page does not have or a value that no input can hold.
        """
        with self.store.read() as tx:
            row = case_rows.task_with_case(tx, task)
            if row is None:
                raise NotFound("task", task)
            revision = self._revision(tx, row.definition, row.revision)
            draft = task_draft_rows.draft(tx, task) if row.task_draft_saved_at else None
        element = ElementId(row.task_element)
        known = draft is not None and draft.actor in (by.id, row.started_by)
        drafted = drafted_inputs(revision, element, orjson.loads(draft.typed)) if draft and known else {}
        sent = inputs_of(revision, element, values)
        # the reason that was drafted belongs to the outcome that was drafted
        kept = {name: held for name, held in drafted.items() if name.removesuffix(REASON) not in sent}
        return {**kept, **sent}


def _start(revision: Revision) -> ElementId:
    nodes = revision.diagram.drawing.nodes.values()
    return ElementId(next((n.id for n in nodes if n.kind == "startEvent" and not n.scope), ""))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
