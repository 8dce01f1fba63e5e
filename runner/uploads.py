"""Uploaded files become diagrams and forms, out of zip files too; and a revision's files become a zip.

Promise: everything that was uploaded is taken, or all of it is refused with the name of what stands in the
way. Never: a file written, a name trusted, more unpacked than a person would send.
"""

from __future__ import annotations

import io
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from runner import upload_texts as texts
from runner.errors import UploadRefused
from runner.model import FormId
from runner.revision import ORIGINAL

#: How much one upload may hold, unpacked.
MOST_FILES: Final = 300
MOST_MEBIBYTES: Final = 32

_FORM_ID: Final = re.compile(r"[A-Za-z_][\w.-]{0,119}", re.ASCII)
#: What file managers put into zip files of their own accord.
_LITTER: Final = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$)")
#: Zip files have no earlier moment; the same files give the same bytes.
_NO_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """What an upload holds: diagrams with the names of their files, in order, and forms by id."""

    diagrams: tuple[tuple[str, bytes], ...]
    forms: Mapping[FormId, bytes]


def unpacked(files: Sequence[tuple[str, bytes]]) -> Uploaded:
    """The diagrams (.bpmn, .xml) and forms (.form, .json) in these files and in zip files among them.

    A form goes by the id that it says, else by the name of its file. Raises UploadRefused.
    """
    diagrams: list[tuple[str, bytes]] = []
    forms: dict[FormId, bytes] = {}
    taken: dict[FormId, str] = {}
    for name, content in _all_files(files):
        ending = PurePosixPath(name).suffix.lower()
        if ending in (".bpmn", ".xml"):
            diagrams.append((name, content))
        elif ending in (".form", ".json"):
            id_ = _form_id(name, content)
            if id_ in forms and forms[id_] != content:
                raise UploadRefused(texts.form_twice(id_, taken[id_], name))
            forms[id_], taken[id_] = content, name
        elif PurePosixPath(name).name != ORIGINAL:  # what a revision was imported from comes with its zip
            raise UploadRefused(texts.unknown(name))
    if not diagrams and not forms:
        raise UploadRefused(texts.EMPTY)
    return Uploaded(diagrams=tuple(diagrams), forms=forms)


def foreign(files: Sequence[tuple[str, bytes]]) -> Uploaded:
    """The one diagram drawn elsewhere in these files, whatever it is called, and the forms beside it.

    Raises UploadRefused.
    """
    diagrams: list[tuple[str, bytes]] = []
    forms: dict[FormId, bytes] = {}
    for name, content in _all_files(files):
        if PurePosixPath(name).suffix.lower() in (".form", ".json"):
            forms[_form_id(name, content)] = content
        elif PurePosixPath(name).name != ORIGINAL:
            diagrams.append((name, content))
    if not diagrams:
        raise UploadRefused(texts.NO_DIAGRAM)
    if len(diagrams) > 1:
        raise UploadRefused(texts.several_diagrams([name for name, _ in diagrams]))
    return Uploaded(diagrams=tuple(diagrams), forms=forms)


def packed(files: Mapping[str, bytes]) -> bytes:
    """These files as a zip; the same files always give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _NO_MOMENT), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _all_files(files: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Every file by its name, those out of zip files too."""
    room, seen = MOST_MEBIBYTES * 2**20, set[str]()
    for given, content in files:
        inside = _unzipped(given, content, room) if given.lower().endswith(".zip") else [(given, content)]
        for name, held in inside:
            if PurePosixPath(name).suffix.lower() == ".zip":
                raise UploadRefused(texts.zip_in_zip(name))
            if name in seen:
                raise UploadRefused(texts.name_twice(name))
            seen.add(name)
            room -= len(held)
            if room < 0 or len(seen) > MOST_FILES:
                raise UploadRefused(texts.too_much(MOST_FILES, MOST_MEBIBYTES))
            yield name, held


def _unzipped(file: str, content: bytes, room: int) -> Iterator[tuple[str, bytes]]:
    """The files in a zip, read up to ``room`` bytes whatever it says of itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > 2 * MOST_FILES:
                raise UploadRefused(texts.too_much(MOST_FILES, MOST_MEBIBYTES))
            for entry in entries:
                if entry.is_dir() or _LITTER.search(entry.filename):
                    continue
                _require_plain(entry)
                with archive.open(entry) as packed_file:
                    held = packed_file.read(room + 1)
                room -= len(held)
                if room < 0:
                    raise UploadRefused(texts.too_much(MOST_FILES, MOST_MEBIBYTES))
                yield entry.filename, held
    except _UNREADABLE as unreadable:
        raise UploadRefused(texts.unreadable(file)) from unreadable


def _require_plain(entry: zipfile.ZipInfo) -> None:
    """Nothing, if it is an ordinary file inside the zip. Raises UploadRefused."""
    name = entry.filename
    if entry.flag_bits & 0x1:
        raise UploadRefused(texts.encrypted(name))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # no file manager packs otherwise, and LZMA takes the memory that a zip asks for
        raise UploadRefused(texts.packed_strangely(name))
    parts = re.split(r"[/\\]", name)
    strange = name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or not name.isprintable()
    if strange or stat.S_ISLNK(entry.external_attr >> 16):
        raise UploadRefused(texts.strange_name(name))


def _form_id(name: str, content: bytes) -> FormId:
    """The id by which a diagram names the form. Raises UploadRefused."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        said = None  # the gate says what is wrong with it
    id_ = said.get("id") if isinstance(said, dict) else None
    if not (isinstance(id_, str) and _FORM_ID.fullmatch(id_)):
        id_ = PurePosixPath(name).stem
    if not _FORM_ID.fullmatch(id_):
        raise UploadRefused(texts.form_name(name))
    return FormId(id_)
