"""The engine's share: one cycle of ours with its digest beside one of the stock library, and a long loop."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

from runner import engine
from runner.bench.drawing import BACK, FORWARD, Drawing, draw_bare
from runner.engine import Program
from runner.lifecycle import Case, OpenTask
from runner.model import ActorId, AgencyCode, CaseId, CaseStatus, Motion

#: The cases of the goal: the drawing and the step that is completed.
MEASURED = (
    (Drawing(key="Lurus", steps=8), 5),
    (Drawing(key="Berkeputusan", steps=14, decided=(3, 6, 9, 12)), 8),
)
LOOP = Drawing(key="Bolak_balik", steps=4, decided=(2,))
_AT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
_ROUNDS, _CYCLES = 9, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineFigures:
    """CPU per cycle in milliseconds; of the two measured cases, the one where ours does worse."""

    cycle_ms: float
    stock_ms: float
    cycle_vs_stock: float
    loop60_ratio: float


def measure_engine() -> EngineFigures:
    """Every figure of the engine."""
    worst: tuple[float, float, float] | None = None
    for drawing, step in MEASURED:
        ours, stock = _beside_stock(drawing, step)
        if worst is None or ours / stock > worst[0]:
            worst = (ours / stock, ours, stock)
    assert worst is not None  # noqa: S101
    return EngineFigures(
        cycle_vs_stock=worst[0], cycle_ms=worst[1], stock_ms=worst[2], loop60_ratio=_loop60()
    )


class _Run:
    """A case on a drawing, kept as the store would keep it."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.program: Program = engine.load(draw_bare(drawing, equals="="), key=f"bench:{drawing.key}")
        self.data: dict[str, Any] = {}
        self.version = 1
        self.motion = engine.begin(self.program, data={}, at=_AT, seed="case:bench:1")

    def complete(self, choice: str = FORWARD) -> None:
        """Go on from the open task."""
        self.motion = self._move(choice)()
        self.version += 1

    def cycle(self) -> Callable[[], str]:
        """One cycle on this case as it stands: load, complete, save, digest."""
        move = self._move(FORWARD)
        case = _case(dict.fromkeys(self.data, "0" * 64))

        def once() -> str:
            motion = move()
            waiting = tuple(
                OpenTask(id=opened.task, element=opened.element, opened_at=_AT, opened_seq=1, due=_AT)
                for opened in motion.opened
            )
            return replace(case, state=motion.state, tokens=motion.tokens, tasks=waiting).digest()

        return once

    def _move(self, choice: str) -> Callable[[], Motion]:
        (opened,) = engine.open_tasks(self.program, self.motion.state)
        number = int(opened.element.rpartition("_")[2])
        fields = ("uraian", "catatan", "hasil")
        self.data |= {f"{opened.element}_{field}": "Sudah diperiksa dan sesuai." for field in fields}
        self.data[self.drawing.gateway(number)] = choice
        state, data, seed = self.motion.state, dict(self.data), f"case:bench:{self.version + 1}"
        return lambda: engine.complete(self.program, state, opened.task, data=data, at=_AT, seed=seed)


def _case(commitments: dict[str, str]) -> Case:
    # the digest looks at no revision
    nothing: Any = SimpleNamespace()
    return Case(
        id=CaseId("bench"),
        agency=AgencyCode("bench"),
        number="1",
        revision=nothing,
        status=CaseStatus.OPEN,
        started_by=ActorId("bench"),
        version=1,
        head="",
        state=b"",
        tasks=(),
        tokens=(),
        data={},
        commitments=commitments,
    )


def _beside_stock(drawing: Drawing, step: int) -> tuple[float, float]:
    """CPU milliseconds of one cycle: ours, the stock library's; medians of alternating rounds."""
    run = _Run(drawing)
    for _ in range(1, step):
        run.complete()
    cycle = run.cycle()
    ours, stock = [], []
    with _stock_engine(drawing, step) as stock_cycles:
        for _ in range(_ROUNDS):
            ours.append(_cpu(cycle, _CYCLES))
            stock.append(stock_cycles(_CYCLES))
    return median(ours), median(stock)


def _loop60() -> float:
    """An engine cycle after 60 returns against the same cycle on the first pass; rounds alternate."""
    first, after = _Run(LOOP), _Run(LOOP)
    first.complete()
    for _ in range(60):
        after.complete()
        after.complete(BACK)
    after.complete()
    cycles = first.cycle(), after.cycle()
    times = [(_cpu(cycles[0], _CYCLES), _cpu(cycles[1], _CYCLES)) for _ in range(_ROUNDS)]
    return median(late for _, late in times) / median(early for early, _ in times)


def _cpu(work: Callable[[], object], count: int) -> float:
    before = time.process_time()
    for _ in range(count):
        work()
    return (time.process_time() - before) / count * 1000


@contextmanager
def _stock_engine(drawing: Drawing, step: int) -> Iterator[Callable[[int], float]]:
    program = Path(engine.__file__).parent / "stock.py"
    with tempfile.TemporaryDirectory() as folder:
        diagram = Path(folder) / "bench.bpmn"
        diagram.write_bytes(draw_bare(drawing, equals="=="))
        command = [sys.executable, "-P", str(program), str(diagram), drawing.key, str(step)]
        with subprocess.Popen(  # noqa: S603 - our own program on our own diagram
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as child:

            def cycles(count: int) -> float:
                assert child.stdin is not None  # noqa: S101
                assert child.stdout is not None  # noqa: S101
                child.stdin.write(f"{count}\n")
                child.stdin.flush()
                return float(child.stdout.readline()) / count * 1000

            cycles(_CYCLES)  # the first ones pay for imports
            yield cycles
