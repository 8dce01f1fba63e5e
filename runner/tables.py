"""The tables, and the triggers that make the record append-only.

Promise: moments are fixed-width UTC text, so that they sort as time and read back exactly on every
database; engine state is an opaque blob.
Never: a query (those are in store.py).
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_MOMENT = String(32)
_KEY = String(200)

# --- the record: append-only -----------------------------------------------------------------

events = Table(
    "events",
    metadata,
    Column("stream", _KEY, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("v", Integer, nullable=False),
    Column("at", _MOMENT, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("position", String(100), nullable=False),
    Column("capacity", String(20), nullable=False),
    Column("data", Text, nullable=False),
    Column("definition", _KEY),
    Column("revision", Integer),
    Column("engine", String(60), nullable=False),
    Column("state_digest", String(64), nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
# which cases of an SOP were moved to another revision
Index(
    "ix_events_migrated", events.c.definition,
    sqlite_where=text("kind = 'CaseMigrated'"), postgresql_where=text("kind = 'CaseMigrated'"),
)  # fmt: skip

answers = Table(
    "answers",
    metadata,
    Column("stream", _KEY, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("field", _KEY, primary_key=True),
    Column("salt", LargeBinary(16), nullable=False),
    Column("value", Text, nullable=False),
)

revision_files = Table(
    "revision_files",
    metadata,
    Column("definition", _KEY, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("name", _KEY, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

APPEND_ONLY = (events, answers, revision_files)

# --- what follows from the record (verify compares it) ----------------------------------------

heads = Table(
    "heads",
    metadata,
    Column("stream", _KEY, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("at", _MOMENT, nullable=False),
    Column("hash", String(64), nullable=False),
)

agencies = Table(
    "agencies",
    metadata,
    Column("code", String(60), primary_key=True),
    Column("profile", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

positions = Table(
    "positions",
    metadata,
    Column("agency", String(60), primary_key=True),
    Column("code", String(100), primary_key=True),
    Column("represented_by", String(100)),
)

actors = Table(
    "actors",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("account", String(120), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("agency", String(60), index=True),
    Column("duties", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
)

appointments = Table(
    "appointments",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("actor", String(64), nullable=False, index=True),
    Column("agency", String(60), nullable=False),
    Column("position", String(100), nullable=False),
    Column("capacity", String(20), nullable=False),
    Column("since", _MOMENT, nullable=False),
    Column("until", _MOMENT),
    Column("order", String(200), nullable=False),
    Index("ix_appointments_agency_position", "agency", "position"),
)

definitions = Table(
    "definitions",
    metadata,
    Column("key", _KEY, primary_key=True),
    Column("agency", String(60), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("latest", Integer, nullable=False),
    Column("retired_at", _MOMENT),
)

revisions = Table(
    "revisions",
    metadata,
    Column("definition", _KEY, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("label", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("author", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("published_at", _MOMENT, nullable=False),
    Column("effective_from", _MOMENT, nullable=False),
    Column("lanes", Text, nullable=False),
    Column("restores", Integer),
    Column("deployment", String(240), nullable=False, server_default="", index=True),
    Column("deployment_name", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False, server_default=""),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("agency", String(60), nullable=False),
    Column("number", String(60), nullable=False),
    Column("definition", _KEY, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sop", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("started_by", String(64), nullable=False),
    Column("started_at", _MOMENT, nullable=False),
    Column("moved_at", _MOMENT, nullable=False),
    Column("closed_at", _MOMENT),
    Column("version", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("completions", Integer, nullable=False),
    Column("snapshot", LargeBinary, nullable=False),
    Column("data", Text, nullable=False),
    Column("start_token", String(64), unique=True),
    Index("uq_cases_agency_number", "agency", "number", unique=True),
    Index("ix_cases_agency_started", "agency", "started_at", "id"),
    Index("ix_cases_definition_status", "definition", "status", "revision"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("case", String(64), nullable=False, index=True),
    Column("element", _KEY, nullable=False),
    Column("step", Text, nullable=False),
    Column("queue", String(2000), nullable=False),
    Column("opened_seq", Integer, nullable=False),
    Column("opened_at", _MOMENT, nullable=False),
    Column("due_at", _MOMENT),
    Column("urgency", _MOMENT, nullable=False),
    Column("holder", String(64)),
    Column("held_since", _MOMENT),
    Column("closed_at", _MOMENT),
    Column("closed_by", String(64)),
    Column("outcome", Text),
    Column("token", String(64)),
    Column("draft_saved_at", _MOMENT),
    ForeignKeyConstraint(["case"], ["cases.id"]),
)

Index(
    "ix_tasks_open_queue", tasks.c.queue, tasks.c.urgency, tasks.c.id,
    sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL"),
)  # fmt: skip
Index(
    "ix_tasks_open_holder", tasks.c.holder, tasks.c.urgency, tasks.c.id,
    sqlite_where=text("closed_at IS NULL AND holder IS NOT NULL"),
    postgresql_where=text("closed_at IS NULL AND holder IS NOT NULL"),
)  # fmt: skip
Index(
    "ix_tasks_done_by", tasks.c.closed_by, tasks.c.closed_at, tasks.c.id,
    sqlite_where=text("closed_by IS NOT NULL"), postgresql_where=text("closed_by IS NOT NULL"),
)  # fmt: skip

queues = Table(
    "queues",
    metadata,
    Column("position", String(200), primary_key=True),
    Column("queue", String(2000), primary_key=True),
)

counters = Table(
    "counters",
    metadata,
    Column("agency", String(60), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

# --- what is no fact ---------------------------------------------------------------------------

drafts = Table(
    "drafts",
    metadata,
    Column("task", String(64), primary_key=True),
    Column("typed", Text, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("saved_at", _MOMENT, nullable=False),
)

revision_drafts = Table(
    "revision_drafts",
    metadata,
    Column("definition", _KEY, primary_key=True),
    Column("agency", String(60), nullable=False, server_default=""),
    Column("name", Text, nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("base", Integer),
    Column("author", String(64), nullable=False),
    Column("authors", Text, nullable=False, server_default="[]"),
    Column("made_at", _MOMENT, nullable=False),
    Column("saved_at", _MOMENT, nullable=False, server_default=""),
)

revision_draft_files = Table(
    "revision_draft_files",
    metadata,
    Column("definition", _KEY, primary_key=True),
    Column("name", _KEY, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

credentials = Table(
    "credentials",
    metadata,
    Column("actor", String(64), primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("one_time", Boolean, nullable=False),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("actor", String(64), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("issued_at", _MOMENT, nullable=False),
    Column("expires_at", _MOMENT, nullable=False),
    Column("used_at", _MOMENT),
    Column("revoked_at", _MOMENT),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("actor", String(64), nullable=False, index=True),
    Column("opened_at", _MOMENT, nullable=False),
    Column("expires_at", _MOMENT, nullable=False),
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("account", String(120), primary_key=True),
    Column("address", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", _MOMENT, nullable=False),
)


def guard_statements(dialect: str) -> list[str]:
    """The triggers that refuse UPDATE, DELETE, TRUNCATE and INSERT OR REPLACE on the record.

    They can be run again at any time: after every migration, the record is guarded.
    """
    if dialect == "postgresql":
        return [_CREATE_REFUSAL, *(line for table in APPEND_ONLY for line in _postgresql_guards(table))]
    return [line for table in APPEND_ONLY for line in _sqlite_guards(table)]


def guard_names(dialect: str) -> frozenset[str]:
    """The names of all triggers that must be there."""
    kinds = (
        ("append_only", "no_truncate")
        if dialect == "postgresql"
        else ("no_update", "no_delete", "no_replace")
    )
    return frozenset(f"{table.name}_{kind}" for table in APPEND_ONLY for kind in kinds)


#: The body of the function behind every guard on PostgreSQL.
POSTGRESQL_REFUSAL = (
    " BEGIN RAISE EXCEPTION USING MESSAGE = "
    "'append-only: ' || TG_OP || ' on ' || TG_TABLE_NAME || ' is refused'; END "
)

_CREATE_REFUSAL = (
    "CREATE OR REPLACE FUNCTION alur_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$${POSTGRESQL_REFUSAL}$$"
)


def _postgresql_guards(table: Table) -> list[str]:
    return [
        f"CREATE OR REPLACE TRIGGER {table.name}_append_only BEFORE UPDATE OR DELETE ON {table.name} "
        "FOR EACH ROW EXECUTE FUNCTION alur_append_only()",
        f"CREATE OR REPLACE TRIGGER {table.name}_no_truncate BEFORE TRUNCATE ON {table.name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION alur_append_only()",
    ]


def _sqlite_guards(table: Table) -> list[str]:
    refused = [
        f"CREATE TRIGGER IF NOT EXISTS {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on {table.name} is refused'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    # REPLACE deletes the old row without firing a DELETE trigger unless a pragma is on, so the insert
    # itself looks for the row, by its key and by the hidden number that SQLite gives every row
    keys = " AND ".join(f'"{column.name}" = NEW."{column.name}"' for column in table.primary_key)
    replaced = (
        f"CREATE TRIGGER IF NOT EXISTS {table.name}_no_replace BEFORE INSERT ON {table.name} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table.name} WHERE ({keys}) OR rowid = NEW.rowid) "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: REPLACE on {table.name} is refused'); END"
    )
    return [*refused, replaced]
