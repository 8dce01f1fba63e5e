"""The schema: one line of migrations, equal to the tables that the code knows, whoever migrates when."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from runner import open_runner
from runner.store import Store, file_url, trail
from runner.store.migrating import configuration, migrate
from runner.tables import metadata


def test_there_is_one_head_and_every_migration_says_what_it_does() -> None:
    script = ScriptDirectory.from_config(configuration())
    assert len(script.get_heads()) == 1
    for revision in script.walk_revisions():
        assert revision.doc, revision.revision
        assert Path(revision.path).name.startswith(f"{revision.revision}_")


def test_the_migrations_make_the_tables_that_the_code_knows(database_url: str) -> None:
    store = Store(database_url)
    migrate(store)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    store.close()


def test_two_processes_that_start_at_once_migrate_one_after_the_other(
    database_url: str, tmp_path: Path
) -> None:
    program = (
        "import sys; from pathlib import Path; from runner import open_runner\n"
        "runner = open_runner(Path(sys.argv[1]), database_url=sys.argv[2])\n"
        "print(runner.first_administrator().account); runner.store.close()"
    )
    processes = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", program, str(tmp_path), database_url],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONWARNINGS": "error"},
            cwd=Path(__file__).parents[2],
        )
        for _ in range(3)
    ]
    # whoever comes first makes the first administrator, too; the others find it
    outcomes = [process.communicate(timeout=60) for process in processes]
    assert outcomes == [("admin\n", "")] * 3
    runner = open_runner(tmp_path, database_url=database_url)
    report = runner.verify(by=runner.actor_by_account("admin"))
    assert (report.events, report.broken) == (2, ())
    runner.store.close()


def test_threads_of_one_process_migrate_one_after_the_other(database_url: str) -> None:
    stores = [Store(database_url) for _ in range(4)]
    failed: list[BaseException] = []

    def go(store: Store) -> None:
        try:
            migrate(store)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=go, args=[store]) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with stores[0].read() as tx:
        assert trail.missing_guards(tx) == frozenset()
    for store in stores:
        store.close()


def test_many_that_open_a_new_file_at_once_all_get_it(tmp_path: Path) -> None:
    failed: list[BaseException] = []
    for number in range(40):
        together = threading.Barrier(4)

        def go(path: Path, together: threading.Barrier) -> None:
            store = Store(file_url(path))
            together.wait()
            try:
                with store.read() as connection:
                    connection.exec_driver_sql("SELECT 1")
            except BaseException as error:
                failed.append(error)
            store.close()

        threads = [threading.Thread(target=go, args=[tmp_path / f"{number}.db", together]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []


def test_a_schema_that_is_up_to_date_costs_no_lock(database_url: str) -> None:
    store = Store(database_url)
    migrate(store)
    statements: list[str] = []
    store.on_every_connection(lambda statement, _many: statements.append(statement))
    migrate(store)
    assert not any("BEGIN" in statement or "lock" in statement for statement in statements)
    store.close()


def test_history_is_never_downgraded(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    migrate(store)
    config = configuration()
    with store.write() as connection:
        config.attributes["connection"] = connection
        with pytest.raises(RuntimeError, match="never taken back"):
            command.downgrade(config, "base")
    store.close()
