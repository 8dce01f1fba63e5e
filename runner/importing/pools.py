"""One pool of several becomes the SOP; what lies outside of it goes, and is named.

Promise: whatever is taken out stands in a repair with all its names.
Never: a change inside the chosen pool.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from runner.diagram import vocabulary
from runner.diagram.xml import local, text_of, words
from runner.importing import texts
from runner.importing.ledger import Ledger
from runner.importing.nouns import Pool
from runner.importing.sheet import SCOPES, B, Sheet, kind_of, said

_STANDING: Final = vocabulary.NODES | vocabulary.REFUSED_NODES
_STEPS: Final = frozenset(
    {"task", "userTask", "manualTask", "scriptTask", "serviceTask", "businessRuleTask", "sendTask"}
    | {"receiveTask", "callActivity"}
    | SCOPES
)


def pools_of(root: etree._Element) -> tuple[Pool, ...]:
    """The processes that hold a symbol, in document order."""
    found: dict[str, Pool] = {}
    for process in root.iterchildren(f"{B}process"):
        inside = [kind_of(element) for element in process.iter(f"{B}*")]
        if any(kind_of(child) in _STANDING for child in process):
            key = process.get("id") or ""
            steps = sum(kind in _STEPS for kind in inside) - 1
            found.setdefault(key, Pool(id=key, name=_name(root, process), steps=steps))
    return tuple(found.values())


def choose_pool(root: etree._Element, pools: tuple[Pool, ...], ledger: Ledger) -> str:
    """The id of the process that is to be the SOP; asks where there are several."""
    if len(pools) == 1:
        return pools[0].id
    most = max(pools, key=lambda pool: pool.steps)
    return ledger.ask(
        "pool", "pool", proposal=most.id, choices=[(pool.id, f"{pool.name} ({pool.steps})") for pool in pools]
    )


def keep_pool(sheet: Sheet, chosen: str) -> None:
    """Put the chosen process on the sheet and take out whatever belongs to others."""
    root, ledger = sheet.root, sheet.ledger
    owner = _owners(root)
    for flow in list(root.iter(f"{B}messageFlow")):
        ends = [_called(owner, flow.get(end)) for end in ("sourceRef", "targetRef")]
        ledger.repaired(
            "message.left", flow, name=words(flow.get("name")) or "-", source=ends[0], target=ends[1]
        )
        _take_out(sheet, flow)
    for process in list(root.iterchildren(f"{B}process")):
        if process.get("id") == chosen:
            sheet.process = process
            continue
        names = [said(child) for child in process.iter(f"{B}*") if kind_of(child) in _STANDING]
        if names:
            ledger.repaired("pool.left", process, pool=_name(root, process), names=texts.listed(names))
        for pool in list(root.iter(f"{B}participant")):
            if local(pool.get("processRef")) == process.get("id"):
                if not names:
                    ledger.repaired("pool.box", pool, pool=said(pool))
                _take_out(sheet, pool)
        _take_out(sheet, process)
    _keep_one_participant(sheet, chosen)
    _leave_definitions(sheet)
    sheet.index()


def pool_of(sheet: Sheet) -> etree._Element | None:
    """The pool that shows the process, None where it is drawn without one."""
    return next(sheet.root.iter(f"{B}participant"), None)


def _keep_one_participant(sheet: Sheet, chosen: str) -> None:
    kept = False
    for pool in list(sheet.root.iter(f"{B}participant")):
        if local(pool.get("processRef")) != chosen:
            sheet.ledger.repaired("pool.box", pool, pool=said(pool))
            _take_out(sheet, pool)
        elif kept:
            sheet.ledger.repaired("pool.second", pool, pool=said(pool))
            _take_out(sheet, pool)
        kept = kept or local(pool.get("processRef")) == chosen
    if kept:
        return
    for collaboration in list(sheet.root.iterchildren(f"{B}collaboration")):
        # without a pool there is nothing to collaborate; notes in it go to the process
        for child in list(collaboration):
            if kind_of(child) in ("textAnnotation", "association", "group"):
                sheet.process.append(child)
        key = collaboration.get("id")
        sheet.root.remove(collaboration)
        for plane in sheet.root.iter("{*}BPMNPlane"):
            if plane.get("bpmnElement") == key:
                plane.set("bpmnElement", sheet.process.get("id") or "")


def _leave_definitions(sheet: Sheet) -> None:
    """Messages, signals and the like beside the process: the gate reads none of them."""
    for child in list(sheet.root):
        kind = kind_of(child)
        if kind in vocabulary.UNUSED_DEFINITIONS or (kind and kind not in vocabulary.CHILDREN["definitions"]):
            sheet.ledger.repaired("definition.left", child, kind=kind, name=said(child))
            sheet.root.remove(child)
        elif not kind and not str(child.tag).endswith("}BPMNDiagram"):
            name = etree.QName(child).localname
            sheet.ledger.repaired("part.left", child, kind=name, content=_content(child))
            sheet.root.remove(child)


def _content(element: etree._Element) -> str:
    return words(text_of(element)) or "-"


def _take_out(sheet: Sheet, element: etree._Element) -> None:
    gone = {one.get("id") or "" for one in element.iter(etree.Element)} - {""}
    around = element.getparent()
    if around is not None:
        around.remove(element)
    sheet.forget(gone)


def _owners(root: etree._Element) -> dict[str, str]:
    return {element.get("id") or "": said(element) for element in root.iter(f"{B}*") if element.get("id")}


def _called(owner: dict[str, str], reference: str | None) -> str:
    key = reference or "?"
    return owner.get(key) or owner.get(local(key)) or key


def _name(root: etree._Element, process: etree._Element) -> str:
    for pool in root.iter(f"{B}participant"):
        if local(pool.get("processRef")) == process.get("id") and pool.get("name"):
            return words(pool.get("name"))
    return words(process.get("name")) or process.get("id") or "?"
