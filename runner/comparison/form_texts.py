"""What is said of the fields of forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from runner.comparison.nouns import Difference
from runner.comparison.phrases import change_of, yes_or_no
from runner.comparison.words import ASPECTS, FIELD_KINDS
from runner.model import Words


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
    form, change = _in_form(difference), change_of(difference.before, difference.after)
    return Words(f"{form.id}: nama isian {change.id}", f"{form.en}: the label of a field {change.en}")


def _field_key(difference: Difference) -> Words:
    form, field, change = (
        _in_form(difference),
        _field(difference),
        change_of(difference.before, difference.after),
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
        was, now = yes_or_no(old), yes_or_no(new)
        change = Words(f"(dahulu {was.id}, sekarang {now.id})", f"(before: {was.en}, now: {now.en})")
    elif aspect == "kind":
        kinds = [FIELD_KINDS.get(kind, Words(kind, kind)) for kind in (old, new)]
        change = Words(
            f"berubah dari {kinds[0].id} menjadi {kinds[1].id}",
            f"changed from {kinds[0].en} to {kinds[1].en}",
        )
    else:
        change = change_of(old, new)
    return Words(
        f"{form.id}: {field.id}: {label.id} {change.id}", f"{form.en}: {field.en}: {label.en} {change.en}"
    )


def _form_order(difference: Difference) -> Words:
    form = _in_form(difference)
    return Words(f"{form.id}: urutan isian berubah", f"{form.en}: the order of the fields changed")


def _form_unread(difference: Difference) -> Words:
    form, name = _in_form(difference), difference.name
    return Words(
        f"{form.id} berubah, tetapi isinya tidak dapat dibandingkan karena “{name}” masih bermasalah",
        f"{form.en} changed, but cannot be compared field by field while “{name}” has problems",
    )


TOLD: Final[Mapping[str, Callable[[Difference], Words]]] = {
    "field.added": _field_one_sided("ditambahkan", "was added"),
    "field.removed": _field_one_sided("dihapus", "was removed"),
    "field.renamed": _field_renamed,
    "field.key": _field_key,
    "field.changed": _field_changed,
    "form.order": _form_order,
    "form.unread": _form_unread,
}
