"""Small diagrams that are sound, and small ones with one fault each, which is found with its path."""

from __future__ import annotations

import pytest

from runner.paths import Kind
from tests.core.paths.exploring import Explored, explored, shows

SOUND = {
    "six steps": """s -> t1 -> x0 -> t2 -> x1
        x1 -> x0 [<kembali]
        x1 -> t3 [setuju]
        t3 -> t4 -> t5 -> t6 -> e""",
    "parallel work in a loop": """s -> x0 -> t1 -> p1
        p1 -> t2 -> p2
        p1 -> t3 -> p2
        p2 -> t4 -> x1
        x1 -> x0 [<kembali]
        x1 -> e [setuju]""",
    "a loop in parallel work": """s -> t1 -> p1
        p1 -> x0 -> t2 -> x1
        x1 -> x0 [ulang]
        x1 -> p2 [cukup]
        p1 -> t3 -> p2 -> t4 -> e""",
    "a chain of questions": """s -> t1 -> x1
        x1 -> x2 [ya]
        x1 -> t2 [tidak]
        x2 -> t3 [biasa]
        x2 -> t2b [rahasia]
        t2 -> e1
        t3 -> e2
        t2b -> e3""",
    "two ends at a time": """s -> t1 -> p1
        p1 -> t2 -> e1
        p1 -> t3 -> e2""",
    "parallel work in a sub-process": """s -> t1 -> q1 -> t9 -> e
        q1 {
        s1 -> p1
        p1 -> t2 -> p2
        p1 -> t3 -> p2
        p2 -> e1
        }""",
}

FAULTS: dict[str, tuple[str, set[tuple[str, str]], Kind, tuple[str, ...]]] = {
    "a choice that a parallel join waits for": (
        """s -> t1 -> x1
        x1 -> t2 [b]
        x1 -> t3 [c]
        t2 -> p1
        t3 -> p1 -> t4 -> e""",
        {("deadlock", "p1"), ("unreachable", "t4"), ("end_unreached", "e")},
        Kind.DEADLOCK,
        ("t1", "t2"),
    ),
    "every answer goes back": (
        """s -> x0 -> t1 -> x1
        x1 -> x2 [ulang]
        x1 -> t2 [lengkapi]
        t2 -> x2 -> x0
        t8 -> e""",
        {("dropped", "t8"), ("dropped", "e"), ("livelock", "t1")},
        Kind.LIVELOCK,
        (),
    ),
    "a way in that has no way out": (
        """s -> t1 -> x1
        x1 -> e [selesai]
        x1 -> x2 [putar]
        x2 -> t2 -> x3
        x3 -> x2 [lagi]
        x3 -> t3 [lain]
        t3 -> x4
        x4 -> x2""",
        {("livelock", "t2")},
        Kind.LIVELOCK,
        ("t1",),
    ),
    "parallel branches that meet at an exclusive gateway": (
        """s -> t1 -> p1
        p1 -> t2 -> x1
        p1 -> t3 -> x1
        x1 -> t4 -> e""",
        {("double", "t4")},
        Kind.DOUBLE,
        ("t1", "t2", "t3"),
    ),
    "a return out of one branch": (
        """s -> x0 -> t1 -> p1
        p1 -> t2 -> p2
        p1 -> t3 -> x1
        x1 -> x0 [<kembali]
        x1 -> p2 [ya]
        p2 -> t4 -> e""",
        {("double", "t2"), ("erased", "p2"), ("deadlock", "p2")},
        Kind.ERASED,
        ("t1", "t2", "t3", "t1", "t2"),
    ),
    "a join of one flow after a merge": (
        """s -> t1 -> p1
        p1 -> t2 -> x1
        p1 -> t3 -> x1
        x1 -> p2 -> t4 -> e""",
        {("double", "t4")},
        Kind.DOUBLE,
        ("t1", "t2", "t3"),
    ),
    "a round without a person": (
        """s -> t1 -> x0 -> x1
        x1 -> x0 [ulang]
        x1 -> e [ya]""",
        {("automatic_cycle", "x0")},
        Kind.CYCLE,
        ("t1",),
    ),
    "no end at all": ("s -> t1 -> t2", {("no_end", "t2")}, Kind.NO_END, ("t1", "t2")),
    "a dead end beside an end": (
        """s -> t1 -> p1
        p1 -> t2 -> e
        p1 -> t3""",
        {("no_end", "t3")},
        Kind.NO_END,
        ("t1", "t3"),
    ),
    "a sub-process that gets stuck": (
        """s -> t1 -> q1 -> t9 -> e
        q1 {
        s1 -> t2 -> x1
        x1 -> t3 [a]
        x1 -> t4 [b]
        t3 -> p1
        t4 -> p1 -> e1
        }""",
        {("deadlock", "p1"), ("unreachable", "t9"), ("end_unreached", "e"),
         ("end_unreached", "e1")},
        Kind.DEADLOCK,
        ("t1", "t2", "t3"),
    ),
    "a symbol on its own": (
        """s -> t1 -> e
        t8 -> e8""",
        {("dropped", "t8"), ("dropped", "e8")},
        Kind.ENGINE,
        (),
    ),
}  # fmt: skip


def deciding(name: str) -> Explored:
    return explored(FAULTS[name][0])


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_diagram_is_proven(name: str) -> None:
    case = explored(SOUND[name])
    assert case.report.problems == ()
    assert case.report.proven
    assert case.report.taken == case.report.outcomes
    assert case.seen.longest_is_exact
    assert case.seen.states <= 16


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_with_its_path(name: str) -> None:
    _, found, kind, path = FAULTS[name]
    case = deciding(name)
    assert case.found == found
    if kind is not Kind.ENGINE:
        assert case.path(kind) == path
    assert not case.report.proven


@pytest.mark.parametrize("name", FAULTS)
def test_the_path_of_each_fault_shows_it_on_the_engine(name: str) -> None:
    case = deciding(name)
    assert all(shows(fault, case) for fault in case.seen.faults if fault.moves)


@pytest.mark.parametrize("name", FAULTS)
def test_a_problem_names_its_path_in_both_languages(name: str) -> None:
    case = deciding(name)
    for problem in case.errors:
        assert problem.what.id != problem.what.en
        assert "{" not in problem.sentence("id") + problem.sentence("en")
        assert problem.line
    told = [problem for problem in case.errors if "Jalannya" in problem.what.id]
    for task in (move.task for fault in case.seen.faults for move in fault.moves[-1:] if move.task):
        assert any(f"“{task}”" in problem.what.id for problem in told), task


def test_a_path_says_what_was_chosen() -> None:
    problem = deciding("a choice that a parallel join waits for").errors[0]
    assert "“t1” (x1: b) → “t2”" in problem.what.id
    assert "The path: “t1” (x1: b) → “t2”." in problem.what.en


def test_a_deadlock_is_shown_for_every_choice_that_leads_to_it() -> None:
    told = [problem.what.en for problem in deciding("a choice that a parallel join waits for").errors]
    assert sum("gets stuck" in sentence for sentence in told) == 2


CORRELATED = """s -> t0 -> p1
    p1 -> t1 -> x1
    p1 -> t2 -> x2
    x1 -> x3 [ya]
    x1 -> x4 [tidak]
    x2 -> x5 [ya]
    x2 -> x6 [tidak]
    x3 -> p2
    x5 -> p2
    x4 -> p3
    x6 -> p3
    p2 -> x9
    p3 -> x9
    x9 -> e"""


def test_a_deadlock_that_fitting_answers_avoid_is_told_apart() -> None:
    case = explored(CORRELATED)
    assert case.found == {("deadlock_correlated", "p2"), ("deadlock_correlated", "p3")}
    assert all(shows(fault, case) for fault in case.seen.faults)


def test_a_choice_that_is_always_wrong_is_no_matter_of_fitting_answers() -> None:
    case = explored("""s -> t0 -> x0
        x0 -> t8 [cepat]
        x0 -> t9 [biasa]
        t8 -> x7
        t9 -> x7 -> p1
        p1 -> t1 -> x1
        p1 -> t2 -> p2
        x1 -> p2 [ok]
        x1 -> e1 [batal]
        p2 -> t3 -> e2""")
    assert ("deadlock", "p2") in case.found
    assert not any(code == "deadlock_correlated" for code, _ in case.found)


def test_an_exploration_that_is_stopped_says_that_nothing_is_proven() -> None:
    branches = "\n".join(f"p1 -> t{n}a -> t{n}b -> p2" for n in range(1, 7))
    case = explored(f"s -> p1\n{branches}\np2 -> e", most_states=200)
    assert case.seen.limit == "states"
    assert case.found == {("unproven", "sop")}
    assert not case.report.proven
    whole = explored(f"s -> p1\n{branches}\np2 -> e")
    assert whole.seen.states == 3**6
    assert whole.report.proven
