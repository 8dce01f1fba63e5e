"""Agencies, people, duties and appointments: folded from events, then compared with their rows."""

from __future__ import annotations

from collections.abc import Mapping

from runner import proof_texts as texts
from runner import replay
from runner.errors import BrokenFact
from runner.events import Event
from runner.facts import ActorRegistered, ApiTokenIssued
from runner.model import Actor, Json
from runner.registry import INSTALLATION, Registry
from runner.store import people_rows, token_rows
from runner.verifying.record import UNREADABLE, Record, Sealed


def verify_people(record: Record) -> None:
    """Every person, appointment and agency is what the events say."""
    registry, secrets = Registry(), dict[str, Json]()
    read: list[tuple[str, list[Event], Sealed]] = []
    for name in record.names:
        if name == INSTALLATION or name.startswith("agency:"):
            record.tried(lambda name=name: _read(record, name, read), of=name)  # type: ignore[misc]
    # a person of one agency may be appointed in another, whose stream comes first by name
    for registering in (True, False):
        for name, events, sealed in read:
            for event in events:
                if isinstance(event.fact, ActorRegistered) is registering:
                    record.tried(lambda e=event, s=sealed: _fold(registry, secrets, e, s), of=name)  # type: ignore[misc]
    record.tried(lambda: _compare_appointments(record, registry), of="pemangkuan jabatan", en="appointments")
    record.tried(lambda: _compare_people(record, registry), of="orang", en="people")
    record.tried(lambda: _compare_tokens(record, registry, secrets), of="token", en="tokens")
    record.tried(lambda: _compare_agencies(record, registry), of="instansi", en="agencies")


def _read(record: Record, name: str, read: list[tuple[str, list[Event], Sealed]]) -> None:
    events, sealed = record.read(name)
    read.append((name, events, sealed))
    record.require_head(name, events)


def _fold(registry: Registry, secrets: dict[str, Json], event: Event, sealed: Sealed) -> None:
    values = replay.opened_answers(event, sealed.get(event.seq, {}))
    if isinstance(event.fact, ApiTokenIssued):
        secrets[event.fact.issued] = values.get(ApiTokenIssued.DIGEST)
    try:
        registry.apply(event, values)
    except UNREADABLE as unknown:
        raise BrokenFact(event.stream, event.seq, texts.NOBODY) from unknown


def _compare_appointments(record: Record, registry: Registry) -> None:
    made, stored = registry.appointments, people_rows.all_appointments(record.tx)
    for id_ in sorted(made.keys() | stored.keys()):
        if made.get(id_) != stored.get(id_):
            record.differs(f"pemangkuan {id_}", texts.APPOINTMENT_DIFFERS, en=f"appointment {id_}")


def _compare_people(record: Record, registry: Registry) -> None:
    stored: dict[str, Actor] = {person.id: person for person in people_rows.all_people(record.tx)}
    folded: dict[str, Actor] = {person.id: person for person in registry.actors.values()}
    for id_ in sorted(folded.keys() | stored.keys()):
        known, found = folded.get(id_), stored.get(id_)
        if known is None or found is None or _identity(known) != _identity(found):
            record.differs(f"orang {id_}", texts.PERSON_DIFFERS, en=f"person {id_}")


def _compare_tokens(record: Record, registry: Registry, secrets: Mapping[str, Json]) -> None:
    issued, stored = registry.tokens, token_rows.all_tokens(record.tx)
    digests = token_rows.digests(record.tx)
    for id_ in sorted(issued.keys() | stored.keys()):
        if issued.get(id_) != stored.get(id_) or secrets.get(id_) != digests.get(id_):
            record.differs(f"token {id_}", texts.TOKEN_DIFFERS)


def _compare_agencies(record: Record, registry: Registry) -> None:
    stored = people_rows.stored_agencies(record.tx)
    declared = {code: (agency, registry.versions[code]) for code, agency in registry.agencies.items()}
    for code in sorted(declared.keys() | stored.keys()):
        if declared.get(code) != stored.get(code):
            record.differs(f"agency:{code}", texts.PROFILE_DIFFERS)
    offices = {
        (code, position.code, position.represented_by)
        for code, agency in registry.agencies.items()
        for position in agency.positions
    }
    for code, *_ in sorted(offices ^ people_rows.stored_positions(record.tx), key=str):
        record.differs(f"agency:{code}", texts.POSITIONS_DIFFER)


def _identity(person: Actor) -> tuple[object, ...]:
    return (person.account, person.name, person.agency, person.duties, person.disabled)
