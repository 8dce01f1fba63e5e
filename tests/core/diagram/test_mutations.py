"""Whatever happens to a good file, the gate answers with a diagram or with problems, and quickly."""

from __future__ import annotations

import re
from random import Random

import pytest

from runner.model import Problem
from tests.core.diagram import specimens
from tests.effort import effort

GOOD = [path.read_bytes() for path in specimens.accepted_files()]
REFUSED = [path.read_bytes() for path in specimens.refused_files() if 100 < path.stat().st_size < 20_000]
TAG = re.compile(rb"<[^>]*>")
ATTRIBUTE = re.compile(rb' [\w:]+="[^"]*"')
VALUE = re.compile(rb'="([^"]*)"')
#: Function calls of a verdict; ten times what the worst file of the collection costs is a change of kind.
MOST_EFFORT = 100_000


def bytes_changed(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed))
        what = chance.randrange(4)
        if what == 0:
            changed[at] = chance.randrange(256)
        elif what == 1:
            del changed[at : at + chance.randint(1, 40)]
        elif what == 2:
            changed[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 8)))
        else:
            changed[at:at] = changed[at : at + chance.randint(1, 200)]
    return bytes(changed)


def markup_changed(content: bytes, chance: Random) -> bytes:
    """Tags and attributes dropped, doubled, swapped: files that are XML still, most of them."""
    for _ in range(chance.randint(1, 3)):
        what = chance.randrange(5)
        spots = list((TAG if what < 2 else ATTRIBUTE if what < 4 else VALUE).finditer(content))
        if not spots:
            return content
        spot, other = chance.choice(spots), chance.choice(spots)
        group = 1 if what == 4 else 0
        new = {0: b"", 1: spot[0] * 2, 2: b"", 3: spot[0] + b' x="1"', 4: other[group]}[what]
        content = content[: spot.start(group)] + new + content[spot.end(group) :]
    return content


def words_changed(content: bytes, chance: Random) -> bytes:
    """Element names and ids exchanged for others that are in use somewhere."""
    words = [b"userTask", b"exclusiveGateway", b"parallelGateway", b"inclusiveGateway", b"subProcess"]
    words += [b"startEvent", b"endEvent", b"sequenceFlow", b"lane", b"process", b"boundaryEvent", b"task"]
    for _ in range(chance.randint(1, 3)):
        old, new = chance.choice(words), chance.choice(words)
        spots = [found.start() for found in re.finditer(b"bpmn:" + old + b"\\b", content)]
        if spots:
            at = chance.choice(spots) + len(b"bpmn:")
            content = content[:at] + new + content[at + len(old) :]
    return content


def judge_mutations(count: int, seed: int) -> None:
    most = 0
    specimens.judged(GOOD[0])
    for number in range(count):
        chance = Random(f"{seed}:{number}")  # noqa: S311 (a fixed sample, no secret)
        content = chance.choice(GOOD + REFUSED)
        for mutate in chance.sample([bytes_changed, markup_changed, words_changed], chance.randint(1, 2)):
            content = mutate(content, chance)
        found, spent = effort(lambda content=content: specimens.judged(content))  # type: ignore[misc]
        most = max(most, spent)
        assert all(isinstance(problem, Problem) for problem in found)
    assert most < MOST_EFFORT


def test_three_hundred_mutations_give_a_diagram_or_problems() -> None:
    judge_mutations(300, 1)


@pytest.mark.thorough
def test_twenty_thousand_mutations_give_a_diagram_or_problems() -> None:
    judge_mutations(20_000, 2)
