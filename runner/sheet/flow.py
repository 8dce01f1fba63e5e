"""Where the flow goes from a step to the next steps, over everything between them.

Promise: every way out of a step ends at a step or at the end, and carries the names that stand along it.
Never: paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from runner.diagram import Diagram
from runner.diagram.flow_graph import ENTRY, EXIT, FlowGraph, graph_of
from runner.model import ElementId

#: More ways out of one step than anybody could draw by hand.
MOST_WAYS: Final = 48
_DIVIDES: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way out: to a step, or (None) to the end. ``kinds`` are the gateways that divide along it."""

    target: ElementId | None
    names: tuple[str, ...]
    kinds: frozenset[str]
    gateways: tuple[str, ...]


class Ways:
    """The flow of one diagram, step by step."""

    def __init__(self, diagram: Diagram, *, otherwise: str) -> None:
        self.graph: FlowGraph = graph_of(diagram.drawing)
        self._tasks: Mapping[ElementId, object] = diagram.tasks
        self._otherwise = otherwise

    def out_of(self, step: ElementId) -> tuple[Way, ...]:
        """Every way out of a step."""
        return tuple(self._walk(self.graph.leaving(step)))

    def from_start(self) -> tuple[Way, ...]:
        """Every way from the start to a first step."""
        return tuple(self._walk(ENTRY))

    def joins_before(self, step: ElementId) -> frozenset[str]:
        """The kinds of the gateways that wait for several ways right before a step."""
        found = set()
        ahead = list(self.graph.before[step])
        met: set[str] = set()
        while ahead:
            key = ahead.pop()
            node = self.graph.nodes.get(key.removesuffix("\0out"))
            if key in met or node is None or node.kind == "userTask":
                continue
            met.add(key)
            if node.kind in ("parallelGateway", "inclusiveGateway") and len(self.graph.incoming[node.id]) > 1:
                found.add(node.kind)
            ahead += self.graph.before[key]
        return frozenset(found)

    def _walk(self, start: str) -> Iterator[Way]:
        # depth first, so that ways stand in the order in which the diagram names them
        ahead: list[tuple[str, tuple[str, ...], tuple[str, ...], frozenset[str]]] = [
            (start, (), (), frozenset({start}))
        ]
        given = 0
        while ahead and given < MOST_WAYS:
            key, names, gateways, met = ahead.pop()
            if key == EXIT or (key in self._tasks and len(met) > 1):
                given += 1
                yield self._way(key, names, gateways)
                continue
            following = []
            for target, name, divider in self._after(key):
                if target not in met or target in self._tasks:
                    further = (*names, name) if name else names
                    passed = (*gateways, divider) if divider else gateways
                    following.append((target, further, passed, met | {target, key + target}))
            ahead += reversed(following)

    def _way(self, target: str, names: tuple[str, ...], gateways: tuple[str, ...]) -> Way:
        kinds = frozenset(self.graph.nodes[gateway].kind for gateway in gateways)
        step = ElementId(target) if target in self._tasks else None
        return Way(target=step, names=names, kinds=kinds, gateways=gateways)

    def _after(self, key: str) -> Iterator[tuple[str, str, str]]:
        """What follows a key: its key, the name along the flow, and the gateway if one divides here."""
        graph = self.graph
        node = graph.nodes.get(key.removesuffix("\0out"))
        flows = graph.outgoing[node.id] if node is not None and graph.leaving(node.id) == key else ()
        divides = node is not None and len(flows) > 1 and node.kind.endswith("Gateway")
        for flow in flows:
            divider = node.id if divides and node is not None else ""
            name = ""
            if divides and node is not None and node.kind in _DIVIDES:
                name = flow.name or flow.condition or (self._otherwise if node.default == flow.id else "")
            yield flow.target, name, divider
        drawn = {flow.target for flow in flows}
        for target in graph.after[key]:
            if target not in drawn:
                yield target, "", ""
