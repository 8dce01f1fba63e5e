"""How the lanes changed: which came, went, or changed their name or positions.

Promise: a lane whose steps all went to a lane that was not there before is one lane with another name.
Never: the order in which lanes are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from runner.comparison import wording
from runner.comparison.matching import Matching
from runner.comparison.nouns import Difference
from runner.comparison.steps import NOTES
from runner.diagram.drawing import Band
from runner.diagram.lanes import POSITIONS_PROPERTY


def compared(matching: Matching) -> tuple[Difference, ...]:
    """Every difference between the lanes of two diagrams, those of the new one first."""
    back = {there: here for here, there in matching.lanes.items()}
    old = {band.id: band for band in matching.old.drawing.bands}
    told: list[Difference] = []
    for band in matching.new.drawing.bands:
        if band.id in back:
            told += _changed(matching, old[back[band.id]], band)
        else:
            told.append(Difference(kind="lane.added", element=band.id, name=band.name or band.id))
    for key, band in old.items():
        if key not in matching.lanes:
            told.append(
                Difference(kind="lane.removed", element=key, old_element=key, name=band.name or band.id)
            )
    return tuple(told)


def _changed(matching: Matching, before: Band, after: Band) -> Iterator[Difference]:
    def said(what: str, old: str, new: str, **detail: str) -> Difference:
        return Difference(
            kind=f"lane.{what}",
            element=after.id,
            old_element=before.id,
            name=after.name or after.id,
            before=old,
            after=new,
            detail=detail,
        )

    if not wording.same(before.name, after.name):
        yield said("renamed", before.name, after.name)
    if matching.lanes.get(before.parent, "") != after.parent:
        bands = matching.old.drawing.bands, matching.new.drawing.bands
        names = [{band.id: band.name or band.id for band in side} for side in bands]
        yield said("parent", names[0].get(before.parent, ""), names[1].get(after.parent, ""))
    for name in sorted({*before.properties, *after.properties} - NOTES):
        old, new = before.properties.get(name, ""), after.properties.get(name, "")
        if sorted(old.replace(",", " ").split()) != sorted(new.replace(",", " ").split()):
            what = "positions" if name == POSITIONS_PROPERTY else "property"
            yield said(what, old, new, property=name)
