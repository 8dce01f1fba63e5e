"""Programs at ``/engine-rest``: any client, and one that speaks as Camunda Modeler does, byte for byte.

The requests of the Modeler are written here as its own code writes them (Chromium's fetch and FormData): the
same headers in the same order, the same boundaries, the same quoting of file names.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from runner import Scope
from tests.builders import PASSWORD, World
from webui import Config, create_app

BOUNDARY = "----WebKitFormBoundaryPYxzvDeHzx0QepcB"


def app_of(world: World) -> Flask:
    """The pages and the API of this world."""
    return create_app(Config(secret="of a test " * 4, clock=world.clock), world.runner)


def basic(account: str, password: str = PASSWORD) -> str:
    """The header of a person who shows a password."""
    return "Basic " + base64.b64encode(f"{account}:{password}".encode()).decode()


def token_of(world: World, name: str, *scopes: Scope) -> str:
    """The secret of a new token of this person; of every scope if none is named."""
    by = world.actor_named(name)
    return world.runner.issue_token("uji", scopes=scopes or tuple(Scope), days=30, by=by)[1]


@dataclass
class Program:
    """A client with a token."""

    app: Flask
    authorization: str = ""

    def ask(self, method: str, path: str, sent: object = None, **headers: str) -> TestResponse:
        given = {"Authorization": self.authorization} if self.authorization else {}
        body: dict[str, Any] = {} if sent is None else {"json": sent}
        answer = self.app.test_client().open(
            f"/engine-rest{path}",
            method=method,
            headers={**given, **headers},
            **body,
        )
        assert "Set-Cookie" not in answer.headers
        assert "WWW-Authenticate" not in answer.headers
        return answer

    def get(self, path: str, **headers: str) -> Any:
        """The JSON of a good answer."""
        answer = self.ask("GET", path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def post(self, path: str, sent: object = None) -> Any:
        """The JSON of a good answer, None if it is empty."""
        answer = self.ask("POST", path, sent if sent is not None else {})
        assert answer.status_code in (200, 204), answer.text
        return answer.get_json() if answer.status_code == 200 else None

    def refused(self, method: str, path: str, status: int, sent: object = None) -> dict[str, Any]:
        """The fault of an answer that says no."""
        answer = self.ask(method, path, sent)
        assert answer.status_code == status, answer.text
        fault = answer.get_json()
        assert {"type", "message", "code"} <= set(fault) <= {"type", "message", "code", "details"}
        return dict(fault)


def program(world: World, name: str = "", *scopes: Scope) -> Program:
    """A client that shows a token of this person; without a name, one that shows nothing."""
    return Program(app_of(world), f"Bearer {token_of(world, name, *scopes)}" if name else "")


# --- Camunda Modeler --------------------------------------------------------------------------------

_BROWSER = {
    "Connection": "keep-alive",
    "Sec-Ch-Ua-Platform": '"Linux"',
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0",
    "Accept": "application/json",
    "Sec-Ch-Ua": '"Not:A-Brand";v="8", "Chromium";v="156"',
    "Sec-Ch-Ua-Mobile": "?0",
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Dest": "empty",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-US,en;q=0.9",
}


@dataclass
class Modeler:
    """Camunda Modeler's Deploy and Start buttons: what they send, and what they make of the answers."""

    app: Flask
    authorization: str = ""
    origin: str = ""
    #: what it keeps for the Start button
    definition: dict[str, Any] = field(default_factory=dict)

    def send(
        self, method: str, path: str, body: bytes | None = None, kind: str = "", *, known: bool = True
    ) -> TestResponse:
        """One request as its fetch sends it."""
        headers = dict(_BROWSER)
        if known and self.authorization:
            headers["Authorization"] = self.authorization
        if self.origin:
            headers["Origin"] = self.origin
        if kind:
            headers["Content-Type"] = kind
        answer = self.app.test_client().open(path, method=method, data=body, headers=headers)
        assert "WWW-Authenticate" not in answer.headers
        return answer

    def asks_for_a_password(self) -> bool:
        """Whether its dialog shows fields for credentials."""
        return self.send("GET", "/engine-rest/deployment?maxResults=0", known=False).status_code == 401

    def connects(self) -> bool:
        """The check of the credentials, and the version, which must be JSON if it is there."""
        if self.send("GET", "/engine-rest/deployment?maxResults=0").status_code != 200:
            return False
        version = self.send("GET", "/engine-rest/version")
        return version.status_code != 200 or bool(version.get_json()["version"])

    def deploy(self, name: str, files: Sequence[tuple[str, bytes]], *, tenant: str = "") -> Any:
        """The Deploy button; returns what came back, or the message that its log shows."""
        assert self.connects()
        body = deployment(name, files, tenant=tenant)
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        answer = self.send("POST", "/engine-rest/deployment/create", body, kind)
        if answer.status_code >= 300:
            return str(answer.get_json()["message"])
        found = answer.get_json()
        deployed = list((found["deployedProcessDefinitions"] or {}).values())
        if deployed:
            self.definition = deployed[0]
        return found

    def start(self, name: str, files: Sequence[tuple[str, bytes]], sent: Mapping[str, Any]) -> TestResponse:
        """The Start button: it deploys again, then starts what it got."""
        self.deploy(name, files)
        body = json.dumps(sent, separators=(",", ":")).encode()
        path = f"/engine-rest/process-definition/{self.definition['id']}/start"
        return self.send("POST", path, body, "application/json")

    def web_apps(self) -> dict[str, str]:
        """Where its links lead."""
        found = self.send("GET", "/.well-known/camunda-automation-platform/webapps", known=False)
        return dict(found.get_json())


def deployment(name: str, files: Sequence[tuple[str, bytes]], *, tenant: str = "") -> bytes:
    """The body of a deployment, as Chromium writes a FormData."""
    fields = [
        ("deployment-name", name),
        ("deployment-source", "Camunda Modeler"),
        ("enable-duplicate-filtering", "true"),
        *([("tenant-id", tenant)] if tenant else []),
    ]
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields
    ]
    for position, (file, content) in enumerate(files):
        quoted = file.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
        # what stands in the tab is a text; attached files are whatever they are
        kind = "text/xml" if position == 0 else "application/octet-stream"
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{quoted}"; filename="{quoted}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        )
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
