"""One component being read: every part is asked for once, and noted if it is wrong."""

from __future__ import annotations

from typing import Final

from runner.forms import bindings, feel_reading, problem_texts, templates
from runner.forms.feel import Expression
from runner.forms.feel_reading import FeelRefused
from runner.forms.fields import CONTAINERS
from runner.forms.located_json import Located
from runner.model import Problem, Severity

TEXT: Final = ("teks", "a text")
FLAG: Final = ("true atau false", "true or false")
OBJECT: Final = ("sebuah objek", "an object")
LIST: Final = ("sebuah daftar", "a list")
WHOLE: Final = ("bilangan bulat yang wajar", "a sensible whole number")
NUMBER: Final = ("angka", "a number")


class Reading:
    """Collects what is wrong while the components of one file are read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.ids: set[str] = set()
        self.claims = bindings.Claims()

    def note(self, code: str, at: Located, *, warning: bool = False, **facts: object) -> None:
        """Keep one problem with the component ``at``."""
        what, remedy = problem_texts.words(code, facts)
        name = next((at[key] for key in ("label", "dateLabel", "key") if _filled(at.get(key))), "")
        identity = at.get("id")
        self.problems.append(
            Problem(
                code=code,
                what=what,
                remedy=remedy,
                file=self.file,
                line=at.line,
                element=identity if isinstance(identity, str) else "",
                name=name,
                severity=Severity.WARNING if warning else Severity.ERROR,
            )
        )

    def is_(self, at: Located, where: str, wanted: tuple[str, str]) -> None:
        """Keep that ``where`` is not what it should be."""
        self.note("form.shape", at, where=f"“{where}”", wanted_id=wanted[0], wanted_en=wanted[1])


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value)


class Component:
    """One component being read; every part is asked for once and noted if it is wrong."""

    def __init__(self, source: Located, reading: Reading) -> None:
        self.source, self.reading = source, reading
        self.kind: str = source["type"]

    def note(self, code: str, *, warning: bool = False, **facts: object) -> None:
        """Keep one problem with this component."""
        self.reading.note(code, self.source, warning=warning, **facts)

    def unsupported(self, name: str, instead: tuple[str, str]) -> None:
        """Keep that a property is outside the subset, and what to use in its place."""
        self.note("form.property", value=name, instead_id=instead[0], instead_en=instead[1])

    def text(self, name: str, default: str = "") -> str:
        value = self.source.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            self.reading.is_(self.source, name, TEXT)
            return default
        return value

    def template(self, name: str, default: str = "", *, within: Located | None = None) -> str:
        value = self.text(name, default) if within is None else within.get(name) or default
        if not isinstance(value, str):
            self.reading.is_(self.source, name, TEXT)
            return default
        for wrong in templates.refusals(value):
            self.note("form.template", value=wrong, where=name)
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.source.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.reading.is_(self.source, name, FLAG)
            return default
        return value

    def inside(self, name: str) -> Located:
        value = self.source.get(name)
        if isinstance(value, Located):
            return value
        if value is not None:
            self.reading.is_(self.source, name, OBJECT)
        nothing = Located()
        nothing.line = self.source.line
        return nothing

    def whole(self, name: str, most: int, *, within: Located | None = None, least: int = 0) -> int | None:
        value = (within if within is not None else self.source).get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.reading.is_(self.source, name, WHOLE)
            return None
        return value

    def expression(self, value: object, where: str) -> Expression | None:
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self.reading.is_(self.source, where, TEXT)
            return None
        try:
            return feel_reading.parse(value)
        except FeelRefused as refused:
            self.note("form.condition", where=where, why_id=refused.what.id, why_en=refused.what.en)
            return None

    def own_path(self) -> tuple[str, ...]:
        """The checked key or path of the component; empty where it has none."""
        name = "path" if self.kind in CONTAINERS else "key"
        key = self.text(name)
        if not key:
            if self.kind != "group":
                self.note("form.key_missing", value=name)
            return ()
        why = bindings.refusal(key)
        if why is not None:
            self.note("form.key", value=key, why_id=why[0], why_en=why[1])
            return ()
        return tuple(key.split("."))

    def readonly(self) -> bool | Expression:
        value = self.source.get("readonly")
        if isinstance(value, str) and value:
            return self.expression(value, "readonly") or False
        if value not in (None, ""):
            return self.flag("readonly")
        return False
