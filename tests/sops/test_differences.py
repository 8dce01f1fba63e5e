"""The two SOPs that were printed twice: the comparison names what the prints have different, nothing else.

Read off the prints 003-16 and 003-15, 003-05 and 003-11, line by line. Apart from them stands only the label,
which tells the two from each other.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from runner import diagram as diagrams
from runner import forms as form_sheets
from runner.comparison import Content, compare
from tests.sops.drawn import BPMN, FORMS

MEDIA_CENTER = (
    "Judul SOP berubah dari “Pebgelolaan Media Center” menjadi “Pengelolaan Media Center”.",
    "Label revisi berubah dari “2017” menjadi “2018”.",
    "Sampul, Nomor SOP: berubah dari “001/KOMINFO/ /I/2017” menjadi “800/Diskominfo/ /I/2018”.",
    "Sampul, Tanggal Pembuatan: berubah dari “01 JANUARI 2017” menjadi “02 JANUARI 2018”.",
    "Sampul, Tanggal Pengesahan: diisi “15 JANUARI 2018”.",
    "Sampul, Dasar Hukum: penomoran butir berubah dari “1. 2. 3. 4. 5.” menjadi “1. 2. 3. 2. 3.”.",
    "Sampul, Kualifikasi Pelaksana: ditambah “Sekretaris Dinas”; dihapus “Teknisi”.",
    "Sampul, Keterkaitan: ditambah “SOP Konfrensi Pers”, “SOP Penugasan Peliputan”; dihapus “Surat "
    "Perintah Penugasan Peliputan”.",
    "Sampul, Peralatan/Perlengkapan: ditambah “Formulir SPPD”, “Nota Dinas”.",
    "Sampul, Peringatan: ditambah “Apabila SOP Pengelolaan Media Center tidak dijalankan maka dapat "
    "mengakibatkan terkendalanya aktivitas konferensi pers dan diskusi publik karena tidak "
    "tersedianya ruangan pertemuan media center”.",
    "Langkah 1 “Mencari berita”: Output berubah dari “1.1 Peliputan Kegiatan bahan Berita/Informasi” "
    "menjadi “1.1 Kegiatan diliput dapat”.",
    "Langkah 2 “Mengelola dan mengedit berita”: Waktu berubah dari “30 Menit” menjadi “Setiap hari”.",
    "Langkah 2 “Mengelola dan mengedit berita”: Kelengkapan berubah dari “2.1 Foto 2.2 Video 2.3 "
    "Berita/Informasi” menjadi “2.1.Foto 2.2.Video 2.3.Berita”.",
    "Langkah 2 “Mengelola dan mengedit berita”: Output berubah dari “2.1 Berita/Informasi yang siap "
    "di publikasikan” menjadi “2.1 Tersedianya liputan hasil”.",
    "Langkah 3 “Membuat berita untuk pelaporan”: Output berubah dari “3.1 Tersedianya hasil liputan” "
    "menjadi “3.1 Tersedianya liputan hasil”.",
    "Langkah 4 “Mengirim berita melalui portal”: uraian kegiatan berubah dari “Mengirim berita "
    "melalui portal Departemen Kominform cq. Informasi Publik” menjadi “Mengirim berita melalui "
    "portal Departemen Kominfo cq. Informasi Publik”.",
    "Langkah 4 “Mengirim berita melalui portal”: Output berubah dari “4.1 Tersedianya hasil liputan "
    "4.2 Terasilitasinya pelayanan publikasi online” menjadi “4.1 Tersedianya liputan hasil 4.2 "
    "Terfasilitasinya pelayanan publikasi online”.",
)
KARPEG = (
    "Label revisi berubah dari “1” menjadi “2”.",
    "Sampul, Nama SOP: berubah dari “Pelayanan Surat Keluar Pada Dinas Komunikasi Informatika "
    "Statistik dan Persandian” menjadi “Pengurusan Karpeg, Karsu, Karis”.",
    "Sampul, Nomor SOP: dihapus (sebelumnya “800/DKISP/ /2018”).",
    "Sampul, Dasar Hukum: pembagian butir berubah, kata-katanya tetap.",
    "Sampul, Kualifikasi Pelaksana: ditambah “Memiliki Kewenangan dalam Pengurusan administrasi surat"
    " menyurat”, “Memiliki kemampuan untuk menyelenggarakan administrasi perkantoran”; dihapus "
    "“Memahami perencanaan pembangunan daerah dan pelaksanaannya”, “Memahami pengelolaan keuangan dan"
    " aset daerah”, “Memiliki kompetensi pengolahan data sederhana.”, “Menguasai aplikasi SIMDA.”.",
    "Sampul, Keterkaitan: tetap tanpa isi; tanda butirnya berubah dari “-” menjadi “- / - / - / -”.",
    "Sampul, Peralatan/Perlengkapan: ditambah “komputer”, “ATK”, “Polpen”, “Lembar Disposisi”; "
    "dihapus “APBD”, “Dokumen Perencanaan (RPJMD, Renstra, RKPD, Renja)”, “Perangkat pengolah data.”.",
    "Sampul, Peringatan: diisi “- SKPD tidak dapat mengetahui hasil kinerjanya;” (sebelumnya hanya “-”).",
    "Sampul, Pencatatan dan Pendataan: ditambah “Berkas/Surat masuk Surat Keluar”, “Buku Agenda Surat"
    " Masuk”, “Lembar Disposisi”, “Buku Ekspedisi surat”; dihapus “Disimpan sebagai dokumen "
    "pengendalian dan evaluasi kinerja”.",
    "Lajur “KAKAN” berganti nama menjadi “KADIS”.",
    "Lajur “TU” berganti nama menjadi “Kasubag. Kepegawaian”.",
    "Lajur “Staf TU” berganti nama menjadi “Staf”.",
)


def _content(path: Path) -> Content:
    drawn = diagrams.read(path.read_bytes(), file=path.name)
    named = {task.form for task in drawn.tasks.values() if task.form is not None}
    sheets = {form: FORMS / f"{form}.form" for form in named}
    return Content(
        diagram=drawn,
        forms={form: form_sheets.read(file.read_bytes(), file=file.name) for form, file in sheets.items()},
    )


@pytest.mark.parametrize(
    ("old", "new", "differences"),
    [
        ("revisi/pengelolaan-media-center@2017", "pengelolaan-media-center", MEDIA_CENTER),
        ("revisi/karpeg-karis-karsu@1", "karpeg-karis-karsu", KARPEG),
    ],
)
def test_the_differences_of_two_prints_are_named_and_nothing_else(
    old: str, new: str, differences: tuple[str, ...]
) -> None:
    before, after = (_content(BPMN / "boalemo" / f"{name}.bpmn") for name in (old, new))
    assert tuple(difference.sentence() for difference in compare(before, after)) == differences
    assert compare(before, before) == compare(after, after) == ()
