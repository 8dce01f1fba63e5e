"""Every route, by its method: strangers see the login page, and unsafe requests need their token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from tests.webui.office import Office
from webui import login


def sample(converter: BaseConverter) -> str | int:
    """A value that this part of an address accepts."""
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 1 if isinstance(converter, IntegerConverter) else "x"


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and an address of every route."""
    for rule in app.url_map.iter_rules():
        values = {name: sample(converter) for name, converter in rule._converters.items()}
        built = rule.build(values, append_unknown=False)
        assert built is not None, rule
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, built[1]


def test_a_stranger_reaches_only_the_login_and_the_look_of_the_pages() -> None:
    assert {"static", "login.show", "login.enter", "login.speak", "modeler.webapps"} == login.OPEN


def test_every_other_route_sends_a_stranger_to_the_login(office: Office) -> None:
    for endpoint, method, address in routes(office.app):
        if endpoint in login.OPEN:
            continue
        answer = office.app.test_client().open(address, method=method)
        if method == "GET":
            assert answer.status_code == 302, (endpoint, answer.status_code)
            assert answer.location.startswith("/masuk?next="), endpoint
        else:
            assert answer.status_code == 401, (endpoint, method, answer.status_code)
            assert 'name="password"' in answer.text, endpoint


@pytest.mark.parametrize("token", ["", "wrong"])
def test_every_unsafe_route_refuses_a_request_without_its_token(office: Office, token: str) -> None:
    browser = office.login("staf.uji")
    unsafe = [(e, m, a) for e, m, a in routes(office.app) if m not in ("GET", "HEAD", "OPTIONS")]
    assert len(unsafe) > 8
    for endpoint, method, address in unsafe:
        answer = browser.client.open(address, method=method, data={"csrf_token": token, "isi": "panjang"})
        assert answer.status_code == 400, (endpoint, answer.status_code)
        assert "Halaman ini perlu dikirim ulang" in answer.text, endpoint
        assert 'name="isi" value="panjang"' in answer.text, endpoint


def test_every_page_says_no_to_unknown_things_without_a_fault(office: Office) -> None:
    for account in ("staf.uji", "auditor.uji", "admin"):
        browser = office.login(account)
        for endpoint, method, address in routes(office.app):
            if method == "GET" and endpoint != "static":
                assert browser.get(address).status_code in (200, 302, 403, 404), (account, endpoint)


def test_unsafe_requests_about_unknown_things_are_refused_without_a_fault(office: Office) -> None:
    for endpoint, method, address in routes(office.app):
        if method == "POST" and endpoint not in login.OPEN:
            browser = office.login("kabag.uji")
            browser.get("/kotak-masuk")
            assert browser.post(address).status_code < 500, endpoint
