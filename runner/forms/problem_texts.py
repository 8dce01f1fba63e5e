"""Why a form cannot be published, and what its author can do: one entry per situation. No rule here."""

from __future__ import annotations

from typing import Final

from runner.model import Words

#: code -> (what is wrong, what to do), each in Indonesian and English, with places for facts.
PROBLEMS: Final[dict[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "form.unreadable": (
        ("Berkas ini bukan JSON yang sah ({why}).", "This file is not valid JSON ({why})."),
        ("Simpan ulang dari Camunda Modeler.", "Save it again from Camunda Modeler."),
    ),
    "form.too_large": (
        ("Formulir terlalu besar: {why}.", "The form is too large: {why}."),
        ("Pecah menjadi beberapa formulir atau kecilkan gambarnya.", "Split it, or shrink its images."),
    ),
    "form.shape": (
        ("{where} harus berupa {wanted_id}.", "{where} must be {wanted_en}."),
        ("Perbaiki di Camunda Modeler lalu simpan ulang.", "Correct it in Camunda Modeler and save again."),
    ),
    "form.not_a_form": (
        ("Ini bukan formulir Camunda (type “default”).", "This is not a Camunda form (type “default”)."),
        ("Buat formulirnya dengan Camunda Modeler.", "Make the form with Camunda Modeler."),
    ),
    "form.id_missing": (
        ("Komponen ini tidak punya id yang sah.", "This component has no valid id."),
        (
            "Beri id yang terdiri atas huruf, angka, garis bawah, dan diawali huruf.",
            "Give it an id of letters, digits and underscores that starts with a letter.",
        ),
    ),
    "form.id_twice": (
        ("Id “{value}” dipakai lebih dari satu kali.", "The id “{value}” is used more than once."),
        ("Beri setiap komponen id yang berbeda.", "Give every component an id of its own."),
    ),
    "form.type": (
        ("Komponen jenis “{value}” tidak didukung.", "Components of type “{value}” are not supported."),
        ("{instead_id}", "{instead_en}"),
    ),
    "form.property": (
        ("Properti “{value}” tidak didukung di sini.", "The property “{value}” is not supported here."),
        ("Hapus properti itu. {instead_id}", "Remove that property. {instead_en}"),
    ),
    "form.property_unknown": (
        ("Properti “{value}” tidak dikenal dan diabaikan.", "The property “{value}” is unknown and ignored."),
        ("Hapus bila tidak diperlukan.", "Remove it if it is not needed."),
    ),
    "form.key_missing": (
        ("Isian ini tidak punya {value}.", "This field has no {value}."),
        (
            "Isi {value} di panel properti; jawaban disimpan dengan nama itu.",
            "Fill in {value} in the properties panel; the answer is stored under that name.",
        ),
    ),
    "form.key": (
        ("Nama “{value}” tidak dapat dipakai: {why_id}.", "The name “{value}” cannot be used: {why_en}."),
        (
            "Pakai huruf, angka, dan garis bawah saja, diawali huruf; pisahkan tingkatan dengan titik.",
            "Use letters, digits and underscores only, a letter first; separate levels with dots.",
        ),
    ),
    "form.key_twice": (
        (
            "Nama “{value}” sudah dipakai isian lain.",
            "The name “{value}” is already claimed by another field.",
        ),
        ("Beri isian ini nama yang berbeda.", "Give this field a different name."),
    ),
    "form.condition": (
        ("{where}: {why_id}", "{where}: {why_en}"),
        (
            "Pakai perbandingan, and, or, not(...), in [...] dengan nama isian saja.",
            "Use only comparisons, and, or, not(...), in [...] over names of fields.",
        ),
    ),
    "form.template": (
        (
            "“{value}” di {where} tidak didukung; hanya nama isian yang boleh di dalam kurung kurawal.",
            "“{value}” in {where} is not supported; only names of fields may stand in the braces.",
        ),
        (
            "Tulis misalnya {{{{nama}}}} atau {{{{pemohon.nama}}}}.",
            "Write {{{{name}}}} or {{{{applicant.name}}}}.",
        ),
    ),
    "form.html": (
        ("Teks ini berisi HTML (“{value}”).", "This text contains HTML (“{value}”)."),
        ("Tulis dengan Markdown: **tebal**, *miring*, daftar, judul.", "Write Markdown instead."),
    ),
    "form.image": (
        ("Sumber gambar tidak didukung.", "The source of this image is not supported."),
        (
            "Tempelkan gambarnya sebagai data:image/png;base64,... (png, jpeg, gif, webp).",
            "Embed the image as data:image/png;base64,... (png, jpeg, gif, webp).",
        ),
    ),
    "form.options": (
        ("Pilihan isian ini belum benar: {why_id}.", "The options of this field are wrong: {why_en}."),
        (
            "Isi daftar pilihan tetap (values), masing-masing dengan label dan nilai yang berbeda, "
            "atau sebut satu variabel (valuesKey).",
            "List fixed options (values), each with a label and a value of its own, or name one "
            "variable (valuesKey).",
        ),
    ),
    "form.default": (
        ("Nilai awal isian ini tidak sesuai: {why_id}.", "The default of this field does not fit: {why_en}."),
        ("Perbaiki atau kosongkan nilai awalnya.", "Correct the default or leave it out."),
    ),
    "form.bounds": (
        ("Batas “{low}” lebih besar daripada “{high}”.", "The bound “{low}” is above “{high}”."),
        ("Tukar atau perbaiki kedua batas itu.", "Swap or correct the two bounds."),
    ),
    "form.bound": (
        ("Batas “{value}” bukan {wanted_id}.", "The bound “{value}” is not {wanted_en}."),
        ("Isi dengan angka, atau nama isian yang diawali “=”.", "Give a number, or “=” and a field's name."),
    ),
    "form.pattern": (
        ("Pola isian ini tidak dapat dipakai: {why_id}", "The pattern cannot be used: {why_en}"),
        (
            "Pakai huruf, [..], \\d, \\w, pengulangan, dan pilihan (a|b) saja.",
            "Use letters, [..], \\d, \\w, repetition and alternatives (a|b) only.",
        ),
    ),
    "form.personal_read": (
        (
            "“{value}” ditandai pribadi, tetapi dibaca oleh sebuah syarat.",
            "“{value}” is marked personal but a condition reads it.",
        ),
        (
            "Hapus tanda pribadi, atau pakai isian lain dalam syarat itu.",
            "Remove the mark, or let the condition read another field.",
        ),
    ),
    "form.past_dates": (
        (
            "“disallowPassedDates” tidak diperiksa saat jawaban dikirim.",
            "“disallowPassedDates” is not checked when answers are sent.",
        ),
        ("Jelaskan batas tanggalnya di keterangan isian.", "Explain the limit in the field's description."),
    ),
    "form.list_empty": (
        ("Daftar ini tidak berisi isian.", "This list holds no field."),
        ("Tambahkan isian di dalamnya atau hapus daftarnya.", "Add a field to it or remove the list."),
    ),
}

#: What to use instead of a component that is outside the subset.
INSTEAD: Final[dict[str, tuple[str, str]]] = {
    "html": ("Pakai komponen Text dengan Markdown.", "Use a Text component with Markdown."),
    "iframe": ("Pakai komponen Text dengan tautan.", "Use a Text component with a link."),
    "table": ("Pakai Dynamic list untuk baris-baris isian.", "Use a Dynamic list for rows of fields."),
    "filepicker": (
        "Unggah berkas belum tersedia; minta nomor atau tautan arsipnya.",
        "Attachments are not available yet; ask for the archive number or a link.",
    ),
    "documentPreview": ("Pakai komponen Text dengan tautan.", "Use a Text component with a link."),
    "expression": ("Hitung nilainya di luar formulir, atau minta diisi.", "Ask for the value in a field."),
    "time": ("Pakai Text field untuk jam, misalnya 08.30.", "Use a Text field for a time such as 08.30."),
}
OTHERWISE: Final = (
    "Pakai salah satu komponen yang tercantum di forms/README.md.",
    "Use one of the components listed in forms/README.md.",
)


def words(code: str, facts: dict[str, object]) -> tuple[Words, Words]:
    """What is wrong and what to do, with the facts filled in."""
    return (
        Words(*(text.format(**facts) for text in PROBLEMS[code][0])),
        Words(*(text.format(**facts) for text in PROBLEMS[code][1])),
    )
