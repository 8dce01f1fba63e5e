"""The interpreter below the lifecycle: what becomes of the tokens of a case when it starts or a task is left.

A pure function of program, state, command, data, moment and seed: equal inputs give equal bytes, in any
thread. The only home of SpiffWorkflow. Answers never enter it (``data`` is read to judge conditions and
forgotten), its errors never leave it, and nothing is half done: the state passed in stays valid.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from runner.engine import codec, texts
from runner.engine.case import Case, Conditions
from runner.engine.codec import ENGINE, Level
from runner.engine.frozen import frozen
from runner.engine.program import Program, load
from runner.engine.transfer import Place, transferred
from runner.errors import AlurError, DiagramFailed, TaskNotOpen
from runner.model import ElementId, Json, Motion, Opened, TaskId, Token

__all__ = ["ENGINE", "Place", "Program", "begin", "complete", "load", "open_tasks", "transfer"]

# the library logs every change of state; with it, it would hand all it knows of a task to any log handler
for _name in ("spiff.task", "spiff.workflow"):
    logging.getLogger(_name).setLevel(logging.WARNING)


def begin(program: Program, *, data: Mapping[str, Json], at: datetime, seed: str) -> Motion:
    """A new case with its first tasks open. Raises DiagramFailed."""
    return _moved(program, None, Case.start, data=data, at=at, seed=seed)


def complete(
    program: Program, state: bytes, task: TaskId, *, data: Mapping[str, Json], at: datetime, seed: str
) -> Motion:
    """The case with this task left and what follows it open. Raises TaskNotOpen, DiagramFailed."""
    saved = codec.decode(state)
    if not any(row.id == task and row.element in program.tasks for row in saved.all_rows()):
        raise TaskNotOpen(task, by=None, at=None)
    return _moved(program, saved, lambda case: case.leave(task), data=data, at=at, seed=seed)


def transfer(
    program: Program, state: bytes, places: Mapping[str, Place], *, ends: Mapping[str, str] | None = None
) -> Motion:
    """The case in another program: every token of ``state`` at its place there, and nothing else happened.

    ``places`` are by the id of the token; ``ends`` are the ends that levels have reached, by the id of the
    token at their sub-process (empty for the process). Raises DiagramFailed if a place is not there.
    """
    saved = codec.decode(state)
    try:
        level = transferred(program, saved, places, ends or {})
    except AlurError:
        raise
    except Exception as exc:
        # as in a move: whatever the library raises ends here
        raise DiagramFailed("", texts.broken()) from exc
    return Motion(state=codec.encode(level), opened=(), passed=(), tokens=_tokens(program, level), ended=None)


def open_tasks(program: Program, state: bytes) -> tuple[Opened, ...]:
    """The tasks that wait for a person, in order of arrival. Raises DiagramFailed for no state of ours."""
    return _opened(program, codec.decode(state))


def _moved(
    program: Program,
    saved: Level | None,
    move: Callable[[Case], None],
    *,
    data: Mapping[str, Json],
    at: datetime,
    seed: str,
) -> Motion:
    case: Case | None = None
    try:
        with frozen(at, seed):
            case = Case(program.process, program.inner, Conditions(program.conditions, data), saved=saved)
            move(case)
            level = case.saved()
    except AlurError:
        raise
    except Exception as exc:
        # the one place where the library's errors end, whatever they are (RecursionError among them)
        raise DiagramFailed(case.place if case else "", texts.broken()) from exc
    before = {row.id for row in saved.all_rows()} if saved else set()
    return Motion(
        state=codec.encode(level),
        opened=tuple([opened for opened in _opened(program, level) if opened.task not in before]),
        passed=tuple(case.passed),
        tokens=_tokens(program, level),
        ended=None if level.rows or level.ended is None else ElementId(level.ended),
    )


def _opened(program: Program, level: Level) -> tuple[Opened, ...]:
    return tuple(
        [
            Opened(task=TaskId(row.id), element=ElementId(row.element))
            for row in level.all_rows()
            if row.element in program.tasks
        ]
    )


def _tokens(program: Program, level: Level) -> tuple[Token, ...]:
    """Where people see the case stand; a sub-process is where the tokens inside it are."""
    return tuple(
        [
            Token(element=ElementId(row.element), kind="join" if row.element in program.joins else "task")
            for row in level.all_rows()
            if row.level is None
        ]
    )
