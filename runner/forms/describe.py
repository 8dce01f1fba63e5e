"""Recorded answers as people read them, for history and read-only display. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from runner.forms import texts, values
from runner.forms.fields import CHOICE, MULTIPLE_CHOICE, Answer, Field, Form
from runner.forms.json_values import UNDEFINED, Value, is_number, lookup, same, text_of
from runner.model import Json


def describe(form: Form, answers: Mapping[str, Json]) -> tuple[Answer, ...]:
    """Every answer that ``answers`` holds for a field of the form, in the order of the form."""
    return tuple(_described(form.fields, answers, answers))


def _described(fields: tuple[Field, ...], here: Value, answers: Mapping[str, Any]) -> Iterator[Answer]:
    for field in fields:
        value = lookup(here, field.path)
        if field.kind == "group":
            yield from _described(field.fields, value, answers)
        elif field.kind == "dynamiclist":
            if isinstance(value, list):
                yield Answer(label=_label(field), text=_rows(field, value, answers))
        elif field.keyed and value is not UNDEFINED:
            yield Answer(label=_label(field), text=_text(field, value, answers))


def _label(field: Field) -> str:
    return field.label or ".".join(field.path)


def _rows(field: Field, rows: list[Value], answers: Mapping[str, Any]) -> str:
    """One line a row: ``1. Nama: Kertas; Jumlah: 3``."""
    lines = []
    for number, row in enumerate(rows, start=1):
        said = (f"{answer.label}: {answer.text}" for answer in _described(field.fields, row, answers))
        lines.append(f"{number}. {'; '.join(line.replace(chr(10), ' ') for line in said) or texts.EMPTY}")
    return "\n".join(lines) or texts.EMPTY


def _text(field: Field, value: Value, answers: Mapping[str, Any]) -> str:
    if field.kind == "checkbox":
        return texts.YES if value is True else texts.NO
    if value is None or value == "" or value == []:
        return texts.EMPTY
    if field.kind in CHOICE:
        picked = value if field.kind in MULTIPLE_CHOICE and isinstance(value, list) else [value]
        return ", ".join(_chosen(field, item, answers) for item in picked)
    if field.kind == "date" and values.is_date(value):
        return texts.date(value)
    text = texts.number(text_of(value)) if field.kind == "number" or is_number(value) else text_of(value)
    # what goes round an answer may hold places to fill in, which history leaves out; an answer stays whole
    before, after = (part if "{{" not in part else "" for part in (field.prefix, field.suffix))
    return " ".join(part for part in (before, text, after) if part)


def _chosen(field: Field, value: Value, answers: Mapping[str, Any]) -> str:
    offered = values.choices_of(field, answers)
    found = next((choice.label for choice in offered if same(choice.value, value)), None)
    return found if found is not None else text_of(value)
