"""Ids of process definitions: ``key:number:digest``, read and looked up."""

from __future__ import annotations

from typing import Final

from runner import Actor, NotFound, RevisionRecord
from webui.engine_rest import asked, shapes
from webui.login import runner

#: What stands for the digest in the id of a draft: people read it in Camunda Modeler's message.
DRAFT: Final = "konsep-belum-terbit"
#: A number of so many digits fits every column.
_DIGITS: Final = 9


def parts(id_: str) -> tuple[str, int, str]:
    """Key, number and digest of an id; no key if it has not the shape of one."""
    rest, _, digest = asked.plain(id_, "id").rpartition(":")
    key, _, number = rest.rpartition(":")
    if not (key and number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return "", 0, ""
    return key, int(number), digest


def revision(id_: str, *, by: Actor) -> RevisionRecord:
    """The revision that this id names. Raises NotFound."""
    key, number, _ = parts(id_)
    for record in runner().revision_records(by=by, key=key, number=number) if key else ():
        if shapes.definition_id(record.key, record.number, record.digest) == id_:
            return record
    raise NotFound("process definition", id_)


def sought(id_: str | None, key: str | None, *, by: Actor) -> tuple[str | None, int | None]:
    """Key and number that filters by id and by key ask for; an id that names nothing finds nothing."""
    if id_ is None:
        return key, None
    try:
        found = revision(id_, by=by)
    except NotFound:
        return "", 0
    return (found.key, found.number) if key in (None, found.key) else ("", 0)
