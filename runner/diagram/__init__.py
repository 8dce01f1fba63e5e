"""Diagrams: BPMN files read as data, and the gate that every one of them passes before it may run.

Promise: ``read`` makes a Diagram of any file that can be read, ``problems`` says all that is wrong with it.
Never: the engine, a position held by a person, code out of a diagram.
"""

from __future__ import annotations

from runner.diagram.assembly import read
from runner.diagram.gate import problems
from runner.diagram.nouns import Chain, Choice, Diagram, Lane, Question, UserTask
from runner.diagram.xml import decode

__all__ = ["Chain", "Choice", "Diagram", "Lane", "Question", "UserTask", "decode", "problems", "read"]
