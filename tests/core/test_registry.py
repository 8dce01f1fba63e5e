"""Who is who follows from events alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from runner.events import Event
from runner.facts import (
    ActorDisabled,
    ActorEnabled,
    ActorRegistered,
    AgencyDeclared,
    AgencyFact,
    AppointmentEnded,
    AppointmentMade,
    CredentialReset,
    DutyGranted,
    DutyRevoked,
)
from runner.model import ActorId, AgencyCode, Capacity, Duty, PositionCode
from runner.registry import Registry, stream_of
from tests.builders import AGENCY, office

AT = datetime(2026, 3, 2, tzinfo=UTC)
ANI = ActorId("ani")
MADE = AppointmentMade(
    appointment="j1",
    appointed=ANI,
    agency=AGENCY,
    position=PositionCode("staf"),
    capacity=Capacity.PLH,
    since=AT,
    until=None,
    order="1/2026",
)


def folded(*facts: AgencyFact) -> Registry:
    """What these facts lead to."""
    registry = Registry()
    for seq, fact in enumerate(facts, start=1):
        event = Event(
            stream="agency:uji", seq=seq, at=AT, actor=ANI, position="", capacity="", fact=fact
        )  # fmt: skip
        registry.apply(event, {"name": "Ani"} if isinstance(fact, ActorRegistered) else {})
    return registry


REGISTERED = ActorRegistered(registered=ANI, account="ani.uji", agency=AGENCY)


def test_a_person_is_registered_with_the_name_that_stands_apart() -> None:
    person = folded(REGISTERED).actors[ANI]
    assert (person.account, person.name, person.agency, person.disabled) == ("ani.uji", "Ani", AGENCY, False)


def test_duties_come_and_go() -> None:
    here, everywhere = (
        DutyGranted(to=ANI, duty=Duty.AUDITOR, agency=AGENCY),
        DutyGranted(to=ANI, duty=Duty.AUDITOR, agency=None),
    )
    gone = DutyRevoked(to=ANI, duty=Duty.AUDITOR, agency=AGENCY)
    assert folded(REGISTERED, here, here).actors[ANI].duties == {(Duty.AUDITOR, AGENCY)}
    assert folded(REGISTERED, here, everywhere, gone).actors[ANI].duties == {(Duty.AUDITOR, None)}
    assert folded(REGISTERED, gone).actors[ANI].duties == frozenset()


def test_a_person_is_disabled_and_enabled_again() -> None:
    assert folded(REGISTERED, ActorDisabled(disabled=ANI)).actors[ANI].disabled
    assert not folded(REGISTERED, ActorDisabled(disabled=ANI), ActorEnabled(enabled=ANI)).actors[ANI].disabled


def test_an_appointment_is_made_and_ended() -> None:
    registry = folded(REGISTERED, MADE, AppointmentEnded(appointment="j1", until=AT + timedelta(days=1)))
    made = registry.appointments["j1"]
    assert (made.capacity, made.order, made.until) == (Capacity.PLH, "1/2026", AT + timedelta(days=1))
    assert made.holds_at(AT)
    assert not made.holds_at(AT + timedelta(days=1))


def test_the_last_profile_of_an_agency_counts_under_its_number() -> None:
    first = office()
    second = replace(first, name="Dinas Baru")
    declared = [AgencyDeclared(agency=AGENCY, profile=each.to_json()) for each in (first, second)]
    registry = folded(*declared)
    assert (registry.agencies[AGENCY], registry.versions[AGENCY]) == (second, 2)


def test_a_new_password_changes_nobody() -> None:
    assert folded(REGISTERED, CredentialReset(reset=ANI)).actors == folded(REGISTERED).actors


@pytest.mark.parametrize(
    "fact",
    [
        ActorDisabled(disabled=ANI),
        DutyGranted(to=ANI, duty=Duty.ANALYST, agency=None),
        DutyRevoked(to=ANI, duty=Duty.ANALYST, agency=None),
        AppointmentEnded(appointment="j1", until=AT),
    ],
)
def test_a_fact_about_somebody_nobody_registered_is_an_error(fact: AgencyFact) -> None:
    with pytest.raises(KeyError):
        folded(fact)


def test_acts_of_no_agency_have_a_stream_of_their_own() -> None:
    assert (stream_of(AgencyCode("uji")), stream_of(None)) == ("agency:uji", "installation")
