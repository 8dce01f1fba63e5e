"""The page that says what changed between two revisions, without and with a browser's JavaScript."""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from runner.model import FormId
from tests.webui.office import AGENCY, CHECK_FORM, DIAGRAM, KEY, NOTE_FORM, PASSWORD, Office, drawn

PAGE = f"/sop/{KEY}/banding"
#: The check has another name, and the note goes to the head of the section.
CHANGED = DIAGRAM.replace("Memeriksa nota", "Meneliti nota").replace('versionTag="1"', 'versionTag="2"')
MOVED = CHANGED.replace("<flowNodeRef>tulis</flowNodeRef></lane>", "</lane>").replace(
    '<lane id="l2" name="Kabag">', '<lane id="l2" name="Kabag"><flowNodeRef>tulis</flowNodeRef>'
)
RENAMED = "Langkah “Memeriksa nota” berganti nama menjadi “Meneliti nota”."


def write(office: Office, text: str, *, draft: bool = False, label: str = "Isi nota") -> None:
    """The SOP has this diagram as its next revision, or as a draft; a field of its form has this label."""
    note = json.dumps(NOTE_FORM).replace('"Isi nota"', json.dumps(label)).encode()
    forms = {FormId("nota"): note, FormId("periksa"): json.dumps(CHECK_FORM).encode()}
    by = office.runner.actor_by_account("analis.uji")
    act = office.runner.draft_diagram if draft else office.runner.publish
    act(drawn(text), file="nota.bpmn", forms=forms, agency=AGENCY, by=by)


def sentences(page: str) -> list[str]:
    """The list of differences as somebody reads it."""
    found = re.findall(r"<li data-difference=.*?<p>(.*?) <button", page, re.S)
    return [html.unescape(text) for text in found]


def test_anybody_reads_what_changed_from_the_revision_before(office: Office) -> None:
    write(office, CHANGED, label="Isi")
    browser = office.login("staf.uji")
    assert browser.get(PAGE).status_code == 200
    assert sentences(browser.page) == [
        "Label revisi berubah dari “1” menjadi “2”.",
        RENAMED,
        "Formulir “nota”: nama isian berubah dari “Isi nota” menjadi “Isi”.",
    ]
    browser.get(f"{PAGE}?dari=2&ke=1")
    assert sentences(browser.page)[1] == "Langkah “Meneliti nota” berganti nama menjadi “Memeriksa nota”."


def test_a_draft_is_compared_with_what_it_began_with_by_those_who_see_drafts(office: Office) -> None:
    write(office, CHANGED, draft=True)
    analyst = office.login("analis.uji")
    analyst.get(f"{PAGE}?ke=draft")
    assert sentences(analyst.page) == ["Label revisi berubah dari “1” menjadi “2”.", RENAMED]
    assert analyst.get(f"/sop/{KEY}/banding/draft.bpmn").status_code == 200
    staff = office.login("staf.uji")
    assert staff.get(f"{PAGE}?ke=draft").status_code == 404
    assert staff.get(f"/sop/{KEY}/banding/draft.bpmn").status_code == 404
    assert staff.get(PAGE).status_code == 200
    assert "Konsep" not in staff.page


def test_an_sop_with_one_revision_says_so(office: Office) -> None:
    browser = office.login("staf.uji")
    browser.get(PAGE)
    assert "Pilih dua revisi yang berlainan" in browser.page
    assert sentences(browser.page) == []


@pytest.mark.parametrize("query", ["?dari=7", "?ke=0", "?ke=x", "?dari=99999999999", "?ke=-1", "?ke=%C2%B2"])
def test_what_is_not_there_is_not_found(office: Office, query: str) -> None:
    assert office.login("staf.uji").get(PAGE + query).status_code == 404


def test_the_diagram_leaves_in_utf_8_whatever_it_was_written_in(office: Office) -> None:
    by = office.runner.actor_by_account("analis.uji")
    latin = drawn(CHANGED.replace("UTF-8", "ISO-8859-1").replace("Meneliti", "Menelíti"))
    office.runner.publish(latin.decode().encode("latin-1"), file="nota.bpmn", forms={}, agency=AGENCY, by=by)
    answer = office.login("staf.uji").get(f"/sop/{KEY}/banding/2.bpmn")
    assert "Menelíti" in answer.text
    assert answer.content_type == "application/xml; charset=utf-8"


@pytest.fixture
def compared(office: Office, chromium: Chromium) -> Iterator[Page]:
    """The page of a moved and renamed step, in a browser that complains about nothing."""
    write(office, MOVED)
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/masuk")
    page.get_by_label("Akun").fill("staf.uji")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.goto(address + PAGE)
    yield page
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()
    assert complaints == []


def middle_of(page: Page, side: str, element: str) -> tuple[float, float]:
    """How far the middle of a symbol is from the middle of its drawing."""
    here = page.locator(f'[data-side="{side}"]').bounding_box()
    shape = page.locator(f'[data-side="{side}"] g.djs-shape[data-element-id="{element}"]').bounding_box()
    assert here
    assert shape
    return (
        shape["x"] + shape["width"] / 2 - here["x"] - here["width"] / 2,
        shape["y"] + shape["height"] / 2 - here["y"] - here["height"] / 2,
    )


def test_both_diagrams_are_coloured_and_move_together(compared: Page) -> None:
    for side in ("old", "new"):
        drawing = compared.locator(f'[data-side="{side}"]')
        expect(drawing.locator('g.djs-shape.is-moved[data-element-id="tulis"]')).to_be_visible()
        expect(drawing.locator('g.djs-shape.is-changed[data-element-id="periksa"]')).to_be_visible()
        expect(drawing.locator("a.bjs-powered-by")).to_be_visible()
    compared.get_by_role("button", name="Tunjukkan perbedaan 3").click()
    expect(compared.locator("[data-shown]")).to_have_text(f"3. {RENAMED}")
    expect(compared.locator('[data-side="new"] .is-shown[data-element-id="periksa"]')).to_be_visible()
    before = [middle_of(compared, side, "periksa") for side in ("old", "new")]
    assert before[0] == pytest.approx(before[1], abs=3)
    compared.get_by_role("button", name="Perbesar").click()
    box = compared.locator('[data-side="old"]').bounding_box()
    assert box
    compared.mouse.move(box["x"] + 300, box["y"] + 250)
    compared.mouse.down()
    compared.mouse.move(box["x"] + 220, box["y"] + 220, steps=5)
    compared.mouse.up()
    after = [middle_of(compared, side, "periksa") for side in ("old", "new")]
    assert after[0] == pytest.approx(after[1], abs=3)
    assert after[0] != pytest.approx(before[0], abs=20)


def test_on_paper_each_diagram_is_whole_and_on_screen_as_it_was_again(compared: Page) -> None:
    compared.get_by_role("button", name="Tunjukkan perbedaan 3").click()
    on_screen = compared.locator('[data-side="old"]').bounding_box()
    compared.evaluate("dispatchEvent(new Event('beforeprint'))")
    for side in ("old", "new"):
        box = compared.locator(f'[data-side="{side}"]').bounding_box()
        plane = compared.locator(f'[data-side="{side}"] g.djs-shape[data-element-id]').first.bounding_box()
        assert box
        assert plane
        assert box["width"] == 680
        assert plane["x"] >= box["x"] - 1
        assert plane["x"] + plane["width"] <= box["x"] + box["width"] + 1
        assert plane["y"] + plane["height"] <= box["y"] + box["height"] + 1
    compared.evaluate("dispatchEvent(new Event('afterprint'))")
    assert compared.locator('[data-side="old"]').bounding_box() == on_screen
