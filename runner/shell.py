"""What every verb's shell shares: store, clock, entropy, and caches of what never changes.

Promise: a revision and an agency's profile are read once per process and version; everything that
decides (rights, holders, state) is read at each act.
Never: a verb.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from runner.agency import Agency
from runner.authority import Standing
from runner.due_moments import due_of
from runner.errors import NotFound, StoreConflict
from runner.events import Event, seal
from runner.facts import AgencyFact, DefinitionFact
from runner.lifecycle import DueOf
from runner.model import Actor, ActorId, AgencyCode, DefinitionKey, Json, Problem
from runner.pages import ActorRef
from runner.revision import Revision, open_revision
from runner.store import Store, Transaction, definition_rows, people_rows, trail

T = TypeVar("T")

#: What lies between two acts of one stream at least, whatever the clock says: their order shows in rows too.
_TICK = timedelta(microseconds=1)
#: How often a verb is judged again when another writer was first.
_ATTEMPTS = 8
#: How many revisions a process keeps ready.
_KEPT_REVISIONS = 256


class Shell:
    """Store, clock and entropy. Safe to share between threads."""

    def __init__(
        self, store: Store, *, clock: Callable[[], datetime], entropy: Callable[[int], bytes]
    ) -> None:
        self.store = store
        self._clock = clock
        self._entropy = entropy
        self._lock = threading.Lock()
        self._revisions: OrderedDict[tuple[str, int], Revision] = OrderedDict()
        self._agencies: dict[str, tuple[int, Agency]] = {}
        #: what exploring every path showed, by the digest of the content
        self._proofs: OrderedDict[str, tuple[Problem, ...]] = OrderedDict()

    def now(self) -> datetime:
        """The moment of this act, aware and in UTC."""
        return self._clock()

    def _new_id(self) -> str:
        return self._entropy(12).hex()

    def _revision(self, tx: Transaction, key: str, number: int) -> Revision:
        """The revision, from the cache or the database. Raises NotFound."""
        with self._lock:
            kept = self._revisions.get((key, number))
            if kept is not None:
                self._revisions.move_to_end((key, number))
                return kept
        # a number that no database column holds names no revision either
        row = definition_rows.revision(tx, key, number) if 0 < number < 2**31 else None
        if row is None:
            raise NotFound("revision", f"{key} {number}")
        opened = open_revision(
            definition_rows.files(tx, key, number),
            definition=DefinitionKey(key),
            number=number,
            agency=AgencyCode(row.agency),
            lanes=definition_rows.lanes_of(row),
        )
        with self._lock:
            self._revisions[(key, number)] = opened
            while len(self._revisions) > _KEPT_REVISIONS:
                self._revisions.popitem(last=False)
        return opened

    def _agency(self, tx: Transaction, code: str, version: int | None = None) -> Agency:
        """The agency's profile; ``version`` as just read spares a query. Raises NotFound."""
        if version is not None:
            kept = self._agencies.get(code)
            if kept is not None and kept[0] == version:
                return kept[1]
        found = people_rows.agency(tx, code)
        if found is None:
            raise NotFound("agency", code)
        self._agencies[code] = (found[1], found[0])
        return found[0]

    def _again(self, verb: Callable[[], T]) -> T:
        """The verb, judged again while other writers are first. Raises StoreConflict if they always are."""
        for _ in range(_ATTEMPTS - 1):
            try:
                return verb()
            except StoreConflict:
                continue
        return verb()

    def _record(
        self,
        tx: Transaction,
        stream: str,
        fact: AgencyFact | DefinitionFact,
        *,
        by: ActorId,
        standing: Standing,
        values: Mapping[str, Json] | None = None,
        revision: tuple[DefinitionKey, int] | None = None,
    ) -> Event:
        """The fact is the next event of the stream, at a moment after the last one's."""
        seq, previous, last = trail.head(tx, stream)
        at = self.now()
        sealed = seal(values or {}, entropy=self._entropy(32))
        event = Event(
            stream=stream,
            seq=seq + 1,
            at=max(at, datetime.fromisoformat(last) + _TICK) if last else at,
            actor=by,
            position=standing.position,
            capacity=standing.capacity,
            fact=fact,
            commitments={answer.field: answer.commitment() for answer in sealed},
            revision=revision,
            previous=previous,
        )
        row = event.row()
        trail.append(tx, row, sealed)
        trail.save_head(tx, row)
        return event

    def _due_of(self, revision: Revision, agency: Agency, at: datetime) -> DueOf:
        """Gives the due moment of an arrival now, in the agency's working time."""
        return due_of(revision, agency, at)


def ref(person: Actor) -> ActorRef:
    """Who an actor is, on a page."""
    return ActorRef(id=person.id, name=person.name, account=person.account)
