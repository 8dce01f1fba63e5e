"""Executable BPMN out of a few lines of text, for tests of the engine.

One arrow per flow; the first letter of an id tells the kind: s start, e end, t task, x exclusive, p parallel,
o inclusive gateway, q sub-process, whose inside follows in braces. In brackets stands the name of a choice:
``x1 -> t2 [ya]`` is taken when x1 is "ya", ``o1 -> t2 [a]`` when o1_a is true, ``[*]`` marks the default
flow. The conditions are valid in our language and in Python, so that the stock engine can run the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

KINDS = {
    "s": "startEvent",
    "e": "endEvent",
    "t": "userTask",
    "x": "exclusiveGateway",
    "p": "parallelGateway",
    "o": "inclusiveGateway",
    "q": "subProcess",
}


@dataclass(frozen=True)
class Arrow:
    """A flow; ``choice`` is the name of the choice that takes it, * for the default."""

    id: str
    source: str
    target: str
    choice: str | None = None

    @property
    def condition(self) -> str | None:
        if self.choice is None or self.choice == "*":
            return None
        if self.source[0] == "o":
            return f"{self.source}_{self.choice} == True"
        return f'{self.source} == "{self.choice}"'


@dataclass
class Plane:
    """A process or the inside of a sub-process."""

    id: str
    nodes: list[str] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    inside: dict[str, Plane] = field(default_factory=dict)

    def connect(self, source: str, target: str, choice: str | None = None) -> None:
        for node in (source, target):
            if node not in self.nodes:
                self.nodes.append(node)
        self.arrows.append(Arrow(f"f{len(self.arrows)}_{self.id}", source, target, choice))

    def out_of(self, node: str) -> list[Arrow]:
        return [arrow for arrow in self.arrows if arrow.source == node]

    def into(self, node: str) -> list[Arrow]:
        return [arrow for arrow in self.arrows if arrow.target == node]

    def planes(self) -> Iterator[Plane]:
        yield self
        for plane in self.inside.values():
            yield from plane.planes()

    def xml(self) -> bytes:
        return (
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="sop">'
            f'<process id="{self.id}" isExecutable="true">{self._content()}</process></definitions>'
        ).encode()

    def _content(self) -> str:
        return "".join([*(self._node(node) for node in self.nodes), *(_flow(arrow) for arrow in self.arrows)])

    def _node(self, node: str) -> str:
        default = next((arrow.id for arrow in self.out_of(node) if arrow.choice == "*"), None)
        attribute = f" default={quoteattr(default)}" if default else ""
        content = self.inside[node]._content() if node in self.inside else ""
        return f'<{KINDS[node[0]]} id="{node}"{attribute}>{content}</{KINDS[node[0]]}>'


def _flow(arrow: Arrow) -> str:
    condition = arrow.condition
    inside = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
    ends = f'sourceRef="{arrow.source}" targetRef="{arrow.target}"'
    return f'<sequenceFlow id="{arrow.id}" {ends}>{inside}</sequenceFlow>'


def draw(text: str, *, id_: str = "P") -> Plane:
    """The process that the text tells."""
    planes = [Plane(id_)]
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.endswith("{"):
            name = line[:-1].strip()
            planes[-1].inside[name] = plane = Plane(name)
            planes.append(plane)
        elif line == "}":
            planes.pop()
        else:
            path, choice = re.fullmatch(r"(.*?)(?:\[(.*)\])?", line).groups()  # type: ignore[union-attr]
            nodes = [node.strip() for node in path.split("->")]
            for source, target in pairwise(nodes):
                planes[-1].connect(source, target, choice if source == nodes[0] else None)
    return planes[0]


def executable(text: str) -> bytes:
    """The bytes of the process that the text tells."""
    return draw(text).xml()


#: The two cases of `alur bench`: steps in a row, and steps with gateways that approve or send back.
EIGHT_STEPS = "s -> t1 -> t2 -> t3 -> t4 -> t5 -> t6 -> t7 -> t8 -> e"
FOURTEEN_STEPS = """
    s -> xm1 -> t1 -> t2 -> t3 -> x3
    x3 -> xm1 [Kembalikan]
    x3 -> xm4 [Setuju]
    xm4 -> t4 -> t5 -> t6 -> x6
    x6 -> xm4 [Kembalikan]
    x6 -> xm7 [Setuju]
    xm7 -> t7 -> t8 -> t9 -> x9
    x9 -> xm7 [Kembalikan]
    x9 -> xm10 [Setuju]
    xm10 -> t10 -> t11 -> t12 -> x12
    x12 -> xm10 [Kembalikan]
    x12 -> t13 [Setuju]
    t13 -> t14 -> e
"""
