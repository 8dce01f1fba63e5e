"""How the ways between symbols changed: what is drawn differently, without what merely follows.

Promise: what leads to a new symbol, and on from it, is said with that symbol; that what led to a symbol which
is gone now leads to what followed it is not said at all; a step that changed its place is one difference.
Never: a merge that only joins arrows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from runner.comparison import wording
from runner.comparison.matching import Matching, family
from runner.comparison.nouns import Difference
from runner.comparison.ways import Way, Ways

_Pair = tuple[Way, Way]

#: A step that changed its place leaves at least so many ways open; among very many there is no telling.
_MOVE: Final = 4
_MOST_OPEN: Final = 200
#: What a step leaves open that stood between two others and now stands between two others.
_WHOLE_MOVE: Final = 6
#: Steps that are tried as the one that moved.
_MOST_TRIED: Final = 40


@dataclass(frozen=True, slots=True)
class Compared:
    """The differences, and the (new) ids of steps that only changed their place in the order."""

    differences: tuple[Difference, ...]
    reordered: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Ways that are the same thing in both, and those that are in one only and follow from nothing."""

    pairs: tuple[_Pair, ...]
    gone: tuple[Way, ...]
    come: tuple[Way, ...]

    @property
    def open(self) -> int:
        return len(self.gone) + len(self.come)


def compared(matching: Matching) -> Compared:
    """Every difference between the ways of two diagrams."""
    before, after = matching.old_ways.all, matching.new_ways.all
    best = _sorted(matching, before, after)
    reordered: set[str] = set()
    while _MOVE <= best.open <= _MOST_OPEN:
        moved = _most_moved(matching, before, after, best)
        if moved is None:
            break
        key, before, after, best = moved
        reordered.add(key)
    told = _told(matching, best)
    places = {node.id: place for place, node in enumerate(matching.new_ways.in_order())}
    ordered = sorted(told, key=lambda entry: places.get(entry[0], len(places)))
    return Compared(tuple(difference for _, difference in ordered), frozenset(reordered))


# -- what follows from what ------------------------------------------------------------------------


def _sorted(matching: Matching, before: Iterable[Way], after: Iterable[Way]) -> _Sorted:
    """The ways of both, joined where they are one and the same, and without what follows from a symbol."""
    nodes, back = matching.nodes, matching.back
    old = [replace(way, source=nodes.get(way.source, ""), target=nodes.get(way.target, "")) for way in before]
    real = dict(zip(map(id, old), before, strict=True))
    new = [way for way in after if way.source in back]
    ends = defaultdict(list)
    for way in new:
        if way.target in back:
            ends[way.source, way.target].append(way)
    pairs: list[_Pair] = []
    gone = [way for way in old if way.source]
    for alike in (
        _named_alike,
        _one_arrow,
        _any,
    ):  # among several, the surest first
        left = []
        for way in gone:
            same = ends[way.source, way.target] if way.target else []
            twin = next((other for other in same if alike(way, other)), None)
            if twin is None:
                left.append(way)
            else:
                same.remove(twin)
                pairs.append((real[id(way)], twin))
        gone = left
    come = [way for ways in ends.values() for way in ways]
    come += [way for way in new if way.target not in back]
    pairs += _through(gone, come, _beyond(after, back), old_side=False, real=real)
    pairs += _through(come, gone, _beyond(before, nodes, names=nodes), old_side=True, real=real)
    choice = matching.new_ways.is_choice, matching.old_ways.is_choice
    return _Sorted(
        tuple(pairs),
        tuple(real[id(way)] for way in gone if way.target or choice[1](real[id(way)])),
        tuple(way for way in come if way.target in back or choice[0](way)),
    )


def _named_alike(way: Way, other: Way) -> bool:
    return wording.same(way.flow.name, other.flow.name)


def _one_arrow(way: Way, other: Way) -> bool:
    return way.flow.id == other.flow.id


def _any(_way: Way, _other: Way) -> bool:
    return True


def _closest(way: Way, others: list[Way]) -> Way:
    """The surest of these, of which there is at least one."""
    return min(others, key=lambda other: (not _named_alike(way, other), not _one_arrow(way, other)))


def _beyond(
    ways: Iterable[Way], kept: Mapping[str, str], names: Mapping[str, str] | None = None
) -> dict[str, set[str]]:
    """By symbol that only one diagram has: the shared symbols that follow it, over such symbols alone.

    With ``names`` the shared ones are told by the ids they have in the other diagram.
    """
    leaving: dict[str, list[str]] = defaultdict(list)
    for way in ways:
        leaving[way.source].append(way.target)
    found: dict[str, set[str]] = {}
    for start in [key for key in leaving if key not in kept]:
        met, ahead, ends = {start}, [start], set()
        while ahead:
            for key in leaving.get(ahead.pop(), ()):
                if key in kept:
                    ends.add(names[key] if names else key)
                elif key not in met:
                    met.add(key)
                    ahead.append(key)
        found[start] = ends
    return found


def _through(
    direct: list[Way],
    around: list[Way],
    beyond: Mapping[str, set[str]],
    *,
    old_side: bool,
    real: Mapping[int, Way],
) -> Iterator[_Pair]:
    """Ways that the other diagram has, too, but over symbols of its own; both leave their lists."""
    for way in [way for way in direct if way.target]:
        fits = [
            other
            for other in around
            if other.source == way.source and way.target in beyond.get(real.get(id(other), other).target, ())
        ]
        if fits:
            twin = _closest(way, fits)
            direct.remove(way)
            around.remove(twin)
            yield (real[id(twin)], way) if old_side else (real[id(way)], twin)


def _most_moved(
    matching: Matching, before: tuple[Way, ...], after: tuple[Way, ...], now: _Sorted
) -> tuple[str, tuple[Way, ...], tuple[Way, ...], _Sorted] | None:
    """The step without which most of the open ways are gone, if that says more than they do."""
    touched = Counter(end for way in now.come for end in (way.source, way.target))
    touched.update(
        matching.nodes[end] for way in now.gone for end in (way.source, way.target) if end in matching.nodes
    )
    best: tuple[str, tuple[Way, ...], tuple[Way, ...], _Sorted] | None = None
    for key, _ in touched.most_common(_MOST_TRIED):
        old = matching.back.get(key)
        if old is None or family(matching.new_ways.nodes[key].kind) != "step":
            continue
        lean = _bridged(before, old), _bridged(after, key)
        left = _sorted(matching, *lean)
        if left.open <= now.open - _MOVE and (best is None or left.open < best[3].open):
            best = key, *lean, left
            if left.open <= now.open - _WHOLE_MOVE:
                break
    return best


def _bridged(ways: tuple[Way, ...], key: str) -> tuple[Way, ...]:
    """The ways with one symbol left out: what led to it leads to what followed it."""
    onward = [way.target for way in ways if way.source == key and way.target != key]
    bridged = [replace(way, target=target) for way in ways if way.target == key for target in onward]
    return (
        *(way for way in ways if key not in (way.source, way.target)),
        *(way for way in bridged if way.source != key),
    )


# -- what is said ----------------------------------------------------------------------------------


def _told(matching: Matching, found: _Sorted) -> Iterator[tuple[str, Difference]]:
    """Each difference with the new id of the symbol that it belongs to."""
    pairs, gone, come = list(found.pairs), list(found.gone), list(found.come)
    for way in list(gone):
        source = matching.nodes[way.source]
        others = [other for other in come if other.source == source]
        left = [other for other in gone if other.source == way.source]
        named = [
            other
            for other in others
            if (way.flow.name and wording.same(other.flow.name, way.flow.name))
            or other.flow.id == way.flow.id
        ]
        twin = named[0] if named else others[0] if len(others) == len(left) == 1 else None
        if twin is not None:
            gone.remove(way)
            come.remove(twin)
            pairs.append((way, twin))
            yield source, _rerouted(matching, way, twin)
    for before, after in pairs:
        for difference in _written(matching, before, after):
            yield after.source, difference
    for way in gone:
        yield matching.nodes[way.source], _one_sided(matching, way, matching.old_ways, "removed")
    for way in come:
        yield way.source, _one_sided(matching, way, matching.new_ways, "added")


def _rerouted(matching: Matching, before: Way, after: Way) -> Difference:
    choice = matching.new_ways.is_choice(after)
    return Difference(
        kind="outcome.rerouted" if choice else "flow.rerouted",
        element=after.flow.id,
        old_element=before.flow.id,
        name=after.flow.name if choice else "",
        before=matching.old_ways.said(before.target),
        after=matching.new_ways.said(after.target),
        detail={"from": matching.new_ways.said(after.source), "at": after.source},
    )


def _one_sided(matching: Matching, way: Way, ways: Ways, what: str) -> Difference:
    choice = ways.is_choice(way)
    target = ways.said(way.target)
    return Difference(
        kind=f"outcome.{what}" if choice else f"flow.{what}",
        element=way.flow.id,
        old_element=way.flow.id if what == "removed" else "",
        name=way.flow.name if choice else "",
        before=target if what == "removed" else "",
        after=target if what == "added" else "",
        detail={"from": ways.said(way.source), "at": way.source},
    )


def _written(matching: Matching, before: Way, after: Way) -> Iterator[Difference]:
    """What is written on an arrow: its name, its condition, that it is the default, its properties."""
    one, other = before.flow, after.flow
    ways = matching.new_ways
    choice = matching.old_ways.is_choice(before) or ways.is_choice(after)

    def said(kind: str, old: str, new: str, **detail: str) -> Difference:
        where = {"from": ways.said(after.source), "to": ways.said(after.target), "at": after.source}
        return Difference(
            kind=kind,
            element=other.id,
            old_element=one.id,
            name=other.name or one.name,
            before=old,
            after=new,
            detail={**where, **detail},
        )

    if not wording.same(one.name, other.name):
        yield said("outcome.renamed" if choice else "flow.renamed", one.name, other.name)
    if not wording.same(one.condition or "", other.condition or "") or one.language != other.language:
        yield said("flow.condition", one.condition or "", other.condition or "")
    if before.default != after.default:
        yield said("flow.default", *(("", "true") if after.default else ("true", "")))
    for name in sorted({*one.properties, *other.properties}):
        old, new = one.properties.get(name, ""), other.properties.get(name, "")
        if not wording.same(old, new):
            yield said("flow.property", old, new, property=name)
