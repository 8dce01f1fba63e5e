"""The streams as read, each proven by its own chain, and what was found broken so far.

Never: a row that the record does not hold, but for the heads that show the loss of a last event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from runner import proof_texts as texts
from runner import replay
from runner.errors import AlurError, BrokenFact
from runner.events import Event, SealedAnswer
from runner.model import Words
from runner.store import Transaction, trail

Sealed = Mapping[int, Mapping[str, SealedAnswer]]

#: What reading a row raises whose columns somebody wrote nonsense into.
UNREADABLE = (AlurError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Record:
    """One pass over the record; ``broken`` are the sentences for people, in the order they were found."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self.broken: list[Words] = []
        self.events = 0
        self._heads = trail.all_heads(tx)
        held = set(trail.streams(tx))
        self._strays = sorted(set(trail.streams_with_answers(tx)) - held)
        self.names = sorted(held | self._heads.keys())

    def tried(self, check: Callable[[], None], *, of: str, en: str = "") -> None:
        """The check was made; what it found is noted, an unreadable row too. ``en``: as ``differs``."""
        try:
            check()
        except BrokenFact as broken:
            self.broken.append(broken.words)
        except UNREADABLE as unreadable:
            self.differs(of, texts.unreadable(type(unreadable).__name__), en=en)

    def differs(self, what: str, said: Words, *, en: str = "") -> None:
        """A row beside the record says something else than the record. ``en``: what it is called there."""
        self.broken.append(Words(f"{what}: {said.id}", f"{en or what}: {said.en}"))

    def read(self, stream: str) -> tuple[list[Event], Sealed]:
        """The events and answers of a stream. Raises BrokenFact."""
        events = replay.chained(stream, trail.rows(self.tx, stream))
        self.events += len(events)
        sealed = trail.sealed_answers(self.tx, stream)
        for seq in sorted(sealed):
            if seq > len(events):
                raise BrokenFact(stream, seq, texts.ANSWERS_WITHOUT_EVENT)
        return events, sealed

    def require_head(self, stream: str, events: list[Event]) -> None:
        """The stream ends where it was last written. Raises BrokenFact."""
        seq, digest = self._heads.get(stream, (0, ""))
        if len(events) < seq:
            raise BrokenFact(stream, len(events) + 1, texts.EVENT_MISSING)
        if len(events) > seq:
            raise BrokenFact(stream, seq + 1, texts.EVENT_ADDED)
        if events and events[-1].hash != digest:
            raise BrokenFact(stream, seq, texts.NOT_THE_LAST)

    def verify_strays(self) -> None:
        """No answer stands in a stream that has no event."""
        for stream in self._strays:
            self.differs(stream, texts.STRAY_ANSWERS)
