"""Sheets as files: PDF and HTML say the same, hostile text stays text, and the command writes them."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from runner import alur
from runner.sheet import Text
from runner.sheet_printing import Printed, print_sheet
from tests.core.sop_sketch import Sketch

ROOT = Path(__file__).parent.parent
SHIPPED = sorted((ROOT / "bpmn").rglob("*.bpmn"))
HOSTILE = """<script>alert(1)</script> "kutip" 'tunggal' & &amp; </text></svg> ]]> {{ 7*7 }} {% x %}"""


def printed(file: Path) -> Printed:
    return print_sheet(file.read_bytes(), file=file.name)


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_text_of_the_pdf_is_that_of_cover_and_table(file: Path) -> None:
    sheet = printed(file)
    reader = PdfReader(io.BytesIO(sheet.pdf()))
    assert len(reader.pages) == len(sheet.pages)
    for page, drawn in zip(reader.pages, sheet.pages, strict=True):
        wanted = bare("".join(mark.text for mark in drawn.marks if isinstance(mark, Text)))
        assert bare(page.extract_text()) == wanted
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            (drawn.width, drawn.height), abs=0.02
        )
    everything = bare("".join(page.extract_text() for page in reader.pages))
    form = sheet.sheet
    for section in (*form.identity, *form.blocks):
        assert bare(section.heading) in everything
        assert all(bare(line) in everything for line in section.lines)
    for row in form.rows:
        assert all(bare(text) in everything for text in (row.activity, row.supplies, row.time, row.output))


def test_the_fonts_are_inside_the_pdf_and_nothing_else_is() -> None:
    reader = PdfReader(io.BytesIO(printed(SHIPPED[0]).pdf()))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    names = {str(font.get_object()["/BaseFont"]) for font in fonts}
    assert names
    assert all("IBMPlexSansCondensed" in name for name in names)
    assert "/XObject" not in reader.pages[0]["/Resources"]  # type: ignore[operator]
    assert reader.metadata is not None
    assert reader.metadata.title == printed(SHIPPED[0]).title
    assert len(printed(SHIPPED[0]).pdf()) < 60_000


def test_the_same_diagram_gives_the_same_bytes() -> None:
    assert printed(SHIPPED[2]).pdf() == printed(SHIPPED[2]).pdf()
    assert printed(SHIPPED[2]).html() == printed(SHIPPED[2]).html()


def test_arrows_quotes_dashes_and_comparisons_are_in_the_fonts() -> None:
    text = "“Laporan” – ≤ 3 hari → selesai … ½ m² é"
    sketch = Sketch(lanes=["Kepala “Dinas”"], steps=[(0, text)], cover={"namaSop": text})
    sheet = print_sheet(sketch.bpmn(), file="sop.bpmn")
    extracted = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet.pdf())).pages)
    assert bare(extracted).count(bare(text)) >= 2


def test_hostile_text_stays_text_in_drawings_html_and_pdf() -> None:
    sketch = Sketch(
        lanes=[HOSTILE],
        steps=[(0, HOSTILE), (0, "Memeriksa")],
        ways={1: {HOSTILE: None, "Kembalikan": 0}},
        properties={0: {"kelengkapan": HOSTILE, "langkah": HOSTILE, "catatanSumber": HOSTILE}},
        cover={"namaSop": HOSTILE, "nomorSop": HOSTILE, "instansi": HOSTILE, "dasarHukum": HOSTILE},
    )
    sheet = print_sheet(sketch.bpmn(), file="sop.bpmn")
    for drawing in sheet.drawings:
        tree = ElementTree.fromstring(drawing)  # noqa: S314 - our own, and well-formed or this fails
        tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert tags <= {"svg", "rect", "line", "text", "polyline", "polygon"}
        attributes = {name for element in tree.iter() for name in element.attrib}
        assert not [name for name in attributes if name == "style" or name.startswith("on") or "href" in name]
    html = sheet.html()
    assert "<script" not in html
    shown = unescape("".join(re.findall(r">([^<>]*)</text>", html)))
    assert bare(HOSTILE) in bare(shown)
    extracted = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet.pdf())).pages)
    assert bare(HOSTILE) in bare(extracted)


def invoke(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(alur, arguments)
    return done.exit_code, done.output


def test_the_command_prints_a_file_a_folder_and_html(tmp_path: Path) -> None:
    one = tmp_path / "satu.pdf"
    assert invoke("sheet", str(SHIPPED[2]), "-o", str(one)) == (0, f"{one}\t2 halaman A4\n")
    assert one.read_bytes().startswith(b"%PDF-")
    every = tmp_path / "semua"
    code, _ = invoke("sheet", str(ROOT / "bpmn"), "-o", str(every), "--paper", "f4")
    assert code == 0
    assert len(list(every.glob("*.pdf"))) == len(SHIPPED)
    page = tmp_path / "lembar.html"
    assert invoke("sheet", str(SHIPPED[2]), "--html", "-o", str(page))[0] == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_command_says_what_it_cannot_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALUR_HOME", str(tmp_path / "rumah"))
    code, told = invoke("sheet", str(tmp_path / "tidak-ada.bpmn"))
    assert code == 2
    assert "tidak ada diagram" in told
    assert invoke("sheet", "sop-yang-tidak-ada")[0] == 1
    broken = tmp_path / "rusak.bpmn"
    broken.write_text("<nothing")
    assert invoke("sheet", str(broken))[0] == 1
