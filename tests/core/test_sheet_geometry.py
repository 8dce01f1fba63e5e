"""No arrow through a symbol or a text, nothing outside its cell or page: on shipped SOPs and random ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path as FilePath
from random import Random

import pytest

from runner import diagram as diagrams
from runner.sheet import A4, F4, PAPERS, Page, Path, Shape, Text, lay_out, sheet_of
from runner.sheet_printing import faces
from tests.core.sheet_geometry import faults
from tests.core.sop_sketch import Sketch, random_sketch

SHIPPED = sorted((FilePath(__file__).parents[2] / "bpmn").rglob("*.bpmn"))


def chance_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same SOPs every time


def pages_of(content: bytes, paper: str = "a4") -> tuple[Page, ...]:
    return lay_out(sheet_of(diagrams.read(content, file="sop.bpmn")), faces=faces(), paper=PAPERS[paper])


def all_faults(pages: tuple[Page, ...]) -> list[str]:
    return [f"page {page.number}: {fault}" for page in pages for fault in faults(page)]


@pytest.mark.parametrize("paper", ["a4", "f4"])
@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_sheets_of_shipped_sops_are_clean(file: FilePath, paper: str) -> None:
    pages = pages_of(file.read_bytes(), paper)
    assert all_faults(pages) == []
    wanted = {"a4": A4, "f4": F4}[paper]
    assert {(page.width, page.height) for page in pages} == {(wanted.width, wanted.height)}


def test_large_random_sops_over_several_pages_are_clean() -> None:
    broken: dict[int, list[str]] = {}
    total = 0
    for seed in range(20):
        pages = pages_of(random_sketch(chance_of(seed)).bpmn())
        total += len(pages)
        assert {row for page in pages for row in page.rows} == set(range(19))
        if found := all_faults(pages):
            broken[seed] = found
    assert broken == {}
    assert total > 60


@pytest.mark.thorough
def test_many_random_sops_of_all_sizes_are_clean() -> None:
    broken: dict[int, list[str]] = {}
    for seed in range(1_000, 1_400):
        chance = chance_of(seed)
        sketch = random_sketch(chance, steps=chance.randint(1, 30), lanes=chance.randint(1, 12))
        if found := all_faults(pages_of(sketch.bpmn(), chance.choice(["a4", "f4"]))):
            broken[seed] = found
    assert broken == {}


def test_a_crowd_of_returns_to_one_row_and_from_one_row_is_clean() -> None:
    steps = [(place % 4, f"Langkah {place}") for place in range(12)]
    back = {place: {"Setuju": place + 1, "Kembalikan": 0} for place in range(1, 11)}
    everywhere = {11: {f"Ke {place}": place for place in range(10)}}
    lanes = ["A", "B", "C", "D"]
    for ways in (back, everywhere, {**back, **everywhere}):
        assert all_faults(pages_of(Sketch(lanes=lanes, steps=steps, ways=ways).bpmn())) == []


def test_an_arrow_that_joins_another_ends_on_it_and_leaves_the_head_to_it() -> None:
    joined = 0
    for seed in range(10):
        for page in pages_of(random_sketch(chance_of(seed)).bpmn()):
            lines = [mark for mark in page.marks if isinstance(mark, Path)]
            for line in (line for line in lines if line.joins):
                joined += 1
                at = line.joins[-1]
                whole = [other for other in lines if other.target == line.target and other is not line]
                assert any(at in other.points for other in whole)
                assert line.stroke[:-1] == line.points[: len(line.stroke) - 1]
    assert joined > 5


def test_every_choice_is_named_beside_its_arrow_or_by_a_letter_that_a_note_explains() -> None:
    for seed in range(20):
        sketch = random_sketch(chance_of(seed))
        sheet = sheet_of(diagrams.read(sketch.bpmn(), file="sop.bpmn"))
        pages = lay_out(sheet, faces=faces())
        texts = [mark.text for page in pages for mark in page.marks if isinstance(mark, Text)]
        everything = "".join("".join(texts).split())
        for arrow in sheet.arrows:
            assert "".join(arrow.label.split()) in everything


def test_the_checks_see_what_they_look_for() -> None:
    sketch = Sketch(
        lanes=["A", "B"], steps=[(0, "Menulis"), (1, "Memeriksa")], ways={1: {"Ya": None, "Tidak": 0}}
    )
    page = pages_of(sketch.bpmn())[1]
    assert faults(page) == []
    lines = [mark for mark in page.marks if isinstance(mark, Path)]
    symbols = [mark for mark in page.marks if isinstance(mark, Shape)]
    words = [mark for mark in page.marks if isinstance(mark, Text)]
    (x, y), word = symbols[0].middle, words[5]

    def spoilt(mark: Path | Shape | Text) -> str:
        return "; ".join(faults(replace(page, marks=(*page.marks, mark))))

    across = Path(points=((x - 60, y), (x + 60, y)), source="9", target="8")
    assert "runs through" in spoilt(across)
    assert "ends nowhere" in spoilt(across)
    over_text = Path(points=((word.x, word.y - 1), (word.x + 9, word.y - 1)), source="9", target="8")
    assert f"runs through “{word.text}”" in spoilt(over_text)
    aslant = Path(points=((40.0, 500.0), (60.0, 520.0)), source="9", target="8")
    assert "runs aslant" in spoilt(aslant)
    assert "lies on" in spoilt(replace(lines[0], source="9", target="8"))
    assert "overlaps" in spoilt(symbols[0])
    assert "leaves its cell" in spoilt(replace(word, width=900.0))
    assert "overlaps" in spoilt(word)
    assert "leaves the page" in spoilt(replace(symbols[0], x=-5.0))
