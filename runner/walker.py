"""A seeded walker: fills any form, chooses any outcome, and so brings cases into many states.

Promise: the same seed on the same diagrams walks the same way. It knows no SOP, form or field by name:
it reads what a page shows, answers, and corrects what is refused.
Never: a way round a right; every step is the act of somebody who may do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from runner.errors import AlurError, AnswersRefused
from runner.model import Actor, CaseId, TaskId
from runner.pages import Completed, TaskLine
from runner.runner import Runner
from runner.samples import Pairs, Samples

#: How often the walker corrects a page before it gives the task up.
_ATTEMPTS = 12


class Walker:
    """Walks cases on a runner with a given source of chance."""

    def __init__(self, runner: Runner, *, chance: Random, today: date) -> None:
        self._runner = runner
        self._chance = chance
        self._samples = Samples(chance=chance, today=today)

    def step(self, task: TaskId, *, by: Actor) -> Completed:
        """The task is completed with answers of the walker's own. Raises AlurError if it cannot be."""
        page = self._runner.task(task, by=by)
        pairs = self._samples.filled(page.fields, page.questions)
        tried: dict[str, int] = {}
        for _ in range(_ATTEMPTS):
            try:
                return self._runner.complete(task, pairs, by=by, token=None)
            except AnswersRefused as refused:
                wrong = {error.path for error in refused.errors}
                for path in wrong:
                    tried[path] = tried.get(path, 0) + 1
                shown = self._runner.fill(task, pairs, by=by)
                pairs = self._samples.filled(shown.fields, shown.questions, pairs, frozenset(wrong), tried)
        return self._runner.complete(task, pairs, by=by, token=None)

    def answers(self, task: TaskId, *, by: Actor) -> Pairs:
        """What the walker would type into the page, unjudged (for a draft)."""
        page = self._runner.task(task, by=by)
        return self._samples.filled(page.fields, page.questions)

    def who_may(self, line: TaskLine, people: Sequence[Actor]) -> Actor | None:
        """Somebody who may complete the task, None if nobody of these may."""
        # who bears the name of the position is asked first: in a demonstration, people are called by it
        shuffled = self._chance.sample(people, len(people))
        for person in sorted(shuffled, key=lambda person: person.name not in line.positions):
            try:
                page = self._runner.task(line.task, by=person)
            except AlurError:
                continue
            if page.may_complete:
                return person
        return None

    def open_lines(self, case: CaseId, *, by: Actor) -> tuple[TaskLine, ...]:
        """The open tasks of a case, as somebody who sees it."""
        return self._runner.case(case, by=by).open
