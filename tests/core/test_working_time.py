"""Due moments, each worked out by hand on a calendar of 2026; properties check what no table can."""

from __future__ import annotations

import random
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from runner.errors import NoWorkingDay
from runner.working_time import (
    STANDARD_HOURS,
    ZONES,
    DayHours,
    DayOverride,
    Span,
    WorkingHours,
    due,
    is_duration,
    time_zone,
)

# SKB 3 Menteri 2026: holidays and cuti bersama, and the holidays around the turns of the year.
DAYS_OFF = """
2026-01-01 2026-01-16 2026-02-16 2026-02-17 2026-03-18 2026-03-19 2026-03-20 2026-03-21 2026-03-22 2026-03-23
2026-03-24 2026-04-03 2026-04-05 2026-05-01 2026-05-14 2026-05-15 2026-05-27 2026-05-28 2026-05-31 2026-06-01
2026-06-16 2026-08-17 2026-08-25 2026-12-24 2026-12-25 2027-01-01
"""
HOLIDAYS = frozenset(date.fromisoformat(day) for day in DAYS_OFF.split())


def at(clock: str) -> time:
    return time.fromisoformat(clock)


def day_hours(opens: str, closes: str, *rest: str) -> DayHours:
    return DayHours(opens=at(opens), closes=at(closes), rest=Span(*map(at, rest)) if rest else None)


def override(day: str, *clocks: str) -> DayOverride:
    return DayOverride(day=date.fromisoformat(day), hours=day_hours(*clocks) if clocks else None)


LONG = day_hours("07:30", "14:30", "12:00", "12:30")
SIX_DAYS = WorkingHours(
    (LONG, LONG, LONG, LONG, day_hours("07:30", "11:30"), day_hours("07:30", "13:00"), None)
)

_FASTING = [date(2026, 2, 19) + timedelta(days=n) for n in range(27)]
RAMADAN = tuple(
    override(day.isoformat(), *("08:00", "15:30", "11:30", "12:30"))
    if day.weekday() == 4
    else override(day.isoformat(), *("08:00", "15:00", "12:00", "12:30"))
    for day in _FASTING
    if day.weekday() < 5
)


@dataclass(frozen=True)
class Office:
    """A calendar to reckon with; local clock in, local clock out."""

    hours: WorkingHours = STANDARD_HOURS
    holidays: Container[date] = HOLIDAYS
    overrides: Sequence[DayOverride] = field(default=())
    zone: str = "WITA"

    def due(self, arrival: str | datetime, duration: str) -> datetime:
        moment = datetime.fromisoformat(arrival) if isinstance(arrival, str) else arrival
        done = due(
            moment.replace(tzinfo=time_zone(self.zone)),
            duration,
            hours=self.hours,
            zone=self.zone,
            holidays=self.holidays,
            overrides=self.overrides,
        )
        assert done.tzinfo is UTC
        return done.astimezone(time_zone(self.zone)).replace(tzinfo=None)


FIVE = Office()
SIX = Office(hours=SIX_DAYS)
CLOSED_TUESDAY = Office(overrides=[override("2026-07-07")])
HALF_WEDNESDAY = Office(overrides=[override("2026-07-08", "07:30", "11:30")])
OPEN_SATURDAY = Office(overrides=[override("2026-07-11", "08:00", "12:00")])
OPEN_HOLIDAY = Office(overrides=[override("2026-08-17", "07:30", "16:00", "12:00", "13:00")])
FASTING = Office(overrides=RAMADAN)

# In July 2026 there is no holiday; the 6th, 13th, 20th and 27th are Mondays.
HOURS_OF_WORK = [
    ("2026-07-06 07:30", "PT30M", "2026-07-06 08:00"),
    ("2026-07-06 10:00", "PT5M", "2026-07-06 10:05"),
    ("2026-07-06 11:45", "PT15M", "2026-07-06 12:00"),  # done as the break begins
    ("2026-07-06 11:45", "PT16M", "2026-07-06 13:01"),
    ("2026-07-06 11:45", "PT30M", "2026-07-06 13:15"),
    ("2026-07-06 10:00", "PT2H", "2026-07-06 12:00"),
    ("2026-07-06 10:00", "PT3H", "2026-07-06 14:00"),
    ("2026-07-06 07:30", "PT7H30M", "2026-07-06 16:00"),  # a whole day, to the minute of closing
    ("2026-07-06 07:30", "PT7H31M", "2026-07-07 07:31"),
    ("2026-07-06 15:50", "PT10M", "2026-07-06 16:00"),
    ("2026-07-06 15:50", "PT15M", "2026-07-07 07:35"),
    ("2026-07-06 15:50", "PT1H", "2026-07-07 08:20"),
    ("2026-07-06 14:30", "PT120M", "2026-07-07 08:00"),
    ("2026-07-06 07:30", "PT15H", "2026-07-07 16:00"),
    ("2026-07-06 07:30", "PT24H", "2026-07-09 09:00"),
    ("2026-07-06 07:30", "PT37H30M", "2026-07-10 16:30"),  # Perpres 21/2023: the week is 37.5 hours
    ("2026-07-06 07:30", "PT37H31M", "2026-07-13 07:31"),
    ("2026-07-06 07:30", "PT75H", "2026-07-17 16:30"),
    ("2026-07-06 10:00", "PT90S", "2026-07-06 10:01:30"),
    ("2026-07-06 15:59:59", "PT1S", "2026-07-06 16:00"),
    ("2026-07-06 15:59:59", "PT2S", "2026-07-07 07:30:01"),
    # before opening
    ("2026-07-06 00:00", "PT15M", "2026-07-06 07:45"),
    ("2026-07-06 06:00", "PT15M", "2026-07-06 07:45"),
    ("2026-07-06 07:29:59", "PT15M", "2026-07-06 07:45"),
    # in the break
    ("2026-07-06 12:00", "PT15M", "2026-07-06 13:15"),
    ("2026-07-06 12:30", "PT15M", "2026-07-06 13:15"),
    ("2026-07-06 12:59:59", "PT15M", "2026-07-06 13:15"),
    ("2026-07-06 13:00", "PT15M", "2026-07-06 13:15"),
    # after closing
    ("2026-07-06 16:00", "PT15M", "2026-07-07 07:45"),
    ("2026-07-06 16:01", "PT15M", "2026-07-07 07:45"),
    ("2026-07-06 23:59:59", "PT15M", "2026-07-07 07:45"),
    ("2026-07-09 16:10", "PT15M", "2026-07-10 07:45"),
    # Friday: break from 11.30, open to 16.30
    ("2026-07-10 11:15", "PT15M", "2026-07-10 11:30"),
    ("2026-07-10 11:15", "PT30M", "2026-07-10 13:15"),
    ("2026-07-10 11:30", "PT15M", "2026-07-10 13:15"),
    ("2026-07-10 12:15", "PT15M", "2026-07-10 13:15"),
    ("2026-07-10 10:00", "PT2H", "2026-07-10 13:30"),
    ("2026-07-10 07:30", "PT7H30M", "2026-07-10 16:30"),
    ("2026-07-10 16:10", "PT15M", "2026-07-10 16:25"),
    ("2026-07-10 16:15", "PT15M", "2026-07-10 16:30"),
    ("2026-07-10 16:15", "PT30M", "2026-07-13 07:45"),
    ("2026-07-10 16:30", "PT15M", "2026-07-13 07:45"),
    ("2026-07-10 17:00", "PT15M", "2026-07-13 07:45"),
    # weekend
    ("2026-07-11 10:00", "PT15M", "2026-07-13 07:45"),
    ("2026-07-12 23:00", "PT15M", "2026-07-13 07:45"),
]

DAYS_AND_WEEKS = [
    ("2026-07-06 10:00", "P1D", "2026-07-07 10:00"),
    ("2026-07-06 10:00", "P2D", "2026-07-08 10:00"),
    ("2026-07-06 10:00", "P4D", "2026-07-10 10:00"),
    ("2026-07-06 10:00", "P5D", "2026-07-13 10:00"),
    ("2026-07-06 10:00", "P6D", "2026-07-14 10:00"),
    ("2026-07-06 10:00", "P7D", "2026-07-15 10:00"),  # seven working days, not a week
    ("2026-07-06 10:00", "P10D", "2026-07-20 10:00"),
    ("2026-07-06 10:00", "P14D", "2026-07-24 10:00"),
    ("2026-07-06 10:00", "P20D", "2026-08-03 10:00"),
    ("2026-07-10 10:00", "P1D", "2026-07-13 10:00"),
    ("2026-07-06 07:30", "P1D", "2026-07-07 07:30"),
    ("2026-07-06 15:59", "P1D", "2026-07-07 15:59"),
    # arrival outside hours counts from opening
    ("2026-07-06 06:00", "P1D", "2026-07-07 07:30"),
    ("2026-07-06 12:30", "P1D", "2026-07-07 13:00"),
    ("2026-07-06 16:00", "P1D", "2026-07-08 07:30"),
    ("2026-07-06 20:00", "P1D", "2026-07-08 07:30"),
    ("2026-07-11 09:00", "P1D", "2026-07-14 07:30"),
    ("2026-07-12 09:00", "P3D", "2026-07-16 07:30"),
    # the hour gives way where Friday and the other days differ
    ("2026-07-10 16:15", "P1D", "2026-07-13 16:00"),
    ("2026-07-10 11:45", "P1D", "2026-07-13 13:00"),
    ("2026-07-09 11:30", "P1D", "2026-07-10 11:30"),
    ("2026-07-09 11:31", "P1D", "2026-07-10 13:00"),
    ("2026-07-09 11:45", "P1D", "2026-07-10 13:00"),
    ("2026-07-09 12:30", "P1D", "2026-07-10 13:00"),
    ("2026-07-09 15:45", "P1D", "2026-07-10 15:45"),
    # weeks
    ("2026-07-06 10:00", "P1W", "2026-07-13 10:00"),
    ("2026-07-08 14:00", "P1W", "2026-07-15 14:00"),
    ("2026-07-10 16:15", "P1W", "2026-07-17 16:15"),
    ("2026-07-11 09:00", "P1W", "2026-07-20 07:30"),
    ("2026-07-06 10:00", "P2W", "2026-07-20 10:00"),
    ("2026-07-06 10:00", "P4W", "2026-08-03 10:00"),
    # days, then hours
    ("2026-07-06 10:00", "P1DT2H", "2026-07-07 12:00"),
    ("2026-07-06 11:00", "P1DT2H", "2026-07-07 14:00"),
    ("2026-07-06 15:00", "P1DT2H", "2026-07-08 08:30"),
    ("2026-07-06 15:50", "P1DT15M", "2026-07-08 07:35"),
    ("2026-07-09 14:00", "P2DT3H30M", "2026-07-14 09:00"),
    ("2026-07-09 11:45", "P1DT1H", "2026-07-10 14:00"),
    ("2026-07-10 16:15", "P1DT1H", "2026-07-14 08:30"),
    ("2026-07-11 09:00", "P3DT1H30M", "2026-07-16 09:00"),
]

HOLIDAYS_BETWEEN = [
    # Tahun Baru Islam, Tuesday 16 June
    ("2026-06-15 10:00", "P1D", "2026-06-17 10:00"),
    ("2026-06-15 15:50", "PT15M", "2026-06-17 07:35"),
    ("2026-06-16 10:00", "PT15M", "2026-06-17 07:45"),
    ("2026-06-16 10:00", "P1D", "2026-06-18 07:30"),
    ("2026-06-15 10:00", "P1W", "2026-06-23 10:00"),
    ("2026-06-15 10:00", "P7D", "2026-06-25 10:00"),
    ("2026-06-08 10:00", "P1W", "2026-06-15 10:00"),
    ("2026-06-09 10:00", "P1W", "2026-06-17 10:00"),
    # Nyepi and Idul Fitri with their cuti bersama: 18 to 24 March
    ("2026-03-17 10:00", "P1D", "2026-03-25 10:00"),
    ("2026-03-17 15:30", "PT1H", "2026-03-25 08:00"),
    ("2026-03-18 09:00", "PT15M", "2026-03-25 07:45"),
    ("2026-03-20 09:00", "P1D", "2026-03-26 07:30"),
    ("2026-03-16 10:00", "P1W", "2026-03-30 10:00"),
    ("2026-03-16 10:00", "P7D", "2026-04-01 10:00"),
    ("2026-03-26 10:00", "P5D", "2026-04-02 10:00"),
    ("2026-03-26 10:00", "P6D", "2026-04-06 10:00"),
    # Imlek: Monday 16 (cuti bersama) and Tuesday 17 February
    ("2026-02-13 14:00", "P1D", "2026-02-18 14:00"),
    ("2026-02-13 16:00", "PT1H", "2026-02-18 08:00"),
    # May and June
    ("2026-04-30 10:00", "P1D", "2026-05-04 10:00"),
    ("2026-05-13 10:00", "P1D", "2026-05-18 10:00"),
    ("2026-05-26 11:45", "P1D", "2026-05-29 13:00"),
    ("2026-05-29 10:00", "P1D", "2026-06-02 10:00"),
    ("2026-05-26 10:00", "P3D", "2026-06-03 10:00"),
    # August
    ("2026-08-14 15:00", "P1D", "2026-08-18 15:00"),
    ("2026-08-24 10:00", "P2D", "2026-08-27 10:00"),
    # the year ends
    ("2025-12-31 10:00", "P1D", "2026-01-02 10:00"),
    ("2025-12-31 15:45", "PT30M", "2026-01-02 07:45"),
    ("2026-12-23 10:00", "P1D", "2026-12-28 10:00"),
    ("2026-12-23 10:00", "P1W", "2027-01-04 10:00"),
    ("2026-12-31 10:00", "P1D", "2027-01-04 10:00"),
    ("2026-12-31 15:30", "PT1H", "2027-01-04 08:00"),
]

SIX_DAYS_A_WEEK = [
    ("2026-07-06 10:00", "P1D", "2026-07-07 10:00"),
    ("2026-07-10 10:00", "P1D", "2026-07-11 10:00"),
    ("2026-07-11 10:00", "P1D", "2026-07-13 10:00"),
    ("2026-07-09 14:00", "P1D", "2026-07-10 11:30"),
    ("2026-07-09 13:45", "P2D", "2026-07-11 13:00"),
    ("2026-07-10 14:00", "P1D", "2026-07-13 07:30"),
    ("2026-07-10 11:30", "P1D", "2026-07-13 07:30"),
    ("2026-07-06 10:00", "P6D", "2026-07-13 10:00"),
    ("2026-07-06 10:00", "P1W", "2026-07-13 10:00"),
    ("2026-07-08 14:00", "P1W", "2026-07-15 14:00"),
    ("2026-07-06 10:00", "P7D", "2026-07-14 10:00"),
    ("2026-07-06 11:45", "PT30M", "2026-07-06 12:45"),
    ("2026-07-10 11:15", "PT30M", "2026-07-11 07:45"),
    ("2026-07-11 12:45", "PT30M", "2026-07-13 07:45"),
    ("2026-07-11 13:00", "PT15M", "2026-07-13 07:45"),
    ("2026-07-12 09:00", "PT15M", "2026-07-13 07:45"),
    ("2026-06-15 10:00", "P1W", "2026-06-23 10:00"),
    ("2026-03-17 10:00", "P1D", "2026-03-25 10:00"),
    ("2026-03-17 10:00", "P4D", "2026-03-28 10:00"),
]

OVERRIDDEN = [
    (CLOSED_TUESDAY, "2026-07-06 10:00", "P1D", "2026-07-08 10:00"),
    (CLOSED_TUESDAY, "2026-07-06 15:50", "PT15M", "2026-07-08 07:35"),
    (CLOSED_TUESDAY, "2026-07-07 10:00", "PT15M", "2026-07-08 07:45"),
    (HALF_WEDNESDAY, "2026-07-07 10:00", "P1D", "2026-07-08 10:00"),
    (HALF_WEDNESDAY, "2026-07-07 14:00", "P1D", "2026-07-08 11:30"),
    (HALF_WEDNESDAY, "2026-07-07 14:00", "P2D", "2026-07-09 14:00"),
    (HALF_WEDNESDAY, "2026-07-07 14:00", "P1DT1H", "2026-07-09 08:30"),
    (HALF_WEDNESDAY, "2026-07-08 10:00", "PT2H", "2026-07-09 08:00"),
    (HALF_WEDNESDAY, "2026-07-08 10:00", "P1D", "2026-07-09 10:00"),
    (HALF_WEDNESDAY, "2026-07-08 11:30", "PT15M", "2026-07-09 07:45"),
    (OPEN_SATURDAY, "2026-07-10 10:00", "P1D", "2026-07-11 10:00"),
    (OPEN_SATURDAY, "2026-07-10 14:00", "P1D", "2026-07-11 12:00"),
    (OPEN_SATURDAY, "2026-07-10 07:30", "P1D", "2026-07-11 08:00"),
    (OPEN_SATURDAY, "2026-07-10 10:00", "P2D", "2026-07-13 10:00"),
    (OPEN_SATURDAY, "2026-07-10 16:15", "PT30M", "2026-07-11 08:15"),
    (OPEN_SATURDAY, "2026-07-11 07:30", "PT15M", "2026-07-11 08:15"),
    (OPEN_SATURDAY, "2026-07-11 09:00", "PT4H", "2026-07-13 08:30"),
    (OPEN_SATURDAY, "2026-07-06 10:00", "P1W", "2026-07-11 10:00"),  # the fifth working day, this time
    (OPEN_HOLIDAY, "2026-08-14 15:00", "P1D", "2026-08-17 15:00"),
    (FASTING, "2026-02-18 10:00", "P1D", "2026-02-19 10:00"),
    (FASTING, "2026-02-18 15:30", "P1D", "2026-02-19 15:00"),
    (FASTING, "2026-02-18 07:30", "P1D", "2026-02-19 08:00"),
    (FASTING, "2026-02-18 12:30", "P1D", "2026-02-19 13:00"),
    (FASTING, "2026-02-19 07:30", "PT1H", "2026-02-19 09:00"),
    (FASTING, "2026-02-19 12:10", "PT15M", "2026-02-19 12:45"),
    (FASTING, "2026-02-19 08:00", "PT6H30M", "2026-02-19 15:00"),
    (FASTING, "2026-02-19 14:45", "PT30M", "2026-02-20 08:15"),
    (FASTING, "2026-02-19 11:40", "P1D", "2026-02-20 12:30"),
    (FASTING, "2026-02-20 11:15", "PT30M", "2026-02-20 12:45"),
    (FASTING, "2026-02-20 15:15", "PT1H", "2026-02-23 08:45"),
    (FASTING, "2026-03-16 15:00", "P1D", "2026-03-25 08:00"),
    (FASTING, "2026-03-17 14:00", "PT2H", "2026-03-25 08:30"),
    (FASTING, "2026-03-17 10:00", "P1D", "2026-03-25 10:00"),
    (FASTING, "2026-02-23 08:00", "PT32H30M", "2026-02-27 15:30"),  # the fasting week is 32.5 hours
]


@pytest.mark.parametrize(("arrival", "duration", "expected"), HOURS_OF_WORK)
def test_hours_are_worked_off_within_hours(arrival: str, duration: str, expected: str) -> None:
    assert FIVE.due(arrival, duration) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(("arrival", "duration", "expected"), DAYS_AND_WEEKS)
def test_days_keep_the_hour_and_weeks_are_working_weeks(arrival: str, duration: str, expected: str) -> None:
    assert FIVE.due(arrival, duration) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(("arrival", "duration", "expected"), HOLIDAYS_BETWEEN)
def test_holidays_and_joint_leave_are_no_working_days(arrival: str, duration: str, expected: str) -> None:
    assert FIVE.due(arrival, duration) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(("arrival", "duration", "expected"), SIX_DAYS_A_WEEK)
def test_an_agency_may_work_six_days(arrival: str, duration: str, expected: str) -> None:
    assert SIX.due(arrival, duration) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(("office", "arrival", "duration", "expected"), OVERRIDDEN)
def test_an_override_stands_above_weekday_and_holiday(
    office: Office, arrival: str, duration: str, expected: str
) -> None:
    assert office.due(arrival, duration) == datetime.fromisoformat(expected)


def test_the_tables_hold_the_promised_number_of_cases() -> None:
    tables = (HOURS_OF_WORK, DAYS_AND_WEEKS, HOLIDAYS_BETWEEN, SIX_DAYS_A_WEEK, OVERRIDDEN)
    assert sum(len(table) for table in tables) >= 150


@pytest.mark.parametrize(
    ("arrival", "duration", "zone", "expected"),
    [
        # one instant, three clocks: 15.30 WIB is still working time, 16.30 WITA and 17.30 WIT are not
        ("2026-07-06T08:30Z", "PT15M", "WIB", "2026-07-06T08:45Z"),
        ("2026-07-06T08:30Z", "PT15M", "WITA", "2026-07-06T23:45Z"),
        ("2026-07-06T08:30Z", "PT15M", "WIT", "2026-07-06T22:45Z"),
        # Sunday in London, Monday morning in the east
        ("2026-07-05T23:00Z", "PT15M", "WIB", "2026-07-06T00:45Z"),
        ("2026-07-05T23:00Z", "PT15M", "WITA", "2026-07-05T23:45Z"),
        ("2026-07-05T23:00Z", "PT15M", "WIT", "2026-07-05T23:15Z"),
        ("2026-07-05T22:30Z", "PT15M", "WIT", "2026-07-05T22:45Z"),
        # Friday 16.00 WIB, 17.00 WITA, 18.00 WIT
        ("2026-07-10T09:00Z", "P1D", "WIB", "2026-07-13T09:00Z"),
        ("2026-07-10T09:00Z", "P1D", "WITA", "2026-07-13T23:30Z"),
        ("2026-07-10T09:00Z", "P1D", "WIT", "2026-07-13T22:30Z"),
        # a holiday begins at local midnight: 30 April 22.30Z is 1 May in every zone
        ("2026-04-30T22:30Z", "PT15M", "WIT", "2026-05-03T22:45Z"),
        # the zone in which the arrival is written does not matter
        ("2026-07-06T10:00+07:00", "PT15M", "WIT", "2026-07-06T04:15Z"),
        ("2026-07-06T10:00+07:00", "PT15M", "WIB", "2026-07-06T03:15Z"),
        ("2026-07-06T10:00+07:00", "PT15M", "Asia/Jayapura", "2026-07-06T04:15Z"),
    ],
)
def test_each_zone_has_its_own_hours(arrival: str, duration: str, zone: str, expected: str) -> None:
    done = due(datetime.fromisoformat(arrival), duration, hours=STANDARD_HOURS, zone=zone, holidays=HOLIDAYS)
    assert done == datetime.fromisoformat(expected)
    assert done.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        *("PT1S", "PT30M", "PT2H", "PT120M", "PT090M", "PT1H30M", "PT1H30M15S", "PT1H5S", "PT8784H"),
        *("P1D", "P01D", "P7D", "P14D", "P366D", "P1DT2H", "P1DT30M", "P1W", "P4W", "P52W"),
    ],
)
def test_a_duration_is_weeks_or_days_and_hours(text: str) -> None:
    assert is_duration(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "P",
            "PT",
            "P1DT",
            "1D",
            "15M",
            "T15M",
            "-PT1H",
            "+P1D",
            "P-1D",
            "PT-5M",
            "p1d",
            "pt15m",
            "P1d",
        ),
        *("P1Y", "P1M", "P15M", "P1Y2M", "P1MT1H", "P1W2D", "P2W3D", "P1D1W", "PT1D", "P1H", "PT1W"),
        *(
            "PT1.5H",
            "PT1,5H",
            "P0.5D",
            "PT1M1H",
            "PT1S1M",
            " P1D",
            "P1D ",
            "P1D\n",
            "P 1D",
            "PT1H/PT2H",
            "R/P1D",
        ),
        *("P0D", "PT0S", "P0W", "P0DT0H", "P367D", "P53W", "PT8785H", "P999999999W", "P9999999999D"),
        *("P١D", "P１D", "30 menit", "1 hari", "P1D;P2D"),
    ],
)
def test_anything_else_is_no_duration(text: str) -> None:
    assert not is_duration(text)
    with pytest.raises(ValueError, match="duration"):
        FIVE.due("2026-07-06 10:00", text)


def test_an_arrival_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zone"):
        due(datetime(2026, 7, 6), "P1D", hours=STANDARD_HOURS, zone="WIB", holidays=())  # noqa: DTZ001


@pytest.mark.parametrize(
    ("name", "short", "hours"),
    [
        ("Asia/Jakarta", "WIB", 7),
        ("Asia/Pontianak", "WIB", 7),
        ("Asia/Makassar", "WITA", 8),
        ("Asia/Jayapura", "WIT", 9),
        ("WITA", "WITA", 8),
    ],
)
def test_the_country_has_three_zones(name: str, short: str, hours: int) -> None:
    zone = time_zone(name)
    assert (zone.tzname(None), zone.utcoffset(None)) == (short, timedelta(hours=hours))


def test_the_zones_agree_with_the_zone_database() -> None:
    for name, zone in ZONES.items():
        if "/" in name:
            for year in (1990, 2026, 2040):
                moment = datetime(year, 7, 1, tzinfo=UTC)
                assert moment.astimezone(ZoneInfo(name)).utcoffset() == zone.utcoffset(None)


def test_a_zone_outside_the_country_is_refused() -> None:
    with pytest.raises(ValueError, match="WIB"):
        time_zone("Europe/London")


def test_a_calendar_that_never_opens_is_named_and_not_searched_for_ever() -> None:
    class EveryDay(Container[date]):
        def __contains__(self, day: object) -> bool:
            return True

    with pytest.raises(NoWorkingDay):
        Office(holidays=EveryDay()).due("2026-07-06 10:00", "PT15M")


@pytest.mark.parametrize(
    "clocks",
    [
        ("16:00", "07:30"),
        ("07:30", "07:30"),
        ("07:30", "16:00", "13:00", "12:00"),
        ("07:30", "16:00", "12:00", "12:00"),
        ("07:30", "16:00", "07:00", "08:00"),
        ("07:30", "16:00", "07:30", "08:00"),
        ("07:30", "16:00", "15:00", "16:00"),
    ],
)
def test_hours_that_make_no_day_cannot_be_made(clocks: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="Expected"):
        day_hours(*clocks)


def test_a_week_has_seven_days_and_work_in_it() -> None:
    for days in ((), (None,) * 7, (LONG,) * 6):
        with pytest.raises(ValueError, match="seven"):
            WorkingHours(days)
    assert (STANDARD_HOURS.days_a_week, SIX_DAYS.days_a_week) == (5, 6)


# What no table can show. The samples are fixed by their seed.

OFFICES = [FIVE, SIX, HALF_WEDNESDAY, OPEN_SATURDAY, FASTING, Office(zone="WIT")]
DURATIONS = ["PT5M", "PT30M", "PT3H", "PT15H", "P1D", "P2D", "P7D", "P1W", "P1DT2H", "P3DT45M", "PT59S"]


def arrivals(seed: int, count: int) -> list[datetime]:
    """Moments of 2026, half of them on the quarter hours at which days and breaks begin and end."""
    chance = random.Random(seed)  # noqa: S311
    start = datetime(2026, 1, 1)  # noqa: DTZ001
    quarters = [start + timedelta(minutes=15 * chance.randrange(365 * 96)) for _ in range(count // 2)]
    return quarters + [start + timedelta(seconds=chance.randrange(365 * 86400)) for _ in range(count // 2)]


def is_working(office: Office, moment: datetime) -> bool:
    """Opening, closing and both ends of the break belong to the hours here. Its own reading of the rules."""
    special = {override.day: override.hours for override in office.overrides}
    if moment.date() in special:
        hours = special[moment.date()]
    elif moment.date() in office.holidays:
        hours = None
    else:
        hours = office.hours.days[moment.weekday()]
    if hours is None or not hours.opens <= moment.time() <= hours.closes:
        return False
    return hours.rest is None or not hours.rest.start < moment.time() < hours.rest.end


@pytest.mark.parametrize("office", OFFICES)
def test_due_lies_within_hours_and_never_before_the_arrival(office: Office) -> None:
    for arrival in arrivals(1, 120):
        for duration in DURATIONS:
            done = office.due(arrival, duration)
            assert done > arrival
            assert is_working(office, done), (arrival, duration, done)


@pytest.mark.parametrize("office", OFFICES)
def test_who_arrives_later_is_never_due_earlier(office: Office) -> None:
    ordered = sorted(arrivals(2, 200))
    for duration in DURATIONS:
        moments = [office.due(arrival, duration) for arrival in ordered]
        assert moments == sorted(moments), duration


@pytest.mark.parametrize("office", OFFICES)
def test_more_time_is_never_due_earlier(office: Office) -> None:
    for arrival in arrivals(3, 60):
        minutes = [office.due(arrival, f"PT{n}M") for n in (1, 15, 60, 240, 451, 900, 2250)]
        days = [office.due(arrival, f"P{n}D") for n in range(1, 9)]
        assert minutes == sorted(minutes)
        assert days == sorted(set(days))


@pytest.mark.parametrize("office", OFFICES)
def test_hours_add_up_however_they_are_parted(office: Office) -> None:
    chance = random.Random(4)  # noqa: S311
    for arrival in arrivals(5, 200):
        first, second = chance.randrange(1, 1500), chance.randrange(1, 1500)
        parted = office.due(office.due(arrival, f"PT{first}M"), f"PT{second}M")
        assert parted == office.due(arrival, f"PT{first + second}M")


def test_days_add_up_where_every_day_has_the_same_hours() -> None:
    office = Office(hours=WorkingHours((LONG,) * 6 + (None,)))
    chance = random.Random(6)  # noqa: S311
    for arrival in arrivals(7, 200):
        first, second = chance.randrange(1, 12), chance.randrange(1, 12)
        parted = office.due(office.due(arrival, f"P{first}D"), f"P{second}D")
        assert parted == office.due(arrival, f"P{first + second}D")
        assert office.due(arrival, "P1W") == office.due(arrival, "P6D")


@pytest.mark.parametrize("office", OFFICES)
def test_work_agrees_with_counting_minute_by_minute(office: Office) -> None:
    chance = random.Random(8)  # noqa: S311
    minute = timedelta(minutes=1)
    for arrival in arrivals(9, 20)[:10]:
        wanted = chance.randrange(1, 700)
        moment, worked = arrival, 0
        while worked < wanted:
            worked += is_working(office, moment) and is_working(office, moment + minute)
            moment += minute
        assert office.due(arrival, f"PT{wanted}M") == moment


def test_the_longest_duration_is_laid_out_at_once() -> None:
    assert FIVE.due("2026-07-06 10:00", "PT8784H") > datetime(2030, 1, 1)  # noqa: DTZ001
