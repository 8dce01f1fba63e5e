"""What is worth a look but stops nothing."""

from __future__ import annotations

import pytest

from runner import diagram
from runner.model import Severity
from tests.core.diagram import specimens

BASE = "keputusan"
KIRIM = 'id="Kirim" name="Mengirim surat"'
PUTUSAN = 'id="Putusan" name="Konsep disetujui?"'
NOTE = (
    '<bpmn:extensionElements><signavio:note xmlns:signavio="http://www.signavio.com" text="x" />'
    "</bpmn:extensionElements>"
)


@pytest.mark.parametrize(
    ("code", "old", "new", "element"),
    [
        ("attribute.ignored", KIRIM, f'{KIRIM} camunda:priority="5"', "Kirim"),
        ("extension.ignored", "    <bpmn:laneSet", f"    {NOTE}<bpmn:laneSet", "contoh-sop"),
        ("drawing.no_shape", 'bpmnElement="Kirim"', 'bpmnElement="Tulis"', "Kirim"),
        ("drawing.no_edge", 'bpmnElement="F_selesai"', 'bpmnElement="F_mulai"', "F_selesai"),
        ("outcome.no_question", PUTUSAN, 'id="Putusan"', "Putusan"),
        ("process.executable_missing", ' isExecutable="true"', "", "contoh-sop"),
        ("process.unnamed", ' name="SOP Contoh"', "", "contoh-sop"),
        ("property.misspelt", 'name="langkah"', 'name="Langkh"', "Tulis"),
        (
            "form.version",
            'formRefBinding="deployment"',
            'formRefBinding="version" camunda:formRefVersion="3"',
            "Tulis",
        ),
        (
            "pool.empty",
            "  </bpmn:collaboration>",
            '    <bpmn:participant id="Pool_2" name="Warga" />\n  </bpmn:collaboration>',
            "Pool_2",
        ),
        ("schema.violation", 'isExecutable="true"', 'isExecutable="true" warna="merah"', ""),
        (
            "element.unused",
            "  <bpmndi:BPMNDiagram",
            '  <bpmn:message id="Pesan" name="Pesan" />\n  <bpmndi:BPMNDiagram',
            "Pesan",
        ),
    ],
)
def test_advice_names_its_place_and_refuses_nothing(code: str, old: str, new: str, element: str) -> None:
    content = specimens.with_one(specimens.accepted(BASE), old, new).encode()
    found = specimens.judged(content)
    assert [problem.severity for problem in found] == [Severity.WARNING] * len(found)
    assert [(p.code, p.element) for p in found if p.code == code] == [(code, element)]
    assert all(problem.line for problem in found)


@pytest.mark.parametrize(
    "attribute",
    [
        'camunda:historyTimeToLive="P3650D"',
        'camunda:asyncBefore="true"',
        'camunda:isStartableInTasklist="true"',
    ],
)
def test_settings_about_camundas_own_queue_need_no_word(attribute: str) -> None:
    text = specimens.with_one(
        specimens.accepted(BASE), 'isExecutable="true"', f'isExecutable="true" {attribute}'
    )
    assert specimens.judged(text.encode()) == []


def test_an_empty_lane_that_is_no_position_is_only_reported() -> None:
    text = specimens.with_one(
        specimens.accepted(BASE),
        "    </bpmn:laneSet>",
        '      <bpmn:lane id="Lane_Sekda" name="Sekda" />\n    </bpmn:laneSet>',
    )
    found = {(p.code, p.severity) for p in specimens.judged(text.encode())}
    assert found == {("lane.unresolved", Severity.WARNING), ("drawing.no_shape", Severity.WARNING)}


def test_without_an_agency_lanes_are_not_resolved() -> None:
    text = specimens.with_one(specimens.accepted(BASE), 'name="Kepala Dinas"', 'name="Entah Siapa"')
    read = diagram.read(text.encode(), file="a")
    assert diagram.problems(read, forms=specimens.sample_forms(), agency=None) == []


def test_a_lane_as_bpmn_js_writes_it_lists_its_steps_in_outer_and_inner_lane() -> None:
    inner = (
        '        <bpmn:childLaneSet id="LaneSet_2">\n          <bpmn:lane id="Lane_Dalam" name="Kadis">\n'
        "            <bpmn:flowNodeRef>Periksa</bpmn:flowNodeRef>\n          </bpmn:lane>\n"
        "        </bpmn:childLaneSet>\n      </bpmn:lane>\n    </bpmn:laneSet>"
    )
    text = specimens.with_one(specimens.accepted(BASE), "      </bpmn:lane>\n    </bpmn:laneSet>", inner)
    assert {p.code for p in specimens.judged(text.encode())} == {"drawing.no_shape"}


def test_all_problems_of_a_file_are_said_at_once_in_the_order_of_its_lines() -> None:
    text = specimens.accepted(BASE)
    for old, new in (
        ('formRef="contoh-konsep"', 'formRef="tidak-ada"'),
        ('value="P1D"', 'value="besok"'),
        ('name="Kepala Dinas"', 'name=""'),
        (' name="Mengirim surat"', ""),
        ('id="F_setuju" name="Setuju"', 'id="F_setuju"'),
    ):
        text = specimens.with_one(text, old, new)
    found = specimens.errors(text.encode())
    assert {problem.code for problem in found} == {
        "lane.unnamed",
        "waktu.invalid",
        "form.missing",
        "task.unnamed",
        "outcome.unnamed_flow",
    }
    lines = [problem.line or 0 for problem in found]
    assert lines == sorted(lines)


def test_a_missing_form_is_the_only_thing_said_about_what_it_would_fill_in() -> None:
    text = specimens.with_one(specimens.accepted("syarat"), 'formRef="contoh-konsep"', 'formRef="hilang"')
    assert [problem.code for problem in specimens.judged(text.encode())] == ["form.missing"]
