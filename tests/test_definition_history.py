"""What people read about an SOP's life: every act, by whom, in which capacity, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from runner import NotFound
from runner.definition_history import acts
from runner.events import Event
from runner.facts import CaseMigrated, Consequences
from runner.model import ActorId, DefinitionKey, FormId
from runner.revision import DIAGRAM
from tests.builders import AGENCY, LINEAR, SUBJECT, Clock, World, a_form


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


def test_what_a_draft_changed_is_told_against_what_it_began_with(world: World) -> None:
    nila = world.actor_named("Nila")

    def drafted(label: str, form: str = "") -> tuple[str, ...]:
        page = world.runner.draft_diagram(
            replace(LINEAR, label=label).bpmn(),
            file="x.bpmn",
            forms={FormId("surat"): a_form("surat", {**SUBJECT, "label": form})} if form else {},
            agency=AGENCY,
            by=nila,
        )
        versions.append(page.version)
        return world.runner.definition_history(LINEAR.key, by=nila).acts[0].files

    versions: list[int] = []
    assert drafted("2", "Hal") == (DIAGRAM, "surat.form")
    assert drafted("3") == (DIAGRAM,)
    world.publish(replace(LINEAR, label="8"))
    assert drafted("3", "Pokok") == ("surat.form",)
    world.runner.discard_draft(LINEAR.key, by=nila, after=versions[-1])
    assert drafted("2") == (DIAGRAM,)
    world.runner.publish_drafts([LINEAR.key], by=nila)
    assert drafted("9") == (DIAGRAM,)


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
