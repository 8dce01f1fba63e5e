"""Every word of the form that is not the diagram's own.

Promise: the headings are those of PermenPAN-RB 35/2012; notes are whole sentences.
Never: a word of an SOP.
"""

from __future__ import annotations

from typing import Final

from runner.model import Words

IDENTITY: Final = {
    "nomorSop": Words("NOMOR SOP", "SOP NUMBER"),
    "tanggalPembuatan": Words("TANGGAL PEMBUATAN", "DATE OF MAKING"),
    "tanggalRevisi": Words("TANGGAL REVISI", "DATE OF REVISION"),
    "tanggalEfektif": Words("TANGGAL EFEKTIF", "IN FORCE FROM"),
    "tanggalPengesahan": Words("TANGGAL PENGESAHAN", "DATE OF APPROVAL"),
    "disahkanOleh": Words("DISAHKAN OLEH", "APPROVED BY"),
    "namaSop": Words("NAMA SOP", "NAME OF SOP"),
}
BLOCKS: Final = {
    "dasarHukum": Words("DASAR HUKUM", "LEGAL BASIS"),
    "kualifikasiPelaksana": Words("KUALIFIKASI PELAKSANA", "QUALIFICATION OF STAFF"),
    "keterkaitan": Words("KETERKAITAN", "RELATED SOPS"),
    "peralatan": Words("PERALATAN/PERLENGKAPAN", "EQUIPMENT"),
    "peringatan": Words("PERINGATAN", "WARNING"),
    "pencatatan": Words("PENCATATAN DAN PENDATAAN", "RECORDS AND DATA"),
}
NUMBER: Final = Words("No.", "No.")
ACTIVITY: Final = Words("Kegiatan", "Activity")
STAFF: Final = Words("Pelaksana", "Staff")
STANDARD: Final = Words("Mutu Baku", "Quality standard")
SUPPLIES: Final = Words("Kelengkapan", "Supplies")
TIME: Final = Words("Waktu", "Time")
OUTPUT: Final = Words("Output", "Output")
REMARK: Final = Words("Keterangan", "Remark")
PAGE: Final = Words("Halaman {number} dari {total}", "Page {number} of {total}")
NOTES: Final = Words("Catatan:", "Notes:")
STARTS: Final = Words("Mulai", "Start")
ENDS: Final = Words("Selesai", "End")
NO_LANE: Final = Words("(belum ditentukan)", "(not said)")
FIGURES: Final = {
    "kapsul": Words("kapsul", "capsule"),
    "kotak": Words("kotak", "box"),
    "belah ketupat": Words("belah ketupat", "diamond"),
    "segi lima": Words("segi lima, sambungan halaman", "pentagon, off-page connector"),
}

STEP: Final = Words("langkah {number}", "step {number}")
AND: Final = Words("dan", "and")
OTHERWISE: Final = Words("selain itu", "otherwise")
BEGINS_WITH: Final = Words("Kegiatan dimulai: {names}.", "It starts with: {names}.")
ENDS_WITH: Final = Words("Kegiatan selesai: {names}.", "It ends with: {names}.")
DECIDES: Final = Words("Keputusan pada {step}: {question} {ways}.", "Decision at {step}: {question} {ways}.")
WAY_ON: Final = Words("{choice}: ke {step}", "{choice}: on to {step}")
WAY_BACK: Final = Words(
    "{choice}: kembali ke {step} dengan alasan", "{choice}: back to {step}, with a reason"
)
WAY_OUT: Final = Words("{choice}: selesai", "{choice}: the end")
TOGETHER: Final = Words(
    "Setelah {step}, {targets} dikerjakan bersamaan.",
    "After {step}, {targets} are done side by side.",
)
SOME: Final = Words(
    "Setelah {step} dikerjakan satu atau beberapa dari {targets}, menurut syaratnya.",
    "After {step}, one or several of {targets} are done, as their conditions say.",
)
START_TOGETHER: Final = Words(
    "Kegiatan dimulai dengan {targets} bersamaan.", "It starts with {targets} side by side."
)
START_ONE_OF: Final = Words(
    "Kegiatan dimulai dengan salah satu dari {targets}, menurut syaratnya.",
    "It starts with one of {targets}, as their conditions say.",
)
START_SOME: Final = Words(
    "Kegiatan dimulai dengan satu atau beberapa dari {targets}, menurut syaratnya.",
    "It starts with one or several of {targets}, as their conditions say.",
)
AWAITS: Final = Words(
    "{step} dimulai setelah {sources} selesai semuanya.", "{step} starts when {sources} are all done."
)
AWAITS_CHOSEN: Final = Words(
    "{step} dimulai setelah semua yang dikerjakan dari {sources} selesai.",
    "{step} starts when those of {sources} that were begun are done.",
)
PART: Final = Words(
    "{steps} merupakan satu rangkaian kegiatan: {name}.", "{steps} make one part of the work: {name}."
)
OF_SOURCE: Final = Words("{step}: {text}", "{step}: {text}")
TAG: Final = Words("{tag} = {label}", "{tag} = {label}")
TAGGED: Final = Words("Tanda panah pada {step}: {tags}.", "Marks on the arrows of {step}: {tags}.")
CONNECTORS: Final = Words(
    "Segi lima bernomor sama menyambung panah antarhalaman.",
    "Pentagons with one number join an arrow across pages.",
)
