"""The import as an analyst meets it: a file of another program, its questions in the page, a draft."""

from __future__ import annotations

import hashlib
import html
import io
import re

import pytest
from werkzeug.test import TestResponse

from runner import AgencyCode, DefinitionKey, Duty
from runner.agency import read as read_agency
from tests.webui.office import AGENCY, KEY, OFFICES, PASSWORD, Browser, Office, Typed, drawn
from tests.webui.test_revisions import CHANGED, a_zip, told
from tests.webui.test_revisions import send as upload

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
FOREIGN = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn2:definitions xmlns:bpmn2="{BPMN}" id="d" targetNamespace="x" exporter="Elsewhere">
  <!-- drawn by hand -->
  <bpmn2:message id="m" name="Surat tiba"/>
  <bpmn2:process id="Process_0a1b2c3" name="Urus cuti">
    <bpmn2:startEvent id="s"/>
    <bpmn2:task id="a" name="Ajukan cuti"/>
    <bpmn2:intermediateCatchEvent id="w" name="Tunggu dua hari"><bpmn2:timerEventDefinition/>
    </bpmn2:intermediateCatchEvent>
    <bpmn2:task id="b" name="Putuskan cuti"/>
    <bpmn2:exclusiveGateway id="g" name="Disetujui?"/>
    <bpmn2:endEvent id="e"/>
    <bpmn2:endEvent id="t" name="Ditolak"/>
    <bpmn2:sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
    <bpmn2:sequenceFlow id="f2" sourceRef="a" targetRef="w"/>
    <bpmn2:sequenceFlow id="f3" sourceRef="w" targetRef="b"/>
    <bpmn2:sequenceFlow id="f4" sourceRef="b" targetRef="g"/>
    <bpmn2:sequenceFlow id="f5" name="Ya" sourceRef="g" targetRef="e"/>
    <bpmn2:sequenceFlow id="f6" name="Tidak" sourceRef="g" targetRef="t"/>
  </bpmn2:process>
</bpmn2:definitions>
""".encode()
TWO_POOLS = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{BPMN}" id="d" targetNamespace="x">
  <collaboration id="c"><participant id="p1" name="Pemohon" processRef="P1"/>
    <participant id="p2" name="Dinas" processRef="P2"/>
    <messageFlow id="mf" name="Permohonan" sourceRef="a" targetRef="b"/></collaboration>
  <process id="P1"><task id="a" name="Kirim permohonan"/></process>
  <process id="P2"><task id="b" name="Terima permohonan"/><task id="c2" name="Jawab permohonan"/>
    <sequenceFlow id="f" sourceRef="b" targetRef="c2"/></process>
</definitions>
""".encode()


@pytest.fixture
def analyst(office: Office) -> Browser:
    browser = office.login("analis.uji")
    browser.get("/sop/impor")
    return browser


def bring(browser: Browser, files: dict[str, bytes], typed: Typed | None = None, **more: str) -> TestResponse:
    """Choose these files in the page that stands in this browser, and send it."""
    data: dict[str, object] = {
        "csrf_token": browser.hidden("csrf_token"),
        "instansi": AGENCY,
        **(typed or {}),
        **more,
        "berkas": [(io.BytesIO(content), name) for name, content in files.items()],
    }
    return browser._keep(browser.client.post("/sop/impor", data=data, content_type="multipart/form-data"))


def filled_in(page: str) -> dict[str, str | list[str]]:
    """What a browser sends of the page's form if nothing is changed: files, agency and every answer."""
    main = page.partition("<main")[2]
    sent: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", main):
        given = {name: html.unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        name, kind = given.get("name", ""), given.get("type", "text")
        if kind == "hidden" and name in ("nama", "isi"):
            sent[name] = [*sent.get(name, []), given["value"]]
        elif name.startswith("j.") and (kind == "text" or " checked" in tag):
            sent[name] = given.get("value", "")
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        sent[html.unescape(name)] = html.unescape(chosen[1]) if chosen else ""
    return sent


def send(browser: Browser, typed: Typed | None = None, *, verb: str = "simpan") -> TestResponse:
    """Send the page as it stands, with these answers changed."""
    fields = {**filled_in(browser.page), **(typed or {}), "verba": verb, "instansi": AGENCY}
    data = {"csrf_token": browser.hidden("csrf_token"), **fields}
    return browser._keep(browser.client.post("/sop/impor", data=data))  # empty answers are sent, too


def test_a_foreign_diagram_is_asked_about_and_kept_as_a_draft_with_its_original(
    office: Office, analyst: Browser
) -> None:
    answer = bring(analyst, {"urus cuti.bpmn": FOREIGN})
    assert answer.status_code == 200
    page = told(answer.text)
    for said in (
        "Yang perlu Anda putuskan",
        "Ajukan cuti",
        "Putuskan cuti",
        "Yang hilang atau tidak berlaku",
    ):
        assert said in page
    assert "Surat tiba" in page  # a message that nothing uses is named before it goes
    saved = send(analyst, {"j.key": "uji-cuti", "j.lane.all": "staf"})
    saved = saved if saved.status_code == 302 else send(analyst)
    assert saved.location == "/sop/uji-cuti/konsep"
    page = told(analyst.follow(saved).text)
    assert "Diagram diimpor dan disimpan sebagai konsep" in page
    assert hashlib.sha256(FOREIGN).hexdigest() in page
    draft = office.runner.draft(DefinitionKey("uji-cuti"), by=office.runner.actor_by_account("analis.uji"))
    assert draft.files["original"] == FOREIGN
    assert [problem for problem in draft.problems if problem.severity == "error"] == []
    assert analyst.get("/sop/uji-cuti/uji-coba").status_code == 200


def test_the_pool_is_chosen_first_and_the_others_are_named(office: Office, analyst: Browser) -> None:
    page = bring(analyst, {"dua.bpmn": TWO_POOLS}).text
    assert "Pool mana yang menjadi SOP?" in page
    assert "Simpan sebagai konsep" not in page
    page = told(send(analyst, {"j.pool": "P1"}, verb="periksa").text)
    assert "Terima permohonan" in page  # what is left out
    assert "uji-pemohon" in analyst.page
    page = told(send(analyst, {"j.pool": "P2"}, verb="periksa").text)
    assert "pertanyaan baru" in page
    assert "Kirim permohonan" in page


def test_a_wrong_answer_is_said_where_it_was_given_and_everything_else_stays(analyst: Browser) -> None:
    bring(analyst, {"cuti.bpmn": FOREIGN})
    answer = send(analyst, {"j.key": "1 salah", "j.form:a": "nota"})
    assert answer.status_code == 422
    assert "“1 salah” tidak dapat dipakai" in told(answer.text)
    assert analyst.hidden("j.key") == "1 salah"
    kept = filled_in(answer.text)
    assert kept["j.form:a"] == "nota"
    assert kept["nama"] == ["cuti.bpmn"]
    assert send(analyst, {"j.key": "uji-cuti"}).status_code == 302


@pytest.mark.parametrize("nonsense", ["\0", "\x0b", "x" * 600, "a\ud7ff￾", "<b>&amp;</b>", "🙂" * 300])
def test_no_answer_is_a_fault(analyst: Browser, nonsense: str) -> None:
    bring(analyst, {"cuti.bpmn": FOREIGN.replace(b'name="Ajukan cuti"', b"")})
    for name in [name for name in filled_in(analyst.page) if name.startswith("j.")]:
        assert send(analyst, {name: nonsense}).status_code in (200, 302, 422), name


def test_agreeing_costs_no_more_than_pressing_save(analyst: Browser) -> None:
    bring(analyst, {"cuti.bpmn": FOREIGN})
    assert 302 in (send(analyst).status_code, send(analyst).status_code)


def test_looking_again_keeps_nothing(office: Office, analyst: Browser) -> None:
    bring(analyst, {"cuti.bpmn": FOREIGN})
    assert send(analyst, {"j.key": "uji-cuti"}, verb="periksa").status_code == 200
    assert office.runner.drafts(by=office.runner.actor_by_account("analis.uji")) == ()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gambar.vsdx", b"PK\x03\x04" + b"\0" * 40, "tidak dapat diimpor"),
        ("kosong.bpmn", b"", "tidak dapat diimpor"),
        ("rusak.bpmn", FOREIGN[:400], "tidak dapat diimpor"),
        ("lain.xml", b"<mxfile><diagram/></mxfile>", "tidak dapat diimpor"),
        ("formulir.form", b'{"id": "nota"}', "Tidak ada diagram di sini"),
        ("dua.zip", a_zip({"a.bpmn": FOREIGN, "b.bpmn": TWO_POOLS}), "Satu diagram diimpor setiap kali"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_words(
    analyst: Browser, name: str, content: bytes, said: str
) -> None:
    answer = bring(analyst, {name: content})
    assert answer.status_code == 422
    assert said in told(answer.text)
    assert bring(analyst, {"cuti.bpmn": FOREIGN}).status_code == 200  # the page goes on


def test_another_file_takes_the_place_of_the_last_and_of_its_answers(analyst: Browser) -> None:
    bring(analyst, {"cuti.bpmn": FOREIGN})
    send(analyst, {"j.key": "uji-cuti"}, verb="periksa")
    page = bring(analyst, {"dua.bpmn": TWO_POOLS}, filled_in(analyst.page)).text
    assert "Pool mana" in page
    assert filled_in(page)["nama"] == ["dua.bpmn"]
    corrected = FOREIGN.replace(b"Ajukan cuti", b"Mengajukan cuti")
    bring(analyst, {"cuti.bpmn": FOREIGN})
    send(analyst, {"j.key": "uji-cuti"}, verb="periksa")
    again = filled_in(bring(analyst, {"cuti.bpmn": corrected}, filled_in(analyst.page)).text)
    assert again["j.key"] == "uji-cuti"  # the same file, corrected
    assert "Mengajukan cuti" in analyst.page


def test_the_upload_leads_on_to_the_import_with_the_file(analyst: Browser) -> None:
    page = analyst.get("/sop/unggah").text
    assert 'href="/sop/impor"' in page
    refused = upload(analyst, {"cuti.bpmn": FOREIGN}, tujuan="terbitkan")
    assert refused.status_code == 422
    assert 'formaction="/sop/impor"' in refused.text
    assert "Yang perlu Anda putuskan" in analyst.post("/sop/impor", filled_in(refused.text)).text


def test_a_draft_with_problems_leads_to_the_import(office: Office, analyst: Browser) -> None:
    analyst.get("/sop/unggah")
    draft = analyst.follow(upload(analyst, {"cuti.bpmn": FOREIGN})).text
    assert "Perbaiki dengan impor" in draft
    page = analyst.post("/sop/impor", konsep="Process_0a1b2c3").text
    assert "Yang perlu Anda putuskan" in page
    assert send(analyst).status_code in (302, 422)


def test_the_draft_of_somebody_else_is_replaced_only_when_it_was_seen(
    office: Office, analyst: Browser
) -> None:
    admin = office.runner.actor_by_account("admin")
    office.runner.grant(
        office.runner.actor_by_account("staf.uji").id, duty=Duty.ANALYST, agency=AGENCY, by=admin
    )
    other = office.login("staf.uji")
    other.get("/sop/unggah")
    assert upload(other, {"nota.bpmn": drawn(CHANGED)}).status_code == 302
    bring(analyst, {"cuti.bpmn": FOREIGN})
    refused = send(analyst, {"j.key": KEY, "j.lane.all": "staf"})
    if "pertanyaan baru" in refused.text:
        refused = send(analyst)
    assert refused.status_code == 422
    assert "Gantikan konsep" in refused.text
    seen = re.search(r'name="ganti" id="ganti" value="([^"]+)"', refused.text)
    assert seen is not None
    assert send(analyst, {"ganti": seen[1]}).status_code == 302


def test_a_key_of_another_agency_is_refused_in_the_page(office: Office, analyst: Browser) -> None:
    admin = office.runner.actor_by_account("admin")
    admin = office.runner.declare(
        read_agency(OFFICES.replace('"uji"', '"lain"').encode(), file="i.toml"), by=admin
    )
    other = drawn(CHANGED.replace("uji-nota", "lain-nota"))
    office.runner.draft_upload([("lain.bpmn", other)], agency=AgencyCode("lain"), by=admin)
    bring(analyst, {"cuti.bpmn": FOREIGN})
    send(analyst, verb="periksa")
    refused = send(analyst, {"j.key": "lain-nota"})
    assert refused.status_code == 422
    assert "Yang perlu Anda putuskan" in refused.text


def test_file_and_answers_are_there_again_after_a_login_in_between(office: Office, analyst: Browser) -> None:
    bring(analyst, {"cuti.bpmn": FOREIGN})
    sent = filled_in(analyst.page)
    office.clock.pass_(days=2)
    assert analyst.post("/sop/impor", {**sent, "j.key": "uji-cuti", "verba": "simpan"}).status_code == 401
    carried = analyst.hidden("carried")
    page = analyst.post("/masuk", account="analis.uji", password=PASSWORD, carried=carried).text
    assert filled_in(page)["j.key"] == "uji-cuti"
    assert filled_in(page)["nama"] == ["cuti.bpmn"]


def test_who_writes_no_sops_imports_nothing(office: Office) -> None:
    browser = office.login("staf.uji")
    assert "Anda belum dapat mengimpor diagram" in browser.get("/sop/impor").text
    assert bring(browser, {"cuti.bpmn": FOREIGN}).status_code == 403
