"""The page of a dry run: the whole run rides in it, nothing is recorded, refusals show what was typed."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from runner.model import FormId
from tests.webui.office import AGENCY, CHECK_FORM, DIAGRAM, KEY, NOTE_FORM, PASSWORD, Browser, Office, drawn

PAGE = f"/sop/{KEY}/uji-coba"


@pytest.fixture
def analyst(office: Office) -> Browser:
    """Somebody who analyses SOPs, at the beginning of a dry run."""
    browser = office.login("analis.uji")
    assert browser.get(PAGE).status_code == 200
    return browser


def draft(office: Office, diagram: str, note: dict[str, Any] = NOTE_FORM) -> None:
    """The SOP has this draft."""
    by = office.runner.actor_by_account("analis.uji")
    forms = {FormId(form["id"]): json.dumps(form).encode() for form in (note, CHECK_FORM)}
    office.runner.draft_diagram(drawn(diagram), file="nota.bpmn", forms=forms, agency=AGENCY, by=by)


def send(browser: Browser, verb: str = "", /, **typed: str) -> int:
    """Press a button of the page with what is typed; everything the page carries goes along."""
    action = re.search(r'<form id="formulir"[^>]*action="([^"]*)"', browser.page)
    assert action is not None
    path = html.unescape(action[1]).removesuffix("/mundur")
    carried = {name: browser.hidden(name) for name in ("_langkah", "_tugas", "_saat")}
    player = re.search(r'<option value="([^"]*)"', browser.page)
    return browser.post(path + verb, {**carried, "_oleh": player[1] if player else "", **typed}).status_code


def heads(browser: Browser) -> list[str]:
    """What happened so far."""
    timeline = browser.page.partition('class="timeline"')[2].partition("</ol>")[0]
    return [html.unescape(head) for head in re.findall(r"<h3>(.*?)</h3>", timeline)]


def test_a_run_goes_to_its_end_with_a_return_and_leaves_nothing(office: Office, analyst: Browser) -> None:
    before = office.runner.verify(by=office.runner.actor_by_account("admin"))
    assert send(analyst, perihal="Rapat") == 200
    assert "Kabag Tiga" in analyst.page
    assert send(analyst, putusan="Kembalikan", putusan_alasan="Kurang jelas.") == 200
    assert "Kurang jelas." in analyst.page
    assert "Kali ke-2" in analyst.page
    assert analyst.hidden("perihal") == "Rapat"
    assert send(analyst, perihal="Rapat kedua") == 200
    assert send(analyst, putusan="Setuju") == 200
    assert "Berkas selesai di “Selesai”" in html.unescape(analyst.page)
    assert heads(analyst) == [
        "Berkas dimulai.",
        "Menyelesaikan “Menulis nota”.",
        "Menyelesaikan “Memeriksa nota” dan mengembalikan.",
        "Menyelesaikan “Menulis nota”.",
        "Menyelesaikan “Memeriksa nota”.",
    ]
    after = office.runner.verify(by=office.runner.actor_by_account("admin"))
    assert (after.events, after.cases) == (before.events, before.cases)
    for account in ("staf.uji", "kabag.uji"):
        assert office.runner.inbox(by=office.runner.actor_by_account(account)).lines == ()


def test_a_refusal_keeps_what_was_typed_and_where_the_run_stands(analyst: Browser) -> None:
    assert send(analyst, isi="Panjang lebar") == 422
    assert "Ada isian yang perlu diperbaiki" in analyst.page
    assert analyst.value("isi") == "Panjang lebar"
    assert heads(analyst) == ["Berkas dimulai."]
    assert send(analyst, isi="Panjang lebar", perihal="Rapat") == 200
    assert len(heads(analyst)) == 2


def test_rows_hidden_fields_and_samples_work_without_a_script(analyst: Browser) -> None:
    rows = {"tujuan[]": analyst.hidden("tujuan[]")}
    assert send(analyst, "/isian", segera="true", perihal="Rapat", **rows, **{"_add:tujuan": "1"}) == 200
    assert analyst.page.count("Nama tujuan") == 2
    assert 'name="alasanSegera"' in analyst.page
    assert analyst.hidden("perihal") == "Rapat"
    assert send(analyst, "/contoh", perihal="Rapat") == 200
    assert analyst.hidden("perihal") == "Rapat"
    assert analyst.value("isi")
    assert analyst.hidden("alasanSegera")


def test_a_step_back_gives_back_what_was_typed_in_it(analyst: Browser) -> None:
    send(analyst, perihal="Rapat")
    assert send(analyst, "/mundur") == 200
    assert (len(heads(analyst)), analyst.hidden("perihal")) == (1, "Rapat")
    assert send(analyst, "/mundur") == 200  # there is no step before the first
    assert len(heads(analyst)) == 1


def test_samples_walk_to_the_end_from_what_was_typed(analyst: Browser) -> None:
    assert send(analyst, "/sampai-selesai", perihal="Yang diketik") == 200
    assert "Berkas selesai" in analyst.page
    assert "Yang diketik" in analyst.page
    assert send(analyst, "/mundur") == 200
    assert heads(analyst)[-1] == "Menyelesaikan “Menulis nota”."


def test_time_is_what_the_page_says_and_lateness_shows_in_the_history(analyst: Browser) -> None:
    assert analyst.hidden("_saat") == "2026-11-23T10:30"
    assert send(analyst, perihal="Rapat", _saat="2026-11-24T09:00") == 200
    assert "Sel, 24 Nov 2026 09.00 WITA" in analyst.page
    send(analyst, putusan="Setuju", _saat="2026-11-23T01:00")
    assert "23 Nov 2026 01.00" not in analyst.page


def test_a_run_begins_as_somebody_else_and_at_another_moment(analyst: Browser) -> None:
    people = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', analyst.page.partition('id="pemula"')[2])
    other = next(id_ for id_, name in people if name.startswith("Staf Satu"))
    assert analyst.get(f"{PAGE}?oleh={other}&mulai=2026-12-01T08:00").status_code == 200
    assert "Sel, 1 Des 2026 08.00 WITA" in analyst.page
    assert f'"{other}"' in html.unescape(analyst.hidden("_langkah"))
    assert analyst.get(f"{PAGE}?oleh=x&mulai=kemarin").status_code == 200


def test_a_draft_is_tried_before_the_revision_in_force_and_each_by_its_number(
    office: Office, analyst: Browser
) -> None:
    assert "Uji coba revisi 1" in analyst.page
    draft(office, DIAGRAM.replace("Memeriksa nota", "Menelaah nota"))
    analyst.get(PAGE)
    assert "Uji coba konsep" in analyst.page
    send(analyst, perihal="Rapat")
    assert "Menelaah nota" in analyst.page
    assert b"Menelaah nota" in analyst.get(f"{PAGE}/0/diagram.bpmn").data
    analyst.get(f"{PAGE}?revisi=1")
    assert "Uji coba revisi 1" in analyst.page
    assert b"Memeriksa nota" in analyst.get(f"{PAGE}/1/diagram.bpmn").data


def test_a_draft_that_changed_meanwhile_stops_the_run_where_it_no_longer_fits(
    office: Office, analyst: Browser
) -> None:
    draft(office, DIAGRAM.replace("Memeriksa nota", "Menelaah nota"))
    analyst.get(PAGE)
    send(analyst, perihal="Rapat")
    stricter = json.loads(json.dumps(NOTE_FORM))
    stricter["components"][0]["validate"] = {"minLength": 50}
    draft(office, DIAGRAM, stricter)
    assert send(analyst, "/isian") == 200
    assert "Uji coba terhenti di sini" in analyst.page
    assert heads(analyst) == ["Berkas dimulai."]


def test_a_draft_that_cannot_run_says_everything_that_keeps_it_from_running(
    office: Office, analyst: Browser
) -> None:
    draft(office, DIAGRAM.replace('name="Memeriksa nota"', 'name=""'))
    answer = analyst.get(PAGE)
    assert answer.status_code == 422
    assert "Belum dapat diuji coba" in answer.text


def test_whoever_neither_analyses_nor_publishes_may_not_try(office: Office) -> None:
    for account in ("staf.uji", "auditor.uji"):
        browser = office.login(account)
        assert browser.get(PAGE).status_code == 403
        assert browser.get(f"{PAGE}/0").status_code in (403, 404)
    assert office.login("analis.uji").get(f"{PAGE}/7").status_code == 404
    assert office.login("analis.uji").get("/sop/tidak-ada/uji-coba").status_code == 404


@pytest.mark.parametrize(
    "carried", ["x", "[]", '{"v": 1}', '{"v":1,"by":"x","at":"2026-01-01T00:00+00:00","moves":[[]]}', "\0"]
)
def test_a_page_that_carries_nonsense_begins_anew(analyst: Browser, carried: str) -> None:
    assert send(analyst, "/isian", _langkah=carried) == 200
    assert heads(analyst) == ["Berkas dimulai."]


def test_a_person_of_another_position_is_refused_also_here(analyst: Browser) -> None:
    assert send(analyst, perihal="Rapat", _oleh="contoh:kabag") == 403
    assert analyst.hidden("perihal") == "Rapat"


def test_after_a_login_in_between_the_run_goes_on_where_it_stood(office: Office, analyst: Browser) -> None:
    send(analyst, perihal="Rapat")
    office.clock.pass_(hours=13)
    assert send(analyst, catatan="Panjang") == 401
    carried = analyst.hidden("carried")
    analyst.post("/masuk", account="analis.uji", password=PASSWORD, carried=carried)
    assert heads(analyst)[-1] == "Menyelesaikan “Menulis nota”."
    assert analyst.value("catatan") == "Panjang"
