"""Who decides at a gateway, when they are asked, and what counts as sending back."""

from __future__ import annotations

import pytest

from runner.model import ElementId
from tests.core.diagram.specimens import sketch_codes, sketch_warnings, sketched


def deciders(text: str) -> dict[str, str]:
    return {gateway: question.decider for gateway, question in sketched(text).questions.items()}


def asked_after(text: str, gateway: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    return sketched(text).questions[ElementId(gateway)].asked_after


def returning(text: str) -> set[str]:
    """The choices that ask for a reason."""
    return {c.name for q in sketched(text).questions.values() for c in q.choices if c.returns}


CHAIN = """
    s -> t1 -> x1
    x1 -> x2 [Lengkap]
    x1 -> e1 [Ditolak]
    x2 -> t2 [Biasa]
    x2 -> t3 [Mendesak]
    t2 -> e2
    t3 -> e3
"""


def test_one_task_may_decide_at_several_gateways_in_a_row() -> None:
    assert sketch_codes(CHAIN) == set()
    assert deciders(CHAIN) == {"x1": "t1", "x2": "t1"}
    assert [question.gateway for question in sketched(CHAIN).questions_of(ElementId("t1"))] == ["x1", "x2"]


def test_a_later_question_is_asked_only_after_the_choice_that_leads_to_it() -> None:
    assert asked_after(CHAIN, "x1") == ((),)
    assert asked_after(CHAIN, "x2") == ((("x1", "Lengkap"),),)


def test_a_question_that_several_choices_lead_to_knows_them_all() -> None:
    text = """
        s -> t1 -> x1
        x1 -> xm [Baik]
        x1 -> x2 [Cukup]
        x1 -> e1 [Kurang]
        x2 -> xm [Diterima]
        x2 -> e2 [Ditunda]
        xm -> x3
        x3 -> t2 [Umum]
        x3 -> t3 [Khusus]
        t2 -> e3
        t3 -> e4
    """
    assert sketch_codes(text) == set()
    assert asked_after(text, "x3") == ((("x1", "Baik"),), (("x1", "Cukup"), ("x2", "Diterima")))


def test_the_decider_is_found_over_a_merge_that_the_same_task_reaches() -> None:
    text = """
        s -> xm1 -> t1 -> xm2
        xm2 -> x1
        x1 -> xm1 [Ulangi]
        x1 -> x2 [Lanjut]
        x2 -> xm2 [Pertimbangkan lagi]
        x2 -> e [Selesai]
    """
    # a way back to a question without a step between would never rest
    assert "cycle.automatic" in sketch_codes(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("s -> x1 -> t1 -> e1\nx1 -> e2 [b]", "outcome.no_decider"),
        ("s -> t1 -> p1 -> t2 -> p2 -> x1\np1 -> t3 -> p2\nx1 -> e1 [a]\nx1 -> e2 [b]", "outcome.no_decider"),
        ("s -> t0 -> q1 -> x1\nq1 {\ns1 -> t1 -> e1\n}\nx1 -> e2 [a]\nx1 -> e3 [b]", "outcome.no_decider"),
        (
            "s -> t0 -> x0\nx0 -> t1 [a]\nx0 -> t2 [b]\nt1 -> xm -> x1\nt2 -> xm\nx1 -> e1 [c]\nx1 -> e2 [d]",
            "outcome.several_deciders",
        ),
        (
            "s -> t1 -> x0\nx0 -> x1 [?jumlah > 1]\nx0 -> e0 [*]\nx1 -> e1 [a]\nx1 -> e2 [b]",
            "outcome.no_decider",
        ),
    ],
)
def test_a_gateway_without_one_clear_decider_is_refused(text: str, code: str) -> None:
    assert code in sketch_codes(text)
    assert "x1" not in deciders(text)


def test_a_question_inside_a_sub_process_is_decided_inside() -> None:
    text = """
        s -> q1 -> e
        q1 {
        s1 -> t1 -> x1
        x1 -> e1 [a]
        x1 -> e2 [b]
        }
    """
    assert sketch_codes(text) == set()
    assert deciders(text) == {"x1": "t1"}


def test_a_flow_to_a_symbol_that_every_way_to_the_gateway_passes_is_a_return() -> None:
    text = "s -> xm -> t1 -> t2 -> x1\nx1 -> xm [Kembalikan]\nx1 -> e [Setuju]"
    assert returning(text) == {"Kembalikan"}


def test_a_return_to_before_a_sub_process_or_a_parallel_part_is_seen() -> None:
    text = """
        s -> xm -> q1 -> p1 -> t2 -> p2 -> t4 -> x1
        p1 -> t3 -> p2
        x1 -> xm [Kembalikan]
        x1 -> e [Setuju]
        q1 {
        s1 -> t1 -> e1
        }
    """
    assert sketch_codes(text) == set()
    assert returning(text) == {"Kembalikan"}


def test_a_forward_flow_is_no_return_even_inside_a_loop() -> None:
    text = """
        s -> xm -> t1 -> x1
        x1 -> t2 [Lanjut]
        x1 -> e1 [Batal]
        t2 -> x2
        x2 -> xm [Kembalikan]
        x2 -> e2 [Setuju]
    """
    assert returning(text) == {"Kembalikan"}
    assert sketch_warnings(text) == set()


def test_a_way_back_that_no_rule_sees_is_a_return_by_its_property_and_advised_without() -> None:
    # t2 can also be reached from t0 directly, so that it does not stand before every way to x2
    text = """
        s -> t0 -> x0
        x0 -> xm1 [Lengkap]
        x0 -> xm2 [Langsung]
        xm1 -> t1 -> xm2 -> t2 -> x2
        x2 -> xm1 [{mark}Perbaiki]
        x2 -> e [Setuju]
    """
    bare, marked = text.format(mark=""), text.format(mark="<")
    assert returning(bare) == set()
    assert "outcome.maybe_return" in sketch_warnings(bare)
    assert returning(marked) == {"Perbaiki"}
    assert "outcome.maybe_return" not in sketch_warnings(marked)


def test_a_condition_may_read_an_earlier_outcome_and_its_reason() -> None:
    text = """
        s -> xm -> t1 -> x1
        x1 -> xm [Kembalikan]
        x1 -> t2 [Setuju]
        t2 -> x2
        x2 -> t3 [?x1 = "Setuju" and x1_alasan = null]
        x2 -> e1 [*]
        t3 -> e2
    """
    assert sketch_codes(text) == set()
    assert sketched(text).reads == {"x1", "x1_alasan"}


@pytest.mark.parametrize(
    "condition",
    [
        "x1 = 'Setujui'",
        "'Setujui' = x1",
        "x1 != 'setuju'",
        "x1 in ['Setuju', 'Ditolak']",
        "not (x1 in ['Setujui'])",
        "x1 = true",
        "x1 = 1",
        "jumlah > 1 and x1 == 'Setuju '",
    ],
)
def test_a_condition_that_compares_an_outcome_with_no_choice_is_refused(condition: str) -> None:
    text = f"""
        s -> t1 -> x1
        x1 -> t2 [Setuju]
        x1 -> e0 [Tolak]
        t2 -> x2
        x2 -> t3 [?{condition}]
        x2 -> e1 [*]
        t3 -> e2
    """
    escaped = text.replace(" > 1", " &gt; 1")
    assert sketch_codes(escaped) == {"condition.unknown_choice"}


@pytest.mark.parametrize(
    "condition", ["x1 = 'Setuju'", "x1 in ['Setuju', \"Tolak\"]", "x1 = null", "jumlah = 3"]
)
def test_a_condition_on_existing_choices_passes(condition: str) -> None:
    text = f"""
        s -> t1 -> x1
        x1 -> t2 [Setuju]
        x1 -> e0 [Tolak]
        t2 -> x2
        x2 -> t3 [?{condition}]
        x2 -> e1 [*]
        t3 -> e2
    """
    assert sketch_codes(text) == set()


def test_a_condition_may_not_read_what_only_a_later_step_fills_in() -> None:
    text = """
        s -> t0 -> x1
        x1 -> t1 [?x2 = 'a']
        x1 -> e1 [*]
        t1 -> x2
        x2 -> e2 [a]
        x2 -> e3 [b]
    """
    assert sketch_codes(text) == {"condition.unknown_name"}


def test_a_condition_without_text_and_not_the_default_is_missing() -> None:
    text = "s -> t0 -> x1\nx1 -> e1 [?jumlah = 1]\nx1 -> e2 [*]\nx1 -> e3"
    assert sketch_codes(text) == {"condition.missing"}


def test_more_chains_of_outcomes_than_a_person_can_follow_are_refused_quickly() -> None:
    lines = ["s -> t1 -> x0"]
    for number in range(40):
        lines += [f"x{number} -> xm{number} [ya]", f"x{number} -> xn{number} [tidak]"]
        lines += [f"xm{number} -> xk{number}", f"xn{number} -> xk{number}", f"xk{number} -> x{number + 1}"]
    lines += ["x40 -> e1 [a]", "x40 -> e2 [b]"]
    assert "outcome.too_many_ways" in sketch_codes("\n".join(lines))


def test_an_outcome_and_the_reason_of_another_never_share_a_name() -> None:
    text = """
        s -> xm -> t1 -> x1
        x1 -> xm [Kembalikan]
        x1 -> t2 [Setuju]
        t2 -> x1_alasan
        x1_alasan -> e1 [a]
        x1_alasan -> e2 [b]
    """
    assert sketch_codes(text) == {"outcome.reason_clash"}


def test_steps_stand_in_the_order_of_the_flow_not_of_the_file() -> None:
    text = """
        t3 -> e
        s -> xm -> t1 -> x1
        x1 -> xm [Kembalikan]
        x1 -> t2 [Setuju]
        t2 -> t3
    """
    assert sketched(text).order == ("t1", "t2", "t3")


def test_the_first_steps_are_those_that_no_other_step_comes_before() -> None:
    assert sketched("s -> p1 -> t1 -> p2 -> t3 -> e\np1 -> t2 -> p2").first == ("t1", "t2")
