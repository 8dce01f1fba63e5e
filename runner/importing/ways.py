"""Arrows: none loose, one beginning, an end to every way, nothing that is never reached.

Promise: an arrow or a symbol only goes after its author was asked, or where it says nothing.
Never: what is chosen at a gateway.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from runner.diagram.xml import words
from runner.importing import texts
from runner.importing.near import nearest_symbol
from runner.importing.sheet import SCOPES, B, Sheet, kind_of, said

#: Loose parts that are asked about one by one; more are left to the gate.
_MOST_PARTS: Final = 30


def tie_arrows(sheet: Sheet) -> None:
    """Connect or remove arrows without two ends in one scope."""
    for flow in list(sheet.flows.values()):
        if sheet.is_sound(flow):
            if flow.get("sourceRef") == flow.get("targetRef") and kind_of(sheet.source(flow)) != "userTask":
                _remove(sheet, flow, "circle")
            continue
        _tie(sheet, flow)


def _tie(sheet: Sheet, flow: etree._Element) -> None:
    ends = {end: sheet.nodes.get(flow.get(end) or "") for end in ("sourceRef", "targetRef")}
    missing = [end for end, node in ends.items() if node is None]
    scopes = {id(node.getparent()) for node in ends.values() if node is not None}
    near = None
    if len(missing) == 1 and len(scopes) == 1:
        (known,) = [node for node in ends.values() if node is not None]
        near = nearest_symbol(sheet, flow, first=missing[0] == "sourceRef", scope=known.getparent())
        near = None if near is known else near
    elif not missing and len(scopes) == 1:
        # both ends stand in one scope and only the arrow is kept elsewhere
        parent = next(node for node in ends.values() if node is not None).getparent()
        if parent is not None:
            parent.append(flow)
            sheet.index()
            sheet.ledger.repaired("flow.joined", flow, name=_called(flow), node=said(sheet.target(flow)))
            return
    choices: list[str | tuple[str, str]] = ["remove", "keep"]
    if near is not None:
        choices.insert(0, (near.get("id") or "", f"→ {said(near)}"))
    proposal = (near.get("id") or "") if near is not None else "remove"
    answer = sheet.ledger.ask(
        f"flow:{flow.get('id')}",
        "flow",
        proposal=proposal,
        choices=choices,
        at=flow,
        **_named(sheet, flow),
    )
    if answer == "remove":
        _remove(sheet, flow, "loose" if missing else "crosses")
    elif answer != "keep" and near is not None:
        if missing == ["sourceRef"]:
            sheet.lead(flow, source=near)
        else:
            sheet.lead(flow, target=near)
        sheet.ledger.repaired("flow.joined", flow, name=_called(flow), node=said(near))


def _called(flow: etree._Element) -> str:
    return words(flow.get("name")) or flow.get("id") or "?"


def _named(sheet: Sheet, flow: etree._Element) -> dict[str, Any]:
    said_ends = {}
    for end, fact in (("sourceRef", "source"), ("targetRef", "target")):
        node = sheet.nodes.get(flow.get(end) or "")
        said_ends[fact] = said(node) if node is not None else flow.get(end) or "?"
    return {"name": _called(flow), **said_ends}


def _remove(sheet: Sheet, flow: etree._Element, why: str) -> None:
    sheet.ledger.repaired("flow.removed", flow, why=texts.WHY[why], **_named(sheet, flow))
    sheet.cut(flow)


def begin_and_end(sheet: Sheet) -> None:
    """Give every scope one start and every way an end."""
    for scope in list(sheet.scopes()):
        if kind_of(scope) not in SCOPES or not sheet.inside(scope):
            continue
        _ends_that_go_on(sheet, scope)
        _starts_that_are_entered(sheet, scope)
        _one_start(sheet, scope)
        _cut_off(sheet, scope)
        _ends(sheet, scope)


def _ends_that_go_on(sheet: Sheet, scope: etree._Element) -> None:
    for end in [node for node in sheet.inside(scope) if kind_of(node) == "endEvent"]:
        flows = sheet.outgoing(_key(end))
        if not flows:
            continue
        targets = texts.listed(said(sheet.target(flow)) for flow in flows)
        into = sheet.incoming(_key(end))
        answer = sheet.ledger.ask(
            f"ending:{_key(end)}",
            "ending",
            proposal="pass" if into else "cut",
            choices=("pass", "cut", "keep"),
            at=end,
            targets=targets,
        )
        if answer == "pass":
            sheet.ledger.repaired("symbol.out", end, kind=texts.kind("endEvent"))
            sheet.bypass(end)
        elif answer == "cut":
            for flow in flows:
                _remove(sheet, flow, "chosen")


def _starts_that_are_entered(sheet: Sheet, scope: etree._Element) -> None:
    for start in [node for node in sheet.inside(scope) if kind_of(node) == "startEvent"]:
        out = sheet.outgoing(_key(start))
        for flow in sheet.incoming(_key(start)):
            if len(out) != 1 or flow is out[0]:
                _remove(sheet, flow, "circle")
                continue
            sheet.lead(flow, target=sheet.target(out[0]))
            sheet.ledger.repaired("flow.restart", flow, node=said(sheet.target(out[0])))


def _one_start(sheet: Sheet, scope: etree._Element) -> None:
    inside = sheet.inside(scope)
    starts = [node for node in inside if kind_of(node) == "startEvent"]
    if len(starts) > 1:
        _several_starts(sheet, scope, starts)
        return
    if starts:
        return
    roots = [
        node
        for node in inside
        if not sheet.incoming(_key(node)) and kind_of(node) not in ("boundaryEvent", "endEvent")
    ]
    first = roots[0] if roots else inside[0]
    if len(roots) > 1:
        most = max(roots, key=lambda node: len(_reached(sheet, _key(node))))
        answer = sheet.ledger.ask(
            f"begin:{_own_key(sheet, scope)}",
            "begin",
            proposal=_key(most),
            choices=[(_key(node), said(node)) for node in roots],
        )
        first = sheet.nodes[answer]
    start = sheet.add("startEvent", first, texts.BEGINS)
    sheet.connect(start, first)
    sheet.ledger.repaired("start.added", start, node=said(first))


def _several_starts(sheet: Sheet, scope: etree._Element, starts: list[etree._Element]) -> None:
    names = texts.listed(map(said, starts))
    entered = {_key(sheet.target(flow)) for start in starts for flow in sheet.outgoing(_key(start))}
    flowing = [start for start in starts if sheet.outgoing(_key(start))]
    one_way = len(entered) == 1
    able = len(entered) > 1 and len(flowing) > 1
    answer = "combine"
    if not one_way:
        answer = sheet.ledger.ask(
            f"begins:{_own_key(sheet, scope)}",
            "begins",
            proposal="combine" if able else _key((flowing or starts)[0]),
            choices=[*(["combine"] if able else []), *((_key(start), said(start)) for start in starts)],
            names=names,
        )
    kept = sheet.nodes.get(answer, (flowing or starts)[0])
    if answer == "combine" and not one_way:
        step = sheet.add("userTask", kept, texts.CHOOSE_BEGINNING)
        gateway = sheet.add("exclusiveGateway", step, texts.WHICH_BEGINNING)
        for start in flowing:
            for flow in sheet.outgoing(_key(start)):
                sheet.lead(flow, source=gateway)
                flow.set("name", words(flow.get("name")) or said(start))
        sheet.connect(kept, step)
        sheet.connect(step, gateway)
    if answer == "combine":
        sheet.ledger.repaired("start.joined", kept, names=names)
    for start in starts:
        if start is not kept:
            if answer != "combine":
                sheet.ledger.repaired("symbol.removed", start, kind=texts.kind("startEvent"))
            sheet.remove(start)


def _cut_off(sheet: Sheet, scope: etree._Element) -> None:
    """Ask about every part that no way from the start reaches."""
    inside = sheet.inside(scope)
    starts = [_key(node) for node in inside if kind_of(node) == "startEvent"]
    if not starts:
        return
    reached = set().union(*(_reached(sheet, start) for start in starts))
    lost = [node for node in inside if _key(node) not in reached]
    for number, part in enumerate(_parts(sheet, lost)):
        if number >= _MOST_PARTS:
            return
        names = texts.listed(map(said, part))
        if all(kind_of(node) == "boundaryEvent" for node in part):
            continue
        answer = sheet.ledger.ask(
            f"cutoff:{_key(part[0])}",
            "cutoff",
            proposal="remove",
            choices=("remove", "keep"),
            at=part[0],
            names=names,
        )
        if answer == "remove":
            sheet.ledger.repaired("cutoff.removed", part[0], names=names)
            for node in part:
                if _key(node) in sheet.nodes:
                    sheet.remove(node)


def _parts(sheet: Sheet, lost: list[etree._Element]) -> Iterator[list[etree._Element]]:
    """The lost symbols in groups that hang together."""
    waiting = {_key(node): node for node in lost}
    while waiting:
        first = next(iter(waiting))
        met, ahead = {first}, [first]
        while ahead:
            key = ahead.pop()
            near = [_key(sheet.target(flow)) for flow in sheet.outgoing(key)]
            near += [_key(sheet.source(flow)) for flow in sheet.incoming(key)]
            for other in near:
                if other in waiting and other not in met:
                    met.add(other)
                    ahead.append(other)
        yield [node for key, node in waiting.items() if key in met]
        waiting = {key: node for key, node in waiting.items() if key not in met}


def _reached(sheet: Sheet, start: str) -> set[str]:
    met, ahead = {start}, [start]
    attached: dict[str, list[str]] = {}
    for event in sheet.of_kind("boundaryEvent"):
        attached.setdefault(event.get("attachedToRef") or "", []).append(_key(event))
    while ahead:
        key = ahead.pop()
        following = [_key(sheet.target(flow)) for flow in sheet.outgoing(key)]
        for other in (*following, *attached.get(key, ())):
            if other not in met:
                met.add(other)
                ahead.append(other)
    return met


def _ends(sheet: Sheet, scope: etree._Element) -> None:
    for node in sheet.inside(scope):
        if kind_of(node) == "endEvent" or sheet.outgoing(_key(node)):
            continue
        if kind_of(node) == "startEvent" and len(sheet.inside(scope)) == 1:
            continue  # an SOP without a step; adding an end would not make it one
        loose = any(
            flow.get("sourceRef") == _key(node) and not sheet.is_sound(flow) for flow in sheet.flows.values()
        )
        if loose:
            continue
        end = sheet.add("endEvent", node, texts.ENDS)
        sheet.connect(node, end)
        sheet.ledger.repaired("end.added", end, node=said(node))


def _own_key(sheet: Sheet, scope: etree._Element) -> str:
    """The id of a sub-process; none for the process, whose id an answer may change."""
    return "" if scope is sheet.process else _key(scope)


def _key(element: etree._Element) -> str:
    return element.get("id") or ""


def scope_forks(sheet: Sheet, scope: etree._Element) -> bool:
    """True if branches can run side by side in a scope."""
    return any(
        kind_of(node) in ("parallelGateway", "inclusiveGateway") and len(sheet.outgoing(_key(node))) > 1
        for node in sheet.inside(scope)
    )


def conditions_of(flow: etree._Element) -> str:
    """The text of an arrow's condition; empty for none."""
    condition = flow.find(f"{B}conditionExpression")
    return "" if condition is None else words("".join(str(part) for part in condition.itertext()))
