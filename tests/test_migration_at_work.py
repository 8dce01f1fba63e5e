"""``alur migrate`` takes hundreds of cases along while people complete their tasks, is killed and goes on."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from runner import CaseId
from runner.tables import events as event_table
from tests.builders import Sop, World
from tests.clerks import Report, Staff, answers
from tests.servers import ROOT

OLD = Sop(
    "uji-ramai",
    """s1 -> x0 -> t1 -> t2 -> x1
    x1 -> p1 [Setuju]
    x1 -> x0 [Kembalikan]
    p1 -> t3 -> p2
    p1 -> t4 -> p2
    p2 -> t5 -> e1""",
    {"Staf": "t1 t3", "Kabag": "t2 t5", "Sekretaris": "t4"},
    durations={"t2": "P1D"},
)
#: Another step before the second and in a branch, the second and last in other hands.
NEW = replace(
    OLD,
    arrows=OLD.arrows.replace("t1 -> t2", "t1 -> t6 -> t2").replace("t3 -> p2", "t3 -> t7 -> p2"),
    lanes={"Staf": "t1 t3 t7", "Kabag": "t6", "Sekretaris": "t2 t4 t5"},
    label="2",
)
STAFF = ("Ani", "Adi", "Budi", "Sari")


def spread(world: World, count: int, seed: int = 1) -> list[CaseId]:
    """So many running cases of OLD, at different steps, some of them with drafts and holders."""
    dice = random.Random(seed)  # noqa: S311
    paths: Sequence[Sequence[str]] = (
        (),
        ("Ani t1",),
        ("Ani t1", "Budi t2 x1=Kembalikan x1_alasan=lagi"),
        ("Ani t1", "Budi t2 x1=Setuju"),
        ("Ani t1", "Budi t2 x1=Setuju", "Adi t3"),
        ("Ani t1", "Budi t2 x1=Setuju", "Sari t4"),
        ("Ani t1", "Budi t2 x1=Setuju", "Sari t4", "Ani t3"),
    )
    hands = {"t1": "Ani", "t2": "Budi", "t3": "Adi", "t4": "Sari", "t5": "Budi"}
    cases = []
    for number in range(count):
        case = world.walk(world.start(OLD), *paths[number % len(paths)])
        for step, task in world.tasks(case).items():
            if dice.random() < 0.3:
                typed = {"catatan": [f"Konsep {number}"]}
                world.runner.save_draft(task, typed, by=world.actor_named(hands[step]))
        cases.append(case)
    return cases


def migrating(world: World) -> subprocess.Popen[str]:
    """``alur migrate`` on all of them, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["ALUR_HOME"] = str(world.home)
    if world.dialect == "postgresql":
        environment["DATABASE_URL"] = world.url
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "webui.command_line", "--as", "nila.uji", "migrate", OLD.key, "--to", "2"],
        env=environment,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def at_work(world: World, count: int, *, kills: int, names: Sequence[str] = STAFF) -> list[Report]:
    """The cases are migrated while people work; the migration dies so often, and goes on."""
    world.publish(OLD)
    cases = spread(world, count)
    drafts = {row[0]: json.loads(str(row[1])) for row in world.contents()["drafts"]}
    world.publish(NEW)
    staff = Staff(world, names, most=count // 4)
    for number in range(kills):
        process = migrating(world)
        wanted = (number + 1) * count // (kills + 2)
        while count_of_moves(world) < wanted and process.poll() is None:
            time.sleep(0.01)
        process.kill()  # as by kill -9: nothing in it could react
        process.communicate()
    said, complained = migrating(world).communicate(timeout=600)
    assert "Traceback" not in complained, complained
    reports = staff.sent_home()
    assert [report.failed for report in reports] == [""] * len(reports)
    assert "→ 2" in said
    _require_everything(world, cases, reports, drafts)
    return reports


def count_of_moves(world: World) -> int:
    """How many migrations are recorded by now."""
    query = select(func.count()).select_from(event_table).where(event_table.c.kind == "CaseMigrated")
    with world.runner.store.read() as tx:
        return int(tx.execute(query).scalar_one())


def moved(world: World) -> Counter[str]:
    """How often each case was migrated."""
    return Counter(stream for stream, _, kind in world.events() if kind == "CaseMigrated")


def _require_everything(
    world: World, cases: Sequence[CaseId], reports: Sequence[Report], drafts: dict[object, object]
) -> None:
    assert world.broken() == ()
    contents = world.contents()
    done = Counter(
        json.loads(str(row[8]))["fact"]["task"] for row in contents["events"] if row[2] == "TaskCompleted"
    )
    assert set(done.values()) == {1}, "a task was completed twice"
    acknowledged = [task for report in reports for task in report.done]
    assert acknowledged, "nobody worked meanwhile"
    assert len(set(acknowledged)) == len(acknowledged)
    assert set(acknowledged) <= done.keys(), "an acknowledged completion is lost"
    assert set(moved(world).values()) == {1}, "a case was migrated twice"
    auditor = world.actor_named("Tono")
    heads = [world.runner.case(case, by=auditor).head for case in cases]
    running = [head for head in heads if head.status == "open"]
    assert {head.revision for head in running} == {2}
    # a draft that nobody sent is still there, word for word
    waiting = {row[0] for row in contents["tasks"] if row[11] is None}
    kept = {row[0]: json.loads(str(row[1])) for row in contents["drafts"]}
    touched = {
        json.loads(str(row[8]))["fact"].get("task") for row in contents["events"] if row[2] == "TaskClaimed"
    }
    for task, typed in drafts.items():
        if task in waiting:
            assert task in kept
            assert kept[task] == typed or task in touched
    finish(world)
    assert {world.runner.case(case, by=auditor).head.status for case in cases} == {"closed"}
    assert world.broken() == ()


def finish(world: World) -> None:
    """Everybody works on until nothing waits any more."""
    dice = random.Random(7)  # noqa: S311
    for _ in range(40):
        left = 0
        for name in STAFF:
            by = world.actor_named(name)
            while lines := [line for line in world.runner.inbox(by=by).lines if not line.holder or line.mine]:
                for line in lines:
                    left += 1
                    page = world.runner.task(line.task, by=by)
                    pairs = answers(page, dice)
                    for question in page.questions:
                        forward = next(one.name for one in question.choices if not one.returns)
                        pairs = {**pairs, question.name: [forward], question.reason_name: [""]}
                    world.runner.complete(line.task, pairs, by=by)
        if not left:
            return


def test_forty_cases_are_migrated_while_people_work_and_the_migration_is_killed(any_world: World) -> None:
    at_work(any_world, 40, kills=1, names=["Budi", "Sari"])


@pytest.mark.thorough
def test_five_hundred_cases_are_migrated_while_people_work(any_world: World) -> None:
    at_work(any_world, 500, kills=0)


@pytest.mark.thorough
def test_a_migration_of_five_hundred_cases_is_killed_five_times_and_loses_nothing(any_world: World) -> None:
    at_work(any_world, 500, kills=5)
