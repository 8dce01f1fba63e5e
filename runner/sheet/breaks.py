"""Which steps stand on which page, and which arrows have to cross from one to another.

Promise: a page breaks between rows only, and an arrow over a break ends in a connector on both sides of it,
with one number.
Never: a coordinate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from runner.sheet.bands import CONNECTOR_HEIGHT, Band, Link
from runner.sheet.marks import Figure
from runner.sheet.nouns import Arrow, Row, Symbol

#: How much of the page the balancing may leave free.
_BALANCING = tuple(share / 20 for share in range(10, 21))

FIGURES = {
    Symbol.START: Figure.CAPSULE,
    Symbol.END: Figure.CAPSULE,
    Symbol.PROCESS: Figure.BOX,
    Symbol.DECISION: Figure.DIAMOND,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The rows of one page, from ``first`` up to but not including ``after``."""

    first: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lined:
    """The bands of one page from top to bottom, and the links between them."""

    bands: tuple[Band, ...]
    links: tuple[Link, ...]


def broken(heights: Sequence[float], arrows: Sequence[Arrow], *, room: float) -> tuple[Stretch, ...]:
    """The pages: as few as possible, and then about equally full."""
    fewest = _filled(heights, arrows, room)
    for share in _BALANCING:
        pages = _filled(heights, arrows, room * share)
        if len(pages) == len(fewest):
            return pages
    return fewest


def overflow(heights: Sequence[float], arrows: Sequence[Arrow], pages: Sequence[Stretch]) -> float:
    """The height of the highest page."""
    return max((_height(heights, arrows, page) for page in pages), default=0.0)


def numbers(arrows: Sequence[Arrow], pages: Sequence[Stretch]) -> dict[tuple[int, bool], int]:
    """A number for every step that an arrow from another page leads to, one for each direction."""
    found: dict[tuple[int, bool], int] = {}
    for page in pages:
        for arrow in sorted(arrows, key=lambda arrow: (arrow.source, arrow.target or 0)):
            here = page.first <= arrow.source < page.after
            if here and arrow.target is not None and not page.first <= arrow.target < page.after:
                found.setdefault((arrow.target, arrow.source < arrow.target), len(found) + 1)
    return found


def lined(
    rows: Sequence[Row], arrows: Sequence[Arrow], page: Stretch, known: dict[tuple[int, bool], int]
) -> Lined:
    """The bands and links of one page."""
    above, below = _connectors(arrows, page)
    bands: list[Band] = []
    for target, leaving in above:
        # leaving upwards is a return; what enters from above goes forward
        bands.append(_connector(known[target, not leaving], rows[target].column, leaving))
    for place in range(page.first, page.after):
        row = rows[place]
        bands.append(
            Band(
                name=str(place),
                row=place,
                column=row.column,
                figure=FIGURES[row.symbol],
                opens=row.opens,
                closes=row.closes,
            )
        )
    for target, leaving in below:
        bands.append(_connector(known[target, leaving], rows[target].column, leaving))
    at = {band.name: place for place, band in enumerate(bands)}
    links: dict[tuple[int, int, bool], list[str]] = {}
    for arrow in arrows:
        ends = _ends(arrow, page, known)
        if ends is not None:
            labels = links.setdefault((at[ends[0]], at[ends[1]], arrow.target is None), [])
            if arrow.label and page.first <= arrow.source < page.after and arrow.label not in labels:
                labels.append(arrow.label)
    return Lined(
        bands=tuple(bands),
        links=tuple(
            Link(source=source, target=target, label=" / ".join(labels), ends=ends)
            for (source, target, ends), labels in links.items()
        ),
    )


def _filled(heights: Sequence[float], arrows: Sequence[Arrow], room: float) -> tuple[Stretch, ...]:
    pages: list[Stretch] = []
    first = 0
    while first < len(heights):
        after = first + 1
        for end in range(first + 1, len(heights) + 1):
            if sum(heights[first:end]) > room:
                break
            if _height(heights, arrows, Stretch(first=first, after=end)) <= room:
                after = end
        pages.append(Stretch(first=first, after=after))
        first = after
    return tuple(pages)


def _height(heights: Sequence[float], arrows: Sequence[Arrow], page: Stretch) -> float:
    above, below = _connectors(arrows, page)
    return sum(heights[page.first : page.after]) + CONNECTOR_HEIGHT * (len(above) + len(below))


def _connectors(
    arrows: Sequence[Arrow], page: Stretch
) -> tuple[list[tuple[int, bool]], list[tuple[int, bool]]]:
    """Above and below: the step that each connector is about, and whether arrows leave the page there."""
    above: dict[tuple[int, bool], None] = {}
    below: dict[tuple[int, bool], None] = {}
    for arrow in arrows:
        if arrow.target is None:
            continue
        here = page.first <= arrow.source < page.after
        there = page.first <= arrow.target < page.after
        if here and not there:
            (above if arrow.target < page.first else below)[arrow.target, True] = None
        elif there and not here:
            (above if arrow.source < page.first else below)[arrow.target, False] = None
    # what goes on with the nearest row stands nearest to it
    return (
        sorted(above, key=lambda each: (not each[1], each[1] or each[0] == page.first, each[0])),
        sorted(below, key=lambda each: (not each[1], each[0])),
    )


def _connector(number: int, column: int, leaving: bool) -> Band:
    name = f"#{number}{'' if leaving else ' in'}"
    return Band(name=name, row=None, column=column, figure=Figure.PENTAGON)


def _ends(arrow: Arrow, page: Stretch, known: dict[tuple[int, bool], int]) -> tuple[str, str] | None:
    """The names of the bands that the arrow joins on this page, None if it does not touch the page."""
    here = page.first <= arrow.source < page.after
    if arrow.target is None:
        return (str(arrow.source), str(arrow.source)) if here else None
    there = page.first <= arrow.target < page.after
    if here and there:
        return str(arrow.source), str(arrow.target)
    if not here and not there:
        return None
    number = known[arrow.target, arrow.source < arrow.target]
    return (str(arrow.source), f"#{number}") if here else (f"#{number} in", str(arrow.target))
