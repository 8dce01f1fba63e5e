"""A diagram is begun in a child process; whatever it does there, its refusal is all that comes of it."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from runner import diagram, trial
from tests.core.bpmn_builder import executable
from tests.core.diagram import specimens

GOOD = executable("s -> t1 -> e")
ROOT = Path(trial.__file__).parents[1]


def splits(depth: int) -> bytes:
    """Nested parallel splits before any step: 2 ** depth branches at once."""
    lines = ["s -> p1"]
    for number in range(1, 1 << depth):
        for branch in (2 * number, 2 * number + 1):
            kind = "p" if branch < (1 << depth) else "t"
            lines.append(f"p{number} -> {kind}{branch}" + ("" if kind == "p" else f" -> e{branch}"))
    return executable("\n".join(lines))


def chain(length: int) -> bytes:
    """A diagram that takes the engine a moment to read."""
    tasks = [f"t{number}" for number in range(length)]
    symbols = ["s", *tasks, "e"]
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
        + '<process id="p" isExecutable="true"><startEvent id="s"/>'
        + "".join(f'<userTask id="{task}"/>' for task in tasks)
        + '<endEvent id="e"/>'
        + "".join(f'<sequenceFlow id="f_{a}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(symbols))
        + "</process></definitions>"
    ).encode()


BIG = chain(12_000)


def test_all_good_diagrams_begin_in_one_child(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [
        (path.name, diagram.read(path.read_bytes(), file=path.name)) for path in specimens.accepted_files()
    ]
    run = [(name, read.executable) for name, read in files] + [("g", GOOD)]
    started, popen = [], subprocess.Popen

    def counted(*given: Any, **named: Any) -> Any:
        started.append(given)
        return popen(*given, **named)

    monkeypatch.setattr(subprocess, "Popen", counted)
    assert trial.trial(run) == []
    assert len(started) == 1


def test_nothing_to_try_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    assert trial.trial([]) == []


def test_a_bomb_of_nested_splits_is_refused_within_its_limits_and_the_rest_goes_on() -> None:
    found = trial.trial([("a", GOOD), ("bom", splits(10)), ("b", GOOD)])
    assert [(problem.code, problem.file) for problem in found] == [("engine.trial", "bom")]
    assert found[0].remedy.id
    assert "Spiff" not in found[0].sentence("en")


@pytest.mark.parametrize(
    "content",
    [b"", b"<a/>", b"\x00\xff", b"not xml", executable("s -> x1 -> t1 -> e\nx1 -> e2 [a]\nx1 -> e3 [b]")],
)
def test_a_diagram_that_cannot_begin_is_refused_and_the_child_serves_on(content: bytes) -> None:
    found = trial.trial([("salah", content), ("b", GOOD)])
    assert [problem.file for problem in found] == ["salah"]


def test_a_diagram_that_takes_too_long_is_refused_and_the_rest_goes_on() -> None:
    found = trial.trial([("a", GOOD), ("besar", BIG), ("b", GOOD)], limits=trial.Limits(wall_seconds=0.2))
    assert [(problem.code, problem.file) for problem in found] == [("engine.trial", "besar")]


def test_a_diagram_that_takes_too_much_memory_is_refused_and_the_rest_goes_on() -> None:
    # what a child needs for itself depends on the machine; the large diagram needs some 30 MB more
    for megabytes in range(40, 1000, 10):
        limits = trial.Limits(memory=megabytes << 20)
        try:
            if trial.trial([("a", GOOD)], limits=limits) == []:
                break
        except RuntimeError:
            continue
    found = trial.trial([("a", GOOD), ("besar", BIG), ("b", GOOD)], limits=limits)
    assert [(problem.code, problem.file) for problem in found] == [("engine.trial", "besar")]


def test_a_child_that_the_system_ends_refuses_its_diagram_and_a_new_one_goes_on() -> None:
    # no processor time beyond the first second, of which loading the engine has used a part
    found = trial.trial([("a", GOOD), *[("besar", BIG)] * 3, ("b", GOOD)], limits=trial.Limits(cpu_seconds=0))
    assert {problem.file for problem in found} <= {"besar"}
    assert all("batas waktu atau memori" in problem.what.id for problem in found)
    assert found


def test_the_child_starts_from_any_folder_and_borrows_nothing_from_it(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('borrowed')\n")
    (tmp_path / "runner").mkdir()
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from runner import trial\n"
        f"print(trial.trial([('a', {GOOD!r})]))\n"
    )
    done = subprocess.run(  # noqa: S603 (our own interpreter)
        [sys.executable, "-P", "-c", program],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.strip() == "[]"


def test_the_child_loads_the_engine_and_nothing_else_of_the_house() -> None:
    program = (
        "import sys\n"
        "from runner import engine\n"
        "import runner.trial\n"
        "print([n for n in sys.modules if n.split('.')[0] in ('sqlalchemy', 'flask', 'holidays', 'alembic')"
        " or n.startswith(('runner.diagram', 'runner.forms', 'runner.store', 'runner.agency'))])\n"
    )
    done = subprocess.run(  # noqa: S603 (our own interpreter)
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"
