"""The diagram editor, and where a new SOP begins.

Promise: positions, forms and fields to choose from are the agency's and the element template's.
Never: a rule of the gate.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from flask import g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import AgencyCode, DraftChanged, TextRefused, UploadRefused, shipped_folder
from webui import moments, texts
from webui.editor import words
from webui.editor.answers import bp, conflict, in_json, opened, place, saved, told, typed
from webui.login import current_actor, runner


@bp.get("/baru")
def begin() -> str:
    """What a new SOP needs to be drawn: a name and those who carry it out."""
    return _begin()


@bp.post("/baru")
def create() -> ResponseReturnValue:
    """The new SOP is a draft, and its editor opens."""
    agency, name = AgencyCode(request.form.get("instansi", "")), request.form.get("nama", "")
    try:
        draft = runner().begin_draft(
            agency,
            name=name,
            positions=request.form.getlist("jabatan"),
            by=current_actor(),
            language=moments.language(),
        )
    except (UploadRefused, TextRefused) as refused:
        return _begin(refused=texts.explain(refused)), 422
    return redirect(url_for("editor.show", key=draft.key))


def _begin(refused: texts.Said | None = None) -> str:
    agencies = runner().drafting_agencies(by=current_actor())
    chosen = next((each for each in agencies if each.code == request.values.get("instansi")), None)
    return render_template(
        "editor/begin.html",
        agencies=agencies,
        chosen=chosen or (agencies[0] if len(agencies) == 1 else None),
        name=request.form.get("nama", ""),
        picked=request.form.getlist("jabatan"),
        refused=refused,
    )


@bp.get("/<key>/sunting")
def show(key: str) -> str:
    """The editor, and what there is to do without it."""
    page = runner().edit_diagram(key, by=current_actor())
    g.zone = page.zone
    return render_template("editor/show.html", page=page, place=place(key))


@bp.get("/<key>/sunting/isi")
@in_json
def content(key: str) -> ResponseReturnValue:
    """The diagram and everything that may be chosen in it."""
    page = runner().edit_diagram(key, by=current_actor())
    facts = {
        "positions": page.positions,
        "templates": _templates(),
        "words": words.DIAGRAM if moments.language() == "id" else {},
        "says": {
            "lane": {
                "label": _("Jabatan pelaksana"),
                "description": _("Siapa yang mengerjakan langkah pada lajur ini."),
            },
            "form": {"label": _("Formulir"), "description": _("Yang diisi pada langkah ini.")},
            "byName": _("Menurut nama lajurnya"),
            "none": _("Belum dipilih"),
        },
    }
    return jsonify(**opened(page), **facts)


@bp.post("/<key>/sunting/periksa")
@in_json
def check(key: str) -> ResponseReturnValue:
    """What the gate says of the diagram as it stands in the page."""
    page = runner().edit_diagram(key, by=current_actor())
    found = runner().check(typed(), file=f"{key}.bpmn", forms={}, agency=page.agency, by=current_actor())
    return jsonify(problems=told(found))


@bp.post("/<key>/sunting")
@in_json
def save(key: str) -> ResponseReturnValue:
    """The diagram is in the draft; or who changed it meanwhile, and in what."""
    try:
        draft = runner().save_diagram(key, typed(), seen=request.form.get("seen", ""), by=current_actor())
    except DraftChanged as changed:
        differences = runner().unsaved_differences(key, typed(), by=current_actor())
        return conflict(changed, runner().edit_diagram(key, by=current_actor()), differences)
    return saved(draft, runner().edit_diagram(key, by=current_actor()))


@cache
def _file_of_templates() -> list[dict[str, Any]]:
    folder = shipped_folder() / "bpmn" / ".camunda" / "element-templates"
    found: list[dict[str, Any]] = []
    for file in sorted(folder.glob("*.json")):
        found += json.loads(file.read_text(encoding="utf-8"))
    return found


def _templates() -> list[dict[str, Any]]:
    """The element templates, everything that a person reads of them in the reader's language."""
    return [_in_words(template) for template in _file_of_templates()]


def _in_words(part: Any) -> Any:
    """The same, with labels, hints and complaints translated."""
    if isinstance(part, list):
        return [_in_words(each) for each in part]
    if not isinstance(part, dict):
        return part
    read = ("label", "description", "message")
    return {name: _(held) if name in read and held else _in_words(held) for name, held in part.items()}
