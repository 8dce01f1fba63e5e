"""Durations as they are printed, read as ISO 8601.

Promise: what is a duration becomes one, of a range the longer end; what is none is told apart from what is
not understood.
Never: a guess of a unit, except that bare numbers are minutes.
"""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = {
    "PT{}M": ("menit", "mnt", "mnit", "m", "min"),
    "PT{}H": ("jam", "j"),
    "P{}D": ("hari", "hr", "hari kerja", "hk"),
    "P{}W": ("minggu", "mgg", "pekan"),
}
_PATTERNS: Final = {word: pattern for pattern, words in _UNITS.items() for word in words}
_WORD: Final = "|".join(sorted(map(re.escape, _PATTERNS), key=len, reverse=True))
_NUMBER: Final = r"\d+(?:[.,]\d+)?"
_PART: Final = re.compile(
    rf"(?:(?:±|\+/-|kurang lebih|maksimal|maks\.?|max\.?|paling lama)\s*)?"
    rf"(?:{_NUMBER}\s*(?:{_WORD})?\s*(?:-|–|—|s/d|s\.d\.?|sampai|sd)\s*)?"
    rf"(?P<number>{_NUMBER})\s*(?:\([\w\s]+\)\s*)?(?P<unit>{_WORD})?\.?(?=$|\s|,|;|\d)",
    re.IGNORECASE,
)
#: What stands in the column of time without being one: how often, or "as the case may be".
_NONE: Final = re.compile(
    r"[-–—]*|(?:setiap|tiap|sesuai|menyesuaikan|kondisional|situasional|tentatif|insidentil?|rutin|berkala"
    r"|sewaktu|saat itu|seketika|tergantung)\b.*",
    re.IGNORECASE,
)


class NoDuration(ValueError):
    """The text is meant as a duration but is not understood."""


def iso_of(text: str) -> str:
    """The duration that a text prints, empty where it prints none.

    Raises NoDuration.
    """
    text = " ".join(text.split())
    if _NONE.fullmatch(text):
        return ""
    parts: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        found = _PART.match(text, at)
        if found is None:
            raise NoDuration(text)
        parts.append((found["number"].replace(",", "."), (found["unit"] or "menit").lower()))
        at = found.end() + len(re.match(r"[\s,;]*(?:dan\s+)?", text[found.end() :]).group())  # type: ignore[union-attr]
    return _joined(parts, text)


def _joined(parts: list[tuple[str, str]], text: str) -> str:
    """``1 jam 30 menit`` is PT1H30M; half units become the next smaller one."""
    whole: dict[str, int] = {}
    for number, unit in parts:
        pattern = _PATTERNS[unit]
        if "." in number:
            if pattern != "PT{}H":
                raise NoDuration(text)
            minutes = float(number) * 60
            if minutes != int(minutes):
                raise NoDuration(text)
            pattern, number = "PT{}M", str(int(minutes))
        if pattern in whole:
            raise NoDuration(text)
        whole[pattern] = int(number)
    if len(whole) == 1:
        ((pattern, number_of),) = whole.items()
        return pattern.format(number_of)
    if "P{}W" in whole:
        raise NoDuration(text)
    days = f"{whole['P{}D']}D" if "P{}D" in whole else ""
    hours = f"{whole['PT{}H']}H" if "PT{}H" in whole else ""
    minutes_of = f"{whole['PT{}M']}M" if "PT{}M" in whole else ""
    return f"P{days}" + (f"T{hours}{minutes_of}" if hours or minutes_of else "")
