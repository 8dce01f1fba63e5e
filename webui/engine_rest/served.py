"""What is served: every route with its parameters, bodies and answers, for Flask and for OpenAPI alike.

Promise: a route that is not declared here does not exist, so that the description cannot drift.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webui.engine_rest.asked import MOST_TEXTS, Parameter
from webui.engine_rest.shapes import Schema

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One operation. ``answer`` is the schema of status 200, None for 204; ``form`` takes multipart; an
    empty ``scope`` is any."""

    method: str
    path: str
    name: str
    about: str
    scope: str
    query: tuple[Parameter, ...]
    sent: Schema | None
    form: bool
    answer: Schema | None
    empty: bool
    content: str


OPERATIONS: Final[list[Served]] = []


def serve(
    bp: Blueprint,
    method: str,
    rule: str,
    *,
    about: str,
    answer: Schema | None,
    scope: str = "baca",
    query: Sequence[Parameter] = (),
    sent: Schema | None = None,
    form: bool = False,
    empty: bool = False,
    content: str = "application/json",
) -> Callable[[View], View]:
    """Serve the view at the rule, and describe it. ``empty``: 204 is an answer too."""

    def declared(view: View) -> View:
        name = f"{method.lower()}_{view.__name__}"
        bp.add_url_rule(rule, name, view, methods=[method])
        OPERATIONS.append(
            Served(
                method=method.lower(),
                path=re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", (bp.url_prefix or "") + rule),
                name=f"{bp.name}_{name}",
                about=about,
                scope=scope,
                query=tuple(query),
                sent=sent,
                form=form,
                answer=answer,
                empty=empty or answer is None,
                content=content,
            )
        )
        return view

    return declared


def body_of(parameters: Sequence[Parameter], order: Sequence[Parameter] = ()) -> Schema:
    """The JSON body that takes these filters."""
    properties: dict[str, Any] = {}
    for parameter in parameters:
        schema = parameter.schema()
        if parameter.kind == "texts":
            schema = {"type": "array", "items": schema, "maxItems": MOST_TEXTS}
        properties[parameter.name] = {**schema, "nullable": True, "description": parameter.about}
    if order:
        one = {
            "type": "object",
            "properties": {column.name: column.schema() for column in order},
            "additionalProperties": False,
        }
        properties["sorting"] = {"type": "array", "items": one, "maxItems": 1, "nullable": True}
    # a filter that is not served may be there as long as it asks nothing
    nothing = {"type": "boolean", "enum": [False, None], "nullable": True}
    return {"type": "object", "properties": properties, "additionalProperties": nothing}
