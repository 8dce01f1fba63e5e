"""A verb judges and yields one event; ``apply`` moves, and judges nothing. No database in sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from runner import lifecycle
from runner.errors import (
    AlurError,
    AnswersRefused,
    CaseNotOpen,
    ReasonMissing,
    TaskAlreadyTaken,
    TaskNotHeld,
    TaskNotOpen,
)
from runner.events import Event
from runner.facts import CaseCancelled, TaskClaimed, TaskCompleted, TaskReleased
from runner.lifecycle import Case
from runner.model import CaseStatus, ElementId, FormId
from runner.replay import rebuild, steps
from runner.revision import Revision
from tests.builders import APPLICATION, CONDITION, FORMS, LINEAR, LOOP, PARALLEL, a_form, revision_of
from tests.core.walk import ANI, BUDI, STANDING, START, Walk, due_of


def test_a_start_opens_the_first_tasks_and_dates_them() -> None:
    walk = Walk.begin(LINEAR)
    (task,) = walk.case.tasks
    assert (task.element, task.opened_at, task.opened_seq, task.due, task.holder) == (
        "t1", START, 1, START + timedelta(days=1), None,
    )  # fmt: skip
    assert (walk.case.status, walk.case.version, walk.case.started_by) == (CaseStatus.OPEN, 1, ANI)
    assert walk.case.head == walk.events[0].row()["hash"]


def test_every_verb_yields_one_event_that_follows_the_one_before() -> None:
    walk = Walk.begin(LOOP).claim("t1").release("t1").claim("t1").complete("t1").complete("t2", BUDI,
        outcomes={"x1": "Setuju"})  # fmt: skip
    assert [event.seq for event in walk.events] == [1, 2, 3, 4, 5, 6]
    assert [event.previous for event in walk.events[1:]] == [e.row()["hash"] for e in walk.events[:-1]]
    assert (walk.case.status, walk.open()) == (CaseStatus.CLOSED, [])


def test_completing_a_free_task_takes_it_and_a_taken_one_is_the_holders_alone() -> None:
    walk = Walk.begin(LINEAR).claim("t1", BUDI)
    with pytest.raises(TaskAlreadyTaken) as refused:
        walk.complete("t1", ANI)
    assert (refused.value.by, refused.value.at) == (BUDI, START + timedelta(minutes=1))
    with pytest.raises(TaskAlreadyTaken):
        walk.claim("t1", ANI)
    with pytest.raises(TaskNotHeld):
        walk.release("t1", ANI)
    assert walk.complete("t1", BUDI).open() == ["t2"]


def test_a_task_that_is_done_is_not_open() -> None:
    walk = Walk.begin(LINEAR)
    done = walk.task("t1")
    walk.complete("t1")
    for verb in (lifecycle.claim, lifecycle.release):
        with pytest.raises(TaskNotOpen):
            verb(walk.case, done, by=ANI, standing=STANDING, at=walk.at)


def test_answers_are_sealed_apart_and_what_steers_stands_in_the_event_too() -> None:
    walk = (
        Walk.begin(LOOP)
        .complete("t1", isi="rahasia")
        .complete("t2", outcomes={"x1": "Kembalikan", "x1_alasan": "kurang"}, catatan="cek")
    )
    first, second = walk.events[1].fact, walk.events[2].fact
    assert isinstance(first, TaskCompleted)
    assert isinstance(second, TaskCompleted)
    assert (first.public, second.public) == ({}, {"x1": "Kembalikan"})
    assert second.returns == ("x1",)
    assert set(walk.events[2].commitments) == {"catatan", "x1", "x1_alasan"}
    for event in walk.events:
        assert "rahasia" not in event.row()["data"]
        assert "kurang" not in event.row()["data"]
    values = {name: orjson.loads(each.value) for name, each in walk.sealed[3].items()}
    assert values == {"catatan": "cek", "x1": "Kembalikan", "x1_alasan": "kurang"}


def test_what_a_condition_reads_stands_in_the_event() -> None:
    walk = Walk.begin(CONDITION).complete("t1", nilai="11")
    fact = walk.events[1].fact
    assert isinstance(fact, TaskCompleted)
    assert fact.public == {"nilai": 11}
    assert walk.open() == ["t2"]


def test_what_a_hide_condition_reads_stands_in_the_event() -> None:
    hidden = {
        "type": "textfield", "key": "rinci", "label": "Rinci", "conditional": {"hide": "=not(perlu)"},
    }  # fmt: skip
    form = a_form("surat", {"type": "checkbox", "key": "perlu", "label": "Perlu"}, hidden)
    walk = Walk.begin(LINEAR, {**FORMS, FormId("surat"): form}).complete("t1", perlu=True, rinci="x")
    fact = walk.events[1].fact
    assert isinstance(fact, TaskCompleted)
    assert fact.public == {"perlu": True}


def test_the_latest_answer_wins_and_an_outcome_of_an_earlier_pass_is_gone() -> None:
    walk = Walk.begin(LOOP).complete("t1", perihal="satu", isi="a")
    walk.complete("t2", outcomes={"x1": "Kembalikan", "x1_alasan": "kurang"})
    assert (walk.case.data["x1"], walk.case.data["x1_alasan"]) == ("Kembalikan", "kurang")
    walk.complete("t1", perihal="dua").complete("t2", outcomes={"x1": "Setuju"})
    assert (walk.case.data["perihal"], walk.case.data["x1"]) == ("dua", "Setuju")
    assert "x1_alasan" not in walk.case.data
    assert "x1_alasan" not in walk.case.commitments
    assert walk.case.commitments.keys() == walk.case.data.keys()


def test_the_subject_is_one_line_of_the_field_that_the_diagram_names() -> None:
    assert Walk.begin(LINEAR).case.subject == ""
    assert Walk.begin(LINEAR).complete("t1", perihal="  Rapat\t besar ").case.subject == "Rapat besar"


def test_fields_and_outcomes_are_refused_together_and_nothing_moves() -> None:
    required = {"type": "textfield", "key": "telaah", "label": "Telaah", "validate": {"required": True}}
    forms = {**FORMS, FormId("catatan"): a_form("catatan", required)}
    walk = Walk.begin(LOOP, forms).complete("t1")
    before = walk.case
    for outcomes, paths in (
        ({}, {"telaah", "x1"}),
        ({"x1": "Lain"}, {"telaah", "x1"}),
        ({"x1": "Kembalikan"}, {"telaah", "x1_alasan"}),
    ):
        with pytest.raises(AnswersRefused) as refused:
            walk.complete("t2", outcomes=outcomes)
        assert {error.path for error in refused.value.errors} == paths
    assert walk.case is before


def test_a_parallel_case_closes_when_the_last_branch_has_come() -> None:
    walk = Walk.begin(PARALLEL).complete("t1")
    assert walk.open() == ["t2", "t3"]
    walk.complete("t3")
    standing = sorted((token.element, token.kind) for token in walk.case.tokens)
    assert standing == [("p2", "join"), ("t2", "task")]
    assert walk.complete("t2").complete("t4").case.status is CaseStatus.CLOSED


def test_a_cancelled_case_has_neither_tasks_nor_tokens_and_takes_no_verb() -> None:
    walk = Walk.begin(PARALLEL).complete("t1")
    task = walk.task("t2")
    walk.cancel(" salah pilih ")
    assert (walk.case.status, walk.case.tasks, walk.case.tokens) == (CaseStatus.CANCELLED, (), ())
    assert isinstance(walk.events[-1].fact, CaseCancelled)
    assert "salah pilih" not in walk.events[-1].row()["data"]
    assert walk.sealed[3]["alasan"].value == '"salah pilih"'
    with pytest.raises(CaseNotOpen):
        walk.cancel()
    with pytest.raises(TaskNotOpen):
        lifecycle.claim(walk.case, task, by=ANI, standing=STANDING, at=walk.at)


def test_a_cancellation_needs_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        Walk.begin(LINEAR).cancel(" \n")


def test_the_same_arguments_give_the_same_step_to_the_byte() -> None:
    def run() -> Walk:
        return Walk.begin(LOOP).claim("t1").complete("t1", isi="x").complete("t2", outcomes={"x1": "Setuju"})

    one, other = run(), run()
    assert [event.row() for event in one.events] == [event.row() for event in other.events]
    assert one.case.state == other.case.state
    assert one.sealed == other.sealed


def test_a_digest_tells_states_apart_and_knows_no_values() -> None:
    walk = Walk.begin(LOOP)
    digests = [walk.case.digest()]
    digests.append(walk.claim("t1").case.digest())
    digests.append(walk.complete("t1", isi="x").case.digest())
    digests.append(walk.cancel().case.digest())
    assert len(set(digests)) == 4
    assert walk.case.digest() == replace(walk.case, data={}, state=b"", head="").digest()
    for other in (
        replace(walk.case, commitments={}),
        replace(walk.case, status=CaseStatus.OPEN),
    ):
        assert other.digest() != walk.case.digest()


def test_who_holds_a_task_and_when_it_is_due_are_in_the_digest() -> None:
    case = Walk.begin(LINEAR).case
    (task,) = case.tasks
    earlier = task.opened_at - timedelta(1)
    changed = [replace(task, holder=ANI), replace(task, due=None), replace(task, opened_at=earlier)]
    assert len({replace(case, tasks=(each,)).digest() for each in (task, *changed)}) == 4


# --- apply -----------------------------------------------------------------------------------------


WALKS = {
    "linear": lambda: Walk.begin(LINEAR).claim("t1").release("t1").complete("t1").complete("t2", BUDI),
    "returned twice": lambda: Walk.begin(LOOP)
    .complete("t1")
    .complete("t2", outcomes={"x1": "Kembalikan", "x1_alasan": "a"})
    .complete("t1")
    .complete("t2", outcomes={"x1": "Kembalikan", "x1_alasan": "b"})
    .complete("t1")
    .complete("t2", outcomes={"x1": "Setuju"}),
    "parallel, half done": lambda: Walk.begin(PARALLEL).complete("t1").claim("t3", BUDI).complete("t2"),
    "several positions": lambda: Walk.begin(APPLICATION).complete("t1").complete("t2", BUDI),
    "by a condition": lambda: Walk.begin(CONDITION).complete("t1", nilai="3"),
    "cancelled": lambda: Walk.begin(PARALLEL).complete("t1").claim("t2").cancel(),
}  # fmt: skip


@pytest.mark.parametrize("name", WALKS)
def test_apply_leads_where_the_verbs_led(name: str) -> None:
    walk = WALKS[name]()
    assert rebuild(walk.events, walk.sealed, lambda *_: walk.case.revision) == walk.case


@pytest.mark.parametrize("name", WALKS)
def test_a_case_is_rebuilt_as_it_was_after_each_event(name: str) -> None:
    walk = WALKS[name]()
    for event, case in zip(
        walk.events, steps(walk.events, walk.sealed, lambda *_: walk.case.revision), strict=True
    ):
        recorded = (event.seq, event.row()["hash"], event.state_digest)
        assert (case.version, case.head, case.digest()) == recorded


def test_apply_judges_nothing() -> None:
    """A fact that no verb would yield moves the case all the same: history was judged when it happened."""
    walk = Walk.begin(LINEAR).claim("t1", ANI)
    taken = Event(
        stream=walk.case.stream, seq=3, at=walk.at, actor=BUDI, position="", capacity="",
        fact=TaskClaimed(task=walk.task("t1"), element=ElementId("t1")), previous=walk.case.head,
    )  # fmt: skip
    moved = lifecycle.apply(walk.case, taken, {}, revision=walk.case.revision)
    assert moved.tasks[0].holder == BUDI
    freed = replace(taken, seq=4, fact=TaskReleased(task=walk.task("t1"), element=ElementId("t1")))
    assert lifecycle.apply(moved, freed, {}, revision=walk.case.revision).tasks[0].holder is None


def test_a_case_that_lost_a_value_lawfully_still_goes_the_way_it_went() -> None:
    walk = Walk.begin(CONDITION).complete("t1", nilai="11")
    moved: Case | None = None
    for event in walk.events:
        moved = lifecycle.apply(moved, event, {}, revision=walk.case.revision)  # no value at hand any more
    assert moved is not None
    assert [task.element for task in moved.tasks] == ["t2"]
    assert moved.digest() == walk.events[-1].state_digest


def test_two_revisions_are_told_apart_by_number_not_by_content() -> None:
    one, other = revision_of(LINEAR), revision_of(LINEAR, number=3)
    assert one.digest == other.digest
    assert (one.number, other.number) == (1, 3)
    assert isinstance(one, Revision)


def test_a_move_that_fails_raises_and_leaves_the_case_as_it_was() -> None:
    walk = Walk.begin(LINEAR)
    broken = replace(walk.case, state=b"not a state")
    with pytest.raises(AlurError):
        lifecycle.complete(
            broken, walk.task("t1"), {"perihal": "x"}, {}, by=ANI, standing=STANDING, at=START, due_of=due_of,
            entropy=b"e" * 32,
        )  # fmt: skip
    assert broken.version == 1
