"""The front door: every verb and every read model of Alur, on one database.

Promise: each verb is one transaction, and its event is written with the state.
Never: a verb that some page or command needs and another cannot have.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from runner.catalogue import Catalogue
from runner.comparing import Comparing
from runner.declaring import Declaring
from runner.delivering import Delivering
from runner.drafting import Drafting
from runner.editing import Editing
from runner.errors import HomeUnusable
from runner.home import DATABASE
from runner.installation import Installation
from runner.logins import Logins
from runner.migrating_cases import Migrating
from runner.people import People
from runner.publishing import Publishing
from runner.registers import Registers
from runner.store import file_url
from runner.store.migrating import open_store
from runner.taking_in import TakingIn
from runner.tokens import Tokens
from runner.trying import Trying
from runner.uploading import Uploading
from runner.verifying import Verifying


class Runner(
    Migrating,
    Delivering,
    Uploading,
    Publishing,
    Trying,
    TakingIn,
    Editing,
    Drafting,
    Declaring,
    Catalogue,
    Comparing,
    People,
    Installation,
    Logins,
    Tokens,
    Registers,
    Verifying,
):
    """All verbs. Safe to share between the threads of a process."""


def utc_now() -> datetime:
    """The clock of a live installation."""
    return datetime.now(UTC)


def open_runner(
    home: Path,
    *,
    database_url: str | None = None,
    clock: Callable[[], datetime] = utc_now,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> Runner:
    """A runner on the database of ``home`` (or ``database_url``), its schema up to date.

    ``home`` is made if it is not there, for its owner alone. Raises HomeUnusable.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as unusable:
        raise HomeUnusable(str(home), unusable.strerror or "OSError") from unusable
    store = open_store(database_url or file_url(home / DATABASE))
    return Runner(store, clock=clock, entropy=entropy)
