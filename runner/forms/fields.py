"""The nouns of a form: its fields as read, its views as shown. Frozen; nothing here judges or renders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from runner.forms.feel import Expression
from runner.forms.json_values import UNDEFINED, Undefined
from runner.forms.pattern import Pattern
from runner.model import FormId, Json, Words

#: What one field may hold at most, in UTF-16 units; what one list may hold at most, in rows.
MAX_TEXT: Final = 20_000
MAX_ROWS: Final = 200
#: How many rows a list may begin with: lists in lists multiply.
MAX_REPETITIONS: Final = 20

#: Kinds that submit a value under their key.
KEYED: Final = frozenset(
    ("textfield", "textarea", "number", "checkbox", "radio", "select", "checklist", "taglist", "date")
)
SINGLE_CHOICE: Final = frozenset(("radio", "select"))
MULTIPLE_CHOICE: Final = frozenset(("checklist", "taglist"))
CHOICE: Final = SINGLE_CHOICE | MULTIPLE_CHOICE
CONTAINERS: Final = frozenset(("group", "dynamiclist"))

#: A row of typed answers keeps under this key which row of the recorded data it came from.
#: No field can claim it: keys are words.
ORIGIN: Final = ""

Bound = int | float | str | Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a choice field: the JSON value that is submitted and what people read."""

    value: Json
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One component of the form; ``path`` is its own part of the binding path."""

    id: str
    kind: str
    path: tuple[str, ...] = ()
    label: str = ""
    description: str = ""
    hide: Expression | None = None
    readonly: bool | Expression = False
    disabled: bool = False
    default: Json | Undefined = UNDEFINED
    required: bool = False
    minimum: Bound = None
    maximum: Bound = None
    min_length: Bound = None
    max_length: Bound = None
    pattern: Pattern | None = None
    pattern_message: str = ""
    email: bool = False
    choices: tuple[Choice, ...] = ()
    choices_from: str | None = None
    decimal_digits: int | None = None
    increment: Decimal | None = None
    as_text: bool = False
    repetitions: int = 1
    may_change_rows: bool = True
    text: str = ""
    source: str = ""
    prefix: str = ""
    suffix: str = ""
    columns: int | None = None
    personal: bool = False
    fresh: bool = False
    fields: tuple[Field, ...] = ()

    @property
    def keyed(self) -> bool:
        """True if the field submits a value of its own."""
        return self.kind in KEYED


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that passed the gate; ``source`` is what was published, byte for byte.

    ``sets`` are the top-level variables that completing it can set, ``reads`` those that its
    conditions, bounds and option sources read, ``personal`` those with a field that carries
    the property ``pribadi=ya``, ``fresh`` those with a field that carries ``awal=kosong`` (it starts
    empty at every task, whatever was answered before), ``labels`` the label of every path.
    """

    id: FormId
    source: bytes
    fields: tuple[Field, ...]
    sets: frozenset[str]
    reads: frozenset[str]
    personal: frozenset[str]
    labels: Mapping[str, str]
    has_hiding: bool = False
    has_locking: bool = False
    binds: frozenset[str] = frozenset()
    fresh: frozenset[str] = frozenset()

    def recalled(self, data: Mapping[str, Json]) -> dict[str, Json]:
        """What of a case's data a page of this form begins with: all but the fresh variables."""
        return {name: value for name, value in data.items() if name not in self.fresh}

    def __hash__(self) -> int:
        """The published bytes are the form; everything else follows from them."""
        return hash(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option as a page shows it; ``value`` is what its input submits."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """Everything a page needs to draw one field.

    ``value`` of a list is what its hidden input ``<name>[]`` submits; ``value`` of an image is
    its source and ``label`` its alternative text; ``html`` of a text is safe to print as it is.
    """

    kind: str
    name: str
    html_id: str
    label: str = ""
    description: str = ""
    value: str | bool | list[str] | None = None
    visible: bool = True
    required: bool = False
    readonly: bool = False
    disabled: bool = False
    options: tuple[Option, ...] = ()
    errors: tuple[Words, ...] = ()
    children: tuple[FieldView, ...] = ()
    rows: tuple[tuple[FieldView, ...], ...] = ()
    can_add: bool = False
    can_remove: bool = False
    columns: int | None = None
    prefix: str = ""
    suffix: str = ""
    min: str | None = None
    max: str | None = None
    step: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How one recorded answer reads."""

    label: str
    text: str
