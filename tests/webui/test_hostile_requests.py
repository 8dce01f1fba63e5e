"""Requests that nobody sends by mistake: /engine-rest says no in few words, and records nothing."""

from __future__ import annotations

import base64
import json
import logging
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from runner import Scope
from tests.builders import LINEAR, World
from tests.webui.programs import BOUNDARY, Program, app_of, basic, deployment, program, token_of
from tests.webui.test_modeler_protocol import NEW

#: No answer that says no is longer.
MOST_BYTES = 100_000


def sent(app: Flask, secret: str, path: str, content: bytes, kind: str = "application/json") -> TestResponse:
    """What comes back, in few words, never a fault of ours."""
    answer = app.test_client().post(
        f"/engine-rest{path}",
        data=content,
        content_type=kind,
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code < 500, answer.text
    assert len(answer.data) < MOST_BYTES, len(answer.data)
    return answer


def value_of(content: object) -> bytes:
    """A completion with this value for the subject."""
    return json.dumps({"variables": {"perihal": content}}).encode()


MANY = [f"x{number}" for number in range(100_000)]
NESTED = b'{"variables": {"perihal": {"value": ' + b"[" * 900 + b"]" * 900 + b"}}}"
BODIES: dict[str, bytes] = {
    "half a character": b'{"variables": {"perihal": {"value": "\\ud800"}}}',
    "not a number": b'{"variables": {"perihal": {"value": NaN}}}',
    "beyond every number": b'{"variables": {"perihal": {"value": 1e999}}}',
    "a number of 5,000 digits": b'{"variables": {"perihal": {"value": ' + b"1" * 5000 + b"}}}",
    "a key said twice": b'{"variables": {"perihal": {"value": "a"}}, "variables": {}}',
    "a key said twice inside": b'{"variables": {"perihal": {"value": "a", "value": "b"}}}',
    "900 levels": NESTED,
    "a million levels": b"[" * 1_000_000,
    "900 levels in a text": value_of({"value": "[" * 900 + "]" * 900, "type": "Json"}),
    "a key said twice in a text": value_of({"value": '{"a": 1, "a": 2}', "type": "Json"}),
    "NUL": value_of({"value": "a\0b"}),
    "NUL in a text": value_of({"value": json.dumps("a\0b"), "type": "Json"}),
    "too many variables": json.dumps({"variables": {name: {"value": 1} for name in MANY}}).encode(),
    "too many names": json.dumps({"variables": {name: {"value": 1} for name in MANY[:1000]}}).encode(),
    "no object": b"[]",
    "nothing": b"null",
    "another encoding": json.dumps({}).encode("utf-16"),
    "no UTF-8": b'{"variables": {"perihal": {"value": "\xff"}}}',
}


@pytest.mark.parametrize("name", BODIES)
def test_answers_that_cannot_be_read_in_one_way_are_refused(world: World, name: str) -> None:
    app, secret, task = app_of(world), token_of(world, "Ani"), world.task(world.start(LINEAR))
    before = world.events()
    assert sent(app, secret, f"/task/{task}/complete", BODIES[name]).status_code == 400
    start = f"/process-definition/key/{LINEAR.key}/start"
    assert sent(app, secret, start, BODIES[name]).status_code == 400
    assert world.events() == before


@pytest.mark.parametrize("digits", [19, 20, 64, 308, 309, 310, 4_000])
def test_a_number_of_many_digits_is_no_fault(world: World, digits: int) -> None:
    app, secret, task = app_of(world), token_of(world, "Ani"), world.task(world.start(LINEAR))
    for value in (b"9" * digits, b"-" + b"9" * digits):
        content = b'{"variables": {"perihal": {"value": ' + value + b"}}}"
        sent(app, secret, f"/task/{task}/complete", content)
        sent(app, secret, f"/process-definition/key/{LINEAR.key}/start", content)
    assert world.broken() == ()


def test_a_text_longer_than_any_field_holds_is_refused(world: World) -> None:
    app, secret, task = app_of(world), token_of(world, "Ani"), world.task(world.start(LINEAR))
    content = value_of({"value": "x" * 3_000_000})
    assert sent(app, secret, f"/task/{task}/complete", content).status_code == 400


def test_a_body_is_as_large_as_a_page_may_post_and_a_deployment_as_large_as_an_upload(world: World) -> None:
    app, secret = app_of(world), token_of(world, "Nila")
    assert sent(app, secret, "/task", b" " * (5 * 2**20)).status_code == 413
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    wide = deployment("x", [("baru.bpmn", NEW.bpmn() + b" " * (5 * 2**20))])
    assert sent(app, secret, "/deployment/create", wide, kind).status_code == 400
    larger = deployment("x", [("baru.bpmn", b" " * (17 * 2**20))])
    assert sent(app, secret, "/deployment/create", larger, kind).status_code == 413


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/task", "tenantIdIn"),
        ("/process-instance", "processInstanceIds"),
        ("/history/process-instance", "processInstanceIds"),
    ],
)
def test_no_filter_names_more_than_a_database_takes(postgresql_world: World, path: str, name: str) -> None:
    app, secret = app_of(postgresql_world), token_of(postgresql_world, "Tono")
    assert sent(app, secret, path, json.dumps({name: MANY}).encode()).status_code == 400
    assert sent(app, secret, path, json.dumps({name: MANY[:1000]}).encode()).status_code == 200


@pytest.mark.parametrize("path", ["/task?name=a&name=b", "/process-instance?maxResults=1&maxResults=2"])
def test_a_filter_that_is_said_twice_is_refused(world: World, path: str) -> None:
    assert "once" in program(world, "Ani").ask("GET", path, **{"Accept-Language": "en"}).text
    program(world, "Ani").refused("GET", path, 400)


@pytest.mark.parametrize(
    "path",
    [
        "/task/%00",
        "/task/%ed%a0%80",
        "/task/..%2f",
        "/process-definition/:::",
        "/process-definition/" + "9" * 5000,
        "/process-definition/x:99999999999999999999:y",
        "/process-definition/key/%00",
        "/deployment/%00/resources/%00/data",
        "/history/activity-instance?processInstanceId=%00",
        "/task?firstResult=99999999999",
        "/task?maxResults=%C2%B2",
        "/task?dueBefore=0001-01-01T00:00:00.000%2B1400",
        "/process-definition?nameLike=" + "%25a" * 1_500,
    ],
)
def test_no_address_is_a_fault(postgresql_world: World, path: str) -> None:
    answer = program(postgresql_world, "Tono").ask("GET", path)
    assert answer.status_code in (200, 400, 404), answer.text
    assert answer.mimetype == "application/json"


def part(disposition: str, content: bytes = b"x", more: str = "") -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n{more}\r\n"
    return head.encode() + content + b"\r\n"


FILE = part('form-data; name="d"; filename="baru.bpmn"', NEW.bpmn())
END = f"--{BOUNDARY}--\r\n".encode()
FORM = part('form-data; name="f"; filename="surat.form"', b'{"components":' * 500 + b"[]" + b"}" * 500)
MULTIPART: dict[str, bytes] = {
    "no end": FILE,
    "nothing": b"",
    "a part without a disposition": f"--{BOUNDARY}\r\nX: y\r\n\r\nabc\r\n".encode() + END,
    "a disposition of nonsense": part("weird") + FILE + END,
    "a field of no name": part("form-data", b"x") + FILE + END,
    "a long name": part('form-data; name="deployment-name"', b"n" * 3000) + FILE + END,
    "NUL in a name": part('form-data; name="deployment-name"', b"a\0b") + FILE + END,
    "a flag of nonsense": part('form-data; name="deploy-changed-only"', b"maybe") + FILE + END,
    "an agency of nonsense": part('form-data; name="tenant-id"', b"' or 1=1") + FILE + END,
    "one file twice": FILE + FILE + END,
    "a file without a name": part('form-data; name="d"; filename=""') + END,
    "a form of 500 levels": FILE + FORM + END,
    "1,200 parts": FILE * 1_200 + END,
    "a large header": part('form-data; name="d"; filename="a.bpmn"', b"x", f"X: {'y' * 99_000}\r\n") + END,
}


@pytest.mark.parametrize("name", MULTIPART)
def test_a_deployment_that_is_none_is_refused_whole(world: World, name: str) -> None:
    app, secret = app_of(world), token_of(world, "Nila")
    before = world.events()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    answer = sent(app, secret, "/deployment/create", MULTIPART[name], kind)
    assert answer.status_code in (400, 404, 413), answer.text
    assert world.events() == before


@pytest.mark.parametrize(
    "pair",
    [b"a\0b:pw", b"ani.uji:p\0w", b"a" * 5000 + b":pw", b"ani.uji:" + b"p" * 50_000, b"ani.uji:\xe9", b"\0"],
)
def test_no_account_or_password_is_a_fault(postgresql_world: World, pair: bytes) -> None:
    header = f"Basic {base64.b64encode(pair).decode()}"
    fault = Program(app_of(postgresql_world), header).refused("GET", "/version", 401)
    assert "header" in fault["message"] or "tidak berlaku" in fault["message"]


def test_whoever_guessed_too_often_is_told_how_long_to_wait(world: World) -> None:
    app = app_of(world)
    for number in range(10):
        Program(app, basic("ani.uji", f"guess {number}")).refused("GET", "/version", 401)
    # of the right password too: a guess that succeeds must not be told from one that fails
    answer = Program(app, basic("ani.uji")).ask("GET", "/version", **{"Accept-Language": "en"})
    assert answer.status_code == 401
    assert "Wait 15 minutes" in answer.get_json()["message"]
    assert answer.headers["Retry-After"] == "900"
    # a token is no password, and nobody guesses one
    assert Program(app, f"Bearer {token_of(world, 'Ani')}").get("/version")


def test_an_error_of_the_database_is_logged_without_what_somebody_typed(
    any_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ani = program(any_world, "Ani")
    with any_world.runner.store.write() as tx:
        tx.exec_driver_sql("ALTER TABLE tasks RENAME COLUMN step TO stap")
    with caplog.at_level(logging.ERROR):
        ani.refused("GET", "/task?name=RAHASIA-SEKALI", 500)
    assert "fault" in caplog.text
    assert "stap" in caplog.text or "step" in caplog.text
    assert "RAHASIA-SEKALI" not in caplog.text
    assert ani.authorization.removeprefix("Bearer ") not in caplog.text


def test_no_log_event_or_answer_ever_holds_a_secret(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ani = program(world, "Ani", Scope.READ)
    secret = ani.authorization.removeprefix("Bearer ")
    answers: list[Any] = [
        ani.get("/task"),
        ani.refused("POST", "/deployment/create", 403, {}),
        ani.refused("GET", "/none", 404),
        Program(ani.app, f"Bearer {secret[:-1]}").refused("GET", "/version", 401),
        Program(ani.app, basic("budi.uji", secret)).refused("GET", "/version", 401),
    ]
    assert secret not in f"{answers}{caplog.text}{world.contents()}"
