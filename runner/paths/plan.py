"""What the exploration needs to know of a diagram and its forms, as plain data.

Promise: it goes through JSON unchanged, so that a child process can explore what its parent has read.
Never: the gate, a form, XML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from runner.model import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An outcome that the person at a step chooses, if one chain of ``after`` was chosen before."""

    gateway: str
    choices: tuple[str, ...]
    after: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A variable that the form of a step gives: one value for each kind of answer that conditions can tell
    apart. ``may_keep``: the form may also leave what was there before."""

    name: str
    values: tuple[Json, ...]
    may_keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What completing a task brings with it."""

    asked: tuple[Asked, ...] = ()
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A flow out of a symbol; ``condition`` is empty where there is none."""

    flow: str
    target: str
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A symbol that runs. ``live`` are the variables that a token resting here may bring to a reader."""

    kind: str
    ways: tuple[Way, ...]
    live: tuple[str, ...] = ()
    default: str = ""
    inside: bool = False

    @property
    def chooses(self) -> bool:
        """True if not every flow out of it is taken."""
        return len(self.ways) > 1 and self.kind in ("exclusiveGateway", "inclusiveGateway")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Symbols in document order, the steps among them, and the variables whose values only stand for more.

    ``vague`` names variables for which some answers could not be told in advance: what was explored then is
    no proof. ``dropped`` are symbols that are drawn but cannot be run, or are not connected with the start.
    ``spare`` are symbols and flows that only the exploration has, and that nobody is told of.
    """

    symbols: Mapping[str, Symbol]
    steps: Mapping[str, Step]
    vague: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()

    @cached_property
    def arrivals(self) -> Mapping[tuple[str, str], int]:
        """How many flows lead from one symbol to another."""
        found: dict[tuple[str, str], int] = {}
        for source, way in self.flows():
            found[source, way.target] = found.get((source, way.target), 0) + 1
        return found

    @cached_property
    def entered_by(self) -> Mapping[str, int]:
        """How many flows lead to a symbol."""
        found: dict[str, int] = {}
        for _, way in self.flows():
            found[way.target] = found.get(way.target, 0) + 1
        return found

    def flows(self) -> Iterator[tuple[str, Way]]:
        """Every flow with its source."""
        for source, symbol in self.symbols.items():
            for way in symbol.ways:
                yield source, way

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON values."""
        return {
            "symbols": {name: asdict(symbol) for name, symbol in self.symbols.items()},
            "steps": {name: asdict(step) for name, step in self.steps.items()},
            "vague": list(self.vague),
            "dropped": list(self.dropped),
            "spare": list(self.spare),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plan:
        """The plan that ``to_json`` wrote."""
        return cls(
            symbols={
                name: Symbol(
                    kind=symbol["kind"],
                    ways=tuple(Way(**way) for way in symbol["ways"]),
                    live=tuple(symbol["live"]),
                    default=symbol["default"],
                    inside=symbol["inside"],
                )
                for name, symbol in data["symbols"].items()
            },
            steps={
                name: Step(
                    asked=tuple(
                        Asked(
                            gateway=asked["gateway"],
                            choices=tuple(asked["choices"]),
                            after=tuple(
                                tuple((gateway, choice) for gateway, choice in chain)
                                for chain in asked["after"]
                            ),
                        )
                        for asked in step["asked"]
                    ),
                    given=tuple(
                        Given(name=given["name"], values=tuple(given["values"]), may_keep=given["may_keep"])
                        for given in step["given"]
                    ),
                )
                for name, step in data["steps"].items()
            },
            vague=tuple(data["vague"]),
            dropped=tuple(data["dropped"]),
            spare=tuple(data["spare"]),
        )
