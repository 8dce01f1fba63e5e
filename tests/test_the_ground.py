"""The ground of the tests is itself as it says."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine, text

from tests.node_tools import NodeTools


def test_a_test_cannot_call_another_machine() -> None:
    with socket.socket() as unconnected, pytest.raises(AssertionError, match="stay on this machine"):
        unconnected.connect(("192.0.2.1", 80))


def test_each_test_gets_an_empty_database_that_survives_a_power_cut(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        assert connection.scalar(text("show fsync")) == "on"
        assert connection.scalar(text("show synchronous_commit")) == "on"
        assert connection.scalar(text("select count(*) from pg_tables where schemaname = 'public'")) == 0
    engine.dispose()


def test_two_new_databases_are_two(new_postgresql_url: Callable[[], str]) -> None:
    assert new_postgresql_url() != new_postgresql_url()


def test_a_contract_runs_on_both_databases(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert connection.scalar(text("select 1 + 1")) == 2
    engine.dispose()


def test_chromium_shows_a_page(chromium: Browser) -> None:
    context = chromium.new_context(locale="id-ID")
    page = context.new_page()
    page.set_content("<h1>Berkas</h1>")
    assert page.locator("h1").inner_text() == "Berkas"
    context.close()


def test_node_runs_the_locked_packages(node: NodeTools) -> None:
    assert node.run("--eval", "console.log(typeof require('jsdom').JSDOM)").strip() == "function"
