"""Login, logout, throttling, and what was typed when a session ended."""

from __future__ import annotations

import json

import pytest

from tests.webui.office import PASSWORD, Browser, Office
from tests.webui.test_every_route_asks_for_a_login import routes
from webui import login


def cookie(office: Office, browser_client: object) -> str:
    found = browser_client.get_cookie("alur")  # type: ignore[attr-defined]
    return found.value if found else ""


def test_a_person_comes_in_with_account_and_password_and_lands_in_the_inbox(office: Office) -> None:
    browser = office.stranger()
    browser.get("/masuk")
    answer = browser.post("/masuk", account=" staf.uji ", password=PASSWORD)
    assert answer.location == "/kotak-masuk"
    page = browser.follow(answer).text
    assert "Staf Satu" in page
    assert "Staf Umum" in page
    assert "Dinas Percobaan" in page


@pytest.mark.parametrize(
    ("account", "password"), [("staf.uji", "keliru-sekali"), ("tidak.ada", PASSWORD), ("", "")]
)
def test_a_wrong_login_is_refused_without_saying_what_was_wrong(
    office: Office, account: str, password: str
) -> None:
    browser = office.stranger()
    browser.get("/masuk")
    answer = browser.post("/masuk", account=account, password=password)
    assert answer.status_code == 422
    assert "Akun atau kata sandi tidak cocok" in answer.text
    assert f'value="{account}"' in answer.text
    assert password not in answer.text or not password
    assert browser.get("/kotak-masuk").status_code == 302


def test_ten_failures_throttle_this_account_and_lock_nobody_else_out(office: Office) -> None:
    browser = office.stranger()
    browser.get("/masuk")
    for _ in range(10):
        browser.post("/masuk", account="staf.uji", password="salah")  # noqa: S106
    answer = browser.post("/masuk", account="staf.uji", password=PASSWORD)
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan masuk" in answer.text
    assert browser.post("/masuk", account="kabag.uji", password=PASSWORD).status_code == 302
    office.clock.pass_(minutes=16)
    browser = office.stranger()
    browser.get("/masuk")
    assert browser.post("/masuk", account="staf.uji", password=PASSWORD).status_code == 302


def test_guessing_the_old_password_of_an_open_session_is_throttled_as_well(office: Office) -> None:
    browser = office.login("staf.uji")
    browser.get("/sandi")
    new = {"password_new": "sandi-baru-uji", "password_again": "sandi-baru-uji"}
    for _ in range(10):
        assert browser.post("/sandi", new, password="salah").status_code == 422  # noqa: S106
    answer = browser.post("/sandi", new, password=PASSWORD)
    assert answer.status_code == 429
    assert "Tunggu 15 menit" in answer.text
    office.clock.pass_(minutes=16)
    assert browser.post("/sandi", new, password=PASSWORD).status_code == 302


def test_the_session_is_another_one_after_login(office: Office) -> None:
    browser = office.stranger()
    browser.get("/masuk")
    before, token_before = cookie(office, browser.client), browser.hidden("csrf_token")
    browser.post("/masuk", account="staf.uji", password=PASSWORD)
    browser.get("/kotak-masuk")
    assert cookie(office, browser.client) != before
    stale = browser.client.post("/keluar", data={"csrf_token": token_before})
    assert stale.status_code == 400


def test_a_session_dies_at_logout_even_for_a_copy_of_its_cookie(office: Office) -> None:
    browser = office.login("staf.uji")
    copied = cookie(office, browser.client)
    browser.get("/kotak-masuk")
    assert browser.post("/keluar").location == "/masuk"
    thief = office.stranger()
    thief.client.set_cookie("alur", copied)
    assert thief.get("/kotak-masuk").status_code == 302


def test_a_disabled_person_is_out_at_the_next_request(office: Office) -> None:
    browser = office.login("staf.uji")
    assert browser.get("/kotak-masuk").status_code == 200
    admin = office.runner.first_administrator()
    office.runner.disable(office.runner.actor_by_account("staf.uji").id, by=admin)
    assert browser.get("/kotak-masuk").status_code == 302


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_a_login_never_leads_to_another_host(office: Office, address: str) -> None:
    browser = office.stranger()
    browser.get("/masuk")
    answer = browser.post("/masuk", account="staf.uji", password=PASSWORD, next=address)
    assert answer.location == "/kotak-masuk"


def test_a_login_leads_back_to_the_page_that_was_asked_for(office: Office) -> None:
    browser = office.stranger()
    browser.follow(browser.get("/kotak-masuk/selesai?setelah=a~b"))
    answer = browser.post("/masuk", account="staf.uji", password=PASSWORD, next=browser.hidden("next"))
    assert answer.location == "/kotak-masuk/selesai?setelah=a~b"


def test_what_was_typed_when_the_session_ended_is_there_after_the_login_and_nothing_is_recorded(
    office: Office,
) -> None:
    task = office.start()
    browser = office.login("staf.uji")
    browser.get(f"/tugas/{task}")
    office.clock.pass_(hours=13)
    answer = browser.post(f"/tugas/{task}", perihal="Rapat <b>besar</b>", isi="Baris satu\nBaris dua")
    assert answer.status_code == 401
    assert "Sesi Anda sudah berakhir" in answer.text
    assert browser.value("account") == "staf.uji"
    carried = browser.hidden("carried")
    refused = browser.post("/masuk", account="staf.uji", password="salah", carried=carried)  # noqa: S106
    assert refused.status_code == 422
    assert browser.hidden("carried") == carried
    browser.post("/masuk", account="staf.uji", password=PASSWORD, carried=carried)
    assert "belum dikirim" in browser.page
    assert browser.value("perihal") == "Rapat <b>besar</b>"
    assert browser.value("isi") == "Baris satu\nBaris dua"
    page = office.runner.task(task, by=office.runner.actor_by_account("staf.uji"))  # type: ignore[arg-type]
    assert page.is_open
    assert page.draft_saved_at is None
    sent = browser.post(f"/tugas/{task}", perihal="Rapat", isi="Isi")
    assert sent.status_code == 302


def test_another_person_who_logs_in_does_not_see_what_the_first_one_typed(office: Office) -> None:
    task = office.start()
    browser = office.login("staf.uji")
    browser.get(f"/tugas/{task}")
    office.clock.pass_(hours=13)
    browser.post(f"/tugas/{task}", isi="rahasia staf satu")
    answer = browser.post("/masuk", account="rekan.uji", password=PASSWORD, carried=browser.hidden("carried"))
    assert answer.location == "/kotak-masuk"


def test_any_other_request_without_a_session_is_offered_again_after_the_login(office: Office) -> None:
    browser = office.login("staf.uji")
    browser.get("/kotak-masuk")
    office.clock.pass_(hours=13)
    browser.post("/berkas/x/batalkan", alasan="salah berkas")
    answer = browser.post("/masuk", account="staf.uji", password=PASSWORD, carried=browser.hidden("carried"))
    assert answer.status_code == 200
    assert 'action="/berkas/x/batalkan"' in answer.text
    assert browser.value("alasan") == "salah berkas"


def test_a_form_that_another_site_sends_carries_nothing(office: Office) -> None:
    answer = office.stranger().client.post(
        "/tugas/x", data={"isi": "jebakan"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 401
    assert "jebakan" not in answer.text


@pytest.mark.parametrize(
    "carried",
    [
        "nonsense",
        "{}",
        "[]",
        json.dumps({"path": "/tidak/ada", "account": "", "pairs": {}}),
        json.dumps({"path": "/keluar", "account": "", "pairs": {}}),
        json.dumps({"path": "/tugas/x", "account": "", "pairs": ["a"]}),
    ],
)
def test_a_broken_carried_text_does_no_harm(office: Office, carried: str) -> None:
    browser = office.stranger()
    browser.get("/masuk")
    answer = browser.post("/masuk", account="staf.uji", password=PASSWORD, carried=carried)
    assert answer.location == "/kotak-masuk"


def test_a_one_time_password_leads_to_a_new_one(office: Office) -> None:
    admin = office.runner.first_administrator()
    given = office.runner.reset_password(office.runner.actor_by_account("staf.uji").id, by=admin)
    browser = office.stranger()
    browser.get("/masuk")
    answer = browser.post("/masuk", account="staf.uji", password=given)
    assert answer.location == "/sandi"
    browser.follow(answer)
    assert "hanya berlaku sekali" in browser.page
    tries = [
        ({"password": given, "password_new": "sandi-baru-uji", "password_again": "lain"}, "tidak sama"),
        (
            {"password": "x", "password_new": "sandi-baru-uji", "password_again": "sandi-baru-uji"},
            "tidak cocok",
        ),
        ({"password": given, "password_new": "x", "password_again": "x"}, "sedikitnya"),
    ]
    for fields, said in tries:
        answer = browser.post("/sandi", **fields)
        assert answer.status_code == 422
        assert said in answer.text
    new = {"password": given, "password_new": "sandi-baru-uji", "password_again": "sandi-baru-uji"}
    assert browser.post("/sandi", **new).location == "/kotak-masuk"


def with_a_one_time_password(office: Office) -> tuple[Browser, str]:
    """A browser that just came in with the password an administrator gave, and that password."""
    admin = office.runner.first_administrator()
    given = office.runner.reset_password(office.runner.actor_by_account("staf.uji").id, by=admin)
    browser = office.stranger()
    browser.get("/masuk")
    browser.follow(browser.post("/masuk", account="staf.uji", password=given))
    return browser, given


def test_a_one_time_password_opens_no_page_but_the_one_that_replaces_it(office: Office) -> None:
    browser, _ = with_a_one_time_password(office)
    for endpoint, method, address in routes(office.app):
        if endpoint in login.OPEN | login.BEFORE_THE_CHANGE:
            continue
        if method == "GET":
            answer = browser.get(address)
            assert (answer.status_code, answer.location) == (302, "/sandi"), endpoint
        else:
            browser.get("/sandi")
            answer = browser.post(address)
            assert answer.status_code == 403, endpoint
            assert "hanya berlaku sekali" in answer.text, endpoint
    assert browser.post("/keluar").location == "/masuk"


def test_what_was_typed_waits_until_the_one_time_password_is_replaced(office: Office) -> None:
    task = office.start()
    browser, given = with_a_one_time_password(office)
    assert browser.post(f"/tugas/{task}", isi="Baris satu").status_code == 403
    new = {"password": given, "password_new": "sandi-baru-uji", "password_again": "sandi-baru-uji"}
    carried = browser.hidden("carried")
    assert browser.post("/sandi", {**new, "password": "x"}, carried=carried).status_code == 422
    assert browser.hidden("carried") == carried
    assert browser.post("/sandi", new, carried=carried).status_code == 200
    assert browser.value("isi") == "Baris satu"
    assert "belum dikirim" in browser.page


def test_what_was_typed_survives_a_reset_of_the_password_meanwhile(office: Office) -> None:
    task = office.start()
    typist = office.login("staf.uji")
    typist.get(f"/tugas/{task}")
    _, given = with_a_one_time_password(office)
    typist.post(f"/tugas/{task}", isi="Baris satu")
    answer = typist.post("/masuk", account="staf.uji", password=given, carried=typist.hidden("carried"))
    assert "hanya berlaku sekali" in answer.text
    new = {"password": given, "password_new": "sandi-baru-uji", "password_again": "sandi-baru-uji"}
    typist.post("/sandi", new, carried=typist.hidden("carried"))
    assert typist.value("isi") == "Baris satu"


def test_a_new_password_ends_the_other_sessions_of_the_person_and_of_nobody_else(office: Office) -> None:
    here, there, other = office.stranger(), office.login("staf.uji"), office.login("rekan.uji")
    here.get("/masuk")
    here.post("/masuk", account="staf.uji", password=PASSWORD)
    here.get("/sandi")
    new = {"password": PASSWORD, "password_new": "sandi-baru-uji", "password_again": "sandi-baru-uji"}
    assert here.post("/sandi", new).location == "/kotak-masuk"
    assert here.get("/kotak-masuk").status_code == 200
    assert there.get("/kotak-masuk").status_code == 302
    assert other.get("/kotak-masuk").status_code == 200


def test_the_guard_of_a_page_asks_the_database_once(office: Office) -> None:
    browser = office.login("staf.uji")
    browser.get("/sandi")
    asked: list[str] = []
    office.runner.store.on_every_connection(lambda statement, _many: asked.append(statement))
    assert browser.get("/sandi").status_code == 200
    assert len(asked) == 1, asked


def test_the_language_switch_keeps_its_choice_in_a_cookie(office: Office) -> None:
    browser = office.stranger()
    assert 'lang="id"' in browser.get("/masuk").text
    assert 'lang="en"' in browser.get("/masuk?bahasa=en").text
    browser.get("/masuk")
    assert browser.post("/bahasa", bahasa="en", next="/masuk").location.startswith("/")
    page = browser.get("/masuk").text
    assert 'lang="en"' in page
    assert "Password" in page
    browser.post("/bahasa", bahasa="xx")
    assert 'lang="id"' in browser.get("/masuk").text
