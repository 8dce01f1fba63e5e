"""What changed between two revisions of an SOP: sentences, and the two diagrams side by side.

Promise: the list says everything that the colours of the diagrams say, also without JavaScript.
Never: a difference that the runner did not name.
"""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, Response, g, render_template, request

from runner import DefinitionKey
from webui.login import current_actor, runner

bp = Blueprint("comparison", __name__, url_prefix="/sop")


@bp.get("/<key>/banding")
def show(key: str) -> str:
    """What changed from ``?dari=`` to ``?ke=``, each a revision's number or ``draft``."""
    page = runner().comparison(
        DefinitionKey(key),
        old=request.args.get("dari", ""),
        new=request.args.get("ke", ""),
        by=current_actor(),
    )
    g.zone = page.zone
    counts = Counter(difference.change for difference in page.differences)
    return render_template("comparison/show.html", page=page, counts=counts)


@bp.get("/<key>/banding/<name>.bpmn")
def diagram(key: str, name: str) -> Response:
    """The diagram of one side, as UTF-8 for the drawing."""
    text = runner().compared_diagram(DefinitionKey(key), name, by=current_actor())
    return Response(text, content_type="application/xml; charset=utf-8")
