"""Rows of agencies, people, appointments and logins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import orjson
from sqlalchemy import and_, bindparam, case, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from runner.agency import Agency
from runner.events import moment_text
from runner.model import Actor, ActorId, AgencyCode, Appointment, Capacity, Duty, PositionCode
from runner.store import AnyRow, Transaction
from runner.tables import (
    actors,
    agencies,
    appointments,
    credentials,
    login_failures,
    positions,
    sessions,
)

# --- agencies ----------------------------------------------------------------------------------


def save_agency(tx: Transaction, agency: Agency, version: int) -> None:
    """The agency's profile is this one, its positions among it."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    values = {"profile": orjson.dumps(agency.to_json()).decode(), "version": version}
    statement = dialect.insert(agencies).values(code=agency.code, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["code"], set_=values))
    tx.execute(delete(positions).where(positions.c.agency == agency.code))
    if agency.positions:
        tx.execute(
            insert(positions),
            [
                {"agency": agency.code, "code": position.code, "represented_by": position.represented_by}
                for position in agency.positions
            ],
        )


def agency(tx: Transaction, code: str) -> tuple[Agency, int] | None:
    """An agency's profile and its version."""
    row = tx.execute(select(agencies).where(agencies.c.code == code)).first()
    return None if row is None else (Agency.from_json(orjson.loads(row.profile)), row.version)


def all_agencies(tx: Transaction) -> list[Agency]:
    """Every agency, by code."""
    found = tx.execute(select(agencies.c.profile).order_by(agencies.c.code)).scalars()
    return [Agency.from_json(orjson.loads(profile)) for profile in found]


def stored_agencies(tx: Transaction) -> dict[str, tuple[Agency, int]]:
    """Every agency with the number of its profile, for verify."""
    rows = tx.execute(select(agencies))
    return {row.code: (Agency.from_json(orjson.loads(row.profile)), row.version) for row in rows}


def stored_positions(tx: Transaction) -> set[tuple[str, str, str | None]]:
    """Agency, code and representative of every position, for verify."""
    return {(row.agency, row.code, row.represented_by) for row in tx.execute(select(positions))}


# --- people ------------------------------------------------------------------------------------

_REPRESENTED = and_(
    positions.c.agency == appointments.c.agency, positions.c.represented_by == appointments.c.position
)
_ACTOR = (
    select(
        actors,
        *(column.label(f"held_{column.name}") for column in appointments.c),
        positions.c.code.label("external"),
    )
    .outerjoin(appointments, appointments.c.actor == actors.c.id)
    .outerjoin(positions, _REPRESENTED)
)


def actor(tx: Transaction, id_: str) -> Actor | None:
    """A person with all appointments and duties."""
    return _actor(tx.execute(_ACTOR.where(actors.c.id == id_)).all())


def actor_by_account(tx: Transaction, account: str) -> Actor | None:
    """The person of that account."""
    return _actor(tx.execute(_ACTOR.where(actors.c.account == account)).all())


_SESSION_ACTOR = (
    _ACTOR.add_columns(credentials.c.one_time)
    .join(sessions, sessions.c.actor == actors.c.id)
    .outerjoin(credentials, credentials.c.actor == actors.c.id)
    .where(
        sessions.c.digest == bindparam("shown"),
        sessions.c.expires_at > bindparam("now"),
        actors.c.disabled.is_(False),
    )
)


def actor_of_session(tx: Transaction, digest: str, now: str) -> Actor | None:
    """The person behind an open session, in one statement; None for a disabled one."""
    found = tx.execute(_SESSION_ACTOR, {"shown": digest, "now": now}).all()
    person = _actor(found)
    return person and replace(person, must_change_password=bool(found[0].one_time))


def people_of(tx: Transaction, agency_code: str | None) -> list[Actor]:
    """Everybody with an account of the agency (None: of the installation), by account."""
    mine = actors.c.agency.is_(None) if agency_code is None else actors.c.agency == agency_code
    rows = tx.execute(_ACTOR.where(mine).order_by(actors.c.account)).all()
    return _each(rows)


def appointed_to(tx: Transaction, agency_code: str) -> list[Actor]:
    """Everybody who ever had an appointment in the agency."""
    who = select(appointments.c.actor).where(appointments.c.agency == agency_code)
    return _each(tx.execute(_ACTOR.where(actors.c.id.in_(who)).order_by(actors.c.account)).all())


def all_people(tx: Transaction) -> list[Actor]:
    """Everybody, for verify."""
    return _each(tx.execute(_ACTOR.order_by(actors.c.account)).all())


def _each(rows: Sequence[AnyRow]) -> list[Actor]:
    grouped: dict[str, list[AnyRow]] = {}
    for row in rows:
        grouped.setdefault(row.id, []).append(row)
    return [found for group in grouped.values() if (found := _actor(group)) is not None]


def _actor(rows: Sequence[AnyRow]) -> Actor | None:
    if not rows:
        return None
    first = rows[0]
    held: dict[str, Appointment] = {}
    represented: set[tuple[AgencyCode, PositionCode, PositionCode]] = set()
    for row in rows:
        if row.held_id is None:
            continue
        held[row.held_id] = Appointment(
            id=row.held_id,
            actor=ActorId(first.id),
            agency=AgencyCode(row.held_agency),
            position=PositionCode(row.held_position),
            capacity=Capacity(row.held_capacity),
            since=datetime.fromisoformat(row.held_since),
            until=datetime.fromisoformat(row.held_until) if row.held_until else None,
            order=row.held_order,
        )
        if row.external is not None:
            represented.add(
                (AgencyCode(row.held_agency), PositionCode(row.external), PositionCode(row.held_position))
            )
    return Actor(
        id=ActorId(first.id),
        account=first.account,
        name=first.name,
        agency=AgencyCode(first.agency) if first.agency else None,
        duties=duties_of(first.duties),
        appointments=tuple(sorted(held.values(), key=lambda made: (made.since, made.id))),
        represented=tuple(sorted(represented)),
        disabled=bool(first.disabled),
    )


def duties_of(text: str) -> frozenset[tuple[Duty, AgencyCode | None]]:
    """The duties as stored."""
    return frozenset(
        (Duty(duty), AgencyCode(agency_code) if agency_code else None)
        for duty, agency_code in orjson.loads(text)
    )


def duties_text(duties: Iterable[tuple[Duty, AgencyCode | None]]) -> str:
    """How duties are stored."""
    return orjson.dumps(sorted([duty.value, code or ""] for duty, code in duties)).decode()


def save_actor(tx: Transaction, person: Actor) -> None:
    """The person is stored, without appointments."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    values = {
        "account": person.account,
        "name": person.name,
        "agency": person.agency,
        "duties": duties_text(person.duties),
        "disabled": person.disabled,
    }
    statement = dialect.insert(actors).values(id=person.id, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def save_appointment(tx: Transaction, made: Appointment) -> None:
    """The appointment is stored, or its end."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    values = {
        "actor": made.actor,
        "agency": made.agency,
        "position": made.position,
        "capacity": made.capacity.value,
        "since": moment_text(made.since),
        "until": made.until and moment_text(made.until),
        "order": made.order,
    }
    statement = dialect.insert(appointments).values(id=made.id, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def appointment(tx: Transaction, id_: str) -> Appointment | None:
    """One appointment."""
    row = tx.execute(select(appointments).where(appointments.c.id == id_)).first()
    return None if row is None else _appointment(row)


def all_appointments(tx: Transaction) -> dict[str, Appointment]:
    """Every appointment by id, for verify."""
    return {row.id: _appointment(row) for row in tx.execute(select(appointments))}


def _appointment(row: AnyRow) -> Appointment:
    return Appointment(
        id=row.id,
        actor=ActorId(row.actor),
        agency=AgencyCode(row.agency),
        position=PositionCode(row.position),
        capacity=Capacity(row.capacity),
        since=datetime.fromisoformat(row.since),
        until=datetime.fromisoformat(row.until) if row.until else None,
        order=row.order,
    )


def names(tx: Transaction, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name and account of each of these people."""
    query = select(actors.c.id, actors.c.name, actors.c.account).where(actors.c.id.in_(sorted(set(ids))))
    return {row.id: (row.name, row.account) for row in tx.execute(query)}


def how_many(tx: Transaction) -> int:
    """How many accounts there are."""
    return tx.execute(select(func.count()).select_from(actors)).scalar_one()


# --- logins: no facts --------------------------------------------------------------------------


def save_password(tx: Transaction, actor_id: str, password_hash: str, *, one_time: bool) -> None:
    """This is the person's password from now on."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    values = {"password_hash": password_hash, "one_time": one_time}
    statement = dialect.insert(credentials).values(actor=actor_id, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["actor"], set_=values))


def password(tx: Transaction, actor_id: str) -> AnyRow | None:
    """The stored password of a person."""
    return tx.execute(select(credentials).where(credentials.c.actor == actor_id)).first()


def open_session(tx: Transaction, digest: str, actor_id: str, *, at: datetime, until: datetime) -> None:
    """Whoever shows the token of this digest is that person until then; dead sessions are swept."""
    tx.execute(delete(sessions).where(sessions.c.expires_at <= moment_text(at)))
    row = {
        "digest": digest,
        "actor": actor_id,
        "opened_at": moment_text(at),
        "expires_at": moment_text(until),
    }
    tx.execute(insert(sessions), [row])


def close_session(tx: Transaction, digest: str) -> None:
    """The session is over."""
    tx.execute(delete(sessions).where(sessions.c.digest == digest))


def close_sessions_of(tx: Transaction, actor_id: str, *, but: str = "") -> None:
    """Every session of the person is over, except the one of the digest ``but``."""
    tx.execute(delete(sessions).where(sessions.c.actor == actor_id, sessions.c.digest != but))


def failures(tx: Transaction, account: str, address: str) -> tuple[int, datetime] | None:
    """How many logins to this account failed from this address, and since when."""
    row = tx.execute(
        select(login_failures).where(login_failures.c.account == account, login_failures.c.address == address)
    ).first()
    return None if row is None else (row.failures, datetime.fromisoformat(row.since))


def count_failure(tx: Transaction, account: str, address: str, *, at: datetime, since: datetime) -> int:
    """One more login failed; those before ``since`` are forgotten. Returns how many there are, counted by
    the database, so that no two attempts at the same moment are told the same number."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    now = moment_text(at)
    recent = login_failures.c.since > moment_text(since)
    statement = dialect.insert(login_failures).values(account=account, address=address, failures=1, since=now)
    counted = tx.execute(
        statement.on_conflict_do_update(
            index_elements=["account", "address"],
            set_={
                "failures": case((recent, login_failures.c.failures + 1), else_=1),
                "since": case((recent, login_failures.c.since), else_=now),
            },
        ).returning(login_failures.c.failures)
    )
    return int(counted.scalar_one())


def forget_failures(tx: Transaction, account: str, address: str) -> None:
    """The account logged in from here: its failures from here are forgotten."""
    tx.execute(
        delete(login_failures).where(login_failures.c.account == account, login_failures.c.address == address)
    )
