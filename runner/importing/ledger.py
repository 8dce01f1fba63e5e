"""The book of an import: what was done, what was asked, what was answered.

Promise: a question is asked once, and its answer is one of its choices; repairs stand in the order made.
Never: a change of the diagram.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from runner.diagram.xml import words
from runner.importing import texts
from runner.importing.nouns import Option, Question, Repair
from runner.model import Words

#: The longest free answer that is taken.
LONGEST_ANSWER: Final = 500
#: More questions than anybody answers; what is left is left to the gate.
MOST_QUESTIONS: Final = 400


class Ledger:
    """Collects repairs and questions while a file is made over."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self._questions: dict[str, Question] = {}
        self._repairs: dict[Repair, None] = {}

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Everything that was done."""
        return tuple(self._repairs)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that was asked."""
        return tuple(self._questions.values())

    def repaired(self, code: str, at: etree._Element | None = None, **facts: object) -> None:
        """Note what was done at an element, or at the file."""
        element = "" if at is None else at.get("id") or ""
        name = "" if at is None else words(at.get("name"))
        self._note(Repair(code=code, words=texts.repair(code, facts), element=element, name=name))

    def gone(self, code: str, key: str, called: str, **facts: object) -> None:
        """The same of an element that is no longer there."""
        self._note(Repair(code=code, words=texts.repair(code, facts), element=key, name=called))

    def _note(self, repair: Repair) -> None:
        self._repairs[repair] = None

    def ask(
        self,
        key: str,
        code: str,
        *,
        proposal: str,
        choices: Iterable[str | tuple[str, str]] = (),
        at: etree._Element | None = None,
        **facts: object,
    ) -> str:
        """The answer to a question, its proposal while there is none.

        A choice is the name of a known one, or a value with the text to show for it. Without choices any
        text is an answer.
        """
        if key in self._questions:
            return self._questions[key].answer
        options = tuple(_option(choice) for choice in choices)
        given = self._answers.get(key)
        if given is not None:
            given = " ".join(given.split())
            fits = given in {option.value for option in options} if options else len(given) <= LONGEST_ANSWER
            given = given if fits else None
        question = Question(
            id=key,
            code=code,
            words=texts.question(code, facts),
            element="" if at is None else at.get("id") or "",
            name="" if at is None else words(at.get("name")),
            proposal=proposal,
            choices=options,
            given=given,
        )
        if len(self._questions) < MOST_QUESTIONS:
            self._questions[key] = question
        return question.answer


def _option(choice: str | tuple[str, str]) -> Option:
    if isinstance(choice, str):
        return Option(value=choice, words=texts.OPTIONS[choice])
    value, said = choice
    return Option(value=value, words=Words(said, said))
