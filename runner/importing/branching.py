"""Gateways as shapes: what divides or merges is a gateway, and each does one of the two.

Promise: meaning stays; an arrow that leaves a step beside another one is only taken for a choice if its
author says so.
Never: the names and conditions of arrows.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from lxml import etree

from runner.diagram.vocabulary import GATEWAYS
from runner.diagram.xml import words
from runner.importing import texts
from runner.importing.happenings import turn_gateway
from runner.importing.sheet import SCOPES, B, Sheet, kind_of, said
from runner.importing.ways import conditions_of, scope_forks

_KINDS: Final = {"one": "exclusiveGateway", "all": "parallelGateway"}


def straighten(sheet: Sheet) -> None:
    """Put a gateway wherever arrows divide or meet, and take out those that do neither."""
    _complex(sheet)
    _conditions_without_choice(sheet)
    _splits(sheet)
    _doubled(sheet)
    _useless(sheet)
    _mixed(sheet)
    for scope in list(sheet.scopes()):
        if kind_of(scope) in SCOPES:
            _joins(sheet, scope)


def _complex(sheet: Sheet) -> None:
    for gateway in sheet.of_kind("complexGateway"):
        joins = len(sheet.outgoing(_key(gateway))) < 2
        answer = sheet.ledger.ask(
            f"complex:{_key(gateway)}",
            "complex",
            proposal="all" if joins else "one",
            choices=("one", "all", "keep"),
            at=gateway,
        )
        if answer in _KINDS:
            for child in list(gateway):
                if kind_of(child) == "activationCondition":
                    content = words(child.text)
                    sheet.ledger.repaired("part.left", gateway, kind="activationCondition", content=content)
                    gateway.remove(child)
            turn_gateway(sheet, gateway, _KINDS[answer])


def _conditions_without_choice(sheet: Sheet) -> None:
    for node in list(sheet.nodes.values()):
        flows = sheet.outgoing(_key(node))
        chooses = kind_of(node) in ("exclusiveGateway", "inclusiveGateway") and len(flows) > 1
        if chooses or (len(flows) > 1 and kind_of(node) not in GATEWAYS):
            continue  # of a step that divides, the split decides
        for flow in flows:
            condition = flow.find(f"{B}conditionExpression")
            if condition is None:
                continue
            target = said(sheet.target(flow))
            answer = "remove"
            if conditions_of(flow):
                answer = sheet.ledger.ask(
                    f"ignored:{_key(flow)}",
                    "ignored",
                    proposal="remove",
                    choices=("remove", "keep"),
                    at=flow,
                    condition=conditions_of(flow),
                    target=target,
                )
            if answer == "remove":
                _drop_condition(sheet, flow, "nothing")
        if node.get("default") is not None:
            del node.attrib["default"]
            sheet.ledger.repaired("default.unmarked", node, why=texts.WHY["nothing"])


def _drop_condition(sheet: Sheet, flow: etree._Element, why: str) -> None:
    condition = flow.find(f"{B}conditionExpression")
    if condition is None:
        return
    text = conditions_of(flow)
    flow.remove(condition)
    if text:
        sheet.ledger.repaired(
            "condition.removed", flow, condition=text, target=said(sheet.target(flow)), why=texts.WHY[why]
        )


def _splits(sheet: Sheet) -> None:
    for node in list(sheet.nodes.values()):
        flows = sheet.outgoing(_key(node))
        if kind_of(node) in GATEWAYS or kind_of(node) in ("endEvent", "boundaryEvent") or len(flows) < 2:
            continue
        if kind_of(node) in ("complexGateway", "eventBasedGateway"):
            continue  # left as it is, by its author's answer
        conditional = any(conditions_of(flow) for flow in flows)
        named = all(words(flow.get("name")) for flow in flows)
        answer = "all"
        if conditional or named or not _meet_in_parallel(sheet, flows):
            answer = sheet.ledger.ask(
                f"split:{_key(node)}",
                "split",
                proposal="one" if conditional or named or not _side_by_side(sheet, flows) else "all",
                choices=("all", "one"),
                at=node,
                node=said(node),
                targets=texts.listed(said(sheet.target(flow)) for flow in flows),
            )
        kind = _KINDS[answer]
        gateway = sheet.add(kind, node)
        default = node.get("default")
        node.attrib.pop("default", "")
        for flow in flows:
            sheet.lead(flow, source=gateway)
            if answer == "all":
                _drop_condition(sheet, flow, "nothing")
        if default is not None and answer == "one":
            gateway.set("default", default)
        sheet.connect(node, gateway)
        sheet.ledger.repaired("split.added", gateway, node=said(node), kind=texts.kind(kind))


def _side_by_side(sheet: Sheet, flows: list[etree._Element]) -> bool:
    """True if no branch can reach the beginning of another or come back."""
    return all(
        _key(sheet.target(other)) not in _ahead(sheet, _key(sheet.target(flow)))
        for flow in flows
        for other in flows
        if flow is not other
    )


def _meet_in_parallel(sheet: Sheet, flows: list[etree._Element]) -> bool:
    """True if the first symbol that all branches reach is a parallel join, or they end apart."""
    reaches = [_ahead(sheet, _key(sheet.target(flow))) for flow in flows]
    shared = set(reaches[0]).intersection(*reaches[1:])
    if not shared:
        return _side_by_side(sheet, flows)
    first = next(key for key in reaches[0] if key in shared)
    return kind_of(sheet.nodes[first]) == "parallelGateway" and len(sheet.incoming(first)) > 1


def _ahead(sheet: Sheet, start: str) -> dict[str, None]:
    """What follows a symbol, itself included, nearest first."""
    met: dict[str, None] = {start: None}
    ahead = [start]
    while ahead:
        following = []
        for key in ahead:
            for flow in sheet.outgoing(key):
                target = _key(sheet.target(flow))
                if target not in met:
                    met[target] = None
                    following.append(target)
        ahead = following
    return met


def _doubled(sheet: Sheet) -> None:
    """Arrows with one beginning and one end: without names they are one, with names their author is asked."""
    pairs: dict[tuple[str, str], list[etree._Element]] = defaultdict(list)
    for flow in sheet.flows.values():
        if sheet.is_sound(flow):
            pairs[flow.get("sourceRef") or "", flow.get("targetRef") or ""].append(flow)
    for (source, target), flows in pairs.items():
        if len(flows) < 2:
            continue
        saying = [words(flow.get("name")) or conditions_of(flow) for flow in flows]
        names = [name for name in dict.fromkeys(saying) if name]
        answer = "join"
        if len(names) > 1:
            answer = sheet.ledger.ask(
                f"doubled:{_key(flows[0])}",
                "doubled",
                proposal="join",
                choices=("join", "keep"),
                at=flows[0],
                source=said(sheet.nodes[source]),
                target=said(sheet.nodes[target]),
                names=texts.listed(names),
            )
        if answer == "join":
            if names:
                flows[0].set("name", " / ".join(names))
            for flow in flows[1:]:
                sheet.cut(flow)
            condition = flows[0].find(f"{B}conditionExpression")
            if condition is not None and len(set(saying)) > 1:
                flows[0].remove(condition)
            sheet.ledger.repaired("flow.doubled", flows[0], names=texts.listed(names) or "-")


def _useless(sheet: Sheet) -> None:
    for gateway in sheet.of_kind(*GATEWAYS):
        if len(sheet.incoming(_key(gateway))) == 1 and len(sheet.outgoing(_key(gateway))) == 1:
            sheet.ledger.repaired("gateway.useless", gateway)
            sheet.bypass(gateway)


def _mixed(sheet: Sheet) -> None:
    for gateway in sheet.of_kind(*GATEWAYS):
        flows = sheet.incoming(_key(gateway))
        if len(flows) > 1 and len(sheet.outgoing(_key(gateway))) > 1:
            merge = sheet.add(kind_of(gateway), gateway)
            for flow in flows:
                sheet.lead(flow, target=merge)
            sheet.connect(merge, gateway)
            sheet.ledger.repaired("gateway.divided", gateway)


def _joins(sheet: Sheet, scope: etree._Element) -> None:
    forks = scope_forks(sheet, scope)
    for node in sheet.inside(scope):
        flows = sheet.incoming(_key(node))
        if kind_of(node) in GATEWAYS or kind_of(node) in ("startEvent", "boundaryEvent") or len(flows) < 2:
            continue
        if kind_of(node) == "endEvent" and forks:
            for flow in flows[1:]:
                end = sheet.add("endEvent", node, words(node.get("name")))
                sheet.lead(flow, target=end)
            sheet.ledger.repaired("end.divided", node, count=len(flows))
            continue
        merge = sheet.add("exclusiveGateway", node)
        for flow in flows:
            sheet.lead(flow, target=merge)
        sheet.connect(merge, node)
        sheet.ledger.repaired("join.added", merge, node=said(node))


def _key(element: etree._Element) -> str:
    return element.get("id") or ""
