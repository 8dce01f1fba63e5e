"""A diagram or a form is edited in a page: two people at once, one file at a time."""

from __future__ import annotations

import json

import pytest

from runner import DraftChanged, NotAllowed, NotFound, TextRefused, UploadRefused
from runner import diagram as diagrams
from runner.model import FormId, Severity
from tests.builders import AGENCY, FORMS, LINEAR, SUBJECT, World, a_form


def renamed(text: str, name: str) -> bytes:
    """The diagram with another name for its first step."""
    assert 'name="Langkah t1"' in text
    return text.replace('name="Langkah t1"', f'name="{name}"').encode()


def test_an_editor_opens_the_latest_revision_with_what_may_be_chosen(world: World) -> None:
    page = world.runner.edit_diagram(LINEAR.key, by=world.actor_named("Rina"))
    assert (page.version, page.base, page.author) == (0, 1, None)
    assert page.text.encode() == LINEAR.bpmn()
    assert ("kabag", "Kepala Bagian") in page.positions
    assert set(page.used) <= set(page.forms)
    assert world.runner.drafts(by=world.actor_named("Rina")) == ()


def test_a_save_is_a_draft_and_opens_again_as_such(world: World) -> None:
    rina = world.actor_named("Rina")
    page = world.runner.edit_diagram(LINEAR.key, by=rina)
    world.runner.save_diagram(LINEAR.key, renamed(page.text, "Menulis nota"), seen=page.seen, by=rina)
    again = world.runner.edit_diagram(LINEAR.key, by=rina)
    assert "Menulis nota" in again.text
    assert again.author is not None
    assert again.author.name == rina.name
    assert again.version > 0


def test_the_second_of_two_is_told_whose_change_was_first(world: World) -> None:
    rina, nila = world.actor_named("Rina"), world.actor_named("Nila")
    page = world.runner.edit_diagram(LINEAR.key, by=rina)
    world.runner.save_diagram(LINEAR.key, renamed(page.text, "Dari Rina"), seen=page.seen, by=rina)
    with pytest.raises(DraftChanged) as changed:
        world.runner.save_diagram(LINEAR.key, renamed(page.text, "Dari Nila"), seen=page.seen, by=nila)
    assert changed.value.by == rina.name
    assert "Dari Rina" in world.runner.edit_diagram(LINEAR.key, by=nila).text

    # having seen it, the second may replace it
    theirs = world.runner.edit_diagram(LINEAR.key, by=nila).seen
    world.runner.save_diagram(LINEAR.key, renamed(page.text, "Dari Nila"), seen=theirs, by=nila)
    assert "Dari Nila" in world.runner.edit_diagram(LINEAR.key, by=rina).text


def test_a_diagram_and_a_form_of_one_sop_are_edited_at_once_without_a_conflict(world: World) -> None:
    rina, nila = world.actor_named("Rina"), world.actor_named("Nila")
    diagram = world.runner.edit_diagram(LINEAR.key, by=rina)
    form = world.runner.edit_form(LINEAR.key, "surat", by=nila)
    assert form.text.encode() == FORMS[FormId("surat")]
    changed = a_form("surat", SUBJECT, {"type": "textarea", "key": "lampiran", "label": "Lampiran"})
    world.runner.save_form(LINEAR.key, "surat", changed, seen=form.seen, by=nila)
    draft = world.runner.save_diagram(
        LINEAR.key, renamed(diagram.text, "Menulis nota"), seen=diagram.seen, by=rina
    )
    assert draft.files["surat.form"] == changed
    assert b"Menulis nota" in draft.files["diagram.bpmn"]


def test_a_draft_that_was_published_meanwhile_is_no_longer_the_one_that_was_seen(world: World) -> None:
    rina, nila = world.actor_named("Rina"), world.actor_named("Nila")
    page = world.runner.edit_diagram(LINEAR.key, by=rina)
    draft = world.runner.save_diagram(LINEAR.key, renamed(page.text, "Baru"), seen=page.seen, by=rina)
    world.runner.publish_drafts([draft.key], by=nila)
    with pytest.raises(DraftChanged) as changed:
        world.runner.save_diagram(LINEAR.key, renamed(page.text, "Lain"), seen=page.seen, by=rina)
    assert changed.value.version == 0


def test_a_new_form_begins_empty_and_is_kept_in_the_draft(world: World) -> None:
    rina = world.actor_named("Rina")
    page = world.runner.edit_form(LINEAR.key, "tanda-terima", by=rina)
    assert page.seen == ""
    assert json.loads(page.text)["components"] == []
    draft = world.runner.save_form(
        LINEAR.key, "tanda-terima", a_form("tanda-terima", SUBJECT), seen="", by=rina
    )
    assert "tanda-terima.form" in draft.files
    assert "tanda-terima" in world.runner.edit_diagram(LINEAR.key, by=rina).forms


def test_a_form_of_another_draft_is_offered_and_comes_along_when_it_is_chosen(world: World) -> None:
    rina = world.actor_named("Rina")
    sheet = a_form("tanda-terima", SUBJECT)
    world.runner.save_form(LINEAR.key, "tanda-terima", sheet, seen="", by=rina)
    other = world.runner.begin_draft(AGENCY, name="Peminjaman Ruang", positions=["staf"], by=rina)
    page = world.runner.edit_diagram(other.key, by=rina)
    assert "tanda-terima" in page.forms
    assert world.runner.edit_form(other.key, "tanda-terima", by=rina).text.encode() == sheet
    content = page.text.replace(
        "<bpmn:userTask ", '<bpmn:userTask camunda:formRef="tanda-terima" ', 1
    ).encode()
    found = world.runner.check(content, file="x.bpmn", forms={}, agency=AGENCY, by=rina)
    assert [problem.code for problem in found if problem.severity is Severity.ERROR] == []
    saved = world.runner.save_diagram(other.key, content, seen=page.seen, by=rina)
    assert saved.files["tanda-terima.form"] == sheet


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"type": "default"}', a_form("lain", SUBJECT)])
def test_a_form_keeps_its_id(world: World, content: bytes) -> None:
    rina = world.actor_named("Rina")
    with pytest.raises(UploadRefused):
        world.runner.save_form(LINEAR.key, "tanda-terima", content, seen="", by=rina)


def test_a_process_keeps_its_id(world: World) -> None:
    rina = world.actor_named("Rina")
    page = world.runner.edit_diagram(LINEAR.key, by=rina)
    other = page.text.replace(LINEAR.key, "uji-lain").encode()
    with pytest.raises(UploadRefused):
        world.runner.save_diagram(LINEAR.key, other, seen=page.seen, by=rina)


def test_a_new_sop_has_a_lane_for_each_position_and_a_key_of_its_own(world: World) -> None:
    rina = world.actor_named("Rina")
    first, second = (
        world.runner.begin_draft(AGENCY, name="SOP Peminjaman Ruang", positions=["kabag", "staf"], by=rina)
        for _ in range(2)
    )
    assert (first.key, second.key) == ("uji-peminjaman-ruang", "uji-peminjaman-ruang-2")
    assert first.name == "SOP Peminjaman Ruang"
    drawn = diagrams.read(first.files["diagram.bpmn"], file="x")
    assert [lane.name for lane in drawn.lanes] == ["Kepala Bagian", "Staf Umum"]
    # all that is left to do is to choose a form
    wrong = {problem.code for problem in first.problems if problem.severity is Severity.ERROR}
    assert wrong == {"form.none"}


@pytest.mark.parametrize(("name", "positions"), [("  ", ["staf"]), ("Pinjam", []), ("x" * 300, ["staf"])])
def test_a_new_sop_needs_a_name_and_somebody_to_carry_it_out(
    world: World, name: str, positions: list[str]
) -> None:
    with pytest.raises((UploadRefused, TextRefused)):
        world.runner.begin_draft(AGENCY, name=name, positions=positions, by=world.actor_named("Rina"))


def test_a_preview_shows_what_staff_will_see_for_what_was_typed(world: World) -> None:
    rina = world.actor_named("Rina")
    hidden = {
        "type": "textfield",
        "key": "lain",
        "label": "Lain",
        "conditional": {"hide": '=perihal != "ya"'},
    }
    content = a_form("surat", SUBJECT, hidden)
    shown = [
        [
            field.name
            for field in world.runner.preview_form(
                content, file="surat.form", pairs=pairs, agency=AGENCY, by=rina
            ).fields
        ]
        for pairs in ({}, {"perihal": ["ya"]})
    ]
    assert shown == [["perihal"], ["perihal", "lain"]]
    broken = world.runner.preview_form(
        a_form("surat", {"type": "html", "content": "x"}), file="surat.form", pairs={}, agency=AGENCY, by=rina
    )
    assert broken.fields == ()
    assert [problem.element for problem in broken.problems] == ["surat_0"]


def test_who_may_not_draft_finds_no_editor(world: World) -> None:
    ani = world.actor_named("Ani")
    assert world.runner.drafting_agencies(by=ani) == ()
    for verb in (
        lambda: world.runner.edit_diagram(LINEAR.key, by=ani),
        lambda: world.runner.edit_form(LINEAR.key, "surat", by=ani),
        lambda: world.runner.save_diagram(LINEAR.key, LINEAR.bpmn(), seen="", by=ani),
        lambda: world.runner.save_form(LINEAR.key, "surat", FORMS[FormId("surat")], seen="", by=ani),
    ):
        with pytest.raises(NotFound):
            verb()
    with pytest.raises(NotAllowed):
        world.runner.begin_draft(AGENCY, name="Pinjam", positions=["staf"], by=ani)
    with pytest.raises(NotAllowed):
        world.runner.preview_form(FORMS[FormId("surat")], file="x", pairs={}, agency=AGENCY, by=ani)
