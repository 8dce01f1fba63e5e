"""Rows of the audit log: append and read, never change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select, text

from runner.events import Event, SealedAnswer, from_row
from runner.store import Transaction
from runner.tables import answers, events, guard_names

_INSERT_EVENT, _INSERT_ANSWERS = insert(events), insert(answers)


def append(tx: Transaction, row: Mapping[str, Any], sealed: Sequence[SealedAnswer] = ()) -> None:
    """The event and the answers that stand apart from it are recorded.

    Raises StoreConflict (at the end of the transaction) if the stream already holds that event.
    """
    tx.execute(_INSERT_EVENT, dict(row))
    if sealed:
        tx.execute(
            _INSERT_ANSWERS,
            [
                {
                    "stream": row["stream"],
                    "seq": row["seq"],
                    "field": answer.field,
                    "salt": answer.salt,
                    "value": answer.value,
                }
                for answer in sealed
            ],
        )


def head(tx: Transaction, stream: str) -> tuple[int, str, str]:
    """Number, hash and moment of the last event of a stream; (0, "", "") for one that has none."""
    found = tx.execute(
        select(events.c.seq, events.c.hash, events.c.at)
        .where(events.c.stream == stream)
        .order_by(events.c.seq.desc())
        .limit(1)
    ).first()
    return (0, "", "") if found is None else (found.seq, found.hash, found.at)


def rows(tx: Transaction, stream: str) -> list[Mapping[str, Any]]:
    """The raw rows of a stream in order, for verifying and reading."""
    found = tx.execute(select(events).where(events.c.stream == stream).order_by(events.c.seq))
    return [dict(row) for row in found.mappings()]


def events_of(tx: Transaction, stream: str) -> list[Event]:
    """The events of a stream in order."""
    return [from_row(row) for row in rows(tx, stream)]


def sealed_answers(tx: Transaction, stream: str) -> dict[int, dict[str, SealedAnswer]]:
    """The answers of a stream by event and field."""
    found = tx.execute(select(answers).where(answers.c.stream == stream))
    sealed: dict[int, dict[str, SealedAnswer]] = {}
    for row in found:
        answer = SealedAnswer(field=row.field, salt=bytes(row.salt), value=row.value)
        sealed.setdefault(row.seq, {})[row.field] = answer
    return sealed


def streams(tx: Transaction, prefix: str = "") -> Iterator[str]:
    """The names of all streams that begin with ``prefix``, in order."""
    query = select(events.c.stream).distinct().order_by(events.c.stream)
    if prefix:
        query = query.where(events.c.stream >= prefix, events.c.stream < prefix + "\U0010ffff")
    yield from tx.execute(query).scalars()


def count(tx: Transaction) -> int:
    """How many events there are."""
    return tx.execute(select(func.count()).select_from(events)).scalar_one()


def acted_in(tx: Transaction, stream: str, actor: str, kinds: Iterable[str]) -> bool:
    """True if the actor is behind an event of these kinds in the stream."""
    query = select(events.c.seq).where(
        events.c.stream == stream, events.c.actor == actor, events.c.kind.in_(tuple(kinds))
    )
    return tx.execute(query.limit(1)).first() is not None


def missing_guards(tx: Transaction) -> frozenset[str]:
    """The names of append-only triggers that somebody took away or switched off."""
    if tx.dialect.name == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    return guard_names(tx.dialect.name) - set(tx.execute(text(query)).scalars())
