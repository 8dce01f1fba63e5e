"""One analyst with nothing but a browser takes an SOP from download to roll back; the trail tells all of it.

They find their way by what they read on the pages; the case of a colleague goes on as it began.
"""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from werkzeug.serving import make_server

from runner import Duty, Runner, open_runner
from runner.agency import read as read_agency
from runner.diagram import read as read_diagram
from runner.folders import forms_for
from tests.webui.office import Clock
from webui import Config, create_app

SOPS = Path(__file__).parents[2] / "bpmn" / "boalemo"
PASSWORD = "kata-sandi-uji"  # noqa: S105 - of people who live in a temporary folder
NAME = "Pelayanan Surat Keluar Pada Dinas Komunikasi Informatika Statistik dan Persandian"
ADDED, MOVED = "Memeriksa tata naskah", "Memaraf surat"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Runner:
    """An office with one SOP and one person who analyses and publishes."""
    runner = open_runner(tmp_path / "desk", clock=clock)
    admin = runner.first_administrator()
    agency = read_agency((SOPS / "instansi.toml").read_bytes(), file="instansi.toml")
    admin = runner.declare(agency, by=admin)
    diagram = SOPS / "surat-keluar.bpmn"
    runner.publish(
        diagram.read_bytes(), file=diagram.name, forms=forms_for(diagram, ()), agency=agency.code, by=admin
    )
    person, given = runner.register(agency.code, account="tuti", name="Ibu Tuti", by=admin)
    runner.change_password(given, PASSWORD, by=runner.actor_by_account("tuti"))
    for duty in (Duty.ANALYST, Duty.PUBLISHER):
        runner.grant(person, duty=duty, agency=agency.code, by=admin)
    return runner


@pytest.fixture
def complaints() -> list[str]:
    """Everything that the browser complained about."""
    return []


@pytest.fixture
def page(chromium: Browser, desk: Runner, clock: Clock, complaints: list[str]) -> Iterator[Page]:
    """The analyst's browser, logged in."""
    app = create_app(Config(secret="of a test " * 4, clock=clock), desk)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"http://127.0.0.1:{server.server_port}/masuk")
    page.get_by_label("Akun").fill("tuti")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name="Kotak masuk")).to_be_visible()
    yield page
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def go(page: Page, room: str) -> None:
    """To this page about the SOP, from anywhere."""
    page.get_by_role("link", name="SOP", exact=True).first.click()
    page.get_by_role("link", name=NAME, exact=True).click()
    if room != "SOP":
        page.get_by_role("navigation", name="Halaman tentang SOP ini").get_by_role("link", name=room).click()


def shape(page: Page, element: str) -> Locator:
    """The symbol of an element in the canvas."""
    return page.locator(f'.djs-shape[data-element-id="{element}"] > .djs-visual').first


def middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_down(page: Page, of: Locator, to: Locator) -> None:
    """Straight up or down, with the mouse, as a person does."""
    (x, begin), (_, end) = middle(of), middle(to)
    page.mouse.move(x, begin)
    page.mouse.down()
    for part in (0.3, 0.7, 1.0):
        page.mouse.move(x, begin + part * (end - begin), steps=4)
    page.mouse.up()


def insert_step(page: Page, *, into: str, name: str) -> None:
    """A new step is put on this flow and named."""
    page.locator('.djs-palette [data-action="create.task"]').click()
    x, y = page.locator(f'.djs-connection[data-element-id="{into}"] .djs-visual > path').first.evaluate(
        "line => { const at = line.getPointAtLength(line.getTotalLength() / 2)"
        ".matrixTransform(line.getScreenCTM()); return [at.x, at.y]; }"
    )
    page.mouse.move(x - 20, y - 20)
    page.mouse.move(x, y, steps=5)
    page.mouse.click(x, y)
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def start_case(page: Page) -> str:
    """Start a case and say in which revision it runs."""
    go(page, "SOP")
    page.get_by_role("button", name="Mulai berkas").click()
    summary = page.get_by_role("region", name="Ringkasan")
    said: str = summary.locator("dt", has_text="Revisi").locator("+ dd").inner_text()
    return said.split()[0]


def flow_between(content: bytes, before: str, after: str) -> str:
    """The id of the arrow between two steps."""
    ids = {task.name: task.id for task in read_diagram(content, file="first").tasks.values()}
    found: tuple[str, ...] = tuple(
        flow["id"]
        for flow in (
            dict(re.findall(r'(\w+)="([^"]*)"', tag))
            for tag in re.findall(r"<\w+:sequenceFlow[^>]*>", content.decode())
        )
        if (flow["sourceRef"], flow["targetRef"]) == (ids[before], ids[after])
    )
    (only,) = found
    return only


def test_from_download_to_roll_back_with_a_browser_only(
    page: Page, desk: Runner, clock: Clock, complaints: list[str], tmp_path: Path
) -> None:
    analyst = desk.actor_by_account("tuti")
    key = desk.definitions(by=analyst)[0].key
    content = desk.diagram(key, 1, by=analyst)
    first = read_diagram(content, file="first")
    moved = next(task for task in first.tasks.values() if task.name == MOVED)
    other = next(lane for lane in first.lanes if lane.name == "KADIS")

    # download
    go(page, "Revisi")
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Unduh revisi 1").click()
    with zipfile.ZipFile(io.BytesIO(downloaded.value.path().read_bytes())) as archive:
        assert archive.read(f"{key}@1.bpmn") == content

    # a step is added and one moved; the gate complains of the lane without a name until it has one
    page.get_by_role("link", name="Buat konsep").click()
    page.get_by_role("link", name="Sunting diagram").click()
    expect(page.locator("[data-editor][data-ready]")).to_be_visible(timeout=20_000)
    expect(page.locator('[data-part="count"]')).to_have_text("Tidak ada masalah")
    drag_down(page, shape(page, moved.id), shape(page, other.id))
    arrow = flow_between(content, "Mengajukan tanda tangan", "Menelaah dan menandatangani")
    insert_step(page, into=arrow, name=ADDED)
    expect(page.locator(".trouble-error").first).to_be_visible()
    page.get_by_label("Formulir", exact=True).select_option("paraf")
    left, height = shape(page, other.id).bounding_box(), middle(shape(page, other.id))[1]
    assert left is not None
    page.mouse.click(left["x"] + 6, height)
    page.locator('.djs-context-pad [title="Tambah lajur di atas"]').click()
    unnamed = page.locator(".trouble").filter(has_text="Lajur ini belum bernama")
    expect(unnamed).to_be_visible()
    page.screenshot(path=tmp_path / "1-unnamed-lane.png", full_page=True)
    unnamed.click()
    page.get_by_label("Jabatan pelaksana").select_option(label="Sekretaris Dinas")
    expect(page.locator(".trouble")).to_have_count(0)
    page.get_by_role("button", name="Simpan konsep").click()
    expect(page.locator('[data-part="state"]')).to_contain_text("Konsep tersimpan")
    page.screenshot(path=tmp_path / "2-saved.png", full_page=True)

    # a dry run to the end, of which nothing stays
    events = desk.verify(by=desk.actor_by_account("admin")).events
    go(page, "Konsep")
    page.screenshot(path=tmp_path / "3-draft.png", full_page=True)
    page.get_by_role("link", name="Uji coba").click()
    page.get_by_role("button", name="Jalankan sampai selesai dengan contoh").click()
    expect(page.get_by_role("heading", name="Berkas selesai di")).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text(ADDED)
    page.screenshot(path=tmp_path / "4-dry-run.png", full_page=True)
    assert desk.verify(by=desk.actor_by_account("admin")).events == events

    # published from tomorrow: today still starts the old one
    clock.pass_(minutes=5)
    go(page, "Konsep")
    page.get_by_label("Mulai tanggal efektif:").check()
    page.get_by_label("Tanggal mulai berlaku").fill("2026-11-24")
    page.get_by_label("Catatan revisi").fill("Tata naskah diperiksa lebih dahulu.")
    page.get_by_role("button", name="Terbitkan sebagai revisi 2").click()
    expect(
        page.get_by_text("Revisi 2 diterbitkan dan berlaku mulai Sel, 24 Nov 2026 00.00 WITA")
    ).to_be_visible()
    page.screenshot(path=tmp_path / "5-tomorrow.png", full_page=True)
    assert start_case(page) == "1"

    # the same in force now
    clock.pass_(minutes=5)
    go(page, "Revisi")
    page.get_by_role("link", name="Berlakukan sekarang").first.click()
    page.get_by_label("Alasan atau catatan").fill("Dimajukan.")
    page.get_by_role("button", name="Berlakukan").click()
    expect(page.get_by_text("Revisi 3 diterbitkan dan berlaku sekarang.")).to_be_visible()

    # what changed
    page.locator("#revisi-2").get_by_role("link", name="Bandingkan dengan revisi 1").click()
    differences = page.locator("[data-difference]")
    expect(differences.filter(has_text=ADDED).first).to_be_visible()
    expect(differences.filter(has_text=MOVED).filter(has_text="KADIS").first).to_be_visible()
    expect(page.locator(".compared-drawings svg").first).to_be_visible()
    page.screenshot(path=tmp_path / "6-comparison.png", full_page=True)

    # a case in the new revision, and the way back
    assert start_case(page) == "3"
    clock.pass_(minutes=5)
    go(page, "Revisi")
    page.locator("#revisi-1").get_by_role("link", name="Kembali ke revisi ini").click()
    page.get_by_label("Alasan atau catatan").fill("Ditunda sampai rapat.")
    page.get_by_role("button", name="Terbitkan kembali isi revisi ini").click()
    expect(page.get_by_text("Revisi 4 diterbitkan dan berlaku sekarang.")).to_be_visible()
    page.screenshot(path=tmp_path / "7-rolled-back.png", full_page=True)
    assert start_case(page) == "4"

    # every step of it stands in the trail
    go(page, "Jejak")
    acts = page.locator(".trail > li")
    told = [
        ("Isi revisi 1 diterbitkan kembali sebagai revisi 4.", "Ditunda sampai rapat."),
        ("Isi revisi 2 diterbitkan kembali sebagai revisi 3.", "Dimajukan."),
        ("Revisi 2 diterbitkan.", "Tata naskah diperiksa lebih dahulu."),
        ("Konsep disimpan (versi 2), disusun dari revisi 1.", "Ibu Tuti"),
        ("Revisi 1 diterbitkan.", ""),
    ]
    expect(acts).to_have_count(len(told))
    for number, (sentence, reason) in enumerate(told):
        expect(acts.nth(number)).to_contain_text(sentence)
        expect(acts.nth(number)).to_contain_text(reason)
    expect(acts.nth(2)).to_contain_text(ADDED)
    page.screenshot(path=tmp_path / "8-trail.png", full_page=True)
    assert complaints == []
    assert desk.verify(by=desk.actor_by_account("admin")).broken == ()
