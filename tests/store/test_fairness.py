"""Writers of several processes share one SQLite file fairly, and none is ever told that it is locked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from runner.store import Store
from runner.store.migrating import migrate

WRITER = """
import sys, time
from sqlalchemy import text
from runner.store import Store
store = Store(sys.argv[1])
sys.stdin.readline()
until, count, longest = time.monotonic() + float(sys.argv[2]), 0, 0.0
while time.monotonic() < until:
    began = time.monotonic()
    with store.write() as tx:
        tx.execute(text("UPDATE counters SET last = last + 1"))
    count, longest = count + 1, max(longest, time.monotonic() - began)
print(count, longest)
"""


def shares(url: str, *, writers: int, seconds: float) -> tuple[list[int], float]:
    """How often each process wrote, and the longest that one of them waited."""
    store = Store(url)
    migrate(store)
    with store.write() as tx:
        tx.exec_driver_sql("INSERT INTO counters VALUES ('uji', 2026, 0)")
    processes = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", WRITER, url, str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(writers)
    ]
    done = []
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        written, failed = process.communicate(timeout=60)
        assert failed == ""
        done.append(written.split())
    with store.read() as tx:
        total = tx.exec_driver_sql("SELECT last FROM counters").scalar_one()
    store.close()
    counts = [int(count) for count, _ in done]
    assert sum(counts) == total  # nobody's write was lost
    return counts, max(float(longest) for _, longest in done)


def test_no_writer_is_starved(sqlite_url: str) -> None:
    counts, _ = shares(sqlite_url, writers=3, seconds=1.0)
    assert min(counts) > 0


@pytest.mark.thorough
def test_eight_writers_get_fair_shares(sqlite_url: str) -> None:
    counts, longest = shares(sqlite_url, writers=8, seconds=10.0)
    # waiting by SQLite alone left the slowest one 2 % of a fair share
    assert min(counts) / (sum(counts) / len(counts)) >= 0.3, counts
    assert longest < 5.0
