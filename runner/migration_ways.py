"""The ways of running cases to a revision, with what a process found out about that revision.

Promise: a revision is explored once, for as long as it takes or a few seconds of the processor.
Never: a case.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final

from runner.comparison import matched
from runner.migration import Crossing
from runner.paths.drawn import runnable
from runner.paths.going_on import Reach, reach_of
from runner.paths.plan import Plan
from runner.paths.planning import plan_of
from runner.revision import Revision

#: Processor seconds for the exploration of a revision, and of what lies ahead of one kind of case.
EXPLORE_SECONDS: Final = 3.0
AHEAD_SECONDS: Final = 1.0
#: Explored revisions that a process remembers.
_EXPLORED: Final = 16


class Ways:
    """The ways to one revision, from each that cases come from."""

    def __init__(self, to: Revision, mapping: Mapping[str, str]) -> None:
        self.to, self.mapping = to, mapping
        self._found: dict[int, Crossing] = {}

    def of(self, old: Revision) -> Crossing:
        """The way from ``old``."""
        if old.number not in self._found:
            plan, reach = _explored(self.to)
            self._found[old.number] = Crossing(
                old,
                self.to,
                plan=plan,
                reach=reach,
                same=matched(old.diagram, self.to.diagram),
                chosen=self.mapping,
                keep_on=lambda: _for_seconds(AHEAD_SECONDS),
            )
        return self._found[old.number]


_kept: OrderedDict[str, tuple[Plan, Reach]] = OrderedDict()
_kept_lock: Final = threading.Lock()


def _explored(revision: Revision) -> tuple[Plan, Reach]:
    """Where the cases of this content can be; it never changes, so it is found out once."""
    with _kept_lock:
        if (known := _kept.get(revision.digest)) is not None:
            _kept.move_to_end(revision.digest)
            return known
    plan = plan_of(runnable(revision.diagram), forms=revision.forms)
    found = plan, reach_of(revision.program, plan, keep_on=_for_seconds(EXPLORE_SECONDS))
    with _kept_lock:
        _kept[revision.digest] = found
        while len(_kept) > _EXPLORED:
            _kept.popitem(last=False)
    return found


def _for_seconds(seconds: float) -> Callable[[], bool]:
    until = time.thread_time() + seconds
    return lambda: time.thread_time() < until
