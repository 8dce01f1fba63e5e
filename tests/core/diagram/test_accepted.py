"""What a diagram that passes becomes: data for the house, and a bare executable for the engine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from runner import diagram, engine
from runner.diagram import Choice, Lane, Question
from runner.model import ElementId
from tests.core.diagram import specimens
from tests.effort import effort

FILES = specimens.accepted_files()
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def read(name: str) -> diagram.Diagram:
    return diagram.read(specimens.accepted(name).encode(), file=f"{name}.bpmn")


def flow_ids(content: bytes) -> list[str | None]:
    return [element.get("id") for element in etree.fromstring(content).iter("{*}sequenceFlow")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_accepted_diagram_has_no_problem_at_all(path: Path) -> None:
    assert specimens.judged(path.read_bytes()) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_engine_begins_what_the_gate_accepts(path: Path) -> None:
    read_diagram = diagram.read(path.read_bytes(), file=path.name)
    program = engine.load(read_diagram.executable, key=path.name)
    motion = engine.begin(program, data={}, at=AT, seed="uji")
    assert {opened.element for opened in motion.opened} == set(read_diagram.first)


def test_a_diagram_knows_its_steps_lanes_and_cover() -> None:
    found = read("keterangan")
    assert (found.key, found.name, found.label) == ("contoh-sop", "SOP Contoh", "1")
    assert found.lanes == (
        Lane(id="Lane_Staf", name="Staf TU", positions=(), leaf=True),
        Lane(id="Lane_Kepala", name="Pimpinan", positions=("kepala", "staf"), leaf=True),
    )
    assert found.order == ("Tulis", "Periksa", "Kirim")
    assert found.first == ("Tulis",)
    task = found.tasks[ElementId("Kirim")]
    assert (task.name, task.lane, task.form) == ("Mengirim surat", "Lane_Staf", "contoh-periksa")
    assert task.documentation == "Surat dikirim\nkepada alamatnya."
    assert found.tasks[ElementId("Tulis")].properties == {"langkah": "1", "waktu": "P1D"}
    assert found.subject_field == "perihalSurat"


def test_a_property_that_looks_like_code_is_plain_text() -> None:
    assert read("keterangan").cover["nomorSop"] == "${nomor}"


def test_the_names_of_the_flows_are_the_choices() -> None:
    found = read("keputusan")
    question = Question(
        gateway=ElementId("Putusan"),
        text="Konsep disetujui?",
        choices=(
            Choice(flow=ElementId("F_setuju"), name="Setuju", returns=False),
            Choice(flow=ElementId("F_kembali"), name="Kembalikan", returns=True),
        ),
        decider=ElementId("Periksa"),
        asked_after=((),),
    )
    assert dict(found.questions) == {"Putusan": question}
    assert found.questions_of(ElementId("Periksa")) == (question,)
    assert found.questions_of(ElementId("Kirim")) == ()


def test_a_diagram_knows_the_names_that_its_conditions_read() -> None:
    assert read("syarat").reads == {"jumlah"}
    assert read("inklusif").reads == {"jumlah"}
    assert read("keputusan").reads == frozenset()


def test_a_step_in_a_sub_process_stands_in_the_lane_of_the_sub_process() -> None:
    assert read("subproses").tasks[ElementId("Teliti")].lane == "Lane_Kepala"


def test_the_executable_holds_what_runs_and_nothing_else() -> None:
    root = etree.fromstring(read("keterangan").executable)
    kinds = {etree.QName(element).localname for element in root.iter()}
    assert kinds == {
        "definitions",
        "process",
        "startEvent",
        "endEvent",
        "userTask",
        "exclusiveGateway",
        "sequenceFlow",
        "conditionExpression",
    }
    attributes = {name for element in root.iter() for name in element.attrib}
    assert attributes == {"id", "isExecutable", "sourceRef", "targetRef", "targetNamespace"}


def test_the_executable_is_the_same_every_time_and_keeps_document_order() -> None:
    first, second = read("syarat").executable, read("syarat").executable
    assert first == second
    flows = [element.get("id") for element in etree.fromstring(first).iter("{*}sequenceFlow")]
    drawn = [
        element.get("id")
        for element in etree.fromstring(specimens.accepted("syarat").encode()).iter("{*}sequenceFlow")
    ]
    assert flows == drawn


def test_moving_a_symbol_or_renaming_a_step_does_not_change_the_executable() -> None:
    text = specimens.accepted("syarat")
    moved = specimens.with_one(text, '<dc:Bounds x="202"', '<dc:Bounds x="203"')
    renamed = specimens.with_one(moved, "Menulis konsep", "Menyusun konsep")
    assert diagram.read(renamed.encode(), file="a").executable == read("syarat").executable


def test_a_choice_with_quotes_and_signs_reaches_the_engine_as_it_is_written() -> None:
    name = "Setuju, dengan \"catatan\" & 'paraf' <1>"
    escaped = name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    text = specimens.with_one(specimens.accepted("keputusan"), 'name="Setuju"', f'name="{escaped}"')
    found = diagram.read(text.encode(), file="a")
    assert specimens.judged(text.encode()) == []
    program = engine.load(found.executable, key="kutip")
    motion = engine.begin(program, data={}, at=AT, seed="1")
    motion = engine.complete(program, motion.state, motion.opened[0].task, data={}, at=AT, seed="2")
    done = engine.complete(
        program, motion.state, motion.opened[0].task, data={"Putusan": name}, at=AT, seed="3"
    )
    assert [opened.element for opened in done.opened] == ["Kirim"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-8-sig", "ISO-8859-1"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "utf-16be"),
        ("iso-8859-1", "ISO-8859-1"),
        ("iso-8859-15", "iso-8859-15"),
        ("cp1252", "windows-1252"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_declares(encoding: str, declared: str) -> None:
    text = specimens.accepted("keputusan").replace('encoding="UTF-8"', f'encoding="{declared}"')
    content = specimens.with_one(text, "Menulis konsep", "Menulis konsép").encode(encoding)
    assert specimens.judged(content) == []
    assert diagram.read(content, file="a").tasks[ElementId("Tulis")].name == "Menulis konsép"
    assert "konsép" in diagram.decode(content, file="a")


def test_a_file_without_a_declaration_is_utf_8() -> None:
    text = specimens.accepted("keputusan").partition("\n")[2]
    assert specimens.judged(text.encode()) == []


def test_judging_an_sop_of_fifteen_steps_is_little_work() -> None:
    steps = " -> ".join(f"t{number}" for number in range(15))
    found = specimens.sketched(f"s -> {steps} -> e")
    forms, agency = specimens.sample_forms(), specimens.sample_agency()
    diagram.problems(found, forms=forms, agency=agency)
    _, spent = effort(lambda: diagram.problems(found, forms=forms, agency=agency))
    assert spent < 5_000
