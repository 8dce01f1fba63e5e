"""Rows of the registers that programs read: revisions, cases and tasks, filtered, ordered, by the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, union_all
from sqlalchemy.orm import aliased

from runner.events import moment_text
from runner.seeking import CasesSought, TasksSought
from runner.store import AnyRow, Transaction
from runner.tables import actors, cases, definitions, revisions, tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What somebody may know of: the cases of these agencies (None: of all), the tasks in these queues,
    what they hold or did, and the cases that these belong to."""

    actor: str
    agencies: tuple[str, ...] | None
    queues: tuple[str, ...]


def revision_lines(
    tx: Transaction, *, key: str | None, number: int | None, bundle: str | None
) -> Sequence[AnyRow]:
    """Revisions with their definition, by key, newest first."""
    query = select(
        revisions, definitions.c.agency, definitions.c.name, definitions.c.latest, definitions.c.retired_at
    ).join(definitions, definitions.c.key == revisions.c.definition)
    for column, wanted in (
        (revisions.c.definition, key),
        (revisions.c.number, number),
        (revisions.c.deployment, bundle),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    return tx.execute(query.order_by(revisions.c.definition, revisions.c.number.desc())).all()


_HOLDER, _CLOSER, _STARTER = (actors.alias(name) for name in ("holder", "closer", "starter"))
_SAME_REVISION = and_(revisions.c.definition == cases.c.definition, revisions.c.number == cases.c.revision)
_TASKS = (
    select(
        *(column.label(f"task_{column.name}") for column in tasks.c),
        cases.c.id.label("case_id"),
        cases.c.number,
        cases.c.agency,
        cases.c.definition,
        cases.c.revision,
        cases.c.moved_at,
        revisions.c.digest,
        _HOLDER.c.account.label("holder_account"),
        _CLOSER.c.account.label("closer_account"),
    )
    .join(cases, cases.c.id == tasks.c.case)
    .join(revisions, _SAME_REVISION)
    .outerjoin(_HOLDER, _HOLDER.c.id == tasks.c.holder)
    .outerjoin(_CLOSER, _CLOSER.c.id == tasks.c.closed_by)
)
_TASK_ORDER: Final = {
    "opened": tasks.c.opened_at,
    "closed": tasks.c.closed_at,
    "due": tasks.c.urgency,
    "name": tasks.c.step,
    "id": tasks.c.id,
    "case": tasks.c.case,
}


def task_lines(
    tx: Transaction, sight: Sight, sought: TasksSought, *, first: int, most: int
) -> Sequence[AnyRow]:
    """So many of the tasks in sight, in their order."""
    column = _TASK_ORDER[sought.order]
    ordered = column.desc() if sought.descending else column.asc()
    query = _tasks(_TASKS, sight, sought).order_by(ordered, tasks.c.id)
    return tx.execute(query.offset(first).limit(most)).all()


def count_tasks(tx: Transaction, sight: Sight, sought: TasksSought) -> int:
    """How many tasks are in sight."""
    return tx.execute(select(func.count()).select_from(_tasks(_TASKS, sight, sought).subquery())).scalar_one()


def _tasks(query: Select[Any], sight: Sight, sought: TasksSought) -> Select[Any]:
    like = sought.name_like
    wanted = [
        _same(tasks.c.id, sought.task),
        _same(tasks.c.case, sought.case),
        _same(cases.c.number, sought.case_number),
        _same(cases.c.definition, sought.definition),
        _same(cases.c.revision, sought.revision),
        _same(tasks.c.element, sought.element),
        _same(tasks.c.step, sought.name),
        tasks.c.step.like(like) if like is not None else true(),
        _one_of(cases.c.agency, sought.agencies),
        _between(tasks.c.due_at, sought.due_after, sought.due_before),
        _between(tasks.c.opened_at, sought.opened_after, sought.opened_before),
        _is_null(tasks.c.closed_at, None if sought.finished is None else not sought.finished),
        _is_null(tasks.c.holder, None if sought.assigned is None else not sought.assigned),
    ]
    if sought.holder is not None:
        wanted.append(or_(_HOLDER.c.account == sought.holder, _CLOSER.c.account == sought.holder))
    if sought.position is not None:
        # a queue is named after its agency and positions: agency/one|another
        names = cases.c.agency + "/" + sought.position
        several = func.replace(tasks.c.queue, cases.c.agency + "/", "|") + "|"
        wanted.append(or_(tasks.c.queue == names, several.contains(f"|{sought.position}|", autoescape=True)))
    return query.where(_task_in_sight(sight), *wanted)


def _task_in_sight(sight: Sight) -> ColumnElement[bool]:
    if sight.agencies is None:
        return true()
    return or_(
        cases.c.agency.in_(sight.agencies),
        tasks.c.holder == sight.actor,
        tasks.c.closed_by == sight.actor,
        and_(tasks.c.queue.in_(sight.queues), tasks.c.closed_at.is_(None)),
        cases.c.id.in_(_taken_part(sight)),
    )


_CASES = (
    select(
        cases.c.id.label("case_id"),
        *(column for column in cases.c if column.name not in {"id", "snapshot", "data", "start_token"}),
        revisions.c.digest,
        _STARTER.c.account.label("starter_account"),
    )
    .join(revisions, _SAME_REVISION)
    .outerjoin(_STARTER, _STARTER.c.id == cases.c.started_by)
)
_CASE_ORDER: Final = {
    "started": cases.c.started_at,
    "closed": cases.c.closed_at,
    "number": cases.c.number,
    "definition": cases.c.definition,
    "id": cases.c.id,
}


def case_lines(
    tx: Transaction, sight: Sight, sought: CasesSought, *, first: int, most: int
) -> Sequence[AnyRow]:
    """So many of the cases in sight, in their order."""
    column = _CASE_ORDER[sought.order]
    ordered = column.desc() if sought.descending else column.asc()
    query = _cases(_CASES, sight, sought).order_by(ordered, cases.c.id)
    return tx.execute(query.offset(first).limit(most)).all()


def count_cases(tx: Transaction, sight: Sight, sought: CasesSought) -> int:
    """How many cases are in sight."""
    return tx.execute(select(func.count()).select_from(_cases(_CASES, sight, sought).subquery())).scalar_one()


def _cases(query: Select[Any], sight: Sight, sought: CasesSought) -> Select[Any]:
    like = sought.number_like
    wanted = [
        _one_of(cases.c.id, sought.cases),
        _same(cases.c.number, sought.number),
        cases.c.number.like(like) if like is not None else true(),
        _same(cases.c.definition, sought.definition),
        _same(cases.c.revision, sought.revision),
        _same(cases.c.status, sought.status and sought.status.value),
        _is_null(cases.c.closed_at, None if sought.finished is None else not sought.finished),
        _same(_STARTER.c.account, sought.starter),
        _one_of(cases.c.agency, sought.agencies),
        _between(cases.c.started_at, sought.started_after, sought.started_before),
        _between(cases.c.closed_at, sought.closed_after, sought.closed_before),
    ]
    return query.where(_case_in_sight(sight), *wanted)


def _case_in_sight(sight: Sight) -> ColumnElement[bool]:
    if sight.agencies is None:
        return true()
    waiting = select(tasks.c.case).where(tasks.c.queue.in_(sight.queues), tasks.c.closed_at.is_(None))
    return or_(
        cases.c.agency.in_(sight.agencies),
        cases.c.id.in_(_taken_part(sight)),
        cases.c.id.in_(waiting),
    )


def _taken_part(sight: Sight) -> Any:
    """The cases in which they did, or hold, a task."""
    mine = aliased(tasks)
    return union_all(
        select(mine.c.case).where(mine.c.closed_by == sight.actor),
        select(mine.c.case).where(mine.c.holder == sight.actor, mine.c.closed_at.is_(None)),
    )


def _same(column: ColumnElement[Any], wanted: object) -> ColumnElement[bool]:
    return true() if wanted is None else column == wanted


def _one_of(column: ColumnElement[Any], wanted: Sequence[str] | None) -> ColumnElement[bool]:
    return true() if wanted is None else column.in_(wanted)


def _is_null(column: ColumnElement[Any], wanted: bool | None) -> ColumnElement[bool]:
    if wanted is None:
        return true()
    return column.is_(None) if wanted else column.is_not(None)


def _between(
    column: ColumnElement[Any], after: datetime | None, before: datetime | None
) -> ColumnElement[bool]:
    bounds: list[ColumnElement[bool]] = [true()]
    if after is not None:
        bounds.append(column > moment_text(after))
    if before is not None:
        bounds.append(column < moment_text(before))
    return and_(*bounds)
