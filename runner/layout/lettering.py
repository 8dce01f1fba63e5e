"""How much room words take.

Promise: a little more than Arial or Liberation Sans need, so that other sans serifs fit, too.
Never: a font file.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

#: Sizes that bpmn.io draws with: names inside symbols and lanes, and labels beside symbols.
INSIDE: Final = 12
BESIDE: Final = 11
#: From line to line.
LEADING: Final = 14

#: Advance widths of a plain sans serif, in thousandths of the size.
_ADVANCE: Final = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys(" !,./:;I[]\\ft-()", 290),
    **dict.fromkeys('r*"', 350),
    **dict.fromkeys("ckJsvxyz", 500),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm", 833),
    **dict.fromkeys("W%@", 960),
}
_OTHERWISE: Final = 556
#: The widest sans serif that is a common stand-in (DejaVu Sans) against the narrowest.
_ROOMY: Final = 1.17


@lru_cache(maxsize=4096)
def width_of(text: str, size: int) -> int:
    """The pixels that one line of text takes."""
    return math.ceil(sum(_ADVANCE.get(letter, _OTHERWISE) for letter in text) * size * _ROOMY / 1000)


def wrapped(text: str, width: int, size: int) -> list[str]:
    """The lines that a text breaks into; a word that is too long stands alone on its line."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and width_of(longer, size) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def widest(lines: list[str], size: int) -> int:
    """The width of the longest of these lines."""
    return max((width_of(line, size) for line in lines), default=0)


def block(text: str, width: int, size: int) -> tuple[int, int]:
    """Width and height of a text that is wrapped to ``width``."""
    lines = wrapped(text, width, size)
    return max(26, widest(lines, size) + 4), LEADING * len(lines)
