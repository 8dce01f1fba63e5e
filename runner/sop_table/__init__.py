"""SOP tables: what an office typed, read cell by cell.

Promise: every problem of a table is said at once, each with its cell.
Never: a guess.
"""

from __future__ import annotations

from runner.sop_table.durations import NoDuration, iso_of
from runner.sop_table.nouns import END, ONWARD, Choice, Decision, Executor, SopTable, Step
from runner.sop_table.reading import read
from runner.sop_table.sheets import Cell, Sheet
from runner.sop_table.texts import problem

__all__ = [
    "END",
    "ONWARD",
    "Cell",
    "Choice",
    "Decision",
    "Executor",
    "NoDuration",
    "Sheet",
    "SopTable",
    "Step",
    "iso_of",
    "problem",
    "read",
]
