"""The inbox: tasks I hold, tasks of my positions, tasks I have done.

Promise: one page of thirty by cursor, never a count. Never: a rule about who may see or take what.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webui.login import current_actor, runner

bp = Blueprint("inbox", __name__)

#: Path of a tab -> view of the runner.
TABS = {"saya": "mine", "jabatan": "positions", "selesai": "done"}


@bp.get("/")
def home() -> ResponseReturnValue:
    return redirect(url_for("inbox.show"))


@bp.get("/kotak-masuk", defaults={"tab": "saya"})
@bp.get("/kotak-masuk/<any(jabatan, selesai):tab>")
def show(tab: str) -> str:
    """One page of one tab."""
    after = request.args.get("setelah") or None
    page = runner().inbox(by=current_actor(), view=TABS[tab], after=after)
    return render_template("inbox/show.html", tab=tab, page=page, first=after is None)
