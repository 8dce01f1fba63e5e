"""The task page in a real browser: with JavaScript, without it, by keyboard alone, on a phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect
from werkzeug.serving import make_server

from runner import TaskId
from tests.webui.office import PASSWORD, Office


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """The office's pages on a port of this machine."""
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


def came_in(context: BrowserContext, address: str, account: str = "staf.uji") -> Page:
    """A page of this person, logged in, that fails the test at the first thing a browser complains of."""
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on(
        "console",
        lambda said: pytest.fail(said.text) if "Content Security Policy" in said.text else None,
    )
    page.goto(f"{address}/masuk")
    page.fill("#account", account)
    page.fill("#password", PASSWORD)
    page.locator(".login-box button").click()
    page.wait_for_selector(".tabs")
    return page


@pytest.fixture
def desk(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context()
    yield came_in(context, address)
    context.close()


def test_a_hidden_field_shows_at_once_and_nothing_typed_moves(
    desk: Page, address: str, office: Office
) -> None:
    desk.goto(f"{address}/tugas/{office.start()}")
    desk.fill("[name=isi]", "sudah diketik")
    assert desk.locator("[name=alasanSegera]").count() == 0
    desk.check("[name=segera][type=checkbox]")
    desk.wait_for_selector("input[name=alasanSegera]:not([type=hidden])")
    assert desk.input_value("[name=isi]") == "sudah diketik"
    assert desk.evaluate("document.activeElement.name") == "segera"


def test_the_holder_has_a_draft_kept_every_half_minute(desk: Page, address: str, office: Office) -> None:
    task = TaskId(office.start())
    office.runner.claim(task, by=office.runner.actor_by_account("staf.uji"))
    desk.clock.install()
    desk.goto(f"{address}/tugas/{task}")
    desk.fill("[name=isi]", "belum selesai")
    desk.clock.run_for(31_000)
    expect(desk.locator(".saved")).to_contain_text("otomatis")
    desk.goto(f"{address}/tugas/{task}")
    assert desk.input_value("[name=isi]") == "belum selesai"


def test_leaving_with_unsaved_text_is_warned_of_and_sending_is_not(
    desk: Page, address: str, office: Office
) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desk.on("dialog", answer)
    desk.goto(f"{address}/tugas/{office.start()}")
    desk.locator("[name=isi]").press_sequentially("teks")
    desk.goto(f"{address}/kotak-masuk")
    assert asked == ["beforeunload"]
    desk.goto(f"{address}/tugas/{office.start()}")
    desk.locator("[name=perihal]").press_sequentially("Undangan")
    desk.get_by_role("button", name="Kirim").click()
    desk.wait_for_selector(".said-success")
    assert asked == ["beforeunload"]


def test_choosing_a_return_opens_its_reason(chromium: Browser, address: str, office: Office) -> None:
    writer = office.runner.actor_by_account("staf.uji")
    first = TaskId(office.start())
    done = office.runner.complete(first, {"perihal": ["Undangan"]}, by=writer, token="t")  # noqa: S106
    context = chromium.new_context()
    page = came_in(context, address, "kabag.uji")
    page.goto(f"{address}/tugas/{done.next[0].task}")
    reason = page.locator("textarea[name=putusan_alasan]")
    assert not reason.is_visible()
    page.get_by_label("Kembalikan").check()
    assert reason.is_visible()
    page.get_by_label("Setuju", exact=True).check()
    assert not reason.is_visible()
    context.close()


def test_an_error_gets_the_focus_and_leads_to_its_field(
    chromium: Browser, address: str, office: Office
) -> None:
    context = chromium.new_context()
    page = came_in(context, address)
    page.goto(f"{address}/tugas/{office.start()}")
    page.get_by_role("button", name="Kirim").click()
    page.wait_for_selector("#ringkasan")
    assert page.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "ringkasan"
    page.locator(".wrong-list a").first.click()
    assert page.evaluate("document.activeElement.name") == "perihal"
    context.close()


def test_a_task_is_done_without_javascript(chromium: Browser, address: str, office: Office) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = came_in(context, address)
    page.goto(f"{address}/tugas/{office.start()}")
    page.fill("[name=perihal]", "Undangan")
    page.fill("[name='tujuan[0].nama']", "Bupati")
    page.get_by_role("button", name="Tambah baris").click()
    page.fill("[name='tujuan[1].nama']", "Camat")
    page.check("[name=segera][type=checkbox]")
    page.locator("button.refresh").click()
    page.fill("[name=alasanSegera]", "Rapat besok")
    page.get_by_role("button", name="Kirim").click()
    assert "Terkirim: berkas" in page.inner_text(".said-success")
    context.close()


def test_a_task_is_done_by_keyboard_alone(desk: Page, address: str, office: Office) -> None:
    desk.goto(f"{address}/tugas/{office.start()}")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.keyboard.press("Enter")
    for _ in range(12):
        if desk.evaluate("document.activeElement.name") == "perihal":
            break
        desk.keyboard.press("Tab")
    desk.keyboard.type("Undangan")
    for _ in range(20):
        if desk.evaluate("document.activeElement.innerText") == "Kirim":
            break
        desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".said-success")


def test_no_page_is_wider_than_a_small_phone_and_every_button_is_large_enough(
    chromium: Browser, address: str, office: Office
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = came_in(context, address)
    for path in ("/kotak-masuk/jabatan", f"/tugas/{office.start()}", "/kotak-masuk/selesai", "/sandi", "/x"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        small = """[...document.querySelectorAll('button, .btn, nav a, summary')].filter(it => {
            const box = it.getBoundingClientRect();
            return box.width > 2 && (box.width < 24 || box.height < 24);
        }).map(it => it.outerHTML)"""
        assert page.evaluate(small) == [], path
    context.close()
