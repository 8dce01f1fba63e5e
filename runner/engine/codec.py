"""The saved state of a case: which tokens it has and where, as bytes of our own.

A level (the process, or an embedded sub-process in progress) is ``[end reached or null, tokens]``; a token is
``[element, id]`` at a task, ``[element, id, source]`` waiting at a join that it reached from ``source``, and
``[element, id, null, level]`` at a sub-process. What is over is not in it, so the bytes do not grow with
rounds; what may come is not in it either. Equal states are equal bytes.

Never holds answers, and knows nothing of the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from runner.engine import texts
from runner.errors import DiagramFailed

ENGINE: Final = "SpiffWorkflow 3.2.0 / alur 1"


@dataclass(frozen=True, slots=True)
class Row:
    """One token: where it is, the id of its task, and the level inside it if it is at a sub-process."""

    element: str
    id: str
    source: str | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """The tokens of a process or sub-process in order of arrival, and the end event reached last."""

    ended: str | None
    rows: tuple[Row, ...]

    def all_rows(self) -> Iterator[Row]:
        """Every token of this level and of those inside it."""
        for row in self.rows:
            yield row
            if row.level is not None:
                yield from row.level.all_rows()


def encode(level: Level) -> bytes:
    """The level as bytes, with the version that wrote them."""
    return orjson.dumps([ENGINE, _plain(level)])


def decode(state: bytes) -> Level:
    """The level that the bytes hold. Raises DiagramFailed for the bytes of another version or of no state."""
    try:
        match orjson.loads(state):
            case [str() as engine, level] if engine == ENGINE:
                return _level(level)
            case [str() as engine, *_] if engine != ENGINE:
                raise DiagramFailed("", texts.other_version(engine[:80], ENGINE))
    except (TypeError, ValueError, RecursionError) as exc:
        raise DiagramFailed("", texts.unreadable_state()) from exc
    raise DiagramFailed("", texts.unreadable_state())


def _plain(level: Level) -> list[object]:
    rows: list[list[object]] = []
    for row in level.rows:
        plain: list[object] = [row.element, row.id]
        if row.level is not None:
            plain += [row.source, _plain(row.level)]
        elif row.source is not None:
            plain.append(row.source)
        rows.append(plain)
    return [level.ended, rows]


def _level(plain: object) -> Level:
    match plain:
        case [str() | None as ended, list() as rows]:
            return Level(ended, tuple([_row(row) for row in rows]))
    raise ValueError("no level")


def _row(plain: Sequence[object]) -> Row:
    match plain:
        case [str() as element, str() as id_]:
            return Row(element, id_)
        case [str() as element, str() as id_, str() as source]:
            return Row(element, id_, source)
        case [str() as element, str() as id_, None, list() as level]:
            return Row(element, id_, None, _level(level))
    raise ValueError("no token")
