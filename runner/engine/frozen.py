"""The seam: inside ``frozen`` the library takes moment and ids from the move, never from the machine.

Three names of SpiffWorkflow are its only ambient inputs: ``uuid4`` and ``time`` in its task module,
``datetime`` in its timer definitions. They are replaced once, when this module is imported, for the whole
process. The library run outside ``frozen`` raises LookupError: it fails loudly, and never goes on silently by
the machine's clock. Each thread has a frozen moment of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, tzinfo
from hashlib import blake2b
from typing import Final
from uuid import UUID

import SpiffWorkflow.bpmn.specs.event_definitions.timer as spiff_timer
import SpiffWorkflow.task as spiff_task


class _Moment:
    """What a move sees of the world: one moment, and ids that follow from its seed."""

    __slots__ = ("count", "seed", "timestamp")

    def __init__(self, at: datetime, seed: str) -> None:
        self.timestamp = at.timestamp()
        self.seed = blake2b(seed.encode(), digest_size=32).digest()
        self.count = 0


_MARK: Final = 0x4000 << 64 | 0x8000 << 48
_FREE_BITS: Final = ~(0xF000 << 64 | 0xC000 << 48)
_MOMENT: ContextVar[_Moment] = ContextVar("the frozen moment of a move")


@contextmanager
def frozen(at: datetime, seed: str) -> Iterator[None]:
    """Inside, every moment is ``at`` and the n-th id follows from ``seed`` and n.

    Raises ValueError if ``at`` has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("Expected a moment with its zone, but it has none. Pass an aware datetime.")
    token = _MOMENT.set(_Moment(at, seed))
    try:
        yield
    finally:
        _MOMENT.reset(token)


def next_id() -> UUID:
    """The next id of the move. Raises LookupError outside ``frozen``."""
    moment = _MOMENT.get()
    moment.count += 1
    digest = blake2b(moment.count.to_bytes(8, "big"), key=moment.seed, digest_size=16).digest()
    # the bits that mark a random uuid, so that other tools take it for one
    return UUID(int=int.from_bytes(digest, "big") & _FREE_BITS | _MARK)


class _Clock:
    """Stands where the library expects the module ``time``."""

    @staticmethod
    def time() -> float:
        return _MOMENT.get().timestamp


class _FrozenDatetime(datetime):
    """Stands where the library expects the class ``datetime``."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> _FrozenDatetime:
        if tz is None:
            raise LookupError("Expected a zone to tell the moment in, but the library named none.")
        return cls.fromtimestamp(_MOMENT.get().timestamp, tz)


spiff_task.uuid4 = next_id
spiff_task.time = _Clock
spiff_timer.datetime = _FrozenDatetime
