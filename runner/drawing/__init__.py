"""Drawing: an SOP table becomes a diagram by the conventions of bpmn/README.md.

Promise: the texts of the table stand in the diagram word for word; the picture is complete.
Never: a guess; what the rules cannot decide is a problem.
"""

from __future__ import annotations

from runner.drawing.assembly import Drawn, draw
from runner.drawing.choosing import Choosing, read

__all__ = ["Choosing", "Drawn", "draw", "read"]
