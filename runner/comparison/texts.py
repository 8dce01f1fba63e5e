"""What a Difference says, in both languages, for a head of office.

Promise: a sentence names what changed, and the old and the new, in full. Never: an element id, where there is
a name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from runner.comparison import wording
from runner.comparison.nouns import Difference
from runner.comparison.words import ASPECTS, FIELD_KINDS, PROPERTIES, SYMBOLS
from runner.model import Words

_SUBJECTS: Final[Mapping[str, Words]] = {
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


def sentence(difference: Difference) -> Words:
    """The whole sentence."""
    told = _TOLD.get(difference.kind) or _BY_WHAT.get(difference.kind.partition(".")[2], _changed)
    words = told(difference)
    return Words(f"{words.id}.", f"{words.en}.")


# -- parts of sentences ----------------------------------------------------------------------------


def _subject(difference: Difference) -> Words:
    kind = difference.detail.get("kind", "")
    words = _SUBJECTS.get(difference.subject) or SYMBOLS.get(kind, Words("Simbol", "Symbol"))
    number = difference.detail.get("number", "")
    name = f"“{difference.name}”" if difference.name else ""
    if not (name or number) and difference.subject not in ("start", "end"):
        name = f"“{difference.element}”"
    return Words(_joined(words.id, number, name), _joined(words.en, number, name))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _quoted(text: str) -> str:
    return "“" + " / ".join(line.strip() for line in text.splitlines() if line.strip()) + "”"


def _change(before: str, after: str) -> Words:
    """What became of a text; of a list, what became of its lines."""
    if not before:
        return Words(f"diisi {_quoted(after)}", f"now says {_quoted(after)}")
    if not after:
        return Words(f"dihapus (sebelumnya {_quoted(before)})", f"was removed (before: {_quoted(before)})")
    if "\n" in before or "\n" in after:
        return _list_change(wording.items(before, after))
    return Words(
        f"berubah dari {_quoted(before)} menjadi {_quoted(after)}",
        f"changed from {_quoted(before)} to {_quoted(after)}",
    )


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
            Words(f"{_quoted(before)} menjadi {_quoted(after)}", f"{_quoted(before)} became {_quoted(after)}")
        )
    if items.reordered:
        texts = _listed(items.reordered)
        parts.append(Words(f"urutan berubah: {texts}", f"order changed: {texts}"))
    if items.renumbered:
        before, after = map(_quoted, items.renumbered)
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
    return ", ".join(map(_quoted, texts))


def _yes_or_no(value: str) -> Words:
    return Words("ya", "yes") if value else Words("tidak", "no")


# -- sentences by what happened --------------------------------------------------------------------


def _added(difference: Difference) -> Words:
    subject, place = _subject(difference), _place(difference)
    return Words(f"{subject.id} ditambahkan{place.id}", f"{subject.en} was added{place.en}")


def _removed(difference: Difference) -> Words:
    subject, place = _subject(difference), _place(difference)
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
    subject = _SUBJECTS.get(difference.subject) or SYMBOLS.get(
        difference.detail.get("kind", ""), Words("Simbol", "Symbol")
    )
    number = difference.detail.get("number", "")
    old, new = difference.before, difference.after
    start = Words(_joined(subject.id, number), _joined(subject.en, number))
    if not old:
        return Words(f"{start.id} kini bernama “{new}”", f"{start.en} is now called “{new}”")
    if not new:
        return Words(f"{start.id} “{old}” tidak lagi bernama", f"{start.en} “{old}” lost its name")
    return Words(
        f"{start.id} “{old}” berganti nama menjadi “{new}”", f"{start.en} “{old}” was renamed to “{new}”"
    )


def _lane(difference: Difference) -> Words:
    subject = _subject(difference)
    nowhere = Words("(tanpa lajur)", "(no lane)")
    old, new = (
        Words(f"“{name}”", f"“{name}”") if name else nowhere for name in (difference.before, difference.after)
    )
    return Words(
        f"{subject.id} berpindah dari lajur {old.id} ke lajur {new.id}",
        f"{subject.en} moved from lane {old.en} to lane {new.en}",
    )


def _reordered(difference: Difference) -> Words:
    subject = _subject(difference)
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
    subject = _subject(difference)
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
    subject = _subject(difference)
    old, new = (SYMBOLS.get(kind, Words(kind, kind)) for kind in (difference.before, difference.after))
    return Words(
        f"{subject.id}: jenis simbol berubah dari {old.id.lower()} menjadi {new.id.lower()}",
        f"{subject.en}: the kind of symbol changed from {old.en.lower()} to {new.en.lower()}",
    )


def _documentation(difference: Difference) -> Words:
    subject, change = _subject(difference), _change(difference.before, difference.after)
    return Words(f"{subject.id}: uraian kegiatan {change.id}", f"{subject.en}: the activity text {change.en}")


def _property(difference: Difference) -> Words:
    subject, change = _subject(difference), _change(difference.before, difference.after)
    name = difference.detail.get("property", "")
    label = PROPERTIES.get(name, Words(f"properti “{name}”", f"property “{name}”"))
    return Words(f"{subject.id}: {label.id} {change.id}", f"{subject.en}: {label.en} {change.en}")


def _form(difference: Difference) -> Words:
    subject, old, new = _subject(difference), difference.before, difference.after
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
    change = _change(difference.before, difference.after)
    name = difference.name
    label = PROPERTIES.get(name, Words(f"“{name}”", f"“{name}”"))
    return Words(f"Sampul, {label.id}: {change.id}", f"Cover, {label.en}: {change.en}")


def _of_sop(id_: str, en: str) -> Callable[[Difference], Words]:
    def told(difference: Difference) -> Words:
        change = _change(difference.before, difference.after)
        return Words(f"{id_} {change.id}", f"{en} {change.en}")

    return told


def _lane_parent(difference: Difference) -> Words:
    subject = _subject(difference)
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
    subject, change = _subject(difference), _change(difference.before, difference.after)
    return Words(
        f"{subject.id}: jabatan yang ditunjuk {change.id}", f"{subject.en}: the position named {change.en}"
    )


def _flow_added(difference: Difference) -> Words:
    start, end = difference.detail.get("from", ""), difference.after
    return Words(f"Setelah “{start}” kini menuju “{end}”", f"After “{start}” the way now leads to “{end}”")


def _flow_removed(difference: Difference) -> Words:
    start, end = difference.detail.get("from", ""), difference.before
    return Words(
        f"Setelah “{start}” tidak lagi menuju “{end}”", f"After “{start}” the way no longer leads to “{end}”"
    )


def _flow_rerouted(difference: Difference) -> Words:
    start, old, new = difference.detail.get("from", ""), difference.before, difference.after
    return Words(
        f"Setelah “{start}” dahulu menuju “{old}”, sekarang menuju “{new}”",
        f"After “{start}” the way led to “{old}”, now to “{new}”",
    )


def _outcome_added(difference: Difference) -> Words:
    start, end, name = difference.detail.get("from", ""), difference.after, difference.name
    return Words(
        f"Pada “{start}” ada pilihan baru “{name}”, menuju “{end}”",
        f"At “{start}” there is a new outcome “{name}”, leading to “{end}”",
    )


def _outcome_removed(difference: Difference) -> Words:
    start, end, name = difference.detail.get("from", ""), difference.before, difference.name
    return Words(
        f"Pada “{start}” pilihan “{name}” dihapus (sebelumnya menuju “{end}”)",
        f"At “{start}” the outcome “{name}” was removed (it led to “{end}”)",
    )


def _outcome_rerouted(difference: Difference) -> Words:
    start, name = difference.detail.get("from", ""), difference.name
    return Words(
        f"Pada “{start}” pilihan “{name}” dahulu menuju “{difference.before}”, sekarang menuju "
        f"“{difference.after}”",
        f"At “{start}” the outcome “{name}” led to “{difference.before}”, now to “{difference.after}”",
    )


def _outcome_renamed(difference: Difference) -> Words:
    start, change = difference.detail.get("from", ""), _change(difference.before, difference.after)
    return Words(
        f"Pada “{start}” nama pilihan {change.id}", f"At “{start}” the name of an outcome {change.en}"
    )


def _arrow(difference: Difference) -> Words:
    start, end = difference.detail.get("from", ""), difference.detail.get("to", "")
    return Words(f"Panah dari “{start}” ke “{end}”", f"The arrow from “{start}” to “{end}”")


def _flow_renamed(difference: Difference) -> Words:
    arrow, change = _arrow(difference), _change(difference.before, difference.after)
    return Words(f"{arrow.id}: nama {change.id}", f"{arrow.en}: its name {change.en}")


def _flow_condition(difference: Difference) -> Words:
    arrow, change = _arrow(difference), _change(difference.before, difference.after)
    return Words(f"{arrow.id}: syarat {change.id}", f"{arrow.en}: its condition {change.en}")


def _flow_default(difference: Difference) -> Words:
    arrow = _arrow(difference)
    if difference.after:
        return Words(
            f"{arrow.id} kini dipakai bila tidak ada syarat yang terpenuhi",
            f"{arrow.en} is now taken where no condition holds",
        )
    return Words(
        f"{arrow.id} tidak lagi dipakai bila tidak ada syarat yang terpenuhi",
        f"{arrow.en} is no longer the one taken where no condition holds",
    )


def _flow_property(difference: Difference) -> Words:
    arrow, change = _arrow(difference), _change(difference.before, difference.after)
    name = difference.detail.get("property", "")
    label = PROPERTIES.get(name, Words(f"properti “{name}”", f"property “{name}”"))
    return Words(f"{arrow.id}: {label.id} {change.id}", f"{arrow.en}: {label.en} {change.en}")


# -- forms -----------------------------------------------------------------------------------------


def _in_form(difference: Difference) -> Words:
    form = difference.detail.get("form", "")
    return Words(f"Formulir “{form}”", f"Form “{form}”")


def _field(difference: Difference) -> Words:
    """The field by its label; a group, a list and a text for reading by what they are."""
    words = FIELD_KINDS.get(difference.detail.get("type", ""), Words("isian", "field"))
    return Words(f"{words.id} “{difference.name}”", f"{words.en} “{difference.name}”")


def _field_one_sided(id_: str, en: str) -> Callable[[Difference], Words]:
    def told(difference: Difference) -> Words:
        form, field = _in_form(difference), _field(difference)
        inner = difference.detail.get("fields", "")
        with_id, with_en = (f", berisi {inner}", f", holding {inner}") if inner else ("", "")
        return Words(f"{form.id}: {field.id} {id_}{with_id}", f"{form.en}: {field.en} {en}{with_en}")

    return told


def _field_renamed(difference: Difference) -> Words:
    form, change = _in_form(difference), _change(difference.before, difference.after)
    return Words(f"{form.id}: nama isian {change.id}", f"{form.en}: the label of a field {change.en}")


def _field_key(difference: Difference) -> Words:
    form, field, change = (
        _in_form(difference),
        _field(difference),
        _change(difference.before, difference.after),
    )
    return Words(
        f"{form.id}: {field.id}: nama data {change.id}", f"{form.en}: {field.en}: its key {change.en}"
    )


def _field_changed(difference: Difference) -> Words:
    form, field = _in_form(difference), _field(difference)
    aspect = difference.detail.get("aspect", "")
    label = ASPECTS.get(aspect, Words(aspect, aspect))
    old, new = difference.before, difference.after
    if {old, new} <= {"", "true"}:
        was, now = _yes_or_no(old), _yes_or_no(new)
        change = Words(f"dari {was.id} menjadi {now.id}", f"from {was.en} to {now.en}")
    elif aspect == "kind":
        kinds = [FIELD_KINDS.get(kind, Words(kind, kind)) for kind in (old, new)]
        change = Words(f"dari {kinds[0].id} menjadi {kinds[1].id}", f"from {kinds[0].en} to {kinds[1].en}")
    else:
        change = _change(old, new)
    return Words(
        f"{form.id}: {field.id}: {label.id} {change.id}", f"{form.en}: {field.en}: {label.en} {change.en}"
    )


def _form_order(difference: Difference) -> Words:
    form = _in_form(difference)
    return Words(f"{form.id}: urutan isian berubah", f"{form.en}: the order of the fields changed")


def _changed(difference: Difference) -> Words:
    subject, change = _subject(difference), _change(difference.before, difference.after)
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
    "sop.key": _of_sop("Kunci SOP", "The key of the SOP"),
    "sop.renamed": _of_sop("Nama SOP", "The name of the SOP"),
    "sop.label": _of_sop("Label revisi", "The label of the revision"),
    "cover.changed": _cover,
    "lane.parent": _lane_parent,
    "lane.positions": _lane_positions,
    "flow.added": _flow_added,
    "flow.removed": _flow_removed,
    "flow.rerouted": _flow_rerouted,
    "flow.renamed": _flow_renamed,
    "flow.condition": _flow_condition,
    "flow.default": _flow_default,
    "flow.property": _flow_property,
    "outcome.added": _outcome_added,
    "outcome.removed": _outcome_removed,
    "outcome.rerouted": _outcome_rerouted,
    "outcome.renamed": _outcome_renamed,
    "field.added": _field_one_sided("ditambahkan", "was added"),
    "field.removed": _field_one_sided("dihapus", "was removed"),
    "field.renamed": _field_renamed,
    "field.key": _field_key,
    "field.changed": _field_changed,
    "form.order": _form_order,
}
