"""The options, bounds and patterns of a component, as its author set them; wrong ones are noted."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from runner.forms import bindings, problem_texts, values
from runner.forms.fields import MULTIPLE_CHOICE, SINGLE_CHOICE, Bound, Choice, Field
from runner.forms.json_values import is_number, number_of
from runner.forms.located_json import Located
from runner.forms.pattern import Pattern, PatternRefused
from runner.forms.reading import FLAG, NUMBER, TEXT, WHOLE, Component

_LENGTHS: Final = "minLength maxLength"
_PATTERN: Final = "pattern patternErrorMessage validationType"
_RULES: Final = {
    "textfield": f"required {_LENGTHS} {_PATTERN}",
    "textarea": f"required {_LENGTHS} {_PATTERN}",
    "number": f"required min max {_LENGTHS} {_PATTERN}",
}
#: A number whose digits could not be told apart from those of a neighbour is no use as a step.
_MAX_DIGITS: Final = 15


def number_facts(part: Component) -> dict[str, Any]:
    increment = part.source.get("increment")
    step: Decimal | None = None
    if increment not in (None, ""):
        number = _number(increment)
        if number is None or number <= 0 or len(str(increment)) > _MAX_DIGITS:
            part.note(
                "form.bound", value=increment, wanted_id="angka di atas nol", wanted_en="a number above zero"
            )
        else:
            step = Decimal(str(increment))
    return {
        "decimal_digits": part.whole("decimalDigits", _MAX_DIGITS),
        "increment": step,
        "as_text": part.flag("serializeToString"),
    }


def _number(value: object) -> int | float | None:
    if is_number(value):
        return value  # type: ignore[return-value]
    return number_of(value) if isinstance(value, str) and value == value.strip() else None


def choice_facts(part: Component) -> dict[str, Any]:
    fixed, from_data = part.source.get("values"), part.source.get("valuesKey")
    if (fixed is None) == (from_data is None):
        why = (
            "harus tepat satu di antara values dan valuesKey",
            "exactly one of values and valuesKey is needed",
        )
        part.note("form.options", why_id=why[0], why_en=why[1])
        return {}
    if from_data is not None:
        if not isinstance(from_data, str) or "." in from_data or bindings.refusal(from_data):
            why = ("valuesKey bukan nama variabel", "valuesKey is not the name of a variable")
            part.note("form.options", why_id=why[0], why_en=why[1])
            return {}
        return {"choices_from": from_data}
    return {"choices": tuple(_choices(part, fixed))}


def _choices(part: Component, fixed: object) -> Iterable[Choice]:
    if not isinstance(fixed, list) or not fixed:
        why = ("daftarnya kosong", "there are none")
        part.note("form.options", why_id=why[0], why_en=why[1])
        return
    taken: set[str] = set()
    for item in fixed:
        choice = values.choice_of(item)
        if choice is None or isinstance(choice.value, dict):
            why = ("ada pilihan tanpa label atau nilai", "an option has no label or value")
            part.note("form.options", why_id=why[0], why_en=why[1])
        elif values.token(choice) in taken:
            shown = values.token(choice)
            why = (f"nilai “{shown}” muncul dua kali", f"the value “{shown}” occurs twice")
            part.note("form.options", why_id=why[0], why_en=why[1])
        else:
            taken.add(values.token(choice))
            yield choice


def rule_facts(part: Component) -> dict[str, Any]:
    rules = part.inside("validate")
    for name in sorted(rules.keys() - _RULES.get(part.kind, "required").split()):
        if rules[name] not in (None, ""):
            part.unsupported(f"validate.{name}", problem_texts.OTHERWISE)
    facts: dict[str, Any] = {}
    required = rules.get("required", False)
    if not isinstance(required, bool):
        part.reading.is_(part.source, "validate.required", FLAG)
    facts["required"] = required is True
    for name, fact in (("min", "minimum"), ("max", "maximum")):
        facts[fact] = _bound(part, rules, name, whole=False) if part.kind == "number" else None
    text_like = part.kind in ("textfield", "textarea") or bool(part.source.get("serializeToString"))
    for name, fact in (("minLength", "min_length"), ("maxLength", "max_length")):
        if rules.get(name) not in (None, "") and part.kind == "number" and not text_like:
            part.unsupported(
                f"validate.{name}",
                ("Pakai min dan max, atau serializeToString.", "Use min and max, or serializeToString."),
            )
        facts[fact] = _bound(part, rules, name, whole=True) if text_like else None
    for low, high in (("minimum", "maximum"), ("min_length", "max_length")):
        least, most = _number(facts[low]), _number(facts[high])
        if least is not None and most is not None and least > most:
            part.note("form.bounds", low=facts[low], high=facts[high])
    if part.kind in _RULES:
        facts.update(_pattern_facts(part, rules))
    return facts


def _bound(part: Component, rules: Located, name: str, *, whole: bool) -> Bound:
    value = rules.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.startswith("="):
        return part.expression(value, f"validate.{name}")
    number = _number(value)
    if number is None or abs(number) > values.MAX_NUMBER or (whole and (number < 0 or number != int(number))):
        wanted = WHOLE if whole else NUMBER
        part.note("form.bound", value=value, wanted_id=wanted[0], wanted_en=wanted[1])
        return None
    return value  # type: ignore[no-any-return]


def _pattern_facts(part: Component, rules: Located) -> dict[str, Any]:
    facts: dict[str, Any] = {"email": False}
    kind = rules.get("validationType")
    if kind not in (None, "", "custom", "email") or (kind == "email" and part.kind == "number"):
        part.unsupported(
            f"validate.validationType {kind}", ("Pakai pola (pattern) sendiri.", "Use a pattern of your own.")
        )
    facts["email"] = kind == "email"
    pattern, message = rules.get("pattern"), rules.get("patternErrorMessage")
    if message not in (None, ""):
        facts["pattern_message"] = message
        if not isinstance(message, str):
            part.reading.is_(part.source, "validate.patternErrorMessage", TEXT)
    if pattern not in (None, ""):
        try:
            if not isinstance(pattern, str):
                raise PatternRefused(problem_texts.words("form.shape", _PATTERN_SHAPE)[0])
            facts["pattern"] = Pattern(pattern)
        except PatternRefused as refused:
            part.note("form.pattern", why_id=refused.what.id, why_en=refused.what.en)
    return facts


_PATTERN_SHAPE: Final[dict[str, object]] = {"where": "pattern", "wanted_id": TEXT[0], "wanted_en": TEXT[1]}


def misfit(field: Field, default: Any) -> tuple[str, str] | None:
    """Why the default cannot be a value of the field, None if it can."""
    kind = field.kind
    if default is None and kind in ("number", "date", *SINGLE_CHOICE):
        return None
    if kind in ("textfield", "textarea"):
        return None if isinstance(default, str) else ("bukan teks", "it is not a text")
    if kind == "checkbox":
        return None if isinstance(default, bool) else ("bukan true atau false", "it is not true or false")
    if kind == "date":
        return None if values.is_date(default) else ("bukan tanggal", "it is not a date")
    if kind == "number":
        fits = (
            isinstance(default, str) and _number(default) is not None if field.as_text else is_number(default)
        )
        return (
            None if fits and abs(_number(default) or 0) <= values.MAX_NUMBER else ("bukan angka", "no number")
        )
    if kind in MULTIPLE_CHOICE and not isinstance(default, list):
        return ("bukan daftar", "it is not a list")
    picked = default if kind in MULTIPLE_CHOICE else [default]
    if field.choices_from is None and not all(values.is_offered(item, field.choices) for item in picked):
        return ("tidak ada di antara pilihan", "it is not among the options")
    return None
