"""How the forms changed, field by field.

Promise: a form that several steps use is told once; a new group is told with the fields in it; where a step
was given quite another form, that is all there is to say.
Never: how wide a field is, lines and gaps between fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from runner.comparison import wording
from runner.comparison.matching import Matching
from runner.comparison.nouns import Content, Difference
from runner.forms import Form
from runner.forms.feel import Expression
from runner.forms.fields import Field
from runner.forms.json_values import UNDEFINED
from runner.forms.pattern import Pattern
from runner.model import FormId

_SET_ONLY: Final = frozenset({"separator", "spacer", "button"})
#: What a field says of itself; its name in the sentence comes from the texts.
_ASPECTS: Final = (
    "kind",
    "description",
    "required",
    "choices",
    "choices_from",
    "default",
    "text",
    "hide",
    "readonly",
    "disabled",
    "minimum",
    "maximum",
    "min_length",
    "max_length",
    "pattern",
    "pattern_message",
    "email",
    "decimal_digits",
    "increment",
    "as_text",
    "prefix",
    "suffix",
    "repetitions",
    "may_change_rows",
    "source",
    "personal",
    "fresh",
)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A field of a form: its whole data path, what it lies in, and itself."""

    path: str
    inside: str
    field: Field

    @property
    def said(self) -> str:
        words = " ".join((self.field.label or self.field.text).split())
        return words or self.path or self.field.id


def compared(old: Content, new: Content, matching: Matching) -> tuple[Difference, ...]:
    """Every difference between the forms that both revisions use, each pair of forms once."""
    pairs: dict[tuple[FormId, FormId], tuple[str, str]] = {}
    for before_node, after_node in matching.kept():
        if before_node.form_ref and after_node.form_ref:
            used = FormId(before_node.form_ref), FormId(after_node.form_ref)
            pairs.setdefault(used, (after_node.id, before_node.id))
    told: list[Difference] = []
    for (before, after), (element, old_element) in pairs.items():
        sources = _source(old, before), _source(new, after)
        if None in sources or sources[0] == sources[1]:
            continue
        one_form, other_form = old.forms.get(before), new.forms.get(after)
        if one_form is None or other_form is None:
            told.append(
                Difference(
                    kind="form.unread",
                    element=element,
                    old_element=old_element,
                    name=str(after if other_form is None else before),
                    detail={"form": str(after)},
                )
            )
            continue
        if before != after and not _alike(one_form, other_form):
            continue
        for difference in _of_form(one_form, other_form):
            detail = {**difference.detail, "form": str(after)}
            told.append(
                Difference(
                    kind=difference.kind,
                    element=element,
                    old_element=old_element,
                    name=difference.name,
                    before=difference.before,
                    after=difference.after,
                    detail=detail,
                )
            )
    return tuple(told)


def _source(content: Content, form: FormId) -> bytes | None:
    known = content.forms.get(form)
    return known.source if known is not None else content.unread.get(form)


def _of_form(old: Form, new: Form) -> Iterator[Difference]:
    before, after = list(_placed(old.fields)), list(_placed(new.fields))
    twins = _twins(before, after)
    back = {id(there): here for here, there in twins}
    kept = {id(here) for here, _ in twins}
    whole: set[str] = set()
    for there in after:
        here = back.get(id(there))
        if here is not None:
            yield from _changed(here, there)
        elif there.inside not in whole:
            yield _one_sided(there, after, "added")
        if here is None and there.field.fields:
            whole.add(there.field.id)
    whole = set()
    for here in before:
        if id(here) not in kept and here.inside not in whole:
            yield _one_sided(here, before, "removed")
        if id(here) not in kept and here.field.fields:
            whole.add(here.field.id)
    order = [here for there in after if (here := back.get(id(there))) is not None]
    places = {id(here): place for place, here in enumerate(before)}
    if any(places[id(one)] > places[id(other)] for one, other in pairwise(order)):
        yield Difference(kind="form.order", name=str(new.id))


def _alike(old: Form, new: Form) -> bool:
    """True if most of the fields of both are the same: one form is a variant of the other."""
    before, after = list(_placed(old.fields)), list(_placed(new.fields))
    return 2 * len(_twins(before, after)) >= max(len(before), len(after))


def _placed(fields: tuple[Field, ...], path: str = "", inside: str = "") -> Iterator[_Placed]:
    for field in fields:
        if field.kind in _SET_ONLY:
            continue
        own = ".".join(filter(None, (path, *field.path)))
        yield _Placed(own if field.path else "", inside, field)
        yield from _placed(field.fields, own, field.id)


def _twins(before: list[_Placed], after: list[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """The fields that both have: by what they are called in the data, by their id, by label and kind."""
    found: list[tuple[_Placed, _Placed]] = []
    taken: set[int] = set()

    def look(named: Mapping[int, tuple[object, ...]]) -> None:
        free = [there for there in after if id(there) not in taken]
        for here in before:
            if id(here) in taken or not any(named[id(here)]):
                continue
            twin = next((there for there in free if named[id(there)] == named[id(here)]), None)
            if twin is not None:
                free.remove(twin)
                taken.update((id(here), id(twin)))
                found.append((here, twin))

    everything = [*before, *after]
    look({id(placed): (placed.path,) for placed in everything})
    look({id(placed): (placed.field.id, bool(placed.path)) for placed in everything})
    look({id(placed): (wording.plain(placed.said), placed.field.kind) for placed in everything})
    return found


def _one_sided(placed: _Placed, everything: list[_Placed], what: str) -> Difference:
    inner = [other.said for other in everything if other.inside == placed.field.id]
    detail = {"type": placed.field.kind}
    if inner:
        detail["fields"] = ", ".join(f"“{name}”" for name in inner)
    return Difference(kind=f"field.{what}", name=placed.said, detail=detail)


def _changed(before: _Placed, after: _Placed) -> Iterator[Difference]:
    one, other = before.field, after.field

    def said(what: str, old: str, new: str, **detail: str) -> Difference:
        return Difference(kind=f"field.{what}", name=after.said, before=old, after=new, detail=detail)

    if not wording.same(one.label, other.label):
        yield said("renamed", one.label, other.label)
    if before.path != after.path:
        yield said("key", before.path, after.path)
    for aspect in _ASPECTS:
        old, new = _told(getattr(one, aspect)), _told(getattr(other, aspect))
        if aspect == "choices":
            old, new = ("\n".join(choice.label for choice in field.choices) for field in (one, other))
            if old == new and one.choices != other.choices:
                old, new = (
                    "\n".join(_told(choice.value) for choice in field.choices) for field in (one, other)
                )
        if not wording.same(old, new):
            yield said("changed", old, new, aspect=aspect)


def _told(value: object) -> str:
    if value is None or value is UNDEFINED or value is False:
        return ""
    if value is True:
        return "true"
    return value.source if isinstance(value, Expression | Pattern) else str(value)
