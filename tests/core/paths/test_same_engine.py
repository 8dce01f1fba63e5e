"""The exploration steps the engine that runs cases: whoever breaks the engine's joins breaks the proof."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

import runner
from runner.engine import Program
from runner.engine.program import read
from runner.engine.symbols import ParallelGateway
from runner.paths import Exploration, Kind, explore
from runner.paths.drawn import runnable
from runner.paths.planning import plan_of
from tests.builders import PARALLEL
from tests.core.paths.exploring import sketched

SOUND = """s -> t1 -> p1
    p1 -> t2 -> p2
    p1 -> t3 -> p2
    p2 -> t4 -> e"""


class Hasty(ParallelGateway):
    """A join that goes on with the first token that comes."""

    def released(self, waiting: Sequence[Task], elsewhere: Iterable[str]) -> list[Task]:
        return list(waiting[:1])


class Forgetful(ParallelGateway):
    """A join that goes on with the first token and takes open work away."""

    def released(self, waiting: Sequence[Task], elsewhere: Iterable[str]) -> list[Task]:
        for token in waiting[0].workflow.tokens():
            if token is not waiting[0]:
                token._set_state(TaskState.CANCELLED)
        return list(waiting[:1])


class Stubborn(ParallelGateway):
    """A join that never goes on."""

    def released(self, waiting: Sequence[Task], elsewhere: Iterable[str]) -> list[Task]:
        return []


def with_joins(program: Program, join: type[ParallelGateway]) -> Program:
    """The program, nobody else's, with another kind of join."""
    for symbol in program.process.task_specs.values():
        if isinstance(symbol, ParallelGateway):
            symbol.__class__ = join
    return program


def seen_with(join: type[ParallelGateway]) -> Exploration:
    run = runnable(sketched(SOUND, {}))
    program = with_joins(read(run.diagram.executable, key="same engine"), join)
    return explore(program, plan_of(run, forms={}))


def test_with_the_join_of_the_house_the_diagram_is_proven() -> None:
    assert seen_with(ParallelGateway).faults == ()


@pytest.mark.parametrize(
    ("join", "kind"), [(Hasty, Kind.DOUBLE), (Forgetful, Kind.ERASED), (Stubborn, Kind.DEADLOCK)]
)
def test_with_another_join_the_same_diagram_is_not(join: type[ParallelGateway], kind: Kind) -> None:
    assert kind in {fault.kind for fault in seen_with(join).faults}


def proof_by(house: Path, diagram: Path) -> tuple[int, list[str]]:
    """Exit code and problem codes of ``alur paths`` in a copy of the house."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-P", "-c", "from runner import alur; alur()", "paths", "--json", str(diagram)],
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        check=False,
    )
    (report,) = json.loads(done.stdout)
    return done.returncode, [problem["code"] for problem in report["problems"]]


def test_a_copy_of_the_house_with_a_broken_join_proves_something_else(tmp_path: Path) -> None:
    shutil.copytree(
        Path(runner.__file__).parent, tmp_path / "runner", ignore=shutil.ignore_patterns("__pycache__")
    )
    diagram = tmp_path / "serentak.bpmn"
    diagram.write_bytes(PARALLEL.bpmn())
    assert proof_by(tmp_path, diagram) == (0, [])
    symbols = tmp_path / "runner" / "engine" / "symbols.py"
    kept = symbols.read_text(encoding="utf-8")
    broken = kept.replace("self._first_of_each(waiting, or_none=True)", "waiting[:1]")
    assert broken != kept
    symbols.write_text(broken, encoding="utf-8")
    code, problems = proof_by(tmp_path, diagram)
    assert code == 1
    assert "paths.double" in problems
