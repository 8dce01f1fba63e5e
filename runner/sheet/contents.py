"""A diagram becomes a sheet: the cover, a row per step in printed order, symbols and arrows.

Promise: activity, Mutu Baku and cover are the diagram's words, unchanged.
Never: a default for what the diagram leaves empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from runner.diagram import Diagram, UserTask
from runner.model import ElementId
from runner.sheet import notes, texts
from runner.sheet.flow import Way, Ways
from runner.sheet.nouns import Arrow, Row, Section, Sheet, Symbol

#: Gateways at which somebody, or a condition, chooses among the ways on.
CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def sheet_of(diagram: Diagram, *, language: str = "id") -> Sheet:
    """The sheet of a diagram, its form words and notes in this language."""
    flow = Ways(diagram, otherwise=texts.OTHERWISE.in_(language))
    order = printed_order(diagram)
    places = {element: place for place, element in enumerate(order)}
    ways = {element: flow.out_of(element) for element in order}
    columns, column_of = _columns(diagram, language)
    rows = tuple(
        _row(diagram.tasks[element], ways[element], column_of, first=element in diagram.first)
        for element in order
    )
    if all(not row.number for row in rows):
        # nobody numbered the steps; the form has a column for it
        rows = tuple(_numbered(row, str(place + 1)) for place, row in enumerate(rows))
    arrows = tuple(
        Arrow(source=places[element], target=None if target is None else places[target], label=label)
        for element in order
        for target, label in _merged(ways[element]).items()
        if target is not None or rows[places[element]].closes
    )
    cover = diagram.cover
    return Sheet(
        key=diagram.key,
        language=language,
        title=_lines(cover.get("namaSop", ""))[0] if _lines(cover.get("namaSop", "")) else diagram.name,
        number=cover.get("nomorSop", ""),
        office=_lines(cover.get("instansi", "")),
        identity=_identity(cover, language),
        blocks=tuple(
            Section(heading=heading.in_(language), lines=_lines(cover.get(name, "")))
            for name, heading in texts.BLOCKS.items()
        ),
        columns=columns,
        rows=rows,
        arrows=arrows,
        notes=notes.notes_of(diagram, rows, flow, ways, language=language),
    )


def printed_order(diagram: Diagram) -> tuple[ElementId, ...]:
    """The steps by their printed numbers if these are all there and all different, else as they flow."""
    keys = {element: _number_key(diagram.tasks[element]) for element in diagram.order}
    known = [key for key in keys.values() if key is not None]
    if len(set(known)) < len(keys):
        return diagram.order
    return tuple(sorted(diagram.order, key=lambda element: keys[element] or ()))


def _number_key(task: UserTask) -> tuple[tuple[int, str], ...] | None:
    """``7`` before ``(7a)`` before ``7.1`` before ``8``; None without a number."""
    parts = re.findall(r"(\d{1,9})\s*([a-z]?)", task.properties.get("langkah", "").lower())
    return tuple((int(number), letter) for number, letter in parts) or None


def _columns(diagram: Diagram, language: str) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """The names of all lanes in printed order, and where each lane stands."""
    bands = {band.id: band for band in diagram.drawing.bands}
    names: list[str] = []
    places: dict[str, int] = {}
    for lane in diagram.lanes:
        if not lane.leaf:
            continue
        above = bands[lane.id].parent if lane.id in bands else ""
        outer = bands[above].name if above in bands else ""
        places[lane.id] = len(names)
        names.append(f"{outer} / {lane.name}" if outer else lane.name)
    if not names or any(task.lane not in places for task in diagram.tasks.values()):
        places[""] = len(names)
        names.append(texts.NO_LANE.in_(language))
    return tuple(names), places


def _row(task: UserTask, ways: Sequence[Way], column_of: Mapping[str, int], *, first: bool) -> Row:
    decides = any(way.kinds & CHOOSING for way in ways)
    ends = any(way.target is None for way in ways)
    only_ends = ends and all(way.target is None for way in ways)
    symbol = Symbol.PROCESS
    if decides:
        symbol = Symbol.DECISION
    elif first:
        symbol = Symbol.START
    elif only_ends:
        symbol = Symbol.END
    return Row(
        element=task.id,
        number=task.properties.get("langkah", ""),
        activity=task.documentation or task.name,
        column=column_of.get(task.lane, len(column_of) - 1),
        symbol=symbol,
        opens=first and symbol is not Symbol.START,
        closes=ends and symbol is not Symbol.END,
        supplies=task.properties.get("kelengkapan", ""),
        time=task.properties.get("waktuTercetak", ""),
        output=task.properties.get("output", ""),
        remark=task.properties.get("keterangan", ""),
    )


def _numbered(row: Row, number: str) -> Row:
    fields = {name: getattr(row, name) for name in Row.__slots__}
    return Row(**{**fields, "number": number})


def _merged(ways: Sequence[Way]) -> dict[ElementId | None, str]:
    """One arrow per target, with the names of all ways that lead there."""
    found: dict[ElementId | None, list[str]] = {}
    for way in ways:
        label = ", ".join(way.names)
        labels = found.setdefault(way.target, [])
        if label and label not in labels:
            labels.append(label)
    return {target: " / ".join(labels) for target, labels in found.items()}


def _identity(cover: Mapping[str, str], language: str) -> tuple[Section, ...]:
    """The identity table; of the two last dates the one that the SOP has, in force if neither."""
    shown = dict(texts.IDENTITY)
    if not cover.get("tanggalPengesahan"):
        del shown["tanggalPengesahan"]
    elif not cover.get("tanggalEfektif"):
        del shown["tanggalEfektif"]
    return tuple(
        Section(heading=heading.in_(language), lines=_lines(cover.get(name, "")))
        for name, heading in shown.items()
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
