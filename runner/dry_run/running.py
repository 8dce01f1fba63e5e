"""Running an attempt: the life of a case, with nothing kept of it.

Promise: every move is judged by the lifecycle, the forms, the table of rights and the calendar, as in
earnest; the same attempt on the same ground runs the same.
Never: a store; what comes out is forgotten with the page.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import orjson

from runner import asking, authority, lifecycle
from runner.dry_run import people
from runner.dry_run.nouns import MOST_MOVES, Attempt, DryRun, Ground, Move
from runner.errors import AlurError, DryRunTooLong
from runner.lifecycle import Step
from runner.model import CaseId, CaseStatus

#: The one case of a dry run.
_CASE: Final = CaseId("uji-coba")
_NUMBER: Final = "0000"
#: Nothing is kept, so nothing has to be hidden.
_NO_ENTROPY: Final = bytes(32)
#: Nobody waits longer in a dry run.
_LONGEST_WAIT: Final = timedelta(days=366)


def begin(ground: Ground, attempt: Attempt) -> DryRun:
    """The case as the attempt leads to it, as far as its moves still hold.

    Whoever began the attempt and may not any more is replaced by the first who may. Raises DiagramFailed
    if the diagram does not begin.
    """
    who = people.starters(ground, attempt.at)
    starter = next((player for player in who if player.actor.id == attempt.by), who[0])
    standing = authority.require_start(
        people.actor(ground, starter.actor.id),
        agency=ground.agency.code,
        first_positions=ground.revision.first_positions(),
        at=attempt.at,
    )
    step = lifecycle.start(
        ground.revision,
        case=_CASE,
        number=_NUMBER,
        by=starter.actor.id,
        standing=standing,
        at=attempt.at,
        due_of=ground.due_of(attempt.at),
    )
    run = DryRun(
        ground=ground,
        attempt=Attempt(by=starter.actor.id, at=attempt.at),
        case=step.case,
        events=(step.event,),
        values={},
    )
    for move in attempt.moves:
        try:
            run = complete(run, move)
        except AlurError as stopped:
            return replace(run, stopped=stopped)
    return run


def complete(run: DryRun, move: Move) -> DryRun:
    """The case with this task done. Time never runs backwards: the move is at its moment, or now.

    Raises TaskNotOpen, NotYours, AnswersRefused, DiagramFailed, DryRunTooLong.
    """
    ground, case = run.ground, run.case
    if len(run.attempt.moves) >= MOST_MOVES:
        raise DryRunTooLong(MOST_MOVES)
    element = case.open_task(move.task).element
    at = _later(run.at, move.at)
    standing = authority.require_act(
        people.actor(ground, move.by),
        agency=ground.agency.code,
        positions=ground.revision.positions_of(element),
        started_by=case.started_by,
        at=at,
    )
    typed = asking.typed(ground.revision, element, move.pairs)
    step = lifecycle.complete(
        case,
        move.task,
        typed["raw"],
        {name: str(given) for name, given in typed["outcomes"].items()},
        by=move.by,
        standing=standing,
        at=at,
        due_of=ground.due_of(at),
        entropy=_NO_ENTROPY,
    )
    return _after(run, replace(move, at=at), step)


def is_over(run: DryRun) -> bool:
    """True once the case reached an end."""
    return run.case.status is not CaseStatus.OPEN


def _after(run: DryRun, move: Move, step: Step) -> DryRun:
    given = {answer.field: orjson.loads(answer.value) for answer in step.answers}
    return replace(
        run,
        attempt=run.attempt.and_then(move),
        case=step.case,
        events=(*run.events, step.event),
        values={**run.values, step.event.seq: given},
        stopped=None,
    )


def _later(now: datetime, wanted: datetime) -> datetime:
    return min(max(now, wanted), now + _LONGEST_WAIT)
