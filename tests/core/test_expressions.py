"""Conditions: what they mean on any data, and what is refused, where and in both languages."""

from __future__ import annotations

import random

import pytest

from runner import expressions
from runner.errors import ExpressionRefused
from runner.expressions import texts
from runner.model import Json, Words
from tests.effort import effort

DATA: dict[str, Json] = {
    "setuju": True,
    "tolak": False,
    "kosong": None,
    "jumlah": 12,
    "nilai": 1.0,
    "nama": "Kadis",
    "tanggal": "2026-03-01",
    "surat": {"jenis": "undangan", "tujuan": {"kota": "Tilamuta"}, "or": 1},
    "lampiran": ["ktp", "kk", 3],
}


@pytest.mark.parametrize(
    "text",
    [
        "setuju",
        "setuju = true",
        "setuju == TRUE",
        "setuju == True",
        "not tolak",
        "!tolak",
        "!tolak && !kosong",
        "kosong = null",
        "kosong == None",
        "tiada = null",
        "tiada.apa.pun = null",
        "nama.apa = null",
        "jumlah = 12",
        "jumlah = 12.0",
        "jumlah = 1.2e1",
        "jumlah > 11.5 and jumlah <= 12",
        "-3 < jumlah",
        "nilai = 1",
        "nama = 'Kadis'",
        'nama == "Kadis"',
        "nama != 'Camat'",
        "tanggal >= '2026-03-01' and tanggal < '2026-04-01'",
        "surat.jenis = 'undangan'",
        "surat.tujuan.kota in ['Gorontalo', 'Tilamuta']",
        "surat.or = 1",
        "nama not in ['Camat']",
        "nama in ['Camat', nama]",
        "'ktp' in lampiran",
        "not 'npwp' in lampiran",
        "'npwp' not in lampiran",
        "3 in lampiran",
        "surat = surat",
        "lampiran = lampiran",
        "tolak or setuju",
        "tolak || setuju || kosong",
        "setuju and (tolak or jumlah > 3)",
        "tolak and kosong or setuju",
        "not (tolak and setuju)",
        "not not setuju",
        "!(jumlah < 3)",
        "${setuju}",
        "  ${ nama == 'Kadis' }  ",
        "=setuju = true",
        "= nama",
        "(jumlah = 12) = true",
        "setuju AND NOT tolak",
        "setuju and\n jumlah > 1",
    ],
)
def test_a_condition_that_holds(text: str) -> None:
    expected = text != "= nama"
    assert expressions.evaluate(expressions.parse(text), DATA) is expected


@pytest.mark.parametrize(
    "text",
    [
        "nama",
        "'teks'",
        "1",
        "kosong",
        "tiada",
        "setuju = 1",
        "setuju = 'true'",
        "nilai = true",
        "tolak = 0",
        "jumlah = '12'",
        "kosong = false",
        "kosong = 0",
        "kosong = ''",
        "kosong < 1",
        "kosong >= kosong",
        "setuju > tolak",
        "jumlah > 'a'",
        "nama < 5",
        "nama <= tiada",
        "lampiran > 1",
        "surat.tujuan = 'Tilamuta'",
        "nama in surat",
        "nama in kosong",
        "true in [1]",
        "jumlah in []",
        "nama and setuju",
        "jumlah or nama",
    ],
)
def test_a_condition_that_does_not_hold(text: str) -> None:
    assert expressions.evaluate(expressions.parse(text), DATA) is False


@pytest.mark.parametrize(
    ("text", "position", "what"),
    [
        ("", 0, texts.EMPTY),
        ("  ", 2, texts.EMPTY),
        ("${ }", 2, texts.EMPTY),
        ("=", 1, texts.EMPTY),
        ("${a", 0, texts.NOT_CLOSED),
        ("a = 'x", 4, texts.TEXT_NOT_CLOSED),
        ('a = "x\\q"', 6, texts.UNKNOWN_ESCAPE),
        ("a = ", 3, texts.NOTHING_TO_COMPARE),
        ("and a", 0, texts.NOTHING_TO_COMPARE),
        ("a = = b", 4, texts.NOTHING_TO_COMPARE),
        ("a b", 2, texts.NOT_EXPECTED),
        ("(a", 0, texts.PARENTHESIS),
        ("(a b)", 3, texts.NOT_EXPECTED),
        ("a)", 1, texts.NOT_EXPECTED),
        ("a in ['x'", 5, texts.LIST_NOT_CLOSED),
        ("a in ('x')", 5, texts.LIST_WANTED),
        ("a in 'x'", 5, texts.LIST_WANTED),
        ("a in", 4, texts.LIST_WANTED),
        ("1 < a < 3", 6, texts.CHAINED),
        ("a = b = c", 6, texts.CHAINED),
        ("execution.getVariable('x')", 21, texts.CALL),
        ("len(a) > 2", 3, texts.CALL),
        ("a + 1 > 2", 2, texts.ARITHMETIC),
        ("a - 1 > 2", 2, texts.ARITHMETIC),
        ("a -1 > 2", 2, texts.ARITHMETIC),
        ("a ** 9", 2, texts.ARITHMETIC),
        ("a[0] = 1", 1, texts.INDEXING),
        ("a.0", 2, texts.NOT_EXPECTED),
        ("a.", 2, texts.NOT_EXPECTED),
        ("a; b", 1, texts.UNKNOWN_SIGN),
        ("lambda: 1", 6, texts.UNKNOWN_SIGN),
        ("__import__('os').system('id')", 10, texts.CALL),
        ("(" * 60 + "a" + ")" * 60, 40, texts.TOO_DEEP),
        ("!" * 60 + "a", 40, texts.TOO_DEEP),
        ("not " * 60 + "a", 160, texts.TOO_DEEP),
        ("a = 1 or " * 300 + "b", 0, texts.TOO_LONG),
        ("12abc = 1", 0, texts.UNKNOWN_SIGN),
    ],
)
def test_what_is_not_in_the_language_is_refused_with_its_place(text: str, position: int, what: Words) -> None:
    with pytest.raises(ExpressionRefused) as refused:
        expressions.parse(text)
    assert (refused.value.what.en, refused.value.position) == (what.en, position)


def test_a_condition_tells_the_variables_it_reads() -> None:
    expression = expressions.parse("${a.b = 'c' and not (d in [e, 'f']) or g in h.i}")
    assert expression.names == {"a", "d", "e", "g", "h"}
    assert expression.source == "${a.b = 'c' and not (d in [e, 'f']) or g in h.i}"


@pytest.mark.parametrize(
    "name", ["Setuju", 'Kembali ke "Kasi"', "it's", "baris\nbaru", "a\\b", "${x}", "ünï", "tab\t", ""]
)
def test_any_flow_name_can_be_compared_with(name: str) -> None:
    expression = expressions.parse(f"gateway = {expressions.quote(name)}")
    assert expressions.evaluate(expression, {"gateway": name})
    assert not expressions.evaluate(expression, {"gateway": name + "."})


def test_keywords_are_no_names() -> None:
    assert expressions.is_name("Gateway_1")
    for word in ("and", "OR", "not", "in", "true", "None", "null", "1a", "a-b", "a.b", ""):
        assert not expressions.is_name(word)


def test_nested_values_compare_by_kind_and_however_deep_they_are() -> None:
    deep: Json = 1
    other: Json = 1
    for _ in range(20_000):
        deep, other = [deep], [other]
    equal = expressions.parse("a = b")
    assert expressions.evaluate(equal, {"a": deep, "b": other})
    assert not expressions.evaluate(equal, {"a": {"x": [1]}, "b": {"x": [True]}})
    assert expressions.evaluate(equal, {"a": {"x": [1], "y": None}, "b": {"y": None, "x": [1.0]}})
    assert not expressions.evaluate(equal, {"a": [], "b": {}})


def test_no_data_makes_a_condition_raise() -> None:
    chance = random.Random(7)  # noqa: S311  # a fixed sample, no secret
    odd: list[object] = [
        object(),
        b"x",
        (1, 2),
        float("nan"),
        float("inf"),
        10**400,
        "\ud800",
        {1: 2},
        {},
        [],
    ]
    plain: list[object] = [None, True, False, 0, 1, -1.5, "", "a", ["a"], {"b": 1}]
    texts_ = ["a = b", "a < b", "a >= b.c", "a in b", "a in [b, 1]", "not a or b", "!a && b.c.d", "a != b"]
    conditions = [expressions.parse(text) for text in texts_]
    for _ in range(2000):
        data = {name: chance.choice(odd + plain) for name in "ab" if chance.random() < 0.9}
        for condition in conditions:
            assert expressions.evaluate(condition, data) in (True, False)  # type: ignore[arg-type]


def test_judging_a_condition_is_little_work() -> None:
    condition = expressions.parse("gateway = 'Setuju' and (jumlah > 3 or surat.jenis in ['a', 'b'])")
    data: dict[str, Json] = {"gateway": "Setuju", "jumlah": 2, "surat": {"jenis": "b"}}
    _, spent = effort(lambda: expressions.evaluate(condition, data))
    assert spent < 100
