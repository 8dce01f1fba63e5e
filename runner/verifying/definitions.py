"""Definitions and revisions: bytes proven by the events that published them, then the rows compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from runner import proof_texts as texts
from runner import replay
from runner.errors import AlurError, BrokenFact
from runner.events import Event, moment_text
from runner.facts import DefinitionRetired, RevisionPublished
from runner.revision import Revision, content_digest, file_digests, open_revision
from runner.store import AnyRow, definition_rows
from runner.verifying.record import Record


@dataclass
class Published:
    """What the events published; ``heads`` are the rows that each definition must have."""

    record: Record
    revisions: dict[tuple[str, int], tuple[Event, RevisionPublished]] = field(default_factory=dict)
    heads: dict[str, tuple[object, ...]] = field(default_factory=dict)
    _opened: dict[tuple[str, int], Revision] = field(default_factory=dict)

    def opened(self, stream: str, key: str, number: int) -> Revision:
        """The revision from its bytes. Raises BrokenFact in the name of ``stream``."""
        if (key, number) in self._opened:
            return self._opened[(key, number)]
        if (key, number) not in self.revisions:
            raise BrokenFact(stream, 1, texts.not_published(key, number))
        fact = self.revisions[(key, number)][1]
        try:
            revision = open_revision(
                definition_rows.files(self.record.tx, key, number),
                definition=fact.definition,
                number=number,
                agency=fact.agency,
                lanes=fact.lanes,
            )
        except (AlurError, KeyError) as unreadable:
            raise BrokenFact(stream, 1, texts.revision_unreadable(key, number)) from unreadable
        self._opened[(key, number)] = revision
        return revision


def verify_definitions(record: Record) -> Published:
    """Every revision is what its event says, byte for byte."""
    published = Published(record)
    for name in record.names:
        if name.startswith("definition:"):
            record.tried(lambda name=name: _fold(published, name), of=name)  # type: ignore[misc]
    record.tried(lambda: _compare(published), of="SOP", en="definitions")
    return published


def _fold(published: Published, stream: str) -> None:
    events, sealed = published.record.read(stream)
    for event in events:
        replay.opened_answers(event, sealed.get(event.seq, {}))
        fact = event.fact
        if isinstance(fact, DefinitionRetired) and fact.definition in published.heads:
            *head, _ = published.heads[fact.definition]
            published.heads[fact.definition] = (*head, moment_text(event.at))
        elif isinstance(fact, RevisionPublished):
            published.heads[fact.definition] = (fact.agency, fact.name, fact.number, None)
            published.revisions[(fact.definition, fact.number)] = (event, fact)
            _require_bytes(published.record, event, fact)
    published.record.require_head(stream, events)


def _require_bytes(record: Record, event: Event, fact: RevisionPublished) -> None:
    contents = definition_rows.files(record.tx, fact.definition, fact.number)
    digests = file_digests(contents)
    for name in sorted(fact.files.keys() | digests.keys()):
        if fact.files.get(name) != digests.get(name):
            raise BrokenFact(event.stream, event.seq, texts.bytes_differ(name))
    if content_digest(contents) != fact.digest:
        raise BrokenFact(event.stream, event.seq, texts.DIGEST_DIFFERS)


def _compare(published: Published) -> None:
    record = published.record
    rows = {row.key: row for row in definition_rows.all_definitions(record.tx)}
    for key in sorted(published.heads.keys() | rows.keys()):
        row = rows.get(key)
        stored = row and (row.agency, row.name, row.latest, row.retired_at)
        if stored != published.heads.get(key):
            record.differs(f"definition:{key}", texts.HEAD_DIFFERS)
    stored_revisions = {(row.definition, row.number): row for row in definition_rows.all_revisions(record.tx)}
    for key, number in sorted(published.revisions.keys() | stored_revisions.keys()):
        known = published.revisions.get((key, number))
        found = stored_revisions.get((key, number))
        if known is None:
            record.differs(f"definition:{key}", texts.revision_added(number))
        elif found is None or _columns(*known) != _stored(found):
            record.differs(f"definition:{key}", texts.revision_differs(number))


def _columns(event: Event, fact: RevisionPublished) -> Mapping[str, object]:
    return {
        "label": fact.label,
        "digest": fact.digest,
        "author": event.actor,
        "note": fact.note,
        "published_at": moment_text(event.at),
        "effective_from": moment_text(fact.effective_from),
        "lanes": dict(fact.lanes),
    }


def _stored(row: AnyRow) -> Mapping[str, object]:
    names = ("label", "digest", "author", "note", "published_at", "effective_from")
    return {**{name: getattr(row, name) for name in names}, "lanes": definition_rows.lanes_of(row)}
