"""What a person reads about a wrong ``instansi.toml``: what is wrong, then what to do."""

from __future__ import annotations

from typing import Final

from runner.model import Words

Said = tuple[Words, Words]

#: Weekdays as the file writes them, Monday first.
WEEKDAYS: Final = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")

TOO_LARGE: Final[Said] = (
    Words(
        "Berkas ini terlalu besar untuk sebuah instansi.toml.", "This file is too large for an instansi.toml."
    ),
    Words("Perkecil berkas sampai di bawah 256 KiB.", "Keep it below 256 KiB."),
)
NOT_UTF8: Final[Said] = (
    Words("Berkas ini tidak tersimpan sebagai UTF-8.", "This file is not stored as UTF-8."),
    Words("Simpan ulang berkas dengan pengodean UTF-8.", "Save it again in UTF-8."),
)


def not_toml(why: str) -> Said:
    return (
        Words(f"Berkas ini bukan TOML yang sah: {why}.", f"This file is no valid TOML: {why}."),
        Words("Perbaiki penulisan pada baris tersebut.", "Correct the writing on that line."),
    )


def key_missing(key: str, example: str) -> Said:
    return (
        Words(f"Kunci “{key}” belum diisi.", f"The key “{key}” is missing."),
        Words(f"Tambahkan, misalnya {example}.", f"Add it, for example {example}."),
    )


def key_unknown(key: str, close: str | None, known: str) -> Said:
    hint_id = f"Mungkin maksudnya “{close}”. " if close else ""
    hint_en = f"Perhaps “{close}” is meant. " if close else ""
    return (
        Words(f"Kunci “{key}” tidak dikenal di sini.", f"The key “{key}” is not known here."),
        Words(f"{hint_id}Kunci yang dikenal: {known}.", f"{hint_en}Known keys: {known}."),
    )


def wrong_value(key: str, expected_id: str, expected_en: str, example: str) -> Said:
    return (
        Words(f"Isi kunci “{key}” harus berupa {expected_id}.", f"The key “{key}” must hold {expected_en}."),
        Words(f"Tulis misalnya {example}.", f"Write for example {example}."),
    )


def unknown_weekday(day: str) -> Said:
    return (
        Words(f"“{day}” bukan nama hari.", f"“{day}” is not the name of a weekday."),
        Words(f"Gunakan {', '.join(WEEKDAYS)}.", f"Use {', '.join(WEEKDAYS)}."),
    )


def hours_of_day_off(key: str, day: str) -> Said:
    return (
        Words(
            f"“{key}” diisi, padahal {day} bukan hari kerja.",
            f"“{key}” is given, but {day} is no working day.",
        ),
        Words(
            f"Tambahkan “{day}” pada hari_kerja, atau hapus “{key}”.",
            f"Add “{day}” to hari_kerja, or remove “{key}”.",
        ),
    )


def break_outside(key: str) -> Said:
    return (
        Words(
            f"Waktu istirahat pada “{key}” tidak berada di dalam jam kerja hari itu.",
            f"The break in “{key}” does not lie within the hours of its day.",
        ),
        Words(
            "Ubah sehingga ada jam kerja sebelum dan sesudah istirahat, atau tulis [] bila tidak ada.",
            "Change it so that there is work before and after it, or write [] for no break.",
        ),
    )


NO_POSITIONS: Final[Said] = (
    Words("Instansi ini belum memiliki satu jabatan pun.", "This agency has no position at all."),
    Words(
        "Tambahkan sekurang-kurangnya satu bagian [[jabatan]] dengan kode dan nama.",
        "Add at least one [[jabatan]] with kode and nama.",
    ),
)


def reserved_code(code: str) -> Said:
    return (
        Words(
            f"Kode “{code}” sudah dipakai oleh sistem dan tidak dapat menjadi kode jabatan.",
            f"The code “{code}” belongs to the system and cannot name a position.",
        ),
        Words("Pilih kode lain untuk jabatan ini.", "Choose another code for this position."),
    )


def code_twice(code: str) -> Said:
    return (
        Words(
            f"Kode jabatan “{code}” dipakai lebih dari sekali.", f"The code “{code}” is used more than once."
        ),
        Words("Beri setiap jabatan kode yang berbeda.", "Give every position a code of its own."),
    )


def name_shared(name: str, other: str) -> Said:
    return (
        Words(
            f"Nama “{name}” juga menunjuk jabatan “{other}”, sehingga lajur dengan nama itu menjadi rancu.",
            f"The name “{name}” also means the position “{other}”; a lane of that name is ambiguous.",
        ),
        Words(
            "Hapus nama itu dari salah satu jabatan, lalu tulis kodenya pada properti “jabatan” di lajurnya.",
            "Take it from one of them and write the code into the property “jabatan” of the lane.",
        ),
    )


def name_empty(name: str) -> Said:
    return (
        Words(
            f"Nama “{name}” tidak memuat huruf atau angka.", f"The name “{name}” holds no letter or digit."
        ),
        Words(
            "Tulis nama seperti tercetak pada lajur, atau hapus.",
            "Write it as a lane prints it, or remove it.",
        ),
    )


def representative_missing(title: str) -> Said:
    return (
        Words(
            f"Jabatan luar “{title}” belum menyebut siapa yang mewakilinya.",
            f"The external position “{title}” does not say who acts for it.",
        ),
        Words(
            'Tambahkan diwakili = "kode jabatan" yang bertindak untuknya.',
            'Add diwakili = "code of the position" that acts for it.',
        ),
    )


def representative_not_external(title: str) -> Said:
    return (
        Words(
            f"Jabatan “{title}” memakai diwakili, padahal bukan jabatan luar.",
            f"The position “{title}” has diwakili but is not external.",
        ),
        Words("Tambahkan luar = true, atau hapus diwakili.", "Add luar = true, or remove diwakili."),
    )


def representative_unknown(code: str) -> Said:
    return (
        Words(
            f"Jabatan “{code}” pada diwakili tidak ada, atau jabatan itu sendiri jabatan luar.",
            f"The position “{code}” in diwakili does not exist, or is external itself.",
        ),
        Words("Tulis kode jabatan di instansi ini.", "Write the code of a position inside this agency."),
    )


def day_twice(day: str) -> Said:
    return (
        Words(
            f"Tanggal {day} dikecualikan lebih dari sekali.", f"The day {day} is overridden more than once."
        ),
        Words("Gabungkan menjadi satu pengecualian.", "Make one override of them."),
    )


def day_off_or_hours(day: str) -> Said:
    return (
        Words(
            f"Pengecualian tanggal {day} harus menyebut tepat satu: libur = true, atau jam.",
            f"The override of {day} must hold exactly one of libur = true and jam.",
        ),
        Words(
            'Tulis libur = true, atau misalnya jam = ["07:30", "11:30"].',
            'Write libur = true, or for example jam = ["07:30", "11:30"].',
        ),
    )


def break_without_hours(day: str) -> Said:
    return (
        Words(
            f"Pengecualian tanggal {day} menyebut istirahat tanpa jam.",
            f"The override of {day} has istirahat but no jam.",
        ),
        Words("Tambahkan jam, atau hapus istirahat.", "Add jam, or remove istirahat."),
    )
