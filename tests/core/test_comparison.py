"""What changed between two revisions: one sentence for each thing, and none for what only follows."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest

from runner import diagram as diagrams
from runner.comparison import Content, Difference, compare, matched
from tests.core.small_sop import SmallSop
from tests.core.sop_sketch import Sketch, random_sketch

SOP = SmallSop()


def said(old: SmallSop, new: SmallSop, language: str = "id") -> list[str]:
    return [difference.sentence(language) for difference in compare(old.content(), new.content())]


def kinds(old: SmallSop, new: SmallSop) -> list[str]:
    return [difference.kind for difference in compare(old.content(), new.content())]


def test_the_same_has_no_difference() -> None:
    assert said(SOP, SOP) == []


def test_a_new_step_is_told_with_its_lane_and_its_neighbours_and_nothing_else() -> None:
    new = SOP.but(steps={"paraf": "Membubuhkan paraf"}, lanes={"Kabag": "periksa paraf tandatangan"})
    new = new.with_arrows(
        ("x", "paraf", "Setuju"), ("paraf", "tandatangan", ""), gone=(("x", "tandatangan"),)
    )
    assert said(SOP, new) == [
        "Langkah “Membubuhkan paraf” ditambahkan pada lajur “Kabag” setelah “Isi surat benar?”, sebelum "
        "“Menandatangani jawaban”."
    ]
    assert said(SOP, new, "en") == [
        "Step “Membubuhkan paraf” was added in lane “Kabag” after “Isi surat benar?”, before "
        "“Menandatangani jawaban”."
    ]


def test_a_step_that_is_gone_does_not_list_the_arrows_that_it_had() -> None:
    new = SOP.but(steps={"catat": None}, lanes={"Staf": "terima simpan"})
    new = new.with_arrows(
        ("terima", "periksa", ""),
        ("x", "periksa", "Kembalikan"),
        gone=(("terima", "catat"), ("catat", "periksa"), ("x", "catat")),
    )
    assert said(SOP, new) == [
        "Langkah “Mencatat di buku agenda” dihapus (sebelumnya pada lajur “Staf” setelah “Menerima surat”, "
        "“Isi surat benar?”, sebelum “Memeriksa isi surat”)."
    ]


def test_a_gone_step_whose_neighbours_lead_elsewhere_tells_that_too() -> None:
    new = SOP.but(steps={"catat": None}, lanes={"Staf": "terima simpan"})
    new = new.with_arrows(
        ("terima", "tandatangan", ""),
        ("x", "periksa", "Kembalikan"),
        gone=(("terima", "catat"), ("catat", "periksa"), ("x", "catat")),
    )
    assert kinds(SOP, new) == ["step.removed", "flow.added"]


def test_a_new_name_is_a_new_name_and_nothing_more() -> None:
    assert said(SOP, SOP.but(steps={"periksa": "Meneliti isi surat"})) == [
        "Langkah “Memeriksa isi surat” berganti nama menjadi “Meneliti isi surat”."
    ]


def test_a_step_in_another_lane_has_moved() -> None:
    new = SOP.but(lanes={"Staf": "terima catat", "Kabag": "periksa tandatangan simpan"})
    assert said(SOP, new) == ["Langkah “Menyimpan arsip” berpindah dari lajur “Staf” ke lajur “Kabag”."]


def test_a_lane_with_another_name_is_one_difference_not_one_for_each_step() -> None:
    lanes = {"Kabag": None, "Sekretaris": "periksa tandatangan"}
    assert said(SOP, SOP.but(lanes=lanes)) == ["Lajur “Kabag” berganti nama menjadi “Sekretaris”."]


def test_lanes_that_come_and_go_are_told() -> None:
    new = SOP.but(lanes={"Kabag": "periksa", "Kepala Dinas": "tandatangan"})
    assert said(SOP, new) == [
        "Lajur “Kepala Dinas” ditambahkan.",
        "Langkah “Menandatangani jawaban” berpindah dari lajur “Kabag” ke lajur “Kepala Dinas”.",
    ]


def test_the_positions_of_a_lane_are_told() -> None:
    new = SOP.but(properties={"Kabag": {"jabatan": "kabag sekretaris"}})
    assert said(SOP, new) == ["Lajur “Kabag”: jabatan yang ditunjuk diisi “kabag sekretaris”."]


def test_a_choice_that_leads_elsewhere_is_told_as_before_and_now() -> None:
    new = SOP.with_arrows(("x", "terima", "Kembalikan"), gone=(("x", "catat"),))
    assert said(SOP, new) == [
        "Pada “Isi surat benar?” pilihan “Kembalikan” dahulu menuju “Mencatat di buku agenda”, sekarang "
        "menuju “Menerima surat”."
    ]


def test_choices_that_come_go_and_change_their_name_are_told() -> None:
    new = SOP.with_arrows(("x", "e", "Tolak"), ("x", "catat", "Perbaiki"), gone=(("x", "catat"),))
    assert said(SOP, new) == [
        "Pada “Isi surat benar?” nama pilihan berubah dari “Kembalikan” menjadi “Perbaiki”.",
        "Pada “Isi surat benar?” ada pilihan baru “Tolak”, menuju “Arsip tersimpan”.",
    ]
    assert said(new, SOP)[1:] == [
        "Pada “Isi surat benar?” pilihan “Tolak” dihapus (sebelumnya menuju “Arsip tersimpan”)."
    ]


def test_conditions_are_told_old_and_new() -> None:
    old = SOP.but(conditions={("x", "catat"): "nilai > 5"})
    assert said(old, SOP.but(conditions={("x", "catat"): "nilai > 7"})) == [
        "Panah dari “Isi surat benar?” ke “Mencatat di buku agenda”: syarat berubah dari “nilai > 5” menjadi "
        "“nilai > 7”."
    ]


def test_a_new_question_is_told_with_its_choices_and_not_with_the_arrows_that_it_brings() -> None:
    new = SOP.but(others={"x2": "Sudah ditandatangani?"}).with_arrows(
        ("tandatangan", "x2", ""),
        ("x2", "simpan", "Setuju"),
        ("x2", "periksa", "Kembalikan"),
        gone=(("tandatangan", "simpan"),),
    )
    assert said(SOP, new) == [
        "Pertanyaan keputusan “Sudah ditandatangani?” ditambahkan setelah “Menandatangani jawaban”, dengan "
        "pilihan “Setuju” → “Menyimpan arsip”; “Kembalikan” → “Memeriksa isi surat”."
    ]


def test_a_merge_that_only_joins_arrows_is_no_difference() -> None:
    new = SOP.but(others={"xm": ""}).with_arrows(
        ("terima", "xm", ""),
        ("x", "xm", "Kembalikan"),
        ("xm", "catat", ""),
        gone=(("terima", "catat"), ("x", "catat")),
    )
    assert said(SOP, new) == []
    assert said(new, SOP) == []


def test_a_step_that_changed_its_place_is_one_difference() -> None:
    straight = SOP.but(others={"x": None}).with_arrows(
        ("periksa", "tandatangan", ""), gone=(("periksa", "x"), ("x", "tandatangan"), ("x", "catat"))
    )
    new = straight.with_arrows(
        ("terima", "periksa", ""),
        ("tandatangan", "catat", ""),
        ("catat", "simpan", ""),
        gone=(("terima", "catat"), ("catat", "periksa"), ("tandatangan", "simpan")),
    )
    assert said(straight, new) == [
        "Urutan Langkah “Mencatat di buku agenda” berubah: dahulu setelah “Menerima surat”, sekarang setelah "
        "“Menandatangani jawaban”."
    ]


@pytest.mark.parametrize(
    ("name", "before", "after", "sentence"),
    [
        ("waktuTercetak", "30 Menit", "1 Hari", "Waktu berubah dari “30 Menit” menjadi “1 Hari”."),
        ("waktu", "PT30M", "P1D", "Waktu berubah dari “PT30M” menjadi “P1D”."),
        ("kelengkapan", "Surat", "Surat, ATK", "Kelengkapan berubah dari “Surat” menjadi “Surat, ATK”."),
        ("output", "", "Disposisi", "Output diisi “Disposisi”."),
        ("keterangan", "Segera", "", "Keterangan dihapus (sebelumnya “Segera”)."),
    ],
)
def test_the_standards_of_a_step_are_told(name: str, before: str, after: str, sentence: str) -> None:
    old, new = (
        SOP.but(properties={"catat": {"langkah": "2", name: value}})
        if value
        else SOP.but(properties={"catat": {"langkah": "2"}})
        for value in (before, after)
    )
    assert said(old, new) == [f"Langkah 2 “Mencatat di buku agenda”: {sentence}"]


def test_the_printed_time_and_its_clock_are_one_difference() -> None:
    old = SOP.but(properties={"catat": {"waktu": "PT30M", "waktuTercetak": "30 Menit"}})
    new = SOP.but(properties={"catat": {"waktuTercetak": "Setiap hari"}})
    assert said(old, new) == [
        "Langkah “Mencatat di buku agenda”: Waktu berubah dari “30 Menit” menjadi “Setiap hari”."
    ]


def test_numbers_that_only_count_on_are_no_difference() -> None:
    old = SOP.but(properties={key: {"langkah": str(at)} for at, key in enumerate(SOP.steps, 1)})
    new = old.but(
        steps={"paraf": "Membubuhkan paraf"},
        properties={"paraf": {"langkah": "1"}}
        | {key: {"langkah": str(at)} for at, key in enumerate(SOP.steps, 2)},
        lanes={"Staf": "paraf terima catat simpan"},
    ).with_arrows(("s", "paraf", ""), ("paraf", "terima", ""), gone=(("s", "terima"),))
    assert kinds(old, new) == ["step.added"]
    swapped = old.but(properties={"simpan": {"langkah": "9"}})
    assert kinds(old, swapped) == ["step.property"]


def test_the_printed_text_of_a_step_is_told() -> None:
    old, new = (SOP.but(documentation={"catat": text}) for text in ("Dicatat", "Dicatat dan dinomori"))
    assert said(old, new) == [
        "Langkah “Mencatat di buku agenda”: uraian kegiatan berubah dari “Dicatat” menjadi “Dicatat dan "
        "dinomori”."
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3.1 Foto 3.2 Video", "3.1Foto 3.2Video"),
        ("Karpeg,Karsu dan Karis", "Karpeg, Karsu dan\n Karis"),
        ("1.Disimpan", "1. Disimpan"),
    ],
)
def test_spaces_that_only_set_a_text_are_no_difference(before: str, after: str) -> None:
    old, new = (SOP.but(properties={"catat": {"output": text}}) for text in (before, after))
    assert said(old, new) == []


def test_a_space_between_words_is_a_difference() -> None:
    old, new = (SOP.but(properties={"catat": {"output": text}}) for text in ("di kerjakan", "dikerjakan"))
    assert kinds(old, new) == ["step.property"]


def test_where_a_text_was_found_is_no_part_of_an_sop() -> None:
    new = SOP.but(cover={"sumber": "003", "catatanSumber": "x"}, properties={"catat": {"catatanSumber": "y"}})
    assert said(SOP, new) == []


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("1. UU 1\n2. UU 2", "1. UU 1\n2. UU 2\n3. UU 9", "ditambah “UU 9”."),
        ("1. UU 1\n2. UU 2", "1. UU 2", "dihapus “UU 1”."),
        ("1. UU 1\n2. UU 2", "1. UU 1\n4. UU 2", "penomoran butir berubah dari “1. 2.” menjadi “1. 4.”."),
        ("1. UU 1\n2. Perda 7", "1. Perda 7\n2. UU 1", "urutan berubah: “Perda 7”."),
        ("1. UU 1 Perda\n2. 7", "1. UU 1\n2. Perda 7", "pembagian butir berubah, kata-katanya tetap."),
        (
            "1. Peraturan Bupati nomor 7\n2. x",
            "1. Peraturan Bupati nomor 8\n2. x",
            "“Peraturan Bupati nomor 7” menjadi “Peraturan Bupati nomor 8”.",
        ),
    ],
)
def test_lists_of_the_cover_are_compared_item_by_item(before: str, after: str, sentence: str) -> None:
    old, new = (SOP.but(cover={"dasarHukum": text}) for text in (before, after))
    assert said(old, new) == [f"Sampul, Dasar Hukum: {sentence}"]


def test_name_and_label_of_the_sop_are_told_first() -> None:
    assert said(SOP, SOP.but(name="Surat datang", label="2", steps={"catat": "Mencatat agenda"})) == [
        "Judul SOP berubah dari “Surat masuk” menjadi “Surat datang”.",
        "Label revisi berubah dari “1” menjadi “2”.",
        "Langkah “Mencatat di buku agenda” berganti nama menjadi “Mencatat agenda”.",
    ]


def _renamed_ids(sop: SmallSop, **names: str) -> SmallSop:
    """The same SOP drawn anew: every symbol has another id."""
    new = {key: f"Activity_{number}" for number, key in enumerate([*sop.steps, *sop.others])}
    new = {key: f"{key[0]}_{value}" if key in sop.others else value for key, value in new.items()}
    return replace(
        sop,
        steps={new[key]: names.get(key, name) for key, name in sop.steps.items()},
        others={new[key]: name for key, name in sop.others.items()},
        lanes={lane: " ".join(new[key] for key in keys.split()) for lane, keys in sop.lanes.items()},
        lane_ids={lane: f"Lane_{number}" for number, lane in enumerate(sop.lanes)},
        arrows=tuple((new[source], new[target], name) for source, target, name in sop.arrows),
    )


def test_an_sop_drawn_anew_with_other_ids_is_the_same() -> None:
    new = _renamed_ids(SOP)
    assert said(SOP, new) == []
    found = matched(SOP.content().diagram, new.content().diagram)
    assert len(found) == len(SOP.steps) + len(SOP.others)


def test_a_step_with_another_id_and_a_like_name_is_the_same_step() -> None:
    new = _renamed_ids(SOP, periksa="Meneliti isi surat")
    assert said(SOP, new) == ["Langkah “Memeriksa isi surat” berganti nama menjadi “Meneliti isi surat”."]


def test_ids_that_a_tool_counted_anew_do_not_turn_one_step_into_another() -> None:
    new = replace(
        SOP,
        steps={
            "terima": "Menerima surat",
            "catat": "Menempelkan kartu kendali",
            "periksa": "Mencatat di buku agenda",
            "tandatangan": "Memeriksa isi surat",
            "simpan": "Menandatangani jawaban",
            "arsip": "Menyimpan arsip",
        },
        lanes={"Staf": "terima catat periksa arsip", "Kabag": "tandatangan simpan"},
        arrows=(
            ("s", "terima", ""),
            ("terima", "catat", ""),
            ("catat", "periksa", ""),
            ("periksa", "tandatangan", ""),
            ("tandatangan", "x", ""),
            ("x", "simpan", "Setuju"),
            ("x", "periksa", "Kembalikan"),
            ("simpan", "arsip", ""),
            ("arsip", "e", ""),
        ),
    )
    assert kinds(SOP, new) == ["step.added"]


def test_a_symbol_of_another_kind_is_told_as_such() -> None:
    others = {"p1": "", "p2": ""}
    arrows = (("terima", "p1", ""), ("p1", "catat", ""), ("p1", "simpan", ""), ("catat", "p2", ""))
    old = SOP.but(others=others).with_arrows(*arrows, gone=(("terima", "catat"),))
    text = old.bpmn().replace(b"parallelGateway", b"inclusiveGateway")
    new = Content(diagram=diagrams.read(text, file="x"), forms={})
    first = compare(old.content(), new)[0].sentence()
    assert first.endswith("jenis simbol berubah dari gateway paralel menjadi gateway inklusif.")


FORM = {
    "type": "default",
    "id": "lembar",
    "components": [
        {"type": "textfield", "id": "Isian_perihal", "key": "perihal", "label": "Perihal"},
        {
            "type": "radio",
            "id": "Isian_sifat",
            "key": "sifat",
            "label": "Sifat",
            "values": [{"label": "Biasa", "value": "biasa"}, {"label": "Rahasia", "value": "rahasia"}],
        },
        {"type": "number", "id": "Isian_jumlah", "key": "jumlah", "label": "Jumlah"},
    ],
}


def _with_form(change: str = "", to: str = "") -> SmallSop:
    return SOP.but(
        forms={"catat": "lembar", "periksa": "lembar"},
        sheets={"lembar": json.dumps(FORM).replace(change, to).encode()},
    )


@pytest.mark.parametrize(
    ("change", "to", "sentence"),
    [
        ('"label": "Perihal"', '"label": "Hal"', "nama isian berubah dari “Perihal” menjadi “Hal”."),
        (
            '"label": "Perihal"',
            '"label": "Perihal", "validate": {"required": true}',
            "isian “Perihal”: wajib diisi (dahulu tidak, sekarang ya).",
        ),
        ('"Rahasia"', '"Segera"', "isian “Sifat”: pilihan ditambah “Segera”; dihapus “Rahasia”."),
        (
            '"key": "jumlah"',
            '"key": "lembarnya"',
            "isian “Jumlah”: nama data berubah dari “jumlah” menjadi “lembarnya”.",
        ),
    ],
)
def test_forms_are_compared_field_by_field_and_once(change: str, to: str, sentence: str) -> None:
    assert said(_with_form(), _with_form(change, to)) == [f"Formulir “lembar”: {sentence}"]


def test_fields_that_come_and_go_are_told() -> None:
    whole = json.dumps(FORM)
    cut = whole[: whole.index(', {"type": "number"')] + "]}"
    less = SOP.but(forms={"catat": "lembar"}, sheets={"lembar": cut.encode()})
    more = SOP.but(forms={"catat": "lembar"}, sheets={"lembar": whole.encode()})
    assert said(less, more) == ["Formulir “lembar”: isian angka “Jumlah” ditambahkan."]
    assert said(more, less) == ["Formulir “lembar”: isian angka “Jumlah” dihapus."]


def test_another_form_at_a_step_is_told() -> None:
    old = SOP.but(forms={"catat": "lembar"})
    assert said(old, SOP.but(forms={"catat": "agenda"})) == [
        "Langkah “Mencatat di buku agenda”: formulir “lembar” diganti dengan formulir “agenda”."
    ]


def test_what_a_difference_says_survives_its_json() -> None:
    new = _renamed_ids(
        SOP.but(name="Lain", cover={"peralatan": "1. Meja\n2. Kursi"}), periksa="Periksa surat"
    )
    for difference in compare(SOP.content(), new.content()):
        read = Difference.from_json(json.loads(json.dumps(difference.to_json())))
        assert read == difference
        assert read.sentence("en") == difference.sentence("en")


def _content(sketch: Sketch) -> Content:
    return Content(diagram=diagrams.read(sketch.bpmn(), file="x"), forms={})


@pytest.mark.parametrize("seed", range(12))
def test_random_sops_differ_from_themselves_in_nothing_and_from_others_without_an_error(seed: int) -> None:
    one, other = (_content(random_sketch(Random(seed + extra))) for extra in (0, 100))  # noqa: S311
    assert compare(one, one) == ()
    for difference in (*compare(one, other), *compare(other, one)):
        assert difference.sentence("id").endswith(".")
        assert difference.section in ("cover", "lanes", "steps", "flow", "forms")
    there = matched(one.diagram, other.diagram)
    assert len(set(there.values())) == len(there)


@pytest.mark.parametrize("seed", range(12))
def test_one_change_in_a_random_sop_is_one_difference(seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    old = random_sketch(chance)
    place = chance.randrange(len(old.steps))
    lane, text = old.steps[place]
    other_lane = next(at for at in range(len(old.lanes)) if at != lane)
    changes = {
        "lane": replace(old, steps=[*old.steps[:place], (other_lane, text), *old.steps[place + 1 :]]),
        "property": replace(old, properties={**old.properties, place: {"output": "Hasil lain"}}),
        "changed": replace(old, cover={**old.cover, "peringatan": "Jangan terlambat"}),
    }
    for what, new in changes.items():
        told = compare(_content(old), _content(new))
        assert {difference.kind.partition(".")[2] for difference in told} == {what}
        assert len(told) == 1 or what == "property"


def test_a_diagram_that_the_gate_would_refuse_for_its_size_is_not_compared_step_by_step() -> None:
    steps = {f"t{number}": f"Langkah {number}" for number in range(400)}
    huge = replace(SOP, steps=steps, lanes={"Staf": " ".join(steps)}, label="2", arrows=())
    assert said(SOP, huge) == [
        "Label revisi berubah dari “1” menjadi “2”.",
        "Diagram terlalu besar untuk dibandingkan langkah demi langkah.",
    ]
    assert matched(SOP.content().diagram, huge.content().diagram) == {}
