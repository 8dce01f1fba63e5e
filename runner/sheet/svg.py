"""A page as SVG, with presentation attributes only, as the content security policy of the pages asks for.

Promise: the same page gives the same bytes; every text is escaped, and as wide as it was measured.
Never: a style, a script, a link.
"""

from __future__ import annotations

from html import escape
from typing import Final

from runner.sheet.marks import Fill, Mark, Page, Path, Point, Rule, Shape, Text
from runner.sheet.outlines import ARROW_HEAD, INK, PAPER, SHADE, STROKE, arrow_head, corners, shortened

#: What a browser sets the sheet in; the first is the font that was measured.
FAMILY: Final = (
    "'Alur Lembar', 'IBM Plex Sans Condensed', 'Arial Narrow', 'Roboto Condensed', Arial, sans-serif"
)


def svg(page: Page, *, title: str) -> str:
    """The page as one SVG element, named by ``title`` for those who do not see it."""
    ordered = sorted(page.marks, key=lambda mark: _LAYERS.index(type(mark)))
    body = "".join(map(_mark, ordered))
    size = f"{_n(page.width)} {_n(page.height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{_n(page.width)}pt" '
        f'height="{_n(page.height)}pt" class="sheet-page" role="img" aria-label="{escape(title)}" '
        f'font-family="{FAMILY}" fill="{INK}">'
        f'<rect width="{_n(page.width)}" height="{_n(page.height)}" fill="{PAPER}"/>{body}</svg>'
    )


_LAYERS: Final = (Fill, Rule, Path, Shape, Text)


def _mark(mark: Mark) -> str:
    if isinstance(mark, Text):
        weight = ' font-weight="700"' if mark.bold else ""
        return (
            f'<text x="{_n(mark.x)}" y="{_n(mark.y)}" font-size="{_n(mark.size)}"{weight} '
            f'textLength="{_n(mark.width)}" lengthAdjust="spacingAndGlyphs">{escape(mark.text)}</text>'
        )
    if isinstance(mark, Rule):
        (x1, y1), (x2, y2) = mark.start, mark.end
        return (
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{INK}" '
            f'stroke-width="{_n(mark.weight)}" stroke-linecap="square"/>'
        )
    if isinstance(mark, Fill):
        return (
            f'<rect x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(mark.width)}" '
            f'height="{_n(mark.height)}" fill="{SHADE}"/>'
        )
    if isinstance(mark, Shape):
        return _shape(mark)
    line = mark.stroke if mark.joins else shortened(mark.points, ARROW_HEAD)
    head = "" if mark.joins else f'<polygon points="{_points(arrow_head(mark.points))}"/>'
    return f'<polyline points="{_points(line)}" fill="none" stroke="{INK}" stroke-width="{STROKE}"/>{head}'


def _shape(shape: Shape) -> str:
    look = f'fill="{PAPER}" stroke="{INK}" stroke-width="{STROKE}"'
    return f'<polygon points="{_points(corners(shape))}" {look} stroke-linejoin="round"/>'


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float) -> str:
    """A number as short as a hundredth of a point allows."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
