"""An SOP table as a flow: one task per step, a gateway after every decision, a merge before every step that
more than one arrow reaches.

Promise: every step is a task and in its printed place; whoever examines can send back.
Never: a position on paper, XML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from runner.drawing import texts
from runner.drawing.choosing import Choosing
from runner.drawing.naming import Ids, camel, short_name
from runner.model import FormId, Problem, Severity
from runner.sop_table.nouns import END, ONWARD, Choice, Decision, SopTable, Step

#: A diamond has four corners: one way on, so at most three ways in.
_MOST_WAYS_IN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A symbol: start, end, task (with its step and form) or exclusive gateway."""

    id: str
    kind: str
    name: str
    lane: str
    step: Step | None = None
    form: FormId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An arrow; ``returns`` marks one that leads back although another way passes its target by."""

    id: str
    source: str
    target: str
    name: str = ""
    returns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The whole flow, lanes by id in the printed order, and what its author should look at."""

    lanes: Mapping[str, str]
    nodes: tuple[Node, ...]
    ways: tuple[Way, ...]
    subject: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One way into a step: from which symbol, under which name, from which row (-1: the beginning)."""

    source: str
    name: str
    row: int


@dataclass
class _Making:
    """What is known while the flow is made."""

    table: SopTable
    choosing: Choosing
    sets: Mapping[FormId, frozenset[str]]
    ids: Ids = field(default_factory=Ids)
    lanes: dict[str, str] = field(default_factory=dict)
    task: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    entries: dict[int, list[_Entry]] = field(default_factory=lambda: defaultdict(list))
    nodes: list[Node] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def lane(self, row: int) -> str:
        """The id of the lane of a row."""
        return self.lanes[self.table.steps[row].executor]


def flow_of(table: SopTable, *, choosing: Choosing, sets: Mapping[FormId, frozenset[str]]) -> Flow:
    """The flow of a table; ``sets`` says which fields each form sets."""
    making = _Making(table=table, choosing=choosing, sets=sets)
    for executor in table.executors:
        making.lanes[executor.name] = making.ids.take("Lane", executor.name or "TanpaNama")
    for step in table.steps:
        name = step.name or short_name(step.activity)
        making.name.append(name)
        making.task.append(making.ids.take("Task", name))
    decisions = [_decision(making, row) for row in range(len(table.steps))]
    gateways = [
        making.ids.take("Gateway", making.task[row].partition("_")[2]) if decision else ""
        for row, decision in enumerate(decisions)
    ]
    begins = table.begins or texts.BEGINS
    start = making.ids.take("StartEvent", begins)
    making.entries[0].append(_Entry(source=start, name="", row=-1))
    for row, decision in enumerate(decisions):
        if decision is None:
            _enter(making, row + 1, making.task[row], "", row)
            continue
        for choice in decision.choices:
            target = _row(making, choice, row)
            _enter(making, target, gateways[row], choice.name, row)
    making.nodes.append(Node(id=start, kind="startEvent", name=begins, lane=making.lane(0)))
    subject = ""
    for row, step in enumerate(table.steps):
        form = _form(making, row, decided=decisions[row] is not None)
        if row == 0:
            subject = choosing.subject(form, sets) or ""
        _join(making, row, making.task[row])
        making.nodes.append(
            Node(
                id=making.task[row],
                kind="userTask",
                name=making.name[row],
                lane=making.lane(row),
                step=step,
                form=form,
            )
        )
        _after(making, row, decisions[row], gateways[row])
    if not subject:
        making.problems.append(texts.problem("draw.no_subject"))
    _as_asked(making, decisions, gateways)
    ways = _with_returns(making, gateways)
    return Flow(
        lanes={key: name for name, key in making.lanes.items()},
        nodes=tuple(making.nodes),
        ways=tuple(ways),
        subject=subject,
        problems=tuple(making.problems),
    )


def _decision(making: _Making, row: int) -> Decision | None:
    """The decision of a step: its own, or that of whoever examines or signs."""
    step = making.table.steps[row]
    if step.decision is not None:
        question = step.decision.question or texts.question(step.output, step.number)
        return Decision(choices=step.decision.choices, question=question)
    if not making.choosing.may_refuse(step):
        return None
    if row == 0:
        making.problems.append(
            texts.problem("draw.no_way_back", severity=Severity.WARNING, number=step.number)
        )
        return None
    return Decision(
        choices=(
            Choice(name=making.choosing.approve, to=ONWARD),
            Choice(name=making.choosing.send_back, to=making.table.steps[row - 1].number),
        ),
        question=texts.question(step.output, step.number),
    )


def _row(making: _Making, choice: Choice, row: int) -> int:
    """The row that a choice leads to; one past the last row is the end, -1 an end of its own."""
    if choice.to == ONWARD:
        return row + 1
    if choice.to == END:
        return row + 1 if row + 1 == len(making.table.steps) else -1
    numbers = [step.number for step in making.table.steps]
    return numbers.index(choice.to)


def _enter(making: _Making, target: int, source: str, name: str, row: int) -> None:
    if target >= 0:
        making.entries[target].append(_Entry(source=source, name=name, row=row))


def _join(making: _Making, row: int, target: str) -> None:
    """Arrows into a step; where there are several they meet in merges before it, the nearest last."""
    found = making.entries[row]
    # the way from the row before comes first, then what skips ahead, then returns from afar
    onward = [entry for entry in found if entry.row < row]
    back = [entry for entry in found if entry.row >= row]
    waiting = [
        *sorted(onward, key=lambda entry: -entry.row),
        *sorted(back, key=lambda entry: -entry.row),
    ]
    taken = [waiting.pop(0)] if waiting else []
    while taken:
        first = (len(waiting) - 1) % (_MOST_WAYS_IN - 1) + 1 if waiting else 0
        taken += _next_ways(waiting, first, {entry.source for entry in taken})
        if len(taken) == 1:
            _way(making, taken[0], target)
            return
        lane = making.lane(min(row, len(making.table.steps) - 1))
        merge = making.ids.take("Gateway", texts.AGAIN + target.partition("_")[2])
        making.nodes.append(Node(id=merge, kind="exclusiveGateway", name="", lane=lane))
        for entry in taken:
            _way(making, entry, merge)
        taken = [_Entry(source=merge, name="", row=row)]


def _next_ways(waiting: list[_Entry], most: int, sources: set[str]) -> list[_Entry]:
    """Takes the next arrows; two answers that lead to one step do not enter the same merge side by side."""
    found: list[_Entry] = []
    while len(found) < most:
        entry = next((one for one in waiting if one.source not in sources), None)
        if entry is None and found:
            break
        entry = entry or waiting[0]
        waiting.remove(entry)
        sources.add(entry.source)
        found.append(entry)
    return found


def _after(making: _Making, row: int, decision: Decision | None, gateway: str) -> None:
    """The gateway after a step, ends of its own, and the arrows to them; after the last row the end."""
    lane = making.lane(row)
    if decision is not None:
        making.ways.append(
            Way(id=_way_id(making, making.task[row], gateway), source=making.task[row], target=gateway)
        )
        making.nodes.append(Node(id=gateway, kind="exclusiveGateway", name=decision.question, lane=lane))
        for choice in decision.choices:
            if _row(making, choice, row) == -1:
                name = f"{texts.ENDS} ({choice.name})"
                end = making.ids.take("EndEvent", name)
                making.nodes.append(Node(id=end, kind="endEvent", name=name, lane=lane))
                _way(making, _Entry(source=gateway, name=choice.name, row=row), end)
    last = len(making.table.steps) - 1
    if row == last and making.entries[last + 1]:
        name = making.table.ends or texts.ENDS
        end = making.ids.take("EndEvent", name)
        _join(making, last + 1, end)
        making.nodes.append(Node(id=end, kind="endEvent", name=name, lane=lane))


def _way(making: _Making, entry: _Entry, target: str) -> None:
    key = _way_id(making, entry.source, entry.name or target)
    making.ways.append(Way(id=key, source=entry.source, target=target, name=entry.name))


def _way_id(making: _Making, source: str, towards: str) -> str:
    towards = towards.partition("_")[2] or towards
    return making.ids.take("Flow", f"{source.partition('_')[2]}_{camel(towards)}")


def _form(making: _Making, row: int, *, decided: bool) -> FormId | None:
    step = making.table.steps[row]
    if step.form:
        return FormId(step.form)
    form = making.choosing.form(step, first=row == 0, decided=decided, sets=making.sets)
    if form is None:
        making.problems.append(texts.problem("draw.no_form", number=step.number))
    return form


def _as_asked(making: _Making, decisions: Sequence[Decision | None], gateways: Sequence[str]) -> None:
    """The ways out of a gateway stand in the order of its choices, since pages offer them in that order."""
    for decision, gateway in zip(decisions, gateways, strict=True):
        if decision is None:
            continue
        names = [choice.name for choice in decision.choices]
        places = [at for at, way in enumerate(making.ways) if way.source == gateway]
        ways = sorted((making.ways[at] for at in places), key=lambda way: names.index(way.name))
        for at, way in zip(places, ways, strict=True):
            making.ways[at] = way


def _with_returns(making: _Making, gateways: list[str]) -> list[Way]:
    """The ways, marked where a name leads to an earlier row that other ways could have passed by."""
    place = {node.id: at for at, node in enumerate(making.nodes)}
    found = []
    for way in making.ways:
        back = way.source in gateways and place[way.target] < place[way.source]
        if back and _reached_without(making, way.source, way.target):
            way = Way(id=way.id, source=way.source, target=way.target, name=way.name, returns=True)
        found.append(way)
    return found


def _reached_without(making: _Making, aim: str, without: str) -> bool:
    """True if some way from the beginning reaches ``aim`` and never passes ``without``."""
    ahead, met = [making.nodes[0].id], {without}
    while ahead:
        key = ahead.pop()
        if key in met:
            continue
        met.add(key)
        if key == aim:
            return True
        ahead += [way.target for way in making.ways if way.source == key]
    return False
