"""The rows of an SOP table become steps.

Promise: a row that a page broke is joined again; every problem names its cell, and all are said.
Never: a mark, a time or a way guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from runner.model import Problem, Words
from runner.sop_table import durations, marks
from runner.sop_table.headings import Column, Headings, is_count, is_heading
from runner.sop_table.marks import Kind
from runner.sop_table.nouns import END, ONWARD, Choice, Decision, Executor, Step
from runner.sop_table.sheets import Sheet
from runner.sop_table.texts import problem

#: The ways that go on when only the other one is named, as flowcharts are used to.
_NEGATIVE = re.compile(r"tidak|t|kembalikan|tolak|ditolak|belum|no", re.IGNORECASE)
_POSITIVE = {"kembalikan": "Setuju"}
_YES = "Ya"


@dataclass
class _Row:
    """A step as it stands in the sheets; ``lines`` are its rows, more than one after a page break."""

    number: str
    sheet: Sheet
    headings: Headings
    lines: list[tuple[Sheet, int]]
    executor: int | None = None
    mark_place: Words | None = None
    choices: tuple[Choice, ...] = ()
    question: str = ""
    decides: bool = False

    def place(self, column: Column) -> Words:
        """The cell of the row's first line in a column."""
        at = self.headings.columns.get(column, self.headings.columns[Column.NUMBER])
        return self.sheet.place(self.lines[0][1], at, column.value)

    def text(self, column: Column) -> str:
        """What the row says in a column, over all its lines."""
        at = self.headings.columns.get(column)
        if at is None:
            return ""
        return " ".join(text for sheet, row in self.lines if (text := sheet.text(row, at)))


@dataclass
class Reading:
    """Reads the rows of all parts of a table; ``problems`` grows."""

    file: str
    executors: Mapping[str, Executor]
    examines: re.Pattern[str] | None
    problems: list[Problem] = field(default_factory=list)
    _rows: list[_Row] = field(default_factory=list)

    def part(self, sheet: Sheet, headings: Headings) -> None:
        """Take up the rows of one sheet or table below its headings."""
        row = headings.below
        while row < len(sheet.rows):
            if is_heading(sheet, row, headings):
                row += headings.below - headings.first
                continue
            if not is_count(sheet, row) and any(sheet.text(row, at) for at in range(len(sheet.rows[row]))):
                self._row(sheet, row, headings)
            row += 1

    def steps(self) -> tuple[Step, ...]:
        """All steps, once all parts are taken up."""
        met: dict[str, _Row] = {}
        for row in self._rows:
            key = _key(row.number)
            if key in met:
                self._say(
                    "cell.number_twice",
                    row.place(Column.NUMBER),
                    other=met[key].place(Column.NUMBER),
                    number=row.number,
                )
            met.setdefault(key, row)
        numbers = {key: row.number for key, row in met.items()}
        return tuple(self._step(row, numbers) for row in self._rows)

    # -- one row of the sheet ------------------------------------------------------------------

    def _row(self, sheet: Sheet, row: int, headings: Headings) -> None:
        self._merged(sheet, row, headings)
        number = sheet.text(row, headings.columns[Column.NUMBER])
        marked = [
            (column, mark)
            for column in headings.executors
            if (mark := marks.mark_of(sheet.cell(row, column).text)).kind is not Kind.NOTHING
        ]
        if not number and not any(mark.kind in (Kind.MARK, Kind.DECISION) for _, mark in marked):
            if self._rows:
                # a page broke the row before: its cells go on here
                self._rows[-1].lines.append((sheet, row))
            else:
                self._say("cell.first_row", sheet.place(row, headings.columns[Column.NUMBER]))
            return
        if not number:
            number = self._unnumbered()
        found = _Row(number=number, sheet=sheet, headings=headings, lines=[(sheet, row)])
        for column, mark in marked:
            place = sheet.place(row, column, headings.executors[column])
            if mark.kind is Kind.STRANGE:
                self._say("cell.strange_mark", place, text=sheet.text(row, column))
            elif found.mark_place is not None:
                self._say("cell.two_marks", place, other=found.mark_place, number=number)
            if found.mark_place is None:
                found.executor, found.mark_place = column, place
                found.decides = mark.kind is Kind.DECISION
                found.choices, found.question = mark.choices, mark.question
        if found.mark_place is None:
            first = min(headings.executors)
            self._say("cell.no_mark", sheet.place(row, first, headings.executors[first]), number=number)
        self._rows.append(found)

    def _merged(self, sheet: Sheet, row: int, headings: Headings) -> None:
        for column in range(len(sheet.rows[row])):
            cell = sheet.cell(row, column)
            if cell.height > 1 and cell.text.strip() and self._spans_steps(sheet, row, cell.height, headings):
                place = sheet.place(row, column, headings.name(column))
                self._say("cell.merged", place, rows=cell.height)

    def _spans_steps(self, sheet: Sheet, row: int, height: int, headings: Headings) -> bool:
        """True if a cell that is merged downwards reaches rows that are more than one row split in lines."""
        number, activity = headings.columns[Column.NUMBER], headings.columns[Column.ACTIVITY]
        return any(
            sheet.text(below, number) or sheet.text(below, activity) or self._has_mark(sheet, below, headings)
            for below in range(row + 1, min(row + height, len(sheet.rows)))
        )

    def _has_mark(self, sheet: Sheet, row: int, headings: Headings) -> bool:
        return any(
            marks.mark_of(sheet.cell(row, column).text).kind is not Kind.NOTHING
            for column in headings.executors
        )

    def _unnumbered(self) -> str:
        """The number of a step whose cell is empty: that of the step before, with a letter."""
        before = self._rows[-1].number if self._rows else "0"
        found = re.fullmatch(r"\((\w+?)([a-z])\)", before)
        if found:
            return f"({found[1]}{chr(ord(found[2]) + 1)})"
        return f"({before.strip(' .,)(')}a)"

    # -- one step ------------------------------------------------------------------------------

    def _step(self, row: _Row, numbers: Mapping[str, str]) -> Step:
        activity = row.text(Column.ACTIVITY)
        if not activity:
            self._say("cell.no_activity", row.place(Column.ACTIVITY), number=row.number)
        printed = row.text(Column.TIME)
        try:
            time = durations.iso_of(printed)
        except durations.NoDuration:
            time = ""
            self._say("cell.duration", row.place(Column.TIME), text=printed)
        name = "" if row.executor is None else row.headings.executors[row.executor]
        executor = self.executors.get(name)
        return Step(
            number=row.number,
            activity=activity,
            executor=executor.name if executor else name,
            needs=row.text(Column.NEEDS),
            time=time,
            time_printed=printed,
            output=row.text(Column.OUTPUT),
            remark=row.text(Column.REMARK),
            decision=self._decision(row, activity, numbers),
        )

    def _decision(self, row: _Row, activity: str, numbers: Mapping[str, str]) -> Decision | None:
        """The decision of a row, from its mark, its own column, or the remark beside a bare diamond."""
        choices, question = row.choices, row.question
        place = row.mark_place or row.place(Column.NUMBER)
        own_question, own = marks.question_and_choices(row.text(Column.DECISION))
        if own and not choices:
            choices, place = own, row.place(Column.DECISION)
        question = question or own_question
        if row.decides and not choices:
            _, choices = marks.question_and_choices(row.text(Column.REMARK))
            place = row.place(Column.REMARK) if choices else place
        if not choices:
            if row.decides and not (self.examines and self.examines.search(activity)):
                self._say("cell.no_ways", place)
            return None
        if len(choices) == 1 and _NEGATIVE.fullmatch(choices[0].name):
            choices = (Choice(name=_POSITIVE.get(choices[0].name.casefold(), _YES), to=ONWARD), *choices)
        if len(choices) == 1:
            self._say("cell.one_way", place, choice=choices[0].name)
            return None
        met: set[str] = set()
        found = []
        for choice in choices:
            if choice.name.casefold() in met:
                self._say("cell.way_twice", place, choice=choice.name)
            met.add(choice.name.casefold())
            if choice.to in (END, ONWARD):
                found.append(choice)
            elif _key(choice.to) in numbers:
                found.append(replace(choice, to=numbers[_key(choice.to)]))
            else:
                self._say("cell.no_such_step", place, choice=choice.name, to=choice.to)
        return Decision(choices=tuple(found), question=question)

    def _say(self, code: str, place: Words, *, other: Words | None = None, **facts: object) -> None:
        self.problems.append(problem(code, file=self.file, place=place, other=other, **facts))


def _key(number: str) -> str:
    """Numbers that people take for the same: ``3.``, ``3,`` and ``3``."""
    return number.strip(" .,)(").casefold()


def executors_of(
    parts: Sequence[tuple[Sheet, Headings]], *, file: str
) -> tuple[dict[str, Executor], list[Problem]]:
    """The executors by heading, in their order; a code in brackets names the position."""
    found: dict[str, Executor] = {}
    problems = list(_misnamed(parts[0][0], parts[0][1], file))
    for heading in parts[0][1].executors.values():
        name, _, positions = heading.partition("[")
        found.setdefault(
            heading, Executor(name=name.strip(), positions=positions.strip(" ]").replace(",", " "))
        )
    return found, problems


def _misnamed(sheet: Sheet, headings: Headings, file: str) -> Iterator[Problem]:
    met: set[str] = set()
    for column, name in headings.executors.items():
        place = sheet.place(headings.below - 1, column, name)
        if not name:
            yield problem("table.executor_unnamed", file=file, place=place)
        elif name.casefold() in met:
            yield problem("table.executor_twice", file=file, place=place, name=name)
        met.add(name.casefold())
