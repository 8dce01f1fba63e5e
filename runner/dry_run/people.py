"""Who would get the tasks of a dry run: those who hold the positions, else somebody who stands in.

Promise: the same table of rights as in earnest decides. Never: a right for whoever tries it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from runner import authority
from runner.agency import Agency
from runner.authority import Standing
from runner.dry_run.nouns import Ground, Player
from runner.errors import NotFound
from runner.model import (
    APPLICANT,
    Actor,
    ActorId,
    Appointment,
    Capacity,
    PositionCode,
)
from runner.pages import ActorRef

#: People of one position that a page offers.
_MOST_PLAYERS: Final = 50
#: Begins the id of a stand-in, and its name: a person's id is hexadecimal.
_STAND_IN: Final = "contoh:"
_NAMED: Final = "Contoh {title}"
_ALWAYS: Final = datetime(2000, 1, 1, tzinfo=UTC)


def stand_ins(agency: Agency, lanes: Mapping[str, Sequence[PositionCode]]) -> tuple[Actor, ...]:
    """One invented person for every position that the lanes need."""
    needed = dict.fromkeys(code for codes in lanes.values() for code in codes)
    return tuple(_stand_in(agency, code) for code in needed)


def _stand_in(agency: Agency, code: PositionCode) -> Actor:
    id_ = ActorId(f"{_STAND_IN}{code}")
    holding = Appointment(
        id=id_,
        actor=id_,
        agency=agency.code,
        position=code,
        capacity=Capacity.DEFINITIVE,
        since=_ALWAYS,
    )
    return Actor(
        id=id_,
        account="",
        name=_NAMED.format(title=title(agency, code)),
        agency=agency.code,
        # the applicant is no position that anybody holds: whoever began is the applicant
        appointments=() if code == APPLICANT else (holding,),
    )


def title(agency: Agency, code: str) -> str:
    """How a position is called."""
    if code == APPLICANT:
        return "Pemohon"
    try:
        return agency.position(code).title
    except NotFound:
        return code


def starters(ground: Ground, at: datetime) -> tuple[Player, ...]:
    """Those who could begin the case at this moment, by a position or as an applicant."""
    first = ground.revision.first_positions()
    found = (
        (person, authority.may_start(person, agency=ground.agency.code, first_positions=first, at=at))
        for person in ground.people
    )
    # an analyst may begin any case, but is nobody whom the diagram means
    return _players(ground, ((p, s) for p, s in found if s and s.capacity != authority.DUTY_CAPACITY))


def players(
    ground: Ground, positions: Sequence[PositionCode], *, started_by: ActorId, at: datetime
) -> tuple[Player, ...]:
    """Those who could do a task of these positions at this moment; stand-ins only if nobody else could."""
    found = (
        (
            person,
            authority.may_act(
                person, agency=ground.agency.code, positions=positions, started_by=started_by, at=at
            ),
        )
        for person in ground.people
    )
    return _players(ground, ((person, standing) for person, standing in found if standing))


def _players(ground: Ground, found: Iterable[tuple[Actor, Standing]]) -> tuple[Player, ...]:
    everybody = [
        Player(
            actor=ActorRef(id=person.id, name=person.name or person.account, account=person.account),
            position=title(ground.agency, standing.position),
            capacity=standing.capacity,
            stand_in=person.id in ground.stand_ins,
        )
        for person, standing in found
    ]
    real = [player for player in everybody if not player.stand_in]
    return tuple((real or everybody)[:_MOST_PLAYERS])


def actor(ground: Ground, id_: ActorId) -> Actor:
    """The person of that id. Raises NotFound."""
    for person in ground.people:
        if person.id == id_:
            return person
    raise NotFound("person", id_)
