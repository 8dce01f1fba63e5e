"""Running cases in another revision: the report, the mapping of steps, the migration in portions.

Promise: nothing moves before its report was shown; what was chosen is there again after a refusal; the page
says without JavaScript what becomes of every case.
Never: a judgement about who may migrate, or which case can.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import CaseId, DefinitionKey, MigrationRefused, MigrationReport
from webui import texts
from webui.login import current_actor, runner

bp = Blueprint("migration", __name__, url_prefix="/sop")

#: Cases that one request moves: the page answers within seconds, and goes on when asked again.
PORTION = 250
#: Cases of one group that the page lists; a group moves whole all the same.
LISTED = 200
#: A step of the old revision in the address and in the form, before its id.
MAPPED = "peta."


@bp.get("/<key>/pindah")
def show(key: str) -> ResponseReturnValue:
    """What would become of every running case in revision ``?ke=`` (the one in force if none is named)."""
    return _page(key)


@bp.post("/<key>/pindah")
def migrate(key: str) -> ResponseReturnValue:
    """The chosen cases move, a portion at a time; then the report again with what is left."""
    mapping = _mapping(request.form)
    to = request.form.get("ke", type=int)
    groups, picked = set(request.form.getlist("kelompok")), set(request.form.getlist("berkas"))
    try:
        report = runner().migration_report(DefinitionKey(key), to=to, mapping=mapping, by=current_actor())
        cases = [
            case
            for group in report.groups
            if group.may_move
            for case in _chosen([one.case for one in group.cases], picked, whole=group.name in groups)
        ]
        if not cases:
            return _page(key, wrong=_("Pilih sedikitnya satu kelompok atau satu berkas."))
        done = runner().migrate(
            DefinitionKey(key),
            cases,
            to=report.to,
            mapping=mapping,
            note=request.form.get("catatan", ""),
            most=PORTION,
            by=current_actor(),
        )
    except MigrationRefused as refused:
        return _page(key, wrong=texts.explain(refused).text)
    said = _("%(count)s berkas dipindahkan ke revisi %(number)s.", count=len(done.moved), number=done.to)
    if done.left:
        said += " " + _("%(count)s berkas belum dicoba; tekan tombol sekali lagi.", count=done.left)
    if done.stayed:
        said += " " + _("%(count)s berkas tetap; sebabnya tertulis di bawah.", count=len(done.stayed))
    texts.tell(said, tone="warning" if done.stayed else "success")
    chosen: dict[str, Any] = {MAPPED + before: after for before, after in mapping.items()}
    return redirect(url_for("migration.show", key=key, ke=report.to, **chosen))


def _page(key: str, *, wrong: str = "") -> tuple[str, int]:
    asked = request.form if request.method == "POST" else request.args
    try:
        report = _report(key, asked.get("ke", type=int), _mapping(asked))
    except MigrationRefused as refused:
        # without the mapping that nobody can follow; it still says what was wrong
        wrong = texts.explain(refused).text
        report = _report(key, asked.get("ke", type=int), {})
    g.zone = report.zone
    page = render_template("migration/show.html", report=report, wrong=wrong, mapped=MAPPED, listed=LISTED)
    return page, 422 if wrong else 200


def _report(key: str, to: int | None, mapping: Mapping[str, str]) -> MigrationReport:
    return runner().migration_report(DefinitionKey(key), to=to, mapping=mapping, by=current_actor())


def _chosen(cases: list[CaseId], picked: set[str], *, whole: bool) -> list[CaseId]:
    """Those that were ticked one by one; the whole group only where none was."""
    return [case for case in cases if case in picked] or (cases if whole else [])


def _mapping(given: Mapping[str, str]) -> dict[str, str]:
    """The steps that somebody chose in place of others."""
    return {
        name.removeprefix(MAPPED): after for name, after in given.items() if name.startswith(MAPPED) and after
    }
