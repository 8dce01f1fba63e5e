"""Where Camunda Modeler's links lead: from a deployment or an instance to our pages.

Promise: every link ends at a page that the reader may see, or says so there.
Never: a word about what is deployed to whoever is not logged in.
"""

from __future__ import annotations

import json
from typing import Final

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webui.login import current_actor, runner

bp = Blueprint("modeler", __name__)

#: Camunda Modeler's windows are local files; what they send as Origin depends on its version.
LOCAL_ORIGINS: Final = frozenset({"null", "file://"})


@bp.get("/.well-known/camunda-automation-platform/webapps")
def webapps() -> Response:
    """The addresses of what Camunda calls its web apps. It is asked for without a name or password."""
    answer = jsonify(
        cockpitUrl=url_for("modeler.cockpit", _external=True),
        tasklistUrl=url_for("inbox.show", _external=True),
        adminUrl=url_for("admin.index", _external=True),
    )
    origin = request.headers.get("Origin")
    if origin in LOCAL_ORIGINS:
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Vary"] = "Origin"
    return answer


@bp.get("/modeler/")
def cockpit() -> ResponseReturnValue:
    return redirect(url_for("catalogue.index"))


@bp.get("/modeler/repository")
def repository() -> ResponseReturnValue:
    """The SOP of the deployment that ``?deploymentsQuery=`` asks for; of a draft, the drafts."""
    wanted = _asked(request.args.get("deploymentsQuery", ""))
    if wanted.startswith("konsep-"):
        return redirect(url_for("revisions.drafts"))
    found = runner().revision_records(by=current_actor(), bundle=wanted) if wanted else ()
    if not found:
        return redirect(url_for("catalogue.index"))
    return redirect(url_for("catalogue.show", key=found[0].key, revisi=found[0].number))


@bp.get("/modeler/process-instance/<case_id>")
def process_instance(case_id: str) -> ResponseReturnValue:
    return redirect(url_for("cases.show", case_id=case_id))


def _asked(query: str) -> str:
    """The id in ``[{"type": "id", "operator": "eq", "value": …}]``, or nothing."""
    try:
        (first, *_) = json.loads(query)
        value = first["value"]
    except (ValueError, TypeError, KeyError):
        return ""
    # no deployment has a name that a database cannot hold
    return value if isinstance(value, str) and value.isprintable() and len(value) <= 240 else ""
