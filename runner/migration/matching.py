"""Which symbol of another revision is the one a token stands at.

Promise: what somebody chose comes first, then the symbol of the same id and kind, then what the comparison
of the two diagrams takes for the same. Never: two readings; where it is not clear, there is none.
"""

from __future__ import annotations

from collections.abc import Mapping

from runner.diagram import Diagram
from runner.diagram.flow_graph import FlowGraph, graph_of
from runner.model import ElementId
from runner.revision import Revision

JOINS = frozenset({"parallelGateway", "inclusiveGateway"})
_KINDS = {"parallelGateway": "join", "inclusiveGateway": "join"}


def kind_of(diagram: Diagram, element: str) -> str:
    """The kind of a symbol as far as tokens can tell; empty if there is no such symbol."""
    node = diagram.drawing.nodes.get(element)
    return "" if node is None else _KINDS.get(node.kind, node.kind)


def _lane_name(diagram: Diagram, lane: str) -> str:
    return next((one.name.casefold() for one in diagram.lanes if one.id == lane), "")


class Counterparts:
    """The symbols of ``to`` for those of ``old``."""

    def __init__(
        self, old: Revision, to: Revision, *, chosen: Mapping[str, str], same: Mapping[ElementId, ElementId]
    ) -> None:
        self._old, self._to, self._chosen = old.diagram, to.diagram, chosen
        self._found = dict(self._by_id())
        taken = set(self._found.values())
        for before, after in same.items():
            if before not in self._found and after not in taken and self._is_sure(before, after):
                self._found[before] = after
        self._graph: FlowGraph = graph_of(self._to.drawing)
        self._old_graph: FlowGraph = graph_of(self._old.drawing)

    def _by_id(self) -> Mapping[str, str]:
        return {
            element: element
            for element in self._old.drawing.nodes
            if kind_of(self._old, element) == kind_of(self._to, element)
        }

    def _is_sure(self, before: ElementId, after: ElementId) -> bool:
        """True if work may go from one to the other without anybody saying so.

        A reader is helped by any likeness; a step under another name, in another lane, is another's work.
        """
        kind = kind_of(self._old, before)
        if kind != "userTask" or kind != kind_of(self._to, after):
            return kind == kind_of(self._to, after) != ""
        one, other = self._old.tasks[before], self._to.tasks[after]
        same_name = one.name.casefold() == other.name.casefold()
        return same_name or _lane_name(self._old, one.lane) == _lane_name(self._to, other.lane)

    def of(self, element: str) -> str | None:
        """The symbol for this one, chosen or found; None if there is none."""
        return self._chosen.get(element) or self._found.get(element)

    def end_for(self, end: str, scope: str) -> str:
        """An end of that level to stand for one that was reached: the same one, else the first drawn."""
        nodes = self._to.drawing.nodes
        ends = [node.id for node in nodes.values() if node.kind == "endEvent" and node.scope == scope]
        mine = self.of(end)
        return mine if mine in ends else ends[0] if ends else end

    def source_for(self, join: str, target: str, source: str) -> str | None:
        """From where a token that waits at ``join`` has come to ``target``; None if that is not clear."""
        before = [flow.source for flow in self._old_graph.incoming.get(join, ())]
        after = [flow.source for flow in self._graph.incoming.get(target, ())]
        kept = {one: self.of(one) for one in before if self.of(one) in after}
        if source in kept:
            return kept[source]
        open_before = sorted(set(before) - kept.keys())
        open_after = sorted(set(after) - set(kept.values()))
        # a branch that got longer: its way in is now where the old last step leads to
        start = self.of(source)
        if start is not None and start in self._graph.nodes:
            way = self._graph.forward([self._graph.leaving(start)], lambda key: key == target)
            met = [one for one in open_after if self._graph.leaving(one) in way]
            if len(met) == 1:
                return met[0]
        return open_after[0] if open_before == [source] and len(open_after) == 1 else None
