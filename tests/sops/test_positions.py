"""Every lane that the agencies ever printed stands for a position, now or when its SOP is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from runner import agency
from runner.agency import Agency
from runner.errors import LaneUnresolved
from tests.sops.drawn import BPMN, DIAGRAMS, drawn, name_of, printed_lanes, properties

#: Lanes whose name alone does not say the position; bpmn/README.md says what their ``jabatan`` is to be.
NEED_A_PROPERTY = {
    "boalemo": {"(tanpa nama)", "PNS Ybs", "kasubag/Kasi"},
    "lumajang": {"Kabid/ Sekretaris", "Kasi/K asubb ag", "Sekdin/Kabid"},
    "simalungun": {"KASUBBAG", "PEMOHON"},
}
ZONES = {"boalemo": "Asia/Makassar", "lumajang": "Asia/Jakarta", "simalungun": "Asia/Jakarta"}


def _agency(code: str) -> Agency:
    path = BPMN / code / "instansi.toml"
    return agency.read(path.read_bytes(), file=str(path))


def test_every_agency_with_diagrams_has_its_offices() -> None:
    assert {path.parent.name for path in BPMN.glob("*/instansi.toml")} == set(ZONES) == set(printed_lanes())


@pytest.mark.parametrize("code", ZONES)
def test_printed_lanes_resolve_except_those_that_need_a_property(code: str) -> None:
    office = _agency(code)
    assert (office.code, office.zone) == (code, ZONES[code])
    assert agency.read(agency.write(office), file="again") == office
    unresolved = set()
    for lane in printed_lanes()[code]:
        try:
            agency.resolve(office, lane, ())
        except LaneUnresolved:
            unresolved.add(lane)
    assert unresolved == NEED_A_PROPERTY[code]


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_every_lane_of_a_diagram_resolves_and_only_needed_properties_are_set(path: Path) -> None:
    code = path.relative_to(BPMN).parts[0]
    office = _agency(code)
    for lane in drawn(path).lanes:
        explicit = properties(lane).get("jabatan", "").split()
        assert agency.resolve(office, lane.get("name"), explicit)
        if explicit:
            with pytest.raises(LaneUnresolved):
                agency.resolve(office, lane.get("name"), ())


@pytest.mark.parametrize("code", ZONES)
def test_outside_parties_are_acted_for_by_an_office_of_the_agency(code: str) -> None:
    office = _agency(code)
    inside = {position.code for position in office.positions if not position.external}
    for position in office.positions:
        assert position.external == (position.represented_by is not None)
        assert position.represented_by is None or position.represented_by in inside
