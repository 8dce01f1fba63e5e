"""The seam: the library sees the moment and the ids of the move and nothing of the machine."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest
import SpiffWorkflow
import SpiffWorkflow.bpmn.specs.event_definitions.timer as spiff_timer
import SpiffWorkflow.task as spiff_task

from runner import engine
from runner.engine.frozen import frozen, next_id
from runner.engine.program import read
from tests.core import stock_engine
from tests.core.bpmn_builder import executable
from tests.core.random_drawings import answers, drawing

AT = datetime(2026, 3, 2, 8, 0, tzinfo=timezone(timedelta(hours=7)))

#: Every call in the library that could read a clock or make an id, and nothing else.
AMBIENT = re.compile(
    r"\b(now|utcnow|today|uuid1|uuid4|localtime|gmtime|monotonic|perf_counter|urandom|getrandbits|random|time)\("
)
KNOWN = {
    # taken over by the seam
    "task.py": ["uuid4(", "time(", "time(", "time("],
    "bpmn/specs/event_definitions/timer.py": [
        "localtime(",  # the zone of naive timestamps, at import; naive ones are refused at publish
        "time(",  # a method of a datetime
        *["now("] * 6,
    ],
    # upgrades of the library's own saved states, which we do not use
    "bpmn/serializer/migration/version_1_2.py": ["time("],
    "bpmn/serializer/migration/version_1_3.py": ["uuid4("],
}


def test_the_library_reads_the_machine_nowhere_but_at_the_seam() -> None:
    folder = Path(SpiffWorkflow.__file__).parent
    found = {}
    for path in sorted(folder.rglob("*.py")):
        calls = [match.group() for match in AMBIENT.finditer(path.read_text(encoding="utf-8"))]
        if calls:
            found[path.relative_to(folder).as_posix()] = calls
    assert found == KNOWN


def test_the_library_run_outside_a_move_fails_loudly() -> None:
    with pytest.raises(LookupError):
        stock_engine.instantiate(executable("s -> t1 -> e"))
    with pytest.raises(LookupError):
        next_id()
    with pytest.raises(LookupError):
        spiff_task.time.time()
    with pytest.raises(LookupError):
        spiff_timer.datetime.now(UTC)


def test_a_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"), frozen(datetime(2026, 3, 2), "case:1"):  # noqa: DTZ001
        pass


def test_inside_a_move_every_moment_is_the_moments_and_every_id_the_seeds() -> None:
    with frozen(AT, "case:1"):
        assert spiff_timer.datetime.now(UTC) == AT
        assert spiff_timer.TimerEventDefinition.get_timedelta_from_start({"days": 1}) == timedelta(days=1)
        assert spiff_task.time.time() == AT.timestamp()
        first = [next_id() for _ in range(3)]
        with pytest.raises(LookupError):
            spiff_timer.datetime.now()
    with frozen(AT, "case:1"):
        assert [next_id() for _ in range(3)] == first
    with frozen(AT, "case:2"):
        assert next_id() not in first
    assert len(set(first)) == 3
    assert all(id_.version == 4 and id_.variant == "specified in RFC 4122" for id_ in first)


def trail(seed: int) -> list[bytes]:
    """The states of one random case, from its drawing on."""
    chance = Random(seed)  # noqa: S311  # a fixed sample, no secret
    plane = drawing("mixed", chance)
    program = read(plane.xml(), key=str(seed))
    motion = engine.begin(program, data=answers(plane, chance), at=AT, seed=f"case{seed}:0")
    states = [motion.state]
    for step in range(1, 25):
        opened = engine.open_tasks(program, motion.state)
        if not opened:
            break
        task, data = chance.choice(opened).task, answers(plane, chance)
        motion = engine.complete(program, motion.state, task, data=data, at=AT, seed=f"case{seed}:{step}")
        states.append(motion.state)
    return states


def test_equal_inputs_give_equal_bytes_on_eight_threads() -> None:
    alone = [trail(seed) for seed in range(24)]
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(trail, range(24)))
    finally:
        sys.setswitchinterval(switch)
    assert together == alone


def test_equal_inputs_give_equal_bytes_in_another_process_that_hashes_otherwise() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, '.');"
        "from tests.core.test_engine_seam import trail;"
        "print(hashlib.sha256(b''.join(trail(3) + trail(5))).hexdigest())"
    )
    printed = {
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
