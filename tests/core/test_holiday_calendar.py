"""The library's dates against the joint decree of three ministers for 2026."""

from __future__ import annotations

from datetime import date

import pytest

from runner.holiday_calendar import national_holidays


def days(text: str) -> set[date]:
    return {date.fromisoformat(f"2026-{day}") for day in text.split()}


PUBLIC = days(
    "01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 08-25 12-25"
)
JOINT_LEAVE = days("02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24")


def test_2026_holds_the_seventeen_holidays_and_eight_days_of_joint_leave() -> None:
    assert (len(PUBLIC), len(JOINT_LEAVE)) == (17, 8)
    assert national_holidays(2026, 2026) == PUBLIC | JOINT_LEAVE


def test_a_range_holds_every_year_in_it_and_no_other() -> None:
    found = national_holidays(2025, 2027)
    assert {day.year for day in found} == {2025, 2026, 2027}
    assert {day for day in found if day.year == 2026} == PUBLIC | JOINT_LEAVE
    assert date(2027, 1, 1) in found


def test_the_same_range_is_made_once() -> None:
    assert national_holidays(2026, 2031) is national_holidays(2026, 2031)


def test_a_range_runs_forward() -> None:
    with pytest.raises(ValueError, match="range"):
        national_holidays(2027, 2026)
