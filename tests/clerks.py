"""Staff at work, each in a process of their own, while something else happens to their cases."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

from runner import AlurError, TaskId, TaskPage
from tests.builders import Clock, World

#: Nothing of the test's process goes over to a clerk's but what they are told.
_SPAWN = multiprocessing.get_context("spawn")


@dataclass
class Report:
    """What a clerk did: the tasks that were taken from them as completed, and how long each click took."""

    done: list[TaskId] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    failed: str = ""


@dataclass(frozen=True)
class Clerk:
    """One person in a process of their own: completes whatever waits for them, up to ``most`` tasks."""

    home: Path
    url: str
    now: datetime
    name: str
    seed: int
    most: int

    def work(self, begun: Event, over: Event, told: Connection) -> None:
        """Until it is over; what was done is told at the end."""
        report, dice = Report(), random.Random(self.seed)  # noqa: S311 (who works on what is no secret)
        world = World(self.home, self.url, Clock(self.now), self.name)
        try:
            while not over.is_set() and len(report.done) < self.most:
                if not self._one(world, dice, report):
                    time.sleep(0.01)
                begun.set()
        except Exception as error:
            report.failed = repr(error)
        begun.set()
        world.close()
        told.send(report)

    def _one(self, world: World, dice: random.Random, report: Report) -> bool:
        by = world.actor_named(self.name)
        lines = world.runner.inbox(by=by).lines
        mine = [line for line in lines if line.holder is None or line.mine]
        if not mine:
            return False
        task = dice.choice(mine).task
        try:
            page = world.runner.task(task, by=by)
            if dice.random() < 0.2:
                world.runner.save_draft(task, {"catatan": ["Sebagian"]}, by=by, seen=page.revision)
            filled = answers(page, dice)
            since = time.monotonic()
            try:
                world.runner.complete(task, filled, by=by, seen=page.revision)
            finally:
                report.waits.append(time.monotonic() - since)
        except AlurError:
            return True  # somebody was first: a colleague, or the migration
        report.done.append(task)
        return True


class Staff:
    """Several clerks at work, from the moment when each has begun until they are sent home."""

    def __init__(self, world: World, names: Sequence[str], *, most: int) -> None:
        self._over = _SPAWN.Event()
        self._told: list[Connection] = []
        self._processes = []
        begun = []
        for seed, name in enumerate(names):
            hears, tells = _SPAWN.Pipe(duplex=False)
            clerk = Clerk(world.home, world.url, world.clock.now, name, seed, most)
            begun.append(_SPAWN.Event())
            process = _SPAWN.Process(target=clerk.work, args=(begun[-1], self._over, tells), daemon=True)
            process.start()
            tells.close()
            self._told.append(hears)
            self._processes.append(process)
        for each in begun:
            assert each.wait(60), "a clerk never came to work"

    def sent_home(self) -> list[Report]:
        """What each of them did."""
        self._over.set()
        reports = [told.recv() for told in self._told]
        for process in self._processes:
            process.join(60)
        return reports


def answers(page: TaskPage, dice: random.Random) -> dict[str, list[str]]:
    """A filled form: every question answered, one time in four by a return."""
    pairs = {"perihal": ["Surat"], "isi": ["Isi."], "catatan": ["Baik."]}
    for question in page.questions:
        back = dice.random() < 0.25
        pairs[question.name] = [next(one.name for one in question.choices if one.returns is back)]
        if back:
            pairs[question.reason_name] = ["Kurang lengkap."]
    return pairs
