"""A revision: one diagram and every form it names, frozen at publish.

Promise: everything in it follows from the stored bytes and the positions that were resolved at publish.
Never: a look at what is in force now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from runner import agency as offices
from runner import diagram as diagrams
from runner import engine
from runner import forms as form_sheets
from runner.agency import Agency
from runner.events import canonical
from runner.model import AgencyCode, DefinitionKey, ElementId, FormId, PositionCode

#: The name under which the diagram of every revision is frozen, whatever its file was called.
DIAGRAM = "diagram.bpmn"
#: The name under which the file is kept that a diagram was imported from, byte for byte. Nothing reads it.
ORIGINAL = "original"


def form_file(form: str) -> str:
    """The name under which a form is frozen."""
    return f"{form}.form"


def content_digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and SHA-256 of all frozen files: it names the content, not the revision.

    The file that a diagram was imported from is left out: nothing runs by it.
    """
    running = {name: content for name, content in files.items() if name != ORIGINAL}
    return hashlib.sha256(b"alur.revision.1\0" + canonical(file_digests(running))).hexdigest()


def lanes_in(diagram: diagrams.Diagram, agency: Agency) -> dict[str, tuple[PositionCode, ...]]:
    """The positions that the lanes of the steps stand for. Raises LaneUnresolved."""
    used = {task.lane for task in diagram.tasks.values()}
    return {
        lane.id: offices.resolve(agency, lane.name, lane.positions)
        for lane in diagram.lanes
        if lane.id in used
    }


def forms_in(files: Mapping[str, bytes]) -> dict[FormId, bytes]:
    """The forms among frozen files, by id."""
    return {
        FormId(name.removesuffix(".form")): content
        for name, content in files.items()
        if name.endswith(".form")
    }


def file_digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each frozen file."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a case keeps for life. ``public`` are the variables whose values stand in the events."""

    definition: DefinitionKey
    number: int
    agency: AgencyCode
    digest: str
    diagram: diagrams.Diagram
    forms: Mapping[FormId, form_sheets.Form]
    lanes: Mapping[str, tuple[PositionCode, ...]]
    program: engine.Program
    public: frozenset[str]

    @property
    def sop(self) -> str:
        """The title on the cover, else the name of the process, else its key."""
        return self.diagram.cover.get("namaSop") or self.diagram.name or self.definition

    def positions_of(self, element: ElementId) -> tuple[PositionCode, ...]:
        """Who may act at a task."""
        return self.lanes[self.diagram.tasks[element].lane]

    def form_of(self, element: ElementId) -> form_sheets.Form:
        """The form of a task."""
        form = self.diagram.tasks[element].form
        assert form is not None  # noqa: S101 (the gate refuses a task without a form)
        return self.forms[form]

    def first_positions(self) -> tuple[PositionCode, ...]:
        """The positions of the first step, in diagram order."""
        found = [position for element in self.diagram.first for position in self.positions_of(element)]
        return tuple(dict.fromkeys(found))


def open_revision(
    files: Mapping[str, bytes],
    *,
    definition: DefinitionKey,
    number: int,
    agency: AgencyCode,
    lanes: Mapping[str, tuple[PositionCode, ...]],
) -> Revision:
    """The revision that these frozen bytes are. Raises DiagramRefused if they are not readable."""
    diagram = diagrams.read(files[DIAGRAM], file=DIAGRAM)
    forms = {
        task.form: form_sheets.read(files[form_file(task.form)], file=form_file(task.form))
        for task in diagram.tasks.values()
        if task.form is not None
    }
    digest = content_digest(files)
    return Revision(
        definition=definition,
        number=number,
        agency=agency,
        digest=digest,
        diagram=diagram,
        forms=forms,
        lanes=lanes,
        program=engine.load(diagram.executable, key=digest),
        public=public_variables(diagram, forms),
    )


def public_variables(diagram: diagrams.Diagram, forms: Mapping[FormId, form_sheets.Form]) -> frozenset[str]:
    """Outcomes and every variable that a condition or a form expression reads."""
    read = {name for form in forms.values() for name in form.reads}
    return frozenset(read | set(diagram.reads) | set(diagram.questions))
