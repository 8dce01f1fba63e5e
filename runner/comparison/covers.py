"""How the cover changed: the name of the SOP, its label, and every line of the printed cover.

Never: where a text was found (``sumber``, ``catatanSumber``).
"""

from __future__ import annotations

from typing import Final

from runner.comparison import wording
from runner.comparison.nouns import Difference
from runner.comparison.steps import NOTES
from runner.diagram import Diagram
from runner.diagram.vocabulary import COVER

#: The lines of a cover in the order of the print; others follow by name.
FIELDS: Final = (*(name for name in COVER if name != "sumber"), "perihal")


def compared(old: Diagram, new: Diagram) -> tuple[Difference, ...]:
    """Every difference between two covers."""
    told = [
        Difference(kind=f"sop.{what}", name=new.name, before=before, after=after)
        for what, before, after in (
            ("key", old.key, new.key),
            ("renamed", old.name, new.name),
            ("label", old.label, new.label),
        )
        if not wording.same(before, after)
    ]
    names = {*old.cover, *new.cover} - NOTES
    rank = {name: place for place, name in enumerate(FIELDS)}
    for name in sorted(names, key=lambda name: (rank.get(name, len(FIELDS)), name)):
        before, after = old.cover.get(name, ""), new.cover.get(name, "")
        if not wording.same(before, after):
            told.append(
                Difference(kind="cover.changed", name=name, before=before.strip(), after=after.strip())
            )
    return tuple(told)
