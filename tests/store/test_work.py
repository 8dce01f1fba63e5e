"""The verbs of a case keep their promises on both databases."""

# ruff: noqa: S106 (a page's token is no password)

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import event, text

from runner import (
    Actor,
    AlurError,
    AnswersRefused,
    CaseNotOpen,
    DiagramFailed,
    NotAllowed,
    NotFound,
    NotYours,
    ReasonMissing,
    StoreConflict,
    TaskAlreadyTaken,
    TaskId,
    TaskNotHeld,
    TaskNotOpen,
)
from runner.model import FormId
from runner.store import task_draft_rows
from tests.builders import APPLICATION, CONDITION, LINEAR, LOOP, PARALLEL, Clock, Sop, World, a_form
from tests.tampering import behind


def in_threads(work: Callable[[int], object], count: int) -> list[BaseException]:
    """Every call at once; the errors they ended with."""
    failed: list[BaseException] = []
    together = threading.Barrier(count)

    def go(number: int) -> None:
        together.wait()
        try:
            work(number)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=go, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def refused_fields(verb: Callable[[], object]) -> set[str]:
    """The fields that the verb refused; none if it went through."""
    try:
        verb()
    except AnswersRefused as refused:
        return {error.path for error in refused.errors}
    return set()


# --- numbers ---------------------------------------------------------------------------------------


def test_case_numbers_have_neither_twins_nor_gaps_whoever_starts_at_once(any_world: World) -> None:
    other = any_world.colleague()
    numbers: list[str] = []

    def start_some(number: int) -> None:
        world = any_world if number % 2 else other
        for _ in range(5):
            numbers.append(world.head().number)

    assert in_threads(start_some, 6) == []
    assert sorted(numbers) == [f"{number:04d}/2026" for number in range(1, 31)]
    other.close()
    assert any_world.broken() == ()


def test_a_start_that_fails_uses_up_no_number(any_world: World) -> None:
    first = any_world.head()
    # an id that is taken already, drawn again and again
    clumsy = any_world.colleague()
    clumsy.runner._entropy = lambda length: bytes.fromhex(first.id)[:length]
    before = any_world.contents()
    with pytest.raises(StoreConflict):
        clumsy.start()
    assert any_world.contents() == before
    clumsy.close()
    assert any_world.head().number == "0002/2026"


def test_the_year_of_a_number_turns_at_midnight_of_the_office(any_world: World) -> None:
    found = []
    for moment in ("2026-12-31T23:59+08:00", "2027-01-01T00:01+08:00", "2027-01-01T00:02+08:00"):
        any_world.clock.set(moment)
        found.append(any_world.head().number)
    assert found == ["0001/2026", "0001/2027", "0002/2027"]


# --- the same page sent again ----------------------------------------------------------------------


def test_completing_the_same_page_a_hundred_times_is_one_event(any_world: World) -> None:
    case = any_world.start()
    task = any_world.task(case)
    answers = [any_world.complete(task, "Ani", token="halaman") for _ in range(100)]
    assert len({(done.case.id, done.closed, tuple(line.task for line in done.next)) for done in answers}) == 1
    assert [kind for _, _, kind in any_world.events(f"case:{case}")] == ["CaseStarted", "TaskCompleted"]


def test_starting_from_the_same_page_a_hundred_times_is_one_case(any_world: World) -> None:
    ani = any_world.actor_named("Ani")
    heads = [any_world.runner.start(LINEAR.key, by=ani, token="halaman") for _ in range(100)]
    assert len({head.id for head in heads}) == 1
    assert len(any_world.contents()["cases"]) == 1


def test_a_double_click_on_start_is_one_case_also_from_two_processes(any_world: World) -> None:
    other = any_world.colleague()
    found: list[str] = []

    def start_one(number: int) -> None:
        world = any_world if number % 2 else other
        by = world.actor_named("Ani")
        for page in range(5):
            found.append(world.runner.start(LINEAR.key, by=by, token=f"halaman {page}").id)

    assert in_threads(start_one, 4) == []
    assert len(set(found)) == 5
    assert len(any_world.contents()["cases"]) == 5
    other.close()


def test_a_double_click_on_complete_is_one_event_and_one_answer(any_world: World) -> None:
    other = any_world.colleague()
    task = any_world.task(any_world.start())
    cases: list[str] = []

    def complete(number: int) -> None:
        world = any_world if number % 2 else other
        cases.append(world.complete(task, "Ani", token="halaman").case.id)

    assert in_threads(complete, 4) == []
    assert len(cases) == 4
    assert len(any_world.events(f"case:{cases[0]}")) == 2
    other.close()


def test_the_token_of_one_person_is_nothing_to_another(any_world: World) -> None:
    task = any_world.task(any_world.start())
    any_world.complete(task, "Ani", token="halaman")
    with pytest.raises(TaskNotOpen) as refused:
        any_world.complete(task, "Adi", token="halaman")
    assert (refused.value.by, refused.value.at) == ("Ani", any_world.clock.now)
    first = any_world.runner.start(LINEAR.key, by=any_world.actor_named("Ani"), token="mulai")
    other = any_world.runner.start(LINEAR.key, by=any_world.actor_named("Adi"), token="mulai")
    assert first.id != other.id


@pytest.mark.parametrize("token", ["", "x" * 5000, "nol\0", "\ud800", "’“π"])
def test_a_token_may_be_anything_that_somebody_posts(any_world: World, token: str) -> None:
    ani = any_world.actor_named("Ani")
    head = any_world.runner.start(LINEAR.key, by=ani, token=token)
    task = any_world.task(head.id)
    any_world.complete(task, "Ani", token=token)
    if token:
        any_world.complete(task, "Ani", token=token)
        assert any_world.runner.start(LINEAR.key, by=ani, token=token).id == head.id


# --- text that a database could choke on -----------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["nol\0di tengah", "😀 π 漢", "x" * 20_000, "'; DROP TABLE events; --", "\x01\x1f\x7f"]
)
def test_what_people_type_is_kept_whole_or_refused_on_its_field(any_world: World, typed: str) -> None:
    case = any_world.start()
    task = any_world.task(case)
    any_world.runner.save_draft(task, {"perihal": [typed]}, by=any_world.actor_named("Ani"))
    wrong = refused_fields(lambda: any_world.complete(task, "Ani", perihal=typed, isi=typed))
    assert wrong <= {"perihal", "isi"}
    if not wrong:
        page = any_world.runner.case(case, by=any_world.actor_named("Tono"))
        assert typed in {answer.text for answer in page.moments[-1].answers}
    assert any_world.broken() == ()


@pytest.mark.parametrize("typed", ["9" * 40, "-" + "9" * 40, "1e400", "0.1", "-0", "1e-400", "NaN"])
def test_numbers_of_any_size_are_kept_or_refused_on_their_field(any_world: World, typed: str) -> None:
    case = any_world.start(CONDITION)
    task = any_world.task(case)
    assert refused_fields(lambda: any_world.complete(task, "Ani", nilai=typed)) <= {"nilai"}
    assert any_world.broken() == ()


@pytest.mark.parametrize("name", ["\0", "tidak-ada", "x" * 5000, "' OR 1=1 --"])
def test_a_name_that_stands_for_nothing_is_not_found(any_world: World, name: str) -> None:
    ani = any_world.actor_named("Ani")
    for look in (
        lambda: any_world.runner.task(TaskId(name), by=ani),
        lambda: any_world.runner.case(name, by=ani),  # type: ignore[arg-type]
        lambda: any_world.runner.definition(name, by=ani),
        lambda: any_world.runner.start(name, by=ani),
        lambda: any_world.runner.claim(TaskId(name), by=ani),
        lambda: any_world.complete(TaskId(name), "Ani"),
    ):
        with pytest.raises(NotFound):
            look()


# --- drafts ----------------------------------------------------------------------------------------


def test_a_draft_is_no_event_is_overwritten_and_is_gone_with_its_task(any_world: World) -> None:
    case = any_world.start()
    task, ani = any_world.task(case), any_world.actor_named("Ani")
    for typed in ("satu", "dua"):
        any_world.runner.save_draft(task, {"isi": [typed], "perihal": [""]}, by=ani)
    page = any_world.page(task, "Ani")
    assert {field.name: field.value for field in page.fields if field.name} == {"perihal": "", "isi": "dua"}
    assert [kind for *_, kind in any_world.events(f"case:{case}")] == ["CaseStarted", "TaskClaimed"]
    assert any_world.broken() == ()
    any_world.complete(task, "Ani", isi="tiga")
    assert any_world.contents()["drafts"] == []
    with pytest.raises(TaskNotOpen):
        any_world.runner.save_draft(task, {"isi": ["terlambat"]}, by=ani)
    assert any_world.contents()["drafts"] == []


def test_a_draft_stays_when_its_task_is_released_and_goes_when_the_case_is_cancelled(
    any_world: World,
) -> None:
    case = any_world.start()
    task, ani = any_world.task(case), any_world.actor_named("Ani")
    any_world.runner.claim(task, by=ani)
    any_world.runner.save_draft(task, {"isi": ["satu"]}, by=ani)
    any_world.runner.release(task, by=ani)
    assert any_world.page(task, "Adi").draft_saved_at is not None
    any_world.runner.cancel(case, "salah", by=ani)
    assert any_world.contents()["drafts"] == []


def test_a_draft_of_a_task_that_somebody_took_is_refused(any_world: World) -> None:
    task = any_world.task(any_world.start())
    any_world.runner.claim(task, by=any_world.actor_named("Adi"))
    with pytest.raises(TaskAlreadyTaken):
        any_world.runner.save_draft(task, {"isi": ["x"]}, by=any_world.actor_named("Ani"))


def test_whoever_saves_a_draft_takes_the_task_once_and_a_colleague_sees_whose_it_is(any_world: World) -> None:
    case = any_world.start()
    task, ani, adi = any_world.task(case), any_world.actor_named("Ani"), any_world.actor_named("Adi")
    any_world.runner.save_draft(task, {"isi": ["dari Ani"]}, by=ani)
    with pytest.raises(TaskAlreadyTaken, match="Ani"):
        any_world.runner.save_draft(task, {"isi": ["dari Adi"]}, by=adi)
    any_world.runner.release(task, by=ani)
    page = any_world.page(task, "Adi")
    assert page.draft_by
    assert (page.draft_by.name, page.draft_saved_at) == ("Ani", any_world.clock.now)
    assert "dari Ani" in {field.value for field in page.fields}
    any_world.runner.save_draft(task, {"isi": ["dari Ani, lalu Adi"]}, by=adi)
    page = any_world.page(task, "Adi")
    assert page.draft_by
    assert page.draft_by.name == "Adi"
    assert page.may_release
    kinds = [kind for *_, kind in any_world.events(f"case:{case}")]
    assert kinds == ["CaseStarted", "TaskClaimed", "TaskReleased", "TaskClaimed"]
    assert any_world.broken() == ()


def test_a_draft_that_arrives_after_the_completion_leaves_nothing(any_world: World) -> None:
    case = any_world.start()
    task, ani = any_world.task(case), any_world.actor_named("Ani")
    any_world.complete(task, "Adi")
    store = any_world.runner.store

    def save() -> None:
        with store.write() as tx:
            task_draft_rows.save_draft(tx, task, {"raw": {}}, actor=ani.id, at=any_world.clock.now)

    with pytest.raises(StoreConflict):
        save()
    assert any_world.contents()["drafts"] == []


@dataclass
class Interrupted(Clock):
    """A clock that lets somebody else act, once, at the moment when a verb asks what time it is."""

    meanwhile: Callable[[], object] | None = None

    def __call__(self) -> datetime:
        act, self.meanwhile = self.meanwhile, None
        if act is not None:
            act()
        return self.now


@pytest.fixture
def interrupted(any_world: World) -> tuple[World, World, Interrupted]:
    """A world whose verbs can be interrupted, and the other process that interrupts."""
    clock = Interrupted(any_world.clock.now)
    world = any_world.colleague("interrupted")
    world.runner._clock = clock
    return world, any_world, clock


def test_a_draft_that_arrives_while_somebody_completes_is_gone(
    interrupted: tuple[World, World, Interrupted],
) -> None:
    world, other, clock = interrupted
    task = world.task(world.start())
    world.runner.claim(task, by=world.actor_named("Ani"))
    clock.meanwhile = lambda: other.runner.save_draft(task, {"isi": ["x"]}, by=other.actor_named("Ani"))
    world.complete(task, "Ani")
    assert world.contents()["drafts"] == []
    world.close()


# --- two at once -----------------------------------------------------------------------------------


def test_whoever_is_second_is_told_who_was_first_and_when(
    interrupted: tuple[World, World, Interrupted],
) -> None:
    world, other, clock = interrupted
    case = world.start()
    task = world.task(case)
    clock.meanwhile = lambda: other.complete(task, "Adi")
    with pytest.raises(TaskNotOpen) as refused:
        world.complete(task, "Ani")
    assert (refused.value.by, refused.value.at) == ("Adi", clock.now)
    assert len(world.events(f"case:{case}")) == 2
    world.close()


def test_whoever_is_second_learns_of_a_claim(interrupted: tuple[World, World, Interrupted]) -> None:
    world, other, clock = interrupted
    task = world.task(world.start())
    clock.meanwhile = lambda: other.runner.claim(task, by=other.actor_named("Adi"))
    with pytest.raises(TaskAlreadyTaken) as refused:
        world.complete(task, "Ani")
    assert (refused.value.by, refused.value.at) == ("Adi", clock.now)
    world.close()


def test_a_move_elsewhere_in_the_case_is_judged_again_and_both_stand(
    interrupted: tuple[World, World, Interrupted],
) -> None:
    world, other, clock = interrupted
    case = world.walk(world.start(PARALLEL), "Ani t1")
    tasks = world.tasks(case)
    clock.meanwhile = lambda: other.complete(tasks["t3"], "Sari", catatan="sudah")
    world.complete(tasks["t2"], "Budi")
    assert set(world.tasks(case)) == {"t4"}
    assert world.broken() == ()
    world.close()


def test_a_case_cancelled_meanwhile_says_by_whom(interrupted: tuple[World, World, Interrupted]) -> None:
    world, other, clock = interrupted
    case = world.start()
    task = world.task(case)
    clock.meanwhile = lambda: other.runner.cancel(case, "batal", by=other.actor_named("Ani"))
    with pytest.raises(TaskNotOpen) as refused:
        world.complete(task, "Adi")
    assert (refused.value.by, refused.value.at) == ("Ani", clock.now)
    world.close()


@pytest.mark.parametrize("verb", ["claim", "complete"])
def test_one_of_two_wins_from_two_processes(any_world: World, verb: str) -> None:
    other = any_world.colleague()
    for _ in range(5):
        task = any_world.task(any_world.start())

        def go(number: int, task: TaskId = task) -> None:
            world, name = ((any_world, "Ani"), (other, "Adi"))[number]
            if verb == "claim":
                world.runner.claim(task, by=world.actor_named(name))
            else:
                world.complete(task, name)

        (lost,) = in_threads(go, 2)
        assert isinstance(lost, TaskAlreadyTaken if verb == "claim" else TaskNotOpen)
    other.close()
    assert any_world.broken() == ()


def test_branches_of_one_case_can_be_completed_at_once(any_world: World) -> None:
    other = any_world.colleague()
    for _ in range(3):
        case = any_world.walk(any_world.start(PARALLEL), "Ani t1")
        tasks = any_world.tasks(case)

        def go(number: int, tasks: dict[str, TaskId] = tasks) -> None:
            world, name, step = ((any_world, "Budi", "t2"), (other, "Sari", "t3"))[number]
            world.complete(tasks[step], name)

        assert in_threads(go, 2) == []
        assert set(any_world.tasks(case)) == {"t4"}
    other.close()
    assert any_world.broken() == ()


def test_acts_on_people_at_once_are_all_kept(any_world: World) -> None:
    other = any_world.colleague()
    dewi = any_world.actor_named("Dewi")

    def register(number: int) -> None:
        runner = (any_world if number % 2 else other).runner
        for count in range(3):
            id_, _ = runner.register(
                dewi.agency, account=f"p{number}.{count}", name="P", by=dewi, password_hash="x"
            )
            runner.disable(id_, by=dewi)

    assert in_threads(register, 4) == []
    other.close()
    assert any_world.broken() == ()


# --- what an act costs -----------------------------------------------------------------------------


@dataclass
class Spent:
    """Statements and commits of one verb."""

    statements: int = 0
    commits: int = 0

    @classmethod
    def counting(cls, world: World) -> Spent:
        spent = cls()

        def seen(statement: str, _many: bool) -> None:
            spent.statements += not statement.startswith(("BEGIN", "COMMIT"))

        def committed(_connection: object) -> None:
            spent.commits += 1

        world.runner.store.on_every_connection(seen)
        event.listen(world.runner.store.engine, "commit", committed)
        return spent

    def reset(self) -> None:
        self.statements = self.commits = 0


def test_a_completion_takes_at_most_ten_statements_and_one_commit(any_world: World) -> None:
    case = any_world.start(APPLICATION, by="Umar")
    umar = any_world.actor_named("Umar")
    task = any_world.task(case)
    any_world.runner.save_draft(task, {"perihal": ["Cuti"]}, by=umar)
    spent = Spent.counting(any_world)
    # the dearest one: a draft to drop, and a task for two positions to open
    any_world.runner.complete(task, {"perihal": ["Cuti"]}, by=umar, token="x")
    assert spent.statements <= 10
    assert spent.commits == 1


def test_a_start_takes_at_most_ten_statements_and_one_commit(any_world: World) -> None:
    any_world.start()
    ani = any_world.actor_named("Ani")
    spent = Spent.counting(any_world)
    any_world.runner.start(LINEAR.key, by=ani, token="x")
    assert spent.statements <= 10
    assert spent.commits == 1


def test_reading_commits_nothing(any_world: World) -> None:
    case = any_world.walk(any_world.start(LOOP), "Ani t1")
    budi = any_world.actor_named("Budi")
    before = any_world.contents()
    spent = Spent.counting(any_world)
    any_world.runner.inbox(by=budi)
    any_world.runner.task(any_world.task(case), by=budi)
    any_world.runner.case(case, by=budi)
    any_world.runner.cases(by=budi)
    any_world.runner.definitions(by=budi)
    assert spent.commits == 0
    assert any_world.contents() == before


# --- time ------------------------------------------------------------------------------------------


def test_a_clock_that_is_set_back_does_not_reorder_history(any_world: World) -> None:
    case = any_world.walk(any_world.start(LOOP), "Ani t1")
    moment = any_world.clock.now
    any_world.clock.pass_(hours=-3)
    budi = any_world.actor_named("Budi")
    any_world.runner.claim(any_world.task(case), by=budi)
    any_world.complete(any_world.task(case), "Budi", x1="Kembalikan", x1_alasan="kurang")
    any_world.hire("Eko", "staf")
    page = any_world.runner.case(case, by=any_world.actor_named("Tono"))
    assert [entry.at for entry in page.moments[-3:]] == [moment] * 3
    assert any_world.broken() == ()


# --- nothing half done -----------------------------------------------------------------------------


def test_a_move_that_the_engine_cannot_make_changes_nothing(any_world: World) -> None:
    case = any_world.walk(any_world.start(LOOP), "Ani t1")
    task, budi = any_world.task(case), any_world.actor_named("Budi")
    any_world.runner.save_draft(task, {"catatan": ["setengah jadi"]}, by=budi)
    with behind(any_world) as run:  # the state of another diagram
        other = any_world.start(PARALLEL)
        run(f"UPDATE cases SET snapshot = (SELECT snapshot FROM cases WHERE id = '{other}') "  # noqa: S608
            f"WHERE id = '{case}'")  # fmt: skip
    before = any_world.contents()
    with pytest.raises((DiagramFailed, TaskNotOpen)):
        any_world.complete(task, "Budi", x1="Setuju")
    assert any_world.contents() == before


@pytest.mark.parametrize("column", ["snapshot = :blob", "data = '{'"])
def test_a_snapshot_that_is_lost_is_rebuilt_from_the_events(any_world: World, column: str) -> None:
    case = any_world.walk(any_world.start(LOOP), "Ani t1")
    other = any_world.walk(any_world.start(PARALLEL), "Ani t1", "Budi t2")
    with behind(any_world) as run:
        run(f"UPDATE cases SET {column}")  # noqa: S608
    any_world.walk(case, "Budi t2 x1=Kembalikan x1_alasan=kurang", "Adi t1", "Budi t2 x1=Setuju")
    any_world.walk(other, "Sari t3", "Ani t4")
    assert any_world.broken() == ()


REFUSED: dict[str, tuple[type[AlurError], Callable[[World, TaskId, Actor], object]]] = {
    "answers that the form refuses": (
        AnswersRefused, lambda w, t, _: w.complete(t, "Ani", perihal=""),
    ),
    "a task of other positions": (NotYours, lambda w, t, _: w.complete(t, "Budi")),
    "a claim by other positions": (NotYours, lambda w, t, _: w.runner.claim(t, by=w.actor_named("Budi"))),
    "a draft by other positions": (
        NotYours, lambda w, t, _: w.runner.save_draft(t, {}, by=w.actor_named("Budi")),
    ),
    "a release of what nobody holds": (TaskNotHeld, lambda w, t, ani: w.runner.release(t, by=ani)),
    "a start by nobody in particular": (NotAllowed, lambda w, _, __: w.start(LOOP, by="Umar")),
    "a cancellation without a reason": (
        ReasonMissing, lambda w, t, ani: w.runner.cancel(w.page(t, "Ani").case.id, " ", by=ani),
    ),
    "a cancellation by a colleague": (
        NotAllowed, lambda w, t, _: w.runner.cancel(w.page(t, "Ani").case.id, "x", by=w.actor_named("Adi")),
    ),
    "a form that only grows a row": (
        AnswersRefused, lambda w, t, _: w.complete(t, "Ani", perihal=[]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_changes_nothing_and_is_no_event(any_world: World, name: str) -> None:
    error, verb = REFUSED[name]
    task = any_world.task(any_world.start())
    before = any_world.contents()
    with pytest.raises(error):
        verb(any_world, task, any_world.actor_named("Ani"))
    assert any_world.contents() == before


def test_a_return_without_its_reason_is_refused_together_with_the_fields(any_world: World) -> None:
    sop = Sop(LOOP.key, LOOP.arrows, LOOP.lanes, forms={"t2": "wajib"}, label="2")
    required = {"type": "textarea", "key": "telaah", "label": "Telaah", "validate": {"required": True}}
    any_world.publish(sop, forms={FormId("wajib"): a_form("wajib", required)})
    case = any_world.walk(any_world.start(LOOP), "Ani t1")
    with pytest.raises(AnswersRefused) as refused:
        any_world.complete(any_world.task(case), "Budi", x1="Kembalikan")
    assert {error.path for error in refused.value.errors} == {"telaah", "x1_alasan"}


def test_a_case_that_is_over_takes_no_verb(any_world: World) -> None:
    case = any_world.walk(any_world.start(), "Ani t1", "Budi t2")
    before = any_world.contents()
    with pytest.raises(CaseNotOpen):
        any_world.runner.cancel(case, "x", by=any_world.actor_named("Dewi"))
    assert any_world.contents() == before


def test_the_number_of_rows_a_page_reads_does_not_need_a_count(any_world: World) -> None:
    any_world.start()
    statements: list[str] = []
    any_world.runner.store.on_every_connection(lambda statement, _many: statements.append(statement.lower()))
    any_world.runner.inbox(by=any_world.actor_named("Ani"))
    assert statements
    assert not any("count(" in statement for statement in statements)
    with any_world.runner.store.read() as tx:
        assert tx.scalar(text("SELECT 1")) == 1
