"""Deployments, drafts of SOPs that have no revision yet, and tokens of programs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns to revisions and drafts, and the table of tokens."""
    op.add_column("revisions", sa.Column("restores", sa.Integer(), nullable=True))
    op.add_column(
        "revisions", sa.Column("deployment", sa.String(length=240), nullable=False, server_default="")
    )
    for name in ("deployment_name", "source"):
        op.add_column("revisions", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_index(op.f("ix_revisions_deployment"), "revisions", ["deployment"])
    # what was published before deployments had names: each revision was one of its own
    op.execute("UPDATE revisions SET deployment = definition || ':' || number")
    op.add_column(
        "revision_drafts", sa.Column("agency", sa.String(length=60), nullable=False, server_default="")
    )
    op.add_column("revision_drafts", sa.Column("name", sa.Text(), nullable=False, server_default=""))
    op.add_column("revision_drafts", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("revision_drafts", sa.Column("base", sa.Integer(), nullable=True))
    op.add_column("revision_drafts", sa.Column("authors", sa.Text(), nullable=False, server_default="[]"))
    op.add_column(
        "revision_drafts", sa.Column("saved_at", sa.String(length=32), nullable=False, server_default="")
    )
    of_definition = "(SELECT {} FROM definitions WHERE definitions.key = revision_drafts.definition)"
    op.execute(
        "UPDATE revision_drafts SET saved_at = made_at, authors = '[\"' || author || '\"]', "  # noqa: S608
        f"agency = {of_definition.format('agency')}, name = {of_definition.format('name')}, "
        f"base = {of_definition.format('latest')}"
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("used_at", sa.String(length=32), nullable=True),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_tokens_digest")),
    )
    op.create_index(op.f("ix_api_tokens_actor"), "api_tokens", ["actor"])
    moved = sa.text("kind = 'CaseMigrated'")
    op.create_index(
        "ix_events_migrated", "events", ["definition"], sqlite_where=moved, postgresql_where=moved
    )


def downgrade() -> None:
    """Refuse: history is kept."""
    raise RuntimeError("What was recorded is never taken back: restore a backup instead.")
