"""Import: a diagram drawn in another program becomes a draft, its questions answered in the page.

Promise: the file and every answer ride in the page, so that nothing has to be chosen or said again; what was
done to the diagram, and what of it is lost, stands there before anything is kept.
Never: a repair or an answer of its own; those are the runner's and the reader's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import (
    AgencyCode,
    DefinitionKey,
    DiagramRefused,
    DraftChanged,
    Imported,
    NotAllowed,
    UploadRefused,
    foreign,
)
from webui import form_fields, texts
from webui.login import current_actor, resumes, runner
from webui.revisions import carrying
from webui.revisions.blueprint import bp
from webui.revisions.carrying import Held

#: What stands before the id of a question in the name of its input.
ANSWER = "j."
SAVE = "simpan"

resumes("revisions.take_in", at="revisions.importing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What the page holds: the files, for which agency, and what was answered."""

    held: Sequence[Held]
    agency: AgencyCode
    answers: Mapping[str, str] = field(default_factory=dict)


@bp.get("/impor")
def importing() -> ResponseReturnValue:
    """Choose a file; after a login in between, the page as it was."""
    return _examined(_brought())


@bp.post("/impor")
def take_in() -> ResponseReturnValue:
    """File and answers are judged again; the draft is saved if that was asked for and nothing is open."""
    brought = _brought()
    if not brought.held:
        return _page(brought, wrong=_("Pilih berkasnya dahulu.")), 422
    if request.form.get("verba") != SAVE:
        return _examined(brought)
    try:
        taken = foreign([(one.name, one.content) for one in brought.held])
        ((name, content),) = taken.diagrams
        saved = runner().draft_import(
            content,
            file=name,
            agency=brought.agency,
            answers=brought.answers,
            by=current_actor(),
            forms=taken.forms,
            after=carrying.replaced(),
        )
    except DraftChanged as changed:
        return _examined(brought, wrong=texts.explain(changed).text, other=changed)
    except (UploadRefused, DiagramRefused, NotAllowed) as refused:
        return _examined(brought, wrong=texts.explain(refused).text)
    texts.tell(_("Diagram diimpor dan disimpan sebagai konsep; berkas aslinya ikut disimpan."))
    return redirect(url_for("revisions.draft", key=saved.key))


def _brought() -> Brought:
    """What came with the page, or the diagram of a draft that is to be imported."""
    pairs = form_fields.pairs()
    agency = AgencyCode((pairs.get("instansi") or [current_actor().agency or ""])[-1])
    key = (pairs.get("konsep") or [""])[-1]
    if key:
        draft = runner().draft(DefinitionKey(key), by=current_actor(), proof=False)
        return Brought(held=carrying.of_draft(draft), agency=draft.agency)
    held, _lost = carrying.files()
    chosen = {file.filename for file in request.files.getlist("berkas") if file.filename}
    forms_only = all(name.lower().endswith((".form", ".json")) for name in chosen)
    before = set(pairs.get("nama", ()))
    if chosen and not forms_only:
        held = [one for one in held if one.name in chosen]  # another diagram takes the place of the last
    answers = {
        name.removeprefix(ANSWER): values[-1] for name, values in pairs.items() if name.startswith(ANSWER)
    }
    if chosen and not forms_only and not chosen & before:
        answers = {}  # they were given about another diagram
    return Brought(held=held, agency=agency, answers=answers)


def _examined(brought: Brought, *, wrong: str = "", other: DraftChanged | None = None) -> ResponseReturnValue:
    """What would become of the file with these answers; refused where that cannot be said."""
    if not brought.held:
        return _page(brought)
    try:
        taken = foreign([(one.name, one.content) for one in brought.held])
        ((name, content),) = taken.diagrams
        found = runner().examine_import(
            content,
            file=name,
            agency=brought.agency,
            answers=brought.answers,
            by=current_actor(),
            forms=taken.forms,
        )
    except UploadRefused as refused:
        return _page(brought, wrong=texts.explain(refused).text), 422
    page = _page(brought, found=found, file=name, wrong=wrong, other=other)
    return page, 422 if wrong or found.result is None else 200


def _page(
    brought: Brought,
    *,
    found: Imported | None = None,
    file: str = "",
    wrong: str = "",
    other: DraftChanged | None = None,
) -> str:
    open_pool = [one for one in found.unanswered if one.code == "pool"] if found else []
    return render_template(
        "revisions/import.html",
        held=brought.held,
        agency=brought.agency,
        answered=bool(brought.answers.keys() - {"pool"}),
        offices=carrying.offices(),
        found=found,
        file=file,
        rooms=_rooms(found) if found and not open_pool else [],
        open_pool=open_pool[0] if open_pool else None,
        wrong=wrong,
        other=other,
        replaces=form_fields.pairs().get("ganti", ()),
    )


def _rooms(found: Imported) -> list[tuple[str, list[object]]]:
    """The questions by what they are about, in the order in which a diagram is read."""
    titles = {
        "sop": _("SOP"),
        "steps": _("Langkah dan kejadian"),
        "ways": _("Alur dan keputusan"),
        "people": _("Pelaksana"),
        "forms": _("Formulir"),
    }
    rooms: dict[str, list[object]] = {room: [] for room in titles}
    for question in found.questions:
        rooms[_ROOMS.get(question.code.partition(".")[0], "ways")].append(question)
    return [(titles[room], inside) for room, inside in rooms.items() if inside]


#: What a question is about, by the first part of its code; all others are about the ways through the diagram.
_ROOMS = {
    "pool": "sop",
    "key": "sop",
    "tasks": "steps",
    "subprocess": "steps",
    "loop": "steps",
    "start": "steps",
    "end": "steps",
    "between": "steps",
    "time": "steps",
    "boundary": "steps",
    "name": "steps",
    "lane": "people",
    "form": "forms",
}
