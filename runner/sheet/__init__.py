"""The printed SOP AP form of a diagram: what stands on it, where, and as SVG.

Promise: the sheet says what the diagram says, word for word, and nothing that it leaves empty is filled in.
Never: a file, a font, a library that draws, a word about who holds a position.
"""

from __future__ import annotations

from runner.sheet.contents import sheet_of
from runner.sheet.html import document
from runner.sheet.marks import Capsule, Figure, Fill, Page, Path, Rule, Shape, Text
from runner.sheet.measuring import Face, Faces
from runner.sheet.nouns import Arrow, Row, Section, Sheet, Symbol
from runner.sheet.pages import lay_out
from runner.sheet.paper import A4, F4, LARGER, PAPERS, Paper
from runner.sheet.svg import svg

__all__ = [
    "A4",
    "F4",
    "LARGER",
    "PAPERS",
    "Arrow",
    "Capsule",
    "Face",
    "Faces",
    "Figure",
    "Fill",
    "Page",
    "Paper",
    "Path",
    "Row",
    "Rule",
    "Section",
    "Shape",
    "Sheet",
    "Symbol",
    "Text",
    "document",
    "lay_out",
    "sheet_of",
    "svg",
]
