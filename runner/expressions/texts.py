"""What is wrong with a condition, in both languages. Never anything but words."""

from __future__ import annotations

from typing import Final

from runner.model import Words

EMPTY: Final = Words("Syarat ini kosong.", "The condition is empty.")
TOO_LONG: Final = Words("Syarat ini terlalu panjang.", "The condition is too long.")
TOO_DEEP: Final = Words("Kurung dalam syarat ini terlalu dalam.", "The condition is nested too deeply.")
NOT_CLOSED: Final = Words("Tanda ${ tidak ditutup dengan }.", "The mark ${ is not closed by }.")
UNKNOWN_SIGN: Final = Words("Tanda ini tidak dikenal.", "This sign is not known.")
TEXT_NOT_CLOSED: Final = Words(
    "Teks ini tidak ditutup dengan tanda kutip.", "This text is not closed by a quotation mark."
)
UNKNOWN_ESCAPE: Final = Words(
    "Garis miring terbalik di dalam teks ini tidak dikenal artinya.",
    "This backslash inside the text has no known meaning.",
)
NOTHING_TO_COMPARE: Final = Words(
    "Di sini seharusnya ada nama isian, angka, teks dalam tanda kutip, true, false, atau null.",
    "A field name, a number, a text in quotation marks, true, false or null was expected here.",
)
NOT_EXPECTED: Final = Words("Bagian ini tidak diharapkan di sini.", "This part was not expected here.")
PARENTHESIS: Final = Words("Kurung ini tidak ditutup.", "This parenthesis is not closed.")
LIST_NOT_CLOSED: Final = Words(
    "Daftar ini tidak ditutup dengan kurung siku.", "This list is not closed by a square bracket."
)
LIST_WANTED: Final = Words(
    "Setelah in harus ada daftar dalam kurung siku atau nama isian.",
    "A list in square brackets or a field name was expected after in.",
)
CHAINED: Final = Words(
    "Bandingkan dua hal saja, lalu sambung dengan and atau or.",
    "Compare two things only, and join comparisons by and or or.",
)
CALL: Final = Words(
    "Syarat tidak dapat memanggil fungsi; hanya perbandingan yang dikenal.",
    "A condition cannot call functions; only comparisons are known.",
)
ARITHMETIC: Final = Words(
    "Syarat tidak dapat menghitung; hanya perbandingan yang dikenal.",
    "A condition cannot calculate; only comparisons are known.",
)
INDEXING: Final = Words(
    "Syarat tidak dapat mengambil unsur daftar; hanya nama isian yang dikenal.",
    "A condition cannot pick an item of a list; only field names are known.",
)
