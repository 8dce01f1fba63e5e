"""The form editor in the page: the forms of one SOP, edited as they will be published with it.

Promise: the preview is drawn by the very macros that staff will see, from the form as it stands in the page.
Never: a rule of forms, a change of any other SOP.
"""

from __future__ import annotations

from flask import g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from runner import FORM_KINDS, DraftChanged
from webui import moments
from webui.editor import words
from webui.editor.answers import bp, conflict, in_json, opened, place, saved, told, typed
from webui.login import current_actor, runner

#: What is typed into the preview comes under these names.
TYPED = "isian:"


@bp.get("/<key>/formulir")
def forms(key: str) -> ResponseReturnValue:
    """The forms of the SOP; ``?id=`` goes on to one, new or not."""
    wanted = request.args.get("id", "").strip()
    if wanted:
        return redirect(url_for("editor.form", key=key, form=wanted))
    return render_template("editor/forms.html", page=runner().edit_diagram(key, by=current_actor()))


@bp.get("/<key>/formulir/<form>")
def form(key: str, form: str) -> str:
    """The editor of one form."""
    page = runner().edit_form(key, form, by=current_actor())
    g.zone = page.zone
    return render_template("editor/form.html", page=page, form=form, place=place(key, form))


@bp.get("/<key>/formulir/<form>/isi")
@in_json
def form_content(key: str, form: str) -> ResponseReturnValue:
    """The form and the kinds of fields that may be put into it."""
    page = runner().edit_form(key, form, by=current_actor())
    said = words.FORM if moments.language() == "id" else {}
    return jsonify(**opened(page), kinds=sorted(FORM_KINDS), words=said)


@bp.post("/<key>/formulir/<form>/periksa")
@in_json
def form_check(key: str, form: str) -> ResponseReturnValue:
    """What is wrong with the form as it stands in the page, and how staff would see it."""
    page = runner().edit_form(key, form, by=current_actor())
    pairs = {
        name.removeprefix(TYPED): values for name, values in request.form.lists() if name.startswith(TYPED)
    }
    seen = runner().preview_form(
        typed(), file=f"{form}.form", pairs=pairs, agency=page.agency, by=current_actor()
    )
    preview = render_template("editor/preview.html", seen=seen)
    return jsonify(problems=told(seen.problems), preview=preview)


@bp.post("/<key>/formulir/<form>")
@in_json
def form_save(key: str, form: str) -> ResponseReturnValue:
    """The form is in the draft of the SOP; or who changed it meanwhile."""
    seen = request.form.get("seen", "")
    try:
        draft = runner().save_form(key, form, typed(), seen=seen, by=current_actor())
    except DraftChanged as changed:
        differences = runner().unsaved_differences(key, typed(), form=form, by=current_actor())
        return conflict(changed, runner().edit_form(key, form, by=current_actor()), differences)
    return saved(draft, runner().edit_form(key, form, by=current_actor()))
