"""Every diagram is begun, and every path of it explored, in a child process before it may be published.

Promise: whatever a diagram does when it runs, it costs one child a few seconds and some memory.
Never: the gate, forms or people in the child; it loads the engine and what explores with it.
"""

from __future__ import annotations

import json
import os
import resource
import selectors
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from runner.model import Problem, Words

if TYPE_CHECKING:
    from runner import engine
    from runner.model import Motion
    from runner.paths import Exploration, Plan

MOST_TASKS: Final = 100
LARGEST_STATE: Final = 256 * 1024
#: Processor seconds after which an exploration stops unfinished.
EXPLORE_SECONDS: Final = 1.5
#: A child that has only itself to load.
START_SECONDS: Final = 60.0

_AT: Final = datetime(2000, 1, 3, 8, tzinfo=UTC)
_READY: Final = b"ready\n"
_GONE: Final = Words("melampaui batas waktu atau memori", "it exceeded the limit of time or memory")
_TOO_MANY: Final = Words("membuka terlalu banyak tugas sekaligus", "it opened too many tasks at once")
_UNKNOWN: Final = Words("mesin tidak dapat menjalankannya", "the engine cannot run it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one diagram may use; the memory (bytes) is that of the whole child.

    ``explore_wall`` ends an exploration unfinished for whoever cannot wait, on a machine that is busy.
    """

    cpu_seconds: int = 2
    wall_seconds: float = 10.0
    explore_wall: float = 60.0
    memory: int = 768 * 1024 * 1024


LIMITS: Final = Limits()


def trial(executables: Sequence[tuple[str, bytes]], *, limits: Limits = LIMITS) -> list[Problem]:
    """A problem for every diagram (file, executable) that does not begin; one child serves the whole run.

    A child that dies or takes too long refuses its diagram, and a new one goes on with the rest.
    """
    answers = _answers([(file, executable, None) for file, executable in executables], limits)
    return [answer for answer in answers if isinstance(answer, Problem)]


def explored(
    plans: Sequence[tuple[str, bytes, Plan]], *, limits: Limits = LIMITS
) -> list[Exploration | Problem]:
    """What was seen of each diagram (file, executable, plan), or why it could not be explored at all."""
    answers = _answers(plans, limits)
    return [answer for answer in answers if answer is not None]


def _answers(
    asked: Sequence[tuple[str, bytes, Plan | None]], limits: Limits
) -> list[Exploration | Problem | None]:
    """For each diagram what was seen of it, None if that was not asked and it begins, or a problem."""
    # here, not above: the child must not load the gate
    from runner.diagram.texts import problem
    from runner.paths import Exploration

    found: list[Exploration | Problem | None] = []
    child: _Child | None = None
    try:
        for file, executable, plan in asked:
            if child is None:
                child = _Child(limits)
            answer = child.ask(executable, plan)
            if answer is None or isinstance(answer, Exploration):
                found.append(answer)
                continue
            element, why = answer
            found.append(
                problem("engine.trial", file=file, element=element, reason_id=why.id, reason_en=why.en)
            )
            if why == _GONE:
                child.close()
                child = None
    finally:
        if child is not None:
            child.close()
    return found


class _Child:
    """One child process: a diagram goes in, a line comes out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        # -P: a folder that somebody stands in must not lend modules to the child
        root = str(Path(__file__).resolve().parent.parent)
        command = [sys.executable, "-P", "-X", "utf8", "-m", "runner.trial"]
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [*command, str(limits.cpu_seconds), str(limits.memory), str(limits.explore_wall)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": root, "PYTHONHASHSEED": "0"},
        )
        if self._line(START_SECONDS) != _READY:
            self.close()
            raise RuntimeError(
                "Expected the trial process to start, but it did not. Check the installation with: "
                f"{sys.executable} -m runner.trial {limits.cpu_seconds} {limits.memory} {limits.explore_wall}"
            )

    def ask(self, executable: bytes, plan: Plan | None) -> Exploration | tuple[str, Words] | None:
        """What was seen by this plan, or None if there is none and the diagram begins.

        Else the element and the reason; ``_GONE`` if the child is lost.
        """
        from runner.paths import Exploration

        assert self._process.stdin is not None  # noqa: S101 (a pipe was asked for)
        planned = json.dumps(plan.to_json()).encode() if plan else b""
        try:
            for part in (executable, planned):
                self._process.stdin.write(len(part).to_bytes(4, "big") + part)
            self._process.stdin.flush()
        except BrokenPipeError:
            return "", _GONE
        line = self._line(self._limits.wall_seconds)
        if not line.endswith(b"\n"):
            return "", _GONE
        answer = json.loads(line)
        if answer is None:
            return None
        if "states" in answer:
            return Exploration.from_json(answer)
        return answer["element"], Words(answer["id"], answer["en"])

    def close(self) -> None:
        """End the child, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close_quietly(pipe)

    def _line(self, seconds: float) -> bytes:
        """What the child says within that time; cut short if it dies or takes longer."""
        assert self._process.stdout is not None  # noqa: S101 (a pipe was asked for)
        said = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while not said.endswith(b"\n") and selector.select(seconds):
                part = os.read(self._process.stdout.fileno(), 65536)
                if not part:
                    break
                said += part
        return said


def _close_quietly(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # what was still to be written no longer matters to anybody


def _serve(cpu_seconds: int, memory: int, explore_wall: float) -> None:
    """The child: read one diagram after the other and answer each with a line, until the parent is done."""
    # loaded before the limits hold
    from runner import engine, paths  # noqa: F401

    source, answers = sys.stdin.buffer, sys.stdout.buffer
    _limit_process(memory)
    answers.write(_READY)
    answers.flush()
    number = 0
    while len(head := source.read(4)) == 4:
        executable = source.read(int.from_bytes(head, "big"))
        planned = source.read(int.from_bytes(source.read(4), "big"))
        number += 1
        _limit_next(cpu_seconds)
        try:
            answer = (
                _seen(executable, planned, explore_wall) if planned else _begun(executable, f"trial-{number}")
            )
        except Exception as failed:  # whatever a hostile diagram provokes, the parent gets its line
            answer = _answer(str(getattr(failed, "element", "")), getattr(failed, "why", _UNKNOWN))
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _begun(executable: bytes, key: str) -> dict[str, Any] | None:
    from runner import engine

    return _verdict(engine.begin(engine.load(executable, key=key), data={}, at=_AT, seed=key))


def _seen(executable: bytes, planned: bytes, explore_wall: float) -> dict[str, Any]:
    from runner import paths
    from runner.engine.program import read
    from runner.errors import DiagramFailed

    began, latest = time.process_time(), time.monotonic() + explore_wall
    try:
        # a program of its own: what a diagram does to it must not reach the next one
        program = read(executable, key="explored")
    except DiagramFailed as failed:
        return paths.not_loaded(failed).to_json()
    begun = _begins(program)
    if begun is not None:
        return begun
    plan = paths.Plan.from_json(json.loads(planned))
    until = began + EXPLORE_SECONDS

    def keep_on() -> bool:
        return time.process_time() < until and time.monotonic() < latest

    seen = paths.explore(program, plan, keep_on=keep_on)
    return replace(seen, seconds=time.process_time() - began).to_json()


def _begins(program: engine.Program) -> dict[str, Any] | None:
    """Why the exploration is not even tried; a diagram that fails is left to it to explain."""
    from runner import engine
    from runner.errors import DiagramFailed

    try:
        return _verdict(engine.begin(program, data={}, at=_AT, seed="begun"))
    except DiagramFailed:
        return None


def _verdict(motion: Motion) -> dict[str, Any] | None:
    if len(motion.tokens) > MOST_TASKS or len(motion.state) > LARGEST_STATE:
        return _answer("", _TOO_MANY)
    return None


def _answer(element: str, why: object) -> dict[str, Any]:
    words = why if isinstance(why, Words) else _UNKNOWN
    return {"element": element, "id": words.id.rstrip("."), "en": words.en.rstrip(".")}


def _limit_process(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _limit_next(seconds: int) -> None:
    """Give the next diagram its own share of processor time; the kernel ends the child beyond it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, hard))


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
