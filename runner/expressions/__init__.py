"""Conditions in diagrams: a small language of comparisons, read once and interpreted.

What it holds: ``= == != < <= > >=``, ``and or not`` (also ``&& || !``), ``in [..]``, numbers, strings,
``true false null`` (also ``None``), parentheses, names and paths ``a.b``; ``${..}`` and ``=..`` around the
whole are taken off. A name that is not there is null. Values of different kinds are not equal and have no
order.

Nothing here is ever evaluated by Python, calls anything, or raises on data.
"""

from __future__ import annotations

from collections.abc import Mapping

from runner.expressions.grammar import Expression, is_name, parse, quote
from runner.model import Json

__all__ = ["Expression", "evaluate", "is_name", "parse", "quote"]


def evaluate(expression: Expression, data: Mapping[str, Json]) -> bool:
    """True if the condition holds for ``data``; a condition that is no yes-or-no (a bare text) does not."""
    return expression.meaning(data) is True
