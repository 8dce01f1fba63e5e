"""Who works where: accounts, agencies, the people of an agency, what nobody holds, what runs there.

Promise: nothing is shown that the actor may not see; reading changes nothing.
Never: a write.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from runner import authority
from runner.agency import Agency
from runner.errors import NotFound
from runner.events import moment_text
from runner.installation import appointment_line, duty_lines
from runner.model import (
    APPLICANT,
    Actor,
    AgencyCode,
    CaseStatus,
)
from runner.pages import (
    AgencyLine,
    AppointmentLine,
    CaseHead,
    PeoplePage,
    PersonLine,
    PositionLine,
)
from runner.reading import Reading
from runner.shell import ref
from runner.store import Transaction, case_rows, definition_rows, people_rows


class Staff(Reading):
    """Read models of agencies and people."""

    def actor_by_account(self, account: str) -> Actor:
        """The person of that account. Raises NotFound."""
        with self.store.read() as tx:
            found = people_rows.actor_by_account(tx, account)
        if found is None:
            raise NotFound("account", account)
        return found

    def agencies(self, *, by: Actor) -> tuple[AgencyLine, ...]:
        """The agencies that the actor administers, or belongs to."""
        with self.store.read() as tx:
            known = people_rows.all_agencies(tx)
        at = self.now()
        return tuple(
            AgencyLine(code=agency.code, name=agency.name, zone=agency.zone)
            for agency in known
            if agency.code == by.agency or authority.may_appoint(by, agency=agency.code, at=at)
        )

    def profile(self, code: AgencyCode) -> Agency:
        """The agency as the database has it, for ``alur export``. Raises NotFound."""
        with self.store.read() as tx:
            return self._agency(tx, code)

    def people(self, code: AgencyCode, *, by: Actor) -> PeoplePage:
        """The people and positions of an agency. Raises NotFound, NotAllowed."""
        at = self.now()
        authority.require_appoint(by, agency=code, at=at)
        with self.store.read() as tx:
            agency = self._agency(tx, code)
            known = {person.id: person for person in people_rows.people_of(tx, code)}
            for person in people_rows.appointed_to(tx, code):
                known.setdefault(person.id, person)
            needed = self._needed(tx, code, at)
        people = sorted(known.values(), key=lambda person: person.account)
        held = [
            appointment_line(made, person, agency, at)
            for person in people
            for made in person.appointments
            if made.agency == code
        ]
        by_position: dict[str, list[AppointmentLine]] = {}
        for line in held:
            if line.in_force:
                by_position.setdefault(line.position, []).append(line)
        positions = tuple(
            PositionLine(
                code=position.code,
                title=position.title,
                external=position.external,
                represented_by=position.represented_by,
                holders=tuple(by_position.get(position.represented_by or position.code, [])),
            )
            for position in agency.positions
        )
        return PeoplePage(
            agency=AgencyLine(code=agency.code, name=agency.name, zone=agency.zone),
            people=tuple(
                PersonLine(
                    actor=ref(person),
                    duties=duty_lines(person, {code: agency.name}, among=(code, None)),
                    appointments=tuple(line for line in held if line.actor.id == person.id),
                    disabled=person.disabled,
                )
                for person in people
            ),
            positions=positions,
            vacant=tuple(line for line in positions if line.code in needed and not line.holders),
        )

    def _needed(self, tx: Transaction, code: str, at: datetime) -> set[str]:
        """The positions that a step of an SOP in force, or of a case under way, waits for."""
        found: set[str] = set()
        active = definition_rows.active_numbers(tx, moment_text(at))
        for row in definition_rows.all_definitions(tx):
            if row.agency != code:
                continue
            numbers = set(case_rows.running_counts(tx, row.key))
            if row.retired_at is None:
                numbers |= {row.latest, active[row.key].number if row.key in active else row.latest}
            else:
                newest = definition_rows.revision(tx, row.key, row.latest)
                if newest is not None and newest.published_at > row.retired_at:
                    numbers.add(row.latest)  # it brings the SOP back, now or later
            for number in sorted(numbers):
                lanes = self._revision(tx, row.key, number).lanes
                found |= {position for codes in lanes.values() for position in codes}
        return found - {APPLICANT}

    def vacancies(self, *, by: Actor) -> tuple[tuple[AgencyLine, PositionLine], ...]:
        """Every needed position that nobody holds, in the agencies that the actor administers."""
        at = self.now()
        return tuple(
            (line, vacant)
            for line in self.agencies(by=by)
            if authority.may_appoint(by, agency=line.code, at=at)
            for vacant in self.people(line.code, by=by).vacant
        )

    def running(self, *, by: Actor) -> tuple[CaseHead, ...]:
        """Open cases of the agencies that the actor administers: heads only, the subject hidden."""
        at = self.now()
        with self.store.read() as tx:
            mine = [
                agency.code
                for agency in people_rows.all_agencies(tx)
                if authority.may_appoint(by, agency=agency.code, at=at)
            ]
            rows = case_rows.case_lines(
                tx,
                agencies_seen=mine,
                taken_part=None,
                definition=None,
                status=CaseStatus.OPEN.value,
                after=None,
                limit=500,
            )
            agencies = self._agencies_of(tx, (row.agency for row in rows))
            return tuple(
                replace(
                    self._head_line(row, agencies[row.agency]),
                    subject="",
                    may_cancel=self._may_cancel(row, by=by, at=at),
                )
                for row in rows
            )
