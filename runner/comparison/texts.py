"""What a Difference says, in both languages, for a head of office.

Promise: a sentence names what changed, and the old and the new, in full. Never: an element id, where there is
a name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from runner.comparison import flow_texts, form_texts
from runner.comparison.nouns import Difference
from runner.comparison.phrases import SUBJECTS, change_of, joined, subject_of
from runner.comparison.words import PROPERTIES, SYMBOLS
from runner.model import Words

#: The parts of an SOP in the order in which differences are told.
SECTIONS: Final[Mapping[str, Words]] = {
    "cover": Words("Sampul", "Cover"),
    "lanes": Words("Pelaksana", "Lanes"),
    "steps": Words("Langkah", "Steps"),
    "flow": Words("Alur", "Flow"),
    "forms": Words("Formulir", "Forms"),
}


def sentence(difference: Difference) -> Words:
    """The whole sentence."""
    told = _TOLD.get(difference.kind) or _BY_WHAT.get(difference.kind.partition(".")[2], _changed)
    words = told(difference)
    return Words(f"{words.id}.", f"{words.en}.")


def _added(difference: Difference) -> Words:
    subject, place = subject_of(difference), _place(difference)
    return Words(f"{subject.id} ditambahkan{place.id}", f"{subject.en} was added{place.en}")


def _removed(difference: Difference) -> Words:
    subject, place = subject_of(difference), _place(difference)
    if not place.id:
        return Words(f"{subject.id} dihapus", f"{subject.en} was removed")
    return Words(
        f"{subject.id} dihapus (sebelumnya{place.id})", f"{subject.en} was removed (it stood{place.en})"
    )


def _place(difference: Difference) -> Words:
    """Where a symbol stands: its lane, what leads to it, what it leads to or lets people choose."""
    detail = difference.detail
    lane, after, before = (detail.get(name, "") for name in ("lane", "after", "before"))
    parts = []
    if lane:
        parts.append(Words(f" pada lajur “{lane}”", f" in lane “{lane}”"))
    if after:
        parts.append(Words(f" setelah {after}", f" after {after}"))
    if detail.get("choices"):
        choices = detail["choices"]
        parts.append(Words(f", dengan pilihan {choices}", f", with the outcomes {choices}"))
    elif before:
        joined = "," if lane or after else ""
        parts.append(Words(f"{joined} sebelum {before}", f"{joined} before {before}"))
    return Words("".join(part.id for part in parts), "".join(part.en for part in parts))


def _renamed(difference: Difference) -> Words:
    subject = SUBJECTS.get(difference.subject) or SYMBOLS.get(
        difference.detail.get("kind", ""), Words("Simbol", "Symbol")
    )
    number = difference.detail.get("number", "")
    old, new = difference.before, difference.after
    start = Words(joined(subject.id, number), joined(subject.en, number))
    if not old:
        return Words(f"{start.id} kini bernama “{new}”", f"{start.en} is now called “{new}”")
    if not new:
        return Words(f"{start.id} “{old}” tidak lagi bernama", f"{start.en} “{old}” lost its name")
    return Words(
        f"{start.id} “{old}” berganti nama menjadi “{new}”", f"{start.en} “{old}” was renamed to “{new}”"
    )


def _lane(difference: Difference) -> Words:
    subject = subject_of(difference)
    nowhere = Words("(tanpa lajur)", "(no lane)")
    old, new = (
        Words(f"“{name}”", f"“{name}”") if name else nowhere for name in (difference.before, difference.after)
    )
    return Words(
        f"{subject.id} berpindah dari lajur {old.id} ke lajur {new.id}",
        f"{subject.en} moved from lane {old.en} to lane {new.en}",
    )


def _reordered(difference: Difference) -> Words:
    subject = subject_of(difference)
    first = Words("paling awal", "at the beginning")
    old, new = (
        Words(f"setelah {names}", f"after {names}") if names else first
        for names in (difference.before, difference.after)
    )
    return Words(
        f"Urutan {subject.id} berubah: dahulu {old.id}, sekarang {new.id}",
        f"{subject.en} changed its place: before it came {old.en}, now {new.en}",
    )


def _scope(difference: Difference) -> Words:
    subject = subject_of(difference)
    if not difference.after:
        return Words(
            f"{subject.id} dikeluarkan dari subproses “{difference.before}”",
            f"{subject.en} was taken out of sub-process “{difference.before}”",
        )
    return Words(
        f"{subject.id} dipindahkan ke dalam subproses “{difference.after}”",
        f"{subject.en} was moved into sub-process “{difference.after}”",
    )


def _type(difference: Difference) -> Words:
    subject = subject_of(difference)
    old, new = (SYMBOLS.get(kind, Words(kind, kind)) for kind in (difference.before, difference.after))
    return Words(
        f"{subject.id}: jenis simbol berubah dari {old.id.lower()} menjadi {new.id.lower()}",
        f"{subject.en}: the kind of symbol changed from {old.en.lower()} to {new.en.lower()}",
    )


def _documentation(difference: Difference) -> Words:
    subject, change = subject_of(difference), change_of(difference.before, difference.after)
    return Words(f"{subject.id}: uraian kegiatan {change.id}", f"{subject.en}: the activity text {change.en}")


def _property(difference: Difference) -> Words:
    subject, change = subject_of(difference), change_of(difference.before, difference.after)
    name = difference.detail.get("property", "")
    label = PROPERTIES.get(name, Words(f"properti “{name}”", f"property “{name}”"))
    return Words(f"{subject.id}: {label.id} {change.id}", f"{subject.en}: {label.en} {change.en}")


def _form(difference: Difference) -> Words:
    subject, old, new = subject_of(difference), difference.before, difference.after
    if not old:
        return Words(f"{subject.id}: kini memakai formulir “{new}”", f"{subject.en}: now uses form “{new}”")
    if not new:
        return Words(
            f"{subject.id}: tidak lagi memakai formulir “{old}”", f"{subject.en}: no longer uses form “{old}”"
        )
    return Words(
        f"{subject.id}: formulir “{old}” diganti dengan formulir “{new}”",
        f"{subject.en}: form “{old}” was replaced by form “{new}”",
    )


def _cover(difference: Difference) -> Words:
    change = change_of(difference.before, difference.after)
    name = difference.name
    label = PROPERTIES.get(name, Words(f"“{name}”", f"“{name}”"))
    return Words(f"Sampul, {label.id}: {change.id}", f"Cover, {label.en}: {change.en}")


def _of_sop(id_: str, en: str) -> Callable[[Difference], Words]:
    def told(difference: Difference) -> Words:
        change = change_of(difference.before, difference.after)
        return Words(f"{id_} {change.id}", f"{en} {change.en}")

    return told


def _too_large(_difference: Difference) -> Words:
    return Words(
        "Diagram terlalu besar untuk dibandingkan langkah demi langkah",
        "The diagram is too large to be compared step by step",
    )


def _lane_parent(difference: Difference) -> Words:
    subject = subject_of(difference)
    if not difference.after:
        return Words(
            f"{subject.id} tidak lagi berada di dalam lajur “{difference.before}”",
            f"{subject.en} is no longer inside lane “{difference.before}”",
        )
    return Words(
        f"{subject.id} sekarang berada di dalam lajur “{difference.after}”",
        f"{subject.en} is now inside lane “{difference.after}”",
    )


def _lane_positions(difference: Difference) -> Words:
    subject, change = subject_of(difference), change_of(difference.before, difference.after)
    return Words(
        f"{subject.id}: jabatan yang ditunjuk {change.id}", f"{subject.en}: the position named {change.en}"
    )


def _changed(difference: Difference) -> Words:
    subject, change = subject_of(difference), change_of(difference.before, difference.after)
    return Words(f"{subject.id} {change.id}", f"{subject.en} {change.en}")


_BY_WHAT: Final[Mapping[str, Callable[[Difference], Words]]] = {
    "added": _added,
    "removed": _removed,
    "renamed": _renamed,
    "lane": _lane,
    "reordered": _reordered,
    "scope": _scope,
    "type": _type,
    "documentation": _documentation,
    "property": _property,
    "form": _form,
}
_TOLD: Final[Mapping[str, Callable[[Difference], Words]]] = {
    "sop.too_large": _too_large,
    "sop.key": _of_sop("Kunci SOP", "The key of the SOP"),
    "sop.renamed": _of_sop("Judul SOP", "The title of the SOP"),
    "sop.label": _of_sop("Label revisi", "The label of the revision"),
    "cover.changed": _cover,
    "lane.parent": _lane_parent,
    "lane.positions": _lane_positions,
    **flow_texts.TOLD,
    **form_texts.TOLD,
}
