"""Taking a migration back: the case is again where it was, with the same tasks in the same hands.

Promise: only while nothing was completed since. Never: an answer undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from runner.events import Event
from runner.facts import CaseMigrated, EndMove, Holding, TokenMove


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """The migration ``seq`` turned round: the case goes back to revision ``to``."""

    seq: int
    to: int
    moves: tuple[TokenMove, ...]
    ends: tuple[EndMove, ...]
    taken: tuple[Holding, ...]


def undoing(events: Sequence[Event]) -> Undoing | None:
    """How the last migration that still stands can be taken back; None if none can be any more."""
    standing = len(events)
    for event in reversed(events):
        if event.seq > standing:
            continue
        fact = event.fact
        if isinstance(fact, CaseMigrated) and fact.undoes is not None:
            # taken back already: go on before the one that it took back
            standing = fact.undoes - 1
        elif isinstance(fact, CaseMigrated):
            return Undoing(
                seq=event.seq,
                to=fact.from_number,
                moves=tuple(_back(move) for move in fact.moves),
                ends=tuple(EndMove(level=end.level, before=end.after, after=end.before) for end in fact.ends),
                taken=fact.released,
            )
        elif fact.KIND not in _HARMLESS:
            return None
    return None


#: Who holds a task is not where the case is.
_HARMLESS = frozenset({"TaskClaimed", "TaskReleased"})


def _back(move: TokenMove) -> TokenMove:
    return TokenMove(
        id=move.id,
        before=move.after,
        after=move.before,
        source_before=move.source_after,
        source_after=move.source_before,
    )
