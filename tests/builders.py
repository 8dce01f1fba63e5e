"""A small office for tests of the core: its SOPs, its people, a clock that tests set, entropy that repeats.

Promise: real parts only. The office is founded once per session and copied for each test.
Never: a name, form or diagram of the shipped SOPs.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count, pairwise
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from sqlalchemy import make_url, select

from runner import (
    Actor,
    AgencyCode,
    Capacity,
    CaseHead,
    CaseId,
    Completed,
    DefinitionKey,
    Duty,
    PositionCode,
    Runner,
    TaskId,
    TaskPage,
    open_runner,
)
from runner.agency import Agency, resolve
from runner.agency import read as read_agency
from runner.diagram import read as read_diagram
from runner.freezing import Published
from runner.model import FormId
from runner.passwords import hashed
from runner.revision import DIAGRAM, Revision, form_file, open_revision
from runner.tables import metadata

AGENCY = AgencyCode("uji")
PASSWORD = "kata-sandi-uji"  # noqa: S105 (of people who live in a temporary folder)

OFFICES = """
kode = "uji"
nama = "Dinas Percobaan"
zona = "Asia/Makassar"
[jam_kerja]
hari_kerja = ["senin", "selasa", "rabu", "kamis", "jumat"]
jam = ["07:30", "16:00"]
[[jabatan]]
kode = "staf"
nama = "Staf Umum"
alias = ["Staf"]
[[jabatan]]
kode = "kabag"
nama = "Kepala Bagian"
alias = ["Kabag"]
[[jabatan]]
kode = "sekretaris"
nama = "Sekretaris"
[[jabatan]]
kode = "arsiparis"
nama = "Arsiparis"
[[jabatan]]
kode = "warga"
nama = "Warga Pemohon"
luar = true
diwakili = "staf"
"""

#: Who works here: person -> position. Ani and Adi share one; nobody is arsiparis.
HOLDERS = {"Ani": "staf", "Adi": "staf", "Budi": "kabag", "Sari": "sekretaris"}
#: Who has a duty instead (Nila publishes what she analyses, Rina only drafts), and Umar, who has nothing
#: but an account.
DUTIES = {"Nila": Duty.ANALYST, "Rina": Duty.ANALYST, "Tono": Duty.AUDITOR, "Dewi": Duty.ADMINISTRATOR}
BARE = ("Umar",)


def a_form(name: str, *fields: Mapping[str, object]) -> bytes:
    """A form with these fields, each a form-js component without its id."""
    components = [{"id": f"{name}_{number}", **each} for number, each in enumerate(fields)]
    return json.dumps({"type": "default", "id": name, "components": components}).encode()


SUBJECT = {"type": "textfield", "key": "perihal", "label": "Perihal", "validate": {"required": True}}
FORMS: dict[FormId, bytes] = {
    FormId("surat"): a_form("surat", SUBJECT, {"type": "textarea", "key": "isi", "label": "Isi"}),
    FormId("catatan"): a_form("catatan", {"type": "textarea", "key": "catatan", "label": "Catatan"}),
    FormId("nilai"): a_form("nilai", SUBJECT, {"type": "number", "key": "nilai", "label": "Nilai"}),
}


@dataclass(frozen=True)
class Sop:
    """A diagram told in arrows, as in tests/core/bpmn_builder.py; the first letter of a node is its kind.

    ``lanes`` maps a lane's name to its nodes; a name after ``@`` is its property ``jabatan``. Nodes that no
    lane names stand in the first one. ``[name]`` names a flow, ``[?text]`` is its condition, ``[*]`` marks
    the default.
    """

    key: str
    arrows: str
    lanes: Mapping[str, str]
    forms: Mapping[str, str] = field(default_factory=dict)
    durations: Mapping[str, str] = field(default_factory=dict)
    label: str = "1"

    def bpmn(self) -> bytes:
        """The diagram as a file."""
        flows = list(_flows(self.arrows))
        nodes = list(dict.fromkeys(node for source, target, _ in flows for node in (source, target)))
        named = {node for listed in self.lanes.values() for node in listed.split()}
        first = next(iter(self.lanes))
        lanes, body, shapes = [], [], []
        for number, (lane, listed) in enumerate(self.lanes.items()):
            inside = [*listed.split(), *(n for n in nodes if n not in named and lane == first)]
            name, _, positions = lane.partition("@")
            extra = _properties({"jabatan": positions}) if positions else ""
            refs = "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in inside)
            lanes.append(f'<lane id="lane{number}" name={quoteattr(name)}>{extra}{refs}</lane>')
            shapes.append(f"lane{number}")
        for node in nodes:
            default = next(
                (f"f{n}" for n, (source, _, said) in enumerate(flows) if (source, said) == (node, "*")), ""
            )
            body.append(self._node(node, default))
            shapes.append(node)
        edges = []
        for number, (source, target, said) in enumerate(flows):
            edges.append(f"f{number}")
            body.append(_flow(f"f{number}", source, target, said))
        plane = "".join(
            f'<bpmndi:BPMNShape id="{name}_s" bpmnElement="{name}"><dc:Bounds x="{150 * place}" y="90" '
            'width="100" height="80"/></bpmndi:BPMNShape>'
            for place, name in enumerate(shapes)
        ) + "".join(
            f'<bpmndi:BPMNEdge id="{name}_e" bpmnElement="{name}"><di:waypoint x="0" y="{place}"/>'
            f'<di:waypoint x="90" y="{place}"/></bpmndi:BPMNEdge>'
            for place, name in enumerate(edges)
        )
        return (
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
            'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
            'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
            'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="sop">'
            f'<process id="{self.key}" name="SOP {self.key}" isExecutable="true" '
            f"camunda:versionTag={quoteattr(self.label)}>{_properties({'perihal': 'perihal'})}"
            f'<laneSet id="ls">{"".join(lanes)}</laneSet>{"".join(body)}</process>'
            f'<bpmndi:BPMNDiagram id="bd"><bpmndi:BPMNPlane id="bp" bpmnElement="{self.key}">{plane}'
            "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
        ).encode()

    def _node(self, node: str, default: str) -> str:
        kind = KINDS[node[0]]
        if kind != "userTask":
            name = {"s": "Mulai", "e": f"Selesai {node}", "x": f"Disetujui? {node}"}.get(node[0], node)
            marked = f' default="{default}"' if default else ""
            return f'<{kind} id="{node}" name={quoteattr(name)}{marked}/>'
        form = self.forms.get(node, "surat" if node == "t1" else "catatan")
        extra = _properties({"waktu": self.durations[node]}) if node in self.durations else ""
        return (
            f'<userTask id="{node}" name="Langkah {node}" camunda:formRef="{form}" '
            f'camunda:formRefBinding="deployment"><documentation>Langkah {node}.</documentation>{extra}'
            "</userTask>"
        )


KINDS = {
    "s": "startEvent",
    "e": "endEvent",
    "t": "userTask",
    "x": "exclusiveGateway",
    "p": "parallelGateway",
    "o": "inclusiveGateway",
}


def _flows(text: str) -> list[tuple[str, str, str]]:
    flows = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        told = re.fullmatch(r"(.*?)(?:\[(.*)\])?", line)
        assert told is not None
        nodes = [node.strip() for node in told[1].split("->")]
        for source, target in pairwise(nodes):
            flows.append((source, target, (told[2] or "") if source == nodes[0] else ""))
    return flows


def _flow(name: str, source: str, target: str, said: str) -> str:
    ends = f'sourceRef="{source}" targetRef="{target}"'
    if said.startswith("?"):
        condition = escape(said[1:])
        return (
            f'<sequenceFlow id="{name}" {ends}><conditionExpression xsi:type="tFormalExpression">'
            f"{condition}</conditionExpression></sequenceFlow>"
        )
    named = f" name={quoteattr(said)}" if said not in ("", "*") else ""
    return f'<sequenceFlow id="{name}"{named} {ends}/>'


def _properties(values: Mapping[str, str]) -> str:
    inside = "".join(
        f'<camunda:property name="{name}" value={quoteattr(value)}/>' for name, value in values.items()
    )
    return f"<extensionElements><camunda:properties>{inside}</camunda:properties></extensionElements>"


LINEAR = Sop("uji-lurus", "s1 -> t1 -> t2 -> e1", {"Staf": "t1", "Kabag": "t2"}, durations={"t1": "P1D"})
#: The Kabag approves or sends back, as often as they like.
LOOP = Sop(
    "uji-kembali",
    """s1 -> x0 -> t1 -> t2 -> x1
    x1 -> e1 [Setuju]
    x1 -> x0 [Kembalikan]""",
    {"Staf": "t1", "Kabag": "t2"},
)
PARALLEL = Sop(
    "uji-serentak",
    """s1 -> t1 -> p1
    p1 -> t2 -> p2
    p1 -> t3 -> p2
    p2 -> t4 -> e1""",
    {"Staf": "t1 t4", "Kabag": "t2", "Sekretaris": "t3"},
)
#: The first and last step belong to whoever started; the middle one to any of two positions.
APPLICATION = Sop(
    "uji-permohonan",
    "s1 -> t1 -> t2 -> t3 -> e1",
    {"Pegawai@pemohon": "t1 t3", "Atasan@kabag,sekretaris": "t2"},
)
#: The first step is an external party's; the Staf acts for it. The last one is held by nobody.
EXTERNAL = Sop(
    "uji-warga",
    "s1 -> t1 -> t2 -> t3 -> e1",
    {"Warga@warga": "t1", "Kabag": "t2", "Arsip@arsiparis": "t3"},
)
#: More than ten go the long way.
CONDITION = Sop(
    "uji-nilai",
    """s1 -> t1 -> x1
    x1 -> t2 [?nilai > 10]
    x1 -> e1 [*]
    t2 -> e2""",
    {"Staf": "t1", "Kabag": "t2"},
    forms={"t1": "nilai"},
)
SOPS = (LINEAR, LOOP, PARALLEL, APPLICATION, EXTERNAL, CONDITION)


@dataclass
class Clock:
    """A clock that tests set; it begins on a Monday at 08:00 in the office."""

    now: datetime = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def set(self, moment: str) -> None:
        """It is this moment (ISO 8601, with an offset)."""
        self.now = datetime.fromisoformat(moment).astimezone(UTC)

    def pass_(self, **span: float) -> None:
        """So much time goes by; a negative span sets the clock back."""
        self.now += timedelta(**span)


def entropy_of(seed: str) -> Callable[[int], bytes]:
    """Bytes that look random and are the same in every run with this seed."""
    numbers = count()

    def draw(length: int) -> bytes:
        drawn = b""
        while len(drawn) < length:
            drawn += hashlib.sha256(f"{seed}:{next(numbers)}".encode()).digest()
        return drawn[:length]

    return draw


@dataclass
class World:
    """The office: a runner on its database, its clock and its people."""

    home: Path
    url: str
    clock: Clock = field(default_factory=Clock)
    seed: str = "test"

    def __post_init__(self) -> None:
        self.runner: Runner = open_runner(
            self.home, database_url=self.url, clock=self.clock, entropy=entropy_of(self.seed)
        )

    @property
    def dialect(self) -> str:
        return self.runner.store.dialect

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return Path(make_url(self.url).database or "")

    def colleague(self, seed: str = "colleague") -> World:
        """Another process on the same database, but in this one: nothing is shared but the clock."""
        return World(self.home, self.url, self.clock, seed)

    def close(self) -> None:
        self.runner.store.close()

    # --- people --------------------------------------------------------------------------------

    def actor_named(self, name: str) -> Actor:
        """The person as they are at this moment: with the rights that a request would find."""
        return self.runner.actor_by_account(name if name == "admin" else f"{name.lower()}.uji")

    def hire(self, name: str, position: str | None = None, *, capacity: str = "definitif") -> Actor:
        """A new person with an account, and a position from now on."""
        by = self.actor_named("Dewi")
        account = f"{name.lower()}.uji"
        id_, _ = self.runner.register(AGENCY, account=account, name=name, by=by, password_hash=_hash())
        if position:
            self.runner.appoint(
                id_, agency=AGENCY, position=PositionCode(position), capacity=Capacity(capacity), by=by
            )
        return self.actor_named(name)

    # --- work ----------------------------------------------------------------------------------

    def publish(
        self, sop: Sop, *, by: str = "Nila", forms: Mapping[FormId, bytes] | None = None
    ) -> Published:
        return self.runner.publish(
            sop.bpmn(),
            file=f"{sop.key}.bpmn",
            forms=FORMS if forms is None else forms,
            agency=AGENCY,
            by=self.actor_named(by),
        )

    def start(self, sop: Sop = LINEAR, by: str = "Ani") -> CaseId:
        return self.head(sop, by).id

    def head(self, sop: Sop = LINEAR, by: str = "Ani") -> CaseHead:
        return self.runner.start(sop.key, by=self.actor_named(by))

    def tasks(self, case: CaseId) -> dict[str, TaskId]:
        """The open tasks of a case by step."""
        page = self.runner.case(case, by=self.actor_named("Tono"))
        return {line.step.removeprefix("Langkah "): line.task for line in page.open}

    def task(self, case: CaseId) -> TaskId:
        """The only open task of a case."""
        (task,) = self.tasks(case).values()
        return task

    def page(self, task: TaskId, by: str) -> TaskPage:
        return self.runner.task(task, by=self.actor_named(by))

    def complete(
        self, task: TaskId, by: str, *, token: str | None = None, **answers: str | list[str]
    ) -> Completed:
        """The task is completed with these answers, as a page posts them; the subject is filled in."""
        given = {name: [value] if isinstance(value, str) else value for name, value in answers.items()}
        pairs = {"perihal": ["Undangan rapat"], **given}
        return self.runner.complete(task, pairs, by=self.actor_named(by), token=token)

    def walk(self, case: CaseId, *steps: str) -> CaseId:
        """Each step, told as ``Ani t1`` or ``Budi t2 x1=Setuju isi=…``, is completed; a minute each."""
        for step in steps:
            by, element, *given = step.split(" ")
            self.clock.pass_(minutes=1)
            answers = dict(part.partition("=")[::2] for part in given)
            self.complete(self.tasks(case)[element], by, **answers)
        return case

    def contents(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table: what must be the same after a refusal."""
        with self.runner.store.read() as tx:
            return {
                table.name: sorted((tuple(row) for row in tx.execute(select(table))), key=str)
                for table in metadata.sorted_tables
            }

    def events(self, stream: str = "") -> list[tuple[str, int, str]]:
        """Stream, number and kind of the recorded events of this stream, or of all."""
        return [
            (str(row[0]), int(str(row[1])), str(row[2]))
            for row in self.contents()["events"]
            if stream in ("", row[0])
        ]

    def broken(self) -> tuple[str, ...]:
        """What ``verify`` finds, in a runner that knows nothing yet."""
        fresh = self.colleague("verify")
        try:
            return tuple(fact.en for fact in fresh.runner.verify(by=fresh.actor_named("admin")).broken)
        finally:
            fresh.close()


def office() -> Agency:
    """The profile of the office."""
    return read_agency(OFFICES.encode(), file="instansi.toml")


def revision_of(sop: Sop, *, number: int = 1, forms: Mapping[FormId, bytes] = FORMS) -> Revision:
    """The revision that publishing this SOP in the office would freeze, without a database."""
    diagram = read_diagram(sop.bpmn(), file="diagram.bpmn")
    named = {task.form for task in diagram.tasks.values() if task.form}
    return open_revision(
        {DIAGRAM: sop.bpmn(), **{form_file(name): forms[name] for name in named}},
        definition=DefinitionKey(sop.key),
        number=number,
        agency=AGENCY,
        lanes={lane.id: resolve(office(), lane.name, lane.positions) for lane in diagram.lanes},
    )


def found(world: World) -> None:
    """The office has its profile, its SOPs and its people."""
    runner = world.runner
    admin = runner.declare(office(), by=runner.first_administrator())
    for name, position in HOLDERS.items():
        person = _registered(runner, name, by=admin)
        runner.appoint(person.id, agency=AGENCY, position=PositionCode(position), by=admin)
    for name, duty in DUTIES.items():
        runner.grant(_registered(runner, name, by=admin).id, duty=duty, agency=AGENCY, by=admin)
    runner.grant(world.actor_named("Nila").id, duty=Duty.PUBLISHER, agency=AGENCY, by=admin)
    for name in BARE:
        _registered(runner, name, by=admin)
    for sop in SOPS:
        world.publish(sop, by="Nila")


@cache
def _hash() -> str:
    """The hash of everybody's password: making one is meant to be slow."""
    return hashed(PASSWORD)


def _registered(runner: Runner, name: str, *, by: Actor) -> Actor:
    account = f"{name.lower()}.uji"
    runner.register(AGENCY, account=account, name=name, by=by, password_hash=_hash())
    return runner.actor_by_account(account)


def copied(template: Path, home: Path) -> World:
    """The office that was founded in the SQLite file ``template``, in a file of its own."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(template, home / "alur.sqlite")
    return World(home, f"sqlite:///{home / 'alur.sqlite'}")
