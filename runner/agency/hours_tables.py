"""``[jam_kerja]`` and ``[[pengecualian]]``: the working week and the days that differ, in and out.

Where the file is silent, Perpres 21/2023 speaks (07.30-16.00, break 12.00-13.00, Friday to 16.30 with a break
from 11.30, Monday to Friday). ``jam`` and ``istirahat`` hold for every working day, ``jam_<hari>`` and
``istirahat_<hari>`` for one weekday and go first. A break said of every day that does not lie within the
hours of a shorter one is none there; ``[]`` says that there is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from runner.agency import texts
from runner.agency.lanes import folded
from runner.agency.sheet import Path, Sheet
from runner.working_time import STANDARD_HOURS, DayHours, DayOverride, Span, WorkingHours

_HOUR_KEYS: Final = (
    "hari_kerja",
    "jam",
    "istirahat",
    *(f"jam_{day}" for day in texts.WEEKDAYS),
    *(f"istirahat_{day}" for day in texts.WEEKDAYS),
)
_OVERRIDE_KEYS: Final = ("tanggal", "libur", "jam", "istirahat", "keterangan")
_TABLE: Final = "jam_kerja"
_EXAMPLE_WEEK: Final = 'hari_kerja = ["senin", "selasa", "rabu", "kamis", "jumat"]'


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of an agency, and the break of a day on which it usually does not work."""

    hours: WorkingHours
    rest: Span | None

    def rest_of(self, day: date) -> Span | None:
        """The break of that weekday."""
        usual = self.hours.days[day.weekday()]
        return usual.rest if usual is not None else self.rest


def read_week(sheet: Sheet, table: object) -> Week:
    """The working week; problems go to the sheet."""
    if not isinstance(table, dict):
        sheet.wrong((_TABLE,), (f"bagian [{_TABLE}]", f"a section [{_TABLE}]"), f"[{_TABLE}]")
        return Week(STANDARD_HOURS, None)
    sheet.refuse_unknown_keys(table, (_TABLE,), _HOUR_KEYS)
    given = {
        key: sheet.span(value, (_TABLE, key))
        if key.startswith("jam")
        else sheet.optional_span(value, (_TABLE, key))
        for key, value in table.items()
        if key in _HOUR_KEYS and key != "hari_kerja"
    }
    general = _day_hours(sheet, given, "", standard=STANDARD_HOURS.days[0])
    working = _weekdays(sheet, table)
    week: list[DayHours | None] = [None] * 7
    for number, name in enumerate(texts.WEEKDAYS):
        if number in working:
            week[number] = _day_hours(sheet, given, name, standard=STANDARD_HOURS.days[number] or general)
            continue
        for key in (f"jam_{name}", f"istirahat_{name}"):
            if key in table:
                sheet.refuse("day_off", (_TABLE, key), texts.hours_of_day_off(key, name))
    return Week(WorkingHours(tuple(week)), general.rest)


def _weekdays(sheet: Sheet, table: Mapping[str, Any]) -> set[int]:
    path = (_TABLE, "hari_kerja")
    standard = {number for number, day in enumerate(STANDARD_HOURS.days) if day is not None}
    value = table.get("hari_kerja", [texts.WEEKDAYS[number] for number in sorted(standard)])
    if not isinstance(value, list) or not value or not all(isinstance(day, str) for day in value):
        sheet.wrong(path, ("daftar nama hari", "a list of weekdays"), _EXAMPLE_WEEK)
        return standard
    names = {day: folded(day) for day in value}
    for day, name in names.items():
        if name not in texts.WEEKDAYS:
            sheet.refuse("weekday", path, texts.unknown_weekday(day))
    known = {texts.WEEKDAYS.index(name) for name in names.values() if name in texts.WEEKDAYS}
    return known or standard


def _day_hours(
    sheet: Sheet, given: Mapping[str, Span | None], weekday: str, *, standard: DayHours | None
) -> DayHours:
    """The hours of one weekday, of any working day if ``weekday`` is empty."""
    assert standard is not None  # noqa: S101 (the standard week works on Mondays)
    suffix = f"_{weekday}" if weekday else ""
    usual = Span(standard.opens, standard.closes)
    hours = given.get(f"jam{suffix}", given.get("jam", usual)) or usual
    own = f"istirahat{suffix}"
    rest = given.get(own, given.get("istirahat", standard.rest))
    return _day(sheet, hours, rest, (_TABLE, own) if own in given else None)


def _day(sheet: Sheet, hours: Span, rest: Span | None, said_at: Path | None) -> DayHours:
    """A day with its break; one that was ``said_at`` a key of this very day must lie within its hours."""
    day = DayHours(opens=hours.start, closes=hours.end)
    if rest is None or day.has_room_for(rest):
        return DayHours(opens=hours.start, closes=hours.end, rest=rest)
    if said_at is not None:
        sheet.refuse("break", said_at, texts.break_outside(str(said_at[-1])))
    return day


def read_overrides(sheet: Sheet, value: object, week: Week) -> tuple[DayOverride, ...]:
    """The days that differ, in the order of the calendar; problems go to the sheet."""
    found: dict[date, DayOverride] = {}
    for number, table in enumerate(sheet.tables(value, "pengecualian")):
        path: Path = ("pengecualian", number)
        sheet.refuse_unknown_keys(table, path, _OVERRIDE_KEYS)
        if not sheet.has(table, (*path, "tanggal"), example="tanggal = 2026-11-25"):
            continue
        day = sheet.day(table["tanggal"], (*path, "tanggal"))
        if day is None:
            continue
        if day in found:
            sheet.refuse("day_twice", (*path, "tanggal"), texts.day_twice(day.isoformat()))
        note = table.get("keterangan", "")
        found[day] = DayOverride(
            day=day,
            hours=_override_hours(sheet, table, path, day=day, rest=week.rest_of(day)),
            note=note and sheet.words(note, (*path, "keterangan"), example='keterangan = "Pilkada"'),
        )
    return tuple(found[day] for day in sorted(found))


def _override_hours(
    sheet: Sheet, table: Mapping[str, Any], path: Path, *, day: date, rest: Span | None
) -> DayHours | None:
    day_off = sheet.flag(table, (*path, "libur"))
    if day_off == ("jam" in table):
        sheet.refuse("day_off_or_hours", path, texts.day_off_or_hours(day.isoformat()))
        return None
    own = (*path, "istirahat")
    if "istirahat" in table:
        rest = sheet.optional_span(table["istirahat"], own)
    if day_off:
        if "istirahat" in table:
            sheet.refuse("break", own, texts.break_without_hours(day.isoformat()))
        return None
    hours = sheet.span(table["jam"], (*path, "jam"))
    return _day(sheet, hours, rest, own if "istirahat" in table else None) if hours else None


def week_table(hours: WorkingHours) -> dict[str, Any]:
    """``[jam_kerja]``: what most days have in common, then what a weekday has of its own."""
    working = {texts.WEEKDAYS[number]: day for number, day in enumerate(hours.days) if day is not None}
    (general, _), *_ = Counter(working.values()).most_common(1)
    table: dict[str, Any] = {"hari_kerja": list(working), **_clocks(general, "")}
    for name, day in working.items():
        own = _clocks(day, f"_{name}")
        if (day.opens, day.closes) == (general.opens, general.closes):
            del own[f"jam_{name}"]
        if day.rest == general.rest:
            del own[f"istirahat_{name}"]
        table.update(own)
    return table


def override_table(override: DayOverride) -> dict[str, Any]:
    """One ``[[pengecualian]]``."""
    table: dict[str, Any] = {"tanggal": override.day}
    table.update({"libur": True} if override.hours is None else _clocks(override.hours, ""))
    if override.note:
        table["keterangan"] = override.note
    return table


def _clocks(day: DayHours, suffix: str) -> dict[str, list[str]]:
    rest = [day.rest.start, day.rest.end] if day.rest else []
    return {
        f"jam{suffix}": [f"{clock:%H:%M}" for clock in (day.opens, day.closes)],
        f"istirahat{suffix}": [f"{clock:%H:%M}" for clock in rest],
    }
