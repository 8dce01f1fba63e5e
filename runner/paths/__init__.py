"""Every path of a diagram: what becomes of a case, whatever people answer and in whatever order they work.

Promise: the paths are walked by the very engine that runs cases, and each fault comes with a path to it.
Never: a clock, a file, a person. This face is what the child process loads; the rooms ``planning`` (from a
diagram and its forms to a plan) and ``report`` (from what was seen to words) are for the parent alone.
"""

from __future__ import annotations

from runner.paths.exploring import MOST_STATES, explore, not_loaded
from runner.paths.plan import Plan
from runner.paths.seen import Exploration, Fault, Kind, Move

__all__ = ["MOST_STATES", "Exploration", "Fault", "Kind", "Move", "Plan", "explore", "not_loaded"]
