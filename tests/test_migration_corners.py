"""Migrations that nobody plans: twice, back, by two at once, by a stranger, of an SOP that was retired."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import update

from runner import AgencyCode, CaseId, Duty, NotAllowed
from runner.agency import read as read_agency
from runner.errors import MigrationRefused
from runner.migration.report import MigrationDone
from runner.tables import cases as case_table
from tests.builders import LINEAR, OFFICES, World
from tests.test_migrating_cases import LONGER, REPLACED, Interrupting, move, nila

THIRD = replace(LONGER, arrows=LONGER.arrows.replace("-> e1", "-> t4 -> e1"), label="3")


def test_two_analysts_who_migrate_at_once_take_every_case_along_once(any_world: World) -> None:
    world = any_world
    cases = {world.start() for _ in range(30)}
    world.publish(LONGER)
    done: list[MigrationDone] = []
    colleagues = [world.colleague(f"analyst {number}") for number in range(2)]
    threads = [threading.Thread(target=lambda each=each: done.append(move(each))) for each in colleagues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in colleagues:
        each.close()
    moved = [one.case for part in done for one in part.moved]
    assert sorted(moved) == sorted(cases)
    assert [part.stayed for part in done] == [(), ()]
    kinds = [kind for _, _, kind in world.events() if kind == "CaseMigrated"]
    assert len(kinds) == len(cases)
    assert world.broken() == ()


def test_a_case_goes_twice_and_to_an_older_revision_and_is_replayed_across_all_of_them(
    any_world: World,
) -> None:
    world = any_world
    case = world.start()
    world.publish(LONGER)
    world.publish(THIRD)
    for to in (2, 3, 1, 3, 2):
        assert [one.case for one in move(world, to=to).moved] == [case]
        assert world.broken() == ()
    world.walk(case, "Ani t1")
    assert move(world, to=1).moved != ()  # past a completed step, too
    world.walk(case, "Budi t2")
    page = world.runner.case(case, by=world.actor_named("Tono"))
    assert page.head.status == "closed"
    assert [moment.revision for moment in page.moments] == [1, 2, 3, 1, 3, 2, 2, 1, 1]
    assert [revision.number for revision in page.revisions] == [1, 2, 3, 1, 3, 2, 1]
    assert world.broken() == ()


def test_cases_of_several_revisions_go_over_in_one_command(world: World) -> None:
    first = world.start()
    world.publish(LONGER)
    second = world.walk(world.start(), "Ani t1")
    world.publish(THIRD)
    report = world.runner.migration_report(LINEAR.key, by=nila(world))
    assert sorted((group.revision, len(group.cases)) for group in report.groups) == [(1, 1), (2, 1)]
    assert {one.case for one in move(world, to=3).moved} == {first, second}
    assert world.broken() == ()


def test_running_cases_of_a_retired_sop_still_migrate(world: World) -> None:
    case = world.start()
    world.publish(LONGER)
    world.runner.retire(LINEAR.key, reason="Diganti", by=nila(world))
    report = world.runner.migration_report(LINEAR.key, by=nila(world))
    assert (report.to, report.movable) == (2, 1)
    assert [one.case for one in move(world).moved] == [case]
    world.walk(case, "Ani t1", "Sari t2", "Ani t3")
    assert world.broken() == ()


def test_a_case_that_is_closed_between_the_look_and_the_move_stays_as_it_is(any_world: World) -> None:
    world = any_world
    case = world.walk(world.start(), "Ani t1")
    world.publish(LONGER)
    clock = Interrupting(world, lambda: world.walk(case, "Budi t2"), at=2)
    slow = World(world.home, world.url, clock, seed="slow")  # type: ignore[arg-type]
    done = move(slow)
    slow.close()
    assert done.moved == ()
    assert [one.why_not.en for one in done.stayed] == ["This case is closed or cancelled already."]
    assert world.runner.case(case, by=world.actor_named("Tono")).head.revision == 1
    assert world.broken() == ()


def test_a_publisher_of_another_agency_neither_sees_nor_migrates_nor_takes_back(world: World) -> None:
    case = world.start()
    world.publish(LONGER)
    move(world)
    admin, other = world.actor_named("admin"), AgencyCode("lain")
    offices = OFFICES.replace('"uji"', '"lain"').encode()
    world.runner.declare(read_agency(offices, file="instansi.toml"), by=admin)
    world.runner.register(other, account="pita.uji", name="Pita", by=admin, password_hash="-")  # noqa: S106
    stranger = world.actor_named("Pita").id
    for duty in (Duty.PUBLISHER, Duty.ANALYST):
        world.runner.grant(stranger, duty=duty, agency=other, by=admin)
    by = world.actor_named("Pita")
    before = world.contents()
    with pytest.raises(NotAllowed):
        world.runner.migration_report(LINEAR.key, to=1, by=by)
    with pytest.raises(NotAllowed):
        world.runner.migrate(LINEAR.key, to=1, by=by)
    with pytest.raises(NotAllowed):
        world.runner.migrate(LINEAR.key, [case], to=1, by=by)
    with pytest.raises(NotAllowed):
        world.runner.undo_migration(case, by=by)
    assert world.contents() == before


def test_a_broken_case_stays_and_keeps_no_other_from_moving(world: World) -> None:
    broken, sound = world.start(), world.start()
    world.publish(LONGER)
    with world.runner.store.write() as tx:
        values = {"snapshot": b"rusak", "version": 7}
        tx.execute(update(case_table).where(case_table.c.id == broken).values(values))
    report = world.runner.migration_report(LINEAR.key, by=nila(world))
    assert (report.movable, report.staying) == (1, 1)
    done = move(world)
    assert [one.case for one in done.moved] == [sound]
    assert [one.case for one in done.stayed] == [broken]


def test_a_task_in_a_draft_free_step_may_be_taken_and_put_back_before_the_undo(world: World) -> None:
    """Who holds a task is not where the case is: taking and putting back do not end the way back."""
    case = world.start()
    task, ani = world.task(case), world.actor_named("Ani")
    world.publish(LONGER)
    move(world)
    world.runner.claim(task, by=ani)
    world.runner.release(task, by=ani)
    world.runner.save_draft(task, {"perihal": ["Rapat"]}, by=ani, seen=2)
    assert world.runner.undo_migration(case, by=nila(world)) == 1
    page = world.runner.task(task, by=ani)
    assert [field.value for field in page.fields][:1] == ["Rapat"]
    assert page.holder is not None
    assert world.broken() == ()


def test_the_same_answer_sent_twice_across_a_migration_is_recorded_once(world: World) -> None:
    """The line broke after the first send; the case was migrated before the second."""
    case = world.start()
    task, ani = world.task(case), world.actor_named("Ani")
    pairs = {"perihal": ["Rapat"]}
    world.runner.complete(task, pairs, by=ani, seen=1, token="satu")  # noqa: S106
    world.publish(LONGER)
    move(world)
    again = world.runner.complete(task, pairs, by=ani, seen=1, token="satu")  # noqa: S106
    assert again.task == task
    assert [kind for *_, kind in world.events(f"case:{case}")].count("TaskCompleted") == 1


def test_a_mapping_names_a_place_inside_a_branch_only_for_cases_that_are_in_it(world: World) -> None:
    case: CaseId = world.walk(world.start(), "Ani t1")
    world.publish(
        replace(
            REPLACED,
            arrows="s1 -> t1 -> p1\np1 -> t7 -> p2\np1 -> t8 -> p2\np2 -> t9 -> e1",
            lanes={"Staf": "t1 t9", "Sekretaris": "t7", "Kabag": "t8"},
        )
    )
    report = world.runner.migration_report(LINEAR.key, by=nila(world), mapping={"t2": "t8"})
    (fate,) = report.cases
    assert fate.why_not is not None
    assert "“Langkah t8” runs beside “Langkah t7”" in fate.why_not.en
    done = move(world, mapping={"t2": "t9"})  # past both branches it may go
    assert [one.case for one in done.moved] == [case]
    world.walk(case, "Ani t9")
    assert world.broken() == ()


def test_stays_are_told_across_a_migration_and_its_undo(world: World) -> None:
    """What programs read of the history: done where it was done, waiting where the case is now."""
    case = world.walk(world.start(), "Ani t1")
    world.runner.claim(world.task(case), by=world.actor_named("Budi"))
    world.publish(REPLACED)

    def told() -> list[tuple[str, int, str | None, bool]]:
        stays = world.runner.activity_records(case, by=world.actor_named("Tono"))
        return [
            (stay.element, stay.revision, stay.by, stay.ended_at is not None) for stay in stays if stay.task
        ]

    done = ("t1", 1, "ani.uji", True)
    assert told() == [done, ("t2", 1, "budi.uji", False)]
    move(world, mapping={"t2": "t7"})
    assert told() == [done, ("t7", 2, None, False)]
    world.runner.undo_migration(case, by=nila(world))
    assert told() == [done, ("t2", 1, "budi.uji", False)]
    move(world, mapping={"t2": "t7"})
    world.walk(case, "Sari t7")
    assert told() == [done, ("t7", 2, "sari.uji", True)]


def test_nothing_in_force_and_no_target_named_is_said(world: World) -> None:
    case = world.start()
    world.clock.pass_(days=-400)
    with pytest.raises(MigrationRefused, match="no revision in force"):
        world.runner.migration_report(LINEAR.key, by=nila(world))
    world.clock.pass_(days=400)
    assert list(world.tasks(case)) == ["t1"]
