"""Two analysts edit an SOP and its forms in real browsers, and a third person begins one from nothing."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from werkzeug.serving import make_server

from runner import FORM_KINDS, Duty, Runner, open_runner
from runner.agency import read as read_agency
from runner.diagram import Diagram
from runner.diagram import read as read_diagram
from runner.folders import forms_for
from webui import Config, create_app

SOPS = Path(__file__).parents[2] / "bpmn" / "boalemo"
PASSWORD = "kata-sandi-uji"  # noqa: S105 - of people who live in a temporary folder
Open = Callable[..., Page]


@pytest.fixture
def desk(tmp_path: Path) -> Runner:
    """An office with one SOP, two analysts and nobody else."""
    runner = open_runner(tmp_path / "desk")
    admin = runner.first_administrator()
    agency = read_agency((SOPS / "instansi.toml").read_bytes(), file="instansi.toml")
    admin = runner.declare(agency, by=admin)
    diagram = SOPS / "surat-keluar.bpmn"
    runner.publish(
        diagram.read_bytes(), file=diagram.name, forms=forms_for(diagram, ()), agency=agency.code, by=admin
    )
    for account in ("tuti", "rudi"):
        person, given = runner.register(agency.code, account=account, name=account.title(), by=admin)
        runner.change_password(given, PASSWORD, by=runner.actor_by_account(account))
        runner.grant(person, duty=Duty.ANALYST, agency=agency.code, by=admin)
    return runner


@pytest.fixture
def address(desk: Runner) -> Iterator[str]:
    """Where the pages of this office are served."""
    app = create_app(Config(secret="of a test " * 4), desk)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def complaints() -> list[str]:
    """Everything that a browser complained about, refused styles and scripts included."""
    return []


@pytest.fixture
def open_as(chromium: Browser, address: str, complaints: list[str]) -> Iterator[Open]:
    """Log in as somebody, in a browser of their own, and open a page."""
    contexts: list[BrowserContext] = []

    def open_(account: str, path: str) -> Page:
        context = chromium.new_context(viewport={"width": 1400, "height": 1000})
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/masuk")
        page.get_by_label("Akun").fill(account)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("heading", name="Kotak masuk")).to_be_visible()
        page.goto(f"{address}{path}")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def key(desk: Runner) -> str:
    return str(desk.definitions(by=desk.actor_by_account("tuti"))[0].key)


def ready(page: Page) -> Page:
    """The page, once its editor can be used."""
    expect(page.locator("[data-editor][data-ready]")).to_be_visible(timeout=20_000)
    return page


def shape(page: Page, element: str) -> Locator:
    """The symbol of an element in the canvas."""
    return page.locator(f'.djs-shape[data-element-id="{element}"] > .djs-visual').first


def touch(page: Page, element: str, *, left: float | None = None) -> None:
    """A click on a symbol, in its middle or so far from its left side."""
    box = shape(page, element).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + (box["width"] / 2 if left is None else left), box["y"] + box["height"] / 2)


def state(page: Page) -> Locator:
    return page.locator('[data-part="state"]')


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan konsep").click()


def drag(page: Page, of: Locator, to: Locator) -> None:
    """With the mouse, as a person does."""
    begin, end = of.bounding_box(), to.bounding_box()
    assert begin is not None
    assert end is not None
    page.mouse.move(begin["x"] + begin["width"] / 2, begin["y"] + begin["height"] / 2)
    page.mouse.down()
    target = end["y"] + end["height"] / 2
    for part in (0.3, 0.7, 1.0):
        at = begin["y"] + begin["height"] / 2
        page.mouse.move(begin["x"] + begin["width"] / 2, at + part * (target - at), steps=4)
    page.mouse.up()


def drafted(desk: Runner, key: str) -> Diagram:
    files = desk.draft(key, by=desk.actor_by_account("tuti"), proof=False).files
    return read_diagram(files["diagram.bpmn"], file="draft")


def test_a_step_moves_to_another_lane_and_an_unnamed_lane_is_complained_of_until_it_has_a_name(
    open_as: Open, desk: Runner, key: str, complaints: list[str], tmp_path: Path
) -> None:
    before = read_diagram(desk.diagram(key, 1, by=desk.actor_by_account("tuti")), file="before")
    step = next(task for task in before.tasks.values() if task.name == "Memaraf surat")
    other = next(lane for lane in before.lanes if lane.id != step.lane and lane.name == "KADIS")
    page = ready(open_as("tuti", f"/sop/{key}/sunting"))
    expect(page.locator('[data-part="count"]')).to_have_text("Tidak ada masalah")

    drag(page, shape(page, step.id), shape(page, other.id))
    expect(state(page)).to_contain_text("belum disimpan")

    touch(page, other.id, left=6)
    page.locator('.djs-context-pad [title="Tambah lajur di atas"]').click()
    unnamed = page.locator(".trouble").filter(has_text="Lajur ini belum bernama")
    expect(unnamed).to_be_visible()
    expect(page.locator(".flag")).to_have_count(1)
    page.screenshot(path=tmp_path / "unnamed.png", full_page=True)
    unnamed.click()
    page.get_by_label("Jabatan pelaksana", exact=True).select_option(label="Kepala Bidang")
    expect(unnamed).to_have_count(0)

    save(page)
    expect(state(page)).to_contain_text("Konsep tersimpan")
    after = drafted(desk, key)
    assert after.tasks[step.id].lane == other.id
    assert {lane.name for lane in after.lanes} - {lane.name for lane in before.lanes} == {"Kepala Bidang"}
    # nothing that was not touched is lost by the way through the editor
    assert after.cover == before.cover
    for task in before.tasks.values():
        assert after.tasks[task.id].properties == task.properties
        assert after.tasks[task.id].documentation == task.documentation
        assert after.tasks[task.id].form == task.form
    assert complaints == []


def test_the_fields_of_a_step_are_written_where_the_print_has_them(
    open_as: Open, desk: Runner, key: str, complaints: list[str], tmp_path: Path
) -> None:
    page = ready(open_as("tuti", f"/sop/{key}/sunting"))
    (step,) = (task for task in drafted_or_first(desk, key).tasks.values() if task.name == "Memaraf surat")
    touch(page, step.id)
    page.get_by_label("Kelengkapan", exact=True).fill("Pulpen\nLembar disposisi")
    time = page.get_by_label("Waktu", exact=True)
    time.fill("dua jam")
    expect(page.get_by_text("Tulis seperti PT15M, PT2H, P1D, atau P1W.")).to_be_visible()
    time.fill("PT2H")
    page.get_by_label("Formulir", exact=True).select_option("konsep-surat")
    expect(page.get_by_role("link", name="Sunting formulir konsep-surat")).to_be_visible()
    page.screenshot(path=tmp_path / "fields.png", full_page=True)
    save(page)
    expect(state(page)).to_contain_text("Konsep tersimpan")
    saved = drafted(desk, key).tasks[step.id]
    assert saved.properties["kelengkapan"] == "Pulpen\nLembar disposisi"
    assert saved.properties["waktu"] == "PT2H"
    assert saved.form == "konsep-surat"
    assert {
        name: held for name, held in saved.properties.items() if name not in ("kelengkapan", "waktu")
    } == {name: held for name, held in step.properties.items() if name not in ("kelengkapan", "waktu")}
    assert complaints == []


def drafted_or_first(desk: Runner, key: str) -> Diagram:
    return read_diagram(desk.edit_diagram(key, by=desk.actor_by_account("tuti")).text.encode(), file="x")


def test_the_cover_of_an_sop_is_written_on_its_pool(
    open_as: Open, desk: Runner, key: str, complaints: list[str]
) -> None:
    before = drafted_or_first(desk, key).cover
    page = ready(open_as("tuti", f"/sop/{key}/sunting"))
    pool = page.locator('.djs-shape[data-element-id^="Participant"]').first.get_attribute("data-element-id")
    assert pool is not None
    touch(page, pool, left=6)
    page.get_by_label("Nomor SOP", exact=True).fill("800/UJI/2026")
    page.get_by_label("Peringatan", exact=True).fill("Surat terlambat.")
    expect(page.get_by_label("Dasar hukum", exact=True)).to_have_value(before["dasarHukum"])
    save(page)
    expect(state(page)).to_contain_text("Konsep tersimpan")
    after = drafted(desk, key).cover
    assert (after["nomorSop"], after["peringatan"]) == ("800/UJI/2026", "Surat terlambat.")
    assert {**after, "nomorSop": "", "peringatan": ""} == {**before, "nomorSop": "", "peringatan": ""}
    assert complaints == []


def test_only_the_editors_load_what_editors_need(open_as: Open, key: str) -> None:
    page = open_as("tuti", "/sop")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/kotak-masuk", "/sop", f"/sop/{key}", f"/sop/{key}/revisi", "/sop/unggah", "/sop/baru"):
        page.goto(page.url.split("/sop")[0].split("/kotak")[0] + path)
    assert [url for url in asked if re.search(r"/(modeler|form-editor|editor)[\w-]*\.(js|css)", url)] == []


def rename(page: Page, element: str, name: str) -> None:
    touch(page, element)
    named = page.locator("#bio-properties-panel-name")
    if not named.is_visible():
        page.get_by_text("Umum", exact=True).click()
    named.fill(name)
    expect(state(page)).to_contain_text("belum disimpan")


def test_the_second_analyst_sees_whose_change_was_first_and_may_still_decide(
    open_as: Open, desk: Runner, key: str, complaints: list[str], tmp_path: Path
) -> None:
    step = next(iter(drafted_or_first(desk, key).tasks))
    tuti, rudi = (ready(open_as(who, f"/sop/{key}/sunting")) for who in ("tuti", "rudi"))
    rename(tuti, step, "Nama dari Tuti")
    save(tuti)
    expect(state(tuti)).to_contain_text("Konsep tersimpan")
    rename(rudi, step, "Nama dari Rudi")
    save(rudi)
    dialog = rudi.get_by_role("dialog")
    expect(dialog).to_contain_text("Tuti menyimpan konsep ini")
    expect(dialog).to_contain_text("Nama dari Tuti")
    rudi.screenshot(path=tmp_path / "conflict.png")
    assert drafted(desk, key).tasks[step].name == "Nama dari Tuti"

    dialog.get_by_role("button", name="Lanjut menyunting").click()
    save(rudi)
    dialog.get_by_role("button", name="Ganti punya mereka").click()
    expect(state(rudi)).to_contain_text("Konsep tersimpan")
    assert drafted(desk, key).tasks[step].name == "Nama dari Rudi"
    # the browser itself reports the refused save; nothing else
    assert [said for said in complaints if "409" not in said] == []


def test_unsaved_work_survives_a_closed_page(open_as: Open, desk: Runner, key: str) -> None:
    step = next(iter(drafted_or_first(desk, key).tasks))
    page = ready(open_as("tuti", f"/sop/{key}/sunting"))
    rename(page, step, "Belum disimpan")
    for _ in range(50):
        if "Belum disimpan" in page.evaluate("Object.values(localStorage).join()"):
            break
        page.wait_for_timeout(100)
    page.on("dialog", lambda asked: asked.accept())
    page.reload()
    ready(page)
    page.get_by_role("button", name="Pulihkan").click()
    expect(state(page)).to_contain_text("belum disimpan")
    expect(shape(page, step)).to_contain_text("Belum disimpan")
    save(page)
    expect(state(page)).to_contain_text("Konsep tersimpan")
    assert drafted(desk, key).tasks[step].name == "Belum disimpan"
    assert page.evaluate("localStorage.length") == 0


def test_the_flow_is_simulated_and_the_mark_stays_in_sight(
    open_as: Open, key: str, complaints: list[str], tmp_path: Path
) -> None:
    page = ready(open_as("tuti", f"/sop/{key}/sunting"))
    page.get_by_role("button", name="Simulasi alur").click()
    page.locator(".bts-context-pad:visible").first.click()
    expect(page.locator(".bts-token").first).to_be_attached()
    page.screenshot(path=tmp_path / "simulation.png")
    page.get_by_role("button", name="Simulasi alur").click()
    mark = page.locator("a.bjs-powered-by")
    assert mark.evaluate(
        "m => { const b = m.getBoundingClientRect(); return b.width > 40 &&"
        " m.contains(document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2)) }"
    )
    assert complaints == []


def test_a_form_is_built_from_the_supported_kinds_and_previewed_as_staff_see_it(
    open_as: Open, desk: Runner, key: str, complaints: list[str], tmp_path: Path
) -> None:
    page = open_as("tuti", f"/sop/{key}/formulir")
    page.get_by_label("Id formulir").fill("tanda-terima")
    page.get_by_role("button", name="Buka formulir").click()
    ready(page)
    shown = page.locator(".fjs-palette-field:visible").all()
    assert {field.get_attribute("data-field-type") for field in shown} == FORM_KINDS
    page.locator('.fjs-palette-field[data-field-type="textfield"]').press("Enter")
    page.locator(".fjs-form-field-textfield").click()
    page.get_by_text("Umum", exact=True).click()
    page.get_by_label("Label isian").fill("Nama penerima")
    preview = page.locator('[data-part="preview"]')
    expect(preview.get_by_label("Nama penerima")).to_be_visible()
    page.screenshot(path=tmp_path / "form.png", full_page=True)
    save(page)
    expect(state(page)).to_contain_text("Konsep tersimpan")
    held = desk.draft(key, by=desk.actor_by_account("tuti"), proof=False).files["tanda-terima.form"]
    (field,) = json.loads(held)["components"]
    assert field["label"] == "Nama penerima"
    assert page.locator("a.fjs-powered-by-link").first.is_visible()

    # the diagram offers it, and a dry run shows it
    page.get_by_role("link", name="Ke diagram").click()
    ready(page)
    step = next(task for task in drafted(desk, key).tasks.values() if task.name == "Memaraf surat")
    touch(page, step.id)
    page.get_by_label("Formulir", exact=True).select_option("tanda-terima")
    save(page)
    expect(state(page)).to_contain_text("Konsep tersimpan")
    page.goto(page.url.replace("/sunting", "/uji-coba"))
    page.get_by_role("button", name="Isi dengan contoh").click()
    page.get_by_role("button", name="Kirim dan lanjut").click()
    expect(page.get_by_label("Nama penerima")).to_be_visible()
    assert complaints == []


def test_an_sop_begins_in_the_page(open_as: Open, desk: Runner, complaints: list[str]) -> None:
    page = open_as("rudi", "/sop/baru")
    page.get_by_label("Nama SOP").fill("Peminjaman Ruang Rapat")
    page.get_by_label("Sekretaris Dinas", exact=True).check()
    page.get_by_role("button", name="Mulai menggambar").click()
    ready(page)
    expect(page.locator(".trouble-error")).to_contain_text("formulir")
    page.locator(".trouble-error").click()
    page.get_by_label("Formulir", exact=True).select_option("konsep-surat")
    expect(page.locator(".trouble-error")).to_have_count(0)
    save(page)
    expect(state(page)).to_contain_text("Konsep tersimpan")
    (line,) = desk.drafts(by=desk.actor_by_account("rudi"))
    assert re.fullmatch(r"boalemo-peminjaman-ruang-rapat", line.key)
    assert complaints == []
