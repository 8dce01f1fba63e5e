"""Commands on revisions: list them, fetch their files, draft the next one, publish drafts, roll back.

Promise: what a command does, the revision desk does in the browser too. Never: a rule of the gate.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from runner import agency as offices
from runner import diagram as diagrams
from runner import error_texts, folders
from runner.command_session import Session, in_session
from runner.draft_pages import DraftPage
from runner.errors import DiagramRefused, NothingToPublish, UploadRefused
from runner.freezing import Published, since_midnight
from runner.model import AgencyCode, Problem, Severity
from runner.upload_texts import strange_name

effective = click.option(
    "--effective",
    type=click.DateTime(["%Y-%m-%d"]),
    help="In force from 00:00 of this day in the agency's zone (default: at once).",
)
accept_unproven = click.option(
    "--accept-unproven",
    metavar="REASON",
    default="",
    help="Answer for what is not proven, or for deadlocks that only unfitting answers cause.",
)
_note = click.option("--note", default="", help="What changed, and why.")


@click.command()
@click.argument("key")
@in_session
def revisions(session: Session, key: str) -> None:
    """List the revisions of an SOP: number, in force (*), label, since when, running cases, author, note."""
    lines = session.runner.definition(key, by=session.actor).revisions
    session.heading(
        bool(lines),
        (
            "Nomor\tBerlaku\tLabel\tSejak\tBerkas berjalan\tPenerbit\tCatatan",
            "Number\tIn force\tLabel\tSince\tRunning cases\tPublisher\tNote",
        ),
        ("Belum ada revisi.", "There is no revision yet."),
    )
    for line in lines:
        since = line.effective_from.strftime("%Y-%m-%d %H:%M UTC")
        mark = "*" if line.active else "-"
        click.echo(
            f"{line.number}\t{mark}\t{line.label}\t{since}\t{line.running}\t{line.author.name}\t{line.note}"
        )


@click.command("revision-files")
@click.argument("key")
@click.argument("number", type=int)
@click.argument("folder", type=click.Path(path_type=Path))
@in_session
def revision_files(session: Session, key: str, number: int, folder: Path) -> None:
    """Write the exact files of a revision into a folder."""
    files = session.runner.files_of(key, number, by=session.actor)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if Path(name).name != name:
            raise UploadRefused(strange_name(name))
        (folder / name).write_bytes(content)
        click.echo(str(folder / name))


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--agency", help="Whose SOPs these are (default: of the instansi.toml above them).")
@in_session
def draft(session: Session, paths: tuple[Path, ...], agency: str | None) -> None:
    """Save diagrams, with the forms they name, as drafts; forms alone draft every SOP that names them.

    Faults are told and do not stand in the way: nothing is in force before publish-drafts.
    """
    found = folders.found_in(path for path in paths if path.suffix != ".zip")
    for path in found.unknown:
        raise click.UsageError(
            session.says(
                f"{path}: tidak ada, atau tidak memuat diagram (.bpmn), formulir (.form), maupun .zip.",
                f"{path}: is missing, or holds no diagram (.bpmn), form (.form) or .zip.",
            )
        )
    files = [(str(path), path.read_bytes()) for path in paths if path.suffix == ".zip"]
    for diagram in found.diagrams:
        content = diagram.read_bytes()
        files.append((str(diagram), content))
        named = _named(content, file=str(diagram))
        at_hand = folders.forms_for(diagram, found.forms)
        files += [(f"{name}.form", form) for name, form in at_hand.items() if name in named]
    files += [(form.name, form.read_bytes()) for form in found.forms if form in paths or not found.diagrams]
    # one form may serve several diagrams; two of one name that differ are refused, not chosen between
    pages = session.runner.draft_upload(
        list(dict.fromkeys(files)), agency=_agency(session, agency, found), by=session.actor
    )
    for page in pages:
        click.echo(
            session.says(
                f"{page.key}: konsep tersimpan (versi {page.version}).",
                f"{page.key}: the draft is saved (version {page.version}).",
            )
        )
        tell(session, page.problems)
    click.echo(
        session.says(
            "Konsep belum berlaku. Perbedaannya: alur diff KEY KEY@draft. Terbitkan: alur publish-drafts",
            "A draft is not in force. What differs: alur diff KEY KEY@draft. Publish: alur publish-drafts",
        )
    )


@click.command()
@in_session
def drafts(session: Session) -> None:
    """List the drafts: key, version, who saved it last, and what differs from the latest revision."""
    lines = session.runner.drafts(by=session.actor)
    session.heading(
        bool(lines),
        ("SOP\tVersi\tPenyimpan\tBerkas yang berubah", "SOP\tVersion\tSaved by\tFiles that changed"),
        ("Tidak ada konsep.", "There is no draft."),
    )
    for line in lines:
        click.echo(f"{line.key}\t{line.version}\t{line.author.name}\t{', '.join(line.changed)}")


@click.command("publish-drafts")
@click.argument("keys", nargs=-1)
@_note
@effective
@accept_unproven
@in_session
def publish_drafts(
    session: Session, keys: tuple[str, ...], note: str, effective: datetime | None, accept_unproven: str
) -> None:
    """Publish these drafts (default: all that you may), every one or none."""
    done = session.runner.publish_drafts(
        keys,
        by=session.actor,
        note=note,
        effective_from=since_midnight(effective.date()) if effective else None,
        accept_unproven=accept_unproven,
        source="alur publish-drafts",
    )
    if not done:
        click.echo(session.says("Tidak ada konsep untuk diterbitkan.", "There is no draft to publish."))
    for one in done:
        tell_published(session, one)


@click.command("discard-draft")
@click.argument("key")
@in_session
def discard_draft(session: Session, key: str) -> None:
    """Throw the draft of an SOP away; what it held stays in nobody's hands, that it was there is recorded."""
    page: DraftPage = session.runner.draft(key, by=session.actor, proof=False)
    session.runner.discard_draft(key, by=session.actor, after=page.version)
    click.echo(session.says(f"Konsep {key} dibuang.", f"The draft of {key} is discarded."))


@click.command()
@click.argument("key")
@click.argument("number", type=int)
@_note
@effective
@accept_unproven
@in_session
def rollback(
    session: Session, key: str, number: int, note: str, effective: datetime | None, accept_unproven: str
) -> None:
    """Publish the content of an older revision again, as the next one."""
    done = session.runner.roll_back(
        key,
        number,
        by=session.actor,
        note=note,
        effective_from=since_midnight(effective.date()) if effective else None,
        accept_unproven=accept_unproven,
    )
    tell_published(session, done)


@click.command("four-eyes")
@click.argument("agency")
@click.argument("state", type=click.Choice(["on", "off"]))
@in_session
def four_eyes(session: Session, agency: str, state: str) -> None:
    """Whether whoever wrote a draft may not publish it (on), or may (off)."""
    session.runner.set_four_eyes(AgencyCode(agency), state == "on", by=session.actor)
    said = {
        "on": session.says(
            f"{agency}: konsep diterbitkan oleh orang yang tidak ikut menulisnya.",
            f"{agency}: drafts are published by somebody who wrote none of them.",
        ),
        "off": session.says(
            f"{agency}: penulis konsep boleh menerbitkannya sendiri.",
            f"{agency}: whoever wrote a draft may publish it.",
        ),
    }
    click.echo(said[state])


def tell_published(session: Session, done: Published | NothingToPublish) -> None:
    """Say what a publish did: the revision, its warnings, the positions that nobody holds."""
    if isinstance(done, NothingToPublish):
        click.echo(error_texts.words(done).in_(session.language))
        return
    click.echo(
        session.says(
            f"{done.key}: revisi {done.number} ({done.label}) terbit.",
            f"{done.key}: revision {done.number} ({done.label}) is published.",
        )
    )
    tell(session, done.warnings)
    if done.vacant:
        listed = ", ".join(done.vacant)
        click.echo(session.says(f"  Belum ada pemangku: {listed}.", f"  Held by nobody yet: {listed}."))


def tell(session: Session, problems: Iterable[Problem]) -> None:
    """Each problem on a line."""
    for problem in problems:
        mark = session.says("peringatan: ", "warning: ") if problem.severity is Severity.WARNING else ""
        click.echo(mark + problem.sentence(session.language), err=True)


def _named(content: bytes, *, file: str) -> set[str]:
    """The forms that the steps of a diagram name; none of what cannot be read, which the runner refuses."""
    try:
        diagram = diagrams.read(content, file=file)
    except DiagramRefused:
        return set()
    return {task.form for task in diagram.tasks.values() if task.form}


def _agency(session: Session, given: str | None, found: folders.Found) -> AgencyCode:
    """Whose these files are: as given, as the files lie, or the only agency there is."""
    if given:
        return session.runner.profile(AgencyCode(given)).code
    above = {folders.agency_file_of(diagram) for diagram in found.diagrams} - {None}
    codes = {offices.read(file.read_bytes(), file=str(file)).code for file in above if file is not None}
    if not found.diagrams or not codes:
        codes = {line.code for line in session.runner.agencies(by=session.actor)}
    if len(codes) != 1:
        raise click.UsageError(
            session.says(
                "Instansi mana? Sebutkan dengan --agency.", "Of which agency? Name it with --agency."
            )
        )
    return AgencyCode(codes.pop())
