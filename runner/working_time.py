"""When a task is due: a duration of work, laid over the hours of an agency. Never reads a clock, a zone
database or a list of holidays: all of that comes in.

The rules, in the order in which they apply:

1. An arrival outside hours counts from the next opening: before opening, on a day off, at or after closing.
   An arrival in the break counts from its end. Opening and the end of the break belong to the hours, closing
   and the start of the break do not (whoever receives a letter as the door closes starts next morning).
2. Weeks and days move over working days and keep the hour: P1D from Monday 10:00 is Tuesday 10:00. P1W is as
   many working days as the agency works in a week (5 or 6), so a holiday in between moves it on; P7D is
   seven working days. Where the day reached is shorter, the hour gives way: before opening becomes opening,
   inside the break its end, after closing closing.
3. Hours, minutes and seconds are then worked off within hours; work that ends exactly at the break or at
   closing is due there, not at the next opening.

An override of a day stands above holidays and weekdays. Durations are a strict part of ISO 8601: weeks
alone, or days, hours, minutes and seconds, as whole numbers, more than nothing and at most 366 days. Months
and years are refused: a month is no amount of work, and ``P15M`` is nearly always a slip for ``PT15M``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from runner.errors import NoWorkingDay

_WIB: Final = timezone(timedelta(hours=7), "WIB")
_WITA: Final = timezone(timedelta(hours=8), "WITA")
_WIT: Final = timezone(timedelta(hours=9), "WIT")

#: The three zones of the country by each of their names. None of them has had daylight saving since 1988,
#: so no zone database is needed.
ZONES: Final = {
    "Asia/Jakarta": _WIB,
    "Asia/Pontianak": _WIB,
    "Asia/Makassar": _WITA,
    "Asia/Jayapura": _WIT,
    "WIB": _WIB,
    "WITA": _WITA,
    "WIT": _WIT,
}

#: Weekdays in the numbering of ``date.weekday()``.
FRIDAY: Final = 4

_DURATION: Final = re.compile(
    r"P(?:(?P<weeks>[0-9]{1,9})W"
    r"|(?:(?P<days>[0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?(?:(?P<seconds>[0-9]{1,9})S)?)?)"
)
_LONGEST: Final = timedelta(days=366)
_NONE: Final = timedelta(0)

#: A calendar without a working day for this long is a mistake, not a long holiday.
_LONGEST_CLOSURE: Final = 366


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` to ``end`` within one day, ``start`` being the earlier."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(
                f"Expected a span that begins before it ends, but got {self.start} to {self.end}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHours:
    """One working day: when the office opens and closes, and the break that lies within."""

    opens: time
    closes: time
    rest: Span | None = None

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError(f"Expected opening before closing, but got {self.opens} to {self.closes}.")
        if self.rest is not None and not self.has_room_for(self.rest):
            raise ValueError(f"Expected the break within {self.opens} to {self.closes}, but got {self.rest}.")

    def has_room_for(self, rest: Span) -> bool:
        """True if there is work before and after ``rest``."""
        return self.opens < rest.start and rest.end < self.closes

    def spans(self) -> tuple[Span, ...]:
        """The stretches of work, in order."""
        if self.rest is None:
            return (Span(self.opens, self.closes),)
        return (Span(self.opens, self.rest.start), Span(self.rest.end, self.closes))

    def counted(self, moment: time) -> time | None:
        """The first moment of work at or after ``moment`` on this day; None if there is none left."""
        for span in self.spans():
            if moment < span.end:
                return max(moment, span.start)
        return None

    def settled(self, moment: time) -> time:
        """``moment`` if it lies within hours (closing included), else the nearest one that the rules name."""
        if moment > self.closes:
            return self.closes
        if self.rest is not None and self.rest.start < moment < self.rest.end:
            return self.rest.end
        return max(moment, self.opens)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The hours of each weekday, Monday first; None is a day without work."""

    days: tuple[DayHours | None, ...]

    def __post_init__(self) -> None:
        if len(self.days) != 7 or not any(self.days):
            raise ValueError("Expected seven weekdays, at least one of them with hours.")

    @property
    def days_a_week(self) -> int:
        """How many days this agency works in a week: what P1W stands for."""
        return sum(1 for day in self.days if day is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOverride:
    """What is true of one day, whatever weekday or holiday it is; ``hours`` None is a day off."""

    day: date
    hours: DayHours | None
    note: str = ""


_WEEKDAY: Final = DayHours(opens=time(7, 30), closes=time(16), rest=Span(time(12), time(13)))
_FRIDAY: Final = DayHours(opens=time(7, 30), closes=time(16, 30), rest=Span(time(11, 30), time(13)))

#: Perpres 21/2023: five days, 37 hours 30 minutes, the break not counted.
STANDARD_HOURS: Final = WorkingHours((_WEEKDAY, _WEEKDAY, _WEEKDAY, _WEEKDAY, _FRIDAY, None, None))


def is_duration(text: str) -> bool:
    """True if ``due`` can lay ``text`` over working hours (see the module for what is accepted)."""
    return _parsed(text) is not None


def time_zone(name: str) -> timezone:
    """The zone of that name, ``Asia/Makassar`` or ``WITA``. Raises ValueError for one outside the country."""
    try:
        return ZONES[name]
    except KeyError:
        raise ValueError(f"Expected one of {', '.join(ZONES)} as a zone, but got {name!r}.") from None


def due(
    arrival: datetime,
    duration: str,
    *,
    hours: WorkingHours,
    zone: str,
    holidays: Container[date],
    overrides: Iterable[DayOverride] = (),
) -> datetime:
    """The moment (UTC) at which work that arrived at ``arrival`` should be done; always within hours.

    Raises ValueError (a naive arrival, not a duration, an unknown zone) and NoWorkingDay.
    """
    if arrival.tzinfo is None:
        raise ValueError("Expected an arrival with its zone, but it has none.")
    amount = _parsed(duration)
    if amount is None:
        raise ValueError(f"Expected a duration such as PT30M, P3D or P1W, but got {duration!r}.")
    local = time_zone(zone)
    calendar = _Calendar(hours, holidays, {override.day: override for override in overrides})
    moment = calendar.counted_from(arrival.astimezone(local).replace(tzinfo=None))
    moment = calendar.days_later(moment, amount.weeks * hours.days_a_week + amount.days)
    moment = calendar.worked_off(moment, amount.work)
    return moment.replace(tzinfo=local).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Amount:
    weeks: int
    days: int
    work: timedelta


def _parsed(text: str) -> _Amount | None:
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    number = {unit: int(digits) for unit, digits in match.groupdict(default="0").items()}
    seconds = number["hours"] * 3600 + number["minutes"] * 60 + number["seconds"]
    nominal = (number["weeks"] * 7 + number["days"]) * 86400 + seconds
    if not 0 < nominal <= _LONGEST.total_seconds():
        return None
    return _Amount(number["weeks"], number["days"], timedelta(seconds=seconds))


@dataclass(frozen=True, slots=True)
class _Calendar:
    """Local time without a zone, since the zone never changes its offset."""

    hours: WorkingHours
    holidays: Container[date]
    overrides: dict[date, DayOverride]

    def on(self, day: date) -> DayHours | None:
        if day in self.overrides:
            return self.overrides[day].hours
        if day in self.holidays:
            return None
        return self.hours.days[day.weekday()]

    def next_day(self, day: date) -> tuple[date, DayHours]:
        for ahead in range(1, _LONGEST_CLOSURE + 1):
            candidate = day + timedelta(days=ahead)
            hours = self.on(candidate)
            if hours is not None:
                return candidate, hours
        raise NoWorkingDay(day)

    def counted_from(self, moment: datetime) -> datetime:
        hours = self.on(moment.date())
        counted = hours.counted(moment.time()) if hours is not None else None
        if counted is not None:
            return datetime.combine(moment, counted)
        day, hours = self.next_day(moment.date())
        return datetime.combine(day, hours.opens)

    def days_later(self, moment: datetime, days: int) -> datetime:
        if days == 0:
            return moment
        day = moment.date()
        for _ in range(days):
            day, hours = self.next_day(day)
        return datetime.combine(day, hours.settled(moment.time()))

    def worked_off(self, moment: datetime, work: timedelta) -> datetime:
        if work == _NONE:
            return moment
        day, hours = moment.date(), self.on(moment.date())
        while True:
            for span in hours.spans() if hours is not None else ():
                begin = max(moment, datetime.combine(day, span.start))
                left = datetime.combine(day, span.end) - begin
                if left >= work:
                    return begin + work
                work -= max(left, _NONE)
            day, hours = self.next_day(day)
