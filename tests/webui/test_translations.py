"""Every sentence of the pages exists in English, with the same blanks in it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.webui.office import PASSWORD, Office

WEBUI = Path(__file__).parents[2] / "webui"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]


@cache
def said() -> dict[str, str]:
    """Every sentence of the pages -> the file that says it."""
    found: dict[str, str] = {}
    for file, _line, message, _comments, _context in extract_from_dir(WEBUI, METHODS):
        found[message[0] if isinstance(message, tuple) else message] = file
    return found


@cache
def english() -> Catalog:
    source = WEBUI / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    return read_po(source.read_bytes().splitlines(), locale="en")


def written(message: Message | None) -> list[str]:
    """All English forms of a sentence."""
    forms = message.string if message else ""
    return [forms] if isinstance(forms, str) else list(forms or ())


def blanks(text: str) -> list[str]:
    return sorted(set(re.findall(r"%\(\w+\)\w", text)))


def test_every_sentence_has_its_english_one() -> None:
    assert len(said()) > 300
    lacking = {text: file for text, file in said().items() if not all(written(english().get(text)))}
    assert lacking == {}


def test_no_english_sentence_is_left_over() -> None:
    known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in english() if m.id}
    assert known - said().keys() == set()


def test_an_english_sentence_has_the_blanks_of_the_indonesian_one() -> None:
    for text in said():
        for form in written(english().get(text)):
            assert blanks(form) == blanks(text), text


def test_the_pages_speak_english_when_asked_to(office: Office) -> None:
    task = office.start()
    browser = office.login("staf.uji")
    expected = {
        "/kotak-masuk?bahasa=en": ["Inbox", "My positions", "You hold no task at the moment"],
        "/kotak-masuk/jabatan?bahasa=en": [
            "just now",
            "Mon, 23 Nov 2026 10:30 WITA",
            "Not taken yet",
            "Take",
        ],
        f"/tugas/{task}?bahasa=en": ["Standard of this step", "Save draft", "optional"],
        "/tugas/tidak-ada?bahasa=en": ["Page not found"],
    }
    for path, parts in expected.items():
        page = browser.get(path).text
        assert '<html lang="en">' in page
        for part in parts:
            assert part in page, (path, part)
    refused = office.stranger()
    refused.get("/masuk?bahasa=en")
    refused.post("/bahasa", bahasa="en")
    answer = refused.post("/masuk", account="staf.uji", password=PASSWORD + "x")
    assert "Account and password do not match" in answer.text
