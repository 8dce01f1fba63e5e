"""The catalogue of SOPs: search, one SOP with its revisions and diagrams, start.

Promise: a diagram leaves here byte for byte as it was published; a double click starts one case.
Never: a judgement about who may start; that is the runner's.
"""

from __future__ import annotations

import hashlib
from itertools import groupby

from flask import Blueprint, Response, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import CaseHead, DefinitionKey, DefinitionLine
from webui import form_fields, texts
from webui.login import current_actor, runner, sees_drafts, writes_sops

bp = Blueprint("catalogue", __name__, url_prefix="/sop")


@bp.get("")
def index() -> str:
    """Every SOP that the reader may know of, by agency; ``?cari=`` narrows it by number, name or agency."""
    wanted = request.args.get("cari", "").strip()
    found = [line for line in runner().definitions(by=current_actor()) if _matches(line, wanted)]
    found.sort(key=lambda line: (line.agency_name, line.name))
    shelves = [(name, list(lines)) for name, lines in groupby(found, key=lambda line: line.agency_name)]
    writes = writes_sops(current_actor())
    return render_template("catalogue/index.html", shelves=shelves, wanted=wanted, writes=writes)


@bp.get("/<key>")
def show(key: str) -> str:
    """One SOP: cover, steps, diagram and revisions; ``?revisi=`` chooses which one is drawn."""
    return _page(key)


@bp.get("/<key>/revisi/<int:number>/diagram.bpmn")
def diagram(key: str, number: int) -> Response:
    """The bytes of a revision's diagram. They never change, so a browser only asks whether it still may."""
    content = runner().diagram(DefinitionKey(key), number, by=current_actor())
    response = Response(content, content_type="application/xml")
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.sha256(content).hexdigest())
    response.make_conditional(request)
    return response


@bp.post("/<key>/mulai")
def start(key: str) -> ResponseReturnValue:
    """Start a case, and go on to its first task if the reader may do it."""
    token = form_fields.token()
    case = runner().start(DefinitionKey(key), token=token, by=current_actor())
    if not token or session.get("started") != token[:64]:  # the same page again starts nothing
        texts.tell(_("Berkas %(number)s dimulai.", number=case.number))
    session["started"] = token[:64]
    return redirect(_next_page(case))


def _page(key: str) -> str:
    number = request.args.get("revisi", type=int)
    page = runner().definition(DefinitionKey(key), number=number, by=current_actor())
    g.zone = page.zone
    with_drafts = sees_drafts(current_actor(), page.line.agency)
    return render_template("catalogue/show.html", page=page, line=page.line, with_drafts=with_drafts)


def _matches(line: DefinitionLine, wanted: str) -> bool:
    text = f"{line.name} {line.number_of_sop} {line.agency_name} {line.key}".casefold()
    return all(word in text for word in wanted.casefold().split())


def _next_page(case: CaseHead) -> str:
    for line in runner().case(case.id, by=current_actor()).open:
        if runner().task(line.task, by=current_actor()).may_complete:
            return url_for("task.show", task_id=line.task)
    return url_for("cases.show", case_id=case.id)
