"""A form as a page draws it: what was typed comes back word for word, over what is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from runner.forms import feel, templates, texts, values
from runner.forms.answers import input_name
from runner.forms.feel import Expression, Scope
from runner.forms.fields import (
    CHOICE,
    MAX_ROWS,
    MAX_TEXT,
    MULTIPLE_CHOICE,
    SINGLE_CHOICE,
    Bound,
    Choice,
    Field,
    FieldView,
    Form,
    Option,
)
from runner.forms.filling import Filling, Instance, Raw
from runner.forms.json_values import UNDEFINED, Path, Value, is_number, lookup, same, text_of
from runner.forms.unpack import ROWS
from runner.model import FieldError, Json, Words


def show(
    form: Form, *, data: Mapping[str, Json], raw: Raw | None = None, errors: Sequence[FieldError] = ()
) -> tuple[FieldView, ...]:
    """The fields in sight with everything a page needs to draw them; ``errors`` stand at their fields."""
    told: dict[str, list[Words]] = {}
    for error in errors:
        told.setdefault(error.path, []).append(error.message)
    drawing = _Drawing(Filling(form, data, raw or {}), raw or {}, told)
    return tuple(drawing.views())


class _Drawing:
    """Turns the flat run of instances back into the tree that the page draws."""

    def __init__(self, filling: Filling, raw: Raw, told: Mapping[str, list[Words]]) -> None:
        self._filling, self._raw, self._told = filling, raw, told
        self._waiting = filling.instances()
        self._next: Instance | None = next(self._waiting, None)

    def views(self) -> Iterator[FieldView]:
        """The views of all top-level fields."""
        while self._next is not None:
            yield from self._view()

    def _take(self) -> Instance:
        taken = self._next
        assert taken is not None  # noqa: S101 - asked only while one waits
        self._next = next(self._waiting, None)
        return taken

    def _below(self, field: Field, above: Path, scope: Scope) -> tuple[FieldView, ...]:
        """The views of the fields of a container; they follow it in the run of instances."""
        found: list[FieldView] = []
        inside = {id(inner) for inner in field.fields}
        while self._next is not None and id(self._next.field) in inside and self._at(above):
            found.extend(self._view())
        return tuple(found)

    def _at(self, above: Path) -> bool:
        return self._next is not None and self._next.path[: len(above)] == above

    def _view(self) -> Iterator[FieldView]:
        instance = self._take()
        field, path = instance.field, instance.path
        name = input_name(path)
        facts: dict[str, object] = {
            "kind": field.kind,
            "html_id": _html_id(field, path),
            "label": templates.filled(field.label, instance.scope),
            "columns": field.columns,
        }
        if field.kind == "button":
            return
        if field.kind == "text":
            yield _view(facts, name="", label="", html=templates.markdown(field.text, instance.scope))
        elif field.kind == "image":
            yield _view(facts, name="", value=field.source)
        elif field.kind in ("separator", "spacer"):
            yield _view(facts, name="", label="")
        elif field.kind == "group":
            children = self._below(field, path, instance.scope)
            yield _view(facts, name=name, children=children, **_locks(instance))
        elif field.kind == "dynamiclist":
            yield self._list(instance, name, facts)
        else:
            yield self._keyed(instance, name, facts)

    def _list(self, instance: Instance, name: str, facts: dict[str, object]) -> FieldView:
        field, path = instance.field, instance.path
        held = lookup(self._filling.state, path)
        count = len(held) if isinstance(held, list) else 0
        rows = tuple(self._below(field, (*path, number), instance.scope) for number in range(count))
        may_change = field.may_change_rows and not instance.locked
        origins = self._filling.origins.get(path, [])
        named = ",".join("new" if at is None else str(at) for at in origins)
        return _view(
            facts,
            name=name,
            value=ROWS + named,
            rows=rows,
            can_add=may_change and count < MAX_ROWS,
            can_remove=may_change and count > 0,
            errors=tuple(self._told.get(name, ())),
            **_locks(instance),
        )

    def _keyed(self, instance: Instance, name: str, facts: dict[str, object]) -> FieldView:
        field, scope = instance.field, instance.scope
        typed = UNDEFINED if instance.locked else lookup(self._raw, instance.path)
        value = lookup(self._filling.state, instance.path) if typed is UNDEFINED else typed
        facts.update(_limits(field, scope))
        return _view(
            facts,
            name=name,
            description=templates.filled(field.description, scope),
            value=_shown(field, value, typed=typed is not UNDEFINED),
            options=self._options(field, value) if field.kind in CHOICE else (),
            required=field.required,
            prefix=templates.filled(field.prefix, scope),
            suffix=templates.filled(field.suffix, scope),
            errors=tuple(self._told.get(name, ())),
            **_locks(instance),
        )

    def _options(self, field: Field, value: Value) -> tuple[Option, ...]:
        picked = value if isinstance(value, list) and field.kind in MULTIPLE_CHOICE else [value]
        found: dict[str, Option] = {}
        for choice in self._filling.choices(field):
            token = values.token(choice)
            chosen = any(same(item, choice.value) or item == token for item in picked)
            found.setdefault(token, Option(value=token, label=choice.label, chosen=chosen))
        return tuple(found.values())


def _view(facts: dict[str, object], **more: object) -> FieldView:
    return FieldView(**{**facts, **more})  # type: ignore[arg-type]


def _locks(instance: Instance) -> dict[str, bool]:
    disabled = instance.field.disabled
    return {"disabled": disabled, "readonly": instance.locked and not disabled}


def _html_id(field: Field, path: Path) -> str:
    rows = "".join(f"_{part}" for part in path if isinstance(part, int))
    return f"isian-{field.id}{rows}"


def _shown(field: Field, value: Value, *, typed: bool) -> str | bool | list[str] | None:
    if field.kind == "checkbox":
        return value is True
    if field.kind in MULTIPLE_CHOICE:
        return [_token(item) for item in value] if isinstance(value, list) else []
    if value is None or value is UNDEFINED:
        return ""
    if field.kind in SINGLE_CHOICE:
        return _token(value)
    text = text_of(value)
    # what was typed comes back as typed; a recorded number is written with a decimal comma
    return texts.number(text) if field.kind == "number" and not (typed and isinstance(value, str)) else text


def _token(value: Value) -> str:
    return values.token(Choice(value=value, label=""))


def _limits(field: Field, scope: Scope) -> dict[str, object]:
    """The bounds as attributes of an input; those that are no plain number are left to the check."""
    if field.kind == "number":
        digits = field.decimal_digits
        step = field.increment if field.increment else None if digits is None else f"{10**-digits:.{digits}f}"
        return {
            "min": _attribute(field.minimum, scope),
            "max": _attribute(field.maximum, scope),
            "step": None if step is None else str(step),
        }
    if field.kind in ("textfield", "textarea"):
        least, most = _attribute(field.min_length, scope), _attribute(field.max_length, scope)
        return {
            "min_length": int(least) if least and least.isdecimal() else None,
            "max_length": int(most) if most and most.isdecimal() else MAX_TEXT,
        }
    return {}


def _attribute(bound: Bound, scope: Scope) -> str | None:
    value = feel.evaluate(bound, scope) if isinstance(bound, Expression) else bound
    if is_number(value) or (isinstance(value, str) and value):
        return text_of(value)
    return None
