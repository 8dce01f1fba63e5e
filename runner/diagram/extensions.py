"""Settings of modelling tools in a diagram: read, reported or refused, never lost.

Promise: what an engine would obey and Alur does not is a problem; notes of drawing tools are named once.
Never: the meaning of our own properties, only their place and spelling.
"""

from __future__ import annotations

import difflib

from lxml import etree

from runner.diagram import vocabulary
from runner.diagram.texts import stated
from runner.diagram.xml import BPMN, CAMUNDA, line_of
from runner.model import Problem, Severity

_BPMN = f"{{{BPMN}}}"
_CAMUNDA = f"{{{CAMUNDA}}}"
_START_FORM = frozenset({"formRef", "formKey"})


def review_extensions(root: etree._Element, *, file: str, found: list[Problem]) -> None:
    """Add a problem to ``found`` for every setting that would be passed over."""
    named: set[str] = set()
    for element in root.iter(f"{_BPMN}*"):
        kind = str(element.tag).removeprefix(_BPMN)
        _review_attributes(element, kind, file, found)
        if kind == "extensionElements":
            _review_children(element, file, found, named)


def _review_attributes(element: etree._Element, kind: str, file: str, found: list[Problem]) -> None:
    for attribute in map(str, element.attrib):
        namespace, _, local = attribute.removeprefix("{").rpartition("}")
        engine = vocabulary.ENGINE_NAMESPACES.get(namespace)
        if engine is None or (engine == "camunda" and local in vocabulary.IDLE_ATTRIBUTES):
            continue
        if engine == "camunda" and local in vocabulary.READ_ATTRIBUTES:
            if kind == "startEvent" and local in _START_FORM:
                found.append(_problem("start.form", element, file))
            continue
        if engine == "camunda" and kind == "conditionExpression":
            continue  # its language is judged with the condition
        harmless = local in vocabulary.HARMLESS_ATTRIBUTES
        found.append(
            _problem(
                "attribute.ignored" if harmless else "attribute.refused",
                element,
                file,
                severity=Severity.WARNING if harmless else Severity.ERROR,
                attribute=f"{engine}:{local}",
            )
        )


def _review_children(extensions: etree._Element, file: str, found: list[Problem], named: set[str]) -> None:
    owner = extensions.getparent()
    if owner is None:
        return
    for child in extensions:
        qualified = etree.QName(child)
        namespace = qualified.namespace or ""
        engine = vocabulary.ENGINE_NAMESPACES.get(namespace)
        if engine == "camunda" and qualified.localname in vocabulary.READ_EXTENSIONS:
            _review_properties(child, owner, file, found)
        elif engine == "camunda" and qualified.localname == "formData":
            found.append(_problem("extension.form_data", owner, file, at=child))
        elif engine is not None:
            extension = f"{engine}:{qualified.localname}"
            found.append(_problem("extension.refused", owner, file, at=child, extension=extension))
        elif namespace not in named:
            named.add(namespace)
            found.append(
                _problem(
                    "extension.ignored",
                    owner,
                    file,
                    at=child,
                    severity=Severity.WARNING,
                    extension=f"{child.prefix or namespace}:{qualified.localname}",
                )
            )


def _review_properties(
    properties: etree._Element, owner: etree._Element, file: str, found: list[Problem]
) -> None:
    kind = str(owner.tag).removeprefix(_BPMN)
    kind = "process" if kind == "participant" else kind  # a pool may carry the cover of its process
    known = vocabulary.PROPERTIES.get(kind, frozenset())
    met: set[str] = set()
    for entry in properties:
        name = (entry.get("name") or "").strip()
        if entry.tag != f"{_CAMUNDA}property" or not name:
            found.append(_problem("property.unnamed", owner, file, at=entry))
            continue
        if name in met:
            found.append(_problem("property.duplicate", owner, file, at=entry, property=name))
        met.add(name)
        steering = vocabulary.STEERING.get(name)
        if steering is not None and steering[0] != kind:
            found.append(
                _problem(
                    "property.misplaced",
                    owner,
                    file,
                    at=entry,
                    property=name,
                    place_id=steering[1],
                    place_en=steering[2],
                )
            )
        elif name not in known:
            close = _close(name, known)
            if close:
                found.append(
                    _problem(
                        "property.misspelt",
                        owner,
                        file,
                        at=entry,
                        severity=Severity.WARNING,
                        property=name,
                        suggestion=close,
                    )
                )


def _close(name: str, known: frozenset[str]) -> str:
    folded = {entry.casefold(): entry for entry in sorted(known)}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.8)
    return folded[close[0]] if close else ""


def _problem(
    code: str,
    element: etree._Element,
    file: str,
    *,
    at: etree._Element | None = None,
    severity: Severity = Severity.ERROR,
    **facts: object,
) -> Problem:
    return stated(
        code,
        facts,
        file=file,
        line=line_of(element if at is None else at),
        element=element.get("id") or "",
        name=element.get("name") or "",
        severity=severity,
    )
