"""An SOP table as nouns: cover, executors, steps, decisions.

Promise: texts stand as they were typed or printed.
Never: a file format, a diagram.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

#: Where a choice leads if not to a step: to the end of the SOP, or on to the step after.
END: Final = "selesai"
ONWARD: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way out of a decision; ``to`` is a step's number, END or ONWARD."""

    name: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is asked after a step. Without a question one is made from the step."""

    choices: tuple[Choice, ...]
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Executor:
    """A column of Pelaksana; ``positions`` are codes of the agency, where the name alone does not say it."""

    name: str
    positions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A row. ``time`` is the ISO 8601 duration, empty where none is printed.

    ``plain``: drawn as a box in the print, so nobody refuses there. ``name`` and ``form`` are empty
    where the rules choose them. ``note`` says what is wrong in the source.
    """

    number: str
    activity: str
    executor: str
    needs: str = ""
    time: str = ""
    time_printed: str = ""
    output: str = ""
    remark: str = ""
    decision: Decision | None = None
    plain: bool = False
    name: str = ""
    form: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SopTable:
    """A whole SOP; ``cover`` holds the properties of bpmn/README.md. Names that are empty are made."""

    executors: tuple[Executor, ...]
    steps: tuple[Step, ...]
    cover: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    begins: str = ""
    ends: str = ""
    note: str = ""
