"""A form being filled in: what every field holds, which fields are in sight, which may be changed.

form-js keeps one state: the recorded data sanitised, and over it what was typed. Hiding looks at that
state twice: once to take hidden fields out, once more over what is left; ``merged`` is what conditions
see the second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from runner.forms import feel, texts, values
from runner.forms.feel import Expression, Scope
from runner.forms.fields import CHOICE, MAX_ROWS, MULTIPLE_CHOICE, ORIGIN, SINGLE_CHOICE, Choice, Field, Form
from runner.forms.json_values import UNDEFINED, Path, Value, clear, copied, lookup, put
from runner.forms.values import Unreadable
from runner.model import Json, Words

Raw = Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One field in sight at one place of the form; a field of a list has one in every row."""

    field: Field
    path: Path
    scope: Scope
    locked: bool
    readonly: bool


class Filling:
    """What one form holds over recorded ``data`` and what was typed in ``raw``."""

    def __init__(self, form: Form, data: Mapping[str, Json], raw: Raw) -> None:
        self.form, self.data, self.raw = form, data, raw
        self.initial: dict[str, Value] = {
            name: copied(value) if name in form.binds else value for name, value in data.items()
        }
        values.initial(form.fields, data, self.initial)
        self.unreadable: dict[Path, Words] = {}
        self.state: dict[str, Value] = {}
        self.merged: dict[str, Value] = {}
        #: where the rows of each list stand in ``initial``; None for a row that was added
        self.origins: dict[Path, list[int | None]] = {}
        self._open: set[Path] = set()
        self._settle()

    def instances(self) -> Iterator[Instance]:
        """Every field in sight, containers and plain words included, in the order of the form."""
        scope = Scope(self.merged, self.merged, None)
        yield from self._seen(self.form.fields, (), scope, locked=False)

    def choices(self, field: Field) -> tuple[Choice, ...]:
        """The options that a choice field offers here."""
        return values.choices_of(field, self.data)

    # -- settling what is typed and what is locked ---------------------------------------------

    def _settle(self) -> None:
        """Lay what was typed over the data, but not over fields that could not be typed into.

        A field that a condition makes readonly opens only once the fields that were open before it
        say so, as on the page; one that closes again keeps what was recorded.
        """
        self._overlay()
        closed: set[Path] = set()
        # every field opens once at most and closes once at most, so this ends
        while self.form.has_locking:
            conditional = [one for one in self.instances() if isinstance(one.field.readonly, Expression)]
            shut = {one.path for one in conditional if one.readonly} & self._open
            fresh = {one.path for one in conditional if not one.readonly} - self._open - closed
            if not shut and not fresh:
                return
            closed |= shut
            self._open = (self._open | fresh) - shut
            # where rows come to stand elsewhere, what was open in them is asked anew
            moved = {one.path for one in conditional if one.field.kind == "dynamiclist"} & (fresh | shut)
            self._open = {path for path in self._open if not _beneath(path, moved)}
            self._overlay()

    def _overlay(self) -> None:
        form = self.form
        self.state = {
            name: copied(value) if name in form.binds else value for name, value in self.initial.items()
        }
        self.unreadable, self.origins = {}, {}
        for field in form.fields:
            self._lay(field, self.raw, (), locked=False)
        self.merged = self.state
        if form.has_hiding:
            kept = dict(self.state)
            for name in form.binds:
                kept[name] = copied(kept.get(name, UNDEFINED))
            self._take_out_hidden(form.fields, kept)
            self.merged = {**self.initial, **{k: v for k, v in kept.items() if v is not UNDEFINED}}

    def _lay(self, field: Field, raw: Value, above: Path, *, locked: bool) -> None:
        path = above + field.path
        here = lookup(raw, field.path) if field.path else raw
        locked = locked or field.disabled or field.readonly is True
        locked = locked or (isinstance(field.readonly, Expression) and path not in self._open)
        if field.keyed:
            if not locked:
                self._lay_value(field, here, path)
            return
        if field.kind == "dynamiclist":
            rows = self._lay_rows(field, here, path, locked=locked)
            for number, row in enumerate(rows):
                for inner in field.fields:
                    self._lay(inner, row, (*path, number), locked=locked)
            return
        for inner in field.fields:
            self._lay(inner, here, path, locked=locked)

    def _lay_value(self, field: Field, raw: Value, path: Path) -> None:
        offered = self.choices(field) if field.kind in CHOICE else ()
        if raw is UNDEFINED:
            if field.kind in CHOICE:
                put(self.state, path, _still_offered(field, lookup(self.state, path), offered))
            return
        try:
            put(self.state, path, values.typed(field, raw, offered))
        except Unreadable as unreadable:
            self.unreadable[path] = unreadable.what
            put(self.state, path, values.empty(replace(field, default=UNDEFINED)))

    def _lay_rows(self, field: Field, raw: Value, path: Path, *, locked: bool) -> list[Value]:
        """Put the rows of a list in the order that was typed; give what was typed in each."""
        known = lookup(self.state, path)
        rows: list[Value] = known if isinstance(known, list) else []
        typed = raw if isinstance(raw, list) else None
        if typed is None or locked or not field.may_change_rows:
            self.origins[path] = list(range(len(rows)))
            given = typed or []
            return [given[number] if number < len(given) else {} for number in range(len(rows))]
        origins = _origins(typed, len(rows))
        if len(typed) > max(MAX_ROWS, len(rows)):
            self.unreadable[path] = texts.too_many_rows(field.label, MAX_ROWS)
        put(
            self.state,
            path,
            [values.new_row(field) if at is None else copied(rows[at]) for at in origins],
        )
        self.origins[path] = origins
        return typed[: len(origins)]

    # -- hiding ------------------------------------------------------------------------------

    def _take_out_hidden(self, fields: tuple[Field, ...], kept: dict[str, Value]) -> None:
        scope = Scope(self.state, self.state, None)
        for field in fields:
            self._take_out(field, kept, (), scope, hidden=False)

    def _take_out(
        self, field: Field, kept: dict[str, Value], above: Path, scope: Scope, *, hidden: bool
    ) -> None:
        bound = field.keyed or field.kind in ("group", "dynamiclist")
        if not bound:
            return
        hidden = hidden or (field.hide is not None and feel.holds(field.hide, scope))
        path = above + field.path
        if field.keyed or field.kind == "dynamiclist":
            if hidden:
                clear(kept, path)
                return
            if field.keyed:
                return
            rows = lookup(self.state, path)
            for number, row in enumerate(rows if isinstance(rows, list) else ()):
                inside = Scope(self.state, row, scope.this, (*scope.rows, number + 1))
                for inner in field.fields:
                    self._take_out(inner, kept, (*path, number), inside, hidden=False)
            return
        for inner in field.fields:
            self._take_out(inner, kept, path, scope, hidden=hidden)

    def _seen(
        self, fields: tuple[Field, ...], above: Path, scope: Scope, *, locked: bool
    ) -> Iterator[Instance]:
        for field in fields:
            if field.hide is not None and feel.holds(field.hide, scope):
                continue
            path = above + field.path
            readonly = (
                feel.holds(field.readonly, scope)
                if isinstance(field.readonly, Expression)
                else field.readonly
            )
            shut = isinstance(field.readonly, Expression) and path not in self._open
            inner_locked = locked or readonly or field.disabled or shut
            yield Instance(
                field=field,
                path=path,
                scope=scope,
                locked=inner_locked,
                readonly=readonly,
            )
            if field.kind == "group":
                yield from self._seen(field.fields, path, scope, locked=inner_locked)
            elif field.kind == "dynamiclist":
                rows = lookup(self.state, path)
                for number, row in enumerate(rows if isinstance(rows, list) else ()):
                    inside = Scope(self.merged, row, scope.this, (*scope.rows, number + 1))
                    at: Path = (*path, number)
                    yield from self._seen(field.fields, at, inside, locked=inner_locked)


def _beneath(path: Path, lists: set[Path]) -> bool:
    return any(path != above and path[: len(above)] == above for above in lists)


def _still_offered(field: Field, value: Value, offered: tuple[Choice, ...]) -> Value:
    """form-js drops a default that is not among the options as soon as the field is drawn."""
    if field.kind in SINGLE_CHOICE:
        return None if value and not values.is_offered(value, offered) else value
    if field.kind in MULTIPLE_CHOICE and isinstance(value, list):
        return [item for item in value if values.is_offered(item, offered)]
    return value


def _origins(typed: list[Value], known: int) -> list[int | None]:
    """Which known row each typed row came from; a row that claims none, or a wrong one, is new."""
    found: list[int | None] = []
    last = -1
    for number, row in enumerate(typed[: max(MAX_ROWS, known) + 1]):
        claimed = row.get(ORIGIN, number) if isinstance(row, dict) else number
        valid = isinstance(claimed, int) and not isinstance(claimed, bool) and last < claimed < known
        found.append(claimed if valid else None)
        last = claimed if valid else last
    return found
