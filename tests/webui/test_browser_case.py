"""A letter goes through an office in a real browser, and an auditor walks through what happened.

People find their way by what they read on the page; no test here knows an address but the first.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from runner import CaseId, Duty, Runner, open_runner
from runner.agency import read as read_agency
from runner.folders import forms_for
from runner.walker import Walker
from webui import Config, create_app

SOPS = Path(__file__).parents[2] / "bpmn" / "boalemo"
PASSWORD = "kata-sandi-uji"  # noqa: S105 - of people who live in a temporary folder
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
Open = Callable[..., Page]
SUBJECT, REASON = "Undangan rapat koordinasi", "Lampirannya belum disebut."
#: Through whose hands a letter goes, and whether they return it.
HANDS = [
    ("kasie", False),
    ("sekretaris", True),
    ("kasie", False),
    ("sekretaris", False),
    ("kasie", False),
    ("kadis", False),
    ("kasie", False),
    ("staf", False),
    ("staf", False),
]


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """An office with the SOP of outgoing letters and somebody in every position."""
    runner = open_runner(tmp_path_factory.mktemp("letters"))
    admin = runner.first_administrator()
    agency = read_agency((SOPS / "instansi.toml").read_bytes(), file="instansi.toml")
    admin = runner.declare(agency, by=admin)
    diagram = SOPS / "surat-keluar.bpmn"
    runner.publish(
        diagram.read_bytes(), file=diagram.name, forms=forms_for(diagram, ()), agency=agency.code, by=admin
    )
    for account in ("kasie", "sekretaris", "kadis", "staf", "auditor"):
        person, given = runner.register(agency.code, account=account, name=f"Ibu {account}", by=admin)
        runner.change_password(given, PASSWORD, by=runner.actor_by_account(account))
        if account == "auditor":
            runner.grant(person, duty=Duty.AUDITOR, agency=agency.code, by=admin)
            continue
        position = next(each.code for each in agency.positions if each.code == account)
        runner.appoint(person, agency=agency.code, position=position, by=admin)
    return runner


@pytest.fixture(scope="module")
def letter(letters: Runner) -> CaseId:
    """A letter that was returned once, signed and sent: ten events."""
    walker = Walker(letters, chance=Random(1), today=date(2026, 11, 23))  # noqa: S311 - answers, no secrets
    starter = letters.actor_by_account("kasie")
    case = letters.start(letters.definitions(by=starter)[0].key, by=starter).id
    for account, returned in HANDS:
        by = letters.actor_by_account(account)
        task = letters.case(case, by=letters.actor_by_account("auditor")).open[0].task
        questions = letters.task(task, by=by).questions
        if not questions:
            walker.step(task, by=by)
            continue
        pairs = walker.answers(task, by=by)
        for question in questions:
            wanted = next(choice.name for choice in question.choices if choice.returns is returned)
            pairs |= {question.name: [wanted], question.reason_name: [REASON if returned else ""]}
        letters.complete(task, pairs, by=by)
    return case


@pytest.fixture(scope="module")
def address(letters: Runner) -> Iterator[str]:
    """Where the pages of this office are served."""
    app = create_app(Config(secret="of a test " * 4), letters)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def complaints() -> list[str]:
    """Everything that a browser complained about; the test fails on any of it."""
    return []


@pytest.fixture
def open_as(chromium: Browser, address: str, complaints: list[str]) -> Iterator[Open]:
    """Log in as somebody, in a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_(account: str, *, javascript: bool = True, size: dict[str, int] = WIDE) -> Page:
        context = chromium.new_context(viewport=size, java_script_enabled=javascript)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/masuk")
        page.get_by_label("Akun").fill(account)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("heading", name="Kotak masuk")).to_be_visible()
        return page

    yield open_
    for context in contexts:
        context.close()


def fill(page: Page) -> None:
    """Something plausible in every field that is still empty."""
    form = page.locator("#formulir")
    for box in form.locator("input:visible:not([readonly]), textarea:visible:not([readonly])").all():
        kind = box.get_attribute("type") or "text"
        if kind in ("radio", "checkbox"):
            group = form.locator(f'[name="{box.get_attribute("name")}"]')
            if not any(each.is_checked() for each in group.all() if each.get_attribute("type") == kind):
                box.check()
        elif not box.input_value():
            numeric = box.get_attribute("inputmode") in ("numeric", "decimal")
            box.fill("1" if numeric else "2026-11-23" if kind == "date" else SUBJECT)
    for box in form.locator("select:visible").all():
        if not box.input_value():
            box.select_option(index=1)


def work(page: Page, step: str, *, outcome: str = "", reason: str = "") -> None:
    """Take the task of this step from the inbox, do it, send it."""
    page.get_by_role("link", name="Kotak masuk").first.click()
    page.get_by_role("link", name="Jabatan saya", exact=True).click()
    page.get_by_role("row").filter(has_text=step).get_by_role("link").first.click()
    send(page, step, outcome=outcome, reason=reason)


def send(page: Page, step: str, *, outcome: str = "", reason: str = "") -> None:
    """Fill the task's page and send it."""
    expect(page.get_by_role("heading", name=step, level=1)).to_be_visible()
    fill(page)
    if outcome:
        page.get_by_role("radio", name=outcome).check()
    if reason:
        page.get_by_label("Alasan").fill(reason)
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_text("Terkirim: berkas")).to_be_visible()


def badges(page: Page) -> list[str]:
    """The marks on the diagram, sorted."""
    return sorted(page.locator(".diagram .pass").all_inner_texts())


def is_uncovered(page: Page) -> bool:
    """The bpmn.io mark is whole, in sight, and nothing lies over it."""
    mark = page.locator("a.bjs-powered-by")
    mark.scroll_into_view_if_needed()
    covered = """mark => {
        const box = mark.getBoundingClientRect();
        const points = [[3, 3], [box.width - 3, 3], [box.width / 2, box.height / 2], [3, box.height - 3]];
        return points.every(([x, y]) => mark.contains(document.elementFromPoint(box.x + x, box.y + y)))
            && box.width > 40 && box.height > 15;
    }"""
    return mark.is_visible() and bool(mark.evaluate(covered))


def fits(page: Page) -> bool:
    """Nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_letter_is_returned_once_signed_and_sent(
    open_as: Open, letters: Runner, complaints: list[str]
) -> None:
    section, secretary, head, clerk = (open_as(who) for who in ("kasie", "sekretaris", "kadis", "staf"))
    section.get_by_role("link", name="SOP", exact=True).click()
    section.get_by_label("Cari SOP").fill("surat keluar")
    section.get_by_role("button", name="Cari").click()
    section.get_by_role("link", name="Pelayanan Surat Keluar").first.click()
    expect(section.locator(".diagram svg").first).to_be_visible()
    assert is_uncovered(section)
    section.get_by_role("button", name="Mulai berkas").click()
    send(section, "Membuat surat")
    work(secretary, "Memaraf surat", outcome="Kembalikan", reason=REASON)
    work(section, "Membuat surat")
    work(secretary, "Memaraf surat", outcome="Setuju")
    work(section, "Mengajukan tanda tangan")
    work(head, "Menelaah dan menandatangani", outcome="Setuju")
    work(section, "Menyerahkan surat ke Staf")
    work(clerk, "Mengagendakan dan memberi nomor")
    work(clerk, "Mengarsipkan dan mendistribusikan")
    clerk.get_by_role("link", name="Lihat berkas").click()
    expect(clerk.get_by_text("Selesai", exact=True).first).to_be_visible()
    assert complaints == []
    assert letters.verify(by=letters.actor_by_account("auditor")).broken == ()


def test_the_auditor_walks_through_it_on_the_diagram(
    open_as: Open, letter: CaseId, complaints: list[str], tmp_path: Path
) -> None:
    page = open_as("auditor")
    page.get_by_role("link", name="Berkas", exact=True).click()
    page.locator(f"a[href$='{letter}']").click()
    subject = page.get_by_role("heading", level=1).inner_text()
    panel, count = page.locator("[data-panel]"), page.locator("[data-count]")
    expect(count).to_have_text("10")
    expect(page.locator(".diagram .pass-done").first).to_be_visible()
    assert not page.locator(".diagram .pass-current").count()

    page.get_by_role("link", name="Peristiwa pertama").click()
    expect(count).to_have_text("1")
    expect(panel).to_contain_text("Berkas dimulai")
    assert "▶" in badges(page)
    for _ in range(2):
        page.get_by_role("link", name="Maju satu peristiwa").click()
    expect(panel).to_contain_text(REASON)
    expect(panel).to_contain_text("Kembalikan")
    expect(panel).to_contain_text("Sekretaris Dinas")
    expect(panel).to_contain_text("Membuat surat (KASIE), kali ke-2")
    assert "▶ 2×" in badges(page)

    page.keyboard.press("ArrowLeft")  # the link that was clicked has the focus
    expect(count).to_have_text("2")
    expect(panel).to_contain_text("Isian yang tercatat")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    # the letter as it was written again after its return is what the case is about now
    expect(count).to_have_text("4")
    expect(panel).to_contain_text(subject)
    page.get_by_label("Peristiwa").focus()
    page.keyboard.press("End")
    expect(count).to_have_text("10")
    expect(panel).to_contain_text("Tidak ada langkah yang menunggu")
    assert "✓ 2×" in badges(page)
    assert "langkah=10" in page.url
    page.reload()
    expect(count).to_have_text("10")

    assert is_uncovered(page)
    assert fits(page)
    assert page.locator("form[action$='batalkan']").count() == 0
    page.screenshot(path=tmp_path / "1280.png", full_page=True)
    assert complaints == []


def test_the_same_case_reads_on_a_phone(
    open_as: Open, letter: CaseId, complaints: list[str], address: str, tmp_path: Path
) -> None:
    page = open_as("auditor", size=PHONE)
    for path in (f"/berkas/{letter}", "/berkas", "/sop"):
        page.goto(f"{address}{path}")
        assert fits(page), path
    page.goto(f"{address}/berkas/{letter}?langkah=3")
    expect(page.locator(".diagram .pass-current")).to_have_text("▶ 2×")
    assert page.locator(".diagram .pass-current").is_visible()
    assert is_uncovered(page)
    page.screenshot(path=tmp_path / "360.png", full_page=True)
    assert complaints == []


def test_the_walk_needs_no_javascript(open_as: Open, letter: CaseId, address: str) -> None:
    page = open_as("auditor", javascript=False)
    page.goto(f"{address}/berkas/{letter}")
    panel = page.locator("[data-panel]")
    page.get_by_role("link", name="Peristiwa pertama").click()
    expect(panel).to_contain_text("Berkas dimulai")
    page.get_by_role("link", name="Maju satu peristiwa").click()
    page.get_by_role("link", name="Maju satu peristiwa").click()
    expect(panel).to_contain_text(REASON)
    expect(panel).to_contain_text("Membuat surat (KASIE), kali ke-2")
    page.get_by_text("Diagram sebagai daftar langkah per pelaksana").click()
    expect(page.locator(".lanes")).to_contain_text("Memaraf surat")
