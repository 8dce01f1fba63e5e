"""``alur migrate`` as somebody types it: the report, the move, what stays and why, the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from runner.command_line import alur
from tests.builders import LINEAR, World
from tests.test_migrating_cases import REPLACED


@pytest.fixture
def office(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The office where the command finds it."""
    monkeypatch.setenv("ALUR_HOME", str(world.home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return world


def run(*words: str) -> Result:
    return CliRunner().invoke(alur, ["--as", "nila.uji", "--language", "en", *words])


def test_report_migrate_map_and_undo(office: World) -> None:
    world = office
    at_t1, at_t2 = world.start(), world.walk(world.start(), "Ani t1")
    world.runner.save_draft(world.task(at_t2), {"catatan": ["a"]}, by=world.actor_named("Budi"))
    world.publish(REPLACED)
    report = run("migrate", LINEAR.key, "--report")
    assert report.exit_code == 0, report.output
    assert "1 × 1 → stays\tLangkah t2 (Kabag)" in report.output
    assert "1 × 1 → 2\tLangkah t1 (Staf) → Langkah t1 (Staf)" in report.output
    assert "--map t2=…\tLangkah t2 (Kabag)" in report.output
    assert "due as before, 03-03-2026" in report.output
    assert "1 can be migrated to revision 2, 1 stay, 0 are there already" in report.output
    done = run("migrate", LINEAR.key, "--note", "sesuai revisi")
    assert done.exit_code == 1
    assert "Migrated to revision 2: 1; stayed: 1; there already: 0." in done.output
    assert "Say which step takes its place" in done.output
    mapped = run("migrate", LINEAR.key, "--report", "--map", "t2=t7")
    assert "Langkah t2 (Kabag) → Langkah t7 (Sekretaris)" in mapped.output
    assert "released from Budi; draft kept" in mapped.output
    assert run("migrate", LINEAR.key, "--map", "t2=t7").exit_code == 0
    assert list(world.tasks(at_t2)) == ["t7"]
    back = run("undo-migration", at_t1, at_t2)
    assert (back.exit_code, back.output.count("in revision 1 again")) == (0, 2)
    assert world.broken() == ()


def test_what_cannot_be_asked_for_is_said(office: World) -> None:
    world = office
    case = world.start()
    world.publish(replace(LINEAR, label="2"))
    assert "OLD=NEW" in run("migrate", LINEAR.key, "--map", "t2").output
    assert "no step with the id “t9”" in run("migrate", LINEAR.key, "--map", "t1=t9").output
    assert "was not found" in run("migrate", "tiada").output
    assert "was never migrated" in run("undo-migration", case).output
    refused = CliRunner().invoke(alur, ["--as", "rina.uji", "migrate", LINEAR.key])
    assert refused.exit_code == 1
    assert "penerbit" in refused.output
