"""``alur``: the verbs of the Runner as commands. ``webui`` adds ``serve`` and ``bench``.

Promise: every act carries an actor (``--as``) and is an event like any other; a refusal exits 1 with a
sentence that says what to do, a broken fact too. Never: a right that a page does not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from runner import agency as offices
from runner import error_texts, folders, paths_commands, sheet_commands
from runner import forms as form_sheets
from runner.agency import Agency
from runner.errors import AlurError, DiagramRefused, NothingToPublish
from runner.home import database_url, home_folder
from runner.model import (
    Actor,
    AgencyCode,
    Capacity,
    CaseId,
    Duty,
    PositionCode,
    Problem,
    Severity,
    TaskId,
)
from runner.publishing import Judged, judge, proven
from runner.revision import form_file
from runner.runner import Runner, open_runner

paths = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


@dataclass
class Session:
    """One command's runner, actor and language."""

    account: str
    language: str
    _runner: Runner | None = None

    @property
    def runner(self) -> Runner:
        """The runner on this installation, opened when first needed."""
        if self._runner is None:
            self._runner = open_runner(home_folder(), database_url=database_url())
            self._runner.first_administrator()
        return self._runner

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.runner.actor_by_account(self.account)

    def says(self, indonesian: str, english: str) -> str:
        """The sentence in the session's language."""
        return english if self.language == "en" else indonesian


in_session = click.make_pass_decorator(Session)


class _Group(click.Group):
    """Turns every refusal into a sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except AlurError as refused:
            language = ctx.obj.language if isinstance(ctx.obj, Session) else "id"
            click.echo(error_texts.words(refused).in_(language), err=True)
            raise SystemExit(1) from refused


@click.group(cls=_Group)
@click.option("--as", "account", default="admin", show_default=True, help="The account that acts.")
@click.option(
    "--language", type=click.Choice(["id", "en"]), default="id", envvar="ALUR_LANGUAGE", show_default=True
)
@click.version_option(package_name="alur")
@click.pass_context
def alur(context: click.Context, account: str, language: str) -> None:
    """Alur runs the SOPs of an office. ALUR_HOME (default .alur) holds everything it writes."""
    context.obj = Session(account=account, language=language)


# --- SOPs ----------------------------------------------------------------------------------------


@alur.command()
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


@alur.command()
@paths
@click.option("--note", default="", help="What changed, and why.")
@click.option(
    "--effective",
    type=click.DateTime(["%Y-%m-%d"]),
    help="In force from 00:00 of this day in the agency's zone (default: at once).",
)
@click.option(
    "--accept-unproven",
    metavar="REASON",
    default="",
    help="Answer for what is not proven, or for deadlocks that only unfitting answers cause.",
)
@in_session
def publish(
    session: Session, paths: tuple[Path, ...], note: str, effective: datetime | None, accept_unproven: str
) -> None:
    """Publish diagrams with the forms they name; of a folder, everything or nothing.

    Agencies that are not known yet are loaded from their instansi.toml first.
    """
    found = folders.found_in(paths)
    problems, agencies = _judged(found, accept_unproven=accept_unproven)
    if found.unknown or _errors(problems):
        _tell(session, problems, found.unknown)
        click.echo(session.says("Tidak ada yang diterbitkan.", "Nothing was published."), err=True)
        raise SystemExit(1)
    by = session.actor
    known = {line.code for line in session.runner.agencies(by=by)}
    for agency in agencies.values():
        if agency.code not in known and not _is_known(session.runner, agency):
            by = session.runner.declare(agency, by=by)
    whole_folder = any(path.is_dir() for path in paths)
    for diagram in found.diagrams:
        office = folders.agency_file_of(diagram)
        if office is None:
            raise click.UsageError(
                f"{diagram}: "
                + session.says("tidak ada instansi.toml di atasnya.", "no instansi.toml above it.")
            )
        agency = agencies[office]
        midnight = effective and datetime.combine(effective.date(), time(), ZoneInfo(agency.zone))
        try:
            published = session.runner.publish(
                diagram.read_bytes(),
                file=str(diagram),
                forms=folders.forms_for(diagram, found.forms),
                agency=agency.code,
                by=by,
                note=note,
                effective_from=midnight,
                unless_known=whole_folder,
                accept_unproven=accept_unproven,
            )
        except NothingToPublish as same:
            click.echo(error_texts.words(same).in_(session.language))
            continue
        click.echo(
            session.says(
                f"{published.key}: revisi {published.number} ({published.label}) terbit.",
                f"{published.key}: revision {published.number} ({published.label}) is published.",
            )
        )
        _tell(session, published.warnings, ())
        if published.vacant:
            listed = ", ".join(published.vacant)
            click.echo(session.says(f"  Belum ada pemangku: {listed}.", f"  Held by nobody yet: {listed}."))


@alur.command()
@click.argument("key")
@click.option("--reason", default="", help="Why no new case may start.")
@in_session
def retire(session: Session, key: str, reason: str) -> None:
    """Retire an SOP: running cases go on, new ones cannot start."""
    session.runner.retire(key, reason=reason, by=session.actor)
    click.echo(session.says(f"{key} dicabut.", f"{key} is retired."))


@alur.command()
@in_session
def definitions(session: Session) -> None:
    """List the SOPs with their active revision."""
    for line in session.runner.definitions(by=session.actor):
        state = "×" if line.retired else (str(line.active) if line.active else "-")
        click.echo(f"{line.key}\t{state}\t{line.label}\t{line.name}")


@alur.command()
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


alur.add_command(paths_commands.paths)
alur.add_command(sheet_commands.sheet)


# --- work ----------------------------------------------------------------------------------------


@alur.command()
@click.argument("key")
@in_session
def start(session: Session, key: str) -> None:
    """Start a case of an SOP; prints its number, id and first tasks."""
    head = session.runner.start(key, by=session.actor)
    click.echo(f"{head.number}\t{head.id}")
    _list_tasks(session, head.id)


@alur.command()
@click.option("--view", type=click.Choice(["mine", "positions", "done"]), default="positions")
@in_session
def inbox(session: Session, view: str) -> None:
    """List the tasks that wait for the actor."""
    for line in session.runner.inbox(by=session.actor, view=view).lines:
        click.echo(f"{line.task}\t{line.case_number}\t{line.step}\t{line.subject}")


@alur.command()
@click.argument("task")
@in_session
def claim(session: Session, task: str) -> None:
    """Take a task."""
    session.runner.claim(TaskId(task), by=session.actor)


@alur.command()
@click.argument("task")
@in_session
def release(session: Session, task: str) -> None:
    """Put a task back."""
    session.runner.release(TaskId(task), by=session.actor)


_answers = click.option(
    "--answer", "answers", multiple=True, help="NAME=VALUE, as the form's field is named; repeat for more."
)


@alur.command("save-draft")
@click.argument("task")
@_answers
@in_session
def save_draft(session: Session, task: str, answers: tuple[str, ...]) -> None:
    """Keep what was answered so far; no fact is recorded."""
    session.runner.save_draft(TaskId(task), _pairs(answers), by=session.actor)


@alur.command()
@click.argument("task")
@_answers
@in_session
def complete(session: Session, task: str, answers: tuple[str, ...]) -> None:
    """Complete a task with these answers (an outcome is named by its gateway's id)."""
    done = session.runner.complete(TaskId(task), _pairs(answers), by=session.actor)
    if done.closed:
        click.echo(session.says(f"Berkas {done.case.number} selesai.", f"Case {done.case.number} is closed."))
    for line in done.next:
        click.echo(f"{line.task}\t{line.step}\t{', '.join(line.positions)}")


@alur.command()
@click.argument("case")
@click.option("--reason", default="", help="Why the case is stopped.")
@in_session
def cancel(session: Session, case: str, reason: str) -> None:
    """Cancel a case, with a reason."""
    session.runner.cancel(CaseId(case), reason, by=session.actor)


@alur.command()
@click.option("--sop", "key", help="Only this SOP.")
@click.option("--status", type=click.Choice(["open", "closed", "cancelled"]))
@in_session
def cases(session: Session, key: str | None, status: str | None) -> None:
    """List cases that the actor may see, newest first."""
    for head in session.runner.cases(by=session.actor, key=key, status=status).lines:
        click.echo(f"{head.id}\t{head.agency} {head.number}\t{head.status}\t{head.key} {head.revision}")


@alur.command()
@click.argument("case")
@in_session
def case(session: Session, case: str) -> None:
    """Show a case's history: who, when, in which position, what, on which revision."""
    page = session.runner.case(CaseId(case), by=session.actor)
    zone = ZoneInfo(page.head.zone)
    click.echo(f"{page.head.number}\t{page.head.sop}\t{page.head.status}\t{page.head.revision}")
    for moment in page.moments:
        at = moment.at.astimezone(zone).isoformat(timespec="seconds")
        said = moment.text.in_(session.language)
        click.echo(f"{moment.seq}\t{at}\t{moment.by.name} ({moment.position}, {moment.capacity})\t{said}")
        for answer in (*moment.outcomes, *moment.answers):
            click.echo(f"\t{answer.label}: {answer.text}")
    for line in page.open:
        click.echo(f"→\t{line.task}\t{line.step}\t{', '.join(line.positions)}")


@alur.command()
@in_session
def verify(session: Session) -> None:
    """Rebuild everything from the audit log; name the first broken fact of each stream and exit 1."""
    report = session.runner.verify(by=session.actor)
    for broken in report.broken:
        click.echo(broken, err=True)
    click.echo(
        session.says(
            f"{report.streams} aliran, {report.events} peristiwa, {report.cases} berkas diputar ulang: "
            + (f"{len(report.broken)} tidak utuh." if report.broken else "utuh."),
            f"{report.streams} streams, {report.events} events, {report.cases} cases replayed: "
            + (f"{len(report.broken)} broken." if report.broken else "nothing was altered."),
        )
    )
    if report.broken:
        raise SystemExit(1)


# --- people --------------------------------------------------------------------------------------

_agency = click.argument("agency")


@alur.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@in_session
def declare(session: Session, file: Path) -> None:
    """Make an instansi.toml the agency's profile from now on (positions, hours, day overrides)."""
    agency = offices.read(file.read_bytes(), file=str(file))
    session.runner.declare(agency, by=session.actor)
    click.echo(session.says(f"Instansi {agency.code} dimuat.", f"Agency {agency.code} is loaded."))


@alur.command()
@click.argument("account")
@click.option("--agency", default=None, help="The agency of the person; none for the installation.")
@click.option("--name", default="", help="The name on screen.")
@in_session
def register(session: Session, account: str, agency: str | None, name: str) -> None:
    """Give a person an account; prints the one-time password."""
    office = AgencyCode(agency) if agency else None
    _, password = session.runner.register(office, account=account, name=name, by=session.actor)
    click.echo(f"{account}\t{password}")


@alur.command()
@click.argument("account")
@_agency
@click.argument("position")
@click.option("--capacity", type=click.Choice([c.value for c in Capacity]), default=Capacity.DEFINITIVE.value)
@click.option("--since", type=click.DateTime(), help="In the agency's zone (default: now).")
@click.option("--until", type=click.DateTime(), help="Excluded, in the agency's zone (default: open).")
@click.option("--order", default="", help="The number of the order (surat keputusan, surat perintah).")
@in_session
def appoint(
    session: Session,
    account: str,
    agency: str,
    position: str,
    capacity: str,
    since: datetime | None,
    until: datetime | None,
    order: str,
) -> None:
    """Appoint a person to a position of an agency; prints the appointment's id."""
    runner = session.runner
    zone = ZoneInfo(runner.profile(AgencyCode(agency)).zone)
    appointment = runner.appoint(
        runner.actor_by_account(account).id,
        agency=AgencyCode(agency),
        position=PositionCode(position),
        by=session.actor,
        capacity=Capacity(capacity),
        since=since and since.replace(tzinfo=zone),
        until=until and until.replace(tzinfo=zone),
        order=order,
    )
    click.echo(appointment)


@alur.command("end-appointment")
@click.argument("appointment")
@in_session
def end_appointment(session: Session, appointment: str) -> None:
    """End an appointment now."""
    session.runner.end_appointment(appointment, by=session.actor)


_duty = click.argument("duty", type=click.Choice([duty.value for duty in Duty]))
_duty_agency = click.argument("agency", required=False)


@alur.command()
@click.argument("account")
@_duty
@_duty_agency
@in_session
def grant(session: Session, account: str, duty: str, agency: str | None) -> None:
    """Give a duty (analis, auditor, administrator) in an agency, or everywhere."""
    office = AgencyCode(agency) if agency else None
    person = session.runner.actor_by_account(account)
    session.runner.grant(person.id, duty=Duty(duty), agency=office, by=session.actor)


@alur.command()
@click.argument("account")
@_duty
@_duty_agency
@in_session
def revoke(session: Session, account: str, duty: str, agency: str | None) -> None:
    """Take a duty away."""
    office = AgencyCode(agency) if agency else None
    person = session.runner.actor_by_account(account)
    session.runner.revoke(person.id, duty=Duty(duty), agency=office, by=session.actor)


@alur.command()
@click.argument("account")
@in_session
def disable(session: Session, account: str) -> None:
    """Bar an account; it is logged out everywhere."""
    session.runner.disable(session.runner.actor_by_account(account).id, by=session.actor)


@alur.command()
@click.argument("account")
@in_session
def enable(session: Session, account: str) -> None:
    """Let a barred account act again."""
    session.runner.enable(session.runner.actor_by_account(account).id, by=session.actor)


@alur.command("reset-password")
@click.argument("account")
@in_session
def reset_password(session: Session, account: str) -> None:
    """Give an account a new one-time password, and print it."""
    person = session.runner.actor_by_account(account)
    click.echo(session.runner.reset_password(person.id, by=session.actor))


# --- what the commands share ---------------------------------------------------------------------


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
            "tidak ada, atau bukan .bpmn, .form maupun folder.", "is missing, or no .bpmn, .form or folder."
        )
        click.echo(f"{path}: {said}", err=True)
    for problem in problems:
        mark = session.says("peringatan: ", "warning: ") if problem.severity is Severity.WARNING else ""
        click.echo(mark + problem.sentence(session.language), err=True)


def _is_known(runner: Runner, agency: Agency) -> bool:
    try:
        runner.profile(agency.code)
    except AlurError:
        return False
    return True


def _pairs(answers: Iterable[str]) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    for answer in answers:
        name, mark, value = answer.partition("=")
        if not mark:
            raise click.UsageError(f"{answer!r}: NAME=VALUE")
        pairs.setdefault(name, []).append(value)
    return pairs


def _list_tasks(session: Session, case_id: CaseId) -> None:
    try:
        page = session.runner.case(case_id, by=session.actor)
    except AlurError:
        return
    for line in page.open:
        click.echo(f"{line.task}\t{line.step}\t{', '.join(line.positions)}")
