"""A case walked by the verbs of the lifecycle alone, with everything that was recorded of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from runner import lifecycle
from runner.authority import Standing
from runner.events import Event, SealedAnswer
from runner.lifecycle import Case, Step
from runner.model import ActorId, CaseId, ElementId, FormId, Json, TaskId
from tests.builders import FORMS, Sop, revision_of

ANI, BUDI = ActorId("ani"), ActorId("budi")
STANDING = Standing("staf", "definitif")
START = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass
class Walk:
    """A case on its way, with everything that was recorded of it."""

    case: Case
    events: list[Event] = field(default_factory=list)
    sealed: dict[int, dict[str, SealedAnswer]] = field(default_factory=dict)

    @classmethod
    def begin(cls, sop: Sop, forms: dict[FormId, bytes] | None = None) -> Walk:
        started = lifecycle.start(
            revision_of(sop, forms=forms or FORMS), case=CaseId("c1"), number="0001/2026", by=ANI,
            standing=STANDING, at=START, due_of=due_of,
        )  # fmt: skip
        return cls(started.case).took(started)

    def took(self, step: Step) -> Walk:
        """The step was recorded."""
        self.events.append(step.event)
        self.sealed[step.event.seq] = {answer.field: answer for answer in step.answers}
        self.case = step.case
        return self

    @property
    def at(self) -> datetime:
        return START + timedelta(minutes=self.case.version)

    def task(self, element: str) -> TaskId:
        return next(task.id for task in self.case.tasks if task.element == element)

    def open(self) -> list[str]:
        return sorted(str(task.element) for task in self.case.tasks)

    def claim(self, element: str, by: ActorId = ANI) -> Walk:
        return self.took(lifecycle.claim(self.case, self.task(element), by=by, standing=STANDING, at=self.at))

    def release(self, element: str, by: ActorId = ANI) -> Walk:
        return self.took(
            lifecycle.release(self.case, self.task(element), by=by, standing=STANDING, at=self.at)
        )

    def complete(self, element: str, by: ActorId = ANI, *, outcomes: object = None, **raw: Json) -> Walk:
        assert outcomes is None or isinstance(outcomes, dict)
        return self.took(lifecycle.complete(
            self.case, self.task(element), {"perihal": "Surat", **raw}, outcomes or {}, by=by,
            standing=STANDING, at=self.at, due_of=due_of, entropy=bytes([self.case.version]) * 32,
        ))  # fmt: skip

    def cancel(self, reason: str = "salah") -> Walk:
        return self.took(lifecycle.cancel(
            self.case, reason, by=ANI, standing=STANDING, at=self.at, entropy=b"c" * 32,
        ))  # fmt: skip


def due_of(element: ElementId) -> datetime | None:
    """The first step is due after a day, the others never."""
    return START + timedelta(days=1) if element == "t1" else None
