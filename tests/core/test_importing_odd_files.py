"""Files as they come: of other kinds, other encodings, with symbols that Alur does not run.

Each ends in a refusal that says what the file is, or in a diagram that passes the gate and is proven, with
everything that it lost in the list.
"""

from __future__ import annotations

from random import Random

import pytest

from runner.diagram import read
from runner.importing import Imported, accepted
from runner.proving import prove
from tests.core.diagram import specimens
from tests.core.test_importing import END, START, TWO, asked, codes, errors, file_of, taken

WHOLE = file_of(START, *TWO, END, "s>a", "a>b", "b>e")
DECLARED = b'<?xml version="1.0" encoding="UTF-8"?>'
OLD = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def refusal(content: bytes) -> str:
    found = taken(content)
    assert found.result is None
    (problem,) = found.problems
    assert problem.what.id
    assert problem.remedy.en
    return problem.code


def lost(found: Imported) -> str:
    return "\n".join(repair.sentence("id") for repair in found.repairs if repair.loses)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "xml.empty"),
        (b" \r\n\t ", "xml.empty"),
        (b"\0" * 64, "xml.empty"),
        (b"1. Staf menulis surat", "xml.not_xml"),
        (b"PK\x03\x04 visio/pages", "stranger.visio"),
        (b"PK\x03\x04 word/document.xml", "stranger.office"),
        (b"PK\x03\x04 a.bpmn", "stranger.packed"),
        (b"\x1f\x8b\x08", "stranger.packed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "stranger.office"),
        (b"%PDF-1.7\n%\xe2\xe3", "stranger.picture"),
        (b"\x89PNG\r\n\x1a\n", "stranger.picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "stranger.picture"),
        (b"<!DOCTYPE html><html><body/></html>", "stranger.page"),
        (b"<mxfile><diagram/></mxfile>", "stranger.drawio"),
        (b'<VisioDocument xmlns="http://schemas.microsoft.com/visio/2003/core"/>', "stranger.visio"),
        (b"<AML><Header-Info/></AML>", "stranger.aris"),
        (b'<ADOXML version="3.1"/>', "stranger.adonis"),
        (b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>', "stranger.uml"),
        (DECLARED + b'<Package xmlns="http://www.wfmc.org/2008/XPDL2.1"/>', "stranger.xpdl"),
        (b'<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"/>', "stranger.cmmn"),
        (b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "stranger.dmn"),
        (b'<process xmlns="http://docs.oasis-open.org/wsbpel/2.0/process/executable"/>', "stranger.engine"),
        (WHOLE.replace(b"20100524", b"20090502"), "stranger.early"),
        (b'{"stencil": {"id": "BPMNDiagram"}}', "stranger.signavio"),
        (b'{"id": "nota", "components": []}', "stranger.json"),
        (
            f'<definitions xmlns="{OLD}"><choreography id="c"/></definitions>'.encode(),
            "stranger.choreography",
        ),
        (
            f'<definitions xmlns="{OLD}"><collaboration id="c"><participant id="p"/></collaboration>'
            "</definitions>".encode(),
            "stranger.boxes",
        ),
        (f'<definitions xmlns="{OLD}"><process id="p"/></definitions>'.encode(), "process.none"),
        (b'<!DOCTYPE d [<!ENTITY a "b">]>' + WHOLE, "xml.doctype"),
        (b'<!DOCTYPE d SYSTEM "file:///etc/passwd">' + WHOLE, "xml.doctype"),
        (WHOLE.replace(b"Tulis", b"&besar;"), "xml.entity"),
        (WHOLE.replace(b"Tulis", "Prüfung".encode("cp1252")), "xml.encoding_broken"),
        (DECLARED.replace(b"UTF-8", b"UTF-7") + WHOLE, "xml.encoding_unknown"),
        (WHOLE[:-30], "xml.truncated"),
        (WHOLE.replace(b"Tulis", b"&#1;"), "xml.malformed"),
    ],
)
def test_what_is_no_diagram_is_called_by_its_name(content: bytes, code: str) -> None:
    assert refusal(content) == code


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + DECLARED + WHOLE,
        (DECLARED.replace(b"UTF-8", b"UTF-16") + WHOLE).decode().encode("utf-16"),
        DECLARED.replace(b"UTF-8", b"windows-1252")
        + WHOLE.replace(b"Tulis", "Tulis “A” – €".encode("cp1252")),
        DECLARED.replace(b'"1.0"', b'"1.1"') + WHOLE,
        b"\r\n".join(WHOLE.split(b"><")).replace(b"\r\n", b">\r\n<"),
    ],
)
def test_every_spelling_of_xml_that_is_in_use_comes_through(content: bytes) -> None:
    found = taken(content)
    assert errors(found) == []
    assert found.result is not None
    assert found.result.decode("utf-8").startswith("<?xml version='1.0' encoding='UTF-8'?>")


TIMER = "<timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition>"
ODD = {
    "boundary": (
        f'<boundaryEvent id="x" name="Lewat waktu" attachedToRef="a" cancelActivity="false">{TIMER}'
        "</boundaryEvent>",
        ["Lewat waktu", "P3D"],
    ),
    "event_sub_process": (
        '<subProcess id="x" name="Bila ada keluhan" triggeredByEvent="true"><startEvent id="x1"/>'
        '<task id="x2" name="Tangani"/></subProcess>',
        ["Bila ada keluhan", "Tangani"],
    ),
    "data": (
        '<dataObject id="x"/><dataObjectReference id="x1" name="Formulir cuti" dataObjectRef="x"/>'
        '<dataStoreReference id="x2" name="Arsip"/>',
        ["Formulir cuti", "Arsip", "tidak dijalankan"],
    ),
    "foreign_part": ('<z:part xmlns:z="urn:z">isi rahasia</z:part>', ["isi rahasia"]),
    "compensation": (
        '<boundaryEvent id="x" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<task id="x1" name="Batalkan" isForCompensation="true"/>',
        ["Batalkan"],
    ),
    "dangling": ('<sequenceFlow id="x" name="Ke mana" sourceRef="a" targetRef="tiada"/>', ["Ke mana"]),
    "unreachable": ('<task id="x" name="Terlupakan"/>', ["Terlupakan"]),
}


@pytest.mark.parametrize("name", ODD)
def test_what_an_import_loses_it_names(name: str) -> None:
    part, names = ODD[name]
    found = taken(file_of(START, *TWO, part, END, "s>a", "a>b", "b>e"))
    assert errors(found) == []
    for said in names:
        assert said in lost(found)


def test_what_stood_beside_the_process_is_named_with_its_values() -> None:
    more = (
        '<import importType="xsd" location="http://luar/x.xsd" namespace="y"/>'
        '<error id="er" name="Galat besar" errorCode="E-42"/><message id="m" name="Surat tiba"/>'
    )
    said = lost(taken(file_of(START, *TWO, END, "s>a", "a>b", "b>e", more=more)))
    for part in ("http://luar/x.xsd", "Galat besar", "E-42", "Surat tiba"):
        assert part in said


SHAPES = {
    "sub_process_that_only_begins": (
        START, TWO[0], '<subProcess id="x" name="Sub"><startEvent id="x1"/></subProcess>', END,
        "s>a", "a>x", "x>e",
    ),
    "transaction": (
        START, TWO[0], '<transaction id="x" name="Bayar"><task id="x1" name="Setor"/></transaction>', END,
        "s>a", "a>x", "x>e",
    ),
    "ad_hoc": (
        START, TWO[0],
        '<adHocSubProcess id="x" name="Bebas"><task id="x1" name="Satu"/><task id="x2" name="Dua"/>'
        "</adHocSubProcess>", END, "s>a", "a>x", "x>e",
    ),
    "call_activity": (START, TWO[0], '<callActivity id="x" name="SOP lain"/>', END, "s>a", "a>x", "x>e"),
    "complex_gateway": (
        START, *TWO, '<complexGateway id="g"/><complexGateway id="j"/>', END,
        "s>g", "g>a", "g>b", "a>j", "b>j", "j>e",
    ),
    "waits_for_what_cannot_come": (
        START, *TWO, '<exclusiveGateway id="g" name="Mana?"/><parallelGateway id="j"/>',
        '<task id="c" name="Putuskan"/>', END, "s>c", "c>g", "g>a:Ya", "g>b:Tidak", "a>j", "b>j", "j>e",
    ),
    "loops_on_itself": (START, *TWO, END, "s>a", "a>a", "a>b", "b>e"),
    "numbers_for_ids": (
        '<startEvent id="1"/><task id="2" name="Tulis"/><endEvent id="3"/>'
        '<sequenceFlow id="4" sourceRef="1" targetRef="2"/>'
        '<sequenceFlow id="5" sourceRef="2" targetRef="3"/>',
    ),
    "nothing_named": ('<task id="a"/><task id="b"/><exclusiveGateway id="g"/>', "a>g", "g>b", "g>a"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_odd_shapes_become_sound_ones(name: str) -> None:
    found = taken(file_of(*SHAPES[name]))
    assert errors(found) == []
    assert [problem.code for problem in found.problems if problem.code == "schema.violation"] == []
    assert found.result is not None
    (proof,) = prove([(read(found.result, file="x"), specimens.sample_forms())])
    assert proof.problems == ()
    assert taken(file_of(*SHAPES[name]), False, **accepted(found)).unanswered == ()


def test_an_end_that_is_never_reached_is_left_to_its_author() -> None:
    assert "end.none" in errors(taken(file_of(START, *TWO, "s>a", "a>b", "b>a")))


def test_a_drawing_with_more_questions_than_anybody_answers_is_refused() -> None:
    steps = [f'<task id="t{number}"/>' for number in range(28)]
    arrows = [f"t{one}>t{other}" for one in range(28) for other in range(28) if one != other]
    ways = [f'<task id="n{number}" name="x"/>' for number in range(250)]
    found = taken(file_of(START, *steps, *ways, END, "s>t0", *arrows, *(f"t0>n{i}" for i in range(25))))
    assert found.result is not None or [p.code for p in found.problems] == ["import.questions"]


@pytest.mark.parametrize("seed", range(4))
def test_no_answer_is_a_fault(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (a fixed sample, no secret)
    parts = [part for name in sorted(SHAPES)[:1] for part in SHAPES[name]]
    content = file_of(*parts, ODD["boundary"][0], process='id="p" name=""')
    nonsense = ["\0", "", "keep", "\ud800", "x" * 900, "<&>", "b", "step", "out", "P1D", "\u202e", "1"]
    for _ in range(20):
        answers = {key: chance.choice(nonsense) for key in asked(taken(content))}
        found = taken(content, False, **answers)
        assert found.result is not None
        assert all(question.given is None or "\0" not in question.given for question in found.questions)


def test_an_answer_that_cannot_be_one_is_given_back() -> None:
    found = taken(WHOLE, key="1 salah")
    (question,) = [question for question in found.questions if question.id == "key"]
    assert (question.given, question.refused) == (None, "1 salah")
    assert codes(taken(WHOLE, key="uji-surat")).count("process.key") == 1
