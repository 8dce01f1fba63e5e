"""Reads conditions of forms: the part of FEEL that they may use, everything else refused by name.

No calls, no arithmetic, no other construct.

::

    condition  = all { "or" all }
    all        = test { "and" test }
    test       = operand [ comparison operand | "in" "[" operand { "," operand } "]" ]
    operand    = literal | path | "(" condition ")" | "not" "(" condition ")"
"""

from __future__ import annotations

import re
from typing import Final

from runner.forms import feel
from runner.forms.feel import Compute, Expression
from runner.model import Words

MAX_LENGTH: Final = 1_000
MAX_DEPTH: Final = 20
_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?(?![\w.]))
      | (?P<string>"(?:[^"\\\n\r]|\\["\\nrt])*")
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\s*\.\s*[A-Za-z_][A-Za-z0-9_]*)*)
      | (?P<sign><=|>=|!=|=|<|>|\(|\)|\[|\]|,|-)
    )""",
    re.VERBOSE,
)
_ESCAPES: Final = {'\\"': '"', "\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\t": "\t"}


class FeelRefused(Exception):
    """The text is outside the subset; ``what`` says why."""

    def __init__(self, what: Words) -> None:
        self.what = what
        super().__init__(what.en)


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
            compute, inner = feel.either(compute, self._all(depth)[0]), None
        return compute, inner

    def _all(self, depth: int) -> tuple[Compute, Compute | None]:
        compute, inner = self._test(depth)
        while self._take("and"):
            compute, inner = feel.both(compute, self._test(depth)[0]), None
        return compute, inner

    def _test(self, depth: int) -> tuple[Compute, Compute | None]:
        left, inner = self._operand(depth)
        sign = self._tokens[self._at][1]
        if sign in feel.COMPARISONS:
            self._at += 1
            right = self._operand(depth)[0]
            if self._tokens[self._at][1] in feel.COMPARISONS:
                raise FeelRefused(_unexpected(self._tokens[self._at][1]))
            return (lambda scope: feel.compare(sign, left(scope), right(scope))), None
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
            return (lambda scope: feel.among(left(scope), [item(scope) for item in items])), None
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
            return feel.constant(_numeral(word)), None
        if kind == "string":
            return feel.constant(re.sub(r"\\.", lambda found: _ESCAPES[found[0]], word[1:-1])), None
        if word == "-" and self._tokens[self._at][0] == "number":
            self._at += 1
            return feel.constant(-_numeral(self._tokens[self._at - 1][1])), None
        if word == "(":
            compute = self.condition(depth + 1)[0]
            self._need(")")
            return compute, None
        if word == "not":
            self._need("(")
            inner = self.condition(depth + 1)[0]
            self._need(")")
            return (lambda scope: None if (truth := feel.truth(inner(scope))) is None else not truth), inner
        if kind == "name" and word in ("true", "false", "null"):
            return feel.constant({"true": True, "false": False, "null": None}[word]), None
        if kind == "name":
            return self._name(word), None
        raise FeelRefused(_unexpected(word))

    def _name(self, token: str) -> Compute:
        parts = tuple(part.strip() for part in token.split("."))
        for position, part in enumerate(parts):
            if part in feel.RESERVED or (position and part in feel.SPECIAL):
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
        return feel.path(parts)

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
