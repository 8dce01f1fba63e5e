"""Cases: the list, one case with its diagram, timeline and step control, and its cancellation.

Promise: every recorded event can be walked through without JavaScript, with the same content as
with it; what was typed as a reason comes back when it is refused.
Never: a judgement about who may read or cancel; that is the runner's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import CaseId, CasePage, CaseStatus, Duty, Moment, NotAllowed, ReasonMissing
from webui import texts
from webui.login import current_actor, runner

bp = Blueprint("cases", __name__, url_prefix="/berkas")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A step at which the case stood, and for the how many-th time."""

    name: str
    lane: str
    lap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop of the step control: an event, the pass it belongs to, and where the case stood then."""

    number: int
    moment: Moment
    lap: int
    waiting: tuple[Waiting, ...]


@bp.get("")
def index() -> str:
    """One page of the cases that the reader may know of."""
    asked = {name: request.args.get(name, "").strip() or None for name in ("sop", "status", "setelah")}
    status = next((known for known in CaseStatus if known == asked["status"]), None)
    page = runner().cases(by=current_actor(), key=asked["sop"], status=status, after=asked["setelah"])
    definitions = runner().definitions(by=current_actor())
    audits = any(duty is Duty.AUDITOR for duty, _agency in current_actor().duties)
    return render_template("cases/index.html", page=page, asked=asked, definitions=definitions, audits=audits)


@bp.get("/<case_id>")
def show(case_id: str) -> str:
    """The case, with the event that ``?langkah=`` names (the last one if none) in the step control."""
    return _page(case_id)


@bp.post("/<case_id>/batalkan")
def cancel(case_id: str) -> ResponseReturnValue:
    """Stop the case for the reason given."""
    reason = request.form.get("alasan", "")
    try:
        runner().cancel(CaseId(case_id), reason, by=current_actor())
    except ReasonMissing as missing:
        try:
            return _page(case_id, refused=texts.explain(missing)), 422
        except NotAllowed:  # an administrator may cancel what they may not read
            raise missing from None
    texts.tell(_("Berkas sudah dibatalkan. Alasannya tercatat dalam riwayat."))
    # not to the case: whoever only started it has no part in it any more
    return redirect(url_for("cases.index"))


@bp.post("/<case_id>/kembalikan-revisi")
def undo_migration(case_id: str) -> ResponseReturnValue:
    """Take the last migration back; the page says where the case is then."""
    number = runner().undo_migration(
        CaseId(case_id), by=current_actor(), note=request.form.get("catatan", "")
    )
    texts.tell(_("Berkas kembali ke revisi %(number)s, seperti sebelum dipindahkan.", number=number))
    return redirect(url_for("cases.show", case_id=case_id))


def _page(case_id: str, refused: texts.Said | None = None) -> str:
    page = runner().case(CaseId(case_id), by=current_actor())
    head, stops = page.head, stops_of(page)
    asked = request.args.get("langkah", type=int) or len(stops)
    stop = stops[min(max(asked, 1), len(stops)) - 1]
    g.zone = head.zone
    # the diagram and the steps of the revision that the case was in at that event
    sop = runner().definition(head.key, number=stop.moment.revision, by=current_actor())
    return render_template(
        "cases/show.html",
        page=page,
        head=head,
        steps=sop.steps,
        stops=stops,
        stop=stop,
        refused=refused,
    )


def stops_of(page: CasePage) -> tuple[Stop, ...]:
    """Every event of the case with what the diagram of its revision shows at it, as text."""
    told = {revision.number: revision for revision in page.revisions}
    passes: Counter[str] = Counter()
    stops = []
    for number, moment in enumerate(page.moments, start=1):
        before = passes[moment.element] if moment.element else 0
        passes.update(moment.passed)
        names, lanes = told[moment.revision].names, told[moment.revision].lanes
        waiting = tuple(
            Waiting(name=names[token], lane=lanes.get(token, ""), lap=passes[token] + 1)
            for token in moment.tokens
            if token in names
        )
        stops.append(Stop(number=number, moment=moment, lap=before + 1, waiting=waiting))
    return tuple(stops)
