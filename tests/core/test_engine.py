"""The face of the engine: what a move opens, passes and ends, and every way in which it refuses."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from runner import engine
from runner.engine import texts
from runner.engine.frozen import frozen
from runner.engine.program import CACHED, load, read
from runner.errors import DiagramFailed, TaskNotOpen
from runner.model import Json, Motion, TaskId, Words
from tests.core import stock_engine
from tests.core.bpmn_builder import EIGHT_STEPS, FOURTEEN_STEPS, executable
from tests.effort import effort

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
REVIEW = """
    s -> x1 -> t1 -> t2 -> x2
    x2 -> x1 [kembali]
    x2 -> e [setuju]
"""
INSIDE = """
    s -> t1 -> q1 -> t9 -> e
    q1 {
        s1 -> p1 -> t2 -> p2 -> q2 -> e1
        p1 -> t3 -> p2
        q2 {
            s2 -> t4 -> e2
        }
    }
"""


class Walked:
    """A case, completed by element, with the state of every move read back from its bytes."""

    def __init__(self, text: str, data: dict[str, Json] | None = None) -> None:
        self.program = read(executable(text), key="test")
        self.motion = engine.begin(self.program, data=data or {}, at=AT, seed="case:1")
        self.count = 1

    def complete(self, element: str, data: dict[str, Json] | None = None) -> Motion:
        self.count += 1
        task = next(task.task for task in self.opened() if task.element == element)
        seed = f"case:{self.count}"
        self.motion = engine.complete(
            self.program, self.motion.state, task, data=data or {}, at=AT, seed=seed
        )
        return self.motion

    def opened(self) -> tuple[Any, ...]:
        return engine.open_tasks(self.program, self.motion.state)

    def open(self) -> list[str]:
        return [task.element for task in self.opened()]

    def tokens(self) -> list[tuple[str, str]]:
        return [(token.element, token.kind) for token in self.motion.tokens]


def failure(
    text: str, *path: tuple[str, dict[str, Json]], data: dict[str, Json] | None = None
) -> DiagramFailed:
    """How the last step of this path fails."""
    *before, last = path or [("", {})]
    if not last[0]:
        with pytest.raises(DiagramFailed) as failed:
            Walked(text, data)
        return failed.value
    walked = Walked(text, data)
    for element, answers in before:
        walked.complete(element, answers)
    with pytest.raises(DiagramFailed) as failed:
        walked.complete(*last)
    return failed.value


def test_a_case_begins_at_the_tasks_after_the_start() -> None:
    walked = Walked("s -> p1 -> t1 -> e1\np1 -> t2 -> e2")
    assert walked.open() == ["t1", "t2"]
    assert walked.motion.opened == walked.opened()
    assert walked.motion.passed == ("s", "p1")
    assert walked.tokens() == [("t1", "task"), ("t2", "task")]
    assert walked.motion.ended is None


def test_a_case_without_tasks_ends_at_once() -> None:
    motion = Walked("s -> e").motion
    assert (motion.opened, motion.passed, motion.tokens, motion.ended) == ((), ("s", "e"), (), "e")


def test_a_completed_task_is_passed_first_and_only_new_tasks_are_opened() -> None:
    walked = Walked("s -> p1 -> t1 -> t3 -> e1\np1 -> t2 -> e2")
    kept = walked.opened()[1]
    motion = walked.complete("t1")
    assert motion.passed == ("t1",)
    assert [task.element for task in motion.opened] == ["t3"]
    assert kept in walked.opened()


def test_a_return_opens_a_new_task_of_the_same_element() -> None:
    walked = Walked(REVIEW)
    first = walked.opened()[0]
    walked.complete("t1")
    motion = walked.complete("t2", {"x2": "kembali"})
    assert motion.passed == ("t2", "x2", "x1")
    assert motion.opened[0].element == "t1"
    assert motion.opened[0].task != first.task


def test_a_case_closes_when_no_token_is_left_and_names_the_end_it_reached_last() -> None:
    walked = Walked("s -> p1 -> t1 -> e1\np1 -> t2 -> e2")
    assert walked.complete("t2").ended is None
    motion = walked.complete("t1")
    assert (motion.ended, motion.tokens, motion.opened) == ("e1", (), ())
    assert walked.opened() == ()


def test_a_branch_that_just_stops_ends_with_the_case_if_another_reached_an_end() -> None:
    walked = Walked("s -> p1 -> t1 -> e1\np1 -> t2")
    walked.complete("t1")
    assert walked.complete("t2").ended == "e1"


def test_tokens_that_wait_at_a_join_are_shown_there() -> None:
    walked = Walked("s -> p1 -> t1 -> p2 -> e\np1 -> t2 -> p2\np1 -> t3 -> p2")
    walked.complete("t1")
    walked.complete("t3")
    assert walked.tokens() == [("t2", "task"), ("p2", "join"), ("p2", "join")]
    assert walked.complete("t2").passed == ("t2", "p2", "e")


def test_the_inside_of_a_sub_process_is_passed_and_shown_like_the_rest() -> None:
    walked = Walked(INSIDE)
    assert walked.complete("t1").passed == ("t1", "s1", "p1")
    assert walked.open() == ["t2", "t3"]
    assert walked.complete("t3").opened == ()
    assert walked.tokens() == [("t2", "task"), ("p2", "join")]
    assert walked.complete("t2").passed == ("t2", "p2", "s2")
    assert walked.open() == ["t4"]
    motion = walked.complete("t4")
    assert motion.passed == ("t4", "e2", "q2", "e1", "q1")
    assert motion.ended is None
    assert walked.complete("t9").ended == "e"


def test_conditions_are_judged_in_document_order_wherever_the_symbols_stand() -> None:
    diagram = executable("s -> t0 -> x1\nx1 -> t1 [a]\nx1 -> t2 [b]\nt1 -> e\nt2 -> e")
    # both hold; the second one stands higher on the sheet
    diagram = diagram.replace(b'x1 == "a"', b"n &gt; 1").replace(b'x1 == "b"', b"n &gt; 2")
    shape = '<di:BPMNShape bpmnElement="{}"><dc:Bounds x="0" y="{}" width="1" height="1"/></di:BPMNShape>'
    drawn = (
        '<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><di:BPMNPlane>'
        f"{shape.format('t1', 500)}{shape.format('t2', 100)}</di:BPMNPlane></di:BPMNDiagram></definitions>"
    )
    diagram = diagram.replace(b"</definitions>", drawn.encode())
    with frozen(AT, "stock"):
        case = stock_engine.start(diagram)
        stock_engine.complete(case, "t0", {"n": 3})
        assert stock_engine.open_tasks(case) == ["t2"]
    program = read(diagram, key="order")
    motion = engine.begin(program, data={}, at=AT, seed="case:1")
    motion = engine.complete(
        program, motion.state, motion.opened[0].task, data={"n": 3}, at=AT, seed="case:2"
    )
    assert [task.element for task in motion.opened] == ["t1"]


def test_the_default_flow_is_taken_when_no_condition_holds() -> None:
    text = "s -> t0 -> x1\nx1 -> t1 [*]\nx1 -> t2 [b]\nt1 -> e\nt2 -> e"
    for value, element in (("b", "t2"), ("c", "t1"), (None, "t1"), (["b"], "t1")):
        walked = Walked(text)
        walked.complete("t0", {"x1": value})  # type: ignore[dict-item]
        assert walked.open() == [element]


@pytest.mark.parametrize(
    ("text", "path", "element", "why"),
    [
        ("s -> t1 -> x1\nx1 -> e [a]\nx1 -> t1 [b]", [("t1", {"x1": "c"})], "x1", texts.no_way_out()),
        ("s -> t1 -> o1\no1 -> e [a]\no1 -> t1 [b]", [("t1", {})], "o1", texts.no_way_out()),
        ("s -> t1 -> x1\nx1 -> t2 [a]\nx1 -> e [b]", [("t1", {"x1": "a"}), ("t2", {})], "t2", texts.no_end()),
        ("s -> x1\nx1 -> t1 [a]\nt1 -> e", [], "x1", texts.no_way_out()),
        (
            "s -> t1 -> x1\nx1 -> t2 [a]\nx1 -> t3 [b]\nt2 -> p1 -> e\nt3 -> p1",
            [("t1", {"x1": "b"}), ("t3", {})],
            "p1",
            texts.waits_for_ever(),
        ),
        (
            "s -> t1 -> q1 -> e\nq1 {\ns1 -> t2 -> x1\nx1 -> t3 [a]\nx1 -> e1 [b]\n}",
            [("t1", {}), ("t2", {"x1": "a"}), ("t3", {})],
            "t3",
            texts.no_end(),
        ),
        ("s -> x1 -> x2\nx2 -> x1 [a]\nx2 -> e [b]", [("", {"x2": "a"})], "x2", texts.never_rests(1000)),
        ("s -> t0 -> p1 -> p2 -> e\np2 -> p1", [("t0", {})], "p1", texts.waits_for_ever()),
        ("s -> x1 -> p1 -> x1\np1 -> t1 -> e", [], "p1", texts.never_rests(1000)),
    ],
)
def test_a_diagram_that_cannot_go_on_is_named_with_its_element(
    text: str, path: list[tuple[str, dict[str, Json]]], element: str, why: Words
) -> None:
    # an empty name stands for the start, its answers for what is known then
    failed = failure(text, *path, data=path[0][1] if path and not path[0][0] else None)
    assert (failed.element, failed.why) == (element, why)


def test_tokens_that_multiply_with_every_round_are_stopped() -> None:
    walked = Walked("s -> x1 -> t1 -> p1 -> x1\np1 -> x1\np1 -> e")
    # each round leaves one task more
    for _ in range(499):
        walked.complete("t1")
    with pytest.raises(DiagramFailed) as failed:
        walked.complete("t1")
    assert failed.value.why == texts.too_many_tokens(500)


@pytest.mark.parametrize(
    "error", [RuntimeError("teks mesin"), RecursionError(), MemoryError(), KeyError("x1")]
)
def test_any_error_inside_a_move_is_told_in_words_of_ours(error: Exception) -> None:
    class Hostile(dict[str, Json]):
        def get(self, *args: object) -> Json:
            raise error

    walked = Walked("s -> t1 -> x1\nx1 -> t1 [a]\nx1 -> e [b]")
    with pytest.raises(DiagramFailed) as failed:
        walked.complete("t1", Hostile(x1="b"))
    assert (failed.value.element, failed.value.why) == ("x1", texts.broken())
    assert "teks mesin" not in str(failed.value)
    assert walked.complete("t1", {"x1": "b"}).ended == "e"


def test_only_open_tasks_can_be_completed() -> None:
    walked = Walked("s -> t0 -> p1 -> t1 -> p2 -> q1 -> e\np1 -> t2 -> p2\nq1 {\ns1 -> t3 -> e1\n}")
    done = walked.opened()[0].task
    walked.complete("t0")
    walked.complete("t1")
    join = orjson.loads(walked.motion.state)[1][1][-1][1]
    for task in (
        done,
        TaskId(join),
        TaskId("t2"),
        TaskId(""),
        TaskId("00000000-0000-4000-8000-000000000000"),
    ):
        with pytest.raises(TaskNotOpen) as refused:
            engine.complete(walked.program, walked.motion.state, task, data={}, at=AT, seed="case:9")
        assert (refused.value.task, refused.value.by, refused.value.at) == (task, None, None)
    walked.complete("t2")
    sub_process = orjson.loads(walked.motion.state)[1][1][0][1]
    with pytest.raises(TaskNotOpen):
        engine.complete(
            walked.program, walked.motion.state, TaskId(sub_process), data={}, at=AT, seed="case:9"
        )


def test_the_same_task_completed_from_the_same_state_gives_the_same_bytes() -> None:
    walked = Walked(REVIEW)
    task, state = walked.opened()[0].task, walked.motion.state
    moves = [
        engine.complete(walked.program, state, task, data={}, at=AT, seed=seed)
        for seed in ("case:2", "case:2", "case:3")
    ]
    assert moves[0] == moves[1]
    assert moves[0].opened[0].task != moves[2].opened[0].task


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (b"", texts.unreadable_state()),
        (b"{}", texts.unreadable_state()),
        (b"[]", texts.unreadable_state()),
        (b'["%s"]' % engine.ENGINE.encode(), texts.unreadable_state()),
        (b'["%s",[null,[["t1"]]]]' % engine.ENGINE.encode(), texts.unreadable_state()),
        (b'["%s",[null,[["t1","x","t2","y"]]]]' % engine.ENGINE.encode(), texts.unreadable_state()),
        (
            b'["SpiffWorkflow 4.0.0 / alur 1",[]]',
            texts.other_version("SpiffWorkflow 4.0.0 / alur 1", engine.ENGINE),
        ),
        (b"\x80\x04\x95", texts.unreadable_state()),
    ],
)
def test_a_state_that_is_none_of_ours_is_refused(state: bytes, why: Words) -> None:
    program = read(executable(REVIEW), key="test")
    for read_state in (
        lambda: engine.open_tasks(program, state),
        lambda: engine.complete(program, state, TaskId("x"), data={}, at=AT, seed="case:2"),
    ):
        with pytest.raises(DiagramFailed) as failed:
            read_state()
        assert failed.value.why == why


def test_a_state_of_another_diagram_is_refused() -> None:
    walked = Walked("s -> p1 -> t1 -> e1\np1 -> t2 -> e2")
    other = read(executable("s -> t1 -> e"), key="other")
    task = walked.opened()[0].task
    with pytest.raises(DiagramFailed) as failed:
        engine.complete(other, walked.motion.state, task, data={}, at=AT, seed="case:2")
    assert (failed.value.element, failed.value.why) == ("t2", texts.unknown_element())


def test_the_state_is_as_large_after_a_thousand_returns_as_after_one() -> None:
    walked = Walked("""
        s -> x1 -> p1 -> t1 -> p2 -> q1 -> x2
        p1 -> t2 -> p2
        x2 -> x1 [b]
        x2 -> e [a]
        q1 {
            s1 -> t3 -> e1
        }
    """)
    sizes = set()
    for _ in range(1000):
        for element in ("t2", "t1", "t3"):
            walked.complete(element, {"x2": "b"})
        sizes.add(len(walked.motion.state))
    assert len(sizes) == 1
    assert sizes.pop() < 250


def test_the_library_logs_nothing_of_a_case() -> None:
    for name in ("spiff.task", "spiff.workflow"):
        assert logging.getLogger(name).level == logging.WARNING


def test_a_program_is_read_once_and_shared_by_all_threads() -> None:
    diagram = executable(FOURTEEN_STEPS)
    with ThreadPoolExecutor(8) as pool:
        programs = set(pool.map(lambda _: load(diagram, key="shared"), range(64)))
    assert len(programs) == 1
    assert load(b"not even read", key="shared") in programs


def test_the_cache_forgets_what_was_used_longest_ago() -> None:
    diagram = executable("s -> t1 -> e")
    kept, lost = load(diagram, key="kept"), load(diagram, key="lost")
    for number in range(CACHED):
        load(diagram, key=f"filler {number}")
        assert load(diagram, key="kept") is kept
    assert load(diagram, key="lost") is not lost


def test_a_sop_of_a_thousand_steps_can_be_read_and_walked() -> None:
    walked = Walked("s -> " + " -> ".join(f"t{number}" for number in range(1500)) + " -> e")
    for number in range(1500):
        motion = walked.complete(f"t{number}")
    assert motion.ended == "e"


def cycle_effort(program: engine.Program, motion: Motion, data: dict[str, Json]) -> int:
    """The effort of one cycle: read the state, complete the task, write the state."""
    task = engine.open_tasks(program, motion.state)[0].task
    return min(
        effort(lambda: engine.complete(program, motion.state, task, data=data, at=AT, seed="case:99"))[1]
        for _ in range(3)
    )


def test_a_cycle_costs_after_sixty_returns_what_the_first_did() -> None:
    back: dict[str, Json] = {"x3": "Kembalikan"}
    walked = Walked(FOURTEEN_STEPS)
    walked.complete("t1")
    first = cycle_effort(walked.program, walked.motion, back)
    for _ in range(60):
        for element in ("t2", "t3", "t1"):
            walked.complete(element, back)
    assert cycle_effort(walked.program, walked.motion, back) <= first


def test_a_cycle_costs_far_less_than_the_stock_engines() -> None:
    for text, steps in ((EIGHT_STEPS, 5), (FOURTEEN_STEPS, 8)):
        on: dict[str, Json] = dict.fromkeys(("x3", "x6", "x9", "x12"), "Setuju")
        walked = Walked(text, on)
        with frozen(AT, "stock"):
            case = stock_engine.start(executable(text), on)
            for number in range(1, steps):
                walked.complete(f"t{number}", on)
                stock_engine.complete(case, f"t{number}", on)
            stock = stock_engine.cycle_effort(case, on)
        assert cycle_effort(walked.program, walked.motion, on) < 0.2 * stock
