"""What a page shows of a dry run: who would get what and when, one task as its person sees it, the history.

Promise: forms, outcomes and history are those of a real case. Never: a page's wording or markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from runner import asking, history
from runner import forms as form_sheets
from runner.dry_run import people
from runner.dry_run.nouns import MOST_MOVES, DryRun, DryRunPage, TriedTask, Waiting
from runner.lifecycle import OpenTask
from runner.model import APPLICANT, FieldError, Json, TaskId
from runner.pages import ActorRef


def page_of(
    run: DryRun,
    *,
    shown: TaskId | None = None,
    pairs: Mapping[str, Sequence[str]] | None = None,
    errors: Sequence[FieldError] = (),
) -> DryRunPage:
    """The run with one open task shown (``shown``, else the first), filled with ``pairs`` if given."""
    revision, agency = run.ground.revision, run.ground.agency
    who = _everybody(run)
    tasks = run.case.tasks
    task = next((task for task in tasks if task.id == shown), tasks[0] if tasks else None)
    moments = history.moments(
        run.events, run.values, revisions=_revisions(run), people=who, titles=titles(run)
    )
    ended = next((moment.ended for moment in moments if moment.ended), None)
    return DryRunPage(
        key=revision.definition,
        number=revision.number,
        label=revision.diagram.label,
        sop=revision.sop,
        agency_name=agency.name,
        zone=agency.zone,
        digest=revision.digest,
        problems=run.ground.problems,
        players=people.starters(run.ground, run.attempt.at),
        attempt=run.attempt,
        started_by=who[run.attempt.by],
        moments=moments,
        open=tuple(_waiting(run, each) for each in tasks),
        shown=_tried(run, task, pairs, errors) if task else None,
        names=history.element_names(revision),
        ended=_name(run, ended) if ended else None,
        at=run.at,
        full=len(run.attempt.moves) >= MOST_MOVES,
        stopped=run.stopped,
    )


def _waiting(run: DryRun, task: OpenTask) -> Waiting:
    revision, agency = run.ground.revision, run.ground.agency
    step = revision.diagram.tasks[task.element]
    positions = revision.positions_of(task.element)
    lanes = {lane.id: lane.name for lane in revision.diagram.lanes}
    return Waiting(
        task=task.id,
        element=task.element,
        step=step.name,
        lane=lanes.get(step.lane, ""),
        positions=tuple(people.title(agency, code) for code in positions),
        players=people.players(run.ground, positions, started_by=run.case.started_by, at=run.at),
        opened_at=task.opened_at,
        due_at=task.due,
        lap=laps(run, task) + 1,
    )


def laps(run: DryRun, task: OpenTask) -> int:
    """How often the step of an open task was completed before."""
    return sum(getattr(event.fact, "element", None) == task.element for event in run.events)


def _tried(
    run: DryRun,
    task: OpenTask,
    pairs: Mapping[str, Sequence[str]] | None,
    errors: Sequence[FieldError],
) -> TriedTask:
    revision = run.ground.revision
    step, form = revision.diagram.tasks[task.element], revision.form_of(task.element)
    typed: dict[str, dict[str, Json]] = (
        asking.typed(revision, task.element, pairs) if pairs is not None else {"raw": {}, "outcomes": {}}
    )
    who, said = _everybody(run), titles(run)
    return TriedTask(
        waiting=_waiting(run, task),
        fields=form_sheets.show(
            form,
            data=form.recalled(run.case.data),
            raw=typed["raw"] if pairs is not None else None,
            errors=errors,
        ),
        questions=asking.questions(revision, task.element, typed["outcomes"], errors),
        returned=history.returns_into(
            task.opened_seq, run.events, run.values, revisions=_revisions(run), people=who, titles=said
        ),
        earlier=history.earlier_steps(
            run.events, run.values, revisions=_revisions(run), people=who, titles=said
        ),
        documentation=step.documentation,
        kelengkapan=step.properties.get("kelengkapan", ""),
        waktu_tercetak=step.properties.get("waktuTercetak", ""),
        output=step.properties.get("output", ""),
        keterangan=step.properties.get("keterangan", ""),
    )


def _revisions(run: DryRun) -> history.Revisions:
    revision = run.ground.revision
    return {(revision.definition, revision.number): revision}


def titles(run: DryRun) -> dict[str, str]:
    """How the positions read that the events of the run name."""
    found = {str(position.code): position.title for position in run.ground.agency.positions}
    return {**found, str(APPLICANT): people.title(run.ground.agency, APPLICANT)}


def _everybody(run: DryRun) -> dict[str, ActorRef]:
    return {
        person.id: ActorRef(id=person.id, name=person.name or person.account, account=person.account)
        for person in run.ground.people
    }


def _name(run: DryRun, element: str) -> str:
    node = run.ground.revision.diagram.drawing.nodes.get(element)
    return (node.name if node else "") or element
