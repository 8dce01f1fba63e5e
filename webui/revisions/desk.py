"""The revisions of one SOP: what is in force, what waits, roll back, retire, download, and the trail."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import (
    DefinitionAct,
    DefinitionHistory,
    DefinitionKey,
    DefinitionPage,
    DiagramRefused,
    DraftLine,
    NotFound,
    NothingToPublish,
    Problem,
    ReasonMissing,
    RevisionLine,
    TextRefused,
)
from webui import texts
from webui.login import current_actor, runner
from webui.revisions import handing_out, in_force
from webui.revisions.blueprint import bp
from webui.revisions.telling import tell_published


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One revision with the act that published it."""

    line: RevisionLine
    act: DefinitionAct

    @property
    def waits(self) -> bool:
        """True if it comes into force later."""
        return self.line.waits


@bp.get("/<key>/revisi")
def desk(key: str) -> str:
    """Every revision of the SOP, newest first, and what may be done with it."""
    return _desk(key)


@bp.post("/<key>/cabut")
def retire(key: str) -> ResponseReturnValue:
    """Let no new case start; running cases finish on their own revision."""
    try:
        runner().retire(DefinitionKey(key), reason=request.form.get("alasan", ""), by=current_actor())
    except (ReasonMissing, TextRefused) as refused:
        return _desk(key, refused=texts.explain(refused)), 422
    texts.tell(_("SOP sudah dicabut. Berkas yang sedang berjalan tetap diselesaikan menurut revisinya."))
    return redirect(url_for("catalogue.show", key=key))


@bp.get("/<key>/revisi/<int:number>/berlakukan")
def restoring(key: str, number: int) -> str:
    """What it means to put this revision in force again, and the form for it."""
    return _restoring(key, number)


@bp.post("/<key>/revisi/<int:number>/berlakukan")
def restore(key: str, number: int) -> ResponseReturnValue:
    """The content of this revision is the next revision."""
    zone = runner().definition(DefinitionKey(key), number=number, by=current_actor()).zone
    try:
        done = runner().roll_back(
            key,
            number,
            by=current_actor(),
            note=request.form.get("catatan", ""),
            effective_from=in_force.wanted(zone),
            accept_unproven=request.form.get("alasan_bukti", ""),
        )
    except DiagramRefused as refused:
        return _restoring(key, number, problems=refused.problems), 422
    except in_force.DayRefused as refused:
        return _restoring(key, number, wrong=refused.said), 422
    except (NothingToPublish, TextRefused) as refused:
        return _restoring(key, number, wrong=texts.explain(refused).text), 422
    tell_published([done], zone)
    return redirect(url_for("revisions.desk", key=key))


@bp.get("/<key>/revisi/<int:number>/berkas.zip")
def archive(key: str, number: int) -> Response:
    """All files of a revision."""
    return handing_out.all_of(_files(key, number), stem=f"{key}@{number}")


@bp.get("/<key>/revisi/<int:number>/isi/<name>")
def file(key: str, number: int, name: str) -> Response:
    """One file of a revision."""
    return handing_out.one(_files(key, number), name, stem=f"{key}@{number}")


@bp.get("/<key>/jejak")
def history(key: str) -> str:
    """Every act on the SOP, newest first; ``?hanya=terbit`` leaves out drafts and moved cases."""
    told = runner().definition_history(key, by=current_actor())
    g.zone = told.zone
    published_only = request.args.get("hanya") == "terbit"
    acts = [act for act in told.acts if act.of_revisions or not published_only]
    return render_template(
        "revisions/history.html",
        told=told,
        acts=acts,
        published_only=published_only,
        key=key,
        called=handing_out.called,
    )


def _files(key: str, number: int) -> dict[str, bytes]:
    return dict(runner().files_of(DefinitionKey(key), number, by=current_actor()))


def _desk(key: str, refused: texts.Said | None = None) -> str:
    page = _page(key)
    told = runner().definition_history(key, by=current_actor())
    return render_template(
        "revisions/desk.html",
        page=page,
        line=page.line,
        draft=_draft_of(key) if told.with_drafts else None,
        with_drafts=told.with_drafts,
        may_draft=told.may_draft,
        entries=_entries(page, told),
        called=handing_out.called,
        refused=refused,
    )


def _page(key: str) -> DefinitionPage:
    page = runner().definition(DefinitionKey(key), by=current_actor())
    g.zone = page.zone
    return page


def _entries(page: DefinitionPage, told: DefinitionHistory) -> list[Entry]:
    acts = {act.number: act for act in told.acts if act.digest}
    return [Entry(line=line, act=acts[line.number]) for line in page.revisions]


def _draft_of(key: str) -> DraftLine | None:
    return next((line for line in runner().drafts(by=current_actor()) if line.key == key), None)


def _restoring(key: str, number: int, *, problems: tuple[Problem, ...] = (), wrong: str = "") -> str:
    page = _page(key)
    revision = _revision(page, number)
    return render_template(
        "revisions/restore.html",
        page=page,
        line=page.line,
        revision=revision,
        waits=revision.waits,
        problems=problems,
        wrong=wrong,
        today=in_force.today(page.zone),
    )


def _revision(page: DefinitionPage, number: int) -> RevisionLine:
    for revision in page.revisions:
        if revision.number == number:
            return revision
    raise NotFound("revision", f"{page.line.key} {number}")
