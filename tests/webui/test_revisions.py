"""The revision desk: what is in force or waits, drafts, roll back, files, the trail, the second person."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import zipfile
import zlib
from dataclasses import replace
from itertools import product

import pytest
from werkzeug.test import TestResponse

from runner import ActorId, AgencyCode, Duty
from runner.model import FormId
from tests.builders import FORMS, Sop
from tests.webui.office import AGENCY, DIAGRAM, KEY, Browser, Office, Typed, drawn

CHANGED = DIAGRAM.replace("Menulis nota", "Mengetik nota").replace('versionTag="1"', 'versionTag="2027"')
UNNAMED = DIAGRAM.replace('<lane id="l2" name="Kabag">', '<lane id="l2">')

#: Whoever answers the two questions differently leaves one branch waiting for ever.
CORRELATED = Sop(
    "uji-sejalan",
    """s1 -> t1 -> p1
    p1 -> t2 -> x1
    p1 -> t3 -> x2
    x1 -> p2 [Ya]
    x1 -> p3 [Tidak]
    x2 -> p2 [Ya]
    x2 -> p3 [Tidak]
    p2 -> x9
    p3 -> x9
    x9 -> e1""",
    {"Staf": "t1 t3", "Kabag": "t2"},
)


def draft(office: Office, diagram: str = CHANGED, *, by: str = "analis.uji") -> None:
    """The SOP has this draft."""
    person = office.runner.actor_by_account(by)
    office.runner.draft_diagram(drawn(diagram), file="nota.bpmn", forms={}, agency=AGENCY, by=person)


def publish(office: Office, diagram: str = CHANGED, note: str = "") -> None:
    person = office.runner.actor_by_account("analis.uji")
    office.clock.pass_(hours=1)
    office.runner.publish(drawn(diagram), file="nota.bpmn", forms={}, agency=AGENCY, by=person, note=note)


def grant(office: Office, account: str, duty: Duty) -> ActorId:
    person = office.runner.actor_by_account(account)
    admin = office.runner.actor_by_account("admin")
    office.runner.grant(person.id, duty=duty, agency=AGENCY, by=admin)
    return person.id


def told(page: str) -> str:
    """The text of a page's main part, without its marks."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.partition("<main")[2])))


def started_in(office: Office) -> int:
    """The revision in which a case starts now."""
    person = office.runner.actor_by_account("staf.uji")
    return office.runner.start(KEY, by=person).revision


# --- who sees and does what ---------------------------------------------------------------------------

# account, sees the desk and the trail, the draft, the list of drafts, publishes
MATRIX = [
    ("staf.uji", 200, 200, False, 404),
    ("auditor.uji", 200, 200, True, 403),
    ("rekan.uji", 200, 200, True, 403),  # an analyst, by the test
    ("analis.uji", 200, 200, True, 302),
    ("admin", 200, 200, True, 302),  # who declared an agency is its first analyst and publisher
]


@pytest.mark.parametrize(
    ("account", "reads", "drafts", "sees", "publishes"), MATRIX, ids=[r[0] for r in MATRIX]
)
def test_who_reads_drafts_and_publishes(
    office: Office, account: str, reads: int, drafts: int, sees: bool, publishes: int
) -> None:
    grant(office, "rekan.uji", Duty.ANALYST)
    draft(office)
    browser = office.login(account)
    for address in ("revisi", "jejak"):
        assert browser.get(f"/sop/{KEY}/{address}").status_code == reads, address
    assert browser.get("/sop/konsep").status_code == drafts
    assert ("Nota Dinas" in told(browser.page)) is sees
    page = browser.get(f"/sop/{KEY}/konsep").text
    assert ("Isi konsep ini" in page) is sees
    assert browser.get(f"/sop/{KEY}/konsep/berkas.zip").status_code == (200 if sees else 404)
    browser.get(f"/sop/{KEY}/konsep")
    answer = browser.post(f"/sop/{KEY}/konsep/terbitkan", versi=browser.hidden("versi"))
    assert answer.status_code == publishes


def test_an_analyst_reads_why_publishing_is_not_theirs(office: Office) -> None:
    grant(office, "rekan.uji", Duty.ANALYST)
    draft(office, by="rekan.uji")
    page = told(office.login("rekan.uji").get(f"/sop/{KEY}/konsep").text)
    assert "Terbitkan sebagai revisi" not in page
    assert "penerbit" in page
    assert "Buang konsep ini" in page


def test_no_route_tells_of_a_draft_to_whoever_may_not_see_it(office: Office) -> None:
    """Staff of the agency, and an analyst and publisher of another one."""
    profile = replace(office.runner.profile(AGENCY), code=AgencyCode("lain"))
    admin = office.runner.declare(profile, by=office.runner.actor_by_account("admin"))
    stranger = office.runner.actor_by_account("rekan.uji")
    for duty in (Duty.ANALYST, Duty.PUBLISHER):
        office.runner.grant(stranger.id, duty=duty, agency=profile.code, by=admin)
    secret, fresh = "Rahasia konsep", "uji-rahasia"
    fields = [{"type": "textfield", "key": "perihal", "label": secret, "id": "F1"}]
    form = {"type": "default", "id": "nota", "components": fields}
    for key in (KEY, fresh):
        office.runner.draft_diagram(
            drawn(CHANGED.replace("uji-nota", key).replace("Mengetik nota", secret)),
            file="x.bpmn",
            forms={FormId("nota"): json.dumps(form).encode()},
            agency=AGENCY,
            by=office.runner.actor_by_account("analis.uji"),
        )
    named = {
        "key": (KEY, fresh),
        "number": (0, 1),
        "name": ("draft", "diagram.bpmn", "nota.form"),
        "form": ("nota",),
    }
    asked = 0
    for rule in office.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.rule.startswith("/sop"):
            continue
        chosen = product(*(named[name] for name in sorted(rule.arguments)))
        for values in (dict(zip(sorted(rule.arguments), each, strict=True)) for each in chosen):
            built = rule.build(values, append_unknown=False)
            assert built is not None
            for account in ("staf.uji", "rekan.uji"):
                answer = office.login(account).get(f"{built[1]}?dari=1&ke=draft&instansi={AGENCY}")
                assert answer.status_code < 500, built[1]
                assert secret.encode() not in answer.data, (account, built[1])
                assert "konsep/berkas.zip" not in built[1] or answer.status_code == 404
                assert fresh not in built[1] or answer.status_code in (302, 403, 404), (account, built[1])
                asked += 1
    assert asked > 80
    auditor = office.login("auditor.uji")
    assert secret in auditor.get(f"/sop/{KEY}/konsep/isi/diagram.bpmn").text


def test_staff_find_no_door_that_is_not_theirs(office: Office) -> None:
    publish(office)
    browser = office.login("staf.uji")
    for address in (f"/sop/{KEY}/revisi", f"/sop/{KEY}", "/sop"):
        page = browser.get(address).text
        for door in ("berlakukan", "/cabut", "/konsep", "/unggah"):
            assert door not in page, (address, door)


# --- the life of a revision ---------------------------------------------------------------------------


def test_a_draft_is_published_from_tomorrow_then_at_once_and_taken_back(office: Office) -> None:
    draft(office)
    browser = office.login("analis.uji")
    browser.get(f"/sop/{KEY}/konsep")
    answer = browser.post(
        f"/sop/{KEY}/konsep/terbitkan",
        versi=browser.hidden("versi"),
        berlaku="tanggal",
        tanggal="2026-11-24",
        catatan="Nota diketik mulai besok.",
    )
    page = told(browser.follow(answer).text)
    assert "Revisi 2 diterbitkan dan berlaku mulai Sel, 24 Nov 2026 00.00 WITA" in page
    assert "Menyusul Revisi 2 (2027), mulai Sel, 24 Nov 2026 00.00 WITA" in page
    assert "Menunggu tanggal berlaku Nota diketik mulai besok." in page
    assert started_in(office) == 1

    browser.get(f"/sop/{KEY}/revisi/2/berlakukan")
    page = told(browser.follow(browser.post(f"/sop/{KEY}/revisi/2/berlakukan", catatan="Dimajukan.")).text)
    assert "Revisi 3 diterbitkan dan berlaku sekarang." in page
    assert "Memuat kembali isi revisi 2." in page
    assert "Menyusul" not in page  # what was to come tomorrow is overtaken
    assert started_in(office) == 3

    browser.get(f"/sop/{KEY}/revisi/1/berlakukan")
    page = told(browser.follow(browser.post(f"/sop/{KEY}/revisi/1/berlakukan", catatan="Ditunda.")).text)
    assert "Revisi 4 diterbitkan dan berlaku sekarang." in page
    assert started_in(office) == 4

    trail = told(browser.get(f"/sop/{KEY}/jejak").text)
    lived = [
        "Isi revisi 1 diterbitkan kembali sebagai revisi 4.",
        "Isi revisi 2 diterbitkan kembali sebagai revisi 3.",
        "Revisi 2 diterbitkan.",
        "Konsep disimpan (versi 2), disusun dari revisi 1.",
        "Revisi 1 diterbitkan.",
    ]
    assert sorted(map(trail.index, lived)) == [trail.index(sentence) for sentence in lived]
    for reason in ("Ditunda.", "Dimajukan.", "Nota diketik mulai besok.", "Analis Lima", "Penerbit"):
        assert reason in trail, reason


def test_the_content_in_force_is_not_published_again(office: Office) -> None:
    browser = office.login("analis.uji")
    browser.get(f"/sop/{KEY}/revisi/1/berlakukan")
    answer = browser.post(f"/sop/{KEY}/revisi/1/berlakukan", catatan="Sekali lagi")
    assert answer.status_code == 422
    assert "sudah memuat isi yang sama" in answer.text
    assert browser.value("catatan") == "Sekali lagi"


def test_a_day_that_is_over_is_refused_and_what_was_typed_stays(office: Office) -> None:
    draft(office)
    browser = office.login("analis.uji")
    for day, said in (("2026-11-22", "sudah lewat"), ("", "Isi tanggal"), ("kemarin", "Isi tanggal")):
        browser.get(f"/sop/{KEY}/konsep")
        answer = browser.post(
            f"/sop/{KEY}/konsep/terbitkan",
            versi=browser.hidden("versi"),
            berlaku="tanggal",
            tanggal=day,
            catatan="Catatan panjang",
        )
        assert answer.status_code == 422, day
        assert said in answer.text, day
        assert browser.value("catatan") == "Catatan panjang"
        assert re.search(r'value="tanggal"\s+checked', answer.text)
    assert started_in(office) == 1


def test_a_draft_that_the_gate_refuses_says_where_and_what_to_do(office: Office) -> None:
    draft(office, UNNAMED)
    browser = office.login("analis.uji")
    page = told(browser.get(f"/sop/{KEY}/konsep").text)
    assert "Harus diperbaiki sebelum diterbitkan" in page
    assert "l2" in page
    assert "baris" in page
    assert "Terbitkan sebagai revisi" not in page
    answer = browser.post(f"/sop/{KEY}/konsep/terbitkan", versi=browser.hidden("versi"), catatan="Coba")
    assert answer.status_code == 422


def test_a_draft_that_changed_meanwhile_is_neither_published_nor_discarded(office: Office) -> None:
    draft(office)
    browser = office.login("analis.uji")
    browser.get(f"/sop/{KEY}/konsep")
    seen = browser.hidden("versi")
    draft(office, CHANGED.replace("Mengetik", "Mencatat"))
    refused = browser.post(f"/sop/{KEY}/konsep/terbitkan", versi=seen, catatan="Lama")
    assert refused.status_code == 422
    assert "menyimpan konsep lain" in refused.text
    assert browser.value("catatan") == "Lama"
    assert browser.post(f"/sop/{KEY}/konsep/buang", versi=seen).status_code == 409
    assert started_in(office) == 1


def test_a_discarded_draft_is_gone_and_stays_in_the_trail(office: Office) -> None:
    draft(office)
    browser = office.login("analis.uji")
    browser.get(f"/sop/{KEY}/konsep")
    answer = browser.post(f"/sop/{KEY}/konsep/buang", versi=browser.hidden("versi"))
    assert "Konsep sudah dibuang" in browser.follow(answer).text
    assert "Tidak ada konsep" in browser.get(f"/sop/{KEY}/konsep").text
    assert "Konsep dibuang, tidak diterbitkan." in browser.get(f"/sop/{KEY}/jejak").text
    assert "Konsep dibuang" not in browser.get(f"/sop/{KEY}/jejak?hanya=terbit").text


def test_no_sop_has_the_address_of_another_page(office: Office) -> None:
    rules = (rule.rule for rule in office.app.url_map.iter_rules())
    found = {rule.split("/")[2] for rule in rules if rule.startswith("/sop/")}
    beside = {part for part in found if not part.startswith("<")}
    person = office.runner.actor_by_account("analis.uji")
    for word in sorted(beside):
        taken = drawn(CHANGED.replace("uji-nota", word))
        problems = office.runner.check(taken, file="x.bpmn", forms={}, agency=AGENCY, by=person)
        assert "id.reserved" in {problem.code for problem in problems}
    assert len(beside) > 3


def test_a_retired_sop_comes_back_from_the_desk(office: Office) -> None:
    person = office.runner.actor_by_account("analis.uji")
    office.runner.retire(KEY, reason="Digabung", by=person)
    browser = office.login("analis.uji")
    page = browser.get(f"/sop/{KEY}/revisi")
    assert "Tidak berlaku" in told(page.text)
    assert "revision-active" not in page.text
    assert f"/sop/{KEY}/revisi/1/berlakukan" in page.text
    browser.get(f"/sop/{KEY}/revisi/1/berlakukan")
    page = browser.follow(browser.post(f"/sop/{KEY}/revisi/1/berlakukan", catatan="Ternyata perlu"))
    assert "Revisi 2 diterbitkan dan berlaku sekarang." in told(page.text)
    assert started_in(office) == 2


def test_a_second_click_is_told_how_the_draft_ended(office: Office) -> None:
    draft(office)
    person = office.runner.actor_by_account("analis.uji")
    version = str(office.runner.draft(KEY, by=person).version)
    browser = office.login("analis.uji")
    browser.get(f"/sop/{KEY}/konsep")
    for _click in range(2):
        answer = browser.post(f"/sop/{KEY}/konsep/terbitkan", versi=version)
    page = told(browser.follow(answer).text)
    assert "Konsep itu sudah diterbitkan atau dibuang." in page
    assert "Revisi 2 diterbitkan." in page
    assert office.runner.definition(KEY, by=person).line.latest == 2
    assert browser.post(f"/sop/{KEY}/konsep/buang", versi=version).location.endswith(f"/sop/{KEY}/jejak")
    browser.get("/sop/konsep")
    answer = browser.post("/sop/konsep", sop=KEY, **{f"versi-{KEY}": version})
    assert answer.status_code == 409
    assert "sudah diterbitkan atau dibuang" in told(answer.text)
    staff = office.login("staf.uji")
    staff.get(f"/sop/{KEY}")
    assert staff.post(f"/sop/{KEY}/konsep/terbitkan", versi=version).status_code == 404


def test_chosen_drafts_are_published_together_or_not_at_all(office: Office) -> None:
    other = CHANGED.replace("uji-nota", "uji-memo").replace("Nota Dinas", "Memo")
    draft(office, UNNAMED)
    draft(office, other)
    browser = office.login("analis.uji")
    browser.get("/sop/konsep")
    versions = {f"versi-{key}": browser.hidden(f"versi-{key}") for key in (KEY, "uji-memo")}
    assert "Pilih sedikitnya satu" in browser.post("/sop/konsep", versions).text
    refused = browser.post("/sop/konsep", {**versions, "sop": [KEY, "uji-memo"]}, catatan="Bersama")
    assert refused.status_code == 422
    assert "Harus diperbaiki" in refused.text
    assert browser.value("catatan") == "Bersama"
    assert browser.get("/sop/uji-memo/revisi").status_code == 404
    draft(office)
    browser.get("/sop/konsep")
    versions = {f"versi-{key}": browser.hidden(f"versi-{key}") for key in (KEY, "uji-memo")}
    answer = browser.post("/sop/konsep", {**versions, "sop": [KEY, "uji-memo"]})
    assert "2 SOP diterbitkan dan berlaku sekarang." in browser.follow(answer).text
    assert started_in(office) == 2


def test_a_new_sop_is_a_draft_with_a_trail_before_it_is_anything_else(office: Office) -> None:
    draft(office, DIAGRAM.replace("uji-nota", "uji-memo").replace("Nota Dinas", "Memo"))
    browser = office.login("analis.uji")
    assert "SOP baru" in told(browser.get("/sop/uji-memo/konsep").text)
    assert "/sop/uji-memo/revisi" not in browser.page
    assert "Konsep disimpan (versi 1)." in browser.get("/sop/uji-memo/jejak").text
    assert "baru berupa konsep" in browser.get("/sop/uji-memo/jejak?hanya=terbit").text
    assert office.login("staf.uji").get("/sop/uji-memo/jejak").status_code == 404


def test_staff_read_the_trail_without_drafts(office: Office) -> None:
    draft(office)
    page = told(office.login("staf.uji").get(f"/sop/{KEY}/jejak").text)
    assert "Revisi 1 diterbitkan." in page
    assert "Konsep disimpan" not in page
    assert "Konsep disimpan" in told(office.login("auditor.uji").get(f"/sop/{KEY}/jejak").text)


def test_a_note_stays_text(office: Office) -> None:
    publish(office, note="<b>tebal</b> & 'kutip'")
    browser = office.login("staf.uji")
    for address in ("revisi", "jejak"):
        page = browser.get(f"/sop/{KEY}/{address}").text
        assert "<b>tebal" not in page
        assert "&lt;b&gt;tebal&lt;/b&gt; &amp; &#39;kutip&#39;" in page


def test_a_note_that_nobody_can_read_is_refused_with_words(office: Office) -> None:
    draft(office)
    browser = office.login("analis.uji")
    browser.get(f"/sop/{KEY}/konsep")
    for note in ("a\x00b", "x" * 20_000):
        answer = browser.post(f"/sop/{KEY}/konsep/terbitkan", versi=browser.hidden("versi"), catatan=note)
        assert answer.status_code == 422
        assert "paling panjang" in answer.text


def test_what_is_not_proven_is_published_with_a_reason_that_everybody_reads(office: Office) -> None:
    analyst = office.runner.actor_by_account("analis.uji")
    office.runner.draft_diagram(
        CORRELATED.bpmn(), file="sejalan.bpmn", forms=FORMS, agency=AGENCY, by=analyst
    )
    browser = office.login("analis.uji")
    page = browser.get(f"/sop/{CORRELATED.key}/konsep").text
    assert "Alasan tetap diterbitkan" in page
    address = f"/sop/{CORRELATED.key}/konsep/terbitkan"
    refused = browser.post(address, versi=browser.hidden("versi"), catatan="Tanpa alasan")
    assert refused.status_code == 422
    assert browser.value("catatan") == "Tanpa alasan"
    reason = "Kedua jawaban selalu sama: rapat yang sama memutuskannya."
    answer = browser.post(address, versi=browser.hidden("versi"), alasan_bukti=reason)
    assert reason in told(browser.follow(answer).text)
    assert reason in told(office.login("staf.uji").get(f"/sop/{CORRELATED.key}/jejak").text)


# --- files --------------------------------------------------------------------------------------------


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_files_leave_byte_for_byte_one_by_one_and_as_a_zip(office: Office) -> None:
    draft(office)
    browser = office.login("analis.uji")
    kept = office.runner.files_of(KEY, 1, by=office.runner.actor_by_account("staf.uji"))
    packed = browser.get(f"/sop/{KEY}/revisi/1/berkas.zip")
    assert "attachment" in packed.headers["Content-Disposition"]
    assert unzipped(packed.data) == {
        f"{KEY}@1.bpmn": drawn(DIAGRAM),
        "nota.form": kept["nota.form"],
        "periksa.form": kept["periksa.form"],
    }
    assert browser.get(f"/sop/{KEY}/revisi/1/berkas.zip").data == packed.data
    page = browser.get(f"/sop/{KEY}/revisi").text
    for link in re.findall(r'href="(/sop/[^"]*/isi/[^"]*)"', page):
        answer = browser.get(link)
        assert answer.data == kept[link.rpartition("/")[2]]
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert browser.get(f"/sop/{KEY}/revisi/1/isi/lain.form").status_code == 404
    assert browser.get(f"/sop/{KEY}/revisi/9/berkas.zip").status_code == 404
    assert unzipped(browser.get(f"/sop/{KEY}/konsep/berkas.zip").data)[f"{KEY}@konsep.bpmn"] == drawn(CHANGED)
    assert browser.get(f"/sop/{KEY}/konsep/isi/diagram.bpmn").data == drawn(CHANGED)


# --- the second person --------------------------------------------------------------------------------


def require_two(office: Office, *, answer: str = "ya") -> Browser:
    browser = office.login("admin")
    browser.get(f"/administrasi/instansi/{AGENCY}")
    browser.follow(browser.post(f"/administrasi/instansi/{AGENCY}/empat-mata", empat_mata=answer))
    return browser


def test_where_a_second_person_is_required_the_writer_does_not_publish(office: Office) -> None:
    assert "Tidak wajib" not in told(require_two(office).page)
    draft(office)
    writer = office.login("analis.uji")
    page = told(writer.get(f"/sop/{KEY}/konsep").text)
    assert "Terbitkan sebagai revisi" not in page
    refused = writer.post(f"/sop/{KEY}/konsep/terbitkan", versi=writer.hidden("versi"))
    assert refused.status_code == 422
    assert "tidak ikut menyusunnya" in refused.text
    grant(office, "kabag.uji", Duty.PUBLISHER)
    second = office.login("kabag.uji")
    assert "Analis Lima" in told(second.get(f"/sop/{KEY}/konsep").text)
    published = second.post(f"/sop/{KEY}/konsep/terbitkan", versi=second.hidden("versi"))
    assert "berlaku sekarang" in second.follow(published).text
    trail = told(second.get(f"/sop/{KEY}/jejak").text)
    assert re.search("Penyusun konsep ?Analis Lima", trail)
    require_two(office, answer="tidak")
    assert not office.runner.profile(AGENCY).four_eyes


def test_only_an_administrator_requires_a_second_person(office: Office) -> None:
    browser = office.login("analis.uji")
    browser.get("/sop")
    answer = browser.post(f"/administrasi/instansi/{AGENCY}/empat-mata", empat_mata="ya")
    assert answer.status_code == 403


# --- uploads ------------------------------------------------------------------------------------------


def send(
    browser: Browser, files: dict[str, bytes], typed: Typed | None = None, **fields: str
) -> TestResponse:
    """Post these files with the upload page that stands in this browser, as a browser does."""
    data: dict[str, object] = {
        "csrf_token": browser.hidden("csrf_token"),
        "instansi": AGENCY,
        **(typed or {}),
        **fields,
        "berkas": [(io.BytesIO(content), name) for name, content in files.items()],
    }
    return browser._keep(browser.client.post("/sop/unggah", data=data, content_type="multipart/form-data"))


def held(page: str) -> dict[str, list[str]]:
    """The files that the page carries."""
    return {
        name: [
            html.unescape(value)
            for value in re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
        ]
        for name in ("nama", "isi")
    }


def a_zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_an_upload_is_a_draft_that_shows_what_is_wrong_with_it(office: Office) -> None:
    browser = office.login("analis.uji")
    browser.get("/sop/unggah")
    answer = send(browser, {"nota.bpmn": drawn(UNNAMED)})
    page = told(browser.follow(answer).text)
    assert "Konsep disimpan." in page
    assert "Harus diperbaiki sebelum diterbitkan" in page


def test_a_zip_of_several_sops_is_as_many_drafts(office: Office) -> None:
    other = CHANGED.replace("uji-nota", "uji-memo").replace("Nota Dinas", "Memo")
    browser = office.login("analis.uji")
    browser.get("/sop/unggah")
    packed = a_zip({"nota.bpmn": drawn(CHANGED), "sub/memo.bpmn": drawn(other)})
    page = browser.follow(send(browser, {"semua.zip": packed})).text
    assert "2 konsep disimpan." in page
    assert "uji-memo" in page


def test_what_is_refused_stays_in_the_page_and_only_the_corrected_file_is_chosen_again(
    office: Office,
) -> None:
    browser = office.login("analis.uji")
    browser.get("/sop/unggah")
    extra = office.runner.files_of(KEY, 1, by=office.runner.actor_by_account("staf.uji"))["nota.form"]
    files = {"nota.bpmn": drawn(UNNAMED), "nota.form": extra}
    refused = send(browser, files, tujuan="terbitkan", catatan="Lewat unggahan")
    assert refused.status_code == 422
    assert "Harus diperbaiki sebelum diterbitkan" in refused.text
    assert browser.value("catatan") == "Lewat unggahan"
    assert held(refused.text)["nama"] == ["nota.bpmn", "nota.form"]
    kept = held(refused.text)
    again = send(browser, {"nota.bpmn": drawn(CHANGED)}, kept, tujuan="terbitkan", catatan="Lewat unggahan")
    page = told(browser.follow(again).text)
    assert "Revisi 2 diterbitkan dan berlaku sekarang." in page
    assert "Lewat unggahan" in page
    assert office.runner.diagram(KEY, 2, by=office.runner.actor_by_account("admin")) == drawn(CHANGED)


def test_a_kept_file_may_be_let_go(office: Office) -> None:
    browser = office.login("analis.uji")
    browser.get("/sop/unggah")
    refused = send(browser, {"nota.bpmn": drawn(CHANGED), "foto.png": b"\x89PNG"})
    assert refused.status_code == 422
    assert "foto.png" in told(refused.text)
    answer = send(browser, {}, {**held(refused.text), "lepas": "foto.png"})
    assert answer.location.endswith(f"/sop/{KEY}/konsep")


@pytest.mark.parametrize("carried", ["", "%%%", "aGFsbw=="])
def test_a_page_that_was_tampered_with_loses_its_files_and_nothing_else(office: Office, carried: str) -> None:
    browser = office.login("analis.uji")
    browser.get("/sop/unggah")
    answer = send(browser, {}, {"nama": ["x.bpmn"], "isi": [carried]})
    assert answer.status_code == 422
    assert "Pilih berkasnya dahulu" in answer.text


def test_a_page_carries_no_more_than_a_person_sends_and_says_what_it_let_go(office: Office) -> None:
    browser = office.login("analis.uji")
    browser.get("/sop/unggah")
    bomb = base64.b64encode(zlib.compress(bytes(10 * 2**20), 9)).decode()
    carried = {"nama": [f"{number}.bpmn" for number in range(20)], "isi": [bomb] * 20}
    answer = send(browser, {"nota.bpmn": drawn(CHANGED)}, carried)
    assert answer.status_code == 422
    assert "Terlalu besar untuk diunggah sekaligus" in told(answer.text)
    assert "19.bpmn" in told(answer.text)
    assert held(answer.text)["nama"] == ["0.bpmn", "nota.bpmn"]
    assert office.runner.drafts(by=office.runner.actor_by_account("admin")) == ()


def test_the_draft_of_somebody_else_is_replaced_only_when_it_was_seen(office: Office) -> None:
    grant(office, "rekan.uji", Duty.ANALYST)
    draft(office, by="rekan.uji")
    browser = office.login("analis.uji")
    browser.get("/sop/unggah")
    mine = {"nota.bpmn": drawn(CHANGED.replace("Mengetik", "Mencatat"))}
    refused = send(browser, mine)
    assert refused.status_code == 422
    assert "Gantikan konsep Staf Dua dengan berkas ini" in told(refused.text)
    chosen = re.search(r'name="ganti" id="ganti" value="([^"]*)"', refused.text)
    assert chosen is not None
    answer = send(browser, {}, {**held(refused.text), "ganti": chosen[1]})
    assert answer.status_code == 302
    page = told(browser.follow(answer).text)
    assert "Staf Dua, Analis Lima" in page  # both have written what is published now


def test_what_may_only_be_drafted_stays_in_the_page_when_it_was_to_be_published(office: Office) -> None:
    grant(office, "rekan.uji", Duty.ANALYST)
    browser = office.login("rekan.uji")
    browser.get("/sop/unggah")
    refused = send(browser, {"nota.bpmn": drawn(CHANGED)}, tujuan="terbitkan")
    assert refused.status_code == 403
    assert "Belum ada yang berubah" in told(refused.text)
    answer = send(browser, {}, held(refused.text))
    assert answer.location.endswith(f"/sop/{KEY}/konsep")


def test_an_upload_that_publishes_says_when_nothing_is_new(office: Office) -> None:
    browser = office.login("analis.uji")
    browser.get("/sop/unggah")
    answer = send(browser, {"nota.bpmn": drawn(DIAGRAM)}, tujuan="terbitkan")
    assert answer.status_code == 422
    assert "sudah memuat isi yang sama" in answer.text


def test_who_writes_no_sops_is_told_so_and_uploads_nothing(office: Office) -> None:
    browser = office.login("staf.uji")
    assert "Anda belum dapat mengunggah SOP" in browser.get("/sop/unggah").text
    assert send(browser, {"nota.bpmn": drawn(CHANGED)}).status_code == 403
