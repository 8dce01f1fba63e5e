"""What an office sends in as a table comes out as good as what ships: one SOP of each agency."""

from __future__ import annotations

import inspect
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from runner import alur
from tests.node_tools import NodeTools
from tests.office_tables import comma_separated, document, rows, spreadsheet
from tests.sops import test_drawing
from tests.sops.drawn import BPMN, FORMS, NS, Drawn, facts, properties
from tests.sops.test_opens_elsewhere import IMPORT, VIEWER

Writer = Callable[[Path, Mapping[str, Any], Sequence[Sequence[str]], Sequence[str]], None]
BACK = "◇ {question}? Setuju→{on} Kembalikan→{back}"

CASES: dict[str, tuple[str, Writer, dict[str, str], dict[str, str]]] = {
    "boalemo-surat-keluar": (
        "surat.xlsx",
        spreadsheet,
        {
            "1": "(Mulai)",
            "2": BACK.format(question="Surat diparaf", on="lanjut", back="1"),
            "4": "◇",
            "7": "(Selesai)",
        },
        {},
    ),
    "simalungun-cuti-pegawai": (
        "cuti.csv",
        comma_separated,
        {"6": BACK.format(question="Cuti disetujui", on="7", back="3")},
        {"PEMOHON": "PEMOHON [pemohon]", "KASUBBAG": "KASUBBAG [kasubbag-umum]"},
    ),
    "lumajang-pengumpulan-data-kinerja": (
        "kinerja.docx",
        document,
        {"4.": "◇", "6.": BACK.format(question="Laporan benar", on="7", back="5"), "8.": "◇ Tidak→7"},
        {
            "Kabid/ Sekretaris": "Kabid/ Sekretaris [kabid sekretaris]",
            "Kasi/Kasubbag": "Kasi/Kasubbag [kasi kasubbag]",
        },
    ),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The diagrams drawn by ``alur draw`` in a folder laid out as the project's."""
    root = tmp_path_factory.mktemp("kantor")
    shutil.copytree(FORMS, root / "forms")
    found = {}
    for key, (name, write, marks, called) in CASES.items():
        code = key.partition("-")[0]
        office = root / "bpmn" / code
        office.mkdir(parents=True)
        shutil.copy(BPMN / code / "instansi.toml", office)
        fact = facts()[key, "1"]
        table = office / name
        write(table, fact, rows(fact, marks), [called.get(lane, lane) for lane in fact["lanes"]])
        out = office / f"{name}.bpmn"
        said = CliRunner().invoke(alur, ["draw", str(table), "-o", str(out), "--key", key])
        assert said.exit_code == 0, said.output
        found[key] = out
    return found


@pytest.mark.parametrize("key", CASES)
def test_the_words_of_the_table_stand_in_the_diagram(made: dict[str, Path], key: str) -> None:
    d, fact = Drawn(made[key]), facts()[key, "1"]
    said = properties(d.process)
    assert {name: said[name] for name in fact["cover"] if name != "sumber"} == {
        name: text for name, text in fact["cover"].items() if name != "sumber"
    }
    assert [lane.get("name") for lane in d.lanes] == fact["lanes"]
    steps = [
        {
            "activity": task.findtext("b:documentation", namespaces=NS),
            "lane": d.lane_of(task.get("id")).get("name"),
            **properties(task),
        }
        for task in d.tasks
    ]
    assert steps == fact["steps"]


@pytest.mark.parametrize("key", CASES)
def test_whoever_examines_can_send_back_as_in_the_shipped_diagram(made: dict[str, Path], key: str) -> None:
    agency, _, rest = key.partition("-")
    d, shipped = Drawn(made[key]), Drawn(BPMN / agency / f"{rest}.bpmn")
    assert len(d.tasks) == len(shipped.tasks)
    returns = [flow for flow in d.flows if flow.get("name") in ("Kembalikan", "Tidak")]
    assert len(returns) == sum(flow.get("name") == "Kembalikan" for flow in shipped.flows)


CHECKS = [
    check
    for name, check in inspect.getmembers(test_drawing, inspect.isfunction)
    if name.startswith("test_")
    # these names are the office's own, not those of the shipped SOPs
    and name != "test_the_flow_reads_from_left_to_right_except_where_it_returns"
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("key", CASES)
def test_it_passes_the_checks_of_the_shipped_drawings(
    made: dict[str, Path], key: str, check: Callable[[Path], None]
) -> None:
    check(made[key])


def test_the_gate_and_the_proof_of_all_paths_accept_them(made: dict[str, Path]) -> None:
    folder = made["boalemo-surat-keluar"].parents[1]
    for command in ("validate", "paths"):
        said = CliRunner().invoke(alur, [command, str(folder)])
        assert said.exit_code == 0, said.output


def test_bpmn_js_opens_them_without_a_warning(made: dict[str, Path], chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content('<div id="canvas" style="width: 1200px; height: 700px"></div>')
    page.add_script_tag(path=VIEWER)
    for path in made.values():
        assert page.evaluate(IMPORT, path.read_text(encoding="utf-8"))["warnings"] == []
    page.close()


def test_bpmnlint_finds_nothing_to_say(made: dict[str, Path], node: NodeTools) -> None:
    said = json.loads(node.run("lint.mjs", *(str(path) for path in made.values())))
    assert said == {str(path): [] for path in made.values()}
