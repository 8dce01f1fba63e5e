"""A snapshot gives back the case that it was taken of, and holds no value of an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from runner import lifecycle, snapshot
from runner.authority import Standing
from runner.lifecycle import Case
from runner.model import ActorId, CaseId, ElementId
from tests.builders import PARALLEL, Sop, revision_of

AT = datetime(2026, 3, 2, tzinfo=UTC)
ANI = ActorId("ani")
STANDING = Standing("staf", "definitif")


def due_of(element: ElementId) -> datetime | None:
    return AT + timedelta(days=1) if element == "t2" else None


def a_case(sop: Sop = PARALLEL) -> Case:
    """Two open tasks, one of them dated and held, and a value."""
    case = lifecycle.start(
        revision_of(sop), case=CaseId("c1"), number="0001/2026", by=ANI, standing=STANDING, at=AT,
        due_of=due_of,
    ).case  # fmt: skip
    case = lifecycle.complete(
        case, case.tasks[0].id, {"perihal": "Rahasia kantor"}, {}, by=ANI, standing=STANDING, at=AT,
        due_of=due_of, entropy=b"1" * 32,
    ).case  # fmt: skip
    return lifecycle.claim(
        case, case.tasks[0].id, by=ANI, standing=STANDING, at=AT + timedelta(minutes=1)
    ).case


def loaded(case: Case, blob: bytes) -> Case:
    return snapshot.load(
        blob,
        case=case.id,
        agency=case.agency,
        number=case.number,
        revision=case.revision,
        status=case.status,
        started_by=case.started_by,
        version=case.version,
        head=case.head,
        data=case.data,
    )


def test_a_case_is_loaded_as_it_was_dumped() -> None:
    case = a_case()
    assert loaded(case, snapshot.dump(case)) == case
    assert snapshot.dump(loaded(case, snapshot.dump(case))) == snapshot.dump(case)


def test_a_case_that_is_over_is_loaded_too() -> None:
    case = lifecycle.cancel(a_case(), "x", by=ANI, standing=STANDING, at=AT, entropy=b"2" * 32).case
    assert loaded(case, snapshot.dump(case)) == case


def test_a_snapshot_holds_no_value_and_no_text_of_the_diagram() -> None:
    blob = snapshot.dump(a_case())
    assert b"Rahasia" not in blob
    assert b"Langkah" not in blob
    assert len(blob) < 2_000


@pytest.mark.parametrize("blob", [b"", b"\0", b"\0\0\0\x02{}", b"\xff" * 20])
def test_anything_else_is_refused(blob: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        loaded(a_case(), blob)
