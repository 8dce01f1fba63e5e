"""Comparisons of what nobody should draw, and of every shipped SOP edited at random."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from runner import diagram as diagrams
from runner.comparison import Content, Difference, compare
from tests.core.small_sop import SmallSop
from tests.core.test_comparison import FORM, said
from tests.effort import effort

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SHIPPED = sorted((Path(__file__).parents[2] / "bpmn").rglob("*.bpmn"))
SOP = SmallSop()
LARGEST = 298
MOST_ARROWS = 890
#: Function calls of the dearest comparison, twice what was counted; about 2 s on a slow core.
MOST_EFFORT = 18_000_000


def _drawn(inside: str) -> Content:
    text = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p" name="Uji" isExecutable="true">'
        f"{inside}</process></definitions>"
    )
    return Content(diagram=diagrams.read(text.encode(), file="uji.bpmn"), forms={})


def _symbols(kind: str, ids: list[str], names: list[str], arrows: Iterator[tuple[str, str]]) -> Content:
    nodes = "".join(f'<{kind} id="{id_}" name="{name}"/>' for id_, name in zip(ids, names, strict=True))
    flows = "".join(
        f'<sequenceFlow id="{ids[0]}f{at}" sourceRef="{source}" targetRef="{target}"/>'
        for at, (source, target) in enumerate(arrows)
    )
    return _drawn(nodes + flows)


def _chain(prefix: str, order: list[int], names: list[str]) -> Content:
    ids = [f"{prefix}{number}" for number in order]
    return _symbols("userTask", ids, [names[at] for at in order], pairwise(ids))


def _web(prefix: str, kind: str, seed: int, name: str) -> Content:
    chance = Random(seed)  # noqa: S311
    ids = [f"{prefix}{number}" for number in range(LARGEST)]
    arrows = ((chance.choice(ids), chance.choice(ids)) for _ in range(MOST_ARROWS))
    return _symbols(kind, ids, [name] * LARGEST, arrows)


def _words(letters: int, seed: int) -> list[str]:
    chance = Random(seed)  # noqa: S311
    return ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=letters)) for _ in range(LARGEST)]


def _moved(times: int) -> list[int]:
    chance, order = Random(times), list(range(LARGEST))  # noqa: S311
    for _ in range(times):
        order.insert(chance.randrange(len(order)), order.pop(chance.randrange(len(order))))
    return order


def _cover(lines: list[str]) -> Content:
    value = "&#10;".join(lines)
    return _drawn(
        '<extensionElements><camunda:properties><camunda:property name="dasarHukum" '
        f'value="{value}"/></camunda:properties></extensionElements><startEvent id="s"/>'
    )


STRAIGHT = list(range(LARGEST))
SAME = ["Langkah"] * LARGEST
NUMBERED = [f"Langkah ke {number}" for number in STRAIGHT]


PAIRS: dict[str, Callable[[], tuple[Content, Content]]] = {
    "strange": lambda: (_chain("a", STRAIGHT, _words(60, 1)), _chain("b", STRAIGHT, _words(60, 2))),
    "wordy": lambda: (_chain("a", STRAIGHT, _words(2000, 1)), _chain("b", STRAIGHT, _words(2000, 2))),
    "namesakes": lambda: (_chain("a", STRAIGHT, SAME), _chain("b", STRAIGHT, SAME)),
    "moved": lambda: (_chain("a", STRAIGHT, NUMBERED), _chain("a", _moved(30), NUMBERED)),
    "webs": lambda: (_web("a", "userTask", 1, "L"), _web("a", "userTask", 2, "L")),
    "merges": lambda: (_web("a", "exclusiveGateway", 1, ""), _web("b", "exclusiveGateway", 2, "")),
    "gateways": lambda: (_web("a", "parallelGateway", 1, ""), _web("a", "parallelGateway", 2, "")),
    "covers": lambda: (_cover(_words(40, 1) * 100), _cover(_words(40, 2) * 100)),
    "repeating": lambda: (_cover(list("ab" * 30_000)), _cover(list("abb" * 20_000))),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_the_largest_diagrams_are_compared_quickly(pair: str) -> None:
    old, new = PAIRS[pair]()
    told, spent = effort(lambda: [difference.sentence() for difference in compare(old, new)])
    assert all(told)
    assert spent < MOST_EFFORT


def test_a_gateway_that_leads_nowhere_yet_is_compared_all_the_same() -> None:
    half = SOP.with_arrows(gone=(("x", "catat"), ("x", "tandatangan")))
    assert said(SOP, half) != said(half, SOP) != []


def test_two_choices_that_led_to_one_step_are_not_taken_for_each_other() -> None:
    both = SOP.with_arrows(("x", "catat", "Ulangi"))
    assert said(both, SOP) == [
        "Pada “Isi surat benar?” pilihan “Ulangi” dihapus (sebelumnya menuju “Mencatat di buku agenda”)."
    ]
    elsewhere = SOP.with_arrows(("x", "e", "Ulangi"))
    assert said(both, elsewhere) == [
        "Pada “Isi surat benar?” pilihan “Ulangi” dahulu menuju “Mencatat di buku agenda”, sekarang menuju "
        "“Arsip tersimpan”."
    ]


def test_quite_another_form_is_told_by_its_name_alone() -> None:
    other = {
        "type": "default",
        "id": "lain",
        "components": [
            {"type": "textfield", "id": f"Isian_{key}", "key": key, "label": key} for key in ("nama", "nip")
        ],
    }
    sheets = {"lembar": json.dumps(FORM).encode(), "lain": json.dumps(other).encode()}
    old, new = (SOP.but(forms={"catat": form}, sheets=sheets) for form in ("lembar", "lain"))
    assert said(old, new) == [
        "Langkah “Mencatat di buku agenda”: formulir “lembar” diganti dengan formulir “lain”."
    ]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("-", "-\n-", "tetap tanpa isi; tanda butirnya berubah dari “-” menjadi “- / -”."),
        ("-", "Meja", "diisi “Meja” (sebelumnya hanya “-”)."),
        ("Meja", "-", "dikosongkan menjadi “-” (sebelumnya “Meja”)."),
    ],
)
def test_a_hyphen_where_nothing_is_said_is_told_as_nothing(before: str, after: str, sentence: str) -> None:
    old, new = (SOP.but(cover={"peralatan": text}) for text in (before, after))
    assert said(old, new) == [f"Sampul, Peralatan/Perlengkapan: {sentence}"]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_sop_edited_at_random_is_told_in_whole_sentences(file: Path) -> None:
    chance = Random(file.stem)  # noqa: S311
    old = Content(diagram=diagrams.read(file.read_bytes(), file=file.name), forms={})
    assert compare(old, old) == ()
    for _ in range(12):
        root = etree.fromstring(file.read_bytes())
        for _ in range(chance.choice((1, 1, 2, 5))):
            _edit(root, chance)
        new = Content(diagram=diagrams.read(etree.tostring(root), file=file.name), forms={})
        assert compare(new, new) == ()
        for difference in (*compare(old, new), *compare(new, old)):
            assert Difference.from_json(json.loads(json.dumps(difference.to_json()))) == difference
            for sentence in (difference.sentence("id"), difference.sentence("en")):
                assert sentence.endswith(".")
                assert not any(slip in sentence for slip in ("  ", "“”", "““"))


def _edit(root: etree._Element, chance: Random) -> None:
    """One thing that an analyst might do, or a slip."""

    def one(name: str) -> etree._Element | None:
        found = list(root.iter(BPMN + name))
        return chance.choice(found) if found else None

    task, flow, gateway, lane = map(one, ("userTask", "sequenceFlow", "exclusiveGateway", "lane"))
    ref = one("flowNodeRef")
    match chance.randrange(7):
        case 0 if task is not None:
            task.set("name", chance.choice(("", "Periksa lagi", str(task.get("name")) + " ulang")))
        case 1 if flow is not None:
            flow.set("name", chance.choice(("", "Setuju", "Ya")))
        case 2 if flow is not None and task is not None:
            flow.set("targetRef", str(task.get("id")))
        case 3 if lane is not None:
            lane.set("name", chance.choice(("Kabag", "", "Staf")))
        case 4 if lane is not None and ref is not None:
            lane.append(ref)
        case 5:
            gone = chance.choice([thing for thing in (task, flow, gateway) if thing is not None])
            gone.getparent().remove(gone)  # type: ignore[union-attr]
        case _ if task is not None:
            again = copy.deepcopy(task)
            again.set("id", f"Baru_{chance.randrange(10**6)}")
            task.getparent().append(again)  # type: ignore[union-attr]
