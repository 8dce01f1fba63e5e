"""A diagram that would take for ever costs little, whether people or form fields make it so."""

from __future__ import annotations

from runner import trial
from runner.forms import Form
from runner.model import FormId
from runner.proving import Proof, prove
from tests.core.diagram import specimens
from tests.core.paths.exploring import a_form, sketched

_BRANCHES = "\n".join(f"p1 -> t{n}a -> t{n}b -> t{n}c -> p2" for n in range(12))
#: 4 ** 12 states.
CROWD = f"s -> p1\n{_BRANCHES}\np2 -> e"


def proof(text: str, given: dict[str, Form] | None = None, **limits: int) -> Proof:
    forms = {**specimens.sample_forms(), **{FormId(form.id): form for form in (given or {}).values()}}
    (found,) = prove([(sketched(text, given or {}), forms)], limits=trial.Limits(**limits))
    return found


def codes(found: Proof) -> list[str]:
    return [problem.code for problem in found.problems]


def test_much_work_in_parallel_is_not_proven_but_costs_two_seconds_at_most() -> None:
    found = proof(CROWD)
    assert codes(found) == ["paths.unproven"]
    assert found.report is not None
    assert found.report.seconds < 2.5  # processor seconds: the exploration itself watches them


def test_a_child_that_is_ended_refuses_its_diagram_and_the_next_one_is_proven() -> None:
    forms = specimens.sample_forms()
    pair = [(sketched(CROWD, {}), forms), (sketched("s -> t2 -> e", {}), forms)]
    # the first one explores for longer than its child is waited for
    first, second = prove(pair, limits=trial.Limits(wall_seconds=0.7))
    assert codes(first) == ["engine.trial"]
    assert first.report is None
    assert codes(second) == []
    assert second.report is not None
    assert second.report.states == 2


def test_many_conditions_over_many_fields_are_planned_in_a_moment() -> None:
    names = [f"n{number}" for number in range(60)]
    form = a_form("isian", *({"type": "number", "key": name, "decimalDigits": 3} for name in names))
    lines = ["s -> t1 -> x0"]
    for number in range(60):
        listed = ", ".join(str(number * 100 + value) for value in range(80))
        pair = f"{names[number]} > {names[(number + 1) % 60]}"
        lines.append(f"x{number} -> t{number + 2} [?{pair} and {names[number]} in [{listed}]]")
        lines.append(f"x{number} -> x{number + 1} [*]")
        lines.append(f"t{number + 2} -> e{number}")
    lines.append("x60 -> t99 -> e99")
    found = proof("\n".join(lines), {"t1": form})
    assert "paths.unproven" in codes(found)
