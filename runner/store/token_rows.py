"""Rows of the tokens with which programs act for people."""

from __future__ import annotations

from datetime import datetime

import orjson
from sqlalchemy import insert, select, update

from runner.events import moment_text
from runner.model import ActorId, Scope
from runner.registry import ApiToken
from runner.store import AnyRow, Transaction
from runner.tables import api_tokens


def save(tx: Transaction, token: ApiToken, digest: str) -> None:
    """Whoever shows the secret of this digest acts by this token."""
    row = {
        "id": token.id,
        "digest": digest,
        "actor": token.holder,
        "label": token.label,
        "scopes": orjson.dumps([scope.value for scope in token.scopes]).decode(),
        "issued_at": moment_text(token.issued_at),
        "expires_at": moment_text(token.expires_at),
        "revoked_at": token.revoked_at and moment_text(token.revoked_at),
    }
    tx.execute(insert(api_tokens), [row])


def revoke(tx: Transaction, id_: str, at: datetime) -> None:
    """The token opens nothing any more."""
    tx.execute(update(api_tokens).where(api_tokens.c.id == id_).values(revoked_at=moment_text(at)))


def note_use(tx: Transaction, id_: str, at: datetime) -> None:
    """The token was used at that moment."""
    tx.execute(update(api_tokens).where(api_tokens.c.id == id_).values(used_at=moment_text(at)))


def token(tx: Transaction, id_: str) -> ApiToken | None:
    """One token."""
    row = tx.execute(select(api_tokens).where(api_tokens.c.id == id_)).first()
    return None if row is None else _token(row)


def live_token(tx: Transaction, digest: str, at: datetime) -> tuple[ApiToken, datetime | None] | None:
    """The token of this digest, neither revoked nor expired, and when it was last used."""
    row = tx.execute(
        select(api_tokens).where(
            api_tokens.c.digest == digest,
            api_tokens.c.revoked_at.is_(None),
            api_tokens.c.expires_at > moment_text(at),
        )
    ).first()
    return None if row is None else (_token(row), _moment(row.used_at))


def tokens_of(tx: Transaction, actor: str) -> list[tuple[ApiToken, datetime | None]]:
    """A person's tokens, newest first, each with its last use."""
    query = select(api_tokens).where(api_tokens.c.actor == actor)
    rows = tx.execute(query.order_by(api_tokens.c.issued_at.desc(), api_tokens.c.id))
    return [(_token(row), _moment(row.used_at)) for row in rows]


def all_tokens(tx: Transaction) -> dict[str, ApiToken]:
    """Every token by id, for verify."""
    return {row.id: _token(row) for row in tx.execute(select(api_tokens))}


def digests(tx: Transaction) -> dict[str, str]:
    """The digest of every token's secret by its id, for verify."""
    return {row.id: row.digest for row in tx.execute(select(api_tokens.c.id, api_tokens.c.digest))}


def _token(row: AnyRow) -> ApiToken:
    return ApiToken(
        id=row.id,
        holder=ActorId(row.actor),
        label=row.label,
        scopes=tuple(Scope(scope) for scope in orjson.loads(row.scopes)),
        issued_at=datetime.fromisoformat(row.issued_at),
        expires_at=datetime.fromisoformat(row.expires_at),
        revoked_at=_moment(row.revoked_at),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
