"""What the layout takes and gives: a sketch says what belongs together, a picture says where it stands.

Promise: frozen; lengths are the pixels of a BPMN modeler.
Never: XML, an engine, a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

Point = tuple[int, int]


class TooCrowded(Exception):
    """Ways for all arrows were not found with the effort allowed."""


@dataclass(slots=True)
class Effort:
    """How many points of the grid may still be looked at; None: as many as it takes."""

    left: int | None = None

    def spend(self) -> None:
        """Count one point. Raises TooCrowded."""
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise TooCrowded


class Figure(StrEnum):
    """How a symbol is drawn."""

    TASK = "task"
    EVENT = "event"
    GATEWAY = "gateway"
    SUBPROCESS = "subprocess"
    DATA = "data"
    STORE = "store"
    NOTE = "note"


#: Figures that stand beside the flow, at the symbol that they belong to.
BESIDE = frozenset({Figure.DATA, Figure.STORE, Figure.NOTE})
#: Figures whose name stands outside of them.
LABELLED = frozenset({Figure.EVENT, Figure.GATEWAY, Figure.DATA, Figure.STORE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """One thing to draw; ``lane`` is its leaf lane, empty without lanes. ``inside`` fills a sub-process."""

    id: str
    figure: Figure
    name: str = ""
    lane: str = ""
    inside: Sketch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A band of the pool; ``parent`` is the lane around it, empty for none."""

    id: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A line from symbol to symbol; ``flows`` is False for what only ties a note or data to a symbol."""

    id: str
    source: str
    target: str
    name: str = ""
    flows: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A frame around symbols."""

    id: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A pool (``pool`` empty: none) with its lanes in order, and symbols in the printed order.

    ``others`` are pools without anything inside.
    """

    symbols: tuple[Symbol, ...]
    arrows: tuple[Arrow, ...]
    lanes: tuple[Lane, ...] = ()
    groups: tuple[Group, ...] = ()
    others: tuple[str, ...] = ()
    pool: str = ""
    pool_name: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The y of its lower side."""
        return self.y + self.height

    def overlaps(self, other: Box) -> bool:
        """True if the two share more than an edge."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """True if ``other`` lies strictly inside."""
        return (
            self.x < other.x and self.y < other.y and other.right < self.right and other.bottom < self.bottom
        )

    def wider(self, by: int) -> Box:
        """The rectangle with ``by`` more on every side."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def moved(self, dx: int, dy: int) -> Box:
        """The rectangle somewhere else."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Where everything stands. ``expanded`` are the sub-processes that show what is inside."""

    boxes: Mapping[str, Box]
    lines: Mapping[str, tuple[Point, ...]]
    labels: Mapping[str, Box]
    expanded: frozenset[str] = frozenset()

    @property
    def frame(self) -> Box:
        """The smallest rectangle around all boxes, labels and lines."""
        corners = [(b.x, b.y) for b in (*self.boxes.values(), *self.labels.values())]
        corners += [(b.right, b.bottom) for b in (*self.boxes.values(), *self.labels.values())]
        corners += [point for line in self.lines.values() for point in line]
        if not corners:
            return Box(0, 0, 0, 0)
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        return Box(left, top, max(x for x, _ in corners) - left, max(y for _, y in corners) - top)


def stretches(line: tuple[Point, ...], reach: int = 0) -> Iterator[Box]:
    """The straight parts of a line as rectangles, ``reach`` wide to either side."""
    for (ax, ay), (bx, by) in pairwise(line):
        yield Box(min(ax, bx), min(ay, by), abs(ax - bx), abs(ay - by)).wider(reach)
