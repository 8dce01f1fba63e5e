"""Agencies and people: register, appoint, give and take duties.

Promise: every act is an event of the agency's stream; what it changes is what the event says.
Never: a password in an event.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from runner import authority, passwords
from runner.errors import AccountRefused, ExternalPosition, LastAdministrator, NotFound, PeriodRefused
from runner.facts import (
    ActorDisabled,
    ActorEnabled,
    ActorRegistered,
    AgencyFact,
    AppointmentEnded,
    AppointmentMade,
    CredentialReset,
    DutyGranted,
    DutyRevoked,
)
from runner.model import (
    Actor,
    ActorId,
    AgencyCode,
    Capacity,
    Duty,
    Json,
    PositionCode,
)
from runner.registry import Registry, stream_of
from runner.staff import Staff
from runner.store import Transaction, people_rows

#: The account that the first start makes.
FIRST_ACCOUNT = "admin"
#: The longest name of a person and number of an order that is kept, in characters.
LONGEST = 200
#: The position and capacity of acts that nobody could have a right to yet.
_FOUNDING = authority.Standing(position="instalasi", capacity="sistem")


class People(Staff):
    """Verbs on agencies and people."""

    # --- the first administrator -------------------------------------------------------------------

    def first_administrator(self) -> Actor:
        """The administrator that every installation begins with, made if there is nobody yet."""
        with self.store.write_alone() as tx:
            known = people_rows.actor_by_account(tx, FIRST_ACCOUNT)
            if known is not None or people_rows.how_many(tx) > 0:
                if known is None:
                    raise NotFound("account", FIRST_ACCOUNT)
                return known
            founder = ActorId(self._new_id())
            fact = ActorRegistered(registered=founder, account=FIRST_ACCOUNT, agency=None)
            duty = DutyGranted(to=founder, duty=Duty.ADMINISTRATOR, agency=None)
            values: dict[str, Json] = {"name": "Administrator"}
            self._act(tx, None, fact, by=founder, standing=_FOUNDING, values=values)
            registered = _known(people_rows.actor(tx, founder), founder)
            self._act(tx, None, duty, by=founder, standing=_FOUNDING, known=[registered])
            return _known(people_rows.actor(tx, founder), founder)

    def one_time_password(self, person: Actor) -> str | None:
        """A one-time password for somebody who has none at all, else None."""
        with self.store.write_alone() as tx:
            if people_rows.password(tx, person.id) is not None:
                return None
            return self._new_password(tx, person.id)

    def set_first_password(self, person: Actor, password_hash: str) -> None:
        """The password of somebody who has none yet."""
        with self.store.write_alone() as tx:
            if people_rows.password(tx, person.id) is None:
                people_rows.save_password(tx, person.id, password_hash, one_time=False)

    # --- verbs -------------------------------------------------------------------------------------

    def register(
        self,
        agency: AgencyCode | None,
        *,
        account: str,
        name: str,
        by: Actor,
        password_hash: str | None = None,
    ) -> tuple[ActorId, str]:
        """A person has an account; returns its id and a one-time password.

        ``password_hash`` is kept instead of one, for people who come from another system.
        Raises NotAllowed, NotFound (agency), AccountRefused.
        """
        passwords.require_account(account)
        with self.store.write_alone() as tx:
            standing = authority.require_appoint(by, agency=agency, at=self.now())
            if agency is not None:
                self._agency(tx, agency)
            if people_rows.actor_by_account(tx, account) is not None:
                raise AccountRefused(account, taken=True)
            person = ActorId(self._new_id())
            fact = ActorRegistered(registered=person, account=account, agency=agency)
            known_as: dict[str, Json] = {"name": name.strip()[:LONGEST] or account}
            self._act(tx, agency, fact, by=by.id, standing=standing, values=known_as)
            if password_hash is not None:
                people_rows.save_password(tx, person, password_hash, one_time=False)
                return person, ""
            return person, self._new_password(tx, person)

    def appoint(
        self,
        actor_id: ActorId,
        *,
        agency: AgencyCode,
        position: PositionCode,
        by: Actor,
        capacity: Capacity = Capacity.DEFINITIVE,
        since: datetime | None = None,
        until: datetime | None = None,
        order: str = "",
    ) -> str:
        """The person holds the position from ``since`` (default: now) until ``until`` (excluded).

        Raises NotAllowed, NotFound (person, position), ExternalPosition, PeriodRefused.
        """
        at = self.now()
        begins = (since or at).astimezone(UTC)
        until = until and until.astimezone(UTC)
        if until is not None and until <= begins:
            raise PeriodRefused(begins, until)
        with self.store.write_alone() as tx:
            standing = authority.require_appoint(by, agency=agency, at=at)
            person = _known(people_rows.actor(tx, actor_id), actor_id)
            office = self._agency(tx, agency)
            wanted = office.position(position)
            if wanted.external:
                acting = wanted.represented_by
                raise ExternalPosition(wanted.title, office.position(acting).title if acting else "-")
            appointment = self._new_id()
            fact = AppointmentMade(
                appointment=appointment,
                appointed=person.id,
                agency=agency,
                position=position,
                capacity=capacity,
                since=begins,
                until=until,
                order=order.strip()[:LONGEST],
            )
            self._act(tx, agency, fact, by=by.id, standing=standing, known=[person])
            return appointment

    def end_appointment(self, appointment: str, *, by: Actor, until: datetime | None = None) -> None:
        """The appointment ends at ``until`` (default: now). Raises NotAllowed, NotFound."""
        at = self.now()
        with self.store.write_alone() as tx:
            made = people_rows.appointment(tx, appointment)
            if made is None:
                raise NotFound("appointment", appointment)
            standing = authority.require_appoint(by, agency=made.agency, at=at)
            person = _known(people_rows.actor(tx, made.actor), made.actor)
            fact = AppointmentEnded(appointment=appointment, until=(until or at).astimezone(UTC))
            self._act(tx, made.agency, fact, by=by.id, standing=standing, known=[person])

    def grant(self, actor_id: ActorId, *, duty: Duty, agency: AgencyCode | None, by: Actor) -> None:
        """The person has the duty in the agency (None: everywhere). Raises NotAllowed, NotFound."""
        self._person_act(actor_id, agency, DutyGranted(to=actor_id, duty=duty, agency=agency), by=by)

    def revoke(self, actor_id: ActorId, *, duty: Duty, agency: AgencyCode | None, by: Actor) -> None:
        """The person has the duty no more, from the next request on.

        Raises NotAllowed, NotFound, LastAdministrator.
        """
        with self.store.write_alone() as tx:
            standing = authority.require_appoint(by, agency=agency, at=self.now())
            person = _known(people_rows.actor(tx, actor_id), actor_id)
            if (duty, agency) == (Duty.ADMINISTRATOR, None):
                self._require_another_administrator(tx, person)
            fact = DutyRevoked(to=actor_id, duty=duty, agency=agency)
            self._act(tx, agency, fact, by=by.id, standing=standing, known=[person])

    def disable(self, actor_id: ActorId, *, by: Actor) -> None:
        """The person may do nothing and is logged out everywhere.

        Raises NotAllowed, NotFound, LastAdministrator.
        """
        with self.store.write_alone() as tx:
            person = _known(people_rows.actor(tx, actor_id), actor_id)
            standing = authority.require_appoint(by, agency=_reach(person), at=self.now())
            self._require_another_administrator(tx, person)
            self._act(
                tx,
                person.agency,
                ActorDisabled(disabled=actor_id),
                by=by.id,
                standing=standing,
                known=[person],
            )
            people_rows.close_sessions_of(tx, actor_id)

    def enable(self, actor_id: ActorId, *, by: Actor) -> None:
        """The person may act again. Raises NotAllowed, NotFound."""
        with self.store.read() as tx:
            person = _known(people_rows.actor(tx, actor_id), actor_id)
        self._person_act(actor_id, person.agency, ActorEnabled(enabled=actor_id), by=by)

    def reset_password(self, actor_id: ActorId, *, by: Actor) -> str:
        """The person has a new one-time password and is logged out. Raises NotAllowed, NotFound."""
        with self.store.write_alone() as tx:
            person = _known(people_rows.actor(tx, actor_id), actor_id)
            standing = authority.require_appoint(by, agency=_reach(person), at=self.now())
            self._act(
                tx,
                person.agency,
                CredentialReset(reset=actor_id),
                by=by.id,
                standing=standing,
                known=[person],
            )
            people_rows.close_sessions_of(tx, actor_id)
            return self._new_password(tx, actor_id)

    def _require_another_administrator(self, tx: Transaction, person: Actor) -> None:
        """Nothing, unless the installation would be left without anybody who can appoint."""
        reach = (Duty.ADMINISTRATOR, None)
        others = (one for one in people_rows.all_people(tx) if one.id != person.id and not one.disabled)
        if reach in person.duties and not any(reach in one.duties for one in others):
            raise LastAdministrator(person.account)

    def _person_act(
        self, actor_id: ActorId, agency: AgencyCode | None, fact: AgencyFact, *, by: Actor
    ) -> None:
        with self.store.write_alone() as tx:
            standing = authority.require_appoint(by, agency=agency, at=self.now())
            if agency is not None:
                self._agency(tx, agency)
            person = _known(people_rows.actor(tx, actor_id), actor_id)
            self._act(tx, agency, fact, by=by.id, standing=standing, known=[person])

    def _act(
        self,
        tx: Transaction,
        agency: AgencyCode | None,
        fact: AgencyFact,
        *,
        by: ActorId,
        standing: authority.Standing,
        values: Mapping[str, Json] | None = None,
        known: Iterable[Actor] = (),
    ) -> None:
        """Record the fact and store what the fold makes of it, so that verify finds the same."""
        people = list(known)
        registry = Registry(
            actors={person.id: person for person in people},
            appointments={made.id: made for person in people for made in person.appointments},
        )
        before = (dict(registry.actors), dict(registry.appointments))
        event = self._record(tx, stream_of(agency), fact, by=by, standing=standing, values=values)
        registry.apply(event, values or {})
        for id_, person in registry.actors.items():
            if before[0].get(id_) != person:
                people_rows.save_actor(tx, person)
        for id_, made in registry.appointments.items():
            if before[1].get(id_) != made:
                people_rows.save_appointment(tx, made)

    def _new_password(self, tx: Transaction, person: ActorId) -> str:
        password = secrets.token_urlsafe(9)
        people_rows.save_password(tx, person, passwords.hashed(password), one_time=True)
        return password


def _reach(person: Actor) -> AgencyCode | None:
    """Whose administrator the person answers to: the installation's, if they have a duty in all of it."""
    return None if any(where is None for _, where in person.duties) else person.agency


def _known(person: Actor | None, name: str) -> Actor:
    if person is None:
        raise NotFound("person", name)
    return person
