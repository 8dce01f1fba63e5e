"""The description of /engine-rest: all that is served and nothing else, and held to by schemathesis."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CheckFunction
from schemathesis.core.failures import FailureGroup as CheckFailed
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.builders import LOOP, PARALLEL, World
from tests.servers import serving
from tests.webui.programs import app_of, basic, program, token_of
from webui import shield
from webui.engine_rest import create_api
from webui.engine_rest.description import described
from webui.engine_rest.served import OPERATIONS

#: Where a sound request is refused too: it names a field that no form has, or brings a file that is no
#: diagram, and a description cannot say which ones do.
JUDGED_BEYOND = re.compile(r"/(start|complete|create)$")


def test_every_route_is_described_and_every_description_is_served(world: World) -> None:
    config = shield.Config(secret="s" * 32)
    api = create_api(world.runner, secret="s" * 32, set_up=lambda api: shield.set_up_api(api, config))
    served = {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in api.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(method, path) for path, methods in described()["paths"].items() for method in methods}
    assert told == served


def test_every_operation_has_a_name_of_its_own_and_says_which_scope_it_needs(world: World) -> None:
    told = program(world, "Umar").get("/openapi.json")
    operations = [operation for path in told["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names) == len(OPERATIONS)
    assert all("Scope of the token" in operation["description"] for operation in operations)


def _busy(world: World) -> Flask:
    """An office with cases at several steps, so that answers have something to tell."""
    world.walk(world.start(LOOP), "Ani t1")
    world.walk(world.start(PARALLEL), "Ani t1", "Budi t2")
    world.runner.cancel(world.start(LOOP), "salah", by=world.actor_named("Ani"))
    return app_of(world)


def run(world: World, *, examples: int) -> int:
    """Schemathesis over every operation, with sound and with unsound requests; how many it made.

    Every check of it counts: no 500, no status, type or content that the description does not name.
    """
    headers = {"Authorization": f"Bearer {token_of(world, 'Nila')}"}
    schema = schemathesis.openapi.from_wsgi("/engine-rest/openapi.json", _busy(world), headers=headers)
    found: list[str] = []
    calls = 0

    def attempt(case: schemathesis.Case[Any]) -> None:
        nonlocal calls
        calls += 1
        answer = case.call(headers=headers)
        try:
            beyond: list[CheckFunction] = (
                [positive_data_acceptance] if JUDGED_BEYOND.search(case.path) else []
            )
            case.validate_response(answer, headers=headers, excluded_checks=beyond)
        except CheckFailed as wrong:
            found.append("\n".join(str(one) for one in wrong.exceptions))

    chosen = settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        told = operation.definition.raw
        modes = [GenerationMode.POSITIVE]
        if told.get("parameters") or told.get("requestBody"):
            modes.append(GenerationMode.NEGATIVE)
        for mode in modes:
            chosen(given(operation.as_strategy(generation_mode=mode))(attempt))()
    assert "\n".join(dict.fromkeys(found))[:4000] == ""
    return calls


def test_schemathesis_finds_no_fault_and_no_answer_outside_the_description(world: World) -> None:
    assert run(world, examples=3) > 100


@pytest.mark.thorough
def test_schemathesis_finds_nothing_in_thousands_of_requests(world: World) -> None:
    assert run(world, examples=100) > 5_000


@pytest.mark.thorough
def test_schemathesis_run_from_its_command_finds_nothing_in_any_phase(world: World, tmp_path: Path) -> None:
    """As somebody runs it on a server: sound and unsound requests, the edges of values, sequences."""
    world.start(LOOP)
    command = Path(sys.executable).parent / "schemathesis"
    with serving(world, servers=1) as (server,):
        done = subprocess.run(  # noqa: S603 (a tool of this environment)
            [
                command,
                "run",
                f"http://127.0.0.1:{server.port}/engine-rest/openapi.json",
                *("-H", f"Authorization: {basic('nila.uji')}"),
                *("--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "10", "--seed", "1"),
                # a sound request may still name a field that no form has (JUDGED_BEYOND)
                *("--exclude-checks", "positive_data_acceptance", "--continue-on-failure"),
            ],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-6000:]
    assert world.broken() == ()
