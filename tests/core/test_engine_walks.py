"""Random walks: the engine, its state saved and read back at every step, against three others.

An oracle that plays tokens on the drawing; the engine itself, kept in memory and never saved; and the stock
engine in the families where it is right.
"""

from __future__ import annotations

import traceback
from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from runner import engine
from runner.engine.case import Case, Conditions
from runner.engine.frozen import frozen
from runner.engine.program import read
from runner.errors import DiagramFailed
from runner.model import Json, Motion
from tests.core import stock_engine
from tests.core.bpmn_builder import Plane
from tests.core.random_drawings import FAMILIES, STOCK_IS_RIGHT, answers, drawing, spoilt
from tests.core.token_game import Ambiguous, Game, Stuck

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
STEPS = 40


class Kept:
    """The engine kept in memory: never saved, so nothing is ever left out."""

    def __init__(self, program: engine.Program, data: dict[str, Json], seed: str) -> None:
        self.conditions = Conditions(program.conditions, data)
        with frozen(AT, seed):
            self.case = Case(program.process, program.inner, self.conditions)
            self.case.start()

    def complete(self, element: str, data: dict[str, Json], seed: str) -> None:
        self.conditions.data = data
        row = next(row for row in self.case.saved().all_rows() if row.element == element)
        self.case.passed.clear()
        with frozen(AT, seed):
            self.case.leave(row.id)

    def open(self, program: engine.Program) -> list[str]:
        return sorted(row.element for row in self.case.saved().all_rows() if row.element in program.tasks)


def walk(plane: Plane, chance: Random, *, stock: bool = False) -> str:
    """Walk one case through the drawing and compare at every step; tells how it ended."""
    executable = plane.xml()
    program = read(executable, key="walk")
    data = answers(plane, chance)
    try:
        game = Game.begin(plane, data)
    except Stuck:
        with pytest.raises(DiagramFailed):
            engine.begin(program, data=data, at=AT, seed="walk:0")
        return "stuck"
    motion = engine.begin(program, data=data, at=AT, seed="walk:0")
    kept = Kept(program, data, "walk:0")
    other = None
    if stock:
        with frozen(AT, "stock"):
            other = stock_engine.start(executable, data)
    for step in range(1, STEPS + 1):
        opened = engine.open_tasks(program, motion.state)
        assert sorted(task.element for task in opened) == game.open() == kept.open(program)
        assert joins(motion) == game.waiting()
        assert (motion.ended is not None) == game.over()
        if other is not None:
            with frozen(AT, f"stock:{step}"):
                assert stock_engine.open_tasks(other) == game.open()
                assert other.is_completed() == game.over()
        if game.over():
            return "ended"
        chosen = chance.choice(opened)
        data = answers(plane, chance)
        try:
            game.complete(chosen.element, data)
        except Stuck:
            with pytest.raises(DiagramFailed):
                engine.complete(program, motion.state, chosen.task, data=data, at=AT, seed=f"w:{step}")
            return "stuck"
        motion = engine.complete(program, motion.state, chosen.task, data=data, at=AT, seed=f"w:{step}")
        kept.complete(chosen.element, data, f"w:{step}")
        assert tuple(kept.case.passed) == motion.passed
        if other is not None:
            with frozen(AT, f"stock:{step}"):
                stock_engine.complete(other, chosen.element, data)
    return "still open"


def joins(motion: Motion) -> list[str]:
    return sorted(token.element for token in motion.tokens if token.kind == "join")


def walk_many(family: str, count: int, *, spoil: bool = False) -> Counter[str]:
    ends: Counter[str] = Counter()
    for seed in range(count):
        chance = Random(f"{family}:{seed}")  # noqa: S311  # a fixed sample, no secret
        plane = drawing(family, chance)
        if spoil:
            plane = spoilt(plane, chance)
        try:
            ends[walk(plane, chance, stock=family in STOCK_IS_RIGHT and not spoil)] += 1
        except Ambiguous:
            ends["ambiguous"] += 1
        except AssertionError as exc:
            raise AssertionError(f"{family}, seed {seed}: {plane.arrows}\n{traceback.format_exc()}") from exc
    return ends


@pytest.mark.parametrize("family", FAMILIES)
def test_a_walk_meets_the_oracle_at_every_step(family: str) -> None:
    ends = walk_many(family, 20)
    assert ends["stuck"] == 0
    assert ends["ended"] > 0


def test_a_spoilt_drawing_goes_as_far_as_the_oracle_and_fails_where_it_does() -> None:
    ends = Counter[str]()
    for family in ("loops", "parallel", "inclusive", "parallel in a loop", "inclusive in a loop"):
        ends += walk_many(family, 25, spoil=True)
    assert ends["stuck"] > 0
    assert ends["ended"] > 0


@pytest.mark.thorough
@pytest.mark.parametrize("family", FAMILIES)
def test_many_walks_meet_the_oracle_at_every_step(family: str) -> None:
    ends = walk_many(family, 1000)
    assert ends["stuck"] == 0


@pytest.mark.thorough
@pytest.mark.parametrize(
    "family", ["loops", "parallel", "inclusive", "parallel in a loop", "inclusive in a loop"]
)
def test_many_spoilt_drawings_fail_where_the_oracle_does(family: str) -> None:
    walk_many(family, 1000, spoil=True)
