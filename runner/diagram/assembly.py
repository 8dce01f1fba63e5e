"""A file becomes a Diagram.

Promise: any bytes give a Diagram, faults and all, or a DiagramRefused.
Never: a verdict on what is drawn; that is the gate's.
"""

from __future__ import annotations

from types import MappingProxyType

from runner import expressions
from runner.diagram import executable, lanes, outcomes, reading, xml
from runner.diagram.drawing import Drawing
from runner.diagram.flow_graph import ENTRY, FlowGraph, graph_of
from runner.diagram.nouns import Diagram, UserTask
from runner.errors import ExpressionRefused
from runner.model import ElementId, FormId

#: Symbols, arrows and lanes beyond which nobody reads a diagram; nothing further is looked at then.
MOST_NODES = 300
MOST_FLOWS = 900
MOST_LANES = 100
SUBJECT_PROPERTY = "perihal"


def read(content: bytes, *, file: str) -> Diagram:
    """The diagram in a BPMN file. Raises DiagramRefused if it cannot be read at all."""
    drawing = reading.draw(xml.parse(content, file=file), file=file)
    graph = graph_of(drawing if fits(drawing) else _emptied(drawing))
    questions = outcomes.questions(graph)
    plan = lanes.LanePlan(drawing)
    tasks = {
        ElementId(node.id): UserTask(
            id=ElementId(node.id),
            name=node.name,
            lane=plan.lane_of(node),
            documentation=node.documentation,
            properties=node.properties,
            form=FormId(node.form_ref) if node.form_ref else None,
            line=node.line,
        )
        for node in graph.nodes.values()
        if node.kind == "userTask"
    }
    return Diagram(
        source=content,
        file=file,
        key=drawing.key,
        name=drawing.name,
        label=drawing.label,
        cover=drawing.properties,
        lanes=tuple(map(lanes.lane, drawing.bands)),
        tasks=MappingProxyType(tasks),
        order=tuple(ElementId(key) for key in graph.flowing if key in tasks),
        first=_first(graph),
        questions=questions,
        reads=_reads(graph),
        subject_field=drawing.properties.get(SUBJECT_PROPERTY, "").strip() or None,
        executable=executable.executable(drawing, questions) if fits(drawing) else b"",
        drawing=drawing,
    )


def fits(drawing: Drawing) -> bool:
    """True if the diagram is of a size that people and the engine can follow."""
    return (
        len(drawing.nodes) <= MOST_NODES
        and len(drawing.flows) <= MOST_FLOWS
        and len(drawing.bands) <= MOST_LANES
    )


def _emptied(drawing: Drawing) -> Drawing:
    return Drawing(
        file=drawing.file,
        key=drawing.key,
        line=drawing.line,
        name=drawing.name,
        label=drawing.label,
        properties=drawing.properties,
        nodes=MappingProxyType({}),
        flows=MappingProxyType({}),
        bands=(),
        shapes=drawing.shapes,
        edges=drawing.edges,
        drawn=drawing.drawn,
        found=drawing.found,
    )


def _first(graph: FlowGraph) -> tuple[ElementId, ...]:
    def is_task(key: str) -> bool:
        return key in graph.nodes and graph.nodes[key].kind == "userTask"

    met = graph.forward([ENTRY], is_task)
    return tuple(ElementId(key) for key in graph.flowing if key in met and is_task(key))


def _reads(graph: FlowGraph) -> frozenset[str]:
    """The names that conditions read; what cannot be read as a condition is the gate's to report."""
    names: set[str] = set()
    for flows in graph.outgoing.values():
        for flow in flows:
            if flow.condition is None or graph.nodes[flow.source].default == flow.id:
                continue
            try:
                names |= expressions.parse(flow.condition).names
            except ExpressionRefused:
                continue
    return frozenset(names)
