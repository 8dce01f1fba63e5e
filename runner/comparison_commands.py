"""``alur diff``: what changed between two files, or two revisions of an SOP.

Promise: the same sentences as in the page and in the event of a publish.
Never: a write.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import click

from runner import folders
from runner.command_session import Session, in_session
from runner.comparison import SECTIONS, Content, compare


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print what an event of a publish would hold.")
@in_session
def diff(session: Session, old: str, new: str, as_json: bool) -> None:
    """Say what changed from OLD to NEW, in sentences.

    Each is a diagram file (with the forms beside it or in the nearest folder "forms"), or KEY (the revision
    in force), KEY@NUMBER or KEY@draft of an SOP in the database.
    """
    differences = compare(_content(session, old), _content(session, new))
    if as_json:
        click.echo(json.dumps([one.to_json() for one in differences], ensure_ascii=False, indent=2))
        return
    click.echo(f"{old} → {new}")
    for section, inside in groupby(differences, key=lambda difference: difference.section):
        click.echo(f"\n{SECTIONS[section].in_(session.language)}")
        for difference in inside:
            click.echo(f"  {_MARKS[difference.change]} {difference.sentence(session.language)}")
    counted = len(differences)
    plural = "" if counted == 1 else "s"
    if counted:
        click.echo(f"\n{session.says(f'{counted} perbedaan.', f'{counted} difference{plural}.')}")
    else:
        click.echo(session.says("Tidak ada perbedaan.", "No difference."))


#: Readable without colours, and by scripts.
_MARKS = {"added": "+", "removed": "-", "moved": ">", "changed": "~"}


def _content(session: Session, named: str) -> Content:
    path = Path(named)
    if path.is_file():
        return Content.of(path.read_bytes(), folders.forms_for(path, ()), file=named)
    if path.suffix == ".bpmn" or "/" in named:
        said = session.says("tidak ada berkas seperti itu.", "there is no such file.")
        raise click.UsageError(f"{named}: {said}")
    key, _, name = named.partition("@")
    return session.runner.compared_content(key, name="draft" if name == "konsep" else name, by=session.actor)
