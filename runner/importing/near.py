"""Where things are drawn: what lies at the loose end of an arrow, and in which lane a symbol stands.

Promise: answers from the picture alone, None where it does not say.
Never: a change.
"""

from __future__ import annotations

import math
from typing import Final

from lxml import etree

from runner.diagram.xml import DC, DI
from runner.importing.sheet import B, P, Sheet, kind_of

#: How far from a symbol an arrow may end and still be meant to touch it.
_REACH: Final = 25.0

Box = tuple[float, float, float, float]


def shapes(sheet: Sheet) -> dict[str, Box]:
    """Where every element is drawn, by its id."""
    found: dict[str, Box] = {}
    for shape in sheet.root.iter(f"{P}BPMNShape"):
        box = box_of(shape)
        if box is not None:
            found.setdefault(shape.get("bpmnElement") or "", box)
    return found


def box_of(shape: etree._Element) -> Box | None:
    """The bounds of a shape, None where they are not four sensible numbers."""
    bounds = shape.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return None
    sides = [number(bounds.get(side)) for side in ("x", "y", "width", "height")]
    x, y, width, height = sides
    if x is None or y is None or width is None or height is None or width <= 0 or height <= 0:
        return None
    return x, y, width, height


def number(text: str | None) -> float | None:
    """A coordinate that can be drawn."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1_000_000 else None


def points_of(edge: etree._Element) -> list[tuple[float, float]]:
    """The points of an arrow; empty where one of them cannot be read."""
    found = []
    for point in edge.iterchildren(f"{{{DI}}}waypoint"):
        x, y = number(point.get("x")), number(point.get("y"))
        if x is None or y is None:
            return []
        found.append((x, y))
    return found


def nearest_symbol(
    sheet: Sheet, flow: etree._Element, *, first: bool, scope: etree._Element | None
) -> etree._Element | None:
    """The symbol of the scope at which an arrow is drawn to begin, or else to end."""
    edge = next((e for e in sheet.root.iter(f"{P}BPMNEdge") if e.get("bpmnElement") == flow.get("id")), None)
    points = [] if edge is None else points_of(edge)
    if len(points) < 2 or scope is None:
        return None
    at = points[0] if first else points[-1]
    best: tuple[float, str] | None = None
    for key, box in shapes(sheet).items():
        node = sheet.nodes.get(key)
        if node is None or node.getparent() is not scope:
            continue
        apart = distance(at, box)
        if apart <= _REACH and (best is None or apart < best[0]):
            best = (apart, key)
    return sheet.nodes[best[1]] if best else None


def distance(point: tuple[float, float], box: Box) -> float:
    """From a point to a rectangle; 0 inside."""
    x, y, width, height = box
    return math.hypot(
        max(x - point[0], 0.0, point[0] - x - width), max(y - point[1], 0.0, point[1] - y - height)
    )


def lane_drawn_around(sheet: Sheet, key: str, lanes: list[etree._Element]) -> etree._Element | None:
    """The lane in which the middle of a symbol is drawn."""
    known = shapes(sheet)
    box = known.get(key)
    if box is None:
        return None
    middle = (box[0] + box[2] / 2, box[1] + box[3] / 2)
    for lane in lanes:
        around = known.get(lane.get("id") or "")
        if around is not None and kind_of(lane) == "lane" and distance(middle, around) == 0:
            return lane
    return None


def leaf_lanes(sheet: Sheet) -> list[etree._Element]:
    """The lanes that are not divided further, in document order."""
    return [
        lane
        for lanes in sheet.process.iterchildren(f"{B}laneSet")
        for lane in lanes.iter(f"{B}lane")
        if not any(len(inner) for inner in lane.iterchildren(f"{B}childLaneSet"))
    ]
