"""A dry run in the page: an SOP, draft or revision, tried with sample people and answers.

Promise: everything that was tried rides in the page itself, so that nothing is left when it is closed; a
refusal shows what was typed, as in earnest.
Never: a judgement about who may try, or what an answer is worth; that is the runner's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue

from runner import (
    AlurError,
    AnswersRefused,
    DiagramRefused,
    DryRunPage,
    FieldError,
    NotFound,
)
from webui import form_fields, texts
from webui.login import current_actor, resumes, runner

bp = Blueprint("dry_run", __name__, url_prefix="/sop/<key>/uji-coba")

#: The number under which a draft is tried.
DRAFT = 0
#: Inputs of the page itself, beside those of the form that is tried.
ATTEMPT, TASK, PLAYER, AT, OTHER = "_langkah", "_tugas", "_oleh", "_saat", "_buka"

for _verb in ("step", "fill", "samples", "back", "through"):
    resumes(f"dry_run.{_verb}", at="dry_run.fill")


@bp.get("")
@bp.get("/<int:number>")
def show(key: str, number: int | None = None) -> ResponseReturnValue:
    """A new run of the draft (else of the revision in force), or of ``?revisi=``; nothing is tried yet."""
    asked = request.args.get("revisi", number, type=int)
    page = runner().dry_run(
        key,
        _number(key) if asked is None else asked,
        by=current_actor(),
        started_by=request.args.get("oleh", ""),
        at=_moment(request.args.get("mulai", "")),
    )
    return _page(page)


@bp.post("/<int:number>")
def step(key: str, number: int) -> ResponseReturnValue:
    """One task more is done; or what is wrong with it stands beside each field."""
    state, pairs = _posted()
    try:
        page = runner().dry_run_step(
            key,
            number,
            by=current_actor(),
            carried=state[ATTEMPT],
            task=state[TASK],
            player=state[PLAYER],
            at=_moment(state[AT]),
            pairs=pairs,
        )
    except AlurError as refused:
        return _again(key, number, refused)
    return _page(page)


@bp.post("/<int:number>/isian")
def fill(key: str, number: int) -> ResponseReturnValue:
    """The same moment of the run again: rows added or removed, hidden fields judged anew, or another task."""
    state, pairs = _posted()
    other = state[OTHER]
    page = runner().dry_run(
        key,
        number,
        by=current_actor(),
        carried=state[ATTEMPT],
        task=other or state[TASK],
        pairs=None if other else pairs,
    )
    return _page(page, state=None if other else state)


@bp.post("/<int:number>/contoh")
def samples(key: str, number: int) -> ResponseReturnValue:
    """A sample in every field that is still empty."""
    state, pairs = _posted()
    page = runner().dry_run_filled(
        key, number, by=current_actor(), carried=state[ATTEMPT], task=state[TASK], pairs=pairs
    )
    return _page(page, state=state)


@bp.post("/<int:number>/sampai-selesai")
def through(key: str, number: int) -> ResponseReturnValue:
    """Samples everywhere, until the case is over."""
    state, pairs = _posted()
    try:
        page = runner().dry_run_through(
            key, number, by=current_actor(), carried=state[ATTEMPT], task=state[TASK], pairs=pairs
        )
    except AlurError as refused:
        return _again(key, number, refused)
    return _page(page)


@bp.post("/<int:number>/mundur")
def back(key: str, number: int) -> ResponseReturnValue:
    """The run without its last step, what was typed in it back in its fields."""
    state, _ = _posted()
    return _page(runner().dry_run_back(key, number, by=current_actor(), carried=state[ATTEMPT]))


@bp.get("/<int:number>/diagram.bpmn")
def diagram(key: str, number: int) -> Response:
    """The bytes of the diagram that is tried."""
    content = runner().dry_run_diagram(key, number, by=current_actor())
    return Response(content, content_type="application/xml")


def _number(key: str) -> int:
    """The draft if there is one that the reader may see, else the revision in force."""
    try:
        runner().draft(key, by=current_actor(), proof=False)
    except NotFound:
        return runner().definition(key, by=current_actor()).number
    return DRAFT


def _posted() -> tuple[dict[str, str], dict[str, list[str]]]:
    """What the page carries of itself, and what was typed into the form that is tried."""
    pairs = form_fields.pairs()
    state = {name: (pairs.pop(name, None) or [""])[-1] for name in (ATTEMPT, TASK, PLAYER, AT, OTHER)}
    return state, pairs


def _moment(text: str) -> datetime | None:
    """What an input of date and time holds, without an offset; None if it holds nothing that can be read."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if 2000 <= at.year <= 2100 else None


def _again(key: str, number: int, refused: AlurError) -> ResponseReturnValue:
    """The same moment of the run with what was typed and what is wrong with it."""
    said, (state, pairs) = texts.explain(refused), _posted()
    errors = refused.errors if isinstance(refused, AnswersRefused) else ()
    page = runner().dry_run(
        key,
        number,
        by=current_actor(),
        carried=state[ATTEMPT],
        task=state[TASK],
        pairs=pairs,
        errors=errors,
    )
    return _page(page, said=said, errors=errors, state=state), said.status


@bp.errorhandler(DiagramRefused)
def _refused(refused: DiagramRefused) -> ResponseReturnValue:
    """Why the draft cannot even be tried."""
    key = (request.view_args or {})["key"]
    return render_template("dry_run/refused.html", key=key, problems=refused.problems), 422


def _page(
    page: DryRunPage,
    *,
    said: texts.Said | None = None,
    errors: Sequence[FieldError] = (),
    state: dict[str, str] | None = None,
) -> str:
    g.zone, zone = page.zone, ZoneInfo(page.zone)
    shown = page.shown
    places = form_fields.places(shown.fields, shown.questions) if shown else {}
    moment = shown.waiting.due_at or page.at if shown else page.at
    return render_template(
        "dry_run/show.html",
        page=page,
        task=shown,
        said=said,
        errors=errors,
        places=places,
        out_of_sight=form_fields.out_of_sight(places) if state else (),
        attempt=json.dumps(page.attempt.to_json(), ensure_ascii=False),
        player_id=state[PLAYER] if state else "",
        at=(state and state[AT]) or f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}",
        begun=f"{page.attempt.at.astimezone(zone):%Y-%m-%dT%H:%M}",
        earliest=f"{page.at.astimezone(zone):%Y-%m-%dT%H:%M}",
        stopped=texts.explain(page.stopped) if page.stopped else None,
    )
