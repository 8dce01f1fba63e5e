"""How the symbols of a diagram changed: steps above all, then gateways, starts and ends.

Promise: a symbol that is new or gone is told with its lane and its neighbours; the numbers of steps are told
only where they do not follow from that. Never: the lane of a symbol that nobody works at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from runner.comparison import wording
from runner.comparison.matching import Matching, family
from runner.comparison.nouns import Difference
from runner.comparison.ways import Ways
from runner.diagram.drawing import Node

NUMBER: Final = "langkah"
TIME: Final = "waktu"
PRINTED_TIME: Final = "waktuTercetak"
#: Where a text stood, and what was thought about it; not part of the SOP.
NOTES: Final = frozenset({"sumber", "catatanSumber"})


def compared(matching: Matching, reordered: frozenset[str]) -> tuple[Difference, ...]:
    """Every difference between the symbols of two diagrams, in the order of the flow."""
    told: list[tuple[int, Difference]] = []
    places = {node.id: place for place, node in enumerate(matching.new_ways.in_order())}
    for node in matching.added():
        told.append((places[node.id], _one_sided(matching, node, old=False)))
    last = 0
    for node in matching.old_ways.in_order():
        last = places[matching.nodes[node.id]] if node.id in matching.nodes else last
        if node.id not in matching.nodes and not matching.old_ways.is_plain_merge(node):
            told.append((last, _one_sided(matching, node, old=True)))
    renumbered = _renumbered(matching, reordered)
    for before, after in matching.kept():
        if not matching.new_ways.is_plain_merge(after) or not matching.old_ways.is_plain_merge(before):
            differences = _changed(matching, before, after, renumbered=after.id in renumbered)
            told += [(places[after.id], difference) for difference in differences]
        if after.id in reordered:
            told.append((places[after.id], _moved_in_order(matching, before, after)))
    return tuple(difference for _, difference in sorted(told, key=lambda entry: entry[0]))


def subject_of(node: Node, ways: Ways) -> str:
    """What kinds of a difference of this symbol begin with."""
    if node.kind == "subProcess":
        return "subprocess"
    return family(node.kind) if family(node.kind) != "gateway" else _gateway(node, ways)


def _gateway(node: Node, ways: Ways) -> str:
    """A question is a gateway that people choose at."""
    choosing = [way for way in ways.leaving(node.id) if ways.is_choice(way)]
    return "question" if len(choosing) > 1 else "gateway"


def _one_sided(matching: Matching, node: Node, *, old: bool) -> Difference:
    ways = matching.old_ways if old else matching.new_ways
    detail = {"kind": node.kind, "after": ways.names_before(node.id), "before": ways.names_after(node.id)}
    if family(node.kind) == "step":
        detail["lane"] = _lane_name(matching, node, old=old)
        detail["number"] = node.properties.get(NUMBER, "")
    choices = [way for way in ways.leaving(node.id) if ways.is_choice(way)]
    if choices:
        detail["choices"] = "; ".join(f"“{way.flow.name}” → {_quoted(ways, way.target)}" for way in choices)
    return Difference(
        kind=f"{subject_of(node, ways)}.{'removed' if old else 'added'}",
        element=node.id,
        old_element=node.id if old else "",
        name=node.name,
        detail={key: value for key, value in detail.items() if value},
    )


def _quoted(ways: Ways, key: str) -> str:
    node = ways.nodes[key]
    return f"“{node.name}”" if node.name else ways.names_after(key) or node.id


def _moved_in_order(matching: Matching, before: Node, after: Node) -> Difference:
    return _difference(
        matching,
        before,
        after,
        "reordered",
        matching.old_ways.names_before(before.id),
        matching.new_ways.names_before(after.id),
    )


def _difference(
    matching: Matching, before: Node, after: Node, what: str, old: str, new: str, **detail: str
) -> Difference:
    number = after.properties.get(NUMBER) or before.properties.get(NUMBER, "")
    known = {"number": number, "kind": after.kind} | detail
    return Difference(
        kind=f"{subject_of(after, matching.new_ways)}.{what}",
        element=after.id,
        old_element=before.id,
        name=after.name or before.name,
        before=old,
        after=new,
        detail={key: value for key, value in known.items() if value},
    )


def _changed(matching: Matching, before: Node, after: Node, *, renumbered: bool) -> Iterator[Difference]:
    def said(what: str, old: str, new: str, **detail: str) -> Difference:
        return _difference(matching, before, after, what, old, new, **detail)

    if not wording.same(before.name, after.name):
        yield said("renamed", before.name, after.name)
    if before.kind != after.kind:
        yield said("type", before.kind, after.kind)
    if before.scope != after.scope and matching.nodes.get(before.scope) != after.scope:
        old, new = matching.old_ways.nodes.get(before.scope), matching.new_ways.nodes.get(after.scope)
        yield said("scope", old.said if old else "", new.said if new else "")
    if family(after.kind) == "step":
        old_lane, new_lane = matching.bands_of(before, old=True), matching.bands_of(after)
        if matching.lanes.get(old_lane, "") != new_lane:
            yield said("lane", _lane_name(matching, before, old=True), _lane_name(matching, after, old=False))
    if not wording.same(before.documentation, after.documentation):
        yield said("documentation", before.documentation.strip(), after.documentation.strip())
    if _times(before.properties) != _times(after.properties):
        yield said("property", *_told_times(before.properties, after.properties), property=TIME)
    names = {*before.properties, *after.properties} - NOTES - {TIME, PRINTED_TIME, NUMBER}
    for name in sorted(names, key=_rank):
        value, other = before.properties.get(name, ""), after.properties.get(name, "")
        if not wording.same(value, other):
            yield said("property", value, other, property=name)
    if renumbered:
        yield said(
            "property", *(node.properties.get(NUMBER, "") for node in (before, after)), property=NUMBER
        )
    old_form, new_form = before.form_ref or before.form_key, after.form_ref or after.form_key
    if old_form != new_form:
        yield said("form", old_form, new_form)


def _rank(name: str) -> tuple[int, str]:
    known = ("kelengkapan", "output", "keterangan")
    return (known.index(name) if name in known else len(known), name)


def _lane_name(matching: Matching, node: Node, *, old: bool) -> str:
    bands = (matching.old if old else matching.new).drawing.bands
    found = matching.bands_of(node, old=old)
    return next((band.name or band.id for band in bands if band.id == found), "")


def _times(properties: Mapping[str, str]) -> tuple[str, str]:
    return properties.get(TIME, "").strip(), wording.plain(properties.get(PRINTED_TIME, ""))


def _told_times(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, str]:
    """Both times as printed; as kept for the clock, too, where the prints alone would read the same."""
    old, new = before.get(PRINTED_TIME, ""), after.get(PRINTED_TIME, "")
    if (old or new) and not wording.same(old, new):
        return old or before.get(TIME, ""), new or after.get(TIME, "")
    return tuple(  # type: ignore[return-value]
        f"{printed} ({clock})" if printed and clock else printed or clock
        for printed, clock in ((old, before.get(TIME, "")), (new, after.get(TIME, "")))
    )


def _renumbered(matching: Matching, reordered: frozenset[str]) -> frozenset[str]:
    """The steps whose number changed and does not merely count what came, went or moved."""
    pairs = [
        (after.id, before.properties.get(NUMBER, ""), after.properties.get(NUMBER, ""))
        for before, after in matching.kept()
    ]
    different = frozenset(key for key, old, new in pairs if not wording.same(old, new))
    steps = [node for node in (*matching.added(), *matching.removed()) if family(node.kind) == "step"]
    if not different or not (steps or reordered):
        return different
    numbered = [(key, _counted(old), _counted(new)) for key, old, new in pairs if old or new]
    fixed = [entry for entry in numbered if entry[0] not in reordered]
    by_old = sorted(fixed, key=lambda entry: entry[1])
    follows = all(one[2] <= other[2] for one, other in pairwise(by_old))
    return frozenset() if follows and all(old and new for _, old, new in pairs if old or new) else different


def _counted(number: str) -> tuple[int, str]:
    digits = re.search(r"\d{1,6}", number)
    return (int(digits.group()) if digits else 0, number)
