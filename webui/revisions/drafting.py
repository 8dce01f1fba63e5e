"""Drafts: the list of all, one draft with what the gate says, publish and discard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import (
    ORIGINAL,
    DefinitionKey,
    DiagramRefused,
    DraftChanged,
    DraftPage,
    FourEyes,
    NotFound,
    NothingToPublish,
    Problem,
    TextRefused,
)
from webui import texts
from webui.login import current_actor, runner, writes_sops
from webui.revisions import handing_out, in_force
from webui.revisions.blueprint import bp
from webui.revisions.telling import tell_published


@bp.get("/konsep")
def drafts() -> str:
    """Every draft that the reader may see, to be published together."""
    return _drafts()


@bp.post("/konsep")
def publish_drafts() -> ResponseReturnValue:
    """The chosen drafts are revisions, or none of them is."""
    keys = request.form.getlist("sop")
    if not keys:
        return _drafts(wrong=_("Pilih sedikitnya satu konsep.")), 422
    versions = {key: request.form.get(f"versi-{key}", -1, type=int) for key in keys}
    try:
        refused = _publish(keys, versions, zone="")
    except NotFound:
        gone = _("Salah satu konsep yang dipilih sudah diterbitkan atau dibuang. Periksa dan pilih lagi.")
        return _drafts(wrong=gone), 409
    if refused is None:
        return redirect(url_for("revisions.drafts"))
    return _drafts(wrong=refused[0], problems=refused[1]), 422


@bp.get("/<key>/konsep")
def draft(key: str) -> str:
    """One draft, or how to make one."""
    return _draft(key)


@bp.post("/<key>/konsep/terbitkan")
def publish_draft(key: str) -> ResponseReturnValue:
    """The draft is the next revision."""
    try:
        page = runner().draft(DefinitionKey(key), by=current_actor(), proof=False)
        refused = _publish([key], {key: request.form.get("versi", -1, type=int)}, zone=page.zone)
    except NotFound:
        return _ended(key)
    if refused is None:
        return redirect(url_for("revisions.desk", key=key))
    return _draft(key, wrong=refused[0]), 422


@bp.post("/<key>/konsep/buang")
def discard(key: str) -> ResponseReturnValue:
    """There is no draft any more."""
    after = request.form.get("versi", -1, type=int)
    try:
        runner().discard_draft(DefinitionKey(key), by=current_actor(), after=after)
    except DraftChanged as changed:
        return _draft(key, wrong=texts.explain(changed).text), 409
    except NotFound:
        return _ended(key)
    texts.tell(_("Konsep sudah dibuang. Pembuangannya tercatat dalam jejak SOP."))
    return redirect(url_for("revisions.drafts"))


@bp.get("/<key>/konsep/berkas.zip")
def draft_archive(key: str) -> Response:
    """All files of the draft."""
    return handing_out.all_of(_draft_files(key), stem=f"{key}@konsep")


@bp.get("/<key>/konsep/isi/<name>")
def draft_file(key: str, name: str) -> Response:
    """One file of the draft."""
    return handing_out.one(_draft_files(key), name, stem=f"{key}@konsep")


def _ended(key: str) -> ResponseReturnValue:
    """There is no draft any more, maybe by the first of two clicks: the trail says how it ended.

    Raises NotFound for whoever may not know of drafts.
    """
    if not runner().definition_history(key, by=current_actor()).with_drafts:
        raise NotFound("draft", key)
    texts.tell(_("Konsep itu sudah diterbitkan atau dibuang. Di bawah tertulis oleh siapa."), tone="info")
    return redirect(url_for("revisions.history", key=key))


def _draft_files(key: str) -> Mapping[str, bytes]:
    return runner().draft(DefinitionKey(key), by=current_actor(), proof=False).files


def _publish(
    keys: Sequence[str], versions: Mapping[str, int], *, zone: str
) -> tuple[str, tuple[Problem, ...]] | None:
    """Publish, and say so on the next page; else what to tell the reader, and the problems of all."""
    try:
        done = runner().publish_drafts(
            keys,
            by=current_actor(),
            note=request.form.get("catatan", ""),
            effective_from=in_force.wanted(zone or _zone()),
            accept_unproven=request.form.get("alasan_bukti", ""),
            versions=versions,
        )
    except DiagramRefused as refused:
        return texts.explain(refused).text, refused.problems
    except in_force.DayRefused as refused:
        return refused.said, ()
    except (NothingToPublish, TextRefused, DraftChanged, FourEyes) as refused:
        return texts.explain(refused).text, ()
    tell_published(done, zone)
    return None


def _zone() -> str:
    zone: str = g.get("zone") or ""
    return zone


def _drafts(*, wrong: str = "", problems: tuple[Problem, ...] = ()) -> str:
    lines = runner().drafts(by=current_actor())
    return render_template(
        "revisions/drafts.html",
        lines=lines,
        writes=writes_sops(current_actor()),
        wrong=wrong,
        problems=problems,
        today=in_force.today(_zone()),
        called=handing_out.called,
    )


def _draft(key: str, *, wrong: str = "") -> str:
    try:
        page: DraftPage | None = runner().draft(DefinitionKey(key), by=current_actor())
    except NotFound:
        page = None
    if page is None:
        return _no_draft(key, wrong=wrong)
    g.zone = page.zone
    return render_template(
        "revisions/draft.html",
        page=page,
        key=key,
        files=sorted(page.files),
        may_draft=writes_sops(current_actor(), page.agency),
        imported=sha256(page.files[ORIGINAL]).hexdigest() if ORIGINAL in page.files else "",
        called=handing_out.called,
        wrong=wrong,
        today=in_force.today(page.zone),
    )


def _no_draft(key: str, *, wrong: str) -> str:
    page = runner().definition(DefinitionKey(key), by=current_actor())
    g.zone = page.zone
    told = runner().definition_history(key, by=current_actor())
    return render_template(
        "revisions/no_draft.html",
        page=page,
        line=page.line,
        may_draft=told.may_draft,
        with_drafts=told.with_drafts,
        wrong=wrong,
    )
