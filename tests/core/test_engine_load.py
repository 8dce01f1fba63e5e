"""What the engine does not even read: the gate explains it to an author, the engine refuses it as well."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from runner import engine
from runner.engine import texts
from runner.engine.program import MAX_DEPTH, read
from runner.errors import DiagramFailed
from runner.expressions import texts as condition_texts
from runner.model import Words
from tests.core.bpmn_builder import executable

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PLAIN = executable("s -> t1 -> x1\nx1 -> t1 [kembali]\nx1 -> e [setuju]").decode()
NESTED = executable("s -> q1 -> e\nq1 {\ns1 -> t1 -> e1\n}").decode()


def changed(old: str, new: str, text: str = PLAIN) -> str:
    assert old in text
    return text.replace(old, new, 1)


def inside(markup: str) -> str:
    """The plain process with one symbol more, between the task and the gateway's way on."""
    return changed("</process>", f"{markup}</process>")


REFUSED: dict[str, tuple[str, str, Words]] = {
    "empty": ("", "", texts.unreadable()),
    "no XML": ("halo", "", texts.unreadable()),
    "cut off": (PLAIN[:-20], "", texts.unreadable()),
    "DOCTYPE": ("<!DOCTYPE definitions>" + PLAIN, "", texts.forbidden_markup()),
    "entity": (
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + changed("t1", "&a;"),
        "",
        texts.unreadable(),
    ),
    "too large": (PLAIN + " " * 2_000_000, "", texts.forbidden_markup()),
    "no process": (
        changed("<process", "<other").replace("</process", "</other"),
        "",
        texts.not_one_process(0),
    ),
    "two processes": (
        changed("</definitions>", '<process id="Q"/></definitions>'),
        "",
        texts.not_one_process(2),
    ),
    "no start": (PLAIN.replace("startEvent", "userTask"), "P", texts.start_and_ways_out()),
    "two starts": (inside('<startEvent id="s2"/>'), "P", texts.start_and_ways_out()),
    "no end": (PLAIN.replace("endEvent", "userTask"), "P", texts.no_end_drawn()),
    "no end inside": (
        changed('<endEvent id="e1"></endEvent>', '<userTask id="e1"/>', NESTED),
        "q1",
        texts.no_end_drawn(),
    ),
    "flow into the start": (
        inside(
            '<sequenceFlow id="f9" sourceRef="x1" targetRef="s">'
            "<conditionExpression>a</conditionExpression></sequenceFlow>"
        ),
        "x1",
        texts.start_and_ways_out(),
    ),
    "flow out of the end": (
        inside('<sequenceFlow id="f9" sourceRef="e" targetRef="t1"/>'),
        "e",
        texts.start_and_ways_out(),
    ),
    "two flows out of a task": (
        inside('<sequenceFlow id="f9" sourceRef="t1" targetRef="e"/>'),
        "t1",
        texts.start_and_ways_out(),
    ),
    "flow to nowhere": (
        inside('<sequenceFlow id="f9" sourceRef="x1" targetRef="lost"/>'),
        "f9",
        texts.loose_flow(),
    ),
    "flow without ends": (inside('<sequenceFlow id="f9"/>'), "f9", texts.loose_flow()),
    "flow into a sub-process": (
        changed('sourceRef="s" targetRef="q1"', 'sourceRef="s" targetRef="t1"', NESTED),
        "f0_P",
        texts.loose_flow(),
    ),
    "unreachable": (
        inside('<userTask id="t9"/><sequenceFlow id="f9" sourceRef="t9" targetRef="x1"/>'),
        "t9",
        texts.unreachable(),
    ),
    "flow without condition": (
        changed('<conditionExpression>x1 == "setuju"</conditionExpression>', ""),
        "f3_P",
        texts.missing_condition(),
    ),
    "empty condition": (changed('x1 == "setuju"', ""), "f3_P", texts.bad_condition(condition_texts.EMPTY)),
    "condition after a task": (
        changed('targetRef="x1">', 'targetRef="x1"><conditionExpression>a</conditionExpression>'),
        "f1_P",
        texts.misplaced_condition(),
    ),
    "id used twice": (
        changed('id="e"', 'id="t1"').replace('targetRef="e"', 'targetRef="t1"'),
        "t1",
        texts.reserved_id(),
    ),
    "no id": (changed(' id="e"', ""), "", texts.reserved_id()),
    "id of the library": (PLAIN.replace('"t1"', '"End"'), "End", texts.reserved_id()),
    "name of the library": (PLAIN.replace('"t1"', '"P.EndJoin"'), "P.EndJoin", texts.reserved_id()),
    "call": (changed('x1 == "setuju"', "len(x1)"), "f3_P", texts.bad_condition(condition_texts.CALL)),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_diagram_that_cannot_run_is_refused_with_its_element(case: str) -> None:
    text, element, why = REFUSED[case]
    with pytest.raises(DiagramFailed) as failed:
        read(text.encode(), key=case)
    assert failed.value.element == element
    assert failed.value.why == why


@pytest.mark.parametrize(
    "tag",
    [
        "task", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask",
        "callActivity", "transaction", "adHocSubProcess", "eventBasedGateway", "complexGateway",
        "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "dataObject",
        "dataStoreReference", "ioSpecification",
    ],
)  # fmt: skip
def test_a_symbol_that_is_not_run_yet_is_refused_by_name(tag: str) -> None:
    with pytest.raises(DiagramFailed) as failed:
        read(inside(f'<{tag} id="z"/>').encode(), key=tag)
    assert (failed.value.element, failed.value.why) == ("z", texts.unknown_symbol(tag))


@pytest.mark.parametrize(
    ("old", "new", "text", "element"),
    [
        ('<startEvent id="s">', '<startEvent id="s"><timerEventDefinition/>', PLAIN, "s"),
        ('<endEvent id="e">', '<endEvent id="e"><terminateEventDefinition/>', PLAIN, "e"),
        ('<userTask id="t1">', '<userTask id="t1"><multiInstanceLoopCharacteristics/>', PLAIN, "t1"),
        ('<userTask id="t1">', '<userTask id="t1"><standardLoopCharacteristics/>', PLAIN, "t1"),
        ('<subProcess id="q1">', '<subProcess id="q1" triggeredByEvent="true">', NESTED, "q1"),
        (
            '<subProcess id="q1">',
            '<subProcess id="q1"><multiInstanceLoopCharacteristics id="z"/>',
            NESTED,
            "z",
        ),
    ],
)
def test_a_symbol_with_a_mark_that_is_not_run_yet_is_refused(
    old: str, new: str, text: str, element: str
) -> None:
    with pytest.raises(DiagramFailed) as failed:
        read(changed(old, new, text).encode(), key="mark")
    assert failed.value.element == element


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_documentation_comments_and_foreign_markup_do_not_matter(encoding: str) -> None:
    noisy = changed(
        '<userTask id="t1">',
        '<userTask id="t1" xmlns:c="http://camunda.org/schema/1.0/bpmn" c:formRef="surat"><!-- é -->'
        "<documentation>Memeriksa</documentation><extensionElements><c:properties/></extensionElements><incoming>f0_P</incoming>",
    )
    noisy = changed('x1 == "setuju"', 'x1 <!-- a -->== "setuju"', noisy)
    program = read(f'<?xml version="1.0" encoding="{encoding}"?>{noisy}'.encode(encoding), key="noisy")
    assert program.tasks == {"t1"}
    assert set(program.conditions) == {'x1 == "kembali"', 'x1 == "setuju"'}


def test_the_longest_loop_can_be_read() -> None:
    steps = " -> ".join(f"t{number}" for number in range(2000))
    program = read(executable(f"s -> x1 -> {steps} -> x2\nx2 -> x1 [kembali]\nx2 -> e [setuju]"), key="loop")
    assert len(program.tasks) == 2000


def nested(depth: int) -> bytes:
    text = "s0 -> q1 -> e0\n"
    text += "".join(f"q{n} {{\ns{n} -> q{n + 1} -> e{n}\n" for n in range(1, depth))
    return executable(text + f"q{depth} {{\ns{depth} -> t -> e{depth}\n" + "}\n" * depth)


def test_sub_processes_can_be_nested_deeper_than_people_draw_them() -> None:
    program = read(nested(MAX_DEPTH), key="nested")
    motion = engine.begin(program, data={}, at=AT, seed="case:1")
    motion = engine.complete(program, motion.state, motion.opened[0].task, data={}, at=AT, seed="case:2")
    assert motion.ended == "e0"
    with pytest.raises(DiagramFailed) as failed:
        read(nested(MAX_DEPTH + 1), key="nested")
    assert failed.value.why == texts.too_large()


def test_every_reason_reads_as_a_sentence_in_both_languages() -> None:
    reasons = [
        value(*range(value.__code__.co_argcount))
        if value is not texts.bad_condition
        else value(texts.no_end())
        for name, value in vars(texts).items()
        if callable(value) and name != "Words"
    ]
    assert len(reasons) > 20
    for words in reasons:
        assert words.id.endswith(".")
        assert words.en.endswith(".")
