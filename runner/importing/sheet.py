"""The diagram on the workbench: symbols and arrows that can be changed, joined and taken out.

Promise: after every change the arrows lead from symbol to symbol of one scope, or are known to be loose.
Never: a decision what to change, a coordinate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from runner.diagram import vocabulary
from runner.diagram.xml import BPMN, BPMNDI, CAMUNDA, words
from runner.importing.ledger import Ledger

B: Final = f"{{{BPMN}}}"
P: Final = f"{{{BPMNDI}}}"
C: Final = f"{{{CAMUNDA}}}"
_STANDING: Final = vocabulary.NODES | vocabulary.REFUSED_NODES
SCOPES: Final = frozenset({"process", "subProcess", "adHocSubProcess", "transaction"})
#: What may stand before the arrows in a symbol, by the standard.
_BEFORE_ARROWS: Final = frozenset(
    {"documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef"}
)
#: Where the parts of a process stand, by the standard; everything else is a symbol, an arrow or data.
_AMONG_SYMBOLS: Final = 8
_ORDER: Final = {
    "documentation": 0,
    "extensionElements": 1,
    "auditing": 2,
    "monitoring": 2,
    "incoming": 3,
    "outgoing": 4,
    "ioSpecification": 5,
    "property": 5,
    "multiInstanceLoopCharacteristics": 6,
    "standardLoopCharacteristics": 6,
    "laneSet": 7,
    "association": 9,
    "group": 9,
    "textAnnotation": 9,
}


def kind_of(element: etree._Element | None) -> str:
    """The local name of a BPMN element; empty for any other, and for none."""
    tag = None if element is None else element.tag
    return tag[len(B) :] if isinstance(tag, str) and tag.startswith(B) else ""


def said(element: etree._Element) -> str:
    """How a sentence names a symbol: by its name, else by its id."""
    return words(element.get("name")) or element.get("id") or "?"


class Sheet:
    """One file with one process on it; every lookup is by id."""

    def __init__(self, root: etree._Element, ledger: Ledger) -> None:
        self.root, self.ledger = root, ledger
        self.process = root
        #: New symbols with the symbol beside which they are to be drawn.
        self.beside: dict[str, str] = {}
        #: Arrows whose ends are others than the picture shows.
        self.moved: set[str] = set()
        #: Steps with whoever the file says does them, and with the form that it names.
        self.performers: dict[str, str] = {}
        self.forms_named: dict[str, str] = {}
        self.index()

    def index(self) -> None:
        """Look the symbols and arrows up anew, after a change that went past this sheet."""
        self.nodes: dict[str, etree._Element] = {}
        self.flows: dict[str, etree._Element] = {}
        self._ids = {element.get("id") or "" for element in self.root.iter(etree.Element)}
        for scope in self.scopes():
            for child in scope:
                kind, key = kind_of(child), child.get("id") or ""
                if kind in _STANDING:
                    self.nodes.setdefault(key, child)
                elif kind == "sequenceFlow":
                    self.flows.setdefault(key, child)
        self._arrows()

    def scopes(self) -> Iterator[etree._Element]:
        """The process and the sub-processes in it, outer ones first."""
        ahead = [self.process]
        while ahead:
            scope = ahead.pop(0)
            yield scope
            ahead += [child for child in scope if kind_of(child) in SCOPES]

    def _arrows(self) -> None:
        self._out: dict[str, list[etree._Element]] = {key: [] for key in self.nodes}
        self._into: dict[str, list[etree._Element]] = {key: [] for key in self.nodes}
        self._places = {key: place for place, key in enumerate(self.flows)}
        self._tied: dict[str, tuple[str, str]] = {}
        for flow in self.flows.values():
            self._tie(flow)

    def _tie(self, flow: etree._Element) -> None:
        """Let both ends of an arrow know it, if it is sound; arrows stay in the order of the document."""
        key = flow.get("id") or ""
        if key not in self._places:
            self._places[key] = max(self._places.values(), default=0) + 1
        place = self._places[key]
        if not self.is_sound(flow):
            return
        ends = (flow.get("sourceRef") or "", flow.get("targetRef") or "")
        self._tied[key] = ends
        for end, arrows in zip(ends, (self._out, self._into), strict=True):
            later = sum(1 for one in arrows[end] if self._places[one.get("id") or ""] > place)
            arrows[end].insert(len(arrows[end]) - later, flow)

    def _untie(self, flow: etree._Element) -> None:
        ends = self._tied.pop(flow.get("id") or "", None)
        if ends is not None:
            for end, arrows in zip(ends, (self._out, self._into), strict=True):
                arrows[end].remove(flow)

    def is_sound(self, flow: etree._Element) -> bool:
        """True if both ends are symbols of the scope that the arrow stands in."""
        ends = [self.nodes.get(flow.get(end) or "") for end in ("sourceRef", "targetRef")]
        return all(end is not None and end.getparent() is flow.getparent() for end in ends)

    def outgoing(self, key: str) -> list[etree._Element]:
        """The sound arrows that leave a symbol, in document order."""
        return list(self._out.get(key, ()))

    def incoming(self, key: str) -> list[etree._Element]:
        """The sound arrows that enter a symbol, in document order."""
        return list(self._into.get(key, ()))

    def source(self, flow: etree._Element) -> etree._Element:
        """The symbol that a sound arrow leaves."""
        return self.nodes[flow.get("sourceRef") or ""]

    def target(self, flow: etree._Element) -> etree._Element:
        """The symbol that a sound arrow enters."""
        return self.nodes[flow.get("targetRef") or ""]

    def of_kind(self, *kinds: str) -> list[etree._Element]:
        """The symbols of these kinds, in document order of their scopes."""
        return [node for node in self.nodes.values() if kind_of(node) in kinds]

    def inside(self, scope: etree._Element) -> list[etree._Element]:
        """The symbols that stand directly in a scope."""
        return [node for node in self.nodes.values() if node.getparent() is scope]

    # -- changes -------------------------------------------------------------------------------

    def fresh_id(self, stem: str) -> str:
        """An id that nothing has yet."""
        plain = re.sub(r"\W+", "_", stem, flags=re.ASCII).strip("_")[:80] or "X"
        key, number = plain, 1
        while key in self._ids:
            number += 1
            key = f"{plain}_{number}"
        self._ids.add(key)
        return key

    def add(self, kind: str, beside: etree._Element, name: str = "") -> etree._Element:
        """A new symbol in the scope of another one, to be drawn beside it."""
        stem = {"endEvent": "EndEvent", "startEvent": "StartEvent", "userTask": "Task"}.get(kind, "Gateway")
        key = self.fresh_id(f"{stem}_{beside.get('id')}")
        made = etree.Element(f"{B}{kind}", {"id": key})
        if name:
            made.set("name", name)
        beside.addnext(made)
        self.nodes[key] = made
        self._out[key], self._into[key] = [], []
        self.beside[key] = beside.get("id") or ""
        self._into_lane_of(key, beside.get("id") or "")
        return made

    def connect(self, source: etree._Element, target: etree._Element, name: str = "") -> etree._Element:
        """A new arrow between two symbols of one scope."""
        key = self.fresh_id(f"Flow_{source.get('id')}_{target.get('id')}")
        ends = {"id": key, "sourceRef": source.get("id") or "", "targetRef": target.get("id") or ""}
        made = etree.Element(f"{B}sequenceFlow", ends)
        if name:
            made.set("name", name)
        parent = source.getparent()
        if parent is not None:
            parent.append(made)
        self.flows[key] = made
        self.moved.add(key)
        self._tie(made)
        return made

    def lead(
        self,
        flow: etree._Element,
        *,
        source: etree._Element | None = None,
        target: etree._Element | None = None,
    ) -> None:
        """Give an arrow another beginning or end; a default mark goes with its beginning."""
        key = flow.get("id") or ""
        self._untie(flow)
        if source is not None:
            before = self.nodes.get(flow.get("sourceRef") or "")
            if before is not None and before.get("default") == key:
                del before.attrib["default"]
                if kind_of(source) in ("exclusiveGateway", "inclusiveGateway"):
                    source.set("default", key)
            flow.set("sourceRef", source.get("id") or "")
        if target is not None:
            flow.set("targetRef", target.get("id") or "")
        self.moved.add(key)
        self._tie(flow)

    def cut(self, flow: etree._Element) -> None:
        """Take an arrow out, its picture too."""
        key = flow.get("id") or ""
        source = self.nodes.get(flow.get("sourceRef") or "")
        if source is not None and source.get("default") == key:
            del source.attrib["default"]
        self._untie(flow)
        self.flows.pop(key, None)
        self.moved.discard(key)
        self._take_out(flow)

    def remove(self, node: etree._Element) -> None:
        """Take a symbol out with its arrows and all that stands inside of it, and their pictures."""
        inner = {element.get("id") or "" for element in node.iter(etree.Element)}
        for flow in list(self.flows.values()):
            if {flow.get("sourceRef") or "", flow.get("targetRef") or ""} & inner:
                self.cut(flow)
        for key in inner:
            self.nodes.pop(key, None)
            self.beside.pop(key, None)
            self.flows.pop(key, None)
            self._out.pop(key, None)
            self._into.pop(key, None)
        self._take_out(node)

    def bypass(self, node: etree._Element) -> None:
        """Take a symbol out and join what led to it with what followed; names and conditions stay."""
        key = node.get("id") or ""
        into, out = self.incoming(key), self.outgoing(key)
        if len(into) > 1 and len(out) > 1:
            node.tag = f"{B}exclusiveGateway"  # nothing else joins many with many
            return
        if len(out) == 1 and into:
            following = self.target(out[0])
            name, condition = words(out[0].get("name")), out[0].find(f"{B}conditionExpression")
            for flow in into:
                if name and not words(flow.get("name")):
                    flow.set("name", name)
                if condition is not None and flow.find(f"{B}conditionExpression") is None:
                    flow.append(condition)
                self.lead(flow, target=following)
        elif len(into) == 1 and out:
            before = self.source(into[0])
            for flow in out:
                self.lead(flow, source=before)
        self.remove(node)

    def _into_lane_of(self, key: str, other: str) -> None:
        for reference in list(self.process.iter(f"{B}flowNodeRef")):
            if (reference.text or "").strip() == other:
                made = etree.Element(f"{B}flowNodeRef")
                made.text = key
                reference.addnext(made)
                return

    def _take_out(self, element: etree._Element) -> None:
        gone = {one.get("id") or "" for one in element.iter(etree.Element)} - {""}
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        self.forget(gone)

    def forget(self, gone: set[str]) -> None:
        """Take out what referred to these ids: pictures, lists of arrows and lanes, notes' lines."""
        for figure in list(self.root.iter(f"{P}BPMNShape", f"{P}BPMNEdge")):
            around = figure.getparent()
            if figure.get("bpmnElement") in gone and around is not None:
                around.remove(figure)
        for reference in list(self.root.iter(f"{B}flowNodeRef", f"{B}incoming", f"{B}outgoing")):
            around = reference.getparent()
            if (reference.text or "").strip() in gone and around is not None:
                around.remove(reference)
        for line in list(self.root.iter(f"{B}association")):
            if line.get("sourceRef") in gone or line.get("targetRef") in gone:
                self._take_out(line)

    # -- last ----------------------------------------------------------------------------------

    def write_order(self) -> None:
        """Let symbols and arrows stand before notes, and those after the lanes, as the standard wants it."""
        for scope in self.scopes():
            ordered = sorted(scope, key=lambda child: _ORDER.get(kind_of(child), _AMONG_SYMBOLS))
            if ordered != list(scope):
                scope[:] = ordered

    def write_arrows(self) -> None:
        """Let every symbol list the arrows that enter and leave it, and no others."""
        for key, node in self.nodes.items():
            for child in list(node):
                if kind_of(child) in ("incoming", "outgoing"):
                    node.remove(child)
            place = sum(1 for child in node if kind_of(child) in _BEFORE_ARROWS)
            for tag, flows in (("incoming", self.incoming(key)), ("outgoing", self.outgoing(key))):
                for flow in flows:
                    listed = etree.Element(f"{B}{tag}")
                    listed.text = flow.get("id")
                    node.insert(place, listed)
                    place += 1
