"""Servers die as by ``kill -9`` while people work: what was acknowledged is there, once."""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from runner import CaseId, TaskId
from tests.builders import LOOP, World
from tests.servers import ROOT, Reply, Server, Visitor, serving

#: A case is left for a new one after so many completions.
LONGEST = 12
WORKERS = 4


@dataclass
class Log:
    """What the people were told: tasks whose completion was acknowledged; it ends at ``wanted``."""

    wanted: int
    acknowledged: list[TaskId] = field(default_factory=list)
    resent: int = 0
    failed: list[BaseException] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, task: TaskId) -> None:
        with self._lock:
            self.acknowledged.append(task)

    @property
    def over(self) -> bool:
        return bool(self.failed) or len(self.acknowledged) >= self.wanted


@dataclass
class Pair:
    """Ani and Budi, who pass a case to and fro at one server."""

    world: World
    ani: Visitor
    budi: Visitor
    log: Log

    def work(self) -> None:
        try:
            while not self.log.over:
                case = self.world.start(LOOP)
                for _ in range(LONGEST // 2):
                    self._step(case, self.ani, {"perihal": "Surat", "isi": "Isi."})
                    self._step(case, self.budi, {"x1": "Kembalikan", "x1_alasan": "Kurang lengkap."})
        except BaseException as error:
            self.log.failed.append(error)

    def _step(self, case: CaseId, visitor: Visitor, typed: dict[str, str]) -> None:
        """The open task of the case is completed, however often it has to be sent."""
        if self.log.over:
            return
        task = self.world.task(case)
        page = self._patiently(lambda: visitor.get(f"/tugas/{task}"))
        assert page == 200, page
        form = {**visitor.hidden(), **typed}
        sent = self._patiently(lambda: visitor.send(f"/tugas/{task}", form))
        assert sent == 302, sent
        self.log.acknowledge(task)

    def _patiently(self, ask: Callable[[], Reply]) -> int:
        """The status of the answer; a page that a dying server did not answer is sent again."""
        while True:
            try:
                return ask().status
            except (OSError, http.client.HTTPException):
                self.log.resent += 1
                time.sleep(0.02)


def crash(world: World, *, kills: int, completions: int, seed: int) -> Log:
    """So many kills, spread over at least so many acknowledged completions; then everything is checked."""
    dice = random.Random(seed)  # noqa: S311 (which server dies when is no secret)
    log = Log(wanted=completions)
    with serving(world, servers=2) as servers:
        pairs = [
            Pair(
                world.colleague(f"pair {number}"),
                servers[number % 2].visit("Ani"),
                servers[number % 2].visit("Budi"),
                log,
            )
            for number in range(WORKERS)
        ]
        threads = [threading.Thread(target=pair.work) for pair in pairs]
        for thread in threads:
            thread.start()
        killed = _kill_now_and_then(servers, log, kills, dice)
        for thread in threads:
            thread.join()
        for pair in pairs:
            pair.world.close()
    assert log.failed == []
    assert killed == kills
    _require_everything(world, log)
    return log


def _kill_now_and_then(servers: list[Server], log: Log, kills: int, dice: random.Random) -> int:
    """Kill one server or the other at moments spread over the whole run, while people work."""
    killed = 0
    while killed < kills and not log.failed:
        begun = len(log.acknowledged)
        if begun < log.wanted * (killed + dice.random() * 0.8) / (kills + 1) and not log.over:
            time.sleep(0.001)
            continue
        victim = dice.choice(servers)
        victim.kill()
        killed += 1
        victim.start()
    return killed


def _require_everything(world: World, log: Log) -> None:
    events = [row for row in world.contents()["events"] if row[2] == "TaskCompleted"]
    done = Counter(json.loads(str(row[8]))["fact"]["task"] for row in events)
    assert len(set(log.acknowledged)) == len(log.acknowledged) >= log.wanted
    assert {task: done[task] for task in log.acknowledged if done[task] != 1} == {}, "lost or doubled"
    assert max(done.values()) == 1
    environment = {**os.environ, "ALUR_HOME": str(world.home), "ALUR_LANGUAGE": "en"}
    if world.dialect == "postgresql":
        environment["DATABASE_URL"] = world.url
    verified = subprocess.run(
        [sys.executable, "-m", "webui.command_line", "verify"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout


def test_what_was_acknowledged_survives_two_kills_once(any_world: World) -> None:
    crash(any_world, kills=2, completions=100, seed=1)


@pytest.mark.thorough
def test_what_was_acknowledged_survives_a_dozen_kills_once(any_world: World) -> None:
    log = crash(any_world, kills=12, completions=1_200, seed=2)
    assert log.resent > 0, "kills hit people at work"
