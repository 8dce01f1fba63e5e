"""Sheets become an SopTable.

Promise: a table, or every problem of it at once.
Never: half a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from runner.errors import DiagramRefused
from runner.model import Problem
from runner.sop_table.covers import cover_of
from runner.sop_table.headings import Column, Headings, headings_of
from runner.sop_table.nouns import SopTable
from runner.sop_table.rows import Reading, executors_of
from runner.sop_table.sheets import Sheet
from runner.sop_table.texts import problem


def read(sheets: Sequence[Sheet], *, file: str, examines: re.Pattern[str] | None = None) -> SopTable:
    """The SOP in these sheets or tables. Steps that ``examines`` finds need not say where a decision leads.

    Raises DiagramRefused with every problem.
    """
    parts, before = _parts(sheets)
    if not parts:
        raise DiagramRefused([problem("table.none", file=file)])
    sheet, headings = parts[0]
    executors, problems = executors_of(parts, file=file)
    problems = [*_missing(sheet, headings, file), *problems]
    reading = Reading(file=file, executors=executors, examines=examines)
    if executors:
        for part, of_part in parts:
            reading.part(part, of_part)
    steps = reading.steps()
    problems += reading.problems
    if not steps and not problems:
        problems.append(problem("table.no_steps", file=file, place=sheet.place(headings.first, 0)))
    if problems:
        raise DiagramRefused(problems)
    cover = cover_of([*before, (sheet, headings.first)])
    return SopTable(
        executors=tuple(executors.values()),
        steps=steps,
        cover={name: text for name, text in cover.items() if name[0].islower()},
        name=cover.get("Nama", ""),
        begins=cover.get("Mulai", ""),
        ends=cover.get("Selesai", ""),
    )


def _parts(sheets: Sequence[Sheet]) -> tuple[list[tuple[Sheet, Headings]], list[tuple[Sheet, int]]]:
    """The table and what goes on with it on later pages; and the sheets before it, which hold the cover."""
    parts: list[tuple[Sheet, Headings]] = []
    before: list[tuple[Sheet, int]] = []
    for sheet in sheets:
        headings = headings_of(sheet)
        if headings is not None and (not parts or _same_table(parts[0][1], headings)):
            parts.append((sheet, headings))
        elif parts and sheet.table is not None and _goes_on(parts[0], sheet):
            first = parts[0][1]
            parts.append(
                (
                    sheet,
                    Headings(
                        first=0,
                        below=0,
                        columns=first.columns,
                        executors=first.executors,
                        missing=first.missing,
                    ),
                )
            )
        elif not parts:
            before.append((sheet, len(sheet.rows)))
    return parts, before


def _same_table(one: Headings, other: Headings) -> bool:
    return list(one.executors.values()) == list(other.executors.values())


def _goes_on(part: tuple[Sheet, Headings], sheet: Sheet) -> bool:
    """True for a table without headings that a page break parted off: as wide, with step numbers."""
    width = max(len(row) for row in part[0].rows)
    number = part[1].columns[Column.NUMBER]
    return (
        bool(sheet.rows)
        and max(len(row) for row in sheet.rows) == width
        and any(re.fullmatch(r"\(?\d+\w?[.,)]*", sheet.text(row, number)) for row in range(len(sheet.rows)))
    )


def _missing(sheet: Sheet, headings: Headings, file: str) -> list[Problem]:
    place = sheet.place(headings.first, headings.columns[Column.NUMBER])
    found = [
        problem("table.column_missing", file=file, place=place, column=column.value)
        for column in headings.missing
    ]
    if not headings.executors:
        found.append(problem("table.no_executors", file=file, place=place))
    return found
