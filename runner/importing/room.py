"""Making room in somebody's picture: what stands farther right moves over, nothing changes its order.

Promise: a new symbol stands between what it joins; frames still hold all that is theirs.
Never: a name or a meaning.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from lxml import etree

from runner.diagram.xml import DC, DI
from runner.importing.near import Box, box_of, leaf_lanes, number, points_of, shapes
from runner.importing.pools import pool_of
from runner.importing.sheet import P, Sheet, kind_of

_SIZES: Final = {"userTask": (100.0, 80.0), "startEvent": (36.0, 36.0), "endEvent": (36.0, 36.0)}
_GATEWAY: Final = (50.0, 50.0)
_GAP: Final = 35.0
_MARGIN: Final = 30.0
_HEADER: Final = 30.0
_FRAMES: Final = frozenset({"participant", "lane", "group", "subProcess"})


class Room:
    """One picture being completed."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.plane = next(sheet.root.iter(f"{P}BPMNPlane"))
        self.kinds = {
            element.get("id") or "": kind_of(element)
            for element in sheet.root.iter("{*}*")
            if kind_of(element)
        }

    def complete(self) -> int:
        """Draw what is new or changed; the number of it."""
        new = [key for key in self.sheet.beside if key in self.sheet.nodes]
        for key in new:
            self._place(key)
        framed = self._frame()
        drawn = shapes(self.sheet)
        moved = [key for key in self.sheet.flows if key in self.sheet.moved]
        for key in moved:
            self._route(self.sheet.flows[key], drawn)
        return len(new) + len(moved) + framed

    # -- symbols -------------------------------------------------------------------------------

    def _place(self, key: str) -> None:
        kind = self.kinds.get(key, "")
        width, height = _SIZES.get(kind, _GATEWAY)
        drawn = shapes(self.sheet)
        if key in drawn:
            return
        before = [self.sheet.source(flow).get("id") or "" for flow in self.sheet.incoming(key)]
        after = [self.sheet.target(flow).get("id") or "" for flow in self.sheet.outgoing(key)]
        beside = self.sheet.beside[key]
        if beside in before and beside in drawn:
            x, middle = drawn[beside][0] + drawn[beside][2], _middle(drawn[beside])
        elif beside in after and beside in drawn:
            x, middle = drawn[beside][0], _middle(drawn[beside])
            self._shift(x, width + 2 * _GAP)
            self._draw(key, (x + _GAP / 2, middle - height / 2, width, height))
            return
        else:
            known = [drawn[one] for one in (beside, *before, *after) if one in drawn]
            if not known:
                known = list(drawn.values())[:1]
            x, middle = known[0][0] + known[0][2], _middle(known[0])
            if kind == "endEvent":
                middle = self._free_height(x + _GAP, middle, width, height, drawn)
        wanted: Box = (x + _GAP, middle - height / 2, width, height)
        if any(_touch(wanted, box) for other, box in drawn.items() if self.kinds.get(other) not in _FRAMES):
            self._shift(x, width + 2 * _GAP)
        self._draw(key, wanted)

    def _free_height(
        self, x: float, middle: float, width: float, height: float, drawn: dict[str, Box]
    ) -> float:
        """Beside what stands there already: a twin of an end goes below it."""
        solid = [box for other, box in drawn.items() if self.kinds.get(other) not in _FRAMES]
        for step in range(4):
            at = middle + step * (height + 30)
            if not any(_touch((x, at - height / 2, width, height), box) for box in solid):
                return at
        return middle

    def _draw(self, key: str, box: Box) -> None:
        shape = etree.SubElement(
            self.plane, f"{P}BPMNShape", {"id": self.sheet.fresh_id(f"{key}_di"), "bpmnElement": key}
        )
        if self.kinds.get(key) == "exclusiveGateway":
            shape.set("isMarkerVisible", "true")
        if self.kinds.get(key) in ("participant", "lane"):
            shape.set("isHorizontal", "true")
        _set_bounds(etree.SubElement(shape, f"{{{DC}}}Bounds"), box)

    def _shift(self, line: float, by: float) -> None:
        """Move everything right of a line to the right; frames across it grow."""
        for bounds in self.plane.iter(f"{{{DC}}}Bounds"):
            x, width = number(bounds.get("x")), number(bounds.get("width"))
            if x is None or width is None:
                continue
            if x >= line - 0.5:
                bounds.set("x", _text(x + by))
            elif x + width > line + 0.5:
                figure = bounds.getparent()
                shown = "" if figure is None else figure.get("bpmnElement") or ""
                if self.kinds.get(shown) in _FRAMES:
                    bounds.set("width", _text(width + by))
        for point in self.plane.iter(f"{{{DI}}}waypoint"):
            x = number(point.get("x"))
            if x is not None and x > line + 0.5:
                point.set("x", _text(x + by))

    # -- frames --------------------------------------------------------------------------------

    def _frame(self) -> int:
        """Draw a pool and a lane that are new around everything, and widen those that became too small."""
        drawn = shapes(self.sheet)
        inside = [box for key, box in drawn.items() if key in self.sheet.nodes]
        left = min(box[0] for box in inside) - _MARGIN
        top = min(box[1] for box in inside) - _MARGIN
        right = max(box[0] + box[2] for box in inside) + _MARGIN
        bottom = max(box[1] + box[3] for box in inside) + _MARGIN
        pool, lanes = pool_of(self.sheet), leaf_lanes(self.sheet)
        count = 0
        key = "" if pool is None else pool.get("id") or ""
        if pool is not None and key not in drawn:
            around = (left - 2 * _HEADER, top, right - left + 2 * _HEADER, bottom - top)
            self._draw(key, around)
            count += 1
        if len(lanes) == 1 and (lanes[0].get("id") or "") not in drawn:
            box = shapes(self.sheet).get(key, (left - _HEADER, top, right - left + _HEADER, bottom - top))
            self._grow(key, left - 2 * _HEADER, right, top, bottom)
            box = shapes(self.sheet).get(key, box)
            self._draw(lanes[0].get("id") or "", (box[0] + _HEADER, box[1], box[2] - _HEADER, box[3]))
            count += 1
        for frame in self.sheet.process.iter("{*}lane"):
            self._grow(frame.get("id") or "", None, right, None, None)
        self._grow(key, None, right, None, None)
        return count

    def _grow(
        self, key: str, left: float | None, right: float, top: float | None, bottom: float | None
    ) -> None:
        for shape in self.plane.iter(f"{P}BPMNShape"):
            if shape.get("bpmnElement") != key:
                continue
            box, bounds = box_of(shape), shape.find(f"{{{DC}}}Bounds")
            if box is None or bounds is None:
                continue
            x = box[0] if left is None else min(box[0], left)
            y = box[1] if top is None else min(box[1], top)
            far = max(box[0] + box[2], right)
            low = box[1] + box[3] if bottom is None else max(box[1] + box[3], bottom)
            _set_bounds(bounds, (x, y, far - x, low - y))

    # -- arrows --------------------------------------------------------------------------------

    def _route(self, flow: etree._Element, drawn: dict[str, Box]) -> None:
        key = flow.get("id") or ""
        source, target = drawn.get(flow.get("sourceRef") or ""), drawn.get(flow.get("targetRef") or "")
        edge = next((e for e in self.plane.iter(f"{P}BPMNEdge") if e.get("bpmnElement") == key), None)
        if source is None or target is None:
            return
        if edge is None:
            made = {"id": self.sheet.fresh_id(f"{key}_di"), "bpmnElement": key}
            edge = etree.SubElement(self.plane, f"{P}BPMNEdge", made)
        old = points_of(edge)
        line = _bent(old, source, target) or _line(source, target)
        for child in list(edge):
            edge.remove(child)  # its label, too: viewers put it beside the new line
        for x, y in line:
            etree.SubElement(edge, f"{{{DI}}}waypoint", {"x": _text(x), "y": _text(y)})


def _bent(old: list[tuple[float, float]], source: Box, target: Box) -> list[tuple[float, float]]:
    """The old line, cut to its new ends where it only became shorter; empty where it does not fit."""
    if len(old) < 2:
        return []
    begins, ends = _at(old[0], source), _at(old[-1], target)
    if begins and ends and all(ax == bx or ay == by for (ax, ay), (bx, by) in pairwise(old)):
        return old
    return []


def _at(point: tuple[float, float], box: Box) -> bool:
    x, y, width, height = box
    return x - 2 <= point[0] <= x + width + 2 and y - 2 <= point[1] <= y + height + 2


def _line(source: Box, target: Box) -> list[tuple[float, float]]:
    """Level and upright stretches from one symbol to another."""
    sx, sy = source[0] + source[2] / 2, source[1] + source[3] / 2
    tx, ty = target[0] + target[2] / 2, target[1] + target[3] / 2
    if target[0] >= source[0] + source[2]:
        begins, ends = (source[0] + source[2], sy), (target[0], ty)
        if abs(sy - ty) < 1:
            return [begins, (target[0], sy)]
        middle = (begins[0] + ends[0]) / 2
        return [begins, (middle, sy), (middle, ty), ends]
    if target[1] >= source[1] + source[3] or target[1] + target[3] <= source[1]:
        below = target[1] >= source[1] + source[3]
        start = source[1] + source[3] if below else source[1]
        stop = target[1] if below else target[1] + target[3]
        if abs(sx - tx) < 1:
            return [(sx, start), (sx, stop)]
        middle = (start + stop) / 2
        return [(sx, start), (sx, middle), (tx, middle), (tx, stop)]
    low = max(source[1] + source[3], target[1] + target[3]) + 30
    return [(sx, source[1] + source[3]), (sx, low), (tx, low), (tx, target[1] + target[3])]


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2] + 5
        and other[0] < one[0] + one[2] + 5
        and one[1] < other[1] + other[3] + 5
        and other[1] < one[1] + one[3] + 5
    )


def _middle(box: Box) -> float:
    return box[1] + box[3] / 2


def _set_bounds(bounds: etree._Element, box: Box) -> None:
    for side, value in zip(("x", "y", "width", "height"), box, strict=True):
        bounds.set(side, _text(value))


def _text(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
