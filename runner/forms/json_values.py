"""JSON values as JavaScript sees them: undefined, paths, numbers as text, order. Never raises on data.

form-js decides in JavaScript what a field holds; these few rules of that language are what it takes
to decide the same here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from typing import Any, Final, TypeAlias

from runner.model import Json


class Undefined(Enum):
    """JavaScript's undefined, which JSON has no word for: no such property, a hole in a list."""

    UNDEFINED = "undefined"


UNDEFINED: Final = Undefined.UNDEFINED
#: A JSON value in which properties may be undefined.
Value: TypeAlias = Any
Path: TypeAlias = tuple[str | int, ...]

#: What String.prototype.trim removes, which is not what str.strip() removes.
SPACES: Final = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_DECIMAL: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def lookup(data: Value, path: Sequence[str | int]) -> Value:
    """The value at ``path``, UNDEFINED where there is none."""
    for part in path:
        if isinstance(data, dict):
            data = data.get(part, UNDEFINED)
        elif isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
            data = data[part]
        else:
            return UNDEFINED
    return data


def put(data: dict[str, Value], path: Sequence[str | int], value: Value) -> None:
    """Set ``path`` in place, making the objects and lists on the way; a gap in a list is a hole.

    A plain value that stands where an object is needed gives way to one.
    """
    target: Value = data
    for here, following in pairwise(path):
        wanted: type = list if isinstance(following, int) else dict
        inner = lookup(target, (here,))
        if not isinstance(inner, wanted):
            inner = wanted()
            _assign(target, here, inner)
        target = inner
    _assign(target, path[-1], value)


def _assign(target: Value, part: str | int, value: Value) -> None:
    if isinstance(part, int):
        target.extend([UNDEFINED] * (part + 1 - len(target)))
    target[part] = value


def clear(data: dict[str, Value], path: Path) -> None:
    """Take ``path`` out in place, then every object and list on the way that is left empty."""
    while path:
        parent = lookup(data, path[:-1])
        last = path[-1]
        if isinstance(parent, dict):
            parent.pop(last, None)
        elif isinstance(parent, list) and isinstance(last, int) and last < len(parent):
            parent[last] = UNDEFINED
        path = path[:-1]
        parent = lookup(data, path)
        if not path or not is_empty(parent):
            return


def is_empty(value: Value) -> bool:
    """True for an object without properties and a list that holds nothing but holes."""
    if isinstance(value, dict):
        return not value
    return isinstance(value, list) and all(item is UNDEFINED for item in value)


def copied(value: Value) -> Value:
    """A copy that shares no object or list with ``value``."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value


def closed(value: Value) -> Json:
    """The same value as JSON: holes and undefined items become null, undefined properties go."""
    if isinstance(value, dict):
        return {key: closed(item) for key, item in value.items() if item is not UNDEFINED}
    if isinstance(value, list):
        return [None if item is UNDEFINED else closed(item) for item in value]
    return None if value is UNDEFINED else value


def is_number(value: Value) -> bool:
    """True for a JSON number; a boolean is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def same(one: Value, other: Value) -> bool:
    """Deep equality that keeps booleans and numbers apart."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(item, other[key]) for key, item in one.items())
    return bool(one == other)


def number_of(text: str) -> int | float | None:
    """The number that a decimal literal names, None if it names none or is out of range."""
    text = text.strip(SPACES)
    if not _DECIMAL.fullmatch(text):
        return None
    return plain(float(text))


def plain(number: int | float) -> int | float | None:
    """The number as a whole one where it is whole; None for an infinite one."""
    if isinstance(number, float):
        if number != number or number in (float("inf"), float("-inf")):
            return None
        if number.is_integer() and abs(number) < 1e21:
            return int(number)
    return number


def text_of(value: Value) -> str:
    """What String(value) gives."""
    if value is None or value is UNDEFINED:
        return "null" if value is None else "undefined"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join("" if item is None or item is UNDEFINED else text_of(item) for item in value)
    if isinstance(value, dict):
        return "[object Object]"
    return _number_text(value)


def _number_text(number: int | float) -> str:
    """The shortest digits that name the number, laid out as JavaScript does."""
    if number == 0:
        return "0"
    mantissa, _, exponent = f"{float(number)!r}".partition("e")
    sign, mantissa = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    point -= len(digits) - len(digits.lstrip("0"))
    digits = digits.strip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if digits[1:] else ""
    return f"{sign}{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def units(text: str) -> int:
    """The length of ``text`` in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def order(one: Value, other: Value) -> int | None:
    """-1, 0 or 1 as JavaScript's < orders the two, None where they have no order."""
    if isinstance(one, list | dict):
        one = text_of(one)
    if isinstance(other, list | dict):
        other = text_of(other)
    if isinstance(one, str) and isinstance(other, str):
        if not (one.isascii() and other.isascii()):
            left, right = (text.encode("utf-16-be", "surrogatepass") for text in (one, other))
            return (left > right) - (left < right)
        return (one > other) - (one < other)
    first, second = as_number(one), as_number(other)
    if first is None or second is None:
        return None
    return (first > second) - (first < second)


def as_number(value: Value) -> int | float | None:
    """What Number(value) gives, None for NaN."""
    if value is UNDEFINED:
        return None
    if value is None:
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    text = text_of(value)
    return number_of(text) if text.strip(SPACES) else 0
