"""Files from which no SOP can be made: what they are, and how to come by a diagram from which it can.

Promise: a file of a known kind is called by what it is; others keep the words of the reader.
Never: a look beyond what is needed to know the kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from lxml import etree

from runner.diagram.xml import BPMN
from runner.importing.reason_texts import STRANGER_TEXTS, STRANGER_WAYS
from runner.model import Problem, Words

#: How much of a file is looked at.
_LOOK: Final = 4096
_ROOT: Final = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_PACKED: Final = {".vsdx": "visio", ".vsdm": "visio", ".docx": "office", ".xlsx": "office", ".bpm": "bizagi"}
_BEGINNINGS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF", "picture"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "packed"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
)
_ROOTS: Final = {
    "html": "page",
    "svg": "picture",
    "mxfile": "drawio",
    "mxgraphmodel": "drawio",
    "visiodocument": "visio",
    "aml": "aris",
    "adoxml": "adonis",
    "xmi": "uml",
    "epml": "epml",
    "businessprocessdiagram": "early",
    "process-definition": "engine",
}
_NAMESPACES: Final = (
    (b"omg.org/spec/cmmn", "cmmn"),
    (b"omg.org/spec/dmn", "dmn"),
    (b"wfmc.org/", "xpdl"),
    (b"wsbpel", "engine"),
    (b"/bpel", "engine"),
    (b"omg.org/spec/bpmn/2009", "early"),
    (b"bpmn.org/", "early"),
)


def named(problems: tuple[Problem, ...], content: bytes, *, file: str) -> tuple[Problem, ...]:
    """The problems of a file that cannot be read, or what it really is."""
    kind = _kind(content, file)
    if not kind:
        return tuple(
            replace(one, remedy=Words(*STRANGER_WAYS["bpmn"]))
            if one.code in ("xml.not_xml", "xml.not_bpmn")
            else one
            for one in problems
        )
    return (_problem(problems[0], kind),)


def stepless(problem: Problem, root: etree._Element) -> Problem:
    """The problem of a file without a step, told by what it holds instead."""
    if next(root.iter(f"{{{BPMN}}}choreography", f"{{{BPMN}}}globalChoreographyTask"), None) is not None:
        return _problem(problem, "choreography")
    if next(root.iter(f"{{{BPMN}}}participant", f"{{{BPMN}}}conversation"), None) is not None:
        return _problem(problem, "boxes")
    return problem


def unanswerable(most: int, *, file: str) -> Problem:
    """The problem of a drawing that raises more questions than anybody would answer."""
    return Problem(
        code="import.questions",
        what=Words(
            f"Gambar ini menimbulkan lebih dari {most} pertanyaan, terlalu banyak untuk dijawab.",
            f"This drawing raises more than {most} questions, too many to answer.",
        ),
        remedy=Words(
            "Lengkapi nama, gateway, dan lajurnya di program asalnya, atau bagi menjadi beberapa diagram.",
            "Complete names, gateways and lanes in its own program, or divide it into several diagrams.",
        ),
        file=file,
    )


def _problem(before: Problem, kind: str) -> Problem:
    what, way = STRANGER_TEXTS[kind]
    return replace(
        before, code=f"stranger.{kind}", what=Words(*what), remedy=Words(*STRANGER_WAYS[way]), line=None
    )


def _kind(content: bytes, file: str) -> str:
    head = content[:_LOOK].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    low = head.replace(b"\0", b"").lower()
    ending = file[file.rfind(".") :].lower() if "." in file else ""
    if head.startswith(b"PK\x03\x04"):
        inside: Callable[[bytes], bool] = content.__contains__
        found = "visio" if inside(b"visio/") else "office" if inside(b"word/") or inside(b"xl/") else "packed"
        return _PACKED.get(ending, found)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "visio" if ending in (".vsd", ".vss") else "office"
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if low.startswith((b"{", b"[")):
        return "signavio" if b'"stencil"' in low else "json"
    if low.startswith(b"<!doctype html"):
        return "page"
    root = _ROOT.search(low)
    if root is None or not low.startswith(b"<"):
        return ""
    for namespace, kind in _NAMESPACES:
        if namespace in low and BPMN.lower().encode() not in low:
            return kind
    return _ROOTS.get(root[1].decode("ascii", "replace"), "")
