"""Which symbol and lane of one diagram is which of another.

Promise: an id that still means the same keeps its symbol; a step drawn anew is found by its name, its text,
its lane and its neighbours; nothing is matched twice.
Never: a match between things of different kinds (a step is no gateway).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeVar

from runner.comparison import wording
from runner.comparison.ways import Ways
from runner.diagram import Diagram
from runner.diagram.drawing import Band, Node
from runner.diagram.lanes import LanePlan

Thing = TypeVar("Thing")

_FAMILIES: Final = {
    "startEvent": "start",
    "endEvent": "end",
    "boundaryEvent": "middle",
    "intermediateCatchEvent": "middle",
    "intermediateThrowEvent": "middle",
    "implicitThrowEvent": "middle",
}
#: How alike two names are to be one: with the same id, anywhere, between the same neighbours.
_SAME_ID: Final = 0.5
_ALIKE: Final = 0.75
_BESIDE: Final = 0.5
#: Pairs looked at closely; diagrams that share less than this leaves open are different SOPs.
_MOST_PAIRS: Final = 100_000
_ROUNDS: Final = 4


def family(kind: str) -> str:
    """What a symbol is to a reader: step, gateway, start, end, middle."""
    return _FAMILIES.get(kind, "gateway" if kind.endswith("Gateway") else "step")


class Matching:
    """The two diagrams, side by side. ``nodes`` and ``lanes`` map old ids to new ids."""

    def __init__(self, old: Diagram, new: Diagram) -> None:
        self.old, self.new = old, new
        self.old_ways, self.new_ways = Ways(old.drawing), Ways(new.drawing)
        self._places = _places(old), _places(new)
        self._likeness = wording.Likeness()
        nodes: dict[str, str] = {}
        self._by_id_and_likeness(nodes)
        self._by_name(nodes)
        self._by_id(nodes)
        self.lanes: Mapping[str, str] = self._lanes(nodes)
        self._by_surroundings(nodes)
        self.lanes = MappingProxyType(self._lanes_by_steps(nodes, self.lanes))
        self.nodes: Mapping[str, str] = MappingProxyType(
            {key: nodes[key] for key in old.drawing.nodes if key in nodes}
        )
        self.back: Mapping[str, str] = MappingProxyType({there: here for here, there in nodes.items()})

    # -- what the differences ask for ----------------------------------------------------------

    def added(self) -> tuple[Node, ...]:
        """The new symbols, in the order of the flow; merges that say nothing are none."""
        return tuple(
            node
            for node in self.new_ways.in_order()
            if node.id not in self.back and not self.new_ways.is_plain_merge(node)
        )

    def removed(self) -> tuple[Node, ...]:
        """The symbols that are gone, in the order of the flow."""
        return tuple(
            node
            for node in self.old_ways.in_order()
            if node.id not in self.nodes and not self.old_ways.is_plain_merge(node)
        )

    def kept(self) -> tuple[tuple[Node, Node], ...]:
        """The symbols that both have, in the order of the new flow."""
        before = self.old.drawing.nodes
        return tuple(
            (before[self.back[node.id]], node) for node in self.new_ways.in_order() if node.id in self.back
        )

    def bands_of(self, node: Node, *, old: bool = False) -> str:
        """The id of the lane of a symbol, empty where that is not clear."""
        return self._places[0 if old else 1].get(node.id, "")

    # -- symbols -------------------------------------------------------------------------------

    def _open(self, nodes: Mapping[str, str]) -> tuple[list[Node], list[Node]]:
        taken = set(nodes.values())
        before = [node for key, node in self.old.drawing.nodes.items() if key not in nodes]
        return before, [node for key, node in self.new.drawing.nodes.items() if key not in taken]

    def _by_id_and_likeness(self, nodes: dict[str, str]) -> None:
        """The same id and a name that says much the same."""
        for key, before in self.old.drawing.nodes.items():
            after = self.new.drawing.nodes.get(key)
            if after is not None and _akin(before, after) and self._alike(before, after) >= _SAME_ID:
                nodes[key] = key

    def _by_name(self, nodes: dict[str, str]) -> None:
        """The same name, where only one bears it, or only one in that lane."""
        for told in (_named, self._named_in_lane):
            before, after = self._open(nodes)
            come = _grouped(after, told)
            for name, group in _grouped(before, told).items():
                others = come.get(name, ())
                if name[1] and len(group) == len(others) == 1:
                    nodes[group[0].id] = others[0].id

    def _named_in_lane(self, node: Node) -> tuple[str, ...]:
        drawn_old = self.old.drawing.nodes.get(node.id) is node
        bands = {band.id: band for band in (self.old if drawn_old else self.new).drawing.bands}
        band = bands.get(self.bands_of(node, old=drawn_old))
        return (*_named(node), wording.folded(band.name) if band else "")

    def _by_id(self, nodes: dict[str, str]) -> None:
        """The same id under quite another name: who edits a name keeps the id."""
        taken = set(nodes.values())
        for key, before in self.old.drawing.nodes.items():
            after = self.new.drawing.nodes.get(key)
            if key not in nodes and key not in taken and after is not None and _akin(before, after):
                nodes[key] = key

    def _by_surroundings(self, nodes: dict[str, str]) -> None:
        """What is left: much the same text, or a like one in the same lane between the same neighbours."""
        before, after = self._open(nodes)
        if len(before) * len(after) > _MOST_PAIRS:
            return
        likely = [
            (alike, one, other)
            for one in before
            for other in after
            if _akin(one, other)
            and ((alike := self._alike(one, other)) >= _BESIDE or not (one.name or other.name))
        ]
        for _ in range(_ROUNDS):
            taken, found = set(nodes.values()), len(nodes)
            around = {
                one.id: (
                    {nodes.get(key, "") for key in self.old_ways.before(one.id)},
                    {nodes.get(key, "") for key in self.old_ways.after(one.id)},
                )
                for one in before
                if one.id not in nodes
            }
            scored = [
                (self._closeness(alike, one, other, *around[one.id]), one, other)
                for alike, one, other in likely
                if one.id in around and other.id not in taken
            ]
            for weight, one, other in sorted(scored, key=lambda entry: -entry[0]):
                if weight and one.id not in nodes and other.id not in taken:
                    nodes[one.id] = other.id
                    taken.add(other.id)
            if len(nodes) == found:
                return

    def _closeness(self, alike: float, one: Node, other: Node, before: set[str], after: set[str]) -> float:
        """How surely two symbols are one; ``before`` and ``after`` surround the old one, by their new ids."""
        ahead = not before.isdisjoint(self.new_ways.before(other.id))
        behind = not after.isdisjoint(self.new_ways.after(other.id))
        lane = self.lanes.get(self.bands_of(one, old=True), "-") == self.bands_of(other)
        named = bool(one.name and other.name)
        beside = (lane or family(one.kind) != "step") and (ahead or behind)
        close = (
            alike >= _ALIKE
            or (named and alike >= _BESIDE and beside)
            or (one.name == other.name == "" and ahead and behind)
        )
        return 0.1 + alike + 0.2 * (lane + ahead + behind) if close else 0.0

    def _alike(self, one: Node, other: Node) -> float:
        if one.name == other.name and (one.name or one.id == other.id):
            return 1.0
        texts = [(one.name, other.name)]
        if family(one.kind) == "step":
            texts.append((one.documentation, other.documentation))
        return max(self._likeness.of(a, b) for a, b in texts)

    # -- lanes ---------------------------------------------------------------------------------

    def _lanes(self, nodes: Mapping[str, str]) -> dict[str, str]:
        """Lanes by name, by id, by the positions they name, by the steps they hold, by a like name."""
        lanes: dict[str, str] = {}
        for told in (_lane_name, _lane_id, _lane_positions):
            before, after = self._open_lanes(lanes)
            come = _grouped(after, told)
            for name, group in _grouped(before, told).items():
                others = come.get(name, ())
                if any(name) and len(group) == len(others) == 1:
                    lanes[group[0].id] = others[0].id
        lanes = self._lanes_by_steps(nodes, lanes)
        before, after = self._open_lanes(lanes)
        for one in before:
            close = [band for band in after if self._lanes_alike(one, band) >= _ALIKE]
            if len(close) == 1 and close[0].id not in lanes.values():
                lanes[one.id] = close[0].id
        return lanes

    def _lanes_alike(self, one: Band, other: Band) -> float:
        return self._likeness.of(one.name, other.name)

    def _open_lanes(self, lanes: Mapping[str, str]) -> tuple[list[Band], list[Band]]:
        taken = set(lanes.values())
        return (
            [band for band in self.old.drawing.bands if band.id not in lanes],
            [band for band in self.new.drawing.bands if band.id not in taken],
        )

    def _lanes_by_steps(self, nodes: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
        lanes = dict(known)
        shared: dict[tuple[str, str], int] = defaultdict(int)
        sizes: dict[tuple[bool, str], int] = defaultdict(int)
        for here, there in nodes.items():
            one, other = self.old.drawing.nodes[here], self.new.drawing.nodes[there]
            if family(one.kind) == "step":
                pair = self.bands_of(one, old=True), self.bands_of(other)
                shared[pair] += 1
                sizes[True, pair[0]] += 1
                sizes[False, pair[1]] += 1
        for (here, there), count in sorted(shared.items(), key=lambda entry: (-entry[1], entry[0])):
            most = 2 * count >= sizes[True, here] and 2 * count >= sizes[False, there]
            if here and there and most and here not in lanes and there not in lanes.values():
                lanes[here] = there
        return lanes


def _places(diagram: Diagram) -> dict[str, str]:
    plan = LanePlan(diagram.drawing)
    return {node.id: plan.lane_of(node) for node in diagram.drawing.nodes.values()}


def _akin(one: Node, other: Node) -> bool:
    return family(one.kind) == family(other.kind)


def _named(node: Node) -> tuple[str, ...]:
    return family(node.kind), wording.folded(node.name)


def _lane_name(band: Band) -> tuple[str, ...]:
    return (wording.folded(band.name),)


def _lane_id(band: Band) -> tuple[str, ...]:
    return (band.id,)


def _lane_positions(band: Band) -> tuple[str, ...]:
    return (" ".join(sorted(band.properties.get("jabatan", "").split())),)


def _grouped(
    things: Iterable[Thing], told: Callable[[Thing], tuple[str, ...]]
) -> dict[tuple[str, ...], list[Thing]]:
    groups: dict[tuple[str, ...], list[Thing]] = {}
    for thing in things:
        groups.setdefault(told(thing), []).append(thing)
    return groups
