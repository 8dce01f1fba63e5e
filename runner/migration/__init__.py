"""Running cases in another revision of their SOP: which may move, where to, and what becomes of their drafts.

Promise: a case moves with every task it has, and only to a place where the cases of that revision can be too;
whoever is refused is told why. Nothing is done again, no deadline starts anew.
Never: a clock, the database; the move itself is the lifecycle's.
"""

from __future__ import annotations

from runner.migration.crossing import Crossing, Landing, Verdict, steering
from runner.migration.drafts import DraftFate, fate_of, left_out, told
from runner.migration.earlier import seen_in, typed_in
from runner.migration.undoing import Undoing, undoing

__all__ = [
    "Crossing",
    "DraftFate",
    "Landing",
    "Undoing",
    "Verdict",
    "fate_of",
    "left_out",
    "seen_in",
    "steering",
    "told",
    "typed_in",
    "undoing",
]
