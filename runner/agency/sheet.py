"""One ``instansi.toml`` while it is read: its lines, its problems, and the single values in it. A value that
is wrong becomes a problem and reads as if it were empty, so that every problem is found at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, Final

from runner.agency import texts
from runner.model import Problem
from runner.working_time import Span

#: Keys and numbers of tables, from the top: ("jabatan", 2, "kode").
Path = tuple[str | int, ...]

_LONGEST_TEXT: Final = 200
_LONGEST_CODE: Final = 40
_CODE: Final = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3])[:.]([0-5][0-9])")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TABLE: Final = re.compile(r"\s*\[\s*([A-Za-z0-9_-]+)\s*\]\s*(?:#|$)")
_TABLE_OF_MANY: Final = re.compile(r"\s*\[\[\s*([A-Za-z0-9_-]+)\s*\]\]\s*(?:#|$)")
_KEY: Final = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*=")


class Sheet:
    """Collects problems of one file; ``problems`` grows while values are read."""

    def __init__(self, text: str, *, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._lines = _lines_of(text)

    def in_order(self) -> list[Problem]:
        """The problems as a reader meets them, from the first line to the last."""
        return sorted(self.problems, key=lambda problem: problem.line or 0)

    def refuse(self, code: str, path: Path, said: texts.Said) -> None:
        """One more problem, at the line of ``path`` or of the table around it."""
        self.problems.append(self.problem(code, path, said))

    def problem(self, code: str, path: Path, said: texts.Said, *, line: int | None = None) -> Problem:
        """A problem at ``path``; ``line`` where the file could not be read as a table."""
        what, remedy = said
        around = (path[:end] for end in range(len(path), 0, -1))
        return Problem(
            code=f"agency.{code}",
            what=what,
            remedy=remedy,
            file=self.file,
            line=line or next((self._lines[part] for part in around if part in self._lines), None),
            element=_readable(path),
        )

    def refuse_unknown_keys(self, table: Mapping[str, Any], path: Path, known: Sequence[str]) -> None:
        """Every key that would be read by nobody is a problem."""
        for key in table:
            if key not in known:
                close = next(iter(get_close_matches(key[:_LONGEST_CODE], known, n=1)), None)
                self.refuse("key_unknown", (*path, key), texts.key_unknown(key, close, ", ".join(known)))

    def wrong(self, path: Path, expected: tuple[str, str], example: str) -> None:
        """The value at ``path`` is not what its key holds."""
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        self.refuse("value", path, texts.wrong_value(key, *expected, example))

    def has(self, table: Mapping[str, Any], path: Path, *, example: str) -> bool:
        """True if the key is there; its absence is a problem."""
        key = str(path[-1])
        if key not in table:
            self.refuse("key_missing", path, texts.key_missing(key, example))
        return key in table

    def words(self, value: object, path: Path, *, example: str) -> str:
        """One line of text, its white space made single."""
        if isinstance(value, str):
            text = " ".join(value.split())
            if 0 < len(text) <= _LONGEST_TEXT and text.isprintable():
                return text
        self.wrong(
            path,
            (f"teks 1 sampai {_LONGEST_TEXT} karakter", f"text of 1 to {_LONGEST_TEXT} characters"),
            example,
        )
        return ""

    def code(self, value: object, path: Path) -> str:
        """A code of an agency or a position: part of account names and keys, so plain letters only."""
        if isinstance(value, str) and len(value) <= _LONGEST_CODE and _CODE.fullmatch(value):
            return value
        expected = (
            f"kode huruf kecil dan angka, boleh bertanda hubung, paling panjang {_LONGEST_CODE} karakter",
            f"a code of small letters and digits with hyphens between, at most {_LONGEST_CODE} characters",
        )
        self.wrong(path, expected, '"kepala-dinas"')
        return ""

    def flag(self, table: Mapping[str, Any], path: Path) -> bool:
        """True or false, false where the key is absent."""
        value = table.get(str(path[-1]), False)
        if isinstance(value, bool):
            return value
        self.wrong(path, ("true atau false", "true or false"), f"{path[-1]} = true")
        return False

    def span(self, value: object, path: Path) -> Span | None:
        """Two times of day; None (and a problem) if it is anything else."""
        clocks = [_clock(part) for part in value] if isinstance(value, list) else []
        match clocks:
            case [time() as start, time() as end] if start < end:
                return Span(start, end)
        self.wrong(
            path,
            ("dua waktu berurutan dengan menit", "two times of day with minutes, the earlier first"),
            '["07:30", "16:00"]',
        )
        return None

    def optional_span(self, value: object, path: Path) -> Span | None:
        """As ``span``, but ``[]`` says that there is none."""
        return None if value == [] else self.span(value, path)

    def day(self, value: object, path: Path) -> date | None:
        """A date, written as TOML or as text."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and _DAY.fullmatch(value):
            with suppress(ValueError):
                return date.fromisoformat(value)
        self.wrong(path, ("tanggal tahun-bulan-hari", "a date as year-month-day"), "tanggal = 2026-11-25")
        return None

    def tables(self, value: object, key: str) -> list[dict[str, Any]]:
        """The tables of ``[[key]]``, in their order."""
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return value
        self.wrong((key,), (f"bagian-bagian [[{key}]]", f"sections [[{key}]]"), f"[[{key}]]")
        return []


def _clock(value: object) -> time | None:
    if isinstance(value, str) and (match := _CLOCK.fullmatch(value.strip())):
        return time(int(match[1]), int(match[2]))
    if isinstance(value, time) and not (value.second or value.microsecond):
        return value
    return None


def _readable(path: Path) -> str:
    """``jabatan[3].kode``: tables of many are counted from one, as people count."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).lstrip(".")


def _lines_of(text: str) -> dict[Path, int]:
    """Where each table and key begins. Good enough to point at a line; TOML itself is read elsewhere."""
    lines: dict[Path, int] = {}
    counts: dict[str, int] = {}
    table: Path = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if match := _TABLE_OF_MANY.match(line):
            name = match[1]
            counts[name] = counts.get(name, -1) + 1
            table = (name, counts[name])
            lines.setdefault(table, number)
            lines.setdefault((name,), number)
        elif match := _TABLE.match(line):
            table = (match[1],)
            lines.setdefault(table, number)
        elif match := _KEY.match(line):
            lines.setdefault((*table, match[1]), number)
    return lines
