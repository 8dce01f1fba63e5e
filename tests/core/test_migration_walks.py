"""Random cases of random SOPs go over to random next revisions: whatever may move, comes to its end.

Promise of the judgement that this holds: a case that is let through keeps its tasks, never gets stuck, is
replayed across the migration, and can be taken back to the byte.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from runner.diagram import problems, read
from runner.model import Severity
from tests.builders import Sop, revision_of
from tests.core.migration_walk import crossing, migrated, replayed, taken_back
from tests.core.random_revisions import Drawer, sop
from tests.core.walk import Walk

#: After so many steps people return nothing any more: every walk ends.
PATIENCE = 15


def passes_the_gate(one: Sop) -> bool:
    """True if it could be published."""
    found = problems(read(one.bpmn(), file="uji.bpmn"), forms=revision_of(one).forms, agency=None)
    return all(problem.severity is not Severity.ERROR for problem in found)


def step(walk: Walk, dice: Random, *, on: bool) -> None:
    """Somebody completes any of the open tasks; ``on``: without returning anything."""
    task = dice.choice(walk.case.tasks)
    outcomes = {}
    for question in walk.case.revision.diagram.questions_of(task.element):
        choice = dice.choice([one for one in question.choices if not (on and one.returns)])
        outcomes[str(question.gateway)] = choice.name
        if choice.returns:
            outcomes[f"{question.gateway}_alasan"] = "Kurang lengkap."
    walk.complete(str(task.element), outcomes=outcomes)


def went(seed: int) -> Counter[str]:
    """Four cases of one SOP meet its next revision; what became of them."""
    dice = Random(seed)  # noqa: S311 (a seed, no secret)
    drawer = Drawer(dice)
    drawn = drawer.steps(2, 2, 4)
    first, second = sop(drawn, "1"), sop(drawer.changed(drawn), "2")
    found: Counter[str] = Counter()
    if not (passes_the_gate(first) and passes_the_gate(second)):
        return Counter(refused=1)
    to = revision_of(second, number=2)
    way = crossing(revision_of(first), to)
    for _ in range(4):
        walk = Walk.begin(first)
        old = walk.case.revision
        for _ in range(dice.randint(0, 8)):
            if walk.case.tasks:
                step(walk, dice, on=False)
        if not walk.case.tasks:
            continue
        if way.judge(walk.case).why_not is not None:
            found["stayed"] += 1
            continue
        before = walk.case
        taken_back(migrated(walk, to), old)
        assert (walk.case.state, walk.case.tasks) == (before.state, before.tasks)
        migrated(walk, to)
        kept = [(task.id, task.opened_at, task.due, task.holder) for task in before.tasks]
        assert [(one.id, one.opened_at, one.due, one.holder) for one in walk.case.tasks] == kept
        for count in range(200):
            if walk.case.tasks:
                step(walk, dice, on=count > PATIENCE)
        assert walk.case.status == "closed", f"stuck at {walk.open()}"
        assert replayed(walk, old, to) == walk.case
        found["moved"] += 1
    return found


def walked(seeds: range) -> Counter[str]:
    """All of these seeds; the one that fails is named."""
    found: Counter[str] = Counter()
    for seed in seeds:
        try:
            found += went(seed)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
    return found


def test_random_cases_that_may_move_come_to_their_end() -> None:
    found = walked(range(6))
    assert found["moved"] >= 5


@pytest.mark.thorough
def test_many_random_cases_that_may_move_come_to_their_end() -> None:
    found = walked(range(1000, 1050))
    assert found["moved"] >= 80
    assert found["stayed"] >= 10
    assert found["refused"] <= 5
