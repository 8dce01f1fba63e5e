"""Forms outside the subset are refused whole: every problem at once, by component, with a remedy."""

from __future__ import annotations

import json
from typing import Any

import pytest

from runner import forms
from runner.errors import DiagramRefused
from runner.model import Severity


def schema(*components: dict[str, Any], **root: Any) -> bytes:
    return json.dumps({"type": "default", "id": "formulir", **root, "components": list(components)}).encode()


def text(**more: Any) -> dict[str, Any]:
    return {"type": "textfield", "id": "F1", "key": "nama", "label": "Nama", **more}


def number(**more: Any) -> dict[str, Any]:
    return {"type": "number", "id": "F1", "key": "jumlah", "label": "Jumlah", **more}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "select", "id": "F1", "key": "pilih", "label": "Pilih", **more}


def rows(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "dynamiclist", "id": "D1", "path": "baris", "components": list(components), **more}


TWO = [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    *[
        (f"type {kind}", {"type": kind, "id": "F1", "label": "X"}, "form.type")
        for kind in (
            "html",
            "iframe",
            "table",
            "filepicker",
            "expression",
            "documentPreview",
            "time",
            "phone",
        )
    ],
    ("a time", {"type": "datetime", "id": "F1", "key": "jam", "subtype": "time"}, "form.type"),
    ("date and time", {"type": "datetime", "id": "F1", "key": "jam", "subtype": "datetime"}, "form.type"),
    ("no type", {"id": "F1", "key": "x"}, "form.type"),
    ("no id", {"type": "textfield", "key": "x"}, "form.id_missing"),
    ("an odd id", text(id='x" onclick="'), "form.id_missing"),
    ("the id of the form", text(id="formulir"), "form.id_twice"),
    ("no key", {"type": "textfield", "id": "F1"}, "form.key_missing"),
    ("a list without path", {**rows(text()), "path": ""}, "form.key_missing"),
    *[
        (f"key {key}", text(key=key), "form.key")
        for key in (
            "typename",
            "_a",
            "a._b",
            "a-b",
            "a..b",
            "a.",
            "1a",
            "a.2",
            "__proto__",
            "constructor",
            "a.length",
            "and",
            "date",
            "this",
            "parent",
            "i",
            "größe",
            "a b",
            "Infinity",
            "x" * 121,
        )
    ],
    ("hide without =", text(conditional={"hide": "a > 1"}), "form.condition"),
    ("hide with a call", text(conditional={"hide": "=count(a) > 1"}), "form.condition"),
    ("hide with arithmetic", text(conditional={"hide": "=a + 1 > 2"}), "form.condition"),
    ("hide with a range", text(conditional={"hide": "=a in [1..2]"}), "form.condition"),
    ("hide with a filter", text(conditional={"hide": "=a[1] = 2"}), "form.condition"),
    ("hide with if", text(conditional={"hide": "=if a then b else c"}), "form.condition"),
    ("hide with a chain", text(conditional={"hide": "=1 < a < 3"}), "form.condition"),
    ("hide with an unclear in", text(conditional={"hide": "=a in [1] and b"}), "form.condition"),
    ("hide that ends early", text(conditional={"hide": "=a ="}), "form.condition"),
    ("hide far too deep", text(conditional={"hide": "=" + "(" * 40 + "a" + ")" * 40}), "form.condition"),
    ("hide far too long", text(conditional={"hide": "=" + "a" * 2000}), "form.condition"),
    ("show instead of hide", text(conditional={"show": "=a"}), "form.property"),
    ("readonly with a call", text(readonly="=now() > a"), "form.condition"),
    ("readonly a number", text(readonly=3), "form.shape"),
    ("disabled a text", text(disabled="ya"), "form.shape"),
    ("a label of FEEL", text(label="=a"), "form.template"),
    ("a label with a loop", text(label="{{#loop a}}x{{/loop}}"), "form.template"),
    ("a text with a call", {"type": "text", "id": "F1", "text": "{{string(a)}}"}, "form.template"),
    ("a text with HTML", {"type": "text", "id": "F1", "text": "a <b onclick=x>b</b>"}, "form.html"),
    ("an image from elsewhere", {"type": "image", "id": "F1", "source": "https://x.id/a.png"}, "form.image"),
    ("an image of script", {"type": "image", "id": "F1", "source": "javascript:alert(1)"}, "form.image"),
    (
        "an image that may hold script",
        {"type": "image", "id": "F1", "source": "data:image/svg+xml;base64,A"},
        "form.image",
    ),
    ("options from FEEL", select(valuesExpression="=a"), "form.property"),
    ("no options", select(), "form.options"),
    ("no fixed options", select(values=[]), "form.options"),
    ("two sources of options", select(values=TWO, valuesKey="a"), "form.options"),
    ("the same option twice", select(values=[*TWO, TWO[0]]), "form.options"),
    (
        "options that read the same",
        select(values=[{"label": "1", "value": 1}, {"label": "2", "value": "1"}]),
        "form.options",
    ),
    ("an option without value", select(values=[{"label": "A"}]), "form.options"),
    ("options from an odd name", select(valuesKey="a.b"), "form.options"),
    ("options from the form itself", select(valuesKey="pilih"), "form.options"),
    ("a default outside", select(values=TWO, defaultValue="c"), "form.default"),
    (
        "defaults outside",
        {**select(values=TWO, defaultValue=["a", "c"]), "type": "checklist"},
        "form.default",
    ),
    ("a default of the wrong kind", number(defaultValue="5"), "form.default"),
    (
        "a default date that is none",
        {"type": "datetime", "id": "F1", "key": "t", "defaultValue": "2026-02-31"},
        "form.default",
    ),
    ("min above max", number(validate={"min": 5, "max": "3"}), "form.bounds"),
    ("minLength above maxLength", text(validate={"minLength": 5, "maxLength": 3}), "form.bounds"),
    ("min a word", number(validate={"min": "lima"}), "form.bound"),
    ("minLength below zero", text(validate={"minLength": -1}), "form.bound"),
    ("min on a text", text(validate={"min": 3}), "form.property"),
    ("lengths of a number", number(validate={"maxLength": 3}), "form.property"),
    ("a pattern of a choice", select(values=TWO, validate={"pattern": "a"}), "form.property"),
    ("a phone number", text(validate={"validationType": "phone"}), "form.property"),
    ("required a word", text(validate={"required": "ya"}), "form.shape"),
    ("validate a list", text(validate=[]), "form.shape"),
    ("an increment of nothing", number(increment=0), "form.bound"),
    ("a broken pattern", text(validate={"pattern": "(a"}), "form.pattern"),
    ("a pattern with look-ahead", text(validate={"pattern": "(?=a)b"}), "form.pattern"),
    ("a pattern with a back reference", text(validate={"pattern": "(a)\\1"}), "form.pattern"),
    ("a pattern that explodes", text(validate={"pattern": "((a{1,99}){1,99}){1,99}"}), "form.pattern"),
    ("a list that does not repeat", rows(text(), isRepeating=False), "form.property"),
    ("an empty list", rows(), "form.list_empty"),
    ("a list with too many rows", rows(text(), defaultRepetitions=5000), "form.shape"),
    ("columns beyond the grid", text(layout={"columns": 99}), "form.shape"),
    ("components that are no list", {"type": "group", "id": "F1", "components": {}}, "form.shape"),
    (
        "personal, yet read",
        text(properties={"pribadi": "ya"}, conditional={"hide": "=nama = null"}),
        "form.personal_read",
    ),
]


@pytest.mark.parametrize(
    ("component", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_is_outside_the_subset_is_refused_with_its_remedy(component: dict[str, Any], code: str) -> None:
    found = [problem for problem in forms.problems(schema(component), file="a.form") if problem.code == code]
    assert found, forms.problems(schema(component), file="a.form")
    problem = found[0]
    assert problem.file == "a.form"
    assert problem.line is not None
    assert problem.severity is Severity.ERROR
    for words in (problem.what, problem.remedy):
        assert words.id
        assert words.en
        assert "{" not in words.id.replace("{{", "")
    with pytest.raises(DiagramRefused):
        forms.read(schema(component), file="a.form")


@pytest.mark.parametrize(
    "pair",
    [
        [text(), text(id="F2")],
        [text(key="a.b"), text(id="F2", key="a")],
        [text(key="a"), text(id="F2", key="a.b")],
        [rows(text()), text(id="F2", key="baris")],
        [rows(text()), text(id="F2", key="baris.lain")],
        [rows(text()), rows(text(id="F2"), id="D2")],
        [rows(text(), text(id="F2"))],
        [text(key="a.b"), {"type": "group", "id": "G", "path": "a", "components": [text(id="F2", key="b")]}],
    ],
)
def test_two_fields_never_share_a_path(pair: list[dict[str, Any]]) -> None:
    assert "form.key_twice" in {problem.code for problem in forms.problems(schema(*pair), file="a.form")}


def test_groups_may_share_a_path_and_rows_may_reuse_the_names_of_other_levels() -> None:
    content = schema(
        {"type": "group", "id": "G1", "path": "a", "components": [text(key="x")]},
        {"type": "group", "id": "G2", "path": "a", "components": [text(id="F2", key="y")]},
        rows(text(id="F3", key="x")),
    )
    form = forms.read(content, file="a.form")
    assert form.sets == {"a", "baris"}
    assert form.labels["baris.x"] == "Nama"


HOSTILE: list[tuple[str, bytes]] = [
    ("nothing", b""),
    ("half", b'{"type": "default"'),
    ("a list", b"[]"),
    ("another type", b'{"type": "menu", "id": "x", "components": []}'),
    ("latin-1", b'{"type": "default", "id": "x\xe9"}'),
    ("NaN", b'{"type": "default", "id": "x", "n": NaN}'),
    ("endless", b'{"type": "default", "id": "x", "n": 1e999}'),
    ("long number", b'{"n": ' + b"9" * 10_000 + b"}"),
    ("half a character", b'{"type": "default", "id": "\\ud800"}'),
    ("a property twice", b'{"type": "default", "type": "default", "id": "x"}'),
    ("deep", b"[" * 100_000),
    ("deep and closed", b"[" * 5_000 + b"]" * 5_000),
    ("deep groups", b'{"components": [' * 60 + b"]}" * 60),
    ("too large", b" " * 2_000_001),
    ("open quotes", b'"\\"' * 200_000),
]


@pytest.mark.parametrize("content", [case[1] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_hostile_files_cost_nothing_but_their_refusal(content: bytes) -> None:
    assert forms.problems(content, file="x.form")
    with pytest.raises(DiagramRefused):
        forms.read(content, file="x.form")


def test_all_problems_are_told_at_once_each_with_the_line_of_its_component() -> None:
    content = b"""{
  "type": "default",
  "id": "formulir",
  "components": [
    {
      "type": "html",
      "id": "pertama"
    },
    {
      "type": "group",
      "components": [
        {"label": "Dalam", "key": "1x",
         "id": "kedua", "type": "textfield"}
      ],
      "id": "ketiga",
      "path": "typename"
    }
  ]
}"""
    found = {
        problem.element: (problem.code, problem.line, problem.name)
        for problem in forms.problems(content, file="x")
    }
    assert found == {
        "pertama": ("form.type", 7, ""),
        "kedua": ("form.key", 13, "Dalam"),
        "ketiga": ("form.key", 15, ""),
    }


def test_a_problem_inside_a_component_that_is_refused_is_told_too() -> None:
    content = schema({"type": "iframe", "id": "A", "components": [text(key="a-b")]})
    assert [problem.code for problem in forms.problems(content, file="x")] == ["form.type", "form.key"]


def test_unknown_properties_are_a_warning_and_the_form_still_reads() -> None:
    content = schema(text(warna="biru"), schemaVersion=99, exporter={"name": "x"})
    assert [problem.severity for problem in forms.problems(content, file="x")] == [Severity.WARNING]
    assert forms.read(content, file="x").sets == {"nama"}


def test_a_form_tells_what_it_sets_reads_and_holds_of_persons() -> None:
    content = schema(
        text(
            properties={"pribadi": "ya"},
            conditional={"hide": "=setuju.hasil = null"},
        ),
        number(id="F2", validate={"max": "=batas.atas"}, readonly="=kunci"),
        select(id="F3", valuesKey="daftarPilihan", disabled=True),
        rows(
            text(id="F4", key="x", conditional={"hide": "=this.y > 1 or parent.z = 2 or i = 1"}),
            rows(text(id="F5", key="q", conditional={"hide": "=parent.y = 1"}), id="D2", path="dalam"),
        ),
    )
    form = forms.read(content, file="x")
    assert form.sets == {"nama", "jumlah", "baris"}
    assert form.reads == {"setuju", "batas", "kunci", "daftarPilihan", "baris", "z"}
    assert form.personal == {"nama"}
    assert form.labels["baris.dalam.q"] == "Nama"
    assert form.source == content
