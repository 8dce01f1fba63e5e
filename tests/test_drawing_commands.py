"""``alur draw`` and ``alur layout`` at the console: files in, a diagram or sentences out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result

from runner import alur, diagram
from runner.diagram.sketching import sketch_of

ROOT = Path(__file__).parents[1]
HEAD = ["No", "Kegiatan", "Kadis", "Staf", "Kelengkapan", "Waktu", "Output"]


def run(*words: object, language: str = "en") -> Result:
    """The command with these words."""
    return CliRunner().invoke(alur, ["--language", language, *map(str, words)])


def spreadsheet(path: Path, *rows: list[str], merged: str = "") -> Path:
    """A table in an .xlsx file."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (HEAD, *rows):
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    book.save(path)
    return path


def test_the_template_is_an_example_that_can_be_drawn(tmp_path: Path) -> None:
    table = tmp_path / "contoh.xlsx"
    assert run("draw", "--template", table).exit_code == 0
    run("draw", table, "--agency", "boalemo")
    drawn = diagram.read((tmp_path / "contoh.bpmn").read_bytes(), file="contoh.bpmn")
    assert drawn.key == "boalemo-peminjaman-ruang-rapat"
    assert len(drawn.tasks) == 6
    assert "Ruang rapat siap dipakai" in {node.name for node in drawn.drawing.nodes.values()}


def test_the_template_alone_passes_the_gate(tmp_path: Path) -> None:
    table = tmp_path / "contoh.xlsx"
    run("draw", "--template", table)
    said = run("draw", table)
    assert (said.exit_code, said.stderr) == (0, "")
    assert "landscape A3" in said.stdout


@pytest.mark.parametrize(
    ("rows", "merged", "said"),
    [
        (
            [["1", "a", "", "x", "", "1 jam"], ["2", "b", "x", "", "", ""]],
            "F2:F3",
            "Cell F2: this cell is merged over 2",
        ),
        ([["1", "a", "x", "x"]], "", "Cell D2: step 1 has its mark at cell C2 already"),
        ([["1", "a", "x", "", "", "besok"]], "", "Cell F2: the time “besok” is not understood"),
        (
            [["1", "a", "x"], ["2", "b", "◇ Ya→7 Tidak→1"]],
            "",
            "Cell C3: “Ya” leads to step 7, but there is no such step",
        ),
    ],
)
def test_what_cannot_be_read_names_its_cell_and_nothing_is_written(
    tmp_path: Path, rows: list[list[str]], merged: str, said: str
) -> None:
    table = spreadsheet(tmp_path / "t.xlsx", *rows, merged=merged)
    answer = run("draw", table)
    assert answer.exit_code == 1
    assert said in answer.stderr
    assert not (tmp_path / "t.bpmn").exists()


def test_all_problems_are_said_at_once_in_indonesian_too(tmp_path: Path) -> None:
    table = spreadsheet(tmp_path / "t.xlsx", ["1", "a", "x", "x", "", "besok"], ["2", "b"])
    answer = run("draw", table, language="id")
    assert [line.partition(": ")[2].partition(":")[0] for line in answer.stderr.splitlines()] == [
        "Sel D2",
        "Sel C3",
        "Sel F2",
    ]


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("No,Kegiatan,Staf,Kelengkapan,Output\n1,Menyusun,x,,\n", encoding="utf-8")
    answer = run("draw", table)
    assert answer.exit_code == 1
    assert "Cell A1: this row of headings has no column Waktu" in answer.stderr


def test_in_a_document_cells_are_named_by_table_row_and_column(tmp_path: Path) -> None:
    written = docx.Document()
    written.add_table(rows=1, cols=2).rows[0].cells[0].text = "Nama SOP"
    table = written.add_table(rows=0, cols=len(HEAD))
    for row in (
        HEAD,
        ["1", "a", "", "x", "", "1 jam", ""],
        ["2", "b", "x", "", "", "", ""],
        ["3", "c", "x", "", "", "lusa", ""],
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.rows[1].cells[5].merge(table.rows[2].cells[5])
    path = tmp_path / "t.docx"
    written.save(str(path))
    answer = run("draw", path)
    assert answer.exit_code == 1
    assert "Table 2, row 2, column “Waktu”: this cell is merged over 2 rows" in answer.stderr
    assert "Table 2, row 4, column “Waktu”: the time “lusa” is not understood" in answer.stderr


@pytest.mark.parametrize(
    ("name", "said"), [("t.xlsx", "cannot be read"), ("t.docx", "cannot be read"), ("t.pdf", ".pdf")]
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / name).write_bytes(b"no table at all")
    answer = run("draw", tmp_path / name)
    assert answer.exit_code == 1
    assert said in answer.stderr


def test_a_diagram_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    table = spreadsheet(tmp_path / "t.xlsx", ["1", "Menyusun surat", "", "x"])
    (tmp_path / "t.bpmn").write_text("mine", encoding="utf-8")
    answer = run("draw", table)
    assert answer.exit_code == 2
    assert "--force" in answer.stderr
    assert (tmp_path / "t.bpmn").read_text(encoding="utf-8") == "mine"
    assert run("draw", table, "--force").exit_code == 0


def test_executors_that_are_no_positions_are_said_after_drawing(tmp_path: Path) -> None:
    table = spreadsheet(tmp_path / "t.xlsx", ["1", "Menyusun surat", "", "x"])
    sheet = openpyxl.load_workbook(table)
    sheet.active["D1"] = "Juru Kunci"
    sheet.save(table)
    answer = run("draw", table, "--agency", "boalemo")
    assert answer.exit_code == 1
    assert "Juru Kunci" in answer.stderr
    assert (tmp_path / "t.bpmn").exists()


# -- alur layout ------------------------------------------------------------------------------------------

BPMN = """<?xml version="1.0" encoding="{encoding}"?>
<!-- drawn by hand --><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"
  xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0" id="d">
  <process id="p" name="Ñ" isExecutable="true">
    <startEvent id="s"/>   <sequenceFlow id="f1" sourceRef="s" targetRef="sub"/>
    <subProcess id="sub" name="Mengukur lahan"><startEvent id="is" name="Tiba"/>
      <userTask id="it" name="Mengukur"/>
      <endEvent id="ie"/><sequenceFlow id="i1" sourceRef="is" targetRef="it"/>
      <sequenceFlow id="i2" sourceRef="it" targetRef="ie"/></subProcess>
    <sequenceFlow id="f2" sourceRef="sub" targetRef="t"/>
    <userTask id="t" name="Menilai"><ioSpecification><inputSet/><outputSet/></ioSpecification>
      <dataInputAssociation id="din"><sourceRef>dor</sourceRef></dataInputAssociation></userTask>
    <dataObjectReference id="dor" dataObjectRef="do" name="Peta"/><dataObject id="do"/>
    <sequenceFlow id="f3" sourceRef="t" targetRef="e"/><endEvent id="e"/>
    <textAnnotation id="n"><text>Lihat Perda</text></textAnnotation>
    <association id="a" sourceRef="t" targetRef="n"/><group id="g"/>
  </process>
  <d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:c="http://www.omg.org/spec/DD/20100524/DC" id="dia"><d:BPMNPlane id="pl" bpmnElement="p">
    <d:BPMNShape id="t_old" bpmnElement="t" color:background-color="#eee">
      <c:Bounds x="300" y="90" width="90" height="50"/></d:BPMNShape>
    <d:BPMNShape id="g_old" bpmnElement="g"><c:Bounds x="250" y="50" width="200" height="150"/></d:BPMNShape>
    </d:BPMNPlane></d:BPMNDiagram>
  <!-- the end -->
</definitions>
"""


@pytest.mark.parametrize(
    ("encoding", "codec", "newline"),
    [
        ("UTF-8", "utf-8", "\n"),
        ("UTF-8", "utf-8-sig", "\r\n"),
        ("UTF-16", "utf-16", "\n"),
        ("ISO-8859-1", "latin-1", "\n"),
    ],
)
def test_outside_of_the_picture_not_a_byte_changes(
    tmp_path: Path, encoding: str, codec: str, newline: str
) -> None:
    text = BPMN.format(encoding=encoding).replace("\n", newline)
    path = tmp_path / "tangan.bpmn"
    path.write_bytes(text.encode(codec))
    assert run("layout", path).exit_code == 0
    after = path.read_bytes().decode(codec)
    start, stop = text.index("<d:BPMNDiagram"), text.index("</d:BPMNDiagram>") + len("</d:BPMNDiagram>")
    assert after.startswith(text[:start])
    assert after.endswith(text[stop:])
    assert 'id="t_old" bpmnElement="t" color:background-color="#eee"' in after
    for element in (
        "s",
        "sub",
        "is",
        "it",
        "ie",
        "t",
        "dor",
        "e",
        "n",
        "g",
        "f1",
        "f2",
        "f3",
        "i1",
        "i2",
        "a",
        "din",
    ):
        assert f'bpmnElement="{element}"' in after
    assert sketch_of(path.read_bytes(), file="x").groups[0].members == ("t",)
    again = path.read_bytes()
    assert run("layout", path).exit_code == 0
    assert path.read_bytes() == again


def test_a_diagram_without_a_picture_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "baru.bpmn"
    text = BPMN.format(encoding="UTF-8")
    start, stop = text.index("<d:BPMNDiagram"), text.index("</d:BPMNDiagram>") + len("</d:BPMNDiagram>")
    path.write_text(text[:start] + text[stop:], encoding="utf-8")
    assert run("layout", path).exit_code == 0
    after = path.read_text(encoding="utf-8")
    assert 'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"' in after
    assert after.rstrip().endswith("</definitions>")
    assert 'isExpanded="true"' in after


@pytest.mark.parametrize("strange", ['<boundaryEvent id="b" name="Lewat waktu" attachedToRef="t"/>', ""])
def test_what_cannot_be_placed_is_refused_and_the_file_stays(tmp_path: Path, strange: str) -> None:
    path = tmp_path / "aneh.bpmn"
    text = BPMN.format(encoding="UTF-8").replace("</process>", f"{strange}</process>")
    if not strange:
        text = text.replace("</process>", '</process><process id="q"><startEvent id="qs"/></process>')
    path.write_text(text, encoding="utf-8")
    answer = run("layout", path)
    assert answer.exit_code == 1
    assert "can be made for one process" in answer.stderr
    assert path.read_text(encoding="utf-8") == text
