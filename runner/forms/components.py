"""One component of a form read into a field; everything outside the subset is noted, nothing dropped."""

from __future__ import annotations

from typing import Any, Final

from runner.forms import constraints, problem_texts, templates
from runner.forms.fields import CHOICE, MAX_REPETITIONS, Field
from runner.forms.json_values import UNDEFINED
from runner.forms.located_json import Located
from runner.forms.reading import Component, Reading

_KINDS: Final = (
    "textfield textarea number checkbox radio select checklist taglist datetime group dynamiclist text image "
    "separator spacer button"
)
KINDS: Final = frozenset(_KINDS.split())
_COMMON: Final = "id type layout conditional properties"
_KEYED: Final = f"{_COMMON} key label description defaultValue disabled readonly validate"
_CHOICES: Final = f"{_KEYED} values valuesKey"
_PROPERTIES: Final[dict[str, frozenset[str]]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "textfield": f"{_KEYED} appearance",
        "textarea": _KEYED,
        "number": f"{_KEYED} appearance decimalDigits increment serializeToString",
        "checkbox": _KEYED,
        "radio": _CHOICES,
        "select": f"{_CHOICES} searchable",
        "checklist": _CHOICES,
        "taglist": _CHOICES,
        "datetime": f"{_KEYED} subtype dateLabel disallowPassedDates",
        "group": f"{_COMMON} label path components showOutline verticalAlignment readonly disabled",
        "dynamiclist": f"{_COMMON} label path components showOutline verticalAlignment readonly disabled "
        "isRepeating allowAddRemove defaultRepetitions disableCollapse nonCollapsedItems",
        "text": f"{_COMMON} text strict",
        "image": f"{_COMMON} source alt",
        "separator": _COMMON,
        "spacer": f"{_COMMON} height",
        "button": f"{_COMMON} label action disabled",
    }.items()
}
#: Properties that would change what a form means; leaving them out silently would mislead its author.
_MEANINGFUL: Final = (
    "valuesExpression expression computeOn dataSource subtype timeLabel timeSerializingFormat use24h "
    "timeInterval readonly disabled validate key path defaultValue isRepeating components"
)
_IMAGES: Final = tuple(f"data:image/{kind};base64," for kind in ("png", "jpeg", "gif", "webp"))

_FIXED_OPTIONS: Final = (
    "Isi daftar pilihan tetap (values) atau sebut satu variabel (valuesKey).",
    "List fixed options (values) or name one variable (valuesKey).",
)


def _check_properties(part: Component) -> None:
    """Note every property that this kind of component does not have."""
    for name in part.source.keys() - _PROPERTIES[part.kind]:
        if name in _MEANINGFUL.split():
            instead = problem_texts.OTHERWISE if name != "valuesExpression" else _FIXED_OPTIONS
            part.unsupported(name, instead)
        else:
            part.note("form.property_unknown", warning=True, value=name)
    for name in part.inside("conditional").keys() - {"hide"}:
        part.unsupported(f"conditional.{name}", ("Pakai “hide”.", "Use “hide”."))


def field_of(part: Component, fields: tuple[Field, ...], path: tuple[str, ...]) -> Field:
    """The field that ``part`` describes; what is wrong with it stands in its reading."""
    _check_properties(part)
    kind = "date" if part.kind == "datetime" else part.kind
    if kind == "date" and part.text("subtype", "date") != "date":
        refuse_kind(part.source, part.reading, f"datetime {part.source['subtype']}", "time")
    if part.source.get("disallowPassedDates"):
        part.note("form.past_dates", warning=True)
    facts: dict[str, Any] = {
        "id": part.source["id"],
        "kind": kind,
        "path": path,
        "label": part.template("dateLabel") or part.template("label")
        if kind == "date"
        else part.template("label"),
        "description": part.template("description"),
        "hide": part.expression(part.inside("conditional").get("hide"), "hide"),
        "readonly": part.readonly(),
        "disabled": part.flag("disabled"),
        "columns": part.whole("columns", 16, within=part.inside("layout"), least=1),
        "personal": part.inside("properties").get("pribadi") == "ya",
        "fresh": part.inside("properties").get("awal") == "kosong",
        "fields": fields,
    }
    if kind == "dynamiclist":
        facts.update(_list_facts(part, fields))
    elif kind in ("text", "image"):
        facts.update(_shown_facts(part))
    elif kind not in ("group", "separator", "spacer", "button"):
        facts.update(constraints.number_facts(part) if kind == "number" else {})
        facts.update(constraints.choice_facts(part) if kind in CHOICE else {})
        facts.update(constraints.rule_facts(part))
        appearance = part.inside("appearance")
        facts["prefix"] = part.template("prefixAdorner", within=appearance)
        facts["suffix"] = part.template("suffixAdorner", within=appearance)
        field = Field(**facts)
        default = part.source.get("defaultValue", UNDEFINED)
        if default is not UNDEFINED and (why := constraints.misfit(field, default)):
            part.note("form.default", why_id=why[0], why_en=why[1])
        elif default is not None:
            facts["default"] = default
    return Field(**facts)


def refuse_kind(source: Located, reading: Reading, shown: str = "", kind: str = "") -> None:
    """Note that the component is of a kind outside the subset."""
    kind = kind or str(source.get("type"))
    instead = problem_texts.INSTEAD.get(kind, problem_texts.OTHERWISE)
    reading.note("form.type", source, value=shown or kind, instead_id=instead[0], instead_en=instead[1])


def _list_facts(part: Component, fields: tuple[Field, ...]) -> dict[str, Any]:
    if not part.flag("isRepeating", True):
        part.unsupported("isRepeating", ("Pakai Group.", "Use a Group."))
    if not fields:
        part.note("form.list_empty")
    repetitions = part.whole("defaultRepetitions", MAX_REPETITIONS)
    return {
        "repetitions": 1 if repetitions is None else repetitions,
        "may_change_rows": part.flag("allowAddRemove", True) and bool(fields),
    }


def _shown_facts(part: Component) -> dict[str, Any]:
    if part.kind == "text":
        text = part.template("text", "# Text")
        for tag in templates.tags(text):
            part.note("form.html", value=tag)
        return {"text": text}
    source = part.text("source")
    if not source.startswith(_IMAGES):
        part.note("form.image")
    return {"source": source, "label": part.template("alt")}
