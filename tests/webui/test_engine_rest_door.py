"""Who comes through the door of /engine-rest: the Authorization header alone, whatever else is sent."""

from __future__ import annotations

import base64

import pytest
from flask import Flask

from runner import Scope
from runner.people import FIRST_ACCOUNT
from tests.builders import LINEAR, PASSWORD, World
from tests.webui.office import Office
from tests.webui.programs import Program, app_of, basic, program, token_of
from webui import Config, create_app
from webui.engine_rest import create_api
from webui.engine_rest.served import OPERATIONS


def test_a_token_opens_as_bearer_and_as_the_password_of_its_holder(world: World) -> None:
    app, secret = app_of(world), token_of(world, "Ani")
    for header in (f"Bearer {secret}", f"bearer {secret}", basic("ani.uji", secret), basic("", secret)):
        assert Program(app, header).get("/version") == {"version": "7.24.0"}, header


def test_account_and_password_open_with_every_scope(world: World) -> None:
    assert Program(app_of(world), basic("ani.uji")).get("/task") == []


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic " + base64.b64encode(b"ani.uji").decode(),
        "Basic " + base64.b64encode(b"ani.uji:").decode(),
        basic("ani.uji", "wrong"),
        basic("nobody", "wrong"),
        basic("kata sandi dengan émoji", "😀"),
        "Bearer",
        "Bearer alur_0000",
        "Bearer x",
        "Digest username=ani.uji",
        "Negotiate abc",
    ],
)
def test_whoever_shows_nothing_valid_is_told_so_in_json_and_never_asked_by_the_browser(
    world: World, header: str
) -> None:
    before = world.events()
    fault = Program(app_of(world), header).refused("GET", "/deployment?maxResults=0", 401)
    assert fault["type"] == "AuthenticationException"
    assert world.events() == before


def test_a_token_is_not_the_password_of_somebody_else(world: World) -> None:
    Program(app_of(world), basic("budi.uji", token_of(world, "Ani"))).refused("GET", "/version", 401)


def test_an_unknown_address_is_a_secret_too(world: World) -> None:
    assert program(world).refused("GET", "/no/such/thing", 401)
    assert program(world, "Ani").refused("GET", "/no/such/thing", 404)["type"] == "RestException"
    assert program(world, "Ani").refused("DELETE", "/task", 405)


def test_a_browser_session_opens_no_door_for_programs(office: Office) -> None:
    browser = office.login("analis.uji")
    assert browser.get("/sop").status_code == 200
    answer = browser.client.get("/engine-rest/version")
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


def test_no_session_cookie_is_read_or_set_and_no_csrf_token_is_wanted(office: Office) -> None:
    browser = office.login("staf.uji")
    kabag = office.runner.actor_by_account("kabag.uji")
    _, secret = office.runner.issue_token("uji", scopes=[Scope.WORK], days=1, by=kabag)
    task = office.start()
    # the cookie is of a person who may take the task, the token is not
    answer = browser.client.post(
        f"/engine-rest/task/{task}/claim",
        json={"userId": "staf.uji"},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("origin", ["file://", "null", "https://evil.example", "http://localhost:9999"])
def test_no_origin_is_a_reason_to_refuse(world: World, origin: str) -> None:
    answer = program(world, "Ani").ask("GET", "/version", Origin=origin)
    assert answer.status_code == 200
    local = origin in ("file://", "null")
    assert answer.headers.get("Access-Control-Allow-Origin") == (origin if local else None)
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_preflight_is_answered_without_a_token_and_does_nothing(world: World) -> None:
    before = world.events()
    for path in ("/deployment/create", "/task", "/none"):
        answer = program(world).ask("OPTIONS", path, Origin="file://")
        assert answer.status_code == 204
        assert "authorization" in answer.headers["Access-Control-Allow-Headers"]
    for path in ("/task", "/process-instance", "/history/task"):
        assert program(world).ask("OPTIONS", path).headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert program(world).ask("OPTIONS", "/deployment/create").headers["Allow"] == "OPTIONS, POST"
    assert world.events() == before


@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_does_no_more_than_its_scopes_say(world: World, scope: Scope) -> None:
    task = world.task(world.start(LINEAR))
    asking = program(world, "Ani", scope)
    read, work = asking.ask("GET", "/task"), asking.ask("POST", f"/task/{task}/claim", {"userId": "ani.uji"})
    deploy = asking.ask("POST", "/deployment/create", {})
    assert read.status_code == (200 if scope is Scope.READ else 403)
    assert work.status_code == (204 if scope is Scope.WORK else 403)
    assert (deploy.status_code != 403) == (scope is Scope.PUBLISH)


@pytest.mark.parametrize("scope", list(Scope))
def test_whether_anybody_is_there_is_told_to_a_token_of_any_scope(world: World, scope: Scope) -> None:
    asking = program(world, "Nila", scope)
    assert asking.get("/version")["version"]
    assert asking.get("/deployment?maxResults=0") == []
    assert asking.get("/openapi.json")["paths"]
    listed = asking.ask("GET", "/deployment?maxResults=1").status_code
    assert listed == (200 if scope is Scope.READ else 403)


def test_a_revoked_token_is_refused_at_the_next_request(world: World) -> None:
    ani = world.actor_named("Ani")
    token, secret = world.runner.issue_token("x", scopes=tuple(Scope), days=1, by=ani)
    asking = Program(app_of(world), f"Bearer {secret}")
    asking.get("/version")
    world.runner.revoke_token(token, by=ani)
    asking.refused("GET", "/version", 401)


def test_a_password_that_was_changed_opens_nothing_any_more(world: World) -> None:
    asking = Program(app_of(world), basic("ani.uji"))
    asking.get("/version")
    world.runner.change_password(PASSWORD, "kata-sandi-baru", by=world.actor_named("Ani"))
    asking.refused("GET", "/version", 401)
    Program(asking.app, basic("ani.uji", "kata-sandi-baru")).get("/version")


def test_a_disabled_person_is_refused_at_the_next_request(world: World) -> None:
    app = app_of(world)
    both = [Program(app, basic("ani.uji")), Program(app, f"Bearer {token_of(world, 'Ani')}")]
    for asking in both:
        asking.get("/version")
    world.runner.disable(world.actor_named("Ani").id, by=world.actor_named("Dewi"))
    for asking in both:
        asking.refused("GET", "/version", 401)


def test_a_one_time_password_opens_nothing(world: World) -> None:
    password = world.runner.reset_password(world.actor_named("Ani").id, by=world.actor_named("Dewi"))
    fault = Program(app_of(world), basic("ani.uji", password)).refused("GET", "/version", 401)
    assert "sekali" in fault["message"]


def test_guessing_passwords_is_slowed_down_here_too(world: World) -> None:
    app = app_of(world)
    answers = [Program(app, basic("ani.uji", f"guess {n}")).ask("GET", "/version") for n in range(12)]
    assert {answer.status_code for answer in answers} == {401}
    assert ["Retry-After" in answer.headers for answer in answers] == [False] * 10 + [True] * 2


def test_a_password_is_hashed_once_and_not_at_every_request(world: World) -> None:
    asking = Program(app_of(world), basic("ani.uji"))
    for _ in range(3):
        asking.get("/version")
    assert len(world.contents()["sessions"]) == 1


def test_a_foreign_host_is_refused(world: World) -> None:
    answer = program(world, "Ani").ask("GET", "/version", Host="evil.example")
    assert answer.status_code == 400


def test_answers_are_kept_by_nobody_and_run_nothing(world: World) -> None:
    headers = program(world, "Ani").ask("GET", "/version").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_plain_http_is_refused_behind_a_proxy(world: World) -> None:
    config = Config(secret="s" * 32, behind_proxy=True, hosts=("alur.example",))
    app = create_app(config, world.runner)
    header = {"Authorization": f"Bearer {token_of(world, 'Ani')}"}
    seen = {"X-Forwarded-Host": "alur.example", "X-Forwarded-For": "203.0.113.9"}
    for proto, status in (("https", 200), ("http", 400)):
        given = {**header, **seen, "X-Forwarded-Proto": proto}
        assert app.test_client().get("/engine-rest/version", headers=given).status_code == status


def test_a_fault_of_ours_shows_a_number_and_no_trace(world: World, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> str:
        raise RuntimeError("secret detail")

    def prepare(api: Flask) -> None:
        api.add_url_rule("/broken", "broken", broken)

    api = create_api(world.runner, secret="s", set_up=prepare)  # noqa: S106 (of a test)
    header = {"Authorization": f"Bearer {token_of(world, 'Ani')}"}
    answer = api.test_client().get("/broken", headers=header)
    assert answer.status_code == 500
    assert answer.get_json()["type"] == "ProcessEngineException"
    assert "secret detail" not in answer.text
    assert any("fault" in record.message for record in caplog.records)


def test_no_operation_is_open_to_strangers(world: World) -> None:
    assert len(OPERATIONS) > 35
    for operation in OPERATIONS:
        path = operation.path.replace("{", "").replace("}", "")
        program(world).refused(operation.method.upper(), path, 401)


def test_every_operation_says_no_to_unknown_things_without_a_fault(world: World) -> None:
    for name in ("Ani", "Nila", "Umar"):
        asking = program(world, name)
        for operation in OPERATIONS:
            path = operation.path.replace("{", "").replace("}", "")
            answer = asking.ask(operation.method.upper(), path, {} if operation.sent is not None else None)
            assert answer.status_code < 500, (operation.path, answer.text)
            assert answer.mimetype == "application/json" or answer.status_code == 204, operation.path


def test_refusals_speak_the_language_that_is_asked_for(world: World) -> None:
    asking = program(world, "Ani")
    told = {
        language: asking.ask("GET", "/task/none", **{"Accept-Language": language}).get_json()["message"]
        for language in ("id", "en-US,en;q=0.9", "fr")
    }
    assert "was not found" in told["en-US,en;q=0.9"]
    assert told["fr"] == told["id"]
    assert "tidak ditemukan" in told["id"]


def test_the_first_administrator_may_ask_too(world: World) -> None:
    assert program(world, FIRST_ACCOUNT).get("/process-definition/count")["count"] > 0
