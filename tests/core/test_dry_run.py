"""A dry run is judged as a real case is, by the same rules, and is nothing but what was tried."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from runner import dry_run
from runner.dry_run import Attempt, Ground, Move
from runner.dry_run.walking import Wishes, filled, step
from runner.errors import AnswersRefused, DryRunTooLong, NotFound, NotYours, TaskNotOpen
from runner.lifecycle import DueOf
from runner.model import Actor, ActorId, Appointment, Capacity, FormId, PositionCode
from tests.builders import (
    AGENCY,
    APPLICATION,
    CONDITION,
    EXTERNAL,
    FORMS,
    LINEAR,
    LOOP,
    PARALLEL,
    SUBJECT,
    Sop,
    a_form,
    office,
    revision_of,
)

AT = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
ANI = Actor(
    id=ActorId("ani"),
    account="ani.uji",
    name="Ani",
    agency=AGENCY,
    appointments=(
        Appointment(
            id="1",
            actor=ActorId("ani"),
            agency=AGENCY,
            position=PositionCode("staf"),
            capacity=Capacity.PLT,
            since=AT - timedelta(days=9),
        ),
    ),
)


def a_day_later(at: datetime) -> DueOf:
    return lambda element: at + timedelta(days=1) if element == "t1" else None


def ground(sop: Sop, *people: Actor, forms: dict[FormId, bytes] | None = None) -> Ground:
    revision = revision_of(sop, forms=forms or FORMS)
    invented = dry_run.stand_ins(office(), revision.lanes)
    return Ground(
        revision=revision,
        agency=office(),
        people=(*people, *invented),
        stand_ins=frozenset(person.id for person in invented),
        due_of=a_day_later,
    )


def begun(sop: Sop, *people: Actor) -> dry_run.DryRun:
    return dry_run.begin(ground(sop, *people), Attempt(by=ActorId(""), at=AT))


def walked(
    sop: Sop, wishes: Wishes | None = None, forms: dict[FormId, bytes] | None = None
) -> dry_run.DryRun:
    run = dry_run.begin(ground(sop, forms=forms), Attempt(by=ActorId(""), at=AT))
    while not dry_run.is_over(run):
        run = step(run, wishes or Wishes())
    return run


def route(run: dry_run.DryRun) -> list[str]:
    return [str(event.fact.element) for event in run.events if hasattr(event.fact, "element")]


def the_move(run: dry_run.DryRun, **pairs: str) -> Move:
    page = dry_run.page_of(run)
    assert page.shown is not None
    waiting = page.shown.waiting
    return Move(
        task=waiting.task,
        by=waiting.players[0].actor.id,
        at=run.at,
        pairs={name: (value,) for name, value in pairs.items()},
    )


def test_whoever_holds_the_position_gets_the_task_and_a_stand_in_only_where_nobody_does() -> None:
    run = begun(LINEAR, ANI)
    (first,) = dry_run.page_of(run).open
    assert [(p.actor.name, p.position, p.capacity, p.stand_in) for p in first.players] == [
        ("Ani", "Staf Umum", "Plt.", False)
    ]
    assert (first.due_at, run.case.started_by) == (AT + timedelta(days=1), "ani")
    (second,) = dry_run.page_of(dry_run.complete(run, the_move(run, perihal="Undangan"))).open
    assert [(p.actor.name, p.stand_in) for p in second.players] == [("Contoh Kepala Bagian", True)]
    assert second.due_at is None


def test_a_form_refuses_in_a_dry_run_what_it_refuses_in_earnest() -> None:
    run = begun(LINEAR)
    with pytest.raises(AnswersRefused) as refused:
        dry_run.complete(run, the_move(run, perihal=""))
    shown = dry_run.page_of(run, pairs={"isi": ["Tetap"]}, errors=refused.value.errors).shown
    assert shown is not None
    assert [(view.name, view.value, bool(view.errors)) for view in shown.fields] == [
        ("perihal", "", True),
        ("isi", "Tetap", False),
    ]


def test_nobody_does_in_a_dry_run_what_another_position_does() -> None:
    run = begun(LINEAR, ANI)
    stranger = replace(the_move(run, perihal="Undangan"), by=ActorId("contoh:kabag"))
    with pytest.raises(NotYours):
        dry_run.complete(run, stranger)
    with pytest.raises(NotFound):
        dry_run.complete(run, replace(stranger, by=ActorId("nobody")))


def test_an_attempt_is_carried_as_text_and_runs_the_same() -> None:
    run = walked(LOOP, Wishes(outcomes={"x1": ["Kembalikan", "Setuju"]}))
    carried = json.loads(json.dumps(run.attempt.to_json()))
    again = dry_run.begin(run.ground, Attempt.from_json(carried))
    assert again.attempt == run.attempt
    assert [event.row()["hash"] for event in again.events] == [event.row()["hash"] for event in run.events]
    assert route(run) == ["t1", "t2", "t1", "t2"]


def test_a_step_back_is_the_attempt_without_its_last_move() -> None:
    run = walked(LINEAR)
    back = dry_run.begin(run.ground, run.attempt.back())
    assert ([task.element for task in back.case.tasks], dry_run.is_over(back)) == (["t2"], False)


def test_moves_that_a_changed_diagram_does_not_take_any_more_stop_the_run_and_say_why() -> None:
    run = walked(LINEAR)
    changed = {**FORMS, FormId("surat"): a_form("surat", {**SUBJECT, "validate": {"minLength": 900}})}
    again = dry_run.begin(ground(LINEAR, forms=changed), run.attempt)
    assert isinstance(again.stopped, AnswersRefused)
    assert (again.attempt.moves, [task.element for task in again.case.tasks]) == ((), ["t1"])
    gone = dry_run.begin(ground(PARALLEL), Attempt(by=ActorId(""), at=AT, moves=run.attempt.moves[1:]))
    assert isinstance(gone.stopped, TaskNotOpen)


def test_time_goes_on_and_never_back() -> None:
    run = begun(LINEAR)
    late = dry_run.complete(run, replace(the_move(run, perihal="a"), at=AT + timedelta(days=3)))
    assert late.at == AT + timedelta(days=3)
    early = dry_run.complete(late, replace(the_move(late), at=AT))
    assert early.at == late.at


def test_a_reason_of_a_return_is_shown_to_whoever_gets_the_case_back() -> None:
    run = step(begun(LOOP), Wishes())
    run = dry_run.complete(run, the_move(run, x1="Kembalikan", x1_alasan="Lampiran kurang."))
    shown = dry_run.page_of(run).shown
    assert shown is not None
    assert [(back.step, back.reason) for back in shown.returned] == [("Langkah t2", "Lampiran kurang.")]
    assert shown.waiting.lap == 2


@pytest.mark.parametrize("sop", [LINEAR, LOOP, PARALLEL, APPLICATION, EXTERNAL, CONDITION])
def test_every_sop_walks_to_an_end_by_itself(sop: Sop) -> None:
    page = dry_run.page_of(walked(sop))
    assert (page.open, page.shown, page.ended is not None) == ((), None, True)


def test_what_is_wished_for_is_given_once_by_pass_and_samples_go_on() -> None:
    wishes = Wishes(
        answers={"Langkah t1": [{"perihal": ["Pertama"]}, {"perihal": ["Kedua"]}]},
        outcomes={"x1": ["Kembalikan"]},
    )
    run = walked(LOOP, wishes)
    assert route(run) == ["t1", "t2", "t1", "t2"]
    assert [run.values[event.seq].get("perihal") for event in run.events[1:]] == [
        "Pertama", None, "Kedua", None,
    ]  # fmt: skip


def test_a_wish_that_the_form_refuses_is_not_exchanged_for_a_sample_in_silence() -> None:
    with pytest.raises(AnswersRefused):
        walked(CONDITION, Wishes(answers={"t1": [{"nilai": ["banyak"]}]}))


@pytest.mark.parametrize(
    ("field", "demands"),
    [
        ({"type": "textfield", "label": "Kode"}, {"pattern": "^[0-9]{16}$"}),
        ({"type": "textfield", "label": "X"}, {"validationType": "email"}),
        ({"type": "number", "label": "N"}, {"min": 0.5, "max": 0.9}),
        ({"type": "number", "label": "N", "decimalDigits": 0}, {"min": 500}),
        ({"type": "checkbox", "label": "Ya"}, {}),
        ({"type": "datetime", "subtype": "date", "dateLabel": "Tanggal"}, {}),
    ],
)
def test_samples_fit_what_a_field_demands(field: dict[str, object], demands: dict[str, object]) -> None:
    asked = {**field, "key": "n", "validate": {"required": True, **demands}}
    forms = {**FORMS, FormId("surat"): a_form("surat", SUBJECT, asked)}
    run = walked(LINEAR, forms=forms)
    assert run.values[2]["n"] not in (None, "", False)


def test_samples_leave_alone_what_was_typed() -> None:
    run = begun(LINEAR)
    (task,) = run.case.tasks
    assert filled(run, task.id, {"perihal": ["Diketik"], "isi": [""]})["perihal"] == ["Diketik"]
    assert filled(run, task.id, {"perihal": ["Diketik"], "isi": [""]})["isi"] != [""]


def test_a_run_in_circles_ends_with_a_sentence() -> None:
    run = begun(LOOP)
    round_and_round = Wishes(outcomes={"x1": ["Kembalikan"] * dry_run.MOST_MOVES})
    for _ in range(dry_run.MOST_MOVES):
        run = step(run, round_and_round)
    with pytest.raises(DryRunTooLong):
        step(run, round_and_round)
    assert dry_run.page_of(run).full


@pytest.mark.parametrize(
    "carried",
    [
        None, [], {}, {"v": 2}, {"v": 1, "by": "a", "at": "yesterday", "moves": []},
        {"v": 1, "by": "a", "at": "2026-03-02T00:00", "moves": []},
        {"v": 1, "by": "a", "at": "9999-12-31T00:00+00:00", "moves": []},
        {"v": 1, "by": "a", "at": "2026-03-02T00:00+00:00", "moves": [1]},
        {"v": 1, "by": "a", "at": "2026-03-02T00:00+00:00", "moves": [{}] * 999},
        {"v": 1, "by": "a", "at": "2026-03-02T00:00+00:00",
         "moves": [{"task": "t", "by": "a", "at": "2026-03-02T00:00+00:00", "pairs": {"a": "b"}}]},
    ],
)  # fmt: skip
def test_what_is_no_attempt_is_not_taken_for_one(carried: object) -> None:
    with pytest.raises(ValueError, match=r"Expected|Invalid"):
        Attempt.from_json(carried)
