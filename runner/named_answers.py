"""Answers by name, as programs send them, turned into what the page of a step would post.

Promise: a name that the page does not have is an error, never dropped. Never: an answer judged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from runner import forms as form_sheets
from runner.errors import AnswersRefused
from runner.model import ElementId, FieldError, Json, Words
from runner.outcomes import reason_name
from runner.revision import Revision

Pairs = dict[str, list[str]]

#: What the name of a reason ends in, behind its gateway.
REASON = reason_name(ElementId(""))
_TEXT = Words("Isi dengan teks.", "Give a text.")


def inputs_of(revision: Revision, element: ElementId, values: Mapping[str, Json]) -> Pairs:
    """The inputs of the step's page that hold these values, its outcomes and reasons included.

    Raises AnswersRefused for a name that the page does not have and a value that no input can hold.
    """
    pairs: Pairs = {}
    errors: list[FieldError] = []
    rest = dict(values)
    for question in revision.diagram.questions_of(element):
        for name in (question.gateway, reason_name(question.gateway)):
            if name not in rest:
                continue
            value = rest.pop(name)
            if value is None or isinstance(value, str):
                pairs[name] = [value or ""]
            else:
                errors.append(FieldError(path=name, label=question.text, message=_TEXT))
    inputs, wrong = form_sheets.inputs(revision.form_of(element), rest)
    if errors or wrong:
        raise AnswersRefused([*errors, *wrong])
    return {**pairs, **inputs}


def drafted_inputs(revision: Revision, element: ElementId, typed: Mapping[str, Mapping[str, Json]]) -> Pairs:
    """The inputs that hold what a draft of the step holds, as far as its page still has them."""
    pairs: Pairs = {name: [str(given)] for name, given in typed.get("outcomes", {}).items()}
    form = revision.form_of(element)
    for name, value in typed.get("raw", {}).items():
        inputs, wrong = form_sheets.inputs(form, {name: _without_origins(value)})
        if not wrong:
            pairs.update(inputs)
    return pairs


def _without_origins(value: Json) -> Json:
    """A typed value without the marks that say which recorded row each row of a list came from."""
    if isinstance(value, dict):
        return {name: _without_origins(inner) for name, inner in value.items() if name}
    return [_without_origins(inner) for inner in value] if isinstance(value, list) else value


def proposals(
    revision: Revision, elements: Collection[ElementId], values: Mapping[str, Json], *, about: str
) -> dict[ElementId, Pairs]:
    """For each of these first steps, the inputs of its form that hold the values which it knows.

    ``about`` is proposed for the field that says what the case is about, if a step has it. Raises
    AnswersRefused for a value that none of them knows.
    """
    subject = revision.diagram.subject_field
    wanted = dict(values)
    if about and subject and subject not in wanted:
        wanted[subject] = about
    found: dict[ElementId, Pairs] = {}
    errors: list[FieldError] = []
    for name, value in wanted.items():
        tried = {e: form_sheets.inputs(revision.form_of(e), {name: value}) for e in elements}
        for element, (inputs, wrong) in tried.items():
            if not wrong:
                found.setdefault(element, {}).update(inputs)
        if name in values and all(wrong for _, wrong in tried.values()):
            errors.extend(next(iter(tried.values()))[1] if tried else [])
    if errors:
        raise AnswersRefused(errors)
    return found
