"""A diagram file as a sketch: what is to be drawn, without where.

Promise: everything that a picture shows is in the sketch; the order of lanes is that of the old picture.
Never: a judgement of what the diagram means, or a position.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from runner.diagram.xml import BPMN, BPMNDI, DC, local, parse, words
from runner.errors import DiagramRefused
from runner.layout.nouns import Arrow, Figure, Group, Lane, Sketch, Symbol
from runner.model import Problem, Words

_B: Final = f"{{{BPMN}}}"
_TASKS: Final = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "scriptTask",
        "serviceTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "callActivity",
    }
)
_FIGURES: Final = {
    **dict.fromkeys(_TASKS, Figure.TASK),
    **dict.fromkeys(("subProcess", "adHocSubProcess", "transaction"), Figure.SUBPROCESS),
    **dict.fromkeys(
        ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent"), Figure.EVENT
    ),
    **dict.fromkeys(
        ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"),
        Figure.GATEWAY,
    ),
    "dataObjectReference": Figure.DATA,
    "dataStoreReference": Figure.STORE,
    "textAnnotation": Figure.NOTE,
}
#: What the layout cannot place; the gate refuses them, too.
_STRANGE: Final = ("boundaryEvent", "messageFlow")

OldBounds = dict[str, tuple[float, float, float, float]]


def sketch_of(content: bytes, *, file: str) -> Sketch:
    """The sketch of the process that a file draws.

    Raises DiagramRefused if it cannot be read, or holds something that the layout cannot place.
    """
    root = parse(content, file=file)
    for kind in _STRANGE:
        if (strange := next(root.iter(f"{_B}{kind}"), None)) is not None:
            raise DiagramRefused([_cannot_place(kind, strange, file)])
    processes = [process for process in root.iterchildren(f"{_B}process") if _has_symbols(process)]
    if len(processes) != 1:
        what = processes[1] if processes else root
        raise DiagramRefused([_cannot_place("process", what, file)])
    (process,) = processes
    old = _old_bounds(root)
    pools = list(root.iter(f"{_B}participant"))
    pool = next((p for p in pools if local(p.get("processRef")) == process.get("id")), None)
    around = [process, *root.iterchildren(f"{_B}collaboration")]
    lanes, lane_of = _lanes(process, old)
    sketch = _scope(around, old, lane_of, lanes)
    return Sketch(
        symbols=sketch.symbols,
        arrows=sketch.arrows,
        lanes=lanes,
        groups=sketch.groups,
        others=tuple(p.get("id") or "" for p in pools if p is not pool),
        pool="" if pool is None else pool.get("id") or "",
        pool_name="" if pool is None else words(pool.get("name")),
    )


def _has_symbols(process: etree._Element) -> bool:
    return any(_kind(child) in _FIGURES for child in process)


def _scope(
    around: list[etree._Element], old: OldBounds, lane_of: dict[str, str], lanes: tuple[Lane, ...]
) -> Sketch:
    """Everything that stands directly in these elements; sub-processes with what is inside of them."""
    elements = [child for container in around for child in container]
    leaf = _first_leaf(lanes)
    symbols = [
        Symbol(
            id=element.get("id") or "",
            figure=figure,
            name=_name(element),
            lane=lane_of.get(element.get("id") or "", leaf),
            inside=_scope([element], old, {}, ()) if figure is Figure.SUBPROCESS else None,
        )
        for element in elements
        if (figure := _FIGURES.get(_kind(element))) is not None
    ]
    if all(symbol.id in old for symbol in symbols if symbol.figure is not Figure.NOTE):
        symbols.sort(key=lambda symbol: _middle(old, symbol.id))
    known = {symbol.id for symbol in symbols}
    arrows = [
        arrow for element in elements for arrow in _arrows(element) if {arrow.source, arrow.target} <= known
    ]
    groups = tuple(
        Group(id=key, name="", members=_members(key, old, known))
        for element in elements
        if _kind(element) == "group" and (key := element.get("id") or "")
    )
    return Sketch(symbols=tuple(symbols), arrows=tuple(arrows), groups=groups)


def _arrows(element: etree._Element) -> Iterator[Arrow]:
    kind, key = _kind(element), element.get("id") or ""
    if kind in ("sequenceFlow", "association"):
        yield Arrow(
            id=key,
            source=local(element.get("sourceRef")),
            target=local(element.get("targetRef")),
            name=words(element.get("name")),
            flows=kind == "sequenceFlow",
        )
    for tied in element:
        if _kind(tied) in ("dataInputAssociation", "dataOutputAssociation"):
            end = tied.findtext(f"{_B}sourceRef" if "Input" in _kind(tied) else f"{_B}targetRef") or ""
            ends = (local(end), key) if "Input" in _kind(tied) else (key, local(end))
            yield Arrow(id=tied.get("id") or "", source=ends[0], target=ends[1], flows=False)


def _lanes(process: etree._Element, old: OldBounds) -> tuple[tuple[Lane, ...], dict[str, str]]:
    """The lanes, each after the lane around it, and the innermost lane of every symbol."""
    lanes: list[Lane] = []
    lane_of: dict[str, str] = {}

    def walk(lane_set: etree._Element, parent: str) -> None:
        inside = list(lane_set.iterchildren(f"{_B}lane"))
        if all((lane.get("id") or "") in old for lane in inside):
            inside.sort(key=lambda lane: old[lane.get("id") or ""][1])
        for lane in inside:
            key = lane.get("id") or ""
            lanes.append(Lane(id=key, name=words(lane.get("name")), parent=parent))
            for reference in lane.iterchildren(f"{_B}flowNodeRef"):
                lane_of[local(reference.text)] = key
            for child in lane.iterchildren(f"{_B}childLaneSet"):
                walk(child, key)

    for lane_set in process.iterchildren(f"{_B}laneSet"):
        walk(lane_set, "")
    parents = {lane.parent for lane in lanes}
    return tuple(lanes), {node: lane for node, lane in lane_of.items() if lane not in parents}


def _first_leaf(lanes: tuple[Lane, ...]) -> str:
    parents = {lane.parent for lane in lanes}
    return next((lane.id for lane in lanes if lane.id not in parents), "")


def _old_bounds(root: etree._Element) -> OldBounds:
    found: OldBounds = {}
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        if bounds is None:
            continue
        try:
            x, y, width, height = (float(bounds.get(side) or "") for side in ("x", "y", "width", "height"))
        except ValueError:
            continue
        found[local(shape.get("bpmnElement"))] = (x, y, width, height)
    return found


def _middle(old: OldBounds, key: str) -> float:
    x, _, width, _ = old.get(key, (0.0, 0.0, 0.0, 0.0))
    return x + width / 2


def _members(group: str, old: OldBounds, keys: set[str]) -> tuple[str, ...]:
    """The symbols whose middle lay inside the group."""
    if group not in old:
        return ()
    x, y, width, height = old[group]
    held = []
    for key in sorted(keys & old.keys()):
        left, top, wide, high = old[key]
        if x < left + wide / 2 < x + width and y < top + high / 2 < y + height:
            held.append(key)
    return tuple(held)


def _name(element: etree._Element) -> str:
    if _kind(element) == "textAnnotation":
        return words(element.findtext(f"{_B}text"))
    return words(element.get("name"))


def _kind(element: etree._Element) -> str:
    return element.tag[len(_B) :] if element.tag.startswith(_B) else ""


def _cannot_place(kind: str, element: etree._Element, file: str) -> Problem:
    name = words(element.get("name")) or element.get("id") or kind
    return Problem(
        code="layout.cannot_place",
        what=Words(
            f"Tata letak hanya dapat disusun untuk satu alur tanpa {kind} lain (di sini: “{name}”).",
            f"A layout can be made for one process without another {kind} only (here: “{name}”).",
        ),
        remedy=Words(
            "Hapus atau pindahkan elemen itu ke berkas lain, lalu ulangi.",
            "Remove that element or move it to a file of its own, then try again.",
        ),
        file=file,
        element=element.get("id") or "",
        name=words(element.get("name")),
    )
