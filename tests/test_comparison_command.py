"""``alur diff`` between files, and between revisions and drafts of an SOP."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from runner import Difference, Duty
from runner.command_line import alur
from tests.builders import AGENCY, FORMS, LINEAR, World

SOPS = Path(__file__).parent.parent / "bpmn" / "boalemo"
OLD, NEW = SOPS / "revisi" / "pengelolaan-media-center@2017.bpmn", SOPS / "pengelolaan-media-center.bpmn"


def run(*words: object) -> Result:
    return CliRunner().invoke(alur, [str(word) for word in words])


@pytest.fixture
def home(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The office, where the command line finds it."""
    monkeypatch.setenv("ALUR_HOME", str(world.home))
    monkeypatch.setenv("DATABASE_URL", world.url)
    return world


def test_two_files_are_compared_with_the_forms_beside_them(tmp_path: Path) -> None:
    done = run("diff", OLD, NEW)
    assert done.exit_code == 0, done.output
    assert "17 perbedaan." in done.output
    assert "Tidak ada perbedaan." in run("diff", OLD, OLD).output
    assert "17 differences." in run("--language", "en", "diff", NEW, OLD).output
    shutil.copytree(SOPS.parent.parent / "forms", tmp_path / "forms")
    form = tmp_path / "forms" / "liputan-bertugas.form"
    form.write_text(form.read_text().replace("Dasar penugasan", "Dasar peliputan"))
    shutil.copy(OLD, tmp_path / "baru.bpmn")
    said = run("diff", OLD, tmp_path / "baru.bpmn").output
    assert "Formulir “liputan-bertugas”" in said
    assert "“Dasar peliputan”" in said
    assert "1 perbedaan." in said


def test_what_a_publish_event_would_hold_is_printed_as_json() -> None:
    told = json.loads(run("diff", "--json", OLD, NEW).output)
    assert len(told) == 17
    assert Difference.from_json(told[1]).sentence() == "Label revisi berubah dari “2017” menjadi “2018”."


def test_revisions_and_drafts_are_named_after_the_key(home: World) -> None:
    nila = home.actor_named("Nila")
    second = LINEAR.bpmn().replace(b"Langkah t2", b"Periksa t2")
    third = LINEAR.bpmn().replace(b"Langkah t2", b"Telaah t2")
    home.runner.publish(second, file="linear.bpmn", forms=FORMS, agency=AGENCY, by=nila)
    home.runner.draft_diagram(third, file="linear.bpmn", forms=FORMS, agency=AGENCY, by=nila)
    key = LINEAR.key
    assert "“Langkah t2” berganti nama menjadi “Periksa t2”" in run("diff", f"{key}@1", key).output
    said = run("--as", "nila.uji", "diff", key, f"{key}@draft").output
    assert "“Periksa t2” berganti nama menjadi “Telaah t2”" in said
    hidden = run("--as", "ani.uji", "diff", key, f"{key}@draft")
    assert (hidden.exit_code, "Telaah" in hidden.output) == (1, False)


@pytest.mark.parametrize(
    "named", ["tidak-ada", "tidak-ada@1", "tidak/ada.bpmn", "ada.bpmn", "sop@0", "sop@x"]
)
def test_what_is_not_there_is_refused_in_a_sentence(home: World, named: str) -> None:
    done = run("diff", named, NEW)
    assert done.exit_code in (1, 2)
    assert isinstance(done.exception, SystemExit)
    assert done.output.strip()


def test_a_file_that_is_no_diagram_is_refused_with_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "rusak.bpmn"
    broken.write_bytes(NEW.read_bytes()[:900])
    done = run("diff", broken, NEW)
    assert done.exit_code == 1
    assert "rusak.bpmn" in done.output


def test_the_publish_event_keeps_the_differences(home: World) -> None:
    nila, tono = home.actor_named("Nila"), home.actor_named("Tono")
    assert nila.has_duty(Duty.PUBLISHER, AGENCY)
    content = LINEAR.bpmn().replace(b"Langkah t2", b"Periksa t2")
    home.runner.publish(content, file="linear.bpmn", forms=FORMS, agency=AGENCY, by=nila)
    acts = home.runner.definition_history(LINEAR.key, by=tono).acts
    assert "berganti nama menjadi “Periksa t2”" in str(acts[0])
