"""Marks in the columns of Pelaksana: who acts, and where a decision leads.

Promise: a mark is a box, a start or end, a decision with its ways, or not understood.
Never: words taken for a mark, except those that print start and end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from runner.sop_table.nouns import END, ONWARD, Choice
from runner.sop_table.sheets import one_line


class Kind(StrEnum):
    """What a cell of a Pelaksana column holds."""

    NOTHING = "nothing"
    MARK = "mark"
    DECISION = "decision"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A cell read; ``choices`` and ``question`` are those of a decision, as far as the cell says them."""

    kind: Kind
    choices: tuple[Choice, ...] = ()
    question: str = ""


_DECISION: Final = re.compile(r"[◇◊⬦♢♦◆⋄⟡◈]|<\s*>|\{\s*\}")
_PLAIN: Final = re.compile(
    r"[xXvV√✓✔✗✘●•⚫○◯⬤⬭⬬□▢▭■◻◼⬜⬛☐☑☒▣◦*]|\[\s*[xXvV]?\s*\]|\(?\b(?:mulai|selesai)\b\)?", re.IGNORECASE
)
#: Connecting lines and the words beside them, which say nothing that the table does not say elsewhere.
_LINES: Final = re.compile(r"[→←↑↓↔↕⇒⇐⇑⇓➔➜│─┌┐└┘├┤┬┴┼|_]+")
_ARROW: Final = r"(?:→|⇒|➔|➜|⟶|->|=>|-->)"
_TARGET: Final = re.compile(rf"(?P<name>[^→⇒➔➜⟶\-=;,\n?]+?)\s*{_ARROW}\s*(?P<to>\(?\w+\)?)[.,;]?", re.UNICODE)
_END: Final = frozenset({"selesai", "end", "akhir", "tamat", "stop"})
_ONWARD: Final = frozenset({"lanjut", "next", "berikutnya"})


def mark_of(text: str) -> Mark:
    """The mark in a cell."""
    question, ways = _question(text)
    choices = choices_of(ways)
    rest = one_line(_TARGET.sub(" ", ways) if choices else ways)
    decides = bool(choices) or _DECISION.search(rest) is not None
    rest = _LINES.sub(" ", _DECISION.sub(" ", rest))
    plain = _PLAIN.findall(rest)
    if one_line(_PLAIN.sub(" ", rest)):
        return Mark(kind=Kind.STRANGE)
    if decides:
        # a box beside the diamond in one cell would be two marks
        return Mark(kind=Kind.STRANGE if plain else Kind.DECISION, choices=choices, question=question)
    if question:
        return Mark(kind=Kind.STRANGE)
    return Mark(kind=Kind.MARK if plain else Kind.NOTHING)


def choices_of(text: str) -> tuple[Choice, ...]:
    """The ways that a text names: ``Ya→5 Tidak→3``, parted by spaces, commas, semicolons or lines."""
    found = []
    for way in _TARGET.finditer(_DECISION.sub(" ", text)):
        to = way["to"].strip("()") if way["to"].casefold().strip("()") in _END | _ONWARD else way["to"]
        plain = to.casefold()
        target = END if plain in _END else ONWARD if plain in _ONWARD else to
        found.append(Choice(name=one_line(way["name"]).strip(" :.()"), to=target))
    return tuple(choice for choice in found if choice.name)


def question_and_choices(text: str) -> tuple[str, tuple[Choice, ...]]:
    """What a column of its own says about a decision."""
    question, ways = _question(text)
    return question, choices_of(ways)


def _question(text: str) -> tuple[str, str]:
    """The question in a text, up to its question mark, and the text without it."""
    found = re.search(r"([^?;◇◊⬦♢♦◆⋄]*[^\W\d][^?;◇◊⬦♢♦◆⋄]*\?)", text)
    if found is None:
        return "", text
    return one_line(found.group()), text[: found.start()] + " " + text[found.end() :]
