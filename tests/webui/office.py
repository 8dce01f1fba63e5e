"""A small office for tests of the pages: one agency, a two-step SOP with a return, its people, a browser.

The SOP asks for everything that a page can show: texts, a choice, a date, a hidden field, a list.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from runner import AgencyCode, Duty, PositionCode, Runner, open_runner
from runner.agency import read as read_agency
from runner.model import FormId
from webui import Config, create_app

AGENCY = AgencyCode("uji")
KEY = "uji-nota"
PASSWORD = "kata-sandi-uji"  # noqa: S105 - of people who live in a temporary folder

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
"""

NOTE_FORM: dict[str, Any] = {
    "type": "default",
    "id": "nota",
    "components": [
        {
            "id": "c1",
            "type": "textfield",
            "key": "perihal",
            "label": "Perihal",
            "validate": {"required": True},
        },
        {"id": "c2", "type": "textarea", "key": "isi", "label": "Isi nota"},
        {"id": "c3", "type": "checkbox", "key": "segera", "label": "Segera"},
        {
            "id": "c4",
            "type": "textfield",
            "key": "alasanSegera",
            "label": "Alasan kesegeraan",
            "conditional": {"hide": "=not(segera)"},
        },
        {
            "id": "c5",
            "type": "dynamiclist",
            "path": "tujuan",
            "label": "Tujuan",
            "defaultRepetitions": 1,
            "allowAddRemove": True,
            "components": [{"id": "c6", "type": "textfield", "key": "nama", "label": "Nama tujuan"}],
        },
    ],
}
CHECK_FORM: dict[str, Any] = {
    "type": "default",
    "id": "periksa",
    "components": [{"id": "d1", "type": "textarea", "key": "catatan", "label": "Catatan pemeriksa"}],
}

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="sop">
  <process id="uji-nota" name="Nota Dinas" isExecutable="true" camunda:versionTag="1">
    <extensionElements><camunda:properties>
      <camunda:property name="perihal" value="perihal"/>
    </camunda:properties></extensionElements>
    <laneSet id="ls">
      <lane id="l1" name="Staf"><flowNodeRef>mulai</flowNodeRef><flowNodeRef>ulang</flowNodeRef>
        <flowNodeRef>tulis</flowNodeRef></lane>
      <lane id="l2" name="Kabag"><flowNodeRef>periksa</flowNodeRef><flowNodeRef>putusan</flowNodeRef>
        <flowNodeRef>selesai</flowNodeRef></lane>
    </laneSet>
    <startEvent id="mulai" name="Mulai"><outgoing>f1</outgoing></startEvent>
    <exclusiveGateway id="ulang"><incoming>f1</incoming><incoming>f5</incoming>
      <outgoing>f2</outgoing></exclusiveGateway>
    <userTask id="tulis" name="Menulis nota" camunda:formRef="nota" camunda:formRefBinding="deployment">
      <documentation>Staf menulis nota dinas.</documentation>
      <extensionElements><camunda:properties>
        <camunda:property name="langkah" value="1"/>
        <camunda:property name="kelengkapan" value="Kertas bergaris"/>
        <camunda:property name="waktu" value="PT30M"/>
        <camunda:property name="waktuTercetak" value="30 Menit"/>
        <camunda:property name="output" value="Nota tertulis"/>
      </camunda:properties></extensionElements>
      <incoming>f2</incoming><outgoing>f3</outgoing></userTask>
    <userTask id="periksa" name="Memeriksa nota" camunda:formRef="periksa"
      camunda:formRefBinding="deployment">
      <documentation>Kabag memeriksa nota.</documentation>
      <incoming>f3</incoming><outgoing>f4</outgoing></userTask>
    <exclusiveGateway id="putusan" name="Nota disetujui?"><incoming>f4</incoming>
      <outgoing>f5</outgoing><outgoing>f6</outgoing></exclusiveGateway>
    <endEvent id="selesai" name="Selesai"><incoming>f6</incoming></endEvent>
    <sequenceFlow id="f1" sourceRef="mulai" targetRef="ulang"/>
    <sequenceFlow id="f2" sourceRef="ulang" targetRef="tulis"/>
    <sequenceFlow id="f3" sourceRef="tulis" targetRef="periksa"/>
    <sequenceFlow id="f4" sourceRef="periksa" targetRef="putusan"/>
    <sequenceFlow id="f5" name="Kembalikan" sourceRef="putusan" targetRef="ulang"/>
    <sequenceFlow id="f6" name="Setuju" sourceRef="putusan" targetRef="selesai"/>
  </process>
  <bpmndi:BPMNDiagram id="bd"><bpmndi:BPMNPlane id="bp" bpmnElement="uji-nota">DRAWING</bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</definitions>
"""


def drawn(diagram: str) -> bytes:
    """The diagram with every element in a row and every flow a straight line."""
    shapes = [
        f'<bpmndi:BPMNShape id="{name}_s" bpmnElement="{name}"><dc:Bounds x="{150 * place}" y="{90}" '
        'width="100" height="80"/></bpmndi:BPMNShape>'
        for place, name in enumerate(
            re.findall(r'<(?:lane|\w+Event|userTask|\w+Gateway) id="(\w+)"', diagram)
        )
    ]
    edges = [
        f'<bpmndi:BPMNEdge id="{name}_e" bpmnElement="{name}"><di:waypoint x="0" y="{place}"/>'
        f'<di:waypoint x="100" y="{place}"/></bpmndi:BPMNEdge>'
        for place, name in enumerate(re.findall(r'<sequenceFlow id="(\w+)"', diagram))
    ]
    return diagram.replace("DRAWING", "".join([*shapes, *edges])).encode()


#: Account -> position; the others have a duty instead.
HOLDERS = {"staf.uji": "staf", "rekan.uji": "staf", "kabag.uji": "kabag"}
DUTIES = {"auditor.uji": Duty.AUDITOR, "analis.uji": Duty.ANALYST}
NAMES = {
    "staf.uji": "Staf Satu",
    "rekan.uji": "Staf Dua",
    "kabag.uji": "Kabag Tiga",
    "auditor.uji": "Auditor Empat",
    "analis.uji": "Analis Lima",
    "admin": "Administrator",
}


@dataclass
class Clock:
    """A clock that tests set."""

    now: datetime = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **span: float) -> None:
        self.now += timedelta(**span)


#: Sessions opened while the office was founded: hashing a password for each test would take long.
SESSIONS = "sessions.json"


def found(home: Path, clock: Clock) -> None:
    """Make the office in ``home``: agency, SOP and people, each with a password and a session."""
    runner = open_runner(home, clock=clock)
    admin = runner.first_administrator()
    runner.change_password(runner.one_time_password(admin) or "", PASSWORD, by=admin)
    admin = runner.declare(read_agency(OFFICES.encode(), file="instansi.toml"), by=admin)
    forms = {FormId(form["id"]): json.dumps(form).encode() for form in (NOTE_FORM, CHECK_FORM)}
    runner.publish(drawn(DIAGRAM), file="nota.bpmn", forms=forms, agency=AGENCY, by=admin)
    for account in (*HOLDERS, *DUTIES):
        _, given = runner.register(AGENCY, account=account, name=NAMES[account], by=admin)
        runner.change_password(given, PASSWORD, by=runner.actor_by_account(account))
    for account, position in HOLDERS.items():
        person = runner.actor_by_account(account)
        runner.appoint(person.id, agency=AGENCY, position=PositionCode(position), by=admin)
    for account, duty in DUTIES.items():
        runner.grant(runner.actor_by_account(account).id, duty=duty, agency=AGENCY, by=admin)
    analyst = runner.actor_by_account("analis.uji")
    runner.grant(analyst.id, duty=Duty.PUBLISHER, agency=AGENCY, by=admin)
    sessions = {account: runner.log_in(account, PASSWORD) for account in NAMES}
    (home / SESSIONS).write_text(json.dumps(sessions))


@dataclass
class Office:
    """A runner on the office, its pages, and one browser per person."""

    home: Path
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.runner: Runner = open_runner(self.home, clock=self.clock)
        self.app = create_app(Config(secret="of a test " * 4, clock=self.clock), self.runner)

    def stranger(self) -> Browser:
        return Browser(self.app.test_client(), self)

    def login(self, account: str) -> Browser:
        """A browser in which this person is logged in."""
        browser = self.stranger()
        sessions = json.loads((self.home / SESSIONS).read_text())
        with browser.client.session_transaction() as session:
            session.update({"_user_id": sessions[account], "account": account})
        return browser

    def start(self, account: str = "staf.uji") -> str:
        """A new case; returns its first task."""
        by = self.runner.actor_by_account(account)
        case = self.runner.start(KEY, by=by)
        return str(self.runner.case(case.id, by=by).open[0].task)


#: Input names, not all of them words of Python, and what was typed in each.
Typed = Mapping[str, str | list[str]]


@dataclass
class Browser:
    """A person's browser, without JavaScript: remembers the page, its CSRF token and the page's token."""

    client: FlaskClient
    office: Office
    page: str = ""

    def get(self, path: str, **headers: str) -> TestResponse:
        answer = self.client.get(path, headers=headers, buffered=True)
        answer.close()
        return self._keep(answer)

    def post(self, path: str, typed: Typed | None = None, /, **fields: str | list[str]) -> TestResponse:
        """Send a form of the page that stands in this browser, with its hidden tokens."""
        hidden = {"csrf_token": self.hidden("csrf_token"), "token": self.hidden("token")}
        given: Typed = {**hidden, **(typed or {}), **fields}
        return self._keep(
            self.client.post(path, data={name: value for name, value in given.items() if value})
        )

    def follow(self, answer: TestResponse) -> TestResponse:
        """The page that a redirect leads to."""
        assert answer.status_code == 302, answer.text
        return self.get(answer.location)

    def hidden(self, name: str) -> str:
        """The value of the page's input of this name."""
        # the form of the page stands in its main part; the frame has forms of its own
        frame, _, main = self.page.partition("<main")
        for tag in re.findall(r"<input[^>]*>", main + frame):
            if f'name="{name}"' in tag:
                value = re.search(r'value="([^"]*)"', tag)
                return html.unescape(value[1]) if value else ""
        return ""

    def value(self, name: str) -> str:
        """What stands in the field of this name, textarea or input."""
        area = re.search(rf'<textarea[^>]*name="{re.escape(name)}"[^>]*>\n?(.*?)</textarea>', self.page, re.S)
        return html.unescape(area[1]) if area else self.hidden(name)

    def _keep(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html" and answer.status_code != 302:
            self.page = answer.text
        return answer
