"""JSON that remembers on which line each object stands. Hostile input costs nothing but its refusal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

MAX_BYTES: Final = 2_000_000
MAX_DEPTH: Final = 40

_MARK: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]', re.DOTALL)


class Unreadable(Exception):
    """The bytes are no JSON that we take; ``why`` says so in a few plain words."""

    def __init__(self, why: str, line: int | None = None, *, too_large: bool = False) -> None:
        self.why, self.line, self.too_large = why, line, too_large
        super().__init__(why)


class Located(dict[str, Any]):
    """An object and the line of its ``id``, or of its opening brace where it has none."""

    __slots__ = ("line",)
    line: int


def loads(content: bytes) -> Any:
    """The value that ``content`` holds, its objects Located. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(f"> {MAX_BYTES // 1_000_000} MB", too_large=True)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("UTF-8") from error
    lines: Iterator[int] = iter(())

    def located(pairs: list[tuple[str, Any]]) -> Located:
        # objects are handed over as they close, which is the order in which lines were noted
        found = Located(pairs)
        found.line = next(lines, 1)
        if len(found) != len(pairs):
            raise Unreadable("duplicate property", found.line)
        return found

    try:
        # once for the grammar: only a text that has it can be scanned for lines in linear time
        json.loads(text, parse_constant=_no_constant, parse_float=_finite)
        lines = iter(_lines_of_objects(text))
        value = json.loads(text, object_pairs_hook=located, parse_constant=_no_constant, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise Unreadable(error.msg, error.lineno) from error
    except UnicodeEncodeError as error:
        raise Unreadable("half a character") from error
    except RecursionError as error:
        raise Unreadable(f"> {MAX_DEPTH} levels", too_large=True) from error
    except ValueError as error:
        raise Unreadable("a number out of range") from error
    return value


def _no_constant(name: str) -> NoReturn:
    raise Unreadable(name)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise Unreadable("a number out of range")
    return number


def _lines_of_objects(text: str) -> list[int]:
    """For every object, in the order in which they close, the line to name it by."""
    found: list[int] = []
    opened: list[list[Any]] = []
    before, at, line = "", 0, 1
    for match in _MARK.finditer(text):
        mark = match[0]
        line += text.count("\n", at, match.start())
        at = match.start()
        if mark in "{[":
            if len(opened) >= MAX_DEPTH:
                raise Unreadable(f"> {MAX_DEPTH} levels", line, too_large=True)
            opened.append([mark, line])
        elif mark in "}]":
            if opened:
                kind, known = opened.pop()
                if kind == "{":
                    found.append(known)
        elif mark == ":" and before == '"id"' and opened:
            opened[-1][1] = line
        before = mark
    return found
