"""``alur layout`` places a shipped diagram again and changes nothing but its picture."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from click.testing import CliRunner

from runner import alur
from tests.sops import test_drawing
from tests.sops.drawn import DIAGRAMS, name_of

CHECKS = [
    check for name, check in inspect.getmembers(test_drawing, inspect.isfunction) if name.startswith("test_")
]


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """A copy of every diagram, laid out again."""
    folder = tmp_path_factory.mktemp("lagi")
    copies = {path: folder / f"{at}.bpmn" for at, path in enumerate(DIAGRAMS)}
    for path, copy in copies.items():
        copy.write_bytes(path.read_bytes())
    said = CliRunner().invoke(alur, ["layout", *map(str, copies.values())])
    assert said.exit_code == 0, said.output
    return copies


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_only_the_picture_changes(again: dict[Path, Path], path: Path) -> None:
    before, after = path.read_bytes(), again[path].read_bytes()
    mark = b"<bpmndi:BPMNDiagram"
    assert before[: before.index(mark)] == after[: after.index(mark)]
    mark = b"</bpmndi:BPMNDiagram>"
    assert before[before.index(mark) :] == after[after.index(mark) :]


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_the_new_picture_passes_every_check(again: dict[Path, Path], path: Path) -> None:
    for check in CHECKS:
        check(again[path])


def test_laying_out_twice_changes_nothing_more(again: dict[Path, Path]) -> None:
    one = next(iter(again.values()))
    before = one.read_bytes()
    assert CliRunner().invoke(alur, ["layout", str(one)]).exit_code == 0
    assert one.read_bytes() == before
