"""``alur try``: an SOP tried from its file or from the database, with sample people and answers.

Promise: nothing is recorded; exit 0 says that the case came to an end. Never: an answer in a person's name.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from runner import agency as offices
from runner import dry_run, error_texts, folders
from runner.command_session import Session, in_session
from runner.dry_run import Attempt, DryRun, DryRunPage, Ground
from runner.dry_run import walking as walk
from runner.dry_run.walking import Wishes
from runner.due_moments import due_of
from runner.errors import AlurError, AnswersRefused, DiagramRefused, DryRunTooLong
from runner.judging import judge, proven
from runner.model import ActorId, FieldError, Problem, Severity
from runner.samples import Pairs, inputs
from runner.trying_wishes import wishes_of

_ZONE = "Asia/Jakarta"
#: How a draft is named after ``KEY@``, in both languages.
_DRAFT = ("draft", "konsep")
_ASKED_AGAIN = 20


@click.command("try")
@click.argument("target")
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="JSON or TOML: by step (id or name) the answers by field; a list of them for each pass.",
)
@click.option(
    "--choose", "choices", multiple=True, help="GATEWAY=OUTCOME (id or text); repeat for each pass."
)
@click.option("--at", "begins", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="When it begins.")
@click.option("--ask/--no-ask", default=None, help="Ask for every answer (default: on a terminal).")
@in_session
def try_(
    session: Session,
    target: str,
    answers_file: Path | None,
    choices: tuple[str, ...],
    begins: datetime | None,
    ask: bool | None,
) -> None:
    """Try an SOP without recording anything: FILE.bpmn (its forms beside it or in forms/), KEY (the revision
    in force), KEY@N, or KEY@draft.
    """
    asks = sys.stdin.isatty() and not (answers_file or choices) if ask is None else ask
    try:
        ground = _ground(session, target)
    except DiagramRefused as refused:
        _tell_problems(session, refused.problems)
        raise SystemExit(1) from refused
    _tell_problems(session, ground.problems)
    wishes = wishes_of(session, ground, answers_file, choices)
    run = dry_run.begin(ground, Attempt(by=ActorId(""), at=_begins(session, ground, begins)))
    _tell_begin(session, run)
    step = _asking if asks else _by_itself
    while not dry_run.is_over(run):
        before = dry_run.page_of(run)
        try:
            run = step(session, run, wishes)
        except (AnswersRefused, DryRunTooLong) as refused:
            _tell_halt(session, before, refused)
            raise SystemExit(1) from refused
        _tell_step(session, before, dry_run.page_of(run))
    _tell_end(session, dry_run.page_of(run))


# --- what is tried ----------------------------------------------------------------------------------


def _ground(session: Session, target: str) -> Ground:
    path = Path(target)
    if path.is_file() or path.suffix == ".bpmn":
        return _ground_of_file(session, path)
    key, _, which = target.partition("@")
    by = session.actor
    if which in _DRAFT:
        return session.runner.dry_run_ground(key, dry_run.DRAFT, by=by)
    if which and not which.isdecimal():
        said = session.says("pakai FILE.bpmn, KEY, KEY@NOMOR, atau", "use FILE.bpmn, KEY, KEY@NUMBER or")
        raise click.UsageError(f"{target}: {said} KEY@draft")
    number = int(which) if which else session.runner.definition(key, by=by).number
    return session.runner.dry_run_ground(key, number or -1, by=by)


def _ground_of_file(session: Session, path: Path) -> Ground:
    if not path.is_file():
        said = session.says("tidak ada. Periksa nama filenya.", "is missing. Check the name of the file.")
        raise click.UsageError(f"{path}: {said}")
    office = folders.agency_file_of(path)
    agency = offices.read(office.read_bytes(), file=str(office)) if office else None
    forms = folders.forms_for(path, ())
    (judged,) = proven([judge(path.read_bytes(), file=str(path), forms=forms, agency=agency)])
    if judged.diagram is None:
        raise DiagramRefused(judged.problems)
    lanes = None
    if agency is None:
        named = session.says("Instansi contoh", "Sample agency")
        agency, lanes = dry_run.office_of(judged.diagram, name=named, zone=_ZONE)
    return dry_run.opened(
        judged.files,
        judged.diagram,
        agency=agency,
        holders=(),
        due_at=due_of,
        problems=judged.problems,
        lanes=lanes,
    )


def _begins(session: Session, ground: Ground, begins: datetime | None) -> datetime:
    if begins is None:
        return datetime.now(UTC).replace(second=0, microsecond=0)
    if not 2000 <= begins.year <= 2100:
        said = session.says("pakai tahun 2000 sampai 2100.", "use a year from 2000 to 2100.")
        raise click.UsageError(f"--at: {said}")
    return begins.replace(tzinfo=ZoneInfo(ground.agency.zone)).astimezone(UTC)


# --- a step -----------------------------------------------------------------------------------------


def _by_itself(_session: Session, run: DryRun, wishes: Wishes) -> DryRun:
    return walk.step(run, wishes)


def _asking(session: Session, run: DryRun, wishes: Wishes) -> DryRun:
    """One task done with what is typed; Enter takes the sample, what is refused is asked again."""
    task = run.case.tasks[0]
    name = run.ground.revision.diagram.tasks[task.element].name
    click.echo(f"\n{name}")
    pairs = walk.wished(run, task, wishes)
    errors: Sequence[FieldError] = ()
    for _ in range(_ASKED_AGAIN):
        pairs = _typed(session, run, pairs, {error.path for error in errors} if errors else None)
        try:
            return dry_run.complete(run, walk.move_of(run, task, pairs))
        except AnswersRefused as refused:
            errors = refused.errors
            for error in errors:
                click.echo(f"  ! {error.label}: {error.message.in_(session.language)}", err=True)
    return dry_run.complete(run, walk.move_of(run, task, pairs))


def _typed(session: Session, run: DryRun, pairs: Pairs, wrong: set[str] | None) -> Pairs:
    """The page's inputs in turn; what an answer brings into sight is asked too."""
    task = run.case.tasks[0].id
    asked: set[str] = set()
    while True:
        shown = dry_run.page_of(run, shown=task, pairs=pairs or None).shown
        if shown is None:
            return pairs
        samples = walk.filled(run, task, pairs)
        views = [
            v for v in inputs(shown.fields) if v.name not in asked and (wrong is None or v.name in wrong)
        ]
        if not views:
            break
        view = views[0]
        asked.add(view.name)
        offered = [option.value for option in view.options]
        if offered:
            click.echo("    " + "; ".join(f"{o.value} = {o.label}" for o in view.options))
        sample = ", ".join(samples.get(view.name, [""])[-1:])
        said = click.prompt(f"  {view.label}", default=sample, show_default=True)
        pairs = {**pairs, view.name: [said]}
        for name, values in samples.items():
            if name.endswith("[]"):
                pairs.setdefault(name, values)
    for question in shown.questions:
        if wrong is not None and not {question.name, question.reason_name} & wrong:
            continue
        names = [choice.name for choice in question.choices]
        chosen = click.prompt(
            f"  {question.text or session.says('Keputusan', 'Outcome')}",
            type=click.Choice(names),
            default=(samples.get(question.name) or names)[-1],
        )
        pairs = {**pairs, question.name: [chosen]}
        pairs.pop(question.reason_name, None)
        if any(choice.returns and choice.name == chosen for choice in question.choices):
            pairs[question.reason_name] = [click.prompt("  " + session.says("Alasan", "Reason"))]
    return pairs


# --- what is told -----------------------------------------------------------------------------------


def _tell_problems(session: Session, problems: Sequence[Problem]) -> None:
    for problem in problems:
        mark = session.says("peringatan: ", "warning: ") if problem.severity is Severity.WARNING else ""
        click.echo(mark + problem.sentence(session.language), err=True)


def _tell_begin(session: Session, run: DryRun) -> None:
    page = dry_run.page_of(run)
    which = (
        session.says(f"revisi {page.number}", f"revision {page.number}")
        if page.number
        else session.says("konsep", "draft")
    )
    click.echo(
        session.says(
            f"Uji coba “{page.sop}” ({which}). Tidak ada yang tercatat.",
            f"Dry run of “{page.sop}” ({which}). Nothing is recorded.",
        )
    )
    begun = session.says(f"dimulai oleh {page.started_by.name}", f"begun by {page.started_by.name}")
    click.echo(f"{_when(page.at, page)}  {begun}")


def _tell_step(session: Session, before: DryRunPage, after: DryRunPage) -> None:
    moment = after.moments[-1]
    task = next(waiting for waiting in before.open if waiting.element == moment.element)
    number = len(after.attempt.moves)
    due = session.says("batas", "due") + f" {_when(task.due_at, after)}" if task.due_at else ""
    late = session.says("terlambat", "late") if task.due_at and moment.at > task.due_at else ""
    who = f"{' / '.join(task.positions)} ({moment.by.name})"
    facts = " · ".join(part for part in (f"{number}. {task.step}", who, due, late) if part)
    click.echo(f"{_when(moment.at, after)}  {facts}")
    for answer in (*moment.outcomes, *moment.answers):
        click.echo(f"    {answer.label or session.says('Keputusan', 'Outcome')}: {answer.text}")
    if moment.reason:
        click.echo(f"    {session.says('Alasan', 'Reason')}: {moment.reason}")


def _tell_halt(session: Session, page: DryRunPage, refused: AlurError) -> None:
    """Where it stopped and why."""
    step = page.open[0].step if page.open else ""
    click.echo(
        session.says(f"Berhenti di “{step}”: ", f"Stopped at “{step}”: ")
        + error_texts.words(refused).in_(session.language),
        err=True,
    )


def _tell_end(session: Session, page: DryRunPage) -> None:
    steps, took = len(page.attempt.moves), page.at - page.attempt.at
    hours = f"{took.days * 24 + took.seconds // 3600}:{took.seconds // 60 % 60:02}"
    said = session.says(
        f"selesai di “{page.ended}” sesudah {steps} langkah, {hours} jam kalender.",
        f"ended at “{page.ended}” after {steps} steps, {hours} hours by the clock.",
    )
    click.echo(f"{_when(page.at, page)}  {said}")


def _when(at: datetime, page: DryRunPage) -> str:
    return at.astimezone(ZoneInfo(page.zone)).strftime("%d-%m-%Y %H.%M")
