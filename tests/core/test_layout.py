"""The layout places whatever an SOP may look like so that it can be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from runner.layout import LEGIBLE, Arrow, Figure, Lane, Picture, Sketch, Symbol, lay_out, text_size
from tests.core.random_sketches import random_sketch
from tests.picture_checks import faults


@pytest.mark.parametrize("decade", range(20))
def test_random_sops_read_well(decade: int) -> None:
    wrong = {}
    for seed in range(decade * 10, decade * 10 + 10):
        sketch = random_sketch(seed)
        found = faults(sketch, lay_out(sketch))
        if found:
            wrong[seed] = found
    assert wrong == {}


@pytest.mark.thorough
@pytest.mark.parametrize("ten", range(20))
def test_long_random_sops_read_well(ten: int) -> None:
    wrong = {}
    for seed in range(1000 + ten * 10, 1010 + ten * 10):
        sketch = random_sketch(seed, most_steps=14)
        found = faults(sketch, lay_out(sketch))
        if found:
            wrong[seed] = found
    assert wrong == {}


def _chain(*names: str, lanes: int = 1) -> Sketch:
    """Start, these steps in turns in the lanes, end."""
    symbols = [Symbol(id="s", figure=Figure.EVENT, name="Mulai", lane="L0")]
    symbols += [
        Symbol(id=f"t{at}", figure=Figure.TASK, name=name, lane=f"L{at % lanes}")
        for at, name in enumerate(names)
    ]
    symbols.append(Symbol(id="e", figure=Figure.EVENT, name="Selesai", lane="L0"))
    arrows = [
        Arrow(id=f"f{at}", source=one.id, target=other.id)
        for at, (one, other) in enumerate(pairwise(symbols))
    ]
    return Sketch(
        symbols=tuple(symbols),
        arrows=tuple(arrows),
        lanes=tuple(Lane(id=f"L{n}", name=f"Jabatan {n}") for n in range(lanes)),
        pool="P",
        pool_name="SOP",
    )


def test_the_same_sketch_gives_the_same_picture() -> None:
    sketch = random_sketch(7)
    assert lay_out(sketch) == lay_out(sketch)


def test_nineteen_steps_in_eight_lanes_stay_legible_on_a3() -> None:
    sketch = _chain(*("Memeriksa kelengkapan berkas" for _ in range(19)), lanes=8)
    picture = lay_out(sketch)
    assert faults(sketch, picture, crossings=0) == []
    assert text_size(picture.frame.width, picture.frame.height) >= LEGIBLE


def test_steps_stand_from_left_to_right_in_the_printed_order() -> None:
    picture = lay_out(_chain("Satu", "Dua", "Tiga", "Empat", lanes=3))
    places = [
        picture.boxes[key].x + picture.boxes[key].width / 2 for key in ("s", "t0", "t1", "t2", "t3", "e")
    ]
    assert places == sorted(set(places))


def test_a_name_that_is_too_long_for_a_small_symbol_makes_it_higher() -> None:
    sketch = _chain("Menyampaikan laporan pertanggungjawaban keuangan yang sudah ditandatangani " * 4)
    picture = lay_out(sketch)
    assert picture.boxes["t0"].height > 80
    assert faults(sketch, picture) == []


def test_an_empty_lane_and_a_long_lane_name_have_room() -> None:
    sketch = _chain("Satu", "Dua", lanes=2)
    name = "Kepala Seksi Pengelolaan Informasi dan Komunikasi Publik"
    sketch = replace(sketch, lanes=(*sketch.lanes, Lane(id="L9", name=name)))
    picture = lay_out(sketch)
    assert faults(sketch, picture) == []
    assert picture.boxes["L9"].height >= 170


def test_nested_lanes_tile_the_lane_around_them() -> None:
    sketch = _chain("Satu", "Dua", "Tiga", lanes=3)
    nested = (
        Lane(id="Outer", name="Sekretariat"),
        replace(sketch.lanes[0], parent="Outer"),
        replace(sketch.lanes[1], parent="Outer"),
        sketch.lanes[2],
    )
    sketch = replace(sketch, lanes=nested)
    assert faults(sketch, lay_out(sketch)) == []


def test_without_lanes_branches_stand_below_each_other() -> None:
    names = {"a": "Memeriksa berkas", "b": "Memeriksa lapangan", "c": "Memeriksa pajak"}
    symbols = (
        Symbol(id="s", figure=Figure.EVENT, name="Mulai"),
        Symbol(id="split", figure=Figure.GATEWAY),
        *(Symbol(id=key, figure=Figure.TASK, name=name) for key, name in names.items()),
        Symbol(id="join", figure=Figure.GATEWAY),
        Symbol(id="e", figure=Figure.EVENT, name="Selesai"),
    )
    ways = [
        ("s", "split"),
        *(("split", key) for key in names),
        *((key, "join") for key in names),
        ("join", "e"),
    ]
    arrows = tuple(Arrow(id=f"{a}{b}", source=a, target=b) for a, b in ways)
    sketch = Sketch(symbols=symbols, arrows=arrows)
    picture = lay_out(sketch)
    assert faults(sketch, picture, crossings=0) == []
    assert len({picture.boxes[key].y for key in names}) == 3


def test_several_starts_and_ends_are_placed() -> None:
    symbols = (
        *(Symbol(id=f"s{n}", figure=Figure.EVENT, name=f"Mulai {n}", lane="L") for n in range(2)),
        Symbol(id="m", figure=Figure.GATEWAY, lane="L"),
        Symbol(id="t", figure=Figure.TASK, name="Memutuskan", lane="L"),
        Symbol(id="g", figure=Figure.GATEWAY, name="Layak?", lane="L"),
        *(Symbol(id=f"e{n}", figure=Figure.EVENT, name=f"Selesai {n}", lane="L") for n in range(2)),
    )
    ways = (
        ("s0", "m", ""),
        ("s1", "m", ""),
        ("m", "t", ""),
        ("t", "g", ""),
        ("g", "e0", "Ya"),
        ("g", "e1", "Tidak"),
    )
    sketch = Sketch(
        symbols=symbols,
        arrows=tuple(Arrow(id=f"{a}{b}", source=a, target=b, name=name) for a, b, name in ways),
        lanes=(Lane(id="L", name="Staf"),),
        pool="P",
    )
    assert faults(sketch, lay_out(sketch)) == []


def test_a_sub_process_holds_what_is_inside_of_it() -> None:
    inner = replace(_chain("Mengukur", "Menghitung"), lanes=(), pool="", pool_name="")
    inner = replace(
        inner,
        symbols=tuple(replace(symbol, id=f"i{symbol.id}", lane="") for symbol in inner.symbols),
        arrows=tuple(
            replace(arrow, id=f"i{arrow.id}", source=f"i{arrow.source}", target=f"i{arrow.target}")
            for arrow in inner.arrows
        ),
    )
    outer = _chain("Satu", "Dua")
    symbols = [
        replace(symbol, figure=Figure.SUBPROCESS, inside=inner) if symbol.id == "t1" else symbol
        for symbol in outer.symbols
    ]
    sketch = replace(outer, symbols=tuple(symbols))
    picture = lay_out(sketch)
    assert picture.expanded == {"t1"}
    assert faults(sketch, picture) == []


def test_a_gateway_with_more_arrows_than_corners_is_met_on_its_sides() -> None:
    symbols = (
        Symbol(id="t", figure=Figure.TASK, name="Menilai", lane="L"),
        Symbol(id="g", figure=Figure.GATEWAY, name="Ke mana?", lane="L"),
        *(Symbol(id=f"e{n}", figure=Figure.EVENT, name=f"Selesai {n}", lane="L") for n in range(6)),
    )
    arrows = [Arrow(id="tg", source="t", target="g")]
    arrows += [Arrow(id=f"g{n}", source="g", target=f"e{n}", name=f"Jalan {n}") for n in range(6)]
    sketch = Sketch(symbols=symbols, arrows=tuple(arrows), lanes=(Lane(id="L", name="Staf"),))
    assert faults(sketch, lay_out(sketch)) == []


def test_nothing_at_all_is_a_picture_too() -> None:
    assert lay_out(Sketch(symbols=(), arrows=())) == Picture(boxes={}, lines={}, labels={})
