"""What stands on the sheet of an SOP, before anything is placed.

Promise: frozen, and a function of the diagram and the language alone.
Never: a position on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Symbol(Enum):
    """The symbol in the cell of a step: four of the five; the fifth is the arrow."""

    START = "start"
    END = "end"
    PROCESS = "process"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of the cover with its lines; the lines that the diagram leaves out are simply not there."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A step. ``opens`` and ``closes``: a capsule of its own stands above or below its symbol."""

    element: str
    number: str
    activity: str
    column: int
    symbol: Symbol
    opens: bool
    closes: bool
    supplies: str
    time: str
    output: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """From a row to a row, by their places; ``target`` None: to the capsule below the row's own symbol."""

    source: int
    target: int | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One SOP AP form. ``identity`` are the lines of the identity table, ``blocks`` the six below it."""

    key: str
    language: str
    title: str
    number: str
    office: tuple[str, ...]
    identity: tuple[Section, ...]
    blocks: tuple[Section, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    arrows: tuple[Arrow, ...]
    notes: tuple[str, ...]
