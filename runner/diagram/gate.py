"""Every reason why a diagram cannot be published, all at once.

Promise: what passes here the engine runs to an end, and what the picture shows is what runs.
Never: a clock, a database, a fetch, the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from runner.agency import Agency
from runner.diagram import assembly, xml
from runner.diagram.checks_flow import check_flow
from runner.diagram.checks_outcomes import check_outcomes
from runner.diagram.checks_parallel import check_parallel
from runner.diagram.checks_picture import check_picture
from runner.diagram.checks_steps import check_steps
from runner.diagram.faults import process_fault
from runner.diagram.flow_graph import graph_of
from runner.diagram.nouns import Diagram
from runner.diagram.schema import check_schema
from runner.model import FormId, Problem, Severity

if TYPE_CHECKING:
    from runner.forms import Form

#: More than an author can read at once; the rest is counted.
MOST_PROBLEMS: Final = 200


def problems(diagram: Diagram, *, forms: Mapping[FormId, Form], agency: Agency | None) -> list[Problem]:
    """All problems of a diagram in the order of its lines, errors before warnings on a line.

    ``forms`` are those that would be frozen with it. Without an ``agency`` lanes are not resolved.
    """
    found = dict.fromkeys(_all(diagram, forms, agency))
    ordered = sorted(found, key=lambda p: (p.line or 0, p.severity is Severity.WARNING))
    if len(ordered) <= MOST_PROBLEMS:
        return ordered
    # errors first: a flood of warnings must not hide one
    shown = set(sorted(ordered, key=lambda p: p.severity is Severity.WARNING)[:MOST_PROBLEMS])
    more = process_fault(diagram.drawing, "size.problems", count=len(ordered) - MOST_PROBLEMS)
    return [*(problem for problem in ordered if problem in shown), more]


def _all(diagram: Diagram, forms: Mapping[FormId, Form], agency: Agency | None) -> Iterator[Problem]:
    drawing = diagram.drawing
    yield from drawing.found
    if len(drawing.nodes) > assembly.MOST_NODES:
        yield process_fault(drawing, "size.nodes", count=len(drawing.nodes), limit=assembly.MOST_NODES)
    if len(drawing.flows) > assembly.MOST_FLOWS:
        yield process_fault(drawing, "size.flows", count=len(drawing.flows), limit=assembly.MOST_FLOWS)
    if len(drawing.bands) > assembly.MOST_LANES:
        yield process_fault(drawing, "size.lanes", count=len(drawing.bands), limit=assembly.MOST_LANES)
    if not assembly.fits(drawing):
        return
    graph = graph_of(drawing)
    yield from check_flow(drawing, graph)
    yield from check_parallel(drawing, graph)
    yield from check_outcomes(diagram, graph, forms)
    yield from check_steps(diagram, forms, agency)
    yield from check_picture(drawing)
    yield from check_schema(xml.parse(diagram.source, file=diagram.file), file=diagram.file)
