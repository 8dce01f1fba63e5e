"""The administration: people, appointments, duties, running cases, the proof of the records."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from runner import Actor, AgencyCode, CaseId, Duty, NotAllowed, NotFound, TaskId
from tests.webui.office import AGENCY, KEY, PASSWORD, Office

PEOPLE = "/administrasi/instansi/uji"
ALL = "/administrasi/instalasi"


def admin(office: Office) -> Actor:
    """The administrator of the whole installation."""
    return office.runner.actor_by_account("admin")


def person(office: Office, account: str) -> str:
    """The address of this person's page."""
    return f"{PEOPLE}/pegawai/{office.runner.actor_by_account(account).id}"


def held(office: Office, account: str) -> list[tuple[str, str, datetime, datetime | None, str]]:
    """Position, capacity, since, until and order of every appointment."""
    return [
        (made.position, made.capacity.value, made.since, made.until, made.order)
        for made in office.runner.actor_by_account(account).appointments
    ]


def test_positions_that_nobody_holds_are_said_first(office: Office) -> None:
    browser = office.login("admin")
    assert "Jabatan tanpa pemangku" not in browser.get("/administrasi").text
    appointment = office.runner.actor_by_account("kabag.uji").appointments[0].id
    browser.get(person(office, "kabag.uji"))
    office.clock.pass_(minutes=5)
    browser.post(f"{person(office, 'kabag.uji')}/jabatan/{appointment}/akhiri")
    for address in ("/administrasi", PEOPLE):
        page = browser.get(address).text
        main = page[page.index("<main") :]
        assert main.index("Jabatan tanpa pemangku") < main.index("Kepala Bagian"), address


def test_a_registered_person_logs_in_with_a_password_that_is_shown_once(office: Office) -> None:
    browser = office.login("admin")
    browser.get(PEOPLE)
    shown = browser.post(f"{PEOPLE}/pegawai", akun="baru.uji", nama="Pegawai Baru")
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    found = re.search(r'<code class="password">([^<]+)</code>', shown.text)
    assert found
    assert found[1] not in browser.get(person(office, "baru.uji")).text
    assert office.runner.log_in("baru.uji", found[1])
    listed = browser.get(PEOPLE).text
    assert "Pegawai Baru" in listed


@pytest.mark.parametrize(
    ("account", "said"),
    [("staf.uji", "sudah dipakai"), ("Pak Budi", "huruf kecil"), ("", "huruf kecil")],
)
def test_a_bad_account_is_explained_beside_its_field_and_nothing_typed_is_lost(
    office: Office, account: str, said: str
) -> None:
    browser = office.login("admin")
    browser.get(PEOPLE)
    refused = browser.post(f"{PEOPLE}/pegawai", akun=account, nama="Pegawai Baru")
    assert refused.status_code == 422
    assert said in refused.text
    assert browser.value("akun") == account
    assert browser.value("nama") == "Pegawai Baru"


def test_an_appointment_is_read_in_the_zone_of_the_agency(office: Office) -> None:
    browser = office.login("admin")
    browser.get(person(office, "rekan.uji"))
    made = browser.post(
        f"{person(office, 'rekan.uji')}/jabatan",
        jabatan="kabag",
        sifat="Plh.",
        sejak="2026-11-24T07:30",
        sampai="2026-11-27T16:30",
        nomor="800/17/2026",
    )
    assert made.status_code == 302
    since, until = datetime(2026, 11, 23, 23, 30, tzinfo=UTC), datetime(2026, 11, 27, 8, 30, tzinfo=UTC)
    assert ("kabag", "Plh.", since, until, "800/17/2026") in held(office, "rekan.uji")
    page = browser.follow(made).text
    for told in ("Plh.", "Sel, 24 Nov 2026 07.30 WITA", "Jum, 27 Nov 2026 16.30 WITA", "Nomor 800/17/2026"):
        assert told in page, told


def test_an_appointment_without_moments_begins_now_and_stays(office: Office) -> None:
    browser = office.login("admin")
    browser.get(person(office, "rekan.uji"))
    browser.post(f"{person(office, 'rekan.uji')}/jabatan", jabatan="kabag", sifat="definitif")
    assert ("kabag", "definitif", office.clock.now, None, "") in held(office, "rekan.uji")
    assert "Kabag Tiga" in browser.get(PEOPLE).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"sejak": "2026-11-24T07:30", "sampai": "2026-11-23T07:30"},
            "Akhir masa jabatan harus sesudah mulainya",
        ),
        ({"sejak": "kemarin"}, "tidak terbaca"),
        ({"sifat": "Raja"}, "tidak terbaca"),
    ],
)
def test_an_appointment_that_cannot_be_is_explained_and_shown_back(
    office: Office, fields: dict[str, str], said: str
) -> None:
    browser = office.login("admin")
    browser.get(person(office, "rekan.uji"))
    sent = {"jabatan": "kabag", "sifat": "Plt.", "nomor": "800/17/2026", **fields}
    refused = browser.post(f"{person(office, 'rekan.uji')}/jabatan", **sent)
    assert refused.status_code == 422
    assert said in refused.text
    assert browser.value("nomor") == "800/17/2026"
    assert len(held(office, "rekan.uji")) == 1


def test_an_appointment_ends_at_a_moment_or_at_once(office: Office) -> None:
    browser, address = office.login("admin"), person(office, "staf.uji")
    appointment = office.runner.actor_by_account("staf.uji").appointments[0].id
    browser.get(address)
    browser.post(f"{address}/jabatan/{appointment}/akhiri", sampai="2026-11-30T16:00")
    assert held(office, "staf.uji")[0][3] == datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert browser.post(f"{address}/jabatan/{appointment}/akhiri", sampai="besok").status_code == 422
    office.clock.pass_(minutes=1)
    browser.post(f"{address}/jabatan/{appointment}/akhiri")
    assert held(office, "staf.uji")[0][3] == office.clock.now
    assert "Tidak berlaku" in browser.get(address).text


def test_duties_are_granted_for_the_agency_or_everywhere_and_taken_back(office: Office) -> None:
    browser, address = office.login("admin"), person(office, "staf.uji")
    browser.get(address)
    browser.post(f"{address}/wewenang/beri", wewenang="auditor", lingkup="instansi")
    assert {(duty.value, where) for duty, where in office.runner.actor_by_account("staf.uji").duties} == {
        ("auditor", "uji")
    }
    assert '<div>Auditor<span class="under">Dinas Percobaan</span></div>' in browser.get(address).text
    browser.post(f"{address}/wewenang/cabut", wewenang="auditor", lingkup="instansi")
    browser.post(f"{address}/wewenang/beri", wewenang="analis", lingkup="semua")
    assert {(duty.value, where) for duty, where in office.runner.actor_by_account("staf.uji").duties} == {
        ("analis", None)
    }
    assert browser.post(f"{address}/wewenang/beri", wewenang="raja").status_code == 422


def test_a_disabled_person_is_out_at_once_and_may_come_back(office: Office) -> None:
    browser, address, staff = office.login("admin"), person(office, "staf.uji"), office.login("staf.uji")
    assert staff.get("/kotak-masuk").status_code == 200
    browser.get(address)
    page = browser.follow(browser.post(f"{address}/nonaktifkan")).text
    assert "Nonaktif" in page
    assert staff.get("/kotak-masuk").status_code == 302
    assert "Aktifkan akun" in page
    browser.post(f"{address}/aktifkan")
    assert not office.runner.actor_by_account("staf.uji").disabled


def test_a_new_one_time_password_ends_the_sessions_of_the_old_one(office: Office) -> None:
    browser, address, staff = office.login("admin"), person(office, "staf.uji"), office.login("staf.uji")
    browser.get(address)
    shown = browser.post(f"{address}/sandi").text
    found = re.search(r'<code class="password">([^<]+)</code>', shown)
    assert found
    assert office.runner.log_in("staf.uji", found[1])
    assert staff.get("/kotak-masuk").status_code == 302


def test_running_cases_are_listed_without_their_subject_and_cancelled_with_a_reason(office: Office) -> None:
    starter = office.runner.actor_by_account("staf.uji")
    case = office.runner.start(KEY, by=starter).id
    task = office.runner.case(CaseId(case), by=starter).open[0].task
    office.runner.complete(TaskId(task), {"perihal": ["Rahasia jabatan"]}, by=starter)
    browser = office.login("admin")
    page = browser.get("/administrasi/berkas").text
    assert "0001/2026" in page
    assert "Rahasia jabatan" not in page
    assert browser.post(f"/administrasi/berkas/{case}/batalkan", alasan=" ").status_code == 422
    browser.get("/administrasi/berkas")
    done = browser.follow(browser.post(f"/administrasi/berkas/{case}/batalkan", alasan="Instansi dilebur."))
    assert "0001/2026" not in done.text
    history = office.runner.case(CaseId(case), by=office.runner.actor_by_account("auditor.uji")).moments
    assert history[-1].reason == "Instansi dilebur."


def test_the_proof_says_in_words_that_all_records_are_whole(office: Office) -> None:
    office.start()
    browser = office.login("auditor.uji")
    assert "Periksa sekarang" in browser.get("/administrasi/keutuhan").text
    page = browser.post("/administrasi/keutuhan").text
    assert "Semua catatan utuh" in page
    assert "1 berkas dibangun ulang" in page


def test_the_proof_names_what_was_changed_behind_its_back(office: Office) -> None:
    office.start()
    with office.runner.store.write() as tx:
        tx.execute(text("UPDATE tasks SET holder = 'orang-lain'"))
    browser = office.login("admin")
    browser.get("/administrasi/keutuhan")
    page = browser.post("/administrasi/keutuhan").text
    assert "Ada catatan yang tidak utuh" in page
    assert "case:" in page


# account, status of the people pages, of an administrator's acts, of the list of running cases, of verify
MATRIX = [
    ("staf.uji", 403, 403, 403),
    ("kabag.uji", 403, 403, 403),
    ("analis.uji", 403, 403, 403),
    ("auditor.uji", 403, 403, 200),
    ("admin", 200, 302, 200),
]


@pytest.mark.parametrize(("account", "read", "act", "verify"), MATRIX, ids=[row[0] for row in MATRIX])
def test_who_administers_and_who_proves(
    office: Office, account: str, read: int, act: int, verify: int
) -> None:
    address, browser = person(office, "rekan.uji"), office.login(account)
    for page in ("/administrasi", PEOPLE, address):
        assert browser.get(page).status_code == read, page
    browser.get("/sop")
    acts: list[tuple[str, dict[str, str | list[str]], int]] = [
        (f"{address}/jabatan", {"jabatan": "kabag", "sifat": "Plt."}, act),
        (f"{address}/wewenang/beri", {"wewenang": "auditor"}, act),
        (f"{address}/wewenang/cabut", {"wewenang": "auditor"}, act),
        (f"{address}/nonaktifkan", {}, act),
        (f"{address}/aktifkan", {}, act),
        (f"{address}/sandi", {}, read),
        (f"{PEOPLE}/pegawai", {"akun": "baru.uji", "nama": "Baru"}, read),
    ]
    for where, fields, expected in acts:
        browser.get("/sop")
        assert browser.post(where, **fields).status_code == expected, where
    assert browser.post("/administrasi/keutuhan").status_code == verify


def test_only_administrators_see_running_cases_they_have_no_part_in(office: Office) -> None:
    office.start()
    assert "0001/2026" in office.login("admin").get("/administrasi/berkas").text
    for account in ("kabag.uji", "auditor.uji", "analis.uji", "staf.uji"):
        answer = office.login(account).get("/administrasi/berkas")
        assert answer.status_code == 403, account
        assert "0001/2026" not in answer.text, account


def test_who_cancels_a_case_that_they_may_not_read_is_asked_for_the_reason(office: Office) -> None:
    runner, admin = office.runner, office.runner.actor_by_account("admin")
    local, given = runner.register(AGENCY, account="lokal.uji", name="Admin Lokal", by=admin)
    runner.grant(local, duty=Duty.ADMINISTRATOR, agency=AGENCY, by=admin)
    runner.change_password(given, PASSWORD, by=runner.actor_by_account("lokal.uji"))
    staff = runner.actor_by_account("staf.uji")
    done = runner.complete(TaskId(office.start()), {"perihal": ["Undangan"]}, by=staff)
    browser = office.stranger()
    browser.get("/masuk")
    browser.post("/masuk", account="lokal.uji", password=PASSWORD)
    address = f"/berkas/{done.case.id}"
    assert browser.get(address).status_code == 403
    browser.get("/administrasi/berkas")
    answer = browser.post(f"{address}/batalkan", alasan=" ")
    assert answer.status_code == 422
    assert "Alasan belum diisi" in answer.text
    browser.get("/administrasi/berkas")
    assert browser.post(f"{address}/batalkan", alasan="Salah berkas").status_code == 302


def test_unknown_people_and_agencies_are_not_found(office: Office) -> None:
    browser = office.login("admin")
    assert browser.get(f"{PEOPLE}/pegawai/tidak-ada").status_code == 404
    assert browser.get("/administrasi/instansi/lain").status_code == 404


def test_a_duty_in_an_agency_that_nobody_declared_is_refused_and_not_recorded(office: Office) -> None:
    admin, staff = (office.runner.actor_by_account(account) for account in ("admin", "staf.uji"))
    with pytest.raises(NotFound):
        office.runner.grant(staff.id, duty=Duty.ANALYST, agency=AgencyCode("uij"), by=admin)
    assert not office.runner.actor_by_account("staf.uji").duties


def test_an_agency_administrator_cannot_take_over_one_of_the_installation(office: Office) -> None:
    runner, admin = office.runner, office.runner.actor_by_account("admin")
    for account, where in (("staf.uji", AGENCY), ("kabag.uji", None)):
        runner.grant(runner.actor_by_account(account).id, duty=Duty.ADMINISTRATOR, agency=where, by=admin)
    local, whole = (runner.actor_by_account(account) for account in ("staf.uji", "kabag.uji"))
    for verb in (runner.reset_password, runner.disable):
        with pytest.raises(NotAllowed):
            verb(whole.id, by=local)
    assert runner.reset_password(runner.actor_by_account("rekan.uji").id, by=local)


def test_duties_are_listed_with_the_agency_in_which_they_hold(office: Office) -> None:
    browser = office.login("admin")
    browser.get(person(office, "staf.uji"))
    browser.post(f"{person(office, 'staf.uji')}/wewenang/beri", wewenang="auditor", lingkup="semua")
    for address in (PEOPLE, person(office, "staf.uji"), person(office, "analis.uji")):
        page = browser.get(address).text
        assert "Seluruh instalasi" in page, address
    lines = {
        line.actor.account: line.duties for line in office.runner.people(AGENCY, by=admin(office)).people
    }
    assert [(line.duty, line.agency, line.agency_name) for line in lines["staf.uji"]] == [
        ("auditor", None, "")
    ]
    assert [(line.duty, line.agency_name) for line in lines["analis.uji"]] == [
        ("analis", "Dinas Percobaan"),
        ("penerbit", "Dinas Percobaan"),
    ]


def test_people_without_an_agency_are_registered_given_duties_and_barred(office: Office) -> None:
    browser = office.login("admin")
    assert "admin" in browser.get(ALL).text
    assert ALL in browser.get("/administrasi").text
    shown = browser.post(f"{ALL}/pegawai", akun="pengawas", nama="Pengawas Pusat")
    found = re.search(r'<code class="password">([^<]+)</code>', shown.text)
    assert found
    assert office.runner.log_in("pengawas", found[1])
    assert browser.post(f"{ALL}/pegawai", akun="pengawas", nama="Lagi").status_code == 422
    there = f"{ALL}/pegawai/{office.runner.actor_by_account('pengawas').id}"
    browser.get(there)
    for where in ("", "uji"):
        browser.post(f"{there}/wewenang/beri", wewenang="auditor", lingkup=where)
    assert office.runner.actor_by_account("pengawas").duties == {(Duty.AUDITOR, None), (Duty.AUDITOR, AGENCY)}
    page = browser.get(there).text
    assert "Dinas Percobaan" in page
    browser.post(f"{there}/wewenang/cabut", wewenang="auditor", lingkup="")
    assert office.runner.actor_by_account("pengawas").duties == {(Duty.AUDITOR, AGENCY)}
    assert browser.post(f"{there}/wewenang/beri", wewenang="raja").status_code == 422
    browser.post(f"{there}/nonaktifkan")
    assert office.runner.actor_by_account("pengawas").disabled
    browser.post(f"{there}/aktifkan")
    assert 'class="password"' in browser.post(f"{there}/sandi").text


def test_whoever_administers_one_agency_only_does_not_read_of_the_whole_installation(office: Office) -> None:
    office.runner.grant(
        office.runner.actor_by_account("staf.uji").id,
        duty=Duty.ADMINISTRATOR,
        agency=AGENCY,
        by=admin(office),
    )
    browser = office.login("staf.uji")
    assert ALL not in browser.get("/administrasi").text
    assert browser.get(ALL).status_code == 403
    assert browser.get(f"{ALL}/pegawai/{admin(office).id}").status_code == 403
    assert (
        browser.get(f"{person(office, 'staf.uji').rpartition('/')[0]}/{admin(office).id}").status_code == 404
    )
