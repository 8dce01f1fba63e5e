"""The page of the printed sheet: drawings under the strict policy, PDF, paper, revision, fonts."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from runner import alur
from tests.webui.office import AGENCY, DIAGRAM, KEY, Office, drawn


def test_the_page_of_an_sop_leads_to_its_sheet_and_the_sheet_shows_it(office: Office) -> None:
    browser = office.login("staf.uji")
    sop = browser.get(f"/sop/{KEY}").text
    assert f'href="/sop/{KEY}/lembar?revisi=1"' in sop
    page = browser.get(f"/sop/{KEY}/lembar").text
    assert page.count("<svg xmlns") == 2
    for told in ("Staf menulis nota", "30 Menit", "Nota tertulis", "Kembalikan", "Halaman 2 dari 2"):
        assert told in page, told
    main = page[page.index("<main") :]
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", main)


def test_the_pdf_is_the_same_sheet(office: Office) -> None:
    answer = office.login("kabag.uji").get(f"/sop/{KEY}/lembar.pdf?kertas=f4")
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{KEY}@1.pdf"'
    reader = PdfReader(io.BytesIO(answer.data))
    assert float(reader.pages[0].mediabox.width) > 900
    assert "Staf menulis nota dinas." in " ".join(reader.pages[1].extract_text().split())


def test_an_older_revision_has_its_own_sheet(office: Office) -> None:
    admin = office.runner.actor_by_account("admin")
    office.clock.pass_(hours=1)
    text = DIAGRAM.replace("Staf menulis nota", "Staf mengetik nota")
    office.runner.publish(drawn(text), file="nota.bpmn", forms={}, agency=AGENCY, by=admin)
    browser = office.login("staf.uji")
    assert "mengetik nota" in browser.get(f"/sop/{KEY}/lembar").text
    older = browser.get(f"/sop/{KEY}/lembar?revisi=1").text
    assert "menulis nota" in older
    assert "mengetik nota" not in older
    assert browser.get(f"/sop/{KEY}/lembar?revisi=9").status_code == 404
    assert browser.get("/sop/tidak-ada/lembar.pdf").status_code == 404


def test_the_paper_is_chosen_and_anything_else_is_a4(office: Office) -> None:
    browser = office.login("staf.uji")
    assert 'class="sheet-pages sheet-f4"' in browser.get(f"/sop/{KEY}/lembar?kertas=f4").text
    assert 'class="sheet-pages sheet-a4"' in browser.get(f"/sop/{KEY}/lembar?kertas=<b>").text


def test_the_sheet_speaks_the_language_of_the_page(office: Office) -> None:
    page = office.login("staf.uji").get(f"/sop/{KEY}/lembar?bahasa=en").text
    assert "Quality standard" in page
    assert "SOP sheet, revision 1" in page


def test_the_command_prints_a_published_sop_by_its_key(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALUR_HOME", str(office.home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    target = tmp_path / "lembar.pdf"
    done = CliRunner().invoke(alur, ["sheet", KEY, "-o", str(target)])
    assert done.exit_code == 0, done.output
    assert "Staf menulis nota dinas." in " ".join(PdfReader(target).pages[1].extract_text().split())


def test_the_fonts_of_the_sheet_are_served_and_kept(office: Office) -> None:
    browser = office.login("staf.uji")
    for style in ("tegak", "tebal"):
        answer = browser.get(f"/huruf/lembar-{style}.ttf")
        assert answer.content_type == "font/ttf"
        assert answer.data[:4] == b"\x00\x01\x00\x00"
        assert "immutable" in answer.headers["Cache-Control"]
    assert browser.get("/huruf/lembar-miring.ttf").status_code == 404
