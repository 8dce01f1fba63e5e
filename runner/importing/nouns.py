"""What an import gives back: the diagram, what was done to it, and what its author must still say.

Promise: frozen; every change of the file is a Repair, every change of its meaning a Question.
Never: XML.
"""

from __future__ import annotations

from dataclasses import dataclass

from runner.model import Problem, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A process of the file that could be the SOP; ``steps`` counts its activities."""

    id: str
    name: str
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Something that was changed or left out; ``element`` is its id, empty for the file itself."""

    code: str
    words: Words
    element: str = ""
    name: str = ""
    #: True where something of the drawing is gone, or no longer does what it did.
    loses: bool = False

    def sentence(self, language: str = "id") -> str:
        """Name, id and what was done, on one line."""
        named = f"“{self.name}” ({self.element})" if self.name else self.element
        return f"{named}: {self.words.in_(language)}" if named else self.words.in_(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to a question."""

    value: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only the author knows. Without ``choices`` the answer is free text.

    ``given`` is the answer that was used, None while there is none (then the proposal was used).
    ``refused`` is what was said and cannot be an answer.
    """

    id: str
    code: str
    words: Words
    element: str
    name: str
    proposal: str
    choices: tuple[Option, ...]
    given: str | None = None
    refused: str = ""

    @property
    def answer(self) -> str:
        """What the result was made with."""
        return self.proposal if self.given is None else self.given

    def sentence(self, language: str = "id") -> str:
        """Name, id and what is asked, on one line."""
        named = f"“{self.name}” ({self.element})" if self.name else self.element
        return f"{named}: {self.words.in_(language)}" if named else self.words.in_(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A file as Alur could run it; None for ``result`` where nothing could be made of it.

    Questions without an answer were answered by their proposals; whoever keeps the result asks first.
    ``problems`` are those that the gate still has, the proof of paths apart.
    """

    result: bytes | None
    pools: tuple[Pool, ...] = ()
    pool: str = ""
    repairs: tuple[Repair, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """The questions that nobody answered yet."""
        return tuple(question for question in self.questions if question.given is None)
