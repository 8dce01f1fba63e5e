"""SOPs: judge a diagram with its forms, publish it as a revision, retire it, show it.

Promise: a revision is checked before anything is frozen, and frozen whole: the diagram, every form that
it names, its cover, and the positions that its lanes stand for.
Never: a form resolved after the publish.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache

from runner import agency as offices
from runner import authority
from runner import diagram as diagrams
from runner import forms as form_sheets
from runner.agency import Agency
from runner.errors import DiagramRefused, NotAllowed, NotFound, NothingToPublish, ReasonMissing
from runner.events import AgencyDeclared, DefinitionRetired, DutyGranted, RevisionPublished, moment_text
from runner.model import (
    APPLICANT,
    Actor,
    ActorId,
    AgencyCode,
    DefinitionKey,
    Duty,
    ElementId,
    FormId,
    PositionCode,
    Problem,
    Severity,
)
from runner.pages import ActorRef, DefinitionLine, DefinitionPage, RevisionLine, StepLine
from runner.proving import answered_for, is_worth_proving, prove
from runner.registry import stream_of as agency_stream
from runner.revision import DIAGRAM, content_digest, file_digests, form_file
from runner.shell import Shell
from runner.store import AnyRow, Transaction, case_rows, definition_rows, people_rows

#: The cover of an SOP AP (PermenPAN-RB 35/2012), in the order in which it is printed.
COVER = (
    ("instansi", "Instansi"),
    ("namaSop", "Nama SOP"),
    ("nomorSop", "Nomor SOP"),
    ("tanggalPembuatan", "Tanggal pembuatan"),
    ("tanggalRevisi", "Tanggal revisi"),
    ("tanggalEfektif", "Tanggal efektif"),
    ("tanggalPengesahan", "Tanggal pengesahan"),
    ("disahkanOleh", "Disahkan oleh"),
    ("dasarHukum", "Dasar hukum"),
    ("kualifikasiPelaksana", "Kualifikasi pelaksana"),
    ("keterkaitan", "Keterkaitan"),
    ("peralatan", "Peralatan/perlengkapan"),
    ("peringatan", "Peringatan"),
    ("pencatatan", "Pencatatan dan pendataan"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A diagram with the forms it names, and every problem of both.

    ``accepted`` is the reason of the owner who answers for what is not proven, empty if nobody has to.
    """

    diagram: diagrams.Diagram | None
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    forms: Mapping[FormId, form_sheets.Form] = field(default_factory=dict)
    accepted: str = ""

    @property
    def refused(self) -> bool:
        """True if a publish is out of the question."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


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
class Written:
    """One file of an export, at its path in the layout that a publish reads."""

    path: str
    content: bytes


def judge(
    content: bytes,
    *,
    file: str,
    forms: Mapping[FormId, bytes],
    agency: Agency | None,
    published: Callable[[FormId], bytes | None] = lambda _name: None,
) -> Judged:
    """Everything that the gate has to say of a diagram and its forms, short of the proof.

    ``forms`` are at hand; ``published`` gives one that is not, as it was last published.
    """
    try:
        diagram = diagrams.read(content, file=file)
    except DiagramRefused as refused:
        return Judged(diagram=None, files={}, problems=refused.problems)
    problems: list[Problem] = []
    files = {DIAGRAM: content}
    broken: set[FormId] = set()
    # all of them, not only those named: a misspelt name gets the right one proposed
    sheets = {name: form for name, sheet in forms.items() if (form := _form(sheet, form_file(name)))}
    for name in dict.fromkeys(task.form for task in diagram.tasks.values() if task.form):
        sheet = forms.get(name) or published(name)
        if sheet is None:
            continue
        files[form_file(name)] = sheet
        found = form_sheets.problems(sheet, file=form_file(name))
        problems.extend(found)
        form = _form(sheet, form_file(name))
        if form is None:
            broken.add(name)
        else:
            sheets[name] = form
    for problem in diagrams.problems(diagram, forms=sheets, agency=agency):
        step = diagram.tasks.get(ElementId(problem.element))
        if problem.code == "form.missing" and step is not None and step.form in broken:
            continue  # it is there, and what is wrong with it was said above
        problems.append(problem)
    return Judged(diagram=diagram, files=files, problems=tuple(problems), forms=sheets)


def proven(judged: Sequence[Judged], *, accept_unproven: str = "") -> list[Judged]:
    """Each with what exploring every path of its diagram shows; one child process serves them all.

    A reason in ``accept_unproven`` answers for what is not proven and for deadlocks that fitting answers
    avoid; it is kept where it was needed.
    """
    reason = accept_unproven.strip()
    runs = [
        (number, one.diagram)
        for number, one in enumerate(judged)
        if one.diagram is not None and is_worth_proving(one.problems)
    ]
    proofs = prove([(diagram, judged[number].forms) for number, diagram in runs])
    found = list(judged)
    for (number, _), proof in zip(runs, proofs, strict=True):
        one = replace(judged[number], problems=(*judged[number].problems, *proof.problems))
        if one.refused and reason:
            one = replace(one, problems=answered_for(one.problems), accepted=reason)
        found[number] = one
    return found


@lru_cache(maxsize=512)
def _form(content: bytes, file: str) -> form_sheets.Form | None:
    try:
        return form_sheets.read(content, file=file)
    except DiagramRefused:
        return None


class Publishing(Shell):
    """Verbs on definitions."""

    def declare(self, agency: Agency, *, by: Actor) -> Actor:
        """The agency's profile is this one from now on; returns the actor as they are after it.

        Whoever loads a new agency becomes its first analyst: nobody else could publish its SOPs yet.
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
            if known is None and not person.has_duty(Duty.ANALYST, agency.code):
                duty = DutyGranted(to=by.id, duty=Duty.ANALYST, agency=agency.code)
                self._record(tx, stream, duty, by=by.id, standing=standing)
                person = replace(person, duties=person.duties | {(Duty.ANALYST, agency.code)})
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
        ``unless_known`` also refuses content that an older revision holds (a folder published again is no
        roll-back). ``accept_unproven`` is the owner's reason to publish what is not proven to end well.
        Raises NotAllowed, DiagramRefused, NothingToPublish.
        """
        with self.store.read() as tx:
            standing = authority.require_publish(by, agency=agency, at=self.now())
            profile = self._agency(tx, agency)

            def published(name: FormId) -> bytes | None:
                return definition_rows.latest_form(tx, agency, form_file(name))

            judged = judge(content, file=file, forms=forms, agency=profile, published=published)
        (judged,) = proven([judged], accept_unproven=accept_unproven)
        if judged.refused or judged.diagram is None:
            raise DiagramRefused(judged.problems)
        diagram = judged.diagram
        lanes = {
            lane.id: offices.resolve(profile, lane.name, lane.positions)
            for lane in diagram.lanes
            if any(task.lane == lane.id for task in diagram.tasks.values())
        }
        return self._again(
            lambda: self._publish_once(
                diagram, judged, lanes, profile, standing, by, note, effective_from, unless_known
            )
        )

    def _publish_once(
        self,
        diagram: diagrams.Diagram,
        judged: Judged,
        lanes: Mapping[str, tuple[PositionCode, ...]],
        profile: Agency,
        standing: authority.Standing,
        by: Actor,
        note: str,
        effective_from: datetime | None,
        unless_known: bool,
    ) -> Published:
        key = DefinitionKey(diagram.key)
        digest = content_digest(judged.files)
        at = self.now()
        with self.store.write_alone() as tx:
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
            needed = {code for codes in lanes.values() for code in codes}
            fact = RevisionPublished(
                definition=key,
                agency=profile.code,
                name=diagram.cover.get("namaSop") or diagram.name or key,
                number=(published[0].number if published else 0) + 1,
                label=diagram.label,
                digest=digest,
                files=file_digests(judged.files),
                lanes=lanes,
                note=note,
                effective_from=(effective_from or at).astimezone(UTC),
                vacant=tuple(self._vacant(tx, profile, needed, at)),
                warnings=tuple(problem.sentence("id") for problem in judged.problems),
                accepted_unproven=judged.accepted,
            )
            event = self._record(
                tx,
                f"definition:{key}",
                fact,
                by=by.id,
                standing=standing,
                revision=(key, fact.number),
            )
            definition_rows.save_revision(tx, event, fact, judged.files)
            for codes in lanes.values():
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
            if not reason.strip():
                raise ReasonMissing("retire an SOP")
            fact = DefinitionRetired(definition=DefinitionKey(key), reason=reason.strip())
            event = self._record(tx, f"definition:{key}", fact, by=by.id, standing=standing)
            definition_rows.retire(tx, DefinitionKey(key), moment_text(event.at))

    # --- reading -----------------------------------------------------------------------------------

    def definitions(self, *, by: Actor) -> tuple[DefinitionLine, ...]:
        """Every SOP of the installation: what an office does is no secret within it."""
        at = self.now()
        with self.store.read() as tx:
            rows = definition_rows.all_definitions(tx)
            active = definition_rows.active_numbers(tx, moment_text(at))
            return tuple(self._definition_line(tx, row, active.get(row.key), by=by, at=at) for row in rows)

    def definition(self, key: str, *, by: Actor, number: int | None = None) -> DefinitionPage:
        """One SOP as a revision has it (default: the active one, else the latest). Raises NotFound."""
        at = self.now()
        with self.store.read() as tx:
            row = definition_rows.definition(tx, key)
            if row is None:
                raise NotFound("SOP", key)
            active = definition_rows.active_numbers(tx, moment_text(at)).get(key)
            line = self._definition_line(tx, row, active, by=by, at=at)
            shown = number or (active[0] if active else row.latest)
            revision = self._revision(tx, key, shown)
            agency = self._agency(tx, row.agency)
            running = case_rows.running_counts(tx, key)
            revisions = tuple(
                _revision_line(other, active[0] if active else None, running)
                for other in definition_rows.revisions_of(tx, key)
            )
        titles = {position.code: position.title for position in agency.positions}
        titles[APPLICANT] = "Pemohon"
        names = {lane.id: lane.name for lane in revision.diagram.lanes}
        may_publish = authority.may_publish(by, agency=agency.code, at=at) is not None
        return DefinitionPage(
            line=line,
            number=shown,
            zone=agency.zone,
            cover=tuple(
                (label, revision.diagram.cover[name])
                for name, label in COVER
                if revision.diagram.cover.get(name)
            ),
            steps=tuple(
                StepLine(
                    element=element,
                    langkah=task.properties.get("langkah", ""),
                    name=task.name,
                    documentation=task.documentation,
                    lane=names.get(task.lane, ""),
                    positions=tuple(titles.get(code, code) for code in revision.positions_of(element)),
                    kelengkapan=task.properties.get("kelengkapan", ""),
                    waktu_tercetak=task.properties.get("waktuTercetak", ""),
                    output=task.properties.get("output", ""),
                    keterangan=task.properties.get("keterangan", ""),
                )
                for element in revision.diagram.order
                for task in (revision.diagram.tasks[element],)
            ),
            lanes=tuple(lane.name for lane in revision.diagram.lanes if lane.leaf),
            revisions=revisions,
            may_start=line.may_start,
            may_publish=may_publish,
            may_retire=may_publish and not line.retired,
            token=self._entropy(16).hex(),
        )

    def diagram(self, key: str, number: int, *, by: Actor) -> bytes:
        """The exact bytes of a revision's diagram. Raises NotFound."""
        with self.store.read() as tx:
            return self._revision(tx, key, number).diagram.source

    def exported(self, key: str, *, by: Actor) -> tuple[Written, ...]:
        """The latest revision's files as they were published, older diagrams under ``revisi/``.

        Raises NotFound.
        """
        with self.store.read() as tx:
            row = definition_rows.definition(tx, key)
            if row is None:
                raise NotFound("SOP", key)
            rest = key.removeprefix(f"{row.agency}-")
            written: list[Written] = []
            newest, *older = definition_rows.revisions_of(tx, key)
            labels = Counter(revision.label for revision in older)
            for revision in (newest, *older):
                files = definition_rows.files(tx, key, revision.number)
                # several revisions may have one label: their numbers tell them apart, in the same order
                unique = revision.label if labels[revision.label] == 1 else ""
                label = re.sub(r"[^\w.-]", "-", unique or f"{revision.label}-{revision.number}".strip("-"))
                old = f"revisi/{rest}@{label}.bpmn"
                name = f"{rest}.bpmn" if revision is newest else old
                written.append(Written(path=f"bpmn/{row.agency}/{name}", content=files.pop(DIAGRAM)))
                for form in sorted(files):
                    # what only an older revision names goes along, or it could not be published again
                    now = None if revision is newest else definition_rows.latest_form(tx, row.agency, form)
                    written.append(Written(path=f"forms/{form}", content=now or files[form]))
            return tuple({file.path: file for file in reversed(written)}.values())

    def _definition_line(
        self, tx: Transaction, row: AnyRow, active: tuple[int, str] | None, *, by: Actor, at: datetime
    ) -> DefinitionLine:
        shown = self._revision(tx, row.key, active[0] if active else row.latest)
        startable = active is not None and row.retired_at is None
        standing = authority.may_start(
            by, agency=AgencyCode(row.agency), first_positions=shown.first_positions(), at=at
        )
        return DefinitionLine(
            key=DefinitionKey(row.key),
            name=shown.sop,
            agency=AgencyCode(row.agency),
            agency_name=self._agency(tx, row.agency).name,
            number_of_sop=shown.diagram.cover.get("nomorSop", ""),
            active=active[0] if active else None,
            label=shown.diagram.label,
            latest=row.latest,
            retired=row.retired_at is not None,
            may_start=startable and standing is not None,
        )


def _revision_line(row: AnyRow, active: int | None, running: Mapping[int, int]) -> RevisionLine:
    author = ActorRef(
        id=ActorId(row.author), name=row.author_name or row.author, account=row.author_account or ""
    )
    return RevisionLine(
        number=row.number,
        label=row.label,
        author=author,
        note=row.note,
        published_at=datetime.fromisoformat(row.published_at),
        effective_from=datetime.fromisoformat(row.effective_from),
        active=row.number == active,
        digest=row.digest,
        running=running.get(row.number, 0),
    )
