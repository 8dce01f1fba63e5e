"""Judging a diagram with the forms it names, before anything is frozen.

Promise: every problem of both is found, those of its paths too.
Never: a database; what was published before comes in as a function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from runner import diagram as diagrams
from runner import forms as form_sheets
from runner.agency import Agency
from runner.errors import DiagramRefused
from runner.model import ElementId, FormId, Problem, Severity
from runner.proving import answered_for, is_worth_proving, prove
from runner.revision import DIAGRAM, form_file
from runner.trial import LIMITS, Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A diagram with the forms it names, and every problem of both.

    ``accepted`` is the reason of the owner who answers for what is not proven, empty if nobody has to.
    """

    diagram: diagrams.Diagram | None
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    forms: Mapping[FormId, form_sheets.Form] = field(default_factory=dict)
    accepted: str = ""

    @property
    def refused(self) -> bool:
        """True if a publish is out of the question."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def judge(
    content: bytes,
    *,
    file: str,
    forms: Mapping[FormId, bytes],
    agency: Agency | None,
    published: Callable[[FormId], bytes | None] = lambda _name: None,
) -> Judged:
    """Everything that the gate has to say of a diagram and its forms, short of the proof.

    ``forms`` are at hand; ``published`` gives one that is not, as it was last published.
    """
    try:
        diagram = diagrams.read(content, file=file)
    except DiagramRefused as refused:
        return Judged(diagram=None, files={}, problems=refused.problems)
    problems: list[Problem] = []
    files = {DIAGRAM: content}
    broken: set[FormId] = set()
    # all of them, not only those named: a misspelt name gets the right one proposed
    sheets = {name: form for name, sheet in forms.items() if (form := _form(sheet, form_file(name)))}
    for name in dict.fromkeys(task.form for task in diagram.tasks.values() if task.form):
        sheet = forms[name] if name in forms else published(name)
        if sheet is None:
            continue
        files[form_file(name)] = sheet
        found = form_sheets.problems(sheet, file=form_file(name))
        problems.extend(found)
        form = _form(sheet, form_file(name))
        if form is None:
            broken.add(name)
        else:
            sheets[name] = form
    for problem in diagrams.problems(diagram, forms=sheets, agency=agency):
        step = diagram.tasks.get(ElementId(problem.element))
        if problem.code == "form.missing" and step is not None and step.form in broken:
            continue  # it is there, and what is wrong with it was said above
        problems.append(problem)
    return Judged(diagram=diagram, files=files, problems=tuple(problems), forms=sheets)


def proven(judged: Sequence[Judged], *, accept_unproven: str = "", limits: Limits = LIMITS) -> list[Judged]:
    """Each with what exploring every path of its diagram shows; one child process serves them all.

    A reason in ``accept_unproven`` answers for what is not proven and for deadlocks that fitting answers
    avoid; it is kept where it was needed.
    """
    reason = accept_unproven.strip()
    runs = [
        (number, one.diagram)
        for number, one in enumerate(judged)
        if one.diagram is not None and is_worth_proving(one.problems)
    ]
    proofs = prove([(diagram, judged[number].forms) for number, diagram in runs], limits=limits)
    found = list(judged)
    for (number, _), proof in zip(runs, proofs, strict=True):
        one = replace(judged[number], problems=(*judged[number].problems, *proof.problems))
        if one.refused and reason:
            one = replace(one, problems=answered_for(one.problems), accepted=reason)
        found[number] = one
    return found


@lru_cache(maxsize=512)
def _form(content: bytes, file: str) -> form_sheets.Form | None:
    try:
        return form_sheets.read(content, file=file)
    except DiagramRefused:
        return None
