"""Where the tokens of a case are: two cases with one marking (and one set of data) go on alike.

Promise: read from the engine's own state, sub-processes included. Never: a rule of how tokens move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from runner.engine import codec
from runner.engine.codec import Level
from runner.paths.plan import Plan


@dataclass(frozen=True, slots=True)
class Marking:
    """``key`` is equal for equal markings; ``resting`` are the ids of all tokens with their elements."""

    key: Any
    resting: dict[str, str]
    elements: frozenset[str]
    waiting: tuple[str, ...]
    twice: tuple[str, ...]
    piled: tuple[str, ...]


def marking_of(state: bytes, plan: Plan) -> Marking:
    """The marking of an engine state.

    ``twice`` are symbols with two tokens at a time, ``piled`` joins where a second token has come over a flow
    before the first went on.
    """
    level = codec.decode(state)
    rows = list(level.all_rows())
    twice: list[str] = []
    piled: list[str] = []
    for inner in _levels(level):
        for (element, source), count in Counter((row.element, row.source) for row in inner.rows).items():
            if source is None and count > 1:
                twice.append(element)
            elif source is not None and count > plan.arrivals.get((source, element), 1):
                piled.append(element)
    return Marking(
        key=_key(level),
        resting={row.id: row.element for row in rows},
        elements=frozenset(row.element for row in rows),
        waiting=tuple(dict.fromkeys(row.element for row in rows if row.source is not None)),
        twice=tuple(twice),
        piled=tuple(piled),
    )


def _levels(level: Level) -> Iterator[Level]:
    yield level
    for row in level.rows:
        if row.level is not None:
            yield from _levels(row.level)


def _key(level: Level) -> Any:
    rows = [
        (row.element, row.source or "", _key(row.level) if row.level is not None else ())
        for row in level.rows
    ]
    return (level.ended is not None, tuple(sorted(rows, key=repr)))
