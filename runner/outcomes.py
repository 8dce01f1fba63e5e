"""Judging the outcomes that a person chose at the gateways after a task.

Promise: a question is judged exactly when the earlier choices lead to it; a reason that would not be
recorded is refused, never dropped. Never: a look at conditions; those are the engine's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runner.diagram import Question
from runner.model import ElementId, FieldError, Json, Words

#: The longest reason that is taken, in characters.
LONGEST_REASON = 2_000

_CHOOSE = Words("Pilih salah satu keputusan.", "Choose one of the outcomes.")
_UNKNOWN = Words(
    "Keputusan ini tidak ada pada SOP. Pilih salah satu yang tersedia.",
    "The SOP has no such outcome. Choose one of those offered.",
)
_REASON = Words(
    "Tulis alasan pengembalian, agar penerima tahu apa yang harus diperbaiki.",
    "Write why you return it, so that the receiver knows what to put right.",
)
_LONG = Words(
    f"Alasan paling banyak {LONGEST_REASON} karakter.", f"A reason has at most {LONGEST_REASON} characters."
)
_NO_REASON = Words(
    "Alasan tidak diminta di sini. Kosongkan, atau pindahkan ke catatan.",
    "No reason is asked for here. Empty it, or move it to the notes.",
)


def reason_name(gateway: ElementId) -> str:
    """The variable that holds the reason of a return at this gateway."""
    return f"{gateway}_alasan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was chosen: outcome by gateway, reason by ``<gateway>_alasan``, the gateways that returned."""

    outcomes: Mapping[str, str]
    reasons: Mapping[str, str]
    returns: tuple[ElementId, ...]
    errors: tuple[FieldError, ...]


def is_asked(question: Question, chosen: Mapping[str, str]) -> bool:
    """True if the outcomes chosen so far lead to this question."""
    return any(
        all(chosen.get(gateway) == choice for gateway, choice in path) for path in question.asked_after
    )


def summary(questions: Sequence[Question], decided: Mapping[str, Json]) -> str:
    """The outcomes of a completed task in a few words, as lists of tasks show them."""
    return "; ".join(str(decided[q.gateway]) for q in questions if q.gateway in decided)


def judge_outcomes(questions: Sequence[Question], given: Mapping[str, str]) -> Decided:
    """The outcomes and reasons that count, and what is missing or wrong with them."""
    outcomes: dict[str, str] = {}
    reasons: dict[str, str] = {}
    returns: list[ElementId] = []
    errors: list[FieldError] = []
    for question in questions:
        name = reason_name(question.gateway)
        reason = given.get(name, "").strip()
        if not is_asked(question, outcomes):
            if reason:
                errors.append(FieldError(path=name, label=question.text, message=_NO_REASON))
            continue
        wanted = given.get(question.gateway, "")
        choice = next((choice for choice in question.choices if choice.name == wanted), None)
        if choice is None:
            message = _UNKNOWN if wanted else _CHOOSE
            errors.append(FieldError(path=question.gateway, label=question.text, message=message))
            continue
        outcomes[question.gateway] = choice.name
        if not choice.returns:
            if reason:
                errors.append(FieldError(path=name, label=question.text, message=_only_a_return(question)))
            continue
        returns.append(question.gateway)
        if not reason or len(reason) > LONGEST_REASON:
            message = _LONG if reason else _REASON
            errors.append(FieldError(path=name, label=question.text, message=message))
        reasons[name] = reason
    return Decided(outcomes=outcomes, reasons=reasons, returns=tuple(returns), errors=tuple(errors))


def _only_a_return(question: Question) -> Words:
    back = " / ".join(f"“{choice.name}”" for choice in question.choices if choice.returns)
    if not back:
        return _NO_REASON
    return Words(
        f"Alasan hanya untuk pengembalian: pilih {back}, atau pindahkan ke catatan.",
        f"A reason is only for a return: choose {back}, or move it to the notes.",
    )
