"""Variables as programs send them: Camunda's ``{"name": {"value", "type"}}``, read as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from runner import Json, Words
from webui.engine_rest import asked
from webui.engine_rest.faults import Refused

#: Types whose value is the text of a JSON value.
_SERIALISED: Final = frozenset({"json", "object"})
_DATE_LENGTH: Final = 10
#: So many are sent at once, at most: more than any form has fields.
MOST: Final = 1_000
#: The schema of the variables that are sent.
VARIABLES: Final[dict[str, Any]] = {
    "type": "object",
    "maxProperties": MOST,
    "additionalProperties": {
        "type": "object",
        "properties": {
            "value": {"nullable": True},
            "type": {"type": "string", "nullable": True},
            "valueInfo": {"type": "object", "nullable": True},
            "local": {"type": "boolean"},
        },
        "additionalProperties": False,
    },
    "description": "Fields of the form by name; a gateway's id for its outcome, <gateway>_alasan for the "
    "reason of a return.",
}


def read_variables(given: Any) -> dict[str, Json]:
    """The values by name; none if nothing was given. Raises Refused."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or len(given) > MOST:
        raise _wrong("variables")
    return {asked.plain(name, "variables"): _value(name, one) for name, one in given.items()}


def _value(name: str, given: Any) -> Json:
    if not isinstance(given, Mapping) or not set(given) <= {"value", "type", "valueInfo", "local"}:
        raise _wrong(name)
    kind, info = given.get("type"), given.get("valueInfo")
    if not (kind is None or isinstance(kind, str)) or not (info is None or isinstance(info, Mapping)):
        raise _wrong(name)
    if not isinstance(given.get("local", False), bool):
        raise _wrong(name)
    value = given.get("value")
    if (kind or "").lower() in _SERIALISED and isinstance(value, str):
        try:
            value = asked.loaded(value)
        except ValueError as unreadable:
            raise _wrong(name) from unreadable
    _require_plain(value, name)
    if (kind or "").lower() == "date" and isinstance(value, str):
        return value[:_DATE_LENGTH]  # an SOP knows days; Camunda's dates carry midnight
    return value


def _require_plain(value: Any, name: str) -> None:
    """Texts in it are such as a database can hold. Raises Refused."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and "\0" in one:
            raise _wrong(name)
        if isinstance(one, Mapping):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one


def _wrong(name: str) -> Refused:
    return Refused(
        400,
        Words(
            f'Variabel {name[:200]} harus berbentuk {{"value": …, "type": …}}.',
            f'The variable {name[:200]} must be {{"value": …, "type": …}}.',
        ),
    )
