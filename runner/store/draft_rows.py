"""Rows of drafts: the next revision of a definition while it is written.

Promise: a draft and its files follow from the last event that saved it (verify compares them).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import delete, insert, or_, select

from runner.events import Event, moment_text
from runner.facts import DraftSaved
from runner.model import ActorId, AgencyCode, DefinitionKey
from runner.pages import ActorRef
from runner.store import AnyRow, Transaction
from runner.tables import actors, definitions, revision_draft_files, revision_drafts, revision_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One draft with its files by name. ``version`` is the number of the event that saved it last.

    Drafts that were made before drafts were events have the version 0.
    """

    key: DefinitionKey
    agency: AgencyCode
    name: str
    version: int
    base: int | None
    author: ActorRef
    authors: tuple[ActorRef, ...]
    made_at: datetime
    saved_at: datetime
    files: Mapping[str, bytes]


def save(
    tx: Transaction, event: Event, fact: DraftSaved, contents: Mapping[str, bytes], *, before: Draft | None
) -> None:
    """These files are the definition's draft, in place of the one before; who wrote that wrote this too."""
    drop(tx, fact.definition)
    if before is not None and not before.version:
        before = None  # no event tells who wrote it
    authors = [author.id for author in before.authors] if before else []
    made_at = before.made_at if before else event.at
    tx.execute(
        insert(revision_drafts),
        {
            "definition": fact.definition,
            "agency": fact.agency,
            "name": fact.name,
            "version": event.seq,
            "base": fact.base,
            "author": event.actor,
            "authors": orjson.dumps(list(dict.fromkeys([*authors, event.actor]))).decode(),
            "made_at": moment_text(made_at),
            "saved_at": moment_text(event.at),
        },
    )
    tx.execute(
        insert(revision_draft_files),
        [
            {"definition": fact.definition, "name": name, "content": content}
            for name, content in sorted(contents.items())
        ],
    )


def drop(tx: Transaction, key: str) -> None:
    """The definition has no draft."""
    tx.execute(delete(revision_draft_files).where(revision_draft_files.c.definition == key))
    tx.execute(delete(revision_drafts).where(revision_drafts.c.definition == key))


def draft(tx: Transaction, key: str) -> Draft | None:
    """The draft of one definition."""
    row = tx.execute(select(revision_drafts).where(revision_drafts.c.definition == key)).first()
    if row is None:
        return None
    return _draft(row, _known(tx, [row]), _files(tx, [key]).get(key, {}))


def version(tx: Transaction, key: str) -> int | None:
    """The version of a definition's draft, None if it has none."""
    query = select(revision_drafts.c.version).where(revision_drafts.c.definition == key)
    return tx.execute(query).scalar_one_or_none()


def all_drafts(tx: Transaction, *, contents: bool = True) -> list[Draft]:
    """Every draft, by key; without ``contents`` no file of it is read."""
    rows = tx.execute(select(revision_drafts).order_by(revision_drafts.c.definition)).all()
    known = _known(tx, rows)
    files = _files(tx, [row.definition for row in rows]) if contents else {}
    return [_draft(row, known, files.get(row.definition, {})) for row in rows]


def changed(tx: Transaction) -> dict[str, tuple[str, ...]]:
    """The files of each draft, by name, that the latest revision of its definition has otherwise or not."""
    drafted, frozen = revision_draft_files.c, revision_files.c
    query = (
        select(drafted.definition, drafted.name)
        .outerjoin(definitions, definitions.c.key == drafted.definition)
        .outerjoin(
            revision_files,
            (frozen.definition == drafted.definition)
            & (frozen.revision == definitions.c.latest)
            & (frozen.name == drafted.name),
        )
        .where(or_(frozen.name.is_(None), frozen.content != drafted.content))
    )
    found: dict[str, list[str]] = {}
    for row in tx.execute(query):
        found.setdefault(row.definition, []).append(row.name)
    return {key: tuple(sorted(names)) for key, names in found.items()}


def stray_files(tx: Transaction) -> list[str]:
    """Definitions that have files of a draft, but no draft, for verify."""
    query = select(revision_draft_files.c.definition).where(
        revision_draft_files.c.definition.not_in(select(revision_drafts.c.definition))
    )
    return sorted(set(tx.execute(query).scalars()))


def _draft(row: AnyRow, known: Mapping[str, ActorRef], files: Mapping[str, bytes]) -> Draft:
    def ref(id_: str) -> ActorRef:
        return known.get(id_) or ActorRef(id=ActorId(id_), name=id_)

    return Draft(
        key=DefinitionKey(row.definition),
        agency=AgencyCode(row.agency),
        name=row.name,
        version=row.version,
        base=row.base,
        author=ref(row.author),
        authors=tuple(map(ref, orjson.loads(row.authors))),
        made_at=datetime.fromisoformat(row.made_at),
        saved_at=datetime.fromisoformat(row.saved_at),
        files=files,
    )


def _known(tx: Transaction, rows: Sequence[AnyRow]) -> dict[str, ActorRef]:
    ids = {id_ for row in rows for id_ in (row.author, *orjson.loads(row.authors))}
    if not ids:
        return {}
    query = select(actors.c.id, actors.c.name, actors.c.account).where(actors.c.id.in_(ids))
    return {
        row.id: ActorRef(id=ActorId(row.id), name=row.name, account=row.account) for row in tx.execute(query)
    }


def _files(tx: Transaction, keys: Sequence[str]) -> dict[str, dict[str, bytes]]:
    found: dict[str, dict[str, bytes]] = {}
    if not keys:
        return found
    query = select(revision_draft_files).where(revision_draft_files.c.definition.in_(keys))
    for row in tx.execute(query):
        found.setdefault(row.definition, {})[row.name] = bytes(row.content)
    return found
