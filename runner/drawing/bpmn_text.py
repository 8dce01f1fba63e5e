"""A flow written as a BPMN file, still without its picture.

Promise: the dialect and the property names of bpmn/README.md; what is empty is absent.
Never: a position on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from runner.diagram.vocabulary import COVER
from runner.drawing.flow import Flow, Node
from runner.drawing.naming import camel
from runner.sop_table.nouns import SopTable, Step

_HEAD: Final = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:modeler="http://camunda.org/schema/modeler/1.0" '
    'id="Definitions_{key}" targetNamespace="http://bpmn.io/schema/bpmn" '
    'modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.24.0">'
)
#: The element template of a step, so that Camunda Modeler and the editor show its properties as fields.
TEMPLATE: Final = ' camunda:modelerTemplate="alur.langkah-sop" camunda:modelerTemplateVersion="1"'


def bpmn_text(table: SopTable, flow: Flow, *, key: str, label: str) -> str:
    """The file without BPMNDiagram."""
    return "\n".join(_lines(table, flow, key, label)) + "\n"


def _lines(table: SopTable, flow: Flow, key: str, label: str) -> Iterator[str]:
    own = camel(key)
    name = table.name or table.cover.get("namaSop", "").partition("\n")[0] or key
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield _HEAD.format(key=own)
    yield f'  <bpmn:collaboration id="Collaboration_{own}">'
    yield (f'    <bpmn:participant id="Participant_{own}" name={_quoted(name)} processRef={_quoted(key)} />')
    yield "  </bpmn:collaboration>"
    yield (
        f'  <bpmn:process id={_quoted(key)} name={_quoted(name)} isExecutable="true" '
        f'camunda:versionTag={_quoted(label)} camunda:historyTimeToLive="P3650D">'
    )
    cover = {field: table.cover.get(field, "") for field in COVER}
    yield from _properties({**cover, "perihal": flow.subject, "catatanSumber": table.note}, "    ")
    yield f'    <bpmn:laneSet id="LaneSet_{own}">'
    positions = {executor.name: executor.positions for executor in table.executors}
    for lane, executor in flow.lanes.items():
        yield f"      <bpmn:lane id={_quoted(lane)} name={_quoted(executor)}>"
        yield from _properties({"jabatan": positions[executor]}, "        ")
        for node in flow.nodes:
            if node.lane == lane:
                yield f"        <bpmn:flowNodeRef>{node.id}</bpmn:flowNodeRef>"
        yield "      </bpmn:lane>"
    yield "    </bpmn:laneSet>"
    for node in flow.nodes:
        yield from _node(node, flow)
    for way in flow.ways:
        named = f" name={_quoted(way.name)}" if way.name else ""
        opening = (
            f'    <bpmn:sequenceFlow id="{way.id}"{named} sourceRef="{way.source}" targetRef="{way.target}"'
        )
        if way.returns:
            yield f"{opening}>"
            yield from _properties({"kembali": "ya"}, "      ")
            yield "    </bpmn:sequenceFlow>"
        else:
            yield f"{opening} />"
    yield from _notes(table, flow)
    yield "  </bpmn:process>"
    yield "</bpmn:definitions>"


def _node(node: Node, flow: Flow) -> Iterator[str]:
    named = f" name={_quoted(node.name)}" if node.name else ""
    form = f' camunda:formRef={_quoted(node.form)} camunda:formRefBinding="deployment"' if node.form else ""
    template = TEMPLATE if node.step is not None else ""
    yield f'    <bpmn:{node.kind} id="{node.id}"{named}{form}{template}>'
    if node.step is not None:
        yield f"      <bpmn:documentation>{_escaped(node.step.activity)}</bpmn:documentation>"
        yield from _properties(_said(node.step), "      ")
    for way in flow.ways:
        if way.target == node.id:
            yield f"      <bpmn:incoming>{way.id}</bpmn:incoming>"
    for way in flow.ways:
        if way.source == node.id:
            yield f"      <bpmn:outgoing>{way.id}</bpmn:outgoing>"
    yield f"    </bpmn:{node.kind}>"


def _said(step: Step) -> dict[str, str]:
    return {
        "langkah": step.number,
        "kelengkapan": step.needs,
        "waktu": step.time,
        "waktuTercetak": step.time_printed,
        "output": step.output,
        "keterangan": step.remark,
        "catatanSumber": step.note,
    }


def _notes(table: SopTable, flow: Flow) -> Iterator[str]:
    """A text annotation for every word on the source, tied to its step or to the start."""
    noted = [(flow.nodes[0], table.note)]
    noted += [(node, node.step.note) for node in flow.nodes if node.step is not None]
    for node, note in noted:
        if note:
            plain = node.id.partition("_")[2]
            yield f'    <bpmn:textAnnotation id="TextAnnotation_{plain}">'
            yield f"      <bpmn:text>{_escaped(note)}</bpmn:text>"
            yield "    </bpmn:textAnnotation>"
            yield (
                f'    <bpmn:association id="Association_{plain}" associationDirection="None" '
                f'sourceRef="{node.id}" targetRef="TextAnnotation_{plain}" />'
            )


def _properties(said: Mapping[str, str], indent: str) -> Iterator[str]:
    """The properties that are not empty, if any."""
    filled = {name: value for name, value in said.items() if value}
    if not filled:
        return
    yield f"{indent}<bpmn:extensionElements>"
    yield f"{indent}  <camunda:properties>"
    for name, value in filled.items():
        yield f"{indent}    <camunda:property name={_quoted(name)} value={_quoted(value)} />"
    yield f"{indent}  </camunda:properties>"
    yield f"{indent}</bpmn:extensionElements>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    inside = _escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{inside}"'
