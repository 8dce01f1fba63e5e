"""The way from start to end: nothing cut off, nothing implicit, no loop without a person.

Promise: each fault of the flow is reported at the symbol or arrow where its author mends it.
Never: outcomes, conditions, parallel parts; they have checks of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from runner.diagram.drawing import Drawing, Node
from runner.diagram.faults import fault, process_fault
from runner.diagram.flow_graph import EXIT, FlowGraph, way_out
from runner.diagram.vocabulary import GATEWAYS
from runner.model import Problem


def check_flow(drawing: Drawing, graph: FlowGraph) -> Iterator[Problem]:
    """Every fault of the flow."""
    if drawing.nodes:
        yield from _starts_and_ends(drawing)
    if drawing.nodes and not any(node.kind == "userTask" for node in drawing.nodes.values()):
        yield process_fault(drawing, "task.none")
    for node in drawing.nodes.values():
        yield from _ways_of(drawing, graph, node)
    yield from _duplicates(drawing, graph)
    yield from _conditions_out_of_place(drawing, graph)
    yield from _cut_off(drawing, graph)
    yield from _automatic_loops(drawing, graph)


def _starts_and_ends(drawing: Drawing) -> Iterator[Problem]:
    scopes = [""] + [n.id for n in drawing.nodes.values() if n.kind == "subProcess" and n.accepted]
    for scope in scopes:
        inside = [node for node in drawing.nodes.values() if node.scope == scope]
        starts = [node for node in inside if node.kind == "startEvent"]
        names = {
            "scope_id": f"Subproses “{drawing.nodes[scope].said}”" if scope else "SOP ini",
            "scope_en": f"The sub-process “{drawing.nodes[scope].said}”" if scope else "This SOP",
        }
        at = drawing.nodes.get(scope)
        if not starts:
            yield (
                fault(drawing, "start.none", at, **names)
                if at
                else process_fault(drawing, "start.none", **names)
            )
        for start in starts[1:]:
            listed = ", ".join(f"“{node.said}”" for node in starts)
            yield fault(drawing, "start.several", start, names=listed, **names)
        if not any(node.kind == "endEvent" for node in inside):
            yield (
                fault(drawing, "end.none", at, **names) if at else process_fault(drawing, "end.none", **names)
            )


def _ways_of(drawing: Drawing, graph: FlowGraph, node: Node) -> Iterator[Problem]:
    incoming, outgoing = graph.incoming[node.id], graph.outgoing[node.id]
    said = node.said
    if node.kind == "startEvent" and incoming:
        yield fault(drawing, "start.incoming", node, source=drawing.nodes[incoming[0].source].said)
    if node.kind == "endEvent" and outgoing:
        yield fault(drawing, "end.outgoing", node, target=drawing.nodes[outgoing[0].target].said)
    if not node.accepted:
        return
    if node.kind in GATEWAYS:
        if len(incoming) > 1 and len(outgoing) > 1:
            yield fault(drawing, "gateway.mixed", node)
        elif len(incoming) == 1 and len(outgoing) == 1 and not _has_loose_arrow(drawing, node):
            yield fault(drawing, "gateway.useless", node)
        return
    if len(outgoing) > 1 and node.kind != "endEvent":
        targets = graph.said_all(flow.target for flow in outgoing)
        yield fault(drawing, "flow.implicit_split", node, node=said, targets=targets)
    if len(incoming) > 1 and node.kind != "startEvent":
        sources = graph.said_all(flow.source for flow in incoming)
        yield fault(drawing, "flow.implicit_join", node, node=said, sources=sources)


def _has_loose_arrow(drawing: Drawing, node: Node) -> bool:
    return any(not flow.sound and node.id in (flow.source, flow.target) for flow in drawing.flows.values())


def _duplicates(drawing: Drawing, graph: FlowGraph) -> Iterator[Problem]:
    pairs = Counter((flow.source, flow.target) for flow in drawing.flows.values() if flow.sound)
    met: set[tuple[str, str]] = set()
    for flow in drawing.flows.values():
        pair = (flow.source, flow.target)
        if flow.sound and pairs[pair] > 1 and pair in met:
            source, target = drawing.nodes[flow.source], drawing.nodes[flow.target]
            yield fault(drawing, "flow.duplicate", flow, source=source.said, target=target.said)
        met.add(pair)


def _conditions_out_of_place(drawing: Drawing, graph: FlowGraph) -> Iterator[Problem]:
    for flow in drawing.flows.values():
        source = drawing.nodes.get(flow.source)
        if flow.sound and flow.condition is not None and source is not None and not _chooses(graph, source):
            target = drawing.nodes[flow.target]
            yield fault(drawing, "flow.condition_ignored", flow, source=source.said, target=target.said)
    for node in drawing.nodes.values():
        flow_marked = drawing.flows.get(node.default)
        if flow_marked is None:
            continue  # dangling; said when it was read
        if flow_marked.source != node.id or (node.accepted and not _chooses(graph, node)):
            yield fault(
                drawing, "flow.default_ignored", node, node=node.said, flow=flow_marked.name or flow_marked.id
            )


def _chooses(graph: FlowGraph, node: Node) -> bool:
    return not node.accepted or (
        node.kind in ("exclusiveGateway", "inclusiveGateway") and len(graph.outgoing[node.id]) > 1
    )


def _cut_off(drawing: Drawing, graph: FlowGraph) -> Iterator[Problem]:
    dead_ends = []
    for node in drawing.nodes.values():
        if node.kind != "endEvent" and not graph.after[graph.leaving(node.id)]:
            dead_ends.append(graph.leaving(node.id))
            yield fault(drawing, "node.dead_end", node, node=node.said)
    entered = _unentered(drawing, graph)
    for node in drawing.nodes.values():
        if node.id in entered:
            yield fault(drawing, "node.unreachable", node, node=node.said)
    ending = graph.backward([EXIT, *dead_ends, *_pointless_ends(drawing, graph)])
    for node in drawing.nodes.values():
        if node.id in graph.reached and graph.leaving(node.id) not in ending:
            if node.kind == "subProcess" and way_out(node.id) not in graph.reached:
                continue  # its inside is what never ends
            yield fault(drawing, "node.never_ends", node, node=node.said)


def _unentered(drawing: Drawing, graph: FlowGraph) -> frozenset[str]:
    """What is not reached, less what only follows from a sub-process that never ends."""
    stuck = [
        way_out(n.id) for n in drawing.nodes.values() if n.kind == "subProcess" and n.id in graph.reached
    ]
    excused = graph.reached | graph.forward(stuck)
    return frozenset(node for node in drawing.nodes if node not in excused)


def _pointless_ends(drawing: Drawing, graph: FlowGraph) -> list[str]:
    """End symbols with a way on, and the borders of sub-processes nobody can leave: said elsewhere."""
    return [n.id for n in drawing.nodes.values() if n.kind == "endEvent"]


def _automatic_loops(drawing: Drawing, graph: FlowGraph) -> Iterator[Problem]:
    def automatic(key: str) -> bool:
        node = graph.nodes.get(key.removesuffix("\0out"))
        return node is not None and (node.kind not in ("userTask",)) and node.accepted

    for loop in graph.loops(automatic):
        at = graph.nodes[loop[0].removesuffix("\0out")]
        yield fault(drawing, "cycle.automatic", at, nodes=graph.said_all(loop))
