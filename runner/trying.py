"""Dry runs of what the database holds: a draft, or any revision, among the people of its agency.

Promise: nothing is written; what was tried so far comes in with each request and goes out with the page.
Never: an event, a lock, a task in anybody's inbox.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import orjson

from runner import authority, dry_run
from runner.drafting import Drafting
from runner.dry_run import Attempt, DryRun, DryRunPage, Ground, Move
from runner.dry_run.ground import DRAFT
from runner.dry_run.walking import Wishes, filled, move_of, step
from runner.due_moments import due_of
from runner.errors import AlurError, DiagramRefused, NotFound
from runner.model import Actor, ActorId, DefinitionKey, FieldError, TaskId
from runner.revision import DIAGRAM
from runner.store import Transaction, definition_rows, people_rows


class Trying(Drafting):
    """Verbs of dry runs. ``number`` is the revision that is tried, 0 for the draft.

    ``carried`` is the attempt as the page before carried it (empty: none yet); all of them raise NotFound,
    NotAllowed (analysts and publishers of the agency may try), and DiagramRefused for a draft that cannot
    run.
    """

    def dry_run(
        self,
        key: str,
        number: int,
        *,
        by: Actor,
        carried: str = "",
        started_by: str = "",
        at: datetime | None = None,
        task: str = "",
        pairs: Mapping[str, Sequence[str]] | None = None,
        errors: Sequence[FieldError] = (),
    ) -> DryRunPage:
        """The run as the attempt leads to it, with one open task filled with ``pairs``.

        Without an attempt it begins ``at`` a moment (default: now) with whoever is named in ``started_by``.
        """
        run = self._run(key, number, carried, by=by, started_by=started_by, at=at)
        return dry_run.page_of(run, shown=TaskId(task), pairs=pairs, errors=errors)

    def dry_run_filled(
        self, key: str, number: int, *, by: Actor, carried: str, task: str, pairs: Mapping[str, Sequence[str]]
    ) -> DryRunPage:
        """The same page with a sample in every field of the task that is still empty."""
        run = self._run(key, number, carried, by=by)
        shown = dry_run.page_of(run, shown=TaskId(task)).shown
        if shown is None:
            return dry_run.page_of(run)
        wanted = shown.waiting.task
        samples = filled(run, wanted, pairs if wanted == task else {})
        return dry_run.page_of(run, shown=wanted, pairs=samples)

    def dry_run_step(
        self,
        key: str,
        number: int,
        *,
        by: Actor,
        carried: str,
        task: str,
        player: str,
        at: datetime | None,
        pairs: Mapping[str, Sequence[str]],
    ) -> DryRunPage:
        """The run with one task more done, as ``player``, at a moment (default: that of the last event).

        A moment without an offset is meant in the zone of the agency.

        Raises TaskNotOpen, NotYours, AnswersRefused, DiagramFailed, DryRunTooLong.
        """
        run = self._run(key, number, carried, by=by)
        move = Move(
            task=TaskId(task),
            by=ActorId(player),
            at=_aware(at or run.at, run.ground.agency.zone),
            pairs={name: tuple(values) for name, values in pairs.items() if not name.startswith("_")},
        )
        return dry_run.page_of(dry_run.complete(run, move))

    def dry_run_through(
        self, key: str, number: int, *, by: Actor, carried: str, task: str, pairs: Mapping[str, Sequence[str]]
    ) -> DryRunPage:
        """The run walked to its end with samples, beginning with what was typed into the task.

        Where the walk does not come to an end, ``stopped`` says why. Raises AnswersRefused for what was
        typed.
        """
        run = self._run(key, number, carried, by=by)
        shown = dry_run.page_of(run, shown=TaskId(task)).shown
        if shown is not None and shown.waiting.task == task:
            given = filled(run, shown.waiting.task, pairs)
            run = dry_run.complete(run, move_of(run, run.case.open_task(shown.waiting.task), given))
        try:
            while not dry_run.is_over(run):
                run = step(run, Wishes())
        except AlurError as stopped:
            run = replace(run, stopped=stopped)
        return dry_run.page_of(run)

    def dry_run_back(self, key: str, number: int, *, by: Actor, carried: str) -> DryRunPage:
        """The run without its last move, what was typed in that back on the page."""
        attempt = _attempt(carried)
        if attempt is None or not attempt.moves:
            return self.dry_run(key, number, by=by, carried=carried)
        run = dry_run.begin(self._ground(key, number, by=by), attempt.back())
        undone = attempt.moves[-1]
        return dry_run.page_of(run, shown=undone.task, pairs=undone.pairs)

    def dry_run_ground(self, key: str, number: int, *, by: Actor) -> Ground:
        """What a command walks through by itself."""
        return self._ground(key, number, by=by)

    def dry_run_diagram(self, key: str, number: int, *, by: Actor) -> bytes:
        """The exact bytes of the diagram that is tried."""
        with self.store.read() as tx:
            if number:
                return self._revision(tx, key, number).diagram.source
            return self._draft_of(tx, key, by=by).files[DIAGRAM]

    def _run(
        self,
        key: str,
        number: int,
        carried: str,
        *,
        by: Actor,
        started_by: str = "",
        at: datetime | None = None,
    ) -> DryRun:
        ground = self._ground(key, number, by=by)
        attempt = _attempt(carried)
        if attempt is None:
            begins = _aware(at or self.now().replace(second=0, microsecond=0), ground.agency.zone)
            attempt = Attempt(by=ActorId(started_by), at=begins)
        return dry_run.begin(ground, attempt)

    def _ground(self, key: str, number: int, *, by: Actor) -> Ground:
        if number != DRAFT:
            with self.store.read() as tx:
                row = definition_rows.definition(tx, key)
                if row is None:
                    raise NotFound("SOP", key)
                agency = self._agency(tx, row.agency)
                authority.require_draft(by, agency=agency.code, at=self.now())
                revision = self._revision(tx, DefinitionKey(key), number)
                holders = _holders(tx, agency.code)
            return dry_run.among(revision, agency=agency, holders=holders, due_at=due_of)
        with self.store.read() as tx:
            draft = self._draft_of(tx, key, by=by)
            authority.require_draft(by, agency=draft.agency, at=self.now())
            judged, agency = self._judged_draft(tx, draft)
            holders = _holders(tx, agency.code)
        judged = self._with_proof(judged)
        if judged.diagram is None:
            raise DiagramRefused(judged.problems)
        return dry_run.opened(
            judged.files,
            judged.diagram,
            agency=agency,
            holders=holders,
            due_at=due_of,
            problems=judged.problems,
        )


def _holders(tx: Transaction, agency: str) -> list[Actor]:
    return [person for person in people_rows.appointed_to(tx, agency) if not person.disabled]


def _aware(at: datetime, zone: str) -> datetime:
    """The moment itself; one without an offset is meant in the agency's zone."""
    return at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _attempt(carried: str) -> Attempt | None:
    """The attempt that a page carried, None if it carried none that can be read."""
    try:
        return Attempt.from_json(orjson.loads(carried)) if carried else None
    except (ValueError, OverflowError):
        return None
