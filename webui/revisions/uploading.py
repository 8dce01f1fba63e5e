"""Upload: diagrams with their forms, one by one or as a zip, to drafts or straight to revisions.

Promise: all or nothing; what was refused stays in the page, files and words, so that nothing has to be chosen
again. Never: a file kept on the server before it is a draft.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import (
    AgencyCode,
    DiagramRefused,
    DraftChanged,
    Duty,
    FourEyes,
    NothingToPublish,
    Problem,
    TextRefused,
    UploadRefused,
)
from webui import texts
from webui.login import current_actor, resumes, runner
from webui.revisions import in_force
from webui.revisions.blueprint import bp
from webui.revisions.telling import tell_published

#: What a page carries unpacks to this much at most, all files together.
_LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file that stays in the page: its name and its bytes, packed as text."""

    name: str
    content: bytes

    @property
    def packed(self) -> str:
        """The bytes as the page carries them."""
        return base64.b64encode(zlib.compress(self.content)).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An agency whose SOPs the reader may draft, and whether they may publish there."""

    code: AgencyCode
    name: str
    zone: str
    publishes: bool


resumes("revisions.upload", at="revisions.uploading")


@bp.get("/unggah")
def uploading() -> str:
    """Choose files, the agency, and what becomes of them."""
    return _page(())


@bp.post("/unggah")
def upload() -> ResponseReturnValue:
    """All files are drafts, or all are published, or nothing of them is kept."""
    held, lost = _held()
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
        saved = runner().draft_upload(files, agency=agency, by=current_actor(), after=_replaced())
    except DiagramRefused as refused:
        return _page(held, wrong=texts.explain(refused).text, problems=refused.problems), 422
    except in_force.DayRefused as refused:
        return _page(held, wrong=refused.said), 422
    except DraftChanged as changed:
        return _page(held, wrong=texts.explain(changed).text, other=changed), 422
    except (UploadRefused, TextRefused, FourEyes, NothingToPublish) as refused:
        return _page(held, wrong=texts.explain(refused).text), 422
    texts.tell(
        _("Konsep disimpan. Periksa masalahnya di bawah, lalu terbitkan.")
        if len(saved) == 1
        else _("%(num)s konsep disimpan.", num=len(saved))
    )
    if len(saved) == 1:
        return redirect(url_for("revisions.draft", key=saved[0].key))
    return redirect(url_for("revisions.drafts"))


def _publish(files: Sequence[tuple[str, bytes]], agency: AgencyCode) -> ResponseReturnValue:
    zone = next((office.zone for office in _offices() if office.code == agency), "")
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


def _held() -> tuple[list[Held], list[str]]:
    """What the page carried, short of what was let go, then what was chosen now; one file per name.

    Then the names of those for which there was no room.
    """
    found: dict[str, Held] = {}
    lost: list[str] = []
    let_go = set(request.form.getlist("lepas"))
    names, contents = request.form.getlist("nama"), request.form.getlist("isi")
    room = _LARGEST
    for name, packed in zip(names, contents, strict=False):
        content = None if name in let_go else _unpacked(packed, room)
        if content is not None and len(content) > room:
            lost.append(name)
        elif content is not None:
            room -= len(content)
            found[name] = Held(name=name, content=content)
    for file in request.files.getlist("berkas"):
        if file.filename:
            found[file.filename] = Held(name=file.filename, content=file.read())
    return list(found.values()), [name for name in lost if name not in found]


def _unpacked(packed: str, room: int) -> bytes | None:
    """What the page carried, a byte more than ``room`` of it at most; None if this page never packed it."""
    stream = zlib.decompressobj()
    try:
        content = stream.decompress(base64.b64decode(packed), room + 1)
    except (binascii.Error, zlib.error, ValueError):
        return None
    return content if stream.eof or len(content) > room else None


def _replaced() -> dict[str, int]:
    """The drafts of other people that the reader has seen and wants replaced, with their versions."""
    chosen = (value.rpartition(":") for value in request.form.getlist("ganti"))
    return {key: int(version) for key, _mark, version in chosen if version.isdecimal()}


def _offices() -> list[Office]:
    """The agencies in which the reader may draft, by name."""
    actor = current_actor()
    zones = {line.code: (line.name, line.zone) for line in runner().agencies(by=actor)}
    for line in runner().definitions(by=actor):
        zones.setdefault(line.agency, (line.agency_name, ""))
    return sorted(
        (
            Office(code=code, name=name, zone=zone, publishes=actor.has_duty(Duty.PUBLISHER, code))
            for code, (name, zone) in zones.items()
            if actor.has_duty(Duty.ANALYST, code) or actor.has_duty(Duty.PUBLISHER, code)
        ),
        key=lambda office: office.name,
    )


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
        offices=_offices(),
        wrong=wrong,
        problems=problems,
        other=other,
        today=in_force.today(""),
    )
