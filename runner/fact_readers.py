"""How recorded facts are read back, by kind and version.

Promise: what a released version wrote is read for ever. Never: a reader edited after its release.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

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
from runner.model import Capacity, Duty, ElementId, TaskId, Token


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _consequences_1(data: Mapping[str, Any]) -> Consequences:
    return Consequences(
        opened=tuple(
            TaskOpened(task=TaskId(o["task"]), element=ElementId(o["element"]), due=_moment(o["due"]))
            for o in data["opened"]
        ),
        passed=tuple(data["passed"]),
        tokens=tuple(Token(element=ElementId(t["element"]), kind=t["kind"]) for t in data["tokens"]),
        ended=data["ended"],
    )


def _case_started_1(data: Mapping[str, Any]) -> CaseStarted:
    return CaseStarted(**{**data, "consequences": _consequences_1(data["consequences"])})


def _task_completed_1(data: Mapping[str, Any]) -> TaskCompleted:
    changed = {"consequences": _consequences_1(data["consequences"]), "returns": tuple(data["returns"])}
    return TaskCompleted(**{**data, **changed})


def _revision_published_1(data: Mapping[str, Any]) -> RevisionPublished:
    return RevisionPublished(
        **{
            **data,
            "lanes": {lane: tuple(positions) for lane, positions in data["lanes"].items()},
            "effective_from": _moment(data["effective_from"]),
            "vacant": tuple(data["vacant"]),
            "warnings": tuple(data["warnings"]),
        }
    )


def _revision_published_2(data: Mapping[str, Any]) -> RevisionPublished:
    added = {"changes": tuple(data["changes"]), "authors": tuple(data["authors"])}
    return _revision_published_1({**data, **added})


def _case_migrated_1(data: Mapping[str, Any]) -> CaseMigrated:
    return CaseMigrated(
        **{
            **data,
            "moves": tuple(TokenMove(**move) for move in data["moves"]),
            "consequences": _consequences_1(data["consequences"]),
            "ends": tuple(EndMove(**end) for end in data["ends"]),
            "released": tuple(map(_holding_1, data["released"])),
            "returned": tuple(map(_holding_1, data["returned"])),
        }
    )


def _holding_1(data: Mapping[str, Any]) -> Holding:
    return Holding(**{**data, "since": _moment(data["since"])})


def _appointment_made_1(data: Mapping[str, Any]) -> AppointmentMade:
    moments = {"since": _moment(data["since"]), "until": _moment(data["until"])}
    return AppointmentMade(**{**data, **moments, "capacity": Capacity(data["capacity"])})


#: (kind, version) -> reader. A released reader is never edited; a change of shape is a new version.
READERS: dict[tuple[str, int], Callable[[Mapping[str, Any]], Fact]] = {
    ("CaseStarted", 1): _case_started_1,
    ("TaskClaimed", 1): lambda data: TaskClaimed(**data),
    ("TaskReleased", 1): lambda data: TaskReleased(**data),
    ("TaskCompleted", 1): _task_completed_1,
    ("CaseCancelled", 1): lambda data: CaseCancelled(**data),
    ("CaseMigrated", 1): _case_migrated_1,
    ("DraftSaved", 1): lambda data: DraftSaved(**data),
    ("DraftDiscarded", 1): lambda data: DraftDiscarded(**data),
    ("RevisionPublished", 1): _revision_published_1,
    ("RevisionPublished", 2): _revision_published_2,
    ("DefinitionRetired", 1): lambda data: DefinitionRetired(**data),
    ("AgencyDeclared", 1): lambda data: AgencyDeclared(**data),
    ("ActorRegistered", 1): lambda data: ActorRegistered(**data),
    ("ActorDisabled", 1): lambda data: ActorDisabled(**data),
    ("ActorEnabled", 1): lambda data: ActorEnabled(**data),
    ("CredentialReset", 1): lambda data: CredentialReset(**data),
    ("DutyGranted", 1): lambda data: DutyGranted(**{**data, "duty": Duty(data["duty"])}),
    ("DutyRevoked", 1): lambda data: DutyRevoked(**{**data, "duty": Duty(data["duty"])}),
    ("AppointmentMade", 1): _appointment_made_1,
    ("AppointmentEnded", 1): lambda data: AppointmentEnded(
        appointment=data["appointment"], until=datetime.fromisoformat(data["until"])
    ),
    ("ApiTokenIssued", 1): lambda data: ApiTokenIssued(
        **{
            **data,
            "scopes": tuple(data["scopes"]),
            "expires_at": datetime.fromisoformat(data["expires_at"]),
        }
    ),
    ("ApiTokenRevoked", 1): lambda data: ApiTokenRevoked(**data),
}
