"""Layout: where the symbols, arrows, lanes and names of a diagram stand.

Promise: ``lay_out`` is pure and gives the same picture for the same sketch.
Never: XML (runner.diagram reads sketches and writes pictures).
"""

from __future__ import annotations

from runner.layout.drawing import lay_out
from runner.layout.nouns import Arrow, Box, Figure, Group, Lane, Picture, Sketch, Symbol, TooCrowded
from runner.layout.plain import lay_out_plainly
from runner.layout.spacing import LEGIBLE, text_size

__all__ = [
    "LEGIBLE",
    "Arrow",
    "Box",
    "Figure",
    "Group",
    "Lane",
    "Picture",
    "Sketch",
    "Symbol",
    "TooCrowded",
    "lay_out",
    "lay_out_plainly",
    "text_size",
]
