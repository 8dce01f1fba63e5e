"""Rows of running cases that another revision waits for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select

from runner.model import CaseStatus
from runner.store import AnyRow, Transaction
from runner.tables import cases


def running_ids(tx: Transaction, definition: str, *, but: int) -> list[str]:
    """The running cases of a definition that are not in that revision, oldest first."""
    query = (
        select(cases.c.id)
        .where(*_running(definition), cases.c.revision != but)
        .order_by(cases.c.started_at, cases.c.number)
    )
    return list(tx.execute(query).scalars())


def running_rows(tx: Transaction, definition: str, *, but: int) -> Sequence[AnyRow]:
    """As ``running_ids``, whole rows."""
    query = (
        select(cases.c.id.label("case_id"), *(column for column in cases.c if column.name != "id"))
        .where(*_running(definition), cases.c.revision != but)
        .order_by(cases.c.started_at, cases.c.number)
    )
    return tx.execute(query).all()


def running_in(tx: Transaction, definition: str, revision: int) -> int:
    """How many running cases are in that revision."""
    query = select(func.count()).select_from(cases).where(*_running(definition), cases.c.revision == revision)
    return tx.execute(query).scalar_one()


def _running(definition: str) -> tuple[ColumnElement[bool], ...]:
    return cases.c.definition == definition, cases.c.status == CaseStatus.OPEN.value
