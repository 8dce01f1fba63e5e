"""The shipped diagrams as drawings: what stands where. Reads the files by itself, so that nothing that the
product reads wrongly can hide from the tests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

ROOT = Path(__file__).parents[2]
BPMN = ROOT / "bpmn"
FORMS = ROOT / "forms"
FACTS = Path(__file__).parent / "facts"

NS = {
    "b": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "camunda": "http://camunda.org/schema/1.0/bpmn",
}
CAMUNDA = f"{{{NS['camunda']}}}"
NODES = ("startEvent", "endEvent", "userTask", "exclusiveGateway", "parallelGateway", "inclusiveGateway")

DIAGRAMS = sorted(BPMN.rglob("*.bpmn"))


def name_of(path: Path) -> str:
    """The file as the tests print it."""
    return path.relative_to(BPMN).as_posix()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

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

    def touched_by(self, one: tuple[float, float], other: tuple[float, float]) -> bool:
        """True if the line from ``one`` to ``other``, level or upright, runs through the inside."""
        return self.overlaps(
            Box(
                min(one[0], other[0]),
                min(one[1], other[1]),
                abs(one[0] - other[0]),
                abs(one[1] - other[1]),
            )
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A flow or association of the drawing."""

    id: str
    source: str
    target: str
    points: tuple[tuple[float, float], ...]

    def segments(self) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
        return pairwise(self.points)


class Drawn:
    """One diagram file, with every shape and line by the id of its element."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root = etree.fromstring(path.read_bytes())
        self.process = self.only("b:process")
        self.elements = {e.get("id"): e for e in self.root.iter(etree.Element) if e.get("id")}
        self.boxes: dict[str, Box] = {}
        self.labels: dict[str, Box] = {}
        self.lines: dict[str, Line] = {}
        for shape in self.all("bpmndi:BPMNShape", "bpmndi:BPMNEdge"):
            element = shape.get("bpmnElement")
            bounds, label = shape.find("dc:Bounds", NS), shape.find("bpmndi:BPMNLabel/dc:Bounds", NS)
            if bounds is not None:
                self.boxes[element] = _box(bounds)
            if label is not None:
                self.labels[element] = _box(label)
            if points := shape.findall("di:waypoint", NS):
                drawn = self.elements[element]
                self.lines[element] = Line(
                    element,
                    drawn.get("sourceRef", ""),
                    drawn.get("targetRef", ""),
                    tuple((float(p.get("x")), float(p.get("y"))) for p in points),
                )

    def all(self, *paths: str) -> Sequence[Any]:
        """Every element at any of these paths, in document order for one path."""
        return [found for path in paths for found in self.root.iterfind(f".//{path}", NS)]

    def only(self, path: str) -> Any:
        """The one element at this path."""
        (found,) = self.all(path)
        return found

    @property
    def lanes(self) -> Sequence[Any]:
        return self.all("b:lane")

    @property
    def tasks(self) -> Sequence[Any]:
        return self.all("b:userTask")

    @property
    def nodes(self) -> Sequence[Any]:
        return self.all(*(f"b:{kind}" for kind in NODES))

    @property
    def flows(self) -> Sequence[Any]:
        return self.all("b:sequenceFlow")

    def lane_of(self, node: str) -> Any:
        """The lane whose list names the node."""
        (lane,) = [
            lane for lane in self.lanes if node in (ref.text for ref in lane.iterfind("b:flowNodeRef", NS))
        ]
        return lane


def properties(element: Any) -> dict[str, str]:
    """The properties that the diagram gives this very element."""
    return {
        p.get("name"): p.get("value")
        for p in element.iterfind("b:extensionElements/camunda:properties/camunda:property", NS)
    }


def _box(bounds: Any) -> Box:
    return Box(*(float(bounds.get(side)) for side in ("x", "y", "width", "height")))


@cache
def drawn(path: Path) -> Drawn:
    """The drawing, read once."""
    return Drawn(path)


def facts() -> dict[tuple[str, str], Mapping[str, Any]]:
    """What the printed SOPs say, by key and label."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FACTS.glob("*@*.json"))]
    return {(fact["key"], fact["label"]): fact for fact in found}


def printed_lanes() -> dict[str, dict[str, list[str]]]:
    """For every agency, each lane name as printed, with the prints that carry it."""
    text = (FACTS / "printed-lanes.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, list[str]]] = json.loads(text)
    return found
