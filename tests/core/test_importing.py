"""An import says all that it did, asks all that it must, and does what it was answered."""

from __future__ import annotations

import pytest

from runner.diagram import read
from runner.importing import Imported, accepted, conditions, examine
from runner.model import Severity
from tests.core.diagram import specimens

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="luar">'
)


def file_of(*parts: str, more: str = "", process: str = 'id="p"') -> bytes:
    """A process of these elements; ``a>b`` is an arrow, ``a>b:Name`` one with a name."""
    body = ""
    for part in parts:
        if part.startswith("<"):
            body += part
            continue
        way, _, name = part.partition(":")
        source, _, target = way.partition(">")
        named = f' name="{name}"' if name else ""
        body += f'<sequenceFlow id="f_{source}_{target}"{named} sourceRef="{source}" targetRef="{target}"/>'
    return f"{_HEAD}{more}<process {process}>{body}</process></definitions>".encode()


def taken(content: bytes, agency: bool = False, **answers: str) -> Imported:
    return examine(
        content,
        file="surat.bpmn",
        agency=specimens.sample_agency() if agency else None,
        forms=specimens.sample_forms(),
        answers={key.replace("__", ":").replace("_dot_", "."): value for key, value in answers.items()},
    )


def codes(found: Imported) -> list[str]:
    return [repair.code for repair in found.repairs]


def asked(found: Imported) -> dict[str, str]:
    return {question.id: question.proposal for question in found.questions}


def errors(found: Imported) -> list[str]:
    return [problem.code for problem in found.problems if problem.severity is Severity.ERROR]


START, END = '<startEvent id="s"/>', '<endEvent id="e"/>'
TWO = ('<task id="a" name="Tulis"/>', '<task id="b" name="Kirim"/>')


def test_a_plain_drawing_becomes_an_sop_with_everything_listed() -> None:
    found = taken(file_of(*TWO, "a>b"))
    assert errors(found) == []
    assert {"process.executable", "start.added", "end.added", "picture.drawn"} <= set(codes(found))
    assert codes(found).count("task.typed") == 2
    assert set(asked(found)) == {"key", "lane.all", "form:a", "form:b"}


def test_agreeing_leaves_nothing_open_and_changes_nothing() -> None:
    content = file_of(*TWO, "a>b")
    found = taken(content)
    again = examine(
        content, file="surat.bpmn", agency=None, forms=specimens.sample_forms(), answers=accepted(found)
    )
    assert (again.unanswered, again.result) == ((), found.result)


def test_an_answer_that_is_no_choice_leaves_the_question_open() -> None:
    content = file_of(START, '<serviceTask id="a" name="Catat"/>', END, "s>a", "a>e")
    found = examine(
        content,
        file="x",
        agency=None,
        forms=specimens.sample_forms(),
        answers={"tasks.serviceTask": "terbang"},
    )
    assert "tasks.serviceTask" in {question.id for question in found.unanswered}


def test_a_system_task_is_a_step_or_left_out_or_stays_as_its_author_says() -> None:
    content = file_of(START, TWO[0], '<serviceTask id="m" name="Catat"/>', END, "s>a", "a>m", "m>e")

    def answered(value: str) -> Imported:
        return examine(
            content,
            file="x",
            agency=None,
            forms=specimens.sample_forms(),
            answers={"tasks.serviceTask": value},
        )

    step, out, keep = answered("step"), answered("out"), answered("keep")
    assert step.result is not None
    assert out.result is not None
    assert set(read(step.result, file="x").tasks) == {"a", "m"}
    assert set(read(out.result, file="x").tasks) == {"a"}
    assert "element.serviceTask" in errors(keep)
    assert any(repair.code == "symbol.out" and repair.name == "Catat" for repair in out.repairs)


def test_one_bare_arrow_beside_conditions_is_the_default() -> None:
    content = file_of(
        START,
        '<userTask id="a" name="Periksa" camunda:formRef="pemeriksaan"/>',
        '<exclusiveGateway id="g"/>',
        '<task id="b" name="Kirim"/>',
        END,
        "s>a",
        "a>g",
        '<sequenceFlow id="c" sourceRef="g" targetRef="b">'
        "<conditionExpression>${g2 == 1}</conditionExpression>"
        "</sequenceFlow>",
        "g>e",
        "b>e",
    )
    assert "conditions:g" in asked(taken(content))


def test_outcomes_without_a_name_are_asked_for_with_the_opposite_as_proposal() -> None:
    content = file_of(
        START, *TWO, '<exclusiveGateway id="g" name="Lengkap?"/>', END, "s>a", "a>g", "g>b:Ya", "g>e", "b>e"
    )
    found = taken(content)
    assert asked(found)["outcome:f_g_e"] == "Tidak"
    assert errors(found) == []


def test_several_arrows_out_of_a_step_become_a_gateway() -> None:
    content = file_of(START, *TWO, '<task id="c" name="Arsip"/>', END, "s>a", "a>b", "a>c", "b>e", "c>e")
    found = taken(content)
    assert errors(found) == []
    assert "split.added" in codes(found)
    named = taken(file_of(START, *TWO, END, "s>a", "a>b:Setuju", "a>e:Tolak", "b>e"))
    assert asked(named)["split:a"] == "one"
    assert errors(named) == []


def test_only_the_chosen_pool_comes_and_the_others_are_named_whole() -> None:
    other = '<process id="q"><task id="x" name="Antar surat"/></process>'
    message = (
        '<collaboration id="k"><participant id="k1" name="Kantor" processRef="p"/>'
        '<participant id="k2" name="Kurir" processRef="q"/>'
        '<messageFlow id="m" name="Surat" sourceRef="b" targetRef="x"/></collaboration>'
    )
    content = file_of(*TWO, "a>b", more=message + other)
    found = taken(content)
    assert [(pool.id, pool.name, pool.steps) for pool in found.pools] == [
        ("q", "Kurir", 1),
        ("p", "Kantor", 2),
    ]
    assert asked(found)["pool"] == "p"
    said = " ".join(repair.sentence("id") for repair in found.repairs)
    assert "Antar surat" in said
    assert "“Surat”" in said
    assert errors(found) == []
    kurir = examine(content, file="x", agency=None, forms=specimens.sample_forms(), pool="q", answers={})
    assert kurir.result is not None
    assert [task.name for task in read(kurir.result, file="x").tasks.values()] == ["Antar surat"]


def test_a_timer_without_a_time_is_asked_how_long() -> None:
    event = (
        '<intermediateCatchEvent id="w" name="Tunggu balasan"><timerEventDefinition/>'
        "</intermediateCatchEvent>"
    )
    content = file_of(START, TWO[0], event, END, "s>a", "a>w", "w>e")
    found = taken(content)
    assert {"between.catch.timerEventDefinition", "time:w"} <= set(asked(found))
    timed = examine(content, file="x", agency=None, forms=specimens.sample_forms(), answers={"time:w": "P3D"})
    assert timed.result is not None
    assert read(timed.result, file="x").tasks["w"].properties["waktu"] == "P3D"  # type: ignore[index]


def test_a_boundary_event_becomes_an_outcome_after_its_step() -> None:
    event = '<boundaryEvent id="z" name="Terlambat" attachedToRef="a"><timerEventDefinition/></boundaryEvent>'
    found = taken(file_of(START, *TWO, event, END, "s>a", "a>e", "z>b", "b>e"))
    assert errors(found) == []
    assert found.result is not None
    (question,) = read(found.result, file="x").questions.values()
    assert {choice.name for choice in question.choices} == {"Lanjut", "Terlambat"}


def test_settings_of_engines_go_with_their_values_and_performers_become_lanes() -> None:
    content = file_of(
        START,
        '<userTask id="a" name="Tulis" camunda:candidateGroups="Staf" camunda:dueDate="P1D"/>',
        '<userTask id="b" name="Teken" camunda:assignee="Kabag"/>',
        END,
        "s>a",
        "a>b",
        "b>e",
    )
    found = taken(content)
    assert errors(found) == []
    assert found.result is not None
    assert [lane.name for lane in read(found.result, file="x").lanes] == ["Staf", "Kabag"]
    said = " ".join(repair.sentence("id") for repair in found.repairs)
    assert "camunda:dueDate = P1D" in said
    assert "camunda:candidateGroups = Staf" in said


def test_lanes_are_matched_with_the_positions_of_the_agency_or_asked() -> None:
    found = taken(file_of(*TWO, "a>b"), agency=True)
    (question,) = [question for question in found.questions if question.id == "lane.all"]
    assert {option.value for option in question.choices} >= {
        position.code for position in specimens.sample_agency().positions
    }
    assert [question.id for question in found.questions if question.code == "lane.position"] == []


def test_a_file_that_cannot_be_read_is_refused_with_the_gates_own_words() -> None:
    found = taken(b"<menu/>")
    assert (found.result, [problem.code for problem in found.problems]) == (None, ["xml.not_bpmn"])


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        ("${a && !b}", "${a && !b}"),
        ("${status eq 'ok' and jumlah ge 5}", "${status == 'ok' and jumlah >= 5}"),
        ("#{empty catatan}", '${(catatan = null or catatan = "")}'),
        ("${execution.getVariable('hasil') == 'eq 1'}", "${hasil == 'eq 1'}"),
        ('${status.equals("lulus")}', '${status == "lulus"}'),
        ("return jumlah === 3;", "${jumlah == 3}"),
        ('=jumlah > 3 and kota = "A"', '=jumlah > 3 and kota = "A"'),
        ("${bean.check(x)}", None),
        ("jika sudah lengkap", None),
    ],
)
def test_simple_conditions_of_other_engines_are_translated_and_others_are_not(
    foreign: str, ours: str | None
) -> None:
    assert conditions.translated(foreign) == ours


@pytest.mark.parametrize("path", specimens.refused_files(), ids=lambda path: path.stem)
def test_a_diagram_that_the_gate_refuses_is_examined(path) -> None:  # type: ignore[no-untyped-def]
    content = path.read_bytes()
    found = examine(
        content,
        file=path.name,
        agency=specimens.sample_agency(),
        forms=specimens.sample_forms(),
        answers={},
    )
    assert found.result is not None or found.problems
