"""Which form a step gets and who may refuse, by the words of its activity.

Promise: the rules stand in a data file that an analyst edits; the first that fits is taken.
Never: a form id in code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runner.drawing.texts import problem
from runner.errors import DiagramRefused
from runner.model import FormId, Problem
from runner.sop_table.nouns import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A form for steps whose activity has one of these words; without words for every step."""

    form: FormId
    words: re.Pattern[str] | None
    first: bool
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """The rules in order, the words of those who examine or sign, and the fields that can be a subject."""

    rules: tuple[Rule, ...]
    examines: re.Pattern[str]
    subjects: tuple[str, ...]
    approve: str
    send_back: str

    def may_refuse(self, step: Step) -> bool:
        """True if the step examines, initials or signs, and the print does not show it as a plain box."""
        return not step.plain and self.examines.search(step.activity) is not None

    def form(
        self, step: Step, *, first: bool, decided: bool, sets: Mapping[FormId, frozenset[str]]
    ) -> FormId | None:
        """The form of a step. The first step's form must set a field that can be the subject of a case."""
        for rule in self.rules:
            if (rule.first and not first) or (rule.decided and not decided):
                continue
            if rule.words is not None and not rule.words.search(step.activity):
                continue
            if first and not self._subject(sets.get(rule.form, frozenset())):
                continue
            return rule.form
        return None

    def subject(self, form: FormId | None, sets: Mapping[FormId, frozenset[str]]) -> str | None:
        """The field of a form that becomes the subject of the case."""
        return None if form is None else self._subject(sets.get(form, frozenset()))

    def _subject(self, fields: frozenset[str]) -> str | None:
        return next((field for field in self.subjects if field in fields), None)


def read(content: bytes, *, file: str) -> Choosing:
    """The rules of a file.

    Raises DiagramRefused with every problem of the file.
    """
    try:
        said = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        raise DiagramRefused([problem("choosing.malformed", file=file, why=str(broken))]) from None
    problems: list[Problem] = []
    rules = []
    for number, entry in enumerate(said.get("aturan", []), start=1):
        if not isinstance(entry, dict) or not isinstance(entry.get("formulir"), str):
            problems.append(problem("choosing.rule", file=file, number=number))
            continue
        words = entry.get("kata", [])
        rules.append(
            Rule(
                form=FormId(entry["formulir"]),
                words=_pattern(words) if words else None,
                first=bool(entry.get("pertama", False)),
                decided=bool(entry.get("keputusan", False)),
            )
        )
    examining = said.get("menolak", {})
    examines, subjects = examining.get("kata", []), said.get("perihal", [])
    if not examines or not subjects:
        problems.append(problem("choosing.words", file=file))
    if problems:
        raise DiagramRefused(problems)
    return Choosing(
        rules=tuple(rules),
        examines=_pattern(examines),
        subjects=tuple(subjects),
        approve=str(examining.get("setuju", "Setuju")),
        send_back=str(examining.get("kembalikan", "Kembalikan")),
    )


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """One of these words; ``*`` at an end stands for any letters there."""
    parts = [
        (r"\w*" if word.startswith("*") else "")
        + r"\s+".join(re.escape(part) for part in word.strip("*").split())
        + (r"\w*" if word.endswith("*") else "")
        for word in words
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
