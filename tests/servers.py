"""Real servers in processes of their own, and people who use them over HTTP.

Promise: every server is gone at the end of its block. Never: a process that this file did not start.
"""

from __future__ import annotations

import html
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.builders import PASSWORD, World

ROOT = Path(__file__).parent.parent
#: How long a server may take to answer for the first time, and one request, in seconds.
PATIENCE = 60.0


@dataclass
class Server:
    """``alur serve`` on the database of a world, on a port of its own."""

    world: World
    port: int
    process: subprocess.Popen[bytes] | None = None
    visitors: list[Visitor] = field(default_factory=list)

    def visit(self, name: str) -> Visitor:
        """The person of that name, logged in."""
        visitor = Visitor(self)
        self.visitors.append(visitor)
        return visitor.log_in(f"{name.lower()}.uji")

    def start(self) -> None:
        """The server answers."""
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment["ALUR_HOME"] = str(self.world.home)
        if self.world.dialect == "postgresql":
            environment["DATABASE_URL"] = self.world.url
        log = self.world.home / f"server-{self.port}.log"
        with log.open("ab") as written:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "webui.command_line", "serve", "--port", str(self.port)],
                env=environment,
                cwd=ROOT,
                stdout=written,
                stderr=written,
            )
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, log.read_text()
            assert time.monotonic() < until, f"no answer on port {self.port}: {log.read_text()}"
            time.sleep(0.05)

    def answers(self) -> bool:
        """True if somebody listens."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """The process is gone, as by ``kill -9``: nothing in it could react."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Everybody has hung up, and the process is gone."""
        for visitor in self.visitors:
            visitor.close()
        self.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(world: World, *, servers: int) -> Iterator[list[Server]]:
    """So many servers on one database."""
    with ExitStack() as stack:
        started = [Server(world, _free_port()) for _ in range(servers)]
        for server in started:
            server.start()
            stack.callback(server.stop)
        yield started


@dataclass
class Reply:
    """What came back."""

    status: int
    text: str
    location: str = ""


@dataclass
class Visitor:
    """A person at a browser that runs no script: cookies, and the hidden inputs of the last page."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""
    _connection: http.client.HTTPConnection | None = None

    def log_in(self, account: str) -> Visitor:
        """They are logged in."""
        self.get("/masuk")
        reply = self.post("/masuk", {"account": account, "password": PASSWORD})
        assert reply.status == 302, reply.text
        return self

    def get(self, path: str) -> Reply:
        return self._send("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Send a form of the page that stands here, with its hidden tokens."""
        return self.send(path, {**self.hidden(), **fields})

    def send(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Send exactly these fields."""
        return self._send("POST", path, urlencode(fields))

    def hidden(self) -> dict[str, str]:
        """The tokens of the page that stands here."""
        found = {}
        for name in ("csrf_token", "token"):
            tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', self.page)
            value = tag and re.search(r'value="([^"]*)"', tag[0])
            if value:
                found[name] = html.unescape(value[1])
        return found

    def close(self) -> None:
        """Hang up; the cookies stay."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _send(self, method: str, path: str, body: str | None) -> Reply:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            text = response.read().decode()
        except BaseException:
            self.close()
            raise
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        reply = Reply(response.status, text, response.headers.get("Location", ""))
        if reply.status == 200:
            self.page = text
        return reply
