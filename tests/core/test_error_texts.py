"""What a refusal says is in the reader's language throughout, and tells how to go on."""

from __future__ import annotations

import pytest

from runner import proof_texts
from runner.error_texts import words
from runner.errors import BrokenFact
from runner.model import Words

PROOFS = [
    *(said for said in vars(proof_texts).values() if isinstance(said, Words)),
    proof_texts.value_altered("perihal"),
    proof_texts.task_differs("t", "holder"),
    proof_texts.revision_differs(2),
]


@pytest.mark.parametrize("said", PROOFS, ids=lambda said: said.en)
def test_a_broken_fact_is_told_in_the_language_of_the_reader(said: Words) -> None:
    broken = BrokenFact("case:x", 3, said)
    assert str(broken) == f"case:x event 3: {said.en}"
    told = words(broken)
    assert f"case:x peristiwa 3: {said.id}" in told.id
    assert f"case:x event 3: {said.en}" in told.en
    assert said.id != said.en
