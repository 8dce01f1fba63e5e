"""What an exploration saw, as plain data: no words, no judgement of whether it may be published.

Promise: it goes through JSON unchanged; every fault carries the moves that lead to it from the start.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from runner.model import Json, Words


class Kind(StrEnum):
    """What can be wrong with the way a case goes."""

    ENGINE = "engine"  #: the engine cannot run the diagram, or not go on
    UNREACHABLE = "unreachable"  #: no case comes here
    END_UNREACHED = "end_unreached"  #: no case ends here
    DEADLOCK = "deadlock"  #: a join waits for what can never come
    LIVELOCK = "livelock"  #: work goes on, but no end can be reached any more
    DOUBLE = "double"  #: a step is open twice at a time
    ERASED = "erased"  #: finished or open work is lost at a join
    NEVER = "outcome_never"  #: no answer leads over this flow
    NO_OUTCOME = "no_outcome"  #: an answer for which there is no flow
    CYCLE = "automatic_cycle"  #: a round without a person in it
    NO_END = "no_end"  #: the flow stops at something that is no end


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A task that was completed: flows taken at gateways, and the answers that conditions read.

    The first move of a case has no task: the case is started.
    """

    task: str
    outcomes: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, Json], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong at ``element``; ``among`` are other elements that take part in it.

    ``correlated``: a deadlock after several decisions each of which can also end well, so that it never
    happens if people's answers always fit together.
    """

    kind: Kind
    element: str
    moves: tuple[Move, ...] = ()
    among: tuple[str, ...] = ()
    correlated: bool = False
    why: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration:
    """``limit`` says what stopped it before everything was seen: ``time``, ``states``,
    ``answers`` (too many at a step) or ``vague`` (not all of them known).

    ``seconds`` are those of the processor, where somebody measured them.
    """

    states: int
    faults: tuple[Fault, ...]
    limit: str = ""
    passed: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    shortest: tuple[Move, ...] | None = None
    longest: tuple[Move, ...] | None = None
    longest_is_exact: bool = True
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The exploration as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Exploration:
        """The exploration that ``to_json`` wrote."""
        routes = {
            name: None if data[name] is None else tuple(map(_move, data[name]))
            for name in ("shortest", "longest")
        }
        return cls(
            **{
                **data,
                **routes,
                "faults": tuple(map(_fault, data["faults"])),
                "passed": tuple(data["passed"]),
                "taken": tuple(data["taken"]),
            }
        )


def _fault(data: Mapping[str, Any]) -> Fault:
    why = data["why"]
    return Fault(
        kind=Kind(data["kind"]),
        element=data["element"],
        moves=tuple(map(_move, data["moves"])),
        among=tuple(data["among"]),
        correlated=data["correlated"],
        why=None if why is None else Words(why["id"], why["en"]),
    )


def _move(data: Mapping[str, Any]) -> Move:
    return Move(
        task=data["task"],
        outcomes=tuple((gateway, flow) for gateway, flow in data["outcomes"]),
        answers=tuple((name, value) for name, value in data["answers"]),
    )
