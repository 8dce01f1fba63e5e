"""What ``alur paths``, ``validate`` and ``publish`` say of a diagram, and what an owner may answer for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from runner import alur
from runner import diagram as diagrams
from runner.errors import DiagramRefused
from runner.facts import RevisionPublished
from runner.freezing import Published
from runner.model import Severity
from runner.store import trail
from tests.builders import AGENCY, FORMS, LOOP, OFFICES, PARALLEL, Sop, World

SHIPPED = Path(__file__).parents[1] / "bpmn"

#: Both branches must be answered alike, or the case gets stuck.
CORRELATED = Sop(
    "uji-sejalan",
    """s1 -> t1 -> p1
    p1 -> t2 -> x1
    p1 -> t3 -> x2
    x1 -> p2 [Ya]
    x1 -> p3 [Tidak]
    x2 -> p2 [Ya]
    x2 -> p3 [Tidak]
    p2 -> x9
    p3 -> x9
    x9 -> e1""",
    {"Staf": "t1", "Kabag": "t2", "Sekretaris": "t3"},
)
#: Whoever says no leaves the other branch waiting for ever.
STUCK = Sop(
    "uji-macet",
    """s1 -> t1 -> p1
    p1 -> t2 -> x1
    p1 -> t3 -> p2
    x1 -> p2 [Ya]
    x1 -> e1 [Tidak]
    p2 -> e2""",
    {"Staf": "t1", "Kabag": "t2", "Sekretaris": "t3"},
)
REASON = "Kedua bidang memutuskan bersama dalam satu rapat."


def said(*words: str) -> Result:
    return CliRunner().invoke(alur, list(words))


def written(folder: Path, *sops: Sop) -> Path:
    """The SOPs as files of one office, with their forms."""
    office = folder / "bpmn" / "uji"
    office.mkdir(parents=True)
    (office / "instansi.toml").write_text(OFFICES, encoding="utf-8")
    (folder / "forms").mkdir()
    for name, form in FORMS.items():
        (folder / "forms" / f"{name}.form").write_bytes(form)
    for sop in sops:
        (office / f"{sop.key}.bpmn").write_bytes(sop.bpmn())
    return office


def test_every_shipped_diagram_is_proven_quickly() -> None:
    done = said("paths", "--json", str(SHIPPED))
    assert done.exit_code == 0, done.output
    reports = json.loads(done.stdout)
    assert len(reports) == len(list(SHIPPED.rglob("*.bpmn")))
    for report in reports:
        assert report["proven"], report["file"]
        assert report["problems"] == [], report["file"]
        assert report["taken"] == report["outcomes"], report["file"]
        assert report["longest_is_exact"], report["file"]
        assert report["seconds"] < 0.5, report["file"]


def test_every_shipped_diagram_has_its_printed_steps_and_at_least_the_decisions_that_were_read() -> None:
    """``sops/decisions.json``: per file, how many decisions the reading of the print lists."""
    sops = Path(__file__).parent / "sops"
    read = json.loads((sops / "decisions.json").read_text("utf-8"))
    steps = {}
    for fact in sorted((sops / "facts").glob("*@*.json")):
        printed = json.loads(fact.read_text("utf-8"))
        steps[printed["key"], printed["label"]] = len(printed["steps"])
    reports = json.loads(said("paths", "--json", str(SHIPPED)).stdout)
    assert {Path(report["file"]).relative_to(SHIPPED.parent).as_posix() for report in reports} == set(read)
    for report in reports:
        file = Path(report["file"])
        label = file.stem.partition("@")[2] or _label(file)
        assert report["tasks"] == steps[report["key"], label], file
        assert report["decisions"] >= read[file.relative_to(SHIPPED.parent).as_posix()], file


def _label(file: Path) -> str:
    return diagrams.read(file.read_bytes(), file=file.name).label


def test_the_figures_are_told_in_both_languages(tmp_path: Path) -> None:
    timed = Sop(LOOP.key, LOOP.arrows, LOOP.lanes, durations={"t1": "P1DT50M", "t2": "PT25M"})
    office = written(tmp_path, timed)
    done = said("paths", str(office))
    assert done.exit_code == 0
    assert "terbukti; 2 langkah, 1 keputusan (2 dari 2 jawaban ditempuh), 3 keadaan" in done.stdout
    assert "terpendek: 2 langkah, 1 hari 1 jam 15 menit: “Langkah t1” → “Langkah t2” (" in done.stdout
    done = said("--language", "en", "paths", str(office))
    assert "proven; 2 steps, 1 decisions (2 of 2 outcomes taken), 3 states" in done.stdout
    assert "longest: 2 steps, 1 day 1 hour 15 minutes: " in done.stdout


def test_a_path_that_gets_stuck_is_told_by_paths_and_validate(tmp_path: Path) -> None:
    office = written(tmp_path, STUCK, PARALLEL)
    for verb in ("paths", "validate"):
        done = said(verb, str(office))
        assert done.exit_code == 1
        assert "“Langkah t1” → “Langkah t2” (Disetujui? x1: Tidak) → “Langkah t3”" in done.output
    (sound,) = (proof for proof in json.loads(said("paths", "--json", str(office)).stdout) if proof["proven"])
    assert sound["key"] == PARALLEL.key


def test_a_file_that_is_no_diagram_is_told_and_fails(tmp_path: Path) -> None:
    file = tmp_path / "rusak.bpmn"
    file.write_text("<a>", encoding="utf-8")
    done = said("paths", str(file), str(tmp_path / "hilang.bpmn"))
    assert done.exit_code == 1
    assert "rusak.bpmn" in done.output
    assert "hilang.bpmn" in done.output
    (report,) = json.loads(said("paths", "--json", str(file)).stdout)
    assert not report["proven"]
    assert report["problems"]


def publish(world: World, sop: Sop, reason: str = "") -> Published:
    return world.runner.publish(
        sop.bpmn(),
        file=f"{sop.key}.bpmn",
        forms=FORMS,
        agency=AGENCY,
        by=world.actor_named("Nila"),
        accept_unproven=reason,
    )


@pytest.mark.parametrize("reason", ["", REASON])
def test_an_unsound_diagram_is_refused_with_its_path_whatever_reason_is_given(
    sqlite_world: World, reason: str
) -> None:
    with pytest.raises(DiagramRefused) as refused:
        publish(sqlite_world, STUCK, reason)
    codes = {problem.code: problem for problem in refused.value.problems}
    assert "Jalannya: “Langkah t1”" in codes["paths.deadlock"].what.id


def test_a_deadlock_that_fitting_answers_avoid_is_published_with_a_reason_only(sqlite_world: World) -> None:
    with pytest.raises(DiagramRefused) as refused:
        publish(sqlite_world, CORRELATED, "  ")
    errors = {p.code for p in refused.value.problems if p.severity is Severity.ERROR}
    assert "paths.deadlock_correlated" in errors
    assert all(code.startswith(("parallel.", "paths.deadlock_correlated")) for code in errors)
    published = publish(sqlite_world, CORRELATED, REASON)
    assert published.number == 1
    assert sqlite_world.broken() == ()
    assert fact_of(sqlite_world, CORRELATED).accepted_unproven == REASON
    assert any("dapat macet" in warning for warning in fact_of(sqlite_world, CORRELATED).warnings)


def test_a_reason_that_was_not_needed_is_not_recorded(sqlite_world: World) -> None:
    again = Sop("uji-serentak-dua", PARALLEL.arrows, PARALLEL.lanes)
    publish(sqlite_world, again, REASON)
    assert fact_of(sqlite_world, again).accepted_unproven == ""


def fact_of(world: World, sop: Sop) -> RevisionPublished:
    with world.runner.store.read() as tx:
        (event,) = trail.events_of(tx, f"definition:{sop.key}")
    assert isinstance(event.fact, RevisionPublished)
    return event.fact
