"""Random forms, recorded data and acts of a person, each case fixed by its seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

WORDS = ["", "a", "abc", " b ", "Setuju", "12", "surat 7", "née", "𝒳y", "x\ty", "a@b.id", "3"]
NUMBERS: list[Any] = [0, 1, 2, 3, -1, 2.5, 0.1, 10, 100, -7.25, 1000000, 1e-7]
TYPED_NUMBERS = ["", "0", "1", "2", "3", "2,5", "0.5", "-4", "12.75", "100", "1e2", "7.", ".5", "007", "-0"]
DATES = ["2026-03-03", "2024-02-29", "1999-12-31"]
OPTIONS: list[Any] = ["a", "b", "c", 1, 2, True, "d e"]
PATTERNS = [
    "^\\d+$",
    "a",
    "^[a-z]*$",
    "^(ab|c)+",
    "\\w{2,4}",
    "^$|b",
    "[^0-9]",
    "^.{2,}?$",
    "x?$",
    "(\\d|b)+",
]
OUTSIDE = ["peran", "nilai", "kata", "bukti", "daftar", "objek"]


def outside_data(random: Random) -> dict[str, Any]:
    """Recorded variables that no field of the form binds."""
    data: dict[str, Any] = {}
    makers: dict[str, Any] = {
        "peran": lambda: random.choice(["kepala", "staf", "", None]),
        "nilai": lambda: random.choice([*NUMBERS, None, "5", True]),
        "kata": lambda: random.choice(WORDS),
        "bukti": lambda: random.choice([True, False, None]),
        "daftar": lambda: random.choice(
            [
                [],
                [1],
                [1, 2],
                ["a", "b"],
                None,
                "x",
                ["a", {"value": "b"}, {"label": "C", "value": "c"}, 1, None],
            ]
        ),
        "objek": lambda: random.choice([{"k": 1}, {"k": "a", "m": None}, {}, None]),
    }
    for name in OUTSIDE:
        if random.random() < 0.75:
            data[name] = makers[name]()
    return data


@dataclass
class FormMaker:
    """Makes one random schema and remembers what it holds."""

    random: Random
    serial: int = 0
    names: list[str] = field(default_factory=lambda: [*OUTSIDE, "objek.k", "objek.m"])
    leaves: list[tuple[str, dict[str, Any], int]] = field(default_factory=list)

    def schema(self) -> dict[str, Any]:
        # names of top-level fields are known beforehand, so that conditions may look ahead
        self.names += ["f1", "f2", "f3", "f4"]
        return {"type": "default", "id": "Form_x", "components": self.components(0, 0)}

    def components(self, depth: int, lists: int) -> list[dict[str, Any]]:
        count = self.random.randint(1, 6 if depth == 0 else 3)
        return [self.component(depth, lists) for _ in range(count)]

    def component(self, depth: int, lists: int) -> dict[str, Any]:
        random = self.random
        self.serial += 1
        kinds = [
            "textfield",
            "textarea",
            "number",
            "number",
            "checkbox",
            "radio",
            "select",
            "checklist",
            "taglist",
        ]
        kinds += ["datetime", "text", "textfield"]
        if depth < 3:
            kinds += ["group", "dynamiclist", "dynamiclist"] if lists < 2 else ["group"]
        kind = random.choice(kinds)
        made: dict[str, Any] = {"type": kind, "id": f"C{self.serial}", "label": f"Isian {self.serial}"}
        if random.random() < 0.35:
            made["conditional"] = {"hide": "=" + self.condition(lists)}
        if kind == "text":
            return {key: value for key, value in made.items() if key != "label"} | {"text": "halo {{kata}}"}
        if random.random() < 0.12:
            made["readonly"] = random.choice([True, False, "=" + self.condition(lists)])
        if random.random() < 0.08:
            made["disabled"] = random.choice([True, False])
        if kind in ("group", "dynamiclist"):
            return self.container(made, depth, lists)
        made["key"] = (
            f"f{self.serial}" if random.random() < 0.85 else f"g{random.randint(1, 2)}.f{self.serial}"
        )
        getattr(self, f"_{kind}", lambda _: None)(made)
        validate = made.setdefault("validate", {})
        if random.random() < 0.35:
            validate["required"] = random.choice([True, True, False])
        if not validate:
            del made["validate"]
        return made

    def container(self, made: dict[str, Any], depth: int, lists: int) -> dict[str, Any]:
        random = self.random
        if made["type"] == "group":
            if random.random() < 0.6:
                made["path"] = random.choice([f"grup{self.serial}", f"grup{self.serial}.dalam"])
            made["components"] = self.components(depth + 1, lists)
            return made
        made["path"] = f"baris{self.serial}"
        made["isRepeating"] = True
        made["allowAddRemove"] = random.random() < 0.8
        if random.random() < 0.6:
            made["defaultRepetitions"] = random.randint(0, 3)
        made["components"] = self.components(depth + 1, lists + 1)
        return made

    # -- what each kind may hold ---------------------------------------------------------------

    def _textfield(self, made: dict[str, Any]) -> None:
        random, rules = self.random, {}
        if random.random() < 0.3:
            rules["minLength"] = random.choice([0, 1, 2, "3", "=nilai", "=kata", "=bukti"])
        if random.random() < 0.3:
            rules["maxLength"] = random.choice([3, 4, 10, "5", "=nilai"])
        if random.random() < 0.3:
            rules["pattern"] = random.choice(PATTERNS)
        if random.random() < 0.15:
            rules["validationType"] = "email"
        made["validate"] = rules
        if random.random() < 0.2:
            made["defaultValue"] = random.choice(WORDS)

    _textarea = _textfield

    def _number(self, made: dict[str, Any]) -> None:
        random, rules = self.random, {}
        if random.random() < 0.35:
            rules["min"] = random.choice([0, 1, "2", -3.5, "=nilai", "=kata", "=f1", "=f2"])
        if random.random() < 0.35:
            rules["max"] = random.choice([10, "50", 99.5, "=nilai", "=objek.k"])
        if random.random() < 0.1:
            rules["pattern"] = random.choice(PATTERNS)
        made["validate"] = rules
        if random.random() < 0.3:
            made["decimalDigits"] = random.choice([0, 1, 2])
        if random.random() < 0.25:
            made["increment"] = random.choice([1, 2, 0.5, "0.25", 5])
        if random.random() < 0.2:
            made["serializeToString"] = True
        if random.random() < 0.2:
            made["defaultValue"] = (
                str(random.randint(1, 9)) if made.get("serializeToString") else random.choice(NUMBERS)
            )

    def _checkbox(self, made: dict[str, Any]) -> None:
        if self.random.random() < 0.2:
            made["defaultValue"] = self.random.choice([True, False])

    def _options(self, made: dict[str, Any]) -> list[Any]:
        random = self.random
        if random.random() < 0.25:
            made["valuesKey"] = "daftar"
            return ["a", 1, "zz"]
        picked = random.sample(OPTIONS, random.randint(1, 4))
        made["values"] = [{"label": f"L{value}", "value": value} for value in picked]
        return picked

    def _radio(self, made: dict[str, Any]) -> None:
        offered = self._options(made)
        if self.random.random() < 0.25:
            made["defaultValue"] = self.random.choice(offered)

    _select = _radio

    def _checklist(self, made: dict[str, Any]) -> None:
        offered = self._options(made)
        if self.random.random() < 0.25:
            made["defaultValue"] = self.random.sample(offered, self.random.randint(0, len(offered)))

    _taglist = _checklist

    def _datetime(self, made: dict[str, Any]) -> None:
        made["subtype"] = "date"
        made["dateLabel"] = made.pop("label")
        if self.random.random() < 0.2:
            made["defaultValue"] = self.random.choice(DATES)

    # -- conditions ----------------------------------------------------------------------------

    def condition(self, lists: int, depth: int = 0) -> str:
        random = self.random
        roll = random.random()
        if depth < 3 and roll < 0.25:
            word = random.choice(["and", "or"])
            return f"{self.condition(lists, depth + 1)} {word} {self.condition(lists, depth + 1)}"
        if depth < 3 and roll < 0.35:
            return f"not({self.condition(lists, depth + 1)})"
        if depth < 3 and roll < 0.42:
            return f"({self.condition(lists, depth + 1)})"
        if roll < 0.5:
            return self.operand(lists)
        if roll < 0.6:
            items = ", ".join(self.operand(lists) for _ in range(random.randint(1, 3)))
            return f"({self.operand(lists)} in [{items}])"
        sign = random.choice(["=", "=", "!=", "<", "<=", ">", ">="])
        return f"{self.operand(lists)} {sign} {self.operand(lists)}"

    def operand(self, lists: int) -> str:
        random = self.random
        if random.random() < 0.55:
            names = list(self.names)
            if self.serial:
                near = random.randint(1, self.serial)
                names += [f"f{near}", f"grup{near}.f{near + 1}", f"baris{near}.f{near + 1}"]
                if lists:
                    names += [f"this.f{near}", f"this.f{near + 1}", f"parent.f{near}", "i", f"_this_.f{near}"]
            return random.choice(names)
        literals = [
            "null",
            "true",
            "false",
            "1",
            "2.5",
            "-1",
            "0",
            '"a"',
            '"Setuju"',
            '""',
            '"12"',
            '"x\\"y"',
        ]
        return random.choice(literals)


def recorded(random: Random, components: list[dict[str, Any]], into: dict[str, Any]) -> dict[str, Any]:
    """Recorded values for some of the fields, some of them not what the field would hold."""
    for component in components:
        kind = component["type"]
        if kind == "group":
            inner = _inside(into, component.get("path", ""))
            recorded(random, component["components"], inner)
        elif kind == "dynamiclist":
            if random.random() < 0.55:
                rows = [
                    recorded(random, component["components"], {"lain": 1})
                    for _ in range(random.randint(0, 3))
                ]
                into[component["path"]] = (
                    rows if random.random() < 0.93 else random.choice([None, "x", [1, {}]])
                )
        elif kind != "text" and random.random() < 0.5:
            *above, last = component["key"].split(".")
            _inside(into, ".".join(above))[last] = _value(random, component)
    return into


def _inside(data: dict[str, Any], path: str) -> dict[str, Any]:
    for part in filter(None, path.split(".")):
        data = data.setdefault(part, {})
    return data


def _value(random: Random, component: dict[str, Any]) -> Any:
    kind = component["type"]
    if random.random() < 0.12:
        return random.choice([None, 5, "q", True, [], ["a"], {"a": 1}, "a\nb"])
    if kind in ("textfield", "textarea"):
        return random.choice(WORDS)
    if kind == "number":
        return random.choice([*NUMBERS, "4", "2.50"])
    if kind == "checkbox":
        return random.choice([True, False])
    if kind == "datetime":
        return random.choice(DATES)
    if kind in ("radio", "select"):
        return random.choice(OPTIONS)
    return random.sample(OPTIONS, random.randint(0, 3))


def typed(random: Random, component: dict[str, Any], data: dict[str, Any]) -> Any:
    """Something a person could enter in the field."""
    kind = component["type"]
    if kind in ("textfield", "textarea"):
        return random.choice([*WORDS, "satu\ndua"] if kind == "textarea" else WORDS)
    if kind == "number":
        return random.choice(TYPED_NUMBERS)
    if kind == "checkbox":
        return random.choice([True, False])
    if kind == "datetime":
        return random.choice([*DATES, None])
    offered = [item["value"] for item in component["values"]] if "values" in component else ["a", "b"]
    if "valuesKey" in component:
        known = data.get("daftar")
        plain = known if isinstance(known, list) else []
        offered = [item for item in plain if isinstance(item, str | int) and not isinstance(item, bool)]
    if kind in ("radio", "select"):
        return random.choice(offered) if offered else None
    return random.sample(offered, random.randint(0, len(offered)))
