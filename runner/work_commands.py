"""Commands on work: start, inbox, claim, release, drafts, complete, cancel, cases, verify.

Promise: what a page may do, a command may, by the same rights. Never: a right of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import click

from runner.command_session import Session, in_session
from runner.errors import AlurError
from runner.model import CaseId, TaskId


@click.command()
@click.argument("key")
@in_session
def start(session: Session, key: str) -> None:
    """Start a case of an SOP; prints its number, id and first tasks."""
    head = session.runner.start(key, by=session.actor)
    click.echo(f"{head.number}\t{head.id}")
    _list_tasks(session, head.id)


@click.command()
@click.option("--view", type=click.Choice(["mine", "positions", "done"]), default="positions")
@in_session
def inbox(session: Session, view: str) -> None:
    """List the tasks that wait for the actor."""
    for line in session.runner.inbox(by=session.actor, view=view).lines:
        click.echo(f"{line.task}\t{line.case_number}\t{line.step}\t{line.subject}")


@click.command()
@click.argument("task")
@in_session
def claim(session: Session, task: str) -> None:
    """Take a task."""
    session.runner.claim(TaskId(task), by=session.actor)


@click.command()
@click.argument("task")
@in_session
def release(session: Session, task: str) -> None:
    """Put a task back."""
    session.runner.release(TaskId(task), by=session.actor)


_answers = click.option(
    "--answer", "answers", multiple=True, help="NAME=VALUE, as the form's field is named; repeat for more."
)


@click.command("save-draft")
@click.argument("task")
@_answers
@in_session
def save_draft(session: Session, task: str, answers: tuple[str, ...]) -> None:
    """Keep what was answered so far; no fact is recorded."""
    session.runner.save_draft(TaskId(task), _pairs(answers), by=session.actor)


@click.command()
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


@click.command()
@click.argument("case")
@click.option("--reason", default="", help="Why the case is stopped.")
@in_session
def cancel(session: Session, case: str, reason: str) -> None:
    """Cancel a case, with a reason."""
    session.runner.cancel(CaseId(case), reason, by=session.actor)


@click.command()
@click.option("--sop", "key", help="Only this SOP.")
@click.option("--status", type=click.Choice(["open", "closed", "cancelled"]))
@in_session
def cases(session: Session, key: str | None, status: str | None) -> None:
    """List cases that the actor may see, newest first."""
    for head in session.runner.cases(by=session.actor, key=key, status=status).lines:
        click.echo(f"{head.id}\t{head.agency} {head.number}\t{head.status}\t{head.key} {head.revision}")


@click.command()
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


@click.command()
@in_session
def verify(session: Session) -> None:
    """Rebuild everything from the audit log; name the first broken fact of each stream and exit 1."""
    report = session.runner.verify(by=session.actor)
    for broken in report.broken:
        click.echo(broken.in_(session.language), err=True)
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
