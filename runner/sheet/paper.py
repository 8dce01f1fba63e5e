"""Paper sizes and the measures of the form.

Promise: every size is landscape, in points.
Never: a measure that depends on an SOP.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_MILLIMETRE: Final = 72 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A sheet of paper, landscape."""

    name: str
    width: float
    height: float


def _landscape(name: str, long: float, short: float) -> Paper:
    return Paper(name=name, width=long * _MILLIMETRE, height=short * _MILLIMETRE)


A4: Final = _landscape("A4", 297, 210)
#: Folio as Indonesian offices buy it, 215 x 330 mm.
F4: Final = _landscape("F4", 330, 215)
PAPERS: Final = {"a4": A4, "f4": F4}
#: Where an SOP has too many Pelaksana, or too long a text, for the paper that was asked for.
LARGER: Final = (
    _landscape("A3", 420, 297),
    _landscape("A2", 594, 420),
    _landscape("A1", 841, 594),
    _landscape("A0", 1189, 841),
)

MARGIN: Final = 30.0
#: Room above the body for the name of the SOP, and below it for the page number.
RUNNING_HEAD: Final = 16.0
FOOT: Final = 16.0
PAD: Final = 3.0
THIN: Final = 0.5
THICK: Final = 1.0
LEADING: Final = 1.2
