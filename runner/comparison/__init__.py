"""What changed between two revisions of an SOP, as a reader of the SOP would say it.

Promise: one Difference for each thing that a person must know, in words that stand without the diagrams;
nothing where the two mean the same. Never: the place of a symbol on the paper, spaces around punctuation,
notes on where a text was found.
"""

from __future__ import annotations

from collections.abc import Mapping

from runner.comparison import covers, flows, form_contents, lanes, steps
from runner.comparison.matching import Matching
from runner.comparison.nouns import Content, Difference
from runner.comparison.texts import SECTIONS
from runner.diagram import Diagram
from runner.diagram.assembly import fits
from runner.model import ElementId

__all__ = ["SECTIONS", "Content", "Difference", "Matching", "compare", "matched"]


def compare(old: Content, new: Content) -> tuple[Difference, ...]:
    """Every difference, in the order of the SOP: cover, lanes, steps, ways between them, forms.

    Of diagrams larger than the gate accepts only the covers, and that they are too large.
    """
    if not (fits(old.diagram.drawing) and fits(new.diagram.drawing)):
        return (
            *covers.compared(old.diagram, new.diagram),
            Difference(kind="sop.too_large", name=new.diagram.name),
        )
    matching = Matching(old.diagram, new.diagram)
    ways = flows.compared(matching)
    told = (
        *covers.compared(old.diagram, new.diagram),
        *lanes.compared(matching),
        *steps.compared(matching, ways.reordered),
        *ways.differences,
        *form_contents.compared(old, new, matching),
    )
    order = list(SECTIONS)
    return tuple(sorted(told, key=lambda difference: order.index(difference.section)))


def matched(old: Diagram, new: Diagram) -> Mapping[ElementId, ElementId]:
    """The symbols of ``old`` that ``new`` has too, by the id they have there; never two for one."""
    if not (fits(old.drawing) and fits(new.drawing)):
        return {}
    nodes = Matching(old, new).nodes
    return {ElementId(here): ElementId(there) for here, there in nodes.items()}
