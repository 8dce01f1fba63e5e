"""Reads a condition into its meaning. Never guesses: anything else is refused, with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from runner.errors import ExpressionRefused
from runner.expressions import meaning, texts
from runner.expressions.meaning import Meaning
from runner.model import Json, Words

MAX_LENGTH: Final = 2000
MAX_DEPTH: Final = 40

_TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<number>-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)(?![\w.]))
  | (?P<name>[^\W\d]\w*)
  | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<sign>&&|\|\||==|!=|<=|>=|[=<>!()\[\],.])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_PLAIN_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t"} | {sign: sign for sign in "\\/\"'"}
_COMPARISONS: Final = frozenset({"=", "==", "!=", "<", "<=", ">", ">="})
_CONSTANTS: Final[dict[str, Json]] = {"true": True, "false": False, "null": None, "none": None}
_SIGN_WORDS: Final = {"&&": "and", "||": "or"}
_KEYWORDS: Final = frozenset({"and", "or", "not", "in", *_CONSTANTS})
_NAME: Final = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A condition that was read; ``names`` are the variables it reads (of ``a.b`` the first part).

    ``paths`` are the same in full, ``literals`` the values that it compares them with.
    """

    source: str
    names: frozenset[str]
    meaning: Meaning = field(repr=False, compare=False)
    paths: frozenset[tuple[str, ...]] = frozenset()
    literals: tuple[Json, ...] = ()


def is_name(text: str) -> bool:
    """True if a condition can read a variable of this name."""
    return _NAME.fullmatch(text) is not None and text.lower() not in _KEYWORDS


def quote(text: str) -> str:
    """The text as a string of the language: ``parse(f"a = {quote(text)}")`` compares with exactly it."""
    return json.dumps(text, ensure_ascii=False)


def parse(text: str) -> Expression:
    """The condition read and ready to be judged. Raises ExpressionRefused."""
    start, end = _unwrapped(text)
    reader = _Reader(text, _tokens(text, start, end), end)
    value = reader.alternatives()
    reader.finish()
    return Expression(
        source=text,
        names=frozenset(names[0] for names in reader.paths),
        meaning=value,
        paths=frozenset(reader.paths),
        literals=tuple(reader.literals),
    )


class _Token(NamedTuple):
    kind: str
    text: str
    position: int


def _unwrapped(text: str) -> tuple[int, int]:
    if len(text) > MAX_LENGTH:
        raise ExpressionRefused(text[:80], 0, texts.TOO_LONG)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if text.startswith("${", start):
        if end - start < 3 or text[end - 1] != "}":
            raise ExpressionRefused(text, start, texts.NOT_CLOSED)
        start, end = start + 2, end - 1
    elif text.startswith("=", start):
        start += 1
    if not text[start:end].strip():
        raise ExpressionRefused(text, start, texts.EMPTY)
    return start, end


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    tokens = []
    while start < end:
        found = _TOKEN.match(text, start, end)
        if found is None:
            raise ExpressionRefused(text, start, _unknown(text[start]))
        kind, part = found.lastgroup or "", found.group()
        if kind == "name" and part.lower() in _KEYWORDS:
            kind, part = "word", part.lower()
        elif part in _SIGN_WORDS:
            kind, part = "word", _SIGN_WORDS[part]
        if kind != "space":
            tokens.append(_Token(kind, part, start))
        start = found.end()
    return tokens


def _unknown(sign: str) -> Words:
    if sign in "\"'":
        return texts.TEXT_NOT_CLOSED
    return texts.ARITHMETIC if sign in "+-*/%^" else texts.UNKNOWN_SIGN


class _Reader:
    """Recursive descent; each method reads one level of the grammar and returns its meaning."""

    def __init__(self, text: str, tokens: list[_Token], end: int) -> None:
        self.text, self.tokens, self.end = text, tokens, end
        self.at = 0
        self.depth = 0
        self.paths: set[tuple[str, ...]] = set()
        self.literals: list[Json] = []

    def alternatives(self) -> Meaning:
        parts = self._joined("or", self._conditions)
        return parts[0] if len(parts) == 1 else meaning.either(parts)

    def finish(self) -> None:
        """Refuse what is left over."""
        if (token := self._peek()) is None:
            return
        if token.text in _COMPARISONS or token.text == "in":
            raise self._refused(token, texts.CHAINED)
        if token.text == "(":
            raise self._refused(token, texts.CALL)
        if token.text in ("[", "."):
            raise self._refused(token, texts.INDEXING)
        # "a -1" is read as a name and a number: somebody wanted to calculate
        raise self._refused(token, texts.ARITHMETIC if token.text.startswith("-") else texts.NOT_EXPECTED)

    def _conditions(self) -> Meaning:
        parts = self._joined("and", self._condition)
        return parts[0] if len(parts) == 1 else meaning.both(parts)

    def _condition(self) -> Meaning:
        if self._took("not"):
            return meaning.negation(self._deeper(self._condition))
        left = self._operand()
        token = self._peek()
        if token is not None and token.kind == "sign" and token.text in _COMPARISONS:
            self.at += 1
            return meaning.comparison(left, token.text, self._operand())
        if self._took("in"):
            return meaning.membership(left, self._list())
        if token is not None and token.text == "not" and self._text_after() == "in":
            self.at += 2
            return meaning.negation(meaning.membership(left, self._list()))
        return left

    def _operand(self) -> Meaning:
        token = self._peek()
        if token is None:
            raise ExpressionRefused(self.text, self.end, texts.NOTHING_TO_COMPARE)
        self.at += 1
        match token.kind:
            case "number":
                return self._literal(_number(token.text))
            case "text":
                return self._literal(self._unquoted(token))
            case "word" if token.text in _CONSTANTS:
                return self._literal(_CONSTANTS[token.text])
            case "name":
                return self._path(token)
        if token.text == "!":
            return meaning.negation(self._deeper(self._operand))
        if token.text == "(":
            inner = self._deeper(self.alternatives)
            if not self._took(")"):
                if self._peek() is None:
                    raise self._refused(token, texts.PARENTHESIS)
                self.finish()
            return inner
        raise self._refused(token, texts.NOTHING_TO_COMPARE)

    def _path(self, token: _Token) -> Meaning:
        names = [token.text]
        while self._took("."):
            part = self._peek()
            if part is None or part.kind not in ("name", "word"):
                raise ExpressionRefused(self.text, part.position if part else self.end, texts.NOT_EXPECTED)
            # after a dot a keyword is a name like any other, and is read as it was written
            names.append(self.text[part.position : part.position + len(part.text)])
            self.at += 1
        following = self._peek()
        if following is not None and following.text == "(":
            raise self._refused(following, texts.CALL)
        if following is not None and following.text == "[":
            raise self._refused(following, texts.INDEXING)
        self.paths.add(tuple(names))
        return meaning.path(names)

    def _literal(self, value: Json) -> Meaning:
        self.literals.append(value)
        return meaning.literal(value)

    def _list(self) -> Meaning:
        token = self._peek()
        if token is not None and token.kind == "name":
            self.at += 1
            return self._path(token)
        if token is None or not self._took("["):
            raise ExpressionRefused(self.text, token.position if token else self.end, texts.LIST_WANTED)
        parts: list[Meaning] = []
        while not self._took("]"):
            if parts and not self._took(","):
                raise self._refused(token, texts.LIST_NOT_CLOSED)
            parts.append(self._deeper(self._operand))
        return meaning.listing(parts)

    def _joined(self, word: str, read: Callable[[], Meaning]) -> list[Meaning]:
        parts = [read()]
        while self._took(word):
            parts.append(read())
        return parts

    def _deeper(self, read: Callable[[], Meaning]) -> Meaning:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionRefused(self.text, self.tokens[self.at - 1].position, texts.TOO_DEEP)
        value = read()
        self.depth -= 1
        return value

    def _unquoted(self, token: _Token) -> str:
        def plain(found: re.Match[str]) -> str:
            sign = found[1]
            if len(sign) > 1:
                return chr(int(sign[1:], 16))
            if sign not in _PLAIN_ESCAPES:
                where = token.position + 1 + found.start()
                raise ExpressionRefused(self.text, where, texts.UNKNOWN_ESCAPE)
            return _PLAIN_ESCAPES[sign]

        return _ESCAPE.sub(plain, token.text[1:-1])

    def _peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _text_after(self) -> str:
        return self.tokens[self.at + 1].text if self.at + 1 < len(self.tokens) else ""

    def _took(self, text: str) -> bool:
        token = self._peek()
        if token is None or token.kind not in ("sign", "word") or token.text != text:
            return False
        self.at += 1
        return True

    def _refused(self, token: _Token, what: Words) -> ExpressionRefused:
        return ExpressionRefused(self.text, token.position, what)


def _number(text: str) -> Json:
    return int(text) if text.lstrip("-").isdigit() else float(text)
