"""The pages of cases: list, one case walked event by event, cancellation, and who gets which answer."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest

from runner import Capacity, CaseId, PositionCode, TaskId
from tests.webui.office import AGENCY, DIAGRAM, KEY, NOTE_FORM, Office, Typed, drawn

NOTE = {"perihal": ["Undangan rapat"], "isi": ["Hari Senin pukul delapan"]}
RETURN = {"putusan": ["Kembalikan"], "putusan_alasan": ["Tanggalnya belum ada."]}
APPROVE = {"putusan": ["Setuju"]}


def complete(office: Office, case: str, account: str, pairs: dict[str, list[str]]) -> None:
    """The one open task of the case is done by this person."""
    by = office.runner.actor_by_account(account)
    office.clock.pass_(minutes=20)
    office.runner.complete(TaskId(office.runner.case(CaseId(case), by=by).open[0].task), pairs, by=by)


def a_case(office: Office, *steps: tuple[str, dict[str, list[str]]]) -> str:
    """A case started by the first official, with these steps done."""
    case = office.runner.start(KEY, by=office.runner.actor_by_account("staf.uji")).id
    for account, pairs in steps:
        complete(office, case, account, pairs)
    return str(case)


WRITTEN = ("staf.uji", NOTE)
RETURNED = ("kabag.uji", RETURN)


def plain(markup: str) -> str:
    """The text of some markup on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def events_of(page: str) -> list[str]:
    """The events of the timeline, each as one text."""
    return [plain(item) for item in re.findall(r"<article.*?</article>", page, re.S)]


def panel_of(page: str) -> str:
    """What the step control shows, as one text."""
    found = re.search(r"<div[^>]*data-panel[^>]*>(.*?)</div>\s*<details class=\"lanes\"", page, re.S)
    assert found
    return plain(found[1])


def test_the_list_shows_cases_by_subject_with_number_and_state(office: Office) -> None:
    a_case(office, WRITTEN)
    page = office.login("auditor.uji").get("/berkas").text
    assert "Undangan rapat" in page
    assert "0001/2026" in page
    assert "Berjalan" in page


def test_the_list_is_narrowed_by_sop_and_state_and_says_so_when_nothing_is_left(office: Office) -> None:
    a_case(office, WRITTEN)
    browser = office.login("auditor.uji")
    assert "Undangan rapat" in browser.get(f"/berkas?sop={KEY}&status=open").text
    assert "Tidak ada berkas yang cocok" in browser.get("/berkas?status=closed").text
    assert "Tidak ada berkas yang cocok" in browser.get("/berkas?sop=lain").text
    assert "Undangan rapat" in browser.get("/berkas?status=ngawur").text


def test_the_list_goes_on_by_cursor_page_after_page(office: Office) -> None:
    for _ in range(31):
        office.clock.pass_(seconds=1)
        a_case(office)
    browser = office.login("auditor.uji")
    first = browser.get("/berkas").text
    numbers = set(re.findall(r"\d{4}/2026", first))
    onward = re.search(r'href="(/berkas\?[^"]*setelah=[^"]*)"', first)
    assert onward
    second = browser.get(onward[1].replace("&amp;", "&")).text
    rest = set(re.findall(r"\d{4}/2026", second))
    assert (len(numbers), len(rest), numbers & rest) == (30, 1, set())
    assert "Ke halaman pertama" in second


def test_officials_see_the_cases_in_which_they_had_a_task_and_no_others(office: Office) -> None:
    a_case(office, WRITTEN)
    assert "Undangan rapat" in office.login("staf.uji").get("/berkas").text
    assert "Undangan rapat" not in office.login("rekan.uji").get("/berkas").text


def test_a_case_tells_what_it_is_and_who_has_it_now(office: Office) -> None:
    case = a_case(office, WRITTEN)
    page = office.login("auditor.uji").get(f"/berkas/{case}").text
    for told in ("0001/2026", "Undangan rapat", "Nota Dinas", "Berjalan", "Memeriksa nota", "Kepala Bagian"):
        assert told in page, told


def test_every_event_is_told_with_person_position_outcome_reason_and_answers(office: Office) -> None:
    case = a_case(office, WRITTEN, RETURNED, WRITTEN)
    events = events_of(office.login("auditor.uji").get(f"/berkas/{case}").text)
    assert len(events) == 4
    assert "Berkas dimulai" in events[0]
    assert "Staf Satu" in events[1]
    assert "Hari Senin pukul delapan" in events[1]
    for told in ("Kepala Bagian", "Kabag Tiga", "Nota disetujui? Kembalikan", "Tanggalnya belum ada."):
        assert told in events[2], told


def test_passes_through_a_loop_are_counted_in_words_and_on_the_diagram(office: Office) -> None:
    case = a_case(office, WRITTEN, RETURNED, WRITTEN, RETURNED)
    page = office.login("auditor.uji").get(f"/berkas/{case}").text
    events = events_of(page)
    assert "Kali ke-2" not in events[1]
    assert "Kali ke-2" in events[3]
    assert "Menulis nota (Staf), kali ke-3" in events[4]
    passed = " ".join(re.findall(r'data-passed="([^"]*)"', page)).split()
    assert passed.count("tulis") == 2
    assert re.findall(r'data-tokens="([^"]*)"', page) == ["tulis", "periksa", "tulis", "periksa", "tulis"]


@pytest.mark.parametrize(
    ("asked", "shown"), [("1", 1), ("2", 2), ("3", 3), ("99", 3), ("-4", 1), ("x", 3), ("", 3)]
)
def test_the_step_control_shows_any_event_without_javascript(office: Office, asked: str, shown: int) -> None:
    case = a_case(office, WRITTEN, RETURNED)
    page = office.login("auditor.uji").get(f"/berkas/{case}?langkah={asked}").text
    assert panel_of(page) == events_of(page)[shown - 1]
    assert f'name="langkah" min="1" max="3" value="{shown}"' in page
    back, forward = max(1, shown - 1), min(3, shown + 1)
    links = re.findall(r'data-go="(\w+)" href="\?langkah=(\d)#langkah"', page)
    assert links == [("first", "1"), ("back", str(back)), ("forward", str(forward)), ("last", "3")]


def test_the_diagram_has_a_text_of_the_same_content_by_lane(office: Office) -> None:
    page = office.login("auditor.uji").get(f"/berkas/{a_case(office)}").text
    lanes = page[page.index('class="lanes"') : page.index('aria-labelledby="riwayat"')]
    assert lanes.index("Kabag") < lanes.index("Memeriksa nota")
    assert lanes.index("Staf") < lanes.index("Menulis nota")
    assert '<noscript><p class="hint">Gambar diagram memerlukan JavaScript.' in page


def test_an_acting_official_is_named_as_such(office: Office) -> None:
    admin, deputy = (office.runner.actor_by_account(who) for who in ("admin", "rekan.uji"))
    office.runner.appoint(
        deputy.id, agency=AGENCY, position=PositionCode("kabag"), capacity=Capacity.PLH, by=admin
    )
    case = a_case(office, WRITTEN, ("rekan.uji", APPROVE))
    event = events_of(office.login("auditor.uji").get(f"/berkas/{case}").text)[-1]
    assert "Plh. Kepala Bagian · Staf Dua" in event
    assert "Tidak ada langkah yang menunggu" in event


def test_a_case_is_shown_on_the_revision_that_it_runs_on(office: Office) -> None:
    case = a_case(office)
    page = office.login("auditor.uji").get(f"/berkas/{case}").text
    assert f'data-diagram="/sop/{KEY}/revisi/1/diagram.bpmn"' in page


def test_no_page_of_a_case_carries_inline_style_or_script(office: Office) -> None:
    page = office.login("auditor.uji").get(f"/berkas/{a_case(office, WRITTEN)}").text
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=", page)


def test_the_starter_cancels_before_anything_is_completed_and_must_say_why(office: Office) -> None:
    case, browser = a_case(office), office.login("staf.uji")
    browser.get(f"/berkas/{case}")
    refused = browser.post(f"/berkas/{case}/batalkan", alasan="  ")
    assert refused.status_code == 422
    assert "Tuliskan alasannya" in refused.text
    done = browser.follow(browser.post(f"/berkas/{case}/batalkan", alasan="Salah memilih SOP."))
    assert "Berkas sudah dibatalkan" in done.text
    audited = office.login("auditor.uji").get(f"/berkas/{case}").text
    assert "Dibatalkan" in audited
    assert "Salah memilih SOP." in events_of(audited)[-1]
    assert "Batalkan berkas ini" not in audited


def test_a_closed_case_is_cancelled_by_nobody_and_the_reason_typed_comes_back(office: Office) -> None:
    case, browser = a_case(office), office.login("staf.uji")
    browser.get(f"/berkas/{case}")
    office.runner.cancel(CaseId(case), "Lebih dahulu.", by=office.runner.actor_by_account("staf.uji"))
    late = browser.post(f"/berkas/{case}/batalkan", alasan="Terlambat mengetik.")
    assert late.status_code in (403, 409)
    assert "Terlambat mengetik." in late.text


# account, status of the case page, of a cancellation at once, of one after the first completion
MATRIX = [
    ("staf.uji", 200, 302, 403),
    ("rekan.uji", 200, 403, 403),
    ("kabag.uji", 403, 403, 403),
    ("auditor.uji", 200, 403, 403),
    ("analis.uji", 200, 403, 403),
    ("admin", 200, 403, 302),  # who declared an agency is its first analyst, too
]


@pytest.mark.parametrize(("account", "read", "cancel", "later"), MATRIX, ids=[row[0] for row in MATRIX])
def test_who_reads_and_who_cancels_a_case(
    office: Office, account: str, read: int, cancel: int, later: int
) -> None:
    fresh, begun = a_case(office), a_case(office, WRITTEN)
    browser = office.login(account)
    assert browser.get("/berkas").status_code == 200
    assert browser.get(f"/berkas/{fresh}").status_code == read
    browser.get("/sop")
    assert browser.post(f"/berkas/{fresh}/batalkan", alasan="Sebab").status_code == cancel
    browser.get("/sop")
    assert browser.post(f"/berkas/{begun}/batalkan", alasan="Sebab").status_code == later


def test_no_route_that_writes_answers_an_auditor(office: Office) -> None:
    case = a_case(office, WRITTEN)
    task = office.runner.case(CaseId(case), by=office.runner.actor_by_account("auditor.uji")).open[0].task
    person = office.runner.actor_by_account("staf.uji").id
    their_own = {"login.enter", "login.leave", "login.speak", "login.change_password", "admin.verify"}
    their_own |= {"tokens.issue", "tokens.revoke"}
    changed = drawn(DIAGRAM.replace('name="Menulis', 'name="Menyusun'))
    analyst = office.runner.actor_by_account("analis.uji")
    office.runner.draft_diagram(changed, file="nota.bpmn", forms={}, agency=AGENCY, by=analyst)
    known = {
        "case_id": case,
        "task_id": task,
        "key": KEY,
        "agency": "uji",
        "actor_id": person,
        "appointment": "x",
        "number": 1,
        "form": "nota",
        "token_id": "x",
    }
    acts = {
        where: ways
        for room in ("admin", "installation")
        for where, ways in (
            (f"{room}.duty", ("beri", "cabut")),
            (f"{room}.switch", ("nonaktifkan", "aktifkan")),
        )
    }
    sent = {
        "admin.register": {"akun": "baru.uji", "nama": "Baru"},
        "admin.appoint": {"jabatan": "kabag", "sifat": "definitif"},
        "admin.duty": {"wewenang": "auditor"},
        "task.submit": {**APPROVE, "catatan": "x"},
        "revisions.publish_drafts": {"sop": KEY, f"versi-{KEY}": "1"},
        "revisions.publish_draft": {"versi": "1"},
        "revisions.discard": {"versi": "1"},
        "editor.create": {"instansi": AGENCY, "nama": "SOP baru", "jabatan": "kabag"},
        "editor.save": {"text": changed.decode()},
        "editor.form_save": {"text": json.dumps(NOTE_FORM)},
    }
    files = {"revisions.upload", "revisions.take_in"}
    answered = {}
    for rule in office.app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint in their_own:
            continue
        for act in acts.get(rule.endpoint, ("",)):
            browser = office.login("auditor.uji")
            browser.get("/sop")
            built = rule.build({**known, "act": act}, append_unknown=False)
            assert built is not None
            typed: Typed = {"alasan": "Sebab", **sent.get(rule.endpoint, {})}  # type: ignore[dict-item]
            if rule.endpoint in files:
                token = browser.hidden("csrf_token")
                file = {"berkas": (BytesIO(changed), "nota.bpmn"), "instansi": AGENCY, "csrf_token": token}
                status = browser.client.post(built[1], data=file).status_code
            else:
                status = browser.post(built[1], typed).status_code
            answered[f"{rule.endpoint} {act}".strip()] = status
    assert len(answered) >= 15
    # the editor is not there at all for whoever may not draft
    hidden = {"editor.check", "editor.save", "editor.form_check", "editor.form_save"}
    allowed = {endpoint: 404 if endpoint in hidden else 403 for endpoint in answered}
    assert {endpoint: status for endpoint, status in answered.items() if status != allowed[endpoint]} == {}


def test_moments_are_told_in_the_zone_of_the_agency(office: Office) -> None:
    office.clock.now = office.clock.now.replace(hour=13, minute=5)
    page = office.login("auditor.uji").get(f"/berkas/{a_case(office)}").text
    assert "Sen, 23 Nov 2026 21.05 WITA" in page
