"""What is said to somebody whose SOP table cannot be read as it is: which cell, what, and what to do."""

from __future__ import annotations

from typing import Final

from runner.model import Problem, Words

_WHAT: Final[dict[str, tuple[Words, Words]]] = {
    "table.none": (
        Words(
            "Tabel SOP tidak ditemukan: tidak ada baris judul dengan kolom No dan Kegiatan.",
            "No SOP table was found: no row of headings has the columns No and Kegiatan.",
        ),
        Words(
            "Beri judul kolom seperti pada contoh (alur draw --template contoh.xlsx).",
            "Name the columns as in the example (alur draw --template example.xlsx).",
        ),
    ),
    "table.column_missing": (
        Words(
            "{place}: pada baris judul ini tidak ada kolom {column}.",
            "{place}: this row of headings has no column {column}.",
        ),
        Words(
            "Tambahkan kolom {column}; sel-selnya boleh kosong.",
            "Add the column {column}; its cells may be empty.",
        ),
    ),
    "table.no_executors": (
        Words(
            "{place}: tidak ada kolom pelaksana di antara Kegiatan dan Mutu Baku.",
            "{place}: there is no column of an executor between Kegiatan and Mutu Baku.",
        ),
        Words("Beri satu kolom untuk setiap pelaksana.", "Give every executor a column."),
    ),
    "table.executor_unnamed": (
        Words(
            "{place}: kolom pelaksana ini tidak bernama.", "{place}: this column of an executor has no name."
        ),
        Words("Tulis nama jabatannya pada judul kolom.", "Write the position's name in the heading."),
    ),
    "table.executor_twice": (
        Words(
            "{place}: pelaksana “{name}” sudah ada di kolom lain.",
            "{place}: the executor “{name}” has a column already.",
        ),
        Words(
            "Bedakan kedua nama itu, atau satukan kolomnya.", "Tell the two apart, or make them one column."
        ),
    ),
    "table.no_steps": (
        Words(
            "{place}: tidak ada langkah di bawah judul ini.",
            "{place}: there is no step below these headings.",
        ),
        Words("Isi paling sedikit satu langkah.", "Fill in at least one step."),
    ),
    "cell.merged": (
        Words(
            "{place}: sel ini digabung ke {rows} baris, sehingga tidak jelas milik langkah yang mana.",
            "{place}: this cell is merged over {rows} rows, so it is not clear to which step it belongs.",
        ),
        Words(
            "Pisahkan sel itu dan tulis isinya pada setiap langkah yang dimaksud.",
            "Split the cell and write its content in every step that is meant.",
        ),
    ),
    "cell.two_marks": (
        Words(
            "{place}: langkah {number} sudah bertanda di {other}.",
            "{place}: step {number} has its mark at {other} already.",
        ),
        Words(
            "Sisakan satu tanda; bila dua pelaksana bekerja, jadikan dua langkah.",
            "Keep one mark; where two executors act, make it two steps.",
        ),
    ),
    "cell.no_mark": (
        Words(
            "{place}: langkah {number} tidak bertanda di kolom pelaksana mana pun.",
            "{place}: step {number} has no mark in any column of an executor.",
        ),
        Words("Beri tanda x di kolom pelaksananya.", "Put an x into the column of its executor."),
    ),
    "cell.strange_mark": (
        Words(
            "{place}: “{text}” bukan tanda yang dikenal.",
            "{place}: “{text}” is no mark that is understood.",
        ),
        Words(
            "Pakai x untuk pelaksana, atau ◇ Ya→5 Tidak→3 untuk keputusan.",
            "Use x for who acts, or ◇ Ya→5 Tidak→3 for a decision.",
        ),
    ),
    "cell.duration": (
        Words("{place}: waktu “{text}” tidak dipahami.", "{place}: the time “{text}” is not understood."),
        Words(
            "Tulis misalnya 15 menit, 2 jam, 1 hari, 1 minggu; atau Setiap hari bila bukan lama waktu.",
            "Write for example 15 menit, 2 jam, 1 hari, 1 minggu; or Setiap hari where it is no duration.",
        ),
    ),
    "cell.no_such_step": (
        Words(
            "{place}: “{choice}” menuju langkah {to}, tetapi langkah itu tidak ada.",
            "{place}: “{choice}” leads to step {to}, but there is no such step.",
        ),
        Words(
            "Tulis nomor langkah yang ada di kolom No, atau selesai.",
            "Write a number of the column No, or selesai for the end.",
        ),
    ),
    "cell.no_ways": (
        Words(
            "{place}: keputusan ini tidak menyebut ke mana jalannya.",
            "{place}: this decision does not say where its ways lead.",
        ),
        Words("Tulis misalnya ◇ Ya→5 Tidak→3.", "Write for example ◇ Ya→5 Tidak→3."),
    ),
    "cell.one_way": (
        Words(
            "{place}: keputusan ini hanya punya satu jalan (“{choice}”).",
            "{place}: this decision has only one way (“{choice}”).",
        ),
        Words("Sebutkan juga jalan yang lain.", "Name the other way, too."),
    ),
    "cell.way_twice": (
        Words(
            "{place}: dua jalan bernama “{choice}”.",
            "{place}: two ways are named “{choice}”.",
        ),
        Words("Beri setiap jalan nama sendiri.", "Give every way a name of its own."),
    ),
    "cell.number_twice": (
        Words(
            "{place}: nomor langkah {number} sudah dipakai di {other}.",
            "{place}: the step number {number} is used at {other} already.",
        ),
        Words("Beri setiap langkah nomor sendiri.", "Give every step a number of its own."),
    ),
    "cell.no_activity": (
        Words("{place}: langkah {number} tidak beruraian.", "{place}: step {number} has no activity."),
        Words("Tulis kegiatannya.", "Write what is done."),
    ),
    "cell.first_row": (
        Words(
            "{place}: baris pertama tidak bernomor dan tidak bertanda.",
            "{place}: the first row has neither number nor mark.",
        ),
        Words("Beri nomor dan tanda, atau hapus baris itu.", "Give it a number and a mark, or remove it."),
    ),
    "file.unreadable": (
        Words("Berkas ini tidak dapat dibaca: {why}", "This file cannot be read: {why}"),
        Words(
            "Simpan ulang sebagai .xlsx, .docx, atau .csv (UTF-8).",
            "Save it again as .xlsx, .docx or .csv (UTF-8).",
        ),
    ),
    "file.kind": (
        Words("Jenis berkas {suffix} tidak dikenal.", "Files of the kind {suffix} are not understood."),
        Words("Pakai .xlsx, .docx, atau .csv.", "Use .xlsx, .docx or .csv."),
    ),
}


def problem(
    code: str, *, file: str, place: Words | None = None, other: Words | None = None, **facts: object
) -> Problem:
    """A problem by its code, with the cell it stands in and its facts filled in."""
    what, remedy = _WHAT[code]
    at, elsewhere = place or Words("", ""), other or Words("", "")
    return Problem(
        code=code,
        what=Words(
            what.id.format(place=at.id, other=_inside(elsewhere.id), **facts),
            what.en.format(place=at.en, other=_inside(elsewhere.en), **facts),
        ),
        remedy=Words(remedy.id.format(**facts), remedy.en.format(**facts)),
        file=file,
    )


def _inside(place: str) -> str:
    """A place within a sentence."""
    return place[:1].lower() + place[1:]
