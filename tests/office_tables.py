"""SOP tables as offices send them: a spreadsheet with merged headings, a CSV, a document with broken pages.

Made of the printed facts that tests/sops keeps, so that what is drawn can be compared word for word.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl

LABELS = {
    "instansi": "Instansi",
    "namaSop": "Nama SOP",
    "nomorSop": "Nomor SOP",
    "tanggalPembuatan": "Tgl. Pembuatan",
    "tanggalRevisi": "Tgl. Revisi",
    "tanggalEfektif": "Tgl. Efektif",
    "tanggalPengesahan": "Tgl. Pengesahan",
    "disahkanOleh": "Disahkan Oleh",
    "dasarHukum": "Dasar Hukum",
    "kualifikasiPelaksana": "Kualifikasi Pelaksana",
    "keterkaitan": "Keterkaitan",
    "peralatan": "Peralatan/Perlengkapan",
    "peringatan": "Peringatan",
    "pencatatan": "Pencatatan dan Pendataan",
}
QUALITY = ("Kelengkapan", "Waktu", "Output")


def cover(fact: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Labels and values of the printed cover."""
    return [(label, fact["cover"][name]) for name, label in LABELS.items() if name in fact["cover"]]


def rows(fact: Mapping[str, Any], marks: Mapping[str, str]) -> list[list[str]]:
    """The rows of the table; ``marks`` are those steps that do not just have a box."""
    return [
        [
            step["langkah"],
            step["activity"],
            *[marks.get(step["langkah"], "x") if lane == step["lane"] else "" for lane in fact["lanes"]],
            step.get("kelengkapan", ""),
            step.get("waktuTercetak", ""),
            step.get("output", ""),
            step.get("keterangan", ""),
        ]
        for step in fact["steps"]
    ]


def spreadsheet(
    path: Path, fact: Mapping[str, Any], table: Sequence[Sequence[str]], lanes: Sequence[str]
) -> None:
    """An .xlsx with two merged rows of headings under the cover."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for label, value in cover(fact):
        sheet.append([label, ":", value])
    sheet.append([])
    top = sheet.max_row + 2
    count = len(lanes)
    for column, text in (
        (1, "NO"),
        (2, "KEGIATAN"),
        (3, "PELAKSANA"),
        (3 + count, "MUTU BAKU"),
        (6 + count, "KET"),
    ):
        sheet.cell(top, column, text)
    for column, text in enumerate((*lanes, *QUALITY), start=3):
        sheet.cell(top + 1, column, text)
    for first, last in ((3, 2 + count), (3 + count, 5 + count)):
        sheet.merge_cells(start_row=top, start_column=first, end_row=top, end_column=last)
    for column in (1, 2, 6 + count):
        sheet.merge_cells(start_row=top, start_column=column, end_row=top + 1, end_column=column)
    for at, row in enumerate(table):
        for column, text in enumerate(row, start=1):
            sheet.cell(top + 2 + at, column, int(text) if text.isdigit() else text or None)
    book.save(path)


def comma_separated(
    path: Path, fact: Mapping[str, Any], table: Sequence[Sequence[str]], lanes: Sequence[str]
) -> None:
    """A .csv as an Indonesian spreadsheet writes it: semicolons, a byte order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows(cover(fact))
        writer.writerow([])
        writer.writerow(["No", "Uraian Kegiatan", *lanes, *QUALITY, "Keterangan"])
        writer.writerows(table)


def document(
    path: Path, fact: Mapping[str, Any], table: Sequence[Sequence[str]], lanes: Sequence[str]
) -> None:
    """A .docx: the cover in one table, the steps in two, the second on a page of its own with its headings;
    one row is broken by the page.
    """
    written = docx.Document()
    front = written.add_table(rows=0, cols=3)
    for label, value in cover(fact):
        cells = front.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = label, ":", value
    half = len(table) // 2
    first, second = list(table[:half]), list(table[half:])
    broken = list(second[0])
    head, _, tail = broken[1].rpartition(" ")
    for part in (
        [*first, [*broken[:1], head, *broken[2:]]],
        [["", tail, *[""] * (len(broken) - 2)], *second[1:]],
    ):
        _steps(written, part, lanes)
        written.add_page_break()  # type: ignore[no-untyped-call]
    written.save(str(path))


def _steps(written: Any, part: Sequence[Sequence[str]], lanes: Sequence[str]) -> None:
    count = len(lanes)
    drawn = written.add_table(rows=2, cols=6 + count)
    upper, lower = drawn.rows[0].cells, drawn.rows[1].cells
    for column, text in ((0, "No"), (1, "Kegiatan"), (5 + count, "Ket")):
        upper[column].merge(lower[column]).text = text
    upper[2].merge(upper[1 + count]).text = "Pelaksana"
    upper[2 + count].merge(upper[4 + count]).text = "Mutu Baku"
    for column, text in enumerate((*lanes, *QUALITY), start=2):
        drawn.rows[1].cells[column].text = text
    for row in part:
        for cell, text in zip(drawn.add_row().cells, row, strict=True):
            cell.text = text
