"""How moments and languages read on a page.

Promise: a moment is shown in the zone of the reader's agency with the zone's name; ages are
relative to the app's clock. Never: arithmetic of working time; that is the runner's.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names
from flask import Flask, current_app, g, request
from flask_babel import Babel, get_translations

from runner import Words

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
#: What people write behind the hour; Babel names them only in some locales.
ZONE_NAMES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
NO_AGENCY = "Asia/Jakarta"


def install(app: Flask, *, clock: Callable[[], datetime]) -> None:
    """Add the language switch, the filters for moments and the texts of both languages."""
    app.extensions["alur.clock"] = clock
    Babel(app, default_locale="id", locale_selector=language)
    # A page asks for hundreds of sentences: Flask-Babel's own callables look the language up for each.
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(moment=moment, day=day, age=age, words=words, iso=iso, told=json.loads)
    app.context_processor(lambda: {"language": language(), "languages": LANGUAGES})


def language() -> str:
    """The language of this request: what the address asks for, else what was chosen, else Indonesian."""
    kept: str | None = g.get("language")
    if kept is None:
        asked = request.args.get("bahasa") or request.cookies.get(current_app.config["LANGUAGE_COOKIE_NAME"])
        kept = g.language = asked if asked in LANGUAGES else "id"
    return kept


def gettext(text: str) -> str:
    return _sentences().gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    return _sentences().ngettext(one, many, count)


def _sentences() -> NullTranslations:
    kept: NullTranslations | None = g.get("sentences")
    if kept is None:
        kept = g.sentences = get_translations()
    return kept


def words(text: Words | str) -> str:
    """A sentence of the runner in the reader's language."""
    return text if isinstance(text, str) else text.in_(language())


def moment(at: datetime, zone: str = "") -> str:
    """``Sen, 23 Nov 2026 10.00 WITA``, in this zone, else in the one of the page."""
    name = zone or _zone_name()
    there = at.astimezone(_zone(name))
    hour = f"{there:%H.%M}" if language() == "id" else f"{there:%H:%M}"
    return f"{day(there.date())} {hour} {ZONE_NAMES.get(name) or there.tzname() or ''}".rstrip()


def day(on: date) -> str:
    """``Sen, 23 Nov 2026``; of a moment, the day in the reader's zone."""
    if isinstance(on, datetime):
        on = on.astimezone(_zone(_zone_name())).date()
    days, months = _names(language())
    return f"{days[on.weekday()]}, {on.day} {months[on.month]} {on.year}"


def age(at: datetime) -> str:
    """How long ago, as people say it."""
    now: datetime = current_app.extensions["alur.clock"]()
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return gettext("baru saja")
    if minutes < 60:
        return ngettext("%(num)d menit lalu", "%(num)d menit lalu", minutes) % {"num": minutes}
    if minutes < 24 * 60:
        return ngettext("%(num)d jam lalu", "%(num)d jam lalu", minutes // 60) % {"num": minutes // 60}
    return ngettext("%(num)d hari lalu", "%(num)d hari lalu", minutes // 1440) % {"num": minutes // 1440}


def iso(at: datetime) -> str:
    """For machines: the ``datetime`` attribute of ``<time>``."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _zone_name() -> str:
    name: str = g.get("zone") or NO_AGENCY
    return name


@lru_cache(maxsize=32)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=4)
def _names(language: str) -> tuple[dict[int, str], dict[int, str]]:
    return dict(get_day_names("abbreviated", locale=language)), dict(
        get_month_names("abbreviated", locale=language)
    )
