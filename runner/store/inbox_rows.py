"""Rows of the inbox: a page of thirty by index, whatever the size of the tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, literal, select, tuple_, union_all

from runner.store import AnyRow, Transaction
from runner.tables import actors, cases, queues, tasks


def queues_for(tx: Transaction, actor: str, held: Sequence[str]) -> list[str]:
    """The queues in which tasks for these positions (``agency/code``) or this applicant wait."""
    found = tx.execute(select(queues.c.queue).where(queues.c.position.in_([*held, f"@{actor}"])).distinct())
    return sorted({*held, *found.scalars()})


_LINE_COLUMNS = [
    tasks.c.id,
    tasks.c.case,
    tasks.c.element,
    tasks.c.step,
    tasks.c.queue,
    tasks.c.opened_at,
    tasks.c.due_at,
    tasks.c.urgency,
    tasks.c.holder,
    tasks.c.held_since,
    tasks.c.closed_at,
    tasks.c.closed_by,
    tasks.c.outcome,
]


def waiting_lines(
    tx: Transaction, wanted: Sequence[str], after: tuple[str, str] | None, limit: int
) -> Sequence[AnyRow]:
    """The most urgent open tasks of these queues after the cursor, by index: no count, no scan."""
    if not wanted:
        return []
    query = _waiting(len(wanted), after is not None)
    moment, task = after or ("", "")
    given = {f"queue_{number}": queue for number, queue in enumerate(wanted)}
    return tx.execute(query, {**given, "moment": moment, "task": task, "most": limit}).all()


@cache
def _waiting(queues_wanted: int, paged: bool) -> Select[Any]:
    """The statement for so many queues: made once, since making it costs more than running it."""
    parts = []
    for number in range(queues_wanted):
        part = select(*_LINE_COLUMNS).where(
            tasks.c.queue == bindparam(f"queue_{number}"), tasks.c.closed_at.is_(None)
        )
        if paged:
            cursor = tuple_(bindparam("moment"), bindparam("task"))
            part = part.where(tuple_(tasks.c.urgency, tasks.c.id) > cursor)
        parts.append(part.order_by(tasks.c.urgency, tasks.c.id).limit(bindparam("most")).subquery())
    merged = union_all(*(select(part) for part in parts)).subquery()
    first = select(merged).order_by(merged.c.urgency, merged.c.id).limit(bindparam("most")).subquery()
    return _with_case(first).order_by(first.c.urgency, first.c.id)


def held_lines(tx: Transaction, actor: str, after: tuple[str, str] | None, limit: int) -> Sequence[AnyRow]:
    """The open tasks that the actor holds."""
    query = select(*_LINE_COLUMNS).where(
        tasks.c.holder == actor, tasks.c.closed_at.is_(None), tasks.c.holder.is_not(None)
    )
    first = _page(query, tasks.c.urgency, after, limit).subquery()
    return tx.execute(_with_case(first).order_by(first.c.urgency, first.c.id)).all()


def done_lines(tx: Transaction, actor: str, after: tuple[str, str] | None, limit: int) -> Sequence[AnyRow]:
    """The tasks that the actor completed, latest first."""
    query = select(*_LINE_COLUMNS).where(tasks.c.closed_by == actor)
    if after:
        query = query.where(
            tuple_(tasks.c.closed_at, tasks.c.id) < tuple_(literal(after[0]), literal(after[1]))
        )
    query = query.order_by(tasks.c.closed_at.desc(), tasks.c.id.desc()).limit(limit)
    first = query.subquery()
    return tx.execute(_with_case(first).order_by(first.c.closed_at.desc(), first.c.id.desc())).all()


def _page(query: Select[Any], column: Any, after: tuple[str, str] | None, limit: int) -> Select[Any]:
    if after:
        query = query.where(tuple_(column, tasks.c.id) > tuple_(literal(after[0]), literal(after[1])))
    return query.order_by(column, tasks.c.id).limit(limit)


def _with_case(lines: Any) -> Select[Any]:
    return (
        select(
            lines,
            cases.c.number,
            cases.c.subject,
            cases.c.sop,
            cases.c.agency,
            cases.c.revision,
            actors.c.name.label("holder_name"),
            actors.c.account.label("holder_account"),
        )
        .join(cases, cases.c.id == lines.c.case)
        .outerjoin(actors, actors.c.id == lines.c.holder)
    )
