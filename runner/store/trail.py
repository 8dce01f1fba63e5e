"""Rows of the audit log: append and read, never change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, literal_column, select, text
from sqlalchemy.dialects import postgresql, sqlite

from runner.events import Event, SealedAnswer, from_row
from runner.store import Transaction
from runner.tables import POSTGRESQL_REFUSAL, answers, events, guard_names, guard_statements, heads

_INSERT_EVENT, _INSERT_ANSWERS = insert(events), insert(answers)
#: Spelt out and no parameter, so that the partial index is used.
_MIGRATED = "'CaseMigrated'"


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
    """Number, hash and moment of the last event of a stream that is no case; (0, "", "") for a new one.

    They stand apart from the events, so that the loss of the last event shows.
    """
    found = tx.execute(select(heads).where(heads.c.stream == stream)).first()
    return (0, "", "") if found is None else (found.seq, found.hash, found.at)


def save_head(tx: Transaction, row: Mapping[str, Any]) -> None:
    """This event is the last one of its stream."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    values = {"seq": row["seq"], "at": row["at"], "hash": row["hash"]}
    statement = dialect.insert(heads).values(stream=row["stream"], **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["stream"], set_=values))


def all_heads(tx: Transaction) -> dict[str, tuple[int, str]]:
    """Number and hash of the last event of every stream that is no case, for verify."""
    return {row.stream: (row.seq, row.hash) for row in tx.execute(select(heads))}


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


def streams(tx: Transaction) -> list[str]:
    """The names of all streams."""
    return list(tx.execute(select(events.c.stream).distinct()).scalars())


def streams_with_answers(tx: Transaction) -> list[str]:
    """The names of all streams that values stand apart from."""
    return list(tx.execute(select(answers.c.stream).distinct()).scalars())


def count(tx: Transaction) -> int:
    """How many events there are."""
    return tx.execute(select(func.count()).select_from(events)).scalar_one()


def migrations_of(tx: Transaction, definition: str) -> list[Event]:
    """The events by which cases of a definition were moved to other revisions."""
    moved = events.c.kind == literal_column(_MIGRATED)
    query = select(events).where(events.c.definition == definition, moved)
    return [from_row(dict(row)) for row in tx.execute(query).mappings()]


def acted_in(tx: Transaction, stream: str, actor: str, kinds: Iterable[str]) -> bool:
    """True if the actor is behind an event of these kinds in the stream."""
    query = select(events.c.seq).where(
        events.c.stream == stream, events.c.actor == actor, events.c.kind.in_(tuple(kinds))
    )
    return tx.execute(query.limit(1)).first() is not None


def last_actor(tx: Transaction, stream: str) -> str:
    """Who is behind the last event of the stream."""
    query = select(events.c.actor).where(events.c.stream == stream).order_by(events.c.seq.desc()).limit(1)
    return tx.execute(query).scalar_one_or_none() or ""


def missing_guards(tx: Transaction) -> frozenset[str]:
    """The names of append-only triggers that somebody took away, switched off or rewrote."""
    if tx.dialect.name == "postgresql":
        found = set(tx.execute(text(_POSTGRESQL_GUARDS), {"body": POSTGRESQL_REFUSAL}).scalars())
        return guard_names("postgresql") - found
    # SQLite keeps the words that made a trigger
    made = {statement.replace("IF NOT EXISTS ", "") for statement in guard_statements("sqlite")}
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return guard_names("sqlite") - {row.name for row in tx.execute(query) if row.sql in made}


#: Enabled, unconditional triggers of the right kind (before each row of UPDATE or DELETE: 27; before
#: TRUNCATE: 34) on the table that they are named after, whose function refuses.
_POSTGRESQL_GUARDS = """
    SELECT t.tgname FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND p.prosrc = :body
      AND pg_table_is_visible(c.oid)
      AND ((t.tgname = c.relname || '_append_only' AND t.tgtype = 27)
        OR (t.tgname = c.relname || '_no_truncate' AND t.tgtype = 34))
"""
