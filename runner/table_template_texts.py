"""The words of the example sheet: an office that lends its meeting room."""

from __future__ import annotations

from typing import Final

COVER: Final = (
    ("Instansi", "PEMERINTAH KABUPATEN CONTOH\nDINAS CONTOH"),
    ("Nama SOP", "Peminjaman Ruang Rapat"),
    ("Nomor SOP", "800/001/DC/2026"),
    ("Tanggal Pembuatan", "5 Januari 2026"),
    ("Tanggal Revisi", ""),
    ("Tanggal Efektif", "1 Februari 2026"),
    ("Disahkan Oleh", "Kepala Dinas Contoh"),
    ("Dasar Hukum", "1. Peraturan Bupati tentang Pengelolaan Barang Milik Daerah"),
    ("Kualifikasi Pelaksana", "1. Memahami tata naskah dinas\n2. Mampu mengoperasikan komputer"),
    ("Keterkaitan", "1. SOP Penanganan Surat Masuk"),
    ("Peralatan/Perlengkapan", "1. Komputer\n2. Buku agenda"),
    ("Peringatan", "Ruang rapat tidak dapat dipakai bila permohonan tidak dicatat."),
    ("Pencatatan dan Pendataan", "Disimpan sebagai data elektronik dan manual"),
    ("Peristiwa awal", "Permohonan tiba"),
    ("Peristiwa akhir", "Ruang rapat siap dipakai"),
)
EXECUTORS: Final = ("Kepala Dinas", "Sekretaris", "Kasubbag Umum", "Staf")
STEPS: Final = (
    (
        "1",
        "Menerima dan mencatat surat permohonan",
        "",
        "",
        "",
        "x",
        "Surat permohonan",
        "15 menit",
        "Surat tercatat",
        "",
    ),
    (
        "2",
        "Memeriksa ketersediaan ruang rapat",
        "",
        "",
        "◇ Ya→3 Tidak→1",
        "",
        "Surat tercatat",
        "30 menit",
        "Hasil pemeriksaan",
        "",
    ),
    (
        "3",
        "Menyusun konsep surat persetujuan",
        "",
        "",
        "x",
        "",
        "Hasil pemeriksaan",
        "1 jam",
        "Konsep surat",
        "",
    ),
    (
        "4",
        "Memeriksa dan memaraf konsep surat",
        "",
        "◇",
        "",
        "",
        "Konsep surat",
        "10 - 20 menit",
        "Konsep surat diparaf",
        "",
    ),
    (
        "5",
        "Menandatangani surat persetujuan",
        "◇ Surat ditandatangani? Setuju→6; Kembalikan→3; Tolak→selesai",
        "",
        "",
        "",
        "Konsep surat diparaf",
        "1 hari",
        "Surat persetujuan",
        "Paling lambat tiga hari sebelum rapat",
    ),
    (
        "6",
        "Menyiapkan ruang rapat dan mengarsipkan surat",
        "",
        "",
        "",
        "x",
        "Surat persetujuan",
        "2 jam",
        "Ruang rapat siap",
        "",
    ),
)
EXPLANATIONS: Final = (
    ("Cara memakai", "Ganti isi lembar SOP dengan SOP Anda, simpan, lalu jalankan: alur draw berkas.xlsx"),
    (
        "Sampul",
        "Satu baris untuk setiap isian; butir daftar dipisahkan ganti baris. Isian boleh kosong.",
    ),
    (
        "Pelaksana",
        "Satu kolom untuk setiap jabatan. Kode jabatan boleh ditambahkan: Kasubbag [kasubbag-umum].",
    ),
    ("Tanda pelaksana", "Satu tanda pada setiap langkah: x, v, ✓, ●, atau □ di kolom pelaksananya."),
    (
        "Keputusan",
        "◇ dan jalan-jalannya: ◇ Ya→5 Tidak→3. Nama jalan bebas; tujuan: nomor langkah, selesai, lanjut.",
    ),
    ("Pertanyaan", "Boleh ditulis sebelum jalan-jalannya: ◇ Berkas lengkap? Ya→5 Tidak→3."),
    (
        "Pemeriksaan",
        "Langkah yang memeriksa, memaraf, atau menandatangani mendapat Setuju dan Kembalikan "
        "(ke langkah sebelumnya) bila tidak disebutkan lain.",
    ),
    (
        "Waktu",
        "15 menit, 2 jam, 1 hari, 1 minggu, 10 - 20 menit (dipakai yang terlama). Angka saja berarti menit.",
    ),
    ("Bukan lama waktu", "Setiap hari, Sesuai kebutuhan, atau kosong: langkah itu tidak bertenggat."),
    (
        "Baris tanpa nomor",
        "Dengan tanda: langkah tersendiri, misalnya (7a). Tanpa tanda: lanjutan baris sebelumnya.",
    ),
    ("Sel gabungan", "Jangan menggabungkan sel ke beberapa langkah; tulis isinya pada setiap langkah."),
    ("How to use", "Replace the sheet SOP by your own, save it, and run: alur draw file.xlsx"),
    (
        "Marks",
        "One mark per step: x, or ◇ Ya→5 Tidak→3 for a decision; ways lead to a step's number or selesai.",
    ),
)
