"""The OpenAPI description of what is served, made from the declarations that serve it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from webui.engine_rest.asked import LONGEST
from webui.engine_rest.deployments import VERSION
from webui.engine_rest.door import anybody
from webui.engine_rest.served import OPERATIONS, Served, serve
from webui.engine_rest.shapes import SCHEMAS, TEXT, ref

bp = Blueprint("description", __name__)

_REFUSALS: Final = {
    "400": "The request says something that is not served or not right; nothing was done.",
    "401": "No token or password, or one that is not valid; or too many wrong passwords, see Retry-After.",
    "403": "The token has no such scope, or its holder no such right.",
    "404": "There is no such thing, or its existence is not for this reader.",
    "409": "Somebody was first, or it is over.",
    "413": "Too large.",
    "415": "Not this content type.",
}
_FORM: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "deployment-name": {**TEXT, "maxLength": 255},
        "deployment-source": {**TEXT, "maxLength": 255},
        "enable-duplicate-filtering": {"type": "boolean"},
        "deploy-changed-only": {"type": "boolean"},
        "tenant-id": {**TEXT, "description": "The code of the agency whose SOP a new one becomes."},
        "data": {
            "type": "string",
            "format": "binary",
            "description": "A diagram (.bpmn), a form (.form) or a .zip of them; several parts, of any name, "
            "each with the name of its file.",
        },
    },
    "required": ["data"],
}


@serve(bp, "GET", "/openapi.json", scope="", about="This description.", answer={"type": "object"})
def openapi() -> ResponseReturnValue:
    anybody()
    return jsonify(described())


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """The whole description."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Alur engine-rest",
            "version": VERSION,
            "description": "The part of Camunda 7's REST API that Alur serves. Every act has the rights, and "
            "leaves the events, of the same act on a page.",
        },
        "servers": [{"url": "/engine-rest"}],
        "security": [{"basic": []}, {"bearer": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
            "responses": {
                f"Refused{status}": {
                    "description": said,
                    "content": {"application/json": {"schema": ref("Fault")}},
                }
                for status, said in _REFUSALS.items()
            },
        },
    }


def _operation(served: Served) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": served.name,
        "summary": served.about,
        "description": f"Scope of the token: {served.scope or 'any'}.",
        "responses": _answers(served),
    }
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"^[^/\x00]+$"},
        }
        for name in re.findall(r"{(\w+)}", served.path)
    ]
    parameters += [
        {
            "name": parameter.name,
            "in": "query",
            "required": False,
            "description": parameter.about,
            "schema": parameter.schema(),
        }
        for parameter in served.query
    ]
    if parameters:
        told["parameters"] = parameters
    if served.form:
        told["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}
    elif served.sent is not None:
        needed = bool(served.sent.get("required"))
        told["requestBody"] = {
            "required": needed,
            "content": {"application/json": {"schema": served.sent}},
        }
    return told


def _answers(served: Served) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    if served.answer is not None:
        answers["200"] = {"description": "Done.", "content": {served.content: {"schema": served.answer}}}
    if served.empty:
        answers["204"] = {"description": "Done."}
    return {
        **answers,
        **{status: {"$ref": f"#/components/responses/Refused{status}"} for status in _REFUSALS},
    }
