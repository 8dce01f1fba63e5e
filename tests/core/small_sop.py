"""A small SOP of an office, whose parts a test changes one at a time, to compare the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from runner import diagram as diagrams
from runner import forms as form_sheets
from runner.comparison import Content
from runner.model import FormId

KINDS = {"s": "startEvent", "e": "endEvent", "x": "exclusiveGateway", "p": "parallelGateway"}


@dataclass(frozen=True, kw_only=True)
class SmallSop:
    """Steps by id with their names, lanes by name with their steps, arrows (from, to, name)."""

    name: str = "Surat masuk"
    label: str = "1"
    cover: Mapping[str, str] = field(default_factory=dict)
    lanes: Mapping[str, str] = field(
        default_factory=lambda: {"Staf": "terima catat simpan", "Kabag": "periksa tandatangan"}
    )
    lane_ids: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(
        default_factory=lambda: {
            "terima": "Menerima surat",
            "catat": "Mencatat di buku agenda",
            "periksa": "Memeriksa isi surat",
            "tandatangan": "Menandatangani jawaban",
            "simpan": "Menyimpan arsip",
        }
    )
    others: Mapping[str, str] = field(
        default_factory=lambda: {"s": "Surat datang", "e": "Arsip tersimpan", "x": "Isi surat benar?"}
    )
    arrows: tuple[tuple[str, str, str], ...] = (
        ("s", "terima", ""),
        ("terima", "catat", ""),
        ("catat", "periksa", ""),
        ("periksa", "x", ""),
        ("x", "tandatangan", "Setuju"),
        ("x", "catat", "Kembalikan"),
        ("tandatangan", "simpan", ""),
        ("simpan", "e", ""),
    )
    arrow_ids: Mapping[tuple[str, str], str] = field(default_factory=dict)
    conditions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    properties: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    documentation: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, bytes] = field(default_factory=dict)

    def but(self, **changes: Any) -> SmallSop:
        """The same with these parts changed; a mapping is merged, a value None takes an entry away."""
        whole: dict[str, Any] = {}
        for name, value in changes.items():
            before = getattr(self, name)
            if isinstance(before, Mapping):
                merged = {**before, **value}
                value = {key: part for key, part in merged.items() if part is not None}
            whole[name] = value
        return replace(self, **whole)

    def with_arrows(self, *come: tuple[str, str, str], gone: tuple[tuple[str, str], ...] = ()) -> SmallSop:
        """The same with these arrows drawn, and those (from, to) taken away."""
        kept = tuple(arrow for arrow in self.arrows if arrow[:2] not in gone)
        return replace(self, arrows=(*kept, *come))

    def content(self) -> Content:
        """The SOP as it is compared."""
        return Content(
            diagram=diagrams.read(self.bpmn(), file="kecil.bpmn"),
            forms={
                FormId(name): form_sheets.read(source, file=f"{name}.form")
                for name, source in self.sheets.items()
            },
        )

    def bpmn(self) -> bytes:
        """The diagram file, without a picture."""
        inside = [self._lane(name, members) for name, members in self.lanes.items()]
        nodes = [self._node(key, name, "userTask") for key, name in self.steps.items()]
        nodes += [self._node(key, name, KINDS[key[0]]) for key, name in self.others.items()]
        arrows = [self._arrow(number, *arrow) for number, arrow in enumerate(self.arrows)]
        return (
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="sop" '
            'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="uji-surat-masuk" '
            f'isExecutable="true" name={quoteattr(self.name)} camunda:versionTag={quoteattr(self.label)}>'
            f'{_properties(self.cover)}<laneSet id="set">{"".join(inside)}</laneSet>'
            f"{''.join(nodes)}{''.join(arrows)}</process></definitions>"
        ).encode()

    def _lane(self, name: str, members: str) -> str:
        refs = "".join(f"<flowNodeRef>{member}</flowNodeRef>" for member in members.split())
        key = self.lane_ids.get(name) or f"lane_{name.split()[0]}"
        given = _properties(self.properties.get(name, {}))
        return f'<lane id="{key}" name={quoteattr(name)}>{given}{refs}</lane>'

    def _node(self, key: str, name: str, kind: str) -> str:
        form = f' camunda:formRef="{self.forms[key]}"' if key in self.forms else ""
        text = self.documentation.get(key, "")
        said = f"<documentation>{escape(text)}</documentation>" if text else ""
        given = _properties(self.properties.get(key, {}))
        named = f" name={quoteattr(name)}" if name else ""
        return f'<{kind} id="{key}"{named}{form}>{said}{given}</{kind}>'

    def _arrow(self, number: int, source: str, target: str, name: str) -> str:
        key = self.arrow_ids.get((source, target)) or f"f{number}"
        named = f" name={quoteattr(name)}" if name else ""
        condition = self.conditions.get((source, target), "")
        inside = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
        given = _properties(self.properties.get(f"{source}>{target}", {}))
        return (
            f'<sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}"{named}>'
            f"{given}{inside}</sequenceFlow>"
        )


def _properties(given: Mapping[str, str]) -> str:
    if not given:
        return ""
    inside = "".join(
        f"<camunda:property name={quoteattr(name)} value={quoteattr(value, {chr(10): '&#10;'})}/>"
        for name, value in given.items()
    )
    wrapped = f"<camunda:properties>{inside}</camunda:properties>"
    return f"<extensionElements>{wrapped}</extensionElements>"
