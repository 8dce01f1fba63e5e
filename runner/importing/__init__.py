"""Importing: a BPMN file drawn in another tool becomes a diagram that the gate can pass.

Promise: ``examine`` is pure; repairs that keep the meaning are made and listed, all others are asked.
Never: a thing dropped in silence.
"""

from __future__ import annotations

from runner.importing.examining import accepted, examine
from runner.importing.nouns import Imported, Option, Pool, Question, Repair

__all__ = ["Imported", "Option", "Pool", "Question", "Repair", "accepted", "examine"]
