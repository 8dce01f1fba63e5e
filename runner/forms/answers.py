"""The server's judgement of a form that was sent: what form-js would submit, or every refusal."""

from __future__ import annotations

from collections.abc import Mapping

from runner.errors import AnswersRefused
from runner.forms import rules
from runner.forms.fields import Form
from runner.forms.filling import Filling, Raw
from runner.forms.json_values import Path, Value, closed, lookup, put
from runner.model import FieldError, Json


def check(form: Form, raw: Raw, *, data: Mapping[str, Json]) -> dict[str, Json]:
    """The answers to record: every field in sight that has a key and is not disabled.

    What was typed counts only where it could be typed; a readonly field keeps its recorded value.
    Raises AnswersRefused.
    """
    answers, errors = judged(Filling(form, data, raw))
    if errors:
        raise AnswersRefused(errors)
    return answers


def judged(filling: Filling) -> tuple[dict[str, Json], list[FieldError]]:
    """What would be submitted, and the first thing that is wrong with each field."""
    errors: list[FieldError] = []
    answers: dict[str, Value] = {}
    for instance in filling.instances():
        field = instance.field
        wrong = filling.unreadable.get(instance.path)
        if field.keyed and not field.disabled:
            value = lookup(filling.state, instance.path)
            put(answers, instance.path, value)
            if wrong is None and (broken := rules.broken(field, value, instance.scope)):
                wrong = broken[0]
        if wrong is not None:
            errors.append(FieldError(path=input_name(instance.path), label=field.label, message=wrong))
    return {name: closed(value) for name, value in answers.items()}, errors


def input_name(path: Path) -> str:
    """The name of the input at a path: ``items[0].name``."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name
