"""A form published alone drafts every SOP that names it; publishing the drafts is one act of all or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from runner import DiagramRefused, DraftChanged, NotAllowed, NotFound, NothingToPublish, UploadRefused
from runner.model import AgencyCode, DefinitionKey, FormId
from runner.publishing import Sheaf
from tests.builders import AGENCY, FORMS, LINEAR, LOOP, SUBJECT, World, a_form

CHANGED = a_form("catatan", {"type": "textarea", "key": "catatan", "label": "Catatan baru"})


def test_a_form_alone_drafts_every_sop_that_names_it_and_puts_nothing_in_force(world: World) -> None:
    by = world.actor_named("Nila")
    lines = world.runner.draft_form(CHANGED, file="catatan.form", by=by)
    assert {line.key for line in lines} >= {LINEAR.key, LOOP.key}
    assert {line.changed for line in lines} == {("catatan.form",)}
    assert world.head().revision == 1
    assert world.runner.drafts(by=by) == lines
    assert world.broken() == ()


def test_the_same_form_again_drafts_nothing(world: World) -> None:
    assert (
        world.runner.draft_form(FORMS[FormId("catatan")], file="x.form", by=world.actor_named("Nila")) == ()
    )


def test_publishing_the_drafts_makes_a_revision_of_each_and_ends_them(world: World) -> None:
    by = world.actor_named("Nila")
    drafted = {line.key for line in world.runner.draft_form(CHANGED, file="catatan.form", by=by)}
    done = world.runner.publish_drafts(by=by, note="Catatan diperjelas")
    assert {(one.key, one.number) for one in done} == {(key, 2) for key in drafted}
    assert world.runner.drafts(by=by) == ()
    assert world.head().revision == 2
    assert world.broken() == ()


def test_one_draft_that_is_refused_keeps_all_of_them_back(world: World) -> None:
    by = world.actor_named("Nila")
    world.runner.draft_form(CHANGED, file="catatan.form", by=by)
    before = world.contents()
    with pytest.raises(NotFound):
        world.runner.publish_drafts([LINEAR.key, "tidak-ada"], by=by)
    assert world.contents() == before


def test_a_broken_form_drafts_nothing(world: World) -> None:
    broken = a_form("catatan", {"type": "html", "key": "catatan"})
    with pytest.raises(DiagramRefused):
        world.runner.draft_form(broken, file="catatan.form", by=world.actor_named("Nila"))
    assert world.runner.drafts(by=world.actor_named("Nila")) == ()


def test_of_several_forms_all_are_drafted_or_none(world: World) -> None:
    rina, nila = world.actor_named("Rina"), world.actor_named("Nila")
    others = a_form("surat", SUBJECT, {"type": "textfield", "key": "lain", "label": "Lain"})
    world.runner.draft_diagram(
        LINEAR.bpmn(), file="x.bpmn", forms={FormId("surat"): others}, agency=AGENCY, by=rina
    )
    files = [("catatan.form", CHANGED), ("surat.form", a_form("surat", {**SUBJECT, "label": "Hal"}))]
    before = world.contents()
    with pytest.raises(DraftChanged):
        world.runner.draft_forms(files, by=nila)
    assert world.contents() == before
    world.runner.discard_draft(LINEAR.key, by=rina, after=world.runner.draft(LINEAR.key, by=rina).version)
    with pytest.raises(UploadRefused):
        world.runner.draft_forms([*files, ("lain/catatan.form", FORMS[FormId("catatan")])], by=nila)
    lines = {line.key: line.changed for line in world.runner.draft_forms(files, by=nila)}
    assert lines[DefinitionKey(LINEAR.key)] == ("catatan.form", "surat.form")


@pytest.mark.parametrize("who", ["Ani", "Dewi", "Umar"])
def test_only_analysts_publishers_and_auditors_see_drafts(world: World, who: str) -> None:
    by = world.actor_named(who)
    assert world.runner.draft_form(CHANGED, file="catatan.form", by=by) == ()
    world.runner.draft_form(CHANGED, file="catatan.form", by=world.actor_named("Nila"))
    assert world.runner.drafts(by=by) == ()
    with pytest.raises(NotFound):
        world.runner.publish_drafts([LINEAR.key], by=by)


def test_of_several_diagrams_all_are_published_or_none(world: World) -> None:
    admin = world.actor_named("admin")
    other = AgencyCode("lain")
    world.runner.declare(replace(world.runner.profile(AGENCY), code=other), by=admin)
    before = world.contents()
    sheaves = [
        Sheaf(content=replace(LINEAR, label="2").bpmn(), file="a", forms=FORMS, agency=AGENCY),
        Sheaf(content=replace(LOOP, label="2").bpmn(), file="b", forms=FORMS, agency=other),
    ]
    with pytest.raises(NotAllowed):
        world.runner.publish_all(sheaves, by=world.actor_named("Nila"))
    assert world.contents() == before


def test_what_is_published_already_is_said_beside_what_was_new(world: World) -> None:
    sheaves = [
        Sheaf(content=LINEAR.bpmn(), file="a", forms=FORMS, agency=AGENCY),
        Sheaf(content=replace(LOOP, label="2").bpmn(), file="b", forms=FORMS, agency=AGENCY),
    ]
    same, new = world.runner.publish_all(sheaves, by=world.actor_named("Nila"))
    assert isinstance(same, NothingToPublish)
    assert not isinstance(new, NothingToPublish)
    assert new.number == 2
