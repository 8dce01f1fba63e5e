"""Parallel and inclusive parts open and close as blocks: no token lost, doubled or awaited in vain.

Promise: a drawing without these problems neither deadlocks nor does a step twice, whatever people choose.
Never: a simulation; the rules look at the shape alone, so a hostile drawing costs no more than another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from runner.diagram.drawing import Drawing, Node
from runner.diagram.faults import fault, process_fault
from runner.diagram.flow_graph import ENTRY, FlowGraph, way_out
from runner.model import Problem

_KINDS: Final = frozenset({"parallelGateway", "inclusiveGateway"})
#: Steps that all ways through the parallel parts of a diagram add up to, each way counted for itself.
MOST_WAYS: Final = 20_000


def check_parallel(drawing: Drawing, graph: FlowGraph) -> Iterator[Problem]:
    """Every parallel or inclusive part that is not a block."""
    closed: set[str] = set()
    blamed: set[str] = set()
    for node in drawing.nodes.values():
        if node.kind in _KINDS and node.id in graph.reached and len(graph.outgoing[node.id]) > 1:
            closing = graph.closers.get(node.id)
            if closing is None:
                continue  # it never ends; said elsewhere
            closed.add(closing)
            for found in _block(drawing, graph, node, closing):
                blamed.add(found.element)
                yield found
    for node in drawing.nodes.values():
        waits = node.kind in _KINDS and len(graph.incoming[node.id]) > 1 and node.id in graph.reached
        if waits and node.id not in closed | blamed:
            yield fault(drawing, "parallel.unmatched", node, node=node.said)
    if _too_many_ways(graph):
        yield process_fault(drawing, "size.parallel", limit=MOST_WAYS)


def _block(drawing: Drawing, graph: FlowGraph, split: Node, closing: str) -> Iterator[Problem]:
    regions = [
        graph.forward([flow.target], lambda key: key in (closing, split.id)) - {closing}
        for flow in graph.outgoing[split.id]
    ]
    if any(split.id in region for region in regions):
        yield fault(drawing, "parallel.leads_back", split, split=split.said)
        return
    inside: frozenset[str] = frozenset().union(*regions)
    outside = graph.reached - inside - {split.id}
    for key in sorted(inside, key=graph.place.__getitem__):
        if any(source in outside for source in graph.before[key]):
            at = graph.nodes.get(key.removesuffix("\0out"))
            if at is not None:
                yield fault(drawing, "parallel.entered", at, node=at.said, split=split.said)
                return
    shared = _shared(graph, regions)
    if shared is not None:
        code = "parallel.partial" if shared.kind in _KINDS else "parallel.branches_meet"
        yield fault(drawing, code, shared, node=shared.said, split=split.said)
        return
    if closing == way_out(split.scope):
        return
    join = graph.nodes.get(closing)
    if join is None or join.kind != split.kind or len(graph.incoming[join.id]) < 2:
        at = join or split
        yield fault(drawing, "parallel.branches_meet", at, node=at.said, split=split.said)
        return
    for region, flow in zip(regions, graph.outgoing[split.id], strict=True):
        arriving = [
            source
            for source in graph.before[closing]
            if source in region or (flow.target == closing and source == split.id)
        ]
        if len(arriving) > 1:
            yield fault(drawing, "parallel.branch_twice", join, node=join.said, split=split.said)
            return
    if any(source in outside for source in graph.before[closing]):
        yield fault(drawing, "parallel.entered", join, node=join.said, split=split.said)


def _shared(graph: FlowGraph, regions: list[frozenset[str]]) -> Node | None:
    """The first symbol, in the order of the flow, that several branches reach."""
    met: set[str] = set()
    shared: set[str] = set()
    for region in regions:
        shared |= met & region
        met |= region
    for key in graph.flowing:
        if key in shared and key in graph.nodes:
            return graph.nodes[key]
    return None


def _too_many_ways(graph: FlowGraph) -> bool:
    """True if the tree of all ways, divided at parallel gateways only, outgrows any SOP.

    An engine that foresees a case builds this tree when the case starts.
    """
    size: dict[str, int] = {}
    for key in reversed(graph.flowing):
        node = graph.nodes.get(key)
        chooses = node is not None and node.kind != "parallelGateway" and len(graph.after[key]) > 1
        following = [0 if chooses else size.get(target, 0) for target in graph.after[key]]
        size[key] = 1 + sum(following)
        if size[key] > MOST_WAYS:
            return True
    return size.get(ENTRY, 0) > MOST_WAYS
