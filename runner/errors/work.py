"""What is refused about tasks and cases: taken, done, migrated or filled in wrongly. Only errors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from runner.errors.root import AlurError, NotAllowed
from runner.model import Words

if TYPE_CHECKING:
    from runner.model import FieldError


class NotYours(NotAllowed):
    """The task belongs to positions that the actor does not hold now."""


class HandedOver(NotYours):
    """The case was migrated while somebody filled in a form, and its step is in other hands since.

    ``typed`` is what they had typed: pairs of what the form called it and what it says.
    """

    def __init__(
        self,
        verb: Words,
        *,
        actor: str,
        needs: Words | str,
        number: int,
        typed: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(verb, actor=actor, needs=needs)
        self.number, self.typed = number, tuple(typed)


class TaskNotOpen(AlurError):
    """The task is done or its case was cancelled; ``by`` and ``at`` tell who and when."""

    def __init__(self, task: str, *, by: str | None, at: datetime | None) -> None:
        self.task, self.by, self.at = task, by, at
        super().__init__(
            f"Expected task {task} to be open, but {by or 'somebody'} closed it"
            f"{f' at {at.isoformat()}' if at else ''}. Open the case to see what happened."
        )


class TaskAlreadyTaken(AlurError):
    """A colleague holds the task since ``at``."""

    def __init__(self, task: str, *, by: str, at: datetime | None) -> None:
        self.task, self.by, self.at = task, by, at
        super().__init__(f"Expected task {task} to be free, but {by} holds it. Ask {by} to release it.")


class TaskNotHeld(AlurError):
    """Only the holder can release a task."""

    def __init__(self, task: str) -> None:
        self.task = task
        super().__init__(f"Expected task {task} to be held by you, but it is not. Nothing to release.")


class CaseNotOpen(AlurError):
    """The case is closed or cancelled."""

    def __init__(self, case: str, status: str) -> None:
        self.case, self.status = case, status
        super().__init__(f"Expected case {case} to be open, but it is {status}. Start a new case.")


class FormChanged(AlurError):
    """The case was migrated while somebody filled in its form; ``number`` is the revision it is in now."""

    def __init__(self, task: str, number: int) -> None:
        self.task, self.number = task, number
        super().__init__(
            f"Expected the form that task {task} has now, but its case was migrated to revision {number} "
            "meanwhile. Look at the new form and send it again."
        )


class MigrationRefused(AlurError):
    """Cases cannot be migrated as asked, whatever case it is; ``why`` says what to change."""

    def __init__(self, why: Words) -> None:
        self.why = why
        super().__init__(why.en)


class AnswersRefused(AlurError):
    """Answers that the form does not accept; nothing was recorded."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        self.errors = tuple(errors)
        listed = "; ".join(f"{e.label or e.path}: {e.message.en}" for e in self.errors)
        super().__init__(f"Expected valid answers, but: {listed}")


class DiagramFailed(AlurError):
    """The engine cannot go on; nothing was recorded. ``element`` is where, ``why`` says it to people."""

    def __init__(self, element: str, why: Words | str) -> None:
        self.element = element
        self.why = Words(why, why) if isinstance(why, str) else why
        super().__init__(
            f"Expected the case to move on at {element or 'the diagram'}, but {self.why.en} "
            "Tell the analyst of this SOP."
        )


class NoWorkingDay(AlurError):
    """The calendar of an agency has no working day in the year after ``day``."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(
            f"Expected a working day within a year after {day.isoformat()}, but the calendar has none. "
            "Correct the agency's hours and overrides."
        )


class DryRunTooLong(AlurError):
    """More was tried than one dry run carries; ``most`` is how many moves it has at most."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(
            f"Expected at most {most} steps in one dry run, but this one goes on. "
            "Look for a way that leads round in a circle, step back, or begin again."
        )
