"""``/engine-rest``: the part of Camunda 7's REST API that Camunda Modeler and independent clients use.

Promise: the same rights, verbs and events as the pages; an application of its own, so that no session,
cookie or CSRF token of the pages reaches it. What is served stands in ``openapi.json``, and nothing else is.
Never: a rule of an SOP, a refusal because of an Origin, a page.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any

from flask import Flask, Request
from flask.json.provider import DefaultJSONProvider

from runner import Runner
from webui.engine_rest import definitions, deployments, description, door, faults, instances, tasks

#: Where the API is mounted.
PREFIX = "/engine-rest"


class InOrder(DefaultJSONProvider):
    """Keys as they were written: Camunda Modeler takes the first deployed definition for its own."""

    sort_keys = False
    ensure_ascii = False


class Unwritten(Request):
    """A request whose files stay in memory: there is little room for them, and nothing is left on a disk."""

    def _get_file_stream(self, *_args: Any, **_more: Any) -> IO[bytes]:
        return BytesIO()


def create_api(runner: Runner, *, secret: str, set_up: Callable[[Flask], None]) -> Flask:
    """The application behind ``/engine-rest``; ``set_up`` gives it hosts, limits and headers."""
    api = Flask(__name__, static_folder=None)
    api.json = InOrder(api)
    api.request_class = Unwritten
    api.url_map.strict_slashes = True
    api.url_map.merge_slashes = False
    set_up(api)
    door.install(api, runner, secret=secret)
    faults.install(api)
    for module in (deployments, definitions, tasks, instances, description):
        api.register_blueprint(module.bp)
    return api


__all__ = ["PREFIX", "create_api"]
