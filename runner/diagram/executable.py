"""The part of a diagram that the engine runs, written afresh.

Promise: deterministic bytes; symbols and flows in document order; every choice a condition.
Never: names, lanes, texts, settings or coordinates of the drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from runner import expressions
from runner.diagram import vocabulary
from runner.diagram.drawing import Drawing, Flow, Node
from runner.diagram.nouns import Question
from runner.diagram.xml import BPMN
from runner.model import ElementId


def executable(drawing: Drawing, questions: Mapping[ElementId, Question]) -> bytes:
    """The executable BPMN of a drawing whose questions are known."""
    lines = [
        "<?xml version='1.0' encoding='UTF-8'?>",
        f'<definitions xmlns="{BPMN}" targetNamespace="urn:alur">',
        f'<process id={quoteattr(drawing.key)} isExecutable="true">',
        *_scope(drawing, questions, ""),
        "</process>",
        "</definitions>",
    ]
    return "\n".join(lines).encode("utf-8") + b"\n"


def _scope(drawing: Drawing, questions: Mapping[ElementId, Question], scope: str) -> Iterator[str]:
    for node in drawing.nodes.values():
        if node.scope != scope or not node.accepted or node.kind not in vocabulary.NODES:
            continue
        if node.kind == "subProcess":
            yield f"<subProcess id={quoteattr(node.id)}>"
            yield from _scope(drawing, questions, node.id)
            yield "</subProcess>"
        else:
            default = f" default={quoteattr(node.default)}" if _keeps_default(node, drawing) else ""
            yield f"<{node.kind} id={quoteattr(node.id)}{default}/>"
    for flow in drawing.flows.values():
        if flow.scope == scope and flow.sound:
            yield _flow(flow, drawing, questions)


def _keeps_default(node: Node, drawing: Drawing) -> bool:
    flow = drawing.flows.get(node.default)
    return flow is not None and flow.source == node.id


def _flow(flow: Flow, drawing: Drawing, questions: Mapping[ElementId, Question]) -> str:
    start = (
        f"<sequenceFlow id={quoteattr(flow.id)} sourceRef={quoteattr(flow.source)} "
        f"targetRef={quoteattr(flow.target)}"
    )
    question = questions.get(ElementId(flow.source))
    condition = flow.condition
    if question is not None:
        condition = f"{question.gateway} = {expressions.quote(flow.name)}"
    elif drawing.nodes[flow.source].default == flow.id:
        condition = None
    if condition is None:
        return f"{start}/>"
    return f"{start}><conditionExpression>{escape(condition)}</conditionExpression></sequenceFlow>"
