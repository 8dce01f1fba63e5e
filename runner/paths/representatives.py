"""A few answers that stand for all: what a form can give for a variable, as far as conditions can tell.

Promise: every value is one that the form accepts; between and beyond the values that conditions name there
is always another. Never: a form filled in as a whole; a field that others hide may also stay away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, combinations, pairwise, product
from typing import Final

from runner.forms import Form, rules
from runner.forms.feel import Expression, Scope
from runner.forms.fields import MULTIPLE_CHOICE, SINGLE_CHOICE, Field
from runner.forms.json_values import UNDEFINED, Undefined
from runner.forms.values import MAX_NUMBER, is_date
from runner.model import Json

#: Options of one field of which every selection is tried.
_MOST_OPTIONS: Final = 5
#: Combinations of the parts of one variable.
_MOST_NESTED: Final = 400
#: Texts that fields of many patterns accept.
_TEXTS: Final = (
    "…", "Lain", "a", "A", "0", "1", "12", "123", "2026", "2026-01-05", "005/1/2026", "08:00", "a@b.id",
    "https://contoh.go.id", "081200000000", "0" * 16, "0" * 18,
)  # fmt: skip
_SOME_DAYS: Final = ("1945-08-17", "2026-01-05", "2999-12-31")
_SCOPE: Final = Scope({}, {}, None)


@dataclass(frozen=True, slots=True)
class Representatives:
    """``exact``: no other answer would open another flow. ``may_keep``: it may be left as it was."""

    values: tuple[Json, ...]
    may_keep: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """What conditions want to know of a variable: its paths, the values they name, how many are compared."""

    paths: frozenset[tuple[str, ...]]
    literals: tuple[Json, ...]
    spread: int = 1


@dataclass(frozen=True, slots=True)
class _Place:
    field: Field
    path: tuple[str, ...]
    hidden: bool
    in_list: bool


def given_by(form: Form, name: str, asking: Asking) -> Representatives:
    """What completing the form can make of the variable ``name``."""
    places = [
        place for place in _places(form.fields, (), hidden=False, in_list=False) if place.path[:1] == (name,)
    ]
    places = [place for place in places if not place.field.disabled]
    may_keep = any(place.hidden or place.field.readonly is not False for place in places)
    plain = [place for place in places if place.path == (name,) and not place.in_list]
    if len(plain) == 1 and len(places) == 1 and plain[0].field.keyed:
        values, exact = _leaf(plain[0].field, asking)
        if not values:
            # nothing that the form accepts came to mind: not the author's fault
            return Representatives((None,), True, False)
        return Representatives(values, may_keep, exact and all(len(path) == 1 for path in asking.paths))
    return _nested(places, name, asking, may_keep)


def _nested(places: Sequence[_Place], name: str, asking: Asking, may_keep: bool) -> Representatives:
    """Objects with every combination of the parts that conditions read; of lists, that there may be rows."""
    wanted = {path for path in asking.paths if len(path) > 1}
    if any(place.in_list for place in places) or not wanted:
        return Representatives(([], [{}]) if places else (None,), True, False)
    exact = wanted == asking.paths
    parts: list[list[tuple[tuple[str, ...], Json | Undefined]]] = []
    for place in places:
        if place.path not in wanted or not place.field.keyed:
            continue
        values, known = _leaf(place.field, Asking(frozenset({place.path}), asking.literals, asking.spread))
        exact = exact and known
        absent: list[Json | Undefined] = [UNDEFINED] if place.hidden or not values else []
        parts.append([(place.path, value) for value in [*values, *absent]])
    found = []
    for number, combination in enumerate(product(*parts)):
        if number >= _MOST_NESTED:
            exact = False
            break
        value: dict[str, Json] = {}
        for path, part in combination:
            inside = value
            for step in path[1:-1]:
                inside = inside.setdefault(step, {})  # type: ignore[assignment]
            if part is not UNDEFINED:
                inside[path[-1]] = part
        found.append(value)
    return Representatives(tuple(found), may_keep, exact)


def _places(
    fields: Iterable[Field], above: tuple[str, ...], *, hidden: bool, in_list: bool
) -> Iterator[_Place]:
    for field in fields:
        path = above + field.path
        unseen = hidden or field.hide is not None
        if field.keyed or field.kind == "dynamiclist":
            yield _Place(field, path, unseen, in_list or field.kind == "dynamiclist")
        yield from _places(field.fields, path, hidden=unseen, in_list=in_list or field.kind == "dynamiclist")


def _leaf(field: Field, asking: Asking) -> tuple[tuple[Json, ...], bool]:
    """Accepted values of one field, and whether they stand for all."""
    exact = True
    bounds = (field.minimum, field.maximum, field.min_length, field.max_length)
    if any(isinstance(bound, Expression) for bound in bounds):
        exact = False
    found: list[Json] = []
    if field.kind == "checkbox":
        found = [True, False]
    elif field.kind in (*SINGLE_CHOICE, *MULTIPLE_CHOICE):
        exact = exact and field.choices_from is None
        options: list[Json] = [choice.value for choice in field.choices]
        if field.choices_from is not None:
            options = [literal for literal in asking.literals if isinstance(literal, str)] or ["…"]
        if field.kind in SINGLE_CHOICE:
            found = [*options, None]
        else:
            known = [option for option in options if option in asking.literals]
            other = [option for option in options if option not in asking.literals][:1]
            exact = exact and len(known) < _MOST_OPTIONS
            found = [list(picked) for picked in _selections([*known[: _MOST_OPTIONS - 1], *other])]
    elif field.kind == "number":
        found = [None, *_numbers(field, asking)]
    elif field.kind == "date":
        found = [None, *_days(asking)]
    else:
        found = ["", *_texts(asking)]
    if field.default is not UNDEFINED and field.default not in found:
        found.append(field.default)
    accepted = [value for value in found if _accepts(field, value)]
    if field.kind in ("textfield", "textarea"):
        others = [text for text in accepted if text and text not in asking.literals]
        if not others:
            exact = False
    return tuple(accepted), exact


def _accepts(field: Field, value: Json) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) > MAX_NUMBER:
        return False
    return not rules.broken(field, value, _SCOPE)


def _selections(options: Sequence[Json]) -> Iterator[tuple[Json, ...]]:
    return chain.from_iterable(combinations(options, size) for size in range(len(options) + 1))


def _numbers(field: Field, asking: Asking) -> list[Json]:
    """The named numbers and the bounds, their neighbours on both sides, and what lies between."""
    step = field.increment or Decimal(1).scaleb(-(field.decimal_digits or 0))
    anchors = {Decimal(0)}
    for value in (*asking.literals, field.minimum, field.maximum):
        exact = None if isinstance(value, bool) else rules.exact(value)
        if exact is not None:
            anchors.add(exact)
    ordered = sorted(anchors)
    near = {
        base + sign * distance * unit
        for anchor in ordered
        for base in (anchor, anchor // step * step)
        for sign in (-1, 1)
        for distance in range(asking.spread + 1)
        for unit in {step, Decimal(1), Decimal("0.5")}
    }
    near |= {(low + high) / 2 for low, high in pairwise(ordered)}
    found: list[Json] = []
    for number in sorted(near):
        plain: Json = int(number) if number == number.to_integral_value() else float(number)
        found.append(str(plain) if field.as_text else plain)
    return found


def _days(asking: Asking) -> list[Json]:
    days = set(_SOME_DAYS)
    for literal in asking.literals:
        if isinstance(literal, str) and is_date(literal):
            day = date.fromisoformat(literal)
            for distance in range(-asking.spread, asking.spread + 1):
                if (
                    date.min + timedelta(distance * distance)
                    < day
                    < date.max - timedelta(distance * distance)
                ):
                    days.add((day + timedelta(distance)).isoformat())
    return sorted(days)  # type: ignore[return-value]


def _texts(asking: Asking) -> list[Json]:
    """The named texts, something just before and after each, and texts that nobody named."""
    named = [literal for literal in asking.literals if isinstance(literal, str)]
    found = dict.fromkeys(named)
    for text in named:
        found.update(dict.fromkeys((text + "0", text[:-1])))
        if text:
            found[text[:-1] + chr(max(33, ord(text[-1]) - 1)) + "~"] = None
    found.update(dict.fromkeys(_TEXTS))
    return [text for text in found if text]
