"""Who is who: agencies, people, duties and appointments, folded from the events of agencies.

Promise: the shell and verify move the same way, by ``apply``.
Never: a right judged (that is authority's).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from runner.agency import Agency
from runner.events import Event
from runner.facts import (
    ActorDisabled,
    ActorEnabled,
    ActorRegistered,
    AgencyDeclared,
    ApiTokenIssued,
    ApiTokenRevoked,
    AppointmentEnded,
    AppointmentMade,
    DutyGranted,
    DutyRevoked,
)
from runner.model import Actor, ActorId, Appointment, Json, Scope

#: The stream of acts that concern no agency: the first administrators.
INSTALLATION = "installation"


def stream_of(agency: str | None) -> str:
    """The stream of an agency's people, appointments, positions and calendar."""
    return f"agency:{agency}" if agency else INSTALLATION


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """What a program shows to act for ``holder``; its secret is nowhere."""

    id: str
    holder: ActorId
    label: str
    scopes: tuple[Scope, ...]
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    @classmethod
    def issued(cls, fact: ApiTokenIssued, *, at: datetime) -> ApiToken:
        """The token as it was issued at ``at``."""
        return cls(
            id=fact.issued,
            holder=fact.holder,
            label=fact.label,
            scopes=tuple(Scope(scope) for scope in fact.scopes),
            issued_at=at,
            expires_at=fact.expires_at,
        )


@dataclass(slots=True)
class Registry:
    """Everything that the events so far say; ``versions`` is the number of each agency's last profile."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    appointments: dict[str, Appointment] = field(default_factory=dict)
    tokens: dict[str, ApiToken] = field(default_factory=dict)

    def apply(self, event: Event, values: Mapping[str, Json]) -> None:
        """Move by one event. Raises KeyError if it speaks of somebody nobody registered."""
        match event.fact:
            case AgencyDeclared() as fact:
                self.agencies[fact.agency] = Agency.from_json(fact.profile)
                self.versions[fact.agency] = event.seq
            case ActorRegistered() as fact:
                self.actors[fact.registered] = Actor(
                    id=fact.registered,
                    account=fact.account,
                    name=str(values.get("name", "")),
                    agency=fact.agency,
                )
            case ActorDisabled() as fact:
                self._change(fact.disabled, disabled=True)
            case ActorEnabled() as fact:
                self._change(fact.enabled, disabled=False)
            case DutyGranted() as fact:
                held = self.actors[fact.to].duties
                self._change(fact.to, duties=held | {(fact.duty, fact.agency)})
            case DutyRevoked() as fact:
                held = self.actors[fact.to].duties
                self._change(fact.to, duties=held - {(fact.duty, fact.agency)})
            case AppointmentMade() as fact:
                self.appointments[fact.appointment] = Appointment(
                    id=fact.appointment,
                    actor=fact.appointed,
                    agency=fact.agency,
                    position=fact.position,
                    capacity=fact.capacity,
                    since=fact.since,
                    until=fact.until,
                    order=fact.order,
                )
            case AppointmentEnded() as fact:
                made = self.appointments[fact.appointment]
                self.appointments[fact.appointment] = replace(made, until=fact.until)
            case ApiTokenIssued() as fact:
                self.tokens[fact.issued] = ApiToken.issued(fact, at=event.at)
            case ApiTokenRevoked() as fact:
                self.tokens[fact.revoked] = replace(self.tokens[fact.revoked], revoked_at=event.at)
            case _:
                pass

    def _change(self, who: ActorId, **changed: object) -> None:
        self.actors[who] = replace(self.actors[who], **changed)  # type: ignore[arg-type]
