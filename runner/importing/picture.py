"""The picture after the repairs: what was drawn stays where it is, what is new finds a place beside it.

Promise: every symbol, arrow and lane is drawn; the whole is laid out anew only where the file's own picture
has gaps.
Never: a change of what is meant.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from runner.diagram.assembly import MOST_NODES
from runner.diagram.picture_writing import with_picture
from runner.diagram.sketching import sketch_of
from runner.errors import DiagramRefused
from runner.importing import texts
from runner.importing.near import box_of, leaf_lanes, points_of
from runner.importing.pools import pool_of
from runner.importing.room import Room
from runner.importing.sheet import P, Sheet, kind_of
from runner.layout import TooCrowded, lay_out, lay_out_plainly

#: Points of the grid that may be looked at: less than a second on an office computer.
_EFFORT: Final = 30_000
_UNPLACED: Final = ("boundaryEvent",)


def drawn(sheet: Sheet, *, file: str) -> bytes:
    """The file with a complete picture."""
    why = _gaps(sheet)
    if why is None:
        count = Room(sheet).complete()
        if count:
            sheet.ledger.repaired("picture.completed", count=count)
        return written(sheet)
    content = written(sheet)
    if sheet.of_kind(*_UNPLACED) or len(sheet.nodes) > MOST_NODES or not sheet.nodes:
        return content
    try:
        sketch = sketch_of(content, file=file)
    except DiagramRefused:
        return content  # something its author left in cannot be placed; the gate names it
    try:
        picture = lay_out(sketch, effort=_EFFORT)
    except (TooCrowded, LookupError):
        picture = lay_out_plainly(sketch)
    sheet.ledger.repaired("picture.drawn", why=texts.WHY[why])
    return with_picture(content, picture, file=file)


def written(sheet: Sheet) -> bytes:
    """The file as it stands."""
    sheet.write_arrows()
    sheet.write_order()
    return etree.tostring(sheet.root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _gaps(sheet: Sheet) -> str | None:
    """Why the file's own picture cannot be kept, None where it can."""
    boxes = {
        shape.get("bpmnElement"): box_of(shape) is not None for shape in sheet.root.iter(f"{P}BPMNShape")
    }
    if next(sheet.root.iter(f"{P}BPMNPlane"), None) is None:
        return "no_picture"
    if not any(boxes.get(key) for key in sheet.nodes):
        return "no_picture"
    if any(not boxes.get(key) for key in sheet.nodes if key not in sheet.beside):
        return "picture_gaps"
    lanes = leaf_lanes(sheet)
    if len(lanes) > 1 and not all(boxes.get(lane.get("id")) for lane in lanes):
        return "new_lanes"
    if pool_of(sheet) is None and lanes and not all(boxes.get(lane.get("id")) for lane in lanes):
        return "new_lanes"
    inner = [node for node in sheet.nodes.values() if kind_of(node.getparent()) == "subProcess"]
    if any(node.get("id") in sheet.beside for node in inner):
        return "picture_gaps"  # there is no room to be made inside a frame
    edges = {edge.get("bpmnElement"): len(points_of(edge)) for edge in sheet.root.iter(f"{P}BPMNEdge")}
    missing = [key for key in sheet.flows if edges.get(key, 0) < 2 and key not in sheet.moved]
    sheet.moved |= set(missing)
    return None
