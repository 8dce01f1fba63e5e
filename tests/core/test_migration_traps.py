"""The traps of the engine's own migration, one by one: what would break, and that it cannot here.

The library's migration (``bpmn/util/diff.py``) breaks in six known ways; other tools that stand on it add a
few. Ours does not use it. Each trap is named here, in the order of the design notes on the engine (section
6), and held where it would hurt: after the move the case is loaded from its bytes and goes on to its end.

What its neighbours hold: drafts and holders across the database in ``tests/test_migrating_cases.py``,
sub-processes, joins and answers in ``tests/core/test_migration.py``.
"""

from __future__ import annotations

import pytest

from runner import engine
from runner.diagram import problems, read
from runner.engine import codec
from runner.errors import DiagramFailed
from runner.model import Severity
from tests.builders import LINEAR, PARALLEL, Sop, revision_of
from tests.core.migration_walk import judged, migrated, newer, replayed, taken_back
from tests.core.walk import ANI, BUDI, Walk

THREE = Sop("uji-tiga", "s1 -> t1 -> t2 -> t3 -> e1", {"Staf": "t1 t3", "Kabag": "t2"})


def at_t2() -> Walk:
    """A case of THREE with its second step open."""
    return Walk.begin(THREE).complete("t1", isi="satu")


def to_the_end(walk: Walk) -> None:
    """Every step that opens is completed; the bytes are what the case lives on."""
    while walk.case.tasks:
        walk.complete(str(walk.case.tasks[0].element))


# --- 1: a revision that lacks a step which the case has passed ---------------------------------------


@pytest.mark.parametrize("arrows", ["s1 -> t2 -> t3 -> e1", "s1 -> t9 -> t2 -> t3 -> e1", "s1 -> t2 -> e1"])
def test_trap_1_a_passed_step_that_is_gone_leaves_a_case_that_loads_and_ends(arrows: str) -> None:
    """The library saves such a case without a word and can never load it again."""
    walk = at_t2()
    old = walk.case.revision
    to = newer(THREE, arrows=arrows)
    migrated(walk, to)
    known = {row.element for row in codec.decode(walk.case.state).all_rows()}
    assert known <= {str(element) for element in to.diagram.drawing.nodes}  # nothing of the past is in it
    to_the_end(walk)
    assert walk.case.status == "closed"
    assert replayed(walk, old, to) == walk.case


# --- 2 and 3: a boundary timer comes to the open step, or goes from it -------------------------------


def stopped_at(old: str, new: str) -> set[str]:
    """Where the gate stops THREE with this in its diagram."""
    content = THREE.bpmn().decode()
    assert old in content
    found = problems(
        read(content.replace(old, new, 1).encode(), file="uji.bpmn"),
        forms=revision_of(THREE).forms,
        agency=None,
    )
    return {problem.element or "" for problem in found if problem.severity is Severity.ERROR}


def test_traps_2_and_3_no_revision_can_have_a_boundary_timer() -> None:
    """With one that comes the library fails, with one that goes the case never ends: neither is published."""
    timer = (
        '<boundaryEvent id="batas" attachedToRef="t2"><timerEventDefinition id="jam">'
        "<timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>"
        '<sequenceFlow id="lewat" sourceRef="batas" targetRef="e1"/></process>'
    )
    assert stopped_at("</process>", timer) & {"batas", "jam"}


# --- 4 and 5: drafts, deadlines, holders --------------------------------------------------------------


def test_traps_4_and_5_the_task_is_the_same_one_so_draft_deadline_and_holder_stay_with_it() -> None:
    """A draft lies by the id of its task; the library opens another task and arms every deadline from now."""
    walk = Walk.begin(LINEAR).claim("t1")
    task = walk.case.tasks[0]
    assert task.due is not None
    to = newer(LINEAR, arrows="s1 -> t1 -> t3 -> t2 -> e1", durations={"t1": "PT1H", "t2": "PT1H"})
    (moved,) = migrated(walk, to).case.tasks
    assert (moved.id, moved.due, moved.opened_at, moved.holder) == (
        task.id, task.due, task.opened_at, task.holder,
    )  # fmt: skip


# --- 6: what the check of other tools is blocked by ---------------------------------------------------

REFUSED = {
    "a call activity": (
        "</process>",
        '<callActivity id="asing" calledElement="lain"/></process>',
    ),
    "a message that is waited for": (
        "</process>",
        '<intermediateCatchEvent id="asing"><messageEventDefinition id="pesan"/></intermediateCatchEvent>'
        "</process>",
    ),
    "a step that is repeated": (
        "</userTask>",
        '<multiInstanceLoopCharacteristics id="asing"><loopCardinality>3</loopCardinality>'
        "</multiInstanceLoopCharacteristics></userTask>",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_trap_6_what_a_migration_would_leave_behind_cannot_be_published(what: str) -> None:
    """Calls that have begun stop the check of others; messages and repetitions stay subscribed to the old."""
    assert stopped_at("</process>", "</process>") == set()
    assert stopped_at(*REFUSED[what])


# --- and always: the old state stands until the new one was loaded ------------------------------------


def test_a_state_that_would_not_load_is_refused_before_anything_is_written() -> None:
    walk = at_t2()
    to = newer(THREE, arrows="s1 -> t1 -> t3 -> e1")
    before = walk.case
    token = codec.decode(before.state).rows[0].id
    with pytest.raises(DiagramFailed):
        engine.transfer(to.program, before.state, {token: engine.Place("t2")}, ends={})
    with pytest.raises(DiagramFailed):
        engine.transfer(to.program, before.state, {}, ends={})  # a token without a place
    assert judged(walk, to).why_not is not None
    assert walk.case is before


def test_every_migration_can_be_taken_back_to_the_byte_that_was_there_before() -> None:
    """The library keeps no copy; ours needs none: the way back is in the event."""
    for sop, steps in ((THREE, ("t1",)), (PARALLEL, ("t1", "t2"))):
        walk = Walk.begin(sop)
        for step in steps:
            walk.complete(step, BUDI if step == "t2" else ANI)
        before, old = walk.case.state, walk.case.revision
        to = newer(sop, arrows=sop.arrows.replace("-> e1", "-> t8 -> e1"))
        migrated(walk, to)
        assert taken_back(walk, old).case.state == before
