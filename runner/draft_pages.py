"""What a page needs to know of drafts, frozen.

Promise: whether a draft may be published, and why not, is decided here. Never: a page's wording or markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from runner.model import AgencyCode, DefinitionKey, Problem, Words
from runner.pages import ActorRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """The draft of an SOP: whose, and which of its files differ from the latest revision.

    ``base`` is the revision that it started from, ``latest`` the newest one; None where there is none.
    """

    key: DefinitionKey
    name: str
    agency: AgencyCode
    version: int
    base: int | None
    latest: int | None
    author: ActorRef
    made_at: datetime
    saved_at: datetime
    changed: tuple[str, ...]
    may_publish: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """One draft with its files and everything that the gate says of it.

    ``author`` saved it last, ``authors`` are all who wrote it. ``unproven`` tells that what is wrong with it
    can be answered for by a publisher who gives a reason. ``why_not`` says why ``may_publish`` is False.
    """

    key: DefinitionKey
    name: str
    agency: AgencyCode
    agency_name: str
    zone: str
    version: int
    base: int | None
    latest: int | None
    author: ActorRef
    authors: tuple[ActorRef, ...]
    made_at: datetime
    saved_at: datetime
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    unproven: bool
    may_publish: bool
    why_not: Words | None
