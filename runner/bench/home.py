"""An installation to measure: one agency, one SOP drawn here, one person who holds all five positions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from runner import agency as offices
from runner import passwords
from runner.bench.drawing import FORM, POSITIONS, Drawing, draw
from runner.model import AgencyCode, Capacity, FormId, PositionCode
from runner.runner import Runner, open_runner
from runner.store.bench_rows import commits_per_second, fill_inbox

AGENCY = AgencyCode("ukur")
#: What the web figures walk through: the case with decisions of the engine's figures.
SOP = Drawing(key="ukur-berkeputusan", steps=14, decided=(3, 6, 9, 12))
ACCOUNT, PASSWORD = "pengukur.ukur", "sandi untuk mengukur"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredHome:
    """A SQLite installation in a folder of its own, and the form field values that complete a step."""

    runner: Runner
    account: str = ACCOUNT
    password: str = PASSWORD
    sop: str = SOP.key

    def commits_per_second(self, *, seconds: float) -> float:
        """How many transactions of one small row are durable in a second."""
        return commits_per_second(self.runner.store, seconds=seconds)

    def fill_inbox(self, tasks: int) -> None:
        """``tasks`` open tasks more, a tenth of them the person's."""
        fill_inbox(self.runner.store, tasks=tasks, agency=AGENCY, definition=SOP.key, positions=POSITIONS)


def measured_home(folder: Path) -> MeasuredHome:
    """An installation in ``folder`` with its agency, its person and its SOP in force."""
    runner = open_runner(folder)
    admin = runner.declare(offices.read(_profile(), file="instansi.toml"), by=runner.first_administrator())
    known = passwords.hashed(PASSWORD)
    person, _ = runner.register(AGENCY, account=ACCOUNT, name="Pengukur", by=admin, password_hash=known)
    for position in POSITIONS:
        runner.appoint(
            person,
            agency=AGENCY,
            position=PositionCode(position),
            capacity=Capacity.DEFINITIVE,
            since=datetime(2024, 1, 1, tzinfo=UTC),
            until=None,
            order="SK ukur",
            by=admin,
        )
    runner.publish(draw(SOP), file="ukur.bpmn", forms={FormId(FORM): _form()}, agency=AGENCY, by=admin)
    return MeasuredHome(runner=runner)


def _profile() -> bytes:
    offices_held = "".join(f'[[jabatan]]\nkode = "{code}"\nnama = "{code.title()}"\n' for code in POSITIONS)
    return f'kode = "{AGENCY}"\nnama = "Kantor Ukur"\nzona = "Asia/Jakarta"\n{offices_held}'.encode()


def _form() -> bytes:
    """Six fields, as the forms of an office have: three texts, a date, a choice, a number."""
    required = {"required": True, "maxLength": 500}
    fields: list[dict[str, Any]] = [
        {"type": "textfield", "key": "perihal", "label": "Perihal", "validate": required},
        {"type": "textarea", "key": "uraian", "label": "Uraian", "validate": required},
        {"type": "textarea", "key": "catatan", "label": "Catatan"},
        {"type": "datetime", "subtype": "date", "key": "tanggal", "dateLabel": "Tanggal"},
        {
            "type": "select",
            "key": "sifat",
            "label": "Sifat",
            "values": _options("Biasa", "Penting", "Segera"),
        },
        {"type": "number", "key": "lembar", "label": "Jumlah lembar", "decimalDigits": 0},
    ]
    components = [{"id": f"Isian_{field['key']}", **field} for field in fields]
    form = {"type": "default", "id": FORM, "schemaVersion": 16, "executionPlatform": "Camunda Platform"}
    return json.dumps({**form, "executionPlatformVersion": "7.22.0", "components": components}).encode()


def _options(*names: str) -> list[dict[str, str]]:
    return [{"label": name, "value": name} for name in names]


#: What is typed into the form at every step; outcomes are chosen from what the page offers.
TYPED = {
    "perihal": "Permohonan data pengukuran",
    "uraian": "Data diperiksa terhadap sumbernya dan dinyatakan sesuai. " * 4,
    "catatan": "Tidak ada catatan.",
    "tanggal": "2026-03-02",
    "sifat": "Biasa",
    "lembar": "3",
}
