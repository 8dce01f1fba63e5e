"""Rights, one table, one test per cell: who may do what, through the verbs themselves.

Everybody in the matrix tries everything; whoever a row does not name is refused and nothing changes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from runner import AgencyCode, AlurError, CaseId, Duty, NotAllowed, PositionCode, TaskId
from runner.agency import read as read_agency
from tests.builders import (
    AGENCY,
    APPLICATION,
    EXTERNAL,
    LINEAR,
    LOOP,
    OFFICES,
    Sop,
    World,
    copied,
)

OTHER = AgencyCode("lain")

#: Who they are. All but Umar, Lala, Leo and Lina work at the office whose cases these are.
PEOPLE = {
    "Ani": "holds the position of the first step, and started the case",
    "Adi": "holds that position too",
    "Budi": "holds the position of the second step",
    "Sari": "holds another position",
    "Eka": "held the position of the first step until yesterday",
    "Fajar": "will hold it from tomorrow",
    "Gita": "holds it, but is disabled",
    "Umar": "has nothing but an account",
    "Nila": "analyst",
    "Tono": "auditor",
    "Dewi": "administrator",
    "Lala": "holds that position at another office",
    "Lina": "analyst, auditor and administrator of another office",
    "admin": "administrator of the installation, and analyst of the offices that they declared",
}


def case_at_first_step(world: World) -> tuple[CaseId, TaskId]:
    case = world.start(LOOP, by="Ani")
    return case, world.task(case)


def case_at_second_step(world: World) -> tuple[CaseId, TaskId]:
    case = world.walk(world.start(LOOP, by="Ani"), "Adi t1")
    return case, world.task(case)


def seen(world: World, name: str, case: CaseId) -> None:
    world.runner.case(case, by=world.actor_named(name))


def acts(world: World, name: str, task: TaskId) -> None:
    """Take the task, put it back, keep a draft, complete it."""
    by = world.actor_named(name)
    world.runner.claim(task, by=by)
    world.runner.save_draft(task, {}, by=by)
    world.runner.release(task, by=by)
    world.complete(task, name)


Verb = Callable[[World, str], object]

MATRIX: dict[str, tuple[Verb, str]] = {
    "start": (lambda w, n: w.start(LINEAR, n), "Ani Adi Nila admin"),
    "start what begins with the applicant": (
        lambda w, n: w.start(APPLICATION, n),
        "Ani Adi Budi Sari Eka Fajar Umar Nila Tono Dewi admin",
    ),
    "start what begins with an external party": (lambda w, n: w.start(EXTERNAL, n), "Ani Adi Nila admin"),
    "see a case at the first step": (
        lambda w, n: seen(w, n, case_at_first_step(w)[0]),
        "Ani Adi Nila Tono admin",
    ),
    "see a case at the second step, which Adi took part in": (
        lambda w, n: seen(w, n, case_at_second_step(w)[0]),
        "Adi Budi Nila Tono admin",
    ),
    "see a case that is over": (
        lambda w, n: seen(w, n, w.walk(case_at_second_step(w)[0], "Budi t2 x1=Setuju")),
        "Adi Budi Nila Tono admin",
    ),
    "see the page of a task": (
        lambda w, n: w.page(case_at_first_step(w)[1], n),
        "Ani Adi Nila Tono admin",
    ),
    "act at the first step": (lambda w, n: acts(w, n, case_at_first_step(w)[1]), "Ani Adi"),
    "act at the step of the applicant": (
        lambda w, n: acts(w, n, w.task(w.start(APPLICATION, by="Ani"))),
        "Ani",
    ),
    "act for an external party": (lambda w, n: acts(w, n, w.task(w.start(EXTERNAL))), "Ani Adi"),
    "cancel before the first completion": (
        lambda w, n: w.runner.cancel(case_at_first_step(w)[0], "salah", by=w.actor_named(n)),
        "Ani",
    ),
    "cancel afterwards": (
        lambda w, n: w.runner.cancel(case_at_second_step(w)[0], "salah", by=w.actor_named(n)),
        "Dewi admin",
    ),
    "publish": (
        lambda w, n: w.publish(Sop(LINEAR.key, LINEAR.arrows, LINEAR.lanes, label="2"), by=n),
        "Nila admin",
    ),
    "retire": (lambda w, n: w.runner.retire(LINEAR.key, reason="diganti", by=w.actor_named(n)), "Nila admin"),
    "register": (
        lambda w, n: w.runner.register(
            AGENCY,
            account="baru.uji",
            name="Baru",
            by=w.actor_named(n),
            password_hash="-",  # noqa: S106
        ),
        "Dewi admin",
    ),
    "appoint": (
        lambda w, n: w.runner.appoint(
            w.actor_named("Umar").id, agency=AGENCY, position=PositionCode("staf"), by=w.actor_named(n)
        ),
        "Dewi admin",
    ),
    "end an appointment": (
        lambda w, n: w.runner.end_appointment(w.actor_named("Sari").appointments[0].id, by=w.actor_named(n)),
        "Dewi admin",
    ),
    "grant a duty": (
        lambda w, n: w.runner.grant(
            w.actor_named("Umar").id, duty=Duty.AUDITOR, agency=AGENCY, by=w.actor_named(n)
        ),
        "Dewi admin",
    ),
    "grant a duty everywhere": (
        lambda w, n: w.runner.grant(
            w.actor_named("Umar").id, duty=Duty.AUDITOR, agency=None, by=w.actor_named(n)
        ),
        "admin",
    ),
    "revoke a duty": (
        lambda w, n: w.runner.revoke(
            w.actor_named("Tono").id, duty=Duty.AUDITOR, agency=AGENCY, by=w.actor_named(n)
        ),
        "Dewi admin",
    ),
    "disable a person": (
        lambda w, n: w.runner.disable(w.actor_named("Umar").id, by=w.actor_named(n)),
        "Dewi admin",
    ),
    "reset the password of the administrator of the installation": (
        lambda w, n: w.runner.reset_password(w.actor_named("admin").id, by=w.actor_named(n)),
        "admin",
    ),
    "see the people of the office": (
        lambda w, n: w.runner.people(AGENCY, by=w.actor_named(n)),
        "Dewi admin",
    ),
    "declare the office anew": (
        lambda w, n: w.runner.declare(w.runner.profile(AGENCY), by=w.actor_named(n)),
        "Dewi admin",
    ),
    "verify": (lambda w, n: w.runner.verify(by=w.actor_named(n)), "Tono Dewi Lina admin"),
    "read the catalogue": (lambda w, n: w.runner.definition(LINEAR.key, by=w.actor_named(n)), "everybody"),
}


@pytest.fixture(scope="module")
def two_offices(founded_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office and another one, with everybody of the matrix."""
    world = copied(founded_sqlite, tmp_path_factory.mktemp("offices"))
    runner, now = world.runner, world.clock.now
    admin = runner.declare(
        read_agency(OFFICES.replace('"uji"', '"lain"').encode(), file="instansi.toml"),
        by=world.actor_named("admin"),
    )
    day = timedelta(days=1)
    for name, since, until in (
        ("Eka", now - 9 * day, now - day), ("Fajar", now + day, None), ("Gita", now, None),
    ):  # fmt: skip
        person = world.hire(name)
        runner.appoint(
            person.id, agency=AGENCY, position=PositionCode("staf"), since=since, until=until, by=admin
        )
    runner.disable(world.actor_named("Gita").id, by=admin)
    for name in ("lala", "lina"):
        runner.register(OTHER, account=f"{name}.uji", name=name, by=admin, password_hash="-")  # noqa: S106
    staff = PositionCode("staf")
    runner.appoint(world.actor_named("Lala").id, agency=OTHER, position=staff, by=admin)
    for duty in Duty:
        runner.grant(world.actor_named("Lina").id, duty=duty, agency=OTHER, by=admin)
    world.close()
    return world.path


@pytest.fixture(scope="module")
def refusing(two_offices: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The offices for everybody who is refused: they change nothing, so they can share one."""
    world = copied(two_offices, tmp_path_factory.mktemp("refusing"))
    yield world
    world.close()


@pytest.fixture
def offices(two_offices: Path, tmp_path: Path) -> Iterator[World]:
    shutil.rmtree(tmp_path / "home", ignore_errors=True)
    world = copied(two_offices, tmp_path / "home")
    yield world
    world.close()


def cells() -> Iterator[tuple[str, str, bool]]:
    for verb, (_, allowed) in MATRIX.items():
        for name in PEOPLE:
            yield verb, name, allowed == "everybody" or name in allowed.split()


@pytest.mark.parametrize(("verb", "name"), [(v, n) for v, n, allowed in cells() if allowed])
def test_the_table_gives_a_right(offices: World, verb: str, name: str) -> None:
    MATRIX[verb][0](offices, name)


@pytest.mark.parametrize(("verb", "name"), [(v, n) for v, n, allowed in cells() if not allowed])
def test_nothing_else_gives_it(refusing: World, verb: str, name: str) -> None:
    with pytest.raises(NotAllowed):
        MATRIX[verb][0](refusing, name)


def test_lists_show_what_a_person_may_see_and_nothing_more(offices: World) -> None:
    offices.walk(offices.start(LOOP, by="Ani"), "Adi t1")
    listed = {name: len(offices.runner.cases(by=offices.actor_named(name)).lines) for name in PEOPLE}
    assert {name for name, count in listed.items() if count} == {"Adi", "Nila", "Tono", "admin"}
    running = {name: len(offices.runner.running(by=offices.actor_named(name))) for name in PEOPLE}
    assert {name for name, count in running.items() if count} == {"Dewi", "admin"}


def test_administrators_see_heads_of_running_cases_but_no_subject(offices: World) -> None:
    offices.walk(offices.start(LOOP, by="Ani"), "Adi t1")
    (head,) = offices.runner.running(by=offices.actor_named("Dewi"))
    assert (head.number, head.subject, head.may_cancel) == ("0001/2026", "", True)


def test_what_gave_the_right_is_recorded(offices: World) -> None:
    case = offices.start(LOOP, by="Nila")
    dewi = offices.actor_named("Dewi")
    offices.runner.appoint(
        offices.actor_named("Umar").id, agency=AGENCY, position=PositionCode("staf"), by=dewi
    )
    offices.complete(offices.task(case), "Umar")
    offices.runner.cancel(case, "salah", by=dewi)
    page = offices.runner.case(case, by=offices.actor_named("Tono"))
    assert [(m.by.name, m.capacity) for m in page.moments] == [
        ("Nila", "tugas"), ("Umar", "definitif"), ("Dewi", "tugas"),
    ]  # fmt: skip


def test_a_page_offers_exactly_what_the_verbs_would_take(offices: World) -> None:
    for sop in (LOOP, APPLICATION, EXTERNAL):
        task = offices.task(offices.start(sop, by="Ani"))
        for name in PEOPLE:
            by = offices.actor_named(name)
            try:
                page = offices.runner.task(task, by=by)
            except AlurError:
                page = None
            try:
                offices.runner.claim(task, by=by)
                offices.runner.release(task, by=by)
                went = True
            except NotAllowed:
                went = False
            assert (page is not None and page.may_claim and page.may_complete) == went, (sop.key, name)
