"""What the rest of the house sees of a diagram.

Promise: frozen, and a function of the file alone.
Never: XML, positions, people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from runner.diagram.drawing import Drawing
from runner.model import ElementId, FormId

#: Earlier outcomes that lead to a question, as pairs (gateway, name of the choice).
Chain = tuple[tuple[ElementId, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A lane; ``positions`` are the codes of its property ``jabatan``, none if its name says it."""

    id: str
    name: str
    positions: tuple[str, ...]
    leaf: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTask:
    """A step that a person does; ``lane`` is the id of its lane, empty where the drawing leaves it open."""

    id: ElementId
    name: str
    lane: str
    documentation: str
    properties: Mapping[str, str]
    form: FormId | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way out of a question; a return asks for a reason."""

    flow: ElementId
    name: str
    returns: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An outcome gateway. It is asked if one chain of ``asked_after`` was chosen; an empty chain: always."""

    gateway: ElementId
    text: str
    choices: tuple[Choice, ...]
    decider: ElementId
    asked_after: tuple[Chain, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """One SOP as drawn. ``order`` are the tasks as the flow meets them, ``first`` those met before any other.

    ``executable`` is the part that the engine runs; ``drawing`` is everything else that the checks look at.
    """

    source: bytes
    file: str
    key: str
    name: str
    label: str
    cover: Mapping[str, str]
    lanes: tuple[Lane, ...]
    tasks: Mapping[ElementId, UserTask]
    order: tuple[ElementId, ...]
    first: tuple[ElementId, ...]
    questions: Mapping[ElementId, Question]
    reads: frozenset[str]
    subject_field: str | None
    executable: bytes
    drawing: Drawing = field(repr=False, compare=False)

    def questions_of(self, task: ElementId) -> tuple[Question, ...]:
        """The questions that this task decides, each after those that lead to it."""
        return tuple(question for question in self.questions.values() if question.decider == task)
