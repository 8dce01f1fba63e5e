"""Definitions and revisions: bytes proven by the events that published them, then the rows compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from runner import proof_texts as texts
from runner import replay
from runner.errors import AlurError, BrokenFact
from runner.events import Event, moment_text
from runner.facts import DefinitionRetired, DraftDiscarded, DraftSaved, RevisionPublished
from runner.revision import Revision, content_digest, file_digests, open_revision
from runner.store import AnyRow, definition_rows, draft_rows
from runner.store.draft_rows import Draft
from runner.verifying.record import Record


@dataclass
class Published:
    """What the events published; ``heads`` are the rows that each definition must have.

    ``drafts`` are the events that saved each draft there is, the first one first.
    """

    record: Record
    revisions: dict[tuple[str, int], tuple[Event, RevisionPublished]] = field(default_factory=dict)
    heads: dict[str, tuple[object, ...]] = field(default_factory=dict)
    drafts: dict[str, list[tuple[Event, DraftSaved]]] = field(default_factory=dict)
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
            retired_at = _retired(published, event, fact)
            published.heads[fact.definition] = (fact.agency, fact.name, fact.number, retired_at)
            published.revisions[(fact.definition, fact.number)] = (event, fact)
            _require_bytes(published.record, event, fact)
            if fact.authors:  # it was the draft
                saved = published.drafts.pop(fact.definition, [])
                published.record.tried(partial(_require_as_saved, event, fact, saved), of=stream)
        elif isinstance(fact, DraftSaved):
            published.drafts.setdefault(fact.definition, []).append((event, fact))
        elif isinstance(fact, DraftDiscarded):
            published.drafts.pop(fact.definition, None)
    published.record.require_head(stream, events)


def _retired(published: Published, event: Event, fact: RevisionPublished) -> object:
    """Since when the definition is retired: a revision that comes into force later ends that later."""
    *_, retired_at = published.heads.get(fact.definition, (None,))
    # before deployments had names, every publish ended it
    return retired_at if fact.deployment and fact.effective_from > event.at else None


def _require_as_saved(event: Event, fact: RevisionPublished, saved: list[tuple[Event, DraftSaved]]) -> None:
    """What was published is the draft, and its authors are those who saved it. Raises BrokenFact."""
    if not saved:
        return  # it was made before drafts were events
    files = saved[-1][1].files
    if any(files.get(name, digest) != digest for name, digest in fact.files.items()):
        raise BrokenFact(event.stream, event.seq, texts.NOT_THE_DRAFT)
    if fact.authors != tuple(dict.fromkeys(one.actor for one, _ in saved)):
        raise BrokenFact(event.stream, event.seq, texts.OTHER_AUTHORS)


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
    _compare_drafts(published)


def _compare_drafts(published: Published) -> None:
    record = published.record
    stored = {str(draft.key): draft for draft in draft_rows.all_drafts(record.tx)}
    # what was published before deployments had names may have been drafted before drafts were events
    earlier = {key for (key, _), (_, fact) in published.revisions.items() if not fact.deployment}
    for key in sorted(published.drafts.keys() | stored.keys() | set(draft_rows.stray_files(record.tx))):
        saved, found = published.drafts.get(key), stored.get(key)
        if saved is None and found is not None and found.version == 0 and key in earlier:
            continue  # it was made before drafts were events
        if saved is None:
            record.differs(f"definition:{key}", texts.DRAFT_ADDED)
        elif found is None or _saved(saved) != _draft_columns(found):
            record.differs(f"definition:{key}", texts.DRAFT_DIFFERS)


def _saved(saved: list[tuple[Event, DraftSaved]]) -> Mapping[str, object]:
    (first, _), (last, fact) = saved[0], saved[-1]
    return {
        "agency": fact.agency,
        "name": fact.name,
        "version": last.seq,
        "base": fact.base,
        "author": last.actor,
        "authors": list(dict.fromkeys(event.actor for event, _ in saved)),
        "made_at": first.at,
        "saved_at": last.at,
        "files": dict(fact.files),
    }


def _draft_columns(draft: Draft) -> Mapping[str, object]:
    return {
        "agency": draft.agency,
        "name": draft.name,
        "version": draft.version,
        "base": draft.base,
        "author": draft.author.id,
        "authors": [author.id for author in draft.authors],
        "made_at": draft.made_at,
        "saved_at": draft.saved_at,
        "files": file_digests(draft.files),
    }


def _columns(event: Event, fact: RevisionPublished) -> Mapping[str, object]:
    return {
        "label": fact.label,
        "digest": fact.digest,
        "author": event.actor,
        "note": fact.note,
        "published_at": moment_text(event.at),
        "effective_from": moment_text(fact.effective_from),
        "lanes": dict(fact.lanes),
        "restores": fact.restores,
        # what was published before deployments had names: each revision was one of its own
        "deployment": fact.deployment or f"{fact.definition}:{fact.number}",
        "deployment_name": fact.deployment_name,
        "source": fact.source,
    }


def _stored(row: AnyRow) -> Mapping[str, object]:
    names = (
        "label", "digest", "author", "note", "published_at", "effective_from",
        "restores", "deployment", "deployment_name", "source",
    )  # fmt: skip
    return {**{name: getattr(row, name) for name in names}, "lanes": definition_rows.lanes_of(row)}
