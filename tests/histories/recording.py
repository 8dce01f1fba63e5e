"""Records a history once: ``python -m tests.histories.recording NAME`` writes ``tests/histories/NAME.jsonl``.

A history is what a released version of Alur recorded of one case: the revision with all its bytes, every
event with its values, and what the case was afterwards. Later versions must lead to the same state.

Never edit or record one again: a file that is there is refused. When a kind of event gets a new version,
add a story here, record it, and keep the old files.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from runner import CaseId
from runner.lifecycle import stream_of
from runner.store import case_rows, definition_rows, trail
from tests.builders import APPLICATION, CONDITION, EXTERNAL, LINEAR, LOOP, PARALLEL, World, found

FOLDER = Path(__file__).parent


def _claimed(world: World) -> CaseId:
    case = world.start(LINEAR)
    for verb in (world.runner.claim, world.runner.release, world.runner.claim):
        world.clock.pass_(minutes=3)
        verb(world.task(case), by=world.actor_named("Adi"))
    return world.walk(case, "Adi t1 isi=panjang")


def _cancelled(world: World) -> CaseId:
    case = world.walk(world.start(PARALLEL), "Ani t1", "Sari t3")
    world.runner.cancel(case, "permohonan ditarik kembali", by=world.actor_named("Dewi"))
    return case


#: What happened, by the name of its file.
STORIES: dict[str, Callable[[World], CaseId]] = {
    "claimed-and-released": _claimed,
    "returned-twice": lambda world: world.walk(
        world.start(LOOP),
        "Ani t1 isi=satu",
        "Budi t2 x1=Kembalikan x1_alasan=kurang catatan=a",
        "Adi t1 isi=dua",
        "Budi t2 x1=Kembalikan x1_alasan=masih-kurang",
        "Ani t1",
        "Budi t2 x1=Setuju",
    ),
    "parallel": lambda world: world.walk(world.start(PARALLEL), "Ani t1", "Sari t3", "Budi t2", "Adi t4"),
    "applicant-and-several-positions": lambda world: world.walk(
        world.start(APPLICATION, by="Umar"), "Umar t1", "Sari t2 catatan=setuju"
    ),
    "external-party": lambda world: world.walk(world.start(EXTERNAL), "Ani t1", "Budi t2"),
    "by-a-condition": lambda world: world.walk(world.start(CONDITION), "Ani t1 nilai=11", "Budi t2"),
    "cancelled": _cancelled,
}


def lines(world: World, case: CaseId) -> list[dict[str, Any]]:
    """The history of the case as it is in the database."""
    stream = stream_of(case)
    with world.runner.store.read() as tx:
        row = case_rows.case_row(tx, case)
        assert row is not None
        rows, sealed = trail.rows(tx, stream), trail.sealed_answers(tx, stream)
        revision = definition_rows.revision(tx, row.definition, row.revision)
        assert revision is not None
        files = definition_rows.files(tx, row.definition, row.revision)
        tasks = case_rows.tasks_of(tx, case)
    return [
        {
            "definition": row.definition,
            "number": row.revision,
            "agency": revision.agency,
            "lanes": definition_rows.lanes_of(revision),
            "files": {name: content.decode() for name, content in sorted(files.items())},
        },
        *(
            {
                "row": {str(name): value for name, value in event.items()},
                "answers": {
                    name: [answer.salt.hex(), answer.value]
                    for name, answer in sealed.get(event["seq"], {}).items()
                },
            }
            for event in rows
        ),
        {
            "status": row.status,
            "data": orjson.loads(row.data),
            "tasks": [[t.id, t.element, t.holder, t.due_at] for t in tasks if t.closed_at is None],
        },
    ]


def record(name: str) -> Path:
    """The story is recorded in its file."""
    file = FOLDER / f"{name}.jsonl"
    if file.exists():
        raise SystemExit(f"{file} is there: a recorded history is never recorded again.")
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), f"sqlite:///{folder}/alur.sqlite", seed=name)
        found(world)
        told = lines(world, STORIES[name](world))
        world.close()
    file.write_bytes(b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in told))
    return file


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        record(wanted)
