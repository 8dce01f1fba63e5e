"""The gate of Alur has nothing to say about what ships with it, not even a warning."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runner import agency, diagram, forms
from runner.forms import Form
from runner.model import FormId
from tests.sops.drawn import BPMN, DIAGRAMS, FORMS, name_of

FORM_FILES = sorted(FORMS.glob("*.form"))


def shipped_forms() -> dict[FormId, Form]:
    """Every shipped form by its id."""
    read = [forms.read(path.read_bytes(), file=path.name) for path in FORM_FILES]
    return {form.id: form for form in read}


@pytest.mark.parametrize("path", FORM_FILES, ids=lambda path: path.stem)
def test_a_form_is_accepted_and_its_file_has_its_name(path: Path) -> None:
    content = path.read_bytes()
    assert [problem.sentence() for problem in forms.problems(content, file=path.name)] == []
    assert forms.read(content, file=path.name).id == path.stem


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_a_diagram_is_accepted(path: Path) -> None:
    offices = BPMN / path.relative_to(BPMN).parts[0] / "instansi.toml"
    found = diagram.problems(
        diagram.read(path.read_bytes(), file=name_of(path)),
        forms=shipped_forms(),
        agency=agency.read(offices.read_bytes(), file=str(offices)),
    )
    assert [problem.sentence() for problem in found] == []


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_only_flows_named_kembalikan_lead_back_and_none_of_the_subjects_is_personal(path: Path) -> None:
    shipped = shipped_forms()
    read = diagram.read(path.read_bytes(), file=name_of(path))
    for question in read.questions.values():
        assert question.text.endswith("?")
        assert all(choice.returns == (choice.name == "Kembalikan") for choice in question.choices)
    (first,) = read.first
    form = read.tasks[first].form
    assert form is not None
    assert read.subject_field in shipped[form].sets
    read_by_conditions = read.reads | {name for form in shipped.values() for name in form.reads}
    personal = {name for form in shipped.values() for name in form.personal}
    assert read.subject_field not in personal
    assert not personal & read_by_conditions


def test_one_key_is_one_kind_of_field_in_every_form() -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for path in FORM_FILES:
        for component in _components(json.loads(path.read_text(encoding="utf-8"))):
            if key := component.get("key") or component.get("path"):
                kinds[key].add(component["type"])
    assert {key: found for key, found in kinds.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", FORM_FILES, ids=lambda path: path.stem)
def test_a_form_is_for_camunda_7_and_every_field_is_labelled(path: Path) -> None:
    said = json.loads(path.read_text(encoding="utf-8"))
    assert said["executionPlatform"] == "Camunda Platform"
    assert said["executionPlatformVersion"] == "7.22.0"
    assert said["schemaVersion"] <= 18
    for component in _components(said):
        assert component["type"] == "text" or component.get("label") or component.get("dateLabel")


def _components(container: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for component in container.get("components", []):
        yield component
        yield from _components(component)
