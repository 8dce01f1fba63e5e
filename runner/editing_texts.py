"""What is said to whoever edits a diagram or a form in a page. Never: a rule."""

from __future__ import annotations

from typing import Final

from runner.model import Words

SOP_NAME: Final = Words("nama SOP", "the name of an SOP")
FIRST_STEP: Final = Words("Langkah pertama", "First step")

NO_NAME: Final = Words("Isi nama SOP-nya.", "Give the SOP a name.")
NO_LANE: Final = Words(
    "Pilih paling sedikit satu jabatan sebagai pelaksana.", "Choose at least one position as an executor."
)


def other_key(key: str, found: str) -> Words:
    return Words(
        f"Id proses harus tetap “{key}”, tetapi sekarang “{found}”. Kembalikan id-nya, atau unduh diagram "
        "ini lalu unggah sebagai SOP baru.",
        f"The id of the process has to stay “{key}”, but it is “{found}” now. Give it its id back, or "
        "download this diagram and upload it as a new SOP.",
    )


def other_form(form: str, found: str) -> Words:
    return Words(
        f"Id formulir harus tetap “{form}”, tetapi sekarang “{found}”. Kembalikan id-nya.",
        f"The id of the form has to stay “{form}”, but it is “{found}” now. Give it its id back.",
    )
