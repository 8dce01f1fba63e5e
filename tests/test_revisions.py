"""A case keeps its revision for life; which one is in force is computed when somebody asks.

The first test is the promise to every office: a shipped SOP is revised while a case runs, through the
command line alone, and nothing of the running case changes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result

from runner import (
    Actor,
    AgencyCode,
    AlurError,
    CaseId,
    DefinitionRetired,
    DiagramRefused,
    NotAllowed,
    NothingToPublish,
    Runner,
    open_runner,
)
from runner.command_line import alur
from runner.model import FormId
from runner.walker import Walker
from tests.builders import AGENCY, EXTERNAL, FORMS, LINEAR, LOOP, SUBJECT, Sop, World, a_form

ROOT = Path(__file__).parent.parent
BOALEMO = AgencyCode("boalemo")
SOP = "pengelolaan-media-center"

Command = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALUR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path / "home"


@pytest.fixture
def command(home: Path) -> Command:
    """``alur`` with these words; it went well."""

    def run(*words: object) -> Result:
        done = CliRunner().invoke(alur, ["--language", "en", *map(str, words)])
        assert done.exit_code == 0, done.output
        return done

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped office's folder, and of the forms, to be changed."""
    shutil.copytree(ROOT / "bpmn" / "boalemo", tmp_path / "bpmn" / "boalemo")
    shutil.copytree(ROOT / "forms", tmp_path / "forms")
    return tmp_path


def staffed(runner: Runner) -> list[Actor]:
    """Somebody in every position of the office."""
    admin = runner.first_administrator()
    people = []
    for position in runner.profile(BOALEMO).positions:
        if not position.external:
            account = f"{position.code}.boalemo"
            id_, _ = runner.register(
                BOALEMO,
                account=account,
                name=position.title,
                by=admin,
                password_hash="-",  # noqa: S106
            )
            runner.appoint(id_, agency=BOALEMO, position=position.code, by=admin)
            people.append(runner.actor_by_account(account))
    return people


def finish(runner: Runner, case: CaseId, people: list[Actor], *, steps: int = 60) -> list[str]:
    """The case is walked to its end by whoever may; the labels of all fields that were shown."""
    walker = Walker(runner, chance=Random(7), today=date(2026, 3, 2))  # noqa: S311
    admin = runner.first_administrator()
    shown: list[str] = []
    for _ in range(steps):
        lines = walker.open_lines(case, by=admin)
        if not lines:
            return shown
        by = walker.who_may(lines[0], people)
        assert by is not None, lines[0]
        shown += [field.label for field in runner.task(lines[0].task, by=by).fields]
        walker.step(lines[0].task, by=by)
    raise AssertionError("the case does not end")


def test_a_case_ends_on_the_revision_it_began_on_with_its_forms_whatever_is_published_meanwhile(
    home: Path, command: Command, folder: Path
) -> None:
    sop = folder / "bpmn" / "boalemo"
    command("publish", sop / "revisi" / f"{SOP}@2017.bpmn")
    runner = open_runner(home)
    admin = runner.first_administrator()
    people = staffed(runner)
    key = runner.definitions(by=admin)[0].key
    old = CaseId(command("start", key).output.split("\t")[1].split("\n")[0])
    before = runner.diagram(key, 1, by=admin)

    # every form gains a field, and the new edition of the SOP is published with them
    for file in (folder / "forms").glob("*.form"):
        form = json.loads(file.read_bytes())
        form["components"].append(
            {"id": "baru_1", "type": "textfield", "key": "isianBaru", "label": "Isian edisi 2018"}
        )
        file.write_text(json.dumps(form))
    said = command("publish", sop / f"{SOP}.bpmn", "--note", "Edisi 2018").output
    assert "revision 2 (2018) is published" in said
    new = CaseId(command("start", key).output.split("\t")[1].split("\n")[0])

    assert "Isian edisi 2018" not in finish(runner, old, people)
    assert "Isian edisi 2018" in finish(runner, new, people)
    heads = {head.id: (head.revision, head.label, str(head.status)) for head in runner.cases(by=admin).lines}
    assert heads == {old: (1, "2017", "closed"), new: (2, "2018", "closed")}
    for case, number in ((old, 1), (new, 2)):
        assert {moment.revision for moment in runner.case(case, by=admin).moments} == {number}
    assert runner.diagram(key, 1, by=admin) == before
    assert "2 cases replayed: nothing was altered" in command("verify").output
    runner.store.close()


def test_a_folder_is_published_older_editions_first_and_again_changes_nothing(
    home: Path, command: Command, folder: Path
) -> None:
    first = command("publish", folder / "bpmn" / "boalemo").output
    assert first.index("revision 1 (2017)") < first.index("revision 2 (2018)")
    again = command("publish", folder / "bpmn" / "boalemo").output
    assert "is published" not in again
    runner = open_runner(home)
    lines = runner.definitions(by=runner.first_administrator())
    assert {line.label for line in lines if SOP in line.key} == {"2018"}
    assert max(line.latest for line in lines) == 2
    runner.store.close()


def test_a_folder_with_one_bad_diagram_publishes_nothing(home: Path, folder: Path) -> None:
    (folder / "bpmn" / "boalemo" / "rusak.bpmn").write_text("<definitions/>")
    done = CliRunner().invoke(alur, ["publish", str(folder / "bpmn" / "boalemo")])
    assert done.exit_code == 1
    runner = open_runner(home)
    assert runner.definitions(by=runner.first_administrator()) == ()
    assert runner.agencies(by=runner.first_administrator()) == ()
    runner.store.close()


# --- numbers, roll-back, effective moments -----------------------------------------------------------


def edition(label: str, sop: Sop = LINEAR, **changed: Any) -> Sop:
    """The same SOP under another label, changed in this."""
    return replace(sop, label=label, **changed)


def test_publishing_what_is_there_makes_no_revision_and_says_so(world: World) -> None:
    before = world.contents()
    with pytest.raises(NothingToPublish) as refused:
        world.publish(LINEAR)
    assert (refused.value.key, refused.value.number) == (LINEAR.key, 1)
    assert world.contents() == before


def test_publishing_older_content_rolls_back(world: World) -> None:
    second, third = world.publish(edition("2")), world.publish(LINEAR)
    assert (second.number, third.number) == (2, 3)
    page = world.runner.definition(LINEAR.key, by=world.actor_named("Nila"))
    assert [(line.number, line.label, line.active) for line in page.revisions] == [
        (3, "1", True), (2, "2", False), (1, "1", False),
    ]  # fmt: skip
    assert page.revisions[0].digest == page.revisions[2].digest
    assert world.head().revision == 3
    assert world.broken() == ()


def test_a_form_that_changed_is_a_revision_though_the_diagram_did_not(world: World) -> None:
    changed = {**FORMS, FormId("catatan"): a_form("catatan", SUBJECT)}
    assert world.publish(LINEAR, forms=changed).number == 2


def test_forms_that_are_not_at_hand_are_taken_as_last_published_and_frozen(world: World) -> None:
    changed = a_form("catatan", {"type": "textarea", "key": "catatan", "label": "Catatan baru"})
    world.publish(LINEAR, forms={**FORMS, FormId("catatan"): changed})
    published = world.publish(edition("2", LOOP), forms={})
    assert published.number == 2
    case = world.walk(world.start(LOOP), "Ani t1")
    assert [field.label for field in world.page(world.task(case), "Budi").fields] == ["Catatan baru"]
    # and from now on it is frozen, whatever becomes of the form
    world.publish(LINEAR)
    assert [field.label for field in world.page(world.task(case), "Budi").fields] == ["Catatan baru"]


def test_a_form_that_nobody_has_is_refused_before_anything_is_frozen(world: World) -> None:
    before = world.contents()
    with pytest.raises(DiagramRefused) as refused:
        world.publish(edition("2", forms={"t1": "tidak-ada"}), forms={})
    assert "form.missing" in {problem.code for problem in refused.value.problems}
    assert world.contents() == before


@pytest.mark.parametrize(
    ("moment", "active"),
    [("2026-03-31T23:59:59+08:00", 1), ("2026-04-01T00:00:00+08:00", 2), ("2027-01-01T00:00:00+08:00", 2)],
)
def test_a_revision_is_in_force_from_midnight_of_its_day_in_the_office(
    world: World, moment: str, active: int
) -> None:
    world.runner.publish(
        edition("2").bpmn(),
        file="lurus.bpmn",
        forms=FORMS,
        agency=AGENCY,
        by=world.actor_named("Nila"),
        effective_from=datetime.fromisoformat("2026-04-01T00:00:00+08:00"),
    )
    world.clock.set(moment)
    assert world.head().revision == active
    page = world.runner.definition(LINEAR.key, by=world.actor_named("Nila"))
    assert (page.line.active, page.number) == (active, active)


def test_the_command_line_dates_a_revision_by_the_day_of_the_office(
    home: Path, command: Command, folder: Path
) -> None:
    sop = folder / "bpmn" / "boalemo"
    command("publish", sop / "revisi" / f"{SOP}@2017.bpmn")
    command("publish", sop / f"{SOP}.bpmn", "--effective", "2100-04-01")
    runner = open_runner(home)
    admin = runner.first_administrator()
    page = runner.definition(runner.definitions(by=admin)[0].key, by=admin)
    assert page.revisions[0].effective_from == datetime(2100, 3, 31, 16, tzinfo=UTC)  # WITA is UTC+8
    assert [line.active for line in page.revisions] == [False, True]
    runner.store.close()


def test_an_sop_whose_first_revision_is_still_to_come_cannot_start(world: World) -> None:
    world.runner.publish(
        edition("1", key="uji-nanti").bpmn(),
        file="nanti.bpmn",
        forms=FORMS,
        agency=AGENCY,
        by=world.actor_named("Nila"),
        effective_from=datetime.fromisoformat("2026-04-01T00:00:00+08:00"),
    )
    with pytest.raises(DefinitionRetired):
        world.runner.start("uji-nanti", by=world.actor_named("Ani"))
    world.clock.set("2026-04-01T00:00:00+08:00")
    assert world.runner.start("uji-nanti", by=world.actor_named("Ani")).revision == 1


# --- retire ------------------------------------------------------------------------------------------


def test_a_retired_sop_starts_no_case_and_running_ones_go_on(world: World) -> None:
    case = world.start()
    nila = world.actor_named("Nila")
    world.runner.retire(LINEAR.key, reason="diganti SOP baru", by=nila)
    with pytest.raises(DefinitionRetired):
        world.start()
    world.walk(case, "Ani t1", "Budi t2")
    assert str(world.runner.case(case, by=nila).head.status) == "closed"
    line = world.runner.definition(LINEAR.key, by=nila).line
    assert (line.retired, line.may_start) == (True, False)
    assert world.broken() == ()


def test_a_retired_sop_comes_back_by_publishing_it_and_not_by_its_folder(world: World) -> None:
    nila = world.actor_named("Nila")
    world.runner.retire(LINEAR.key, reason="sementara", by=nila)
    with pytest.raises(NothingToPublish):
        world.runner.publish(
            LINEAR.bpmn(), file="x.bpmn", forms=FORMS, agency=AGENCY, by=nila, unless_known=True
        )
    with pytest.raises(DefinitionRetired):
        world.start()
    assert world.publish(LINEAR).number == 2
    assert world.head().revision == 2


# --- what is refused, what is reported ---------------------------------------------------------------


def test_positions_that_nobody_holds_are_reported_at_publish_and_to_administrators(world: World) -> None:
    published = world.publish(edition("2", EXTERNAL))
    assert published.vacant == ("Arsiparis",)
    assert {line.code for line in world.runner.people(AGENCY, by=world.actor_named("Dewi")).vacant} == {
        "arsiparis"
    }
    world.hire("Rini", "arsiparis", capacity="Plt.")
    assert world.publish(edition("3", EXTERNAL)).vacant == ()
    world.runner.end_appointment(world.actor_named("Budi").appointments[0].id, by=world.actor_named("Dewi"))
    vacant = world.runner.vacancies(by=world.actor_named("Dewi"))
    assert [(office.code, line.title) for office, line in vacant] == [(AGENCY, "Kepala Bagian")]


def test_a_position_of_a_case_under_way_is_needed_though_its_revision_is_not_in_force(world: World) -> None:
    world.walk(world.start(EXTERNAL), "Ani t1")
    shorter = {"arrows": "s1 -> t1 -> t2 -> e1", "lanes": {"Warga@warga": "t1", "Kabag": "t2"}}
    world.publish(edition("2", EXTERNAL, **shorter))
    dewi = world.actor_named("Dewi")
    assert {line.code for line in world.runner.people(AGENCY, by=dewi).vacant} == {"arsiparis"}
    world.runner.cancel(next(iter(world.runner.running(by=dewi))).id, "selesai", by=dewi)
    assert world.runner.people(AGENCY, by=dewi).vacant == ()


def test_an_office_may_drop_a_position_that_somebody_held(world: World) -> None:
    profile = world.runner.profile(AGENCY)
    left = tuple(position for position in profile.positions if position.code != "sekretaris")
    world.runner.declare(replace(profile, positions=left), by=world.actor_named("admin"))
    page = world.runner.people(AGENCY, by=world.actor_named("Dewi"))
    held = {line.actor.name: [made.title for made in line.appointments] for line in page.people}
    assert held["Sari"] == ["sekretaris"]
    assert world.broken() == ()


PERSONAL = {**SUBJECT, "key": "nilai", "label": "Nilai", "type": "number", "properties": {"pribadi": "ya"}}


HIDDEN = {"type": "textfield", "key": "rinci", "label": "Rinci", "conditional": {"hide": "=nilai > 10"}}


@pytest.mark.parametrize(
    ("condition", "fields", "code"),
    [
        ("nilai > 10", (SUBJECT, PERSONAL), "condition.personal"),
        ("perihal = null", (SUBJECT, PERSONAL, HIDDEN), "form.personal_read"),
    ],
)
def test_a_personal_field_that_something_reads_is_refused(
    world: World, condition: str, fields: tuple[dict[str, object], ...], code: str
) -> None:
    sop = Sop(
        "uji-pribadi",
        f"s1 -> t1 -> x1\nx1 -> t2 [?{condition}]\nx1 -> e1 [*]\nt2 -> e2",
        {"Staf": "t1", "Kabag": "t2"},
        forms={"t1": "pribadi"},
    )
    before = world.contents()
    with pytest.raises(DiagramRefused) as refused:
        world.publish(sop, forms={**FORMS, FormId("pribadi"): a_form("pribadi", *fields)})
    assert code in {problem.code for problem in refused.value.problems}
    assert world.contents() == before


def test_a_personal_field_that_nothing_reads_stays_out_of_the_event(world: World) -> None:
    form = a_form("surat", SUBJECT, {**PERSONAL, "type": "textfield", "key": "alamat", "label": "Alamat"})
    world.publish(edition("2"), forms={**FORMS, FormId("surat"): form})
    case = world.start()
    world.complete(world.task(case), "Ani", alamat="Jalan Contoh 1")
    assert "Jalan Contoh" not in str(world.contents()["events"])
    assert "Jalan Contoh" in str(world.contents()["answers"])


def test_a_trial_that_fails_refuses_before_anything_is_frozen(world: World) -> None:
    """A diagram that opens more tasks at once than the trial allows."""
    many = "\n".join(f"p1 -> t{number} -> p2" for number in range(2, 104))
    sop = Sop(
        "uji-banyak",
        f"s1 -> p1\n{many}\np2 -> e1",
        {"Staf": " ".join(f"t{number}" for number in range(2, 104))},
        forms={"t2": "surat"},
    )
    before = world.contents()
    with pytest.raises(DiagramRefused) as refused:
        world.publish(sop)
    assert "engine.trial" in {problem.code for problem in refused.value.problems}
    assert world.contents() == before


def test_every_problem_is_told_at_once(world: World) -> None:
    broken = Sop(
        "uji-rusak",
        "s1 -> t1 -> t2 -> e1",
        {"Juru tulis": "t1", "Kabag": "t2"},
        forms={"t2": "tidak-ada"},
    )
    with pytest.raises(DiagramRefused) as refused:
        world.publish(broken)
    codes = {problem.code for problem in refused.value.problems}
    assert "form.missing" in codes
    assert any(code.startswith("lane") for code in codes), codes
    assert len(codes) >= 2


def test_an_office_cannot_publish_over_the_sop_of_another(world: World) -> None:
    other = replace(world.runner.profile(AGENCY), code=AgencyCode("lain"))
    admin = world.runner.declare(other, by=world.actor_named("admin"))
    with pytest.raises((NotAllowed, AlurError)):
        world.runner.publish(
            edition("2").bpmn(), file="x.bpmn", forms=FORMS, agency=AgencyCode("lain"), by=admin
        )
    assert world.head().revision == 1


def test_what_was_exported_can_be_published_elsewhere_older_revisions_and_their_forms_too(
    command: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("publish", folder / "bpmn")
    for edition in ("Menelaah", "Membaca"):  # twice more under one label
        file = folder / "bpmn" / "boalemo" / "surat-keluar.bpmn"
        file.write_text(file.read_text().replace('name="Memaraf surat"', f'name="{edition} surat"'))
        file.write_text(file.read_text().replace('name="Menelaah surat"', f'name="{edition} surat"'))
        command("publish", file)
    command("export", tmp_path / "out")
    monkeypatch.setenv("ALUR_HOME", str(tmp_path / "elsewhere"))
    said = command("publish", tmp_path / "out" / "bpmn").output
    assert f"boalemo-{SOP}: revision 2 (2018) is published" in said
    assert "boalemo-surat-keluar: revision 3 (1) is published" in said
    there = open_runner(tmp_path / "elsewhere")
    latest = there.diagram("boalemo-surat-keluar", 3, by=there.first_administrator())
    assert 'name="Membaca surat"' in latest.decode()
