"""Short texts that are recorded for ever: notes, reasons, names of deployments.

Promise: what comes back is what was typed, without the blanks around it, on every database.
Never: a text made shorter in silence.
"""

from __future__ import annotations

from typing import Final

from runner.errors import TextRefused
from runner.model import Words

#: The longest note or reason, in characters: as long as the reason of a return.
LONGEST_NOTE: Final = 2_000
#: The longest name of a deployment or of the program that it came by.
LONGEST_NAME: Final = 255


def kept(text: str, what: Words, *, most: int = LONGEST_NOTE) -> str:
    """The text as it is recorded. Raises TextRefused."""
    text = text.strip()
    # no database keeps the character NUL in a text, and half a pair of UTF-16 is no character
    readable = not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)
    if len(text) > most or not readable:
        raise TextRefused(what, most=most)
    return text
