"""What an exploration means to the author of the diagram: figures, ways through, problems with their paths.

Promise: every name in it is one that stands in the diagram. Never: an exploration.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from runner.diagram import Diagram
from runner.model import ElementId, Json, Problem, Severity, Words
from runner.paths import texts
from runner.paths.plan import Plan
from runner.paths.seen import Exploration, Fault, Kind, Move

#: Moves that a sentence tells; of a longer path the middle is left out.
_MOST_TOLD: Final = 40
_LONGEST_NAME: Final = 70
_DURATION: Final = re.compile(r"P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)")
_NOTHING: Final = (0, 0, 0, 0, 0)
#: What the owner of an SOP may answer for with a reason.
ACCEPTABLE: Final = frozenset({texts.CORRELATED, texts.UNPROVEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way through: its tasks in order, the sum of their Waktu, and how many of them have none."""

    tasks: tuple[ElementId, ...]
    time: tuple[int, int, int, int, int]
    untimed: int
    said: Words

    def to_json(self) -> dict[str, Any]:
        """The route as JSON values."""
        return {
            "tasks": list(self.tasks),
            "time": dict(zip(("weeks", "days", "hours", "minutes", "seconds"), self.time, strict=True)),
            "untimed": self.untimed,
            "path": {"id": self.said.id, "en": self.said.en},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The proof of one diagram. ``proven``: everything was seen, and nothing is wrong.

    ``outcomes`` are the flows out of its decisions, ``taken`` those that some case takes.
    """

    file: str
    key: str
    name: str
    tasks: int
    decisions: int
    outcomes: int
    taken: int
    states: int
    shortest: Route | None
    longest: Route | None
    longest_is_exact: bool
    seconds: float
    problems: tuple[Problem, ...]

    @property
    def proven(self) -> bool:
        """True if every path comes to an end, each step done once."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "file": self.file,
            "key": self.key,
            "name": self.name,
            "tasks": self.tasks,
            "decisions": self.decisions,
            "outcomes": self.outcomes,
            "taken": self.taken,
            "states": self.states,
            "proven": self.proven,
            "shortest": self.shortest.to_json() if self.shortest else None,
            "longest": self.longest.to_json() if self.longest else None,
            "longest_is_exact": self.longest_is_exact,
            "seconds": round(self.seconds, 3),
            "problems": [problem_json(problem) for problem in self.problems],
        }


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as JSON values, in both languages."""
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "line": problem.line,
        "element": problem.element,
        "name": problem.name,
        "what": {"id": problem.what.id, "en": problem.what.en},
        "remedy": {"id": problem.remedy.id, "en": problem.remedy.en},
    }


def report_of(diagram: Diagram, plan: Plan, exploration: Exploration) -> Report:
    """The report of what was seen of this diagram."""
    teller = _Teller(diagram, plan)
    problems = [teller.dropped(element) for element in plan.dropped]
    problems += [teller.problem(fault) for fault in exploration.faults if fault.element not in plan.dropped]
    if exploration.limit and exploration.limit != "vague":
        problems.append(teller.unproven(texts.limit(exploration.limit, states=exploration.states)))
    if plan.vague:
        names = ", ".join(f"“{name}”" for name in plan.vague)
        problems.append(teller.unproven(texts.limit("vague", names=names)))
    deciding = [symbol for name, symbol in plan.symbols.items() if symbol.chooses and name not in plan.spare]
    return Report(
        file=diagram.file,
        key=diagram.key,
        name=diagram.cover.get("namaSop") or diagram.name or diagram.key,
        tasks=len(diagram.tasks),
        decisions=len(deciding),
        outcomes=sum(len(symbol.ways) for symbol in deciding),
        taken=len(exploration.taken),
        states=exploration.states,
        shortest=teller.route(exploration.shortest),
        longest=teller.route(exploration.longest),
        longest_is_exact=exploration.longest_is_exact,
        seconds=exploration.seconds,
        problems=tuple(dict.fromkeys(problems)),
    )


class _Teller:
    def __init__(self, diagram: Diagram, plan: Plan) -> None:
        self.diagram, self.plan = diagram, plan
        self.ways = {way.flow: way for _, way in plan.flows()}

    def problem(self, fault: Fault) -> Problem:
        """The fault in words."""
        code = texts.CORRELATED if fault.correlated else str(fault.kind)
        path = self.path(fault.moves)
        why = fault.why or Words("", "")
        node = self.named(fault.element)
        what, remedy = texts.words(
            code,
            {
                "node": node.id if node else texts.ENGINE_AT_ALL.id,
                "among": ", ".join(self.named(name).id for name in fault.among),
                "path_id": path.id,
                "path_en": path.en,
                "why_id": why.id,
                "why_en": why.en,
            },
        )
        drawing = self.diagram.drawing
        at = drawing.nodes.get(fault.element) or drawing.flows.get(fault.element)
        spare = fault.kind is Kind.NEVER and self._is_default(fault)
        return Problem(
            code=code if code.startswith("paths.") else f"paths.{code}",
            what=what,
            remedy=remedy,
            file=self.diagram.file,
            line=at.line if at else drawing.line,
            element=fault.element or drawing.key,
            name=_short(at.name) if at else "",
            # a default that is there for safety does no harm
            severity=Severity.WARNING if spare else Severity.ERROR,
        )

    def dropped(self, element: str) -> Problem:
        """That a symbol does not take part in what runs."""
        named = self.named(element)
        what, remedy = texts.words(texts.DROPPED, {"node": named.id})
        at = self.diagram.drawing.nodes[element]
        return Problem(
            code=texts.DROPPED,
            what=what,
            remedy=remedy,
            file=self.diagram.file,
            line=at.line,
            element=element,
            name=_short(at.name),
        )

    def unproven(self, why: Words) -> Problem:
        """That something is not proven, as a problem of the process."""
        what, remedy = texts.words(texts.UNPROVEN, {"limit_id": why.id, "limit_en": why.en})
        drawing = self.diagram.drawing
        return Problem(
            code=texts.UNPROVEN,
            what=what,
            remedy=remedy,
            file=self.diagram.file,
            line=drawing.line,
            element=drawing.key,
            name=_short(drawing.name),
        )

    def route(self, moves: tuple[Move, ...] | None) -> Route | None:
        """The way through that these moves are."""
        if moves is None:
            return None
        tasks = [ElementId(move.task) for move in moves if move.task]
        total = list(_NOTHING)
        untimed = 0
        for task in tasks:
            parts = self._time(task)
            untimed += parts is None
            total = [one + other for one, other in zip(total, parts or _NOTHING, strict=True)]
        minutes, total[4] = divmod(total[4], 60)
        hours, total[3] = divmod(total[3] + minutes, 60)
        total[2] += hours
        weeks, days, hours, minutes, seconds = total
        return Route(
            tasks=tuple(tasks),
            time=(weeks, days, hours, minutes, seconds),
            untimed=untimed,
            said=self.path(moves),
        )

    def path(self, moves: tuple[Move, ...]) -> Words:
        """The moves in words: the steps, and in parentheses what was chosen and answered at each."""
        told = [move for move in moves if move.task or move.outcomes]
        if not told:
            return texts.AT_ONCE
        parts = [self._move(move) for move in told]
        if len(parts) > _MOST_TOLD:
            parts = [*parts[:5], Words("…", "…"), *parts[-(_MOST_TOLD - 5) :]]
        return Words(" → ".join(part.id for part in parts), " → ".join(part.en for part in parts))

    def named(self, element: str) -> Words:
        """How a sentence names a symbol or flow."""
        drawing = self.diagram.drawing
        at = drawing.nodes.get(element) or drawing.flows.get(element)
        said = f"“{_short((at.name if at else '') or element)}”"
        return Words(said, said) if element else texts.ENGINE_AT_ALL

    def _move(self, move: Move) -> Words:
        chosen = [self._outcome(gateway, flow) for gateway, flow in move.outcomes]
        answers = [_answer(name, value) for name, value in move.answers]
        inside = [*answers, *chosen]
        named = self.named(move.task) if move.task else Words("", "")
        if not inside:
            return named
        listed = Words("; ".join(part.id for part in inside), "; ".join(part.en for part in inside))
        return Words(f"{named.id} ({listed.id})".strip(), f"{named.en} ({listed.en})".strip())

    def _outcome(self, gateway: str, flow: str) -> Words:
        drawing = self.diagram.drawing
        question = drawing.nodes[gateway].name
        name = drawing.flows[flow].name
        if not name and flow == self.plan.symbols[gateway].default:
            said = texts.OTHERWISE
        else:
            shown = _short(name) or self.ways[flow].condition
            said = Words(shown, shown)
        asked = f"{_short(question)}: " if question else ""
        return Words(asked + said.id, asked + said.en)

    def _time(self, task: ElementId) -> list[int] | None:
        known = self.diagram.tasks.get(task)
        found = _DURATION.fullmatch(known.properties.get("waktu", "").strip()) if known else None
        return [int(part or 0) for part in found.groups()] if found and any(found.groups()) else None

    def _is_default(self, fault: Fault) -> bool:
        return any(self.plan.symbols[name].default == fault.element for name in fault.among)


def _answer(name: str, value: Json) -> Words:
    if value is None or value in ("", []):
        return Words(f"{name} {texts.EMPTY.id}", f"{name} {texts.EMPTY.en}")
    shown = f"“{_short(value)}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Words(f"{name} = {shown}", f"{name} = {shown}")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"
