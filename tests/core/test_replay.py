"""Replay compares at every event, and names the first one that does not hold.

The chain itself is tested with the events; here a forger rewrote it, hashes and all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from runner import engine
from runner.errors import BrokenFact
from runner.events import Event, SealedAnswer, seal
from runner.facts import CaseStarted, TaskClaimed, TaskCompleted
from runner.lifecycle import Case
from runner.model import CaseId, ElementId, TaskId
from runner.replay import rebuild
from tests.builders import CONDITION, LOOP, revision_of
from tests.core.walk import BUDI, Walk

Sealed = dict[int, dict[str, SealedAnswer]]


@pytest.fixture
def recorded() -> tuple[list[Event], Sealed, Case]:
    """A recorded case: its events, its values, and what it is now."""
    walk = Walk.begin(LOOP).complete("t1", isi="a")
    walk.complete("t2", BUDI, outcomes={"x1": "Kembalikan", "x1_alasan": "b"}).complete("t1")
    return walk.events, walk.sealed, walk.case


def test_a_recorded_case_is_rebuilt_from_events_values_and_the_revision_alone(
    recorded: tuple[list[Event], Sealed, Case],
) -> None:
    events, _, case = recorded
    assert (case.version, case.digest()) == (4, events[-1].state_digest)
    assert [task.element for task in case.tasks] == ["t2"]
    assert rebuild([], {}, lambda *_: case.revision) is None


def _done(event: Event) -> TaskCompleted:
    assert isinstance(event.fact, TaskCompleted)
    return event.fact


FORGERIES: dict[str, tuple[Callable[[list[Event]], Event], int, str]] = {
    "another outcome": (
        lambda events: replace(events[2], fact=replace(_done(events[2]), public={"x1": "Setuju"})),
        3, "x1 is one thing here and another apart",
    ),
    "another digest": (lambda events: replace(events[1], state_digest="0"), 2, "what it led to differs"),
    "another task": (
        lambda events: replace(events[1], fact=replace(_done(events[1]), task=TaskId("x"))),
        2, "does not follow",
    ),
    "a second start": (
        lambda events: replace(events[0], seq=2), 2, "a case begins once",
    ),
    "a fact of another kind": (
        lambda events: replace(
            events[1], fact=TaskClaimed(task=_done(events[1]).task, element=ElementId("t1"))
        ),
        2, "what it led to differs",
    ),
    "another moment": (
        lambda events: replace(events[1], at=events[2].at), 2, "what it led to differs",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_event_is_named(recorded: tuple[list[Event], Sealed, Case], name: str) -> None:
    events, sealed, case = recorded
    forge, seq, said = FORGERIES[name]
    forged = forge(events)
    with pytest.raises(BrokenFact, match=said) as broken:
        rebuild([*events[: seq - 1], forged, *events[seq:]], sealed, lambda *_: case.revision)
    assert broken.value.seq == seq


def test_a_case_that_does_not_begin_with_its_start_is_broken(
    recorded: tuple[list[Event], Sealed, Case],
) -> None:
    events, sealed, case = recorded
    with pytest.raises(BrokenFact, match="a case begins once, with its start"):
        rebuild(events[1:], sealed, lambda *_: case.revision)


def test_values_are_proven_before_they_are_believed(recorded: tuple[list[Event], Sealed, Case]) -> None:
    events, sealed, case = recorded
    (other,) = seal({"isi": "lain"}, entropy=b"0" * 32)
    with pytest.raises(BrokenFact, match="the value or salt of isi was altered"):
        rebuild(events, {**sealed, 2: {**sealed[2], "isi": other}}, lambda *_: case.revision)


def test_another_diagram_leads_elsewhere(recorded: tuple[list[Event], Sealed, Case]) -> None:
    events, sealed, _ = recorded
    with pytest.raises(BrokenFact):
        rebuild(events, sealed, lambda *_: revision_of(CONDITION))


def test_tasks_that_the_event_names_must_be_those_that_the_engine_opens(
    recorded: tuple[list[Event], Sealed, Case],
) -> None:
    """A forger who also rewrote the digest: the tasks of the event are compared with the engine's own."""
    events, sealed, case = recorded
    fact = events[0].fact
    assert isinstance(fact, CaseStarted)
    opened = tuple(replace(task, task=TaskId("forged")) for task in fact.consequences.opened)
    forged = replace(
        events[0], fact=replace(fact, consequences=replace(fact.consequences, opened=opened)), engine="other"
    )
    with pytest.raises(BrokenFact, match="the engine opens other tasks"):
        rebuild([forged], sealed, lambda *_: case.revision)


def test_digests_of_another_engine_are_not_compared_but_its_tasks_are(
    recorded: tuple[list[Event], Sealed, Case],
) -> None:
    events, sealed, case = recorded
    older = [replace(event, engine="SpiffWorkflow 3.1 / alur 0", state_digest="other") for event in events]
    rebuilt = rebuild(older, sealed, lambda *_: case.revision)
    assert rebuilt is not None
    assert rebuilt.tasks == case.tasks
    assert older[0].engine != engine.ENGINE
    assert rebuilt.id == CaseId(events[0].stream.removeprefix("case:"))
