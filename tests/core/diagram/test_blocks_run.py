"""What the gate accepts the engine runs to an end, whatever people choose; well-formed blocks pass."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from runner import engine
from runner.engine.program import read as read_program
from runner.model import Json, Motion
from tests.core.bpmn_builder import Plane
from tests.core.diagram import specimens
from tests.core.random_drawings import FAMILIES, answers, drawing, spoilt

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
STEPS = 60

#: What the gate says about the shape of the flow; everything else these drawings lack on purpose.
SHAPE = ("start.", "end.", "flow.", "node.", "gateway.", "cycle.", "parallel.", "size.", "task.none")
#: Faults of style that the engine would run all the same.
STYLE = {"gateway.useless"}


def shape_of(plane: Plane) -> set[str]:
    return {code for code in specimens.codes(plane.xml()) if code.startswith(SHAPE)}


def walk(executable: bytes, plane: Plane, chance: Random) -> Motion:
    """Complete random tasks with random choices; no step may fail, and no step may be open twice."""
    program = read_program(executable, key="walk")
    data: dict[str, Json] = answers(plane, chance)
    motion = engine.begin(program, data=data, at=AT, seed="0")
    for number in range(STEPS):
        tasks = engine.open_tasks(program, motion.state)
        doubled = [e for e, count in Counter(task.element for task in tasks).items() if count > 1]
        assert not doubled
        if motion.ended is not None:
            assert not tasks
            return motion
        data = answers(plane, chance)
        motion = engine.complete(
            program, motion.state, chance.choice(tasks).task, data=data, at=AT, seed=str(number + 1)
        )
    return motion


def rewired(plane: Plane, chance: Random) -> Plane:
    """The drawing with the targets of two arrows exchanged."""
    first, second = chance.sample(range(len(plane.arrows)), 2)
    arrows = list(plane.arrows)
    arrows[first] = replace(plane.arrows[first], target=plane.arrows[second].target)
    arrows[second] = replace(plane.arrows[second], target=plane.arrows[first].target)
    return Plane(plane.id, list(plane.nodes), arrows, dict(plane.inside))


def walk_many(count: int, seed: int) -> tuple[int, int]:
    accepted = ended = 0
    for number in range(count):
        chance = Random(f"{seed}:{number}")  # noqa: S311 (a fixed sample, no secret)
        plane = drawing(chance.choice(list(FAMILIES)), chance)
        for candidate in (plane, spoilt(plane, chance), rewired(plane, chance), rewired(plane, chance)):
            if shape_of(candidate) - STYLE:
                continue
            accepted += 1
            ended += walk(candidate.xml(), candidate, chance).ended is not None
    return accepted, ended


@pytest.mark.parametrize("family", FAMILIES)
def test_well_formed_blocks_pass(family: str) -> None:
    for number in range(12):
        chance = Random(f"{family}:{number}")  # noqa: S311 (a fixed sample, no secret)
        plane = drawing(family, chance)
        assert shape_of(plane) - STYLE - {"size.nodes", "flow.duplicate"} == set()


def test_what_passes_never_fails_starves_or_doubles_a_step() -> None:
    accepted, ended = walk_many(150, 1)
    assert accepted > 100
    assert ended > accepted // 2


@pytest.mark.thorough
def test_three_thousand_drawings_that_pass_never_fail_starve_or_double_a_step() -> None:
    accepted, ended = walk_many(3_000, 2)
    assert accepted > 2_000
    assert ended > accepted // 2


def test_branches_that_never_meet_may_each_have_their_end() -> None:
    plane = """
        s -> t0 -> p1 -> t1 -> e1
        p1 -> t2 -> e2
    """
    assert specimens.sketch_codes(plane) == set()


def test_branches_may_end_a_sub_process_together() -> None:
    text = """
        s -> q1 -> t9 -> e
        q1 {
        s1 -> p1 -> t1 -> e1
        p1 -> t2 -> e2
        }
    """
    assert specimens.sketch_codes(text) == set()
    found = specimens.sketched(text)
    program = read_program(found.executable, key="q")
    motion = engine.begin(program, data={}, at=AT, seed="0")
    for number in range(3):
        task = engine.open_tasks(program, motion.state)[0].task
        motion = engine.complete(program, motion.state, task, data={}, at=AT, seed=str(number + 1))
    assert motion.ended == "e"


def test_a_parallel_part_inside_a_loop_passes() -> None:
    text = """
        s -> xm -> p1 -> t1 -> p2 -> t3 -> x1
        p1 -> t2 -> p2
        x1 -> xm [Kembalikan]
        x1 -> e [Setuju]
    """
    assert specimens.sketch_codes(text) == set()


def test_a_loop_inside_a_branch_passes() -> None:
    text = """
        s -> t0 -> p1 -> xm -> t1 -> x1
        x1 -> xm [Ulangi]
        x1 -> p2 [Cukup]
        p1 -> t2 -> p2 -> t3 -> e
    """
    assert specimens.sketch_codes(text) == set()


def test_a_cycle_of_parallel_gateways_is_refused() -> None:
    text = """
        s -> t0 -> p1 -> t1 -> p2
        p2 -> p1
        p2 -> e
    """
    assert specimens.sketch_codes(text) & {"gateway.mixed", "parallel.leads_back", "parallel.unmatched"}
