"""The part of FEEL that forms may use, with the answers of feelin 6.1: total, nothing is executed.

Literals, dotted paths, comparisons, ``and``, ``or``, ``not(...)``, ``in [...]``, parentheses. No calls,
no arithmetic, no other construct. ``this``, ``parent`` and ``i`` are the row, what surrounds it and its
number, as in form-js.

::

    condition  = all { "or" all }
    all        = test { "and" test }
    test       = operand [ comparison operand | "in" "[" operand { "," operand } "]" ]
    operand    = literal | path | "(" condition ")" | "not" "(" condition ")"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from runner.forms.json_values import UNDEFINED, Value, is_number, order
from runner.model import Words

MAX_LENGTH: Final = 1_000
MAX_DEPTH: Final = 20
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
_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?(?![\w.]))
      | (?P<string>"(?:[^"\\\n\r]|\\["\\nrt])*")
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\s*\.\s*[A-Za-z_][A-Za-z0-9_]*)*)
      | (?P<sign><=|>=|!=|=|<|>|\(|\)|\[|\]|,|-)
    )""",
    re.VERBOSE,
)
_PLACES: Final = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}
_COMPARISONS: Final = frozenset(("=", "!=", *_PLACES))
_ESCAPES: Final = {'\\"': '"', "\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\t": "\t"}


class FeelRefused(Exception):
    """The text is outside the subset; ``what`` says why."""

    def __init__(self, what: Words) -> None:
        self.what = what
        super().__init__(what.en)


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


def parse(source: str) -> Expression:
    """Read an expression that starts with ``=``. Raises FeelRefused."""
    if not source.startswith("="):
        raise FeelRefused(Words("Syarat harus diawali tanda “=”.", "A condition must start with “=”."))
    if len(source) > MAX_LENGTH:
        raise FeelRefused(
            Words(f"Syarat lebih dari {MAX_LENGTH} huruf.", f"The condition exceeds {MAX_LENGTH} characters.")
        )
    reader = _Reader(source[1:])
    compute, inner = reader.condition(0)
    reader.finish()
    # a whole ``not(...)`` negates the test, which differs from the function for null
    return Expression(source, frozenset(reader.paths), compute, inner)


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


def _compare(sign: str, left: Value, right: Value) -> bool | None:
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


def _path(parts: tuple[str, ...]) -> Compute:
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


def _truth(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.paths: set[tuple[str, ...]] = set()
        self._tokens = list(_tokens(text))
        self._at = 0

    def finish(self) -> None:
        kind, word = self._tokens[self._at]
        if kind != "end":
            raise FeelRefused(_unexpected(word))

    def condition(self, depth: int) -> tuple[Compute, Compute | None]:
        """The condition, and what a lone ``not(...)`` holds inside."""
        if depth > MAX_DEPTH:
            raise FeelRefused(
                Words("Syarat bertingkat terlalu dalam.", "The condition is nested too deeply.")
            )
        compute, inner = self._all(depth)
        while self._take("or"):
            compute, inner = _either(compute, self._all(depth)[0]), None
        return compute, inner

    def _all(self, depth: int) -> tuple[Compute, Compute | None]:
        compute, inner = self._test(depth)
        while self._take("and"):
            compute, inner = _both(compute, self._test(depth)[0]), None
        return compute, inner

    def _test(self, depth: int) -> tuple[Compute, Compute | None]:
        left, inner = self._operand(depth)
        sign = self._tokens[self._at][1]
        if sign in _COMPARISONS:
            self._at += 1
            right = self._operand(depth)[0]
            if self._tokens[self._at][1] in _COMPARISONS:
                raise FeelRefused(_unexpected(self._tokens[self._at][1]))
            return (lambda scope: _compare(sign, left(scope), right(scope))), None
        if self._take("in"):
            items = self._items(depth)
            if self._tokens[self._at][1] in ("and", "or"):
                # FEEL reads “x in [..] and y” as “x in ([..] and y)”, which nobody means
                raise FeelRefused(
                    Words(
                        "Beri tanda kurung di sekitar “... in [...]” sebelum and atau or.",
                        "Put “... in [...]” in parentheses before and/or.",
                    )
                )
            return (lambda scope: _among(left(scope), [item(scope) for item in items])), None
        return left, inner

    def _items(self, depth: int) -> list[Compute]:
        self._need("[")
        items = [self._operand(depth)[0]]
        while self._take(","):
            items.append(self._operand(depth)[0])
        self._need("]")
        return items

    def _operand(self, depth: int) -> tuple[Compute, Compute | None]:
        kind, word = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return _constant(_numeral(word)), None
        if kind == "string":
            return _constant(re.sub(r"\\.", lambda found: _ESCAPES[found[0]], word[1:-1])), None
        if word == "-" and self._tokens[self._at][0] == "number":
            self._at += 1
            return _constant(-_numeral(self._tokens[self._at - 1][1])), None
        if word == "(":
            compute = self.condition(depth + 1)[0]
            self._need(")")
            return compute, None
        if word == "not":
            self._need("(")
            inner = self.condition(depth + 1)[0]
            self._need(")")
            return (lambda scope: None if (truth := _truth(inner(scope))) is None else not truth), inner
        if kind == "name" and word in ("true", "false", "null"):
            return _constant({"true": True, "false": False, "null": None}[word]), None
        if kind == "name":
            return self._name(word), None
        raise FeelRefused(_unexpected(word))

    def _name(self, token: str) -> Compute:
        parts = tuple(part.strip() for part in token.split("."))
        for position, part in enumerate(parts):
            if part in RESERVED or (position and part in SPECIAL):
                raise FeelRefused(
                    Words(
                        f"“{part}” adalah kata milik FEEL dan tidak dapat dipakai sebagai nama isian.",
                        f"“{part}” is a word of FEEL itself and cannot name a field.",
                    )
                )
        if self._tokens[self._at][1] == "(":
            raise FeelRefused(
                Words(f"Fungsi “{token}” tidak didukung.", f"The function “{token}” is not supported.")
            )
        self.paths.add(parts)
        return _path(parts)

    def _take(self, token: str) -> bool:
        if self._tokens[self._at][1] == token and self._tokens[self._at][0] != "string":
            self._at += 1
            return True
        return False

    def _need(self, token: str) -> None:
        if not self._take(token):
            raise FeelRefused(_unexpected(self._tokens[self._at][1]))


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at, end)
        if match is None:
            raise FeelRefused(_unexpected(text[at:].strip()[:20]))
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    found.append(("end", ""))
    return found


def _unexpected(token: str) -> Words:
    if not token:
        return Words("Syarat belum lengkap.", "The condition is incomplete.")
    return Words(
        f"Bagian “{token}” tidak didukung dalam syarat.", f"“{token}” is not supported in a condition."
    )


def _numeral(token: str) -> int | float:
    return float(token) if "." in token else int(token)


def _constant(value: Value) -> Compute:
    return lambda scope: value


def _among(value: Value, items: list[Value]) -> bool:
    return any(equal(item, value) for item in items)


def _either(left: Compute, right: Compute) -> Compute:
    def compute(scope: Scope) -> Value:
        # both sides are computed: feelin fails as a whole where either side fails
        one, other = _truth(left(scope)), _truth(right(scope))
        if one or other:
            return True
        return None if one is None or other is None else False

    return compute


def _both(left: Compute, right: Compute) -> Compute:
    def compute(scope: Scope) -> Value:
        one, other = _truth(left(scope)), _truth(right(scope))
        if one is False or other is False:
            return False
        return None if one is None or other is None else True

    return compute
