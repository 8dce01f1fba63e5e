"""The printed sheet of an SOP: to look at, to print, to download as PDF.

Promise: page and PDF show the same sheet of the same revision.
Never: a drawing of its own; the runner draws.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask_babel import get_locale

from runner import DefinitionKey, Printed, print_sheet, sheet_font
from webui.login import current_actor, runner

bp = Blueprint("sheet", __name__)

PAPERS = ("a4", "f4")
_FONT_KEPT = 365 * 24 * 3600


@bp.get("/sop/<key>/lembar")
def show(key: str) -> str:
    """The sheet of the revision that ``?revisi=`` names (else the one in force), page by page."""
    number, printed = _printed(key)
    return render_template(
        "sheet/show.html",
        key=key,
        number=number,
        printed=printed,
        paper=_paper(),
        papers=PAPERS,
    )


@bp.get("/sop/<key>/lembar.pdf")
def pdf(key: str) -> Response:
    """The same sheet as a PDF file."""
    number, printed = _printed(key)
    response = Response(printed.pdf(), content_type="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{key}@{number}.pdf")
    return response


@bp.get("/huruf/lembar-<any(tegak, tebal):style>.ttf")
def font(style: str) -> Response:
    """The font in which sheets are measured, so that a browser sets them as they are printed."""
    response = Response(sheet_font(bold=style == "tebal"), content_type="font/ttf")
    response.headers["Cache-Control"] = f"private, max-age={_FONT_KEPT}, immutable"
    return response


def _printed(key: str) -> tuple[int, Printed]:
    asked = request.args.get("revisi", type=int)
    number = runner().definition(DefinitionKey(key), number=asked, by=current_actor()).number
    content = runner().diagram(DefinitionKey(key), number, by=current_actor())
    return number, print_sheet(content, file=f"{key}@{number}", language=_language(), paper=_paper())


def _paper() -> str:
    asked = request.args.get("kertas", PAPERS[0])
    return asked if asked in PAPERS else PAPERS[0]


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "id"
