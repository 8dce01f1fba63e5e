"""Steps and those who do them: names, lanes, positions, forms and times.

Promise: a step without these problems has one lane, one form, and a position that may act.
Never: the flow between the steps.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from runner import agency as agencies
from runner import working_time
from runner.agency import Agency
from runner.diagram.drawing import Band, Drawing, Node
from runner.diagram.faults import advice, fault, process_fault
from runner.diagram.lanes import LanePlan, lane
from runner.diagram.nouns import Diagram
from runner.errors import LaneUnresolved
from runner.model import FormId, Problem

if TYPE_CHECKING:
    from runner.forms import Form

LONGEST_NAME: Final = 255
#: Codes of positions in one lane, together: the name of the queue in which their tasks wait is made of them.
LONGEST_LANE: Final = 1_800
_DEPLOYED_FORM: Final = re.compile(r"camunda-forms:deployment:(?:.*/)?([^/]+)\.form")


def check_steps(diagram: Diagram, forms: Mapping[FormId, Form], agency: Agency | None) -> Iterator[Problem]:
    """Every fault of a step, a lane or a form reference."""
    drawing = diagram.drawing
    tasks = [node for node in drawing.nodes.values() if node.kind == "userTask"]
    plan = LanePlan(drawing)
    for task in tasks:
        yield from _step(drawing, task)
        yield from _form(drawing, task, forms)
        if drawing.bands:
            yield from _lane_of(drawing, task, plan)
    if tasks and not drawing.bands:
        yield process_fault(drawing, "lane.none")
    acting = {band.id for task in tasks for band in plan.bands_of(task)}
    yield from _lanes(drawing, acting, agency)
    yield from _form_data(diagram, forms)


def _step(drawing: Drawing, task: Node) -> Iterator[Problem]:
    if not task.name:
        yield fault(drawing, "task.unnamed", task)
    elif len(task.name) > LONGEST_NAME:
        yield fault(drawing, "task.long_name", task, limit=LONGEST_NAME)
    waktu = task.properties.get("waktu")
    if waktu is not None and not working_time.is_duration(waktu):
        yield fault(drawing, "waktu.invalid", task, task=task.said, value=waktu)


def _form(drawing: Drawing, task: Node, forms: Mapping[FormId, Form]) -> Iterator[Problem]:
    if task.form_key:
        deployed = _DEPLOYED_FORM.fullmatch(task.form_key)
        yield fault(
            drawing,
            "form.key",
            task,
            task=task.said,
            key=task.form_key,
            suggestion_id=f" dengan “{deployed[1]}”" if deployed else " dengan id formulir",
            suggestion_en=f" with “{deployed[1]}”" if deployed else " with the id of a form",
        )
    if not task.form_ref:
        if not task.form_key:
            yield fault(drawing, "form.none", task, task=task.said)
        return
    if task.form_binding == "version" and task.form_version:
        yield advice(drawing, "form.version", task, task=task.said, version=task.form_version)
    if FormId(task.form_ref) not in forms:
        close = difflib.get_close_matches(task.form_ref, sorted(forms), n=3, cutoff=0.5)
        listed = ", ".join(f"“{name}”" for name in close)
        yield fault(
            drawing,
            "form.missing",
            task,
            task=task.said,
            form=task.form_ref,
            suggestion_id=f"; yang mirip: {listed}" if close else "",
            suggestion_en=f"; similar: {listed}" if close else "",
        )


def _lane_of(drawing: Drawing, task: Node, plan: LanePlan) -> Iterator[Problem]:
    bands = plan.bands_of(task)
    if not bands:
        yield fault(drawing, "task.no_lane", task, task=task.said)
        return
    if len(bands) > 1:
        listed = ", ".join(f"“{band.name or band.id}”" for band in bands)
        yield fault(drawing, "task.several_lanes", task, task=task.said, lanes=listed)
        return
    band = bands[0]
    if not band.leaf:
        yield fault(drawing, "task.outer_lane", task, task=task.said, lane=band.name or band.id)
        return
    drawn = _drawn_in(drawing, task)
    if drawn is not None and drawn.id != band.id:
        yield fault(
            drawing,
            "lane.drawn_elsewhere",
            task,
            task=task.said,
            drawn=drawn.name or drawn.id,
            listed=band.name or band.id,
        )


def _drawn_in(drawing: Drawing, task: Node) -> Band | None:
    """The leaf lane in which the middle of the step is drawn, None where the picture leaves it open."""
    shape = drawing.shapes.get(task.id)
    if shape is None or shape.bounds is None or task.scope:
        return None  # an inner step may be drawn on a page of its own
    x = shape.bounds[0] + shape.bounds[2] / 2
    y = shape.bounds[1] + shape.bounds[3] / 2
    for band in drawing.bands:
        around = drawing.shapes.get(band.id)
        if not band.leaf or around is None or around.bounds is None:
            continue
        left, top, width, height = around.bounds
        if left < x < left + width and top < y < top + height:
            return band
    return None


def _lanes(drawing: Drawing, acting: set[str], agency: Agency | None) -> Iterator[Problem]:
    met: dict[str, Band] = {}
    for band in drawing.bands:
        if not band.leaf:
            continue
        key = re.sub(r"[\W_]+", "", band.name).casefold()
        if not key:
            if band.id in acting:
                yield fault(drawing, "lane.unnamed", band)
            else:
                yield advice(drawing, "lane.unnamed", band)
            continue
        if key in met:
            yield fault(drawing, "lane.duplicate", band, lane=band.name, first=met[key].line)
            continue
        met[key] = band
        if agency is not None:
            yield from _resolved(drawing, band, agency, acts=band.id in acting)


def _resolved(drawing: Drawing, band: Band, agency: Agency, *, acts: bool) -> Iterator[Problem]:
    try:
        codes = agencies.resolve(agency, band.name, lane(band).positions)
        if len("|".join(codes)) > LONGEST_LANE:
            yield fault(drawing, "lane.crowded", band, lane=band.name, count=len(codes))
    except LaneUnresolved as unresolved:
        unknown = ", ".join(unresolved.unknown)
        close = ", ".join(unresolved.suggestions)
        yield (fault if acts else advice)(
            drawing,
            "lane.unresolved",
            band,
            lane=band.name,
            unknown_id=f" (kode {unknown})" if unknown else "",
            unknown_en=f" (code {unknown})" if unknown else "",
            close_id=f" Yang mirip: {close}." if close else "",
            close_en=f" Similar: {close}." if close else "",
        )


def _form_data(diagram: Diagram, forms: Mapping[FormId, Form]) -> Iterator[Problem]:
    """What forms share: the subject, and personal fields that another form reads."""
    drawing = diagram.drawing
    named = dict.fromkeys(task.form for task in diagram.tasks.values() if task.form)
    used = [forms[name] for name in named if name in forms]
    first: dict[FormId, Node] = {}
    for task in diagram.tasks.values():
        if task.form:
            first.setdefault(task.form, drawing.nodes[task.id])
    for form in used:
        for reader in used:
            for name in sorted(form.personal & reader.reads):
                at = first[FormId(reader.id)]
                yield fault(drawing, "form.personal", at, field=name, form=form.id, reader=reader.id)
    subject = diagram.subject_field
    settable = sorted({name for form in used for name in form.sets})
    # a form that is missing has its own problem, and may hold the field
    if subject is not None and subject not in settable and len(used) == len(named):
        close = difflib.get_close_matches(subject, settable, n=1, cutoff=0.5)
        yield process_fault(
            drawing,
            "subject.unknown",
            field=subject,
            suggestion_id=f", misalnya “{close[0]}”" if close else "",
            suggestion_en=f", for example “{close[0]}”" if close else "",
        )
