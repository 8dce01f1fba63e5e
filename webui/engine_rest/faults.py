"""What a program is told when something is refused: Camunda's JSON, in the language that it asks for.

Promise: every answer beyond 399 is ``{"type", "message", "code"}``, also for addresses that nobody serves;
a diagram's refusal carries every problem in one message, as Camunda Modeler shows it.
Never: a page, a stack trace, a header that makes a browser ask for a password.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, SecurityError

import runner
from runner import AlurError, AnswersRefused, DiagramRefused, Problem, Severity, Words, error_words

log = logging.getLogger(__name__)

LANGUAGES: Final = ("id", "en")
#: So many wrong answers are told of at once.
MOST_FIELDS: Final = 100
#: What Camunda Modeler looks for to call a refusal a matter of the diagram.
PARSE_ERROR: Final = "ENGINE-09005 Could not parse BPMN process. Errors: "

#: What Camunda calls a refusal, and its status.
_KINDS: Final[Mapping[type[AlurError], tuple[int, str]]] = {
    runner.NotFound: (404, "InvalidRequestException"),
    runner.NotAllowed: (403, "AuthorizationException"),
    runner.LoginRefused: (401, "AuthenticationException"),
    # 401: Camunda Modeler takes any other status for a wrong address; the words say what to do
    runner.LoginThrottled: (401, "AuthenticationException"),
    runner.TaskAlreadyTaken: (409, "TaskAlreadyClaimedException"),
    runner.StoreConflict: (409, "OptimisticLockingException"),
    runner.AnswersRefused: (400, "FormFieldValidatorException"),
    runner.DiagramRefused: (400, "ParseException"),
    runner.ReasonMissing: (400, "InvalidRequestException"),
    runner.UploadRefused: (400, "InvalidRequestException"),
    runner.TextRefused: (400, "InvalidRequestException"),
    runner.BrokenFact: (500, "ProcessEngineException"),
}
_OTHERWISE: Final = (409, "RestException")

_HTTP: Final = {
    400: Words("Permintaan ini tidak dapat dibaca.", "This request cannot be read."),
    404: Words("Alamat ini tidak dilayani.", "This address is not served."),
    405: Words("Alamat ini tidak dapat dipakai begitu.", "This address is not used like this."),
    413: Words("Permintaan ini terlalu besar.", "This request is too large."),
    415: Words("Jenis isi ini tidak diterima.", "This content type is not taken."),
}
_HOST: Final = Words(
    "Nama host ini bukan milik instalasi ini.", "This host name is none of this installation."
)
_ANY_HTTP: Final = Words("Permintaan ini tidak dapat dijalankan.", "This request cannot be carried out.")


class Refused(Exception):
    """A request that the API itself refuses."""

    def __init__(self, status: int, what: Words, *, kind: str = "") -> None:
        self.status, self.what = status, what
        self.kind = kind or {401: "AuthenticationException", 403: "AuthorizationException"}.get(
            status, "InvalidRequestException"
        )
        super().__init__(what.en)


def language() -> str:
    """What the program asks for, else Indonesian."""
    return request.accept_languages.best_match(LANGUAGES) or "id"


def said(words: Words) -> str:
    """The sentence as this program reads it."""
    return words.in_(language())


def fault(status: int, kind: str, message: str, **more: Any) -> Response:
    """An answer that says no."""
    answer = jsonify({"type": kind, "message": message, "code": 0, **more})
    answer.status_code = status
    return answer


def install(api: Flask) -> None:
    """Answer every error of the API with JSON."""
    api.register_error_handler(Refused, _refused)
    api.register_error_handler(AlurError, _alur)
    api.register_error_handler(HTTPException, _http)
    api.register_error_handler(Exception, _fault)


def _refused(error: Refused) -> Response:
    return fault(error.status, error.kind, said(error.what))


def _alur(error: AlurError) -> Response:
    status, kind = next((_KINDS[known] for known in type(error).__mro__ if known in _KINDS), _OTHERWISE)
    if isinstance(error, DiagramRefused):
        return fault(status, kind, _parse_error(error), details=_details(error))
    if isinstance(error, AnswersRefused):
        error = AnswersRefused(error.errors[:MOST_FIELDS])
    message = said(_words(error))
    if isinstance(error, AnswersRefused):
        fields = {wrong.path: said(wrong.message) for wrong in error.errors}
        return fault(status, kind, message, details=fields)
    if isinstance(error, runner.LoginThrottled):
        answer = fault(status, kind, message)
        answer.headers["Retry-After"] = str(60 * error.minutes)
        return answer
    if status >= 500:
        log.error("broken record at %s %s: %s", request.method, request.path, error)
    return fault(status, kind, message)


def _words(error: AlurError) -> Words:
    """The error in words that speak of no command."""
    if isinstance(error, runner.NotAllowed) and not isinstance(error, runner.NotYours | runner.FourEyes):
        return Words(
            f"{error.actor} tidak berwenang {error.verb.id}: perlu {error.needs.id}.",
            f"{error.actor} may not {error.verb.en}: it takes {error.needs.en}.",
        )
    return error_words(error)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    what = _HOST if isinstance(error, SecurityError) else _HTTP.get(status, _ANY_HTTP)
    answer = fault(status, "RestException", said(what))
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _fault(error: Exception) -> Response:
    """Our own mistake: logged under a number that the reader can pass on."""
    number = secrets.token_hex(4)
    log.error("fault %s at %s %s", number, request.method, request.path, exc_info=error)
    text = Words(
        f"Terjadi gangguan pada sistem. Sampaikan nomor {number} kepada administrator.",
        f"Something went wrong with us. Tell the administrator the number {number}.",
    )
    return fault(500, "ProcessEngineException", said(text))


def _parse_error(error: DiagramRefused) -> str:
    """One line for each problem, errors first; warnings alone never stop a diagram."""
    wrong = [problem for problem in error.problems if problem.severity is Severity.ERROR]
    return PARSE_ERROR + "".join(f"\n* {_line(problem)}" for problem in wrong)


def _line(problem: Problem) -> str:
    named = problem.element or problem.name or problem.code
    place = "".join(
        part
        for part in (
            f" | resource {problem.file}" if problem.file else "",
            f" | line {problem.line}" if problem.line else "",
        )
    )
    return f"{named}: {said(problem.what)} {said(problem.remedy)}{place}"


def _details(error: DiagramRefused) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The problems by resource, as Camunda's ParseExceptionDto has them."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for problem in error.problems:
        kinds = found.setdefault(problem.file, {"errors": [], "warnings": []})
        kinds["errors" if problem.severity is Severity.ERROR else "warnings"].append(
            {
                "message": f"{said(problem.what)} {said(problem.remedy)}",
                "line": problem.line or 0,
                "column": 0,
                "mainElementId": problem.element or None,
                "elementIds": [problem.element] if problem.element else [],
            }
        )
    return found
