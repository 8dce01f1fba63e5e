"""SOP diagrams out of a few lines of Python, as an office would draw them, and random ones.

A step is (lane, text); ``ways`` lead from a step to others: {step: {"Setuju": 4, "Kembalikan": 1}} is a
question after the step, {step: [3, 4]} work side by side, ``None`` the end. Other steps lead to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias
from xml.sax.saxutils import quoteattr

Ways: TypeAlias = Mapping[str, int | None] | Sequence[int]

_WORDS = (
    *("surat", "laporan", "konsep", "berkas", "memeriksa", "menandatangani", "menyerahkan", "kepada"),
    *("Kepala", "Bidang", "untuk", "ditelaah", "“sesuai”", "ketentuan", "–", "paling", "lama", "≤", "3"),
    *("hari", "→", "selesai", "permohonan", "data/informasi", "dan", "mengarsipkan"),
)
LONG_WORDS = "mempertanggungjawabkan Kasubag.Perencanaan/Kepegawaian"


@dataclass(kw_only=True)
class Sketch:
    """An SOP to be drawn."""

    lanes: Sequence[str]
    steps: Sequence[tuple[int, str]]
    ways: Mapping[int, Ways] = field(default_factory=dict)
    properties: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    cover: Mapping[str, str] = field(default_factory=dict)
    numbered: bool = True

    def bpmn(self) -> bytes:
        """The diagram file."""
        nodes: list[str] = [
            '<startEvent id="mulai" name="Mulai"/>',
            '<endEvent id="selesai" name="Selesai"/>',
        ]
        flows: list[str] = []

        def flow(source: str, target: str, name: str = "") -> None:
            named = f" name={quoteattr(name)}" if name else ""
            flows.append(
                f'<sequenceFlow id="f{len(flows)}" sourceRef="{source}" targetRef="{target}"{named}/>'
            )

        def goal(step: int | None) -> str:
            return "selesai" if step is None or step >= len(self.steps) else f"t{step}"

        flow("mulai", "t0")
        for place, (_, text) in enumerate(self.steps):
            nodes.append(self._task(place, text))
            ways = self.ways.get(place)
            if ways is None:
                flow(f"t{place}", goal(place + 1))
            elif isinstance(ways, Mapping):
                nodes.append(f'<exclusiveGateway id="x{place}" name="Disetujui?"/>')
                flow(f"t{place}", f"x{place}")
                for name, target in ways.items():
                    flow(f"x{place}", goal(target), name)
            else:
                nodes.append(f'<parallelGateway id="p{place}"/>')
                flow(f"t{place}", f"p{place}")
                for target in ways:
                    flow(f"p{place}", goal(target))
        return self._file(nodes, flows)

    def _task(self, place: int, text: str) -> str:
        given = dict(self.properties.get(place, {}))
        if self.numbered:
            given.setdefault("langkah", f"{place + 1}.")
        return (
            f'<userTask id="t{place}" name={quoteattr(text[:30])}>'
            f"<documentation>{_text(text)}</documentation>{_properties(given)}</userTask>"
        )

    def _file(self, nodes: Sequence[str], flows: Sequence[str]) -> bytes:
        lanes = "".join(
            f'<lane id="l{number}" name={quoteattr(name)}>'
            + "".join(
                f"<flowNodeRef>t{place}</flowNodeRef>"
                for place, (lane, _) in enumerate(self.steps)
                if lane == number
            )
            + "</lane>"
            for number, name in enumerate(self.lanes)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
            'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="sop">'
            f'<process id="uji-sketsa" name="Sketsa" isExecutable="true">{_properties(self.cover)}'
            f'<laneSet id="s">{lanes}</laneSet>{"".join(nodes)}{"".join(flows)}</process></definitions>'
        ).encode()


def random_sketch(chance: Random, *, steps: int = 19, lanes: int = 8) -> Sketch:
    """An SOP with so many steps and lanes: returns, jumps, routing, work side by side, ends on the way."""
    ways: dict[int, Ways] = {}
    for place in range(steps):
        kind = chance.random()
        if kind < 0.3 and place:
            back = place - min(place, chance.choice((1, 1, 1, 2, 3, chance.randint(1, place))))
            ways[place] = {"Setuju": place + 1, "Kembalikan": back}
        elif kind < 0.42 and place < steps - 2:
            far = {place + 1, *(chance.randint(place + 1, steps - 1) for _ in range(chance.randint(1, 3)))}
            choices = {f"{_said(chance, 1, 3).capitalize()} {target}": target for target in sorted(far)}
            ways[place] = {"Cukup sampai di sini": None, **choices}
        elif kind < 0.5 and place < steps - 3:
            ways[place] = sorted({place + 1, *(chance.randint(place + 1, steps - 1) for _ in range(2))})
    return Sketch(
        lanes=[_said(chance, 1, 4).title() for _ in range(lanes)],
        steps=[(chance.randrange(lanes), _said(chance, 3, 22)) for _ in range(steps)],
        ways=ways,
        properties={place: _standard(chance) for place in range(steps)},
        cover={
            "instansi": "PEMERINTAH KABUPATEN\nDINAS PERCOBAAN",
            "namaSop": _said(chance, 3, 12),
            "nomorSop": "800/1/2026",
            "disahkanOleh": "Kepala Dinas",
            **{
                name: "\n".join(
                    f"{number}. {_said(chance, 4, 30)}" for number in range(1, chance.randint(2, 6))
                )
                for name in ("dasarHukum", "kualifikasiPelaksana", "peralatan", "peringatan", "pencatatan")
            },
        },
        numbered=chance.random() < 0.8,
    )


def _standard(chance: Random) -> dict[str, str]:
    found = {
        "kelengkapan": _said(chance, 0, 14),
        "waktuTercetak": "10 - 20 Menit",
        "output": _said(chance, 0, 9),
    }
    if chance.random() < 0.2:
        found["keterangan"] = _said(chance, 1, 5)
    return found


def _said(chance: Random, least: int, most: int) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randint(least, most))]
    if words and chance.random() < 0.1:
        words.append(LONG_WORDS)
    return " ".join(words)


def _text(text: str) -> str:
    return quoteattr(text)[1:-1].replace("&#10;", "\n")


def _properties(given: Mapping[str, str]) -> str:
    inside = "".join(
        f"<camunda:property name={quoteattr(name)} value={quoteattr(value)}/>"
        for name, value in given.items()
    )
    return f"<extensionElements><camunda:properties>{inside}</camunda:properties></extensionElements>"
