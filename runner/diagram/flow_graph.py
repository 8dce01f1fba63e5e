"""The flow of a diagram as one graph, sub-processes opened up.

Promise: questions of reach and order have one answer, in document order, without recursion.
Never: a problem; the checks say what an answer means.

A sub-process appears twice: under its id where it is entered, and under ``way_out(id)`` where it is left.
Flows that are broken, and symbols that cannot be run, are walked past, so that one fault is reported once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from runner.diagram.drawing import Drawing, Flow, Node

ENTRY = "\0entry"
EXIT = "\0exit"


def way_out(sub_process: str) -> str:
    """The key under which a sub-process is left; of the process itself (empty id) the exit."""
    return f"{sub_process}\0out" if sub_process else EXIT


@dataclass(frozen=True)
class FlowGraph:
    """What follows what. ``outgoing`` and ``incoming`` hold the sound flows of each symbol."""

    nodes: Mapping[str, Node]
    keys: tuple[str, ...]
    after: Mapping[str, tuple[str, ...]]
    before: Mapping[str, tuple[str, ...]]
    outgoing: Mapping[str, tuple[Flow, ...]]
    incoming: Mapping[str, tuple[Flow, ...]]

    def leaving(self, node: str) -> str:
        """The key from which the flows of a symbol leave."""
        found = self.nodes.get(node)
        return way_out(node) if found is not None and found.kind == "subProcess" else node

    def said(self, key: str) -> str:
        """How a message names a key."""
        node = self.nodes.get(key.removesuffix("\0out"))
        return f"“{node.said}”" if node else ""

    def said_all(self, keys: Iterable[str]) -> str:
        """How a message names several, each once."""
        return ", ".join(dict.fromkeys(filter(None, map(self.said, keys))))

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Document order."""
        return {key: index for index, key in enumerate(self.keys)}

    @cached_property
    def reached(self) -> frozenset[str]:
        """What can be reached from the start."""
        return self.forward([ENTRY])

    def forward(self, roots: Iterable[str], stop: Callable[[str], bool] = lambda _: False) -> frozenset[str]:
        """Everything reached from ``roots``, themselves included; not going on at what ``stop`` holds for."""
        return _spread(roots, self.after, stop)

    def backward(self, roots: Iterable[str], stop: Callable[[str], bool] = lambda _: False) -> frozenset[str]:
        """Everything from which ``roots`` are reached, themselves included."""
        return _spread(roots, self.before, stop)

    @cached_property
    def dominators(self) -> Mapping[str, str]:
        """The nearest symbol that every way from the start to a symbol passes."""
        return _nearest(ENTRY, self.after, self.before)

    @cached_property
    def closers(self) -> Mapping[str, str]:
        """The nearest symbol that every way from a symbol to the end passes."""
        return _nearest(EXIT, self.before, self.after)

    def dominates(self, gate: str, node: str) -> bool:
        """True if every way from the start to ``node`` passes ``gate``; a symbol dominates itself."""
        at = node
        while at != gate:
            above = self.dominators.get(at)
            if above is None or above == at:
                return False
            at = above
        return True

    @cached_property
    def flowing(self) -> tuple[str, ...]:
        """The reached keys in the order of the flow, loops cut; where that is open, in document order."""
        back = self.back
        waiting = {
            key: sum(1 for b in self.before[key] if b in self.reached and (b, key) not in back)
            for key in self.reached
        }
        ready = [ENTRY]
        order: list[str] = []
        while ready:
            ready.sort(key=lambda key: -self.place[key])
            key = ready.pop()
            order.append(key)
            for target in self.after[key]:
                if (key, target) in back:
                    continue
                waiting[target] -= 1
                if waiting[target] == 0:
                    ready.append(target)
        return tuple(order)

    @cached_property
    def back(self) -> frozenset[tuple[str, str]]:
        """Edges that return to a symbol that is still on the way (depth first, document order)."""
        back: set[tuple[str, str]] = set()
        on_the_way: set[str] = {ENTRY}
        met: set[str] = {ENTRY}
        stack = [(ENTRY, iter(self.after[ENTRY]))]
        while stack:
            key, following = stack[-1]
            target = next(following, None)
            if target is None:
                stack.pop()
                on_the_way.discard(key)
            elif target in on_the_way:
                back.add((key, target))
            elif target not in met:
                met.add(target)
                on_the_way.add(target)
                stack.append((target, iter(self.after[target])))
        return frozenset(back)

    def loops(self, keep: Callable[[str], bool]) -> tuple[tuple[str, ...], ...]:
        """The strongly connected parts with a cycle among the keys for which ``keep`` holds."""
        return _loops([key for key in self.keys if keep(key)], self.after, keep)


def graph_of(drawing: Drawing) -> FlowGraph:
    """The graph of a drawing."""
    keys: list[str] = [ENTRY]
    after: dict[str, list[str]] = {ENTRY: [], EXIT: []}
    outgoing: dict[str, list[Flow]] = {node: [] for node in drawing.nodes}
    incoming: dict[str, list[Flow]] = {node: [] for node in drawing.nodes}
    # a loose arrow was said when it was read; whatever lacks an arrow now is taken for its end
    loose = {flow.source for flow in drawing.flows.values() if not flow.sound}
    for node in drawing.nodes.values():
        keys.append(node.id)
        after[node.id] = []
        if node.kind == "subProcess":
            keys.append(way_out(node.id))
            after[way_out(node.id)] = []
    keys.append(EXIT)
    for flow in drawing.flows.values():
        if flow.sound:
            outgoing[flow.source].append(flow)
            incoming[flow.target].append(flow)
    graph = FlowGraph(nodes=drawing.nodes, keys=tuple(keys), after={}, before={}, outgoing={}, incoming={})
    scopes: dict[str, list[Node]] = {"": []}
    for node in drawing.nodes.values():
        scopes.setdefault(node.scope, []).append(node)
        if node.kind == "subProcess":
            scopes.setdefault(node.id, [])
        leaving = graph.leaving(node.id)
        excused = bool(loose) or not node.accepted
        after[leaving] += [flow.target for flow in outgoing[node.id]]
        if node.kind == "endEvent" or node.id in loose or (excused and not outgoing[node.id]):
            after[leaving].append(way_out(node.scope))
        if node.attached_to in drawing.nodes:
            after[node.attached_to].append(node.id)
        elif node.kind == "startEvent" or (excused and not incoming[node.id]):
            after[node.scope or ENTRY].append(node.id)
    for scope, inside in scopes.items():
        entered = scope or ENTRY
        if not any(node.kind == "startEvent" for node in inside):
            # a missing start is said once; what it would lead to then counts as reached
            after[entered] += [node.id for node in inside if not incoming[node.id]] or [
                node.id for node in inside[:1]
            ]
            if scope and not after[entered]:
                after[entered].append(way_out(scope))
        if scope and not any(node.kind == "endEvent" for node in inside):
            after[entered].append(way_out(scope))
    before: dict[str, list[str]] = {key: [] for key in keys}
    for key in keys:
        after[key] = list(dict.fromkeys(after[key]))
        for target in after[key]:
            before[target].append(key)
    return FlowGraph(
        nodes=drawing.nodes,
        keys=tuple(keys),
        after={key: tuple(targets) for key, targets in after.items()},
        before={key: tuple(sources) for key, sources in before.items()},
        outgoing={node: tuple(flows) for node, flows in outgoing.items()},
        incoming={node: tuple(flows) for node, flows in incoming.items()},
    )


def _spread(
    roots: Iterable[str], along: Mapping[str, tuple[str, ...]], stop: Callable[[str], bool]
) -> frozenset[str]:
    reached: set[str] = set()
    ahead = list(roots)
    while ahead:
        key = ahead.pop()
        if key in reached:
            continue
        reached.add(key)
        if not stop(key):
            ahead.extend(along[key])
    return frozenset(reached)


def _nearest(
    root: str, after: Mapping[str, tuple[str, ...]], before: Mapping[str, tuple[str, ...]]
) -> Mapping[str, str]:
    """Immediate dominators from ``root`` (Cooper, Harvey, Kennedy), as a map from each reached key."""
    order: list[str] = []
    met = {root}
    stack = [(root, iter(after[root]))]
    while stack:
        key, following = stack[-1]
        target = next(following, None)
        if target is None:
            stack.pop()
            order.append(key)
        elif target not in met:
            met.add(target)
            stack.append((target, iter(after[target])))
    number = {key: index for index, key in enumerate(order)}
    nearest: dict[str, str] = {root: root}
    changed = True
    while changed:
        changed = False
        for key in reversed(order[:-1]):
            found: str | None = None
            for source in before[key]:
                if source not in nearest:
                    continue
                if found is None:
                    found = source
                    continue
                other = source
                while found != other:
                    while number[found] < number[other]:
                        found = nearest[found]
                    while number[other] < number[found]:
                        other = nearest[other]
            if found is not None and nearest.get(key) != found:
                nearest[key] = found
                changed = True
    return nearest


def _loops(
    keys: list[str], after: Mapping[str, tuple[str, ...]], keep: Callable[[str], bool]
) -> tuple[tuple[str, ...], ...]:
    """Tarjan's strongly connected components, those with a cycle, each in document order."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    pending: list[str] = []
    held: set[str] = set()
    place = {key: index for index, key in enumerate(keys)}
    found: list[tuple[str, ...]] = []
    for root in keys:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        pending.append(root)
        held.add(root)
        stack = [(root, iter(after[root]))]
        while stack:
            key, following = stack[-1]
            target = next((t for t in following if keep(t)), None)
            if target is not None:
                if target not in number:
                    number[target] = low[target] = len(number)
                    pending.append(target)
                    held.add(target)
                    stack.append((target, iter(after[target])))
                elif target in held:
                    low[key] = min(low[key], number[target])
                continue
            stack.pop()
            if stack:
                low[stack[-1][0]] = min(low[stack[-1][0]], low[key])
            if low[key] == number[key]:
                part: list[str] = []
                while not part or part[-1] != key:
                    part.append(pending.pop())
                    held.discard(part[-1])
                if len(part) > 1 or key in after[key]:
                    found.append(tuple(sorted(part, key=place.__getitem__)))
    return tuple(found)
