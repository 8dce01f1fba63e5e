"""A revision to be compared, and one thing that is different.

Promise: frozen; what a Difference says can be kept as JSON and read again without the diagrams.
Never: a judgement whether a difference matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from runner import diagram as diagrams
from runner import forms as form_sheets
from runner.diagram import Diagram
from runner.errors import DiagramRefused
from runner.forms import Form
from runner.model import FormId, Json

_PARTS: Final = ("kind", "element", "old_element", "name", "before", "after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A diagram and the forms that it names; ``unread`` are those of them that no gate would pass."""

    diagram: Diagram
    forms: Mapping[FormId, Form]
    unread: Mapping[FormId, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, source: bytes, forms: Mapping[FormId, bytes], *, file: str) -> Content:
        """What these files are, forms that the diagram does not name left out.

        Raises DiagramRefused if the diagram cannot be read at all.
        """
        diagram = diagrams.read(source, file=file)
        named = [task.form for task in diagram.tasks.values() if task.form is not None and task.form in forms]
        read: dict[FormId, Form] = {}
        unread: dict[FormId, bytes] = {}
        for name in dict.fromkeys(named):
            try:
                read[name] = form_sheets.read(forms[name], file=f"{name}.form")
            except DiagramRefused:
                unread[name] = forms[name]
        return cls(diagram=diagram, forms=read, unread=unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is different.

    ``kind`` is ``subject.what``; ``element`` is the id in the new diagram (in the old one, where it is gone),
    ``old_element`` that in the old one, both empty for the SOP as a whole; ``name`` is what readers call it.
    ``detail`` holds further words of the sentence.
    """

    kind: str
    element: str = ""
    old_element: str = ""
    name: str = ""
    before: str = ""
    after: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """What kind of thing differs: sop, cover, lane, step, gateway, flow, outcome, form, field ..."""
        return self.kind.partition(".")[0]

    @property
    def section(self) -> str:
        """The part of the SOP that it belongs to: cover, lanes, steps, flow or forms."""
        return _SECTIONS.get(self.subject, "flow")

    @property
    def change(self) -> str:
        """Its colour: added, removed, moved or changed."""
        what = self.kind.partition(".")[2]
        return what if what in ("added", "removed", "moved") else _COLOURS.get(what, "changed")

    def sentence(self, language: str = "id") -> str:
        """The difference in one sentence."""
        from runner.comparison.texts import sentence  # the texts know the nouns

        return sentence(self).in_(language)

    def to_json(self) -> dict[str, Json]:
        """What ``from_json`` reads; parts that say nothing are left out."""
        data: dict[str, Json] = {part: getattr(self, part) for part in _PARTS if getattr(self, part)}
        if self.detail:
            data["detail"] = dict(self.detail)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Difference:
        """The difference that ``to_json`` wrote."""
        parts = {part: str(data.get(part) or "") for part in _PARTS}
        detail = data.get("detail")
        words = {name: str(value) for name, value in detail.items()} if isinstance(detail, dict) else {}
        return cls(**parts, detail=words)


_SECTIONS: Final = {
    "sop": "cover",
    "cover": "cover",
    "lane": "lanes",
    "step": "steps",
    "subprocess": "steps",
    "form": "forms",
    "field": "forms",
}
_COLOURS: Final = {"lane": "moved", "reordered": "moved", "scope": "moved", "rerouted": "moved"}
