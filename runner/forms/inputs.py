"""Values by name, as a program sends them, turned into what the page of the form would post.

Promise: what is posted is judged by the form exactly as if a person had typed it; a name that the form
does not have and a value that no input can hold are errors, never dropped.
Never: a value judged here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from runner.forms.fields import MULTIPLE_CHOICE, SINGLE_CHOICE, Choice, Field, Form
from runner.forms.json_values import is_number, text_of
from runner.forms.unpack import ROWS
from runner.forms.values import token
from runner.model import FieldError, Json, Words

_UNKNOWN: Final = Words(
    "Formulir langkah ini tidak memiliki isian bernama itu.",
    "The form of this step has no field of that name.",
)
_BOOLEAN: Final = Words("Isi dengan true atau false.", "Give true or false.")
_LIST: Final = Words("Isi dengan larik.", "Give an array.")
_ROWS: Final = Words("Isi dengan larik objek, satu per baris.", "Give an array of objects, one for each row.")
_OBJECT: Final = Words("Isi dengan objek.", "Give an object.")
_PLAIN: Final = Words("Isi dengan teks atau bilangan.", "Give a text or a number.")


def inputs(form: Form, values: Mapping[str, Json]) -> tuple[dict[str, list[str]], list[FieldError]]:
    """The inputs that hold these values, and everything that cannot be held."""
    posting = _Posting()
    posting.level(form.fields, dict(values), "")
    return posting.pairs, posting.errors


class _Posting:
    """Walks the fields of a form and takes from the values what each of them knows."""

    def __init__(self) -> None:
        self.pairs: dict[str, list[str]] = {}
        self.errors: list[FieldError] = []

    def level(self, fields: tuple[Field, ...], values: dict[str, Json], above: str) -> None:
        """Every value of this level is posted or an error."""
        rest = self._taken(fields, values, above)
        for name in sorted(rest):
            self._wrong(f"{above}.{name}" if above else name, "", _UNKNOWN)

    def _taken(self, fields: tuple[Field, ...], values: dict[str, Json], above: str) -> dict[str, Json]:
        for field in fields:
            own = ".".join(field.path)
            name = f"{above}.{own}" if above and own else above or own
            if field.keyed or field.kind == "dynamiclist":
                found, value = _take(values, field.path)
                if found and field.keyed:
                    self._post(field, name, value)
                elif found:
                    self._rows(field, name, value)
            elif field.kind == "group" and not field.path:
                values = self._taken(field.fields, values, above)
            elif field.kind == "group":
                self._group(field, name, values)
        return values

    def _group(self, field: Field, name: str, values: dict[str, Json]) -> None:
        found, value = _take(values, field.path)
        if found and not isinstance(value, dict):
            self._wrong(name, field.label, _OBJECT)
            return
        above = ".".join(field.path)
        inside = dict(value) if isinstance(value, dict) else {}
        for dotted in [dotted for dotted in values if dotted.startswith(f"{above}.")]:
            inside[dotted.removeprefix(f"{above}.")] = values.pop(dotted)
        # what is left is another group's at the same path, or an error
        rest = self._taken(field.fields, inside, name)
        values.update({f"{above}.{inner}": left for inner, left in rest.items()})

    def _rows(self, field: Field, name: str, value: Json) -> None:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self._wrong(name, field.label, _ROWS)
            return
        self.pairs[f"{name}[]"] = [ROWS + ",".join(str(number) for number in range(len(value)))]
        for number, row in enumerate(value):
            if isinstance(row, dict):
                self.level(field.fields, dict(row), f"{name}[{number}]")

    def _post(self, field: Field, name: str, value: Json) -> None:
        if value is None:
            self.pairs[name] = [""]
        elif field.kind == "checkbox":
            if isinstance(value, bool):
                self.pairs[name] = ["true" if value else ""]
            else:
                self._wrong(name, field.label, _BOOLEAN)
        elif field.kind in MULTIPLE_CHOICE:
            if isinstance(value, list):
                self.pairs[name] = [_token(item) for item in value] or [""]
            else:
                self._wrong(name, field.label, _LIST)
        elif field.kind in SINGLE_CHOICE:
            self.pairs[name] = [_token(value)]
        elif isinstance(value, str):
            self.pairs[name] = [value]
        elif is_number(value):
            text = text_of(value)
            # a point with three digits behind it would read as thousands
            self.pairs[name] = [text.replace(".", ",") if field.kind == "number" else text]
        else:
            self._wrong(name, field.label, _PLAIN)

    def _wrong(self, name: str, label: str, message: Words) -> None:
        self.errors.append(FieldError(path=name, label=label, message=message))


def _token(value: Json) -> str:
    return token(Choice(value=value, label=""))


def _take(values: dict[str, Json], path: tuple[str, ...]) -> tuple[bool, Json]:
    """Take the value at a path out of objects in objects, or out of one name with dots."""
    dotted = ".".join(path)
    if dotted in values:
        return True, values.pop(dotted)
    inside = values.get(path[0]) if path else None
    if len(path) > 1 and isinstance(inside, dict):
        copied = dict(inside)
        found, value = _take(copied, path[1:])
        if found and copied:
            values[path[0]] = copied
        elif found:
            del values[path[0]]
        return found, value
    return False, None
