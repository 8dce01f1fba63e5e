"""The printed sheet in a real browser: nothing is refused by the policy, and a page prints as one page."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from werkzeug.serving import make_server

from runner import print_sheet
from tests.webui.office import KEY, PASSWORD, Office

SHIPPED = sorted((Path(__file__).parents[2] / "bpmn").rglob("*.bpmn"))
MILLIMETRE = 72 / 25.4


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda said: pytest.fail(said.text) if said.type == "error" else None)
    yield page
    context.close()


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


def printed(page: Page) -> list[tuple[float, float, str]]:
    """Width and height in millimetres, and the text, of each page that the browser prints."""
    pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    return [
        (
            float(sheet.mediabox.width) / MILLIMETRE,
            float(sheet.mediabox.height) / MILLIMETRE,
            " ".join(sheet.extract_text().split()),
        )
        for sheet in pdf.pages
    ]


@pytest.mark.parametrize(("paper", "size"), [("a4", (297, 210)), ("f4", (330, 215))])
def test_the_page_prints_the_sheet_and_nothing_else(
    page: Page, address: str, paper: str, size: tuple[int, int]
) -> None:
    page.goto(f"{address}/masuk")
    page.fill("#account", "staf.uji")
    page.fill("#password", PASSWORD)
    page.locator(".login-box button").click()
    page.wait_for_selector(".tabs")
    page.goto(f"{address}/sop/{KEY}/lembar?kertas={paper}")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded", "loaded"]
    sheets = printed(page)
    assert [(round(width), round(height)) for width, height, _ in sheets] == [size, size]
    assert "Halaman 2 dari 2" in sheets[1][2]
    assert "Unduh PDF" not in "".join(text for _, _, text in sheets)


def test_a_text_is_as_wide_in_the_browser_as_it_was_measured(page: Page) -> None:
    page.set_content(print_sheet(SHIPPED[0].read_bytes(), file="sop.bpmn").html())
    off = page.evaluate(
        "[...document.querySelectorAll('text')].map(t => t.getBBox().width - t.getAttribute('textLength'))"
    )
    assert len(off) > 50
    assert max(map(abs, off)) < 1.5


def test_the_html_file_prints_as_many_pages_as_it_has(page: Page) -> None:
    for file in SHIPPED:
        sheet = print_sheet(file.read_bytes(), file=file.name)
        page.set_content(sheet.html())
        assert len(printed(page)) == len(sheet.pages), file.name
