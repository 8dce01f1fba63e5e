"""What a field holds: what recorded data is worth in it, and what was typed. Never raises on data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from runner.forms import texts
from runner.forms.fields import (
    MAX_ROWS,
    MAX_TEXT,
    MULTIPLE_CHOICE,
    SINGLE_CHOICE,
    Choice,
    Field,
)
from runner.forms.json_values import (
    SPACES,
    UNDEFINED,
    Path,
    Value,
    copied,
    is_number,
    lookup,
    number_of,
    put,
    same,
    text_of,
    units,
)
from runner.model import Json, Words

#: Beyond this a binary number no longer holds every whole number; nobody counts that far in an office.
MAX_NUMBER: Final = 10**15
_GROUPED: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BREAKS: Final = re.compile(r"[\r\n\t]")


class Unreadable(Exception):
    """What was typed is no value of the field; ``what`` says why."""

    def __init__(self, what: Words) -> None:
        self.what = what
        super().__init__(what.en)


def empty(field: Field) -> Value:
    """What the field holds when nothing is known: its default, or what is empty for its kind."""
    if field.default is not UNDEFINED:
        return copied(field.default)
    if field.kind in ("textfield", "textarea"):
        return ""
    if field.kind == "checkbox":
        return False
    return [] if field.kind in MULTIPLE_CHOICE else None


def choices_of(field: Field, data: Mapping[str, Value]) -> tuple[Choice, ...]:
    """The options of a choice field; those that come from data are read as form-js reads them."""
    if field.choices_from is None:
        return field.choices
    offered = data.get(field.choices_from)
    if not isinstance(offered, list):
        return ()
    return tuple(choice for item in offered if (choice := choice_of(item)) is not None)


def choice_of(item: Value) -> Choice | None:
    """One option from a plain value or an object with ``label`` and ``value``; None if it is none."""
    if _offers(item):
        return Choice(value=item, label=text_of(item))
    if not isinstance(item, dict):
        return None
    label, value = item.get("label"), item.get("value", UNDEFINED)
    if not (isinstance(label, str) and label):
        return Choice(value=value, label=text_of(value)) if _offers(value) else None
    if _offers(value) or (isinstance(value, dict) and value):
        return Choice(value=value, label=label)
    return None


def _offers(value: Value) -> bool:
    return value is False or (is_number(value)) or (isinstance(value, bool | str) and bool(value))


def token(choice: Choice) -> str:
    """What the input of an option submits."""
    value = choice.value
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def sanitised(field: Field, value: Value, data: Mapping[str, Value]) -> Value:
    """What recorded data is worth in the field (form-js: sanitizeValue)."""
    kind = field.kind
    if kind in ("textfield", "textarea"):
        if value is None or isinstance(value, list | dict):
            return ""
        return _BREAKS.sub(" ", value) if kind == "textfield" and isinstance(value, str) else text_of(value)
    if kind == "number":
        return _recorded_number(field, value)
    if kind == "checkbox":
        return value is True
    if kind == "date":
        return value if is_date(value) else None
    offered = choices_of(field, data)
    if kind in SINGLE_CHOICE:
        return value if is_offered(value, offered) else None
    return [item for item in value if is_offered(item, offered)] if isinstance(value, list) else []


def _recorded_number(field: Field, value: Value) -> Value:
    number = number_of(value) if isinstance(value, str) else value if is_number(value) else None
    if number is None or abs(number) > MAX_NUMBER:
        return None
    return text_of(value) if field.as_text else number


def is_offered(value: Value, offered: tuple[Choice, ...]) -> bool:
    """True if one of the options has this value."""
    return any(same(value, choice.value) for choice in offered)


def is_date(value: Value) -> bool:
    """True for the text of a day that the calendar has."""
    if not (isinstance(value, str) and _DATE.fullmatch(value)):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def typed(field: Field, raw: Json, offered: tuple[Choice, ...]) -> Value:
    """What was typed or chosen, as a value of the field. Raises Unreadable."""
    kind = field.kind
    if kind == "checkbox":
        return raw is True
    if kind in MULTIPLE_CHOICE:
        picked = [_picked(field, item, offered) for item in raw] if isinstance(raw, list) else []
        return [item for at, item in enumerate(picked) if not any(same(item, had) for had in picked[:at])]
    if kind in SINGLE_CHOICE:
        return None if raw is None or raw == "" else _picked(field, raw, offered)
    if kind == "number":
        return _typed_number(field, raw)
    if kind == "date":
        if raw is None or raw == "":
            return None
        if not is_date(raw):
            raise Unreadable(texts.not_a_date(field.label))
        return raw
    text = raw if isinstance(raw, str) else sanitised(field, raw, {})
    if units(text) > MAX_TEXT:
        raise Unreadable(texts.max_length(field.label, texts.number(str(MAX_TEXT))))
    return text


def _picked(field: Field, raw: Json, offered: tuple[Choice, ...]) -> Value:
    for choice in offered:
        if same(raw, choice.value):
            return choice.value
    for choice in offered:
        if raw == token(choice):
            return choice.value
    raise Unreadable(texts.unknown_choice(field.label))


def _typed_number(field: Field, raw: Json) -> Value:
    if raw is None or raw == "":
        return None
    text = raw if isinstance(raw, str) else text_of(raw)
    text = text.strip(SPACES)
    if not text:
        return None
    if isinstance(raw, str) and _GROUPED.fullmatch(text):
        raise Unreadable(texts.grouped_number(field.label))
    text = text.replace(",", ".").removeprefix("+")
    number = number_of(text) if len(text) <= 400 else None
    if number is None:
        raise Unreadable(texts.not_a_number(field.label))
    if abs(number) > MAX_NUMBER:
        raise Unreadable(texts.number_too_large(field.label))
    return text if field.as_text else number


def initial(fields: tuple[Field, ...], data: Mapping[str, Json], into: dict[str, Value]) -> None:
    """Give every field of ``fields`` its value in ``into``, from ``data`` or as empty."""
    for field in fields:
        _initial(field, data, into, ())


def _initial(field: Field, data: Mapping[str, Json], into: dict[str, Value], above: Path) -> None:
    path = above + field.path
    if field.keyed:
        value = lookup(data, path)
        put(into, path, empty(field) if value is UNDEFINED else sanitised(field, value, data))
        return
    if field.kind == "dynamiclist":
        rows = lookup(data, path)
        count = len(rows) if isinstance(rows, list) else field.repetitions
        known = rows if isinstance(rows, list) else []
        kept = [copied(row) if isinstance(row, dict) else {} for row in known]
        put(into, path, kept or [{} for _ in range(count)])
        for number in range(count):
            for inner in field.fields:
                _initial(inner, data, into, (*path, number))
        return
    for inner in field.fields:
        _initial(inner, data, into, path)


def new_row(field: Field) -> dict[str, Value]:
    """A row that was just added: every field of it empty or at its default."""
    row: dict[str, Value] = {}
    for inner in field.fields:
        _fresh(inner, row, ())
    return row


def _fresh(field: Field, into: dict[str, Value], above: Path) -> None:
    path = above + field.path
    if field.keyed:
        put(into, path, empty(field))
        return
    if field.kind == "dynamiclist":
        put(into, path, [new_row(field) for _ in range(min(field.repetitions, MAX_ROWS))])
        return
    for inner in field.fields:
        _fresh(inner, into, path)
