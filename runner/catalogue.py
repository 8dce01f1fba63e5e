"""The catalogue of SOPs: what every office may read of its own procedures.

Promise: any revision is shown as it was published. Never: a write.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from runner import authority, definition_history
from runner.definition_history import DefinitionHistory
from runner.errors import NotFound
from runner.events import Event, moment_text
from runner.facts import DraftDiscarded, DraftSaved, RevisionPublished
from runner.model import APPLICANT, Actor, ActorId, AgencyCode, DefinitionKey, Duty
from runner.pages import ActorRef, DefinitionLine, DefinitionPage, RevisionLine, StepLine
from runner.revision import DIAGRAM, ORIGINAL
from runner.shell import Shell
from runner.store import AnyRow, Transaction, case_rows, definition_rows, people_rows, trail
from runner.store.definition_rows import Active
from runner.uploads import packed

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
class Written:
    """One file of an export, at its path in the layout that a publish reads."""

    path: str
    content: bytes


class Catalogue(Shell):
    """Read models of definitions."""

    def definitions(self, *, by: Actor) -> tuple[DefinitionLine, ...]:
        """Every SOP of the installation: what an office does is no secret within it."""
        at = self.now()
        with self.store.read() as tx:
            rows = definition_rows.all_definitions(tx)
            active = definition_rows.active_numbers(tx, moment_text(at))
            names = {code: self._agency(tx, code).name for code in sorted({row.agency for row in rows})}
            return tuple(
                self._definition_line(tx, row, active.get(row.key), names[row.agency], by=by, at=at)
                for row in rows
            )

    def definition(self, key: str, *, by: Actor, number: int | None = None) -> DefinitionPage:
        """One SOP as a revision has it (default: the active one, else the latest). Raises NotFound."""
        at = self.now()
        with self.store.read() as tx:
            row = definition_rows.definition(tx, key)
            if row is None:
                raise NotFound("SOP", key)
            active = definition_rows.active(tx, key, moment_text(at))
            agency = self._agency(tx, row.agency)
            line = self._definition_line(tx, row, active, agency.name, by=by, at=at)
            shown = number or (active[0] if active else row.latest)
            revision = self._revision(tx, key, shown)
            running = case_rows.running_counts(tx, key)
            found = definition_rows.revisions_of(tx, key)
        revisions = _revision_lines(
            found,
            None if line.retired else active,
            running,
            retired_at=row.retired_at,
            now=moment_text(at),
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
            may_retire=may_publish and (not line.retired or any(other.waits for other in revisions)),
            token=self._entropy(16).hex(),
        )

    def diagram(self, key: str, number: int, *, by: Actor) -> bytes:
        """The exact bytes of a revision's diagram. Raises NotFound."""
        with self.store.read() as tx:
            return self._revision(tx, key, number).diagram.source

    def files_of(self, key: str, number: int, *, by: Actor) -> dict[str, bytes]:
        """The frozen files of a revision by name, byte for byte. Raises NotFound."""
        with self.store.read() as tx:
            files = definition_rows.files(tx, key, number) if 0 < number < 2**31 else {}
            if not files:
                raise NotFound("revision", f"{key} {number}")
            return files

    def archive_of(self, key: str, number: int, *, by: Actor) -> bytes:
        """The same as a zip, the diagram under the name of its process. Raises NotFound."""
        files = self.files_of(key, number, by=by)
        return packed({f"{key}.bpmn": files.pop(DIAGRAM), **files})

    def definition_history(self, key: str, *, by: Actor) -> DefinitionHistory:
        """Every act on an SOP, newest first: on drafts and on running cases for whoever may see drafts.

        Raises NotFound.
        """
        with self.store.read() as tx:
            events = trail.events_of(tx, f"definition:{key}")
            named = [e.fact for e in events if isinstance(e.fact, DraftSaved | RevisionPublished)]
            if not named:
                raise NotFound("SOP", key)
            agency = self._agency(tx, named[-1].agency)
            sees = authority.may_see_drafts(by, agency=agency.code, at=self.now()) is not None
            published = any(isinstance(fact, RevisionPublished) for fact in named)
            if not sees and not published:
                raise NotFound("SOP", key)
            moved = trail.migrations_of(tx, key) if sees else []
            people = people_rows.names(tx, _everybody(events) | _everybody(moved))
        shown = [e for e in events if sees or not isinstance(e.fact, DraftSaved | DraftDiscarded)]
        return DefinitionHistory(
            key=DefinitionKey(key),
            name=named[-1].name,
            agency=agency.code,
            agency_name=agency.name,
            zone=agency.zone,
            published=published,
            with_drafts=sees,
            may_draft=authority.may_draft(by, agency=agency.code, at=self.now()) is not None,
            acts=definition_history.acts(
                shown,
                moved,
                people={
                    id_: ActorRef(id=ActorId(id_), name=name, account=account)
                    for id_, (name, account) in people.items()
                },
                titles={
                    **{str(position.code): position.title for position in agency.positions},
                    **{duty.value: duty.value.capitalize() for duty in Duty},
                },
            ),
        )

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
                files.pop(ORIGINAL, None)
                for form in sorted(files):
                    # what only an older revision names goes along, or it could not be published again
                    now = None if revision is newest else definition_rows.latest_form(tx, row.agency, form)
                    written.append(Written(path=f"forms/{form}", content=now or files[form]))
            return tuple({file.path: file for file in reversed(written)}.values())

    def _definition_line(
        self,
        tx: Transaction,
        row: AnyRow,
        active: Active | None,
        agency_name: str,
        *,
        by: Actor,
        at: datetime,
    ) -> DefinitionLine:
        shown = self._revision(tx, row.key, active[0] if active else row.latest)
        retired = definition_rows.is_retired(row, active)
        startable = active is not None and not retired
        standing = authority.may_start(
            by, agency=AgencyCode(row.agency), first_positions=shown.first_positions(), at=at
        )
        return DefinitionLine(
            key=DefinitionKey(row.key),
            name=shown.sop,
            agency=AgencyCode(row.agency),
            agency_name=agency_name,
            number_of_sop=shown.diagram.cover.get("nomorSop", ""),
            active=active[0] if active else None,
            label=shown.diagram.label,
            latest=row.latest,
            retired=retired,
            may_start=startable and standing is not None,
        )


def _everybody(events: Sequence[Event]) -> set[str]:
    """Who acted, and who wrote what was published."""
    return {event.actor for event in events} | {
        author
        for event in events
        if isinstance(event.fact, RevisionPublished)
        for author in event.fact.authors
    }


def _revision_lines(
    rows: Sequence[AnyRow],
    active: Active | None,
    running: Mapping[int, int],
    *,
    retired_at: str | None,
    now: str,
) -> tuple[RevisionLine, ...]:
    """The revisions, newest first, with which of them are still to come."""
    lines: list[RevisionLine] = []
    overtaken = "~"  # after every moment
    for row in rows:
        called_off = retired_at is not None and row.published_at <= retired_at
        waits = now < row.effective_from < overtaken and not called_off
        overtaken = min(overtaken, row.effective_from)
        lines.append(_revision_line(row, active.number if active else None, running, waits=waits))
    return tuple(lines)


def _revision_line(
    row: AnyRow, active: int | None, running: Mapping[int, int], *, waits: bool
) -> RevisionLine:
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
        waits=waits,
    )
