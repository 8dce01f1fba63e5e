"""A case goes on in another revision: every trap of the engine's own migration is a test here.

What the library's migration does to a case is told in the design notes on the engine (section 6): passed
steps that are gone make a case unloadable, drafts are lost, deadlines start anew, a case in a sub-process is
stuck. None of that may happen, and a case that could not end is refused with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from runner import lifecycle
from runner.errors import CaseNotOpen
from runner.events import moment_text
from runner.facts import CaseMigrated, Consequences, Holding
from runner.model import CaseId, ElementId, FormId
from runner.revision import Revision
from tests.builders import CONDITION, FORMS, LINEAR, LOOP, PARALLEL, SUBJECT, Sop, a_form, revision_of
from tests.core.migration_walk import judged, migrated, newer, opened, replayed, taken_back
from tests.core.walk import ANI, BUDI, STANDING, START, Walk, due_of

THREE = Sop("uji-tiga", "s1 -> t1 -> t2 -> t3 -> e1", {"Staf": "t1 t3", "Kabag": "t2"})


def arrows(text: str, sop: Sop = THREE, lanes: Mapping[str, str] | None = None) -> Revision:
    """A newer revision with other arrows."""
    return newer(sop, arrows=text, lanes=lanes or sop.lanes)


def at_t2() -> Walk:
    """A case of THREE with its second step open."""
    return Walk.begin(THREE).complete("t1", isi="satu")


HARMLESS = {
    "a step after the next one": "s1 -> t1 -> t2 -> t3 -> t4 -> e1",
    "a step right after the open one": "s1 -> t1 -> t2 -> t4 -> t3 -> e1",
    "a step before the open one, which is passed": "s1 -> t1 -> t4 -> t2 -> t3 -> e1",
    "a passed step gone": "s1 -> t2 -> t3 -> e1",
    "a passed step renamed": "s1 -> t9 -> t2 -> t3 -> e1",
    "a step to come gone": "s1 -> t1 -> t2 -> e1",
    "a choice at once after the open step": """s1 -> t1 -> t2 -> x1
        x1 -> t3 -> e1 [Setuju]
        x1 -> e2 [Tolak]""",
    "a loop around it": """s1 -> x0 -> t1 -> t2 -> x1
        x1 -> t3 -> e1 [Setuju]
        x1 -> x0 [Kembalikan]""",
}


@pytest.mark.parametrize("change", HARMLESS)
def test_a_case_goes_on_where_it_is_when_others_than_its_own_step_change(change: str) -> None:
    walk = at_t2()
    before = walk.case
    to = arrows(HARMLESS[change])
    case = migrated(walk, to).case
    assert case.tasks == before.tasks  # the same task: id, arrival, deadline, holder
    assert (case.revision, case.data, case.commitments) == (to, before.data, before.commitments)
    choice = {"x1": "Setuju"} if "x1" in to.diagram.questions else {}
    walk.complete("t2", BUDI, outcomes=choice)
    while walk.case.tasks:
        walk.complete(str(walk.case.tasks[0].element))
    assert walk.case.status == "closed"
    assert replayed(walk, before.revision, to) == walk.case


def renamed(old: str, new: str) -> Revision:
    """THREE with another id for a step that keeps its name, its lane and its neighbours."""
    lanes = {lane: listed.replace(old, new) for lane, listed in THREE.lanes.items()}
    other = replace(THREE, arrows=THREE.arrows.replace(old, new), lanes=lanes)
    return opened(other.bpmn().replace(f"Langkah {new}".encode(), f"Langkah {old}".encode()), THREE.key)


def test_a_renamed_open_step_is_found_again_by_what_it_is() -> None:
    walk = at_t2()
    task = walk.case.tasks[0]
    to = renamed("t2", "t2baru")
    case = migrated(walk, to).case
    (moved,) = case.tasks
    assert (moved.id, moved.element, moved.opened_at) == (task.id, "t2baru", task.opened_at)
    assert replayed(walk, revision_of(THREE), to) == case


def test_deadlines_and_holders_are_kept_and_nothing_is_armed_anew() -> None:
    walk = Walk.begin(LINEAR).claim("t1")
    task = walk.case.tasks[0]
    assert task.due is not None
    assert task.holder == ANI
    to = newer(LINEAR, arrows="s1 -> t1 -> t3 -> t2 -> e1", durations={"t1": "PT1H"})
    assert migrated(walk, to).case.tasks == (task,)


def test_a_removed_open_step_is_refused_until_somebody_says_what_takes_its_place() -> None:
    walk = at_t2()
    to = arrows("s1 -> t1 -> t5 -> t3 -> e1", lanes={"Staf": "t1 t5 t3", "Kabag": ""})
    verdict = judged(walk, to)
    assert verdict.why_not is not None
    assert verdict.why_not.en == (
        "The step “Langkah t2” is not in revision 2 any more. Say which step takes its place."
    )
    assert "Langkah t2" in verdict.why_not.id
    task = walk.case.tasks[0]
    (moved,) = migrated(walk, to, {"t2": "t5"}).case.tasks
    assert (moved.id, moved.element, moved.opened_at) == (task.id, "t5", task.opened_at)
    walk.complete("t5", BUDI)
    assert walk.open() == ["t3"]
    assert replayed(walk, revision_of(THREE), to) == walk.case


def test_a_split_step_is_left_for_the_half_that_was_chosen_though_its_id_is_still_there() -> None:
    to = arrows("s1 -> t1 -> t2 -> t6 -> t3 -> e1")
    assert migrated(at_t2(), to, {"t2": "t6"}).open() == ["t6"]
    assert migrated(at_t2(), to).open() == ["t2"]


@pytest.mark.parametrize("target", ["x1", "p1", "e1", "s1", "nowhere"])
def test_nobody_can_choose_a_place_where_no_person_works(target: str) -> None:
    to = arrows("s1 -> t1 -> x1\nx1 -> t2 -> t3 -> e1 [Ya]\nx1 -> e2 [Tidak]")
    verdict = judged(at_t2(), to, {"t2": target})
    assert verdict.why_not is not None
    assert "is not a step that a person does" in verdict.why_not.en


# --- what the case cannot have ----------------------------------------------------------------------


def test_a_case_is_not_moved_into_a_branch_whose_sister_it_never_opened() -> None:
    """The join would wait for ever: the library goes on and gets stuck there."""
    to = arrows("""s1 -> t1 -> p1
        p1 -> t2 -> p2
        p1 -> t4 -> p2
        p2 -> t3 -> e1""")
    verdict = judged(at_t2(), to)
    assert verdict.why_not is not None
    assert "“Langkah t2” runs beside “Langkah t4”, which this case has never opened" in verdict.why_not.en
    first = Walk.begin(THREE)  # before the branches it may go
    assert migrated(first, to).open() == ["t1"]
    first.complete("t1")
    assert first.open() == ["t2", "t4"]


def test_open_branches_do_not_go_where_their_steps_come_one_after_the_other() -> None:
    walk = Walk.begin(PARALLEL).complete("t1")
    assert walk.open() == ["t2", "t3"]
    to = arrows("s1 -> t1 -> t2 -> t3 -> t4 -> e1", PARALLEL)
    verdict = judged(walk, to)
    assert verdict.why_not is not None
    assert "“Langkah t2” and “Langkah t3” are never open together" in verdict.why_not.en


def test_a_branch_that_waits_is_not_moved_where_nothing_joins() -> None:
    walk = Walk.begin(PARALLEL).complete("t1").complete("t2", BUDI)
    to = arrows("s1 -> t1 -> t2 -> t3 -> t4 -> e1", PARALLEL)
    verdict = judged(walk, to)
    assert verdict.why_not is not None
    assert "waits for others at a join that is not in revision 2" in verdict.why_not.en


def test_two_open_steps_do_not_become_one() -> None:
    walk = Walk.begin(PARALLEL).complete("t1")
    to = arrows("s1 -> t1 -> t2 -> t4 -> e1", PARALLEL, {"Staf": "t1 t4", "Kabag": "t2"})
    verdict = judged(walk, to, {"t3": "t2"})
    assert verdict.why_not is not None
    assert "are open at once, but become the one step" in verdict.why_not.en


def test_branches_and_the_join_that_waits_for_them_go_over_together() -> None:
    walk = Walk.begin(PARALLEL).complete("t1").complete("t2", BUDI)
    to = arrows(
        """s1 -> t1 -> p1
        p1 -> t2 -> p2
        p1 -> t3 -> t5 -> p2
        p2 -> t4 -> e1""",
        PARALLEL,
    )
    migrated(walk, to)
    walk.complete("t3").complete("t5")
    assert walk.open() == ["t4"]
    assert replayed(walk, revision_of(PARALLEL), to) == walk.case


def test_a_branch_that_is_done_stays_done_where_its_end_got_a_further_step() -> None:
    """It waits at the join, over the flow that now comes from the new step; nothing is done again."""
    walk = Walk.begin(PARALLEL).complete("t1").complete("t2", BUDI)
    to = arrows(
        """s1 -> t1 -> p1
        p1 -> t2 -> t5 -> p2
        p1 -> t3 -> p2
        p2 -> t4 -> e1""",
        PARALLEL,
    )
    migrated(walk, to)
    assert walk.open() == ["t3"]
    walk.complete("t3")
    assert walk.open() == ["t4"]
    assert replayed(walk, revision_of(PARALLEL), to) == walk.case


def test_a_third_branch_that_was_never_opened_keeps_the_case_where_it_is() -> None:
    walk = Walk.begin(PARALLEL).complete("t1").complete("t2", BUDI)
    to = arrows(
        """s1 -> t1 -> p1
        p1 -> t2 -> p2
        p1 -> t3 -> p2
        p1 -> t5 -> p2
        p2 -> t4 -> e1""",
        PARALLEL,
    )
    assert judged(walk, to).why_not is not None
    walk.complete("t3")  # once the branches have met, it may go
    assert migrated(walk, to).open() == ["t4"]


# --- sub-processes ----------------------------------------------------------------------------------


def nested(inside: str = "t2", after: str = "", number: int = 2) -> Revision:
    """THREE with its second step (and another ``after`` it) inside a sub-process."""
    content = THREE.bpmn().decode()
    task = content[content.index('<userTask id="t2"') :]
    task = task[: task.index("</userTask>") + len("</userTask>")]
    steps = [task] if inside else []
    if after:
        steps.append(task.replace('id="t2"', f'id="{after}"').replace("Langkah t2", f"Langkah {after}"))
    ids = [part.split('id="')[1].split('"')[0] for part in steps]
    chain = ["qs", *ids, "qe"]
    flows = "".join(
        f'<sequenceFlow id="qf{place}" sourceRef="{one}" targetRef="{other}"/>'
        for place, (one, other) in enumerate(pairwise(chain))
    )
    level = (
        f'<subProcess id="q1" name="Pemeriksaan"><startEvent id="qs"/>{"".join(steps)}'
        f'<endEvent id="qe"/>{flows}</subProcess>'
    )
    content = content.replace('targetRef="t2"', 'targetRef="q1"')
    content = content.replace('sourceRef="t2" targetRef="t3"', 'sourceRef="q1" targetRef="t3"')
    content = content.replace(task, level).replace(
        "<flowNodeRef>t2</flowNodeRef>", "<flowNodeRef>q1</flowNodeRef>"
    )
    return opened(content.encode(), THREE.key, number)


def begun_in(revision: Revision) -> Walk:
    """A case of this revision with its first step done."""
    started = lifecycle.start(
        revision, case=CaseId("c1"), number="0001/2026", by=ANI, standing=STANDING, at=START, due_of=due_of
    )
    return Walk(started.case).took(started).complete("t1")


def test_a_case_inside_a_sub_process_goes_over_with_it() -> None:
    """The library refuses these, or leaves them unloadable."""
    old, to = nested(number=1), nested(after="t7")
    walk = begun_in(old)
    before = walk.case.state
    assert walk.open() == ["t2"]
    migrated(walk, to)
    walk.complete("t2", BUDI)
    assert walk.open() == ["t7"]
    walk.complete("t7", BUDI).complete("t3")
    assert walk.case.status == "closed"
    assert replayed(walk, old, to) == walk.case
    again = taken_back(migrated(begun_in(old), to), old)
    assert again.case.state == before


@pytest.mark.parametrize("inwards", [True, False])
def test_a_step_that_went_into_or_out_of_a_sub_process_keeps_its_cases(inwards: bool) -> None:
    old, to = (revision_of(THREE), nested()) if inwards else (nested(number=1), arrows(THREE.arrows))
    walk = begun_in(old)
    verdict = judged(walk, to)
    assert verdict.why_not is not None
    assert "sub-process" in verdict.why_not.en


# --- data -------------------------------------------------------------------------------------------

DEMANDING = replace(
    THREE,
    arrows="""s1 -> t1 -> t2 -> x1
    x1 -> t3 -> e1 [?nilai > 10]
    x1 -> e2 [?nilai < 11]""",
    forms={"t1": "nilai"},
)
#: The number that steers has to be given.
STEERED = {
    **FORMS,
    FormId("nilai"): a_form(
        "nilai",
        SUBJECT,
        {"type": "number", "key": "nilai", "label": "Nilai", "validate": {"required": True}},
    ),
}


def test_a_case_that_lacks_the_answer_that_steers_the_revision_would_get_stuck_and_stays() -> None:
    verdict = judged(at_t2(), revision_of(DEMANDING, number=2, forms=STEERED))
    assert verdict.why_not is not None
    assert "can get stuck at “Disetujui? x1”" in verdict.why_not.en
    assert "no flow out of it has a condition that holds" in verdict.why_not.en


def test_where_a_default_catches_it_a_missing_answer_is_told_but_no_hindrance() -> None:
    caught = replace(DEMANDING, arrows="s1 -> t1 -> t2 -> x1\nx1 -> t3 -> e1 [?nilai > 10]\nx1 -> e2 [*]")
    to = revision_of(caught, number=2, forms=STEERED)
    verdict = judged(at_t2(), to)
    assert verdict.why_not is None
    assert [caution.en for caution in verdict.cautions] == [
        "Revision 2 steers by the answer “Nilai”, which this case was never asked for; it counts as empty."
    ]


def test_recorded_values_that_begin_to_steer_stand_in_the_event_from_then_on() -> None:
    """So that replay holds even if the answers that stand apart are lawfully erased one day."""
    plain = replace(DEMANDING, arrows=THREE.arrows)
    walk = Walk.begin(plain).complete("t1", nilai="12")
    assert walk.events[-1].row()["data"].count("nilai") == 1  # its commitment alone
    to = newer(DEMANDING)
    migrated(walk, to)
    fact = walk.events[-1].fact
    assert isinstance(fact, CaseMigrated)
    assert dict(fact.public) == {"nilai": 12}
    walk.complete("t2", BUDI)
    assert walk.open() == ["t3"]
    assert replayed(walk, revision_of(plain), to) == walk.case


def test_a_personal_answer_never_comes_into_an_event() -> None:
    private = {"type": "number", "key": "nilai", "label": "Nilai", "properties": {"pribadi": "ya"}}
    forms = {**FORMS, FormId("nilai"): a_form("nilai", SUBJECT, private)}
    plain = replace(DEMANDING, arrows=THREE.arrows)
    walk = Walk.begin(plain, forms=forms).complete("t1", nilai="12")
    verdict = judged(walk, newer(DEMANDING))
    assert verdict.why_not is not None
    assert "steers by the answer “Nilai”, which is personal in this case" in verdict.why_not.en


# --- undo -------------------------------------------------------------------------------------------


def test_an_undone_migration_leaves_the_case_as_it_was_to_the_byte() -> None:
    walk = Walk.begin(PARALLEL).complete("t1").complete("t2", BUDI).claim("t3")
    before = walk.case
    old = before.revision
    to = arrows(
        PARALLEL.arrows.replace("t3", "t8"), PARALLEL, {"Staf": "t1 t4", "Kabag": "t2", "Sekretaris": "t8"}
    )
    task = before.tasks[0]
    holding = Holding(task=task.id, holder=ANI, since=task.held_since)
    migrated(walk, to, {"t3": "t8"}, released=(holding,))
    assert [(one.element, one.holder) for one in walk.case.tasks] == [("t8", None)]
    taken_back(walk, old)
    after = walk.case
    assert (after.state, after.tasks, after.tokens, after.revision, after.data, after.digest()) == (
        before.state, before.tasks, before.tokens, before.revision, before.data, before.digest(),
    )  # fmt: skip
    assert replayed(walk, old, to) == after


def test_ends_that_were_reached_are_kept_across_a_migration_and_back() -> None:
    """One branch has ended, the other works on; its end has another id in the new revision."""
    open_ended = Sop(
        "uji-dua-akhir", "s1 -> t1 -> p1\np1 -> t2 -> e1\np1 -> t3 -> e2", {"Staf": "t1 t3", "Kabag": "t2"}
    )
    walk = Walk.begin(open_ended).complete("t1").complete("t2", BUDI)
    before = walk.case
    to = newer(open_ended, arrows="s1 -> t1 -> p1\np1 -> t2 -> e9\np1 -> t3 -> t4 -> e8")
    migrated(walk, to)
    taken_back(walk, before.revision)
    assert walk.case.state == before.state
    migrated(walk, to).complete("t3").complete("t4")
    assert walk.case.status == "closed"
    assert replayed(walk, before.revision, to) == walk.case


# --- replay -----------------------------------------------------------------------------------------


def test_moves_are_recorded_with_where_they_came_from_and_where_the_case_stood_then() -> None:
    walk = at_t2()
    to = renamed("t2", "t2baru")
    migrated(walk, to)
    event = walk.events[-1]
    fact = event.fact
    assert isinstance(fact, CaseMigrated)
    assert event.revision == ("uji-tiga", 2)
    assert (fact.from_number, [(m.before, m.after) for m in fact.moves]) == (1, [("t2", "t2baru")])
    assert [token.element for token in fact.consequences.tokens] == ["t2baru"]
    assert event.commitments.keys() == {"catatan"}
    assert moment_text(event.at) in event.row()["at"]
    assert walk.case.open_task(walk.case.tasks[0].id).element == ElementId("t2baru")


def test_a_closed_case_stays_in_its_revision() -> None:
    case = Walk.begin(CONDITION).complete("t1", nilai="1").case
    assert case.status == "closed"
    fact = CaseMigrated(from_number=1, moves=(), consequences=Consequences())
    with pytest.raises(CaseNotOpen):
        lifecycle.migrate(
            case, fact, "", to=newer(CONDITION), by=ANI, standing=STANDING, at=START, entropy=b"m" * 32
        )


def test_a_loop_keeps_its_rounds_and_goes_on_looping() -> None:
    walk = Walk.begin(LOOP).complete("t1")
    walk.complete("t2", BUDI, outcomes={"x1": "Kembalikan", "x1_alasan": "kurang"})
    to = newer(LOOP, arrows=LOOP.arrows.replace("t1 -> t2", "t1 -> t5 -> t2"))
    migrated(walk, to).complete("t1").complete("t5").complete(
        "t2", BUDI, outcomes={"x1": "Kembalikan", "x1_alasan": "masih"}
    )
    assert walk.open() == ["t1"]
    assert replayed(walk, revision_of(LOOP), to) == walk.case
