"""Whether a form still offers what was picked in another. Judges no answer."""

from __future__ import annotations

from collections.abc import Iterator

from runner.forms.fields import CHOICE, Choice, Field, Form
from runner.forms.values import token
from runner.model import Json


def not_offered(form: Form, path: str, value: Json) -> Json:
    """What of ``value`` the choice at ``path`` does not offer; None if it is all offered, or not fixed."""
    field = next((one for at, one in _fields(form.fields, "") if at == path), None)
    if field is None or field.kind not in CHOICE or field.choices_from is not None:
        return None
    known = {token(choice) for choice in field.choices}
    if isinstance(value, list):
        return [one for one in value if token(Choice(value=one, label="")) not in known] or None
    return None if token(Choice(value=value, label="")) in known else value


def _fields(fields: tuple[Field, ...], above: str) -> Iterator[tuple[str, Field]]:
    for field in fields:
        path = ".".join(part for part in (above, *field.path) if part)
        yield path, field
        yield from _fields(field.fields, path)
