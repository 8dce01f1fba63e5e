"""``alur bench``: what a completion, a form page, a start and the inbox cost, beside what they stand on.

Promise: one run within a minute, on SQLite in a temporary folder; CPU time of this process, medians of
alternating rounds; requests go through the whole WSGI stack by the same client as those to the bare view.
Never: a figure taken from another run or another machine.
"""

from __future__ import annotations

import re
import secrets
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from statistics import median

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.test import Client, TestResponse

from runner.bench import FORWARD, TYPED, EngineFigures, MeasuredHome, measure_engine, measured_home
from webui import Config, create_app

#: Cases that are walked from start to end; one more before them pays for caches and imports.
CASES = 8
INBOX_ROUNDS = 60
SMALL_INBOX, LARGE_INBOX = 10_000, 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One run. Times are CPU milliseconds per operation; ratios are of two figures of this run."""

    completion_vs_bare_flask: float
    completion_wsgi_cpu_ms: float
    start_wsgi_cpu_ms: float
    form_wsgi_cpu_ms: float
    bare_flask_wsgi_cpu_ms: float
    engine_cycle_vs_stock: float
    engine_cycle_cpu_ms: float
    stock_cycle_cpu_ms: float
    loop60_ratio: float
    inbox_1m_vs_10k: float
    inbox_10k_wsgi_cpu_ms: float
    inbox_1m_wsgi_cpu_ms: float
    commit_floor_per_s: float
    statements_per_completion: float
    seconds: float


def measure() -> Figures:
    """Every figure, measured now."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="alur-bench-") as folder:
        small, large = measured_home(Path(folder) / "kecil"), measured_home(Path(folder) / "besar")
        commits = small.commits_per_second(seconds=1)
        walked = walk(small)
        small.fill_inbox(SMALL_INBOX)
        large.fill_inbox(LARGE_INBOX)
        inbox_small, inbox_large = _inboxes(small, large)
        small.runner.store.close()
        large.runner.store.close()
    engine: EngineFigures = measure_engine()
    return Figures(
        completion_vs_bare_flask=walked.completion / walked.bare,
        completion_wsgi_cpu_ms=walked.completion,
        start_wsgi_cpu_ms=walked.start,
        form_wsgi_cpu_ms=walked.form,
        bare_flask_wsgi_cpu_ms=walked.bare,
        engine_cycle_vs_stock=engine.cycle_vs_stock,
        engine_cycle_cpu_ms=engine.cycle_ms,
        stock_cycle_cpu_ms=engine.stock_ms,
        loop60_ratio=engine.loop60_ratio,
        inbox_1m_vs_10k=inbox_large / inbox_small,
        inbox_10k_wsgi_cpu_ms=inbox_small,
        inbox_1m_wsgi_cpu_ms=inbox_large,
        commit_floor_per_s=commits,
        statements_per_completion=walked.statements,
        seconds=time.perf_counter() - began,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    completion: float
    start: float
    form: float
    bare: float
    statements: float


class _Person:
    """Somebody at a browser: logged in, with cookies, reading forms off the page."""

    def __init__(self, home: MeasuredHome) -> None:
        app = create_app(Config(secret=secrets.token_hex(32), demo=True), home.runner)
        self.client = Client(app)
        page = self.get("/masuk")
        entered = self.post("/masuk", {**_hidden(page), "account": home.account, "password": home.password})
        _require(entered, 302)

    def get(self, path: str) -> TestResponse:
        return _require(self.client.get(path, base_url=HERE), 200)

    def post(self, path: str, data: Mapping[str, str]) -> TestResponse:
        return self.client.post(path, data=data, base_url=HERE, headers={"Referer": f"{HERE}{path}"})


HERE = "http://127.0.0.1:8080"


def walk(home: MeasuredHome, *, cases: int = CASES) -> Walked:
    """Start cases and complete their first steps, each followed by the same request to a bare view."""
    bare = Client(_bare_app())
    person = _Person(home)
    statements: list[str] = []
    home.runner.store.on_every_connection(lambda statement, _many: statements.append(statement))
    times: dict[str, list[float]] = {"start": [], "form": [], "completion": [], "bare": []}
    counts: list[int] = []
    for number in range(cases + 1):
        catalogue = person.get(f"/sop/{home.sop}")
        spent, started = _cpu(lambda page=catalogue: person.post(f"/sop/{home.sop}/mulai", _hidden(page)))  # type: ignore[misc]
        task: str | None = _require(started, 302).headers["Location"]
        kept = {"start": [spent], "form": [], "completion": [], "bare": []}
        while task:
            spent, page = _cpu(lambda path=task: person.get(path))  # type: ignore[misc]
            kept["form"].append(spent)
            filled = _filled(page)
            before = len(statements)
            spent, done = _cpu(lambda path=task, data=filled: person.post(path, data))  # type: ignore[misc]
            kept["completion"].append(spent)
            counts.append(len(statements) - before)
            _require(done, 302)
            spent, _answer = _cpu(lambda data=filled: bare.post("/", data=data, base_url=HERE))  # type: ignore[misc]
            kept["bare"].append(spent)
            task = _next_task(person.get("/kotak-masuk/jabatan"), task)
        if number:
            for name, values in kept.items():
                times[name] += values
    figures = {name: median(values) * 1000 for name, values in times.items()}
    return Walked(**figures, statements=median(counts))


def _inboxes(small: MeasuredHome, large: MeasuredHome) -> tuple[float, float]:
    """CPU milliseconds of the inbox page of both, alternating."""
    people = _Person(small), _Person(large)
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(INBOX_ROUNDS + 5):
        for person, kept in zip(people, times, strict=True):
            spent, _ = _cpu(lambda person=person: person.get("/kotak-masuk/jabatan"))  # type: ignore[misc]
            if number >= 5:
                kept.append(spent)
    return median(times[0]) * 1000, median(times[1]) * 1000


def _bare_app() -> Flask:
    """What Flask itself costs: a view that reads the same form and sends the browser on."""
    app = Flask("bare")

    @app.post("/")
    def show() -> ResponseReturnValue:
        request.form.to_dict(flat=False)
        return redirect("/")

    return app


def _cpu(request: Callable[[], TestResponse]) -> tuple[float, TestResponse]:
    before = time.process_time()
    response = request()
    return time.process_time() - before, response


def _require(response: TestResponse, status: int) -> TestResponse:
    if response.status_code != status:
        raise RuntimeError(f"Expected {status}, but {response.request.path} answered {response.status}.")
    return response


_INPUT = re.compile(r"<input[^>]*>")


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}


def _hidden(page: TestResponse) -> dict[str, str]:
    """The hidden inputs of a page: its CSRF token and the token of its act."""
    tags = [_attributes(tag) for tag in _INPUT.findall(page.text)]
    return {
        tag["name"]: tag.get("value", "") for tag in tags if tag.get("type") == "hidden" and "name" in tag
    }


def _filled(page: TestResponse) -> dict[str, str]:
    """What a person posts: every field typed, every question answered so that the case goes on."""
    tags = [_attributes(tag) for tag in _INPUT.findall(page.text)]
    forward = {
        tag["name"]: FORWARD for tag in tags if tag.get("type") == "radio" and tag.get("value") == FORWARD
    }
    return {**_hidden(page), **TYPED, **forward}


def _next_task(inbox: TestResponse, done: str) -> str | None:
    """The one task that waits now, None when the case is closed."""
    return next((path for path in re.findall(r'href="(/tugas/[^"/]+)"', inbox.text) if path != done), None)


def as_table(figures: Figures) -> str:
    """The figures for a person, with the bound that each must keep."""
    bounds = {
        "completion_vs_bare_flask": 12,
        "engine_cycle_vs_stock": 0.34,
        "loop60_ratio": 1.2,
        "inbox_1m_vs_10k": 1.5,
        "statements_per_completion": 10,
    }
    lines = [f"{'':28}{'this run':>12}{'at most':>10}"]
    for name, value in asdict(figures).items():
        bound = f"{bounds[name]:g}" if name in bounds else ""
        lines.append(f"{name:28}{value:12.3f}{bound:>10}")
    return "\n".join(lines)
