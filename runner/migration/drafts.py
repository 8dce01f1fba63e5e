"""What becomes of what somebody has typed into a task and not sent yet.

Promise: the draft itself is kept word for word; this says what of it the new form still shows.
Never: a judgement of the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from runner import forms as form_sheets
from runner.forms import Answer, Form
from runner.model import ElementId, Json
from runner.outcomes import reason_name
from runner.revision import Revision

#: How history calls the reason of a decision, too.
_REASON = "Alasan"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFate:
    """``kept`` are the labels of what is filled in and shown again, ``hidden`` of what the form lacks."""

    kept: tuple[str, ...]
    hidden: tuple[str, ...]


def fate_of(
    typed: Mapping[str, Any], old: Revision, before: ElementId, to: Revision, after: ElementId
) -> DraftFate:
    """The fate of a draft that was typed at ``before`` and will be read at ``after``."""
    hidden = dict.fromkeys(answer.label for answer in left_out(typed, old, before, to, after))
    kept = dict.fromkeys(answer.label for answer in told(typed, old, before))
    return DraftFate(kept=tuple(name for name in kept if name not in hidden), hidden=tuple(hidden))


def left_out(
    typed: Mapping[str, Any], old: Revision, before: ElementId, to: Revision, after: ElementId
) -> tuple[Answer, ...]:
    """What of a draft that was typed at ``before`` does not show at ``after``, as its form calls it."""
    other = to.form_of(after)
    gone = {"raw": _lacking(typed.get("raw") or {}, other), "outcomes": dict(typed.get("outcomes") or {})}
    asked = {question.gateway: question for question in to.diagram.questions_of(after)}
    for question in old.diagram.questions_of(before):
        same = asked.get(question.gateway)
        chosen = gone["outcomes"].get(question.gateway)
        if same is not None and (not chosen or any(one.name == chosen for one in same.choices)):
            gone["outcomes"].pop(question.gateway, None)
        if same is not None:
            gone["outcomes"].pop(reason_name(question.gateway), None)
    return told(gone, old, before)


def told(typed: Mapping[str, Any], revision: Revision, element: ElementId) -> tuple[Answer, ...]:
    """Everything that was typed, as the form of that step calls it."""
    filled = _filled(typed.get("raw") or {})
    outcomes: Mapping[str, Json] = typed.get("outcomes") or {}
    return (*form_sheets.describe(revision.form_of(element), filled), *_chosen(outcomes, revision, element))


def _chosen(outcomes: Mapping[str, Json], revision: Revision, element: ElementId) -> Iterator[Answer]:
    for question in revision.diagram.questions_of(element):
        if chosen := outcomes.get(question.gateway):
            yield Answer(label=question.text or question.gateway, text=str(chosen))
        if reason := outcomes.get(reason_name(question.gateway)):
            yield Answer(label=_REASON, text=str(reason))


def _filled(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What of it somebody would miss: no empty field, no box without its tick."""
    found: dict[str, Any] = {}
    for name, value in raw.items():
        if isinstance(value, Mapping):
            if inner := _filled(value):
                found[name] = inner
        elif isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
            if rows := [row for one in value if isinstance(one, Mapping) and (row := _filled(one))]:
                found[name] = rows
        elif name and value not in (None, "", [], False):
            found[name] = value
    return found


def _lacking(raw: Mapping[str, Any], form: Form, above: str = "") -> dict[str, Any]:
    """What of it the form has no field for, or does not offer any more."""
    found: dict[str, Any] = {}
    for name, value in _filled(raw).items():
        path = f"{above}.{name}" if above else name
        if isinstance(value, Mapping):
            if inner := _lacking(value, form, path):
                found[name] = inner
        elif path not in form.labels:
            found[name] = value
        elif isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
            if rows := [row for one in value if (row := _lacking(one, form, path))]:
                found[name] = rows
        elif unknown := form_sheets.not_offered(form, path, value):
            found[name] = unknown
    return found
