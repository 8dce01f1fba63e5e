"""What an import says: what it did, what it asks, and the answers it offers.

Promise: every sentence names what was in the file, whole, so that nothing goes in silence.
Never: a term of an engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from runner.importing.question_texts import OPTION_TEXTS, QUESTION_TEXTS
from runner.importing.reason_texts import KIND_TEXTS, WHY_TEXTS
from runner.importing.repair_texts import REPAIR_TEXTS
from runner.model import Words

#: The longest fact that a sentence repeats; longer than any name, shorter than a script.
LONGEST_FACT: Final = 4000

OPTIONS: Final = {value: Words(*said) for value, said in OPTION_TEXTS.items()}

#: Names that the import gives to what it adds; diagrams are written in Indonesian.
BEGINS: Final = "Mulai"
ENDS: Final = "Selesai"
ONWARD: Final = "Lanjut"
OTHERWISE: Final = "Lainnya"
WHAT_HAPPENED: Final = "Apa yang terjadi?"
WHICH_BEGINNING: Final = "Bagaimana SOP ini dimulai?"
CHOOSE_BEGINNING: Final = "Tentukan cara mulai"
DECIDE: Final = "Putuskan: {question}"
DECIDE_ONWARD: Final = "Tentukan kelanjutannya"
WAIT: Final = "Tunggu"
STEP: Final = "Langkah {number}"
EXECUTOR: Final = "Pelaksana"


#: Reasons, and kinds of symbols, as parts of sentences.
WHY: Final = {name: Words(*said) for name, said in WHY_TEXTS.items()}


def kind(name: str) -> Words:
    """What a kind of symbol is called."""
    return Words(*KIND_TEXTS.get(name, (name, name)))


def repair(code: str, facts: Mapping[str, object]) -> Words:
    """What was done."""
    return _filled(REPAIR_TEXTS[code], facts)


def question(code: str, facts: Mapping[str, object]) -> Words:
    """What is asked."""
    return _filled(QUESTION_TEXTS[code], facts)


def listed(names: object) -> str:
    """Names in quotation marks, each once."""
    return ", ".join(dict.fromkeys(f"“{name}”" for name in names))  # type: ignore[attr-defined]


def _filled(said: tuple[str, str], facts: Mapping[str, object]) -> Words:
    filled = []
    for language, sentence in zip(("id", "en"), said, strict=True):
        known = {
            key: _short(value.in_(language) if isinstance(value, Words) else value)
            for key, value in facts.items()
        }
        filled.append(sentence.format_map(known))
    return Words(filled[0], filled[1])


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_FACT else text[: LONGEST_FACT - 1] + "…"
