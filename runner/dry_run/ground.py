"""The ground of a dry run: a diagram with its forms, opened as a revision, and the people around it.

Promise: what the gate refuses because it cannot run is refused here too; what may go wrong on its paths can
be tried, that is what a dry run is for.
Never: a number in the list of revisions (a draft has the number 0).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from runner.agency import Agency
from runner.diagram import Diagram
from runner.dry_run.nouns import Ground
from runner.dry_run.people import stand_ins
from runner.errors import DiagramRefused
from runner.lifecycle import DueOf
from runner.model import (
    APPLICANT,
    Actor,
    AgencyCode,
    DefinitionKey,
    Position,
    PositionCode,
    Problem,
    Severity,
)
from runner.revision import Revision, lanes_in, open_revision
from runner.working_time import STANDARD_HOURS

#: The number of what is no revision yet.
DRAFT: Final = 0
#: What may be wrong with a diagram that runs as far as it goes: its paths, and the shapes that they fear.
_MAY_BE_TRIED: Final = ("paths.", "parallel.")

DueAt = Callable[[Revision, Agency, datetime], DueOf]
Lanes = Mapping[str, tuple[PositionCode, ...]]


def opened(
    files: Mapping[str, bytes],
    diagram: Diagram,
    *,
    agency: Agency,
    holders: Sequence[Actor],
    due_at: DueAt,
    problems: Sequence[Problem],
    lanes: Lanes | None = None,
) -> Ground:
    """The ground that a diagram and its forms give, with what the gate said of them.

    ``lanes`` are asked of the agency if they are not given. Raises DiagramRefused if it cannot run.
    """
    stopping = [problem for problem in problems if stops(problem)]
    if stopping:
        raise DiagramRefused(stopping)
    revision = open_revision(
        files,
        definition=DefinitionKey(diagram.key),
        number=DRAFT,
        agency=agency.code,
        lanes=lanes if lanes is not None else lanes_in(diagram, agency),
    )
    return among(revision, agency=agency, holders=holders, due_at=due_at, problems=problems)


def among(
    revision: Revision,
    *,
    agency: Agency,
    holders: Sequence[Actor],
    due_at: DueAt,
    problems: Sequence[Problem] = (),
) -> Ground:
    """The ground that a revision gives among these people."""
    invented = stand_ins(agency, revision.lanes)
    return Ground(
        revision=revision,
        agency=agency,
        people=(*holders, *invented),
        stand_ins=frozenset(person.id for person in invented),
        due_of=lambda at: due_at(revision, agency, at),
        problems=tuple(problems),
    )


def stops(problem: Problem) -> bool:
    """True if a diagram with this problem cannot even be tried."""
    return problem.severity is Severity.ERROR and not problem.code.startswith(_MAY_BE_TRIED)


def office_of(diagram: Diagram, *, name: str, zone: str) -> tuple[Agency, Lanes]:
    """An agency for a diagram that came without one: its lanes are its positions, its week the usual one."""
    positions: dict[PositionCode, Position] = {}
    lanes: dict[str, tuple[PositionCode, ...]] = {}
    for number, lane in enumerate(diagram.lanes, start=1):
        codes = tuple(PositionCode(code) for code in lane.positions) or (PositionCode(f"lajur-{number}"),)
        lanes[lane.id] = codes
        for code in codes:
            title = lane.name if len(codes) == 1 else f"{lane.name} ({code})"
            if code != APPLICANT:
                positions.setdefault(code, Position(code=code, title=title))
    agency = Agency(
        code=AgencyCode("contoh"),
        name=name,
        zone=zone,
        hours=STANDARD_HOURS,
        positions=tuple(positions.values()),
    )
    return agency, lanes
