"""The sheet that shows an office how to type an SOP: filled in by an example, with a page of explanations.

Promise: ``alur draw`` draws the example as it stands.
Never: a real office's SOP.
"""

from __future__ import annotations

import io
from typing import Any, Final

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from runner.table_template_texts import COVER, EXECUTORS, EXPLANATIONS, STEPS

_THIN: Final = Side(style="thin", color="808080")
_FRAME: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD: Final = PatternFill("solid", fgColor="DDE6F0")
_WIDTHS: Final = {"No": 5, "Kegiatan": 44, "Kelengkapan": 24, "Waktu": 12, "Output": 24, "Keterangan": 20}
_QUALITY: Final = ("Kelengkapan", "Waktu", "Output")


def template() -> bytes:
    """The example as an .xlsx file."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "SOP"
    for row, (label, value) in enumerate(COVER, start=1):
        sheet.cell(row, 1, label).font = Font(bold=True)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        sheet.cell(row, 3, value).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=row, start_column=3, end_row=row, end_column=2 + len(EXECUTORS) + 4)
        sheet.row_dimensions[row].height = 15 * (1 + value.count("\n"))
    _headings(sheet, len(COVER) + 2)
    for at, step in enumerate(STEPS):
        for column, text in enumerate(step, start=1):
            cell = sheet.cell(len(COVER) + 4 + at, column, text)
            cell.border = _FRAME
            middle = 2 < column <= 2 + len(EXECUTORS)
            cell.alignment = Alignment(
                wrap_text=True, vertical="center", horizontal="center" if middle else None
            )
    sheet.freeze_panes = sheet.cell(len(COVER) + 4, 3)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = False  # as many pages as it needs
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _explain(book.create_sheet("Petunjuk"))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _headings(sheet: Any, row: int) -> None:
    """Two rows of headings, merged as offices print them."""
    upper = ["No", "Kegiatan", *["Pelaksana"] * len(EXECUTORS), *["Mutu Baku"] * 3, "Keterangan"]
    lower = ["", "", *EXECUTORS, *_QUALITY, ""]
    for column, (above, below) in enumerate(zip(upper, lower, strict=True), start=1):
        first = column == 1 or upper[column - 2] != above
        for at, text in ((row, above if first else None), (row + 1, below or None)):
            cell = sheet.cell(at, column, text)
            cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _FRAME
            cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        letter = sheet.cell(row, column).column_letter
        sheet.column_dimensions[letter].width = _WIDTHS.get(below or above, 14)
        if not below:
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column)
    for name in ("Pelaksana", "Mutu Baku"):
        left, right = upper.index(name) + 1, len(upper) - upper[::-1].index(name)
        sheet.merge_cells(start_row=row, start_column=left, end_row=row, end_column=right)


def _explain(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 110
    for row, (what, how) in enumerate(EXPLANATIONS, start=1):
        sheet.cell(row, 1, what).font = Font(bold=True)
        sheet.cell(row, 2, how).alignment = Alignment(wrap_text=True, vertical="top")
