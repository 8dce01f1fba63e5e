"""The page of one's own tokens: a secret once, a revocation for good."""

from __future__ import annotations

import re

from runner import Scope
from tests.webui.office import Office


def secret_on(page: str) -> str:
    found = re.search(r"alur_[0-9a-f]{64}", page)
    return found[0] if found else ""


def test_a_new_token_is_shown_once_and_opens_what_was_chosen(office: Office) -> None:
    browser = office.login("analis.uji")
    browser.get("/akun/token")
    answer = browser.post("/akun/token", nama="Modeler", lingkup=["baca", "terbit"], hari="30")
    secret = secret_on(answer.text)
    program = office.runner.actor_of_token(secret)
    assert program is not None
    assert program.scopes == {Scope.READ, Scope.PUBLISH}
    assert "/engine-rest" in answer.text
    again = browser.get("/akun/token")
    assert secret_on(again.text) == ""
    assert "Modeler" in again.text
    assert "Membaca, Menerbitkan" in again.text


def test_a_token_that_cannot_be_issued_leaves_what_was_typed(office: Office) -> None:
    browser = office.login("staf.uji")
    browser.get("/akun/token")
    refused: list[dict[str, str | list[str]]] = [
        {"nama": "Laporan", "hari": "30"},
        {"nama": "Laporan", "lingkup": ["baca"], "hari": "x"},
    ]
    for typed in refused:
        answer = browser.post("/akun/token", typed)
        assert answer.status_code == 422
        assert 'value="Laporan"' in answer.text
        assert "Token tidak dapat dibuat" in answer.text
    assert "lingkup" in answer.text
    assert office.runner.tokens(by=office.runner.actor_by_account("staf.uji")) == ()


def test_a_revoked_token_stands_there_without_its_button(office: Office) -> None:
    browser = office.login("staf.uji")
    staff = office.runner.actor_by_account("staf.uji")
    token, secret = office.runner.issue_token("Laporan", scopes=[Scope.READ], days=1, by=staff)
    browser.get("/akun/token")
    page = browser.follow(browser.post(f"/akun/token/{token}/cabut"))
    assert "sudah dicabut" in page.text
    assert "Dicabut" in page.text
    assert f"/akun/token/{token}/cabut" not in page.text
    assert office.runner.actor_of_token(secret) is None


def test_nobody_revokes_the_token_of_another_or_sees_it(office: Office) -> None:
    staff = office.runner.actor_by_account("staf.uji")
    token, secret = office.runner.issue_token("Rahasia", scopes=[Scope.READ], days=1, by=staff)
    browser = office.login("rekan.uji")
    assert "Rahasia" not in browser.get("/akun/token").text
    assert browser.post(f"/akun/token/{token}/cabut").status_code == 403
    assert office.runner.actor_of_token(secret) is not None
