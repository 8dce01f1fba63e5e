"""Sheets as files: the fonts are read here, and the PDF is written here.

Promise: a PDF says and shows what the pages of the sheet say; its fonts are inside, and the same sheet gives
the same bytes.
Never: a layout; that is the sheet's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

import fontpkg_ibm_plex_sans_condensed as plex

from runner import diagram as diagrams
from runner import sheet as sheets
from runner.sheet import Face, Faces, Fill, Page, Path, Rule, Shape, Sheet, Text
from runner.sheet.outlines import ARROW_HEAD, SHADE, STROKE, arrow_head, corners, shortened

if TYPE_CHECKING:
    from fpdf import FPDF

_FAMILY: Final = "Lembar"
_FILES: Final = {"": "IBMPlexSansCondensed-Regular.ttf", "B": "IBMPlexSansCondensed-Bold.ttf"}
#: A PDF must name a day; the sheet itself names the days that matter.
_NO_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A sheet with its pages; ``paper`` is larger than the one asked for where that was too small."""

    sheet: Sheet
    pages: tuple[Page, ...]

    @property
    def paper(self) -> str:
        """The name of the paper that the pages need."""
        width = max(page.width for page in self.pages)
        every = (*sheets.PAPERS.values(), *sheets.LARGER)
        return min(every, key=lambda paper: abs(paper.width - width)).name

    @property
    def title(self) -> str:
        """The name of the SOP."""
        return self.sheet.title

    @property
    def names(self) -> tuple[str, ...]:
        """What each page is called by those who do not see it."""
        return tuple(f"{self.sheet.title}, {page.number}/{page.total}" for page in self.pages)

    @property
    def drawings(self) -> tuple[str, ...]:
        """Each page as SVG."""
        pairs = zip(self.pages, self.names, strict=True)
        return tuple(sheets.svg(page, title=name) for page, name in pairs)

    def html(self) -> str:
        """The sheet as a file for a browser."""
        return sheets.document(self.sheet, self.pages, names=self.names)

    def pdf(self) -> bytes:
        """The sheet as a PDF file."""
        return _pdf(self)


def print_sheet(content: bytes, *, file: str, language: str = "id", paper: str = "a4") -> Printed:
    """The sheet of a diagram file on A4 or F4. Raises DiagramRefused if it cannot be read."""
    sheet = sheets.sheet_of(diagrams.read(content, file=file), language=language)
    return Printed(sheet=sheet, pages=sheets.lay_out(sheet, faces=faces(), paper=sheets.PAPERS[paper]))


def sheet_font(*, bold: bool) -> bytes:
    """The font file in which a sheet is measured and printed."""
    return (_folder() / _FILES["B" if bold else ""]).read_bytes()


@cache
def faces() -> Faces:
    """The advances of both fonts."""
    with _with_fonts() as pdf:
        regular, bold = (
            Face(advances={int(code): int(width) for code, width in font.cw.items()})
            for font in pdf.fonts.values()
        )
    return Faces(regular=regular, bold=bold)


def _folder() -> FilePath:
    return FilePath(plex.__file__).parent / "files"


@contextmanager
def _with_fonts() -> Iterator[FPDF]:
    """An empty PDF with both fonts, regular first; their files are closed afterwards."""
    # only here: whoever imports this module does not print yet
    from fpdf import FPDF
    from fpdf.fonts import TTFFont

    pdf = FPDF(unit="pt")
    try:
        for style, name in _FILES.items():
            pdf.add_font(_FAMILY, style, _folder() / name)
        yield pdf
    finally:
        for font in pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()


def _pdf(printed: Printed) -> bytes:
    with _with_fonts() as pdf:
        _fill(pdf, printed)
        return bytes(pdf.output())


def _fill(pdf: FPDF, printed: Printed) -> None:
    pdf.set_creation_date(_NO_DAY)
    pdf.set_title(printed.sheet.title)
    pdf.set_lang("en" if printed.sheet.language == "en" else "id")
    pdf.set_auto_page_break(auto=False)
    pdf.set_line_width(STROKE)
    for page in printed.pages:
        # the library turns a size round when it is told an orientation; the size alone says it all
        pdf.add_page(format=(page.width, page.height), orientation="portrait")
        for mark in sorted(page.marks, key=lambda mark: _LAYERS.index(type(mark))):
            _draw(pdf, mark)


_LAYERS: Final = (Fill, Rule, Path, Shape, Text)


def _draw(pdf: FPDF, mark: sheets.Text | Rule | Fill | Shape | Path) -> None:
    if isinstance(mark, Text):
        pdf.set_font(_FAMILY, "B" if mark.bold else "", mark.size)
        pdf.text(mark.x, mark.y, mark.text)
    elif isinstance(mark, Rule):
        pdf.set_line_width(mark.weight)
        pdf.line(*mark.start, *mark.end)
    elif isinstance(mark, Fill):
        pdf.set_fill_color(SHADE)
        pdf.rect(mark.x, mark.y, mark.width, mark.height, style="F")
    elif isinstance(mark, Shape):
        pdf.set_line_width(STROKE)
        pdf.set_fill_color(255)
        pdf.polygon(list(corners(mark)), style="DF")
    else:
        pdf.set_line_width(STROKE)
        if mark.joins:
            pdf.polyline(list(mark.stroke))
            return
        pdf.polyline(list(shortened(mark.points, ARROW_HEAD)))
        pdf.set_fill_color(0)
        pdf.polygon(list(arrow_head(mark.points)), style="F")
