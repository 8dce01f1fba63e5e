"""A question is judged exactly when the earlier choices lead to it."""

from __future__ import annotations

import pytest

from runner.diagram import Question
from runner.diagram.nouns import Choice
from runner.model import ElementId
from runner.outcomes import LONGEST_REASON, judge_outcomes, summary

APPROVED = Question(
    gateway=ElementId("g1"),
    text="Disetujui?",
    choices=(
        Choice(flow=ElementId("f1"), name="Setuju", returns=False),
        Choice(flow=ElementId("f2"), name="Kembalikan", returns=True),
    ),
    decider=ElementId("t1"),
    asked_after=((),),
)
#: Asked only of what was approved, or sent on; two ways lead to it.
SECRET = Question(
    gateway=ElementId("g2"),
    text="Rahasia?",
    choices=(
        Choice(flow=ElementId("f3"), name="Ya", returns=False),
        Choice(flow=ElementId("f4"), name="Tidak", returns=False),
    ),
    decider=ElementId("t1"),
    asked_after=(((ElementId("g1"), "Setuju"),),),
)
BOTH = (APPROVED, SECRET)


@pytest.mark.parametrize(
    ("given", "outcomes", "wrong"),
    [
        ({"g1": "Setuju", "g2": "Ya"}, {"g1": "Setuju", "g2": "Ya"}, set()),
        ({"g1": "Setuju"}, {"g1": "Setuju"}, {"g2"}),
        ({}, {}, {"g1"}),
        ({"g1": ""}, {}, {"g1"}),
        ({"g1": "setuju"}, {}, {"g1"}),
        ({"g1": "Lain", "g2": "Ya"}, {}, {"g1"}),
        ({"g2": "Ya"}, {}, {"g1"}),
        # the second question is not asked of what goes back, whatever was posted
        ({"g1": "Kembalikan", "g1_alasan": "a", "g2": "Ya"}, {"g1": "Kembalikan"}, set()),
        ({"g1": "Kembalikan"}, {"g1": "Kembalikan"}, {"g1_alasan"}),
        ({"g1": "Kembalikan", "g1_alasan": " \n "}, {"g1": "Kembalikan"}, {"g1_alasan"}),
        ({"g1": "Kembalikan", "g1_alasan": "x" * (LONGEST_REASON + 1)}, {"g1": "Kembalikan"}, {"g1_alasan"}),
    ],
)
def test_outcomes_are_judged(given: dict[str, str], outcomes: dict[str, str], wrong: set[str]) -> None:
    decided = judge_outcomes(BOTH, given)
    assert {error.path for error in decided.errors} == wrong
    assert decided.outcomes == outcomes


def test_a_return_carries_its_reason_trimmed() -> None:
    back = judge_outcomes(BOTH, {"g1": "Kembalikan", "g1_alasan": " kurang \n"})
    assert (back.reasons, back.returns) == ({"g1_alasan": "kurang"}, ("g1",))
    on = judge_outcomes(BOTH, {"g1": "Setuju", "g1_alasan": " \n", "g2": "Ya"})
    assert (on.reasons, on.returns, on.errors) == ({}, (), ())


@pytest.mark.parametrize(
    ("given", "path", "said"),
    [
        ({"g1": "Setuju", "g1_alasan": "bagus", "g2": "Ya"}, "g1_alasan", "pilih “Kembalikan”"),
        ({"g1": "Setuju", "g2": "Ya", "g2_alasan": "bagus"}, "g2_alasan", "tidak diminta di sini"),
        # no question at all after this return, so that its reason would be lost as well
        ({"g1": "Kembalikan", "g1_alasan": "a", "g2_alasan": "b"}, "g2_alasan", "tidak diminta di sini"),
    ],
)
def test_a_reason_that_would_not_be_recorded_is_refused(given: dict[str, str], path: str, said: str) -> None:
    (error,) = judge_outcomes(BOTH, given).errors
    assert error.path == path
    assert said in error.message.id


def test_a_reason_may_be_as_long_as_the_limit() -> None:
    given = {"g1": "Kembalikan", "g1_alasan": "x" * LONGEST_REASON}
    assert judge_outcomes(BOTH, given).errors == ()


def test_every_refusal_speaks_both_languages_and_names_its_question() -> None:
    for given in ({}, {"g1": "Lain"}, {"g1": "Kembalikan"}):
        (error,) = judge_outcomes((APPROVED,), given).errors
        assert error.label == "Disetujui?"
        assert error.message.id
        assert error.message.en
        assert error.message.id != error.message.en


def test_a_completed_task_is_summed_up_by_its_outcomes_in_asking_order() -> None:
    assert summary(BOTH, {"g2": "Ya", "g1": "Setuju", "lain": "x"}) == "Setuju; Ya"
    assert summary(BOTH, {}) == ""
