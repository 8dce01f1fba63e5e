"""A migration in a real browser: a clerk with an old form open, and an auditor who walks across it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from runner import TaskId
from tests.webui.office import DIAGRAM, KEY, NOTE_FORM, PASSWORD, Office
from tests.webui.test_migration import REPLACED, completed, published

Open = Callable[..., Page]


@pytest.fixture
def open_as(chromium: Browser, office: Office) -> Iterator[Open]:
    """Log in as somebody, in a browser of their own."""
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    contexts = []

    def open_(account: str, path: str, width: int = 1280) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=f"http://127.0.0.1:{server.server_port}"
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/masuk")
        page.get_by_label("Akun").fill(account)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("heading", name="Kotak masuk")).to_be_visible()
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def migrate(office: Office, **asked: Any) -> None:
    """Every running case is in revision 2."""
    done = office.runner.migrate(KEY, to=2, by=office.runner.actor_by_account("analis.uji"), **asked)
    assert done.moved


@pytest.mark.parametrize("width", [1280, 360])
def test_a_clerk_who_sends_an_old_form_reads_why_not_and_sends_the_new_one(
    office: Office, open_as: Open, width: int
) -> None:
    task = office.start()
    page = open_as("staf.uji", f"/tugas/{task}", width)
    page.get_by_label("Perihal").fill("Undangan rapat")
    page.get_by_label("Isi nota").fill("Hari Senin pukul 09.00 di aula.")
    kept = [part for part in NOTE_FORM["components"] if part.get("key") != "isi"]
    more = {"id": "c9", "type": "textfield", "key": "tempat", "label": "Tempat rapat"}
    published(office, DIAGRAM, {**NOTE_FORM, "components": [*kept, more]})
    migrate(office)
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("alert")).to_contain_text("Formulirnya sudah diganti")
    gone = page.get_by_role("region", name="Tidak ada lagi pada formulir ini")
    expect(gone).to_contain_text("Hari Senin pukul 09.00 di aula.")
    expect(page.get_by_label("Perihal")).to_have_value("Undangan rapat")
    page.get_by_label("Tempat rapat").fill("Aula")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_text("Terkirim: berkas")).to_be_visible()


def test_a_draft_that_saves_itself_says_that_the_task_has_changed(office: Office, open_as: Open) -> None:
    task = office.start()
    office.runner.claim(TaskId(task), by=office.runner.actor_by_account("staf.uji"))
    page = open_as("staf.uji", "/kotak-masuk")
    page.clock.install()
    page.goto(f"/tugas/{task}")
    page.get_by_label("Perihal").fill("Undangan rapat")
    published(office, DIAGRAM.replace("Menulis nota", "Menulis nota dinas"))
    migrate(office)
    page.clock.run_for(31_000)
    expect(page.locator("[data-refused]")).to_contain_text("tugas ini sudah berubah")
    page.get_by_role("button", name="Simpan konsep").click()
    expect(page.get_by_role("alert")).to_contain_text("Formulirnya sudah diganti")
    expect(page.get_by_label("Perihal")).to_have_value("Undangan rapat")


def test_the_diagram_changes_with_the_event_that_migrated_the_case(office: Office, open_as: Open) -> None:
    completed(office, office.start())
    published(office, REPLACED)
    migrate(office, mapping={"periksa": "telaah"})
    (head,) = office.runner.cases(by=office.runner.actor_by_account("auditor.uji")).lines
    page = open_as("auditor.uji", f"/berkas/{head.id}")
    new, old = (page.locator(f'.diagram [data-element-id="{name}"]') for name in ("telaah", "periksa"))
    expect(page.locator("[data-count]")).to_have_text("3")
    expect(new).to_have_class(re.compile("is-current"))
    expect(old).to_have_count(0)
    expect(page.locator('.diagram [data-element-id="tulis"]')).to_have_class(re.compile("is-done"))
    page.get_by_role("link", name="Mundur satu peristiwa").click()
    expect(old).to_have_class(re.compile("is-current"))
    expect(new).to_have_count(0)
    page.get_by_role("link", name="Maju satu peristiwa").click()
    expect(new).to_have_class(re.compile("is-current"))
    expect(page.locator("[data-panel]")).to_contain_text("Memeriksa nota → Menelaah nota")
