"""Logging in and out.

Promise: a session is a random token of which the database knows the digest only; it ends at logout, at
its hour, when the person is disabled, the password reset, or changed in another session.
Never: a word about which of account and password was wrong.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from runner import passwords
from runner.errors import LoginRefused, LoginThrottled
from runner.events import moment_text
from runner.model import Actor
from runner.shell import Shell
from runner.store import people_rows

#: A session ends after so long, whatever happens in it: one working day.
SESSION = timedelta(hours=12)
#: So many failures for an account from one address within this window, and it has to wait.
MOST_FAILURES = 10
WINDOW = timedelta(minutes=15)


class Logins(Shell):
    """Verbs on sessions."""

    def log_in(self, account: str, password: str, *, address: str = "") -> str:
        """A new session; returns its token. Raises LoginRefused, LoginThrottled."""
        at = self.now()
        account, address = account.strip().lower().replace("\0", "")[:120], address[:64]
        self._count_attempt(account, address, at)
        with self.store.read() as tx:
            person = people_rows.actor_by_account(tx, account)
            stored = people_rows.password(tx, person.id) if person else None
        right = passwords.matches(password, stored.password_hash if stored else None)
        if not right or person is None or person.disabled:
            raise LoginRefused
        token = self._entropy(32).hex()
        with self.store.write() as tx:
            people_rows.open_session(tx, _digest(token), person.id, at=at, until=at + SESSION)
            people_rows.forget_failures(tx, account, address)
        return token

    def _count_attempt(self, account: str, address: str, at: datetime) -> None:
        """One more attempt counts as failed until it is known to be right. Raises LoginThrottled.

        Counted before the password is looked at, or guesses at the same moment would all be looked at.
        """
        with self.store.read() as tx:
            failed = people_rows.failures(tx, account, address)
        tries, since = failed or (0, at)
        if tries < MOST_FAILURES or at - since >= WINDOW:
            with self.store.write() as tx:
                tries = people_rows.count_failure(tx, account, address, at=at, since=at - WINDOW)
            if tries <= MOST_FAILURES:
                return
        left = WINDOW - max(at - since, timedelta())
        raise LoginThrottled(-(-left // timedelta(minutes=1)))

    def actor_of_session(self, token: str) -> Actor | None:
        """The person behind the token, with the rights of this moment; None once the session is over."""
        with self.store.read() as tx:
            return people_rows.actor_of_session(tx, _digest(token), moment_text(self.now()))

    def log_out(self, token: str) -> None:
        """The session is over."""
        with self.store.write() as tx:
            people_rows.close_session(tx, _digest(token))

    def change_password(self, old: str, new: str, *, by: Actor, token: str = "", address: str = "") -> None:
        """The new password holds, and every session of the person is over but the one of ``token``.

        Raises LoginRefused (the old one is wrong), LoginThrottled (it was wrong too often), PasswordRefused.
        """
        address = address[:64]
        self._count_attempt(by.account, address, self.now())
        with self.store.read() as tx:
            stored = people_rows.password(tx, by.id)
        if not passwords.matches(old, stored.password_hash if stored else None):
            raise LoginRefused
        with self.store.write() as tx:
            people_rows.forget_failures(tx, by.account, address)
        passwords.require_strength(new)
        hashed = passwords.hashed(new)
        with self.store.write() as tx:
            people_rows.save_password(tx, by.id, hashed, one_time=False)
            people_rows.close_sessions_of(tx, by.id, but=_digest(token))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
