"""A dry run that goes by itself: whoever comes first does each task in time, with answers that fit.

Promise: what was wished for is given before anything is made up, each wish once, in the order of the passes;
without chance, so that the same wishes walk the same way. A decision nobody has wishes for is not a return.
Never: an answer that the form would not take from a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from runner.dry_run import people, running
from runner.dry_run.nouns import DryRun, Move, TriedTask
from runner.dry_run.page import laps, page_of
from runner.errors import AnswersRefused
from runner.forms import Form
from runner.lifecycle import OpenTask
from runner.model import FieldError, TaskId
from runner.paths.representatives import Asking, given_by
from runner.samples import Pairs, Samples, Steady, standing

#: How often a page is corrected before its task is given up.
_ATTEMPTS = 12
#: How often an answer may bring more into sight.
_SIGHTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What somebody wants tried: by step (id or name) the pairs of each pass, by gateway (id or text) the
    outcomes of each pass. After the last wish of a step or gateway, samples go on.
    """

    answers: Mapping[str, Sequence[Mapping[str, Sequence[str]]]] = field(default_factory=dict)
    outcomes: Mapping[str, Sequence[str]] = field(default_factory=dict)


def step(run: DryRun, wishes: Wishes) -> DryRun:
    """The case with its first open task done; what is wished to be left empty stays empty.

    Raises AnswersRefused (of a wish, or of samples that do not fit), DiagramFailed, DryRunTooLong.
    """
    task = run.case.tasks[0]
    wanted = wished(run, task, wishes)
    empty: Pairs = {name: values for name, values in wanted.items() if not any(values)}
    pairs = filled(run, task.id, wanted) | empty
    tried: dict[str, int] = {}
    for _ in range(_ATTEMPTS):
        try:
            return running.complete(run, move_of(run, task, pairs))
        except AnswersRefused as refused:
            if any(error.path in wanted for error in refused.errors):
                raise
            for path in {error.path for error in refused.errors}:
                tried[path] = tried.get(path, 0) + 1
            pairs = filled(run, task.id, pairs, wrong=refused.errors, tried=tried) | empty
    return running.complete(run, move_of(run, task, pairs))


def move_of(run: DryRun, task: OpenTask, pairs: Mapping[str, Sequence[str]]) -> Move:
    """The completion of a task by the first who may, when it is due (at once where no time is set)."""
    positions = run.ground.revision.positions_of(task.element)
    who = people.players(run.ground, positions, started_by=run.case.started_by, at=run.at)
    return Move(
        task=task.id,
        by=who[0].actor.id,
        at=task.due or run.at,
        pairs={name: tuple(values) for name, values in pairs.items()},
    )


def filled(
    run: DryRun,
    task: TaskId,
    pairs: Mapping[str, Sequence[str]],
    *,
    wrong: Sequence[FieldError] = (),
    tried: Mapping[str, int] | None = None,
) -> Pairs:
    """The page of a task with a sample in everything that is empty or wrong; what is filled stays.

    What an answer brings into sight is filled too.
    """
    opened = run.case.open_task(task)
    turn = laps(run, opened)
    refused = {error.path for error in wrong}
    samples = Samples(
        chance=Steady(turn),
        today=run.at.astimezone(ZoneInfo(run.ground.agency.zone)).date(),
        more=_accepted(run.ground.revision.form_of(opened.element), refused),
        turn=turn,
    )
    given: Pairs = {name: list(values) for name, values in pairs.items()}
    for _ in range(_SIGHTS):
        shown = page_of(run, shown=task, pairs=given or None).shown
        assert shown is not None  # noqa: S101 (the task is open)
        before = {**standing(shown.fields), **{name: v for name, v in given.items() if any(v)}}
        more = samples.filled(shown.fields, shown.questions, before, frozenset(refused), tried)
        refused, known = set(), given.keys()
        given = _without_idle_reasons(shown, more)
        if given.keys() <= known:
            break
    return given


def wished(run: DryRun, task: OpenTask, wishes: Wishes) -> Pairs:
    """What the wishes hold for this pass of a task, as its page would post it."""
    revision, turn = run.ground.revision, laps(run, task)
    name = revision.diagram.tasks[task.element].name
    passes = wishes.answers.get(task.element) or wishes.answers.get(name) or ()
    pairs: Pairs = {key: list(values) for key, values in passes[turn].items()} if turn < len(passes) else {}
    for question in revision.diagram.questions_of(task.element):
        wanted = wishes.outcomes.get(question.gateway) or wishes.outcomes.get(question.text) or ()
        asked = _times_asked(run, question.gateway)
        if asked < len(wanted):
            pairs[question.gateway] = [wanted[asked]]
    return pairs


def _times_asked(run: DryRun, gateway: str) -> int:
    return sum(gateway in getattr(event.fact, "public", {}) for event in run.events)


def _accepted(form: Form, names: set[str]) -> dict[str, list[str]]:
    """Texts that fit the refused fields, as the exploration of paths finds them."""
    found: dict[str, list[str]] = {}
    for name in names & form.sets:
        values = given_by(form, name, Asking(frozenset({(name,)}), ())).values
        texts = [value for value in values if isinstance(value, str) and value]
        numbers = [str(v).replace(".", ",") for v in values if isinstance(v, int | float) and v is not True]
        if texts or numbers:
            found[name] = [*texts, *numbers]
    return found


def _without_idle_reasons(shown: TriedTask, pairs: Pairs) -> Pairs:
    """A reason stays only beside an outcome that returns: no other takes one."""
    for question in shown.questions:
        chosen = (pairs.get(question.name) or [""])[-1]
        if not any(choice.returns and choice.name == chosen for choice in question.choices):
            pairs.pop(question.reason_name, None)
    return pairs
