"""From a request to what the runner reads: names and their values, exactly as typed.

Promise: nothing typed is changed, dropped or judged here. Never: a password in what is kept.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from flask import g, request

from runner import FieldView, QuestionView

#: Inputs of the page itself; the runner never sees them and no page shows them back.
OF_THE_PAGE = frozenset(
    {"csrf_token", "token", "next", "carried", "password", "password_new", "password_again"}
)


def pairs() -> dict[str, list[str]]:
    """Input names and all their values: of this request, or carried through a login."""
    carried: dict[str, list[str]] | None = g.get("carried_pairs")
    if carried is not None:
        return carried
    return {name: values for name, values in request.form.lists() if name not in OF_THE_PAGE}


def token() -> str:
    """The page's idempotency token."""
    return request.form.get("token", "")


def revision() -> int | None:
    """The revision whose form the page showed."""
    return request.form.get("_revisi", type=int)


def out_of_sight(shown: Container[str]) -> Iterator[tuple[str, str]]:
    """What was typed into fields that hide by now: the page keeps it, in case they show again.

    Fields in rows of a list are left out: their names change when a row goes.
    """
    if request.method == "POST":
        for name, values in pairs().items():
            if name not in shown and "[" not in name and not name.startswith("_"):
                yield from ((name, value) for value in values if value)


def typed(pairs: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """What a person would miss if it were gone: every input with text in it."""
    for name, values in pairs.items():
        text = "\n".join(value for value in values if value.strip())
        if text and not name.startswith("_") and not name.endswith("[]"):
            yield name, text


def labels(fields: Sequence[FieldView], questions: Sequence[QuestionView]) -> dict[str, str]:
    """Input name -> how the page calls it."""
    found = {}
    for field in fields:
        found[field.name] = field.label
        for inner in (field.children, *field.rows):
            found.update(labels(inner, ()))
    for question in questions:
        found[question.name] = found[question.reason_name] = question.text
    return found


def places(fields: Sequence[FieldView], questions: Sequence[QuestionView]) -> dict[str, str]:
    """Input name -> id of the element that an error summary leads to."""
    found = {}
    for field in fields:
        found[field.name] = field.html_id
        for inner in (field.children, *field.rows):
            found.update(places(inner, ()))
    for number, question in enumerate(questions, start=1):
        found[question.name] = f"putusan-{number}"
        found[question.reason_name] = f"alasan-{number}"
    return found


def comes_from_here() -> bool:
    """False when the browser says that another site sent this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
