"""What the editors translate is what their libraries and the element templates really say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runner import shipped_folder
from tests.webui.office import Office
from webui.editor import words

VENDOR = Path(__file__).parents[2] / "webui" / "static" / "vendor"


@pytest.mark.parametrize(("said", "bundle"), [(words.DIAGRAM, "modeler.js"), (words.FORM, "form-editor.js")])
def test_every_translated_word_stands_in_its_bundle(said: dict[str, str], bundle: str) -> None:
    text = (VENDOR / bundle).read_text(encoding="utf-8")
    # some are put together from their words by the library
    missing = [key for key in said if not all(word in text for word in key.split())]
    assert missing == []


def test_every_word_of_the_fields_of_an_element_template_is_translated(office: Office) -> None:
    read = {"label", "description", "message"}
    told: set[str] = set()

    def look(part: Any) -> None:
        if isinstance(part, list):
            for each in part:
                look(each)
        elif isinstance(part, dict):
            told.update(held for name, held in part.items() if name in read and isinstance(held, str))
            for held in part.values():
                look(held)

    for file in (shipped_folder() / "bpmn" / ".camunda" / "element-templates").glob("*.json"):
        for template in json.loads(file.read_text(encoding="utf-8")):
            look([template["groups"], template["properties"]])
    assert told
    with office.app.test_request_context():
        assert told - set(words.of_templates()) == set()
