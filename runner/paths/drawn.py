"""A faulty diagram made fit to be explored, without changing what a case of it can do.

Promise: what is not connected with the start is left out; a level that no token can leave by an end gets a
spare end on a way that never opens, so that the engine runs it and its path can be shown.
Never: a diagram for a case; only the exploration sees this one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from runner.diagram import Diagram
from runner.diagram.drawing import Flow, Node
from runner.diagram.executable import executable
from runner.diagram.flow_graph import graph_of

_SPARE: Final = "_alur.spare."


@dataclass(frozen=True, slots=True, kw_only=True)
class Runnable:
    """A diagram as far as it runs; ``dropped`` is what was left out, ``spare`` what was put in."""

    diagram: Diagram
    dropped: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()


def runnable(diagram: Diagram) -> Runnable:
    """The diagram as far as it runs; unchanged if all of it does."""
    drawing = diagram.drawing
    reached = graph_of(drawing).reached
    nodes = {name: node for name, node in drawing.nodes.items() if node.accepted and name in reached}
    flows = {
        name: flow
        for name, flow in drawing.flows.items()
        if flow.sound and flow.source in nodes and flow.target in nodes
    }
    levels = ["", *(name for name, node in nodes.items() if node.kind == "subProcess")]
    endless = [
        level
        for level in levels
        if not any(node.kind == "endEvent" for node in nodes.values() if node.scope == level)
    ]
    if not endless and len(nodes) == len(drawing.nodes):
        return Runnable(diagram=diagram)
    for level in endless:
        _add_spare_end(level, nodes, flows)
    made = replace(drawing, nodes=MappingProxyType(nodes), flows=MappingProxyType(flows))
    return Runnable(
        diagram=replace(diagram, drawing=made, executable=executable(made, diagram.questions)),
        dropped=tuple(name for name in drawing.nodes if name not in nodes),
        spare=tuple(name for name in [*nodes, *flows] if name.startswith(_SPARE)),
    )


def _add_spare_end(level: str, nodes: dict[str, Node], flows: dict[str, Flow]) -> None:
    start = next((n for n in nodes.values() if n.scope == level and n.kind == "startEvent"), None)
    first = next((flow for flow in flows.values() if start is not None and flow.source == start.id), None)
    if start is None or first is None:
        return
    gateway, end, on, out = (f"{_SPARE}{level}.{part}" for part in ("gateway", "end", "on", "out"))
    common = {"name": "", "line": start.line, "scope": level}
    nodes[gateway] = Node(id=gateway, kind="exclusiveGateway", default=on, **common)  # type: ignore[arg-type]
    nodes[end] = Node(id=end, kind="endEvent", **common)  # type: ignore[arg-type]
    flows[first.id] = replace(first, target=gateway)
    flows[on] = Flow(id=on, source=gateway, target=first.target, **common)  # type: ignore[arg-type]
    flows[out] = Flow(id=out, source=gateway, target=end, condition="1 = 2", **common)  # type: ignore[arg-type]
