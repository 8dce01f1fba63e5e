"""Running cases are migrated while the office works: nothing is lost, nothing is doubled, verify is clean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import update

from runner import Actor, CaseId, HandedOver, NotAllowed, NotFound, NotYours, TaskId
from runner.errors import FormChanged, MigrationRefused
from runner.forms import Answer
from runner.migration.report import MigrationDone
from runner.model import FormId
from runner.store import definition_rows
from runner.tables import cases as case_table
from runner.tables import tasks as task_table
from tests.builders import AGENCY, FORMS, LINEAR, LOOP, PARALLEL, SUBJECT, Sop, World, a_form

#: LINEAR with its second step in other hands and a third one behind it.
LONGER = replace(
    LINEAR,
    arrows="s1 -> t1 -> t2 -> t3 -> e1",
    lanes={"Staf": "t1 t3", "Sekretaris": "t2"},
    label="2",
)
#: LINEAR without its second step; another one stands there.
REPLACED = replace(LINEAR, arrows="s1 -> t1 -> t7 -> e1", lanes={"Staf": "t1", "Sekretaris": "t7"}, label="2")


def nila(world: World) -> Actor:
    """Who publishes and migrates here."""
    return world.actor_named("Nila")


def move(world: World, sop: Sop = LINEAR, *, to: int = 2, **asked: Any) -> MigrationDone:
    """Every running case of the SOP is migrated."""
    return world.runner.migrate(sop.key, to=to, by=nila(world), **asked)


def seen_by(world: World, name: str, view: str = "positions") -> set[TaskId]:
    """The tasks in somebody's inbox."""
    return {line.task for line in world.runner.inbox(by=world.actor_named(name), view=view).lines}


def test_all_running_cases_go_over_in_one_command_and_the_record_holds(any_world: World) -> None:
    world = any_world
    first, second = world.start(), world.walk(world.start(), "Ani t1")
    closed = world.walk(world.start(), "Ani t1", "Budi t2")
    before = {case: world.tasks(case) for case in (first, second)}
    world.publish(LONGER)
    third = world.start()  # in the new revision already
    done = move(world, note="Sekretaris yang memeriksa.")
    assert {moved.case for moved in done.moved} == {first, second}
    assert (done.stayed, done.there, done.left) == ((), 0, 0)
    assert {case: world.tasks(case) for case in (first, second)} == before
    # the task of the second case has changed hands, in every inbox
    (open_task,) = before[second].values()
    assert open_task in seen_by(world, "Sari")
    assert open_task not in seen_by(world, "Budi")
    assert world.broken() == ()
    for case in (first, third):
        world.walk(case, "Ani t1", "Sari t2", "Adi t3")
    world.walk(second, "Sari t2", "Ani t3")
    assert world.broken() == ()
    page = world.runner.case(second, by=world.actor_named("Tono"))
    assert [moment.kind for moment in page.moments] == [
        "CaseStarted", "TaskCompleted", "CaseMigrated", "TaskCompleted", "TaskCompleted",
    ]  # fmt: skip
    assert [moment.revision for moment in page.moments] == [1, 1, 2, 2, 2]
    assert page.moments[2].text.en == "The case was migrated from revision 1 to revision 2."
    assert page.moments[2].reason == "Sekretaris yang memeriksa."
    assert world.runner.case(closed, by=world.actor_named("Tono")).head.revision == 1
    again = move(world)
    assert (again.moved, again.stayed) == ((), ())


def test_the_report_says_of_every_case_what_would_become_of_it_and_changes_nothing(world: World) -> None:
    held = world.start()
    world.runner.save_draft(
        world.task(held), {"perihal": ["Rapat"], "isi": ["Isi"]}, by=world.actor_named("Ani")
    )
    at_t2 = [world.walk(world.start(), "Ani t1") for _ in range(2)]
    world.runner.claim(world.task(at_t2[0]), by=world.actor_named("Budi"))
    forms = {**FORMS, FormId("surat"): a_form("surat", SUBJECT)}
    world.publish(LONGER, forms=forms)
    before = world.contents()
    report = world.runner.migration_report(LINEAR.key, by=world.actor_named("Rina"))
    assert world.contents() == before
    assert (report.to, report.movable, report.staying, report.there) == (2, 3, 0, 0)
    assert not report.may_migrate
    fates = {fate.case: fate for fate in report.cases}
    assert fates.keys() == {held, *at_t2}
    (mine,) = fates[held].steps
    assert (mine.before, mine.after, mine.lane_before, mine.lane_after) == ("Langkah t1",) * 2 + ("Staf",) * 2
    assert mine.due is not None
    assert mine.holder is not None
    assert (mine.holder.name, mine.keeps_holder) == ("Ani", True)
    assert mine.draft is not None
    assert (mine.draft.kept, mine.draft.hidden) == (("Perihal",), ("Isi",))
    (taken,) = fates[at_t2[0]].steps
    assert (taken.lane_before, taken.lane_after, taken.keeps_holder) == ("Kabag", "Sekretaris", False)
    groups = [(group.revision, len(group.cases), group.released, group.shortened) for group in report.groups]
    assert groups == [(1, 2, 1, 0), (1, 1, 0, 1)]
    assert [(place.element, place.after, place.cases) for place in report.places] == [
        ("t1", "t1", 1), ("t2", "t2", 2),
    ]  # fmt: skip


def test_a_draft_a_deadline_and_a_holder_who_may_go_on_are_kept(any_world: World) -> None:
    world = any_world
    case = world.start()
    task = world.task(case)
    ani = world.actor_named("Ani")
    world.runner.save_draft(task, {"perihal": ["Undangan"], "isi": ["Panjang"]}, by=ani)
    before = world.runner.task(task, by=ani)
    more = {"type": "textfield", "key": "tempat", "label": "Tempat"}
    forms = {**FORMS, FormId("surat"): a_form("surat", {**SUBJECT, "label": "Perihal surat"}, more)}
    world.publish(replace(LINEAR, durations={"t1": "PT1H"}, label="2"), forms=forms)
    world.clock.pass_(hours=3)
    move(world)
    after = world.runner.task(task, by=ani)
    assert [(field.label, field.value) for field in after.fields] == [
        ("Perihal surat", "Undangan"), ("Tempat", ""),
    ]  # fmt: skip
    assert (after.due_at, after.opened_at, after.holder, after.held_since) == (
        before.due_at, before.opened_at, before.holder, before.held_since,
    )  # fmt: skip
    assert (after.revision, after.label, after.draft_saved_at) == (2, "2", before.draft_saved_at)
    assert after.migrated_at == world.clock.now
    # what the new form does not show is still there, and comes back if the migration is taken back
    world.runner.undo_migration(case, by=nila(world))
    assert [field.value for field in world.runner.task(task, by=ani).fields] == ["Undangan", "Panjang"]
    assert world.broken() == ()


def test_a_holder_who_may_not_act_in_the_new_lane_gives_the_task_back_and_gets_it_again_by_the_undo(
    any_world: World,
) -> None:
    world = any_world
    case = world.walk(world.start(), "Ani t1")
    task, budi = world.task(case), world.actor_named("Budi")
    world.runner.save_draft(task, {"catatan": ["Setengah jadi"]}, by=budi)
    held = world.runner.task(task, by=budi)
    world.publish(LONGER)
    move(world)
    sari = world.runner.task(task, by=world.actor_named("Sari"))
    assert (sari.holder, sari.may_claim) == (None, True)
    assert [field.value for field in sari.fields] == ["Setengah jadi"]
    page = world.runner.case(case, by=world.actor_named("Tono"))
    (moved,) = page.moments[-1].moves
    assert moved.released is not None
    assert moved.released.name == "Budi"
    assert page.may_undo_migration is False  # an auditor may not
    assert world.runner.case(case, by=nila(world)).may_undo_migration
    assert world.runner.undo_migration(case, by=nila(world)) == 1
    back = world.runner.task(task, by=world.actor_named("Budi"))
    assert (back.holder, back.held_since, back.draft_saved_at) == (
        held.holder, held.held_since, held.draft_saved_at,
    )  # fmt: skip
    assert task in seen_by(world, "Budi", "mine")
    assert task not in seen_by(world, "Sari")
    assert world.broken() == ()


def test_an_undo_leaves_a_task_with_whoever_took_it_meanwhile_if_they_may_go_on(world: World) -> None:
    case = world.walk(world.start(), "Ani t1")
    task = world.task(case)
    world.runner.claim(task, by=world.actor_named("Budi"))
    world.publish(LONGER)
    move(world)
    world.runner.claim(task, by=world.actor_named("Sari"))
    world.runner.undo_migration(case, by=nila(world))
    page = world.runner.case(case, by=world.actor_named("Tono"))
    (line,) = page.open
    assert line.holder is None  # Sari may not act as Kabag; nobody is made to hold what another had taken
    assert world.broken() == ()


def test_a_migration_cannot_be_undone_once_the_case_has_gone_on(world: World) -> None:
    case = world.start()
    with pytest.raises(MigrationRefused, match="never migrated"):
        world.runner.undo_migration(case, by=nila(world))
    world.publish(LONGER)
    move(world)
    world.walk(case, "Ani t1")
    with pytest.raises(MigrationRefused, match="a step was completed since"):
        world.runner.undo_migration(case, by=nila(world))
    with pytest.raises(NotFound):
        world.runner.undo_migration(CaseId("tiada"), by=nila(world))


def test_migrations_are_taken_back_one_after_the_other(world: World) -> None:
    case = world.start()
    world.publish(LONGER)
    move(world)
    world.publish(replace(LONGER, arrows=LONGER.arrows.replace("-> e1", "-> t4 -> e1"), label="3"))
    move(world, to=3)
    assert [world.runner.undo_migration(case, by=nila(world)) for _ in range(2)] == [2, 1]
    with pytest.raises(MigrationRefused):
        world.runner.undo_migration(case, by=nila(world))
    assert world.broken() == ()
    assert {moved.case for moved in move(world, to=3).moved} == {case}
    assert world.runner.undo_migration(case, by=nila(world)) == 1
    world.walk(case, "Ani t1", "Budi t2")
    assert world.broken() == ()


def test_a_removed_step_needs_a_mapping_and_the_others_go_without_it(any_world: World) -> None:
    world = any_world
    at_t1, at_t2 = world.start(), world.walk(world.start(), "Ani t1")
    world.publish(REPLACED)
    report = world.runner.migration_report(LINEAR.key, by=nila(world))
    assert (report.movable, report.staying) == (1, 1)
    assert report.places[0].after == ""
    done = move(world)
    assert [moved.case for moved in done.moved] == [at_t1]
    (stayed,) = done.stayed
    assert (stayed.case, stayed.why_not.en) == (
        at_t2,
        "The step “Langkah t2” is not in revision 2 any more. Say which step takes its place.",
    )
    mapping = {"t2": "t7"}
    assert world.runner.migration_report(LINEAR.key, by=nila(world), mapping=mapping).movable == 1
    assert [moved.case for moved in move(world, mapping=mapping).moved] == [at_t2]
    assert list(world.tasks(at_t2)) == ["t7"]
    world.walk(at_t2, "Sari t7")
    assert world.broken() == ()


def test_a_mapping_of_steps_that_are_none_is_refused_as_a_whole(world: World) -> None:
    world.start()
    world.publish(REPLACED)
    for mapping in ({"t2": "t99"}, {"t99": "t7"}):
        with pytest.raises(MigrationRefused, match="t99"):
            move(world, mapping=mapping)


def test_branches_that_are_open_and_done_go_over_with_their_join(any_world: World) -> None:
    world = any_world
    case = world.walk(world.start(PARALLEL), "Ani t1", "Budi t2")
    world.publish(replace(PARALLEL, arrows=PARALLEL.arrows.replace("t3 -> p2", "t3 -> t5 -> p2"), label="2"))
    assert len(move(world, PARALLEL).moved) == 1
    world.walk(case, "Sari t3", "Ani t5", "Adi t4")
    assert world.broken() == ()


def test_who_may_report_migrate_and_undo(world: World) -> None:
    case = world.start()
    world.publish(LONGER)
    for name in ("Ani", "Tono", "Dewi", "Rina"):
        with pytest.raises(NotAllowed):
            world.runner.migrate(LINEAR.key, to=2, by=world.actor_named(name))
        with pytest.raises(NotAllowed):
            world.runner.undo_migration(case, by=world.actor_named(name))
    for name in ("Ani", "Tono", "Dewi"):
        with pytest.raises(NotAllowed):
            world.runner.migration_report(LINEAR.key, to=2, by=world.actor_named(name))
    with pytest.raises(NotFound):
        move(world, to=9)
    with pytest.raises(NotFound):
        world.runner.migrate("tiada", to=1, by=nila(world))
    with pytest.raises(NotFound):
        world.runner.migrate(LOOP.key, [case], to=1, by=nila(world))


def test_nothing_goes_to_a_revision_that_is_not_in_force_yet(world: World) -> None:
    world.start()
    world.runner.publish(
        LONGER.bpmn(), file="l.bpmn", forms=FORMS, agency=AGENCY, by=nila(world),
        effective_from=world.clock.now.replace(year=2027),
    )  # fmt: skip
    assert world.runner.migration_report(LINEAR.key, to=2, by=nila(world)).movable == 1
    with pytest.raises(MigrationRefused, match="is in force from 02-03-2027"):
        move(world)


def test_some_are_chosen_some_are_closed_and_a_limit_leaves_the_rest_for_the_next_time(world: World) -> None:
    several = [world.start() for _ in range(5)]
    world.publish(LONGER)
    world.runner.cancel(several[0], "batal", by=world.actor_named("Ani"))
    done = move(world, cases=several[:3], most=1)
    assert [moved.case for moved in done.moved] == [several[1]]
    assert [(stayed.case, stayed.why_not.en) for stayed in done.stayed] == [
        (several[0], "This case is closed or cancelled already.")
    ]
    assert done.left == 1
    rest = move(world, cases=several[:3])
    assert ([moved.case for moved in rest.moved], rest.there) == ([several[2]], 1)
    assert {moved.case for moved in move(world).moved} == set(several[3:])
    assert world.broken() == ()


def test_a_form_of_the_old_revision_completes_nothing_in_the_new_one(any_world: World) -> None:
    """The person sees the new form first, with what they typed."""
    world = any_world
    case = world.start()
    task, ani = world.task(case), world.actor_named("Ani")
    page = world.runner.task(task, by=ani)
    world.publish(LONGER)
    move(world)
    pairs = {"perihal": ["Rapat"]}
    with pytest.raises(FormChanged):
        world.runner.complete(task, pairs, by=ani, seen=page.revision)
    with pytest.raises(FormChanged):
        world.runner.save_draft(task, pairs, by=ani, seen=page.revision)
    world.runner.save_draft(task, pairs, by=ani, seen=2)
    world.runner.complete(task, pairs, by=ani, seen=2)
    assert list(world.tasks(case)) == ["t2"]


def test_a_completed_step_that_is_gone_from_the_sop_is_still_shown_as_it_was(world: World) -> None:
    case = world.start()
    task = world.task(case)
    world.walk(case, "Ani t1 isi=Dulu")
    world.publish(replace(LINEAR, arrows="s1 -> t2 -> e1", lanes={"Kabag": "t2"}, forms={"t2": "surat"}))
    move(world)
    ani = world.actor_named("Ani")
    page = world.runner.task(task, by=ani)
    assert (page.step, page.revision, page.closed_at is not None) == ("Langkah t1", 1, True)
    told = world.runner.case(case, by=world.actor_named("Tono"))
    assert told.moments[1].text.en == "Completed “Langkah t1”."
    assert [answer.text for answer in told.moments[1].answers] == ["Undangan rapat", "Dulu"]
    assert [revision.number for revision in told.revisions] == [1, 2]
    assert "t1" in told.revisions[0].names
    assert "t1" not in told.revisions[1].names
    earlier = world.runner.task(world.task(case), by=world.actor_named("Budi")).earlier
    assert [step.step for step in earlier] == ["Langkah t1"]
    world.walk(case, "Budi t2")
    assert world.broken() == ()


def test_a_case_without_its_snapshot_is_rebuilt_across_its_migration(world: World) -> None:
    case = world.walk(world.start(), "Ani t1")
    world.publish(LONGER)
    move(world)
    with world.runner.store.write() as tx:
        tx.execute(update(case_table).where(case_table.c.id == case).values(snapshot=b"rusak"))
    world.walk(case, "Sari t2", "Ani t3")
    assert world.broken() == ()


@pytest.mark.parametrize(
    ("column", "value"), [("element", "t1"), ("queue", "uji/kabag"), ("step", "Lain"), ("holder", "x")]
)
def test_verify_names_a_task_that_was_bent_after_the_migration(world: World, column: str, value: str) -> None:
    case = world.walk(world.start(), "Ani t1")
    task = world.task(case)
    world.publish(LONGER)
    move(world)
    assert world.broken() == ()
    with world.runner.store.write() as tx:
        tx.execute(update(task_table).where(task_table.c.id == task).values({column: value}))
    assert len(world.broken()) == 1


def test_verify_names_a_case_that_was_put_back_into_its_old_revision(world: World) -> None:
    case = world.start()
    world.publish(LONGER)
    move(world)
    with world.runner.store.write() as tx:
        tx.execute(update(case_table).where(case_table.c.id == case).values(revision=1))
    assert len(world.broken()) == 1


@dataclass
class Interrupting:
    """A clock that lets somebody act before it tells the time for the ``at``-th time."""

    world: World
    act: Callable[[], object]
    at: int
    asked: int = 0

    def __call__(self) -> datetime:
        self.asked += 1
        if self.asked == self.at:
            self.act()
        return self.world.clock()


def test_the_case_is_judged_again_when_somebody_completed_a_step_first(any_world: World) -> None:
    """Between the reading of the case and the write a colleague completes the task."""
    world = any_world
    case = world.start()
    world.publish(REPLACED)
    clock = Interrupting(world, lambda: world.walk(case, "Ani t1"), at=2)
    slow = World(world.home, world.url, clock, seed="slow")  # type: ignore[arg-type]
    done = move(slow)
    slow.close()
    assert clock.asked > 2
    assert done.moved == ()
    assert [stayed.why_not.en for stayed in done.stayed] == [
        "The step “Langkah t2” is not in revision 2 any more. Say which step takes its place."
    ]
    assert world.broken() == ()


def test_a_completion_is_judged_again_when_the_case_was_migrated_first(any_world: World) -> None:
    world = any_world
    case = world.start()
    task, ani = world.task(case), world.actor_named("Ani")
    world.publish(LONGER)
    clock = Interrupting(world, lambda: move(world), at=1)
    slow = World(world.home, world.url, clock, seed="slow")  # type: ignore[arg-type]
    slow.runner.complete(task, {"perihal": ["Rapat"]}, by=ani)
    slow.close()
    assert clock.asked > 1
    assert world.broken() == ()
    assert world.runner.case(case, by=nila(world)).head.revision == 2
    assert list(world.tasks(case)) == ["t2"]
    world.walk(case, "Sari t2", "Ani t3")


def test_a_form_that_is_published_again_changes_nothing_for_a_running_case(world: World) -> None:
    case = world.start()
    task, ani = world.task(case), world.actor_named("Ani")
    before = world.runner.task(task, by=ani)
    forms = {**FORMS, FormId("surat"): a_form("surat", {**SUBJECT, "label": "Lain"})}
    world.publish(LINEAR, forms=forms)
    with world.runner.store.read() as tx:
        assert definition_rows.definition(tx, LINEAR.key).latest == 2  # type: ignore[union-attr]
    fresh = world.colleague()
    after = fresh.runner.task(task, by=ani)
    assert (after.fields, after.revision) == (before.fields, 1)
    fresh.close()
    assert world.runner.task(world.task(world.start()), by=ani).fields != before.fields


def test_whoever_filled_in_a_form_that_went_to_other_hands_is_told_so_and_loses_no_word(world: World) -> None:
    case = world.walk(world.start(), "Ani t1")
    task, budi = world.task(case), world.actor_named("Budi")
    seen = world.runner.task(task, by=budi).revision
    world.publish(LONGER)
    move(world)
    pairs = {"catatan": ["Sudah diperiksa"]}
    before = world.contents()
    verb: Any
    for verb in (world.runner.complete, world.runner.save_draft):
        with pytest.raises(HandedOver) as refused:
            verb(task, pairs, by=budi, seen=seen)
        assert refused.value.number == 2
        assert refused.value.needs.id == "Sekretaris"
        assert refused.value.typed == (("Catatan", "Sudah diperiksa"),)
    assert world.contents() == before
    # whoever had no business with it before learns nothing about the migration
    with pytest.raises(NotYours) as stranger:
        world.runner.complete(task, pairs, by=world.actor_named("Ani"), seen=seen)
    assert type(stranger.value) is NotYours


def test_the_page_names_what_was_typed_and_the_new_form_does_not_ask_for(world: World) -> None:
    case = world.start()
    task, ani = world.task(case), world.actor_named("Ani")
    pairs = {"perihal": ["Rapat"], "isi": ["Panjang lebar"]}
    world.runner.save_draft(task, pairs, by=ani)
    assert world.runner.task(task, by=ani).left_out == ()
    world.publish(LONGER, forms={**FORMS, FormId("surat"): a_form("surat", SUBJECT)})
    move(world)
    gone = (Answer(label="Isi", text="Panjang lebar"),)
    assert world.runner.task(task, by=ani).left_out == gone  # of the draft
    assert world.runner.fill(task, pairs, by=ani, seen=1).left_out == gone  # of what is just typed
    assert world.runner.fill(task, pairs, by=ani).left_out == ()
    assert world.runner.task(task, by=nila(world)).left_out == ()  # a draft is its holders' own
    world.runner.undo_migration(case, by=nila(world))
    assert world.runner.task(task, by=ani).left_out == ()
