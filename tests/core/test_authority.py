"""The table of rights, cell by cell: everybody against every verb. A cell not listed is a refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from runner import authority
from runner.authority import Standing
from runner.error_texts import words
from runner.errors import NotAllowed, NotYours
from runner.model import APPLICANT, Actor, ActorId, AgencyCode, Appointment, Capacity, Duty, PositionCode

HERE, ELSEWHERE = AgencyCode("contoh"), AgencyCode("lain")
NOW = datetime(2026, 7, 6, 3, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
HEAD, CLERK, GUEST = PositionCode("kepala"), PositionCode("staf"), PositionCode("tamu")
STARTER = ActorId("the starter")


def appointed(
    position: PositionCode,
    capacity: Capacity = Capacity.DEFINITIVE,
    *,
    agency: AgencyCode = HERE,
    since: datetime = NOW - DAY,
    until: datetime | None = None,
) -> Appointment:
    return Appointment(
        id=f"{agency} {position} {capacity}",
        actor=ActorId("somebody"),
        agency=agency,
        position=position,
        capacity=capacity,
        since=since,
        until=until,
    )


def person(
    *appointments: Appointment,
    agency: AgencyCode | None = HERE,
    duties: frozenset[tuple[Duty, AgencyCode | None]] = frozenset(),
    represents: tuple[PositionCode, PositionCode] | None = None,
    id_: str = "somebody",
    disabled: bool = False,
) -> Actor:
    return Actor(
        id=ActorId(id_),
        account=f"{id_}.akun",
        name=id_,
        agency=agency,
        duties=duties,
        appointments=appointments,
        represented=((HERE, *represents),) if represents else (),
        disabled=disabled,
    )


def on_duty(duty: Duty, agency: AgencyCode | None, *, disabled: bool = False) -> Actor:
    return person(agency=None, duties=frozenset({(duty, agency)}), disabled=disabled)


WHO: dict[str, Actor] = {
    "holder": person(appointed(HEAD), agency=None),
    "Plt. holder": person(appointed(HEAD, Capacity.PLT), agency=None),
    "Plh. holder": person(appointed(HEAD, Capacity.PLH), agency=None),
    "Pj. holder": person(appointed(HEAD, Capacity.PJ), agency=None),
    "holder of another position": person(appointed(CLERK), agency=None),
    "holder elsewhere": person(appointed(HEAD, agency=ELSEWHERE), agency=None),
    "former holder": person(appointed(HEAD, until=NOW - MINUTE), agency=None),
    "coming holder": person(appointed(HEAD, since=NOW + MINUTE), agency=None),
    "disabled holder": person(appointed(HEAD), agency=None, disabled=True),
    "representative": person(appointed(CLERK), agency=None, represents=(GUEST, CLERK)),
    "former representative": person(appointed(CLERK, until=NOW), agency=None, represents=(GUEST, CLERK)),
    "member": person(),
    "member elsewhere": person(agency=ELSEWHERE),
    "disabled member": person(disabled=True),
    "starter": person(id_=STARTER, agency=None),
    "disabled starter": person(id_=STARTER, disabled=True),
    "stranger": person(agency=None),
    "analyst": on_duty(Duty.ANALYST, HERE),
    "analyst of all": on_duty(Duty.ANALYST, None),
    "analyst elsewhere": on_duty(Duty.ANALYST, ELSEWHERE),
    "disabled analyst": on_duty(Duty.ANALYST, HERE, disabled=True),
    "publisher": on_duty(Duty.PUBLISHER, HERE),
    "publisher of all": on_duty(Duty.PUBLISHER, None),
    "publisher elsewhere": on_duty(Duty.PUBLISHER, ELSEWHERE),
    "disabled publisher": on_duty(Duty.PUBLISHER, HERE, disabled=True),
    "auditor": on_duty(Duty.AUDITOR, HERE),
    "auditor of all": on_duty(Duty.AUDITOR, None),
    "auditor elsewhere": on_duty(Duty.AUDITOR, ELSEWHERE),
    "disabled auditor": on_duty(Duty.AUDITOR, HERE, disabled=True),
    "administrator": on_duty(Duty.ADMINISTRATOR, HERE),
    "administrator of all": on_duty(Duty.ADMINISTRATOR, None),
    "administrator elsewhere": on_duty(Duty.ADMINISTRATOR, ELSEWHERE),
    "disabled administrator": on_duty(Duty.ADMINISTRATOR, None, disabled=True),
}

Judged = Callable[[Actor], Standing | None]


def starting(*first: PositionCode) -> Judged:
    return lambda actor: authority.may_start(actor, agency=HERE, first_positions=first, at=NOW)


def acting(*positions: PositionCode) -> Judged:
    return lambda actor: authority.may_act(
        actor, agency=HERE, positions=positions, started_by=STARTER, at=NOW
    )


def seeing(*open_positions: PositionCode, took_part: bool = False) -> Judged:
    return lambda actor: authority.may_see_case(
        actor,
        agency=HERE,
        took_part=took_part,
        open_positions=open_positions,
        started_by=STARTER,
        at=NOW,
    )


def cancelling(completions: int) -> Judged:
    return lambda actor: authority.may_cancel(
        actor, agency=HERE, started_by=STARTER, completions=completions, at=NOW
    )


VERBS: dict[str, Judged] = {
    "start, first step of the head": starting(HEAD),
    "start, first step of the applicant": starting(APPLICANT),
    "start, first step of an outside party": starting(GUEST),
    "see, task of the head open": seeing(HEAD),
    "see, task of the applicant open": seeing(APPLICANT),
    "see, task of an outside party open": seeing(GUEST),
    "see, nothing open": seeing(),
    "see, took part": seeing(took_part=True),
    "act for the head": acting(HEAD),
    "act as the applicant": acting(APPLICANT),
    "act for an outside party": acting(GUEST),
    "cancel, nothing completed": cancelling(0),
    "cancel, something completed": cancelling(1),
    "draft": lambda actor: authority.may_draft(actor, agency=HERE, at=NOW),
    "publish": lambda actor: authority.may_publish(actor, agency=HERE, at=NOW),
    "migrate": lambda actor: authority.may_migrate(actor, agency=HERE, at=NOW),
    "see drafts": lambda actor: authority.may_see_drafts(actor, agency=HERE, at=NOW),
    "appoint in the agency": lambda actor: authority.may_appoint(actor, agency=HERE, at=NOW),
    "appoint in the installation": lambda actor: authority.may_appoint(actor, agency=None, at=NOW),
    "verify": lambda actor: authority.may_verify(actor, at=NOW),
}

APPLIES = Standing("pemohon", "pemohon")
LOOKS_BACK = Standing("pelaksana", "riwayat")
ACTS = Standing(CLERK, "definitif")
ANALYSES, PUBLISHES, AUDITS, ADMINISTERS = (
    Standing(duty, "tugas") for duty in ("analis", "penerbit", "auditor", "administrator")
)
HOLDERS = {
    "holder": Standing(HEAD, "definitif"),
    "Plt. holder": Standing(HEAD, "Plt."),
    "Plh. holder": Standing(HEAD, "Plh."),
    "Pj. holder": Standing(HEAD, "Pj."),
}
ANALYSTS = dict.fromkeys(("analyst", "analyst of all"), ANALYSES)
PUBLISHERS = dict.fromkeys(("publisher", "publisher of all"), PUBLISHES)
AUDITORS = dict.fromkeys(("auditor", "auditor of all"), AUDITS)
ADMINISTRATORS = dict.fromkeys(("administrator", "administrator of all"), ADMINISTERS)
MEMBERS = dict.fromkeys(("member",), APPLIES)
READERS = {**ANALYSTS, **PUBLISHERS, **AUDITORS}
#: Verify tells of streams only, so any agency's auditor and administrator may prove the whole record.
PROVERS = {
    **ADMINISTRATORS,
    **AUDITORS,
    "administrator elsewhere": ADMINISTERS,
    "auditor elsewhere": AUDITS,
}
ENABLED = [name for name, who in WHO.items() if not who.disabled]

#: Every right there is. Whoever is missing from a line is refused.
GRANTED: dict[str, dict[str, Standing]] = {
    "start, first step of the head": {**HOLDERS, **ANALYSTS},
    "start, first step of the applicant": {**MEMBERS, **ANALYSTS},
    "start, first step of an outside party": {"representative": ACTS, **ANALYSTS},
    "see, task of the head open": {**HOLDERS, **READERS},
    "see, task of the applicant open": {"starter": APPLIES, **READERS},
    "see, task of an outside party open": {"representative": ACTS, **READERS},
    "see, nothing open": READERS,
    "see, took part": dict.fromkeys(ENABLED, LOOKS_BACK),
    "act for the head": HOLDERS,
    "act as the applicant": {"starter": APPLIES},
    "act for an outside party": {"representative": ACTS},
    "cancel, nothing completed": {"starter": APPLIES},
    "cancel, something completed": ADMINISTRATORS,
    "draft": {**ANALYSTS, **PUBLISHERS},
    "publish": PUBLISHERS,
    "migrate": PUBLISHERS,
    "see drafts": READERS,
    "appoint in the agency": ADMINISTRATORS,
    "appoint in the installation": {"administrator of all": ADMINISTERS},
    "verify": PROVERS,
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", WHO)
def test_the_table_says_who_may_do_what(who: str, verb: str) -> None:
    assert VERBS[verb](WHO[who]) == GRANTED[verb].get(who)


def test_every_verb_of_the_table_is_tried_and_nothing_is_granted_to_nobody() -> None:
    assert set(GRANTED) == set(VERBS)
    assert all(set(granted) <= set(WHO) for granted in GRANTED.values())
    assert set(authority.RIGHTS) == set(authority.Verb)


# --- appointments, to the minute ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "in_force"),
    [
        (NOW - MINUTE, False),
        (NOW - timedelta(microseconds=1), False),
        (NOW, True),
        (NOW + MINUTE, True),
        (NOW + DAY - MINUTE, True),
        (NOW + DAY - timedelta(microseconds=1), True),
        (NOW + DAY, False),
        (NOW + DAY + MINUTE, False),
    ],
)
@pytest.mark.parametrize("capacity", Capacity)
def test_an_appointment_counts_from_its_first_minute_until_its_last(
    capacity: Capacity, at: datetime, in_force: bool
) -> None:
    actor = person(appointed(HEAD, capacity, since=NOW, until=NOW + DAY))
    standing = authority.may_act(actor, agency=HERE, positions=[HEAD], started_by=STARTER, at=at)
    assert standing == (Standing(HEAD, capacity.value) if in_force else None)


def test_an_open_appointment_does_not_end() -> None:
    actor = person(appointed(HEAD))
    late = NOW + 20_000 * DAY
    assert authority.may_act(actor, agency=HERE, positions=[HEAD], started_by=STARTER, at=late)


def test_a_hand_over_leaves_no_minute_without_a_head_and_none_with_two() -> None:
    leaving = person(appointed(HEAD, until=NOW))
    coming = person(appointed(HEAD, Capacity.PLT, since=NOW), id_="somebody else")
    for at, who in ((NOW - MINUTE, [True, False]), (NOW, [False, True])):
        may = [
            authority.may_act(one, agency=HERE, positions=[HEAD], started_by=STARTER, at=at) is not None
            for one in (leaving, coming)
        ]
        assert may == who


# --- which position is recorded -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        # definitif goes before any acting capacity, whatever the codes say
        (
            [appointed(HEAD, Capacity.PLT), appointed(CLERK)],
            Standing(CLERK, "definitif"),
        ),
        ([appointed(CLERK, Capacity.PLH), appointed(HEAD)], Standing(HEAD, "definitif")),
        # then the codes decide
        ([appointed(CLERK), appointed(HEAD)], Standing(HEAD, "definitif")),
        (
            [appointed(CLERK, Capacity.PLT), appointed(HEAD, Capacity.PJ)],
            Standing(HEAD, "Pj."),
        ),
        # one position in two capacities
        ([appointed(HEAD, Capacity.PLH), appointed(HEAD, Capacity.PLT)], Standing(HEAD, "Plt.")),
        ([appointed(HEAD, Capacity.PLT), appointed(HEAD)], Standing(HEAD, "definitif")),
        # one that has ended does not count
        (
            [appointed(HEAD, until=NOW), appointed(CLERK, Capacity.PLT)],
            Standing(CLERK, "Plt."),
        ),
        # neither does one of another agency
        (
            [appointed(HEAD, agency=ELSEWHERE), appointed(CLERK, Capacity.PJ)],
            Standing(CLERK, "Pj."),
        ),
    ],
)
def test_the_definitive_position_is_recorded_first_then_by_code(
    held: list[Appointment], expected: Standing
) -> None:
    for order in (held, held[::-1]):
        assert acting(CLERK, HEAD)(person(*order)) == expected


def test_a_lane_of_several_positions_takes_any_holder() -> None:
    for position in (HEAD, CLERK):
        assert acting(HEAD, CLERK)(person(appointed(position))) == Standing(position, "definitif")


def test_a_holder_starts_in_their_position_even_where_the_applicant_could() -> None:
    assert starting(HEAD, APPLICANT)(person(appointed(HEAD))) == Standing(HEAD, "definitif")
    assert starting(HEAD, APPLICANT)(person()) == APPLIES


def test_a_representative_is_recorded_in_their_own_position_and_capacity() -> None:
    actor = person(appointed(CLERK, Capacity.PLT), represents=(GUEST, CLERK))
    assert acting(GUEST)(actor) == Standing(CLERK, "Plt.")


def test_who_acts_for_an_outside_party_here_does_not_act_for_it_elsewhere() -> None:
    actor = person(appointed(CLERK, agency=ELSEWHERE), appointed(CLERK), represents=(GUEST, CLERK))
    judged = authority.may_act(actor, agency=ELSEWHERE, positions=[GUEST], started_by=STARTER, at=NOW)
    assert judged is None


def test_a_step_of_no_position_is_nobodys() -> None:
    for who in WHO.values():
        assert acting()(who) is None


# --- the twins that raise -----------------------------------------------------------------------------

REQUIRED: dict[str, tuple[Callable[[Actor], Standing], Actor]] = {
    "start": (
        lambda a: authority.require_start(a, agency=HERE, first_positions=[HEAD], at=NOW),
        WHO["holder"],
    ),
    "see": (
        lambda a: authority.require_see_case(
            a, agency=HERE, took_part=False, open_positions=[HEAD], started_by=STARTER, at=NOW
        ),
        WHO["auditor"],
    ),
    "cancel": (
        lambda a: authority.require_cancel(a, agency=HERE, started_by=STARTER, completions=0, at=NOW),
        WHO["starter"],
    ),
    "draft": (lambda a: authority.require_draft(a, agency=HERE, at=NOW), WHO["analyst"]),
    "publish": (lambda a: authority.require_publish(a, agency=HERE, at=NOW), WHO["publisher"]),
    "migrate": (lambda a: authority.require_migrate(a, agency=HERE, at=NOW), WHO["publisher"]),
    "appoint": (lambda a: authority.require_appoint(a, agency=HERE, at=NOW), WHO["administrator"]),
    "verify": (lambda a: authority.require_verify(a, at=NOW), WHO["auditor of all"]),
}


@pytest.mark.parametrize("verb", REQUIRED)
def test_a_right_that_is_missing_is_refused_with_what_it_needs(verb: str) -> None:
    require, allowed = REQUIRED[verb]
    assert require(allowed)
    for refused in (WHO["stranger"], replace(allowed, disabled=True)):
        with pytest.raises(NotAllowed, match=refused.account) as caught:
            require(refused)
        assert verb in caught.value.verb.en
        assert caught.value.needs.en in str(caught.value)
        told = words(caught.value)
        for said in (caught.value.verb, caught.value.needs):
            assert said.id in told.id
            assert said.en in told.en
            assert said.id != said.en


def test_a_task_of_other_positions_is_not_yours_and_names_them() -> None:
    def require(actor: Actor) -> Standing:
        return authority.require_act(actor, agency=HERE, positions=[HEAD, CLERK], started_by=STARTER, at=NOW)

    assert require(WHO["holder"]) == Standing(HEAD, "definitif")
    with pytest.raises(NotYours, match="kepala, staf"):
        require(WHO["former holder"])
