"""An SOP is drafted by several people, none of whom loses what they wrote, and published by somebody else.

What the draft was, who wrote it and what it changed stands in the audit trail; verify finds it there.
"""

# ruff: noqa: S608 (the statements are this file's own, and so is the database)

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from runner import (
    DiagramRefused,
    DraftChanged,
    DraftPage,
    Duty,
    FourEyes,
    NotAllowed,
    NotFound,
    NothingToPublish,
    TextRefused,
    UploadRefused,
)
from runner.events import canonical, row_hash
from runner.facts import DraftDiscarded, DraftSaved, RevisionPublished
from runner.model import AgencyCode, DefinitionKey, FormId, Position, PositionCode
from runner.revision import DIAGRAM, ORIGINAL, form_file
from runner.store import trail
from runner.tables import revision_draft_files, revision_drafts, revisions
from tests.builders import AGENCY, FORMS, LINEAR, LOOP, SUBJECT, Sop, World, a_form
from tests.tampering import tamper

NEW = Sop("uji-baru", "s1 -> t1 -> t2 -> e1", {"Staf": "t1", "Kabag": "t2"})
#: A lane of the last step is nobody's: the gate refuses it, a draft may have it.
BROKEN = replace(LINEAR, lanes={"Staf": "t1", "Juru tulis": "t2"})
CHANGED = replace(LINEAR, label="2")


def drafted(
    world: World,
    sop: Sop = CHANGED,
    *,
    by: str = "Rina",
    after: int | None = None,
    forms: dict[FormId, bytes] | None = None,
    original: bytes | None = None,
) -> DraftPage:
    return world.runner.draft_diagram(
        sop.bpmn(),
        file=f"{sop.key}.bpmn",
        forms=forms or {},
        agency=AGENCY,
        by=world.actor_named(by),
        after=after,
        original=original,
    )


def published_fact(world: World, key: str) -> RevisionPublished:
    with world.runner.store.read() as tx:
        fact = trail.events_of(tx, f"definition:{key}")[-1].fact
    assert isinstance(fact, RevisionPublished)
    return fact


def test_a_draft_is_saved_with_its_forms_and_nothing_of_it_is_in_force(any_world: World) -> None:
    page = drafted(any_world)
    assert (page.key, page.agency_name, page.zone) == (LINEAR.key, "Dinas Percobaan", "Asia/Makassar")
    assert (page.base, page.latest, page.version) == (1, 1, 2)
    assert page.files[DIAGRAM] == CHANGED.bpmn()
    assert {name for name in page.files if name.endswith(".form")}
    assert page.author.name == "Rina"
    assert page.problems == ()
    assert any_world.head().revision == 1
    assert any_world.runner.draft(LINEAR.key, by=any_world.actor_named("Nila")) == replace(
        page, may_publish=True, why_not=None
    )
    assert any_world.broken() == ()


def test_an_sop_without_any_revision_can_be_drafted_and_published(any_world: World) -> None:
    page = drafted(any_world, NEW)
    assert (page.version, page.base, page.latest) == (1, None, None)
    with pytest.raises(NotFound):
        any_world.runner.definition(NEW.key, by=any_world.actor_named("Nila"))
    assert any_world.broken() == ()
    (done,) = any_world.runner.publish_drafts([NEW.key], by=any_world.actor_named("Nila"))
    assert (done.number, done.key) == (1, NEW.key)
    assert any_world.head(NEW).revision == 1
    assert any_world.events(f"definition:{NEW.key}")[-2:] == [
        (f"definition:{NEW.key}", 1, "DraftSaved"),
        (f"definition:{NEW.key}", 2, "RevisionPublished"),
    ]
    assert any_world.broken() == ()


def test_a_draft_may_be_wrong_and_says_so_where_it_is(world: World) -> None:
    page = drafted(world, BROKEN, by="Nila")
    assert "lane.unresolved" in {problem.code for problem in page.problems}
    assert (page.may_publish, page.unproven) == (False, False)
    assert page.why_not is not None
    with pytest.raises(DiagramRefused):
        world.runner.publish_drafts([LINEAR.key], by=world.actor_named("Nila"))
    assert world.runner.draft(LINEAR.key, by=world.actor_named("Nila")).version == page.version


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<definitions/>",
        LINEAR.bpmn().replace(b"uji-lurus", b"uji lurus"),
        LINEAR.bpmn().replace(b"uji-lurus", b"konsep"),
        b"<a>" * 90,
    ],
)
def test_what_is_no_diagram_or_has_no_usable_id_is_no_draft(world: World, content: bytes) -> None:
    before = world.contents()
    with pytest.raises(DiagramRefused) as refused:
        world.runner.draft_diagram(
            content, file="x.bpmn", forms={}, agency=AGENCY, by=world.actor_named("Rina")
        )
    assert refused.value.problems
    assert world.contents() == before


def test_the_same_files_again_are_no_event(world: World) -> None:
    first = drafted(world)
    before = world.contents()
    assert drafted(world, after=first.version).version == first.version
    assert drafted(world, by="Nila", after=0).author.name == "Rina"  # sent twice, whatever it knew
    assert world.contents() == before


def test_whoever_saves_over_another_is_told_whose_work_that_is(any_world: World) -> None:
    first = drafted(any_world, by="Rina", after=0)
    any_world.clock.pass_(minutes=1)
    mine = replace(CHANGED, label="3")
    for after in (0, None, 1, 99):
        with pytest.raises(DraftChanged) as refused:
            drafted(any_world, mine, by="Nila", after=after)
        said = refused.value
        assert (said.key, said.by, said.at, said.version) == (
            LINEAR.key,
            "Rina",
            first.saved_at,
            first.version,
        )
    second = drafted(any_world, mine, by="Nila", after=first.version)
    assert [author.name for author in second.authors] == ["Rina", "Nila"]
    assert second.made_at == first.made_at
    with pytest.raises(DraftChanged):
        drafted(any_world, replace(CHANGED, label="4"), by="Rina", after=first.version)
    assert any_world.broken() == ()


def test_ones_own_draft_is_replaced_by_somebody_who_does_not_know_its_version(world: World) -> None:
    first = drafted(world)
    assert drafted(world, replace(CHANGED, label="3")).version == first.version + 1


@pytest.mark.parametrize("ending", ["discarded", "published"])
def test_whoever_worked_on_a_draft_that_is_gone_is_told_who_ended_it(world: World, ending: str) -> None:
    first = drafted(world)
    nila = world.actor_named("Nila")
    if ending == "discarded":
        world.runner.discard_draft(LINEAR.key, by=nila, after=first.version)
    else:
        world.runner.publish_drafts([LINEAR.key], by=nila)
    with pytest.raises(DraftChanged) as refused:
        drafted(world, replace(CHANGED, label="3"), after=first.version)
    assert (refused.value.by, refused.value.version) == ("Nila", 0)
    assert drafted(world, replace(CHANGED, label="3"), after=0).authors[0].name == "Rina"
    assert world.broken() == ()


def test_a_discarded_draft_is_gone_and_the_trail_knows_it_was_there(any_world: World) -> None:
    first = drafted(any_world)
    nila = any_world.actor_named("Nila")
    with pytest.raises(DraftChanged):
        any_world.runner.discard_draft(LINEAR.key, by=nila, after=first.version + 1)
    any_world.runner.discard_draft(LINEAR.key, by=nila, after=first.version)
    with pytest.raises(NotFound):
        any_world.runner.draft(LINEAR.key, by=nila)
    assert any_world.runner.drafts(by=nila) == ()
    with any_world.runner.store.read() as tx:
        facts = [event.fact for event in trail.events_of(tx, f"definition:{LINEAR.key}")]
    assert isinstance(facts[-2], DraftSaved)
    assert isinstance(facts[-1], DraftDiscarded)
    assert any_world.broken() == ()


def test_forms_of_a_draft_stay_until_the_draft_names_them(world: World) -> None:
    note = a_form("nota", SUBJECT, {"type": "textarea", "key": "nota", "label": "Nota"})
    first = drafted(world, LINEAR, forms={FormId("nota"): note})
    assert first.files[form_file("nota")] == note
    named = replace(CHANGED, forms={"t1": "nota"})
    second = drafted(world, named, after=first.version)
    assert second.files[form_file("nota")] == note
    assert "form.missing" not in {problem.code for problem in second.problems}


def test_a_form_that_is_nowhere_is_told_and_may_come_later(world: World) -> None:
    named = replace(CHANGED, forms={"t1": "nota"})
    first = drafted(world, named)
    assert "form.missing" in {problem.code for problem in first.problems}
    note = a_form("nota", SUBJECT, {"type": "textarea", "key": "nota", "label": "Nota"})
    second = drafted(world, named, forms={FormId("nota"): note})
    assert "form.missing" not in {problem.code for problem in second.problems}


@pytest.mark.parametrize("name", ["../rahasia", "a b", "", "x" * 200, "nol\0", "a/b"])
def test_a_form_whose_id_is_a_path_is_refused(any_world: World, name: str) -> None:
    before = any_world.contents()
    with pytest.raises(UploadRefused):
        drafted(any_world, forms={FormId(name): b"{}"})
    assert any_world.contents() == before


def test_more_than_an_sop_can_have_is_refused(world: World) -> None:
    with pytest.raises(UploadRefused):
        drafted(world, forms={FormId(f"f{number}"): b"{}" for number in range(301)})
    with pytest.raises(UploadRefused):
        drafted(world, forms={FormId("f"): b" " * (17 * 2**20)})


def test_the_file_that_a_diagram_was_imported_from_is_kept_and_changes_no_content(any_world: World) -> None:
    page = drafted(any_world, original=b"\xff\0 bytes of another program")
    assert page.files[ORIGINAL] == b"\xff\0 bytes of another program"
    page = drafted(any_world, replace(CHANGED, label="3"), after=page.version)
    assert page.files[ORIGINAL] == b"\xff\0 bytes of another program"
    nila = any_world.actor_named("Nila")
    (done,) = any_world.runner.publish_drafts([LINEAR.key], by=nila)
    files = any_world.runner.files_of(LINEAR.key, done.number, by=nila)
    assert files[ORIGINAL] == b"\xff\0 bytes of another program"
    with pytest.raises(NothingToPublish):
        any_world.publish(replace(CHANGED, label="3"))
    assert any_world.head().revision == done.number
    assert all(ORIGINAL not in written.path for written in any_world.runner.exported(LINEAR.key, by=nila))
    assert any_world.broken() == ()


# --- publishing ---------------------------------------------------------------------------------------


def test_publishing_a_draft_says_who_wrote_it_and_what_it_changed(world: World) -> None:
    first = drafted(world, replace(LINEAR, label="2"))
    drafted(world, replace(LINEAR, label="3"), by="Nila", after=first.version)
    (done,) = world.runner.publish_drafts(
        [LINEAR.key], by=world.actor_named("Nila"), note="  Diperjelas ", deployment_name="Uji", source="tes"
    )
    fact = published_fact(world, LINEAR.key)
    names = [world.actor_named(name).id for name in ("Rina", "Nila")]
    assert fact.authors == tuple(names)
    assert (fact.note, fact.deployment_name, fact.source) == ("Diperjelas", "Uji", "tes")
    assert (fact.deployment, fact.restores) == (done.deployment, None)
    assert [change["kind"] for change in fact.changes] == ["sop.label"]
    assert world.runner.drafts(by=world.actor_named("Nila")) == ()


def test_a_first_revision_changes_nothing(world: World) -> None:
    world.publish(NEW)
    assert published_fact(world, NEW.key).changes == ()


def test_drafts_published_in_one_act_share_a_deployment(world: World) -> None:
    drafted(world)
    drafted(world, replace(LOOP, label="2"))
    nila = world.actor_named("Nila")
    done = world.runner.publish_drafts(by=nila)
    assert len({one.deployment for one in done}) == 1
    drafted(world, replace(LOOP, label="3"))
    (later,) = world.runner.publish_drafts(by=nila)
    assert later.deployment != done[0].deployment


def test_a_draft_is_published_as_it_was_looked_at_or_not_at_all(world: World) -> None:
    first = drafted(world)
    nila = world.actor_named("Nila")
    drafted(world, replace(CHANGED, label="3"), after=first.version)
    with pytest.raises(DraftChanged):
        world.runner.publish_drafts([LINEAR.key], by=nila, versions={LINEAR.key: first.version})
    assert world.head().revision == 1
    (done,) = world.runner.publish_drafts([LINEAR.key], by=nila, versions={LINEAR.key: first.version + 1})
    assert done.label == "3"


def test_a_draft_saved_while_another_is_being_published_is_not_lost(world: World) -> None:
    """Between the judging of a draft and its publishing lies the proof, which takes a while."""
    first = drafted(world)
    colleague = world.colleague()
    begins = world.runner.now
    saved: list[DraftPage] = []

    def meanwhile(_agency: object) -> None:
        # the effective moment is asked for in the transaction; before it, somebody saves
        return None

    def now() -> object:
        if not saved:
            saved.append(drafted(colleague, replace(CHANGED, label="3"), after=first.version))
        return begins()

    world.runner.now = now  # type: ignore[method-assign, assignment]
    (done,) = world.runner.publish_drafts(
        [LINEAR.key], by=world.actor_named("Nila"), effective_from=meanwhile
    )
    assert done.label == "3"
    colleague.close()
    assert world.broken() == ()


def test_many_drafts_and_sops_are_listed_with_as_few_queries_as_one(any_world: World) -> None:
    nila = any_world.actor_named("Nila")
    statements: list[str] = []
    any_world.runner.store.on_every_connection(lambda statement, _many: statements.append(statement))

    def asked() -> list[int]:
        counts = []
        for read in (any_world.runner.drafts, any_world.runner.definitions):
            any_world.runner.definitions(by=nila)  # revisions are opened once per process
            statements.clear()
            read(by=nila)
            counts.append(len(statements))
        return counts

    drafted(any_world)
    one = asked()
    for number in range(4):
        any_world.publish(replace(LINEAR, key=f"uji-lain-{number}"))
        drafted(any_world, replace(CHANGED, key=f"uji-lain-{number}"), after=0)
        drafted(any_world, replace(CHANGED, key=f"uji-baru-{number}"), after=0)
    assert asked() == one
    lines = {line.key: line for line in any_world.runner.drafts(by=nila)}
    assert lines[DefinitionKey("uji-lain-0")].changed == (DIAGRAM,)
    assert lines[DefinitionKey("uji-lain-0")].latest == 1
    assert lines[DefinitionKey("uji-baru-0")].latest is None
    assert DIAGRAM in lines[DefinitionKey("uji-baru-0")].changed


def test_a_draft_that_began_before_another_publish_is_told_to_be_compared(world: World) -> None:
    drafted(world)
    world.publish(replace(LINEAR, label="langsung"))
    page = world.runner.draft(LINEAR.key, by=world.actor_named("Nila"))
    assert (page.base, page.latest) == (1, 2)
    assert [problem.code for problem in page.problems] == ["draft.outdated"]
    assert page.may_publish


def test_a_draft_that_changes_nothing_cannot_be_published_and_says_why(world: World) -> None:
    page = drafted(world, LINEAR, by="Nila")
    assert not page.may_publish
    assert page.why_not is not None
    with pytest.raises(NothingToPublish):
        world.runner.publish_drafts([LINEAR.key], by=world.actor_named("Nila"))


# --- four eyes ------------------------------------------------------------------------------------------


@pytest.fixture
def strict(any_world: World) -> World:
    """The office, where nobody publishes what they wrote; Budi publishes too."""
    dewi = any_world.actor_named("Dewi")
    assert any_world.runner.set_four_eyes(AGENCY, True, by=dewi)
    any_world.runner.grant(any_world.actor_named("Budi").id, duty=Duty.PUBLISHER, agency=AGENCY, by=dewi)
    return any_world


def test_whoever_wrote_any_of_a_draft_may_not_publish_it(strict: World) -> None:
    first = drafted(strict, by="Nila")
    last = drafted(strict, replace(CHANGED, label="3"), by="Rina", after=first.version)
    assert [author.name for author in last.authors] == ["Nila", "Rina"]
    nila, budi = strict.actor_named("Nila"), strict.actor_named("Budi")
    page = strict.runner.draft(LINEAR.key, by=nila)
    assert not page.may_publish
    assert page.why_not is not None
    with pytest.raises(FourEyes) as refused:
        strict.runner.publish_drafts([LINEAR.key], by=nila)
    assert refused.value.drafted
    assert strict.runner.publish_drafts(by=nila) == ()
    assert strict.head().revision == 1
    assert strict.runner.draft(LINEAR.key, by=budi).may_publish
    (done,) = strict.runner.publish_drafts([LINEAR.key], by=budi)
    assert done.number == 2
    assert strict.broken() == ()


def test_content_without_a_draft_is_its_bringers_own_writing(strict: World) -> None:
    with pytest.raises(FourEyes) as refused:
        strict.publish(CHANGED)
    assert not refused.value.drafted
    # nothing is published by a folder that holds nothing new, so nobody is refused either
    with pytest.raises(NothingToPublish):
        strict.publish(LINEAR)


def test_a_roll_back_needs_no_second_pair_of_eyes(strict: World) -> None:
    drafted(strict, by="Rina")
    strict.runner.publish_drafts([LINEAR.key], by=strict.actor_named("Budi"))
    assert strict.runner.roll_back(LINEAR.key, 1, by=strict.actor_named("Nila")).number == 3


def test_a_profile_that_says_nothing_of_four_eyes_ends_none(strict: World) -> None:
    silent = replace(strict.runner.profile(AGENCY), four_eyes=False, name="Dinas Baru")
    strict.runner.declare(silent, by=strict.actor_named("admin"))
    assert strict.runner.profile(AGENCY).four_eyes
    assert strict.runner.profile(AGENCY).name == "Dinas Baru"
    assert strict.broken() == ()


def test_four_eyes_are_an_act_of_the_administrator_and_end_as_they_began(world: World) -> None:
    dewi = world.actor_named("Dewi")
    with pytest.raises(NotAllowed):
        world.runner.set_four_eyes(AGENCY, True, by=world.actor_named("Nila"))
    with pytest.raises((NotFound, NotAllowed)):
        world.runner.set_four_eyes(AgencyCode("tiada"), True, by=world.actor_named("admin"))
    assert world.runner.set_four_eyes(AGENCY, True, by=dewi)
    before = world.contents()
    assert not world.runner.set_four_eyes(AGENCY, True, by=dewi)
    assert world.contents() == before
    assert world.runner.profile(AGENCY).four_eyes
    assert world.runner.set_four_eyes(AGENCY, False, by=dewi)
    assert world.publish(CHANGED).number == 2
    assert world.broken() == ()


# --- who may --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees", "drafts", "publishes"),
    [
        ("Nila", True, True, True),
        ("Rina", True, True, False),
        ("Tono", True, False, False),
        ("Dewi", False, False, False),
        ("Ani", False, False, False),
    ],
)
def test_analysts_draft_publishers_publish_and_auditors_look(
    world: World, who: str, sees: bool, drafts: bool, publishes: bool
) -> None:
    page = drafted(world, by="Rina")
    by = world.actor_named(who)
    assert bool(world.runner.drafts(by=by)) is sees
    assert [line.may_publish for line in world.runner.drafts(by=by)] == ([publishes] if sees else [])

    def may(act: Callable[[], object]) -> bool:
        try:
            act()
        except (NotAllowed, NotFound):
            return False
        return True

    assert may(lambda: world.runner.draft(LINEAR.key, by=by)) is sees
    assert may(lambda: drafted(world, replace(CHANGED, label="3"), by=who, after=page.version)) is drafts
    assert may(lambda: world.runner.check(CHANGED.bpmn(), file="x", forms={}, agency=AGENCY, by=by)) is drafts
    version = page.version + 1 if drafts else page.version
    assert may(lambda: world.runner.publish_drafts([LINEAR.key], by=by)) is publishes
    if not publishes:
        assert may(lambda: world.runner.discard_draft(LINEAR.key, by=by, after=version)) is drafts


def test_the_process_id_of_another_agency_cannot_be_drafted(world: World) -> None:
    admin = world.actor_named("admin")
    other = AgencyCode("lain")
    by = world.runner.declare(replace(world.runner.profile(AGENCY), code=other), by=admin)
    with pytest.raises(NotAllowed):
        world.runner.draft_diagram(CHANGED.bpmn(), file="x.bpmn", forms={}, agency=other, by=by)
    said = world.runner.check(CHANGED.bpmn(), file="x.bpmn", forms={}, agency=other, by=by)
    assert "process.taken" in {problem.code for problem in said}
    world.runner.draft_diagram(NEW.bpmn(), file="x.bpmn", forms=FORMS, agency=other, by=by)
    with pytest.raises(NotAllowed):
        drafted(world, NEW)


# --- checking without saving ----------------------------------------------------------------------------


def test_a_check_keeps_nothing_and_takes_forms_from_the_draft(world: World) -> None:
    named = replace(CHANGED, forms={"t1": "nota"})
    note = a_form("nota", SUBJECT, {"type": "textarea", "key": "nota", "label": "Nota"})
    rina = world.actor_named("Rina")
    codes = {
        problem.code
        for problem in world.runner.check(named.bpmn(), file="x", forms={}, agency=AGENCY, by=rina)
    }
    assert "form.missing" in codes
    drafted(world, forms={FormId("nota"): note})
    before = world.contents()
    assert world.runner.check(named.bpmn(), file="x", forms={}, agency=AGENCY, by=rina) == ()
    assert [p.code for p in world.runner.check(b"<", file="x", forms={}, agency=AGENCY, by=rina)]
    assert world.contents() == before


# --- texts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["nol\0", "\ud800", "x" * 2001])
def test_a_text_that_cannot_be_kept_is_refused_by_its_name(any_world: World, text: str) -> None:
    drafted(any_world)
    nila = any_world.actor_named("Nila")
    before = any_world.contents()
    with pytest.raises(TextRefused):
        any_world.runner.publish_drafts([LINEAR.key], by=nila, note=text)
    with pytest.raises(TextRefused):
        any_world.runner.publish_drafts([LINEAR.key], by=nila, accept_unproven=text)
    with pytest.raises(TextRefused):
        any_world.runner.retire(LINEAR.key, reason=text, by=nila)
    with pytest.raises(TextRefused):
        any_world.runner.roll_back(LINEAR.key, 1, by=nila, note=text)
    with pytest.raises(TextRefused):
        any_world.runner.publish_drafts([LINEAR.key], by=nila, source=text)
    assert any_world.contents() == before


# --- verify ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "altered",
    [
        update(revision_drafts).values(author="x"),
        update(revision_drafts).values(authors='["x"]'),
        update(revision_drafts).values(base=None),
        update(revision_drafts).values(agency="lain"),
        update(revision_drafts).values(name="Lain"),
        update(revision_drafts).values(made_at="2026-01-01T00:00:00.000000+00:00"),
        update(revision_drafts).values(saved_at="2026-01-01T00:00:00.000000+00:00"),
        update(revision_draft_files).where(revision_draft_files.c.name == ORIGINAL).values(content=b"x"),
        delete(revision_draft_files).where(revision_draft_files.c.name == ORIGINAL),
        update(revision_drafts).values(version=7),
        update(revision_drafts).values(version=0),
        update(revision_draft_files).where(revision_draft_files.c.name == DIAGRAM).values(content=b"<x/>"),
        delete(revision_drafts),
        delete(revision_draft_files).where(revision_draft_files.c.name != DIAGRAM),
        insert(revision_draft_files).values(definition="uji-surat", name="x.form", content=b"{}"),
    ],
    ids=str,
)
def test_verify_names_a_draft_that_was_altered(any_world: World, altered: object) -> None:
    drafted(any_world, original=b"as it was imported")
    assert any_world.broken() == ()
    with any_world.runner.store.write() as tx:
        tx.execute(altered)  # type: ignore[call-overload]
    assert len(any_world.broken()) == 1


@pytest.mark.parametrize("harm", ["UPDATE revision_files SET content = :blob", "DELETE FROM revision_files"])
def test_verify_names_the_imported_file_of_a_revision_that_was_altered(any_world: World, harm: str) -> None:
    drafted(any_world, original=b"as it was imported")
    any_world.runner.publish_drafts([LINEAR.key], by=any_world.actor_named("Nila"))
    assert any_world.broken() == ()
    tamper(any_world, f"{harm} WHERE name = 'original'")
    assert "the bytes of original differ" in any_world.broken()[0]


def test_verify_names_a_draft_that_was_put_in_and_one_whose_authors_or_content_were_swapped(
    any_world: World,
) -> None:
    nila = any_world.actor_named("Nila")
    harms = (
        update(revision_drafts).values(authors=f'["{any_world.actor_named("Budi").id}"]'),
        update(revision_draft_files)
        .where(revision_draft_files.c.name == DIAGRAM)
        .values(content=replace(CHANGED, label="selundupan").bpmn()),
    )
    for told, altered in enumerate(harms, 1):
        number = any_world.runner.definition(LINEAR.key, by=nila).line.latest
        drafted(any_world, replace(CHANGED, label=f"{number + 1}"), by="Nila", after=0)
        with any_world.runner.store.write() as tx:
            tx.execute(altered)
        any_world.runner.publish_drafts([LINEAR.key], by=nila)
        assert len(any_world.broken()) == told
    with any_world.runner.store.write() as tx:
        row = {"definition": LOOP.key, "agency": AGENCY, "name": "x", "version": 0, "base": 1}
        moment = "2026-03-01T00:00:00.000000+00:00"
        row |= {"author": "x", "authors": '["x"]', "made_at": moment, "saved_at": moment}
        tx.execute(insert(revision_drafts), row)
    assert any(LOOP.key in fact for fact in any_world.broken())


def test_a_draft_saved_at_an_earlier_clock_still_verifies(world: World) -> None:
    first = drafted(world)
    world.clock.now -= timedelta(hours=3)
    second = drafted(world, replace(CHANGED, label="3"), after=first.version)
    assert second.saved_at >= first.saved_at
    assert world.broken() == ()


@pytest.mark.parametrize(
    "altered",
    [{"restores": 1}, {"deployment": "x"}, {"deployment_name": "x"}, {"source": "x"}],
    ids=lambda altered: next(iter(altered)),
)
def test_verify_names_a_deployment_that_was_altered(world: World, altered: dict[str, object]) -> None:
    with world.runner.store.write() as tx:
        tx.execute(update(revisions).where(revisions.c.definition == LINEAR.key).values(**altered))
    assert len(world.broken()) == 1


def published_before_deployments(world: World, key: str) -> None:
    """The first event of the definition is as the version before drafts and deployments recorded it."""
    with world.runner.store.read() as tx:
        (row,) = trail.rows(tx, f"definition:{key}")
    data = json.loads(row["data"])
    for name in ("changes", "authors", "restores", "deployment", "deployment_name", "source"):
        del data["fact"][name]
    old = {**row, "v": 1, "data": canonical(data).decode()}
    old["hash"] = row_hash(old)
    said = {name: str(old[name]).replace("'", "''") for name in ("data", "hash")}
    tamper(
        world,
        f"UPDATE events SET v = 1, data = '{said['data']}', hash = '{said['hash']}' "
        f"WHERE stream = 'definition:{key}'",
        f"UPDATE heads SET hash = '{said['hash']}' WHERE stream = 'definition:{key}'",
        f"UPDATE revisions SET deployment = definition || ':' || number WHERE definition = '{key}'",
    )


def test_what_an_earlier_version_published_verifies_and_goes_on(any_world: World) -> None:
    published_before_deployments(any_world, LINEAR.key)
    assert any_world.broken() == ()
    nila = any_world.actor_named("Nila")
    (act,) = any_world.runner.definition_history(LINEAR.key, by=nila).acts
    with any_world.runner.store.read() as tx:
        assert act.hash == trail.head(tx, f"definition:{LINEAR.key}")[1]
    drafted(any_world)
    any_world.runner.publish_drafts([LINEAR.key], by=nila)
    assert any_world.broken() == ()


def test_a_draft_from_before_drafts_were_events_is_kept_published_and_saved_over(any_world: World) -> None:
    published_before_deployments(any_world, LINEAR.key)
    rina, nila = any_world.actor_named("Rina"), any_world.actor_named("Nila")
    saved = "2026-03-01T00:00:00.000000+00:00"
    files = {DIAGRAM: CHANGED.bpmn(), **any_world.runner.files_of(LINEAR.key, 1, by=nila)}
    files[DIAGRAM] = CHANGED.bpmn()
    row = {"definition": LINEAR.key, "agency": AGENCY, "name": "x", "version": 0, "base": 1}
    row |= {"author": rina.id, "authors": f'["{rina.id}"]', "made_at": saved, "saved_at": saved}

    def as_before() -> None:
        with any_world.runner.store.write() as tx:
            tx.execute(insert(revision_drafts), row)
            held = [{"definition": LINEAR.key, "name": n, "content": c} for n, c in files.items()]
            tx.execute(insert(revision_draft_files), held)

    as_before()
    assert any_world.broken() == ()
    assert any_world.runner.draft(LINEAR.key, by=nila).author.name == "Rina"
    (done,) = any_world.runner.publish_drafts([LINEAR.key], by=nila)
    assert published_fact(any_world, LINEAR.key).authors == (rina.id,)
    assert any_world.broken() == ()
    as_before()
    page = drafted(any_world, replace(CHANGED, label="3"), after=0)
    assert (page.base, [author.name for author in page.authors]) == (1, ["Rina"])
    assert any_world.broken() == ()
    any_world.runner.discard_draft(LINEAR.key, by=nila, after=page.version)
    as_before()
    any_world.runner.discard_draft(LINEAR.key, by=nila, after=0)
    assert done.number == 2
    assert any_world.broken() == ()


def test_more_positions_than_one_queue_can_be_named_for_are_refused_and_fewer_work(any_world: World) -> None:
    profile = any_world.runner.profile(AGENCY)
    many = tuple(
        Position(code=PositionCode(f"pelaksana-yang-bernama-sangat-panjang-{n:02}"), title=f"Pelaksana {n}")
        for n in range(60)
    )
    wider = replace(profile, positions=(*profile.positions, *many))
    any_world.runner.declare(wider, by=any_world.actor_named("admin"))

    def of(count: int) -> Sop:
        codes = ",".join(position.code for position in many[:count])
        return Sop("uji-ramai", "s1 -> t1 -> t2 -> e1", {"Staf": "t1", f"Ramai@{codes}": "t2"})

    before = any_world.contents()
    with pytest.raises(DiagramRefused) as refused:
        any_world.publish(of(60))
    assert "lane.crowded" in {problem.code for problem in refused.value.problems}
    assert any_world.contents() == before
    any_world.publish(of(43))
    any_world.walk(any_world.start(of(43)), "Ani t1")
    assert any_world.broken() == ()
