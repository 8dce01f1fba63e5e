"""The twelve ways in which the stock engine loses or falsifies work, each shown, and each not ours.

Where the stock engine merges, shares or interprets answers, ours has none: they never enter it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import orjson
import pytest
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.util.task import TaskState

from runner import engine
from runner.engine.frozen import frozen
from runner.engine.program import read
from runner.errors import DiagramFailed, TaskNotOpen
from runner.model import Json, Motion, TaskId
from tests.core import stock_engine
from tests.core.bpmn_builder import executable

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LINE = executable("s -> t1 -> t2 -> t3 -> e")
PARALLEL = executable("""
    s -> t0 -> p1 -> t1 -> p2 -> t3 -> e
    p1 -> t2 -> p2
""")
REJECT = executable("""
    s -> x1 -> p1 -> t1 -> p2 -> t3 -> x2
    p1 -> t2 -> p2
    x2 -> x1 [kembali]
    x2 -> e [setuju]
""")


@pytest.fixture(autouse=True)
def _stock_engine_has_a_moment() -> Any:
    with frozen(AT, "stock"):
        yield


class Walker:
    """A case of ours, completed by element."""

    def __init__(self, diagram: bytes, data: dict[str, Json] | None = None) -> None:
        self.program = read(diagram, key="finding")
        self.motion = engine.begin(self.program, data=data or {}, at=AT, seed="case:1")
        self.count = 1

    def complete(self, element: str, data: dict[str, Json] | None = None) -> Motion:
        self.count += 1
        task = next(task.task for task in self.open_tasks() if task.element == element)
        seed = f"case:{self.count}"
        self.motion = engine.complete(
            self.program, self.motion.state, task, data=data or {}, at=AT, seed=seed
        )
        return self.motion

    def open_tasks(self) -> tuple[Any, ...]:
        return engine.open_tasks(self.program, self.motion.state)

    def open(self) -> list[str]:
        return sorted(task.element for task in self.open_tasks())


def test_1_a_store_that_reorders_keys_empties_the_stock_engine_but_not_ours() -> None:
    case = stock_engine.start(LINE)
    stock_engine.complete(case, "t1", {"nama": "Sutrisno"})
    saved = json.loads(BpmnWorkflowSerializer().serialize_json(case))
    saved["tasks"] = dict(reversed(saved["tasks"].items()))
    loaded = BpmnWorkflowSerializer().deserialize_json(json.dumps(saved))
    (task,) = loaded.get_tasks(state=TaskState.READY, manual=True)
    assert task.data == {}

    ours = Walker(LINE)
    state = ours.complete("t1", {"nama": "Sutrisno"}).state
    assert orjson.dumps(orjson.loads(state), option=orjson.OPT_SORT_KEYS) == state


def test_2_a_field_named_typename_bars_the_stock_engine_but_not_ours() -> None:
    case = stock_engine.start(LINE)
    stock_engine.complete(case, "t1", {"surat": {"typename": "rahasia"}})
    saved = BpmnWorkflowSerializer().serialize_json(case)
    with pytest.raises(TypeError):
        BpmnWorkflowSerializer().deserialize_json(saved)

    ours = Walker(LINE)
    ours.complete("t1", {"surat": {"typename": "rahasia"}, "typename": "UUID"})
    assert ours.open() == ["t2"]


def test_3_a_join_in_a_reject_loop_fires_early_in_the_stock_engine_but_not_in_ours() -> None:
    back: dict[str, Json] = {"x2": "kembali"}
    case, ours = stock_engine.start(REJECT, back), Walker(REJECT, back)
    for element in ("t1", "t2", "t3"):
        stock_engine.complete(case, element, back)
        ours.complete(element, back)
    stock_engine.complete(case, "t2", back)
    ours.complete("t2", back)
    # one of two has approved
    assert "t3" in stock_engine.open_tasks(case)
    assert ours.open() == ["t1"]
    assert {(token.element, token.kind) for token in ours.motion.tokens} == {("t1", "task"), ("p2", "join")}
    ours.complete("t1", back)
    assert ours.open() == ["t3"]


def test_4_a_long_loop_is_completed_for_the_stock_engine_but_stays_open_in_ours() -> None:
    merges = " -> ".join(f"x{number}" for number in range(1, 25))
    diagram = executable(f"""
        s -> {merges} -> t1 -> x30
        x30 -> x1 [kembali]
        x30 -> e [setuju]
    """)
    back: dict[str, Json] = {"x30": "kembali"}
    case = stock_engine.start(diagram, back)
    rounds = 0
    while stock_engine.open_tasks(case):
        stock_engine.complete(case, "t1", back)
        rounds += 1
    assert rounds < 100
    assert any(task.state == TaskState.READY for task in case.tasks.values())
    assert case.is_completed()

    ours = Walker(diagram, back)
    size = len(ours.motion.state)
    for _ in range(1200):
        ours.complete("t1", back)
    assert ours.motion.ended is None
    assert ours.open() == ["t1"]
    assert len(ours.motion.state) == size
    assert ours.complete("t1", {"x30": "setuju"}).ended == "e"


def test_5_a_condition_runs_programs_in_the_stock_engine_but_is_refused_by_ours(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    attack = f"open({str(trace)!r}, 'w').close() or True"
    diagram = executable("""
        s -> x1
        x1 -> t1 [setuju]
        x1 -> t2 [*]
        t1 -> e
        t2 -> e
    """).replace(escape('x1 == "setuju"').encode(), attack.encode())
    stock_engine.start(diagram)
    assert trace.exists()
    trace.unlink()

    with pytest.raises(DiagramFailed):
        read(diagram, key="attack")
    assert not trace.exists()


def test_6_splits_in_a_row_double_the_stock_engines_tasks_but_not_ours() -> None:
    def pairs(count: int) -> bytes:
        lines = [
            f"p{n}a -> t{n}a -> p{n}b\np{n}a -> t{n}b -> p{n}b\np{n}b -> p{n + 1}a" for n in range(count)
        ]
        return executable("\n".join(["s -> t -> p0a", *lines, f"p{count}a -> t_end -> e"]))

    tasks = [len(stock_engine.start(pairs(count)).tasks) for count in (5, 6, 7, 8)]
    assert all(more > 1.8 * fewer for fewer, more in pairwise(tasks))
    assert tasks[-1] > 1500

    ours = Walker(pairs(60))
    ours.complete("t")
    for number in range(60):
        ours.complete(f"t{number}a")
        ours.complete(f"t{number}b")
    assert ours.complete("t_end").ended == "e"


def test_7_nested_answers_are_shared_by_the_stock_engines_steps_but_none_are_kept_by_ours() -> None:
    case = stock_engine.start(LINE)
    stock_engine.complete(case, "t1", {"surat": {"alamat": {"kota": "Tilamuta"}}})
    (open_task,) = case.get_tasks(state=TaskState.READY, manual=True)
    open_task.data["surat"]["alamat"]["kota"] = "Limboto"
    done = next(task for task in case.tasks.values() if task.task_spec.name == "t1")
    assert done.data["surat"]["alamat"]["kota"] == "Limboto"

    ours = Walker(LINE)
    answers: dict[str, Json] = {"surat": {"alamat": {"kota": "Tilamuta"}}}
    state = ours.complete("t1", answers).state
    assert answers == {"surat": {"alamat": {"kota": "Tilamuta"}}}
    assert b"Tilamuta" not in state
    assert b"surat" not in state


def test_8_lists_are_mangled_at_the_stock_engines_joins_but_none_pass_through_ours() -> None:
    case = stock_engine.start(PARALLEL)
    stock_engine.complete(case, "t0")
    stock_engine.complete(case, "t1", {"honor": [500]})
    stock_engine.complete(case, "t2", {"honor": [100, 100]})
    (task,) = case.get_tasks(state=TaskState.READY, manual=True)
    assert task.data["honor"] == [100]

    ours = Walker(PARALLEL)
    ours.complete("t0")
    ours.complete("t1", {"honor": [500]})
    latest: dict[str, Json] = {"honor": [100, 100]}
    ours.complete("t2", latest)
    assert latest == {"honor": [100, 100]}
    assert b"honor" not in ours.motion.state


def test_9_done_and_future_tasks_run_in_the_stock_engine_but_not_in_ours() -> None:
    case = stock_engine.start(LINE)
    stock_engine.complete(case, "t1", {"putusan": "tolak"})
    done = next(task for task in case.tasks.values() if task.task_spec.name == "t1")
    done.data["putusan"] = "setuju"
    done.run()
    future = next(task for task in case.tasks.values() if task.task_spec.name == "t3")
    assert future.state == TaskState.FUTURE
    future.run()
    assert future.state == TaskState.COMPLETED

    ours = Walker(LINE)
    first = ours.motion.opened[0].task
    ours.complete("t1")
    for task in (first, TaskId(str(future.id)), TaskId("t3"), TaskId("")):
        with pytest.raises(TaskNotOpen):
            engine.complete(ours.program, ours.motion.state, task, data={}, at=AT, seed="case:9")


def test_10_an_error_poisons_the_stock_engine_but_leaves_our_state_good() -> None:
    diagram = executable("""
        s -> t1 -> x1
        x1 -> t2 [setuju]
        x1 -> t1 [kembali]
        t2 -> e
    """)
    case = stock_engine.start(diagram)
    with pytest.raises(WorkflowException):
        stock_engine.complete(case, "t1", {"x1": "lain"})
    assert stock_engine.open_tasks(case) == []
    assert not any(
        task.task_spec.name == "t2" and task.state == TaskState.READY for task in case.tasks.values()
    )

    ours = Walker(diagram)
    before = ours.motion.state
    with pytest.raises(DiagramFailed) as failed:
        ours.complete("t1", {"x1": "lain"})
    assert failed.value.element == "x1"
    assert ours.motion.state == before
    ours.complete("t1", {"x1": "setuju"})
    assert ours.open() == ["t2"]


def test_11_a_case_changes_the_stock_engines_diagram_but_not_ours() -> None:
    plain = executable("s -> t1 -> e").decode()
    message = '<message id="m" name="pesan"/><process'
    inside = (
        '<subProcess id="q1" triggeredByEvent="true"><startEvent id="qs"><messageEventDefinition id="qm" '
        'messageRef="m"/></startEvent><userTask id="qt"/><endEvent id="qe"/><sequenceFlow id="q1f" '
        'sourceRef="qs" targetRef="qt"/><sequenceFlow id="q2f" sourceRef="qt" targetRef="qe"/></subProcess>'
    )
    diagram = plain.replace("<process", message).replace("</process>", f"{inside}</process>").encode()
    case = stock_engine.start(diagram)
    before = list(case.spec.start._outputs)
    case.send_event(BpmnEvent(MessageEventDefinition("pesan")))
    assert case.spec.start._outputs != before

    with pytest.raises(DiagramFailed):
        read(diagram.replace(b'<message id="m" name="pesan"/>', b""), key="event sub-process")
    ours = Walker(REJECT, {"x2": "kembali"})
    wiring = wiring_of(ours.program)
    for element in ("t1", "t2", "t3", "t2", "t1"):
        ours.complete(element, {"x2": "kembali"})
    assert wiring_of(ours.program) == wiring


def wiring_of(program: engine.Program) -> str:
    levels = [program.process, *program.inner.values()]
    return repr(
        [
            (name, sorted((key, repr(value)) for key, value in vars(symbol).items() if key != "_wf_spec"))
            for level in levels
            for name, symbol in level.task_specs.items()
        ]
    )


def test_12_the_stock_engine_reads_states_of_unknown_versions_but_ours_refuses_them() -> None:
    case = stock_engine.start(LINE)
    saved = json.loads(BpmnWorkflowSerializer().serialize_json(case))
    saved["serializer_version"] = "99.0"
    assert BpmnWorkflowSerializer().deserialize_json(json.dumps(saved)) is not None

    ours = Walker(LINE)
    other = ours.motion.state.replace(b"SpiffWorkflow 3.2.0", b"SpiffWorkflow 3.1.2")
    with pytest.raises(DiagramFailed) as failed:
        engine.open_tasks(ours.program, other)
    assert "3.1.2" in failed.value.why.id
    assert "3.2.0" in failed.value.why.en


def test_12_lanes_mean_what_comes_last_to_the_stock_engine_and_nothing_to_ours() -> None:
    def with_lanes(first: str, second: str) -> bytes:
        lane = '<lane id="{0}" name="{0}"><flowNodeRef>t1</flowNodeRef></lane>'
        lanes = f'<laneSet id="l">{lane.format(first)}{lane.format(second)}</laneSet>'
        return executable("s -> t1 -> e").replace(b"<startEvent", lanes.encode() + b"<startEvent")

    for first, second in (("Kasi", "Kadis"), ("Kadis", "Kasi")):
        case = stock_engine.start(with_lanes(first, second))
        assert case.spec.task_specs["t1"].lane == second
        assert read(with_lanes(first, second), key="lanes").process.task_specs["t1"].lane is None
