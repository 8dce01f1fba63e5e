"""When the tasks of a revision are due: its Waktu, laid over the working time of an agency.

Promise: national holidays come from the calendar that is installed, regional ones from the agency.
Never: the clock; the moment of the arrival comes in.
"""

from __future__ import annotations

from datetime import datetime

from runner import working_time
from runner.agency import Agency
from runner.holiday_calendar import national_holidays
from runner.lifecycle import DueOf
from runner.model import ElementId
from runner.revision import Revision


def due_of(revision: Revision, agency: Agency, at: datetime) -> DueOf:
    """Gives the due moment of an arrival at this moment, in the agency's working time."""

    def due(element: ElementId) -> datetime | None:
        duration = revision.diagram.tasks[element].properties.get("waktu", "").strip()
        if not duration:
            return None
        return working_time.due(
            at,
            duration,
            hours=agency.hours,
            zone=agency.zone,
            holidays=national_holidays(at.year - 1, at.year + 6),
            overrides=agency.overrides,
        )

    return due
