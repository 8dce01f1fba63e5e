"""The nouns of a dry run: what is tried and among whom, what was tried so far, and what a page shows of it.

Promise: an attempt is plain data that a page or a file can carry; reading it back trusts nothing in it.
Never: a judgement; every move is judged again whenever the attempt is run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from runner.agency import Agency
from runner.errors import AlurError
from runner.events import Event, moment_text
from runner.forms import FieldView
from runner.lifecycle import Case, DueOf
from runner.model import Actor, ActorId, DefinitionKey, ElementId, Json, Problem, TaskId
from runner.pages import ActorRef, EarlierStep, Moment, QuestionView, ReturnView
from runner.revision import Revision

#: Moves of one dry run; the longest SOP of an office with every return taken twice stays below.
MOST_MOVES: Final = 120
#: Input names of one move; more than any form has.
_MOST_NAMES: Final = 2_000
_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is tried and among whom.

    ``people`` are those who hold positions of the agency, and a stand-in for every position of the lanes;
    ``stand_ins`` are the ids of these. ``due_of`` reads the agency's calendar at a moment. ``problems``
    is what the gate had to say.
    """

    revision: Revision
    agency: Agency
    people: tuple[Actor, ...]
    stand_ins: frozenset[ActorId]
    due_of: Callable[[datetime], DueOf]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One completion that was tried: which task, as whom, when, and what its page was given."""

    task: TaskId
    by: ActorId
    at: datetime
    pairs: Mapping[str, tuple[str, ...]]

    def to_json(self) -> dict[str, Json]:
        """The move as JSON."""
        pairs: dict[str, Json] = {name: list(values) for name, values in self.pairs.items()}
        return {"task": self.task, "by": self.by, "at": moment_text(self.at), "pairs": pairs}

    @classmethod
    def from_json(cls, value: Any) -> Move:
        """The move that ``to_json`` wrote. Raises ValueError for anything else."""
        match value:
            case {"task": str() as task, "by": str() as by, "at": str() as at, "pairs": dict() as pairs}:
                if len(pairs) > _MOST_NAMES or not all(_is_posted(n, v) for n, v in pairs.items()):
                    raise ValueError("Expected names with lists of texts.")
                given = {name: tuple(values) for name, values in pairs.items()}
                return cls(task=TaskId(task), by=ActorId(by), at=_moment(at), pairs=given)
        raise ValueError("Expected task, by, at and pairs.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What was tried so far: who began, when, and every move since."""

    by: ActorId
    at: datetime
    moves: tuple[Move, ...] = ()

    def and_then(self, move: Move) -> Attempt:
        """One move more."""
        return replace(self, moves=(*self.moves, move))

    def back(self) -> Attempt:
        """One move less."""
        return replace(self, moves=self.moves[:-1])

    def to_json(self) -> dict[str, Json]:
        """The attempt as JSON; ``from_json`` gives an equal one back."""
        moves: list[Json] = [move.to_json() for move in self.moves]
        return {"v": _VERSION, "by": self.by, "at": moment_text(self.at), "moves": moves}

    @classmethod
    def from_json(cls, value: Any) -> Attempt:
        """The attempt that ``to_json`` wrote. Raises ValueError for anything else."""
        match value:
            case {"v": 1, "by": str() as by, "at": str() as at, "moves": list() as moves}:
                if len(moves) > MOST_MOVES:
                    raise ValueError(f"Expected at most {MOST_MOVES} moves.")
                return cls(
                    by=ActorId(by), at=_moment(at), moves=tuple(Move.from_json(move) for move in moves)
                )
        raise ValueError("Expected v, by, at and moves.")


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not 2000 <= at.year <= 2100:
        raise ValueError("Expected a moment of this century with its offset.")
    return at


def _is_posted(name: object, values: object) -> bool:
    return (
        isinstance(name, str) and isinstance(values, list) and all(isinstance(value, str) for value in values)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """A case that was only tried. ``attempt`` are the moves that were accepted.

    ``stopped`` says why the next of the given moves does not hold any more (its diagram changed since);
    it and those after it are gone.
    """

    ground: Ground
    attempt: Attempt
    case: Case
    events: tuple[Event, ...]
    values: Mapping[int, Mapping[str, Json]]
    stopped: AlurError | None = None

    @property
    def at(self) -> datetime:
        """The moment of what happened last."""
        return self.events[-1].at


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """Somebody who would get a task; a stand-in where nobody holds the position now."""

    actor: ActorRef
    position: str
    capacity: str
    stand_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A task that is open in a dry run; ``lap`` counts how often the case came by."""

    task: TaskId
    element: ElementId
    step: str
    lane: str
    positions: tuple[str, ...]
    players: tuple[Player, ...]
    opened_at: datetime
    due_at: datetime | None
    lap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedTask:
    """The task that a dry run shows, as its person would see it."""

    waiting: Waiting
    fields: tuple[FieldView, ...]
    questions: tuple[QuestionView, ...]
    returned: tuple[ReturnView, ...]
    earlier: tuple[EarlierStep, ...]
    documentation: str
    kelengkapan: str
    waktu_tercetak: str
    output: str
    keterangan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunPage:
    """A dry run as a page shows it. ``number`` is the revision tried, 0 for a draft.

    ``players`` are those who could begin, ``names`` the steps and gateways by element.
    """

    key: DefinitionKey
    number: int
    label: str
    sop: str
    agency_name: str
    zone: str
    digest: str
    problems: tuple[Problem, ...]
    players: tuple[Player, ...]
    attempt: Attempt
    started_by: ActorRef
    moments: tuple[Moment, ...]
    open: tuple[Waiting, ...]
    shown: TriedTask | None
    names: Mapping[ElementId, str]
    ended: str | None
    at: datetime
    full: bool
    stopped: AlurError | None
