"""Conditions over answers: what the forms before them can give decides what can happen."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from runner.forms import Form
from runner.model import Json, Severity
from runner.paths import Kind, Plan
from tests.core.paths.exploring import Explored, a_form, explored, shows

SPLIT = "s -> t1 -> x1\nx1 -> t2 [?{0}]\nx1 -> t3 [*]\nt2 -> e1\nt3 -> e2"
NUMBER = {"type": "number", "key": "nilai"}
CHOICE = {
    "type": "select",
    "key": "sifat",
    "values": [{"value": value, "label": value} for value in ("biasa", "segera", "rahasia")],
}


def split(condition: str, *fields: Mapping[str, object]) -> Explored:
    return explored(SPLIT.format(condition), {"t1": a_form("isian", *fields)})


def values(case: Explored, task: str, name: str) -> list[Json]:
    return [value for given in case.plan.steps[task].given if given.name == name for value in given.values]


POSSIBLE = [
    ("nilai > 10", NUMBER),
    ("nilai >= 100", {**NUMBER, "validate": {"max": 100}}),
    ("nilai = 2.5", NUMBER | {"decimalDigits": 1}),
    ("nilai = null", NUMBER),
    ("nilai = 15", NUMBER | {"increment": 5}),
    ("0 &lt; nilai and nilai &lt; 1", NUMBER | {"decimalDigits": 1}),
    ('sifat = "rahasia"', CHOICE),
    ('sifat in ["segera", "rahasia"]', CHOICE),
    ("sifat = null", CHOICE),
    ("setuju", {"type": "checkbox", "key": "setuju"}),
    ("not setuju", {"type": "checkbox", "key": "setuju"}),
    ('nomor = "005/1"', {"type": "textfield", "key": "nomor"}),
    ('nomor != "005/1"', {"type": "textfield", "key": "nomor", "validate": {"required": True}}),
    ('tanggal > "2026-03-01"', {"type": "datetime", "subtype": "date", "key": "tanggal"}),
    ('"biasa" in sifat', {**CHOICE, "type": "checklist"}),
    ('surat.sifat = "segera"', {**CHOICE, "key": "surat.sifat"}),
]

IMPOSSIBLE = [
    ("nilai > 100", {**NUMBER, "validate": {"max": 100}}),
    ("nilai = 2.5", NUMBER | {"decimalDigits": 0}),
    ("nilai = 7", NUMBER | {"increment": 5}),
    ("nilai = null", {**NUMBER, "validate": {"required": True}}),
    ('nilai = "10"', NUMBER),
    ('sifat = "penting"', CHOICE),
    ("sifat = null", {**CHOICE, "validate": {"required": True}}),
    ("not setuju", {"type": "checkbox", "key": "setuju", "validate": {"required": True}}),
    ('setuju = "ya"', {"type": "checkbox", "key": "setuju"}),
    ('nomor = "terlalu panjang"', {"type": "textfield", "key": "nomor", "validate": {"maxLength": 5}}),
    ("lain = 1", NUMBER),
    ("nilai > 5 and nilai &lt; 5", NUMBER),
]


@pytest.mark.parametrize(("condition", "field"), POSSIBLE)
def test_a_condition_that_an_answer_meets_opens_its_flow(condition: str, field: dict[str, object]) -> None:
    case = split(condition, field)
    assert case.found == set()
    assert case.report.taken == 2


@pytest.mark.parametrize(("condition", "field"), IMPOSSIBLE)
def test_an_outcome_that_no_answer_can_give_is_found(condition: str, field: dict[str, object]) -> None:
    case = split(condition, field)
    (flow,) = (way.flow for way in case.plan.symbols["x1"].ways if way.condition)
    assert ("outcome_never", flow) in case.found
    assert ("unreachable", "t2") in case.found
    assert ("end_unreached", "e1") in case.found


def test_an_answer_that_no_outcome_matches_is_found_with_the_answer() -> None:
    text = "s -> t1 -> x1\nx1 -> t2 [?nilai &lt; 10]\nx1 -> t3 [?nilai > 10]\nt2 -> e1\nt3 -> e2"
    case = explored(text, {"t1": a_form("isian", {**NUMBER, "validate": {"required": True}})})
    assert case.found == {("no_outcome", "x1")}
    (fault,) = (fault for fault in case.seen.faults if fault.kind is Kind.NO_OUTCOME)
    assert fault.moves[-1].answers == (("nilai", 10),)
    assert "“t1” (nilai = 10)" in case.errors[0].what.id
    assert shows(fault, case)


def test_conditions_that_leave_nothing_to_the_default_only_warn_of_it() -> None:
    text = """s -> t1 -> x1
        x1 -> t2 [?setuju]
        x1 -> t3 [?not setuju]
        x1 -> t2b [*]
        t2 -> x2
        t3 -> x2
        t2b -> x2
        x2 -> e"""
    case = explored(text, {"t1": a_form("isian", {"type": "checkbox", "key": "setuju"})})
    warned = [problem for problem in case.report.problems if problem.severity is Severity.WARNING]
    assert [problem.code for problem in warned] == ["paths.outcome_never"]
    assert case.found == {("unreachable", "t2b")}


def test_two_fields_that_are_compared_with_each_other_come_in_every_order() -> None:
    text = """s -> t1 -> x1
        x1 -> t2 [?a &lt; b]
        x1 -> t3 [?a > b]
        x1 -> t4 [?a = b and a != null]
        x1 -> t5 [*]
        t2 -> e1
        t3 -> e2
        t4 -> e3
        t5 -> e4"""
    numbers = a_form("isian", {"type": "number", "key": "a"}, {"type": "number", "key": "b"})
    assert explored(text, {"t1": numbers}).found == set()


def test_an_answer_is_remembered_until_it_is_read() -> None:
    """The same answer judged twice: the second gateway never contradicts the first."""
    text = """s -> t1 -> x1
        x1 -> t2 [?setuju]
        x1 -> t3 [*]
        t2 -> x2
        t3 -> x2 -> t4 -> x3
        x3 -> e1 [?setuju]
        x3 -> e2 [*]"""
    case = explored(text, {"t1": a_form("isian", {"type": "checkbox", "key": "setuju"})})
    assert case.report.proven
    ways = {
        tuple(flow for move in route for _, flow in move.outcomes)
        for route in (case.seen.shortest or (), case.seen.longest or ())
    }
    assert all(len(way) == 2 for way in ways)
    # t1, t2 and t3, then t4 with the answer still known, then the end
    assert case.seen.states == 1 + 2 + 2 + 1


def test_answers_that_fit_because_they_are_the_same_answer_do_not_deadlock() -> None:
    """Two gateways in parallel branches over one earlier answer: correlated, and proven."""
    text = """s -> t1 -> p1
        p1 -> t2 -> x1
        p1 -> t3 -> x2
        x1 -> p2 [?setuju]
        x1 -> p3 [*]
        x2 -> p2 [?setuju]
        x2 -> p3 [*]
        p2 -> x9
        p3 -> x9 -> e"""
    case = explored(text, {"t1": a_form("isian", {"type": "checkbox", "key": "setuju"})})
    assert case.report.proven


def test_the_outcome_of_an_earlier_question_can_be_read_by_a_condition() -> None:
    text = """s -> t1 -> x1
        x1 -> t2 [setuju]
        x1 -> t3 [tolak]
        t2 -> x2
        t3 -> x2 -> t4 -> x3
        x3 -> e1 [?x1 = "setuju"]
        x3 -> e2 [?x1 = "ditunda"]
        x3 -> e3 [*]"""
    case = explored(text)
    (never,) = (way.flow for way in case.plan.symbols["x3"].ways if "ditunda" in way.condition)
    assert case.found == {("outcome_never", never), ("end_unreached", "e2")}


def test_an_inclusive_gateway_is_tried_with_every_selection() -> None:
    text = """s -> t1 -> o1
        o1 -> t2 [?"a" in bagian]
        o1 -> t3 [?"b" in bagian]
        o1 -> t4 [*]
        t2 -> o2
        t3 -> o2
        t4 -> o2 -> t5 -> e"""
    options = [{"value": value, "label": value} for value in "abc"]
    parts = a_form("isian", {"type": "checklist", "key": "bagian", "values": options})
    case = explored(text, {"t1": parts})
    assert case.report.proven
    assert case.report.taken == 3
    assert len(values(case, "t1", "bagian")) == 4


def test_a_field_that_may_be_hidden_may_also_stay_away() -> None:
    hidden = {**NUMBER, "validate": {"required": True}, "conditional": {"hide": "=lewati"}}
    skip = {"type": "checkbox", "key": "lewati"}
    assert split("nilai = null", hidden, skip).found == set()


def test_only_answers_that_conditions_can_tell_apart_are_tried() -> None:
    case = split('sifat = "rahasia"', CHOICE)
    assert len(values(case, "t1", "sifat")) == 2
    case = split('sifat = "rahasia"', CHOICE, NUMBER)
    assert [given.name for given in case.plan.steps["t1"].given] == ["sifat"]


def test_rows_of_a_list_are_not_told_apart_and_so_nothing_is_proven() -> None:
    listed: dict[str, object] = {
        "type": "dynamiclist",
        "path": "peserta",
        "components": [{"id": "nama", "type": "textfield", "key": "nama", "label": "Nama"}],
    }
    case = split("peserta = null", listed)
    assert case.plan.vague == ("peserta",)
    assert ("unproven", "sop") in case.found


def test_without_the_form_at_hand_nothing_is_said_of_its_answers() -> None:
    case = explored(SPLIT.format("nilai > 10"), forms_at_hand=False)
    assert case.found == {("unproven", "sop")}


def test_a_plan_and_what_was_seen_go_through_json_unchanged() -> None:
    case = split("nilai > 100", {**NUMBER, "validate": {"max": 100}})
    assert Plan.from_json(json.loads(json.dumps(case.plan.to_json()))) == case.plan
    assert type(case.seen).from_json(json.loads(json.dumps(case.seen.to_json()))) == case.seen


def test_forms_with_many_fields_in_conditions_cost_no_more_than_others() -> None:
    names = [f"n{number}" for number in range(12)]
    form: Form = a_form("isian", *({"type": "number", "key": name} for name in names))
    condition = " and ".join(f"{name} > {number}" for number, name in enumerate(names))
    case = explored(SPLIT.format(condition), {"t1": form})
    assert case.plan.vague
    assert ("unproven", "sop") in case.found
