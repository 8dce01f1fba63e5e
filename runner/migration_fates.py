"""What would become of running cases, case by case, and in whose hands their tasks would be.

Promise: what the report says of a case is judged as its migration is. Never: a write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson

from runner import authority, error_texts
from runner.errors import DiagramFailed
from runner.facts import Holding
from runner.lifecycle import Case
from runner.migration import Crossing, Verdict, fate_of
from runner.migration.report import CaseFate, OpenPlace, StepFate
from runner.migration_ways import Ways
from runner.model import Actor, ActorId, CaseId, ElementId, TaskId, Words
from runner.pages import ActorRef
from runner.revision import Revision
from runner.store import AnyRow, Transaction, people_rows


class Hands:
    """Who holds the tasks of a case, and whether they may in another revision."""

    def __init__(
        self, tx: Transaction, case: Case, to: Revision, places: Mapping[str, ElementId], *, at: datetime
    ) -> None:
        self._tx, self._case, self._to, self._places, self._at = tx, case, to, places, at

    def released(self) -> tuple[Holding, ...]:
        """The tasks whose holder may not act where they go."""
        return tuple(
            Holding(task=task.id, holder=task.holder, since=task.held_since)
            for task in self._case.tasks
            if task.holder is not None and not self._may(task.holder, task.id)
        )

    def returned(self, taken: Sequence[Holding]) -> tuple[Holding, ...]:
        """Those of ``taken`` that nobody has taken since and whose former holder may act again."""
        free = {task.id for task in self._case.tasks if task.holder is None}
        return tuple(one for one in taken if one.task in free and self._may(one.holder, one.task))

    def _may(self, holder: ActorId, task: TaskId) -> bool:
        return _may_act(
            people_rows.actor(self._tx, holder), self._case, self._to, self._places[task], at=self._at
        )


def _may_act(person: Actor | None, case: Case, to: Revision, element: ElementId, *, at: datetime) -> bool:
    return person is not None and (
        authority.may_act(
            person,
            agency=case.agency,
            positions=to.positions_of(element),
            started_by=case.started_by,
            at=at,
        )
        is not None
    )


class People:
    """Who holds any task of these cases, read once."""

    def __init__(self, tx: Transaction, cases: Sequence[Case]) -> None:
        holders = {task.holder for case in cases for task in case.tasks if task.holder}
        self._known = {id_: people_rows.actor(tx, id_) for id_ in sorted(holders)}

    def actor(self, id_: ActorId) -> Actor | None:
        return self._known.get(id_)

    def ref(self, id_: ActorId | None) -> ActorRef | None:
        person = self._known.get(id_) if id_ else None
        return None if person is None else ActorRef(id=person.id, name=person.name, account=person.account)


def fate(
    row: AnyRow,
    case: Case,
    ways: Ways,
    people: People,
    drafts: Mapping[str, AnyRow],
    *,
    at: datetime,
) -> CaseFate:
    """What would become of one case."""
    way = ways.of(case.revision)
    try:
        verdict = way.judge(case)
    except DiagramFailed as failed:
        return unreadable(row, error_texts.words(failed))
    return CaseFate(
        case=case.id,
        number=case.number,
        subject=row.subject,
        revision=case.revision.number,
        started_at=datetime.fromisoformat(row.started_at),
        steps=tuple(_steps(case, way, verdict, people, drafts, at=at)),
        why_not=verdict.why_not,
        cautions=verdict.cautions,
    )


def unreadable(row: AnyRow, why: Words) -> CaseFate:
    """A case that nobody can move, because what is stored of it does not hold."""
    return CaseFate(
        case=CaseId(row.case_id),
        number=row.number,
        subject=row.subject,
        revision=row.revision,
        started_at=datetime.fromisoformat(row.started_at),
        steps=(),
        why_not=why,
    )


def _steps(
    case: Case,
    way: Crossing,
    verdict: Verdict,
    people: People,
    drafts: Mapping[str, AnyRow],
    *,
    at: datetime,
) -> list[StepFate]:
    old, to = case.revision, way.to
    tasks = {str(task.id): task for task in case.tasks}
    found = []
    for landing in verdict.landings:
        after = landing.after
        placed = after is not None and after in to.diagram.tasks
        if landing.waits_at_join:
            said = way.old_name(landing.source or landing.before)
            found.append(
                StepFate(task=None, before=said, lane_before="", after="", lane_after="", waits=True)
            )
            continue
        task = tasks.get(landing.id)
        if task is None:
            continue  # a sub-process: the steps inside it say where the case is
        draft = drafts.get(task.id)
        holder = people.actor(task.holder) if task.holder else None
        found.append(
            StepFate(
                task=task.id,
                before=way.old_name(task.element),
                lane_before=lane_name(old, task.element),
                after=way.name(after) if placed and after else "",
                lane_after=lane_name(to, after) if placed and after else "",
                due=task.due,
                holder=people.ref(task.holder),
                keeps_holder=not (placed and after and task.holder)
                or _may_act(holder, case, to, after, at=at),
                draft=fate_of(orjson.loads(draft.typed), old, task.element, to, after)
                if draft is not None and placed and after
                else None,
            )
        )
    return found


def places(cases: Sequence[Case], ways: Ways) -> tuple[OpenPlace, ...]:
    found: dict[ElementId, tuple[Case, int]] = {}
    for case in cases:
        for task in case.tasks:
            first, count = found.get(task.element, (case, 0))
            found[task.element] = first, count + 1
    places = []
    for element, (case, count) in found.items():
        after = ways.of(case.revision).counterparts.of(element) or ""
        places.append(
            OpenPlace(
                element=element,
                name=ways.of(case.revision).old_name(element),
                lane=lane_name(case.revision, element),
                cases=count,
                after=after if after in ways.to.diagram.tasks else "",
                chosen=element in ways.mapping,
            )
        )
    return tuple(sorted(places, key=lambda place: (place.after != "", place.name)))


def lane_name(revision: Revision, element: ElementId) -> str:
    lane = revision.diagram.tasks[element].lane
    return next((one.name for one in revision.diagram.lanes if one.id == lane), "")
