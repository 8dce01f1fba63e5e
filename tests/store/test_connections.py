"""Every connection of the pool keeps its promise: what was committed is on disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url, text

from runner import open_runner
from runner.store import Store
from runner.store.migrating import migrate
from tests.builders import World

WAYS = ("read", "write", "steady", "write_alone")
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
SETTINGS = {"synchronous_commit": "on", "timezone": "UTC", "fsync": "on"}


def promised(store: Store, connection: Connection) -> dict[str, object]:
    """What the connection is set to."""
    if store.dialect == "sqlite":
        return {name: connection.scalar(text(f"PRAGMA {name}")) for name in PRAGMAS}
    return {name: connection.scalar(text(f"SHOW {name}")) for name in SETTINGS}


def wanted(store: Store) -> dict[str, object]:
    return dict(PRAGMAS if store.dialect == "sqlite" else SETTINGS)


@pytest.mark.parametrize("way", WAYS)
def test_a_connection_is_durable_however_it_was_opened(database_url: str, way: str) -> None:
    store = Store(database_url)
    opened: Callable[[], AbstractContextManager[Connection]] = getattr(store, way)
    for _ in range(2):  # the second time the pool hands it out again
        with opened() as connection:
            assert promised(store, connection) == wanted(store)
    store.close()


def test_every_connection_of_the_pool_is_durable_also_those_made_later_by_threads(database_url: str) -> None:
    store = Store(database_url)
    found: list[dict[str, object]] = []
    physical: set[int] = set()
    together = threading.Barrier(10)

    def hold() -> None:
        with store.read() as connection:
            together.wait()  # ten at once: ten different connections
            physical.add(id(connection.connection.dbapi_connection))
            found.append(promised(store, connection))
            together.wait()

    for _ in range(2):
        threads = [threading.Thread(target=hold) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        store.engine.dispose()  # a second generation, made later
    assert len(physical) >= 10
    assert found == [wanted(store)] * 20
    store.close()


def test_the_connections_of_a_runner_that_worked_are_durable(any_world: World) -> None:
    any_world.walk(any_world.start(), "Ani t1", "Budi t2")
    store = any_world.runner.store
    for way in WAYS:
        with getattr(store, way)() as connection:
            assert promised(store, connection) == wanted(store)


@pytest.mark.parametrize("said", ["the database", "the url"])
def test_an_installation_cannot_switch_durability_off(postgresql_url: str, said: str) -> None:
    url = postgresql_url
    if said == "the url":
        url = (
            make_url(url)
            .update_query_dict({"options": "-c synchronous_commit=off -c application_name=dinas"})
            .render_as_string(hide_password=False)
        )
    else:
        store = Store(url)
        with store.write() as connection:
            name = make_url(url).database
            connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
        store.close()
    store = Store(url)
    with store.read() as connection:
        assert promised(store, connection) == wanted(store)
        if said == "the url":
            assert connection.scalar(text("SHOW application_name")) == "dinas"
    store.close()


def test_a_postgresql_url_is_understood_however_it_is_spelled(postgresql_url: str) -> None:
    for scheme in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        store = Store(scheme + postgresql_url.partition("://")[2])
        with store.read() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        store.close()


def test_a_steady_connection_sees_one_state_while_others_write(any_world: World) -> None:
    count = text("SELECT count(*) FROM cases")
    with any_world.runner.store.steady() as connection:
        before = connection.scalar(count)
        any_world.start()
        assert connection.scalar(count) == before == 0
    with any_world.runner.store.read() as connection:
        assert connection.scalar(count) == 1


def test_an_error_inside_a_transaction_leaves_nothing(any_world: World) -> None:
    before = any_world.contents()
    store = any_world.runner.store

    def fail() -> None:
        with store.write() as connection:
            connection.execute(text("DELETE FROM heads"))
            connection.execute(text("UPDATE actors SET name = 'x'"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert any_world.contents() == before
    with store.write() as connection:  # and the turn was given back
        assert connection.scalar(text("SELECT 1")) == 1


def test_writers_in_several_processes_take_turns_at_one_file(sqlite_url: str) -> None:
    one, other = Store(sqlite_url), Store(sqlite_url)
    migrate(one)
    order: list[str] = []
    inside, done = threading.Event(), threading.Event()

    def first() -> None:
        with one.write():
            inside.set()
            done.wait(0.2)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait()
    with other.write():
        order.append("second")
    thread.join()
    assert order == ["first", "second"]
    one.close()
    other.close()


@pytest.mark.parametrize("name", ["dengan spasi", "a%20b", "a?b=c", "a#b", "é", "a;b"])
def test_a_home_may_be_called_anything(tmp_path: Path, name: str) -> None:
    runner = open_runner(tmp_path / name)
    assert runner.first_administrator().account == "admin"
    assert (tmp_path / name / "alur.sqlite").is_file()
    assert [folder.name for folder in tmp_path.iterdir()] == [name]
    runner.store.close()
