"""Whatever is changed behind the application's back, ``alur verify`` names it and exits 1.

Every test goes around the application: raw SQL, the guards dropped first and put back afterwards, and then
the command in a process that has never seen this database.
"""

# ruff: noqa: S608 (the statements are this file's own, and so is the database)

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from runner import NotAllowed
from tests.builders import APPLICATION, LOOP, PARALLEL, World, copied
from tests.tampering import behind, dropped_guards, tamper


@dataclass(frozen=True)
class Harm:
    """Something done to the database, and what verify has to say of it."""

    name: str
    statement: str
    names: str


ANSWER = "stream LIKE 'case:%' AND field = 'perihal'"
LAST = "(SELECT max(seq) FROM events e WHERE e.stream = events.stream)"
KABAG = "SELECT id FROM actors WHERE account = 'budi.uji'"

HARMS = (
    # the record
    Harm("an answer", f"UPDATE answers SET value = '\"Lain\"' WHERE {ANSWER}",
         "the value or salt of perihal was altered"),
    Harm("a salt", f"UPDATE answers SET salt = :blob WHERE {ANSWER}",
         "the value or salt of perihal was altered"),
    Harm("an answer taken away", f"DELETE FROM answers WHERE {ANSWER}", "the value of perihal is missing"),
    Harm("an answer put in", "INSERT INTO answers SELECT stream, seq, 'lain', salt, value FROM answers "
         f"WHERE {ANSWER}", "the value lain was added"),
    Harm("an answer to no event", "INSERT INTO answers SELECT stream, 99, field, salt, value FROM answers "
         f"WHERE {ANSWER} LIMIT 1", "event 99: the event is missing, but its answers are there"),
    Harm("an answer to no stream",
         "INSERT INTO answers SELECT 'case:x', seq, field, salt, value FROM answers "
         f"WHERE {ANSWER} LIMIT 1", "case:x: there are answers, but no event"),
    Harm("a person's name under its commitment", "UPDATE answers SET value = '\"Lain\"' WHERE field = 'name'",
         "the value or salt of name was altered"),
    Harm("bytes of a diagram", "UPDATE revision_files SET content = :blob WHERE name = 'diagram.bpmn' "
         "AND definition = 'uji-kembali'", "the bytes of diagram.bpmn differ from what was published"),
    Harm("bytes of a form", "UPDATE revision_files SET content = :blob WHERE name = 'catatan.form' "
         "AND definition = 'uji-kembali'", "the bytes of catatan.form differ from what was published"),
    Harm("a form taken away", "DELETE FROM revision_files WHERE name = 'surat.form' "
         "AND definition = 'uji-kembali'", "the bytes of surat.form differ"),
    Harm("a form put in", "INSERT INTO revision_files SELECT definition, revision, 'lain.form', content "
         "FROM revision_files WHERE name = 'surat.form' AND definition = 'uji-kembali'",
         "the bytes of lain.form differ"),
    *(
        Harm(f"the {column} of an event", f"UPDATE events SET {column} = {value} "
             "WHERE stream LIKE 'case:%' AND seq = 2", "event 2: the event was altered")
        for column, value in (
            ("actor", f"({KABAG})"), ("at", "'2026-03-02T00:00:00.000000+00:00'"), ("position", "'kadis'"),
            ("capacity", "'Plt.'"), ("kind", "'TaskClaimed'"), ("v", "2"), ("revision", "7"),
            ("definition", "'uji-lurus'"), ("engine", "'lain'"), ("state_digest", "'0'"),
            ("data", "replace(data, 't1', 't2')"), ("hash", "'0'"),
        )
    ),
    Harm("the link to the event before", "UPDATE events SET previous_hash = '0' WHERE stream LIKE 'case:%' "
         "AND seq = 2", "event 2: it does not follow the event before it"),
    Harm("an event in the middle", "DELETE FROM events WHERE stream LIKE 'case:%' AND seq = 2",
         "event 2: the event is missing"),
    Harm("the last event of every case",
         f"DELETE FROM events WHERE stream LIKE 'case:%' AND seq = {LAST}", "the event is missing"),
    Harm("the last event of a definition",
         f"DELETE FROM events WHERE stream = 'definition:uji-lurus' AND seq = {LAST}",
         "definition:uji-lurus event 1: the event is missing"),
    Harm("the last event of an agency", f"DELETE FROM events WHERE stream = 'agency:uji' AND seq = {LAST}",
         "agency:uji event 21: the event is missing"),
    Harm("the last event of the installation",
         f"DELETE FROM events WHERE stream = 'installation' AND seq = {LAST}",
         "installation event 2: the event is missing"),
    Harm("a whole stream", "DELETE FROM events WHERE stream = 'definition:uji-lurus'",
         "definition:uji-lurus event 1: the event is missing"),
    Harm("an event more",
         "INSERT INTO events SELECT stream, seq + 1, kind, v, at, actor, position, capacity, "
         "data, definition, revision, engine, state_digest, hash, hash FROM events "
         f"WHERE stream = 'agency:uji' AND seq = {LAST}", "agency:uji event 22: the event was altered"),
    # what follows from it
    Harm("a snapshot", "UPDATE cases SET snapshot = :blob", "the snapshot differs"),
    Harm("a case's data", "UPDATE cases SET data = '{}'", "the case's data differ from its answers"),
    Harm("a case's data, unreadable", "UPDATE cases SET data = '{'", "the case's data differ"),
    *(
        Harm(f"a case's {column}", f"UPDATE cases SET {column} = {value} WHERE number = '0001/2026'",
             f"the case's {column} differs")
        for column, value in (
            ("subject", "'Lain'"), ("status", "'cancelled'"), ("started_by", f"({KABAG})"), ("head", "'0'"),
            ("version", "1"), ("sop", "'Lain'"), ("completions", "0"), ("revision", "2"),
            ("started_at", "'2026-01-01T00:00:00.000000+00:00'"), ("moved_at", "started_at"),
            ("closed_at", "started_at"),
        )
    ),
    Harm("a case's number", "UPDATE cases SET number = '0009/2026' WHERE number = '0001/2026'",
         "the case's number differs"),
    Harm("an open task's holder", f"UPDATE tasks SET holder = ({KABAG}) WHERE closed_at IS NULL",
         "the holder of task"),
    Harm("an open task's due moment", "UPDATE tasks SET due_at = '2027-01-01T00:00:00.000000+00:00' "
         "WHERE closed_at IS NULL", "the due_at of task"),
    Harm("an open task's queue", "UPDATE tasks SET queue = 'uji/staf' WHERE closed_at IS NULL",
         "the queue of task"),
    Harm("an open task closed", "UPDATE tasks SET closed_at = opened_at WHERE closed_at IS NULL",
         "the closed_at of task"),
    Harm("a done task's closer", f"UPDATE tasks SET closed_by = ({KABAG}) WHERE closed_at IS NOT NULL",
         "the closed_by of task"),
    Harm("a done task's outcome", "UPDATE tasks SET outcome = 'Setuju' WHERE outcome = 'Kembalikan'",
         "the outcome of task"),
    Harm("a task taken away", "DELETE FROM tasks WHERE closed_at IS NULL", "is missing"),
    Harm("the queue of a position", "DELETE FROM queues WHERE position = 'uji/kabag'",
         "queue uji/kabag|sekretaris: whether uji/kabag sees it"),
    Harm("a queue that shows others' tasks", "INSERT INTO queues VALUES ('uji/warga', 'uji/kabag')",
         "whether uji/warga sees it"),
    Harm("an appointment", "UPDATE appointments SET position = 'arsiparis'",
         "it differs from the events that made it"),
    Harm("an appointment's end", "UPDATE appointments SET \"until\" = since",
         "it differs from the events that made it"),
    Harm("an appointment of nobody's making", "INSERT INTO appointments SELECT 'x', actor, agency, position, "
         "capacity, since, \"until\", \"order\" FROM appointments LIMIT 1", "appointment x: it differs"),
    Harm("a person's duty", "UPDATE actors SET duties = '[[\"administrator\",\"\"]]' "
         "WHERE account = 'umar.uji'", "name, duties or state differ"),
    Harm("a person's duty, unreadable", "UPDATE actors SET duties = 'x' WHERE account = 'umar.uji'",
         "people: it cannot be read"),
    Harm("a person's name", "UPDATE actors SET name = 'Lain' WHERE account = 'umar.uji'",
         "name, duties or state differ"),
    Harm("a person's state", "UPDATE actors SET disabled = NOT disabled WHERE account = 'umar.uji'",
         "name, duties or state differ"),
    Harm("a person nobody registered", "INSERT INTO actors SELECT 'x', 'x.uji', name, agency, duties, "
         "disabled FROM actors WHERE account = 'dewi.uji'", "person x: name, duties or state differ"),
    Harm("an agency's hours", "UPDATE agencies SET profile = replace(profile, '07:30', '09:30')",
         "agency:uji: its profile differs"),
    Harm("who acts for an external party", "UPDATE positions SET represented_by = 'kabag' "
         "WHERE represented_by = 'staf'", "agency:uji: the table of its positions differs"),
    Harm("an older revision in force", "UPDATE definitions SET latest = 9", "its name, latest revision"),
    Harm("a retirement", "UPDATE definitions SET retired_at = '2026-01-01T00:00:00.000000+00:00'",
         "its name, latest revision or retirement differs"),
    Harm("a definition taken away", "DELETE FROM definitions WHERE key = 'uji-nilai'",
         "definition:uji-nilai: its name, latest revision or retirement differs"),
    Harm("whom a lane stands for", "UPDATE revisions SET lanes = replace(lanes, 'kabag', 'staf')",
         "revision 1 differs from the event that published it"),
    Harm("when a revision is in force", "UPDATE revisions SET effective_from = "
         "'2027-01-01T00:00:00.000000+00:00'", "revision 1 differs from the event that published it"),
    Harm("a revision taken away", "DELETE FROM revisions WHERE definition = 'uji-nilai'",
         "definition:uji-nilai: revision 1 differs"),
    Harm("the head of a stream", "UPDATE heads SET hash = '0' WHERE stream = 'agency:uji'",
         "agency:uji event 21: it is not the event that was recorded last"),
)  # fmt: skip


#: The harms that issue 2 lists: these are verified by the command itself, in a process of its own.
LISTED = (
    "an answer", "a salt", "a snapshot", "bytes of a diagram", "an appointment",
    "the last event of every case",
)  # fmt: skip


def work(world: World) -> None:
    """Cases in every state: returned and closed, half of a parallel pair done, held, cancelled."""
    world.walk(
        world.start(LOOP),
        "Ani t1",
        "Budi t2 x1=Kembalikan x1_alasan=kurang",
        "Adi t1 isi=lengkap",
        "Budi t2 x1=Setuju",
    )
    world.walk(world.start(PARALLEL), "Ani t1", "Sari t3")
    asked = world.walk(world.start(APPLICATION, by="Umar"), "Umar t1")
    world.runner.claim(world.task(asked), by=world.actor_named("Sari"))
    world.runner.cancel(world.start(LOOP), "salah pilih SOP", by=world.actor_named("Ani"))


@pytest.fixture(scope="module")
def worked_file(founded_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office at work, to be copied."""
    world = copied(founded_sqlite, tmp_path_factory.mktemp("worked"))
    work(world)
    world.close()
    return world.path


@pytest.fixture
def worked(worked_file: Path, tmp_path: Path) -> World:
    """The office at work, for this test alone."""
    world = copied(worked_file, tmp_path / "home")
    world.close()  # nothing of this process stands between the harm and the file
    return world


def command(world: World) -> subprocess.CompletedProcess[str]:
    """``alur verify`` in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"ALUR_HOME": str(world.home), "ALUR_LANGUAGE": "en"}
    if world.dialect == "postgresql":
        environment["DATABASE_URL"] = world.url
    return subprocess.run(
        [sys.executable, "-c", "from runner.command_line import alur; alur()", "verify"],
        env=environment,
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_nobody_touched_is_whole_and_every_case_is_replayed(any_world: World) -> None:
    work(any_world)
    done = command(any_world)
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 cases replayed: nothing was altered" in done.stdout


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.name)
def test_verify_names_what_was_altered(worked: World, harm: Harm) -> None:
    tamper(worked, harm.statement)
    assert harm.names in worked.broken()[0]


@pytest.mark.parametrize("harm", [h for h in HARMS if h.name in LISTED], ids=lambda harm: harm.name)
def test_the_command_names_the_first_broken_fact_and_exits_1(worked: World, harm: Harm) -> None:
    tamper(worked, harm.statement)
    done = command(worked)
    assert done.returncode == 1
    assert harm.names in done.stderr.splitlines()[0]


@pytest.mark.parametrize("harm", [h for h in HARMS if h.name in LISTED], ids=lambda harm: harm.name)
def test_verify_names_on_postgresql_what_was_altered(postgresql_world: World, harm: Harm) -> None:
    work(postgresql_world)
    tamper(postgresql_world, harm.statement)
    assert harm.names in postgresql_world.broken()[0]


@pytest.mark.thorough
@pytest.mark.parametrize("harm", [h for h in HARMS if h.name not in LISTED], ids=lambda harm: harm.name)
def test_verify_names_on_postgresql_everything_else(postgresql_world: World, harm: Harm) -> None:
    work(postgresql_world)
    tamper(postgresql_world, harm.statement)
    assert harm.names in postgresql_world.broken()[0]


def test_a_case_that_is_gone_with_all_its_rows_leaves_a_hole_in_the_numbers(worked: World) -> None:
    case = "(SELECT id FROM cases WHERE number = '0002/2026')"
    tamper(
        worked,
        f"DELETE FROM answers WHERE stream = 'case:' || {case}",
        f"DELETE FROM events WHERE stream = 'case:' || {case}",
        f'DELETE FROM tasks WHERE "case" = {case}',
        "DELETE FROM cases WHERE number = '0002/2026'",
    )
    assert "agency:uji case 0002/2026: it is missing" in worked.broken()


def test_a_guard_that_was_taken_away_is_named(any_world: World) -> None:
    with behind(any_world) as run:
        for statement in dropped_guards(any_world.dialect)[:1]:
            run(statement)
    assert "is missing or switched off" in any_world.broken()[0]


def test_a_guard_that_was_made_harmless_is_named(any_world: World) -> None:
    sqlite = (
        "DROP TRIGGER answers_no_update",
        "CREATE TRIGGER answers_no_update BEFORE UPDATE ON answers BEGIN SELECT 1; END",
    )
    postgresql = (
        "CREATE OR REPLACE FUNCTION alur_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$",
    )
    with behind(any_world) as run:
        for statement in sqlite if any_world.dialect == "sqlite" else postgresql:
            run(statement)
    assert "the guard answers_" in any_world.broken()[0]


def test_a_guard_that_was_switched_off_is_named(postgresql_world: World) -> None:
    with behind(postgresql_world) as run:
        run("ALTER TABLE events DISABLE TRIGGER events_append_only")
    assert "the guard events_append_only" in postgresql_world.broken()[0]


def test_the_application_goes_on_and_verify_still_names_a_lost_last_event(worked: World) -> None:
    tamper(
        worked,
        "DELETE FROM events WHERE stream = 'agency:uji' "
        "AND seq = (SELECT max(seq) FROM events WHERE stream = 'agency:uji')",
    )
    admin = worked.actor_named("admin")
    worked.runner.reset_password(worked.actor_named("Ani").id, by=admin)
    assert "agency:uji event 21: the event is missing" in worked.broken()


def test_only_administrators_and_auditors_verify(world: World) -> None:
    refused = []
    for name in ("Ani", "Budi", "Nila", "Umar", "Tono", "Dewi", "admin"):
        try:
            world.runner.verify(by=world.actor_named(name))
        except NotAllowed:
            refused.append(name)
    assert refused == ["Ani", "Budi", "Nila", "Umar"]
