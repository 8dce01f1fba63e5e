"""Who does what: every step stands in one lane, and every lane that acts names a position.

Promise: lanes come from the file, from its picture, from what its settings say, or from its author.
Never: a position that was guessed; what only resembles one is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from runner import agency as agencies
from runner.agency import Agency
from runner.diagram.reading import properties_of
from runner.diagram.xml import local, words
from runner.errors import LaneUnresolved
from runner.importing import texts
from runner.importing.near import lane_drawn_around, leaf_lanes
from runner.importing.pools import pool_of
from runner.importing.settings import write_property
from runner.importing.sheet import B, Sheet, kind_of, said

_BEFORE_LANES: Final = frozenset(
    {"documentation", "extensionElements", "auditing", "monitoring", "property", "laneSet", "ioSpecification"}
)


def settle_lanes(sheet: Sheet, agency: Agency | None) -> None:
    """Put every step into a lane, and give every lane that acts a name and a position."""
    if not leaf_lanes(sheet):
        _make_lanes(sheet, agency)
    for task in sheet.of_kind("userTask"):
        _place(sheet, task)
    _names(sheet, agency)
    _twins(sheet, agency)
    if agency is not None:
        _positions(sheet, agency)


def lanes_of(sheet: Sheet, key: str) -> list[etree._Element]:
    """The leaf lanes that list a symbol."""
    return [
        lane
        for lane in leaf_lanes(sheet)
        if any(local(ref.text) == key for ref in lane.iterchildren(f"{B}flowNodeRef"))
    ]


def _key(element: etree._Element) -> str:
    return element.get("id") or ""


def _acting(sheet: Sheet, lane: etree._Element) -> list[etree._Element]:
    """The steps that a lane lists, itself or through a sub-process."""
    listed = {local(ref.text) for ref in lane.iterchildren(f"{B}flowNodeRef")}
    return [task for task in sheet.of_kind("userTask") if listed & set(_upwards(task))]


def _upwards(task: etree._Element) -> list[str]:
    found, at = [], task
    while at is not None and kind_of(at) != "process":
        found.append(_key(at))
        parent = at.getparent()
        if parent is None:
            break
        at = parent
    return found


# -- lanes where there are none ----------------------------------------------------------------


def _make_lanes(sheet: Sheet, agency: Agency | None) -> None:
    tasks = sheet.of_kind("userTask")
    if not tasks:
        return
    for lane_set in list(sheet.process.iterchildren(f"{B}laneSet")):
        sheet.process.remove(lane_set)  # one without a single lane
    groups: dict[str, list[str]] = {}
    for task in tasks:
        who = next((sheet.performers[key] for key in _upwards(task) if key in sheet.performers), "")
        groups.setdefault(who, []).append(_key(task))
    if "" in groups:
        names = texts.listed(said(sheet.nodes[key]) for key in groups[""])
        who = _ask_who(sheet, agency, "lane.all", "lane.all", sheet.process, _pool_name(sheet), names=names)
        groups = {**groups, who: [*groups.get(who, []), *groups[""]]}
        del groups[""]
    lane_set = etree.Element(f"{B}laneSet", {"id": sheet.fresh_id(f"LaneSet_{_key(sheet.process)}")})
    place = sum(1 for child in sheet.process if kind_of(child) in _BEFORE_LANES)
    sheet.process.insert(place, lane_set)
    made: dict[str, etree._Element] = {}
    for who, members in groups.items():
        title, code = _title(agency, who)
        lane = etree.SubElement(lane_set, f"{B}lane", {"id": sheet.fresh_id(f"Lane_{title}"), "name": title})
        if code:
            write_property(lane, "jabatan", code)
        made[who] = lane
        for key in members:
            _list(lane, key)
        names = texts.listed(said(sheet.nodes[key]) for key in members)
        sheet.ledger.repaired("lane.added", lane, lane=title, names=names)
    _others(sheet, next(iter(made.values())))
    _need_pool(sheet)


def _others(sheet: Sheet, first: etree._Element) -> None:
    """Starts, ends and gateways stand with the step before them, or with the first lane."""
    waiting = [node for node in sheet.inside(sheet.process) if not lanes_of(sheet, _key(node))]
    for _ in range(len(waiting)):
        left = []
        for node in waiting:
            near = [sheet.source(flow) for flow in sheet.incoming(_key(node))]
            found = next((lanes[0] for one in near if (lanes := lanes_of(sheet, _key(one)))), None)
            if found is None:
                left.append(node)
            else:
                _list(found, _key(node))
        if len(left) == len(waiting):
            break
        waiting = left
    for node in waiting:
        if not lanes_of(sheet, _key(node)):
            _list(first, _key(node))


def _need_pool(sheet: Sheet) -> None:
    if pool_of(sheet) is not None:
        return
    name = _pool_name(sheet)
    key = _key(sheet.process)
    collaboration = next(sheet.root.iterchildren(f"{B}collaboration"), None)
    if collaboration is None:
        collaboration = etree.Element(f"{B}collaboration", {"id": sheet.fresh_id(f"Collaboration_{key}")})
        sheet.process.addprevious(collaboration)
    attributes = {"id": sheet.fresh_id(f"Participant_{key}"), "name": name, "processRef": key}
    made = etree.SubElement(collaboration, f"{B}participant", attributes)
    for plane in sheet.root.iter("{*}BPMNPlane"):
        if plane.get("bpmnElement") == key:
            plane.set("bpmnElement", _key(collaboration))
    sheet.ledger.repaired("process.pool", made, name=name)


def _pool_name(sheet: Sheet) -> str:
    pool = pool_of(sheet)
    named = "" if pool is None else words(pool.get("name"))
    return named or words(sheet.process.get("name"))


def _list(lane: etree._Element, key: str) -> None:
    reference = etree.Element(f"{B}flowNodeRef")
    reference.text = key
    inner = lane.find(f"{B}childLaneSet")
    if inner is None:
        lane.append(reference)
    else:
        inner.addprevious(reference)


# -- steps in lanes ----------------------------------------------------------------------------


def _place(sheet: Sheet, task: etree._Element) -> None:
    """One leaf lane for a step; the picture decides, else its author."""
    listed = next((found for key in _upwards(task) if (found := lanes_of(sheet, key))), [])
    at_top = task.getparent() is sheet.process
    drawn = lane_drawn_around(sheet, _key(task), leaf_lanes(sheet)) if at_top else None
    if len(listed) == 1 and (drawn is None or drawn is listed[0] or _key(task) in sheet.beside):
        return
    if not listed and drawn is not None:
        _move(sheet, task, drawn, "by_picture")
        return
    stated = _stated(sheet, task)
    if not listed and stated is not None:
        _move(sheet, task, stated, "by_setting")
        return
    choices = listed if len(listed) > 1 else leaf_lanes(sheet)
    if drawn is not None and drawn not in choices:
        choices = [*choices, drawn]
    before = next((lanes[0] for one in _before(sheet, task) if (lanes := lanes_of(sheet, _key(one)))), None)
    proposal = drawn if drawn is not None else (before if before in choices else choices[0])
    if not listed and len(choices) == 1:
        _move(sheet, task, choices[0], "by_neighbour")
        return
    answer = sheet.ledger.ask(
        f"lane:{_key(task)}",
        "lane.step",
        proposal=_key(proposal if proposal is not None else choices[0]),
        choices=[(_key(lane), said(lane)) for lane in choices],
        at=task,
    )
    chosen = next(lane for lane in choices if _key(lane) == answer)
    _move(sheet, task, chosen, "by_picture" if chosen is drawn else "by_answer")


def _stated(sheet: Sheet, task: etree._Element) -> etree._Element | None:
    who = sheet.performers.get(_key(task), "").casefold()
    return next((lane for lane in leaf_lanes(sheet) if who and said(lane).casefold() == who), None)


def _before(sheet: Sheet, task: etree._Element) -> list[etree._Element]:
    return [sheet.source(flow) for flow in sheet.incoming(_key(task))]


def _move(sheet: Sheet, task: etree._Element, lane: etree._Element, how: str) -> None:
    for reference in list(sheet.process.iter(f"{B}flowNodeRef")):
        around = reference.getparent()
        if local(reference.text) == _key(task) and around is not None:
            around.remove(reference)
    _list(lane, _key(task))
    sheet.ledger.repaired("lane.placed", task, lane=said(lane), how=texts.WHY[how])


# -- names and positions -----------------------------------------------------------------------


def _names(sheet: Sheet, agency: Agency | None) -> None:
    for lane in leaf_lanes(sheet):
        tasks = _acting(sheet, lane)
        if re.sub(r"[\W_]+", "", lane.get("name") or "") or not tasks:
            continue
        alone = len(leaf_lanes(sheet)) == 1
        who = _ask_who(
            sheet,
            agency,
            f"lane.name:{_key(lane)}",
            "lane.name",
            lane,
            _pool_name(sheet) if alone else "",
            names=texts.listed(map(said, tasks)),
        )
        title, code = _title(agency, who)
        lane.set("name", title)
        sheet.ledger.repaired("lane.named", lane, lane=title)
        if code:
            write_property(lane, "jabatan", code)


def _twins(sheet: Sheet, agency: Agency | None) -> None:
    """Lanes of one name get numbers; the position stays that of the name."""
    met: set[str] = set()
    for lane in leaf_lanes(sheet):
        name = words(lane.get("name"))
        key = re.sub(r"[\W_]+", "", name).casefold()
        if not key:
            continue
        if key in met:
            made, number = name, 1
            while re.sub(r"[\W_]+", "", made).casefold() in met:
                number += 1
                made = f"{name} ({number})"
            if agency is not None and not properties_of(lane).get("jabatan"):
                code = _resolved(agency, name)
                if code:
                    write_property(lane, "jabatan", code)
            lane.set("name", made)
            sheet.ledger.repaired("lane.renamed", lane, before=name, lane=made)
            key = re.sub(r"[\W_]+", "", made).casefold()
        met.add(key)


def _positions(sheet: Sheet, agency: Agency) -> None:
    for lane in leaf_lanes(sheet):
        if not _acting(sheet, lane) or _is_left(sheet, lane):
            continue
        named = [code for code in re.split(r"[\s,;]+", properties_of(lane).get("jabatan", "")) if code]
        try:
            agencies.resolve(agency, words(lane.get("name")), named)
        except LaneUnresolved as unresolved:
            answer = sheet.ledger.ask(
                f"lane.position:{_key(lane)}",
                "lane.position",
                proposal=_closest(agency, unresolved.suggestions) or "keep",
                choices=[*_offered(agency), "keep"],
                at=lane,
                lane=said(lane),
            )
            if answer != "keep":
                write_property(lane, "jabatan", answer)
                title = _title(agency, answer)[0]
                sheet.ledger.repaired("lane.position", lane, lane=said(lane), position=title)


def _is_left(sheet: Sheet, lane: etree._Element) -> bool:
    """True if its author was asked whose lane it is already, and leaves it."""
    if sheet.ledger.answer(f"lane.name:{_key(lane)}") == "keep":
        return True
    made = words(lane.get("name")) == (_pool_name(sheet) or texts.EXECUTOR)
    return made and sheet.ledger.answer("lane.all") == "keep"


def _ask_who(
    sheet: Sheet,
    agency: Agency | None,
    key: str,
    code: str,
    at: etree._Element,
    hint: str,
    **facts: object,
) -> str:
    """A position's code where there is an agency, else a name."""
    ask: Callable[..., str] = sheet.ledger.ask
    if agency is None:
        answer = ask(key, code, proposal=hint or texts.EXECUTOR, at=at, **facts)
        return answer or hint or texts.EXECUTOR
    proposal = _resolved(agency, hint)
    if not proposal and hint:
        try:
            agencies.resolve(agency, hint)
        except LaneUnresolved as unresolved:
            proposal = _closest(agency, unresolved.suggestions)
    choices = [*_offered(agency), "keep"]
    answer = ask(key, code, proposal=proposal or "keep", choices=choices, at=at, **facts)
    return hint or texts.EXECUTOR if answer == "keep" else answer


def _offered(agency: Agency) -> list[tuple[str, str]]:
    return [(position.code, position.title) for position in agency.positions]


def _closest(agency: Agency, suggestions: tuple[str, ...]) -> str:
    """The code of the first suggestion that is a position."""
    for said_so in suggestions:
        for position in agency.positions:
            if said_so == f"{position.title} ({position.code})":
                return position.code
    return ""


def _resolved(agency: Agency, name: str) -> str:
    try:
        return agencies.resolve(agency, name)[0] if name else ""
    except LaneUnresolved:
        return ""


def _title(agency: Agency | None, who: str) -> tuple[str, str]:
    """The name of a lane and the code of its position, empty where the name says it."""
    for position in agency.positions if agency is not None else ():
        if position.code == who:
            return position.title, position.code
    return who, ""
