"""Rows of definitions, revisions and their frozen files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from runner.events import Event, moment_text
from runner.facts import RevisionPublished
from runner.model import DefinitionKey, PositionCode
from runner.store import AnyRow, Transaction
from runner.tables import actors, definitions, revision_files, revisions


class Active(NamedTuple):
    """The latest revision whose effective moment has come."""

    number: int
    label: str
    published_at: str


def is_retired(row: AnyRow, active: Active | None) -> bool:
    """True if no case of the definition may start. A revision that was published since it was retired
    brings it back once its effective moment has come."""
    return row.retired_at is not None and (active is None or active.published_at <= row.retired_at)


def definition(tx: Transaction, key: str) -> AnyRow | None:
    """The row of one definition."""
    return tx.execute(select(definitions).where(definitions.c.key == key)).first()


def all_definitions(tx: Transaction) -> Sequence[AnyRow]:
    """Every definition, by agency and name."""
    return tx.execute(select(definitions).order_by(definitions.c.agency, definitions.c.name)).all()


def active_number(tx: Transaction, key: str, now: str) -> int | None:
    """The highest published revision whose effective moment has come."""
    query = select(func.max(revisions.c.number)).where(
        revisions.c.definition == key, revisions.c.effective_from <= now
    )
    return tx.execute(query).scalar_one_or_none()


def active(tx: Transaction, key: str, now: str) -> Active | None:
    """The active revision of one definition."""
    query = (
        select(revisions.c.number, revisions.c.label, revisions.c.published_at)
        .where(revisions.c.definition == key, revisions.c.effective_from <= now)
        .order_by(revisions.c.number.desc())
        .limit(1)
    )
    found = tx.execute(query).first()
    return None if found is None else Active(*found)


def active_numbers(tx: Transaction, now: str) -> dict[str, Active]:
    """The active revision of every definition that has one."""
    highest = (
        select(revisions.c.definition, func.max(revisions.c.number).label("number"))
        .where(revisions.c.effective_from <= now)
        .group_by(revisions.c.definition)
        .subquery()
    )
    query = select(
        revisions.c.definition, revisions.c.number, revisions.c.label, revisions.c.published_at
    ).join(
        highest,
        (highest.c.definition == revisions.c.definition) & (highest.c.number == revisions.c.number),
    )
    return {row.definition: Active(row.number, row.label, row.published_at) for row in tx.execute(query)}


def revisions_of(tx: Transaction, key: str) -> Sequence[AnyRow]:
    """All revisions of a definition, newest first, with their author's name."""
    query = (
        select(revisions, actors.c.name.label("author_name"), actors.c.account.label("author_account"))
        .outerjoin(actors, actors.c.id == revisions.c.author)
        .where(revisions.c.definition == key)
        .order_by(revisions.c.number.desc())
    )
    return tx.execute(query).all()


def all_revisions(tx: Transaction) -> Sequence[AnyRow]:
    """Every revision, for verify."""
    return tx.execute(select(revisions)).all()


def revision(tx: Transaction, key: str, number: int) -> AnyRow | None:
    """One revision, with the agency of its definition."""
    query = (
        select(revisions, definitions.c.agency)
        .join(definitions, definitions.c.key == revisions.c.definition)
        .where(revisions.c.definition == key, revisions.c.number == number)
    )
    return tx.execute(query).first()


def files(tx: Transaction, key: str, number: int) -> dict[str, bytes]:
    """The frozen files of a revision by name."""
    query = select(revision_files.c.name, revision_files.c.content).where(
        revision_files.c.definition == key, revision_files.c.revision == number
    )
    return {row.name: bytes(row.content) for row in tx.execute(query)}


def latest_form(tx: Transaction, agency: str, name: str) -> bytes | None:
    """The form of that file name as the agency last published it."""
    query = (
        select(revision_files.c.content)
        .join(definitions, definitions.c.key == revision_files.c.definition)
        .join(
            revisions,
            (revisions.c.definition == revision_files.c.definition)
            & (revisions.c.number == revision_files.c.revision),
        )
        .where(definitions.c.agency == agency, revision_files.c.name == name)
        .order_by(revisions.c.published_at.desc(), revisions.c.number.desc())
        .limit(1)
    )
    found = tx.execute(query).scalar_one_or_none()
    return None if found is None else bytes(found)


def save_revision(
    tx: Transaction, event: Event, fact: RevisionPublished, contents: Mapping[str, bytes]
) -> None:
    """The published revision and its bytes are stored; it brings a retired definition back if it is in force
    at once."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    head: dict[str, object] = {"agency": fact.agency, "name": fact.name, "latest": fact.number}
    if fact.effective_from <= event.at:
        head["retired_at"] = None
    statement = dialect.insert(definitions).values(key=fact.definition, **head)
    tx.execute(statement.on_conflict_do_update(index_elements=["key"], set_=head))
    tx.execute(
        insert(revisions),
        [
            {
                "definition": fact.definition,
                "number": fact.number,
                "label": fact.label,
                "digest": fact.digest,
                "author": event.actor,
                "note": fact.note,
                "published_at": moment_text(event.at),
                "effective_from": moment_text(fact.effective_from),
                "lanes": lanes_text(fact.lanes),
                "restores": fact.restores,
                "deployment": fact.deployment or f"{fact.definition}:{fact.number}",
                "deployment_name": fact.deployment_name,
                "source": fact.source,
            }
        ],
    )
    tx.execute(
        insert(revision_files),
        [
            {"definition": fact.definition, "revision": fact.number, "name": name, "content": content}
            for name, content in sorted(contents.items())
        ],
    )


def lanes_text(lanes: Mapping[str, Sequence[PositionCode]]) -> str:
    """The stored form of the lanes' positions."""
    return orjson.dumps({lane: list(codes) for lane, codes in lanes.items()}).decode()


def lanes_of(row: AnyRow) -> dict[str, tuple[PositionCode, ...]]:
    """The positions of each lane of a revision row."""
    return {
        lane: tuple(PositionCode(code) for code in codes) for lane, codes in orjson.loads(row.lanes).items()
    }


def retire(tx: Transaction, key: DefinitionKey, at: str) -> None:
    """No new case of the definition may start."""
    tx.execute(update(definitions).where(definitions.c.key == key).values(retired_at=at))
