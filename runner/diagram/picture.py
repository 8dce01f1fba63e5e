"""The drawn part of a file: where each symbol stands and how each arrow runs.

Promise: a shape or edge that refers to nothing, or stands nowhere, is named with its line.
Never: a coordinate that the engine would look at.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from lxml import etree

from runner.diagram.drawing import Edge, Node, Shape
from runner.diagram.texts import problem
from runner.diagram.xml import BPMNDI, DC, DI, line_of, local
from runner.model import Problem

#: Farther out than any screen; a page would draw such a symbol where nobody finds it.
FARTHEST: Final = 1_000_000
_P: Final = f"{{{BPMNDI}}}"


def read_picture(
    root: etree._Element, nodes: Mapping[str, Node], known: frozenset[str], *, file: str, found: list[Problem]
) -> tuple[dict[str, Shape], dict[str, Edge]]:
    """Shapes and edges by the element they show; what is wrong with them is added to ``found``."""
    shapes: dict[str, Shape] = {}
    edges: dict[str, Edge] = {}
    for plane in root.iter(f"{_P}BPMNPlane"):
        _shown(plane, known, file, found)
        for figure in plane:
            target = _shown(figure, known, file, found)
            if figure.tag == f"{_P}BPMNShape":
                bounds = _bounds(figure)
                if bounds is None:
                    found.append(_malformed(figure, target, nodes, file))
                shapes[target] = Shape(element=target, line=line_of(figure), bounds=bounds)
            elif figure.tag == f"{_P}BPMNEdge":
                points = list(figure.iterchildren(f"{{{DI}}}waypoint"))
                if any(_number(point.get(axis)) is None for point in points for axis in ("x", "y")):
                    found.append(_malformed(figure, target, nodes, file))
                edges[target] = Edge(element=target, line=line_of(figure), points=len(points))
    return shapes, edges


def _shown(figure: etree._Element, known: frozenset[str], file: str, found: list[Problem]) -> str:
    """The id of the element that a figure shows."""
    value = figure.get("bpmnElement") or ""
    target = value if value in known else local(value)
    if target not in known:
        found.append(
            problem(
                "ref.dangling",
                file=file,
                line=line_of(figure),
                element=figure.get("id") or "",
                attribute="bpmnElement",
                target=value or "?",
            )
        )
    return target


def _bounds(figure: etree._Element) -> tuple[float, float, float, float] | None:
    bounds = figure.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return None
    x, y, width, height = (_number(bounds.get(name)) for name in ("x", "y", "width", "height"))
    if x is None or y is None or width is None or height is None or width < 0 or height < 0:
        return None
    return x, y, width, height


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < FARTHEST else None


def _malformed(figure: etree._Element, target: str, nodes: Mapping[str, Node], file: str) -> Problem:
    node = nodes.get(target)
    return problem(
        "drawing.malformed",
        file=file,
        line=line_of(figure),
        element=target,
        name=node.name if node else "",
    )
