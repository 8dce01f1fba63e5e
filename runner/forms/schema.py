"""A .form file read as data: a Form, or every problem it has at once. Never runs anything in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from runner.errors import DiagramRefused
from runner.forms import located_json, problem_texts
from runner.forms.components import KINDS, field_of, refuse_kind
from runner.forms.feel import SPECIAL, Expression
from runner.forms.fields import CONTAINERS, Field, Form
from runner.forms.located_json import Located, Unreadable
from runner.forms.reading import LIST, Component, Reading
from runner.model import FormId, Problem, Severity

MAX_COMPONENTS: Final = 300
MAX_NESTED: Final = 8
MAX_LISTS: Final = 3
_ID: Final = re.compile(r"[A-Za-z_][\w.-]{0,119}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the form a component stands: its data path, its lists, how deep."""

    path: tuple[str, ...] = ()
    lists: tuple[int, ...] = ()
    depth: int = 0


def read(content: bytes, *, file: str) -> Form:
    """The form that ``content`` holds.

    Raises DiagramRefused with every problem that stops it from being published.
    """
    form, found = examined(content, file=file)
    if form is None or any(problem.severity is Severity.ERROR for problem in found):
        raise DiagramRefused(found)
    return form


def problems(content: bytes, *, file: str) -> list[Problem]:
    """Everything that is wrong with the form, warnings included; empty if nothing is."""
    return examined(content, file=file)[1]


def examined(content: bytes, *, file: str) -> tuple[Form | None, list[Problem]]:
    """The form as far as it could be read, and everything that is wrong with it."""
    try:
        root = located_json.loads(content)
    except Unreadable as unreadable:
        code = "form.too_large" if unreadable.too_large else "form.unreadable"
        what, remedy = problem_texts.words(code, {"why": unreadable.why})
        return None, [Problem(code=code, what=what, remedy=remedy, file=file, line=unreadable.line)]
    reading = Reading(file)
    if not isinstance(root, Located) or root.get("type") != "default":
        nowhere = Located()
        nowhere.line = 1
        reading.note("form.not_a_form", root if isinstance(root, Located) else nowhere)
        return None, reading.problems
    identity = _identity(root, reading)
    if sum(1 for _ in _components(root)) > MAX_COMPONENTS:
        reading.note("form.too_large", root, why=f"> {MAX_COMPONENTS} komponen")
        return None, reading.problems
    fields = _fields(root, reading, _Place())
    form = _form(FormId(identity), content, fields)
    _check_reads(root, form, reading)
    return form, reading.problems


def _identity(source: Located, reading: Reading) -> str:
    identity = source.get("id")
    if not isinstance(identity, str) or not _ID.fullmatch(identity):
        reading.note("form.id_missing", source)
        return ""
    if identity in reading.ids:
        reading.note("form.id_twice", source, value=identity)
    reading.ids.add(identity)
    return identity


def _components(source: Located) -> Iterator[Located]:
    inner = source.get("components")
    for item in inner if isinstance(inner, list) else ():
        if isinstance(item, Located):
            yield item
            yield from _components(item)


def _fields(source: Located, reading: Reading, place: _Place) -> tuple[Field, ...]:
    inner = source.get("components", [])
    if not isinstance(inner, list) or not all(isinstance(item, Located) for item in inner):
        reading.is_(source, "components", LIST)
        return ()
    if place.depth > MAX_NESTED or len(place.lists) > MAX_LISTS:
        reading.note("form.too_large", source, why=f"> {MAX_NESTED} tingkat, {MAX_LISTS} daftar")
        return ()
    found = (_field(item, reading, place) for item in inner)
    return tuple(field for field in found if field is not None)


def _field(source: Located, reading: Reading, place: _Place) -> Field | None:
    identity = _identity(source, reading)
    kind = source.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        refuse_kind(source, reading)
        # what stands inside is looked at all the same, so that every problem is told at once
        _fields(source, reading, place)
        return None
    if not identity:
        source["id"] = ""
    part = Component(source, reading)
    path: tuple[str, ...] = ()
    inside = _Place(place.path, place.lists, place.depth + 1)
    if kind not in ("text", "image", "separator", "spacer", "button"):
        path = part.own_path()
        inside = _claimed(part, path, place)
    fields = _fields(source, reading, inside) if kind in CONTAINERS else ()
    return field_of(part, fields, path)


def _claimed(part: Component, path: tuple[str, ...], place: _Place) -> _Place:
    """The place inside the component, once its path is claimed."""
    whole = place.path + path
    lists = place.lists
    if path:
        role = {"group": "group", "dynamiclist": "list"}.get(part.kind, "leaf")
        number = part.reading.claims.claim(whole, role, within=lists)
        if number is None:
            part.note("form.key_twice", value=".".join(whole))
        elif role == "list":
            lists = (*lists, number)
    return _Place(whole, lists, place.depth + 1)


def _form(identity: FormId, content: bytes, fields: tuple[Field, ...]) -> Form:
    gathered = _Gathered()
    gathered.gather(fields, (), (), (), personal=False)
    return Form(
        id=identity,
        source=content,
        fields=fields,
        sets=frozenset(gathered.sets),
        reads=frozenset(gathered.reads),
        personal=frozenset(gathered.personal),
        labels=gathered.labels,
        has_hiding=gathered.hiding,
        has_locking=gathered.locking,
        binds=frozenset(gathered.binds),
        fresh=frozenset(gathered.fresh),
    )


class _Gathered:
    """What a form sets and reads, gathered over its fields."""

    def __init__(self) -> None:
        self.sets: set[str] = set()
        self.reads: set[str] = set()
        self.personal: set[str] = set()
        self.fresh: set[str] = set()
        self.binds: set[str] = set()
        self.labels: dict[str, str] = {}
        self.hiding = self.locking = False

    def gather(
        self,
        fields: tuple[Field, ...],
        above: tuple[str, ...],
        this: tuple[str, ...],
        parent: tuple[str, ...],
        *,
        personal: bool,
    ) -> None:
        """``this`` and ``parent`` are the list paths whose row those names mean; empty for all data."""
        for field in fields:
            path = above + field.path
            mine = personal or field.personal
            if field.path:
                self.labels[".".join(path)] = field.label
            if field.keyed or field.kind == "dynamiclist":
                self.binds.add(path[0] if path else "")
            if field.keyed and path:
                if not field.disabled:
                    self.sets.add(path[0])
                if mine:
                    self.personal.add(path[0])
            if field.fresh and path and (field.keyed or field.kind == "dynamiclist"):
                self.fresh.add(path[0])
            bounds = (field.minimum, field.maximum, field.min_length, field.max_length)
            for expression in (field.hide, field.readonly, *bounds):
                if isinstance(expression, Expression):
                    self.reads |= {_top(names, this, parent) for names in expression.paths} - {""}
            if field.choices_from is not None:
                self.reads.add(field.choices_from)
            self.hiding |= field.hide is not None or isinstance(field.readonly, Expression)
            self.hiding |= any(isinstance(bound, Expression) for bound in bounds)
            self.locking |= isinstance(field.readonly, Expression)
            inner_this, inner_parent = (path, this) if field.kind == "dynamiclist" else (this, parent)
            self.gather(field.fields, path, inner_this, inner_parent, personal=mine)


def _top(names: tuple[str, ...], this: tuple[str, ...], parent: tuple[str, ...]) -> str:
    """The top-level variable that a path of an expression reads; empty for a row's number."""
    if names[0] not in SPECIAL:
        return names[0]
    short = names[0].strip("_")
    whole = () if short == "i" else (*(this if short == "this" else parent), *names[1:])
    return whole[0] if whole else ""


def _check_reads(root: Located, form: Form, reading: Reading) -> None:
    for name in sorted(form.personal & form.reads):
        reading.note("form.personal_read", root, value=name)
    choosing: dict[str, Any] = {
        item["valuesKey"]: item for item in _components(root) if isinstance(item.get("valuesKey"), str)
    }
    for name in sorted(choosing.keys() & form.binds):
        why = (f"“{name}” adalah isian formulir ini sendiri", f"“{name}” is a field of this very form")
        reading.note("form.options", choosing[name], why_id=why[0], why_en=why[1])
