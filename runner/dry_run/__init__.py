"""A dry run: an SOP tried with sample people and sample answers, without a trace in the record.

The core of it: a pure fold over the lifecycle. Never a store; what was tried so far rides in the page.
"""

from runner.dry_run.ground import DRAFT, among, office_of, opened, stops
from runner.dry_run.nouns import (
    MOST_MOVES,
    Attempt,
    DryRun,
    DryRunPage,
    Ground,
    Move,
    Player,
    TriedTask,
    Waiting,
)
from runner.dry_run.page import page_of
from runner.dry_run.people import players, stand_ins, starters
from runner.dry_run.running import begin, complete, is_over

__all__ = [
    "DRAFT",
    "MOST_MOVES",
    "Attempt",
    "DryRun",
    "DryRunPage",
    "Ground",
    "Move",
    "Player",
    "TriedTask",
    "Waiting",
    "among",
    "begin",
    "complete",
    "is_over",
    "office_of",
    "opened",
    "page_of",
    "players",
    "stand_ins",
    "starters",
    "stops",
]
