"""Every fault in tests/refused is refused with its line, its element and what to do; nothing else is said.

Each file differs from one that passes by one fault.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from runner import diagram, forms
from runner.diagram.texts import CODES
from runner.model import FormId, Severity
from tests.core.diagram import specimens
from tests.effort import effort

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
    "condition.missing",
    "engine.trial",
    "form.personal",
    "lane.crowded",
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
        _, spent = effort(lambda content=content: specimens.judged(content))  # type: ignore[misc]
        assert spent < 100_000, path.name


def test_two_pools_cannot_stand_for_one_process() -> None:
    text = specimens.with_one(
        specimens.accepted("keputusan"),
        "  </bpmn:collaboration>",
        '    <bpmn:participant id="Pool_2" name="Lain" processRef="contoh-sop" />\n  </bpmn:collaboration>',
    )
    found = specimens.errors(text.encode())
    assert [(problem.code, problem.element, problem.line) for problem in found] == [
        ("process.pools", "Pool_2", 5)
    ]


def test_an_sop_without_a_step_of_a_person_is_refused() -> None:
    assert specimens.sketch_codes("s -> e") == {"task.none"}


def test_a_field_that_another_form_reads_cannot_be_personal() -> None:
    reader = forms.read(
        b'{"type": "default", "id": "pembaca", "schemaVersion": 16, "components": [{"type": "textfield",'
        b' "id": "A", "key": "a", "label": "A", "conditional": {"hide": "=nik = null"}}]}',
        file="pembaca.form",
    )
    text = specimens.with_one(
        specimens.accepted("keputusan"), 'formRef="contoh-periksa"', 'formRef="pembaca"'
    )
    sheets = {**specimens.sample_forms(), FormId("pembaca"): reader}
    found = diagram.problems(
        diagram.read(text.encode(), file="a"), forms=sheets, agency=specimens.sample_agency()
    )
    assert [(problem.code, problem.element) for problem in found] == [("form.personal", "Periksa")]


def test_more_problems_than_anybody_reads_are_counted_errors_first() -> None:
    arrows = "".join(f'<sequenceFlow id="f{n}" sourceRef="a" targetRef="x{n}"/>' for n in range(800))
    content = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
        f'<process id="p"><userTask id="a"/>{arrows}</process></definitions>'
    )
    found = specimens.judged(content.encode())
    assert len(found) == 201
    assert found[-1].code == "size.problems"
    assert all(problem.severity is Severity.ERROR for problem in found)
