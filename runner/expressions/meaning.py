"""What the parts of a condition mean: small functions from data to a value, put together by the grammar.

Total: whatever the data holds, each of them returns a value and raises nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from runner.model import Json

Meaning = Callable[[Mapping[str, Json]], Json]


def literal(value: Json) -> Meaning:
    """Always this value."""
    return lambda data: value


def path(names: Sequence[str]) -> Meaning:
    """The value under these names, null where one of them is missing."""
    first, *rest = names
    if not rest:
        return lambda data: data.get(first)

    def walk(data: Mapping[str, Json]) -> Json:
        value = data.get(first)
        for name in rest:
            if not isinstance(value, dict):
                return None
            value = value.get(name)
        return value

    return walk


def either(parts: Sequence[Meaning]) -> Meaning:
    """True if one of the parts is true; judged from the left, the rest unread."""
    if len(parts) == 2:
        left, right = parts
        return lambda data: left(data) is True or right(data) is True
    return lambda data: any(part(data) is True for part in parts)


def both(parts: Sequence[Meaning]) -> Meaning:
    """True if all parts are true; judged from the left, the rest unread."""
    if len(parts) == 2:
        left, right = parts
        return lambda data: left(data) is True and right(data) is True
    return lambda data: all(part(data) is True for part in parts)


def negation(part: Meaning) -> Meaning:
    """True unless the part is true."""
    return lambda data: part(data) is not True


def membership(part: Meaning, listed: Meaning) -> Meaning:
    """True if the list holds the value; nothing is in what is no list."""

    def holds(data: Mapping[str, Json]) -> Json:
        items = listed(data)
        if not isinstance(items, list):
            return False
        value = part(data)
        return any(same(value, item) for item in items)

    return holds


def listing(parts: Sequence[Meaning]) -> Meaning:
    """The list of the values of the parts."""
    return lambda data: [part(data) for part in parts]


def comparison(left: Meaning, sign: str, right: Meaning) -> Meaning:
    """Both sides compared by ``sign``."""
    match sign:
        case "=" | "==":
            return lambda data: same(left(data), right(data))
        case "!=":
            return lambda data: not same(left(data), right(data))
        case "<":
            return lambda data: before(left(data), right(data))
        case ">":
            return lambda data: before(right(data), left(data))
        case "<=":
            return lambda data: not_after(left(data), right(data))
        case _:
            return lambda data: not_after(right(data), left(data))


def same(left: Json, right: Json) -> bool:
    """Equal and of one kind; 1 equals 1.0, but true is no number. Nested values are compared through."""
    kind = type(left)
    if kind is str or kind is bool or left is None:
        return type(right) is kind and left == right
    if kind is int or kind is float:
        return (type(right) is int or type(right) is float) and left == right
    # a stack of our own, because data may be nested deeper than Python's
    pairs: list[tuple[Json, Json]] = [(left, right)]
    while pairs:
        one, other = pairs.pop()
        if isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            pairs.extend(zip(one, other, strict=True))
        elif isinstance(one, dict) and isinstance(other, dict):
            if one.keys() != other.keys():
                return False
            pairs.extend((value, other[name]) for name, value in one.items())
        elif isinstance(one, list | dict) or not _known(one) or not same(one, other):
            return False
    return True


def before(left: Json, right: Json) -> bool:
    """Left is smaller; numbers among numbers, texts among texts, else false."""
    if isinstance(left, str):
        return isinstance(right, str) and left < right
    return _number(left) and _number(right) and left < right  # type: ignore[operator]


def not_after(left: Json, right: Json) -> bool:
    """Left is smaller or equal; numbers among numbers, texts among texts, else false."""
    if isinstance(left, str):
        return isinstance(right, str) and left <= right
    return _number(left) and _number(right) and left <= right  # type: ignore[operator]


def _number(value: Json) -> bool:
    return type(value) is int or type(value) is float


def _known(value: Json) -> bool:
    return value is None or type(value) in (str, bool, int, float)
