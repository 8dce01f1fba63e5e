"""Commands on SOPs: validate, publish, retire, definitions, export, declare.

Promise: of a folder, everything is published or nothing. Never: a rule of the gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from runner import agency as offices
from runner import folders
from runner import forms as form_sheets
from runner.agency import Agency
from runner.command_session import Session, in_session
from runner.errors import AlurError, DiagramRefused
from runner.judging import Judged, judge, proven
from runner.model import Problem, Severity
from runner.publishing import Sheaf, since_midnight
from runner.revision import form_file
from runner.revision_commands import accept_unproven, effective, tell, tell_published
from runner.runner import Runner

paths = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.command()
@paths
@in_session
def validate(session: Session, paths: tuple[Path, ...]) -> None:
    """Check diagrams, forms and agencies (files or folders); exit 1 if one of them would be refused."""
    found = folders.found_in(paths)
    problems, _ = _judged(found)
    _tell(session, problems, found.unknown)
    if found.unknown or _errors(problems):
        raise SystemExit(1)
    diagrams, forms, agencies = len(found.diagrams), len(found.forms), len(found.agencies)
    click.echo(
        session.says(
            f"{diagrams} diagram, {forms} formulir, {agencies} instansi: siap diterbitkan.",
            f"{diagrams} diagrams, {forms} forms, {agencies} agencies: ready to be published.",
        )
    )


@click.command()
@paths
@click.option("--note", default="", help="What changed, and why.")
@effective
@accept_unproven
@in_session
def publish(
    session: Session, paths: tuple[Path, ...], note: str, effective: datetime | None, accept_unproven: str
) -> None:
    """Publish diagrams with the forms they name; of a folder, everything or nothing.

    Agencies that are not known yet are loaded from their instansi.toml first. Forms alone make drafts of
    the SOPs that name them; publish-drafts puts these in force.
    """
    found = folders.found_in(paths)
    problems, agencies = _judged(found, accept_unproven=accept_unproven)
    if found.unknown or _errors(problems):
        _tell(session, problems, found.unknown)
        click.echo(session.says("Tidak ada yang diterbitkan.", "Nothing was published."), err=True)
        raise SystemExit(1)
    if not found.diagrams and found.forms:
        _draft(session, found.forms)
        return
    by = session.actor
    known = {line.code for line in session.runner.agencies(by=by)}
    for agency in agencies.values():
        if agency.code not in known and not _is_known(session.runner, agency):
            by = session.runner.declare(agency, by=by)
    sheaves: list[Sheaf] = []
    for diagram in found.diagrams:
        office = folders.agency_file_of(diagram)
        if office is None:
            said = session.says(
                "tidak ada instansi.toml di foldernya maupun di atasnya. Simpan sebagai konsep dengan: "
                f"alur draft {diagram} --agency KODE",
                "there is no instansi.toml beside it or above it. Save it as a draft with: "
                f"alur draft {diagram} --agency CODE",
            )
            raise click.UsageError(f"{diagram}: {said}")
        sheaves.append(
            Sheaf(
                content=diagram.read_bytes(),
                file=str(diagram),
                forms=folders.forms_for(diagram, found.forms),
                agency=agencies[office].code,
            )
        )
    for done in session.runner.publish_all(
        sheaves,
        by=by,
        note=note,
        effective_from=since_midnight(effective.date()) if effective else None,
        unless_known=any(path.is_dir() for path in paths),
        source="alur publish",
        accept_unproven=accept_unproven,
    ):
        tell_published(session, done)


@click.command()
@click.argument("key")
@click.option("--reason", default="", help="Why no new case may start.")
@in_session
def retire(session: Session, key: str, reason: str) -> None:
    """Retire an SOP: running cases go on, new ones cannot start."""
    session.runner.retire(key, reason=reason, by=session.actor)
    click.echo(session.says(f"{key} dicabut.", f"{key} is retired."))


@click.command()
@in_session
def definitions(session: Session) -> None:
    """List the SOPs with their active revision."""
    for line in session.runner.definitions(by=session.actor):
        state = "×" if line.retired else (str(line.active) if line.active else "-")
        click.echo(f"{line.key}\t{state}\t{line.label}\t{line.name}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@in_session
def export(session: Session, folder: Path) -> None:
    """Write agencies, diagrams and forms as the database has them, in the layout that publish reads."""
    runner, by = session.runner, session.actor
    for line in runner.agencies(by=by):
        target = folder / "bpmn" / line.code
        target.mkdir(parents=True, exist_ok=True)
        (target / folders.AGENCY_FILE).write_bytes(offices.write(runner.profile(line.code)))
    for definition in runner.definitions(by=by):
        for written in runner.exported(definition.key, by=by):
            file = folder / written.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(written.content)
            click.echo(written.path)


def _draft(session: Session, forms: Iterable[Path]) -> None:
    files = [(str(form), form.read_bytes()) for form in forms]
    drafts = session.runner.draft_forms(files, by=session.actor)
    if not drafts:
        click.echo(session.says("Tidak ada SOP yang berubah karenanya.", "No SOP changes by that."))
        return
    for line in drafts:
        click.echo(session.says(f"{line.key}: konsep revisi dibuat.", f"{line.key}: a draft was made."))
    click.echo(
        session.says(
            "Belum ada yang berlaku. Terbitkan semuanya dengan: alur publish-drafts",
            "Nothing is in force yet. Publish all of them with: alur publish-drafts",
        )
    )


def _judged(found: folders.Found, *, accept_unproven: str = "") -> tuple[list[Problem], dict[Path, Agency]]:
    """Every problem of everything found, the proof of all diagrams in one child process included."""
    problems: list[Problem] = []
    agencies: dict[Path, Agency] = {}
    for file in found.agencies:
        with _collecting(problems):
            agencies[file.resolve()] = offices.read(file.read_bytes(), file=str(file))
    judged: list[Judged] = []
    seen: set[str] = set()
    for diagram in found.diagrams:
        forms = folders.forms_for(diagram, found.forms)
        office = folders.agency_file_of(diagram)
        agency = agencies.get(office) if office else None
        verdict = judge(diagram.read_bytes(), file=str(diagram), forms=forms, agency=agency)
        judged.append(verdict)
        seen |= verdict.files.keys()
    for verdict in proven(judged, accept_unproven=accept_unproven):
        problems.extend(verdict.problems)
    for form in found.forms:
        if form_file(form.stem) not in seen:
            problems.extend(form_sheets.problems(form.read_bytes(), file=str(form)))
    return list(dict.fromkeys(problems)), agencies


@contextmanager
def _collecting(problems: list[Problem]) -> Iterator[None]:
    try:
        yield
    except DiagramRefused as refused:
        problems.extend(refused.problems)


def _errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _tell(session: Session, problems: Iterable[Problem], unknown: Iterable[Path]) -> None:
    for path in unknown:
        said = session.says(
            "tidak ada, atau tidak memuat diagram (.bpmn) maupun formulir (.form).",
            "is missing, or holds no diagram (.bpmn) and no form (.form).",
        )
        click.echo(f"{path}: {said}", err=True)
    tell(session, problems)


def _is_known(runner: Runner, agency: Agency) -> bool:
    try:
        runner.profile(agency.code)
    except AlurError:
        return False
    return True
