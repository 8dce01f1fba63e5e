"""Rows of what was typed into a task and not sent yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from runner.errors import StoreConflict
from runner.events import moment_text
from runner.lifecycle import Case
from runner.model import CaseStatus, TaskId
from runner.store import AnyRow, Transaction
from runner.tables import cases, drafts, tasks


def hold(tx: Transaction, case: Case) -> None:
    """Nobody moves the case before this transaction ends. Raises StoreConflict if somebody did already."""
    # SQLite has one writer at a time, and leaves the last words out
    held = tx.execute(select(cases.c.version).where(cases.c.id == case.id).with_for_update())
    if held.scalar_one() != case.version:
        raise StoreConflict


def save_draft(tx: Transaction, task: TaskId, typed: Mapping[str, Any], *, actor: str, at: datetime) -> None:
    """What was typed so far is kept, over what was kept before.

    Raises StoreConflict if the task was closed or taken meanwhile: a draft never outlives its task.
    """
    # the task's row first: whoever completes it now waits, and then finds this draft to delete
    marked = tx.execute(
        update(tasks)
        .where(
            tasks.c.id == task,
            tasks.c.closed_at.is_(None),
            or_(tasks.c.holder.is_(None), tasks.c.holder == actor),
        )
        .values(draft_saved_at=moment_text(at))
    )
    if marked.rowcount != 1:
        raise StoreConflict
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    values = {"typed": orjson.dumps(typed).decode(), "actor": actor, "saved_at": moment_text(at)}
    statement = dialect.insert(drafts).values(task=task, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["task"], set_=values))


def draft(tx: Transaction, task: TaskId) -> AnyRow | None:
    """The draft of a task."""
    return tx.execute(select(drafts).where(drafts.c.task == task)).first()


def running_drafts(tx: Transaction, definition: str) -> Sequence[AnyRow]:
    """The drafts of all running cases of a definition."""
    query = (
        select(drafts)
        .join(tasks, tasks.c.id == drafts.c.task)
        .join(cases, cases.c.id == tasks.c.case)
        .where(cases.c.definition == definition, cases.c.status == CaseStatus.OPEN.value)
    )
    return tx.execute(query).all()
