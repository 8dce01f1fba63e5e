"""Facts are written as rows and read back the same, for ever; a chain breaks at the first change."""

from __future__ import annotations

import ast
import hashlib
import inspect
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import orjson
import pytest

from runner import events
from runner.errors import BrokenFact
from runner.events import Event, SealedAnswer, from_row, moment_text, row_hash, seal
from runner.fact_readers import READERS
from runner.facts import (
    ActorDisabled,
    ActorEnabled,
    ActorRegistered,
    AgencyDeclared,
    ApiTokenIssued,
    ApiTokenRevoked,
    AppointmentEnded,
    AppointmentMade,
    CaseCancelled,
    CaseMigrated,
    CaseStarted,
    Consequences,
    CredentialReset,
    DefinitionRetired,
    DraftDiscarded,
    DraftSaved,
    DutyGranted,
    DutyRevoked,
    EndMove,
    Fact,
    Holding,
    RevisionPublished,
    TaskClaimed,
    TaskCompleted,
    TaskOpened,
    TaskReleased,
    TokenMove,
)
from runner.model import (
    ActorId,
    AgencyCode,
    Capacity,
    CaseId,
    DefinitionKey,
    Duty,
    ElementId,
    PositionCode,
    TaskId,
    Token,
)
from runner.replay import chained, opened_answers

AT = datetime(2026, 3, 2, 1, 2, 3, 4, tzinfo=UTC)
WENT_ON = Consequences(
    opened=(
        TaskOpened(task=TaskId("k2"), element=ElementId("t2"), due=AT + timedelta(days=1)),
        TaskOpened(task=TaskId("k3"), element=ElementId("t3")),
    ),
    passed=(ElementId("t1"), ElementId("p1")),
    tokens=(Token(element=ElementId("t2")), Token(element=ElementId("p2"), kind="join")),
)
ENDED = Consequences(passed=(ElementId("t2"),), ended=ElementId("e1"))

FACTS: tuple[Fact, ...] = (
    CaseStarted(case=CaseId("c"), agency=AgencyCode("uji"), case_number="0001/2026", consequences=WENT_ON),
    TaskClaimed(task=TaskId("k1"), element=ElementId("t1")),
    TaskReleased(task=TaskId("k1"), element=ElementId("t1")),
    TaskCompleted(
        task=TaskId("k1"),
        element=ElementId("t1"),
        public={"x1": "Kembalikan", "nilai": 1.5, "daftar": [1, None, {"a": True}]},
        returns=(ElementId("x1"),),
        consequences=ENDED,
    ),
    CaseCancelled(),
    CaseMigrated(
        from_number=1,
        moves=(
            TokenMove(id="k1", before=ElementId("t1"), after=ElementId("t9")),
            TokenMove(
                id="k2",
                before=ElementId("p2"),
                after=ElementId("p2"),
                source_before=ElementId("t2"),
                source_after=ElementId("t3"),
            ),
        ),
        consequences=Consequences(tokens=WENT_ON.tokens),
        ends=(EndMove(level="k4", before=ElementId("e1"), after=ElementId("e2")),),
        public={"nilai": 3},
        released=(Holding(task=TaskId("k1"), holder=ActorId("p1"), since=AT),),
        returned=(Holding(task=TaskId("k2"), holder=ActorId("p2"), since=AT),),
        undoes=4,
    ),
    DraftSaved(
        definition=DefinitionKey("uji-a"),
        agency=AgencyCode("uji"),
        name="SOP A",
        files={"diagram.bpmn": "a" * 64},
        base=2,
    ),
    DraftDiscarded(definition=DefinitionKey("uji-a")),
    RevisionPublished(
        definition=DefinitionKey("uji-a"),
        agency=AgencyCode("uji"),
        name="SOP A",
        number=2,
        label="2018",
        digest="d" * 64,
        files={"diagram.bpmn": "a" * 64},
        lanes={"l1": (PositionCode("staf"), PositionCode("kabag"))},
        note="",
        effective_from=AT,
        vacant=(PositionCode("kabag"),),
        warnings=("Awas.",),
        changes=({"kind": "step.added", "element": "t3"},),
        authors=(ActorId("p1"),),
        restores=1,
        deployment="d1",
        deployment_name="Surat",
        source="alur",
    ),
    DefinitionRetired(definition=DefinitionKey("uji-a"), reason="diganti"),
    AgencyDeclared(agency=AgencyCode("uji"), profile={"v": 1, "positions": []}),
    ActorRegistered(registered=ActorId("p1"), account="ani.uji", agency=None),
    ActorDisabled(disabled=ActorId("p1")),
    ActorEnabled(enabled=ActorId("p1")),
    CredentialReset(reset=ActorId("p1")),
    DutyGranted(to=ActorId("p1"), duty=Duty.AUDITOR, agency=AgencyCode("uji")),
    DutyRevoked(to=ActorId("p1"), duty=Duty.AUDITOR, agency=None),
    AppointmentMade(
        appointment="j1",
        appointed=ActorId("p1"),
        agency=AgencyCode("uji"),
        position=PositionCode("kabag"),
        capacity=Capacity.PLT,
        since=AT,
        until=None,
        order="800/1/2026",
    ),
    AppointmentEnded(appointment="j1", until=AT),
    ApiTokenIssued(
        issued="a1", holder=ActorId("p1"), label="Modeler", scopes=("deploy", "read"), expires_at=AT
    ),
    ApiTokenRevoked(revoked="a1", holder=ActorId("p1")),
)

#: The first letters of the SHA-256 of what every version of every kind looks like. A line here is never
#: edited: a change of shape is a new version with a reader of its own.
RELEASED = {
    ("CaseStarted", 1): "2e521d87",
    ("TaskClaimed", 1): "31922795",
    ("TaskReleased", 1): "31922795",
    ("TaskCompleted", 1): "cccf410a",
    ("CaseCancelled", 1): "d4270d1e",
    ("RevisionPublished", 1): "3780a493",
    ("DefinitionRetired", 1): "4d724103",
    ("AgencyDeclared", 1): "85fbffb4",
    ("ActorRegistered", 1): "5519b86e",
    ("ActorDisabled", 1): "7d315bbc",
    ("ActorEnabled", 1): "6869a47e",
    ("CredentialReset", 1): "3f3aeacd",
    ("DutyGranted", 1): "f70093e7",
    ("DutyRevoked", 1): "8fd9e8ef",
    ("AppointmentMade", 1): "ddcc6d0f",
    ("AppointmentEnded", 1): "d2485f33",
    ("CaseMigrated", 1): "c7ffb0b7",
    ("DraftSaved", 1): "d7c19184",
    ("DraftDiscarded", 1): "d713738a",
    ("RevisionPublished", 2): "7d0adcdd",
    ("ApiTokenIssued", 1): "06db2326",
    ("ApiTokenRevoked", 1): "47fd6385",
}


def event_of(fact: Fact, seq: int = 1, previous: str = "") -> Event:
    return Event(
        stream="case:c",
        seq=seq,
        at=AT,
        actor=ActorId("p1"),
        position="staf",
        capacity="definitif",
        fact=fact,
        commitments={"isi": "0" * 64},
        revision=(DefinitionKey("uji-a"), 2),
        engine="e",
        state_digest="s",
        previous=previous,
    )


def test_every_kind_of_fact_is_tested_here() -> None:
    assert {type(fact) for fact in FACTS} == set(get_args(Fact))
    assert {fact.KIND for fact in FACTS} == {kind.__name__ for kind in get_args(Fact)}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.KIND)
def test_a_fact_is_read_back_as_it_was_written(fact: Fact) -> None:
    event = event_of(fact)
    row = event.row()
    assert from_row(row) == event
    assert from_row(row).row() == row


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.KIND)
def test_what_was_released_is_written_the_same_for_ever(fact: Fact) -> None:
    written = hashlib.sha256(event_of(fact).row()["data"].encode()).hexdigest()[:8]
    assert written == RELEASED[fact.KIND, getattr(fact, "VERSION", 1)]


def test_an_event_without_revision_is_read_back_too() -> None:
    event = replace(event_of(FACTS[-1]), revision=None, commitments={})
    assert from_row(event.row()) == event


def test_a_kind_or_version_that_nobody_released_cannot_be_read() -> None:
    for changed in ({"kind": "TaskBurnt"}, {"v": 2}):
        with pytest.raises(KeyError):
            from_row({**event_of(FACTS[1]).row(), **changed})


@pytest.mark.parametrize("column", events._HASHED)
def test_the_hash_covers_every_column(column: str) -> None:
    row = event_of(FACTS[1]).row()
    assert set(row) == {*events._HASHED, "hash"}
    assert row_hash({**row, column: "other"}) != row["hash"]


def test_a_moment_is_text_that_sorts_as_time() -> None:
    moments = [AT, AT.replace(microsecond=0), AT + timedelta(microseconds=1), AT - timedelta(days=400)]
    assert sorted(moments) == [datetime.fromisoformat(text) for text in sorted(map(moment_text, moments))]
    assert {len(moment_text(moment)) for moment in moments} == {32}


@pytest.mark.parametrize("moment", [AT.replace(tzinfo=None), AT.astimezone(timezone(timedelta(hours=8)))])
def test_a_moment_that_is_not_in_utc_is_refused(moment: datetime) -> None:
    with pytest.raises(ValueError, match="UTC"):
        moment_text(moment)


# --- the chain -------------------------------------------------------------------------------------


def a_chain(length: int = 4) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for seq in range(1, length + 1):
        previous = str(rows[-1]["hash"]) if rows else ""
        rows.append(event_of(FACTS[1], seq, previous).row())
    return rows


def test_an_unbroken_chain_is_read() -> None:
    assert [event.seq for event in chained("case:c", a_chain())] == [1, 2, 3, 4]
    assert chained("case:c", []) == []


@pytest.mark.parametrize(
    ("harm", "seq", "said"),
    [
        (lambda rows: rows.pop(0), 1, "missing"),
        (lambda rows: rows.pop(1), 2, "missing"),
        (lambda rows: rows.insert(1, rows[1]), 3, "missing"),
        (lambda rows: rows.reverse(), 1, "missing"),
        (lambda rows: rows[2].update(actor="p2"), 3, "altered"),
        (lambda rows: rows[2].update(hash="0"), 3, "altered"),
        (lambda rows: rows[2].update(previous_hash="0"), 3, "does not follow"),
    ],
)
def test_a_chain_breaks_where_it_was_harmed(harm: object, seq: int, said: str) -> None:
    rows = a_chain()
    assert callable(harm)
    harm(rows)
    with pytest.raises(BrokenFact, match=said) as broken:
        chained("case:c", rows)
    assert (broken.value.stream, broken.value.seq) == ("case:c", seq)


@pytest.mark.parametrize("changed", [{"data": "{"}, {"data": "{}"}, {"kind": "TaskBurnt"}, {"at": "kemarin"}])
def test_a_row_that_cannot_be_read_is_a_broken_fact_even_with_a_fitting_hash(changed: dict[str, str]) -> None:
    row = {**a_chain(1)[0], **changed}
    row["hash"] = row_hash(row)
    with pytest.raises(BrokenFact, match="cannot be read"):
        chained("case:c", [row])


def test_an_event_before_its_predecessor_is_a_broken_fact() -> None:
    first = a_chain(1)[0]
    second = replace(event_of(FACTS[1], 2, str(first["hash"])), at=AT - timedelta(seconds=1)).row()
    with pytest.raises(BrokenFact, match="before the event before it"):
        chained("case:c", [first, second])


# --- values that stand apart -----------------------------------------------------------------------


def test_every_value_has_a_salt_of_its_own_and_the_same_entropy_gives_the_same_ones() -> None:
    sealed = seal({"a": "x", "b": "x"}, entropy=b"1" * 32)
    assert len({answer.salt for answer in sealed}) == 2
    assert sealed == seal({"b": "x", "a": "x"}, entropy=b"1" * 32)
    assert {a.salt for a in sealed}.isdisjoint({a.salt for a in seal({"a": "x"}, entropy=b"2" * 32)})


def test_a_commitment_binds_field_salt_and_value_and_cannot_be_shifted_between_them() -> None:
    answer = SealedAnswer(field="ab", salt=b"s" * 16, value='"c"')
    others = (
        replace(answer, field="a", value='b"c"'),
        replace(answer, salt=b"t" * 16),
        replace(answer, value='"d"'),
        replace(answer, field="a"),
    )
    assert len({each.commitment() for each in (answer, *others)}) == 5


def test_values_are_proven_by_their_commitments() -> None:
    (answer,) = seal({"isi": {"a": [1, "dua"]}}, entropy=b"1" * 32)
    event = replace(event_of(FACTS[3]), commitments={"isi": answer.commitment()})
    assert opened_answers(event, {"isi": answer}) == {"isi": {"a": [1, "dua"]}}
    for sealed, said in (
        ({}, "is missing"),
        ({"isi": replace(answer, value='"lain"')}, "was altered"),
        ({"isi": replace(answer, salt=b"0" * 16)}, "was altered"),
        ({"isi": answer, "lain": answer}, "was added"),
    ):
        with pytest.raises(BrokenFact, match=said):
            opened_answers(event, sealed)


def test_no_reader_that_was_released_has_gone() -> None:
    assert set(READERS) >= RELEASED.keys()


def test_facts_hold_no_value_of_an_answer_but_the_public_ones() -> None:
    tree = ast.parse(inspect.getsource(TaskCompleted))
    fields = {node.target.id for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)}  # type: ignore[union-attr]
    assert fields == {"KIND", "task", "element", "public", "returns", "consequences"}
    assert orjson.loads(event_of(FACTS[3]).row()["data"])["commitments"] == {"isi": "0" * 64}
