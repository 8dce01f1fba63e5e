"""The shipped diagrams read well: nothing overlaps, nothing is crossed, everybody stands in their lane."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tests.sops.drawn import DIAGRAMS, NS, Box, drawn, name_of, properties

#: Lines of one diagram that cross where a way around would be worse.
MOST_CROSSINGS = 2
Segment = tuple[tuple[float, float], tuple[float, float]]

pytestmark = pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)


def _shapes(path: Path) -> dict[str, Box]:
    d = drawn(path)
    inside = [e.get("id") for e in (*d.nodes, *d.all("b:textAnnotation"))]
    return {element: d.boxes[element] for element in inside}


def test_every_element_is_drawn(path: Path) -> None:
    d = drawn(path)
    shaped = [*d.all("b:participant"), *d.lanes, *d.nodes, *d.all("b:textAnnotation")]
    assert [e.get("id") for e in shaped if e.get("id") not in d.boxes] == []
    lined = [*d.flows, *d.all("b:association")]
    assert [e.get("id") for e in lined if e.get("id") not in d.lines] == []
    assert d.only("bpmndi:BPMNPlane").get("bpmnElement") == d.only("b:collaboration").get("id")


def test_pool_and_lanes_lie_and_exclusive_gateways_show_their_marker(path: Path) -> None:
    d = drawn(path)
    for shape in d.all("bpmndi:BPMNShape"):
        kind = d.elements[shape.get("bpmnElement")].tag
        if kind.endswith(("}lane", "}participant")):
            assert shape.get("isHorizontal") == "true"
        if kind.endswith("}exclusiveGateway"):
            assert shape.get("isMarkerVisible") == "true"


def test_lanes_tile_the_pool(path: Path) -> None:
    d = drawn(path)
    pool = d.boxes[d.only("b:participant").get("id")]
    lanes = [d.boxes[lane.get("id")] for lane in d.lanes]
    assert all((lane.x, lane.right) == (pool.x + 30, pool.right) for lane in lanes)
    assert (lanes[0].y, lanes[-1].bottom) == (pool.y, pool.bottom)
    assert all(upper.bottom == lower.y for upper, lower in pairwise(lanes))


def test_every_symbol_stands_inside_the_lane_that_names_it(path: Path) -> None:
    d = drawn(path)
    outside = [
        node.get("id")
        for node in d.nodes
        if not d.boxes[d.lane_of(node.get("id")).get("id")].holds(d.boxes[node.get("id")])
    ]
    assert outside == []


def test_no_two_symbols_overlap(path: Path) -> None:
    pairs = combinations(_shapes(path).items(), 2)
    assert [(one, other) for (one, a), (other, b) in pairs if a.overlaps(b)] == []


def test_every_line_is_level_or_upright_and_meets_its_symbols(path: Path) -> None:
    d = drawn(path)
    shapes = _shapes(path)
    for line in d.lines.values():
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in line.segments()), line.id
        for end, (x, y) in ((line.source, line.points[0]), (line.target, line.points[-1])):
            box = shapes[end]
            assert (x in (box.x, box.right) and box.y <= y <= box.bottom) or (
                y in (box.y, box.bottom) and box.x <= x <= box.right
            ), (line.id, end)


def test_no_line_runs_through_a_symbol(path: Path) -> None:
    shapes = _shapes(path)
    crossed = [
        (line.id, element)
        for line in drawn(path).lines.values()
        for element, box in shapes.items()
        if any(box.touched_by(a, b) for a, b in line.segments())
    ]
    assert crossed == []


def test_no_two_lines_share_a_stretch_and_hardly_any_cross(path: Path) -> None:
    """Where a way around would be worse, two lines may cross at right angles, away from their bends."""
    lines = drawn(path).lines.values()
    met = [
        (one.id, other.id, a, b)
        for one, other in combinations(lines, 2)
        for a in one.segments()
        for b in other.segments()
        if _stretch(*a).overlaps(_stretch(*b))
    ]
    crossed = [(one, other) for one, other, a, b in met if _cross(a, b)]
    assert [(one, other) for one, other, a, b in met if not _cross(a, b)] == []
    assert len(crossed) <= MOST_CROSSINGS, crossed


def _cross(a: Segment, b: Segment) -> bool:
    """True if one is level, the other upright, and they cross well inside both."""
    level, upright = (a, b) if a[0][1] == a[1][1] else (b, a)
    (left, y), (right, _) = sorted(level)
    (x, top), (_, bottom) = sorted(upright)
    return left + 5 <= x <= right - 5 and top + 5 <= y <= bottom - 5


def _stretch(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return Box(
        min(one[0], other[0]) - 2,
        min(one[1], other[1]) - 2,
        abs(one[0] - other[0]) + 4,
        abs(one[1] - other[1]) + 4,
    )


def test_labels_are_free_of_symbols_lines_lane_borders_and_each_other(path: Path) -> None:
    d = drawn(path)
    shapes = _shapes(path)
    for element, label in d.labels.items():
        assert [e for e, box in shapes.items() if box.overlaps(label)] == [], element
        assert [e for e, box in d.labels.items() if e != element and box.overlaps(label)] == [], element
        crossing = [
            line.id for line in d.lines.values() for a, b in line.segments() if label.touched_by(a, b)
        ]
        assert crossing == [], element
        within = [lane for lane in d.lanes if d.boxes[lane.get("id")].holds(label)]
        assert len(within) == 1, element


def test_everything_named_beside_its_symbol_has_a_place_for_its_name(path: Path) -> None:
    d = drawn(path)
    named = [e.get("id") for e in (*d.nodes, *d.flows) if e.get("name") and not e.tag.endswith("}userTask")]
    assert [element for element in named if element not in d.labels] == []
    assert all(d.labels[element].width >= 24 for element in named)


def test_the_flow_reads_from_left_to_right_except_where_it_returns(path: Path) -> None:
    d = drawn(path)
    leftward = [
        flow.get("name")
        for flow in d.flows
        if d.boxes[flow.get("targetRef")].middle[0] <= d.boxes[flow.get("sourceRef")].middle[0]
    ]
    assert set(leftward) <= {"Kembalikan"}


def test_ids_say_what_they_are(path: Path) -> None:
    d = drawn(path)
    for kind, start in (
        ("userTask", "Task_"),
        ("exclusiveGateway", "Gateway_"),
        ("sequenceFlow", "Flow_"),
        ("lane", "Lane_"),
        ("startEvent", "StartEvent_"),
        ("endEvent", "EndEvent_"),
    ):
        for element in d.all(f"b:{kind}"):
            assert element.get("id").startswith(start)
            assert element.get("id").replace("_", "").isalnum()


def test_it_is_a_diagram_for_camunda_7(path: Path) -> None:
    d = drawn(path)
    modeler, camunda = "{http://camunda.org/schema/modeler/1.0}", f"{{{NS['camunda']}}}"
    assert d.root.get(f"{modeler}executionPlatform") == "Camunda Platform"
    assert d.root.get(f"{modeler}executionPlatformVersion") == "7.24.0"
    assert d.process.get("isExecutable") == "true"
    assert d.process.get(f"{camunda}historyTimeToLive") == "P3650D"
    for task in d.tasks:
        assert task.get(f"{camunda}formRefBinding") == "deployment"
        assert task.get(f"{camunda}formRef")
    assert properties(d.process)["perihal"]
