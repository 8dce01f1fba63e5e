"""What both editors answer their scripts: a file to edit, its problems, a save, a conflict, a refusal.

Promise: the gate's own words, in the reader's language. Never: a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from runner import AlurError, Difference, DraftChanged, DraftPage, EditorPage, Problem
from webui import moments, texts
from webui.login import current_actor

bp = Blueprint("editor", __name__, url_prefix="/sop")
View = Callable[..., ResponseReturnValue]


def in_json(view: View) -> View:
    """A refusal is told to the script of the page, not as a page of its own."""

    @wraps(view)
    def told(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        try:
            return view(*args, **kwargs)
        except AlurError as refused:
            said = texts.explain(refused)
            return jsonify(title=said.title, text=said.text), said.status

    return told


def typed() -> bytes:
    """What the editor sent, as the bytes of a file."""
    return request.form.get("text", "").encode("utf-8", errors="replace")


def place(*names: str) -> str:
    """Where a browser keeps unsaved work: nobody else's, and of this file alone."""
    return ":".join(("alur", current_actor().id, *names))


def opened(page: EditorPage) -> dict[str, object]:
    """What both editors need of a file."""
    return {
        "text": page.text,
        "seen": page.seen,
        "version": page.version,
        "forms": page.forms,
        "used": page.used,
        "csrf": generate_csrf(),
    }


def told(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """The gate's own words, each with the element that it is about."""
    language = moments.language()
    return [
        {
            "element": problem.element,
            "name": problem.name or problem.element,
            "text": f"{problem.what.in_(language)} {problem.remedy.in_(language)}".strip(),
            "severity": problem.severity.value,
        }
        for problem in problems
    ]


def saved(draft: DraftPage, page: EditorPage) -> Response:
    """The answer to a save."""
    g.zone = draft.zone
    return jsonify(
        version=draft.version,
        seen=page.seen,
        saved=moments.moment(draft.saved_at),
        problems=told(draft.problems),
    )


def conflict(
    changed: DraftChanged, page: EditorPage, differences: Sequence[Difference]
) -> ResponseReturnValue:
    """Who was first, what differs, and the mark with which a second save would replace theirs."""
    g.zone = page.zone
    when = moments.moment(changed.at) if changed.at else ""
    if changed.version:
        text = _("%(by)s menyimpan konsep ini pada %(when)s.", by=changed.by or _("Seseorang"), when=when)
    else:
        text = _("Konsep yang Anda buka sudah diterbitkan atau dibuang.")
    language = moments.language()
    return jsonify(
        title=_("Belum tersimpan"),
        text=text,
        seen=page.seen,
        differences=[difference.sentence(language) for difference in differences],
    ), 409
