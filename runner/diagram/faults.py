"""How a check reports on a symbol, an arrow or a lane of the drawing.

Promise: file, line, id and name of the thing go with every problem.
Never: a text; texts.py has them.
"""

from __future__ import annotations

from runner.diagram.drawing import Band, Drawing, Edge, Flow, Node, Shape
from runner.diagram.texts import stated
from runner.model import Problem, Severity


def fault(drawing: Drawing, code: str, at: Node | Flow | Band, **facts: object) -> Problem:
    """The problem of that code at a symbol, an arrow or a lane."""
    return stated(code, facts, file=drawing.file, line=at.line, element=at.id, name=at.name)


def advice(drawing: Drawing, code: str, at: Node | Flow | Band, **facts: object) -> Problem:
    """The same, as a warning."""
    return stated(
        code,
        facts,
        file=drawing.file,
        line=at.line,
        element=at.id,
        name=at.name,
        severity=Severity.WARNING,
    )


def process_fault(drawing: Drawing, code: str, **facts: object) -> Problem:
    """The problem of that code at the process as a whole."""
    return stated(code, facts, file=drawing.file, line=drawing.line, element=drawing.key, name=drawing.name)


def picture_advice(drawing: Drawing, code: str, figure: Shape | Edge, **facts: object) -> Problem:
    """A warning at a place in the picture."""
    return stated(
        code,
        facts,
        file=drawing.file,
        line=figure.line,
        element=figure.element,
        severity=Severity.WARNING,
    )
