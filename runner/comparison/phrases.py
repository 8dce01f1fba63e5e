"""Parts of sentences that every sentence about a difference is made of.

Promise: old and new in full. Never: an element id, where there is a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from runner.comparison import wording
from runner.comparison.nouns import Difference
from runner.comparison.words import SYMBOLS
from runner.model import Words

SUBJECTS: Final[Mapping[str, Words]] = {
    "step": Words("Langkah", "Step"),
    "subprocess": Words("Subproses", "Sub-process"),
    "question": Words("Pertanyaan keputusan", "Question"),
    "start": Words("Awal", "Start"),
    "end": Words("Akhir", "End"),
    "lane": Words("Lajur", "Lane"),
    "field": Words("Isian", "Field"),
    "outcome": Words("Pilihan keputusan", "Outcome"),
    "flow": Words("Panah", "Arrow"),
}


def subject_of(difference: Difference) -> Words:
    """What a sentence is about: the symbol with its number and name."""
    kind = difference.detail.get("kind", "")
    words = SUBJECTS.get(difference.subject) or SYMBOLS.get(kind, Words("Simbol", "Symbol"))
    number = difference.detail.get("number", "")
    name = f"“{difference.name}”" if difference.name else ""
    if not (name or number) and difference.subject not in ("start", "end"):
        name = f"“{difference.element}”"
    return Words(joined(words.id, number, name), joined(words.en, number, name))


def joined(*parts: str) -> str:
    """The parts that say something, one space between them."""
    return " ".join(part for part in parts if part)


def quoted(text: str) -> str:
    """A text in quotation marks, on one line."""
    return "“" + " / ".join(line.strip() for line in text.splitlines() if line.strip()) + "”"


def change_of(before: str, after: str) -> Words:
    """What became of a text; of a list, what became of its lines."""
    before, after = before.strip(), after.strip()
    if not before:
        return Words(f"diisi {quoted(after)}", f"now says {quoted(after)}")
    if not after:
        return Words(f"dihapus (sebelumnya {quoted(before)})", f"was removed (before: {quoted(before)})")
    if wording.silent(before) or wording.silent(after):
        return _silent_change(before, after)
    if "\n" in before or "\n" in after:
        told = _list_change(wording.items(before, after))
        if told.id:
            return told
    return Words(
        f"berubah dari {quoted(before)} menjadi {quoted(after)}",
        f"changed from {quoted(before)} to {quoted(after)}",
    )


def _silent_change(before: str, after: str) -> Words:
    """One of the two, or both, are only marks of items with nothing behind them."""
    old, new = quoted(before), quoted(after)
    if wording.silent(before) and wording.silent(after):
        return Words(
            f"tetap tanpa isi; tanda butirnya berubah dari {old} menjadi {new}",
            f"still says nothing; its marks changed from {old} to {new}",
        )
    if wording.silent(before):
        return Words(f"diisi {new} (sebelumnya hanya {old})", f"now says {new} (before only: {old})")
    return Words(f"dikosongkan menjadi {new} (sebelumnya {old})", f"was emptied to {new} (before: {old})")


def _list_change(items: wording.Items) -> Words:
    parts: list[Words] = []
    if items.added:
        texts = _listed(items.added)
        parts.append(Words(f"ditambah {texts}", f"added {texts}"))
    if items.removed:
        texts = _listed(items.removed)
        parts.append(Words(f"dihapus {texts}", f"removed {texts}"))
    for before, after in items.changed:
        parts.append(
            Words(f"{quoted(before)} menjadi {quoted(after)}", f"{quoted(before)} became {quoted(after)}")
        )
    if items.reordered:
        texts = _listed(items.reordered)
        parts.append(Words(f"urutan berubah: {texts}", f"order changed: {texts}"))
    if items.renumbered:
        before, after = map(quoted, items.renumbered)
        parts.append(
            Words(
                f"penomoran butir berubah dari {before} menjadi {after}",
                f"the numbering of the items changed from {before} to {after}",
            )
        )
    if items.resplit:
        parts.append(
            Words(
                "pembagian butir berubah, kata-katanya tetap",
                "parted into items differently, in the same words",
            )
        )
    return Words("; ".join(part.id for part in parts), "; ".join(part.en for part in parts))


def _listed(texts: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, texts))


def yes_or_no(value: str) -> Words:
    """A property that only holds or does not."""
    return Words("ya", "yes") if value else Words("tidak", "no")
