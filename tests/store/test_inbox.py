"""Who finds which task, in which order, and from which moment on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from runner import CaseId, NotYours, PositionCode, TaskNotOpen
from runner.model import Position
from tests.builders import AGENCY, APPLICATION, EXTERNAL, LINEAR, LOOP, PARALLEL, Sop, World


def waiting(world: World, name: str, view: str = "positions") -> list[CaseId]:
    """The cases of all pages of a view, in order."""
    cases: list[CaseId] = []
    after = None
    while True:
        page = world.runner.inbox(by=world.actor_named(name), view=view, after=after)
        cases += [line.case for line in page.lines]
        after = page.after
        if after is None:
            return cases


def test_the_most_urgent_task_comes_first_and_those_without_a_due_moment_last(any_world: World) -> None:
    slow = any_world.start(LOOP)
    any_world.clock.pass_(hours=2)
    later = any_world.start(LINEAR)
    any_world.clock.pass_(hours=-1)
    sooner = any_world.start(LINEAR)
    last = any_world.start(LOOP)
    assert waiting(any_world, "Ani") == [sooner, later, *sorted_by_arrival(any_world, slow, last)]


def sorted_by_arrival(world: World, *cases: CaseId) -> list[CaseId]:
    found = []
    for case in cases:
        page = world.runner.case(case, by=world.actor_named("Tono"))
        found.append((page.open[0].opened_at, page.open[0].task, case))
    return [case for _, _, case in sorted(found)]


@pytest.mark.parametrize("view", ["positions", "mine", "done"])
def test_pages_of_thirty_hold_every_task_once_also_of_one_moment(any_world: World, view: str) -> None:
    ani = any_world.actor_named("Ani")
    started = []
    for number in range(65):
        started.append(any_world.start((LINEAR, LOOP)[number % 2]))
        any_world.clock.pass_(minutes=number % 3)
        if view == "mine":
            any_world.runner.claim(any_world.task(started[-1]), by=ani)
        if view == "done":
            any_world.complete(any_world.task(started[-1]), "Ani")
    first = any_world.runner.inbox(by=ani, view=view)
    assert (len(first.lines), first.after is not None) == (30, True)
    found = waiting(any_world, "Ani", view)
    assert len(found) == 65
    assert set(found) == set(started)


def test_a_cursor_that_somebody_made_up_is_harmless(any_world: World) -> None:
    case = any_world.start()
    for after in ("", "x", "~", "' OR 1=1 --~x", "9999~"):
        page = any_world.runner.inbox(by=any_world.actor_named("Ani"), after=after)
        assert [line.case for line in page.lines] in ([case], [])


def test_a_task_of_a_position_waits_for_all_its_holders_and_for_nobody_else(any_world: World) -> None:
    case = any_world.start()
    found = {name: waiting(any_world, name) for name in ("Ani", "Adi", "Budi", "Sari", "Umar", "Nila")}
    assert {name for name, cases in found.items() if cases == [case]} == {"Ani", "Adi"}


def test_any_of_several_positions_finds_the_task_and_may_do_it(any_world: World) -> None:
    for name in ("Budi", "Sari"):
        case = any_world.walk(any_world.start(APPLICATION, by="Umar"), "Umar t1")
        assert waiting(any_world, "Budi") == waiting(any_world, "Sari") == [case]
        assert waiting(any_world, "Ani") == []
        any_world.walk(case, f"{name} t2")


def test_the_applicant_finds_only_what_they_started(any_world: World) -> None:
    mine = any_world.start(APPLICATION, by="Umar")
    others = any_world.start(APPLICATION, by="Ani")
    assert waiting(any_world, "Umar") == [mine]
    assert waiting(any_world, "Ani") == [others]
    with pytest.raises(NotYours):
        any_world.complete(any_world.task(others), "Umar")
    any_world.walk(mine, "Umar t1", "Budi t2")
    assert waiting(any_world, "Umar") == [mine]
    with pytest.raises(NotYours):
        any_world.complete(any_world.task(mine), "Budi")


def test_whoever_acts_for_an_external_party_finds_its_tasks(any_world: World) -> None:
    case = any_world.start(EXTERNAL)
    assert waiting(any_world, "Ani") == waiting(any_world, "Adi") == [case]
    any_world.walk(case, "Adi t1")
    page = any_world.runner.case(case, by=any_world.actor_named("Tono"))
    assert (page.moments[-1].by.name, page.moments[-1].position) == ("Adi", "Staf Umum")


def test_several_positions_see_the_tasks_of_all_of_them(any_world: World) -> None:
    any_world.runner.appoint(
        any_world.actor_named("Ani").id,
        agency=AGENCY,
        position=PositionCode("kabag"),
        by=any_world.actor_named("Dewi"),
    )
    one = any_world.start(LOOP)
    other = any_world.walk(any_world.start(LOOP), "Adi t1")
    third = any_world.walk(any_world.start(APPLICATION, by="Umar"), "Umar t1")
    assert set(waiting(any_world, "Ani")) == {one, other, third}


def test_mine_holds_what_i_took_until_it_is_done(any_world: World) -> None:
    case = any_world.start()
    ani = any_world.actor_named("Ani")
    any_world.runner.claim(any_world.task(case), by=ani)
    assert waiting(any_world, "Ani", "mine") == [case]
    line = any_world.runner.inbox(by=any_world.actor_named("Adi")).lines[0]
    assert (line.holder and line.holder.name, line.mine) == ("Ani", False)
    any_world.complete(any_world.task(case), "Ani")
    assert waiting(any_world, "Ani", "mine") == []
    assert waiting(any_world, "Ani", "done") == [case]


def test_a_cancelled_case_waits_for_nobody(any_world: World) -> None:
    case = any_world.start()
    task = any_world.task(case)
    any_world.runner.claim(task, by=any_world.actor_named("Ani"))
    any_world.runner.cancel(case, "salah", by=any_world.actor_named("Ani"))
    assert waiting(any_world, "Ani") == waiting(any_world, "Ani", "mine") == []
    with pytest.raises(TaskNotOpen):
        any_world.complete(task, "Ani")


def test_an_appointment_begins_and_ends_at_its_minute_for_the_next_request(any_world: World) -> None:
    umar, dewi = any_world.actor_named("Umar"), any_world.actor_named("Dewi")
    begins = any_world.clock.now + timedelta(minutes=10)
    ends = begins + timedelta(minutes=10)
    any_world.runner.appoint(
        umar.id, agency=AGENCY, position=PositionCode("staf"), by=dewi, since=begins, until=ends
    )
    seen = []
    case = any_world.start()
    for minutes in (9, 10, 19, 20):
        any_world.clock.now = begins + timedelta(minutes=minutes - 10)
        line = any_world.runner.inbox(by=any_world.actor_named("Umar")).lines
        seen.append((minutes, bool(line), may_claim(any_world, case)))
    assert seen == [(9, False, False), (10, True, True), (19, True, True), (20, False, False)]


def may_claim(world: World, case: CaseId) -> bool:
    """Umar takes the task and puts it back; False if he may not."""
    umar, task = world.actor_named("Umar"), world.task(case)
    try:
        world.runner.claim(task, by=umar)
    except NotYours:
        return False
    world.runner.release(task, by=umar)
    return True


def test_an_appointment_that_is_ended_counts_no_more_at_once(any_world: World) -> None:
    case = any_world.start()
    adi = any_world.actor_named("Adi")
    any_world.runner.claim(any_world.task(case), by=adi)
    any_world.runner.end_appointment(adi.appointments[0].id, by=any_world.actor_named("Dewi"))
    assert waiting(any_world, "Adi") == []
    with pytest.raises(NotYours):
        any_world.complete(any_world.task(case), "Adi")


def test_a_disabled_person_may_nothing(any_world: World) -> None:
    case = any_world.start()
    any_world.runner.disable(any_world.actor_named("Adi").id, by=any_world.actor_named("Dewi"))
    with pytest.raises(NotYours):
        any_world.complete(any_world.task(case), "Adi")
    any_world.runner.enable(any_world.actor_named("Adi").id, by=any_world.actor_named("Dewi"))
    any_world.complete(any_world.task(case), "Adi")


def test_a_page_is_found_by_index(sqlite_world: World) -> None:
    for _ in range(3):
        sqlite_world.walk(sqlite_world.start(PARALLEL), "Ani t1")
    statements: list[str] = []
    store = sqlite_world.runner.store
    store.on_every_connection(lambda statement, _many: statements.append(statement))
    for view in ("positions", "mine", "done"):
        sqlite_world.runner.inbox(by=sqlite_world.actor_named("Ani"), view=view)
    lines = [statement for statement in statements if "tasks" in statement]
    assert len(lines) == 3
    with store.read() as tx:
        for line in lines:
            found = tx.exec_driver_sql("EXPLAIN QUERY PLAN " + line, tuple([""] * line.count("?"))).all()
            plan = [str(row[3]) for row in found]
            assert not any(step.startswith("SCAN tasks") for step in plan), plan
        assert tx.scalar(text("SELECT count(*) FROM tasks")) == 9


def test_lanes_of_many_positions_fit(any_world: World) -> None:
    profile = any_world.runner.profile(AGENCY)
    more = tuple(
        Position(code=PositionCode(f"{'jabatan-panjang-' * 2}{number:02d}"), title=f"Jabatan {number}")
        for number in range(40)
    )
    any_world.runner.declare(
        replace(profile, positions=profile.positions + more), by=any_world.actor_named("admin")
    )
    lane = f"Semua@{','.join(['staf', 'warga', *(position.code for position in more)])}"
    sop = Sop("uji-semua", "s1 -> t1 -> e1", {lane: "t1"}, label="2026, perubahan kedua " * 9)
    any_world.publish(sop)
    any_world.hire("Rini", more[-1].code)
    case = any_world.start(sop)
    assert waiting(any_world, "Rini") == waiting(any_world, "Ani") == [case]
    assert any_world.broken() == ()
