"""Circles: starts, ends and everything that happens in between or at the border of a step.

Promise: waiting, sending and interrupting become steps and outcomes of people, and are asked about.
Never: a clock that runs by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from lxml import etree

from runner import working_time
from runner.diagram.xml import text_of, words
from runner.importing import texts
from runner.importing.settings import write_property
from runner.importing.sheet import B, Sheet, kind_of, said
from runner.importing.symbols import make_step

_ISO: Final = re.compile(r"P[0-9DTHMSWY.]+")
_SENDS: Final = frozenset({"messageEventDefinition", "signalEventDefinition"})
_PASSING: Final = frozenset(
    {"none", "compensateEventDefinition", "escalationEventDefinition", "cancelEventDefinition"}
)


def definition_of(event: etree._Element) -> str:
    """What kind of happening an event is: the name of its definition, ``none`` or ``several``."""
    kinds = [
        kind_of(child) for child in event if kind_of(child).endswith(("EventDefinition", "DefinitionRef"))
    ]
    if len(set(kinds)) > 1:
        return "several"
    return kinds[0] if kinds else "none"


def settle_events(sheet: Sheet) -> None:
    """Leave only plain starts and plain ends."""
    _links(sheet)
    _event_gateways(sheet)
    _boundaries(sheet)
    _between(sheet)
    _starts(sheet)
    _ends(sheet)


def _links(sheet: Sheet) -> None:
    """A pair of page links is one arrow."""
    catching = {
        name: event
        for event in sheet.of_kind("intermediateCatchEvent")
        if (name := _link_name(event)) is not None
    }
    for event in sheet.of_kind("intermediateThrowEvent"):
        name = _link_name(event)
        other = catching.get(name) if name is not None else None
        if other is None or other.getparent() is not event.getparent() or sheet.outgoing(_key(event)):
            continue
        sheet.connect(event, other)
        sheet.ledger.repaired("link.joined", event, name=name)
        sheet.bypass(event)
    for event in catching.values():
        if sheet.incoming(_key(event)):
            sheet.bypass(event)


def _link_name(event: etree._Element) -> str | None:
    link = event.find(f"{B}linkEventDefinition")
    return None if link is None else words(link.get("name")) or words(event.get("name"))


def _event_gateways(sheet: Sheet) -> None:
    for gateway in sheet.of_kind("eventBasedGateway"):
        flows = sheet.outgoing(_key(gateway))
        names = texts.listed(said(sheet.target(flow)) for flow in flows)
        answer = sheet.ledger.ask(
            f"events:{_key(gateway)}",
            "events",
            proposal="people",
            choices=("people", "keep"),
            at=gateway,
            names=names or "-",
        )
        if answer != "people":
            continue
        turn_gateway(sheet, gateway, "exclusiveGateway")
        for name in ("eventGatewayType", "instantiate"):
            gateway.attrib.pop(name, "")
        for flow in flows:
            event = sheet.target(flow)
            if not words(flow.get("name")):
                flow.set("name", _said_event(event))
                sheet.ledger.repaired("outcome.named", flow, target=said(event), name=_said_event(event))
            if kind_of(event) == "intermediateCatchEvent" and len(sheet.incoming(_key(event))) == 1:
                sheet.ledger.repaired("symbol.out", event, kind=texts.kind("intermediateCatchEvent"))
                sheet.bypass(event)


def turn_gateway(sheet: Sheet, gateway: etree._Element, kind: str) -> None:
    """Give a gateway another kind."""
    sheet.ledger.repaired(
        "gateway.kind", gateway, before=texts.kind(kind_of(gateway)), after=texts.kind(kind)
    )
    gateway.tag = f"{B}{kind}"
    gateway.attrib.pop("gatewayDirection", "")
    if kind == "parallelGateway":
        gateway.attrib.pop("default", "")


def _boundaries(sheet: Sheet) -> None:
    for event in sheet.of_kind("boundaryEvent"):
        host = sheet.nodes.get(event.get("attachedToRef") or "")
        kind = definition_of(event)
        flows = sheet.outgoing(_key(event))
        interrupts = (event.get("cancelActivity") or "true").strip() not in ("false", "0")
        fits = host is not None and bool(flows) and kind != "compensateEventDefinition"
        answer = sheet.ledger.ask(
            f"boundary:{_key(event)}",
            "boundary",
            proposal="outcome" if fits and interrupts else "remove",
            choices=("outcome", "remove", "keep") if fits else ("remove", "keep"),
            at=event,
            kind=texts.kind(kind),
            host="?" if host is None else said(host),
            targets=texts.listed(said(sheet.target(flow)) for flow in flows) or "-",
        )
        if answer == "remove":
            sheet.ledger.repaired("symbol.removed", event, kind=texts.kind("boundaryEvent"))
            sheet.remove(event)
        elif answer == "outcome" and host is not None:
            _as_outcome(sheet, event, host)


def _as_outcome(sheet: Sheet, event: etree._Element, host: etree._Element) -> None:
    """The way of a boundary event leaves a gateway after its host."""
    gateway = _gateway_after(sheet, host)
    choice = _said_event(event)
    for flow in sheet.outgoing(_key(event)):
        sheet.lead(flow, source=gateway)
        flow.set("name", words(flow.get("name")) or choice)
    sheet.ledger.repaired("event.outcome", event, host=said(host), choice=choice)
    sheet.remove(event)


def _gateway_after(sheet: Sheet, host: etree._Element) -> etree._Element:
    flows = sheet.outgoing(_key(host))
    if len(flows) == 1:
        following = sheet.target(flows[0])
        if kind_of(following) == "exclusiveGateway" and len(sheet.incoming(_key(following))) == 1:
            bare = all(
                flow.find(f"{B}conditionExpression") is None for flow in sheet.outgoing(_key(following))
            )
            if bare and len(sheet.outgoing(_key(following))) > 1:
                return following
    gateway = sheet.add("exclusiveGateway", host, texts.WHAT_HAPPENED)
    host.attrib.pop("default", "")
    for flow in flows:
        sheet.lead(flow, source=gateway)
    if len(flows) == 1:
        flows[0].set("name", words(flows[0].get("name")) or texts.ONWARD)
    sheet.connect(host, gateway)
    return gateway


def _between(sheet: Sheet) -> None:
    grouped: dict[tuple[str, str], list[etree._Element]] = defaultdict(list)
    for event in sheet.of_kind("intermediateCatchEvent", "intermediateThrowEvent"):
        grouped[kind_of(event), definition_of(event)].append(event)
    for (kind, definition), events in grouped.items():
        if definition == "none":
            for event in events:
                sheet.ledger.repaired("symbol.out", event, kind=texts.kind(kind))
                sheet.bypass(event)
            continue
        throws = kind == "intermediateThrowEvent"
        answer = sheet.ledger.ask(
            f"between.{'throw' if throws else 'catch'}.{definition}",
            "between",
            proposal="out" if throws and definition in _PASSING else "step",
            choices=("step", "out", "keep"),
            count=len(events),
            kind=texts.kind(definition),
            names=texts.listed(map(_said_event, events)),
        )
        for event in events:
            if answer == "step":
                _event_step(sheet, event, definition)
            elif answer == "out":
                sheet.ledger.repaired("symbol.out", event, kind=texts.kind(kind))
                sheet.bypass(event)


def _event_step(sheet: Sheet, event: etree._Element, definition: str) -> None:
    kind = texts.kind(definition)
    name, time = _said_event(event), _time_of(event)
    _strip_definitions(event)
    make_step(sheet, event)
    event.set("name", name)
    sheet.ledger.repaired("step.made", event, kind=kind)
    if definition != "timerEventDefinition":
        return
    fits = bool(_ISO.fullmatch(time)) and working_time.is_duration(time)
    if not fits:
        time = sheet.ledger.ask(
            f"time:{_key(event)}",
            "time",
            proposal="",
            at=event,
            accepts=working_time.is_duration,
            time=time or "-",
        )
    if time and working_time.is_duration(time):
        write_property(event, "waktu", time)
        sheet.ledger.repaired("time.kept", event, time=time)


def _time_of(event: etree._Element) -> str:
    timer = event.find(f"{B}timerEventDefinition")
    return "" if timer is None else words(text_of(timer))


def _starts(sheet: Sheet) -> None:
    def plain(definition: str, events: list[etree._Element]) -> str:
        return sheet.ledger.ask(
            f"start.{definition}",
            "start",
            proposal="plain",
            choices=("plain", "keep"),
            names=texts.listed(map(_said_event, events)),
            kind=texts.kind(definition),
        )

    for definition, events in _marked(sheet.of_kind("startEvent")):
        if plain(definition, events) == "plain":
            for event in events:
                _make_plain(sheet, event, definition)
    for event in sheet.of_kind("startEvent", "endEvent"):
        for name in ("isInterrupting", "parallelMultiple", "cancelActivity"):
            event.attrib.pop(name, "")


def _ends(sheet: Sheet) -> None:
    forks = any(
        len(sheet.outgoing(_key(gateway))) > 1
        for gateway in sheet.of_kind("parallelGateway", "inclusiveGateway")
    )
    for definition, events in _marked(sheet.of_kind("endEvent")):
        answer = "plain"
        if definition != "terminateEventDefinition" or forks:
            answer = sheet.ledger.ask(
                f"end.{definition}",
                "end",
                proposal="step" if definition in _SENDS else "plain",
                choices=("plain", "step", "keep"),
                names=texts.listed(map(_said_event, events)),
                kind=texts.kind(definition),
            )
        for event in events:
            if answer == "plain":
                _make_plain(sheet, event, definition)
            elif answer == "step":
                end = sheet.add("endEvent", event, texts.ENDS)
                _event_step(sheet, event, definition)
                sheet.connect(event, end)


def _marked(events: Iterable[etree._Element]) -> list[tuple[str, list[etree._Element]]]:
    grouped: dict[str, list[etree._Element]] = defaultdict(list)
    for event in events:
        definition = definition_of(event)
        if definition != "none":
            grouped[definition].append(event)
    return list(grouped.items())


def _make_plain(sheet: Sheet, event: etree._Element, definition: str) -> None:
    detail = "; ".join(
        part
        for child in event
        if kind_of(child).endswith(("EventDefinition", "DefinitionRef")) and (part := words(text_of(child)))
    )
    _strip_definitions(event)
    sheet.ledger.repaired("event.plain", event, kind=texts.kind(definition))
    if detail:
        sheet.ledger.repaired("step.details", event, kind=texts.kind(definition), settings=detail)


def _strip_definitions(event: etree._Element) -> None:
    for child in list(event):
        if kind_of(child).endswith(("EventDefinition", "DefinitionRef")):
            event.remove(child)


def _said_event(event: etree._Element) -> str:
    """The name of an event as a choice or a step; one without a name is called by what it is."""
    named = words(event.get("name"))
    if named:
        return named
    definition = definition_of(event)
    if definition == "timerEventDefinition":
        return f"{texts.WAIT} {_time_of(event)}".strip()
    return texts.kind(definition).id.capitalize()


def _key(element: etree._Element) -> str:
    return element.get("id") or ""
