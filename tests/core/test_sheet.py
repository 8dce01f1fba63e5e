"""The sheet of an SOP: every row, column, symbol, arrow and note against the diagram it comes from."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from runner import diagram as diagrams
from runner.diagram import Diagram
from runner.sheet import Figure, Page, Shape, Sheet, Symbol, Text, lay_out, sheet_of
from runner.sheet import Path as Line
from runner.sheet_printing import faces
from tests.core.sheet_geometry import shape_box
from tests.core.sop_sketch import Sketch

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "bpmn").rglob("*.bpmn"))


@cache
def read(file: Path) -> tuple[Diagram, Sheet, tuple[Page, ...]]:
    diagram = diagrams.read(file.read_bytes(), file=file.name)
    sheet = sheet_of(diagram)
    return diagram, sheet, lay_out(sheet, faces=faces())


def sketched(sketch: Sketch, language: str = "id") -> Sheet:
    return sheet_of(diagrams.read(sketch.bpmn(), file="sketsa.bpmn"), language=language)


def shapes(pages: tuple[Page, ...]) -> list[Shape]:
    return [mark for page in pages for mark in page.marks if isinstance(mark, Shape)]


def said(pages: tuple[Page, ...]) -> str:
    """Everything that stands on the pages, without blanks, cell after cell."""
    texts = [mark.text for page in pages for mark in page.marks if isinstance(mark, Text)]
    return "".join("".join(texts).split())


shipped = pytest.mark.parametrize("file", SHIPPED, ids=lambda file: f"{file.parent.name}-{file.stem}")


@shipped
def test_every_step_is_a_row_with_its_own_words(file: Path) -> None:
    diagram, sheet, _ = read(file)
    assert [row.element for row in sheet.rows] == list(diagram.order)
    for row in sheet.rows:
        task = diagram.tasks[diagram.order[sheet.rows.index(row)]]
        printed = task.properties
        assert row.activity == task.documentation
        assert row.number == printed["langkah"]
        assert row.supplies == printed.get("kelengkapan", "")
        assert row.time == printed.get("waktuTercetak", "")
        assert row.output == printed.get("output", "")
        assert row.remark == printed.get("keterangan", "")


@shipped
def test_every_lane_is_a_column_in_printed_order_also_without_a_step(file: Path) -> None:
    diagram, sheet, _ = read(file)
    assert list(sheet.columns) == [lane.name for lane in diagram.lanes]
    lanes = [lane.id for lane in diagram.lanes]
    assert [row.column for row in sheet.rows] == [lanes.index(diagram.tasks[e].lane) for e in diagram.order]


@shipped
def test_steps_that_decide_are_diamonds_the_first_and_the_last_capsules(file: Path) -> None:
    diagram, sheet, pages = read(file)
    deciders = {question.decider for question in diagram.questions.values()}
    for row in sheet.rows:
        assert (row.symbol is Symbol.DECISION) == (row.element in deciders)
    # a step that decides is a diamond, so its start or end is a capsule of its own
    assert (sheet.rows[0].symbol is Symbol.START) != sheet.rows[0].opens
    assert (sheet.rows[-1].symbol is Symbol.END) != sheet.rows[-1].closes
    figures = {
        Symbol.START: Figure.CAPSULE,
        Symbol.END: Figure.CAPSULE,
        Symbol.PROCESS: Figure.BOX,
        Symbol.DECISION: Figure.DIAMOND,
    }
    drawn = [(shape.row, shape.column, shape.figure) for shape in shapes(pages) if shape.row is not None]
    wanted = [(place, row.column, figures[row.symbol]) for place, row in enumerate(sheet.rows)]
    for place, row in enumerate(sheet.rows):
        wanted += [(place, row.column, Figure.CAPSULE)] * (row.opens + row.closes)
    assert sorted(drawn, key=str) == sorted(wanted, key=str)


@shipped
def test_arrows_are_the_flows_with_the_names_of_their_choices(file: Path) -> None:
    diagram, sheet, pages = read(file)
    ways: dict[tuple[str, str], list[str]] = {}
    flows = diagram.drawing.flows.values()
    nodes = diagram.drawing.nodes
    after = {flow.source: flow.target for flow in flows}  # of steps and merges, which have one way on

    def step_at(node: str) -> str:
        while nodes[node].kind == "exclusiveGateway" and nodes[node].id not in diagram.questions:
            node = after[node]
        return "end" if nodes[node].kind == "endEvent" else node

    for task in diagram.tasks:
        node = step_at(after[task])
        if node in diagram.questions:
            for flow in flows:
                if flow.source == node:
                    ways.setdefault((task, step_at(flow.target)), []).append(flow.name)
        elif node != "end":
            ways.setdefault((task, node), []).append("")
    rows = sheet.rows
    found = Counter(
        (
            rows[arrow.source].element,
            "end" if arrow.target is None else rows[arrow.target].element,
            arrow.label,
        )
        for arrow in sheet.arrows
    )
    # two choices that lead to the same step share an arrow
    assert found == Counter((source, target, " / ".join(names)) for (source, target), names in ways.items())
    ends = [(mark.source, mark.target) for page in pages for mark in page.marks if isinstance(mark, Line)]
    resumed = {source.removesuffix(" in"): target for source, target in ends if source.endswith(" in")}
    assert Counter(
        (source, resumed.get(target, target)) for source, target in ends if not source.endswith(" in")
    ) == Counter(
        (str(arrow.source), f"{arrow.source}:end" if arrow.target is None else str(arrow.target))
        for arrow in sheet.arrows
    )


@shipped
def test_an_arrow_starts_at_its_row_and_ends_at_the_other(file: Path) -> None:
    _, _, pages = read(file)
    for page in pages:
        drawn = [mark for mark in page.marks if isinstance(mark, Shape)]
        for line in (mark for mark in page.marks if isinstance(mark, Line)):
            for point, end in ((line.points[0], line.source), (line.points[-1], line.target)):
                # "#1" is a connector to another page, "4:end" the capsule below row 4
                row = None if end.startswith("#") else int(end.partition(":")[0])
                boxes = [shape_box(shape) for shape in drawn if shape.row == row]
                assert any(
                    left - 0.01 <= point[0] <= right + 0.01 and top - 0.01 <= point[1] <= bottom + 0.01
                    for left, top, right, bottom in boxes
                ), (line.source, line.target)


@shipped
def test_the_cover_says_every_line_of_the_diagram_and_leaves_empty_what_it_leaves_empty(file: Path) -> None:
    diagram, sheet, pages = read(file)
    everything = said(pages)
    hidden = {"sumber", "perihal"}
    for name, text in diagram.cover.items():
        for line in text.splitlines():
            assert name in hidden or "".join(line.split()) in everything, (name, line)
    identity = {section.heading: section.lines for section in sheet.identity}
    assert identity["TANGGAL REVISI"] == tuple(diagram.cover.get("tanggalRevisi", "").splitlines())
    assert identity["NAMA SOP"] == tuple(diagram.cover["namaSop"].splitlines())
    headings = [section.heading for section in sheet.blocks]
    assert headings == [
        "DASAR HUKUM",
        "KUALIFIKASI PELAKSANA",
        "KETERKAITAN",
        "PERALATAN/PERLENGKAPAN",
        "PERINGATAN",
        "PENCATATAN DAN PENDATAAN",
    ]


@shipped
def test_everything_in_the_table_stands_on_the_pages_word_for_word(file: Path) -> None:
    _, sheet, pages = read(file)
    everything = said(pages)
    for row in sheet.rows:
        for text in (row.number, row.activity, row.supplies, row.time, row.output, row.remark):
            assert "".join(text.split()) in everything
    for text in (*sheet.columns, *sheet.notes):
        assert "".join(text.split()) in everything


@shipped
def test_what_the_source_got_wrong_and_what_is_asked_is_said_in_a_note(file: Path) -> None:
    diagram, sheet, _ = read(file)
    notes = "\n".join(sheet.notes)
    for task in diagram.tasks.values():
        assert task.properties.get("catatanSumber", "") in notes
    for question in diagram.questions.values():
        assert question.text in notes
        for choice in question.choices:
            assert f"{choice.name}: " in notes


@shipped
def test_every_page_repeats_the_headings_and_counts_itself(file: Path) -> None:
    _, sheet, pages = read(file)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        texts = [mark.text for mark in page.marks if isinstance(mark, Text)]
        assert f"Halaman {page.number} dari {len(pages)}" in texts
        if page.rows:
            for heading in ("No.", "Kegiatan", "Pelaksana", "Mutu Baku", "Kelengkapan", "Waktu", "Output"):
                assert heading in texts
            for name in sheet.columns:
                assert "".join(name.split()) in said((page,))
    assert [row for page in pages for row in page.rows] == list(range(len(sheet.rows)))


THREE = [(0, "Menulis"), (1, "Memeriksa"), (0, "Mengirim")]


def test_a_step_that_decides_about_the_end_has_the_end_below_it() -> None:
    sheet = sketched(Sketch(lanes=["A", "B"], steps=THREE[:2], ways={1: {"Ya": None, "Tidak": 0}}))
    last = sheet.rows[1]
    assert (last.symbol, last.closes) == (Symbol.DECISION, True)
    assert [(a.source, a.target, a.label) for a in sheet.arrows] == [
        (0, 1, ""),
        (1, None, "Ya"),
        (1, 0, "Tidak"),
    ]


def test_an_sop_of_one_step_begins_and_ends_in_its_row() -> None:
    sheet = sketched(Sketch(lanes=["A"], steps=THREE[:1]))
    (row,) = sheet.rows
    assert (row.symbol, row.opens, row.closes) == (Symbol.START, False, True)
    figures = [shape.figure for shape in shapes(lay_out(sheet, faces=faces()))]
    assert figures == [Figure.CAPSULE, Figure.CAPSULE]


def test_a_first_step_that_decides_has_the_start_above_it() -> None:
    sheet = sketched(Sketch(lanes=["A", "B"], steps=THREE, ways={0: {"Ya": 1, "Tidak": 2}}))
    assert (sheet.rows[0].symbol, sheet.rows[0].opens) == (Symbol.DECISION, True)


def test_work_side_by_side_is_said_because_no_symbol_shows_it() -> None:
    sheet = sketched(Sketch(lanes=["A", "B"], steps=THREE, ways={0: [1, 2]}))
    assert "Setelah langkah 1, langkah 2 dan langkah 3 dikerjakan bersamaan." in sheet.notes
    english = sketched(Sketch(lanes=["A", "B"], steps=THREE, ways={0: [1, 2]}), language="en")
    assert "After step 1, step 2 and step 3 are done side by side." in english.notes


def test_two_choices_that_lead_to_one_step_are_one_arrow() -> None:
    sheet = sketched(Sketch(lanes=["A", "B"], steps=THREE, ways={1: {"Ya": 2, "Tidak": 2}}))
    assert [arrow.label for arrow in sheet.arrows] == ["", "Ya / Tidak"]


@pytest.mark.parametrize(
    ("numbers", "order"),
    [
        (("3", "1", "2"), [1, 2, 0]),
        (("7.", "8", "(7a)"), [0, 2, 1]),
        (("1", "1", "2"), [0, 1, 2]),
        (("2", "", "1"), [0, 1, 2]),
        (("10", "9", "1"), [2, 1, 0]),
    ],
)
def test_rows_stand_in_printed_order_where_the_numbers_tell_it(
    numbers: tuple[str, ...], order: list[int]
) -> None:
    printed = {place: {"langkah": number} for place, number in enumerate(numbers)}
    sheet = sketched(Sketch(lanes=["A", "B"], steps=THREE, properties=printed))
    assert [row.element for row in sheet.rows] == [f"t{place}" for place in order]
    assert [row.number for row in sheet.rows] == [numbers[place] for place in order]


def test_steps_that_nobody_numbered_are_counted() -> None:
    sheet = sketched(Sketch(lanes=["A", "B"], steps=THREE, numbered=False))
    assert [row.number for row in sheet.rows] == ["1", "2", "3"]


def test_a_date_of_approval_takes_the_place_of_the_date_in_force() -> None:
    def dates(**cover: str) -> list[tuple[str, tuple[str, ...]]]:
        sheet = sketched(Sketch(lanes=["A"], steps=THREE[:1], cover=cover))
        return [(s.heading, s.lines) for s in sheet.identity][3:-2]

    assert dates() == [("TANGGAL EFEKTIF", ())]
    assert dates(tanggalEfektif="1 Mei") == [("TANGGAL EFEKTIF", ("1 Mei",))]
    assert dates(tanggalPengesahan="2 Mei") == [("TANGGAL PENGESAHAN", ("2 Mei",))]
    assert len(dates(tanggalEfektif="1 Mei", tanggalPengesahan="2 Mei")) == 2


def test_a_page_breaks_between_rows_and_numbered_connectors_join_it() -> None:
    steps = [(place % 3, f"Langkah panjang {place} " * 12) for place in range(14)]
    sheet = sketched(Sketch(lanes=["A", "B", "C"], steps=steps, ways={12: {"Setuju": 13, "Kembalikan": 1}}))
    pages = [page for page in lay_out(sheet, faces=faces()) if page.rows]
    assert len(pages) > 1
    joined: dict[str, list[int]] = {}
    for page in pages:
        for line in (mark for mark in page.marks if isinstance(mark, Line)):
            for end in (line.source, line.target):
                if end.startswith("#"):
                    joined.setdefault(end.removesuffix(" in"), []).append(page.number)
    assert len(joined) == len(pages)  # every break once, and the return
    assert all(len(set(numbers)) == 2 for numbers in joined.values())
    for page, following in pairwise(pages):
        assert page.rows[-1] + 1 == following.rows[0]
    pentagons = [shape for shape in shapes(tuple(pages)) if shape.figure is Figure.PENTAGON]
    assert len(pentagons) == 2 * len(joined)


def test_too_many_lanes_or_too_long_a_text_go_on_larger_paper_and_nothing_is_lost() -> None:
    lanes = [f"Pelaksana {number}" for number in range(40)]
    wide = sketched(Sketch(lanes=lanes, steps=THREE))
    pages = lay_out(wide, faces=faces())
    assert pages[0].width > 1190
    assert all("".join(name.split()) in said(pages) for name in lanes)
    endless = " ".join(f"kata{number}" for number in range(5_000))
    long = lay_out(sketched(Sketch(lanes=["A"], steps=[(0, endless)])), faces=faces())
    assert "".join(endless.split()) in said(long)


def test_the_same_diagram_gives_the_same_pages() -> None:
    sketch = Sketch(lanes=["A", "B"], steps=THREE, ways={1: {"Ya": 2, "Tidak": 0}})
    assert lay_out(sketched(sketch), faces=faces()) == lay_out(sketched(sketch), faces=faces())
