"""What becomes of what somebody has typed into a task and not sent yet.

Promise: the draft itself is kept word for word; this says what of it the new form still shows.
Never: a judgement of the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from runner.model import ElementId, Json
from runner.outcomes import reason_name
from runner.revision import Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFate:
    """``kept`` are the labels of what is filled in and shown again, ``hidden`` of what the form lacks."""

    kept: tuple[str, ...]
    hidden: tuple[str, ...]


def fate_of(
    typed: Mapping[str, Any], old: Revision, before: ElementId, to: Revision, after: ElementId
) -> DraftFate:
    """The fate of a draft that was typed at ``before`` and will be read at ``after``."""
    form, other = old.form_of(before), to.form_of(after)
    kept: dict[str, None] = {}
    hidden: dict[str, None] = {}
    for path in _filled(typed.get("raw") or {}):
        into = kept if path in other.labels else hidden
        into[form.labels.get(path) or path] = None
    asked = {question.gateway: question for question in to.diagram.questions_of(after)}
    outcomes: Mapping[str, Json] = typed.get("outcomes") or {}
    for question in old.diagram.questions_of(before):
        chosen = outcomes.get(question.gateway)
        if not chosen:
            continue
        same = asked.get(question.gateway)
        still = same is not None and any(choice.name == chosen for choice in same.choices)
        (kept if still else hidden)[question.text or question.gateway] = None
        if not still and outcomes.get(reason_name(question.gateway)):
            hidden[f"{question.text or question.gateway}: alasan"] = None
    return DraftFate(kept=tuple(kept), hidden=tuple(hidden))


def _filled(raw: object, above: str = "") -> Iterator[str]:
    """The paths of everything that is filled in; a list is one."""
    if isinstance(raw, Mapping):
        for name, value in raw.items():
            yield from _filled(value, f"{above}.{name}" if above else str(name))
    elif raw not in (None, "", [], False):
        yield above
