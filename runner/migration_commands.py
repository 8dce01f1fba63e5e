"""``alur migrate`` and ``alur undo-migration``: running cases in another revision, and back.

Promise: every case is told of as it moves or stays; what was stopped goes on by the same command.
Never: a rule of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import click

from runner.command_session import Session, in_session
from runner.migration.report import CaseFate, CaseMoved, CaseStayed, FateGroup, MigrationReport, StepFate
from runner.model import CaseId


@click.command()
@click.argument("key")
@click.option("--to", type=click.IntRange(min=1), help="The revision to go to (default: the one in force).")
@click.option("--case", "cases", multiple=True, help="Only this case (its id); repeat for more.")
@click.option("--map", "mapping", multiple=True, help="OLD=NEW, ids of steps: where a step was removed.")
@click.option("--note", default="", help="Why the cases are migrated; it stands in their history.")
@click.option("--report", "only_report", is_flag=True, help="Only say what would become of every case.")
@in_session
def migrate(
    session: Session,
    key: str,
    to: int | None,
    cases: tuple[str, ...],
    mapping: tuple[str, ...],
    note: str,
    only_report: bool,
) -> None:
    """Migrate running cases of an SOP to another revision, each by itself, while people go on working.

    Open tasks keep their moment of arrival, due moment, holder and draft. What was stopped half way goes on
    by the same command. Exits with 1 if a case stayed where it was.
    """
    by, chosen = session.actor, _mapping(session, mapping)
    report = session.runner.migration_report(key, to=to, mapping=chosen, by=by)
    if only_report:
        _tell_report(session, report, [CaseId(case) for case in cases])
        return

    def told(done: CaseMoved | CaseStayed) -> None:
        if isinstance(done, CaseMoved):
            click.echo(f"{done.number}\t→ {report.to}\t{', '.join(done.steps)}")
        else:
            stays = session.says("tetap", "stays")
            click.echo(f"{done.number}\t{stays}\t{done.why_not.in_(session.language)}", err=True)

    done = session.runner.migrate(
        key,
        [CaseId(case) for case in cases] or None,
        to=report.to,
        by=by,
        mapping=chosen,
        note=note,
        told=told,
    )
    if not (done.moved or done.stayed):
        said = "Tidak ada berkas yang perlu dipindahkan.", "There is no case to migrate."
        click.echo(session.says(*said), err=True)
    moved, stayed, there = len(done.moved), len(done.stayed), done.there + report.there
    click.echo(
        session.says(
            f"{moved} berkas dipindahkan ke revisi {done.to}, {stayed} tetap, {there} sudah di sana.",
            f"Migrated to revision {done.to}: {moved}; stayed: {stayed}; there already: {there}.",
        )
    )
    if done.stayed:
        raise SystemExit(1)


@click.command("undo-migration")
@click.argument("cases", nargs=-1, required=True)
@click.option("--note", default="", help="Why it is taken back; it stands in the history.")
@in_session
def undo_migration(session: Session, cases: tuple[str, ...], note: str) -> None:
    """Take the last migration of cases back, as long as no step was completed since."""
    for case in cases:
        number = session.runner.undo_migration(CaseId(case), by=session.actor, note=note)
        click.echo(
            session.says(f"{case}: kembali ke revisi {number}.", f"{case}: in revision {number} again.")
        )


def _mapping(session: Session, given: Iterable[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for pair in given:
        before, mark, after = pair.partition("=")
        if not (before and mark and after):
            said = session.says("tulis LAMA=BARU, id langkah.", "write OLD=NEW, ids of steps.")
            raise click.UsageError(f"--map {pair}: {said}")
        pairs[before] = after
    return pairs


def _tell_report(session: Session, report: MigrationReport, only: list[CaseId]) -> None:
    zone, shown = ZoneInfo(report.zone), 0
    for group in report.groups:
        cases = [case for case in group.cases if not only or case.case in only]
        if not cases:
            continue
        shown += len(cases)
        _tell_group(session, report, group, len(cases))
        for case in cases:
            _tell_case(session, case, zone)
    for place in report.places:
        if not place.after:
            click.echo(f"--map {place.element}=…\t{place.name} ({place.lane})")
    click.echo(
        session.says(
            f"{shown} berkas berjalan: {report.movable} dapat dipindahkan ke revisi {report.to}, "
            f"{report.staying} tetap, {report.there} sudah di sana.",
            f"{shown} running cases: {report.movable} can be migrated to revision {report.to}, "
            f"{report.staying} stay, {report.there} are there already.",
        )
    )


def _tell_group(session: Session, report: MigrationReport, group: FateGroup, count: int) -> None:
    goal = report.to if group.may_move else session.says("tetap", "stays")
    steps = "; ".join(_way(session, step) for step in group.steps)
    click.echo(f"{count} × {group.revision} → {goal}\t{steps}")
    for said in [*([group.why_not] if group.why_not else []), *group.cautions]:
        click.echo(f"\t{said.in_(session.language)}")


def _way(session: Session, step: StepFate) -> str:
    if step.waits:
        return session.says(f"menunggu cabang lain sesudah {step.before}", f"waits after {step.before}")
    before = f"{step.before} ({step.lane_before})"
    return f"{before} → {step.after} ({step.lane_after})" if step.after else before


def _tell_case(session: Session, case: CaseFate, zone: ZoneInfo) -> None:
    told = []
    for step in case.steps:
        if step.due is not None:
            due = step.due.astimezone(zone).strftime("%d-%m-%Y %H.%M")
            told.append(session.says(f"batas waktu tetap {due}", f"due as before, {due}"))
        if step.holder is not None and not step.keeps_holder:
            name = step.holder.name
            told.append(session.says(f"dilepas dari {name}", f"released from {name}"))
        if step.draft is not None and step.draft.hidden:
            hidden = ", ".join(step.draft.hidden)
            told.append(
                session.says(f"konsep: tidak tampil lagi {hidden}", f"draft: no longer shown {hidden}")
            )
        elif step.draft is not None:
            told.append(session.says("konsep tetap", "draft kept"))
    click.echo(f"\t{case.number}\t{case.case}\t{case.subject}\t{'; '.join(told)}")
