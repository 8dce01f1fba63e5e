"""What the gate still refuses, asked about once more: who decides, and whether branches are awaited.

Promise: each problem leads to one question at most, so that mending comes to an end.
Never: an answer of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from runner.diagram.xml import words
from runner.importing import texts
from runner.importing.happenings import turn_gateway
from runner.importing.sheet import Sheet, kind_of, said
from runner.model import Problem

_DECIDERS = frozenset({"outcome.no_decider", "outcome.several_deciders", "outcome.too_many_ways"})
_FORKS = ("parallelGateway", "inclusiveGateway")


class Mending:
    """Knows which problems were asked about already."""

    def __init__(self) -> None:
        self._done: set[tuple[str, str]] = set()

    def mend(self, sheet: Sheet, problems: Sequence[Problem]) -> bool:
        """True if something was changed, so that the gate should look again."""
        changed = False
        for problem in problems:
            node = sheet.nodes.get(problem.element)
            if node is None or (problem.code, problem.element) in self._done:
                continue
            self._done.add((problem.code, problem.element))
            if problem.code in _DECIDERS:
                changed = _decide(sheet, node) or changed
            elif problem.code == "parallel.branches_meet":
                changed = _meet(sheet, node) or changed
            elif problem.code == "parallel.unmatched":
                changed = _unmatched(sheet, node) or changed
        return changed


def _decide(sheet: Sheet, gateway: etree._Element) -> bool:
    key = gateway.get("id") or ""
    into = sheet.incoming(key)
    answer = sheet.ledger.ask(
        f"decider:{key}",
        "decider",
        proposal="add",
        choices=("add", "keep"),
        at=gateway,
        gateway=said(gateway),
    )
    if answer != "add" or not into:
        return False
    question = words(gateway.get("name"))
    name = texts.DECIDE.format(question=question) if question else texts.DECIDE_ONWARD
    step = sheet.add("userTask", gateway, name)
    entry = step
    if len(into) > 1:
        entry = sheet.add("exclusiveGateway", step)
        sheet.connect(entry, step)
    for flow in into:
        sheet.lead(flow, target=entry)
    sheet.connect(step, gateway)
    sheet.ledger.repaired("decision.added", step, name=name)
    return True


def _meet(sheet: Sheet, node: etree._Element) -> bool:
    key = node.get("id") or ""
    if len(sheet.incoming(key)) < 2 or len(sheet.outgoing(key)) > 1 or not kind_of(node).endswith("Gateway"):
        return False
    forks = {kind_of(one) for one in sheet.of_kind(*_FORKS) if len(sheet.outgoing(one.get("id") or "")) > 1}
    wanted = [kind for kind in _FORKS if kind in forks and kind != kind_of(node)]
    if not wanted:
        return False
    answer = sheet.ledger.ask(
        f"meet:{key}",
        "meet",
        proposal="wait",
        choices=("wait", "keep"),
        at=node,
        node=_called(sheet, node),
    )
    if answer == "wait":
        turn_gateway(sheet, node, wanted[0])
    return answer == "wait"


def _unmatched(sheet: Sheet, node: etree._Element) -> bool:
    answer = sheet.ledger.ask(
        f"unmatched:{node.get('id')}",
        "unmatched",
        proposal="first",
        choices=("first", "keep"),
        at=node,
        node=_called(sheet, node),
    )
    if answer == "first":
        turn_gateway(sheet, node, "exclusiveGateway")
    return answer == "first"


def _called(sheet: Sheet, node: etree._Element) -> str:
    """A join by its own name, or by what follows it."""
    following = sheet.outgoing(node.get("id") or "")
    return words(node.get("name")) or (said(sheet.target(following[0])) if following else said(node))
