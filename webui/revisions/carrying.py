"""Files that stay in the page until they are taken in, and the agencies that could take them.

Promise: a refused file need not be chosen again; what a page carries is read as if it were new.
Never: a file kept on the server.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass

from flask import request

from runner import DIAGRAM, ORIGINAL, AgencyCode, DraftPage, Duty
from webui import form_fields
from webui.login import current_actor, runner

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


def files() -> tuple[list[Held], list[str]]:
    """What the page carried, short of what was let go, then what was chosen now; one file per name.

    Then the names of those for which there was no room.
    """
    found: dict[str, Held] = {}
    lost: list[str] = []
    pairs, room = form_fields.pairs(), _LARGEST
    let_go = set(pairs.get("lepas", ()))
    for name, packed in zip(pairs.get("nama", ()), pairs.get("isi", ()), strict=False):
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


def of_draft(draft: DraftPage) -> list[Held]:
    """What a draft was imported from, else its diagram, with its forms."""
    drawn = Held(name=f"{draft.key}.bpmn", content=draft.files.get(ORIGINAL) or draft.files[DIAGRAM])
    forms = [(name, content) for name, content in draft.files.items() if name.endswith(".form")]
    return [drawn, *(Held(name=name, content=content) for name, content in forms)]


def replaced() -> dict[str, int]:
    """The drafts of other people that the reader has seen and wants replaced, with their versions."""
    chosen = (value.rpartition(":") for value in form_fields.pairs().get("ganti", ()))
    return {key: int(version) for key, _mark, version in chosen if version.isdecimal() and len(version) < 10}


def offices() -> list[Office]:
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


def _unpacked(packed: str, room: int) -> bytes | None:
    """What the page carried, a byte more than ``room`` of it at most; None if this page never packed it."""
    stream = zlib.decompressobj()
    try:
        content = stream.decompress(base64.b64decode(packed), room + 1)
    except (binascii.Error, zlib.error, ValueError):
        return None
    return content if stream.eof or len(content) > room else None
