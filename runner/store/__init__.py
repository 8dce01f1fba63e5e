"""The database: connections that keep their promises, and one transaction per verb.

Promise: what ``write`` committed is on disk (SQLite: WAL with synchronous FULL; PostgreSQL:
synchronous_commit on); writers on one SQLite file take turns instead of starving each other.
Never: a rule. SQL lives in this folder, in tables.py and in migrations/; nothing else commits.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Row, create_engine, event, make_url
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from runner.errors import NotFound, StoreConflict
from runner.store.turn import Turn

#: What the functions of this folder take: an open connection, in a transaction where they write.
Transaction = Connection

#: The advisory lock of PostgreSQL that ``write_alone`` and migrations take: any number, the same in every
#: process ("alur" on a telephone keypad).
ALONE = 2587
#: Marks, on SQLite, a connection for which no transaction is begun.
_READING = "alur_reading"

#: How many seconds a connection waits for a SQLite file that another one keeps.
_PATIENCE = 30

#: A row of columns that the query names.
AnyRow = Row[*tuple[Any, ...]]

__all__ = ["AnyRow", "Store", "Transaction", "file_url"]


class Store:
    """One database. Safe to share between threads; every process opens its own.

    ``durable=False`` is for a file that is built whole and only then put in its place.
    """

    def __init__(self, url: str | URL, *, durable: bool = True) -> None:
        url = make_url(url)
        self.dialect = "postgresql" if url.drivername.startswith("postgres") else "sqlite"
        self._engine = _sqlite(url, durable) if self.dialect == "sqlite" else _postgresql(url)
        path = self._engine.url.database if self.dialect == "sqlite" else None
        self._turn = Turn(Path(f"{path}.lock")) if path else None
        # reading needs no transaction: every statement sees what was committed before it
        if self.dialect == "sqlite":
            self._reading = self._engine.execution_options(**{_READING: True})
        else:
            self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A connection for reading. Raises NotFound for a name that no row can have."""
        try:
            with self._reading.connect() as connection:
                yield connection
        except DataError as failed:
            _require_a_name(failed)
            raise

    @contextmanager
    def steady(self) -> Iterator[Transaction]:
        """A connection that sees one state of the whole database, whoever writes meanwhile."""
        if self.dialect == "postgresql":
            level = self._engine.execution_options(isolation_level="REPEATABLE READ")
            with level.connect() as connection:
                yield connection
            return
        with self._reading.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """One transaction: committed at the end, rolled back by any error.

        Raises StoreConflict when another writer recorded the same fact first, NotFound as ``read``.
        """
        try:
            with self._turn or _NO_TURN, self._engine.begin() as connection:
                yield connection
        except IntegrityError as conflict:
            raise StoreConflict from conflict
        except DataError as failed:
            _require_a_name(failed)
            raise
        except DBAPIError as failed:
            if _is_serialization(failed):
                raise StoreConflict from failed
            raise

    @contextmanager
    def write_alone(self) -> Iterator[Transaction]:
        """As ``write``, and no other of its kind goes on meanwhile: for acts on people, agencies and SOPs,
        which are rare and change rows that they have read before."""
        with self.write() as connection:
            if self.dialect == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ALONE})")
            yield connection

    def on_every_connection(self, listener: Any) -> None:
        """Let ``listener(statement, executemany)`` see every statement (for ``alur bench``)."""

        def seen(_c: Any, _cursor: Any, statement: str, _p: Any, _ctx: Any, executemany: bool) -> None:
            listener(statement, executemany)

        event.listen(self._engine, "before_cursor_execute", seen)

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine, for migrations."""
        return self._engine

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()


class _NoTurn:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


_NO_TURN = _NoTurn()


def _is_serialization(failed: DBAPIError) -> bool:
    return getattr(failed.orig, "sqlstate", None) in {"40001", "40P01"}


def file_url(path: Path) -> URL:
    """The URL of the SQLite file at ``path``, whatever characters are in it."""
    return URL.create("sqlite", database=str(path.resolve()))


def _require_a_name(failed: DataError) -> None:
    """Raises NotFound if the text never reached the server: PostgreSQL has no text with the character NUL."""
    if getattr(failed.orig, "sqlstate", None) is None:
        raise NotFound("text", "that the database can hold") from failed


def _sqlite(url: URL, durable: bool) -> Engine:
    # an error that is logged names the statement, never what somebody answered
    connect = {"check_same_thread": False, "timeout": _PATIENCE}
    engine = create_engine(url, hide_parameters=True, connect_args=connect)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        # the driver must not begin transactions by itself: we say BEGIN IMMEDIATE below
        connection.isolation_level = None
        cursor = connection.cursor()
        _write_ahead(cursor)
        for pragma in (
            f"synchronous = {'FULL' if durable else 'OFF'}",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            f"busy_timeout = {_PATIENCE * 1000}",
            "cache_size = -16000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(_READING):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _write_ahead(cursor: Any) -> None:
    """Put the file in WAL mode. Of two that find a new file at once SQLite refuses one without waiting
    (either waits for the other to stop reading), whatever the busy timeout: it asks again."""
    patience = time.monotonic() + _PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.005)


def _postgresql(url: URL) -> Engine:
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    # what the installation says comes first, so that durability cannot be switched off by it
    said = url.query.get("options", "")
    options = f"{said} -c synchronous_commit=on -c timezone=UTC".strip()
    connect = {"options": options}
    return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=8, connect_args=connect)
