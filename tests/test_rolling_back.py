"""Older content comes back as a new revision, in one act; what is to come can be brought forward."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from runner import DefinitionRetired, DiagramRefused, NotAllowed, NotFound, NothingToPublish, Published
from runner.facts import RevisionPublished
from runner.freezing import since_midnight
from runner.model import AgencyCode
from runner.store import trail
from tests.builders import AGENCY, FORMS, LINEAR, Sop, World
from tests.test_paths_command import CORRELATED

SECOND, THIRD = replace(LINEAR, label="2"), replace(LINEAR, label="3")


def published(world: World, sop: Sop, *, days: float = 0) -> Published:
    """The SOP is published, in force after so many days."""
    return world.runner.publish(
        sop.bpmn(),
        file="x.bpmn",
        forms=FORMS,
        agency=AGENCY,
        by=world.actor_named("Nila"),
        effective_from=world.clock.now + timedelta(days=days) if days else None,
    )


def back(world: World, number: int, *, by: str = "Nila", days: float = 0) -> Published:
    begins = world.clock.now + timedelta(days=days) if days else None
    return world.runner.roll_back(
        LINEAR.key, number, by=world.actor_named(by), note="Kembali", effective_from=begins
    )


def facts(world: World) -> list[RevisionPublished]:
    with world.runner.store.read() as tx:
        found = [event.fact for event in trail.events_of(tx, f"definition:{LINEAR.key}")]
    return [fact for fact in found if isinstance(fact, RevisionPublished)]


def test_older_content_is_the_next_revision_and_the_event_says_whose_it_was(any_world: World) -> None:
    any_world.publish(SECOND)
    done = back(any_world, 1)
    assert (done.number, done.label) == (3, LINEAR.label)
    assert any_world.head().revision == 3
    nila = any_world.actor_named("Nila")
    assert any_world.runner.files_of(LINEAR.key, 3, by=nila) == any_world.runner.files_of(
        LINEAR.key, 1, by=nila
    )
    fact = facts(any_world)[-1]
    assert (fact.restores, fact.note, fact.authors) == (1, "Kembali", ())
    assert [change["kind"] for change in fact.changes] == ["sop.label"]
    assert any_world.broken() == ()


def test_rolling_back_to_what_is_in_force_changes_nothing(world: World) -> None:
    world.publish(SECOND)
    before = world.contents()
    with pytest.raises(NothingToPublish):
        back(world, 2)
    assert world.contents() == before
    back(world, 1)
    with pytest.raises(NothingToPublish):  # revision 3 holds the content of the first
        back(world, 1)


def test_a_revision_that_is_to_come_is_brought_forward(any_world: World) -> None:
    published(any_world, SECOND, days=7)
    assert any_world.head().revision == 1
    with pytest.raises(NothingToPublish):  # no earlier than it would come anyway
        published(any_world, SECOND, days=8)
    assert published(any_world, SECOND, days=3).number == 3
    assert any_world.head().revision == 1
    assert published(any_world, SECOND).number == 4
    assert any_world.head().revision == 4
    assert any_world.broken() == ()


def test_a_revision_that_is_to_come_is_called_off_by_what_is_in_force(world: World) -> None:
    published(world, SECOND, days=7)
    assert back(world, 1).number == 3
    world.clock.pass_(days=8)
    assert world.head().revision == 3
    assert world.head().label == LINEAR.label


def test_rolling_back_to_the_revision_that_is_to_come_brings_it_forward(world: World) -> None:
    published(world, SECOND, days=7)
    done = back(world, 2)
    assert (done.number, world.head().revision) == (3, 3)
    assert facts(world)[-1].restores == 2


def test_a_folder_published_again_brings_nothing_forward(world: World) -> None:
    published(world, SECOND, days=7)
    with pytest.raises(NothingToPublish):
        world.runner.publish(
            SECOND.bpmn(),
            file="x.bpmn",
            forms=FORMS,
            agency=AGENCY,
            by=world.actor_named("Nila"),
            unless_known=True,
        )


def test_a_roll_back_may_come_into_force_later(world: World) -> None:
    world.publish(SECOND)
    assert back(world, 1, days=2).number == 3
    assert world.head().revision == 2
    world.clock.pass_(days=3)
    assert world.head().revision == 3


def test_rolling_back_a_retired_sop_brings_it_back(world: World) -> None:
    world.publish(SECOND)
    world.runner.retire(LINEAR.key, reason="diganti", by=world.actor_named("Nila"))
    assert back(world, 2).number == 3
    assert world.head().revision == 3


def test_a_retired_sop_that_is_published_for_later_starts_nothing_before(any_world: World) -> None:
    nila, ani = any_world.actor_named("Nila"), any_world.actor_named("Ani")
    any_world.runner.retire(LINEAR.key, reason="Diganti", by=nila)
    tomorrow = any_world.clock.now + timedelta(days=1)
    published(any_world, SECOND, days=1)
    with pytest.raises(DefinitionRetired):
        any_world.runner.start(LINEAR.key, by=ani)
    page = any_world.runner.definition(LINEAR.key, by=nila)
    assert (page.line.retired, page.may_start, page.may_retire) == (True, False, True)
    assert [line.waits for line in page.revisions] == [True, False]
    assert any_world.broken() == ()
    any_world.clock.now = tomorrow
    assert any_world.runner.start(LINEAR.key, by=ani).revision == 2
    assert not any_world.runner.definition(LINEAR.key, by=nila).line.retired
    with pytest.raises(NothingToPublish):
        published(any_world, SECOND)
    assert any_world.broken() == ()


def test_retiring_calls_off_what_was_to_come(any_world: World) -> None:
    nila, ani = any_world.actor_named("Nila"), any_world.actor_named("Ani")
    tomorrow = any_world.clock.now + timedelta(days=1)
    published(any_world, SECOND, days=1)
    any_world.clock.now -= timedelta(hours=1)  # a clock that goes back changes no order
    any_world.runner.retire(LINEAR.key, reason="Diganti", by=nila)
    assert [line.waits for line in any_world.runner.definition(LINEAR.key, by=nila).revisions] == [False] * 2
    published(any_world, THIRD, days=1)
    any_world.runner.retire(LINEAR.key, reason="Batal", by=nila)
    with pytest.raises(DefinitionRetired):
        any_world.runner.retire(LINEAR.key, reason="Batal", by=nila)
    any_world.clock.now = tomorrow + timedelta(days=1)
    with pytest.raises(DefinitionRetired):
        any_world.runner.start(LINEAR.key, by=ani)
    assert any_world.runner.definition(LINEAR.key, by=nila).line.retired
    assert any_world.broken() == ()


def test_of_two_revisions_that_are_to_come_the_one_that_the_newer_overtakes_waits_for_nothing(
    world: World,
) -> None:
    for label, days in (("2", 3), ("3", 2), ("4", 4)):
        published(world, replace(LINEAR, label=label), days=days)
    page = world.runner.definition(LINEAR.key, by=world.actor_named("Nila"))
    assert [line.number for line in page.revisions if line.waits] == [4, 3]


def test_what_positions_are_gone_cannot_come_back(world: World) -> None:
    world.publish(replace(LINEAR, label="2", lanes={"Staf": "t1 t2"}))
    profile = world.runner.profile(AGENCY)
    left = tuple(position for position in profile.positions if position.code != "kabag")
    world.runner.declare(replace(profile, positions=left), by=world.actor_named("admin"))
    before = world.contents()
    with pytest.raises(DiagramRefused):
        back(world, 1)
    assert world.contents() == before


def test_what_a_publisher_answered_for_once_is_answered_for_again(world: World) -> None:
    nila = world.actor_named("Nila")
    world.runner.publish(
        CORRELATED.bpmn(), file="x", forms=FORMS, agency=AGENCY, by=nila, accept_unproven="sudah diperiksa"
    )
    world.publish(Sop(CORRELATED.key, LINEAR.arrows, LINEAR.lanes))
    assert world.runner.roll_back(CORRELATED.key, 1, by=nila).number == 3
    with world.runner.store.read() as tx:
        fact = trail.events_of(tx, f"definition:{CORRELATED.key}")[-1].fact
    assert isinstance(fact, RevisionPublished)
    assert fact.accepted_unproven == "sudah diperiksa"


def test_what_was_never_answered_for_may_be_a_draft_that_waits_for_a_reason(world: World) -> None:
    nila = world.actor_named("Nila")
    world.runner.draft_diagram(CORRELATED.bpmn(), file="x", forms=FORMS, agency=AGENCY, by=nila)
    page = world.runner.draft(CORRELATED.key, by=nila)
    assert (page.unproven, page.may_publish) == (True, True)
    with pytest.raises(DiagramRefused):
        world.runner.publish_drafts([CORRELATED.key], by=nila)
    (done,) = world.runner.publish_drafts([CORRELATED.key], by=nila, accept_unproven="sudah diperiksa")
    assert done.number == 1


def test_only_publishers_roll_back_and_only_to_what_was_published(any_world: World) -> None:
    any_world.publish(SECOND)
    for who in ("Rina", "Tono", "Dewi", "Ani"):
        with pytest.raises(NotAllowed):
            back(any_world, 1, by=who)
    for number in (0, -1, 9, 2**40):
        with pytest.raises(NotFound):
            back(any_world, number)
        with pytest.raises(NotFound):
            any_world.runner.files_of(LINEAR.key, number, by=any_world.actor_named("Nila"))
    with pytest.raises(NotFound):
        any_world.runner.roll_back("tiada", 1, by=any_world.actor_named("Nila"))


@pytest.mark.parametrize("begins", [datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Jayapura")), None])
def test_no_revision_was_in_force_before_it_was_published(world: World, begins: datetime | None) -> None:
    world.clock.pass_(hours=5)
    now = world.clock.now
    done = world.runner.publish(
        SECOND.bpmn(),
        file="x.bpmn",
        forms=FORMS,
        agency=AGENCY,
        by=world.actor_named("Nila"),
        effective_from=begins or now,
    )
    assert done.effective_from == now
    assert world.head().revision == 2


def test_a_case_under_way_does_not_notice(world: World) -> None:
    world.publish(SECOND)
    case = world.start()
    back(world, 1)
    world.walk(case, "Ani t1", "Budi t2")
    moments = world.runner.case(case, by=world.actor_named("Tono")).moments
    assert {moment.revision for moment in moments} == {2}


def test_a_moment_may_be_given_by_the_day_of_the_office(world: World) -> None:
    day = datetime(2026, 4, 1, tzinfo=UTC).date()
    done = world.runner.publish(
        SECOND.bpmn(),
        file="x",
        forms=FORMS,
        agency=AgencyCode(AGENCY),
        by=world.actor_named("Nila"),
        effective_from=since_midnight(day),
    )
    assert done.effective_from == datetime(2026, 3, 31, 16, tzinfo=UTC)
