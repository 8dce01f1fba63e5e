"""From one revision to another: where each token of a case goes, or why the case stays.

Promise: the judgement is a function of the case and the two revisions; what it allows, the engine has loaded.
Never: a token dropped, doubled or moved between the process and a sub-process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from runner import engine
from runner.engine import codec
from runner.engine.codec import Level, Row
from runner.errors import DiagramFailed
from runner.facts import EndMove, TokenMove
from runner.lifecycle import Case
from runner.migration import texts
from runner.migration.matching import Counterparts, kind_of
from runner.model import ElementId, Json, Words
from runner.paths.choices import narrowed
from runner.paths.going_on import Reach, Trouble, missing, troubles_ahead
from runner.paths.marking import Marking, marking_of
from runner.paths.plan import Plan
from runner.revision import Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where a token is and would be; ``after`` is None where there is no place for it.

    ``source`` is the symbol from which it came to a join, None for one that does not wait at any.
    """

    id: str
    before: ElementId
    after: ElementId | None
    source: ElementId | None = None

    @property
    def waits_at_join(self) -> bool:
        """True for a branch that is done and waits for the others."""
        return self.source is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What would become of a case; without ``why_not`` the moves are complete and the case may go."""

    landings: tuple[Landing, ...]
    moves: tuple[TokenMove, ...] = ()
    ends: tuple[EndMove, ...] = ()
    public: Mapping[str, Json] = field(default_factory=dict)
    why_not: Words | None = None
    cautions: tuple[Words, ...] = ()


def steering(case: Case, to: Revision) -> dict[str, Json]:
    """The recorded values that steer ``to`` and did not steer the revision that the case is in."""
    names = to.public - case.revision.public
    return {name: case.data[name] for name in sorted(names) if name in case.data}


class Crossing:
    """The way of all cases from one revision to another, each judged by itself.

    ``same`` are the symbols that the comparison of the two diagrams takes for the same, ``chosen`` those that
    somebody chose; ``plan`` and ``reach`` say what cases of ``to`` can become. Safe for one thread.
    """

    def __init__(
        self,
        old: Revision,
        to: Revision,
        *,
        plan: Plan,
        reach: Reach,
        same: Mapping[ElementId, ElementId],
        chosen: Mapping[str, str],
        keep_on: Callable[[], Callable[[], bool]] = lambda: lambda: True,
    ) -> None:
        self.old, self.to = old, to
        self.plan, self.reach = plan, reach
        self.counterparts = Counterparts(old, to, chosen=chosen, same=same)
        self._keep_on = keep_on
        self._troubles: dict[tuple[Any, bytes], tuple[Trouble, ...]] = {}

    def judge(self, case: Case) -> Verdict:
        """Whether this case may go, and where each of its tokens would be."""
        placed = _Placed(self)
        placed.place(codec.decode(case.state), around="", scope="", target="")
        landings, moves, ends = tuple(placed.landings), tuple(placed.moves), tuple(placed.ends)
        why_not = placed.why_not or self._twofold(moves) or self._personal(case)
        if why_not is not None:
            return Verdict(landings=landings, why_not=why_not)
        try:
            moved = engine.transfer(
                self.to.program,
                case.state,
                {move.id: engine.Place(move.after, move.source_after) for move in moves},
                ends={end.level: end.after for end in ends},
            )
        except DiagramFailed:
            return Verdict(landings=landings, why_not=texts.cannot_load(self.to.number))
        marking = marking_of(moved.state, self.plan)
        why_not = self._unreachable(marking) or self._stuck(moved.state, marking, case.data)
        if why_not is not None:
            return Verdict(landings=landings, why_not=why_not)
        lacking = sorted(missing(moved.state, case.data, self.plan, reach=self.reach))
        return Verdict(
            landings=landings,
            moves=moves,
            ends=ends,
            public=steering(case, self.to),
            cautions=tuple(texts.never_asked(self._label(name), self.to.number) for name in lacking),
        )

    def name(self, element: str) -> str:
        """How a symbol of ``to`` is called."""
        node = self.to.diagram.drawing.nodes.get(element)
        return node.said if node else element

    def old_name(self, element: str) -> str:
        """How a symbol of the revision that the case is in is called."""
        node = self.old.diagram.drawing.nodes.get(element)
        return node.said if node else element

    def _personal(self, case: Case) -> Words | None:
        # an event is for ever: what may have to be erased one day must not come into one
        private = frozenset().union(*(form.personal for form in self.old.forms.values()))
        found = sorted(private & steering(case, self.to).keys())
        return texts.personal(self._label(found[0]), self.to.number) if found else None

    def _label(self, name: str) -> str:
        forms = [*self.to.forms.values(), *self.old.forms.values()]
        question = self.to.diagram.questions.get(ElementId(name))
        if question is not None:
            return question.text or name
        return next((form.labels[name] for form in forms if form.labels.get(name)), name)

    def _twofold(self, moves: Sequence[TokenMove]) -> Words | None:
        met: dict[str, str] = {}
        for move in moves:
            if move.source_after is None and move.after in met:
                names = [self.old_name(met[move.after]), self.old_name(move.before)]
                return texts.same_step(names, self.name(move.after), self.to.number)
            if move.source_after is None:
                met[move.after] = move.before
        return None

    def _unreachable(self, marking: Marking) -> Words | None:
        if marking.key in self.reach.known:
            return None
        steps = self._steps(marking.resting.values())
        if not self.reach.whole:
            return texts.not_shown(steps, self.to.number)
        beside = [
            others
            for together in self.reach.together
            if marking.elements < together and (others := self._steps(sorted(together - marking.elements)))
        ]
        if beside:
            nearest = min(beside, key=lambda others: (len(others), others))
            return texts.never_alone(steps, nearest, self.to.number)
        return texts.never_so(steps, self.to.number)

    def _steps(self, elements: Iterable[str]) -> list[str]:
        """The names of those among them where a person works."""
        tasks = self.to.diagram.tasks
        return [tasks[ElementId(name)].name or name for name in dict.fromkeys(elements) if name in tasks]

    def _stuck(self, state: bytes, marking: Marking, data: Mapping[str, Json]) -> Words | None:
        key = marking.key, orjson.dumps(narrowed(data, marking.elements, self.plan))
        if key not in self._troubles:
            self._troubles[key] = troubles_ahead(
                self.to.program, self.plan, state, data, reach=self.reach, keep_on=self._keep_on()
            )
        for trouble in self._troubles[key]:
            return texts.gets_stuck(self.name(trouble.element), trouble.why, self.to.number)
        return None


class _Placed:
    """The tokens of one case put at their places, level by level."""

    def __init__(self, crossing: Crossing) -> None:
        self._crossing = crossing
        self._of = crossing.counterparts
        self._old, self._new = crossing.old.diagram, crossing.to.diagram
        self.landings: list[Landing] = []
        self.moves: list[TokenMove] = []
        self.ends: list[EndMove] = []
        self.why_not: Words | None = None

    def place(self, level: Level, *, around: str, scope: str, target: str) -> None:
        """Every token of this level and those inside it; ``scope`` becomes ``target``."""
        if level.ended is not None:
            after = ElementId(self._of.end_for(level.ended, target))
            self.ends.append(EndMove(level=around, before=ElementId(level.ended), after=after))
        for row in level.rows:
            if row.level is not None:
                self._place_level(row, row.level, target)
            elif row.source is not None:
                self._place_at_join(row, row.source, target)
            else:
                self._place_task(row, target)

    def _place_task(self, row: Row, scope: str) -> None:
        after = self._of.of(row.element)
        number, name = self._crossing.to.number, self._crossing.old_name(row.element)
        if after is None:
            self._refuse(row, texts.step_gone(name, number))
        elif kind_of(self._new, after) != "userTask":
            self._refuse(row, texts.no_step(self._crossing.name(after), number))
        elif self._new.drawing.nodes[after].scope != scope:
            self._refuse(row, texts.other_level(self._crossing.name(after), number), after)
        else:
            self._take(row, after)

    def _place_level(self, row: Row, level: Level, scope: str) -> None:
        after = self._of.of(row.element)
        if after is None or kind_of(self._new, after) != "subProcess" or self._scope(after) != scope:
            self._refuse(
                row, texts.level_gone(self._crossing.old_name(row.element), self._crossing.to.number)
            )
            return
        self._take(row, after)
        self.place(level, around=row.id, scope=row.element, target=after)

    def _place_at_join(self, row: Row, source: str, scope: str) -> None:
        number, name = self._crossing.to.number, self._crossing.old_name(source)
        after = self._of.of(row.element)
        if after is None or kind_of(self._new, after) != "join" or self._scope(after) != scope:
            self._refuse(row, texts.join_gone(name, number))
            return
        source_after = self._of.source_for(row.element, after, source)
        if source_after is None:
            self._refuse(row, texts.branch_unclear(name, number), after)
            return
        self._take(row, after, source_after)

    def _scope(self, element: str) -> str:
        return self._new.drawing.nodes[element].scope

    def _take(self, row: Row, after: str, source_after: str | None = None) -> None:
        self.landings.append(
            Landing(
                id=row.id,
                before=ElementId(row.element),
                after=ElementId(after),
                source=None if row.source is None else ElementId(row.source),
            )
        )
        self.moves.append(
            TokenMove(
                id=row.id,
                before=ElementId(row.element),
                after=ElementId(after),
                source_before=None if row.source is None else ElementId(row.source),
                source_after=None if source_after is None else ElementId(source_after),
            )
        )

    def _refuse(self, row: Row, why: Words, after: str | None = None) -> None:
        self.why_not = self.why_not or why
        self.landings.append(
            Landing(
                id=row.id,
                before=ElementId(row.element),
                after=None if after is None else ElementId(after),
                source=None if row.source is None else ElementId(row.source),
            )
        )
