"""The book of an import: what was done, what was asked, what was answered.

Promise: a question is asked once, and its answer is one of its choices; repairs stand in the order made.
Never: a change of the diagram.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from lxml import etree

from runner.diagram.xml import words
from runner.importing import texts
from runner.importing.nouns import Option, Question, Repair
from runner.importing.repair_texts import LOSSES
from runner.model import Words

#: The longest free answer that is taken.
LONGEST_ANSWER: Final = 500
#: More questions than anybody answers: a drawing that raises more is to be mended where it was drawn.
MOST_QUESTIONS: Final = 900


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

    @property
    def asks_too_much(self) -> bool:
        """True if nobody would answer all that was asked."""
        return len(self._questions) > MOST_QUESTIONS

    def answer(self, key: str) -> str:
        """What a question was answered with; empty if it was not asked."""
        return self._questions[key].answer if key in self._questions else ""

    def repaired(self, code: str, at: etree._Element | None = None, **facts: object) -> None:
        """Note what was done at an element, or at the file."""
        element = "" if at is None else at.get("id") or ""
        name = "" if at is None else words(at.get("name"))
        self._note(code, facts, element, name)

    def gone(self, code: str, key: str, called: str, **facts: object) -> None:
        """The same of an element that is no longer there."""
        self._note(code, facts, key, called)

    def _note(self, code: str, facts: Mapping[str, object], element: str, name: str) -> None:
        said, loses = texts.repair(code, facts), code in LOSSES
        self._repairs[Repair(code=code, words=said, element=element, name=name, loses=loses)] = None

    def ask(
        self,
        key: str,
        code: str,
        *,
        proposal: str,
        choices: Iterable[str | tuple[str, str]] = (),
        at: etree._Element | None = None,
        accepts: Callable[[str], object] = bool,
        **facts: object,
    ) -> str:
        """The answer to a question, its proposal while there is none.

        A choice is the name of a known one, or a value with the text to show for it. Without choices any
        text that ``accepts`` takes is an answer; an empty one agrees with the proposal.
        """
        if key in self._questions:
            return self._questions[key].answer
        options = tuple(_option(choice) for choice in choices)
        given, refused = self._answers.get(key), ""
        if given is not None:
            given = words(given) or ("" if options else proposal)
            if options:
                fits = given in {option.value for option in options}
            else:
                plain = len(given) <= LONGEST_ANSWER and given.isprintable()
                fits = given == proposal or (plain and bool(accepts(given)))
            given, refused = (given, "") if fits else (None, given)
        question = Question(
            id=key,
            code=code,
            words=texts.question(code, facts),
            element="" if at is None else at.get("id") or "",
            name="" if at is None else words(at.get("name")),
            proposal=proposal,
            choices=options,
            given=given,
            refused=refused,
        )
        self._questions[key] = question
        return question.answer


def _option(choice: str | tuple[str, str]) -> Option:
    if isinstance(choice, str):
        return Option(value=choice, words=texts.OPTIONS[choice])
    value, said = choice
    return Option(value=value, words=Words(said, said))
