"""Conditions of other engines in our small language, where they say the same in it.

Promise: a translation means what the text meant, or there is none.
Never: an evaluation.
"""

from __future__ import annotations

import re
from typing import Final

from runner import expressions
from runner.errors import ExpressionRefused
from runner.expressions import Expression

_TEXTS: Final = re.compile(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')", re.DOTALL)
_WHOLE: Final = re.compile(r"[$#]\{(?P<inner>[^{}]*)\}", re.DOTALL)
_VARIABLE: Final = re.compile(r"\b(?:execution\.)?getVariable\(\s*[\"'](\w+)[\"']\s*\)")
_EQUALS: Final = re.compile(r"([\w.]+)\.equals\(\s*(\"[^\"]*\"|'[^']*'|[\w.]+)\s*\)")
#: Words and signs of other languages, outside of texts in quotation marks.
_PLAIN: Final = (
    (re.compile(r"==="), "=="),
    (re.compile(r"!=="), "!="),
    (re.compile(r"(?<=[\w)\s])\beq\b"), "=="),
    (re.compile(r"(?<=[\w)\s])\bne\b"), "!="),
    (re.compile(r"(?<=[\w)\s])\bgt\b"), ">"),
    (re.compile(r"(?<=[\w)\s])\blt\b"), "<"),
    (re.compile(r"(?<=[\w)\s])\bge\b"), ">="),
    (re.compile(r"(?<=[\w)\s])\ble\b"), "<="),
    (re.compile(r"(?:!\s*|\bnot\s+)empty\s+([\w.]+)"), r'(\1 != null and \1 != "")'),
    (re.compile(r"\bempty\s+([\w.]+)"), r'(\1 = null or \1 = "")'),
    (re.compile(r"\bundefined\b"), "null"),
)


def translated(text: str) -> str | None:
    """The condition as Alur reads it, None if it says something that cannot be said here."""
    if read(text) is not None:
        return text
    inner = re.sub(r"^\s*return\b", "", text.strip()).strip("; \n")
    whole = _WHOLE.fullmatch(inner)
    if whole is not None:
        inner = whole["inner"]
    inner = _EQUALS.sub(r"\1 == \2", _VARIABLE.sub(r"\1", inner.removeprefix("=")))
    parts = _TEXTS.split(inner)
    for place in range(0, len(parts), 2):
        for pattern, ours in _PLAIN:
            parts[place] = pattern.sub(ours, parts[place])
    ours = f"${{{''.join(parts).strip()}}}"
    return ours if read(ours) is not None else None


def read(text: str) -> Expression | None:
    """The condition, None if it is none of ours."""
    try:
        return expressions.parse(text)
    except ExpressionRefused:
        return None
