"""Routes become points: every arrow from the edge of its symbol to the edge of the next.

Promise: every line is level or upright, and ends exactly on an outline.
Never: a choice; the route is given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from runner.sheet.bands import CAPSULE_HEIGHT, LEVEL, PITCH, Field
from runner.sheet.marks import Figure, Path, Point
from runner.sheet.routes import Port, Route

#: How far above the middle an arrow enters a side at which another one leaves; the other leaves as far
#: below, save at the tip of a diamond.
_ASIDE = {Figure.DIAMOND: 5.0, Figure.BOX: 4.0, Figure.CAPSULE: 3.5, Figure.PENTAGON: 3.5}
#: Of its height, the part of a pentagon that is a rectangle.
SHOULDER = 0.6


def paths(field: Field, routed: Sequence[Route]) -> tuple[Path, ...]:
    """The arrows along their routes, in the same order."""
    leaving = {(route.link.source, route.leaves) for route in routed}
    entering = {(route.link.target, route.enters) for route in routed if not route.link.ends}
    found: list[Path] = []
    for route in routed:
        path = _path(field, route, leaving & entering)
        earlier = [other for other in found if other.target == path.target]
        joins = next(filter(None, (_joined(path.points, other.points) for other in earlier)), ())
        found.append(replace(path, joins=joins))
    return tuple(found)


def starts(field: Field, band: int) -> Path:
    """The arrow from the capsule above a symbol to the symbol."""
    x, y = field.centre(band)
    top = field.capsule_top(band, above=True) + CAPSULE_HEIGHT
    name = field.bands[band].name
    return Path(points=((x, top), (x, y - field.half(band)[1])), source=f"{name}:start", target=name)


def _path(field: Field, route: Route, both: set[tuple[int, Port]]) -> Path:
    """``both`` are the sides at which an arrow leaves and another one enters."""
    link = route.link
    first = _leaves(field, link.source, route.leaves, shared=(link.source, route.leaves) in both)
    points: list[Point] = [first]
    name = field.bands[link.target].name
    if link.ends:
        points.append((first[0], field.capsule_top(link.source, above=False)))
        name += ":end"
    elif route.channel is None:
        x, y = field.centre(link.target)
        points += [(x, first[1]), (x, y - field.half(link.target)[1])]
    else:
        at = field.track(route.channel, route.track, route.tracks)
        level = first[1]
        if route.level:
            _, y = field.centre(link.source)
            level = y + field.half(link.source)[1] + LEVEL + PITCH * (route.level - 1)
            points.append((first[0], level))
        last = _enters(field, link.target, route.enters, shared=(link.target, route.enters) in both)
        points += [(at, level), (at, last[1]), last]
    return Path(points=_without_bends(points), source=field.bands[link.source].name, target=name)


def _leaves(field: Field, band: int, port: Port, *, shared: bool) -> Point:
    x, y = field.centre(band)
    wide, high = field.half(band)
    figure = field.bands[band].figure
    if port in (Port.LEFT, Port.RIGHT):
        down = _ASIDE[figure] if shared and figure in (Figure.BOX, Figure.CAPSULE) else 0.0
        reach = _reach_aside(figure, wide, high, down)
        return (x - reach if port is Port.LEFT else x + reach), y + down
    aside = {Port.BOTTOM: 0.0, Port.LOW_LEFT: -wide / 2, Port.LOW_RIGHT: wide / 2}[port]
    return x + aside, y + _reach_down(figure, wide, high, abs(aside))


def _enters(field: Field, band: int, port: Port, *, shared: bool) -> Point:
    x, y = field.centre(band)
    wide, high = field.half(band)
    figure = field.bands[band].figure
    up = _ASIDE[figure] if shared else 0.0
    reach = _reach_aside(figure, wide, high, up)
    return (x - reach if port is Port.LEFT else x + reach), y - up


def _reach_down(figure: Figure, wide: float, high: float, aside: float) -> float:
    """How far below the middle the outline is, so far aside from it."""
    if figure is Figure.DIAMOND:
        return high * (1 - aside / wide)
    if figure is Figure.PENTAGON:
        shoulder = high * (2 * SHOULDER - 1)
        return high - (high - shoulder) * aside / wide
    if figure is Figure.CAPSULE:
        over = aside - (wide - high)
        return math.sqrt(high * high - over * over) if over > 0 else high
    return high


def _reach_aside(figure: Figure, wide: float, high: float, up: float) -> float:
    """How far beside the middle the outline is, so far above it."""
    if figure is Figure.DIAMOND:
        return wide * (1 - up / high)
    if figure is Figure.CAPSULE:
        return wide - high + math.sqrt(high * high - up * up)
    return wide


def _joined(points: tuple[Point, ...], other: tuple[Point, ...]) -> tuple[Point, ...]:
    """The line up to the corner of the other from which both go the same way; nothing if they never do."""
    for place, (start, end) in enumerate(pairwise(points)):
        for corner, at in enumerate(other[:-1]):
            between = start[0] <= at[0] <= end[0] or end[0] <= at[0] <= start[0]
            between = between and (start[1] <= at[1] <= end[1] or end[1] <= at[1] <= start[1])
            if corner and between and points[place + 1 :] == other[corner + 1 :]:
                return (*points[: place + 1], at)
    return ()


def _without_bends(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without those at which the line stands still or goes straight on."""
    kept = [point for point, following in pairwise(points) if point != following] + [points[-1]]
    corners = [kept[0]]
    for before, at, after in zip(kept, kept[1:], kept[2:], strict=False):
        straight = (before[0] == at[0] == after[0]) or (before[1] == at[1] == after[1])
        if not straight:
            corners.append(at)
    return (*corners, kept[-1])
