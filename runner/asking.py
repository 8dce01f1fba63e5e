"""What the page of a task asks: its form, and the outcomes of the gateways that its person decides.

Promise: what was posted is split between the two and otherwise left as it was typed; what was typed is
shown back word for word. Never: a judgement of an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from runner import forms as form_sheets
from runner.model import ElementId, FieldError, Json
from runner.outcomes import reason_name
from runner.pages import ChoiceView, QuestionView
from runner.revision import Revision


def typed(
    revision: Revision, element: ElementId, pairs: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, Json]]:
    """What a page posted, split into form answers and outcomes; JSON, so that it can be a draft."""
    asked = revision.diagram.questions_of(element)
    names = [name for q in asked for name in (q.gateway, reason_name(q.gateway))]
    return {
        "raw": dict(form_sheets.unpack(revision.form_of(element), pairs)),
        "outcomes": {name: pairs[name][-1] for name in names if pairs.get(name)},
    }


def questions(
    revision: Revision,
    element: ElementId,
    given: Mapping[str, Json],
    errors: Sequence[FieldError],
) -> tuple[QuestionView, ...]:
    """The outcomes that this task decides, with what was chosen so far and what is wrong with it."""
    wrong: dict[str, list[FieldError]] = {}
    for error in errors:
        wrong.setdefault(error.path, []).append(error)
    views = []
    for question in revision.diagram.questions_of(element):
        reason = reason_name(question.gateway)
        views.append(
            QuestionView(
                name=question.gateway,
                text=question.text,
                choices=tuple(
                    ChoiceView(
                        name=choice.name,
                        returns=choice.returns,
                        chosen=given.get(question.gateway) == choice.name,
                    )
                    for choice in question.choices
                ),
                errors=tuple(error.message for error in wrong.get(question.gateway, [])),
                reason_name=reason,
                reason=str(given.get(reason, "") or ""),
                reason_errors=tuple(error.message for error in wrong.get(reason, [])),
                always=question.asked_after == ((),),
            )
        )
    return tuple(views)
