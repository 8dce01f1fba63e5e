"""Who decides at a gateway, when they are asked, and which ways lead back.

Promise: a gateway whose arrows carry names and no condition is a question to the one person before it.
Never: a guess; a gateway without one clear decider yields no question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from runner.diagram.drawing import Flow, Node
from runner.diagram.flow_graph import FlowGraph
from runner.diagram.nouns import Chain, Choice, Question
from runner.model import ElementId

#: Chains of outcomes that may lead to one question; more than a person could follow.
MOST_CHAINS: Final = 64
LONGEST_CHOICE: Final = 200
RETURN_PROPERTY: Final = "kembali"
RETURN_VALUE: Final = "ya"


@dataclass(frozen=True, slots=True)
class Deciders:
    """The user tasks that reach a gateway over merges and outcome gateways, and what else reaches it."""

    tasks: tuple[str, ...]
    blockers: tuple[str, ...]

    @property
    def one(self) -> str | None:
        """The task that decides, None if that is not clear."""
        return self.tasks[0] if len(self.tasks) == 1 and not self.blockers else None


class TooManyChains(Exception):
    """More chains lead to the gateway than ``MOST_CHAINS``; the gate turns it into a problem."""


def is_question(graph: FlowGraph, node: Node) -> bool:
    """True for an exclusive gateway that divides and whose arrows carry no condition."""
    flows = graph.outgoing[node.id]
    return (
        node.kind == "exclusiveGateway" and len(flows) > 1 and all(flow.condition is None for flow in flows)
    )


def is_merge(graph: FlowGraph, node: Node) -> bool:
    """True for an exclusive gateway with one way on."""
    return node.kind == "exclusiveGateway" and len(graph.outgoing[node.id]) <= 1


def deciders(graph: FlowGraph, gateway: str) -> Deciders:
    """What reaches the gateway backwards over merges and outcome gateways."""
    tasks: dict[str, None] = {}
    blockers: dict[str, None] = {}
    met: set[str] = set()
    ahead = [gateway]
    while ahead:
        key = ahead.pop()
        if key in met:
            continue
        met.add(key)
        for source in graph.before[key]:
            node = graph.nodes.get(source)
            if node is None or not node.accepted:
                blockers[source] = None
            elif node.kind == "userTask":
                tasks[source] = None
            elif is_merge(graph, node) or is_question(graph, node):
                ahead.append(source)
            else:
                blockers[source] = None
    by_place = graph.place.__getitem__
    return Deciders(tuple(sorted(tasks, key=by_place)), tuple(sorted(blockers, key=by_place)))


def chains(graph: FlowGraph, gateway: str) -> tuple[Chain, ...]:
    """The choices that lead from the decider to the gateway, shortest first. Raises TooManyChains."""
    return _shortest(_chains(graph, gateway, {}, frozenset()))


def returns(graph: FlowGraph, flow: Flow) -> bool:
    """True if the flow leads back: every way to its gateway passes its target, or its author says so."""
    return graph.dominates(flow.target, flow.source) or flow.properties.get(RETURN_PROPERTY) == RETURN_VALUE


def questions(graph: FlowGraph) -> Mapping[ElementId, Question]:
    """Every question that has one decider and different names on its arrows, in the order of the flow."""
    found: dict[ElementId, Question] = {}
    for key in graph.flowing:
        node = graph.nodes.get(key)
        if node is None or not is_question(graph, node):
            continue
        decider = deciders(graph, key).one
        flows = graph.outgoing[key]
        if decider is None or len({choice_key(flow.name) for flow in flows} - {""}) < len(flows):
            continue
        try:
            asked_after = chains(graph, key)
        except TooManyChains:
            continue
        found[ElementId(key)] = Question(
            gateway=ElementId(key),
            text=node.name,
            choices=tuple(
                Choice(flow=ElementId(flow.id), name=flow.name, returns=returns(graph, flow))
                for flow in flows
            ),
            decider=ElementId(decider),
            asked_after=asked_after,
        )
    return MappingProxyType(found)


def choice_key(name: str) -> str:
    """Names with one key cannot be told apart on a page."""
    return name.casefold()


def _chains(
    graph: FlowGraph, gateway: str, known: dict[str, frozenset[Chain]], above: frozenset[str]
) -> frozenset[Chain]:
    if gateway in known:
        return known[gateway]
    found: set[Chain] = set()
    for flow in graph.incoming[gateway]:
        source = graph.nodes[flow.source]
        if source.kind == "userTask":
            found.add(())
        elif source.id in above or source.kind != "exclusiveGateway":
            continue  # a loop without a step; another check names it
        else:
            before = _chains(graph, source.id, known, above | {gateway})
            step = ((ElementId(source.id), flow.name),) if is_question(graph, source) else ()
            found |= {chain + step for chain in before}
        if len(found) > MOST_CHAINS:
            raise TooManyChains(gateway)
    known[gateway] = frozenset(found)
    return known[gateway]


def _shortest(found: frozenset[Chain]) -> tuple[Chain, ...]:
    """Without the chains that contain another one: the shorter already leads to the question."""
    kept: list[Chain] = []
    for chain in sorted(found, key=lambda chain: (len(chain), chain)):
        if not any(set(shorter) <= set(chain) for shorter in kept):
            kept.append(chain)
    return tuple(kept)
