"""Tokens: what a program may do with one, for how long, and what remains of it in the record."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, insert, select, update

from runner import NotAllowed, NotFound, Scope, TokenRefused
from runner.command_line import alur
from runner.tables import api_tokens, events
from tests.builders import World

ALL = tuple(Scope)


def issued(world: World, by: str = "Ani", **more: int) -> tuple[str, str]:
    return world.runner.issue_token(
        "Modeler", scopes=ALL, days=more.get("days", 30), by=world.actor_named(by)
    )


def test_a_token_acts_for_its_holder_within_its_scopes(any_world: World) -> None:
    ani = any_world.actor_named("Ani")
    _, secret = any_world.runner.issue_token("Laporan", scopes=[Scope.READ], days=7, by=ani)
    program = any_world.runner.actor_of_token(secret)
    assert program is not None
    assert program.actor == ani
    assert program.scopes == {Scope.READ}
    (line,) = any_world.runner.tokens(by=ani)
    assert (line.label, line.live, line.used_at) == ("Laporan", True, any_world.clock.now)
    assert any_world.broken() == ()


def test_no_table_holds_the_secret_of_a_token(world: World) -> None:
    _, secret = issued(world)
    assert secret.startswith("alur_")
    assert secret not in str(world.contents())
    assert secret[5:] not in str(world.contents())


def test_a_revoked_token_opens_nothing_and_stays_revoked(any_world: World) -> None:
    token, secret = issued(any_world)
    any_world.runner.revoke_token(token, by=any_world.actor_named("Ani"))
    before = any_world.events()
    any_world.runner.revoke_token(token, by=any_world.actor_named("Ani"))
    assert any_world.runner.actor_of_token(secret) is None
    assert any_world.events() == before
    assert [kind for *_, kind in before][-2:] == ["ApiTokenIssued", "ApiTokenRevoked"] or {
        "ApiTokenIssued",
        "ApiTokenRevoked",
    } <= {kind for *_, kind in before}
    assert any_world.broken() == ()


def test_a_token_opens_nothing_after_its_last_day(world: World) -> None:
    _, secret = issued(world, days=2)
    world.clock.pass_(days=1, hours=23)
    assert world.runner.actor_of_token(secret) is not None
    world.clock.pass_(hours=1)
    assert world.runner.actor_of_token(secret) is None
    assert [line.live for line in world.runner.tokens(by=world.actor_named("Ani"))] == [False]


def test_a_token_of_a_disabled_person_opens_nothing(world: World) -> None:
    _, secret = issued(world)
    world.runner.disable(world.actor_named("Ani").id, by=world.actor_named("Dewi"))
    assert world.runner.actor_of_token(secret) is None


@pytest.mark.parametrize("secret", ["", "alur_", "alur_" + "0" * 64, "Ani", "alur_\0\udc80"])
def test_a_made_up_secret_opens_nothing(any_world: World, secret: str) -> None:
    issued(any_world)
    assert any_world.runner.actor_of_token(secret) is None


def test_an_administrator_sees_and_revokes_the_tokens_of_their_people(world: World) -> None:
    token, secret = issued(world)
    ani, dewi, adi = (world.actor_named(name) for name in ("Ani", "Dewi", "Adi"))
    with pytest.raises(NotAllowed):
        world.runner.tokens(by=adi, of=ani.id)
    with pytest.raises(NotAllowed):
        world.runner.revoke_token(token, by=adi)
    assert [line.id for line in world.runner.tokens(by=dewi, of=ani.id)] == [token]
    world.runner.revoke_token(token, by=dewi)
    assert world.runner.actor_of_token(secret) is None


def test_a_token_without_label_scope_or_sensible_life_is_refused(world: World) -> None:
    ani, runner = world.actor_named("Ani"), world.runner
    before = world.events()
    for label, scopes, days in [
        (" ", ALL, 1),
        ("x" * 101, ALL, 1),
        ("x", (), 1),
        ("x", ALL, 0),
        ("x", ALL, 367),
    ]:
        with pytest.raises(TokenRefused):
            runner.issue_token(label, scopes=scopes, days=days, by=ani)
    with pytest.raises(NotFound):
        runner.revoke_token("none", by=ani)
    assert world.events() == before


def test_a_label_keeps_no_character_that_a_database_refuses(any_world: World) -> None:
    ani = any_world.actor_named("Ani")
    any_world.runner.issue_token("a\0b \n c\udcff", scopes=ALL, days=1, by=ani)
    assert [line.label for line in any_world.runner.tokens(by=ani)] == ["a b c?"]


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": '["terbit"]'},
        {"expires_at": "2030-01-01T00:00:00.000000+00:00"},
        {"issued_at": "2030-01-01T00:00:00.000000+00:00"},
        {"revoked_at": None},
        {"actor": "x"},
        {"label": "lain"},
        {"digest": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_verify_sees_a_token_that_was_widened_beside_the_record(world: World, change: dict[str, str]) -> None:
    token, _ = world.runner.issue_token("x", scopes=[Scope.READ], days=1, by=world.actor_named("Ani"))
    world.runner.revoke_token(token, by=world.actor_named("Ani"))
    assert world.broken() == ()
    with world.runner.store.write() as tx:
        tx.execute(update(api_tokens).values(**change))
    assert any(token in fact for fact in world.broken())


def test_verify_sees_a_token_that_nobody_issued_and_one_that_was_taken_away(any_world: World) -> None:
    token, _ = any_world.runner.issue_token("x", scopes=[Scope.READ], days=1, by=any_world.actor_named("Ani"))
    assert any_world.broken() == ()
    with any_world.runner.store.write() as tx:
        row = tx.execute(select(api_tokens)).mappings().one()
        tx.execute(insert(api_tokens), {**row, "id": "lain", "digest": "1" * 64})
    assert any("lain" in fact for fact in any_world.broken())
    with any_world.runner.store.write() as tx:
        tx.execute(delete(api_tokens))
    assert any(token in fact for fact in any_world.broken())


def test_no_event_of_a_token_holds_its_secret_or_digest(world: World) -> None:
    _, secret = issued(world)
    digest = world.contents()["api_tokens"][0][1]
    assert str(digest) not in str(world.contents()[events.name])
    assert secret not in str(world.contents()[events.name])


def test_the_commands_issue_list_and_revoke_a_token(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALUR_HOME", str(Path(world.home)))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def said(*words: str) -> str:
        done = CliRunner().invoke(alur, ["--as", "ani.uji", "--language", "en", *words])
        assert done.exit_code == 0, done.output
        return done.output.strip()

    token, secret = said("issue-token", "Modeler", "--scope", "terbit", "--scope", "baca").split("\t")
    assert world.runner.actor_of_token(secret) is not None
    assert said("tokens").startswith(f"{token}\tlive\tbaca,terbit\t")
    assert said("tokens").endswith("\tModeler")
    said("revoke-token", token)
    assert "\trevoked\t" in said("tokens")
