"""What is refused about accounts, logins, appointments and the installation itself. Only errors."""

from __future__ import annotations

from datetime import datetime

from runner.errors.root import AlurError
from runner.model import Words


class LoginRefused(AlurError):
    """Account and password do not match, or the account is disabled."""

    def __init__(self) -> None:
        super().__init__("Expected a known account with its password, but they do not match. Try again.")


class LoginThrottled(AlurError):
    """Too many failures for this account from this address."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(f"Expected fewer failed logins. Wait {minutes} minutes and try again.")


class AccountRefused(AlurError):
    """The account name is taken, or not of the form ``name.agency``."""

    def __init__(self, account: str, *, taken: bool) -> None:
        self.account, self.taken = account, taken
        why = "it is taken" if taken else "it is not (2 to 100 of a-z, 0-9, dot, hyphen)"
        super().__init__(f"Expected {account!r} to be a free account name, but {why}. Choose another.")


class PasswordRefused(AlurError):
    """The new password is shorter than ``least`` characters, or the old one again."""

    def __init__(self, least: int) -> None:
        self.least = least
        super().__init__(f"Expected a new password of at least {least} characters. Choose a longer one.")


class TokenRefused(AlurError):
    """A token that cannot be issued like this; ``why`` says it to people."""

    def __init__(self, why: Words) -> None:
        self.why = why
        super().__init__(f"Expected a label, a scope and a life, but {why.en}. Put it right and ask again.")


class PeriodRefused(AlurError):
    """A period that ends before it begins."""

    def __init__(self, since: datetime, until: datetime) -> None:
        self.since, self.until = since, until
        super().__init__(
            f"Expected an end after {since.isoformat()}, but it is {until.isoformat()}. Correct one of them."
        )


class LastAdministrator(AlurError):
    """Without this person, nobody could appoint, grant or cancel any more."""

    def __init__(self, account: str) -> None:
        self.account = account
        super().__init__(
            f"Expected somebody else to administer the installation too, but {account} is the last. "
            "Grant another person the duty administrator first."
        )


class ExternalPosition(AlurError):
    """Nobody is appointed to a position of an outside party; another position acts for it."""

    def __init__(self, title: str, represented_by: str) -> None:
        self.title, self.represented_by = title, represented_by
        super().__init__(
            f"Expected a position of the office, but {title} is an outside party. "
            f"Appoint somebody to {represented_by}, which acts for it."
        )


class HomeUnusable(AlurError):
    """The folder or the database of the installation cannot be opened."""

    def __init__(self, place: str, why: str) -> None:
        self.place, self.why = place, why
        super().__init__(
            f"Expected to open {place}, but: {why}. Check ALUR_HOME and DATABASE_URL, and who may read them."
        )


class HomeInUse(AlurError):
    """A demonstration was asked for in a home where an office works already."""

    def __init__(self, home: str) -> None:
        self.home = home
        super().__init__(
            f"Expected an empty home for the demonstration, but {home} holds an office's data. "
            "Set ALUR_HOME to another folder, or leave out --demo."
        )
