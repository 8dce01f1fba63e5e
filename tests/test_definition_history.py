"""What people read about an SOP's life: every act, by whom, in which capacity, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from runner import NotFound
from runner.definition_history import acts
from runner.events import Event
from runner.facts import CaseMigrated, Consequences
from runner.model import ActorId, DefinitionKey
from tests.builders import LINEAR, Clock, World


def migrated(minute: float, *, before: int = 1, after: int = 2, undoes: int | None = None) -> Event:
    """A case was moved so many minutes after the office opened."""
    return Event(
        stream=f"case:{minute}",
        seq=4,
        at=Clock().now + timedelta(minutes=minute),
        actor=ActorId("nila"),
        position="penerbit",
        capacity="tugas",
        fact=CaseMigrated(from_number=before, moves=(), undoes=undoes, consequences=Consequences()),
        revision=(DefinitionKey("uji-lurus"), after),
    )


def test_the_life_of_an_sop_is_told_newest_first(world: World) -> None:
    world.clock.pass_(hours=1)
    world.runner.retire(LINEAR.key, reason="Diganti.", by=world.actor_named("Nila"))
    told = world.runner.definition_history(LINEAR.key, by=world.actor_named("Ani"))
    assert [act.kind for act in told.acts] == ["DefinitionRetired", "RevisionPublished"]
    retired, published = told.acts
    assert (retired.reason, retired.by.name, retired.position) == ("Diganti.", "Nila", "Penerbit")
    assert published.text.id == "Revisi 1 diterbitkan."
    assert published.number == 1
    assert not published.pending
    assert told.published
    assert told.zone == "Asia/Makassar"


def test_an_unknown_sop_has_no_history(world: World) -> None:
    with pytest.raises(NotFound):
        world.runner.definition_history("uji-tidak-ada", by=world.actor_named("Nila"))


def test_cases_moved_in_one_go_are_one_act() -> None:
    moved = [migrated(minute) for minute in (0, 1, 9, 30)] + [migrated(31, before=2, after=1, undoes=4)]
    told = [act.text.id for act in acts([], moved, people={}, titles={})]
    assert told == [
        "Pemindahan 1 berkas ditarik kembali: dari revisi 2 ke revisi 1.",
        "1 berkas dipindahkan dari revisi 1 ke revisi 2.",
        "3 berkas dipindahkan dari revisi 1 ke revisi 2.",
    ]
