"""The stays of a case at the elements of its diagram, folded from its events.

Promise: one stay for each time that a case came to an element, in the order in which it came there.
Never: the engine's state, an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from runner.events import Event
from runner.facts import CaseCancelled, CaseMigrated, Consequences, TaskClaimed, TaskCompleted, TaskReleased
from runner.model import CaseId, ElementId, TaskId
from runner.revision import Revision
from runner.seeking import ActivityRecord


def activities(
    case: CaseId,
    events: Sequence[Event],
    *,
    revision_of: Callable[[int], Revision],
    accounts: Mapping[str, str],
) -> tuple[ActivityRecord, ...]:
    """Every stay of the case, the open ones without an end."""
    stays: dict[str, ActivityRecord] = {}
    for event in events:
        number = event.revision[1] if event.revision else 0
        folding = _Folding(case, event, revision_of(number), stays, accounts)
        folding.fold()
    return tuple(stays.values())


class _Folding:
    """One event, and the stays that it begins and ends."""

    def __init__(
        self,
        case: CaseId,
        event: Event,
        revision: Revision,
        stays: dict[str, ActivityRecord],
        accounts: Mapping[str, str],
    ) -> None:
        self._case, self._event, self._revision = case, event, revision
        self._stays, self._accounts = stays, accounts

    def fold(self) -> None:
        """The stays are those after the event."""
        fact, at = self._event.fact, self._event.at
        consequences: Consequences | None = getattr(fact, "consequences", None)
        closed: ElementId | None = None
        match fact:
            case TaskClaimed():
                self._change(fact.task, by=self._account())
            case TaskReleased():
                self._change(fact.task, by=None)
            case TaskCompleted():
                closed = fact.element
                self._change(fact.task, by=self._account(), ended_at=at)
            case CaseCancelled():
                for stay in [stay for stay in self._stays.values() if stay.ended_at is None]:
                    self._stays[stay.id] = replace(stay, ended_at=at, cancelled=True)
            case CaseMigrated():
                self._migrate(fact)
                return
            case _:
                pass
        if consequences is None:
            return
        passed = list(consequences.passed)
        if closed in passed:
            passed.remove(closed)
        if consequences.ended is not None and consequences.ended not in passed:
            passed.append(consequences.ended)
        for place, element in enumerate(passed):
            self._begin(f"{element}:{self._event.seq}.{place}", element, ended_at=at)
        for opened in consequences.opened:
            self._begin(f"{opened.element}:{opened.task}", opened.element, task=opened.task)

    def _migrate(self, fact: CaseMigrated) -> None:
        """Whoever waits at a step goes on waiting at the step of the new revision."""
        moved = {move.id: move.after for move in fact.moves}
        released = {held.task for held in fact.released}
        returned = {held.task: self._accounts.get(held.holder, held.holder) for held in fact.returned}
        for stay in [stay for stay in self._stays.values() if stay.ended_at is None and stay.task]:
            element = moved.get(str(stay.task), stay.element)
            self._stays[stay.id] = replace(
                stay,
                element=element,
                name=self._name(element),
                kind=self._kind(element),
                revision=self._revision.number,
                digest=self._revision.digest,
                by=None if stay.task in released else returned.get(stay.task or TaskId(""), stay.by),
            )

    def _begin(
        self,
        id_: str,
        element: ElementId,
        *,
        task: TaskId | None = None,
        ended_at: datetime | None = None,
    ) -> None:
        self._stays[id_] = ActivityRecord(
            id=id_,
            case=self._case,
            key=self._revision.definition,
            revision=self._revision.number,
            digest=self._revision.digest,
            agency=self._revision.agency,
            element=element,
            name=self._name(element),
            kind=self._kind(element),
            task=task,
            by=None,
            started_at=self._event.at,
            ended_at=ended_at,
            cancelled=False,
        )

    def _change(self, task: TaskId, **changed: object) -> None:
        for stay in [stay for stay in self._stays.values() if stay.task == task and stay.ended_at is None]:
            self._stays[stay.id] = replace(stay, **changed)  # type: ignore[arg-type]

    def _account(self) -> str:
        return self._accounts.get(self._event.actor, self._event.actor)

    def _name(self, element: ElementId) -> str:
        node = self._revision.diagram.drawing.nodes.get(element)
        return node.name if node else ""

    def _kind(self, element: ElementId) -> str:
        node = self._revision.diagram.drawing.nodes.get(element)
        return node.kind if node else ""
