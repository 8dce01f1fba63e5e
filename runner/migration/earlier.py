"""Where an open task stood before its case was migrated.

Promise: read from the events alone. Never: a task that was not open then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from runner.events import Event
from runner.facts import CaseMigrated
from runner.model import ElementId, TaskId


def seen_in(events: Sequence[Event], task: TaskId, number: int) -> ElementId | None:
    """The step that the task was while its case was in that revision; None if it never was there."""
    return next((before for revision, before, _ in _places(events, task) if revision == number), None)


def typed_in(events: Sequence[Event], task: TaskId, at: datetime) -> tuple[int, ElementId] | None:
    """The revision and step that the task was at that moment, if the case was migrated since."""
    found = [(number, before) for number, before, until in _places(events, task) if at <= until]
    return found[-1] if found else None


def _places(events: Sequence[Event], task: TaskId) -> Iterator[tuple[int, ElementId, datetime]]:
    """Revision, step and until when, latest first."""
    for event in reversed(events):
        if isinstance(event.fact, CaseMigrated):
            before = next((move.before for move in event.fact.moves if move.id == task), None)
            if before is None:
                return
            yield event.fact.from_number, before, event.at
