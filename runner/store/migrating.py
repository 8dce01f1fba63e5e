"""Bringing the schema up to date.

Promise: after it, the schema is the newest and the audit log is guarded; two processes that start at once
do it one after the other. Never: a downgrade.
"""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import SQLAlchemyError

from runner.errors import HomeUnusable
from runner.store import Store
from runner.tables import guard_statements

#: Alembic keeps its context in module globals: one migration at a time in a process.
_MIGRATING = threading.Lock()


def open_store(url: str | URL) -> Store:
    """The database at ``url``, its schema up to date. Raises HomeUnusable with what stands in the way."""
    shown = "DATABASE_URL"
    store = None
    try:
        made = make_url(url)
        shown = made.render_as_string(hide_password=True)
        if made.get_backend_name() not in ("sqlite", "postgresql"):
            raise HomeUnusable(shown, "SQLite, PostgreSQL")
        store = Store(made)
        migrate(store)
    except (SQLAlchemyError, OSError) as unusable:
        if store is not None:
            store.close()
        raise HomeUnusable(shown, _first_line(unusable)) from unusable
    return store


def _first_line(unusable: Exception) -> str:
    said = str(getattr(unusable, "orig", None) or unusable).strip().splitlines()
    return said[0] if said else type(unusable).__name__


def migrate(store: Store, to: str = "head") -> None:
    """The schema is at ``to`` and its guards stand. Does nothing (and takes no lock) if it is there."""
    config = configuration()
    with store.read() as connection:
        if _current(connection) == _wanted(to):
            return
    with _MIGRATING, store.write_alone() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        for statement in guard_statements(store.dialect):
            connection.exec_driver_sql(statement)


def configuration() -> Config:
    """Alembic's settings, with the migrations of this package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    return config


@cache
def _wanted(to: str) -> str | None:
    """The identifier of that migration; a process does not change its own."""
    number = ScriptDirectory.from_config(configuration()).as_revision_number(to)
    return number if isinstance(number, str) else None


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
