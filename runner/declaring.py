"""Agencies as a whole: their profile comes in, and the rule of four eyes is set.

Promise: the profile that an event holds is the one that is in force. Never: a person registered.
"""

from __future__ import annotations

from dataclasses import replace

from runner import authority
from runner.agency import Agency
from runner.authority import Standing
from runner.facts import AgencyDeclared, DutyGranted
from runner.model import Actor, ActorId, AgencyCode, Duty
from runner.registry import stream_of
from runner.shell import Shell
from runner.store import Transaction, people_rows


class Declaring(Shell):
    """Verbs on agencies."""

    def declare(self, agency: Agency, *, by: Actor) -> Actor:
        """The agency's profile is this one from now on; returns the actor as they are after it.

        A profile may ask for four eyes; only ``set_four_eyes`` ends them: a file that was written before says
        nothing of them.
        Whoever loads a new agency becomes its first analyst and publisher: nobody else could publish yet.
        Raises NotAllowed.
        """
        with self.store.write_alone() as tx:
            standing = authority.require_appoint(by, agency=agency.code, at=self.now())
            known = people_rows.agency(tx, agency.code)
            if known is not None and known[0].four_eyes:
                agency = replace(agency, four_eyes=True)
            self._declare(tx, agency, by=by.id, standing=standing)
            person = people_rows.actor(tx, by.id) or by
            for duty in (Duty.ANALYST, Duty.PUBLISHER):
                if known is None and not person.has_duty(duty, agency.code):
                    granted = DutyGranted(to=by.id, duty=duty, agency=agency.code)
                    self._record(tx, stream_of(agency.code), granted, by=by.id, standing=standing)
                    person = replace(person, duties=person.duties | {(duty, agency.code)})
                    people_rows.save_actor(tx, person)
            return person

    def set_four_eyes(self, agency: AgencyCode, on: bool, *, by: Actor) -> bool:
        """Whoever wrote a draft may (``on`` False) or may not publish it from now on; True if that is new.

        Raises NotAllowed, NotFound.
        """
        with self.store.write_alone() as tx:
            standing = authority.require_appoint(by, agency=agency, at=self.now())
            profile = self._agency(tx, agency)
            if profile.four_eyes == on:
                return False
            self._declare(tx, replace(profile, four_eyes=on), by=by.id, standing=standing)
            return True

    def _declare(self, tx: Transaction, agency: Agency, *, by: ActorId, standing: Standing) -> None:
        fact = AgencyDeclared(agency=agency.code, profile=agency.to_json())
        event = self._record(tx, stream_of(agency.code), fact, by=by, standing=standing)
        people_rows.save_agency(tx, agency, event.seq)
