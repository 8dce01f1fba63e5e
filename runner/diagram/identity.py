"""Every id in a file is there, once, and usable.

Promise: the ids that references may name, and a problem for each that is missing, doubled or unusable.
Never: a look at what the ids stand for.
"""

from __future__ import annotations

import re

from lxml import etree

from runner.diagram import vocabulary
from runner.diagram.texts import problem
from runner.diagram.xml import BPMN, BPMNDI, line_of
from runner.model import Problem

_BPMN = f"{{{BPMN}}}"
_PICTURE = f"{{{BPMNDI}}}"
_NEED_AN_ID = vocabulary.NODES | vocabulary.REFUSED_NODES | {"process", "sequenceFlow", "lane"}


def review_ids(root: etree._Element, *, file: str, found: list[Problem]) -> frozenset[str]:
    """The ids of BPMN elements; what is wrong with ids is added to ``found``."""
    lines: dict[str, int] = {}
    known: set[str] = set()
    for element in root.iter(f"{_BPMN}*", f"{_PICTURE}*"):
        tag = str(element.tag)
        kind = tag.rpartition("}")[2]
        line = line_of(element)
        name = element.get("name") or ""
        identity = element.get("id")
        needed = tag.startswith(_BPMN) and kind in _NEED_AN_ID
        if not identity:
            if needed:
                found.append(problem("id.missing", file=file, line=line, name=name, kind=kind))
            continue
        if tag.startswith(_BPMN):
            known.add(identity)
        if identity in lines:
            found.append(
                problem(
                    "id.duplicate",
                    file=file,
                    line=line,
                    element=identity,
                    name=name,
                    id=identity,
                    first=lines[identity],
                )
            )
            continue
        lines[identity] = line
        if not needed:
            continue
        if not vocabulary.ID.fullmatch(identity) or len(identity) > vocabulary.LONGEST_ID:
            found.append(
                problem(
                    "id.malformed",
                    file=file,
                    line=line,
                    element=identity,
                    name=name,
                    id=identity,
                    limit=vocabulary.LONGEST_ID,
                )
            )
        elif vocabulary.is_reserved(identity, kind=kind):
            found.append(
                problem(
                    "id.reserved",
                    file=file,
                    line=line,
                    element=identity,
                    name=name,
                    id=identity,
                    suggestion=plain_id(f"{kind}_{identity}"),
                )
            )
    return frozenset(known)


def plain_id(text: str) -> str:
    """An id of letters, digits and underscores that resembles the text."""
    plain = re.sub(r"\W+", "_", text).strip("_")
    return plain if plain[:1].isalpha() else f"Gateway_{plain}"
