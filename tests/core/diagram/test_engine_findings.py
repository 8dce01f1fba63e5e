"""The gate's half of the ways in which an engine loses or falsifies work: such drawings never reach it.

The numbers are those of the twelve findings; tests/core/test_engine_findings.py has the engine's half.
"""

from __future__ import annotations

import pytest
from lxml import etree

from runner import diagram
from runner.model import ElementId
from tests.core.diagram import specimens


def executable_kinds(name: str) -> set[str]:
    read = diagram.read(specimens.accepted(name).encode(), file=name)
    return {etree.QName(element).localname for element in etree.fromstring(read.executable).iter()}


def refused(name: str) -> set[str]:
    return {fault.code for fault in specimens.expected()[f"{name}.bpmn"]}


def condition(text: str) -> set[str]:
    """The error codes of a diagram with this condition."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return specimens.codes(
        specimens.with_one(specimens.accepted("syarat"), "${jumlah &gt; 5}", escaped).encode()
    )


def test_1_2_7_8_nothing_that_carries_data_reaches_the_engine() -> None:
    assert not executable_kinds("keterangan") & {
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "ioSpecification",
        "dataInputAssociation",
        "dataOutputAssociation",
        "property",
        "extensionElements",
    }


def test_3_a_parallel_part_is_left_only_over_its_own_join() -> None:
    assert refused("kembali-dari-cabang") == {"parallel.leads_back"}
    assert refused("sebagian-cabang") == {"parallel.partial"}
    assert refused("masuk-cabang-dari-luar") == {"parallel.entered"}


def test_4_a_chain_longer_than_an_engine_follows_is_refused() -> None:
    assert refused("terlalu-panjang") == {"size.nodes"}
    steps = " -> ".join(f"t{number}" for number in range(298))
    assert specimens.sketch_codes(f"s -> {steps} -> e") == set()
    assert specimens.sketch_codes(f"s -> {steps} -> t298 -> e") == {"size.nodes"}


@pytest.mark.parametrize(
    "code",
    [
        "__import__('os').system('id')",
        "().__class__.__bases__[0].__subclasses__()",
        "${open('/etc/passwd').read()}",
        "[x for x in (1,2)]",
        "lambda: 1",
        "9**9**9",
        "'a' * 10000000000",
        "${execution.setVariable('a', 1)}",
        "=for x in [1] return x",
        "exec('x')",
        "jumlah if 1 else 2",
        "f'{jumlah}'",
        "jumlah; import os",
        "(" * 300 + "jumlah" + ")" * 300,
    ],
)
def test_5_code_in_a_condition_is_refused(code: str) -> None:
    assert condition(code) & {"condition.malformed", "condition.unknown_name"}


@pytest.mark.parametrize(
    "name",
    ["awal-berwaktu", "menunggu-waktu", "pengingat-di-tepi", "script-task", "service-task", "skrip-spiff"],
)
def test_5_symbols_that_carry_code_are_refused_by_name(name: str) -> None:
    assert refused(name)


def bomb(pairs: int) -> str:
    """Parallel splits and joins in series: an engine that foresees a case doubles its tree at each."""
    lines, before = ["s -> t0 -> p0"], 0
    for number in range(pairs):
        lines += [f"p{before} -> ta{number} -> p{before + 1}", f"p{before} -> tb{number} -> p{before + 1}"]
        lines += [f"p{before + 1} -> tc{number} -> p{before + 2}"] if number < pairs - 1 else []
        before += 2
    return "\n".join([*lines, f"p{before - 1} -> e"])


def test_6_parallel_parts_in_series_that_multiply_are_refused() -> None:
    assert specimens.sketch_codes(bomb(4)) == set()
    assert specimens.sketch_codes(bomb(18)) == {"size.parallel"}


def test_6_nested_splits_end_at_the_number_of_symbols() -> None:
    lines = ["s -> t0 -> p1"]
    for number in range(1, 1 << 8):
        for branch in (2 * number, 2 * number + 1):
            kind = "p" if branch < (1 << 8) else "t"
            lines.append(f"p{number} -> {kind}{branch}" + ("" if kind == "p" else f" -> e{branch}"))
    assert specimens.sketch_codes("\n".join(lines)) == {"size.nodes"}


def test_10_a_gateway_always_has_a_way_out() -> None:
    assert refused("syarat-semua-tanpa-baku") == {"condition.no_default"}
    assert refused("syarat-tanpa-baku") == {"outcome.mixed"}
    assert specimens.sketch_codes("s -> t1 -> o1\no1 -> e1 [?jumlah = 1]\no1 -> e2 [?jumlah = 2]") == {
        "condition.no_default"
    }


@pytest.mark.parametrize(
    "name", ["subproses-kejadian", "pengulangan-ganda", "pengulangan", "ad-hoc", "transaksi"]
)
def test_11_symbols_that_change_the_diagram_while_it_runs_are_refused(name: str) -> None:
    assert refused(name)


def test_12_a_step_belongs_to_the_inner_lane_whatever_lists_it_last() -> None:
    inner = (
        '        <bpmn:childLaneSet id="LaneSet_2">\n          <bpmn:lane id="Lane_Dalam" name="Kadis">\n'
        "            <bpmn:flowNodeRef>Periksa</bpmn:flowNodeRef>\n          </bpmn:lane>\n"
        "        </bpmn:childLaneSet>\n"
    )
    base = specimens.accepted("keputusan")
    after = specimens.with_one(
        base, "      </bpmn:lane>\n    </bpmn:laneSet>", f"{inner}      </bpmn:lane>\n    </bpmn:laneSet>"
    )
    listed = "        <bpmn:flowNodeRef>Periksa</bpmn:flowNodeRef>\n"
    before = specimens.with_one(base, listed, inner + listed)
    for text in (after, before):
        read = diagram.read(text.encode(), file="a")
        assert read.tasks[ElementId("Periksa")].lane == "Lane_Dalam"


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in specimens.refused_files() if "cadangan" in path.stem)
)
def test_an_id_that_an_engine_uses_itself_is_refused(name: str) -> None:
    assert refused(name) & {"id.reserved", "outcome.id"}


@pytest.mark.parametrize(
    "name",
    [
        "tak-tercapai",
        "jalan-buntu",
        "tautan-halaman",
        "kompensasi",
        "receive-task",
        "call-activity",
        "gateway-kompleks",
        "unsur-asing",
        "syarat-tak-berlaku",
    ],
)
def test_what_an_engine_would_drop_in_silence_is_refused(name: str) -> None:
    assert refused(name)


def test_a_step_that_several_arrows_enter_is_refused_before_it_recurs() -> None:
    assert "flow.implicit_join" in refused("gabungan-tersirat")


def test_a_gateway_does_not_choose_by_the_height_of_what_is_drawn_behind_it() -> None:
    # the stock engine tries conditions from top to bottom of the picture; ours in the order of the file
    text = specimens.accepted("syarat")
    lower = text.replace('y="110"', 'y="130"')
    first = diagram.read(text.encode(), file="a").executable
    assert diagram.read(lower.encode(), file="a").executable == first
