"""SOPs: publish a diagram with its forms as a revision, draft a changed form, retire an SOP.

Promise: a revision is checked before anything is frozen, and frozen whole: the diagram, every form that
it names, its cover, and the positions that its lanes stand for.
Never: a form resolved after the publish.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from runner import agency as offices
from runner import authority
from runner import diagram as diagrams
from runner import forms as form_sheets
from runner.agency import Agency
from runner.errors import DefinitionRetired as AlreadyRetired
from runner.errors import DiagramRefused, NotAllowed, NotFound, NothingToPublish, ReasonMissing
from runner.events import moment_text
from runner.facts import AgencyDeclared, DefinitionRetired, DutyGranted, RevisionPublished
from runner.judging import Judged, judge, proven
from runner.model import (
    APPLICANT,
    Actor,
    ActorId,
    AgencyCode,
    DefinitionKey,
    Duty,
    FormId,
    PositionCode,
    Problem,
    Severity,
)
from runner.pages import ActorRef, DraftLine
from runner.registry import stream_of as agency_stream
from runner.revision import DIAGRAM, content_digest, file_digests, form_file
from runner.shell import Shell
from runner.store import Transaction, case_rows, definition_rows, people_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publish did; ``vacant`` are positions of its lanes that nobody holds now."""

    key: DefinitionKey
    number: int
    label: str
    digest: str
    effective_from: datetime
    warnings: tuple[Problem, ...]
    vacant: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheaf:
    """One diagram to be published, with the forms at hand and the agency it is for."""

    content: bytes
    file: str
    forms: Mapping[FormId, bytes]
    agency: AgencyCode


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A diagram that passed the gate, with the positions that its lanes stand for."""

    judged: Judged
    diagram: diagrams.Diagram
    agency: Agency
    lanes: Mapping[str, tuple[PositionCode, ...]]


def _ready(found: Sequence[tuple[Judged, Agency]], *, accept_unproven: str) -> list[_Ready]:
    """Every one of them proven and resolved. Raises DiagramRefused with the problems of all."""
    tried = proven([judged for judged, _ in found], accept_unproven=accept_unproven)
    refused = [problem for judged in tried if judged.refused for problem in judged.problems]
    if refused or any(judged.diagram is None for judged in tried):
        raise DiagramRefused(refused)
    return [
        _Ready(judged=judged, diagram=judged.diagram, agency=agency, lanes=_lanes(judged.diagram, agency))
        for judged, (_, agency) in zip(tried, found, strict=True)
        if judged.diagram is not None
    ]


def _lanes(diagram: diagrams.Diagram, agency: Agency) -> dict[str, tuple[PositionCode, ...]]:
    used = {task.lane for task in diagram.tasks.values()}
    return {
        lane.id: offices.resolve(agency, lane.name, lane.positions)
        for lane in diagram.lanes
        if lane.id in used
    }


class Publishing(Shell):
    """Verbs on definitions."""

    def declare(self, agency: Agency, *, by: Actor) -> Actor:
        """The agency's profile is this one from now on; returns the actor as they are after it.

        Whoever loads a new agency becomes its first analyst and publisher: nobody else could publish yet.
        Raises NotAllowed.
        """
        with self.store.write_alone() as tx:
            standing = authority.require_appoint(by, agency=agency.code, at=self.now())
            stream = agency_stream(agency.code)
            known = people_rows.agency(tx, agency.code)
            fact = AgencyDeclared(agency=agency.code, profile=agency.to_json())
            event = self._record(tx, stream, fact, by=by.id, standing=standing)
            people_rows.save_agency(tx, agency, event.seq)
            person = people_rows.actor(tx, by.id) or by
            for duty in (Duty.ANALYST, Duty.PUBLISHER):
                if known is None and not person.has_duty(duty, agency.code):
                    granted = DutyGranted(to=by.id, duty=duty, agency=agency.code)
                    self._record(tx, stream, granted, by=by.id, standing=standing)
                    person = replace(person, duties=person.duties | {(duty, agency.code)})
                    people_rows.save_actor(tx, person)
            return person

    def publish(
        self,
        content: bytes,
        *,
        file: str,
        forms: Mapping[FormId, bytes],
        agency: AgencyCode,
        by: Actor,
        note: str = "",
        effective_from: datetime | None = None,
        unless_known: bool = False,
        accept_unproven: str = "",
    ) -> Published:
        """The next revision of the diagram's definition, in force from its effective moment (default: now).

        Forms that are not in ``forms`` are taken as the agency last published them, and frozen with it.
        ``unless_known`` also refuses content that an older revision holds. ``accept_unproven`` is the
        owner's reason to publish what is not proven to end well. Raises NotAllowed, DiagramRefused,
        NothingToPublish.
        """
        wanted = Sheaf(content=content, file=file, forms=forms, agency=agency)
        (done,) = self.publish_all(
            [wanted],
            by=by,
            note=note,
            effective_from=lambda _agency: effective_from,
            unless_known=unless_known,
            accept_unproven=accept_unproven,
        )
        if isinstance(done, NothingToPublish):
            raise done
        return done

    def publish_all(
        self,
        sheaves: Sequence[Sheaf],
        *,
        by: Actor,
        note: str = "",
        effective_from: Callable[[Agency], datetime | None] = lambda _agency: None,
        unless_known: bool = True,
        accept_unproven: str = "",
    ) -> tuple[Published | NothingToPublish, ...]:
        """All of them are revisions, or none is; for each, what was published or why nothing had to be.

        Content that a revision holds already makes none (``unless_known``: any revision, since a folder
        published again is no roll-back; else the latest). ``effective_from`` gives the moment in an
        agency's zone. Raises NotAllowed, DiagramRefused (the problems of all).
        """
        found: list[tuple[Judged, Agency]] = []
        with self.store.read() as tx:
            for sheaf in sheaves:
                authority.require_publish(by, agency=sheaf.agency, at=self.now())
                profile = self._agency(tx, sheaf.agency)

                def published(name: FormId, agency: AgencyCode = sheaf.agency) -> bytes | None:
                    return definition_rows.latest_form(tx, agency, form_file(name))

                judged = judge(
                    sheaf.content, file=sheaf.file, forms=sheaf.forms, agency=profile, published=published
                )
                found.append((judged, profile))
        ready = _ready(found, accept_unproven=accept_unproven)

        def once() -> tuple[Published | NothingToPublish, ...]:
            done: list[Published | NothingToPublish] = []
            with self.store.write_alone() as tx:
                for one in ready:
                    begins = effective_from(one.agency)
                    try:
                        done.append(
                            self._freeze(
                                tx, one, by=by, note=note, effective_from=begins, unless_known=unless_known
                            )
                        )
                    except NothingToPublish as same:
                        done.append(same)
            return tuple(done)

        return self._again(once)

    def _freeze(
        self,
        tx: Transaction,
        ready: _Ready,
        *,
        by: Actor,
        note: str,
        effective_from: datetime | None,
        unless_known: bool = False,
    ) -> Published:
        """The judged diagram is the next revision of its definition. Raises NotAllowed, NothingToPublish."""
        diagram, judged, profile = ready.diagram, ready.judged, ready.agency
        key, digest, at = DefinitionKey(diagram.key), content_digest(judged.files), self.now()
        standing = authority.require_publish(by, agency=profile.code, at=at)
        known = definition_rows.definition(tx, key)
        if known is not None and known.agency != profile.code:
            raise NotAllowed("publish " + key, actor=by.name, needs=f"a process id of {profile.code}")
        published = definition_rows.revisions_of(tx, key)
        held = published if unless_known else published[:1]
        same = next((row for row in held if row.digest == digest), None)
        # a retired SOP comes back by publishing its file, not by a folder that still holds it
        retired = known is not None and known.retired_at is not None
        if same is not None and (unless_known or not retired):
            raise NothingToPublish(key, same.number)
        needed = {code for codes in ready.lanes.values() for code in codes}
        fact = RevisionPublished(
            definition=key,
            agency=profile.code,
            name=diagram.cover.get("namaSop") or diagram.name or key,
            number=(published[0].number if published else 0) + 1,
            label=diagram.label,
            digest=digest,
            files=file_digests(judged.files),
            lanes=ready.lanes,
            note=note,
            effective_from=(effective_from or at).astimezone(UTC),
            vacant=tuple(self._vacant(tx, profile, needed, at)),
            warnings=tuple(problem.sentence("id") for problem in judged.problems),
            accepted_unproven=judged.accepted,
        )
        revision = (key, fact.number)
        event = self._record(tx, f"definition:{key}", fact, by=by.id, standing=standing, revision=revision)
        definition_rows.save_revision(tx, event, fact, judged.files)
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
        )

    # --- drafts: a form published alone ---------------------------------------------------------

    def draft_form(self, content: bytes, *, file: str, by: Actor) -> tuple[DraftLine, ...]:
        """Every SOP whose latest revision names this form has a draft with it; the drafts are returned.

        Only SOPs of agencies in which the actor may publish; those that hold these very bytes are left
        out. Nothing is in force before ``publish_drafts``. Raises DiagramRefused for a form that no gate
        would pass.
        """
        problems = form_sheets.problems(content, file=file)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise DiagramRefused(problems)
        name = form_file(form_sheets.read(content, file=file).id)
        at = self.now()
        with self.store.write_alone() as tx:
            drafted: list[str] = []
            for row in definition_rows.all_definitions(tx):
                if authority.may_publish(by, agency=AgencyCode(row.agency), at=at) is None:
                    continue
                files = definition_rows.draft_files(tx, row.key) or definition_rows.files(
                    tx, row.key, row.latest
                )
                if name in files and files[name] != content:
                    files[name] = content
                    definition_rows.save_draft(tx, row.key, files, author=by.id, at=moment_text(at))
                    drafted.append(row.key)
            return tuple(line for line in self._draft_lines(tx, by=by) if line.key in drafted)

    def drafts(self, *, by: Actor) -> tuple[DraftLine, ...]:
        """The drafts of SOPs that the actor may publish."""
        with self.store.read() as tx:
            return self._draft_lines(tx, by=by)

    def publish_drafts(
        self,
        keys: Sequence[str] = (),
        *,
        by: Actor,
        note: str = "",
        effective_from: Callable[[Agency], datetime | None] = lambda _agency: None,
        accept_unproven: str = "",
    ) -> tuple[Published, ...]:
        """All these drafts (default: every one the actor may publish) are revisions, or none of them is.

        Raises NotFound (no such draft), NotAllowed, DiagramRefused, NothingToPublish.
        """
        with self.store.read() as tx:
            known = {line.key for line in self._draft_lines(tx, by=by)}
            wanted = list(dict.fromkeys(keys)) or sorted(known)
            judged: list[tuple[Judged, Agency]] = []
            for key in wanted:
                if key not in known:
                    raise NotFound("draft", key)
                row = definition_rows.definition(tx, key)
                files = definition_rows.draft_files(tx, key)
                if row is None or files is None:
                    raise NotFound("draft", key)
                profile = self._agency(tx, row.agency)
                sheets = {
                    FormId(name.removesuffix(".form")): files[name] for name in files if name != DIAGRAM
                }
                judged.append((judge(files[DIAGRAM], file=key, forms=sheets, agency=profile), profile))
        ready = _ready(judged, accept_unproven=accept_unproven)

        def once() -> tuple[Published, ...]:
            with self.store.write_alone() as tx:
                done = []
                for key, one in zip(wanted, ready, strict=True):
                    begins = effective_from(one.agency)
                    done.append(self._freeze(tx, one, by=by, note=note, effective_from=begins))
                    definition_rows.drop_draft(tx, key)
                return tuple(done)

        return self._again(once)

    def _draft_lines(self, tx: Transaction, *, by: Actor) -> tuple[DraftLine, ...]:
        at = self.now()
        lines = []
        for row in definition_rows.all_drafts(tx):
            if authority.may_publish(by, agency=AgencyCode(row.agency), at=at) is None:
                continue
            latest = definition_rows.files(tx, row.definition, row.latest)
            files = definition_rows.draft_files(tx, row.definition) or {}
            lines.append(
                DraftLine(
                    key=DefinitionKey(row.definition),
                    name=row.name,
                    author=ActorRef(id=ActorId(row.author), name=row.author_name or ""),
                    made_at=datetime.fromisoformat(row.made_at),
                    changed=tuple(sorted(n for n in files if files[n] != latest.get(n))),
                )
            )
        return tuple(lines)

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

    def retire(self, key: str, *, reason: str, by: Actor) -> None:
        """No new case starts; running ones go on. Raises NotFound, NotAllowed, ReasonMissing."""
        with self.store.write_alone() as tx:
            row = definition_rows.definition(tx, key)
            if row is None:
                raise NotFound("SOP", key)
            standing = authority.require_publish(by, agency=AgencyCode(row.agency), at=self.now())
            if row.retired_at is not None:
                raise AlreadyRetired(key)
            if not reason.strip():
                raise ReasonMissing("retire an SOP")
            fact = DefinitionRetired(definition=DefinitionKey(key), reason=reason.strip())
            event = self._record(tx, f"definition:{key}", fact, by=by.id, standing=standing)
            definition_rows.retire(tx, DefinitionKey(key), moment_text(event.at))
