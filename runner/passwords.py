"""Passwords and account names: argon2id, and the little that is asked of them.

Promise: checking a password of nobody takes as long as checking one of somebody.
Never: a password stored, logged or recorded.
"""

from __future__ import annotations

import re
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from runner.errors import AccountRefused, PasswordRefused

#: The shortest password that a person may choose (ASVS 5.0, 6.2.1).
SHORTEST = 8

_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9.-]{1,99}")
_HASHER = PasswordHasher()


def require_account(account: str) -> None:
    """Nothing, if the name is well formed. Raises AccountRefused."""
    if not _ACCOUNT.fullmatch(account):
        raise AccountRefused(account, taken=False)


def require_strength(password: str) -> None:
    """Nothing, if a person may choose this password. Raises PasswordRefused."""
    if len(password) < SHORTEST or len(password) > 1_000:
        raise PasswordRefused(SHORTEST)


def hashed(password: str) -> str:
    """The argon2id hash of a password, with a salt of its own."""
    return _HASHER.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """True if the password is the stored one; as slow for nobody (None) as for somebody."""
    try:
        return _HASHER.verify(stored or _nobodys(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")
