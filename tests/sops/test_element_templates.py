"""The element templates for Camunda Modeler: they load, and their fields are those that the diagrams have."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from runner import diagram, folders, forms, working_time
from runner.diagram import vocabulary
from runner.drawing import bpmn_text
from runner.model import FormId
from tests.node_tools import NodeTools
from tests.sops.drawn import BPMN, CAMUNDA, DIAGRAMS, FORMS, NS

FILE = BPMN / ".camunda" / "element-templates" / "sop.json"
TEMPLATES = {template["name"]: template for template in json.loads(FILE.read_text(encoding="utf-8"))}
STEP, COVER = "Langkah SOP", "Sampul SOP"
ONE = BPMN / "boalemo" / "surat-keluar.bpmn"


def fields(template: str) -> list[str]:
    """The properties that a template's fields write."""
    return [field["binding"]["name"] for field in TEMPLATES[template]["properties"]]


def used(kind: str) -> set[str]:
    """The properties that the shipped diagrams have on elements of a kind."""
    path = f"//b:{kind}/b:extensionElements/camunda:properties/camunda:property/@name"
    return {str(name) for file in DIAGRAMS for name in at(etree.parse(file).getroot(), path)}


def at(root: Any, path: str) -> list[Any]:
    """What an XPath finds."""
    return list(root.xpath(path, namespaces=NS))


def templated(root: etree._Element, path: str, template: str) -> list[Any]:
    """Apply a template as Camunda Modeler does: old properties go, each field has one without value."""
    found = at(root, path)
    for element in found:
        element.set(f"{CAMUNDA}modelerTemplate", TEMPLATES[template]["id"])
        element.set(f"{CAMUNDA}modelerTemplateVersion", str(TEMPLATES[template]["version"]))
        extensions = element.find("b:extensionElements", NS)
        if extensions is None:
            extensions = etree.Element(f"{{{NS['b']}}}extensionElements")
            element.insert(0, extensions)
        for old in extensions.findall("camunda:properties", NS):
            extensions.remove(old)
        properties = etree.SubElement(extensions, f"{CAMUNDA}properties")
        for name in fields(template):
            etree.SubElement(properties, f"{CAMUNDA}property", name=name)
    return found


def judged(root: etree._Element) -> tuple[diagram.Diagram, list[str]]:
    """The diagram as Alur reads it, and what the gate says about it."""
    read = diagram.read(etree.tostring(root), file=ONE.name)
    known = {
        FormId(file.stem): forms.read(file.read_bytes(), file=file.name) for file in FORMS.glob("*.form")
    }
    return read, [problem.code for problem in diagram.problems(read, forms=known, agency=None)]


def test_the_validator_of_bpmn_io_accepts_them(node: NodeTools) -> None:
    assert json.loads(node.run("templates.mjs", str(FILE))) == {str(FILE): []}


def test_they_have_exactly_the_fields_that_the_diagrams_use() -> None:
    assert (set(fields(STEP)), set(fields(COVER))) == (used("userTask"), used("process"))
    assert vocabulary.TASK_PROPERTIES | {"catatanSumber"} == set(fields(STEP))
    assert vocabulary.PROCESS_PROPERTIES | {"catatanSumber"} == set(fields(COVER))


def test_every_field_explains_itself() -> None:
    for template in TEMPLATES.values():
        groups = {group["id"] for group in template["groups"]}
        names = [field["binding"]["name"] for field in template["properties"]]
        assert len(names) == len(set(names))
        for field in template["properties"]:
            assert field["label"]
            assert field["description"].endswith(".")
            assert field["group"] in groups


@pytest.mark.parametrize(
    "text", ["PT15M", "PT2H", "P1D", "P1W", "P1DT4H", "PT1H30M", "P", "PT", "15 menit", "P1M", "P1WT1H", "1D"]
)
def test_the_field_of_a_duration_takes_what_the_gate_takes(text: str) -> None:
    (waktu,) = (field for field in TEMPLATES[STEP]["properties"] if field["binding"]["name"] == "waktu")
    pattern = re.compile(waktu["constraints"]["pattern"]["value"])
    assert bool(pattern.search(text)) is working_time.is_duration(text)
    assert pattern.search("")


def test_a_step_with_an_empty_template_passes_the_gate() -> None:
    root = etree.fromstring(ONE.read_bytes())
    before = judged(root)
    assert templated(root, "//b:userTask", STEP)
    after, problems = judged(root)
    assert problems == before[1]
    assert {len(task.properties) for task in after.tasks.values()} == {0}


@pytest.mark.parametrize("place", ["//b:participant", "//b:process"])
def test_a_cover_is_read_from_the_pool_or_the_process(place: str) -> None:
    root = etree.fromstring(ONE.read_bytes())
    before, problems = judged(root)
    for old in at(root, "//b:process/b:extensionElements"):
        old.getparent().remove(old)
    (element,) = templated(root, place, COVER)
    for entry in element.iter(f"{CAMUNDA}property"):
        if entry.get("name") in before.cover:
            entry.set("value", before.cover[str(entry.get("name"))])
    after, again = judged(root)
    assert (after.cover, again) == (before.cover, problems)
    assert after.subject_field == before.subject_field


def test_every_shipped_and_every_drawn_step_carries_its_template() -> None:
    stamp = {key: str(TEMPLATES[STEP][name]) for key, name in (("", "id"), ("Version", "version"))}
    assert all(
        f'camunda:modelerTemplate{key}="{value}"' in bpmn_text.TEMPLATE for key, value in stamp.items()
    )
    for file in DIAGRAMS:
        for step in at(etree.parse(file).getroot(), "//b:userTask"):
            for key, value in stamp.items():
                assert step.get(f"{CAMUNDA}modelerTemplate{key}") == value, (file.name, step.get("id"))


def test_a_template_changes_nothing_that_runs() -> None:
    for file in DIAGRAMS:
        content = file.read_bytes()
        with_it = diagram.read(content, file=file.name)
        plain = diagram.read(content.replace(bpmn_text.TEMPLATE.encode(), b""), file=file.name)
        assert (plain.executable, plain.tasks, plain.questions, plain.cover) == (
            with_it.executable, with_it.tasks, with_it.questions, with_it.cover,
        ), file.name  # fmt: skip


def test_a_folder_is_read_without_them(tmp_path: Path) -> None:
    assert FILE not in {*folders.found_in([BPMN]).forms, *folders.found_in([BPMN]).unknown}
    (tmp_path / ".camunda" / "element-templates").mkdir(parents=True)
    (tmp_path / ".camunda" / "element-templates" / "sop.json").write_bytes(FILE.read_bytes())
    assert folders.found_in([tmp_path]) == folders.Found(
        diagrams=(), forms=(), agencies=(), unknown=(tmp_path,)
    )
