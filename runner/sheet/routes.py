"""Which way each arrow takes: the side it leaves and enters, and the channel in which it runs.

Promise: an arrow to the next band is straight or has one corner; any other runs through one free channel,
shared by all arrows to the same symbol. The choice depends on the bands alone.
Never: a coordinate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from runner.sheet.bands import Band, Link


class Port(Enum):
    """Where an arrow touches a symbol."""

    TOP = "top"
    LEFT = "left"
    RIGHT = "right"
    BOTTOM = "bottom"
    LOW_LEFT = "low left"
    LOW_RIGHT = "low right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way of a link. ``channel`` None: it needs none. ``level``: on which line below its symbol."""

    link: Link
    leaves: Port
    enters: Port
    channel: int | None = None
    track: int = 0
    tracks: int = 1
    level: int = 0


#: Lines below a symbol, one under the other; a further arrow forks off the last.
MOST_LEVELS: Final = 2
_DISTANCE: Final = 1.0
_CROSSING: Final = 1.5
_SIDE_TAKEN: Final = 2.5
_ENTRY_SHARED: Final = 1.5
_CROWDED: Final = 8.0


@dataclass(slots=True)
class _Net:
    """All links that lead to one band from one direction."""

    target: int
    links: list[Link]
    channel: int = 0
    track: int = 0

    @property
    def span(self) -> tuple[int, int]:
        ends = [self.target, *(link.source for link in self.links)]
        return min(ends), max(ends)


@dataclass(slots=True)
class _Drawn:
    """Lines so far, in columns and bands: x is a channel's number, or a column's plus one half."""

    upright: list[tuple[float, float, float]] = field(default_factory=list)
    level: list[tuple[float, float, float]] = field(default_factory=list)

    def crossings(
        self, upright: tuple[float, float, float], level: list[tuple[float, float, float]]
    ) -> float:
        x, top, bottom = upright
        found = sum(1.0 for y, left, right in self.level if left < x < right and top <= y <= bottom)
        for y, left, right in level:
            found += sum(
                1.0 for at, above, below in self.upright if left < at < right and above <= y <= below
            )
        return found


def routes(
    bands: Sequence[Band], links: Sequence[Link], *, columns: int, capacity: Callable[[int], int]
) -> tuple[Route, ...]:
    """A route for every link, in their order; ``capacity`` tells how many lines a channel takes."""
    return _Router(bands, columns, capacity).routed(links)


class _Router:
    def __init__(self, bands: Sequence[Band], columns: int, capacity: Callable[[int], int]) -> None:
        self.bands = bands
        self.columns = columns
        self.capacity = capacity
        self.taken: list[set[Port]] = [set() for _ in bands]
        self.entered: list[set[Port]] = [set() for _ in bands]
        self.levels = [0 for _ in bands]
        self.drawn = _Drawn()
        self.nets: list[_Net] = []
        self.found: dict[int, Route] = {}

    def routed(self, links: Sequence[Link]) -> tuple[Route, ...]:
        waiting = [link for link in links if not self._straight(link)]
        groups: dict[tuple[int, bool], list[Link]] = {}
        for link in waiting:
            groups.setdefault((link.target, link.source < link.target), []).append(link)
        nets = [_Net(target, group) for (target, _), group in groups.items()]
        for net in sorted(nets, key=lambda net: (net.span[1] - net.span[0], net.span)):
            self._run(net)
        tracks = {channel: self._share(channel) for channel in {net.channel for net in self.nets}}
        for net in self.nets:
            for link in net.links:
                route = self.found[id(link)]
                self.found[id(link)] = Route(
                    link=link,
                    leaves=route.leaves,
                    enters=route.enters,
                    channel=net.channel,
                    track=net.track,
                    tracks=tracks[net.channel],
                    level=route.level,
                )
        return tuple(self.found[id(link)] for link in links)

    def _straight(self, link: Link) -> bool:
        """True if the link leads to the capsule below, or right to the next band."""
        source, target = self.bands[link.source], self.bands[link.target]
        if link.ends:
            self._keep(link, Port.BOTTOM)
            return True
        if link.target != link.source + 1 or target.opens:
            return False
        if source.column == target.column:
            if source.closes:
                return False
            self._keep(link, Port.BOTTOM)
            self.drawn.upright.append((source.column + 0.5, link.source + 0.3, link.target - 0.3))
            return True
        self._keep(link, Port.LEFT if target.column < source.column else Port.RIGHT)
        left, right = sorted((source.column + 0.5, target.column + 0.5))
        self.drawn.level.append((link.source, left, right))
        self.drawn.upright.append((target.column + 0.5, link.source + 0.01, link.target - 0.3))
        return True

    def _keep(self, link: Link, port: Port) -> None:
        self.taken[link.source].add(port)
        self.entered[link.target].add(Port.TOP)
        self.found[id(link)] = Route(link=link, leaves=port, enters=Port.TOP)

    def _run(self, net: _Net) -> None:
        """Choose the channel of a net, and the ports of its links."""
        net.channel = min(range(self.columns + 1), key=lambda channel: (self._cost(net, channel), -channel))
        enters = self._side(net.target, net.channel)
        upright, level = self._lines(net, net.channel)
        self.drawn.upright.append(upright)
        self.drawn.level += level
        self.nets.append(net)
        for link in net.links:
            leaves, below = self._exit(link.source, net.channel)
            self.found[id(link)] = Route(link=link, leaves=leaves, enters=enters, level=below)
        self.entered[net.target].add(enters)

    def _side(self, band: int, channel: int) -> Port:
        return Port.LEFT if channel <= self.bands[band].column else Port.RIGHT

    def _lines(
        self, net: _Net, channel: int
    ) -> tuple[tuple[float, float, float], list[tuple[float, float, float]]]:
        top, bottom = net.span
        level = []
        for band in [net.target, *(link.source for link in net.links)]:
            left, right = sorted((float(channel), self.bands[band].column + 0.5))
            level.append((float(band), left, right))
        return (float(channel), float(top), float(bottom)), level

    def _cost(self, net: _Net, channel: int) -> float:
        upright, level = self._lines(net, channel)
        cost = _CROSSING * self.drawn.crossings(upright, level)
        cost += _DISTANCE * sum(right - left for _, left, right in level)
        if self._side(net.target, channel) in self.taken[net.target]:
            cost += _ENTRY_SHARED
        for link in net.links:
            side = self._side(link.source, channel)
            cost += _SIDE_TAKEN * (side in self.taken[link.source])
            cost += _ENTRY_SHARED * (side in self.entered[link.source])
        beside = sum(1 for other in self.nets if other.channel == channel and _meet(other.span, net.span))
        return cost + _CROWDED * max(0, beside + 1 - self.capacity(channel))

    def _exit(self, band: int, channel: int) -> tuple[Port, int]:
        """The port for an arrow to a channel, and its level below the symbol (0: at its side)."""
        taken = self.taken[band]
        side = self._side(band, channel)
        low = Port.LOW_LEFT if side is Port.LEFT else Port.LOW_RIGHT
        if side not in taken:
            taken.add(side)
            return side, 0
        free = [port for port in (Port.BOTTOM, low) if port not in taken]
        self.levels[band] = min(self.levels[band] + 1, MOST_LEVELS)
        port = free[0] if free else low
        taken.add(port)
        return port, self.levels[band]

    def _share(self, channel: int) -> int:
        """Give the nets of a channel tracks so that none runs over another; returns how many there are."""
        used: list[list[tuple[int, int]]] = []
        nets = [net for net in self.nets if net.channel == channel]
        for net in sorted(nets, key=lambda net: (net.span[1] - net.span[0], net.span)):
            for number, spans in enumerate(used):
                if not any(_meet(net.span, span) for span in spans):
                    net.track = number
                    spans.append(net.span)
                    break
            else:
                net.track = len(used)
                used.append([net.span])
        return len(used)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
