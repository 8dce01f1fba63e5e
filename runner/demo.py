"""A demonstration: the shipped SOPs, one account for every position, and cases in many states.

Promise: everything in it came about through the verbs that offices use, at moments of the last weeks, so
``verify`` holds of it; nobody in it has a name but that of an office.
Never: an SOP, form or position known by name.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from runner import agency as offices
from runner import folders, passwords, working_time
from runner.agency import Agency
from runner.errors import CaseNotOpen, HomeInUse, NotAllowed, NotFound
from runner.holiday_calendar import national_holidays
from runner.home import DATABASE
from runner.model import Actor, CaseId, Duty
from runner.publishing import Published, Sheaf
from runner.runner import Runner
from runner.store import Store, file_url
from runner.store.migrating import migrate
from runner.walker import Walker

#: The file that says that a home holds a demonstration.
MARK = "demo"
#: The password of every demonstration account.
PASSWORD = "demo"  # noqa: S105 (it is meant to be known; demonstrations listen on loopback only)
#: How far back the first act of a demonstration lies.
PAST = timedelta(days=45)
#: So many cases in all, shared out among the SOPs, but at least two of each.
CASES = 150
_SEED = 35_2012
#: How many of the cases are cancelled on the way.
_STOPPED = 0.08


@dataclass
class _Clock:
    """The moment at which the next act of the demonstration happens."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class _Office:
    """An agency with the people of its demonstration."""

    agency: Agency
    analyst: Actor
    auditor: Actor
    people: list[Actor]


@dataclass
class _Begun:
    """A case that was started, and when."""

    case: CaseId
    office: _Office
    at: datetime


def is_demonstration(home: Path) -> bool:
    """True if the home was furnished as a demonstration."""
    return (home / MARK).exists()


def furnish(home: Path, *, shipped: Path, now: datetime) -> None:
    """The home holds a demonstration; nothing is done where one is already.

    ``shipped`` is the folder with ``bpmn/`` and ``forms/``. Raises HomeInUse where an office works already,
    DiagramRefused if a shipped SOP is refused.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_demonstration(home):
        return
    if (home / DATABASE).exists():
        raise HomeInUse(str(home))
    # built whole beside its place: who looks, finds all of it or nothing
    building = home / f"{DATABASE}.demo"
    building.unlink(missing_ok=True)
    _furnish(Store(file_url(building), durable=False), shipped=shipped, now=now)
    with building.open("rb") as built:
        os.fsync(built.fileno())
    building.replace(home / DATABASE)
    (home / f"{DATABASE}.demo.lock").unlink(missing_ok=True)
    (home / MARK).touch()


def _furnish(store: Store, *, shipped: Path, now: datetime) -> None:
    migrate(store)
    # at the first minute of a working day, so that all histories begin in office hours
    clock = _Clock((now - PAST).replace(hour=1, minute=0, second=0, microsecond=0))
    runner = Runner(store, clock=clock, entropy=secrets.token_bytes)
    found = folders.found_in([shipped / "bpmn"])
    admin = runner.first_administrator()
    stored = passwords.hashed(PASSWORD)
    runner.set_first_password(admin, stored)
    opened: dict[Path, _Office] = {}
    for file in found.agencies:
        opened[file.resolve()] = _open_office(
            runner, offices.read(file.read_bytes(), file=str(file)), admin, stored
        )
    begun: list[_Begun] = []
    older = [diagram for diagram in found.diagrams if diagram.parent.name == folders.OLDER]
    for diagram in older:
        office = opened[_office_of(diagram)]
        clock.now += timedelta(minutes=1)
        (published,) = _publish(runner, [diagram], office)
        # a case that began on an older revision keeps it; it waits for its first step to this day
        begun.append(_start(runner, published.key, office))
    clock.now += timedelta(days=1)
    for file, office in opened.items():
        now_in_force = [d for d in found.diagrams if d not in older and _office_of(d) == file]
        _publish(runner, now_in_force, office)
    chance = Random(_SEED)  # noqa: S311 (chance for a demonstration, no secret)
    _start_many(runner, list(opened.values()), clock, chance, begun, now=now)
    for case in begun:
        _walk(runner, case, clock, chance, now=now)
    store.close()


def _publish(runner: Runner, diagrams: Sequence[Path], office: _Office) -> list[Published]:
    sheaves = [
        Sheaf(
            content=diagram.read_bytes(),
            file=str(diagram),
            forms=folders.forms_for(diagram, ()),
            agency=office.agency.code,
        )
        for diagram in diagrams
    ]
    done = runner.publish_all(sheaves, by=office.analyst)
    return [published for published in done if isinstance(published, Published)]


def _office_of(diagram: Path) -> Path:
    file = folders.agency_file_of(diagram)
    if file is None:
        raise NotFound("instansi.toml", str(diagram))
    return file


def _open_office(runner: Runner, agency: Agency, admin: Actor, stored: str) -> _Office:
    admin = runner.declare(agency, by=runner.actor_by_account(admin.account))
    code = agency.code

    def account(name: str, title: str) -> Actor:
        runner.register(code, account=f"{name}.{code}", name=title, by=admin, password_hash=stored)
        return runner.actor_by_account(f"{name}.{code}")

    for duty, title in ((Duty.ANALYST, "Analis SOP"), (Duty.AUDITOR, "Auditor")):
        runner.grant(account(duty, title).id, duty=duty, agency=code, by=admin)
    for position in agency.positions:
        person = account(position.code, position.title)
        if position.external:
            continue  # acted for by another position
        runner.appoint(person.id, agency=code, position=position.code, by=admin, order="SK Contoh 1/2026")
    runner.grant(
        runner.actor_by_account(f"{Duty.ANALYST}.{code}").id, duty=Duty.PUBLISHER, agency=code, by=admin
    )
    # the administrator loaded the agency and so became its analyst; now it has one of its own
    for duty in (Duty.ANALYST, Duty.PUBLISHER):
        runner.revoke(admin.id, duty=duty, agency=code, by=admin)
    return _Office(
        agency=agency,
        analyst=runner.actor_by_account(f"{Duty.ANALYST}.{code}"),
        auditor=runner.actor_by_account(f"{Duty.AUDITOR}.{code}"),
        people=[runner.actor_by_account(f"{position.code}.{code}") for position in agency.positions],
    )


def _start(runner: Runner, key: str, office: _Office, chance: Random | None = None) -> _Begun:
    """A case, started by somebody of the office who may (the analyst may always)."""
    starters = chance.sample(office.people, len(office.people)) if chance else []
    for person in [*starters, office.analyst]:
        try:
            head = runner.start(key, by=person)
        except NotAllowed:
            continue
        return _Begun(case=head.id, office=office, at=head.started_at)
    raise NotFound("person who may start", key)


def _start_many(
    runner: Runner,
    opened: list[_Office],
    clock: _Clock,
    chance: Random,
    begun: list[_Begun],
    *,
    now: datetime,
) -> None:
    planned: list[tuple[datetime, str, _Office]] = []
    for office in opened:
        lines = runner.definitions(by=office.analyst)
        each = max(2, CASES // len(lines))
        for line in lines:
            if line.agency != office.agency.code:
                continue
            for _ in range(each):
                moment = _working_moment(office.agency, clock.now, now - timedelta(hours=2), chance)
                planned.append((moment, line.key, office))
    for moment, key, office in sorted(planned, key=lambda plan: (plan[0], plan[1])):
        clock.now = moment
        begun.append(_start(runner, key, office, chance))


def _walk(runner: Runner, begun: _Begun, clock: _Clock, chance: Random, *, now: datetime) -> None:
    """Bring a case some way: a few steps, to its end, or to a cancellation; then leave it."""
    office = begun.office
    walker = Walker(runner, chance=chance, today=begun.at.date())
    clock.now = begun.at
    far = chance.choice((0, 1, 1, 2, 3, 4, 6, 30, 30))
    for _ in range(far):
        lines = walker.open_lines(begun.case, by=office.auditor)
        line = lines[0] if lines else None
        person = walker.who_may(line, office.people) if line else None
        if line is None or person is None:
            return
        clock.now = _working_moment(office.agency, clock.now, clock.now + timedelta(days=4), chance)
        if clock.now >= now - timedelta(minutes=5):
            clock.now = now - timedelta(minutes=5)
            break
        walker.step(line.task, by=person)
    _leave(runner, walker, begun, clock, chance, now=now)


def _leave(
    runner: Runner, walker: Walker, begun: _Begun, clock: _Clock, chance: Random, *, now: datetime
) -> None:
    """Sometimes somebody takes the task that waits, or has begun to fill it, or the case is stopped."""
    if chance.random() < _STOPPED:
        clock.now = min(clock.now + timedelta(hours=1), now - timedelta(minutes=2))
        with suppress(NotAllowed, CaseNotOpen):
            runner.cancel(begun.case, "Permohonan ditarik kembali.", by=runner.first_administrator())
            return
    for line in walker.open_lines(begun.case, by=begun.office.auditor):
        person = walker.who_may(line, begun.office.people)
        if person is None or chance.random() > 0.3:
            continue
        clock.now = min(clock.now + timedelta(minutes=20), now - timedelta(minutes=1))
        runner.claim(line.task, by=person)
        if chance.random() < 0.5:
            runner.save_draft(line.task, walker.answers(line.task, by=person), by=person)


def _working_moment(agency: Agency, first: datetime, last: datetime, chance: Random) -> datetime:
    """A moment between the two in the office's hours; ``last`` where there is none."""
    zone = working_time.time_zone(agency.zone)
    free = national_holidays(first.year, last.year)
    for _ in range(60):
        span = max(1.0, (last - first).total_seconds())
        moment = (first + timedelta(seconds=chance.uniform(0, span))).astimezone(zone)
        hours = agency.hours.days[moment.weekday()]
        if moment.date() in free or hours is None:
            continue
        if hours.opens <= moment.time() < hours.closes:
            return moment.astimezone(UTC)
    return last
