"""People, duties, appointments and sessions, on both databases."""

# ruff: noqa: S106 (a hash that nothing matches)

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from runner import (
    AccountRefused,
    Duty,
    LoginRefused,
    LoginThrottled,
    NotAllowed,
    NotFound,
    PeriodRefused,
    PositionCode,
)
from runner.home import secret_key
from runner.logins import MOST_FAILURES
from tests.builders import AGENCY, PASSWORD, World


def test_the_first_administrator_is_made_once(any_world: World) -> None:
    before = any_world.contents()
    assert any_world.runner.first_administrator().account == "admin"
    assert any_world.contents() == before


@pytest.mark.parametrize("account", ["ani.uji", "Ani.uji", "a", "", "a b", "-x", "é.uji", "x" * 101, "a\0b"])
def test_an_account_that_is_taken_or_not_well_formed_is_refused(any_world: World, account: str) -> None:
    before = any_world.contents()
    with pytest.raises(AccountRefused):
        any_world.runner.register(
            AGENCY, account=account, name="X", by=any_world.actor_named("Dewi"), password_hash="-"
        )
    assert any_world.contents() == before


@pytest.mark.parametrize(("name", "kept"), [("  Rini  ", "Rini"), ("", "baru.uji"), ("x" * 500, "x" * 200)])
def test_a_name_is_kept_as_long_as_it_fits(any_world: World, name: str, kept: str) -> None:
    any_world.runner.register(
        AGENCY, account="baru.uji", name=name, by=any_world.actor_named("Dewi"), password_hash="-"
    )
    assert any_world.runner.actor_by_account("baru.uji").name == kept
    assert any_world.broken() == ()


def test_the_name_of_a_person_stands_apart_from_the_events(any_world: World) -> None:
    any_world.runner.register(
        AGENCY, account="baru.uji", name="Nama Lengkap", by=any_world.actor_named("Dewi"), password_hash="-"
    )
    assert "Nama Lengkap" not in str(any_world.contents()["events"])
    assert "Nama Lengkap" in str(any_world.contents()["answers"])


def test_an_appointment_that_ends_before_it_begins_is_refused(any_world: World) -> None:
    now = any_world.clock.now
    for until in (now, now - timedelta(days=1)):
        with pytest.raises(PeriodRefused):
            any_world.runner.appoint(
                any_world.actor_named("Umar").id,
                agency=AGENCY,
                position=PositionCode("staf"),
                by=any_world.actor_named("Dewi"),
                since=now,
                until=until,
            )


def test_nobody_is_appointed_to_a_position_that_is_not_there(any_world: World) -> None:
    with pytest.raises(NotFound):
        any_world.runner.appoint(
            any_world.actor_named("Umar").id,
            agency=AGENCY,
            position=PositionCode("gubernur"),
            by=any_world.actor_named("Dewi"),
        )


def test_a_duty_counts_from_the_next_request_and_no_longer_than_it_is_held(any_world: World) -> None:
    case, dewi = any_world.start(), any_world.actor_named("Dewi")

    def may() -> bool:
        try:
            any_world.runner.case(case, by=any_world.actor_named("Umar"))
        except NotAllowed:
            return False
        return True

    seen = [may()]
    umar = any_world.actor_named("Umar").id
    any_world.runner.grant(umar, duty=Duty.AUDITOR, agency=AGENCY, by=dewi)
    seen.append(may())
    any_world.runner.revoke(umar, duty=Duty.AUDITOR, agency=AGENCY, by=dewi)
    seen.append(may())
    assert seen == [False, True, False]


def test_duties_of_one_person_given_at_once_are_all_kept(any_world: World) -> None:
    """Two administrators change the same row: neither undoes what the other did."""
    other = any_world.colleague()
    umar, dewi = any_world.actor_named("Umar").id, any_world.actor_named("Dewi")
    together = threading.Barrier(2)

    def give(world: World, duty: Duty) -> None:
        together.wait()
        world.runner.grant(umar, duty=duty, agency=AGENCY, by=dewi)

    threads = [
        threading.Thread(target=give, args=[any_world, Duty.AUDITOR]),
        threading.Thread(target=give, args=[other, Duty.ANALYST]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    held = any_world.actor_named("Umar").duties
    assert held == {(Duty.AUDITOR, AGENCY), (Duty.ANALYST, AGENCY)}
    assert any_world.broken() == ()


def test_a_stale_administrator_does_not_undo_what_happened_to_them(any_world: World) -> None:
    stale = any_world.actor_named("admin")
    any_world.runner.grant(stale.id, duty=Duty.AUDITOR, agency=None, by=stale)
    any_world.runner.declare(any_world.runner.profile(AGENCY), by=stale)
    assert (Duty.AUDITOR, None) in any_world.actor_named("admin").duties
    assert any_world.broken() == ()


# --- sessions --------------------------------------------------------------------------------------


def test_a_session_lasts_a_working_day_and_ends_with_logout_reset_or_disabling(any_world: World) -> None:
    runner, dewi = any_world.runner, any_world.actor_named("Dewi")

    def fresh() -> str:
        return runner.log_in("ani.uji", PASSWORD)

    token = fresh()
    any_world.clock.pass_(hours=11, minutes=59)
    assert runner.actor_of_session(token) is not None
    any_world.clock.pass_(minutes=1)
    assert runner.actor_of_session(token) is None

    token = fresh()
    runner.log_out(token)
    assert runner.actor_of_session(token) is None

    token = fresh()
    runner.disable(any_world.actor_named("Ani").id, by=dewi)
    assert runner.actor_of_session(token) is None
    runner.enable(any_world.actor_named("Ani").id, by=dewi)
    assert runner.actor_of_session(token) is None

    token = fresh()
    given = runner.reset_password(any_world.actor_named("Ani").id, by=dewi)
    assert runner.actor_of_session(token) is None
    with pytest.raises(LoginRefused):
        fresh()
    assert runner.actor_of_session(runner.log_in("ani.uji", given)) is not None


def test_neither_tokens_nor_passwords_are_in_the_database(any_world: World) -> None:
    token = any_world.runner.log_in("ani.uji", PASSWORD)
    written = str(any_world.contents())
    assert token not in written
    assert PASSWORD not in written


@pytest.mark.parametrize("account", ["ani.uji\0", "x" * 5000, "", "' OR 1=1 --", "ANI.UJI "])
def test_a_login_takes_any_text(any_world: World, account: str) -> None:
    with pytest.raises(LoginRefused):
        any_world.runner.log_in(account, "salah", address="x" * 300)


def test_failures_at_the_same_moment_are_all_counted(any_world: World) -> None:
    other = any_world.colleague()
    together = threading.Barrier(4)
    said: list[type[BaseException]] = []

    def guess(number: int) -> None:
        world = any_world if number % 2 else other
        together.wait()
        for _ in range(3):
            try:
                world.runner.log_in("budi.uji", "tebakan", address="10.0.0.1")
            except (LoginRefused, LoginThrottled) as refused:
                said.append(type(refused))

    threads = [threading.Thread(target=guess, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert len(said) == 12
    assert said.count(LoginRefused) == MOST_FAILURES
    with pytest.raises(LoginThrottled):
        any_world.runner.log_in("budi.uji", PASSWORD, address="10.0.0.1")
    assert any_world.runner.log_in("budi.uji", PASSWORD, address="10.0.0.2")
    any_world.clock.pass_(minutes=16)
    assert any_world.runner.log_in("budi.uji", PASSWORD, address="10.0.0.1")


# --- the home --------------------------------------------------------------------------------------


def test_workers_that_start_at_once_share_one_whole_secret(world: World) -> None:
    keys: list[str] = []
    together = threading.Barrier(8)

    def ask() -> None:
        together.wait()
        keys.append(secret_key(world.home))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1
    assert len(keys[0]) == 64
    assert (world.home / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in world.home.glob("secret*")] == ["secret.key"]
