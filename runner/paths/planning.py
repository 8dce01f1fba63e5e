"""From a diagram with its forms to the plan of its exploration.

Promise: the plan says what a case of this revision can be answered, no more and no less, or names the
variables for which it cannot. Never: a judgement of the diagram.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Final

from runner import expressions
from runner.diagram import Diagram, UserTask
from runner.diagram.flow_graph import ENTRY, EXIT, FlowGraph, graph_of, way_out
from runner.errors import ExpressionRefused
from runner.expressions import Expression
from runner.forms import Form
from runner.model import ElementId, FormId, Json
from runner.paths.drawn import Runnable
from runner.paths.plan import Asked, Given, Plan, Step, Symbol, Way
from runner.paths.representatives import Asking, Representatives, given_by

#: Variables that conditions may link with one another before their answers are no longer told apart.
_MOST_LINKED: Final = 4
#: Values of one variable that conditions may name.
_MOST_LITERALS: Final = 60
#: Times that it is asked, for one diagram, whether a condition can tell two answers apart.
_MOST_COMPARED: Final = 200_000


def plan_of(run: Runnable, *, forms: Mapping[FormId, Form]) -> Plan:
    """The plan of a diagram with these forms."""
    diagram = run.diagram
    graph = graph_of(diagram.drawing)
    planning = _Planning(diagram, graph, forms)
    symbols = {
        node.id: Symbol(
            kind=node.kind,
            ways=tuple(
                Way(flow=flow.id, target=flow.target, condition=planning.texts.get(flow.id, ""))
                for flow in graph.outgoing[node.id]
            ),
            live=tuple(sorted(planning.live.get(node.id, frozenset()))),
            default=node.default if any(flow.id == node.default for flow in graph.outgoing[node.id]) else "",
            inside=bool(node.scope),
        )
        for node in diagram.drawing.nodes.values()
        if node.accepted
    }
    steps = planning.steps()
    return Plan(
        symbols=symbols,
        steps=steps,
        vague=tuple(sorted(planning.vague)),
        dropped=run.dropped,
        spare=run.spare,
    )


class _Planning:
    def __init__(self, diagram: Diagram, graph: FlowGraph, forms: Mapping[FormId, Form]) -> None:
        self.diagram, self.graph, self.forms = diagram, graph, forms
        self.texts = dict(_conditions(diagram))
        self.read: dict[str, Expression] = {}
        for flow, text in self.texts.items():
            try:
                self.read[flow] = expressions.parse(text)
            except ExpressionRefused:
                continue  # the engine says it
        self.vague: set[str] = set()
        self.asked: dict[str, Asking] = {}
        self._compared = 0
        self._apart: dict[tuple[str, str], tuple[Json, ...]] = {}
        self._given: dict[tuple[FormId, str], Representatives] = {}
        self.live = self._live()

    def steps(self) -> dict[str, Step]:
        """What can be answered at each task, as far as somebody reads it."""
        found: dict[str, Step] = {}
        for name, task in self._tasks():
            after = frozenset().union(*(self.live.get(key, frozenset()) for key in self.graph.after[name]))
            found[name] = Step(
                asked=tuple(
                    Asked(
                        gateway=question.gateway,
                        choices=tuple(choice.name for choice in question.choices),
                        after=question.asked_after,
                    )
                    for question in self.diagram.questions_of(name)
                ),
                given=tuple(self._givens(task.form, after)),
            )
        return self._told_apart(found)

    def _tasks(self) -> list[tuple[ElementId, UserTask]]:
        return [(name, task) for name, task in self.diagram.tasks.items() if name in self.graph.nodes]

    def _givens(self, form_id: FormId | None, names: frozenset[str]) -> Iterable[Given]:
        form = self.forms.get(form_id) if form_id else None
        if form is None:
            # not at hand: it may set whatever conditions read and no question answers
            self.vague |= names - set(self.diagram.questions)
            return
        for name in sorted(names & form.sets):
            found = self._given_by(form, name)
            if not found.exact:
                self.vague.add(name)
            yield Given(name=name, values=found.values, may_keep=found.may_keep)

    def _given_by(self, form: Form, name: str) -> Representatives:
        key = (form.id, name)
        if key not in self._given:
            self._given[key] = given_by(form, name, self._asking(name))
        return self._given[key]

    def _asking(self, name: str) -> Asking:
        """What all conditions linked with a variable, over others if need be, want to know of it."""
        if name not in self.asked:
            linked = {name}
            while True:
                reading = [read for read in self.read.values() if read.names & linked]
                more = linked.union(*(read.names for read in reading)) - set(self.diagram.questions)
                if more <= linked:
                    break
                linked = more
            literals = _distinct(literal for read in reading for literal in read.literals)
            if len(linked) > _MOST_LINKED or len(literals) > _MOST_LITERALS:
                self.vague.add(name)
            self.asked[name] = Asking(
                paths=frozenset(path for read in reading for path in read.paths if path[0] == name),
                literals=literals[:_MOST_LITERALS],
                spread=min(len(linked), _MOST_LINKED),
            )
        return self.asked[name]

    def _live(self) -> dict[str, frozenset[str]]:
        """The variables that a condition may read after a token was here, if nobody sets them anew before."""
        graph = self.graph
        reads: dict[str, frozenset[str]] = {}
        for node in graph.nodes.values():
            names = [self.read[flow.id].names for flow in graph.outgoing[node.id] if flow.id in self.read]
            if names and len(graph.outgoing[node.id]) > 1:
                reads[graph.leaving(node.id)] = frozenset().union(*names)
        sets: dict[str, frozenset[str]] = {}
        for name, task in self._tasks():
            asked = {str(question.gateway) for question in self.diagram.questions_of(name)}
            sets[name] = frozenset(asked | self._surely_set(task.form))
        live: dict[str, frozenset[str]] = {key: frozenset() for key in graph.keys}
        changed = True
        while changed:
            changed = False
            for key in reversed(graph.keys):
                after = frozenset().union(*(live[target] for target in graph.after[key]))
                now = reads.get(key, frozenset()) | (after - sets.get(key, frozenset()))
                if now != live[key]:
                    live[key] = now
                    changed = True
        # a token that rests at a sub-process leaves it by its way out; its inside has tokens of its own
        for node in graph.nodes.values():
            if node.kind == "subProcess":
                live[node.id] |= live[way_out(node.id)]
        del live[ENTRY], live[EXIT]
        return live

    def _surely_set(self, form_id: FormId | None) -> frozenset[str]:
        form = self.forms.get(form_id) if form_id else None
        if form is None:
            return frozenset()
        read = {name for expression in self.read.values() for name in expression.names}
        return frozenset(name for name in read & form.sets if not self._given_by(form, name).may_keep)

    def _told_apart(self, steps: dict[str, Step]) -> dict[str, Step]:
        """The steps with one value for each kind of answer that some condition can tell from the others."""
        known: dict[str, list[Json]] = {}
        for name in {name for read in self.read.values() for name in read.names}:
            question = self.diagram.questions.get(ElementId(name))
            values: list[Json] = [None]
            values += [choice.name for choice in question.choices] if question else []
            for step in steps.values():
                values += [value for given in step.given if given.name == name for value in given.values]
            known[name] = list(_distinct(values))
        return {
            task: Step(
                asked=step.asked,
                given=tuple(
                    Given(name=given.name, values=self._kinds(given, known), may_keep=given.may_keep)
                    for given in step.given
                ),
            )
            for task, step in steps.items()
        }

    def _kinds(self, given: Given, known: Mapping[str, list[Json]]) -> tuple[Json, ...]:
        key = (given.name, repr(given.values))
        if key not in self._apart:
            self._apart[key] = self._compare(given, known)
        return self._apart[key]

    def _compare(self, given: Given, known: Mapping[str, list[Json]]) -> tuple[Json, ...]:
        reading = [read for read in _once(self.read.values()) if given.name in read.names]
        met: dict[tuple[bool, ...], Json] = {}
        for read in reading:
            size = len(given.values)
            for name in read.names - {given.name}:
                size *= len(known[name])
            self._compared += size
        if self._compared > _MOST_COMPARED:
            return given.values
        for value in given.values:
            verdict: list[bool] = []
            for read in reading:
                others = sorted(read.names - {given.name})
                for combination in product(*(known[name] for name in others)):
                    data = {**dict(zip(others, combination, strict=True)), given.name: value}
                    verdict.append(expressions.evaluate(read, data))
            met.setdefault(tuple(verdict), value)
        return tuple(met.values())


def _conditions(diagram: Diagram) -> Iterable[tuple[str, str]]:
    """Every flow with a condition as the engine judges it."""
    drawing = diagram.drawing
    for flow in drawing.flows.values():
        if not flow.sound:
            continue
        question = diagram.questions.get(ElementId(flow.source))
        if question is not None:
            yield flow.id, f"{question.gateway} = {expressions.quote(flow.name)}"
        elif flow.condition is not None and drawing.nodes[flow.source].default != flow.id:
            yield flow.id, flow.condition


def _distinct(values: Iterable[Json]) -> tuple[Json, ...]:
    """Each value once; 1, 1.0 and true are three."""
    return tuple({(type(value), repr(value)): value for value in values}.values())


def _once(read: Iterable[Expression]) -> list[Expression]:
    return list({expression.source: expression for expression in read}.values())
