"""XML becomes a Drawing, together with everything that reading itself finds wrong.

Promise: an element is either taken up, reported, or plain documentation.
Never: a judgement of the flow, of lanes or of forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from runner.diagram import picture, references, vocabulary
from runner.diagram.drawing import NOTHING, Band, Drawing, Flow, Node
from runner.diagram.extensions import review_extensions
from runner.diagram.identity import review_ids
from runner.diagram.texts import stated
from runner.diagram.xml import BPMN, BPMNDI, CAMUNDA, line_of, local, text_of, words
from runner.model import Problem, Severity

_TRUE: Final = frozenset({"true", "1"})
_B: Final = f"{{{BPMN}}}"
_C: Final = f"{{{CAMUNDA}}}"
_MODELER_PLATFORM: Final = "{http://camunda.org/schema/modeler/1.0}executionPlatform"
_CONTAINERS: Final = frozenset({"definitions", "collaboration", "process", "subProcess", "laneSet"})


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

    def drawing(self) -> Drawing:
        known = review_ids(self.root, file=self.file, found=self.found)
        review_extensions(self.root, file=self.file, found=self.found)
        self._review_definitions()
        process = self._choose_process()
        properties: Mapping[str, str] = NOTHING
        if process is not None:
            self._review_executable(process)
            properties = self._cover_of(process)
            self._read_scope(process, scope="")
        flows = references.join_ends(self.nodes, self.flows, file=self.file, found=self.found)
        self._read_collaboration(process, known)
        references.review_references(
            self.root, self.nodes, self.bands, known, file=self.file, found=self.found
        )
        shapes, edges = picture.read_picture(self.root, self.nodes, known, file=self.file, found=self.found)
        return Drawing(
            file=self.file,
            key=(process.get("id") or "") if process is not None else "",
            line=line_of(process) if process is not None else 1,
            name=words(process.get("name")) if process is not None else "",
            label=(process.get(f"{_C}versionTag") or "").strip() if process is not None else "",
            properties=properties,
            nodes=MappingProxyType(self.nodes),
            flows=MappingProxyType(flows),
            bands=tuple(self.bands),
            shapes=MappingProxyType(shapes),
            edges=MappingProxyType(edges),
            drawn=bool(shapes),
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
                name=words(element.get("name")),
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
            if local(pool.get("processRef")) == process.get("id") and pool.get("name"):
                return f"“{words(pool.get('name'))}”"
        return f"“{words(process.get('name')) or process.get('id') or '?'}”"

    def _cover_of(self, process: etree._Element) -> Mapping[str, str]:
        """The properties of the process; what it lacks, of its pool, where a template writes them."""
        found = dict(properties_of(process))
        for pool in self.root.iter(f"{_B}participant"):
            if local(pool.get("processRef")) == process.get("id"):
                found = {**properties_of(pool), **found}
        return MappingProxyType(found) if found else NOTHING

    def _review_executable(self, process: etree._Element) -> None:
        value = process.get("isExecutable")
        if value is None:
            self._say("process.executable_missing", process, severity=Severity.WARNING)
        elif value.strip() not in _TRUE:
            self._say("process.not_executable", process, value=value)
        if not words(process.get("name")) and "namaSop" not in properties_of(process):
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
                if reference is not None and local(reference) not in known:
                    self._say("ref.dangling", child, attribute="processRef", target=reference)
                elif process is not None and local(reference) == process.get("id"):
                    pools.append(child)
                elif not self._has_steps(reference):
                    self._say("pool.empty", child, severity=Severity.WARNING)
            for pool in pools[1:]:
                names = ", ".join(words(pool.get("name")) or pool.get("id") or "?" for pool in pools)
                self._say("process.pools", pool, names=names)

    def _has_steps(self, reference: str | None) -> bool:
        process = next(
            (p for p in self.root.iterchildren(f"{_B}process") if p.get("id") == local(reference)), None
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
            name=words(element.get("name")),
            line=line_of(element),
            scope=scope,
            accepted=accepted,
            default=element.get("default") or "",
            documentation="\n".join(text_of(child) for child in element.iterchildren(f"{_B}documentation")),
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
        # without an id it has its problem already; it stays an arrow, so that only that is said
        identity = element.get("id") or f"?{len(self.flows)}"
        if identity in self.flows:
            return
        condition = element.find(f"{_B}conditionExpression")
        self.flows[identity] = Flow(
            id=identity,
            name=words(element.get("name")),
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
                    name=words(lane.get("name")),
                    line=line_of(lane),
                    parent=parent,
                    leaf=not inner,
                    members=tuple(text_of(ref).strip() for ref in lane.iterchildren(f"{_B}flowNodeRef")),
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
        parent = child.getparent()
        around = child if parent is None else parent
        standing = _kind(around) in _CONTAINERS  # a symbol of its own, not a part of one
        named = child if standing and child.get("id") else around
        self.found.append(
            stated(
                code,
                facts,
                file=self.file,
                line=line_of(child),
                element=named.get("id") or "",
                name=words(child.get("name") or around.get("name")),
            )
        )


def properties_of(element: etree._Element) -> Mapping[str, str]:
    """The camunda:properties of an element, literally; of a repeated name the first.

    One without a value is none: an element template leaves it so where nothing was typed.
    """
    found: dict[str, str] = {}
    for entry in _property_elements(element):
        name, value = (entry.get("name") or "").strip(), entry.get("value") or ""
        if name and value:
            found.setdefault(name, value)
    return MappingProxyType(found) if found else NOTHING


def _property_elements(element: etree._Element) -> Iterator[etree._Element]:
    for extensions in element.iterchildren(f"{_B}extensionElements"):
        for properties in extensions.iterchildren(f"{_C}properties"):
            yield from properties.iterchildren(f"{_C}property")


def _kind(element: etree._Element) -> str:
    """The local name of a BPMN element; empty for any other."""
    tag = element.tag
    return tag[len(_B) :] if tag.startswith(_B) else ""


def _condition(element: etree._Element | None) -> str | None:
    """The text of a condition; an empty one, as a modelling tool leaves it behind, is none."""
    if element is None:
        return None
    text = text_of(element).strip()
    return text if text or _language(element) else None


def _language(condition: etree._Element) -> str:
    """The language a condition claims; empty where it is ours or not said."""
    resource = condition.get(f"{_C}resource")
    if resource is not None:
        return f"resource {resource}"
    language = (condition.get("language") or "").strip()
    plain = language.lower()
    return "" if plain in ("", "juel", "feel") or "feel" in plain.rpartition("/")[2] else language
