"""Running cases migrated to another revision, one transaction each, while people go on working.

Promise: a case is judged as it is when it moves; of a completion and a migration at the same moment one is
first and the other is judged again. What was stopped half way goes on where it stopped.
Never: a case half moved, a step done again, a draft or a deadline lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from runner import authority, error_texts, lifecycle
from runner.errors import (
    BrokenFact,
    CaseNotOpen,
    DiagramFailed,
    MigrationRefused,
    NotFound,
    StoreConflict,
)
from runner.events import moment_text
from runner.facts import CaseMigrated, Consequences
from runner.kept_text import kept
from runner.lifecycle import Case, stream_of
from runner.migration import steering, texts, undoing
from runner.migration.report import (
    CaseFate,
    CaseMoved,
    CaseStayed,
    MigrationDone,
    MigrationReport,
    StepChoice,
    TargetChoice,
    grouped,
)
from runner.migration_fates import Hands, People, fate, lane_name, places, unreadable
from runner.migration_ways import Ways
from runner.model import Actor, AgencyCode, CaseId, CaseStatus, DefinitionKey, Words
from runner.revision import Revision
from runner.store import (
    AnyRow,
    Transaction,
    case_rows,
    definition_rows,
    migration_rows,
    task_draft_rows,
    trail,
)
from runner.work import Work

_NOTE: Final = Words("Catatan pemindahan", "The note on the migration")


class Migrating(Work):
    """Verbs that move running cases between revisions."""

    def migration_report(
        self, key: str, *, by: Actor, to: int | None = None, mapping: Mapping[str, str] | None = None
    ) -> MigrationReport:
        """What would become of every running case in revision ``to`` (default: the one in force).

        Raises NotFound, NotAllowed (it takes whoever may draft), MigrationRefused for a mapping of unknown
        steps.
        """
        at = self.now()
        with self.store.read() as tx:
            definition = self._definition(tx, key)
            agency = self._agency(tx, definition.agency)
            authority.require_draft(by, agency=agency.code, at=at)
            target = self._target(tx, key, to, at)
            ways = Ways(target, mapping or {})
            self._require_known(tx, key, ways)
            drafts = {row.task: row for row in task_draft_rows.running_drafts(tx, key)}
            cases: list[Case] = []
            rows: list[AnyRow] = []
            fates: list[CaseFate] = []
            for row in migration_rows.running_rows(tx, key, but=target.number):
                try:
                    cases.append(self._case(tx, row))
                    rows.append(row)
                except BrokenFact as broken:
                    fates.append(unreadable(row, error_texts.words(broken)))
            people = People(tx, cases)
            fates += [
                fate(row, case, ways, people, drafts, at=at) for row, case in zip(rows, cases, strict=True)
            ]
            revisions = definition_rows.revisions_of(tx, key)
            there = migration_rows.running_in(tx, key, target.number)
        return MigrationReport(
            key=DefinitionKey(key),
            name=definition.name,
            agency=agency.code,
            agency_name=agency.name,
            zone=agency.zone,
            to=target.number,
            label=target.diagram.label,
            targets=tuple(
                TargetChoice(
                    number=row.number, label=row.label, in_force=row.effective_from <= moment_text(at)
                )
                for row in revisions
            ),
            steps=tuple(
                StepChoice(element=element, name=task.name, lane=lane_name(target, element))
                for element in target.diagram.order
                for task in (target.diagram.tasks[element],)
            ),
            places=places(cases, ways),
            groups=grouped(fates),
            there=there,
            may_migrate=authority.may_migrate(by, agency=agency.code, at=at) is not None,
        )

    def migrate(
        self,
        key: str,
        cases: Sequence[CaseId] | None = None,
        *,
        to: int,
        by: Actor,
        mapping: Mapping[str, str] | None = None,
        note: str = "",
        most: int | None = None,
        told: Callable[[CaseMoved | CaseStayed], None] = lambda _one: None,
    ) -> MigrationDone:
        """These cases (None: every running one) are in revision ``to``, or it is said why they stay.

        Each moves in a transaction of its own, judged on what it is then; a migration that was stopped goes
        on when it is asked for again. ``most`` limits how many move in this call; ``told`` hears of each.
        Raises NotFound, NotAllowed, MigrationRefused.
        """
        note, at = kept(note, _NOTE), self.now()
        with self.store.read() as tx:
            definition = self._definition(tx, key)
            authority.require_migrate(by, agency=AgencyCode(definition.agency), at=at)
            target = self._target(tx, key, to, at)
            self._require_in_force(tx, target, at)
            ways = Ways(target, mapping or {})
            self._require_known(tx, key, ways)
            waiting = migration_rows.running_ids(tx, key, but=target.number)
        wanted = [CaseId(id_) for id_ in waiting] if cases is None else list(dict.fromkeys(cases))
        moved: list[CaseMoved] = []
        stayed: list[CaseStayed] = []
        there = left = 0
        for case in wanted:
            if most is not None and len(moved) >= most:
                left += 1
                continue
            done = self._moved(case, ways, by=by, note=note)
            if done is None:
                there += 1
                continue
            told(done)
            if isinstance(done, CaseMoved):
                moved.append(done)
            else:
                stayed.append(done)
        return MigrationDone(
            to=target.number, moved=tuple(moved), stayed=tuple(stayed), there=there, left=left
        )

    def undo_migration(self, case: CaseId, *, by: Actor, note: str = "") -> int:
        """The case is again in the revision that its last migration took it from; the revision's number.

        Raises NotFound, NotAllowed, CaseNotOpen, MigrationRefused once a step was completed since.
        """
        note = kept(note, _NOTE)
        return self._again(lambda: self._undo_once(case, by=by, note=note))

    # --- one case -------------------------------------------------------------------------------

    def _moved(self, id_: CaseId, ways: Ways, *, by: Actor, note: str) -> CaseMoved | CaseStayed | None:
        """What came of one case; None if it is there already."""
        try:
            return self._again(lambda: self._move_case_once(id_, ways, by=by, note=note))
        except StoreConflict:
            why_not = texts.busy()
        except (BrokenFact, DiagramFailed) as failed:
            # one case that cannot be read keeps no other from moving
            why_not = error_texts.words(failed)
        with self.store.read() as tx:
            row = case_rows.case_row(tx, id_)
        return CaseStayed(case=id_, number=row.number if row else "", why_not=why_not)

    def _move_case_once(
        self, id_: CaseId, ways: Ways, *, by: Actor, note: str
    ) -> CaseMoved | CaseStayed | None:
        to = ways.to
        with self.store.read() as tx:
            row = case_rows.case_row(tx, id_)
            if row is None or row.definition != to.definition:
                raise NotFound("case", id_)
            if row.status != CaseStatus.OPEN:
                return CaseStayed(case=id_, number=row.number, why_not=texts.not_running())
            if row.revision == to.number:
                return None
            at = self._moment_after(row)
            standing = authority.require_migrate(by, agency=AgencyCode(row.agency), at=at)
            case = self._case(tx, row)
            verdict = ways.of(case.revision).judge(case)
            if verdict.why_not is not None:
                return CaseStayed(case=id_, number=row.number, why_not=verdict.why_not)
            goals = {move.id: move.after for move in verdict.moves}
            released = Hands(tx, case, to, goals, at=at).released()
        fact = CaseMigrated(
            from_number=case.revision.number,
            moves=verdict.moves,
            consequences=Consequences(),
            ends=verdict.ends,
            public=verdict.public,
            released=released,
        )
        step = lifecycle.migrate(
            case, fact, note, to=to, by=by.id, standing=standing, at=at, entropy=self._entropy(32)
        )
        with self.store.write() as tx:
            case_rows.save_step(tx, case, step)
        steps = tuple(to.diagram.tasks[task.element].name for task in step.case.tasks)
        return CaseMoved(case=id_, number=row.number, steps=steps)

    def _undo_once(self, id_: CaseId, *, by: Actor, note: str) -> int:
        with self.store.read() as tx:
            row = case_rows.case_row(tx, id_)
            if row is None:
                raise NotFound("case", id_)
            at = self._moment_after(row)
            standing = authority.require_migrate(by, agency=AgencyCode(row.agency), at=at)
            if row.status != CaseStatus.OPEN:
                raise CaseNotOpen(row.number, row.status)
            case = self._case(tx, row)
            events = [event for event in trail.events_of(tx, stream_of(id_)) if event.seq <= case.version]
            back = undoing(events)
            if back is None:
                raise MigrationRefused(texts.nothing_to_undo())
            to = self._revision(tx, row.definition, back.to)
            goals = {move.id: move.after for move in back.moves}
            hands = Hands(tx, case, to, goals, at=at)
            fact = CaseMigrated(
                from_number=case.revision.number,
                moves=back.moves,
                consequences=Consequences(),
                ends=back.ends,
                public=steering(case, to),
                released=hands.released(),
                returned=hands.returned(back.taken),
                undoes=back.seq,
            )
        step = lifecycle.migrate(
            case, fact, note, to=to, by=by.id, standing=standing, at=at, entropy=self._entropy(32)
        )
        with self.store.write() as tx:
            case_rows.save_step(tx, case, step)
        return to.number

    # --- what is asked for ----------------------------------------------------------------------

    def _definition(self, tx: Transaction, key: str) -> AnyRow:
        definition = definition_rows.definition(tx, key)
        if definition is None or not definition.latest:
            raise NotFound("SOP", key)
        return definition

    def _target(self, tx: Transaction, key: str, to: int | None, at: datetime) -> Revision:
        number = to if to is not None else definition_rows.active_number(tx, key, moment_text(at))
        if number is None:
            raise MigrationRefused(texts.nothing_in_force())
        return self._revision(tx, key, number)

    def _require_in_force(self, tx: Transaction, target: Revision, at: datetime) -> None:
        row = definition_rows.revision(tx, target.definition, target.number)
        if row is not None and row.effective_from > moment_text(at):
            zone = ZoneInfo(self._agency(tx, target.agency).zone)
            since = datetime.fromisoformat(row.effective_from).astimezone(zone)
            raise MigrationRefused(texts.not_in_force(target.number, since.strftime("%d-%m-%Y %H.%M")))

    def _require_known(self, tx: Transaction, key: str, ways: Ways) -> None:
        """Every step of the mapping is one: of the target, and of some revision. Raises MigrationRefused."""
        for before, after in ways.mapping.items():
            if after not in ways.to.diagram.drawing.nodes:
                raise MigrationRefused(texts.no_such_target(after, ways.to.number))
            numbers = [row.number for row in definition_rows.revisions_of(tx, key)]
            if not any(before in self._revision(tx, key, number).diagram.drawing.nodes for number in numbers):
                raise MigrationRefused(texts.no_such_source(before))
