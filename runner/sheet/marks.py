"""Marks on paper: what every way of printing has to know, and nothing else.

Promise: all measures are points (1/72 inch) from the upper left corner of the page.
Never: a colour, a font file, a word of SVG or PDF.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


class Figure(Enum):
    """The outlines of the SOP AP: kapsul, kotak, belah ketupat and segi lima."""

    CAPSULE = "kapsul"
    BOX = "kotak"
    DIAMOND = "belah ketupat"
    PENTAGON = "segi lima"


class Capsule(Enum):
    """What a capsule says."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text; ``y`` is its baseline, ``cell`` the box (x, y, width, height) that it stays in."""

    x: float
    y: float
    text: str
    size: float
    bold: bool
    width: float
    cell: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line of a table."""

    start: Point
    end: Point
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A shaded box, behind everything."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A symbol; ``row`` is the place of the step in the SOP, None for an off-page connector."""

    figure: Figure
    x: float
    y: float
    width: float
    height: float
    row: int | None
    column: int

    @property
    def middle(self) -> Point:
        """Its centre."""
        return (self.x + self.width / 2, self.y + self.height / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """An arrow along these points. ``source`` and ``target`` name its ends: a row's place, or a connector.

    ``joins``: where it meets an arrow that is drawn already and goes on with it, head and all.
    """

    points: tuple[Point, ...]
    source: str
    target: str
    joins: tuple[Point, ...] = ()

    @property
    def stroke(self) -> tuple[Point, ...]:
        """The points of its own line: whole, or up to where it joins."""
        return self.joins or self.points


#: What a cover is made of.
Plain: TypeAlias = Text | Rule | Fill
Mark: TypeAlias = Plain | Shape | Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One printed page. ``rows`` are the places of the steps on it."""

    number: int
    total: int
    width: float
    height: float
    rows: tuple[int, ...]
    marks: tuple[Mark, ...]
