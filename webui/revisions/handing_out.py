"""Files of revisions and drafts as downloads, one by one or as a zip.

Promise: every file leaves byte for byte as it is kept, under a name that says what it is of; it is never
shown by the browser itself. Never: a file that was put together here, the zip around them apart.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from flask import Response

from runner import DIAGRAM, NotFound

#: A zip that holds the same files is the same zip.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def one(files: Mapping[str, bytes], name: str, *, stem: str) -> Response:
    """The file of this name. Raises NotFound."""
    if name not in files:
        raise NotFound("file", name)
    return _download(files[name], called(name, stem), "application/octet-stream")


def all_of(files: Mapping[str, bytes], *, stem: str) -> Response:
    """A zip of all of them, ready to be uploaded again."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(called(name, stem), _NO_TIME), files[name], zipfile.ZIP_DEFLATED)
    return _download(packed.getvalue(), f"{stem}.zip", "application/zip")


def called(name: str, stem: str) -> str:
    """How a kept file is called outside: the diagram by its SOP, forms by their id."""
    return f"{stem}.bpmn" if name == DIAGRAM else name


def _download(content: bytes, name: str, kind: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
