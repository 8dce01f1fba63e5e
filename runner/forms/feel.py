"""What conditions of forms mean: the answers of feelin 6.1, total, nothing is executed.

``this``, ``parent`` and ``i`` are the row, what surrounds it and its number, as in form-js.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from runner.forms.json_values import UNDEFINED, Value, is_number, order

#: Names that mean the row, not a variable.
SPECIAL: Final = frozenset(("this", "parent", "i", "_this_", "_parent_", "_i_"))
#: Words that FEEL keeps for itself: its keywords, and functions that answer for an absent variable.
_KEPT: Final = (
    "and or not in between if then else for return some every satisfies instance of function external "
    "true false null item partial number string date time duration now today substring replace contains "
    "matches split count min max sum mean all any sublist append concatenate remove reverse union flatten "
    "product median stddev mode decimal floor ceiling abs modulo sqrt log exp odd even is before after "
    "meets overlaps finishes includes during starts coincides sort context range uuid trim"
)
RESERVED: Final = frozenset(_KEPT.split())
_PLACES: Final = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}
COMPARISONS: Final = frozenset(("=", "!=", *_PLACES))


class NoOrder(Exception):
    """feelin fails on this comparison; the caller decides what a failed expression means."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression can see."""

    data: Mapping[str, Value]
    this: Value = None
    parent: Value = None
    rows: tuple[int, ...] = ()

    def named(self, name: str) -> Value:
        """The value of a top-level name, null where there is none."""
        if name in SPECIAL:
            short = name.strip("_")
            return list(self.rows) if short == "i" else self.this if short == "this" else self.parent
        value = self.data.get(name, UNDEFINED)
        return None if value is UNDEFINED else value


Compute = Callable[[Scope], Value]


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression. ``paths`` are the paths it reads."""

    source: str
    paths: frozenset[tuple[str, ...]]
    compute: Compute = field(compare=False, repr=False)
    negated: Compute | None = field(default=None, compare=False, repr=False)


def evaluate(expression: Expression, scope: Scope) -> Value:
    """What the expression gives; null where feelin fails."""
    try:
        return expression.compute(scope)
    except NoOrder:
        return None


def holds(expression: Expression, scope: Scope) -> bool:
    """The expression as a unary test of null: true for true and for null, false where feelin fails."""
    try:
        if expression.negated is not None:
            return not _matches(expression.negated(scope))
        return _matches(expression.compute(scope))
    except NoOrder:
        return False


def _matches(result: Value) -> bool:
    return result is True or result is None or (isinstance(result, list) and None in result)


def equal(one: Value, other: Value) -> bool | None:
    """FEEL's ``=``: null for values of different kinds; a list of one is its item."""
    if (one is None) != (other is None):
        return False
    if isinstance(one, list) and len(one) < 2:
        one = one[0] if one else UNDEFINED
    if isinstance(other, list) and len(other) < 2:
        other = other[0] if other else UNDEFINED
    kind = _kind(one)
    if kind != _kind(other):
        return None
    if kind == "nil":
        return True
    if kind == "list":
        return len(one) == len(other) and all(equal(*pair) for pair in zip(one, other, strict=True))
    if kind == "context":
        return len(one) == len(other) and all(key in other and equal(one[key], other[key]) for key in one)
    return bool(one == other)


def _kind(value: Value) -> str:
    if value is None or value is UNDEFINED:
        return "nil"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, dict):
        return "context"
    return "list" if isinstance(value, list) else "number"


def compare(sign: str, left: Value, right: Value) -> bool | None:
    if sign == "=":
        return equal(left, right)
    if sign == "!=":
        return not equal(left, right)
    if right is None:
        return None
    if not (is_number(right) or isinstance(right, str)):
        raise NoOrder
    if left is None:
        return None
    placed = order(left, right)
    if placed is None:
        return False
    return placed in _PLACES[sign]


def path(parts: tuple[str, ...]) -> Compute:
    first, rest = parts[0], parts[1:]
    if not rest:
        return lambda scope: scope.named(first)

    def compute(scope: Scope) -> Value:
        value = scope.named(first)
        for part in rest:
            if isinstance(value, list):
                value = [UNDEFINED if item is UNDEFINED else _property(item, part) for item in value]
            else:
                value = _property(value, part)
        return value

    return compute


def _property(value: Value, name: str) -> Value:
    found = value.get(name, UNDEFINED) if isinstance(value, dict) else UNDEFINED
    return None if found is UNDEFINED else found


def truth(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def constant(value: Value) -> Compute:
    return lambda scope: value


def among(value: Value, items: list[Value]) -> bool:
    return any(equal(item, value) for item in items)


def either(left: Compute, right: Compute) -> Compute:
    def compute(scope: Scope) -> Value:
        # both sides are computed: feelin fails as a whole where either side fails
        one, other = truth(left(scope)), truth(right(scope))
        if one or other:
            return True
        return None if one is None or other is None else False

    return compute


def both(left: Compute, right: Compute) -> Compute:
    def compute(scope: Scope) -> Value:
        one, other = truth(left(scope)), truth(right(scope))
        if one is False or other is False:
            return False
        return None if one is None or other is None else True

    return compute
