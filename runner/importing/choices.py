"""Choices: every gateway that chooses is decided by a person among names, or by conditions that can be read.

Promise: a condition that nothing here could judge becomes a choice of people only if its author agrees.
Never: the shape of the flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from runner import expressions
from runner.diagram.outcomes import LONGEST_CHOICE, choice_key
from runner.diagram.xml import words
from runner.forms import Form
from runner.importing import conditions, texts
from runner.importing.happenings import turn_gateway
from runner.importing.identities import rename
from runner.importing.sheet import B, Sheet, kind_of, said
from runner.importing.ways import conditions_of
from runner.model import FormId

_OPPOSITES: Final = {
    "ya": "Tidak",
    "tidak": "Ya",
    "setuju": "Tidak setuju",
    "sesuai": "Tidak sesuai",
    "lengkap": "Tidak lengkap",
    "yes": "No",
    "no": "Yes",
    "ok": "Not OK",
    "approved": "Rejected",
    "rejected": "Approved",
    "ja": "Nein",
    "nein": "Ja",
    "true": "false",
    "false": "true",
}


def settle_choices(sheet: Sheet, forms: Mapping[FormId, Form]) -> None:
    """Every gateway with several ways out is a question with names, or has conditions and a default."""
    for gateway in sheet.of_kind("exclusiveGateway", "inclusiveGateway"):
        if len(sheet.outgoing(_key(gateway))) < 2:
            continue
        _translate(sheet, gateway)
        known = _known_names(sheet, forms)
        if kind_of(gateway) == "inclusiveGateway" and not _judged(sheet, gateway, known):
            _inclusive(sheet, gateway)
        elif _has_conditions(sheet, gateway) and not _judged(sheet, gateway, known):
            _ask_people(sheet, gateway, known)
        if kind_of(gateway) == "exclusiveGateway" and not _has_conditions(sheet, gateway):
            _question(sheet, gateway)


def _has_conditions(sheet: Sheet, gateway: etree._Element) -> bool:
    return any(conditions_of(flow) for flow in sheet.outgoing(_key(gateway)))


def _known_names(sheet: Sheet, forms: Mapping[FormId, Form]) -> frozenset[str]:
    names = {_key(node) for node in sheet.of_kind("exclusiveGateway")}
    for task in sheet.of_kind("userTask"):
        form = forms.get(FormId(task.get("{http://camunda.org/schema/1.0/bpmn}formRef") or ""))
        if form is not None:
            names |= form.sets
    return frozenset(names)


def _translate(sheet: Sheet, gateway: etree._Element) -> None:
    for flow in sheet.outgoing(_key(gateway)):
        element = flow.find(f"{B}conditionExpression")
        if element is None:
            continue
        text = conditions_of(flow)
        if not text and element.get("language") is None and len(element.attrib) <= 1:
            flow.remove(element)
            continue
        ours = conditions.translated(text) if text else None
        if ours is None:
            continue
        language = element.get("language")
        element.attrib.pop("language", "")
        if ours != text:
            element.text = ours
            for child in list(element):
                element.remove(child)
            sheet.ledger.repaired("condition.translated", flow, before=text, after=ours)
        elif language is not None and "feel" not in language.lower():
            sheet.ledger.repaired("condition.language", flow, condition=text, language=language)


def _judged(sheet: Sheet, gateway: etree._Element, known: frozenset[str]) -> bool:
    """True if its conditions can be read and judged, and one way is left for when none holds."""
    flows = sheet.outgoing(_key(gateway))
    default = gateway.get("default")
    bare = []
    for flow in flows:
        element = flow.find(f"{B}conditionExpression")
        if flow.get("id") == default:
            if element is not None:
                text = conditions_of(flow)
                flow.remove(element)
                sheet.ledger.repaired(
                    "condition.removed",
                    flow,
                    condition=text or "-",
                    target=said(sheet.target(flow)),
                    why=texts.WHY["never"],
                )
        elif element is None:
            bare.append(flow)
        else:
            read = conditions.read(conditions_of(flow))
            if read is None or element.get("language") or not read.names or not read.names <= known:
                return False
    defaulted = any(flow.get("id") == default for flow in flows)
    if not defaulted and len(bare) == 1 and len(flows) > 1:
        gateway.set("default", _key(bare[0]))
        sheet.ledger.repaired("default.marked", gateway, target=said(sheet.target(bare[0])))
        return True
    return defaulted and not bare


def _inclusive(sheet: Sheet, gateway: etree._Element) -> None:
    flows = sheet.outgoing(_key(gateway))
    named = all(words(flow.get("name")) for flow in flows)
    answer = sheet.ledger.ask(
        f"inclusive:{_key(gateway)}",
        "inclusive",
        proposal="one" if named or any(conditions_of(flow) for flow in flows) else "all",
        choices=("one", "all", "keep"),
        at=gateway,
        targets=texts.listed(said(sheet.target(flow)) for flow in flows),
    )
    if answer == "one":
        turn_gateway(sheet, gateway, "exclusiveGateway")
        _people_choose(sheet, gateway)
    elif answer == "all":
        turn_gateway(sheet, gateway, "parallelGateway")
        for flow in flows:
            _take_condition(sheet, flow, "nothing")


def _ask_people(sheet: Sheet, gateway: etree._Element, known: frozenset[str]) -> None:
    unknown: dict[str, None] = {}
    for flow in sheet.outgoing(_key(gateway)):
        text = conditions_of(flow)
        read = conditions.read(text) if text else None
        if read is not None:
            unknown |= dict.fromkeys(sorted(read.names - known))
        elif text:
            unknown[text] = None
    answer = sheet.ledger.ask(
        f"conditions:{_key(gateway)}",
        "conditions",
        proposal="people",
        choices=("people", "keep"),
        at=gateway,
        names=texts.listed(unknown) or "-",
    )
    if answer == "people":
        _people_choose(sheet, gateway)


def _people_choose(sheet: Sheet, gateway: etree._Element) -> None:
    for flow in sheet.outgoing(_key(gateway)):
        condition = conditions_of(flow)
        element = flow.find(f"{B}conditionExpression")
        if element is not None:
            flow.remove(element)
        name = words(flow.get("name"))
        if not name and (condition or flow.get("id") == gateway.get("default")):
            name = condition.strip("${}=# ")[:LONGEST_CHOICE] or texts.OTHERWISE
            flow.set("name", name)
            if not condition:
                sheet.ledger.repaired("outcome.named", flow, target=said(sheet.target(flow)), name=name)
        if condition:
            sheet.ledger.repaired("condition.chosen", flow, condition=condition, name=name)


def _take_condition(sheet: Sheet, flow: etree._Element, why: str) -> None:
    element, text = flow.find(f"{B}conditionExpression"), conditions_of(flow)
    if element is None:
        return
    flow.remove(element)
    sheet.ledger.repaired(
        "condition.removed",
        flow,
        condition=text or "-",
        target=said(sheet.target(flow)),
        why=texts.WHY[why],
    )


def _question(sheet: Sheet, gateway: etree._Element) -> None:
    flows = sheet.outgoing(_key(gateway))
    for flow in flows:
        element = flow.find(f"{B}conditionExpression")
        if element is not None:
            flow.remove(element)  # an empty one, as a modelling tool leaves it behind
    if gateway.get("default") is not None:
        del gateway.attrib["default"]
        sheet.ledger.repaired("default.unmarked", gateway, why=texts.WHY["people"])
    if not expressions.is_name(_key(gateway)):
        before = _key(gateway)
        key = sheet.fresh_id(f"Gateway_{before}")
        gateway.set("id", key)
        rename(sheet.root, {before: key})
        if before in sheet.beside:
            sheet.beside[key] = sheet.beside.pop(before)
        sheet.ledger.repaired("id.changed", gateway, before=before, id=key)
        sheet.index()
    met: set[str] = set()
    for flow in flows:
        name = words(flow.get("name"))
        if name and len(name) <= LONGEST_CHOICE and choice_key(name) not in met:
            met.add(choice_key(name))
            continue
        target = sheet.target(flow)
        proposal = _proposal(sheet, gateway, flow, name, met)
        answer = sheet.ledger.ask(
            f"outcome:{_key(flow)}",
            "outcome.same" if name else "outcome",
            proposal=proposal,
            at=flow,
            source=said(gateway),
            target=said(target),
            name=name,
        )
        answer = answer[:LONGEST_CHOICE] if choice_key(answer) not in met and answer else proposal
        flow.set("name", answer)
        met.add(choice_key(answer))
        sheet.ledger.repaired("outcome.named", flow, target=said(target), name=answer)


def _proposal(sheet: Sheet, gateway: etree._Element, flow: etree._Element, name: str, met: set[str]) -> str:
    """A name that no other arrow of the gateway has."""
    others = [words(one.get("name")) for one in sheet.outgoing(_key(gateway)) if one is not flow]
    if not name and len(others) == 1 and others[0].casefold() in _OPPOSITES:
        return _OPPOSITES[others[0].casefold()]
    towards = _named_ahead(sheet, flow)
    wanted = f"{name} ({towards})" if name else towards
    wanted = wanted[: LONGEST_CHOICE - 5] or texts.ONWARD
    taken = met | {choice_key(other) for other in others}
    made, number = wanted, 1
    while choice_key(made) in taken:
        number += 1
        made = f"{wanted} {number}"
    return made


def _named_ahead(sheet: Sheet, flow: etree._Element) -> str:
    """The name of what an arrow leads to, past gateways without one."""
    met: set[str] = set()
    at = sheet.target(flow)
    while not words(at.get("name")) and _key(at) not in met:
        met.add(_key(at))
        following = sheet.outgoing(_key(at))
        if not following:
            break
        at = sheet.target(following[0])
    if words(at.get("name")):
        return words(at.get("name"))
    return texts.ENDS if kind_of(at) == "endEvent" else texts.ONWARD


def _key(element: etree._Element) -> str:
    return element.get("id") or ""
