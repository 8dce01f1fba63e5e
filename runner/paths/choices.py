"""What people can answer at a step, and over which flows their answers lead.

Promise: an outcome is asked exactly when a case asks it; answers that no condition can tell apart are tried
once. Never: a move of a token; flows are named here only to tell people about them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import Final, NamedTuple

from runner import expressions
from runner.expressions import Expression
from runner.model import Json
from runner.paths.plan import Asked, Plan, Step

#: Different answers to one step that are tried; a form would need many fields in conditions to have more.
MOST_ANSWERS: Final = 400

_KEEP: Final = object()


class Answering(NamedTuple):
    """The data after a step, and what was answered to conditions in it."""

    data: dict[str, Json]
    answers: tuple[tuple[str, Json], ...]


def answerings(step: Step, data: Mapping[str, Json]) -> Iterator[Answering]:
    """Everything that can be answered at the step, in the order in which it is offered."""
    stale = {asked.gateway for asked in step.asked}
    kept = {name: value for name, value in data.items() if name not in stale}
    fields = [[*given.values, *([_KEEP] if given.may_keep else [])] for given in step.given]
    for values in product(*fields):
        filled = dict(kept)
        answers: list[tuple[str, Json]] = []
        for given, value in zip(step.given, values, strict=True):
            if value is not _KEEP:
                filled[given.name] = value  # type: ignore[assignment]
                answers.append((given.name, value))  # type: ignore[arg-type]
        for outcomes in _outcomes(step.asked, {}):
            yield Answering({**filled, **outcomes}, tuple(answers))


def count_of(step: Step) -> int:
    """No fewer than the answers that ``answerings`` gives."""
    count = 1
    for given in step.given:
        count *= len(given.values) + given.may_keep
    for asked in step.asked:
        count *= max(1, len(asked.choices))
    return count


def _outcomes(asked: tuple[Asked, ...], chosen: dict[str, str]) -> Iterator[dict[str, str]]:
    if not asked:
        yield chosen
        return
    first, *rest = asked
    if any(all(chosen.get(gateway) == choice for gateway, choice in chain) for chain in first.after):
        for choice in first.choices:
            yield from _outcomes(tuple(rest), {**chosen, first.gateway: choice})
    else:
        yield from _outcomes(tuple(rest), chosen)


class Signposts:
    """Tells which flows of a gateway its conditions open."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._conditions: dict[str, Expression] = {
            way.flow: expressions.parse(way.condition)
            for _, way in plan.flows()
            if way.condition and way.condition.strip()
        }

    def opened(self, element: str, data: Mapping[str, Json]) -> tuple[str, ...]:
        """The flows that a token leaving the symbol takes."""
        symbol = self.plan.symbols[element]
        if not symbol.chooses:
            return tuple(way.flow for way in symbol.ways)
        found = [
            way.flow
            for way in symbol.ways
            if way.flow in self._conditions
            and way.flow != symbol.default
            and expressions.evaluate(self._conditions[way.flow], data)
        ]
        if not found:
            return (symbol.default,) if symbol.default else ()
        return tuple(found[:1]) if symbol.kind == "exclusiveGateway" else tuple(found)

    def along(self, task: str, data: Mapping[str, Json], passed: Iterable[str]) -> tuple[str, ...]:
        """The symbols that a token leaving the task certainly passes, where the engine could not say it.

        A join of several flows ends the way; ``passed`` are symbols known to have been passed.
        """
        return tuple(dict.fromkeys([*passed, *self._ahead(task, data)]))

    def _ahead(self, task: str, data: Mapping[str, Json]) -> Iterator[str]:
        targets = {way.flow: way.target for _, way in self.plan.flows()}
        met: set[str] = set()
        ahead = [targets[flow] for flow in self.opened(task, data)] if task else self._starts()
        while ahead:
            element = ahead.pop(0)
            symbol = self.plan.symbols.get(element)
            if symbol is None or element in met or not _passes(symbol.kind, self.plan, element):
                continue
            met.add(element)
            yield element
            ahead += [targets[flow] for flow in self.opened(element, data)]

    def _starts(self) -> list[str]:
        symbols = self.plan.symbols.items()
        return [name for name, symbol in symbols if symbol.kind == "startEvent" and not symbol.inside]


def _passes(kind: str, plan: Plan, element: str) -> bool:
    if kind in ("parallelGateway", "inclusiveGateway"):
        return plan.entered_by.get(element, 0) < 2
    return kind in ("exclusiveGateway", "startEvent")


def narrowed(data: Mapping[str, Json], elements: Collection[str], plan: Plan) -> dict[str, Json]:
    """The part of the data that a condition may still read when tokens rest at these elements."""
    live = {name for element in elements for name in plan.symbols[element].live}
    return {name: data[name] for name in sorted(live) if data.get(name) is not None}
