"""What an HTML form posted, as typed values in the shape of the form. Names it does not know are ignored.

Rows are added and removed by buttons, so that lists work without JavaScript: ``_add:items`` and
``_remove:items[1]``. The hidden input ``items[]`` says which rows the page held.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from runner.forms.fields import MAX_ROWS, MAX_TEXT, MULTIPLE_CHOICE, ORIGIN, Field, Form
from runner.forms.json_values import UNDEFINED, Value, put
from runner.model import Json

Pairs = Mapping[str, Sequence[str]]

ROWS: Final = "rows:"
_COUNT: Final = re.compile(r"\d{1,4}", re.ASCII)
#: A little more than a field may hold, so that the check can say that it is too much.
_KEPT: Final = MAX_TEXT + 1


def unpack(form: Form, pairs: Pairs) -> dict[str, Json]:
    """The typed values that ``pairs`` holds for fields of the form, rows added and removed."""
    raw: dict[str, Json] = {}
    for field in form.fields:
        _unpack(field, pairs, "", raw)
    return raw


def _unpack(field: Field, pairs: Pairs, above: str, into: dict[str, Value]) -> None:
    own = ".".join(field.path)
    name = f"{above}.{own}" if above and own else above or own
    if field.keyed:
        posted = pairs.get(name)
        if posted:
            put(into, field.path, _typed(field, posted))
    elif field.kind == "dynamiclist":
        rows = _rows(field, pairs, name)
        if rows is not None:
            put(into, field.path, rows)
    elif field.kind == "group":
        inside: dict[str, Value] = {}
        for inner in field.fields:
            _unpack(inner, pairs, name, inside)
        _merge(inside, into, field.path)


def _merge(inside: dict[str, Value], into: dict[str, Value], path: tuple[str, ...]) -> None:
    """Lay what stands in a group over what other groups put at the same path."""
    for key, value in inside.items():
        known = into
        for part in path:
            known = known.get(part, {}) if isinstance(known, dict) else {}
        if isinstance(value, dict) and isinstance(known.get(key), dict):
            _merge(value, into, (*path, key))
        else:
            put(into, (*path, key), value)


def _typed(field: Field, posted: Sequence[str]) -> Json:
    if field.kind in MULTIPLE_CHOICE:
        return [value[:_KEPT] for value in posted[: MAX_ROWS * 5] if value]
    if field.kind == "checkbox":
        return any(posted)
    # a hidden empty input may stand before the real one
    value = posted[-1][:_KEPT]
    if field.kind == "textarea":
        # browsers send every line break as two characters; the field itself holds one
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value.replace("\r", "").replace("\n", "")


def _rows(field: Field, pairs: Pairs, name: str) -> list[Value] | None:
    marker = pairs.get(f"{name}[]")
    if not marker:
        return None
    rows: list[Value] = []
    removed = UNDEFINED
    for number, origin in enumerate(_origins(marker[-1])):
        row: dict[str, Value] = {ORIGIN: origin}
        for inner in field.fields:
            _unpack(inner, pairs, f"{name}[{number}]", row)
        if f"_remove:{name}[{number}]" not in pairs or removed is not UNDEFINED:
            rows.append(row)
    if f"_add:{name}" in pairs and len(rows) < MAX_ROWS:
        rows.append({ORIGIN: None})
    return rows


def _origins(marker: str) -> list[int | None]:
    """The rows of the page from its hidden input: ``rows:0,2,new``, or just how many there are."""
    if _COUNT.fullmatch(marker):
        return list(range(min(int(marker), MAX_ROWS)))
    named = marker[: MAX_ROWS * 8].removeprefix(ROWS).split(",")
    if not marker.startswith(ROWS) or named == [""]:
        return []
    return [int(part) if _COUNT.fullmatch(part) else None for part in named[:MAX_ROWS]]
