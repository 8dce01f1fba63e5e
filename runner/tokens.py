"""Tokens with which a program acts for a person: issued by that person, scoped, dated, revocable.

Promise: a token gives a program no right that its holder does not have at that moment; the database knows
the digest of its secret only, and the secret is told once; issue and revocation are events.
Never: a token for somebody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from runner import authority
from runner.errors import NotFound, TokenRefused
from runner.facts import ApiTokenIssued, ApiTokenRevoked
from runner.model import Actor, ActorId, Scope, Words
from runner.pages import TokenLine
from runner.registry import ApiToken, stream_of
from runner.shell import Shell
from runner.store import people_rows, token_rows

#: What every secret begins with, so that people and scanners recognise one that lies about.
PREFIX = "alur_"
#: The longest life of a token, and of its label.
MOST_DAYS = 366
LONGEST_LABEL = 100
#: The last use is noted this often at most: it is no fact, and a program asks many times a minute.
_NOTED_EVERY = timedelta(minutes=5)

_NO_LABEL = Words("nama token belum diisi", "the token has no label")
_LONG_LABEL = Words(
    f"nama token lebih dari {LONGEST_LABEL} karakter", f"the label is longer than {LONGEST_LABEL} characters"
)
_NO_SCOPE = Words("belum ada lingkup yang dipilih", "no scope is chosen")
_NO_DAYS = Words(f"masa berlakunya bukan 1 sampai {MOST_DAYS} hari", f"its life is not 1 to {MOST_DAYS} days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program at the door: for whom it acts, with what they may do now, and within which scopes."""

    actor: Actor
    scopes: frozenset[Scope]


class Tokens(Shell):
    """Verbs on tokens."""

    def issue_token(self, label: str, *, scopes: Collection[Scope], days: int, by: Actor) -> tuple[str, str]:
        """A program may act for the actor within these scopes, for so many days.

        Returns the token's id and its secret, which is told nobody again. Raises TokenRefused, NotAllowed.
        """
        # no database keeps the character NUL, and half a pair of UTF-16 is no character
        readable = label.replace("\0", " ").encode(errors="replace").decode()
        named = " ".join(readable.split())
        if not named:
            raise TokenRefused(_NO_LABEL)
        if len(named) > LONGEST_LABEL:
            raise TokenRefused(_LONG_LABEL)
        if not scopes:
            raise TokenRefused(_NO_SCOPE)
        if not 1 <= days <= MOST_DAYS:
            raise TokenRefused(_NO_DAYS)
        secret = PREFIX + self._entropy(32).hex()
        with self.store.write_alone() as tx:
            standing = authority.require_issue_token(by, at=self.now())
            fact = ApiTokenIssued(
                issued=self._new_id(),
                holder=by.id,
                label=named,
                scopes=tuple(sorted(scope.value for scope in scopes)),
                expires_at=self.now() + timedelta(days=days),
            )
            # under a commitment: whoever puts the digest of another secret into the row is found by verify
            sealed = {ApiTokenIssued.DIGEST: _digest(secret)}
            event = self._record(tx, stream_of(by.agency), fact, by=by.id, standing=standing, values=sealed)
            token_rows.save(tx, ApiToken.issued(fact, at=event.at), _digest(secret))
        return fact.issued, secret

    def tokens(self, *, by: Actor, of: ActorId | None = None) -> tuple[TokenLine, ...]:
        """The actor's tokens, newest first; or those of somebody whose account the actor administers.

        Raises NotFound, NotAllowed.
        """
        at = self.now()
        with self.store.read() as tx:
            holder = by if of in (None, by.id) else people_rows.actor(tx, of or "")
            if holder is None:
                raise NotFound("person", of or "")
            authority.require_revoke_token(by, holder=holder.id, agency=holder.agency, at=at)
            return tuple(
                TokenLine(
                    id=token.id,
                    label=token.label,
                    scopes=token.scopes,
                    issued_at=token.issued_at,
                    expires_at=token.expires_at,
                    used_at=used_at,
                    revoked_at=token.revoked_at,
                    live=token.revoked_at is None and at < token.expires_at,
                )
                for token, used_at in token_rows.tokens_of(tx, holder.id)
            )

    def revoke_token(self, token: str, *, by: Actor) -> None:
        """The token opens nothing any more, from the next request on. Revoking it again changes nothing.

        Raises NotFound, NotAllowed.
        """
        with self.store.write_alone() as tx:
            held = token_rows.token(tx, token)
            holder = people_rows.actor(tx, held.holder) if held else None
            if held is None or holder is None:
                raise NotFound("token", token)
            standing = authority.require_revoke_token(
                by, holder=holder.id, agency=holder.agency, at=self.now()
            )
            if held.revoked_at is not None:
                return
            fact = ApiTokenRevoked(revoked=token, holder=holder.id)
            event = self._record(tx, stream_of(holder.agency), fact, by=by.id, standing=standing)
            token_rows.revoke(tx, token, event.at)

    def actor_of_token(self, secret: str) -> Program | None:
        """Who acts by this secret, with the rights of this moment; None if it opens nothing (any more)."""
        if not secret.startswith(PREFIX):
            return None
        at = self.now()
        with self.store.read() as tx:
            found = token_rows.live_token(tx, _digest(secret), at)
            person = found and people_rows.actor(tx, found[0].holder)
        if found is None or person is None or person.disabled:
            return None
        token, used_at = found
        if used_at is None or at - used_at >= _NOTED_EVERY:
            with self.store.write() as tx:
                token_rows.note_use(tx, token.id, at)
        return Program(actor=person, scopes=frozenset(token.scopes))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
