"""The agency as a frozen noun and its form in JSON. A released ``v`` is read for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from runner.errors import NotFound
from runner.model import AgencyCode, Json, Position, PositionCode
from runner.working_time import DayHours, DayOverride, Span, WorkingHours

_VERSION: Final = 2
#: What is read: version 1 had no four eyes.
_READ: Final = (1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """The office whose SOPs and people these are; ``zone`` is a name of the zone database.

    With ``four_eyes``, whoever wrote a draft may not publish it.
    """

    code: AgencyCode
    name: str
    zone: str
    hours: WorkingHours
    positions: tuple[Position, ...]
    overrides: tuple[DayOverride, ...] = ()
    four_eyes: bool = False

    def position(self, code: str) -> Position:
        """The position of that code. Raises NotFound."""
        for position in self.positions:
            if position.code == code:
                return position
        raise NotFound("position", code)

    def to_json(self) -> dict[str, Json]:
        """The whole agency as JSON; ``from_json`` gives an equal one back."""
        return {
            "v": _VERSION,
            "code": self.code,
            "name": self.name,
            "zone": self.zone,
            "hours": [_hours_json(day) for day in self.hours.days],
            "positions": [
                {
                    "code": position.code,
                    "title": position.title,
                    "aliases": list(position.aliases),
                    "external": position.external,
                    "represented_by": position.represented_by,
                }
                for position in self.positions
            ],
            "overrides": [
                {"day": override.day.isoformat(), "hours": _hours_json(override.hours), "note": override.note}
                for override in self.overrides
            ],
            "four_eyes": self.four_eyes,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Agency:
        """The agency that ``to_json`` wrote. Raises ValueError for a version this release cannot read."""
        if value["v"] not in _READ:
            raise ValueError(f"Expected an agency in version 1 to {_VERSION}, but it is in {value['v']!r}.")
        return cls(
            code=AgencyCode(value["code"]),
            name=value["name"],
            zone=value["zone"],
            hours=WorkingHours(tuple(_hours(day) for day in value["hours"])),
            positions=tuple(
                Position(
                    code=PositionCode(position["code"]),
                    title=position["title"],
                    aliases=tuple(position["aliases"]),
                    external=position["external"],
                    represented_by=position["represented_by"] and PositionCode(position["represented_by"]),
                )
                for position in value["positions"]
            ),
            overrides=tuple(
                DayOverride(
                    day=date.fromisoformat(override["day"]),
                    hours=_hours(override["hours"]),
                    note=override["note"],
                )
                for override in value["overrides"]
            ),
            four_eyes=value.get("four_eyes", False),
        )


def _hours_json(day: DayHours | None) -> Json:
    if day is None:
        return None
    rest: Json = [day.rest.start.isoformat(), day.rest.end.isoformat()] if day.rest else None
    return {"opens": day.opens.isoformat(), "closes": day.closes.isoformat(), "rest": rest}


def _hours(value: Mapping[str, Any] | None) -> DayHours | None:
    if value is None:
        return None
    rest = value["rest"]
    return DayHours(
        opens=time.fromisoformat(value["opens"]),
        closes=time.fromisoformat(value["closes"]),
        rest=Span(time.fromisoformat(rest[0]), time.fromisoformat(rest[1])) if rest else None,
    )
