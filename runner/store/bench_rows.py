"""Rows in bulk and commits in a row, for ``alur bench``: what no verb of ours does.

Never called on a database that people use: the rows have no events, so ``alur verify`` would refuse them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import text

from runner.store import Store


def commits_per_second(store: Store, *, seconds: float) -> float:
    """How many transactions of one small row this database makes durable in a second, one after another."""
    with store.write() as tx:
        tx.execute(text("CREATE TABLE commit_floor (id INTEGER PRIMARY KEY, line TEXT NOT NULL)"))
    statement = text("INSERT INTO commit_floor (line) VALUES ('one durable line')")
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        with store.write() as tx:
            tx.execute(statement)
        count += 1
    return count / (time.perf_counter() - began)


def fill_inbox(store: Store, *, tasks: int, agency: str, definition: str, positions: Sequence[str]) -> None:
    """``tasks`` open tasks, each of a case of its own, are there.

    Every tenth waits for one of ``positions``, the others for 45 more; nine of ten are of ``definition``.
    SQLite only.
    """
    mine = " ".join(f"WHEN {number} THEN '{code}'" for number, code in enumerate(positions))
    values = {"count": tasks, "agency": agency, "definition": definition, "parts": len(positions)}
    for begin in range(0, tasks, _PORTION):
        # in portions, so that the journal stays small
        portion = {**values, "first": begin + 1, "last": min(begin + _PORTION, tasks)}
        with store.write() as tx:
            tx.execute(text(_NUMBERS + _CASES), portion)
            tx.execute(text(_NUMBERS + _TASKS.replace(":mine", mine)), portion)


_PORTION = 50_000

_NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last) "

#: n as a moment of the thousand days from 2024 on, in the fixed-width text of the tables.
_AT = "strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', 1704067200 + n * 86400000 / :count, 'unixepoch')"

_CASES = f"""
INSERT INTO cases (id, agency, number, definition, revision, sop, subject, status, started_by, started_at,
                   moved_at, version, head, completions, snapshot, data)
SELECT printf('u%07d', n), :agency, printf('u%07d', n),
       CASE WHEN n / 10 % 10 < 9 THEN :definition ELSE printf('%s-%d', :definition, n / 100 % 20) END, 1,
       'SOP Pengukuran', printf('Perihal nomor %d', n), 'open', 'bench', {_AT},
       {_AT}, 1, '', 0, x'', '{{}}'
FROM numbers
"""  # noqa: S608 - no value in it

_TASKS = f"""
INSERT INTO tasks (id, "case", element, step, queue, opened_seq, opened_at, due_at, urgency)
SELECT printf('u%07d', n), printf('u%07d', n), 'Langkah_1', 'Langkah 1',
       :agency || '/'
       || CASE WHEN n % 10 = 0 THEN CASE n / 10 % :parts :mine END ELSE printf('lain-%d', n % 45) END,
       1, {_AT}, {_AT}, {_AT}
FROM numbers
"""  # noqa: S608 - no value in it
