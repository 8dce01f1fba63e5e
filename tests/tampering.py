"""Going behind the application's back: raw statements on its database, the guards off meanwhile.

The guards are put back afterwards, so that what is noticed is the harm and not their absence.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import psycopg
from sqlalchemy import make_url

from runner.tables import APPEND_ONLY, guard_names, guard_statements
from tests.builders import World

Run = Callable[[str], int]


@contextmanager
def behind(world: World) -> Iterator[Run]:
    """A function that runs a statement (``:blob`` stands for a byte) and says how many rows it touched."""
    if world.dialect == "sqlite":
        with closing(sqlite3.connect(world.path, isolation_level=None)) as raw:
            yield lambda statement: raw.execute(statement.replace(":blob", "x'00'")).rowcount
        return
    url = make_url(world.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        yield (
            lambda statement: (
                connection.execute(statement.replace(":blob", r"'\x00'::bytea").encode()).rowcount
            )
        )


def tamper(world: World, *statements: str) -> None:
    """The statements were run, and each of them changed something."""
    with behind(world) as run:
        for statement in dropped_guards(world.dialect):
            run(statement)
        for statement in statements:
            assert run(statement), f"changes nothing: {statement}"
        for statement in guard_statements(world.dialect):
            run(statement)


def dropped_guards(dialect: str) -> list[str]:
    """What takes every guard away."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {name}" for name in sorted(guard_names(dialect))]
    return [
        f"DROP TRIGGER {name} ON {table.name}"
        for table in APPEND_ONLY
        for name in sorted(guard_names(dialect))
        if name.startswith((f"{table.name}_append", f"{table.name}_no_truncate"))
    ]
