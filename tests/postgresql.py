"""PostgreSQL servers for tests: the one that is given, or one that lives in a temporary folder.

A server of our own runs with fsync on, as in production, listens on a Unix socket only and is gone
afterwards. Never touches a server or cluster that it did not start.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url


@dataclass(slots=True)
class PostgresqlServer:
    """A running server; ``url`` names the database through which others are made and dropped."""

    url: URL
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_database(self) -> str:
        """Make an empty database; its URL."""
        name = f"alur_test_{os.getpid()}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return self.url.set(database=name).render_as_string(hide_password=False)

    def copy_of(self, url: str) -> str:
        """Make a database with all that another one holds, to which nobody may be connected; its URL."""
        name = f"alur_test_{os.getpid()}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {make_url(url).database}")
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop a database that ``new_database`` made, whoever still is connected."""
        self._run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        here = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(here, autocommit=True) as connection:
            connection.execute(statement.encode())


def given_server(url: str) -> PostgresqlServer:
    """The server of TEST_DATABASE_URL; its role must be allowed to create databases."""
    return PostgresqlServer(make_url(url).set(drivername="postgresql+psycopg"))


def server_programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``, the newest if there are several; None if there is none."""
    found = shutil.which("postgres")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    candidates = [*reversed(folders), *([Path(found).parent] if found else [])]
    return next((folder for folder in candidates if (folder / "postgres").exists()), None)


@contextmanager
def throwaway_server(programs: Path) -> Iterator[PostgresqlServer]:
    """A fresh cluster, until the block ends. PostgreSQL refuses to run as root, so root lends it a user."""
    user = "postgres" if os.geteuid() == 0 else None
    # not below pytest's folder: only its owner may enter that one
    folder = Path(tempfile.mkdtemp(prefix="alur-postgresql-"))
    if user:
        shutil.chown(folder, user, user)
    data, log = folder / "data", folder / "log"
    try:
        _call(
            [programs / "initdb", "-D", data, "-U", "alur", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            user=user,
        )
        options = f"-k {folder} -c listen_addresses= -c max_connections=200"
        start: list[str | Path] = [programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"]
        _call(start, user=user)
        try:
            yield PostgresqlServer(
                URL.create(
                    "postgresql+psycopg", username="alur", database="postgres", query={"host": str(folder)}
                )
            )
        finally:
            # the cluster is thrown away: no need for an orderly end
            _call([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], user=user)
    finally:
        shutil.rmtree(folder)


def _call(command: list[str | Path], *, user: str | None) -> None:
    done = subprocess.run(  # noqa: S603
        command,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
