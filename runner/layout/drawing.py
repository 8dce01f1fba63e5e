"""A sketch becomes a picture.

Promise: pool and lanes tile, the flow reads from left to right, arrows are level and upright, names stand
free; the most generous measure that keeps a long SOP legible on landscape A3 is taken.
Never: chance; the same sketch gives the same picture.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from runner.layout import lettering, spacing
from runner.layout.columns import Columns, Row, columns
from runner.layout.frames import framed, leaves
from runner.layout.grid import Band, grid_of
from runner.layout.heights import heights, line_of, lowest
from runner.layout.labels import lettered
from runner.layout.nouns import BESIDE, Box, Effort, Figure, Picture, Point, Sketch, Symbol
from runner.layout.routes import routes
from runner.layout.spacing import MEASURES, Spacing
from runner.layout.trimming import trimmed

#: Where bpmn.io puts the first pool.
ORIGIN: Final[Point] = (160, 80)
#: Room inside a sub-process: beside its content, and above it for its name.
_INSIDE: Final = 20
_TITLE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """What an attempt may use: level lines beside each row, extra height for names, extra gaps."""

    tracks: int
    strip: int
    gap: int


_ROOMS: Final = (
    _Room(tracks=4, strip=0, gap=0),
    _Room(tracks=6, strip=14, gap=20),
    _Room(tracks=9, strip=28, gap=40),
    _Room(tracks=12, strip=56, gap=70),
)


def lay_out(sketch: Sketch, *, effort: int | None = None) -> Picture:
    """Where every symbol, arrow, lane and name of the sketch stands.

    ``effort`` bounds the points that are looked at for the ways of arrows. Raises TooCrowded beyond it.
    """
    allowed = Effort(effort)
    legible = [
        measure
        for measure in MEASURES
        if _plan(sketch, measure, allowed).width + spacing.HEADER * 2 <= spacing.widest_legible()
    ]
    best = _best(sketch, legible[0] if legible else MEASURES[-1], allowed)
    if best.faults:
        # what cannot be read for its crowd is worse than what is printed small
        best = min(best, _best(sketch, MEASURES[0], allowed), key=lambda drawn: drawn.faults)
    return best.moved_to_origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """One attempt; ``faults`` counts names without a free place and arrows that run along others."""

    picture: Picture
    faults: int

    def moved_to_origin(self) -> Picture:
        frame = self.picture.frame
        return _moved(self.picture, ORIGIN[0] - frame.x, ORIGIN[1] - frame.y)


def _best(sketch: Sketch, measure: Spacing, effort: Effort) -> _Drawn:
    attempts = []
    for room in _ROOMS:
        attempt = _attempt(sketch, replace(measure, gap=measure.gap + room.gap), room, effort)
        if not attempt.faults:
            return attempt
        attempts.append(attempt)
    return min(attempts, key=lambda attempt: attempt.faults)


def _insides(sketch: Sketch, measure: Spacing, effort: Effort) -> dict[str, Picture]:
    return {
        symbol.id: _best(symbol.inside, measure, effort).picture
        for symbol in sketch.symbols
        if symbol.inside is not None
    }


def _sizes(sketch: Sketch, measure: Spacing, insides: Mapping[str, Picture]) -> dict[str, tuple[int, int]]:
    sizes = {}
    for symbol in sketch.symbols:
        if symbol.id in insides:
            frame = insides[symbol.id].frame
            sizes[symbol.id] = (
                spacing.up_to(max(frame.width + 2 * _INSIDE, 160), 20),
                spacing.up_to(frame.height + _TITLE + _INSIDE, 20),
            )
        else:
            sizes[symbol.id] = spacing.size_of(symbol, measure)
    return sizes


def _plan(sketch: Sketch, measure: Spacing, effort: Effort) -> Columns:
    return columns(sketch, _sizes(sketch, measure, _insides(sketch, measure, effort)), measure)


def _attempt(sketch: Sketch, measure: Spacing, room: _Room, effort: Effort) -> _Drawn:
    insides = _insides(sketch, measure, effort)
    sizes = _sizes(sketch, measure, insides)
    placed = columns(sketch, sizes, measure)
    symbols = {symbol.id: symbol for symbol in sketch.symbols}
    rows = _rows(sketch, placed)
    bands = {row: _band(members, sizes, room) for row, members in _members(symbols, placed).items()}
    touched = Counter(end for arrow in sketch.arrows for end in (arrow.source, arrow.target))
    grid = grid_of(
        placed,
        rows,
        bands,
        symbols,
        sizes,
        tracks=room.tracks,
        crowded=frozenset(key for key, times in touched.items() if times > 4),
    )
    grid.effort = effort
    arrows = [arrow for arrow in sketch.arrows if arrow.source in symbols and arrow.target in symbols]
    ways = routes(grid, arrows, placed)
    found = heights(grid, rows, bands, ways, sketch)
    boxes = {key: _box(placed.centre[key], found.row[row], sizes[key]) for key, row in placed.row.items()}
    lines = {arrow.id: line_of(ways[arrow.id], arrow, grid, found, boxes, symbols) for arrow in arrows}
    areas = [Box(0, top, placed.width, bottom - top) for top, bottom in found.lanes.values()]
    names = lettered(sketch.symbols, arrows, boxes, lines, areas if sketch.lanes else [])
    picture = Picture(boxes=boxes, lines=lines, labels=names.labels)
    least = {lane: lowest(sketch, lane) for lane in found.lanes}
    picture, found = trimmed(picture, found, least)
    picture = framed(sketch, picture, found, placed.width)
    for key, inside in insides.items():
        picture = _with_inside(picture, key, inside)
    return _Drawn(picture=picture, faults=names.crowded + sum(way.shares for way in ways.values()))


def _rows(sketch: Sketch, placed: Columns) -> dict[str, Sequence[Row]]:
    """The rows of every leaf lane, from above."""
    found: dict[str, list[Row]] = {lane: [] for lane in leaves(sketch)}
    for row in sorted(set(placed.row.values()), key=lambda row: row[1]):
        found.setdefault(row[0], []).append(row)
    return dict(found)


def _members(symbols: Mapping[str, Symbol], placed: Columns) -> dict[Row, list[Symbol]]:
    members: dict[Row, list[Symbol]] = defaultdict(list)
    for key, row in placed.row.items():
        members[row].append(symbols[key])
    return members


def _band(members: Sequence[Symbol], sizes: Mapping[str, tuple[int, int]], room: _Room) -> Band:
    """How far a row reaches: its symbols, and strips for the names of gateways and events."""
    above = below = max(sizes[symbol.id][1] // 2 for symbol in members) + 16
    for symbol in members:
        if not symbol.name:
            continue
        half = sizes[symbol.id][1] // 2
        if symbol.figure is Figure.GATEWAY:
            strip = half + 12 + lettering.block(symbol.name, 110, lettering.BESIDE)[1] + room.strip
            above, below = max(above, strip), max(below, strip)
        elif symbol.figure is Figure.EVENT or symbol.figure in BESIDE - {Figure.NOTE}:
            below = max(below, half + 12 + lettering.block(symbol.name, 90, lettering.BESIDE)[1] + room.strip)
    return Band(above=above, below=below)


def _box(centre: int, middle: int, size: tuple[int, int]) -> Box:
    return Box(centre - size[0] // 2, middle - size[1] // 2, *size)


def _with_inside(picture: Picture, key: str, inside: Picture) -> Picture:
    """The picture with the content of a sub-process put into its box."""
    box, frame = picture.boxes[key], inside.frame
    at = _moved(inside, box.x + (box.width - frame.width) // 2 - frame.x, box.y + _TITLE - frame.y)
    return Picture(
        boxes={**picture.boxes, **at.boxes},
        lines={**picture.lines, **at.lines},
        labels={**picture.labels, **at.labels},
        expanded=picture.expanded | at.expanded | {key},
    )


def _moved(picture: Picture, dx: int, dy: int) -> Picture:
    return Picture(
        boxes={key: box.moved(dx, dy) for key, box in picture.boxes.items()},
        lines={key: tuple((x + dx, y + dy) for x, y in line) for key, line in picture.lines.items()},
        labels={key: box.moved(dx, dy) for key, box in picture.labels.items()},
        expanded=picture.expanded,
    )
