"""What symbols, properties and parts of a form are called in a comparison. Only words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from runner.model import Words

SYMBOLS: Final[Mapping[str, Words]] = {
    "userTask": Words("Langkah", "Step"),
    "subProcess": Words("Subproses", "Sub-process"),
    "exclusiveGateway": Words("Gateway eksklusif", "Exclusive gateway"),
    "parallelGateway": Words("Gateway paralel", "Parallel gateway"),
    "inclusiveGateway": Words("Gateway inklusif", "Inclusive gateway"),
    "eventBasedGateway": Words("Gateway peristiwa", "Event-based gateway"),
    "complexGateway": Words("Gateway kompleks", "Complex gateway"),
    "startEvent": Words("Awal", "Start"),
    "endEvent": Words("Akhir", "End"),
    "intermediateCatchEvent": Words("Peristiwa menunggu", "Waiting event"),
    "intermediateThrowEvent": Words("Peristiwa antara", "Intermediate event"),
    "boundaryEvent": Words("Peristiwa di tepi langkah", "Boundary event"),
    "task": Words("Langkah tanpa jenis", "Untyped task"),
    "manualTask": Words("Langkah manual", "Manual task"),
    "serviceTask": Words("Langkah layanan", "Service task"),
    "scriptTask": Words("Langkah skrip", "Script task"),
    "sendTask": Words("Langkah pengiriman", "Send task"),
    "receiveTask": Words("Langkah penerimaan", "Receive task"),
    "businessRuleTask": Words("Langkah aturan", "Business rule task"),
    "callActivity": Words("Panggilan SOP lain", "Call activity"),
}

PROPERTIES: Final[Mapping[str, Words]] = {
    "langkah": Words("Nomor langkah", "its number"),
    "kelengkapan": Words("Kelengkapan", "Kelengkapan"),
    "waktu": Words("Waktu", "Waktu"),
    "output": Words("Output", "Output"),
    "keterangan": Words("Keterangan", "Keterangan"),
    "kembali": Words("tanda panah kembali", "the mark of a return"),
    "instansi": Words("Instansi", "agency"),
    "namaSop": Words("Nama SOP", "name of the SOP"),
    "nomorSop": Words("Nomor SOP", "number of the SOP"),
    "tanggalPembuatan": Words("Tanggal Pembuatan", "date of drawing up"),
    "tanggalRevisi": Words("Tanggal Revisi", "date of revision"),
    "tanggalEfektif": Words("Tanggal Efektif", "effective date"),
    "tanggalPengesahan": Words("Tanggal Pengesahan", "date of approval"),
    "disahkanOleh": Words("Disahkan oleh", "approved by"),
    "dasarHukum": Words("Dasar Hukum", "legal basis"),
    "kualifikasiPelaksana": Words("Kualifikasi Pelaksana", "qualifications"),
    "keterkaitan": Words("Keterkaitan", "related SOPs"),
    "peralatan": Words("Peralatan/Perlengkapan", "equipment"),
    "peringatan": Words("Peringatan", "warnings"),
    "pencatatan": Words("Pencatatan dan Pendataan", "records"),
    "perihal": Words("isian yang menjadi perihal berkas", "field that becomes the subject of a case"),
}

FIELD_KINDS: Final[Mapping[str, Words]] = {
    "textfield": Words("isian teks", "text field"),
    "textarea": Words("isian teks panjang", "long text field"),
    "number": Words("isian angka", "number field"),
    "checkbox": Words("kotak centang", "checkbox"),
    "radio": Words("pilihan tunggal", "single choice"),
    "select": Words("daftar pilihan", "drop-down list"),
    "checklist": Words("daftar centang", "checklist"),
    "taglist": Words("daftar label", "tag list"),
    "date": Words("isian tanggal", "date field"),
    "group": Words("bagian", "section"),
    "dynamiclist": Words("daftar berulang", "repeating list"),
    "text": Words("teks", "text"),
    "image": Words("gambar", "image"),
}

ASPECTS: Final[Mapping[str, Words]] = {
    "kind": Words("jenis isian", "kind of field"),
    "description": Words("penjelasan", "its description"),
    "required": Words("wajib diisi", "required"),
    "choices": Words("pilihan", "options"),
    "choices_from": Words("sumber pilihan", "source of the options"),
    "default": Words("isi awal", "default"),
    "text": Words("teks", "text"),
    "hide": Words("syarat disembunyikan", "condition for hiding"),
    "readonly": Words("hanya dibaca", "read only"),
    "disabled": Words("tidak dapat diisi", "disabled"),
    "minimum": Words("nilai terkecil", "minimum"),
    "maximum": Words("nilai terbesar", "maximum"),
    "min_length": Words("panjang paling sedikit", "minimum length"),
    "max_length": Words("panjang paling banyak", "maximum length"),
    "pattern": Words("pola isian", "pattern"),
    "pattern_message": Words("pesan pola isian", "message of the pattern"),
    "email": Words("alamat surel", "e-mail address"),
    "decimal_digits": Words("angka di belakang koma", "decimal digits"),
    "increment": Words("kelipatan", "increment"),
    "as_text": Words("disimpan sebagai teks", "kept as text"),
    "prefix": Words("tanda di depan", "prefix"),
    "suffix": Words("tanda di belakang", "suffix"),
    "repetitions": Words("jumlah baris awal", "number of rows at first"),
    "may_change_rows": Words("baris dapat ditambah dan dihapus", "rows may be added and removed"),
    "source": Words("gambar", "image"),
    "personal": Words("data pribadi", "personal data"),
    "fresh": Words("selalu mulai kosong", "always starts empty"),
}
