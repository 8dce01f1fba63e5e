"""Every fault in tests/refused is refused with its line, its element and what to do; nothing else is said.

Each file differs from one that passes by one fault.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from runner.diagram.texts import CODES
from runner.model import Severity
from tests.core.diagram import specimens

FILES = specimens.refused_files()

#: Reported, but no reason to refuse; each has a test in test_advice.py.
ADVICE = {
    "attribute.ignored",
    "drawing.no_edge",
    "drawing.no_shape",
    "extension.ignored",
    "form.version",
    "outcome.maybe_return",
    "outcome.no_question",
    "pool.empty",
    "process.executable_missing",
    "process.unnamed",
    "property.misspelt",
    "schema.violation",
}
#: Refused in tests that make their diagram themselves.
ELSEWHERE = {
    "engine.trial",
    "form.personal",
    "outcome.reason_clash",
    "outcome.too_many_ways",
    "process.pools",
    "size.flows",
    "size.lanes",
    "size.problems",
    "task.long_name",
    "task.none",
    "xml.too_large",
    "xml.too_many_elements",
    "condition.missing",
}


def test_there_are_at_least_forty_five_refused_diagrams_and_the_table_knows_them_all() -> None:
    assert len(FILES) >= 45
    assert set(specimens.expected()) == {path.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_refused_diagram_gets_its_errors_with_line_element_and_remedy(path: Path) -> None:
    found = [
        specimens.Fault(p.code, p.line, p.element, {"id": p.remedy.id, "en": p.remedy.en})
        for p in specimens.judged(path.read_bytes(), file=path.name)
        if p.severity is Severity.ERROR
    ]
    assert found == specimens.expected()[path.name]
    assert found, "nothing refuses it"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_said_is_whole_in_both_languages(path: Path) -> None:
    for problem in specimens.judged(path.read_bytes(), file=path.name):
        assert problem.file == path.name
        assert problem.line or problem.code == "xml.empty"
        for words in (problem.what, problem.remedy):
            for sentence in (words.id, words.en):
                assert sentence.strip() == sentence
                assert sentence.endswith((".", ")", "!"))
                assert sentence[0].isupper() or sentence[0] == "“"
                assert "  " not in sentence
                assert "Traceback" not in sentence


def test_every_code_of_the_gate_is_shown_by_a_diagram() -> None:
    shown = {fault.code for faults in specimens.expected().values() for fault in faults}
    assert CODES - shown - ADVICE - ELSEWHERE == set()
    assert shown & ADVICE == set()
    assert shown & ELSEWHERE == set()


def test_a_hostile_upload_costs_nothing_but_its_refusal() -> None:
    specimens.judged(FILES[0].read_bytes())
    for path in FILES:
        content = path.read_bytes()
        began = time.process_time()
        specimens.judged(content)
        assert time.process_time() - began < 0.2, path.name
