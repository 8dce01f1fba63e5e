"""Bytes become an XML tree, at the cost of reading them once.

Promise: whatever the bytes are, there is a tree or a DiagramRefused that names the line.
Never: a DOCTYPE, an entity, a fetch, a guess at the encoding.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, cast

from lxml import etree

from runner.diagram.texts import stated
from runner.errors import DiagramRefused

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
XINCLUDE: Final = "http://www.w3.org/2001/XInclude"
CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"

LARGEST_FILE: Final = 2 * 1024 * 1024
#: Marks ("<") in a file; a diagram of 300 steps with its drawing has about 9,000.
MOST_MARKS: Final = 40_000
DEEPEST: Final = 48

_DECLARATION = re.compile(
    r"<\?xml\s+version\s*=\s*([\"'])1\.[01]\1"
    r"(?:\s+encoding\s*=\s*([\"'])(?P<encoding>[A-Za-z][A-Za-z0-9._:-]*)\2)?"
    r"(?:\s+standalone\s*=\s*([\"'])(?:yes|no)\4)?\s*\?>"
)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,60})[\"']")
_UTF_16 = {"utf-16": "", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "ucs-2": "", "unicode": ""}
_SINGLE_BYTE = re.compile(r"iso[-_]?8859[-_](?:[1-9]|1[0-6])")
_ALIASES = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "latin1": "iso-8859-1",
    "latin-1": "iso-8859-1",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
}
_SYNTAX_CODES = {
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "xml.entity",
    etree.ErrorTypes.WAR_UNDECLARED_ENTITY: "xml.entity",
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY: "xml.not_xml",
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: "xml.truncated",
    etree.ErrorTypes.ERR_COMMENT_NOT_FINISHED: "xml.truncated",
    etree.ErrorTypes.ERR_CDATA_NOT_FINISHED: "xml.truncated",
    etree.ErrorTypes.ERR_GT_REQUIRED: "xml.truncated",
    etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE: "xml.prefix",
}


def parse(content: bytes, *, file: str) -> etree._Element:
    """The root element of a BPMN file; comments and processing instructions are gone.

    Raises DiagramRefused with one problem.
    """
    text = decode(content, file=file)
    if text.count("<") > MOST_MARKS:
        raise _refused("xml.too_many_elements", file=file, limit=MOST_MARKS)
    body = _without_declaration(text, file=file)
    _refuse_prolog(body, file=file)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(body.encode("utf-8"), parser)
    except etree.XMLSyntaxError as broken:
        raise _refused_syntax(broken, whole=body.rstrip().endswith(">"), file=file) from None
    deepest = _deeper_than(root, DEEPEST)
    if deepest is not None:
        raise _refused("xml.too_deep", file=file, line=line_of(deepest), limit=DEEPEST)
    included = next(root.iter(f"{{{XINCLUDE}}}*"), None)
    if included is not None:
        raise _refused("xml.include", file=file, line=line_of(included))
    if root.tag != f"{{{BPMN}}}definitions":
        raise _refused("xml.not_bpmn", file=file, line=line_of(root), root=etree.QName(root).localname)
    return root


def line_of(element: etree._Element) -> int:
    """The line on which the start tag of the element closes."""
    return cast("int | None", element.sourceline) or 1


def local(reference: str | None) -> str:
    """A reference without the prefix of its namespace."""
    return (reference or "").strip().rpartition(":")[2]


def words(value: str | None) -> str:
    """A name on one line."""
    return " ".join((value or "").split())


def text_of(element: etree._Element) -> str:
    """All text inside an element."""
    return "".join(str(part) for part in element.itertext())


def decode(content: bytes, *, file: str) -> str:
    """The text of a file, by its byte order mark or its declaration. Raises DiagramRefused."""
    if not content.strip(b" \t\r\n\0"):
        raise _refused("xml.empty", file=file)
    if len(content) > LARGEST_FILE:
        raise _refused("xml.too_large", file=file, size=len(content), limit=LARGEST_FILE)
    codec, body = _codec(content, file=file)
    try:
        return body.decode(codec)
    except UnicodeDecodeError as broken:
        wide = 2 if codec.startswith("utf-16") else 1
        newline = "\n".encode(codec)
        line = body[: broken.start - broken.start % wide].count(newline) + 1
        raise _refused("xml.encoding_broken", file=file, line=line, encoding=codec) from None


def _codec(content: bytes, *, file: str) -> tuple[str, bytes]:
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _refused("xml.encoding_unknown", file=file, line=1, encoding="UTF-32")
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8", content[3:]
    if content.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le", content[2:]
    if content.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be", content[2:]
    if content.startswith(b"<\0"):
        return "utf-16-le", content
    if content.startswith(b"\0<"):
        return "utf-16-be", content
    declared = _ENCODING.match(content)
    if declared is None:
        return "utf-8", content
    name = declared.group(1).decode("latin-1").lower()
    if name in _UTF_16:
        # bytes that begin as one-byte text are not UTF-16, whatever they say of themselves
        raise _refused("xml.encoding_broken", file=file, line=1, encoding=name)
    codec = _ALIASES.get(name, name if _SINGLE_BYTE.fullmatch(name) else "")
    try:
        codecs.lookup(codec)
    except LookupError:
        raise _refused("xml.encoding_unknown", file=file, line=1, encoding=name) from None
    return codec, content


def _without_declaration(text: str, *, file: str) -> str:
    """The text with the XML declaration blanked (its encoding no longer holds), lines kept."""
    if not re.match(r"<\?xml\s", text):
        return text
    declaration = _DECLARATION.match(text)
    if declaration is None:
        raise _refused("xml.malformed", file=file, line=1)
    return "\n" * declaration.group().count("\n") + text[declaration.end() :]


def _refuse_prolog(text: str, *, file: str) -> None:
    """Raise DiagramRefused if a DOCTYPE or a style sheet stands before the root element."""
    at = 0
    while True:
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
        if text.startswith("<!--", at):
            closing = "-->"
        elif text.startswith("<?xml-stylesheet", at):
            raise _refused("xml.stylesheet", file=file, line=text.count("\n", 0, at) + 1)
        elif text.startswith("<?", at):
            closing = "?>"
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            raise _refused("xml.doctype", file=file, line=text.count("\n", 0, at) + 1)
        else:
            return
        end = text.find(closing, at + 2)
        if end < 0:
            return
        at = end + len(closing)


def _refused_syntax(broken: etree.XMLSyntaxError, *, whole: bool, file: str) -> DiagramRefused:
    message = broken.msg or ""
    if "depth" in message:
        return _refused("xml.too_deep", file=file, line=broken.lineno, limit=DEEPEST)
    code = _SYNTAX_CODES.get(cast(int, getattr(broken, "code", 0)), "xml.malformed")
    if code == "xml.malformed" and not whole:
        code = "xml.truncated"
    return _refused(code, file=file, line=broken.lineno)


def _deeper_than(root: etree._Element, limit: int) -> etree._Element | None:
    layer: list[etree._Element] = [root]
    for _ in range(limit):
        layer = [child for element in layer for child in element]
        if not layer:
            return None
    return layer[0]


def _refused(code: str, *, file: str, line: int | None = None, **facts: object) -> DiagramRefused:
    return DiagramRefused([stated(code, facts, file=file, line=line)])
