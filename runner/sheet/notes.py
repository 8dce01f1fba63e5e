"""What the five symbols cannot show, as sentences below the table.

Promise: every question, everything side by side, every part of a whole, and what the source got wrong.
Never: a sentence about what the symbols already say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from runner.diagram import Diagram
from runner.model import ElementId, Words
from runner.sheet import texts
from runner.sheet.flow import Way, Ways
from runner.sheet.nouns import Row

SOURCE_NOTE = "catatanSumber"


def notes_of(
    diagram: Diagram,
    rows: Sequence[Row],
    flow: Ways,
    ways: Mapping[ElementId, Sequence[Way]],
    *,
    language: str,
) -> tuple[str, ...]:
    """The notes of a sheet, in the order of its steps."""
    return tuple(_Notes(diagram, rows, flow, ways, language).all())


def step_name(row: Row, language: str) -> str:
    """How a sentence names a step: by its printed number, else by its activity."""
    number = row.number.strip().rstrip(".").strip()
    return texts.STEP.in_(language).format(number=number) if number else f"“{row.activity}”"


class _Notes:
    def __init__(
        self,
        diagram: Diagram,
        rows: Sequence[Row],
        flow: Ways,
        ways: Mapping[ElementId, Sequence[Way]],
        language: str,
    ) -> None:
        self.diagram, self.flow, self.ways, self.language = diagram, flow, ways, language
        self.rows = {ElementId(row.element): row for row in rows}
        self.nodes = diagram.drawing.nodes

    def all(self) -> Iterable[str]:
        yield from self._edges_of_the_whole()
        yield from self._starts()
        for element in self.rows:
            yield from self._joins(element)
            yield from self._decisions(element)
            yield from self._branches(element)
        yield from self._parts()
        if text := self.diagram.cover.get(SOURCE_NOTE, "").strip():
            yield text
        for element, row in self.rows.items():
            if text := self.diagram.tasks[element].properties.get(SOURCE_NOTE, "").strip():
                yield self._say(texts.OF_SOURCE, step=_capital(self._name(row)), text=text)

    def _edges_of_the_whole(self) -> Iterable[str]:
        for kind, sentence in (("startEvent", texts.BEGINS_WITH), ("endEvent", texts.ENDS_WITH)):
            names = [node.name for node in self.nodes.values() if node.kind == kind and not node.scope]
            said = "; ".join(dict.fromkeys(filter(None, names)))
            if said:
                yield self._say(sentence, names=said)

    def _starts(self) -> Iterable[str]:
        ways = self.flow.from_start()
        targets = [way.target for way in ways if way.target is not None]
        kinds = frozenset().union(*(way.kinds for way in ways))
        if len(set(targets)) > 1:
            if "inclusiveGateway" in kinds:
                sentence = texts.START_SOME
            elif "exclusiveGateway" in kinds:
                sentence = texts.START_ONE_OF
            else:
                sentence = texts.START_TOGETHER
            yield self._say(sentence, targets=self._listed(targets))

    def _joins(self, element: ElementId) -> Iterable[str]:
        kinds = self.flow.joins_before(element)
        sources = [source for source, ways in self.ways.items() if any(way.target == element for way in ways)]
        if kinds and len(sources) > 1:
            sentence = texts.AWAITS if kinds == {"parallelGateway"} else texts.AWAITS_CHOSEN
            step = _capital(self._name(self.rows[element]))
            yield self._say(sentence, step=step, sources=self._listed(sources))

    def _decisions(self, element: ElementId) -> Iterable[str]:
        chosen = [way for way in self.ways[element] if "exclusiveGateway" in way.kinds]
        if not chosen:
            return
        questions = dict.fromkeys(
            self.nodes[gateway].name
            for way in chosen
            for gateway in way.gateways
            if self.nodes[gateway].kind == "exclusiveGateway"
        )
        returning = {
            choice.name
            for question in self.diagram.questions_of(element)
            for choice in question.choices
            if choice.returns
        }
        said = []
        for way in chosen:
            choice = ", ".join(way.names) or "–"
            if way.target is None:
                said.append(self._say(texts.WAY_OUT, choice=choice))
                continue
            back = bool(way.names) and way.names[-1] in returning
            sentence = texts.WAY_BACK if back else texts.WAY_ON
            said.append(self._say(sentence, choice=choice, step=self._name(self.rows[way.target])))
        yield self._say(
            texts.DECIDES,
            step=self._name(self.rows[element]),
            question=" ".join(filter(None, questions)),
            ways="; ".join(dict.fromkeys(said)),
        )

    def _branches(self, element: ElementId) -> Iterable[str]:
        for kind, sentence in (("parallelGateway", texts.TOGETHER), ("inclusiveGateway", texts.SOME)):
            targets = [way.target for way in self.ways[element] if kind in way.kinds and way.target]
            if len(set(targets)) > 1:
                name = self._name(self.rows[element])
                yield self._say(sentence, step=name, targets=self._listed(targets))

    def _parts(self) -> Iterable[str]:
        for part in self.nodes.values():
            if part.kind != "subProcess":
                continue
            inside = [element for element in self.rows if self._within(element, part.id)]
            if inside:
                steps = _capital(self._listed(inside))
                yield self._say(texts.PART, steps=steps, name=part.said)

    def _within(self, element: str, part: str) -> bool:
        scope = self.nodes[element].scope
        while scope and scope != part:
            scope = self.nodes[scope].scope
        return scope == part

    def _listed(self, elements: Iterable[ElementId]) -> str:
        met = set(elements)
        names = [self._name(row) for element, row in self.rows.items() if element in met]
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {texts.AND.in_(self.language)} {names[-1]}"

    def _name(self, row: Row) -> str:
        return step_name(row, self.language)

    def _say(self, sentence: Words, **parts: str) -> str:
        return " ".join(sentence.in_(self.language).format(**parts).split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
