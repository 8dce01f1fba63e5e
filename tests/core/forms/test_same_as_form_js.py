"""What form-js shows, submits and refuses, we show, submit and refuse: random cases, form-js in Node.

Left out because we are stricter on purpose: dates that are no plain day of the calendar, numbers of
10^15 and more, text that is no number or a grouped one in a number field (form-js drops it without a
word), and a field that a person filled in before it became readonly (we keep what was recorded).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

import pytest

from runner import forms
from runner.forms import feel, feel_reading
from runner.forms.answers import input_name, judged
from runner.forms.fields import ORIGIN
from runner.forms.filling import Filling
from runner.forms.json_values import UNDEFINED, lookup, put, same
from runner.forms.pattern import Pattern, PatternRefused
from tests.core.forms.random_forms import FormMaker, outside_data, recorded, typed
from tests.form_js import FormJs
from tests.node_tools import NodeTools


@pytest.fixture(scope="module")
def form_js(node: NodeTools) -> Iterator[FormJs]:
    oracle = FormJs(node)
    yield oracle
    oracle.close()


class Case:
    """One random form with data and acts."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)  # noqa: S311 - cases, not secrets
        maker = FormMaker(random)
        self.schema = maker.schema()
        self.data = recorded(random, self.schema["components"], outside_data(random))
        #: id -> the component and its path, cut at every list
        self.places: dict[str, tuple[dict[str, Any], list[tuple[str, ...]]]] = {}
        self._place(self.schema["components"], [()])
        self.acts = [act for _ in range(random.randint(0, 9)) if (act := self._act(random))]

    def _place(self, components: list[dict[str, Any]], above: list[tuple[str, ...]]) -> None:
        for component in components:
            own = tuple(filter(None, component.get("path", component.get("key", "")).split(".")))
            path = [*above[:-1], above[-1] + own]
            self.places[component["id"]] = (component, path)
            inside = [*path, ()] if component["type"] == "dynamiclist" else path
            self._place(component.get("components", []), inside)

    def _act(self, random: Random) -> dict[str, Any] | None:
        identity = random.choice(list(self.places))
        component, path = self.places[identity]
        rows = [random.choice([0, 0, 1, 2]) for _ in path[1:]]
        if component["type"] == "dynamiclist":
            if random.random() < 0.5:
                return {"act": "add", "id": identity, "rows": rows}
            return {"act": "remove", "id": identity, "rows": rows, "row": random.choice([0, 0, 1])}
        if component["type"] in ("group", "text"):
            return None
        return {"act": "type", "id": identity, "rows": rows, "value": typed(random, component, self.data)}

    def raw(self, form: forms.Form, answer: dict[str, Any]) -> dict[str, Any]:
        """What a page would hold after the acts: those that form-js took, and typing into locked fields."""
        raw: dict[str, Any] = {}
        locked = [tuple(item) for item in answer["locked"]]
        for act, applied in zip(self.acts, answer["applied"], strict=True):
            if not applied and (act["act"] != "type" or (act["id"], *act["rows"]) not in locked):
                continue
            path: list[Any] = []
            _, places = self.places[act["id"]]
            for at, part in enumerate(places[:-1]):
                path += part
                self._rows(form, raw, path)
                path.append(act["rows"][at])
            path += places[-1]
            if act["act"] == "type":
                if applied or lookup(Filling(form, self.data, raw).state, path) is not UNDEFINED:
                    put(raw, path, act["value"])
                continue
            rows = self._rows(form, raw, path)
            if act["act"] == "add":
                rows.append({ORIGIN: None})
            else:
                del rows[act["row"]]
        return raw

    def _rows(self, form: forms.Form, raw: dict[str, Any], path: list[Any]) -> list[Any]:
        rows = lookup(raw, path)
        if not isinstance(rows, list):
            held = lookup(Filling(form, self.data, raw).state, path)
            rows = [{ORIGIN: at} for at in range(len(held) if isinstance(held, list) else 0)]
            put(raw, path, rows)
        return rows


def compare(form_js: FormJs, seed: int) -> str:
    """Ask both about the case; what the outcome was, or an assertion."""
    case = Case(seed)
    content = json.dumps(case.schema).encode()
    found = [problem.sentence("en") for problem in forms.problems(content, file="random.form")]
    answer = form_js.ask({"schema": case.schema, "data": case.data, "acts": case.acts})
    if found:
        return "not in the subset"
    assert "error" not in answer, (seed, answer, case.schema)
    form = forms.read(content, file="random.form")
    took = [(act["id"], *act["rows"]) for act, yes in zip(case.acts, answer["applied"], strict=True) if yes]
    if any(tuple(item) in took for item in answer["locked"]):
        return "filled in, then locked"
    filling = Filling(form, case.data, case.raw(form, answer))
    seen, names = [], {}
    for instance in filling.instances():
        key = (instance.field.id, *(part for part in instance.path if isinstance(part, int)))
        seen.append(key)
        names[input_name(instance.path)] = key
    values, errors = judged(filling)
    about = f"seed {seed}\nschema {json.dumps(case.schema)}\ndata {case.data}\nacts {case.acts}\n{answer}\n"
    assert sorted(seen) == sorted(map(tuple, answer["visible"])), f"{about}seen {seen}"
    assert same(values, answer["values"]), f"{about}values {values}"
    refused = sorted(names[error.path] for error in errors)
    assert refused == sorted(map(tuple, answer["refused"])), f"{about}refused {errors}"
    return "refused" if refused else "accepted"


def posted(views: Iterable[forms.FieldView], pairs: dict[str, list[str]]) -> dict[str, list[str]]:
    """What a browser would post from the page that shows ``views``."""
    for view in views:
        posted(view.children, pairs)
        if view.kind == "dynamiclist":
            pairs[f"{view.name}[]"] = [str(view.value)]
            for row in view.rows:
                posted(row, pairs)
        elif view.name and view.kind != "group" and not (view.readonly or view.disabled):
            if view.options:
                chosen = [option.value for option in view.options if option.chosen]
            else:
                chosen = ["on"] if view.value is True else [str(view.value)] if view.value else []
            pairs[view.name] = ["", *chosen]
    return pairs


def in_one_order(value: Any) -> Any:
    """The value with several choices in one order: a page posts them in that of the options."""
    if isinstance(value, dict):
        return {key: in_one_order(item) for key, item in value.items()}
    if isinstance(value, list):
        inner = [in_one_order(item) for item in value]
        return inner if any(isinstance(item, dict) for item in inner) else sorted(inner, key=repr)
    return value


def test_a_page_posted_back_without_javascript_says_what_was_typed() -> None:
    kept = 0
    for seed in range(400):
        case = Case(seed)
        form = forms.read(json.dumps(case.schema).encode(), file="random.form")
        pairs = posted(forms.show(form, data=case.data), {})
        raw = forms.unpack(form, pairs)
        assert json.loads(json.dumps(raw)) == raw
        before, after = judged(Filling(form, case.data, {})), judged(Filling(form, case.data, raw))
        assert before[1] == after[1], (seed, case.schema, case.data, pairs)
        assert same(in_one_order(before[0]), in_one_order(after[0])), (seed, case.schema, case.data, pairs)
        kept += bool(pairs)
    assert kept > 250


def tally(form_js: FormJs, seeds: range) -> dict[str, int]:
    counted: dict[str, int] = {}
    for seed in seeds:
        outcome = compare(form_js, seed)
        counted[outcome] = counted.get(outcome, 0) + 1
    return counted


def test_a_sample_of_random_forms_gives_the_same_fields_values_and_refusals(form_js: FormJs) -> None:
    counted = tally(form_js, range(200))
    assert counted["accepted"] + counted["refused"] > 150, counted


@pytest.mark.thorough
def test_thousands_of_random_forms_give_the_same_fields_values_and_refusals(form_js: FormJs) -> None:
    counted = tally(form_js, range(1000, 5400))
    print(counted)  # noqa: T201 - the figures go into the closing note
    assert counted["accepted"] + counted["refused"] >= 4000, counted


def compare_expressions(form_js: FormJs, seeds: range) -> None:
    for seed in seeds:
        random = Random(seed)  # noqa: S311 - cases, not secrets
        maker = FormMaker(random)
        maker.names.append("tiada")
        source = maker.condition(0)
        data = outside_data(random)
        answer = form_js.ask({"feel": source, "data": data})
        expression = feel_reading.parse("=" + source)
        scope = feel.Scope(data)
        about = f"seed {seed}: {source} over {data}: {answer}"
        expected = answer["unary"].get("value", "failed")
        assert feel.holds(expression, scope) is (False if expected == "failed" else expected), about
        if "value" in answer["plain"]:
            assert same(feel.evaluate(expression, scope), answer["plain"]["value"]), about
        else:
            assert feel.evaluate(expression, scope) is None, about


def test_random_conditions_mean_the_same_as_in_form_js(form_js: FormJs) -> None:
    compare_expressions(form_js, range(1500))


@pytest.mark.thorough
def test_thousands_of_random_conditions_mean_the_same_as_in_form_js(form_js: FormJs) -> None:
    compare_expressions(form_js, range(10_000, 40_000))


def random_pattern(random: Random, depth: int = 0) -> str:
    atoms = [
        "a",
        "b",
        "/",
        ".",
        "\\d",
        "\\w",
        "\\s",
        "[ab]",
        "[^a]",
        "[0-9a-c]",
        "\\.",
        "é",
        "[\\w-]",
        "\\u0062",
    ]
    parts = []
    for _ in range(random.randint(1, 4)):
        roll = random.random()
        if roll < 0.2 and depth < 3:
            opening = random.choice(["(", "(?:"])
            parts.append(f"{opening}{random_pattern(random, depth + 1)})")
        elif roll < 0.3:
            parts.append(random.choice(["^", "$"]))
            continue
        else:
            parts.append(random.choice(atoms))
        if random.random() < 0.4:
            parts.append(random.choice(["*", "+", "?", "{2}", "{1,3}", "{0,}", "*?", "+?"]))
    if random.random() < 0.2:
        parts.insert(random.randint(0, len(parts)), "|") if parts[-1][0] not in "*+?{" else parts.append("|b")
    return "".join(parts)


def compare_patterns(form_js: FormJs, seeds: range) -> None:
    for seed in seeds:
        random = Random(seed)  # noqa: S311 - cases, not secrets
        source = random_pattern(random)
        try:
            pattern = Pattern(source)
        except PatternRefused:
            continue
        texts = [
            "".join(random.choice("aab/1. é-𝒳\n_Z") for _ in range(random.randint(0, 6))) for _ in range(12)
        ]
        answer = form_js.ask({"pattern": source, "texts": texts})
        mine = [pattern.found_in(text) for text in texts]
        assert mine == answer["found"], (source, list(zip(texts, mine, answer["found"], strict=True)))


def test_random_patterns_match_what_javascript_matches(form_js: FormJs) -> None:
    compare_patterns(form_js, range(1500))


@pytest.mark.thorough
def test_thousands_of_random_patterns_match_what_javascript_matches(form_js: FormJs) -> None:
    compare_patterns(form_js, range(10_000, 40_000))
