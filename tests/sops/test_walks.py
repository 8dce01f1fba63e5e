"""Every shipped SOP can be walked to its end by people who fill in what the pages ask, and return it once."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from runner import diagram, engine, forms
from runner.diagram import Diagram, Question
from runner.forms import FieldView, Form
from runner.model import ElementId, Json
from tests.sops.drawn import DIAGRAMS, name_of
from tests.sops.test_gate import shipped_forms

MORNING = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)


def _flat(views: Iterable[FieldView]) -> Iterator[FieldView]:
    for view in views:
        yield view
        yield from _flat(view.children)
        for row in view.rows:
            yield from _flat(row)


def _typed(view: FieldView, pick: int) -> list[str]:
    """What a clerk enters who fills in what is required and takes the first or last option."""
    if view.options:
        return [view.options[pick].value]
    if view.kind == "checkbox":
        return ["true"]
    if not view.required:
        return []
    return {"number": [view.min or "1"], "date": ["2026-01-05"]}.get(view.kind, ["Isian contoh"])


def _filled(form: Form, data: dict[str, Json], pick: int) -> dict[str, Json]:
    """What the form submits; asked again until no more fields come in sight."""
    pairs: dict[str, list[str]] = {}
    while True:
        raw = forms.unpack(form, pairs)
        views = [view for view in _flat(forms.show(form, data=data, raw=raw)) if view.name and view.visible]
        asked = {
            f"{view.name}[]" if view.kind == "dynamiclist" else view.name: [str(view.value or "")]
            if view.kind == "dynamiclist"
            else _typed(view, pick)
            for view in views
            if not view.readonly
        }
        if asked == pairs:
            return dict(forms.check(form, raw, data=data))
        pairs = asked


def _answer(question: Question, times: Counter[str], turn: int) -> str:
    """Back the first time, then on; ``turn`` says which of several ways on."""
    back = [choice.name for choice in question.choices if choice.returns]
    on = [choice.name for choice in question.choices if not choice.returns]
    times[question.gateway] += 1
    return back[0] if back and times[question.gateway] == 1 else on[turn % len(on)]


def _turns(sop: Diagram) -> Iterator[dict[ElementId, int]]:
    """For every walk, which way on each question takes, so that together they take each with each other."""
    ways = {
        question.gateway: sum(not choice.returns for choice in question.choices)
        for question in sop.questions.values()
    }
    forks = {gateway: count for gateway, count in ways.items() if count > 1}
    for taken in itertools.product(*(range(count) for count in forks.values())):
        yield dict(zip(forks, taken, strict=True))


def _walk(
    sop: Diagram, pick: int, turns: dict[ElementId, int]
) -> tuple[list[ElementId], dict[str, Json], ElementId | None]:
    """The tasks done in order, the data of the case, and the end event by which it closed."""
    shipped = shipped_forms()
    program = engine.load(sop.executable, key=f"{sop.key}@{sop.label}")
    motion = engine.begin(program, data={}, at=MORNING, seed="0")
    data: dict[str, Json] = {}
    done: list[ElementId] = []
    times: Counter[str] = Counter()
    while motion.ended is None and len(done) < 60:
        opened = engine.open_tasks(program, motion.state)[0]
        form = sop.tasks[opened.element].form
        assert form is not None
        data |= _filled(shipped[form], data, pick)
        for question in sop.questions_of(opened.element):
            data[question.gateway] = _answer(question, times, turns.get(question.gateway, 0))
        done.append(opened.element)
        motion = engine.complete(
            program, motion.state, opened.task, data=data, at=MORNING, seed=str(len(done))
        )
    return done, data, motion.ended


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_it_reaches_its_end_after_every_return_and_misses_no_step(path: Path) -> None:
    sop = diagram.read(path.read_bytes(), file=name_of(path))
    met: set[ElementId] = set()
    for pick, turns in itertools.product((0, -1), _turns(sop)):
        done, data, ended = _walk(sop, pick, turns)
        assert ended is not None
        assert data[sop.subject_field or ""]
        for question in sop.questions.values():
            if any(choice.returns for choice in question.choices):
                assert done.count(question.decider) >= 2, "it came back once"
        met |= set(done)
    assert met == set(sop.tasks)
