"""Which forms an agency has: those of its revisions and of its drafts, by name."""

from __future__ import annotations

from sqlalchemy import select, union

from runner.store import Transaction
from runner.store.definition_rows import latest_form
from runner.tables import definitions, revision_draft_files, revision_drafts, revision_files


def names(tx: Transaction, agency: str) -> tuple[str, ...]:
    """The file names of all forms of an agency, in order."""
    published = (
        select(revision_files.c.name)
        .join(definitions, definitions.c.key == revision_files.c.definition)
        .where(definitions.c.agency == agency, revision_files.c.name.endswith(".form"))
    )
    drafted = (
        select(revision_draft_files.c.name)
        .join(revision_drafts, revision_drafts.c.definition == revision_draft_files.c.definition)
        .where(revision_drafts.c.agency == agency, revision_draft_files.c.name.endswith(".form"))
    )
    return tuple(sorted(tx.execute(union(published, drafted)).scalars()))


def at_hand(tx: Transaction, agency: str, name: str) -> bytes | None:
    """The form of that file name as the agency last published it, else as it was last drafted."""
    published = latest_form(tx, agency, name)
    if published is not None:
        return published
    query = (
        select(revision_draft_files.c.content)
        .join(revision_drafts, revision_drafts.c.definition == revision_draft_files.c.definition)
        .where(revision_drafts.c.agency == agency, revision_draft_files.c.name == name)
        .order_by(revision_drafts.c.saved_at.desc(), revision_drafts.c.definition)
        .limit(1)
    )
    found = tx.execute(query).scalar_one_or_none()
    return None if found is None else bytes(found)
