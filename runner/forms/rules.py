"""What a field demands of its value, in the order form-js asks. Judges; changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Final

from runner.forms import feel, texts
from runner.forms.feel import Expression, Scope
from runner.forms.fields import CHOICE, Bound, Field
from runner.forms.json_values import SPACES, Value, as_number, is_number, text_of, units
from runner.model import Words

# exact for every quotient of two numbers that a field can hold
_EXACT: Final = Context(prec=800)
_DECIMAL: Final = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,4})?", re.ASCII | re.IGNORECASE)
_EMAIL: Final = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*",
    re.ASCII,
)


def broken(field: Field, value: Value, scope: Scope) -> list[Words]:
    """Every rule of the field that ``value`` breaks, as sentences; empty if it breaks none."""
    found: list[Words] = []
    if field.kind == "number" and value:
        found.extend(_broken_number(field, value))
    if value and field.pattern is not None and not field.pattern.found_in(text_of(value)):
        message = field.pattern_message
        found.append(texts.own(message) if message else texts.pattern(field.label))
    if field.required and (value is None or value is False or value == "" or value == []):
        found.append(_missing(field))
    if field.minimum is not None and (value or is_number(value)):
        found.extend(_out_of_bound(field, value, _bound(field.minimum, scope), texts.minimum, -1))
    if field.maximum is not None and (value or is_number(value)):
        found.extend(_out_of_bound(field, value, _bound(field.maximum, scope), texts.maximum, 1))
    if value and isinstance(value, str):
        found.extend(_wrong_length(field, value, scope))
        if field.email and not _EMAIL.fullmatch(value):
            found.append(texts.email(field.label))
    return found


def _missing(field: Field) -> Words:
    if field.kind == "checkbox":
        return texts.required_tick(field.label)
    return (texts.required_choice if field.kind in CHOICE else texts.required)(field.label)


def _broken_number(field: Field, value: Value) -> list[Words]:
    number = exact(value)
    if number is None:
        return [texts.not_a_number(field.label)]
    found = []
    if field.decimal_digits is not None and _decimals(number) > field.decimal_digits:
        most = field.decimal_digits
        found.append(texts.decimals(field.label, most) if most else texts.whole_number(field.label))
    if field.increment:
        offset = _EXACT.remainder(number, field.increment)
        if offset:
            below = _EXACT.subtract(number, offset)
            above = _EXACT.add(below, field.increment)
            found.append(texts.step(field.label, _written(below), _written(above)))
    return found


def _out_of_bound(
    field: Field, value: Value, bound: Value, words: Callable[[str, str], Words], side: int
) -> list[Words]:
    if bound is None:
        return []
    number, limit = exact(value), exact(bound)
    if number is None or limit is None:
        return [texts.broken_bound(field.label)]
    return [words(field.label, text_of(bound))] if number.compare(limit) == side else []


def _wrong_length(field: Field, value: str, scope: Scope) -> list[Words]:
    found: list[Words] = []
    if field.min_length is None and field.max_length is None:
        return found
    length = units(value.strip(SPACES))
    least, most = _bound(field.min_length, scope), _bound(field.max_length, scope)
    limit = None if least is None else as_number(least)
    if limit is not None and length < limit:
        found.append(texts.min_length(field.label, text_of(least)))
    limit = None if most is None else as_number(most)
    if limit is not None and length > limit:
        found.append(texts.max_length(field.label, text_of(most)))
    return found


def _bound(bound: Bound, scope: Scope) -> Value:
    return feel.evaluate(bound, scope) if isinstance(bound, Expression) else bound


def exact(value: Value) -> Decimal | None:
    """The number without rounding, from a number or the text of one; None if it is none."""
    if is_number(value):
        return Decimal(text_of(value))
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Decimal(value)
    return None


def _decimals(number: Decimal) -> int:
    exponent = _EXACT.create_decimal(number).normalize(_EXACT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _written(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
