"""How a diagram leads from one symbol to the next, merges that say nothing left out.

Promise: an unnamed exclusive gateway with one way on is only a place where arrows meet: whatever leads to it
leads to what follows it. Never: a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from runner.diagram.drawing import Drawing, Flow, Node

#: Names told of the symbols around one; more nobody reads.
MOST_NAMES: Final = 4
_MORE: Final = "…"
_CHOOSING: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From one symbol to another; ``flow`` is the arrow that leaves the first, with what is written on it."""

    source: str
    target: str
    flow: Flow
    default: bool


class Ways:
    """The ways of one drawing."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.nodes: Mapping[str, Node] = drawing.nodes
        self._leaving: dict[str, list[Flow]] = {key: [] for key in self.nodes}
        for flow in drawing.flows.values():
            if flow.source in self.nodes and flow.target in self.nodes:
                self._leaving[flow.source].append(flow)
        self.all = tuple(
            Way(
                source=key,
                target=self._beyond(flow.target),
                flow=flow,
                default=self.nodes[key].default == flow.id,
            )
            for key, flows in self._leaving.items()
            if not self.is_plain_merge(self.nodes[key])
            for flow in flows
        )
        self._by_source: dict[str, list[Way]] = {key: [] for key in self.nodes}
        for way in self.all:
            self._by_source[way.source].append(way)
        self._after: dict[str, list[str]] = {key: [] for key in self.nodes}
        self._before: dict[str, list[str]] = {key: [] for key in self.nodes}
        for way in self.all:
            self._after[way.source].append(way.target)
            self._before[way.target].append(way.source)
        for flow in drawing.flows.values():  # merges have neighbours, too: they may have to be matched
            for end, other, there in (
                (flow.target, flow.source, self._before),
                (flow.source, flow.target, self._after),
            ):
                if end in self.nodes and other in self.nodes and self.is_plain_merge(self.nodes[end]):
                    there[end].append(other)

    def is_plain_merge(self, node: Node) -> bool:
        """True for an unnamed exclusive gateway with one way on."""
        return node.kind == "exclusiveGateway" and not node.name and len(self._leaving[node.id]) == 1

    def after(self, key: str) -> list[str]:
        """What follows a symbol."""
        return self._after[key]

    def before(self, key: str) -> list[str]:
        """What leads to a symbol."""
        return self._before[key]

    def leaving(self, key: str) -> tuple[Way, ...]:
        """The ways that leave a symbol."""
        return tuple(self._by_source.get(key, ()))

    def is_choice(self, way: Way) -> bool:
        """True for a way that somebody chooses by its name."""
        return bool(way.flow.name) and self.nodes[way.source].kind in _CHOOSING

    def in_order(self) -> Iterator[Node]:
        """Every symbol, as the flow meets them; what nothing leads to comes last."""
        met: dict[str, None] = {}
        entered = {flow.target for flows in self._leaving.values() for flow in flows}
        starts = [key for key in self.nodes if key not in entered]
        for start in (*starts, *self.nodes):
            ahead = [start]
            while ahead:
                key = ahead.pop()
                if key in met:
                    continue
                met[key] = None
                ahead += [flow.target for flow in reversed(self._leaving[key])]
        return (self.nodes[key] for key in met)

    def names_after(self, key: str) -> str:
        """The named symbols that follow, unnamed ones looked through."""
        return self._names(key, self._after)

    def names_before(self, key: str) -> str:
        """The named symbols that lead here, unnamed ones looked through."""
        return self._names(key, self._before)

    def said(self, key: str) -> str:
        """How a reader names a symbol: by its name, else by what it leads to, else by its id."""
        node = self.nodes[key]
        ahead = ", ".join(self._named_around(key, self._after))
        return node.name or (f"→ {ahead}" if ahead else node.id)

    def _beyond(self, key: str) -> str:
        """What a way that reaches this symbol comes to; merges that only lead to each other stay."""
        passed: set[str] = set()
        while self.is_plain_merge(self.nodes[key]) and key not in passed:
            passed.add(key)
            key = self._leaving[key][0].target
        return key

    def _names(self, key: str, neighbours: Mapping[str, list[str]]) -> str:
        return ", ".join(
            name if name == _MORE else f"“{name}”" for name in self._named_around(key, neighbours)
        )

    def _named_around(self, key: str, neighbours: Mapping[str, list[str]]) -> list[str]:
        names: dict[str, None] = {}
        met, ahead = {key}, list(neighbours.get(key, ()))
        while ahead and len(names) <= MOST_NAMES:
            at = ahead.pop(0)
            if at in met:
                continue
            met.add(at)
            node = self.nodes[at]
            if node.name:
                names[node.name] = None
            elif node.kind.endswith("Gateway"):
                ahead += neighbours.get(at, ())
        return [*list(names)[:MOST_NAMES], *([_MORE] if len(names) > MOST_NAMES else [])]
