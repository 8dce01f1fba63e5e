"""Upload: diagrams with their forms, one by one or as a zip, to drafts or straight to revisions.

Promise: all or nothing; what was refused stays in the page, files and words, so that nothing has to be chosen
again. Never: a file kept on the server before it is a draft.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import (
    AgencyCode,
    DiagramRefused,
    DraftChanged,
    FourEyes,
    NotAllowed,
    NothingToPublish,
    Problem,
    TextRefused,
    UploadRefused,
)
from webui import texts
from webui.login import current_actor, resumes, runner
from webui.revisions import carrying, in_force
from webui.revisions.blueprint import bp
from webui.revisions.carrying import Held
from webui.revisions.telling import tell_published

resumes("revisions.upload", at="revisions.uploading")


@bp.get("/unggah")
def uploading() -> str:
    """Choose files, the agency, and what becomes of them."""
    return _page(())


@bp.post("/unggah")
def upload() -> ResponseReturnValue:
    """All files are drafts, or all are published, or nothing of them is kept."""
    held, lost = carrying.files()
    if lost:
        names = ", ".join(lost)
        wrong = _("Terlalu besar untuk diunggah sekaligus. Unggah terpisah: %(names)s", names=names)
        return _page(held, wrong=wrong), 422
    if not held:
        return _page((), wrong=_("Pilih berkasnya dahulu.")), 422
    agency = AgencyCode(request.form.get("instansi", ""))
    files = [(one.name, one.content) for one in held]
    try:
        if request.form.get("tujuan") == "terbitkan":
            return _publish(files, agency)
        saved = runner().draft_upload(files, agency=agency, by=current_actor(), after=carrying.replaced())
    except DiagramRefused as refused:
        return _page(held, wrong=texts.explain(refused).text, problems=refused.problems), 422
    except in_force.DayRefused as refused:
        return _page(held, wrong=refused.said), 422
    except DraftChanged as changed:
        return _page(held, wrong=texts.explain(changed).text, other=changed), 422
    except (UploadRefused, TextRefused, FourEyes, NothingToPublish) as refused:
        return _page(held, wrong=texts.explain(refused).text), 422
    except NotAllowed as refused:  # in this agency, maybe not in the next one that is chosen
        said = texts.explain(refused)
        return _page(held, wrong=said.text), said.status
    texts.tell(
        _("Konsep disimpan. Periksa masalahnya di bawah, lalu terbitkan.")
        if len(saved) == 1
        else _("%(num)s konsep disimpan.", num=len(saved))
    )
    if len(saved) == 1:
        return redirect(url_for("revisions.draft", key=saved[0].key))
    return redirect(url_for("revisions.drafts"))


def _publish(files: Sequence[tuple[str, bytes]], agency: AgencyCode) -> ResponseReturnValue:
    zone = next((office.zone for office in carrying.offices() if office.code == agency), "")
    done = runner().publish_upload(
        files,
        agency=agency,
        by=current_actor(),
        note=request.form.get("catatan", ""),
        effective_from=in_force.wanted(zone),
        accept_unproven=request.form.get("alasan_bukti", ""),
    )
    made = [one for one in done if not isinstance(one, NothingToPublish)]
    if not made:
        same = next(one for one in done if isinstance(one, NothingToPublish))
        raise same
    tell_published(made, zone)
    if len(made) == 1:
        return redirect(url_for("revisions.desk", key=made[0].key))
    return redirect(url_for("catalogue.index"))


def _page(
    held: Sequence[Held],
    *,
    wrong: str = "",
    problems: tuple[Problem, ...] = (),
    other: DraftChanged | None = None,
) -> str:
    return render_template(
        "revisions/upload.html",
        held=held,
        offices=carrying.offices(),
        wrong=wrong,
        problems=problems,
        other=other,
        today=in_force.today(""),
    )
