"""What a request asks: parameters of its address and body, declared once for reading and describing.

Promise: what is declared is read strictly, and what is not declared, or said twice, is refused: a filter
that nobody looks at would answer another question than was asked.
Never: a text that a database cannot hold (NUL, half a character).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from flask import request

from runner import Json, Words
from webui.engine_rest.faults import Refused

#: The longest text that is looked for.
LONGEST: Final = 4_000
#: The highest number that is counted to.
HIGHEST: Final = 2**31 - 1
#: So many texts are looked for at once, at most: a database takes no more than some ten thousand.
MOST_TEXTS: Final = 1_000
#: The largest JSON that is read, in bytes: as much as a page may post.
LARGEST: Final = 4 * 2**20
#: So many lines are told at once, at most.
MOST: Final = 10_000
#: A text that a database can hold.
TEXT_PATTERN: Final = r"^[^\x00]*$"
#: How Camunda writes a moment.
MOMENT: Final = "%Y-%m-%dT%H:%M:%S.%f%z"
#: The same, said so that every text which fits is a moment: the days of each month, leap years.
_YEAR: Final = "(?:1[89]|2[0-9])"
_LEAP: Final = "(?:(?:1[89]|2[0-9])(?:0[48]|[2468][048]|[13579][26])|2000|2400|2800)"
_MONTHS: Final = (
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
    "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
    "02-(?:0[1-9]|1[0-9]|2[0-8])",
)
_DAY: Final = f"(?:{_YEAR}[0-9][0-9]-(?:{'|'.join(_MONTHS)})|{_LEAP}-02-29)"
_CLOCK: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}[+-](?:0[0-9]|1[0-4])[0-5][0-9]"
MOMENT_PATTERN: Final = f"^{_DAY}T{_CLOCK}$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that may be asked. ``kind``: text, texts (by commas), flag, number, moment, choice."""

    name: str
    about: str
    kind: str = "text"
    choices: tuple[str, ...] = ()

    def schema(self) -> dict[str, Any]:
        """How OpenAPI says it."""
        if self.kind == "flag":
            return {"type": "boolean"}
        if self.kind == "number":
            return {"type": "integer", "format": "int32", "minimum": 0, "maximum": HIGHEST}
        if self.kind == "moment":
            return {"type": "string", "pattern": MOMENT_PATTERN, "example": "2026-01-02T03:04:05.678+0700"}
        if self.kind == "choice":
            return {"type": "string", "enum": list(self.choices)}
        return {"type": "string", "maxLength": LONGEST, "pattern": TEXT_PATTERN}

    def of_query(self, raw: str) -> Any:
        """What stands in the address. Raises Refused."""
        text = plain(raw, self.name)
        if self.kind == "flag":
            if text.lower() not in ("true", "false"):
                raise _wrong(self.name, "true/false")
            return text.lower() == "true"
        if self.kind == "number":
            if not (text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= HIGHEST):
                raise _wrong(self.name, f"0–{HIGHEST}")
            return int(text)
        return self._of_text(text)

    def of_json(self, value: Any) -> Any:
        """What stands in a JSON body. Raises Refused."""
        if self.kind == "flag":
            if not isinstance(value, bool):
                raise _wrong(self.name, "true/false")
            return value
        if self.kind == "number":
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HIGHEST:
                raise _wrong(self.name, f"0–{HIGHEST}")
            return value
        if self.kind == "texts":
            if not isinstance(value, list) or len(value) > MOST_TEXTS:
                raise _wrong(self.name, f"≤ {MOST_TEXTS} […]")
            return tuple(plain(item, self.name) for item in value)
        return self._of_text(plain(value, self.name))

    def _of_text(self, text: str) -> Any:
        if self.kind == "texts":
            return tuple(part for part in text.split(",") if part)
        if self.kind == "choice" and text not in self.choices:
            raise _wrong(self.name, ", ".join(self.choices))
        return moment(text, self.name) if self.kind == "moment" else text


PAGE: Final = (
    Parameter(name="firstResult", kind="number", about="How many results to leave out."),
    Parameter(name="maxResults", kind="number", about=f"How many results to tell; {MOST} at most."),
)


def ordering(*columns: str) -> tuple[Parameter, ...]:
    """The parameters that put results in an order."""
    return (
        Parameter(name="sortBy", kind="choice", choices=columns, about="What to sort by."),
        Parameter(name="sortOrder", kind="choice", choices=("asc", "desc"), about="Which way."),
    )


def query(parameters: Iterable[Parameter]) -> dict[str, Any]:
    """Everything that the address asks. Raises Refused."""
    known = {parameter.name: parameter for parameter in parameters}
    _require_known(request.args, known)
    asked = {}
    for name, values in request.args.lists():
        if len(values) > 1:
            raise _wrong(name, "sekali/once")
        asked[name] = known[name].of_query(values[0])
    return asked


def filters(
    parameters: Iterable[Parameter], *, order: Iterable[Parameter] = (), of_page: Iterable[Parameter] = ()
) -> dict[str, Any]:
    """What a POST asks: filters and order in the body, the page in the address. Raises Refused."""
    known = {parameter.name: parameter for parameter in parameters}
    columns = {parameter.name: parameter for parameter in order}
    # clients generated from Camunda's description send every filter, false or null where it asks nothing
    given = {name: value for name, value in body().items() if value is not None}
    asked = _sorting(given.pop("sorting"), columns) if "sorting" in given and columns else {}
    given = {name: value for name, value in given.items() if name in known or value is not False}
    _require_known(given, known)
    asked.update({name: known[name].of_json(value) for name, value in given.items()})
    return {**asked, **query(of_page)}


def body() -> dict[str, Any]:
    """The JSON object that was sent; empty if nothing was.

    Raises Refused, UnsupportedMediaType, RequestEntityTooLarge.
    """
    request.max_content_length = LARGEST
    content = request.get_data()
    if not content:
        return {}
    if not request.is_json:
        request.on_json_loading_failed(None)
    try:
        value = loaded(content.decode())
    except ValueError as unreadable:
        raise Refused(
            400, Words("Isi permintaan bukan JSON yang sah.", "The body is no valid JSON.")
        ) from unreadable
    if not isinstance(value, dict):
        raise Refused(400, Words("Isi permintaan harus objek JSON.", "The body must be a JSON object."))
    return value


def loaded(text: str) -> Json:
    """The value of a JSON text that can be read in one way only.

    Raises ValueError for anything else: a key said twice, NaN, half a character, hundreds of levels.
    """
    orjson.loads(text)  # strict, but it takes the last of two keys, and makes large numbers inexact
    try:
        value: Json = json.loads(text, object_pairs_hook=_said_once)
    except RecursionError as deep:
        raise ValueError("Expected fewer levels. Send a flatter value.") from deep
    return value


def _said_once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("Expected every key once. Leave one of two out.")
    return found


def page(asked: Mapping[str, Any]) -> tuple[int, int]:
    """How many results to leave out, and how many to tell."""
    return asked.get("firstResult", 0), min(asked.get("maxResults", MOST), MOST)


def plain(value: Any, name: str) -> str:
    """A text that can be looked for. Raises Refused."""
    if not isinstance(value, str):
        raise _wrong(name, "teks/text")
    if "\0" in value or len(value) > LONGEST or any("\ud800" <= mark <= "\udfff" for mark in value):
        raise _wrong(name, f"≤ {LONGEST}, tanpa/without NUL")
    return value


def moment(text: str, name: str) -> datetime:
    """A moment as Camunda writes it. Raises Refused."""
    try:
        return datetime.strptime(text, MOMENT).astimezone(UTC)
    except (ValueError, OverflowError) as unreadable:
        raise _wrong(name, "2026-01-02T03:04:05.678+0700") from unreadable


def told(at: datetime | None) -> str | None:
    """A moment as Camunda writes it."""
    if at is None:
        return None
    there = at.astimezone(UTC)
    return f"{there:%Y-%m-%dT%H:%M:%S}.{there.microsecond // 1000:03d}+0000"


def _sorting(value: Any, columns: Mapping[str, Parameter]) -> dict[str, Any]:
    """``[{"sortBy", "sortOrder"}]`` of a POST: none or one."""
    if value == []:
        return {}
    (first, *rest) = value if isinstance(value, list) else (None,)
    if rest or not isinstance(first, dict) or not set(first) <= columns.keys():
        raise _wrong("sorting", '[{"sortBy": …, "sortOrder": …}]')
    return {name: columns[name].of_json(wanted) for name, wanted in first.items()}


def _require_known(given: Iterable[str], known: Mapping[str, Parameter]) -> None:
    unknown = sorted(set(given) - known.keys())
    if unknown:
        names, served = ", ".join(unknown)[:200], ", ".join(sorted(known)) or "-"
        raise Refused(
            400,
            Words(
                f"Tidak dilayani di sini: {names}. Yang dilayani: {served}.",
                f"Not served here: {names}. Served: {served}.",
            ),
        )


def _wrong(name: str, expected: str) -> Refused:
    return Refused(
        400,
        Words(
            f"Nilai {name} tidak sesuai. Contoh atau batasnya: {expected}.", f"{name} must be: {expected}."
        ),
    )
