"""References between the parts of a file lead somewhere.

Promise: a reference to nothing is named, with the line of whoever refers.
Never: whether it leads to the right thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lxml import etree

from runner.diagram.drawing import Band, Flow, Node
from runner.diagram.texts import problem
from runner.diagram.xml import BPMN, line_of, local, text_of
from runner.model import Problem

_B = f"{{{BPMN}}}"


def join_ends(
    nodes: Mapping[str, Node], flows: Mapping[str, Flow], *, file: str, found: list[Problem]
) -> dict[str, Flow]:
    """The flows, those marked whose ends are missing or stand in different sub-processes."""
    joined: dict[str, Flow] = {}
    for flow in flows.values():
        sound = True
        for end, attribute in ((flow.source, "sourceRef"), (flow.target, "targetRef")):
            if end not in nodes:
                sound = False
                found.append(_dangling(flow, attribute, end, file))
        if sound:
            source, target = nodes[flow.source], nodes[flow.target]
            sound = source.scope == target.scope == flow.scope
            if not sound:
                found.append(
                    problem(
                        "flow.crosses",
                        file=file,
                        line=flow.line,
                        element=flow.id,
                        name=flow.name,
                        source=source.said,
                        target=target.said,
                    )
                )
        joined[flow.id] = flow if sound else replace(flow, sound=False)
    return joined


def review_references(
    root: etree._Element,
    nodes: Mapping[str, Node],
    bands: Iterable[Band],
    known: frozenset[str],
    *,
    file: str,
    found: list[Problem],
) -> None:
    """Add a problem to ``found`` for every other reference that leads nowhere."""
    for band in bands:
        found.extend(
            _dangling(band, "flowNodeRef", member, file) for member in band.members if member not in known
        )
    for node in nodes.values():
        for target, attribute in ((node.default, "default"), (node.attached_to, "attachedToRef")):
            if target and target not in known:
                found.append(_dangling(node, attribute, target, file))
    for element in root.iter(f"{_B}association"):
        for attribute in ("sourceRef", "targetRef"):
            target = element.get(attribute) or ""
            if target not in known and local(target) not in known:
                found.append(_dangling_at(element, attribute, target, file))
    for tag in ("incoming", "outgoing"):
        for element in root.iter(f"{_B}{tag}"):
            target, parent = text_of(element).strip(), element.getparent()
            if target not in known and local(target) not in known and parent is not None:
                found.append(_dangling_at(parent, tag, target, file))


def _dangling(at: Node | Flow | Band, attribute: str, target: str, file: str) -> Problem:
    return problem(
        "ref.dangling",
        file=file,
        line=at.line,
        element=at.id,
        name=at.name,
        attribute=attribute,
        target=target or "?",
    )


def _dangling_at(element: etree._Element, attribute: str, target: str, file: str) -> Problem:
    return problem(
        "ref.dangling",
        file=file,
        line=line_of(element),
        element=element.get("id") or "",
        name=element.get("name") or "",
        attribute=attribute,
        target=target or "?",
    )
