"""Steps and sub-processes: what no engine runs here becomes a step of a person, or goes.

Promise: a program, a rule or a call never turns into a step without being asked about.
Never: an event, a gateway, an arrow.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from lxml import etree

from runner.diagram import vocabulary
from runner.diagram.xml import text_of, words
from runner.importing import texts
from runner.importing.settings import note_performer
from runner.importing.sheet import SCOPES, B, C, Sheet, kind_of, said

_PEOPLE: Final = ("task", "manualTask")
_SYSTEM: Final = (
    "serviceTask",
    "scriptTask",
    "businessRuleTask",
    "sendTask",
    "receiveTask",
    "callActivity",
)
_LOOPS: Final = ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics")
_WHO: Final = frozenset({"performer", "humanPerformer", "potentialOwner", "resourceRole"})
#: What every symbol may say of itself.
_OWN: Final = frozenset({"id", "name", "default", f"{C}formRef", f"{C}formRefBinding", f"{C}formRefVersion"})
LONGEST_NAME: Final = 255
_DATA: Final = frozenset({"dataObjectReference", "dataStoreReference", "dataInput", "dataOutput"})
#: With nothing but these a sub-process holds no step that could be done.
_BARE: Final = frozenset({"startEvent", "endEvent"})


def steps_of_people(sheet: Sheet) -> None:
    """Let every task be a step of a person, asking where it was none."""
    for task in sheet.of_kind(*_PEOPLE):
        kind = kind_of(task)
        make_step(sheet, task)
        sheet.ledger.repaired("task.typed", task, kind=texts.kind(kind))
    for kind in _SYSTEM:
        found = sheet.of_kind(kind)
        if not found:
            continue
        answer = sheet.ledger.ask(
            f"tasks.{kind}",
            "tasks",
            proposal="step",
            choices=("step", "out", "keep"),
            count=len(found),
            kind=texts.kind(kind),
            names=texts.listed(map(said, found)),
        )
        for task in found:
            if answer == "step":
                sheet.ledger.repaired("step.made", task, kind=texts.kind(kind))
                make_step(sheet, task)
            elif answer == "out":
                sheet.ledger.repaired("symbol.out", task, kind=texts.kind(kind))
                sheet.bypass(task)


def plain_sub_processes(sheet: Sheet) -> None:
    """Let every sub-process be a plain one with something in it, or a step."""
    for element in sheet.of_kind(*(SCOPES - {"process"})):
        if element.get("id") not in sheet.nodes:
            continue  # it stood in one that is gone
        kind, held = kind_of(element), sheet.inside(element)
        if (element.get("triggeredByEvent") or "").strip() in ("true", "1"):
            _event_sub_process(sheet, element, held)
        elif kind == "subProcess" and any(kind_of(node) not in _BARE for node in held):
            continue
        else:
            _strange_sub_process(sheet, element, held)
    sheet.index()


def _event_sub_process(sheet: Sheet, element: etree._Element, held: list[etree._Element]) -> None:
    names = texts.listed(map(said, held))
    answer = sheet.ledger.ask(
        f"subprocess:{element.get('id')}",
        "subprocess.event",
        proposal="remove",
        choices=("remove", "keep"),
        at=element,
        names=names,
    )
    if answer == "remove":
        sheet.ledger.repaired("subprocess.left", element, names=names or "-")
        sheet.remove(element)


def _strange_sub_process(sheet: Sheet, element: etree._Element, held: list[etree._Element]) -> None:
    kind = kind_of(element)
    flowing = kind != "adHocSubProcess" and any(kind_of(node) not in _BARE for node in held)
    answer = sheet.ledger.ask(
        f"subprocess:{element.get('id')}",
        "subprocess",
        proposal="subprocess" if flowing else "step",
        choices=("subprocess", "step", "out", "keep")
        if flowing or (kind == "adHocSubProcess" and held)
        else ("step", "out", "keep"),
        at=element,
        kind=texts.kind(kind),
    )
    if answer == "subprocess":
        element.tag = f"{B}subProcess"
        for name in ("method", "ordering", "cancelRemainingInstances"):
            element.attrib.pop(name, "")
        for child in list(element):
            if kind_of(child) == "completionCondition":
                _leave_part(sheet, element, child)
        sheet.ledger.repaired("subprocess.plain", element, kind=texts.kind(kind))
    elif answer == "step":
        names = [said(node) for node in held]
        if names:
            documentation = etree.Element(f"{B}documentation")
            documentation.text = "\n".join(names)
            element.insert(0, documentation)
        for node in held:
            if node.get("id") in sheet.nodes:
                sheet.remove(node)
        sheet.ledger.repaired(
            "subprocess.step", element, kind=texts.kind(kind), names=texts.listed(names) or "-"
        )
        make_step(sheet, element)
    elif answer == "out":
        sheet.ledger.repaired("symbol.out", element, kind=texts.kind(kind))
        sheet.bypass(element)


def make_step(sheet: Sheet, element: etree._Element) -> None:
    """Turn a symbol into a step of a person; what only its old kind understood is named and goes."""
    kind = kind_of(element)
    element.tag = f"{B}userTask"
    lost: list[str] = []
    for name in list(element.attrib):
        plain = str(name)
        own = plain in _OWN or (plain.startswith("{") and not plain.startswith(C))
        if not own and plain.startswith("{"):
            continue  # settings of engines have their own repairs
        if not own:
            value = str(element.attrib.pop(name))
            if value not in ("##unspecified", "##WebService", "false", "1", "true", "Parallel"):
                lost.append(f"{plain} = {value}")
    for child in list(element):
        inner = kind_of(child)
        if inner not in vocabulary.CHILDREN["userTask"] and inner not in _LOOPS and inner not in _WHO:
            content = words(text_of(child))
            if content:
                lost.append(f"{etree.QName(child).localname} = {content}")
            element.remove(child)
    if lost:
        sheet.ledger.repaired("step.details", element, kind=texts.kind(kind), settings="; ".join(lost))


def loops_once(sheet: Sheet) -> None:
    """Ask whether steps that are marked as repeated are done once."""
    marked: dict[str, list[etree._Element]] = defaultdict(list)
    for node in sheet.nodes.values():
        for child in node:
            if kind_of(child) in _LOOPS:
                marked[kind_of(child)].append(node)
    for kind, nodes in marked.items():
        answer = sheet.ledger.ask(
            f"loop.{kind}",
            "loop",
            proposal="once",
            choices=("once", "keep"),
            names=texts.listed(map(said, nodes)),
        )
        if answer != "once":
            continue
        for node in nodes:
            for child in list(node):
                if kind_of(child) == kind:
                    node.remove(child)
                    detail = "; ".join(part for one in child.iter() if (part := words(one.text)))
                    said_kind = texts.kind(kind)
                    sheet.ledger.repaired("loop.once", node, kind=said_kind)
                    if detail:
                        sheet.ledger.repaired("step.details", node, kind=said_kind, settings=detail)


def leave_strange_parts(sheet: Sheet) -> None:
    """Take out whatever may not stand where it stands; who does a step is remembered first."""
    for element in list(sheet.root.iter(f"{B}*")):
        kind = kind_of(element)
        allowed = vocabulary.CHILDREN.get(kind)
        if allowed is None:
            continue
        for child in list(element):
            inner = kind_of(child)
            if inner in _WHO:
                note_performer(sheet, element, text_of(child))
            if inner in allowed or inner in vocabulary.REFUSED_NODES or inner.endswith("EventDefinition"):
                continue
            if child.getparent() is not element:
                continue  # it went with something that it referred to
            if kind == "definitions" or inner == "eventDefinitionRef" or inner in _LOOPS:
                continue
            _leave_part(sheet, element, child)
    sheet.index()


def _leave_part(sheet: Sheet, element: etree._Element, child: etree._Element) -> None:
    name = etree.QName(child).localname
    inner = [said(one) for one in child.iter(f"{B}*") if one.get("id") or one.get("name")]
    content = words(text_of(child)) or ", ".join(inner) or "-"
    owner = child if child.get("name") else element
    sheet.ledger.repaired("part.left", owner, kind=name, content=content)
    gone = {one.get("id") or "" for one in child.iter(etree.Element)} - {""}
    element.remove(child)
    sheet.forget(gone)


def note_data(sheet: Sheet) -> None:
    """Say of documents and stores that were drawn that they are only drawn."""
    found = [one for one in sheet.process.iter(f"{B}*") if kind_of(one) in _DATA]
    if found:
        sheet.ledger.repaired("data.ignored", count=len(found), names=texts.listed(map(said, found)))


def name_steps(sheet: Sheet) -> None:
    """Ask for the names of steps that have none, and shorten those that nobody can read."""
    for number, task in enumerate(sheet.of_kind("userTask"), start=1):
        name = words(task.get("name"))
        if not name:
            answer = sheet.ledger.ask(
                f"name:{task.get('id')}", "name", proposal=texts.STEP.format(number=number), at=task
            )
            name = answer or texts.STEP.format(number=number)
            sheet.ledger.repaired("name.given", task, name=name)
            task.set("name", name)
        if len(name) > LONGEST_NAME:
            documentation = etree.Element(f"{B}documentation")
            documentation.text = name
            task.insert(0, documentation)
            task.set("name", name[: LONGEST_NAME - 1] + "…")
            sheet.ledger.repaired("name.cut", task, name=name)
