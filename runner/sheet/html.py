"""A sheet as one HTML file that stands alone: open it, print it.

Promise: it needs nothing else, and prints one page of the sheet per page of paper.
Never: a script; anything that the pages of Alur serve (they have a style sheet of their own).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from runner.sheet.marks import Page
from runner.sheet.nouns import Sheet
from runner.sheet.svg import svg

_STYLE: Final = (
    "body{{margin:0;background:#d5dae1}}"
    "svg{{display:block;margin:16px auto;max-width:100%;height:auto;box-shadow:0 1px 4px #0006}}"
    "@page{{size:{width}pt {height}pt;margin:0}}"
    "@media print{{body{{background:#fff}}svg{{margin:0;box-shadow:none;break-after:page;"
    "width:{width}pt;height:{height}pt}}svg:last-child{{break-after:auto}}}}"
)


def document(sheet: Sheet, pages: Sequence[Page], *, names: Sequence[str]) -> str:
    """The file; ``names`` say of each page which it is."""
    drawn = "".join(svg(page, title=name) for page, name in zip(pages, names, strict=True))
    style = _STYLE.format(
        width=f"{max(page.width for page in pages):.2f}", height=f"{max(page.height for page in pages):.2f}"
    )
    return (
        f'<!doctype html><html lang="{escape(sheet.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(sheet.title)}</title><style>{style}</style></head><body>{drawn}</body></html>"
    )
