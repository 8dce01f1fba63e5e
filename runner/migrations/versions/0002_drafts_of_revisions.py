"""Drafts of revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of drafts."""
    op.create_table(
        "revision_drafts",
        sa.Column("definition", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("definition", name=op.f("pk_revision_drafts")),
    )
    op.create_table(
        "revision_draft_files",
        sa.Column("definition", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("definition", "name", name=op.f("pk_revision_draft_files")),
    )


def downgrade() -> None:
    """Refuse: history is kept."""
    raise RuntimeError("What was recorded is never taken back: restore a backup instead.")
