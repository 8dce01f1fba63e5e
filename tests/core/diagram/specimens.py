"""Diagrams for the tests of the gate: files that pass, files that are refused, and sketches in a few lines.

``tests/refused`` holds one diagram per fault, as an author would upload it, with ``expected.json``: for every
file the errors, each with code, line, element and remedy. The forms and offices beside them serve both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from runner import agency, diagram, forms
from runner.diagram import Diagram
from runner.errors import DiagramRefused
from runner.forms import Form
from runner.model import FormId, Problem, Severity
from tests.core.bpmn_builder import KINDS, Plane, draw

REFUSED = Path(__file__).parents[2] / "refused"
ACCEPTED = Path(__file__).parent / "accepted"


@dataclass(frozen=True)
class Fault:
    """One expected error."""

    code: str
    line: int | None
    element: str
    remedy: dict[str, str]


def refused_files() -> list[Path]:
    return sorted(REFUSED.glob("*.bpmn"))


def accepted_files() -> list[Path]:
    return sorted(ACCEPTED.glob("*.bpmn"))


@cache
def expected() -> dict[str, list[Fault]]:
    """The table beside the refused diagrams."""
    table: dict[str, list[dict[str, Any]]] = json.loads((REFUSED / "expected.json").read_bytes())
    return {name: [Fault(**fault) for fault in faults] for name, faults in table.items()}


@cache
def sample_forms() -> dict[FormId, Form]:
    read = [forms.read(path.read_bytes(), file=path.name) for path in sorted(REFUSED.glob("forms/*.form"))]
    return {FormId(form.id): form for form in read}


@cache
def sample_agency() -> agency.Agency:
    return agency.read((REFUSED / "instansi.toml").read_bytes(), file="instansi.toml")


def judged(content: bytes, *, file: str = "uji.bpmn") -> list[Problem]:
    """Everything that the gate says to these bytes."""
    try:
        read = diagram.read(content, file=file)
    except DiagramRefused as refused:
        return list(refused.problems)
    return diagram.problems(read, forms=sample_forms(), agency=sample_agency())


def errors(content: bytes) -> list[Problem]:
    return [problem for problem in judged(content) if problem.severity is Severity.ERROR]


def codes(content: bytes) -> set[str]:
    return {problem.code for problem in errors(content)}


def accepted(name: str) -> str:
    """The text of an accepted diagram."""
    return (ACCEPTED / f"{name}.bpmn").read_text(encoding="utf-8")


def with_one(text: str, old: str, new: str) -> str:
    """The text with one replacement that must be possible."""
    assert old in text
    return text.replace(old, new, 1)


# -- sketches -----------------------------------------------------------------------------------------

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="sop">'
)


def sketch(text: str) -> bytes:
    """A whole SOP out of a few lines, as tests.core.bpmn_builder reads them; choices become names of flows.

    A choice with ``?`` before it is a condition, and ``<`` before a name marks the flow as a return.
    """
    plane = draw(text)
    tasks = [node for level in plane.planes() for node in level.nodes if node[0] == "t"]
    refs = "".join(f"<flowNodeRef>{task}</flowNodeRef>" for task in tasks)
    lanes = f'<laneSet id="lanes"><lane id="lane" name="Staf">{refs}</lane></laneSet>'
    process = f'<process id="sop" name="SOP" isExecutable="true">{lanes}{_inside(plane)}</process>'
    return f"{_HEAD}{process}</definitions>".encode()


def sketched(text: str) -> Diagram:
    return diagram.read(sketch(text), file="sketsa.bpmn")


def sketch_codes(text: str) -> set[str]:
    """The error codes of a sketch, but that it has no picture."""
    return codes(sketch(text)) - {"drawing.none"}


def sketch_warnings(text: str) -> set[str]:
    return {problem.code for problem in judged(sketch(text)) if problem.severity is Severity.WARNING}


def _inside(plane: Plane) -> str:
    parts: list[str] = []
    for node in plane.nodes:
        default = next((a.id for a in plane.out_of(node) if a.choice == "*"), "")
        attributes = f" default={quoteattr(default)}" if default else ""
        attributes += ' camunda:formRef="contoh-konsep"' if node[0] == "t" else ""
        inner = _inside(plane.inside[node]) if node in plane.inside else ""
        parts.append(f'<{KINDS[node[0]]} id="{node}" name="{node}"{attributes}>{inner}</{KINDS[node[0]]}>')
    for arrow in plane.arrows:
        choice, inner, name = arrow.choice or "", "", ""
        if choice.startswith("?"):
            inner = f"<conditionExpression>{choice[1:]}</conditionExpression>"
        elif choice != "*":
            name = f" name={quoteattr(choice.removeprefix('<'))}" if choice else ""
        if choice.startswith("<"):
            inner = (
                "<extensionElements><camunda:properties>"
                '<camunda:property name="kembali" value="ya"/></camunda:properties></extensionElements>'
            )
        ends = f'sourceRef="{arrow.source}" targetRef="{arrow.target}"'
        parts.append(f'<sequenceFlow id="{arrow.id}"{name} {ends}>{inner}</sequenceFlow>')
    return "".join(parts)
