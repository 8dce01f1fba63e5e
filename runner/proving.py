"""The proof of whole diagrams: planned here, explored in the trial's child process, told to their authors.

Promise: an unsound diagram is shown with the path that proves it, a hostile one costs its refusal.
An owner can answer, with a reason, for what is not proven and for deadlocks that fitting answers avoid, and
for nothing else.
Never: a path on which the gate's own rules say all there is to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from runner import trial
from runner.diagram import Diagram
from runner.forms import Form
from runner.model import FormId, Problem, Severity
from runner.paths.drawn import runnable
from runner.paths.planning import plan_of
from runner.paths.report import ACCEPTABLE, Report, report_of

#: Rules of shape: what they fear, a proof shows or refutes.
_SHAPE: Final = "parallel."
#: Faults with which a diagram still runs as far as it goes, so that a path can be shown.
_RUNS: Final = frozenset({"condition.no_default", "cycle.automatic", "node.never_ends"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was found out of one diagram; without a report the child process did not survive it."""

    file: str
    report: Report | None
    problems: tuple[Problem, ...]


def prove(
    diagrams: Sequence[tuple[Diagram, Mapping[FormId, Form]]], *, limits: trial.Limits = trial.LIMITS
) -> list[Proof]:
    """The proof of each diagram with its forms, in order; one child process serves them all."""
    runs = [runnable(diagram) for diagram, _ in diagrams]
    plans = [plan_of(run, forms=forms) for run, (_, forms) in zip(runs, diagrams, strict=True)]
    asked = [(run.diagram.file, run.diagram.executable, plan) for run, plan in zip(runs, plans, strict=True)]
    seen = trial.explored(asked, limits=limits)
    proofs = []
    for (diagram, _), plan, found in zip(diagrams, plans, seen, strict=True):
        if isinstance(found, Problem):
            proofs.append(Proof(file=diagram.file, report=None, problems=(found,)))
        else:
            report = report_of(diagram, plan, found)
            proofs.append(Proof(file=diagram.file, report=report, problems=report.problems))
    return proofs


def is_worth_proving(problems: Sequence[Problem]) -> bool:
    """True if what the gate found leaves a diagram that runs."""
    return all(
        problem.severity is Severity.WARNING or problem.code.startswith(_SHAPE) or problem.code in _RUNS
        for problem in problems
    )


def answered_for(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems after their owner has answered for them: warnings, if nothing else is wrong."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if any(problem.code not in ACCEPTABLE and not problem.code.startswith(_SHAPE) for problem in errors):
        return tuple(problems)
    return tuple(replace(problem, severity=Severity.WARNING) for problem in problems)
