"""An SOP table is read as it was typed; what cannot be read is said, each with its cell, all at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from runner.errors import DiagramRefused
from runner.sop_table import END, ONWARD, Cell, Choice, NoDuration, Sheet, SopTable, iso_of, read
from runner.sop_table.marks import Kind, mark_of

HEAD = ("No", "Kegiatan", "Kadis", "Staf", "Kelengkapan", "Waktu", "Output", "Keterangan")
EXAMINES = re.compile(r"memeriksa", re.IGNORECASE)


def grid(*rows: Sequence[str], table: int | None = None) -> Sheet:
    """A sheet of these rows."""
    width = max(map(len, rows))
    return Sheet(
        rows=[[Cell(text=text) for text in (*row, *[""] * (width - len(row)))] for row in rows], table=table
    )


def row(
    number: str, activity: str, kadis: str = "", staf: str = "", time: str = "", ket: str = ""
) -> list[str]:
    """A step as most tests type it."""
    return [number, activity, kadis, staf, "ATK", time, "Surat", ket]


def refused(*sheets: Sheet) -> list[str]:
    """What is said, one code and place per problem."""
    with pytest.raises(DiagramRefused) as no:
        read(sheets, file="t.xlsx", examines=EXAMINES)
    return [f"{problem.code} {problem.what.en.partition(':')[0]}" for problem in no.value.problems]


# -- times ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("15 menit", "PT15M"),
        ("2 Jam", "PT2H"),
        ("1 Minggu", "P1W"),
        ("10 - 20 Menit", "PT20M"),
        ("10-20 menit", "PT20M"),
        ("30", "PT30M"),
        ("120 Menit", "PT120M"),
        ("2 hari kerja", "P2D"),
        ("5 (lima) menit", "PT5M"),
        ("maks. 3 hari", "P3D"),
        ("1 jam 30 menit", "PT1H30M"),
        ("1 hari 2 jam", "P1DT2H"),
        ("1,5 jam", "PT90M"),
        ("", ""),
        ("-", ""),
        ("Setiap hari", ""),
        ("Sesuai kondisi lapangan", ""),
    ],
)
def test_times_are_read_as_printed(printed: str, iso: str) -> None:
    assert iso_of(printed) == iso


@pytest.mark.parametrize(
    "printed", ["besok", "1 x 24 jam", "menit", "15 menit per surat", "1 menit 2 menit", "½ jam"]
)
def test_a_time_that_is_not_understood_is_no_duration(printed: str) -> None:
    with pytest.raises(NoDuration):
        iso_of(printed)


# -- marks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["x", "X", "v", "√", "✓", "●", "□", "[]", "[ ]", "(Mulai)", "Selesai", "□ ↓", "▭\n↓"]
)
def test_these_are_marks(text: str) -> None:
    assert mark_of(text).kind is Kind.MARK


@pytest.mark.parametrize("text", ["", "→", "↓", "│"])
def test_lines_are_no_marks(text: str) -> None:
    assert mark_of(text).kind is Kind.NOTHING


@pytest.mark.parametrize("text", ["Ya", "Staf", "3", "◇ x"])
def test_other_words_are_strange(text: str) -> None:
    assert mark_of(text).kind is Kind.STRANGE


@pytest.mark.parametrize(
    ("text", "question", "choices"),
    [
        ("◇", "", ()),
        ("◇ Ya→5 Tidak→3", "", (("Ya", "5"), ("Tidak", "3"))),
        ("◇\nYa → 5\nTidak → selesai", "", (("Ya", "5"), ("Tidak", END))),
        ("◇ Surat benar? Ya->lanjut; Tidak->3.", "Surat benar?", (("Ya", ONWARD), ("Tidak", "3"))),
        ("Setuju ⇒ (7a), Kembalikan ⇒ 3", "", (("Setuju", "(7a)"), ("Kembalikan", "3"))),
        ("< > ke bidang=>4; ke seksi=>6", "", (("ke bidang", "4"), ("ke seksi", "6"))),
    ],
)
def test_decisions_name_their_ways(text: str, question: str, choices: tuple[tuple[str, str], ...]) -> None:
    mark = mark_of(text)
    assert mark.kind is Kind.DECISION
    assert mark.question == question
    assert mark.choices == tuple(Choice(name=name, to=to) for name, to in choices)


# -- the table ----------------------------------------------------------------------------------------


def simple(*steps: Sequence[str]) -> SopTable:
    """The table of these steps."""
    return read([grid(HEAD, *steps)], file="t.xlsx", examines=EXAMINES)


def test_steps_are_read_word_for_word() -> None:
    table = simple(row("1.", "Menerima  surat\nmasuk", staf="x", time="15 menit", ket="asli"))
    (step,) = table.steps
    assert (step.number, step.activity, step.executor) == ("1.", "Menerima surat masuk", "Staf")
    assert (step.needs, step.time, step.time_printed, step.output, step.remark) == (
        "ATK",
        "PT15M",
        "15 menit",
        "Surat",
        "asli",
    )
    assert [executor.name for executor in table.executors] == ["Kadis", "Staf"]


def test_two_rows_of_headings_and_a_row_of_column_numbers_are_headings() -> None:
    table = read(
        [
            grid(
                ("NO", "URAIAN KEGIATAN", "PELAKSANA", "", "MUTU BAKU", "", "", "KET"),
                ("", "", "Kadis", "Staf [staf-umum]", "Persyaratan/ Perlengkapan", "WAKT U", "OUT PUT", ""),
                ("1", "2", "3", "4", "5", "6", "7", "8"),
                row("1", "Menyusun surat", staf="v"),
            )
        ],
        file="t.csv",
    )
    assert [(executor.name, executor.positions) for executor in table.executors] == [
        ("Kadis", ""),
        ("Staf", "staf-umum"),
    ]
    assert [step.activity for step in table.steps] == ["Menyusun surat"]


def test_a_row_that_a_page_broke_is_joined_and_repeated_headings_are_passed_over() -> None:
    table = simple(
        row("1", "Menyusun laporan dan", staf="x"),
        list(HEAD),
        ["", "menyerahkannya", "", "", "", "", "lengkap", ""],
        row("2", "Menerima laporan", kadis="x"),
    )
    assert [step.activity for step in table.steps] == [
        "Menyusun laporan dan menyerahkannya",
        "Menerima laporan",
    ]
    assert table.steps[0].output == "Surat lengkap"


def test_a_document_goes_on_in_the_next_table() -> None:
    first = grid(HEAD, row("1", "Menyusun", staf="x"), table=2)
    rest = grid(row("2", "Menerima", kadis="x"), row("3", "Mengarsipkan", staf="x"), table=3)
    table = read([grid(("Nomor SOP", "1/2026"), table=1), first, rest], file="t.docx")
    assert [step.number for step in table.steps] == ["1", "2", "3"]
    assert table.cover == {"nomorSop": "1/2026"}


def test_an_unnumbered_row_with_a_mark_is_a_step_of_its_own() -> None:
    table = simple(
        row("7", "Mengetik", staf="x"), row("", "Menomori", staf="x"), row("", "Menstempel", staf="x")
    )
    assert [step.number for step in table.steps] == ["7", "(7a)", "(7b)"]


def test_ways_may_stand_in_a_column_of_their_own_or_in_the_remarks() -> None:
    head = (*HEAD[:-1], "Keputusan", "Keterangan")
    table = read(
        [
            grid(
                head,
                ["1", "Menilai", "x", "", "", "", "", "Layak? Ya→2; Tidak→selesai", ""],
                ["2", "Menilai lagi", "◇", "", "", "", "", "", "Ya→3 Tidak→1"],
                ["3", "Menutup", "", "x", "", "", "", "", ""],
            )
        ],
        file="t.xlsx",
    )
    first, second, _ = (step.decision for step in table.steps)
    assert first is not None
    assert first.question == "Layak?"
    assert [choice.to for choice in first.choices] == ["2", END]
    assert second is not None
    assert [choice.to for choice in second.choices] == ["3", "1"]


def test_a_no_alone_leaves_the_yes_to_go_on_and_numbers_may_lack_their_full_stop() -> None:
    table = simple(
        row("1.", "Menyusun", staf="x"), row("2.", "Menilai", kadis="◇ Tidak→1"), row("3.", "Tutup", staf="x")
    )
    decision = table.steps[1].decision
    assert decision is not None
    assert decision.choices == (Choice(name="Ya", to=ONWARD), Choice(name="Tidak", to="1."))


def test_who_examines_need_not_say_where_the_ways_lead() -> None:
    assert simple(row("1", "Menyusun", staf="x"), row("2", "Memeriksa", kadis="◇")).steps[1].decision is None


# -- what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([row("1", "a", "x", "x")], ["cell.two_marks Cell D2"]),
        ([row("1", "a")], ["cell.no_mark Cell C2"]),
        ([row("1", "a", "ya")], ["cell.strange_mark Cell C2"]),
        ([row("1", "a", "x", time="besok")], ["cell.duration Cell F2"]),
        ([row("1", "a", "x"), row("2", "b", "◇ Ya→9 Tidak→1")], ["cell.no_such_step Cell C3"]),
        ([row("1", "a", "x"), row("2", "b", "◇")], ["cell.no_ways Cell C3"]),
        ([row("1", "a", "x"), row("2", "b", "◇ Ya→1")], ["cell.one_way Cell C3"]),
        ([row("1", "a", "x"), row("2", "b", "◇ Ya→1 ya→2")], ["cell.way_twice Cell C3"]),
        ([row("1", "a", "x"), row("1.", "b", "x")], ["cell.number_twice Cell A3"]),
        ([row("1", "", "x")], ["cell.no_activity Cell B2"]),
        ([row("", "a")], ["cell.first_row Cell A2"]),
        ([], ["table.no_steps Cell A1"]),
        (
            [row("1", "a", "x", "x", time="besok"), row("2", "b")],
            ["cell.two_marks Cell D2", "cell.no_mark Cell C3", "cell.duration Cell F2"],
        ),
    ],
)
def test_every_problem_names_its_cell(steps: list[list[str]], said: list[str]) -> None:
    assert refused(grid(HEAD, *steps)) == said


def test_in_a_document_table_row_and_column_are_named() -> None:
    with pytest.raises(DiagramRefused) as no:
        read([grid(HEAD, row("1", "a", "x", time="besok"), table=2)], file="t.docx")
    (problem,) = no.value.problems
    assert problem.what.id == "Tabel 2, baris 2, kolom “Waktu”: waktu “besok” tidak dipahami."


def test_a_cell_that_is_merged_over_steps_is_named() -> None:
    sheet = grid(HEAD, row("1", "a", "x", time="1 jam"), row("2", "b", "x"))
    rows = [list(cells) for cells in sheet.rows]
    rows[1][5], rows[2][5] = Cell(text="1 jam", height=2), Cell(covered=True)
    assert refused(Sheet(rows=rows)) == ["cell.merged Cell F2"]


def test_missing_columns_are_named_at_the_headings() -> None:
    sheet = grid(("No", "Kegiatan", "Staf", "Kelengkapan", "Output"), ("1", "a", "x", "", ""))
    assert refused(sheet) == ["table.column_missing Cell A1"]
    assert refused(grid(("No", "Kegiatan", "Kelengkapan", "Waktu", "Output"), ("1", "a", "", "", ""))) == [
        "table.no_executors Cell A1"
    ]
    assert refused(grid(("Nama", "Alamat"))) == ["table.none No SOP table was found"]


def test_executors_need_names_that_differ() -> None:
    head = ("No", "Kegiatan", "Staf", "STAF", "", "Kelengkapan", "Waktu", "Output")
    sheet = grid(head, ("1", "a", "", "", "x", "", "", ""))
    assert refused(sheet) == ["table.executor_twice Cell D1", "table.executor_unnamed Cell E1"]


# -- the cover ------------------------------------------------------------------------------------------


def test_a_cover_is_read_beside_and_below_its_labels() -> None:
    table = read(
        [
            grid(
                ("PEMERINTAH KABUPATEN CONTOH\nDINAS CONTOH", "", "Nomor SOP", ":", "800/1"),
                ("", "", "Tgl. Pembuatan", ":", "2 Januari 2018"),
                ("", "", "Disahkan Oleh", ":", "Kepala Dinas\nNIP 19700101 199003 1 001"),
                ("", "", "Nama SOP", ":", "Surat Keluar"),
                ("Dasar Hukum", "", "Kualifikasi Pelaksana", "", ""),
                ("1. UU 25/2009\n2. PP 96/2012", "", "1. SMA", "", ""),
                ("3. Perda 6/2017", "", "", "", ""),
                ("Peringatan: Bila terlambat, surat basi", "", "", "", ""),
                ("", "", "", "", ""),
                HEAD,
                row("1", "Menyusun", staf="x"),
            )
        ],
        file="t.xlsx",
    )
    assert table.cover == {
        "instansi": "PEMERINTAH KABUPATEN CONTOH\nDINAS CONTOH",
        "nomorSop": "800/1",
        "tanggalPembuatan": "2 Januari 2018",
        "disahkanOleh": "Kepala Dinas",
        "namaSop": "Surat Keluar",
        "dasarHukum": "1. UU 25/2009\n2. PP 96/2012\n3. Perda 6/2017",
        "kualifikasiPelaksana": "1. SMA",
        "peringatan": "Bila terlambat, surat basi",
    }
