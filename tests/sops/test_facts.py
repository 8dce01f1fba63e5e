"""The shipped diagrams say what the printed SOPs say, word for word.

``facts/`` holds the words of the prints as they were transcribed, mistakes of the prints included.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from runner.working_time import is_duration
from tests.sops.drawn import BPMN, CAMUNDA, DIAGRAMS, FORMS, NS, drawn, facts, name_of, properties

#: What stands on a step or a process beside the print: how Alur reads it, and a word on a contradiction.
OURS = {"perihal", "catatanSumber"}
#: A number without a unit counts minutes, of a range the longest counts.
PRINTED_TIME = re.compile(r"(?:\d+ - )?(\d+)(?: (menit|jam|hari|minggu))?", re.IGNORECASE)
EXAMINES = re.compile(
    r"\b(memeriksa|meneliti|menelaah|mengoreksi|memverifikasi|memaraf|menandatangani|menyetujui)\b",
    re.IGNORECASE,
)

#: Examining steps that a box which survived in the print shows as plain ones
PLAIN = {
    ("boalemo-surat-masuk", "2"),
    ("boalemo-data-sektoral", "3,"),
    ("boalemo-data-sektoral", "7,"),
    ("boalemo-pengguna-media-center", "5"),
    ("boalemo-karpeg-karis-karsu", "3"),
}


def _fact(path: Path) -> Any:
    process = drawn(path).process
    return facts()[process.get("id"), process.get(f"{CAMUNDA}versionTag")]


def test_every_fact_has_its_diagram_in_the_place_that_its_key_says() -> None:
    here = {}
    for path in DIAGRAMS:
        process = drawn(path).process
        here[process.get("id"), process.get(f"{CAMUNDA}versionTag")] = name_of(path)
    assert set(here) == set(facts())
    for (key, label), place in here.items():
        agency, _, rest = key.partition("-")
        assert place in (f"{agency}/{rest}.bpmn", f"{agency}/revisi/{rest}@{label}.bpmn")


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_the_cover_is_the_printed_cover(path: Path) -> None:
    said = properties(drawn(path).process)
    assert {name: value for name, value in said.items() if name not in OURS} == _fact(path)["cover"]


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_the_lanes_are_the_printed_lanes_in_their_order(path: Path) -> None:
    assert [lane.get("name") for lane in drawn(path).lanes] == _fact(path)["lanes"]


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_the_steps_are_the_printed_rows(path: Path) -> None:
    d = drawn(path)
    said = [
        {
            "activity": task.findtext("b:documentation", namespaces=NS),
            "lane": d.lane_of(task.get("id")).get("name"),
            **{name: value for name, value in properties(task).items() if name not in OURS},
        }
        for task in d.tasks
    ]
    assert said == _fact(path)["steps"]


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_a_step_has_a_short_name_and_a_duration_only_where_one_is_printed(path: Path) -> None:
    for task in drawn(path).tasks:
        assert 0 < len(task.get("name")) <= 36
        said = properties(task)
        printed = PRINTED_TIME.fullmatch(said.get("waktuTercetak", ""))
        assert bool(printed) == ("waktu" in said)
        if printed:
            unit = {"menit": "PT{}M", "jam": "PT{}H", "hari": "P{}D", "minggu": "P{}W"}
            assert said["waktu"] == unit[(printed[2] or "menit").lower()].format(printed[1])
            assert is_duration(said["waktu"])


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_whoever_examines_initials_or_signs_can_refuse(path: Path) -> None:
    """Except in steps whose box survived in the print (bpmn/README.md)."""
    d = drawn(path)
    flows = {flow.get("sourceRef"): flow for flow in d.flows}
    gateways = {g.get("id"): g for g in d.all("b:exclusiveGateway")}
    for task in d.tasks:
        if not EXAMINES.search(task.get("name")):
            continue
        after = flows[task.get("id")].get("targetRef")
        if (d.process.get("id"), properties(task)["langkah"]) in PLAIN:
            assert after not in gateways
            continue
        assert gateways[after].get("name").endswith("?")
        out = {flow.get("name") for flow in d.flows if flow.get("sourceRef") == after}
        if out != {"Setuju", "Kembalikan"}:
            assert len(out) == 2, "a routing has names of its own"


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_every_form_is_there_and_the_first_step_sets_the_subject(path: Path) -> None:
    d = drawn(path)
    for task in d.tasks:
        assert (FORMS / f"{task.get(f'{CAMUNDA}formRef')}.form").is_file()
    first = (FORMS / f"{d.tasks[0].get(f'{CAMUNDA}formRef')}.form").read_text(encoding="utf-8")
    assert f'"key": "{properties(d.process)["perihal"]}"' in first


def test_every_form_is_used() -> None:
    used = {task.get(f"{CAMUNDA}formRef") for path in DIAGRAMS for task in drawn(path).tasks}
    assert {path.stem for path in FORMS.glob("*.form")} == used


def test_no_person_is_named() -> None:
    """The prints carry names and service numbers of those who signed; the diagrams do not."""
    for path in filter(Path.is_file, (*BPMN.rglob("*"), *FORMS.glob("*"))):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b\d{8} ?\d{6} ?\d ?\d{3}\b|\[nama pejabat\]|NIP \[", text), path
