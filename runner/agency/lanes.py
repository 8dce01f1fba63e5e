"""Which positions a lane stands for. Never guesses: a lane that only resembles a name is refused, with the
resemblance as a suggestion.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from runner.agency.offices import Agency
from runner.errors import LaneUnresolved
from runner.model import APPLICANT, Position, PositionCode

#: Enough for any printed lane; what is longer is compared by its beginning only.
_LONGEST_COMPARED: Final = 120


def folded(name: str) -> str:
    """``name`` without all that print may change: case, spaces, breaks, hyphens, dots, slashes."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


def names_of(position: Position) -> Iterator[str]:
    """Every name a lane may carry for this position: title, code and aliases."""
    yield position.title
    yield position.code
    yield from position.aliases


def resolve(agency: Agency, lane_name: str, explicit: Sequence[str] = ()) -> tuple[PositionCode, ...]:
    """The positions whose holders may act in the lane, in the order given; any one of them suffices.

    ``explicit`` are the codes of the lane's property ``jabatan``; they alone count where there are any.
    ``pemohon`` is a code there, never an alias: a printed lane "Pemohon" may be an outside party.
    Raises LaneUnresolved.
    """
    codes = tuple(dict.fromkeys(PositionCode(code.strip().casefold()) for code in explicit if code.strip()))
    if codes:
        known = {position.code for position in agency.positions} | {APPLICANT}
        unknown = [code for code in codes if code not in known]
        if unknown:
            close = (match for code in unknown for match in _suggestions(agency, code))
            raise LaneUnresolved(lane_name, tuple(dict.fromkeys(close)), unknown=unknown)
        return codes
    wanted = folded(lane_name)
    found = [
        position.code
        for position in agency.positions
        if wanted and wanted in {folded(name) for name in names_of(position)}
    ]
    if len(found) != 1:
        raise LaneUnresolved(lane_name, _suggestions(agency, lane_name))
    return (found[0],)


def _suggestions(agency: Agency, name: str) -> tuple[str, ...]:
    wanted = folded(name)[:_LONGEST_COMPARED]
    titles = {
        folded(known)[:_LONGEST_COMPARED]: f"{position.title} ({position.code})"
        for position in agency.positions
        for known in names_of(position)
    }
    titles[APPLICANT] = f"jabatan={APPLICANT}"
    parts = [
        known for known in titles if min(len(known), len(wanted)) > 3 and (known in wanted or wanted in known)
    ]
    close = [*get_close_matches(wanted, titles, n=3, cutoff=0.6), *parts]
    return tuple(dict.fromkeys(titles[match] for match in close))[:3]
