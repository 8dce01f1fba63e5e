"""The pages of the catalogue: search, one SOP, its diagrams byte for byte, start and retire."""

from __future__ import annotations

import re

import pytest

from tests.webui.office import AGENCY, DIAGRAM, KEY, Office, drawn


def cases_of(office: Office) -> int:
    """How many cases of the SOP there are."""
    return len(office.runner.cases(by=office.runner.actor_by_account("auditor.uji"), key=KEY).lines)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", True),
        ("nota", True),
        ("NOTA dinas", True),
        ("percobaan", True),
        ("uji-nota", True),
        ("cuti", False),
    ],
)
def test_the_catalogue_is_searched_by_name_number_and_agency(
    office: Office, wanted: str, found: bool
) -> None:
    page = office.login("staf.uji").get(f"/sop?cari={wanted}").text
    assert (f'href="/sop/{KEY}"' in page) is found
    assert ("Tidak ada SOP yang cocok" in page) is not found


def test_a_search_shows_back_what_was_asked_as_text(office: Office) -> None:
    page = office.login("staf.uji").get("/sop?cari=<b>tebal").text
    assert "&lt;b&gt;tebal" in page
    assert "<b>tebal" not in page


def test_an_sop_shows_its_steps_with_official_and_standard(office: Office) -> None:
    page = office.login("rekan.uji").get(f"/sop/{KEY}").text
    for told in (
        "Menulis nota",
        "Staf menulis nota dinas.",
        "Kertas bergaris",
        "30 Menit",
        "Nota tertulis",
        "Kabag",
    ):
        assert told in page, told


def test_revisions_are_listed_and_any_of_them_is_shown(office: Office) -> None:
    admin = office.runner.actor_by_account("admin")
    office.clock.pass_(hours=1)
    text = DIAGRAM.replace("Menulis nota", "Mengetik nota").replace('versionTag="1"', 'versionTag="2027"')
    office.runner.publish(
        drawn(text), file="nota.bpmn", forms={}, agency=AGENCY, by=admin, note="Nota diketik"
    )
    page = office.login("staf.uji").get(f"/sop/{KEY}").text
    for told in ("Revisi 2", "(2027)", "Nota diketik", "Mengetik nota", "Revisi 1"):
        assert told in page, told
    older = office.login("staf.uji").get(f"/sop/{KEY}?revisi=1").text
    assert "Menulis nota" in older
    assert "bukan revisi yang berlaku" in older
    assert f"/sop/{KEY}/revisi/1/diagram.bpmn" in older
    assert office.login("staf.uji").get(f"/sop/{KEY}?revisi=9").status_code == 404


def test_a_diagram_leaves_byte_for_byte_and_is_asked_for_again_by_its_digest(office: Office) -> None:
    browser = office.login("staf.uji")
    answer = browser.get(f"/sop/{KEY}/revisi/1/diagram.bpmn")
    assert answer.data == drawn(DIAGRAM)
    assert answer.content_type == "application/xml"
    assert answer.headers["Content-Disposition"] == "attachment"  # never a page, whatever is drawn in it
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = browser.get(f"/sop/{KEY}/revisi/1/diagram.bpmn", **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert browser.get(f"/sop/{KEY}/revisi/2/diagram.bpmn").status_code == 404


def test_a_double_click_starts_one_case_and_leads_to_its_first_task(office: Office) -> None:
    browser = office.login("staf.uji")
    browser.get(f"/sop/{KEY}")
    token = browser.hidden("token")
    answers = [browser.post(f"/sop/{KEY}/mulai", token=token) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert answers[0].location.startswith("/tugas/")
    assert cases_of(office) == 1
    page = browser.follow(answers[0]).text
    assert "Menulis nota" in page
    assert page.count("Berkas 0001/2026 dimulai") == 1
    browser.post(f"/sop/{KEY}/mulai", token=token)
    assert "dimulai" not in browser.get("/kotak-masuk").text
    browser.get(f"/sop/{KEY}")
    browser.post(f"/sop/{KEY}/mulai")
    assert cases_of(office) == 2


def test_who_starts_for_others_is_led_to_the_case(office: Office) -> None:
    browser = office.login("analis.uji")
    browser.get(f"/sop/{KEY}")
    started = browser.post(f"/sop/{KEY}/mulai")
    assert re.match(r"/berkas/\w+$", started.location)
    assert browser.follow(started).status_code == 200


def test_an_analyst_retires_an_sop_for_a_reason_and_nobody_starts_it_any_more(office: Office) -> None:
    browser = office.login("analis.uji")
    browser.get(f"/sop/{KEY}")
    refused = browser.post(f"/sop/{KEY}/cabut", alasan=" ")
    assert refused.status_code == 422
    assert "Tuliskan alasannya" in refused.text
    page = browser.follow(browser.post(f"/sop/{KEY}/cabut", alasan="Diganti SOP baru.")).text
    assert "SOP sudah dicabut" in page
    assert "Dicabut" in page
    assert "sedang tidak berlaku" in page
    starter = office.login("staf.uji")
    assert f"/sop/{KEY}/mulai" not in starter.get(f"/sop/{KEY}").text
    assert starter.post(f"/sop/{KEY}/mulai").status_code == 409


# account, shows the start button, answers of start and retire
MATRIX = [
    ("staf.uji", True, 302, 403),
    ("rekan.uji", True, 302, 403),
    ("kabag.uji", False, 403, 403),
    ("auditor.uji", False, 403, 403),
    ("analis.uji", True, 302, 302),
    ("admin", True, 302, 302),  # who declared an agency is its first analyst, too
]


@pytest.mark.parametrize(("account", "offered", "start", "retire"), MATRIX, ids=[row[0] for row in MATRIX])
def test_who_reads_starts_and_retires(
    office: Office, account: str, offered: bool, start: int, retire: int
) -> None:
    browser = office.login(account)
    for address in ("/sop", f"/sop/{KEY}", f"/sop/{KEY}/revisi/1/diagram.bpmn"):
        assert browser.get(address).status_code == 200, address
    assert (f"/sop/{KEY}/mulai" in browser.get(f"/sop/{KEY}").text) is offered
    assert browser.post(f"/sop/{KEY}/mulai").status_code == start
    assert browser.post(f"/sop/{KEY}/cabut", alasan="Sebab").status_code == retire


def test_unknown_sops_are_not_found(office: Office) -> None:
    browser = office.login("staf.uji")
    assert browser.get("/sop/tidak-ada").status_code == 404
    assert browser.get("/sop/tidak-ada/revisi/1/diagram.bpmn").status_code == 404
    browser.get("/sop")
    assert browser.post("/sop/tidak-ada/mulai").status_code == 404


@pytest.mark.parametrize("number", ["99", "99999999999999999999"])
def test_a_revision_that_cannot_be_is_not_found(office: Office, number: str) -> None:
    browser = office.login("staf.uji")
    assert browser.get(f"/sop/{KEY}?revisi={number}").status_code == 404
    assert browser.get(f"/sop/{KEY}/revisi/{number}/diagram.bpmn").status_code == 404
