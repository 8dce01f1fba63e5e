"""From the table to the bytes of a diagram file.

Promise: the same table, rules and forms give the same bytes.
Never: a file read or written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from runner.diagram.picture_writing import with_picture
from runner.diagram.sketching import sketch_of
from runner.drawing.bpmn_text import bpmn_text
from runner.drawing.choosing import Choosing
from runner.drawing.flow import flow_of
from runner.layout import lay_out, text_size
from runner.model import FormId, Problem
from runner.sop_table.nouns import SopTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A diagram file; ``text_size`` is the smallest text in points when printed on landscape A3."""

    content: bytes
    problems: tuple[Problem, ...]
    text_size: float


def draw(
    table: SopTable,
    *,
    key: str,
    label: str,
    choosing: Choosing,
    sets: Mapping[FormId, frozenset[str]],
) -> Drawn:
    """The diagram of a table: process ``key``, revision ``label``; ``sets`` are the fields each form sets."""
    flow = flow_of(table, choosing=choosing, sets=sets)
    content = bpmn_text(table, flow, key=key, label=label).encode("utf-8")
    picture = lay_out(sketch_of(content, file=key))
    frame = picture.frame
    return Drawn(
        content=with_picture(content, picture, file=key),
        problems=flow.problems,
        text_size=text_size(frame.width, frame.height),
    )
