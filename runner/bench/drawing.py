"""Diagrams to measure with: a row of steps, some followed by a decision that may send the case back.

Drawn bare for an engine, and whole for the gate, as an analyst would: lanes, shapes, due times, a form.
"""

from __future__ import annotations

from dataclasses import dataclass

FORWARD, BACK = "Setuju", "Kembalikan"
POSITIONS = ("satu", "dua", "tiga", "empat", "lima")
FORM = "lembar-ukur"

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" \
xmlns:modeler="http://camunda.org/schema/modeler/1.0" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" modeler:executionPlatform="Camunda Platform" \
modeler:executionPlatformVersion="7.24.0" id="Definitions_ukur" targetNamespace="http://bpmn.io/schema/bpmn">
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """``steps`` user tasks in a row; after every step in ``decided`` a gateway leads on or back to step 1."""

    key: str
    steps: int
    decided: tuple[int, ...] = ()

    def gateway(self, step: int) -> str:
        """The id of the gateway behind a step."""
        return f"Keputusan_{step}"

    def flows(self) -> list[tuple[str, str, str, str]]:
        """All flows: id, source, target, name of the choice (empty where there is none)."""
        found = [("Alir_mulai", "Mulai", "Gabung", ""), ("Alir_gabung", "Gabung", "Langkah_1", "")]
        for step in range(1, self.steps + 1):
            target = f"Langkah_{step + 1}" if step < self.steps else "Selesai"
            if step in self.decided:
                gate = self.gateway(step)
                found.append((f"Alir_{step}", f"Langkah_{step}", gate, ""))
                found.append((f"Alir_{step}_maju", gate, target, FORWARD))
                found.append((f"Alir_{step}_kembali", gate, "Gabung", BACK))
            else:
                found.append((f"Alir_{step}", f"Langkah_{step}", target, ""))
        return found

    def places(self) -> dict[str, tuple[str, int, int]]:
        """Every symbol: its kind, its lane (0 to 4) and its column."""
        found = {"Mulai": ("startEvent", 0, 0), "Gabung": ("exclusiveGateway", 0, 1)}
        column = 2
        for step in range(1, self.steps + 1):
            lane = (step - 1) % len(POSITIONS)
            found[f"Langkah_{step}"] = ("userTask", lane, column)
            if step in self.decided:
                column += 1
                found[self.gateway(step)] = ("exclusiveGateway", lane, column)
            column += 1
        found["Selesai"] = ("endEvent", (self.steps - 1) % len(POSITIONS), column)
        return found


def draw_bare(drawing: Drawing, *, equals: str) -> bytes:
    """What an engine runs; ``equals`` is how its condition language spells equality."""
    parts = [_HEAD, f'<bpmn:process id="{drawing.key}" isExecutable="true">\n']
    parts += [f'<bpmn:{kind} id="{id_}"/>\n' for id_, (kind, _, _) in drawing.places().items()]
    for id_, source, target, choice in drawing.flows():
        condition = ""
        if choice:
            said = f"{source} {equals} &quot;{choice}&quot;"
            kind = 'xsi:type="bpmn:tFormalExpression"'
            condition = f"<bpmn:conditionExpression {kind}>{said}</bpmn:conditionExpression>"
        ends = f'sourceRef="{source}" targetRef="{target}"'
        parts.append(f'<bpmn:sequenceFlow id="{id_}" {ends}>{condition}</bpmn:sequenceFlow>\n')
    parts.append("</bpmn:process>\n</bpmn:definitions>\n")
    return "".join(parts).encode()


def draw(drawing: Drawing) -> bytes:
    """What an analyst would draw: lanes, decisions by name, a form and a due time at each step."""
    places = drawing.places()
    parts = [_HEAD, '<bpmn:collaboration id="Kolaborasi">']
    parts.append(
        f'<bpmn:participant id="Kolam" name="Ukur" processRef="{drawing.key}"/></bpmn:collaboration>\n'
    )
    parts.append(
        f'<bpmn:process id="{drawing.key}" name="Pengukuran" isExecutable="true" camunda:versionTag="1">\n'
    )
    parts.append(_properties(namaSop="Pengukuran", perihal="perihal"))
    parts.append('<bpmn:laneSet id="Lajur">\n')
    for number, code in enumerate(POSITIONS):
        inside = [id_ for id_, (_, lane, _) in places.items() if lane == number]
        refs = "".join(f"<bpmn:flowNodeRef>{id_}</bpmn:flowNodeRef>" for id_ in inside)
        parts.append(f'<bpmn:lane id="Lajur_{number}" name="{code}">{refs}</bpmn:lane>\n')
    parts.append("</bpmn:laneSet>\n")
    parts += [_symbol(drawing, id_, kind) for id_, (kind, _, _) in places.items()]
    for id_, source, target, choice in drawing.flows():
        name = f' name="{choice}"' if choice else ""
        parts.append(f'<bpmn:sequenceFlow id="{id_}"{name} sourceRef="{source}" targetRef="{target}"/>\n')
    parts += ["</bpmn:process>\n", _shapes(drawing), "</bpmn:definitions>\n"]
    return "".join(parts).encode()


def _symbol(drawing: Drawing, id_: str, kind: str) -> str:
    ends = [
        f"<bpmn:incoming>{flow}</bpmn:incoming>" for flow, _, target, _ in drawing.flows() if target == id_
    ]
    ends += [
        f"<bpmn:outgoing>{flow}</bpmn:outgoing>" for flow, source, _, _ in drawing.flows() if source == id_
    ]
    number = id_.rpartition("_")[2]
    if kind == "userTask":
        said = f"<bpmn:documentation>Melaksanakan langkah {number} pengukuran.</bpmn:documentation>"
        about = _properties(
            langkah=number, kelengkapan="Berkas", waktu="PT2H", waktuTercetak="2 jam", output="Berkas"
        )
        form = f'camunda:formRef="{FORM}" camunda:formRefBinding="deployment"'
        inside = said + about + "".join(ends)
        return f'<bpmn:userTask id="{id_}" name="Langkah {number}" {form}>{inside}</bpmn:userTask>\n'
    name = f' name="Hasil langkah {number}"' if id_.startswith("Keputusan") else ""
    return f'<bpmn:{kind} id="{id_}"{name}>{"".join(ends)}</bpmn:{kind}>\n'


def _properties(**values: str) -> str:
    told = "".join(f'<camunda:property name="{name}" value="{value}"/>' for name, value in values.items())
    return f"<bpmn:extensionElements><camunda:properties>{told}</camunda:properties></bpmn:extensionElements>"


_SIZES = {"userTask": (100, 80), "exclusiveGateway": (50, 50), "startEvent": (36, 36), "endEvent": (36, 36)}
_LANE, _COLUMN = 140, 150


def _shapes(drawing: Drawing) -> str:
    places = drawing.places()
    width = 30 + _COLUMN * (1 + max(column for _, _, column in places.values()))
    parts = [
        '<bpmndi:BPMNDiagram id="Gambar"><bpmndi:BPMNPlane id="Bidang" bpmnElement="Kolaborasi">\n',
        _shape("Kolam", 0, 0, width + 30, _LANE * len(POSITIONS), 'isHorizontal="true"'),
    ]
    for number in range(len(POSITIONS)):
        parts.append(_shape(f"Lajur_{number}", 30, _LANE * number, width, _LANE, 'isHorizontal="true"'))
    middles = {}
    for id_, (kind, lane, column) in places.items():
        across, down = 60 + _COLUMN * column + 50, _LANE * lane + _LANE // 2
        middles[id_] = across, down
        wide, high = _SIZES[kind]
        extra = 'isMarkerVisible="true"' if kind == "exclusiveGateway" else ""
        parts.append(_shape(id_, across - wide // 2, down - high // 2, wide, high, extra))
    for id_, source, target, _ in drawing.flows():
        points = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in (middles[source], middles[target]))
        parts.append(f'<bpmndi:BPMNEdge id="{id_}_di" bpmnElement="{id_}">{points}</bpmndi:BPMNEdge>\n')
    return "".join(parts) + "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n"


def _shape(id_: str, x: int, y: int, width: int, height: int, extra: str) -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="{id_}_di" bpmnElement="{id_}" {extra}>{bounds}</bpmndi:BPMNShape>\n'
