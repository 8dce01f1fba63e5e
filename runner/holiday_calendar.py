"""The days on which the country does not work: national holidays and cuti bersama. Shell: what is laid
over a due moment here is frozen with it, so replay never asks again and an SLA never moves silently.

The dates come with the pinned release of the ``holidays`` library; a decree that came too late for it, a
regional day or an election belongs into the overrides of the agency.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

import holidays

_COUNTRY: Final = "ID"
#: ``government`` is the library's word for cuti bersama.
_CATEGORIES: Final = ("public", "government")


def national_holidays(first: int, last: int) -> frozenset[date]:
    """Every holiday and day of joint leave from 1 January ``first`` to 31 December ``last``."""
    if first > last:
        raise ValueError(f"Expected a range of years, but got {first} to {last}.")
    return _between(first, last)


@lru_cache(maxsize=32)
def _between(first: int, last: int) -> frozenset[date]:
    years = range(first, last + 1)
    return frozenset(holidays.country_holidays(_COUNTRY, years=years, categories=_CATEGORIES))
