"""An analyst tries an SOP in a real browser: by what they read, at a desk and on a phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.webui.office import KEY, PASSWORD, Office


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """Where the pages of the office are served."""
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def begin(chromium: Browser, address: str, width: int, *, javascript: bool = True) -> tuple[Page, list[str]]:
    """The page of a dry run as the analyst opens it, and what the browser complains of."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=javascript, locale="id-ID"
    )
    page, complaints = context.new_page(), []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/masuk")
    page.get_by_label("Akun").fill("analis.uji")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/kotak-masuk")
    page.goto(f"{address}/sop/{KEY}/uji-coba")
    return page, complaints


@pytest.mark.parametrize("width", [1280, 360])
def test_a_note_is_tried_with_a_return_and_its_marks_follow(
    chromium: Browser, address: str, width: int
) -> None:
    page, complaints = begin(chromium, address, width)
    expect(page.get_by_text("Tidak ada yang tercatat")).to_be_visible()
    expect(page.get_by_label("Alasan kesegeraan")).to_have_count(0)
    page.get_by_label("Segera", exact=True).check()
    expect(page.get_by_label("Alasan kesegeraan")).to_be_visible()
    page.get_by_label("Perihal").fill("Rapat")
    page.get_by_role("button", name="Kirim dan lanjut").click()
    expect(page.get_by_role("heading", name="Memeriksa nota", exact=True)).to_be_visible()
    expect(page.get_by_text("Kabag Tiga").first).to_be_visible()
    expect(page.locator(".djs-element.is-current[data-element-id=periksa]")).to_have_count(1)
    page.get_by_label("Kembalikan").check()
    page.get_by_label("Alasan pengembalian").fill("Tujuannya belum disebut.")
    page.get_by_role("button", name="Kirim dan lanjut").click()
    expect(page.get_by_text("Tujuannya belum disebut.").first).to_be_visible()
    expect(page.locator(".djs-element.is-current[data-element-id=tulis]")).to_have_count(1)
    expect(page.locator(".diagram .pass-current")).to_have_text("▶ 2×")
    page.get_by_role("button", name="Mundur satu langkah").click()
    expect(page.get_by_role("radio", name="Kembalikan")).to_be_checked()
    page.get_by_label("Setuju").check()
    page.get_by_label("Alasan pengembalian").fill("")
    page.get_by_role("button", name="Kirim dan lanjut").click()
    expect(page.get_by_role("heading", name="Berkas selesai di “Selesai”")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.context.close()


def test_without_a_script_the_same_run_goes_to_its_end(chromium: Browser, address: str) -> None:
    page, _ = begin(chromium, address, 1280, javascript=False)
    page.get_by_role("button", name="Isi dengan contoh").click()
    page.get_by_role("button", name="Kirim dan lanjut").click()
    page.get_by_role("button", name="Jalankan sampai selesai dengan contoh").click()
    expect(page.get_by_role("heading", name="Berkas selesai di “Selesai”")).to_be_visible()
    expect(page.locator(".timeline > li")).to_have_count(3)
    page.context.close()
