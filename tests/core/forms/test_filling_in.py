"""Showing, unpacking, checking and describing forms, as a clerk without JavaScript meets them."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest

from runner import forms
from runner.errors import AnswersRefused
from runner.model import FieldError, Words
from tests.core.forms.test_reading import TWO, number, rows, schema, select, text


def form_of(*components: dict[str, Any]) -> forms.Form:
    return forms.read(schema(*components), file="a.form")


def messages(form: forms.Form, raw: dict[str, Any], **data: Any) -> list[str]:
    with pytest.raises(AnswersRefused) as refused:
        forms.check(form, raw, data=data)
    return [error.message.id for error in refused.value.errors]


LIST = rows(text(key="nama", validate={"required": True}), number(id="F2", key="jumlah"))


@pytest.mark.parametrize(
    ("component", "raw", "said"),
    [
        (text(validate={"required": True}), "", "Isian “Nama” wajib diisi."),
        (text(validate={"minLength": 3}), " ab ", "Isian “Nama” paling sedikit 3 huruf."),
        (text(validate={"maxLength": 3}), "abcd", "Isian “Nama” paling banyak 3 huruf."),
        (text(validate={"pattern": "^\\d+$"}), "x", "Isian “Nama” belum sesuai bentuk yang diminta."),
        (text(validate={"pattern": "^\\d+$", "patternErrorMessage": "Angka saja."}), "x", "Angka saja."),
        (text(validate={"validationType": "email"}), "x@",
         "Isian “Nama” harus berupa alamat surel, misalnya nama@contoh.go.id."),
        (text(), "x" * 20_001, "Isian “Nama” paling banyak 20000 huruf."),
        (text(key="jumlah") | {"type": "number"}, "dua",
         "Isian “Nama” harus berupa angka, misalnya 12 atau 12,5."),
        (number(), "15.000",
         "Isian “Jumlah” ditulis tanpa titik pemisah ribuan. Tulis misalnya 15000, dan pakai koma "
         "untuk pecahan."),
        (number(), "9" * 17, "Isian “Jumlah” berisi angka yang terlalu besar."),
        (number(), "0x1F", "Isian “Jumlah” harus berupa angka, misalnya 12 atau 12,5."),
        (number(), "Infinity", "Isian “Jumlah” harus berupa angka, misalnya 12 atau 12,5."),
        (number(decimalDigits=0), "1,5", "Isian “Jumlah” harus berupa bilangan bulat, tanpa koma."),
        (number(decimalDigits=1), "1,55", "Isian “Jumlah” paling banyak 1 angka di belakang koma."),
        (number(increment=0.5), "1,7",
         "Isian “Jumlah” tidak tepat. Nilai terdekat yang dapat dipakai adalah 1,5 dan 2."),
        (number(validate={"min": 2.5}), "1", "Isian “Jumlah” paling kecil 2,5."),
        (number(validate={"max": 10}), "11", "Isian “Jumlah” paling besar 10."),
        (number(validate={"max": "=kata"}), "11",
         "Isian “Jumlah” tidak dapat diperiksa karena batas nilainya bukan angka. Hubungi analis "
         "SOP ini."),
        (select(values=TWO, validate={"required": True}), "", "Isian “Pilih” wajib dipilih."),
        (select(values=TWO), "zz",
         "Isian “Pilih” berisi pilihan yang tidak tersedia. Pilih salah satu yang ada."),
        ({"type": "checkbox", "id": "F1", "key": "ya", "label": "Benar", "validate": {"required": True}},
         False,
         "Isian “Benar” wajib dicentang."),
        ({"type": "datetime", "id": "F1", "key": "t", "dateLabel": "Tanggal"}, "31/12/2026",
         "Isian “Tanggal” harus berupa tanggal yang ada di kalender, misalnya 2026-03-31."),
        ({"type": "datetime", "id": "F1", "key": "t", "dateLabel": "Tanggal"}, "2026-02-30",
         "Isian “Tanggal” harus berupa tanggal yang ada di kalender, misalnya 2026-03-31."),
        ({"type": "textfield", "id": "F1", "key": "t", "validate": {"required": True}}, "",
         "Isian ini wajib diisi."),
    ],
)  # fmt: skip
def test_a_refusal_says_in_plain_words_what_to_do(component: dict[str, Any], raw: Any, said: str) -> None:
    assert messages(form_of(component), {component["key"]: raw}, kata="tinggi") == [said]


def test_a_readonly_field_keeps_what_was_recorded_whatever_was_posted() -> None:
    form = form_of(text(readonly=True), number(id="F2", readonly="=kunci = true"))
    assert forms.check(
        form, {"nama": "palsu", "jumlah": "9"}, data={"nama": "asli", "jumlah": 1, "kunci": True}
    ) == {
        "nama": "asli",
        "jumlah": 1,
    }
    assert forms.check(form, {"jumlah": "9"}, data={"nama": "asli", "kunci": False}) == {
        "nama": "asli",
        "jumlah": 9,
    }


def test_a_field_cannot_be_opened_by_what_is_posted_into_itself() -> None:
    form = form_of(text(readonly='=nama = "terkunci"'))
    assert forms.check(form, {"nama": "lain"}, data={"nama": "terkunci"}) == {"nama": "terkunci"}


def test_fields_of_a_readonly_group_cannot_be_changed_either() -> None:
    form = form_of({"type": "group", "id": "G", "readonly": True, "path": "g", "components": [text()]})
    assert forms.check(form, {"g": {"nama": "palsu"}}, data={"g": {"nama": "asli"}}) == {
        "g": {"nama": "asli"}
    }
    assert forms.show(form, data={})[0].children[0].readonly


def test_hidden_and_disabled_fields_are_neither_asked_nor_recorded() -> None:
    form = form_of(
        text(validate={"required": True}, conditional={"hide": "=peran = null"}),
        number(id="F2", disabled=True, validate={"required": True}),
    )
    assert forms.check(form, {}, data={}) == {}
    assert messages(form, {}, peran="kepala") == ["Isian “Nama” wajib diisi."]


def test_rows_are_added_and_removed_by_buttons_and_nothing_typed_is_lost() -> None:
    form = form_of(LIST)
    pairs = {
        "baris[]": ["rows:0,new"],
        "baris[0].nama": ["Kertas"],
        "baris[0].jumlah": ["tiga"],
        "baris[1].nama": ["Tinta"],
    }
    added = forms.unpack(form, {**pairs, "_add:baris": [""]})
    assert added == {
        "baris": [{"": 0, "nama": "Kertas", "jumlah": "tiga"}, {"": None, "nama": "Tinta"}, {"": None}]
    }
    assert json.loads(json.dumps(added)) == added
    (view,) = forms.show(form, data={}, raw=added)
    assert view.value == "rows:0,new,new"
    assert [[field.value for field in row] for row in view.rows] == [
        ["Kertas", "tiga"],
        ["Tinta", ""],
        ["", ""],
    ]
    assert [field.name for field in view.rows[1]] == ["baris[1].nama", "baris[1].jumlah"]
    removed = forms.unpack(form, {**pairs, "_remove:baris[0]": [""]})
    assert removed == {"baris": [{"": None, "nama": "Tinta"}]}
    assert forms.check(form, removed, data={}) == {"baris": [{"nama": "Tinta", "jumlah": None}]}
    assert messages(form, added) == [
        "Isian “Jumlah” harus berupa angka, misalnya 12 atau 12,5.",
        "Isian “Nama” wajib diisi.",
    ]


def test_after_a_row_is_removed_readonly_fields_of_the_others_keep_their_own_values() -> None:
    form = form_of(rows(text(key="nama", readonly=True), number(id="F2", key="jumlah")))
    data: dict[str, Any] = {"baris": [{"nama": "A", "jumlah": 1}, {"nama": "B", "jumlah": 2}]}
    raw = forms.unpack(form, {"baris[]": ["rows:0,1"], "_remove:baris[0]": [""], "baris[1].jumlah": ["5"]})
    assert forms.check(form, raw, data=data) == {"baris": [{"nama": "B", "jumlah": 5}]}
    forged: dict[str, Any] = {"baris": [{"": 1}, {"": 0}, {"": 7}, {"": "x"}]}
    checked: Any = forms.check(form, forged, data=data)
    names = [row["nama"] for row in checked["baris"]]
    assert names == ["B", "", "", ""]


def test_a_list_that_may_not_change_keeps_its_rows() -> None:
    form = form_of(rows(text(key="nama"), allowAddRemove=False, defaultRepetitions=2))
    raw = forms.unpack(
        form, {"baris[]": ["rows:new,new,new"], "baris[1].nama": ["b"], "baris[2].nama": ["c"]}
    )
    assert forms.check(form, raw, data={}) == {"baris": [{"nama": ""}, {"nama": "b"}]}
    (view,) = forms.show(form, data={})
    assert not view.can_add
    assert not view.can_remove


def test_hostile_posts_are_bounded_and_unknown_names_ignored() -> None:
    form = form_of(LIST, text(id="F9", key="catatan"))
    pairs = {
        "baris[]": ["rows:" + ",".join(["new"] * 5000)],
        "baris[999999].nama": ["x"],
        "__proto__": ["x"],
        "baris[0].constructor": ["x"],
        "_remove:baris[12": ["x"],
        "_add:../": ["x"],
        "catatan": ["y" * 1_000_000],
        "catatan[]": ["9"],
    }
    raw = forms.unpack(form, pairs)
    assert raw.keys() == {"baris", "catatan"}
    assert len(raw["baris"]) == forms.MAX_ROWS  # type: ignore[arg-type]
    assert len(raw["catatan"]) == forms.MAX_TEXT + 1  # type: ignore[arg-type]
    (view, _) = forms.show(form, data={}, raw=raw)
    assert not view.can_add
    assert forms.unpack(form, {"baris[]": ["99999"]})["baris"] == []
    assert forms.unpack(form, {"baris[]": ["3"]})["baris"] == [{"": 0}, {"": 1}, {"": 2}]


@pytest.mark.parametrize(
    "raw",
    [
        {"baris": "x"}, {"baris": [1, None, "x"]}, {"baris": {"0": {}}}, {"nama": {"a": 1}}, {"nama": ["x"]},
        {"pilih": {"a": 1}}, {"pilih": ["a"]}, {"jumlah": True}, {"jumlah": [1]}, {"t": 5}, {"c": "a"},
        {"g": "x"},
    ],
)  # fmt: skip
def test_a_draft_of_any_shape_is_judged_without_failing(raw: dict[str, Any]) -> None:
    form = form_of(
        LIST,
        text(id="A", key="nama"),
        select(id="B", values=TWO),
        number(id="C", key="jumlah"),
        {"type": "datetime", "id": "D", "key": "t"},
        {"type": "checklist", "id": "E", "key": "c", "values": TWO},
        {"type": "group", "id": "G", "path": "g", "components": [text(id="H", key="h")]},
    )
    for data in ({}, raw):
        forms.show(form, data=data, raw=raw)
        with suppress(AnswersRefused):
            forms.check(form, raw, data=data)


def test_html_names_become_typed_values() -> None:
    form = form_of(
        text(key="a.b"),
        {"type": "textarea", "id": "F2", "key": "isi"},
        {"type": "checkbox", "id": "F3", "key": "ya"},
        {"type": "checkbox", "id": "F4", "key": "tidak"},
        {"type": "taglist", "id": "F5", "key": "tanda", "values": TWO},
        {"type": "group", "id": "G", "path": "a", "components": [text(id="F6", key="c")]},
    )
    pairs = {
        "a.b": ["satu\r\ndua"],
        "a.c": ["tiga"],
        "isi": ["satu\r\ndua"],
        "ya": ["", "true"],
        "tidak": [""],
        "tanda": ["", "b", "a"],
        "csrf_token": ["x"],
    }
    assert forms.unpack(form, pairs) == {
        "a": {"b": "satudua", "c": "tiga"},
        "isi": "satu\ndua",
        "ya": True,
        "tidak": False,
        "tanda": ["b", "a"],
    }
    assert forms.unpack(form, {}) == {}


def test_options_from_data_are_offered_and_checked_against_that_data() -> None:
    form = form_of(select(valuesKey="daftar"))
    data: dict[str, Any] = {"daftar": ["x", {"label": "Dua", "value": 2}, {"label": ""}, None]}
    (view,) = forms.show(form, data=data, raw={"pilih": "2"})
    assert [(option.value, option.label, option.chosen) for option in view.options] == [
        ("x", "x", False),
        ("2", "Dua", True),
    ]
    assert forms.check(form, {"pilih": "2"}, data=data) == {"pilih": 2}


def test_what_was_typed_is_shown_back_word_for_word_with_its_errors() -> None:
    form = form_of(
        number(validate={"min": 1, "max": "=batas"}, decimalDigits=2, description="per {{satuan}}")
    )
    error = FieldError(path="jumlah", label="Jumlah", message=Words("salah", "wrong"))
    (view,) = forms.show(
        form, data={"jumlah": 2.5, "batas": 9, "satuan": "rim"}, raw={"jumlah": " dua "}, errors=[error]
    )
    assert (view.value, view.errors, view.description) == (" dua ", (Words("salah", "wrong"),), "per rim")
    assert (view.min, view.max, view.step, view.name, view.html_id) == (
        "1",
        "9",
        "0.01",
        "jumlah",
        "isian-F1",
    )
    (view,) = forms.show(form, data={"jumlah": 2.5})
    assert view.value == "2,5"


def test_a_recorded_number_shown_with_its_comma_is_accepted_when_posted_back() -> None:
    stored: dict[str, Any] = {"jumlah": "1.234"}
    as_text = form_of(number(serializeToString=True))
    (view,) = forms.show(as_text, data=stored)
    assert isinstance(view.value, str)
    assert forms.check(as_text, {"jumlah": view.value}, data=stored) == stored
    form = form_of(number())
    for value in (0.125, 1.234, -7.25, 1000000, 15000.5):
        (view,) = forms.show(form, data={"jumlah": value})
        assert isinstance(view.value, str)
        assert forms.check(form, {"jumlah": view.value}, data={}) == {"jumlah": value}


def test_texts_are_markdown_without_html_and_what_is_filled_in_is_only_text() -> None:
    source = (
        "# Judul\n\nHalo **{{nama}}**, _baca_ [ini](https://contoh.go.id/?a=1&b=2).\n\n"
        "- satu\n- `dua`\n\n1. x\n---\n> kutip"
    )
    form = form_of({"type": "text", "id": "T", "text": source})
    (view,) = forms.show(form, data={"nama": "<script>*x*</script>"})
    assert view.html == (
        "<h3>Judul</h3>\n"
        "<p>Halo <strong>&lt;script&gt;*x*&lt;/script&gt;</strong>, <em>baca</em> "
        '<a href="https://contoh.go.id/?a=1&amp;b=2" rel="noopener noreferrer">ini</a>.</p>\n'
        "<ul><li>satu</li><li><code>dua</code></li></ul>\n"
        "<ol><li>x</li></ol>\n<hr>\n<blockquote><p>kutip</p></blockquote>"
    )


@pytest.mark.parametrize(
    "words", ["[x](javascript:alert(1))", "[x](data:text/html,a)", "a & b \" ' < c", "![x](https://a.id/b)"]
)
def test_no_markdown_makes_a_dangerous_link(words: str) -> None:
    form = form_of({"type": "text", "id": "T", "text": words})
    (view,) = forms.show(form, data={})
    assert "javascript:" not in view.html or "href" not in view.html
    assert "<img" not in view.html
    assert 'href="data' not in view.html


def test_recorded_answers_read_as_people_read_them() -> None:
    form = form_of(
        text(label="Nomor surat"),
        number(id="F2", label="Biaya", appearance={"prefixAdorner": "Rp"}),
        {"type": "checkbox", "id": "F3", "key": "lengkap", "label": "Lengkap"},
        {"type": "datetime", "id": "F4", "key": "tanggal", "dateLabel": "Tanggal"},
        select(id="F5", values=TWO),
        {"type": "checklist", "id": "F6", "key": "tanda", "label": "Tanda", "values": TWO},
        {"type": "group", "id": "G", "path": "g", "components": [text(id="F7", key="isi", label="Isi")]},
        rows(text(id="F8", key="barang", label="Barang"), number(id="F9", key="banyak", label="Banyak")),
    )
    answers: dict[str, Any] = {
        "nama": "800/1",
        "jumlah": 12.5,
        "lengkap": True,
        "tanggal": "2026-03-03",
        "pilih": "b",
        "tanda": ["a", "lama"],
        "g": {"isi": ""},
        "baris": [{"barang": "Kertas", "banyak": 3}, {"barang": "", "banyak": None}],
        "lain": 1,
    }
    assert [(answer.label, answer.text) for answer in forms.describe(form, answers)] == [
        ("Nomor surat", "800/1"),
        ("Biaya", "Rp 12,5"),
        ("Lengkap", "Ya"),
        ("Tanggal", "3 Maret 2026"),
        ("Pilih", "B"),
        ("Tanda", "A, lama"),
        ("Isi", "—"),
        ("baris", "1. Barang: Kertas; Banyak: 3\n2. Barang: —; Banyak: —"),
    ]
    assert forms.describe(form, {}) == ()


def test_no_pattern_makes_a_check_slow() -> None:
    form = form_of(
        text(validate={"pattern": "^(a+)+$"}), text(id="F2", key="isi", validate={"pattern": "(.*)*(x|.)*z$"})
    )
    raw = {"nama": "a" * 19_000 + "b", "isi": "y" * 19_000}
    assert len(messages(form, raw)) == 2


def test_an_answer_reads_whole_whatever_it_holds() -> None:
    form = form_of(text(key="perihal", appearance={"prefixAdorner": "No. {{nomor}}"}))
    (answer,) = forms.describe(form, {"perihal": "Rapat {{7*7}} <b>"})
    assert answer.text == "Rapat {{7*7}} <b>"
