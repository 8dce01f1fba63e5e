"""People of the installation itself: accounts that belong to no agency, and what every duty reaches.

Promise: only administrators of the whole installation read of them. Never: a write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from runner import authority
from runner.agency import Agency
from runner.model import Actor, AgencyCode, Appointment
from runner.pages import AgencyLine, AppointmentLine, DutyLine, InstallationPage, PersonLine
from runner.shell import Shell, ref
from runner.store import people_rows


class Installation(Shell):
    """Read models of people without an agency."""

    def installation(self, *, by: Actor) -> InstallationPage:
        """Everybody whose account belongs to no agency, with all their duties. Raises NotAllowed."""
        at = self.now()
        authority.require_appoint(by, agency=None, at=at)
        with self.store.read() as tx:
            agencies = {agency.code: agency for agency in people_rows.all_agencies(tx)}
            people = people_rows.people_of(tx, None)
        names = {code: agency.name for code, agency in agencies.items()}
        return InstallationPage(
            agencies=tuple(
                AgencyLine(code=agency.code, name=agency.name, zone=agency.zone)
                for agency in sorted(agencies.values(), key=lambda agency: agency.name)
            ),
            people=tuple(
                PersonLine(
                    actor=ref(person),
                    duties=duty_lines(person, names, among=[None, *agencies]),
                    appointments=tuple(
                        appointment_line(made, person, agencies[made.agency], at)
                        for made in person.appointments
                        if made.agency in agencies
                    ),
                    disabled=person.disabled,
                )
                for person in people
            ),
        )

    def may_administer_installation(self, *, by: Actor) -> bool:
        """True if the actor administers more than single agencies."""
        return authority.may_appoint(by, agency=None, at=self.now()) is not None


def duty_lines(
    person: Actor, names: Mapping[AgencyCode, str], *, among: Iterable[AgencyCode | None]
) -> tuple[DutyLine, ...]:
    """The person's duties in these agencies (None: in all of the installation), each with where."""
    wanted = set(among)
    lines = [
        DutyLine(duty=duty.value, agency=where, agency_name=names.get(where, where) if where else "")
        for duty, where in person.duties
        if where in wanted
    ]
    return tuple(sorted(lines, key=lambda line: (line.duty, line.agency or "")))


def appointment_line(made: Appointment, person: Actor, agency: Agency, at: datetime) -> AppointmentLine:
    """One appointment, and whether it is in force at the moment."""
    return AppointmentLine(
        id=made.id,
        actor=ref(person),
        position=made.position,
        # an office may have been taken off the profile since
        title=next((held.title for held in agency.positions if held.code == made.position), made.position),
        capacity=made.capacity.value,
        since=made.since,
        until=made.until,
        order=made.order,
        in_force=made.holds_at(at) and not person.disabled,
    )
