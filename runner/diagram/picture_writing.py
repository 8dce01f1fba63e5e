"""A picture written into a diagram file.

Promise: outside the picture (BPMNDiagram) not one byte changes; ids and colours of the old picture stay.
Never: a symbol, a name, a property.
"""

from __future__ import annotations

import codecs
import re
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from runner.diagram.xml import BPMN, BPMNDI, DC, DI, decode, local, parse
from runner.layout.nouns import Box, Picture

_B: Final = f"{{{BPMN}}}"
_P: Final = f"{{{BPMNDI}}}"
_LYING: Final = frozenset({"lane", "participant"})
#: What a picture says itself; every other attribute of the old one is kept.
_OURS: Final = frozenset({"bpmnElement", "id", "isHorizontal", "isMarkerVisible", "isExpanded"})
_MARKUP: Final = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?P<close>/?)(?P<name>[\w:.-]+)"
    r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?P<empty>/?)>",
    re.DOTALL,
)
_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,60})[\"']")


def with_picture(content: bytes, picture: Picture, *, file: str) -> bytes:
    """The file with this picture instead of its own.

    Raises DiagramRefused if the file cannot be read.
    """
    root = parse(content, file=file)
    text = decode(content, file=file)
    mark, codec = _spelling(content)
    newline = "\r\n" if "\r\n" in text else "\n"
    spans, end = _diagrams(text)
    drawn = newline.join(_Writer(root, picture).lines())
    if spans:
        start, stop = spans[0]
        for later, until in reversed(spans[1:]):
            text = text[: len(text[:later].rstrip())] + text[until:]
        text = text[:start] + drawn.lstrip() + text[stop:]
    else:
        text = text[:end].rstrip(" ") + drawn + newline + text[end:]
    return mark + text.encode(codec)


def _diagrams(text: str) -> tuple[list[tuple[int, int]], int]:
    """Where the pictures begin and end, and where the last closing tag begins."""
    spans: list[tuple[int, int]] = []
    begun = end = len(text)
    for found in _MARKUP.finditer(text):
        if found["name"] is None:
            continue
        if found["close"]:
            end = found.start()
        if found["name"].rpartition(":")[2] != "BPMNDiagram":
            continue
        if not found["close"]:
            begun = found.start()
        if found["close"] or found["empty"]:
            spans.append((begun, found.end()))
    return spans, end


def _spelling(content: bytes) -> tuple[bytes, str]:
    """The byte order mark of the file and the codec of what follows."""
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return mark, codec
    if content[:4].count(0) == 2:
        return b"", "utf-16-be" if content[0] == 0 else "utf-16-le"
    declared = _ENCODING.match(content)
    return b"", declared.group(1).decode("ascii") if declared else "utf-8"


class _Writer:
    """Writes the shapes and edges of one picture, in the order of the elements of the file."""

    def __init__(self, root: etree._Element, picture: Picture) -> None:
        self.root, self.picture = root, picture
        self.prefixes = {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
        self.missing: list[tuple[str, str]] = []
        self.names = {
            uri: self._prefix(uri, usual) for uri, usual in ((BPMNDI, "bpmndi"), (DC, "dc"), (DI, "di"))
        }
        self.old = {
            local(figure.get("bpmnElement")): figure
            for plane in root.iter(f"{_P}BPMNPlane")
            for figure in plane
        }
        self.elements = {
            element.get("id") or "": element
            for element in root.iter(etree.Element)
            if str(element.tag).startswith(_B)
        }
        self.taken = {
            element.get("id") or ""
            for element in root.iter(etree.Element)
            if not str(element.tag).startswith(_P)
        }

    def lines(self) -> list[str]:
        """The lines of the BPMNDiagram element."""
        p = self.names[BPMNDI]
        process = next((key for key, element in self.elements.items() if element.tag == f"{_B}process"), "")
        plane = next(
            (key for key, element in self.elements.items() if element.tag == f"{_B}collaboration"), process
        )
        declared = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in self.missing)
        drawn = [f"  <{p}:BPMNDiagram{declared}{self._id('BPMNDiagram', plane)}>"]
        drawn.append(f"    <{p}:BPMNPlane{self._id('BPMNPlane', plane)} bpmnElement={quoteattr(plane)}>")
        for key in self._ordered(self.picture.boxes):
            drawn += self._shape(key, self.picture.boxes[key])
        for key in self._ordered(self.picture.lines):
            drawn += self._edge(key)
        return [*drawn, f"    </{p}:BPMNPlane>", f"  </{p}:BPMNDiagram>"]

    def _ordered(self, keys: object) -> list[str]:
        wanted = set(keys)  # type: ignore[call-overload]
        return [key for key in self.elements if key in wanted]

    def _prefix(self, uri: str, usual: str) -> str:
        if uri not in self.prefixes:
            self.missing.append((usual, uri))
        return self.prefixes.get(uri, usual)

    def _id(self, kind: str, plane: str) -> str:
        old = next(self.root.iter(f"{_P}{kind}"), None)
        key = (old.get("id") if old is not None else None) or f"{kind}_{plane}"
        return f" id={quoteattr(key)}"

    def _shape(self, key: str, box: Box) -> list[str]:
        p, kind = self.names[BPMNDI], self.elements[key].tag[len(_B) :]
        more = ' isHorizontal="true"' if kind in _LYING else ""
        if kind == "exclusiveGateway":
            more = ' isMarkerVisible="true"'
        if key in self.picture.expanded:
            more = ' isExpanded="true"'
        head = f"      <{p}:BPMNShape{self._identity(key)}{more}{self._kept(key)}>"
        return [head, f"        {self._bounds(box)}", *self._label(key), f"      </{p}:BPMNShape>"]

    def _edge(self, key: str) -> list[str]:
        p, d = self.names[BPMNDI], self.names[DI]
        points = [f'        <{d}:waypoint x="{x}" y="{y}" />' for x, y in self.picture.lines[key]]
        head = f"      <{p}:BPMNEdge{self._identity(key)}{self._kept(key)}>"
        return [head, *points, *self._label(key), f"      </{p}:BPMNEdge>"]

    def _identity(self, key: str) -> str:
        old = self.old.get(key)
        shown = old.get("id") if old is not None else None
        if not shown:
            shown = f"{key}_di"
            while shown in self.taken:
                shown += "_"
        self.taken.add(shown)
        return f" id={quoteattr(shown)} bpmnElement={quoteattr(key)}"

    def _kept(self, key: str) -> str:
        """Colours and whatever else the old shape or edge carried."""
        old = self.old.get(key)
        if old is None:
            return ""
        kept = ""
        for name, value in old.attrib.items():
            uri, _, plain = (
                str(name)[1:].rpartition("}") if str(name).startswith("{") else ("", "", str(name))
            )
            if uri in self.prefixes:
                kept += f" {self.prefixes[uri]}:{plain}={quoteattr(str(value))}"
            elif not uri and plain not in _OURS and not plain.endswith("Element"):
                kept += f" {plain}={quoteattr(str(value))}"
        return kept

    def _label(self, key: str) -> list[str]:
        if key not in self.picture.labels:
            return []
        p = self.names[BPMNDI]
        place = self._bounds(self.picture.labels[key])
        return [f"        <{p}:BPMNLabel>", f"          {place}", f"        </{p}:BPMNLabel>"]

    def _bounds(self, box: Box) -> str:
        c = self.names[DC]
        return f'<{c}:Bounds x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" />'
