"""Gateways where a way is chosen: by a person who picks a named arrow, or by conditions on answers.

Promise: at every such gateway it is clear who or what chooses, and some way always opens.
Never: the shape of the flow around it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from runner import expressions
from runner.diagram import outcomes
from runner.diagram.drawing import Drawing, Flow, Node
from runner.diagram.faults import advice, fault
from runner.diagram.flow_graph import FlowGraph
from runner.diagram.identity import plain_id
from runner.diagram.nouns import Diagram, Question
from runner.errors import ExpressionRefused
from runner.expressions import Expression
from runner.model import ElementId, FormId, Problem

if TYPE_CHECKING:
    from runner.forms import Form

_LITERAL: Final = (
    r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d[\w.]*|[Tt]rue\b|[Ff]alse\b|TRUE\b|FALSE\b)"""
)


def reason_of(gateway: str) -> str:
    """The variable that holds the reason of a return at a gateway."""
    return f"{gateway}_alasan"


@dataclass(frozen=True, slots=True)
class _Case:
    """What the checks of one diagram look at together."""

    diagram: Diagram
    graph: FlowGraph
    forms: Mapping[FormId, Form]

    @property
    def drawing(self) -> Drawing:
        return self.diagram.drawing


def check_outcomes(diagram: Diagram, graph: FlowGraph, forms: Mapping[FormId, Form]) -> Iterator[Problem]:
    """Every fault of a gateway that chooses."""
    case = _Case(diagram, graph, forms)
    for node in diagram.drawing.nodes.values():
        if len(graph.outgoing[node.id]) < 2 or not node.accepted:
            continue
        if outcomes.is_question(graph, node):
            yield from _question(case, node)
        elif node.kind == "exclusiveGateway":
            yield from _conditions(case, node)
        elif node.kind == "inclusiveGateway":
            if all(flow.condition is None for flow in graph.outgoing[node.id]):
                yield fault(diagram.drawing, "inclusive.outcome", node, source=node.said)
            else:
                yield from _conditions(case, node)
    yield from _returns(case)
    yield from _clashes(case)


def _question(case: _Case, node: Node) -> Iterator[Problem]:
    drawing, graph = case.drawing, case.graph
    flows = graph.outgoing[node.id]
    if not expressions.is_name(node.id):
        yield fault(drawing, "outcome.id", node, id=node.id, suggestion=_suggested_id(node.id))
    if not node.name:
        yield advice(drawing, "outcome.no_question", node)
    yield from _names(case, node, flows)
    if any(flow.id == node.default for flow in flows):
        yield fault(drawing, "outcome.default", node, source=node.said)
    if node.id not in graph.reached:
        return
    found = outcomes.deciders(graph, node.id)
    if found.one is not None:
        try:
            outcomes.chains(graph, node.id)
        except outcomes.TooManyChains:
            yield fault(drawing, "outcome.too_many_ways", node, gateway=node.said, limit=outcomes.MOST_CHAINS)
    elif len(found.tasks) > 1:
        yield fault(
            drawing,
            "outcome.several_deciders",
            node,
            gateway=node.said,
            deciders=graph.said_all(found.tasks),
        )
    else:
        blockers = graph.said_all(key for key in found.blockers if key in graph.nodes or graph.said(key))
        if found.blockers or not found.tasks:
            yield fault(drawing, "outcome.no_decider", node, gateway=node.said, blockers=blockers or "—")
    for flow in flows:
        if (flow.source, flow.target) in graph.back and not outcomes.returns(graph, flow):
            yield advice(drawing, "outcome.maybe_return", flow, choice=flow.name)


def _names(case: _Case, node: Node, flows: tuple[Flow, ...]) -> Iterator[Problem]:
    met: set[str] = set()
    for flow in flows:
        key = outcomes.choice_key(flow.name)
        if not flow.name:
            target = case.graph.nodes[flow.target].said
            yield fault(case.drawing, "outcome.unnamed_flow", flow, source=node.said, target=target)
        elif key in met:
            yield fault(case.drawing, "outcome.duplicate_name", flow, source=node.said, choice=flow.name)
        elif len(flow.name) > outcomes.LONGEST_CHOICE:
            yield fault(
                case.drawing, "outcome.long_name", flow, source=node.said, limit=outcomes.LONGEST_CHOICE
            )
        met.add(key)


def _conditions(case: _Case, node: Node) -> Iterator[Problem]:
    drawing, nodes = case.drawing, case.graph.nodes
    flows = case.graph.outgoing[node.id]
    defaulted = any(flow.id == node.default for flow in flows)
    bare = [flow for flow in flows if flow.condition is None and flow.id != node.default]
    if node.default and node.default not in drawing.flows:
        bare = []  # the lost default is what is wrong; it was said when the file was read
    elif not defaulted and bare and all(flow.name for flow in flows):
        yield fault(drawing, "outcome.mixed", node, source=node.said)
    else:
        for flow in bare:
            yield fault(drawing, "condition.missing", flow, source=node.said, target=nodes[flow.target].said)
        if not defaulted:
            yield fault(drawing, "condition.no_default", node, source=node.said)
    for flow in flows:
        if flow.condition is None:
            continue
        if flow.id == node.default:
            yield fault(
                drawing, "condition.on_default", flow, source=node.said, target=nodes[flow.target].said
            )
        else:
            yield from _condition(case, node, flow, flow.condition)


def _condition(case: _Case, node: Node, flow: Flow, text: str) -> Iterator[Problem]:
    drawing = case.drawing
    if flow.language:
        yield fault(drawing, "condition.language", flow, language=flow.language)
        return
    try:
        expression = expressions.parse(text)
    except ExpressionRefused as refused:
        yield fault(
            drawing,
            "condition.malformed",
            flow,
            condition=text,
            position=refused.position + 1,
            why_id=refused.what.id,
            why_en=refused.what.en,
        )
        return
    if node.id not in case.graph.reached:
        return
    settable, earlier = _before(case, node)
    # a form that is missing or broken has its own problem, and may hold the field
    unknown = set() if _lacks_a_form(case, node) else expression.names - settable
    for name in sorted(unknown):
        close = difflib.get_close_matches(name, sorted(settable), n=1, cutoff=0.6)
        yield fault(
            drawing,
            "condition.unknown_name",
            flow,
            condition=text,
            unknown=name,
            gateway=node.said,
            suggestion_id=f", misalnya “{close[0]}”" if close else "",
            suggestion_en=f", for example “{close[0]}”" if close else "",
        )
    yield from _choices_compared(case, flow, expression, earlier)
    for form in _forms_used(case):
        for name in sorted(expression.names & form.personal):
            yield fault(drawing, "condition.personal", flow, condition=text, field=name, form=form.id)


def _lacks_a_form(case: _Case, node: Node) -> bool:
    behind = case.graph.backward([node.id])
    return any(
        task.id in behind and task.form is not None and task.form not in case.forms
        for task in case.diagram.tasks.values()
    )


def _before(case: _Case, node: Node) -> tuple[frozenset[str], tuple[Question, ...]]:
    """The variables that something before the gateway may set on some way, and the questions among them."""
    behind = case.graph.backward([node.id]) & case.graph.reached
    names: set[str] = set()
    for task in case.diagram.tasks.values():
        form = case.forms.get(task.form) if task.form else None
        if task.id in behind and form is not None:
            names |= form.sets
    earlier = tuple(q for gateway, q in case.diagram.questions.items() if gateway in behind)
    for question in earlier:
        names.add(question.gateway)
        if any(choice.returns for choice in question.choices):
            names.add(reason_of(question.gateway))
    return frozenset(names), earlier


def _choices_compared(
    case: _Case, flow: Flow, expression: Expression, earlier: tuple[Question, ...]
) -> Iterator[Problem]:
    """Literals that a condition compares with an outcome but that are none of its choices."""
    for question in earlier:
        if question.gateway not in expression.names:
            continue
        for literal in _literals_beside(expression.source, question.gateway):
            probe = expressions.parse(f"a = {literal}")
            if any(expressions.evaluate(probe, {"a": choice.name}) for choice in question.choices):
                continue
            yield fault(
                case.drawing,
                "condition.unknown_choice",
                flow,
                condition=expression.source,
                gateway=question.gateway,
                value=literal.strip("\"'"),
                choices=", ".join(f"“{choice.name}”" for choice in question.choices),
            )


def _literals_beside(source: str, gateway: str) -> list[str]:
    name = rf"(?<![\w.\"']){re.escape(gateway)}(?![\w.\"'])"
    found = re.findall(rf"{name}\s*(?:==?|!=)\s*({_LITERAL})", source)
    found += re.findall(rf"({_LITERAL})\s*(?:==?|!=)\s*{name}", source)
    for listed in re.findall(rf"{name}\s*(?:not\s+)?in\s*\[((?:\s*{_LITERAL}\s*,?)*)", source):
        found += re.findall(_LITERAL, listed)
    return list(dict.fromkeys(found))


def _returns(case: _Case) -> Iterator[Problem]:
    for flow in case.drawing.flows.values():
        value = flow.properties.get(outcomes.RETURN_PROPERTY)
        if value is None or not flow.sound:
            continue
        if value != outcomes.RETURN_VALUE:
            yield fault(case.drawing, "return.value", flow, value=value)
        elif not outcomes.is_question(case.graph, case.graph.nodes[flow.source]):
            yield fault(case.drawing, "return.misplaced", flow)


def _clashes(case: _Case) -> Iterator[Problem]:
    """Two things under one name: an outcome and a field, or an outcome and a reason."""
    for gateway, question in case.diagram.questions.items():
        node = case.graph.nodes[gateway]
        taken = {str(gateway)}
        if any(choice.returns for choice in question.choices):
            taken.add(reason_of(gateway))
            other = case.diagram.questions.get(ElementId(reason_of(gateway)))
            if other is not None:
                at = case.graph.nodes[other.gateway]
                yield fault(case.drawing, "outcome.reason_clash", at, gateway=gateway)
        for form in _forms_used(case):
            for field in sorted(taken & form.sets):
                yield fault(
                    case.drawing,
                    "outcome.form_clash",
                    node,
                    form=form.id,
                    field=field,
                    gateway=node.said,
                )


def _forms_used(case: _Case) -> list[Form]:
    used = dict.fromkeys(task.form for task in case.diagram.tasks.values() if task.form)
    return [case.forms[form] for form in used if form in case.forms]


def _suggested_id(text: str) -> str:
    plain = plain_id(text)
    return plain if expressions.is_name(plain) else f"Gateway_{plain}"
