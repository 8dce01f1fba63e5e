"""Every sentence that forms say, in Indonesian and English. No rule here."""

from __future__ import annotations

from typing import Final

from runner.model import Words

MONTHS: Final = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
YES: Final = "Ya"
NO: Final = "Tidak"
EMPTY: Final = "—"


def named(label: str) -> str:
    """How a sentence names a field."""
    return f"“{label}”" if label else ""


def required(label: str) -> Words:
    return _about(label, "wajib diisi.", "is required.")


def required_choice(label: str) -> Words:
    return _about(label, "wajib dipilih.", "needs a choice.")


def required_tick(label: str) -> Words:
    return _about(label, "wajib dicentang.", "must be ticked.")


def pattern(label: str) -> Words:
    return _about(label, "belum sesuai bentuk yang diminta.", "does not have the requested form.")


def own(message: str) -> Words:
    """The sentence that the author of the form wrote."""
    return Words(message, message)


def email(label: str) -> Words:
    return _about(
        label,
        "harus berupa alamat surel, misalnya nama@contoh.go.id.",
        "must be an e-mail address such as name@example.go.id.",
    )


def not_a_number(label: str) -> Words:
    return _about(label, "harus berupa angka, misalnya 12 atau 12,5.", "must be a number such as 12 or 12.5.")


def grouped_number(label: str) -> Words:
    return _about(
        label,
        "ditulis tanpa titik pemisah ribuan. Tulis misalnya 15000, dan pakai koma untuk pecahan.",
        "must be written without points between thousands: 15000, with a comma for fractions.",
    )


def number_too_large(label: str) -> Words:
    return _about(label, "berisi angka yang terlalu besar.", "holds a number that is too large.")


def whole_number(label: str) -> Words:
    return _about(label, "harus berupa bilangan bulat, tanpa koma.", "must be a whole number.")


def decimals(label: str, most: int) -> Words:
    return _about(
        label, f"paling banyak {most} angka di belakang koma.", f"may have at most {most} decimal digits."
    )


def step(label: str, below: str, above: str) -> Words:
    return _about(
        label,
        f"tidak tepat. Nilai terdekat yang dapat dipakai adalah {_comma(below)} dan {_comma(above)}.",
        f"is not allowed; the nearest allowed values are {below} and {above}.",
    )


def minimum(label: str, bound: str) -> Words:
    return _about(label, f"paling kecil {_comma(bound)}.", f"must be at least {bound}.")


def maximum(label: str, bound: str) -> Words:
    return _about(label, f"paling besar {_comma(bound)}.", f"must be at most {bound}.")


def broken_bound(label: str) -> Words:
    return _about(
        label,
        "tidak dapat diperiksa karena batas nilainya bukan angka. Hubungi analis SOP ini.",
        "cannot be checked because its bound is not a number. Tell the analyst of this SOP.",
    )


def min_length(label: str, least: str) -> Words:
    return _about(label, f"paling sedikit {least} huruf.", f"needs at least {least} characters.")


def max_length(label: str, most: str) -> Words:
    return _about(label, f"paling banyak {most} huruf.", f"may have at most {most} characters.")


def not_a_date(label: str) -> Words:
    return _about(
        label,
        "harus berupa tanggal yang ada di kalender, misalnya 2026-03-31.",
        "must be a date of the calendar, for example 2026-03-31.",
    )


def unknown_choice(label: str) -> Words:
    return _about(
        label,
        "berisi pilihan yang tidak tersedia. Pilih salah satu yang ada.",
        "holds a choice that is not offered. Choose one of those shown.",
    )


def too_many_rows(label: str, most: int) -> Words:
    return _about(label, f"paling banyak {most} baris.", f"may have at most {most} rows.")


def date(text: str) -> str:
    """``2026-03-03`` as ``3 Maret 2026``."""
    year, month, day = text.split("-")
    return f"{int(day)} {MONTHS.split()[int(month) - 1]} {int(year)}"


def number(text: str) -> str:
    """A number with a decimal comma, as Indonesian offices write it."""
    return _comma(text)


def row(number: int) -> str:
    return f"Baris {number}"


def _about(label: str, indonesian: str, english: str) -> Words:
    if not label:
        return Words(f"Isian ini {indonesian}", f"This field {english}")
    return Words(f"Isian {named(label)} {indonesian}", f"The field {named(label)} {english}")


def _comma(text: str) -> str:
    return text.replace(".", ",")
