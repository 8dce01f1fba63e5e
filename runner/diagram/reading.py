"""XML becomes a Drawing, together with everything that reading itself finds wrong.

Promise: an element is either taken up, reported, or plain documentation.
Never: a judgement of the flow, of lanes or of forms.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from lxml import etree

from runner.diagram import vocabulary
from runner.diagram.drawing import NOTHING, Band, Drawing, Edge, Flow, Node, Shape
from runner.diagram.extensions import review_extensions
from runner.diagram.identity import review_ids
from runner.diagram.texts import problem, stated
from runner.diagram.xml import BPMN, BPMNDI, CAMUNDA, DC, DI, line_of
from runner.model import Problem, Severity

_TRUE: Final = frozenset({"true", "1"})
_B: Final = f"{{{BPMN}}}"
_C: Final = f"{{{CAMUNDA}}}"
_MODELER_PLATFORM: Final = "{http://camunda.org/schema/modeler/1.0}executionPlatform"
#: Farther out than any screen; bpmn-js would draw such a symbol where nobody finds it.
_FARTHEST: Final = 1_000_000


def draw(root: etree._Element, *, file: str) -> Drawing:
    """The drawing in a BPMN file; every problem met while reading stands in ``found``."""
    return _Reader(root, file).drawing()


class _Reader:
    """Walks one file once; holds what it has met so far."""

    def __init__(self, root: etree._Element, file: str) -> None:
        self.root, self.file = root, file
        self.found: list[Problem] = []
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}
        self.bands: list[Band] = []
        self.shapes: dict[str, Shape] = {}
        self.edges: dict[str, Edge] = {}

    def drawing(self) -> Drawing:
        known = review_ids(self.root, file=self.file, found=self.found)
        review_extensions(self.root, file=self.file, found=self.found)
        self._review_definitions()
        process = self._choose_process()
        properties: Mapping[str, str] = NOTHING
        if process is not None:
            self._review_executable(process)
            properties = properties_of(process)
            self._read_scope(process, scope="")
            self._check_ends()
        self._read_collaboration(process, known)
        self._check_references(known)
        drawn = self._read_drawing(known)
        return Drawing(
            file=self.file,
            key=(process.get("id") or "") if process is not None else "",
            line=line_of(process) if process is not None else 1,
            name=_words(process.get("name")) if process is not None else "",
            label=(process.get(f"{_C}versionTag") or "").strip() if process is not None else "",
            properties=properties,
            nodes=MappingProxyType(self.nodes),
            flows=MappingProxyType(self.flows),
            bands=tuple(self.bands),
            shapes=MappingProxyType(self.shapes),
            edges=MappingProxyType(self.edges),
            drawn=drawn,
            found=tuple(self.found),
        )

    def _say(
        self, code: str, element: etree._Element, *, severity: Severity = Severity.ERROR, **facts: object
    ) -> None:
        self.found.append(
            stated(
                code,
                facts,
                file=self.file,
                line=line_of(element),
                element=element.get("id") or "",
                name=_words(element.get("name")),
                severity=severity,
            )
        )

    # -- definitions, process, pools -----------------------------------------------------------

    def _review_definitions(self) -> None:
        platform = self.root.get(_MODELER_PLATFORM) or ""
        if "cloud" in platform.lower() or "8" in platform:
            self._say("dialect.camunda8", self.root, platform=platform)
        for child in self.root:
            kind = _kind(child)
            if kind in vocabulary.UNUSED_DEFINITIONS:
                self._say("element.unused", child, severity=Severity.WARNING, kind=kind)
            elif child.tag not in (f"{{{BPMNDI}}}BPMNDiagram", f"{_B}process", f"{_B}collaboration"):
                self._refuse_strange(child, "definitions")

    def _choose_process(self) -> etree._Element | None:
        """The process that has steps. Of several the first is read on, so that all problems show at once."""
        flowing = [
            process
            for process in self.root.iterchildren(f"{_B}process")
            if any(_kind(child) in vocabulary.NODES | vocabulary.REFUSED_NODES for child in process)
        ]
        if not flowing:
            empty = next(self.root.iterchildren(f"{_B}process"), self.root)
            self._say("process.none", empty)
            return None
        if len(flowing) > 1:
            names = ", ".join(self._pool_name(process) for process in flowing)
            for process in flowing[1:]:
                self._say("process.several", process, names=names)
        return flowing[0]

    def _pool_name(self, process: etree._Element) -> str:
        for pool in self.root.iter(f"{_B}participant"):
            if _local(pool.get("processRef")) == process.get("id") and pool.get("name"):
                return f"“{_words(pool.get('name'))}”"
        return f"“{_words(process.get('name')) or process.get('id') or '?'}”"

    def _review_executable(self, process: etree._Element) -> None:
        value = process.get("isExecutable")
        if value is None:
            self._say("process.executable_missing", process, severity=Severity.WARNING)
        elif value.strip() not in _TRUE:
            self._say("process.not_executable", process, value=value)
        if not _words(process.get("name")) and "namaSop" not in properties_of(process):
            self._say("process.unnamed", process, severity=Severity.WARNING)

    def _read_collaboration(self, process: etree._Element | None, known: frozenset[str]) -> None:
        for collaboration in self.root.iterchildren(f"{_B}collaboration"):
            pools: list[etree._Element] = []
            for child in collaboration:
                self._refuse_strange(child, "collaboration")
                if child.tag != f"{_B}participant":
                    continue
                for inner in child:
                    self._refuse_strange(inner, "participant")
                reference = child.get("processRef")
                if reference is not None and _local(reference) not in known:
                    self._say("ref.dangling", child, attribute="processRef", target=reference)
                elif process is not None and _local(reference) == process.get("id"):
                    pools.append(child)
                elif not self._has_steps(reference):
                    self._say("pool.empty", child, severity=Severity.WARNING)
            for pool in pools[1:]:
                names = ", ".join(_words(pool.get("name")) or pool.get("id") or "?" for pool in pools)
                self._say("process.pools", pool, names=names)

    def _has_steps(self, reference: str | None) -> bool:
        process = next(
            (p for p in self.root.iterchildren(f"{_B}process") if p.get("id") == _local(reference)), None
        )
        return process is not None and any(_kind(child) in vocabulary.NODES for child in process)

    # -- what stands in a process or sub-process -----------------------------------------------

    def _read_scope(self, container: etree._Element, *, scope: str) -> None:
        context = "subProcess" if scope else "process"
        for child in container:
            kind = _kind(child)
            if kind in vocabulary.NODES:
                self._read_node(child, kind, scope)
            elif kind in vocabulary.REFUSED_NODES:
                self._read_refused(child, kind, scope)
            elif kind == "sequenceFlow":
                self._read_flow(child, scope)
            elif kind == "laneSet":
                self._read_lanes(child, parent="")
            else:
                self._refuse_strange(child, context)

    def _read_node(self, element: etree._Element, kind: str, scope: str) -> None:
        inner = kind == "subProcess"
        event = inner and (element.get("triggeredByEvent") or "").strip() in _TRUE
        if event:
            self._say("element.eventSubProcess", element)
        accepted = not event
        for child in element:
            if not inner and not self._refuse_strange(child, kind):
                accepted = False
        if (element.get("isForCompensation") or "").strip() in _TRUE:
            self._say("element.compensation", element)
        for name in ("startQuantity", "completionQuantity"):
            if (element.get(name) or "1").strip() != "1":
                self._say("attribute.refused", element, attribute=name)
        identity = self._add_node(element, kind, scope, accepted=accepted)
        if inner and not event and identity:
            self._read_scope(element, scope=identity)

    def _read_refused(self, element: etree._Element, kind: str, scope: str) -> None:
        definitions = [child for child in element if _kind(child).endswith("EventDefinition")]
        for definition in definitions:
            self._say(f"element.{_kind(definition)}", element)
        if not definitions or kind == "boundaryEvent":
            self._say(f"element.{kind}", element)
        self._add_node(element, kind, scope, accepted=False)

    def _add_node(self, element: etree._Element, kind: str, scope: str, *, accepted: bool) -> str:
        identity = element.get("id") or ""
        if not identity or identity in self.nodes:
            return ""
        self.nodes[identity] = Node(
            id=identity,
            kind=kind,
            name=_words(element.get("name")),
            line=line_of(element),
            scope=scope,
            accepted=accepted,
            default=element.get("default") or "",
            documentation="\n".join(_text(child) for child in element.iterchildren(f"{_B}documentation")),
            properties=properties_of(element),
            form_ref=(element.get(f"{_C}formRef") or "").strip(),
            form_key=(element.get(f"{_C}formKey") or "").strip(),
            form_binding=(element.get(f"{_C}formRefBinding") or "").strip(),
            form_version=(element.get(f"{_C}formRefVersion") or "").strip(),
            attached_to=element.get("attachedToRef") or "",
        )
        return identity

    def _read_flow(self, element: etree._Element, scope: str) -> None:
        for child in element:
            self._refuse_strange(child, "sequenceFlow")
        identity = element.get("id") or ""
        if not identity or identity in self.flows:
            return
        condition = element.find(f"{_B}conditionExpression")
        self.flows[identity] = Flow(
            id=identity,
            name=_words(element.get("name")),
            line=line_of(element),
            scope=scope,
            source=element.get("sourceRef") or "",
            target=element.get("targetRef") or "",
            condition=_condition(condition),
            language="" if condition is None else _language(condition),
            properties=properties_of(element),
        )

    def _read_lanes(self, lane_set: etree._Element, *, parent: str) -> None:
        for lane in lane_set:
            if not self._refuse_strange(lane, "laneSet") or lane.tag != f"{_B}lane":
                continue
            for child in lane:
                self._refuse_strange(child, "lane")
            inner = [
                child
                for child in lane.iterchildren(f"{_B}childLaneSet")
                if child.find(f"{_B}lane") is not None
            ]
            identity = lane.get("id") or ""
            self.bands.append(
                Band(
                    id=identity,
                    name=_words(lane.get("name")),
                    line=line_of(lane),
                    parent=parent,
                    leaf=not inner,
                    members=tuple(_text(ref).strip() for ref in lane.iterchildren(f"{_B}flowNodeRef")),
                    properties=properties_of(lane),
                )
            )
            for child_set in inner:
                self._read_lanes(child_set, parent=identity)

    def _refuse_strange(self, child: etree._Element, context: str) -> bool:
        """True if the child may stand there; otherwise a problem was said."""
        kind = _kind(child)
        if kind in vocabulary.CHILDREN[context]:
            return True
        if not child.tag.startswith(_B):
            self._say_inside("element.foreign", child, kind=etree.QName(child).localname)
        else:
            self._say_inside(f"element.{kind}", child)
        return False

    def _say_inside(self, code: str, child: etree._Element, **facts: object) -> None:
        """Report a child that often has no name of its own, under that of the symbol around it."""
        owner = child if child.get("name") or child.getparent() in (None, self.root) else child.getparent()
        named = owner if owner is not None else child
        self.found.append(
            stated(
                code,
                facts,
                file=self.file,
                line=line_of(child),
                element=child.get("id") or named.get("id") or "",
                name=_words(named.get("name")),
            )
        )

    # -- references ----------------------------------------------------------------------------

    def _check_ends(self) -> None:
        """Mark flows whose ends are missing or stand in different sub-processes."""
        for flow in list(self.flows.values()):
            ends = ((flow.source, "sourceRef"), (flow.target, "targetRef"))
            missing = [(end, attribute) for end, attribute in ends if end not in self.nodes]
            for end, attribute in missing:
                self._say_flow("ref.dangling", flow, attribute=attribute, target=end or "?")
            if not missing:
                source, target = self.nodes[flow.source], self.nodes[flow.target]
                if source.scope == target.scope == flow.scope:
                    continue
                self._say_flow("flow.crosses", flow, source=source.said, target=target.said)
            self.flows[flow.id] = replace(flow, sound=False)

    def _say_flow(self, code: str, flow: Flow, **facts: object) -> None:
        self.found.append(
            stated(code, facts, file=self.file, line=flow.line, element=flow.id, name=flow.name)
        )

    def _check_references(self, known: frozenset[str]) -> None:
        """Lanes, default marks, associations and boundary symbols refer to what exists."""
        for band in self.bands:
            for member in band.members:
                if member not in known:
                    self.found.append(
                        problem(
                            "ref.dangling",
                            file=self.file,
                            line=band.line,
                            element=band.id,
                            name=band.name,
                            attribute="flowNodeRef",
                            target=member or "?",
                        )
                    )
        for element in self.root.iter(f"{_B}association"):
            for attribute in ("sourceRef", "targetRef"):
                target = element.get(attribute) or ""
                if _local(target) not in known and target not in known:
                    self._say("ref.dangling", element, attribute=attribute, target=target or "?")
        for tag in ("incoming", "outgoing"):
            for element in self.root.iter(f"{_B}{tag}"):
                target = _text(element).strip()
                parent = element.getparent()
                if target not in self.flows and _local(target) not in known and parent is not None:
                    self._say("ref.dangling", parent, attribute=tag, target=target or "?")
        for node in self.nodes.values():
            for target, attribute in ((node.default, "default"), (node.attached_to, "attachedToRef")):
                if target and target not in known:
                    self.found.append(
                        problem(
                            "ref.dangling",
                            file=self.file,
                            line=node.line,
                            element=node.id,
                            name=node.name,
                            attribute=attribute,
                            target=target,
                        )
                    )

    # -- the picture ---------------------------------------------------------------------------

    def _read_drawing(self, known: frozenset[str]) -> bool:
        """Take up shapes and edges; False if the file holds no picture at all."""
        drawn = False
        for plane in self.root.iter(f"{{{BPMNDI}}}BPMNPlane"):
            self._known_or_say(plane, known)
            for figure in plane:
                target = self._known_or_say(figure, known)
                if figure.tag == f"{{{BPMNDI}}}BPMNShape":
                    drawn = True
                    self.shapes[target] = Shape(
                        element=target, line=line_of(figure), bounds=self._bounds(figure, target)
                    )
                elif figure.tag == f"{{{BPMNDI}}}BPMNEdge":
                    points = [_point(point) for point in figure.iterchildren(f"{{{DI}}}waypoint")]
                    if any(point is None for point in points):
                        self._say_picture("drawing.malformed", figure, target)
                    self.edges[target] = Edge(element=target, line=line_of(figure), points=len(points))
        return drawn

    def _known_or_say(self, figure: etree._Element, known: frozenset[str]) -> str:
        value = figure.get("bpmnElement") or ""
        target = value if value in known else _local(value)
        if target not in known:
            self._say_picture(
                "ref.dangling", figure, figure.get("id") or "", attribute="bpmnElement", target=value or "?"
            )
        return target

    def _bounds(self, figure: etree._Element, target: str) -> tuple[float, float, float, float] | None:
        bounds = figure.find(f"{{{DC}}}Bounds")
        values = (
            [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
            if bounds is not None
            else []
        )
        x, y, width, height = values if len(values) == 4 else (None, None, None, None)
        if x is None or y is None or width is None or height is None or width < 0 or height < 0:
            self._say_picture("drawing.malformed", figure, target)
            return None
        return x, y, width, height

    def _say_picture(self, code: str, figure: etree._Element, shown: str, **facts: object) -> None:
        node = self.nodes.get(shown)
        self.found.append(
            stated(
                code,
                facts,
                file=self.file,
                line=line_of(figure),
                element=shown,
                name=node.name if node else "",
            )
        )


def properties_of(element: etree._Element) -> Mapping[str, str]:
    """The camunda:properties of an element, literally; of a repeated name the first."""
    found: dict[str, str] = {}
    for entry in _property_elements(element):
        name = (entry.get("name") or "").strip()
        if name:
            found.setdefault(name, entry.get("value") or "")
    return MappingProxyType(found) if found else NOTHING


def _property_elements(element: etree._Element) -> Iterator[etree._Element]:
    for extensions in element.iterchildren(f"{_B}extensionElements"):
        for properties in extensions.iterchildren(f"{_C}properties"):
            yield from properties.iterchildren(f"{_C}property")


def _kind(element: etree._Element) -> str:
    """The local name of a BPMN element; empty for any other."""
    tag = element.tag
    return tag[len(_B) :] if tag.startswith(_B) else ""


def _local(reference: str | None) -> str:
    """A QName reference without its prefix."""
    return (reference or "").strip().rpartition(":")[2]


def _words(value: str | None) -> str:
    """A name on one line."""
    return " ".join((value or "").split())


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _condition(element: etree._Element | None) -> str | None:
    """The text of a condition; an empty one, as a modelling tool leaves it behind, is none."""
    if element is None:
        return None
    text = _text(element).strip()
    return text if text or _language(element) else None


def _language(condition: etree._Element) -> str:
    """The language a condition claims; empty where it is ours or not said."""
    resource = condition.get(f"{_C}resource")
    if resource is not None:
        return f"resource {resource}"
    language = (condition.get("language") or "").strip()
    plain = language.lower()
    return "" if plain in ("", "juel", "feel") or "feel" in plain.rpartition("/")[2] else language


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < _FARTHEST else None


def _point(point: etree._Element) -> tuple[float, float] | None:
    x, y = _number(point.get("x")), _number(point.get("y"))
    return None if x is None or y is None else (x, y)
