"""Hosts, cookies, headers, static files: what stands before every page."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.webui.office import PASSWORD, Browser, Office
from webui import Config, PlainHttpRefused, create_app

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what the app must refuse to serve without https


def behind_proxy(office: Office) -> Flask:
    config = Config(secret="s" * 32, address=EVERYWHERE, behind_proxy=True, hosts=("alur.example",))
    return create_app(config, office.runner)


@pytest.mark.parametrize("address", [EVERYWHERE, "192.168.1.4", "::"])
def test_plain_http_is_refused_beyond_this_machine(office: Office, address: str) -> None:
    with pytest.raises(PlainHttpRefused, match="--behind-proxy"):
        create_app(Config(secret="s" * 32, address=address), office.runner)


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
def test_plain_http_is_served_on_this_machine(office: Office, address: str) -> None:
    assert create_app(Config(secret="s" * 32, address=address), office.runner)


def test_another_host_name_is_refused(office: Office) -> None:
    answer = office.app.test_client().get("/masuk", headers={"Host": "evil.example"})
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/masuk", "/kotak-masuk", "/tidak-ada", "/static/alur.css"])
def test_every_answer_carries_the_headers_that_keep_foreign_code_out(office: Office, path: str) -> None:
    headers = office.login("staf.uji").get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert path.startswith("/static") or headers["Cache-Control"] == "no-store"


def test_a_static_file_under_its_digest_is_kept_for_a_year_and_compressed(office: Office) -> None:
    browser = office.stranger()
    browser.get("/masuk")
    start = browser.page.index("/static/alur.css")
    address = browser.page[start : browser.page.index('"', start)]
    answer = browser.get(address, **{"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 8_000
    plain = browser.get("/static/alur.css")
    assert plain.headers["Cache-Control"] == "no-cache"
    assert "Content-Encoding" not in plain.headers


def test_on_this_machine_cookies_are_closed_to_scripts_and_other_sites(office: Office) -> None:
    cookie = office.stranger().get("/masuk").headers["Set-Cookie"]
    assert cookie.startswith("alur=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_behind_a_proxy_cookies_belong_to_this_one_host_over_https(office: Office) -> None:
    seen = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "alur.example",
        "X-Forwarded-For": "203.0.113.9",
    }
    answer = behind_proxy(office).test_client().get("/masuk", headers=seen)
    assert answer.status_code == 200
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-alur=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert "Strict-Transport-Security" in answer.headers


def test_behind_a_proxy_a_person_comes_in_and_sends_forms(office: Office) -> None:
    browser = Browser(behind_proxy(office).test_client(), office)
    seen = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "alur.example",
        "X-Forwarded-For": "203.0.113.9",
    }
    base = "https://alur.example"
    browser.page = browser.client.get("/masuk", headers=seen, base_url=base).text
    form = {"csrf_token": browser.hidden("csrf_token"), "account": "staf.uji", "password": PASSWORD}
    own = {**seen, "Referer": f"{base}/masuk"}
    assert browser.client.post("/masuk", data=form, headers=own, base_url=base).location == "/kotak-masuk"
    foreign = {**seen, "Referer": "https://evil.example/masuk"}
    assert browser.client.post("/masuk", data=form, headers=foreign, base_url=base).status_code == 400


@pytest.mark.parametrize("seen", [{}, {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "alur.example"}])
def test_behind_a_proxy_plain_http_is_refused(office: Office, seen: dict[str, str]) -> None:
    client = behind_proxy(office).test_client()
    assert client.get("/masuk", headers={"Host": "alur.example", **seen}).status_code == 400


def test_a_request_larger_than_any_form_is_refused_with_a_page(office: Office) -> None:
    browser = office.login("staf.uji")
    browser.get("/kotak-masuk")
    answer = browser.post("/tugas/x", isi="x" * 5_000_000)
    assert answer.status_code == 413
    assert "Isian terlalu besar" in answer.text


def test_no_page_holds_inline_style_or_script(office: Office) -> None:
    task = office.start()
    browser = office.login("staf.uji")
    for path in (
        "/masuk",
        "/kotak-masuk",
        "/kotak-masuk/jabatan",
        f"/tugas/{task}",
        "/sandi",
        "/berkas",
        "/sop",
    ):
        page = browser.get(path).text
        assert " style=" not in page, path
        assert "<style" not in page, path
        assert "<script>" not in page, path
        assert " onclick=" not in page, path


def test_a_fault_of_ours_shows_a_number_and_what_was_typed_and_no_trace(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RuntimeError("secret detail")

    office.app.add_url_rule("/rusak", "broken", broken, methods=["POST"])
    browser = office.login("staf.uji")
    browser.get("/kotak-masuk")
    answer = browser.post("/rusak", isi="kalimat yang panjang")
    assert answer.status_code == 500
    assert "nomor gangguan" in answer.text
    assert "kalimat yang panjang" in answer.text
    assert "secret detail" not in answer.text
    assert any("fault" in record.message for record in caplog.records)


def test_the_whole_page_of_a_task_weighs_less_than_150_kb_without_javascript(office: Office) -> None:
    browser = office.login("staf.uji")
    page = browser.get(f"/tugas/{office.start()}")
    weight = len(page.data)
    for part in page.text.split('href="')[1:]:
        address = part.split('"')[0].replace("&amp;", "&")
        if address.startswith("/static") and ".css" in address:
            weight += len(browser.get(address, **{"Accept-Encoding": "gzip"}).data)
    assert weight < 150_000
