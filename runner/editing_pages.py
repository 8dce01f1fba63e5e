"""What the editors need to know of a diagram or a form, frozen.

Promise: the text of a file, and the mark by which a later save tells whether that is still the file there.
Never: a right, a wording, a markup.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from runner import diagram as diagrams
from runner import forms as form_sheets
from runner.diagram import xml
from runner.forms import FieldView
from runner.forms.components import KINDS
from runner.model import AgencyCode, DefinitionKey, FormId, PositionCode, Problem, Severity
from runner.pages import ActorRef

#: The kinds of form components that a palette may offer: those that the gate accepts.
FORM_KINDS: Final = KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage:
    """One file of an SOP as its editor opens it: of its draft, else of its latest revision.

    ``seen`` goes back with the save. ``positions`` (code and title) and ``forms`` are what may be chosen;
    ``used`` are the forms that the diagram names. Without a draft ``version`` is 0 and ``author`` None.
    """

    key: DefinitionKey
    name: str
    agency: AgencyCode
    agency_name: str
    zone: str
    text: str
    seen: str
    version: int
    base: int | None
    author: ActorRef | None
    saved_at: datetime | None
    positions: tuple[tuple[PositionCode, str], ...]
    forms: tuple[FormId, ...]
    used: tuple[FormId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftingAgency:
    """An agency for which the actor may draft; ``positions`` (code and title) can carry out a step."""

    code: AgencyCode
    name: str
    positions: tuple[tuple[PositionCode, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPreview:
    """A form as staff will see it and what is wrong with it; no fields where it cannot be shown."""

    problems: tuple[Problem, ...]
    fields: tuple[FieldView, ...]


def seen_mark(content: bytes | None) -> str:
    """What tells this content of a file from any other, empty for none."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def text_of(content: bytes, *, file: str) -> str:
    """The file as text, whatever its encoding. Raises DiagramRefused."""
    return xml.decode(content, file=file)


def used_forms(content: bytes, *, file: str) -> tuple[FormId, ...]:
    """The forms that the diagram names, in the order of its steps. Raises DiagramRefused."""
    tasks = diagrams.read(content, file=file).tasks.values()
    return tuple(dict.fromkeys(task.form for task in tasks if task.form is not None))


def preview(content: bytes, *, file: str, pairs: Mapping[str, Sequence[str]]) -> FormPreview:
    """The form with ``pairs`` typed into it, in a case that knows nothing yet."""
    problems = tuple(form_sheets.problems(content, file=file))
    if any(problem.severity is Severity.ERROR for problem in problems):
        return FormPreview(problems=problems, fields=())
    form = form_sheets.read(content, file=file)
    return FormPreview(
        problems=problems, fields=form_sheets.show(form, data={}, raw=form_sheets.unpack(form, pairs))
    )
