"""Two people send the same task at the same moment, each to a server process of their own."""

from __future__ import annotations

import html
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from runner import TaskId
from tests.builders import World
from tests.servers import Reply, serving


def race(world: World, races: int) -> Counter[str]:
    """Who won how often; every race had exactly one winner, and the loser's text was kept."""
    won: Counter[str] = Counter()
    names = ("Ani", "Adi")
    with serving(world, servers=2) as servers, ThreadPoolExecutor(2) as people:
        visitors = [server.visit(name) for server, name in zip(servers, names, strict=True)]
        together = threading.Barrier(2)

        def send(number: int, task: TaskId, round_: int) -> Reply:
            visitor = visitors[number]
            page = visitor.get(f"/tugas/{task}")
            assert page.status == 200, page.text
            typed = {"perihal": f"Surat <{round_}>", "isi": f"Kalimat panjang dari {names[number]} {round_}."}
            together.wait()
            return visitor.post(f"/tugas/{task}", typed)

        for round_ in range(races):
            case = world.start()
            task = world.task(case)
            replies = list(people.map(send, (0, 1), (task, task), (round_, round_)))
            assert sorted(reply.status for reply in replies) == [302, 409], [r.text for r in replies]
            winner, loser = sorted((0, 1), key=lambda number: replies[number].status)
            kept = html.unescape(replies[loser].text)
            assert f"Surat <{round_}>" in kept
            assert f"Kalimat panjang dari {names[loser]} {round_}." in kept
            assert names[winner] in kept  # and who was first
            facts = [kind for _, _, kind in world.events(f"case:{case}")]
            assert facts == ["CaseStarted", "TaskCompleted"]
            won[names[winner]] += 1
    assert world.broken() == ()
    return won


def test_exactly_one_of_two_wins_twenty_races(any_world: World) -> None:
    assert race(any_world, 20).total() == 20


@pytest.mark.thorough
def test_exactly_one_of_two_wins_two_hundred_races(any_world: World) -> None:
    won = race(any_world, 200)
    assert won.total() == 200
    assert len(won) == 2, "both people win some"
