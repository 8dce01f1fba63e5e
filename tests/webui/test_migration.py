"""The page on which running cases are migrated, and what the pages of a task and a case say afterwards."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from runner.model import FormId
from tests.webui.office import AGENCY, CHECK_FORM, DIAGRAM, KEY, NOTE_FORM, Browser, Office, drawn

PAGE = f"/sop/{KEY}/pindah"


def published(office: Office, diagram: str, note: dict[str, Any] = NOTE_FORM) -> None:
    """The next revision of the SOP, with this diagram."""
    forms = {FormId(form["id"]): json.dumps(form).encode() for form in (note, CHECK_FORM)}
    by = office.runner.actor_by_account("analis.uji")
    content = drawn(diagram.replace('versionTag="1"', 'versionTag="2"'))
    office.runner.publish(content, file="nota.bpmn", forms=forms, agency=AGENCY, by=by)


#: The Kabag's step is another one, in the hands of the Staf.
REPLACED = (
    DIAGRAM.replace('id="periksa"', 'id="telaah"')
    .replace("Memeriksa nota", "Menelaah nota")
    .replace('Ref="periksa"/>', 'Ref="telaah"/>')
    .replace('sourceRef="periksa"', 'sourceRef="telaah"')
    .replace("<flowNodeRef>periksa</flowNodeRef>", "")
    .replace(
        "<flowNodeRef>tulis</flowNodeRef>",
        "<flowNodeRef>tulis</flowNodeRef><flowNodeRef>telaah</flowNodeRef>",
    )
)


def completed(office: Office, task: str, **given: str) -> None:
    """The first step is done."""
    by = office.runner.actor_by_account("staf.uji")
    office.runner.complete(task, {"perihal": ["Rapat"], **{k: [v] for k, v in given.items()}}, by=by)  # type: ignore[arg-type]


@pytest.fixture
def analyst(office: Office) -> Browser:
    return office.login("analis.uji")


def test_the_report_is_read_a_step_is_mapped_and_all_cases_move(office: Office, analyst: Browser) -> None:
    office.start()
    completed(office, office.start())
    published(office, REPLACED)
    page = analyst.get(PAGE).text
    assert "Dapat dipindahkan: 1" in page
    assert "Tetap: 1" in page
    assert "Langkah “Memeriksa nota” tidak ada lagi pada revisi 2. Tentukan langkah penggantinya." in page
    mapped = analyst.get(f"{PAGE}?ke=2&peta.periksa=telaah").text
    assert "Dapat dipindahkan: 2" in mapped
    assert "Pelaksana lain" in mapped
    groups = re.findall(r'name="kelompok" value="(\w+)"', mapped)
    assert len(groups) == 2
    done = analyst.post(
        PAGE, {"ke": "2", "peta.periksa": "telaah", "kelompok": groups, "catatan": "Surat edaran 7"}
    )
    said = analyst.follow(done).text
    assert "2 berkas dipindahkan ke revisi 2." in said
    assert "Semua berkas yang berjalan sudah memakai revisi 2." in said
    auditor = office.runner.actor_by_account("auditor.uji")
    for head in office.runner.cases(by=auditor).lines:
        assert head.revision == 2
        shown = analyst.get(f"/berkas/{head.id}").text
        assert "Berkas dipindahkan dari revisi 1 ke revisi 2." in shown
        assert "Surat edaran 7" in shown
        assert f"/sop/{KEY}/revisi/1/diagram.bpmn" in shown
        assert f'data-diagram="/sop/{KEY}/revisi/2/diagram.bpmn"' in shown
        first = analyst.get(f"/berkas/{head.id}?langkah=1").text
        assert f'data-diagram="/sop/{KEY}/revisi/1/diagram.bpmn" data-label' in first


def test_single_cases_are_picked_and_nothing_chosen_is_said(office: Office, analyst: Browser) -> None:
    office.start()
    office.start()
    published(office, DIAGRAM.replace("Menulis nota", "Menulis nota dinas"))
    page = analyst.get(PAGE).text
    refused = analyst.post(PAGE, {"ke": "2", "catatan": "Belum jadi"})
    assert refused.status_code == 422
    assert "Pilih sedikitnya satu kelompok atau satu berkas." in refused.text
    assert analyst.value("catatan") == "Belum jadi"
    case = re.findall(r'name="berkas" value="(\w+)"', page)[0]
    group = re.findall(r'name="kelompok" value="(\w+)"', page)  # its box is ticked from the beginning
    said = analyst.follow(analyst.post(PAGE, {"ke": "2", "berkas": case, "kelompok": group})).text
    assert "1 berkas dipindahkan" in said
    assert "Sudah di revisi 2: 1" in said


def test_a_mapping_that_is_none_is_refused_and_the_report_still_shown(
    office: Office, analyst: Browser
) -> None:
    office.start()
    published(office, DIAGRAM.replace("Menulis nota", "Menulis nota dinas"))
    answer = analyst.get(f"{PAGE}?peta.tulis=tiada")
    assert answer.status_code == 422
    assert "tidak punya langkah dengan id “tiada”" in answer.text
    assert "Dapat dipindahkan: 1" in answer.text
    assert analyst.get(f"{PAGE}?ke=9").status_code == 404


def test_what_was_typed_into_the_old_form_stands_in_the_new_one_and_is_not_sent(office: Office) -> None:
    task = office.start()
    clerk = office.login("staf.uji")
    clerk.get(f"/tugas/{task}")
    typed = {"perihal": "Rapat", "isi": "Panjang lebar", "_revisi": clerk.hidden("_revisi")}
    more = {"id": "c9", "type": "textfield", "key": "tempat", "label": "Tempat rapat"}
    note = {**NOTE_FORM, "components": [*NOTE_FORM["components"], more]}
    published(office, DIAGRAM, note)
    office.runner.migrate(KEY, to=2, by=office.runner.actor_by_account("analis.uji"))
    answer = clerk.post(f"/tugas/{task}", typed)
    assert answer.status_code == 409
    assert "Formulirnya sudah diganti" in answer.text
    assert "Tempat rapat" in answer.text
    assert (clerk.value("perihal"), clerk.value("isi")) == ("Rapat", "Panjang lebar")
    saved = clerk.post(f"/tugas/{task}/konsep", {**typed, "_revisi": "1"})
    assert saved.status_code == 409
    sent = clerk.post(f"/tugas/{task}", {**typed, "_revisi": clerk.hidden("_revisi"), "tempat": "Aula"})
    assert sent.status_code == 302


def test_whoever_typed_for_a_step_that_went_to_other_hands_reads_so_and_keeps_every_word(
    office: Office,
) -> None:
    task = office.start()
    completed(office, task)
    (line,) = office.runner.inbox(by=office.runner.actor_by_account("kabag.uji")).lines
    clerk = office.login("kabag.uji")
    clerk.get(f"/tugas/{line.task}")
    typed = {"catatan": "Sudah saya periksa", "_revisi": clerk.hidden("_revisi")}
    published(office, REPLACED)
    by = office.runner.actor_by_account("analis.uji")
    office.runner.migrate(KEY, to=2, mapping={"periksa": "telaah"}, by=by)
    for way in ("", "/konsep"):
        answer = clerk.post(f"/tugas/{line.task}{way}", typed)
        assert answer.status_code == 409
        assert "Langkah ini sudah berpindah tangan" in answer.text
        assert "Pada revisi itu langkah ini dikerjakan Staf Umum." in answer.text
        assert "Sudah saya periksa" in answer.text
        assert "Catatan" in answer.text


def test_answers_that_the_new_form_does_not_ask_for_are_shown_to_be_copied(office: Office) -> None:
    task = office.start()
    clerk = office.login("staf.uji")
    clerk.get(f"/tugas/{task}")
    typed = {"perihal": "Rapat", "isi": "Panjang lebar", "_revisi": clerk.hidden("_revisi")}
    kept = [part for part in NOTE_FORM["components"] if part.get("key") != "isi"]
    published(office, DIAGRAM, {**NOTE_FORM, "components": kept})
    office.runner.migrate(KEY, to=2, by=office.runner.actor_by_account("analis.uji"))
    answer = clerk.post(f"/tugas/{task}", typed)
    assert answer.status_code == 409
    assert "Tidak ada lagi pada formulir ini" in answer.text
    assert re.search(r"<dt>Isi nota</dt><dd>Panjang lebar</dd>", answer.text)
    assert clerk.value("perihal") == "Rapat"
    assert "Tidak ada lagi pada formulir ini" not in clerk.get(f"/tugas/{task}").text


def test_the_task_says_that_its_case_was_migrated(office: Office) -> None:
    task = office.start()
    published(office, DIAGRAM.replace("Menulis nota", "Menulis nota dinas"))
    office.runner.migrate(KEY, to=2, by=office.runner.actor_by_account("analis.uji"))
    page = office.login("staf.uji").get(f"/tugas/{task}").text
    assert "Berkas ini dipindahkan ke revisi 2 SOP-nya selagi tugas menunggu." in page
    assert "Menulis nota dinas" in page


def test_a_migration_is_taken_back_from_the_page_of_the_case(office: Office, analyst: Browser) -> None:
    task = office.start()
    published(office, DIAGRAM.replace("Menulis nota", "Menulis nota dinas"))
    office.runner.migrate(KEY, to=2, by=office.runner.actor_by_account("analis.uji"))
    (head,) = office.runner.cases(by=office.runner.actor_by_account("auditor.uji")).lines
    assert "Tarik kembali pemindahan" not in office.login("auditor.uji").get(f"/berkas/{head.id}").text
    assert "Tarik kembali pemindahan" in analyst.get(f"/berkas/{head.id}").text
    said = analyst.follow(analyst.post(f"/berkas/{head.id}/kembalikan-revisi")).text
    assert "Berkas kembali ke revisi 1" in said
    assert "Tarik kembali pemindahan" not in said
    assert analyst.post(f"/berkas/{head.id}/kembalikan-revisi").status_code == 409
    completed(office, task)


@pytest.mark.parametrize("account", ["staf.uji", "kabag.uji", "auditor.uji"])
def test_whoever_may_not_draft_does_not_see_the_page(office: Office, account: str) -> None:
    browser = office.login(account)
    assert browser.get(PAGE).status_code == 403
    browser.get("/kotak-masuk")
    assert browser.post(PAGE, {"ke": "1", "kelompok": "x"}).status_code == 403


def test_a_revision_that_is_not_in_force_yet_is_reported_on_but_nothing_moves(
    office: Office, analyst: Browser
) -> None:
    office.start()
    forms = {FormId(form["id"]): json.dumps(form).encode() for form in (NOTE_FORM, CHECK_FORM)}
    by = office.runner.actor_by_account("analis.uji")
    later = office.runner.now() + timedelta(days=3)
    office.runner.publish(
        drawn(DIAGRAM.replace("Menulis nota", "Menulis nota dinas")),
        file="nota.bpmn", forms=forms, agency=AGENCY, by=by, effective_from=later,
    )  # fmt: skip
    page = analyst.get(f"{PAGE}?ke=2").text
    assert "belum berlaku" in page
    assert "Dapat dipindahkan: 1" in page
    group = re.findall(r'name="kelompok" value="(\w+)"', page)
    refused = analyst.post(PAGE, {"ke": "2", "kelompok": group, "catatan": "Lebih awal"})
    assert refused.status_code == 422
    assert "Revisi 2 baru berlaku" in refused.text
    assert analyst.value("catatan") == "Lebih awal"


def test_running_cases_of_a_retired_sop_are_migrated_from_the_page(office: Office, analyst: Browser) -> None:
    office.start()
    published(office, DIAGRAM.replace("Menulis nota", "Menulis nota dinas"))
    by = office.runner.actor_by_account("analis.uji")
    office.runner.retire(KEY, reason="Digabung", by=by)
    group = re.findall(r'name="kelompok" value="(\w+)"', analyst.get(PAGE).text)
    said = analyst.follow(analyst.post(PAGE, {"ke": "2", "kelompok": group})).text
    assert "1 berkas dipindahkan ke revisi 2." in said
