"""From when a revision is in force, as a form says it: now, or from 00:00 of a day.

Never: a moment of the server's zone; a day is a day of the agency.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext as _

from runner import since_midnight
from webui.login import runner

NOW, LATER = "sekarang", "tanggal"


class DayRefused(ValueError):
    """No day, or one that is over; ``said`` tells the reader."""

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(said)


def wanted(zone: str) -> Callable[..., datetime] | None:
    """What the form of this request asks for; None is now. Raises DayRefused."""
    if request.form.get("berlaku", NOW) != LATER:
        return None
    text = request.form.get("tanggal", "").strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise DayRefused(_("Isi tanggal mulai berlakunya, atau pilih “Sekarang juga”.")) from None
    if day < today(zone):
        raise DayRefused(_("Tanggal itu sudah lewat. Pilih tanggal lain, atau “Sekarang juga”."))
    return since_midnight(day)


def today(zone: str) -> date:
    """The day that it is in this zone."""
    return runner().now().astimezone(ZoneInfo(zone) if zone else UTC).date()
