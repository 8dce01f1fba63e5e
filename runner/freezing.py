"""Freezing: a judged diagram with its forms becomes the next revision of its definition.

Promise: a revision is frozen whole, and its event says what it was made of, by whom, and what changed.
Never: content that the gate refused; a right that was judged elsewhere only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from runner import authority
from runner import diagram as diagrams
from runner.agency import Agency
from runner.comparison import Content, compare
from runner.drafting_texts import DEPLOYMENT_NAME, NOTE, REASON, SOURCE
from runner.errors import DiagramRefused, FourEyes, NotAllowed, NothingToPublish
from runner.facts import RevisionPublished
from runner.judging import Judged, proven
from runner.kept_text import LONGEST_NAME, kept
from runner.model import (
    APPLICANT,
    Actor,
    ActorId,
    AgencyCode,
    DefinitionKey,
    Json,
    PositionCode,
    Problem,
    Words,
)
from runner.revision import Revision, content_digest, file_digests, lanes_in
from runner.shell import Shell
from runner.store import AnyRow, Transaction, case_rows, definition_rows, people_rows
from runner.trial import LIMITS, Limits

#: From when a revision is in force: a moment, or one in the zone of the agency; None is now.
Effective = datetime | Callable[[Agency], datetime | None] | None


def since_midnight(day: date) -> Callable[[Agency], datetime]:
    """00:00 of this day in the zone of whichever agency."""
    return lambda agency: datetime.combine(day, time(), ZoneInfo(agency.zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publish did; ``vacant`` are positions of its lanes that nobody holds now.

    All that was published in one act shares ``deployment``.
    """

    key: DefinitionKey
    number: int
    label: str
    digest: str
    effective_from: datetime
    warnings: tuple[Problem, ...]
    vacant: tuple[str, ...]
    deployment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of publishing: what all revisions have in common that it makes."""

    by: Actor
    note: str
    deployment: str
    deployment_name: str
    source: str
    effective_from: Effective

    def begins(self, agency: Agency, at: datetime) -> datetime:
        """The moment from which its revision is in force: never one before it was published."""
        wanted = self.effective_from
        moment = wanted(agency) if callable(wanted) else wanted
        return at if moment is None or moment <= at else moment.astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A diagram that passed the gate, with the positions that its lanes stand for.

    ``kept`` are files that are frozen beside it and that nothing runs by.
    """

    judged: Judged
    diagram: diagrams.Diagram
    agency: Agency
    lanes: Mapping[str, tuple[PositionCode, ...]]
    kept: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, bytes]:
        """Everything that is frozen."""
        return {**self.judged.files, **self.kept}


def ready(
    found: Sequence[tuple[Judged, Agency]],
    *,
    accept_unproven: str = "",
    keep: Sequence[Mapping[str, bytes]] = (),
    limits: Limits = LIMITS,
) -> list[Ready]:
    """Every one of them proven and resolved; ``keep`` has the files kept beside each.

    Raises DiagramRefused with the problems of all, TextRefused.
    """
    reason = kept(accept_unproven, REASON)
    tried = proven([judged for judged, _ in found], accept_unproven=reason, limits=limits)
    refused = [problem for judged in tried if judged.refused for problem in judged.problems]
    if refused or any(judged.diagram is None for judged in tried):
        raise DiagramRefused(refused)
    return [
        Ready(
            judged=judged,
            diagram=judged.diagram,
            agency=agency,
            lanes=lanes_in(judged.diagram, agency),
            kept=files,
        )
        for judged, (_, agency), files in zip(tried, found, keep or [{} for _ in found], strict=True)
        if judged.diagram is not None
    ]


def of_another_agency(key: str, owner: str, *, by: Actor) -> NotAllowed:
    """The refusal of a process id under which another agency has its SOP."""
    return NotAllowed(
        Words(f"memakai id proses {key}", f"use the process id {key}"),
        actor=by.account,
        needs=Words(
            f"id proses lain: yang ini milik instansi {owner}", f"another process id: this one is of {owner}"
        ),
    )


class Freezing(Shell):
    """What every way of publishing ends in."""

    def _new_act(
        self,
        by: Actor,
        *,
        note: str,
        effective_from: Effective = None,
        deployment_name: str = "",
        source: str = "",
    ) -> Act:
        """A new act of publishing. Raises TextRefused."""
        return Act(
            by=by,
            note=kept(note, NOTE),
            deployment=self._new_id(),
            deployment_name=kept(deployment_name, DEPLOYMENT_NAME, most=LONGEST_NAME),
            source=kept(source, SOURCE, most=LONGEST_NAME),
            effective_from=effective_from,
        )

    def _freeze(
        self,
        tx: Transaction,
        ready: Ready,
        act: Act,
        *,
        unless_known: bool = False,
        authors: tuple[ActorId, ...] = (),
        restores: int | None = None,
    ) -> Published:
        """The judged diagram is the next revision of its definition.

        Raises NotAllowed, FourEyes, NothingToPublish.
        """
        diagram, judged, profile, by = ready.diagram, ready.judged, ready.agency, act.by
        key, digest, at = DefinitionKey(diagram.key), content_digest(ready.files), self.now()
        standing = authority.require_publish(by, agency=profile.code, at=at)
        known = definition_rows.definition(tx, key)
        if known is not None and known.agency != profile.code:
            raise of_another_agency(key, known.agency, by=by)
        begins = act.begins(profile, at)
        published = definition_rows.revisions_of(tx, key)
        held = published if unless_known else published[:1]
        same = next((row for row in held if row.digest == digest), None)
        # a retired SOP comes back by publishing its file, not by a folder that still holds it
        retired = (
            known is not None
            and known.retired_at is not None
            and published[0].published_at <= known.retired_at
        )
        # and what is to be in force later is brought forward by publishing it again
        sooner = same is not None and at < begins_of(same) and begins < begins_of(same)
        if same is not None and (unless_known or not (retired or sooner)):
            raise NothingToPublish(key, same.number)
        self._require_four_eyes(tx, key, profile.code, by=by, authors=authors, restores=restores)
        before = self._revision(tx, key, published[0].number) if published else None
        needed = {code for codes in ready.lanes.values() for code in codes}
        fact = RevisionPublished(
            definition=key,
            agency=profile.code,
            name=diagram.cover.get("namaSop") or diagram.name or key,
            number=(published[0].number if published else 0) + 1,
            label=diagram.label,
            digest=digest,
            files=file_digests(ready.files),
            lanes=ready.lanes,
            note=act.note,
            effective_from=begins,
            vacant=tuple(self._vacant(tx, profile, needed, at)),
            warnings=tuple(problem.sentence("id") for problem in judged.problems),
            accepted_unproven=judged.accepted,
            changes=_changes(before, diagram, judged) if before is not None else (),
            authors=authors,
            restores=restores,
            deployment=act.deployment,
            deployment_name=act.deployment_name,
            source=act.source,
        )
        revision = (key, fact.number)
        event = self._record(tx, f"definition:{key}", fact, by=by.id, standing=standing, revision=revision)
        definition_rows.save_revision(tx, event, fact, ready.files)
        for codes in ready.lanes.values():
            if len(codes) > 1 and APPLICANT not in codes:
                case_rows.know_queue(tx, profile.code, codes)
        return Published(
            key=key,
            number=fact.number,
            label=fact.label,
            digest=digest,
            effective_from=fact.effective_from,
            warnings=judged.problems,
            vacant=tuple(profile.position(code).title for code in fact.vacant),
            deployment=fact.deployment,
        )

    def _require_four_eyes(
        self,
        tx: Transaction,
        key: str,
        agency: AgencyCode,
        *,
        by: Actor,
        authors: tuple[ActorId, ...],
        restores: int | None,
    ) -> None:
        """Nothing, unless the agency wants somebody else than the writer to publish.

        Content that comes without a draft was written by whoever brings it; what was published once, others
        have looked at.
        """
        if restores is None and self._agency(tx, agency).four_eyes and (not authors or by.id in authors):
            raise FourEyes(key, actor=by.account, agency=agency, drafted=bool(authors))

    def _vacant(
        self, tx: Transaction, agency: Agency, needed: set[PositionCode], at: datetime
    ) -> list[PositionCode]:
        """The needed positions that nobody may act for now."""
        held = {
            made.position
            for person in people_rows.appointed_to(tx, agency.code)
            if not person.disabled
            for made in person.appointments
            if made.agency == agency.code and made.holds_at(at)
        }
        acted = {
            position.code
            for position in agency.positions
            if position.external and position.represented_by in held
        }
        return sorted(needed - held - acted - {APPLICANT})


def _changes(before: Revision, diagram: diagrams.Diagram, judged: Judged) -> tuple[Mapping[str, Json], ...]:
    """What differs from the revision before it, as the event keeps it."""
    named = {task.form for task in diagram.tasks.values()}
    forms = {name: form for name, form in judged.forms.items() if name in named}
    old = Content(diagram=before.diagram, forms=before.forms)
    return tuple(found.to_json() for found in compare(old, Content(diagram=diagram, forms=forms)))


def begins_of(row: AnyRow) -> datetime:
    """From when the revision of this row is in force."""
    return datetime.fromisoformat(row.effective_from)
