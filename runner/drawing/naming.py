"""Names that a reader of the diagram sees, and ids that say what they are.

Promise: a step's name is short and made of the words of its activity; ids are plain and differ.
Never: a word that the activity does not have.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: The longest name of a step; longer ones do not fit its symbol.
LONGEST: Final = 36
_LONGEST_ID: Final = 48
#: An active verb, with which an activity begins once its actor is left out.
_VERB: Final = re.compile(r"(me(m|n|ng|ny|l|r|w)?[a-z]{3,}|ber(koordinasi|konsultasi))$", re.IGNORECASE)
#: A noun made of a verb, as which many activities are printed; then nobody is left out before it.
_NOUN: Final = re.compile(r"pe[a-z]+an$", re.IGNORECASE)
#: Where the main clause of an activity ends.
_CLAUSE: Final = re.compile(
    r"[;:,.(]|\s+(?:dan|serta|untuk|yang|kemudian|lalu|selanjutnya|apabila|jika|sesuai|beserta|guna|agar|/)\s",
    re.IGNORECASE,
)
#: How many words may stand before the verb and still be its actor.
_ACTOR: Final = 7
_SMALL: Final = re.compile(
    r"(ke|kepada|dari|di|pada|oleh|dengan|atas|dalam|untuk|dan|yang|serta|tentang|melalui)$",
    re.IGNORECASE,
)


def short_name(activity: str) -> str:
    """The verb of an activity and what it is about, in at most LONGEST letters."""
    words = activity.split()
    named = bool(words) and _NOUN.match(words[0]) is not None
    begin = next(
        (
            at
            for at, word in enumerate(words[: 0 if named else _ACTOR + 1])
            if _VERB.match(word.strip(",.;:/")) and not word.isupper()
        ),
        0,
    )
    clause = " ".join(words[begin:]) or activity
    cut = _CLAUSE.search(clause, 12)
    if cut is not None:
        clause = clause[: cut.start()]
    name = ""
    for word in clause.split():
        longer = f"{name} {word}".strip()
        if len(longer) > LONGEST:
            break
        name = longer
    name = name or clause[:LONGEST]
    kept = name.split()
    while len(kept) > 1 and _SMALL.match(kept[-1]):
        kept.pop()
    name = " ".join(kept).strip(" ,.;:-/")
    return name[:1].upper() + name[1:]


def camel(text: str) -> str:
    """The words of a text as one id: letters and digits only, each word with a capital."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    made = ""
    for word in re.findall(r"[A-Za-z0-9]+", plain):
        if made and len(made) + len(word) > _LONGEST_ID:
            break
        made += word[:1].upper() + (word[1:].lower() if word.isupper() else word[1:])
    return made or "X"


def key_of(agency: str | None, name: str) -> str:
    """The key of an SOP: its agency, and the words of its name without ``SOP``."""
    plain = unicodedata.normalize("NFKD", name.partition("\n")[0]).encode("ascii", "ignore").decode("ascii")
    words = [word for word in re.findall(r"[a-z0-9]+", plain.lower()) if word != "sop"][:6]
    return "-".join([*([agency] if agency else []), *words]) or "sop"


class Ids:
    """Hands out ids; of two that would be the same the later one gets a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, kind: str, text: str) -> str:
        """A new id that begins with ``kind``."""
        stem = f"{kind}_{camel(text)}"
        key, number = stem, 1
        while key.casefold() in self._taken:
            number += 1
            key = f"{stem}{number}"
        self._taken.add(key.casefold())
        return key
