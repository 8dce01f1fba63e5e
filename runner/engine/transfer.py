"""A saved state moved to another program: the same tokens, with their ids and in their order, elsewhere.

Promise: nothing runs, opens or ends by it; what comes out is loaded once by the library before it is given
back, so that a state that could not go on is refused while the old one still stands.
Never: a judgement of where a token should go.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from runner.engine import texts
from runner.engine.case import Case, Conditions
from runner.engine.codec import Level, Row
from runner.engine.frozen import frozen
from runner.engine.program import Program
from runner.engine.symbols import EndEvent, Join, SubProcess
from runner.errors import DiagramFailed

#: Nothing of it reaches the state: the library wants a moment and a seed to load anything.
_AT: Final = datetime(2000, 1, 3, 8, tzinfo=UTC)


class Place(NamedTuple):
    """Where a token is put: its element, and at a join the symbol that it came from."""

    element: str
    source: str | None = None


def transferred(
    program: Program, level: Level, places: Mapping[str, Place], ends: Mapping[str, str]
) -> Level:
    """The level with every token at its place; ``ends`` are the ends reached, by the token around each level.

    Raises DiagramFailed if a token has no place, or the program none of that kind there.
    """
    if places.keys() != {row.id for row in level.all_rows()}:
        raise DiagramFailed("", texts.unknown_element())
    moved = _moved(level, "", places, ends)
    _require_fit(program, program.process, moved)
    with frozen(_AT, "transfer"):
        loaded = Case(program.process, program.inner, Conditions(program.conditions, {}), saved=moved).saved()
    if loaded != moved:
        raise DiagramFailed("", texts.unreadable_state())
    return moved


def _moved(level: Level, around: str, places: Mapping[str, Place], ends: Mapping[str, str]) -> Level:
    rows = [
        Row(
            places[row.id].element,
            row.id,
            places[row.id].source,
            None if row.level is None else _moved(row.level, row.id, places, ends),
        )
        for row in level.rows
    ]
    if level.ended is None:
        return Level(None, tuple(rows))
    if around not in ends:
        raise DiagramFailed(level.ended, texts.unknown_element())
    return Level(ends[around], tuple(rows))


def _require_fit(program: Program, symbols: Any, level: Level) -> None:
    known = symbols.task_specs
    if level.ended is not None and not isinstance(known.get(level.ended), EndEvent):
        raise DiagramFailed(level.ended, texts.unknown_element())
    for row in level.rows:
        symbol = known.get(row.element)
        if row.level is not None:
            fits = isinstance(symbol, SubProcess)
        elif row.source is not None:
            fits = isinstance(symbol, Join) and len(symbol._inputs) > 1 and row.source in symbol._inputs
        else:
            fits = symbol is not None and row.element in program.tasks
        if symbol is None or not fits:
            raise DiagramFailed(row.element, texts.unknown_element())
        if row.level is not None:
            _require_fit(program, program.inner[symbol.spec], row.level)
