"""The picture shows what runs.

Promise: a symbol or arrow that the page could not show is named.
Never: beauty.
"""

from __future__ import annotations

from collections.abc import Iterator

from runner.diagram.drawing import Band, Drawing, Node
from runner.diagram.faults import advice, process_fault
from runner.model import Problem


def check_picture(drawing: Drawing) -> Iterator[Problem]:
    """What is missing in the picture."""
    if not drawing.drawn:
        yield process_fault(drawing, "drawing.none")
        return
    symbols: list[Node | Band] = [*drawing.nodes.values(), *drawing.bands]
    for shown in symbols:
        if shown.id and shown.id not in drawing.shapes:
            yield advice(drawing, "drawing.no_shape", shown)
    for flow in drawing.flows.values():
        edge = drawing.edges.get(flow.id)
        if flow.sound and not flow.id.startswith("?") and (edge is None or edge.points < 2):
            source, target = drawing.nodes[flow.source], drawing.nodes[flow.target]
            yield advice(drawing, "drawing.no_edge", flow, source=source.said, target=target.said)
