"""What was recorded stays: the database itself refuses to change it, whoever asks, after every migration."""

# ruff: noqa: S608 (the statements are this file's own, and so is the database)

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Protocol

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Integer, LargeBinary, Table, make_url

from runner.store import Store
from runner.store.migrating import configuration, migrate
from runner.tables import APPEND_ONLY

TABLES = {table.name: table for table in APPEND_ONLY}

EVERYWHERE = {
    "UPDATE": "UPDATE {table} SET {column} = {other}",
    "UPDATE of the key": "UPDATE {table} SET {key} = {new}",
    "DELETE": "DELETE FROM {table}",
    "DELETE of one row": "DELETE FROM {table} WHERE {key} = {value}",
    "ON CONFLICT DO UPDATE": "INSERT INTO {table} ({columns}) VALUES ({values}) "
    "ON CONFLICT ({keys}) DO UPDATE SET {column} = {other}",
}
ON_SQLITE = {
    "INSERT OR REPLACE": "INSERT OR REPLACE INTO {table} ({columns}) VALUES ({values})",
    "REPLACE": "REPLACE INTO {table} ({columns}) VALUES ({values})",
    "REPLACE by the hidden row number": "REPLACE INTO {table} (rowid, {columns}) VALUES (1, {news})",
    "UPDATE OR REPLACE": "UPDATE OR REPLACE {table} SET {column} = {other}",
}
ON_POSTGRESQL = {
    "TRUNCATE": "TRUNCATE {table}",
    "TRUNCATE of several": "TRUNCATE tasks, {table} CASCADE",
    "MERGE": "MERGE INTO {table} USING (SELECT 1) one ON true WHEN MATCHED THEN DELETE",
    "MERGE that updates": "MERGE INTO {table} USING (SELECT 1) one ON true "
    "WHEN MATCHED THEN UPDATE SET {column} = {other}",
}


class Raw(Protocol):
    """A connection to the database, past the application."""

    def execute(self, statement: str) -> list[tuple[object, ...]]: ...


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        return self._connection.execute(statement).fetchall()


class _Postgresql:
    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        done = self._connection.execute(statement.encode())
        return done.fetchall() if done.description else []


@contextmanager
def raw(url: str) -> Iterator[Raw]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(make_url(url).database or "", isolation_level=None)) as file:
            yield _Sqlite(file)
    else:
        there = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(there, autocommit=True) as connection:
            yield _Postgresql(connection)


def literal(column: object, word: str, number: int) -> str:
    kind = getattr(column, "type", None)
    if isinstance(kind, Integer):
        return str(number)
    return f"CAST('{word}' AS bytea)" if isinstance(kind, LargeBinary) else f"'{word}'"


def told(statement: str, table: Table, row: int = 1) -> str:
    """The statement for one table, about this row of it."""
    key, last = next(iter(table.primary_key)), list(table.columns)[-1]
    return statement.format(
        table=table.name,
        key=key.name,
        keys=", ".join(column.name for column in table.primary_key),
        column=last.name,
        other=literal(last, "other", 0),
        new=literal(key, "new", 0),
        value=literal(key, f"row{row}", row),
        columns=", ".join(column.name for column in table.columns),
        values=", ".join(literal(column, f"row{row}", row) for column in table.columns),
        news=", ".join(literal(column, "new", 0) for column in table.columns),
    )


def require_append_only(url: str, row: int) -> None:
    """Every table of the record takes one more row, and nothing can change any of them."""
    blob = "AS blob" if url.startswith("sqlite") else "AS bytea"
    attempts = {**EVERYWHERE, **(ON_SQLITE if url.startswith("sqlite") else ON_POSTGRESQL)}
    with raw(url) as connection:
        for name, table in TABLES.items():
            insert = "INSERT INTO {table} ({columns}) VALUES ({values})"
            connection.execute(told(insert, table, row).replace("AS bytea", blob))
            before = connection.execute(f"SELECT * FROM {name}")
            assert len(before) == row
            for what, attempt in attempts.items():
                with pytest.raises((sqlite3.Error, psycopg.Error), match="append-only"):
                    connection.execute(told(attempt, table, row).replace("AS bytea", blob))
                assert connection.execute(f"SELECT * FROM {name}") == before, f"{what} on {name}"


def revisions() -> list[str]:
    """Every migration, the first one first."""
    script = ScriptDirectory.from_config(configuration())
    return [str(revision.revision) for revision in script.walk_revisions()][::-1]


def test_the_record_refuses_every_change_after_every_migration_from_empty(database_url: str) -> None:
    for row, revision in enumerate(revisions(), start=1):
        store = Store(database_url)
        migrate(store, to=revision)
        store.close()
        require_append_only(database_url, row)


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_replace_is_refused_whatever_the_connection_says_of_triggers(sqlite_url: str, recursive: str) -> None:
    store = Store(sqlite_url)
    migrate(store)
    store.close()
    with closing(sqlite3.connect(make_url(sqlite_url).database or "", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {recursive}")
        connection.execute("INSERT INTO answers VALUES ('row1', 1, 'row1', x'00', 'row1')")
        for statement in ON_SQLITE.values():
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(told(statement, TABLES["answers"]).replace("bytea", "blob"))
        assert connection.execute("SELECT value FROM answers").fetchall() == [("row1",)]


def test_the_owner_of_the_tables_is_refused_too(postgresql_url: str) -> None:
    store = Store(postgresql_url)
    migrate(store)
    store.close()
    with raw(postgresql_url) as connection:
        assert connection.execute("SELECT usesuper FROM pg_user WHERE usename = current_user") == [(True,)]
        with pytest.raises(psycopg.Error, match="append-only: TRUNCATE on events is refused"):
            connection.execute("TRUNCATE events")
