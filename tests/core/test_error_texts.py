"""What a refusal says is in the reader's language throughout, and tells how to go on."""

from __future__ import annotations

import pytest

from runner import error_texts, errors, proof_texts
from runner.error_texts import words
from runner.errors import AlurError, AnswersRefused, BrokenFact
from runner.model import FieldError, Words

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


def test_a_refused_answer_names_the_input_by_which_it_is_given() -> None:
    lacking = Words("wajib diisi.", "has to be filled in.")
    told = words(
        AnswersRefused(
            [
                FieldError(path="tujuanSurat[0].penerima", label="Kepada", message=lacking),
                FieldError(path="catatan", label="", message=lacking),
            ]
        )
    )
    assert told.id == (
        "Isian belum benar: Kepada [tujuanSurat[0].penerima]: wajib diisi. catatan: wajib diisi."
    )
    assert "Kepada [tujuanSurat[0].penerima]: has to be filled in." in told.en


def test_every_error_of_the_tree_has_a_sentence_of_its_own() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, AlurError)]
    assert len(kinds) > 30
    without = {kind.__name__ for kind in kinds if not set(kind.__mro__) & error_texts.SENTENCES.keys()}
    assert without == {"AlurError"}
