"""Which lane a step stands in.

Promise: the leaf lane that lists the step, or else the sub-process around it.
Never: positions of an agency.
"""

from __future__ import annotations

import re

from runner.diagram.drawing import Band, Drawing, Node
from runner.diagram.nouns import Lane

POSITIONS_PROPERTY = "jabatan"


class LanePlan:
    """The lanes of a drawing, looked up by what they list."""

    def __init__(self, drawing: Drawing) -> None:
        self._nodes = drawing.nodes
        self._parents = {band.id: band.parent for band in drawing.bands}
        self._listing: dict[str, list[Band]] = {}
        for band in drawing.bands:
            for member in dict.fromkeys(band.members):
                self._listing.setdefault(member, []).append(band)

    def bands_of(self, node: Node) -> tuple[Band, ...]:
        """The lanes that list a node or, where none does, the sub-process around it.

        An outer lane is left out where one of its inner lanes lists the node too, as bpmn-js writes it.
        """
        at: Node | None = node
        while at is not None:
            listing = self._listing.get(at.id)
            if listing:
                outer = {above for band in listing for above in self._above(band)}
                return tuple(band for band in listing if band.id not in outer)
            at = self._nodes.get(at.scope)
        return ()

    def lane_of(self, node: Node) -> str:
        """The id of the one leaf lane of a node; empty where that is not clear."""
        bands = self.bands_of(node)
        return bands[0].id if len(bands) == 1 and bands[0].leaf else ""

    def _above(self, band: Band) -> set[str]:
        found: set[str] = set()
        above = band.parent
        while above and above not in found:
            found.add(above)
            above = self._parents.get(above, "")
        return found


def lane(band: Band) -> Lane:
    """A band with the position codes that its property names."""
    codes = re.split(r"[\s,;]+", band.properties.get(POSITIONS_PROPERTY, ""))
    return Lane(id=band.id, name=band.name, positions=tuple(filter(None, codes)), leaf=band.leaf)
