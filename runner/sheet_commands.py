"""``alur sheet``: the printed SOP AP form of diagrams, as PDF or HTML files.

Promise: a file per diagram, named after its SOP; nothing is changed. Never: a sheet of half a diagram.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import click

from runner import folders
from runner.model import Actor
from runner.runner import Runner


class _Session(Protocol):
    """What the command needs of a session."""

    language: str

    @property
    def runner(self) -> Runner: ...

    @property
    def actor(self) -> Actor: ...

    def says(self, indonesian: str, english: str) -> str: ...


@click.command()
@click.argument("sops", metavar="FILE|KEY...", nargs=-1, required=True)
@click.option(
    "-o", "out", type=click.Path(path_type=Path), help="The file, or the folder for several (default: here)."
)
@click.option("--html", "as_html", is_flag=True, help="HTML instead of PDF.")
@click.option("--paper", type=click.Choice(["a4", "f4"]), default="a4", show_default=True)
@click.pass_obj
def sheet(session: _Session, sops: tuple[str, ...], out: Path | None, as_html: bool, paper: str) -> None:
    """Print the SOP AP form of diagrams: files, folders, or keys of published SOPs."""
    # only here: no other command needs the fonts and the PDF library
    from runner.sheet_printing import print_sheet

    ending = ".html" if as_html else ".pdf"
    sources = list(_sources(session, sops))
    for name, content, file in sources:
        printed = print_sheet(content, file=file, language=session.language, paper=paper)
        target = _target(out, name + ending, sources)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(printed.html().encode() if as_html else printed.pdf())
        total = len(printed.pages)
        pages = session.says(f"{total} halaman {printed.paper}", f"{total} pages {printed.paper}")
        click.echo(f"{target}\t{pages}")


def _sources(session: _Session, sops: Sequence[str]) -> Iterator[tuple[str, bytes, str]]:
    """The name of the sheet, the diagram and where it comes from."""
    for sop in sops:
        path = Path(sop)
        if not path.exists() and path.suffix != ".bpmn":
            number = session.runner.definition(sop, by=session.actor).number
            yield sop, session.runner.diagram(sop, number, by=session.actor), sop
            continue
        found = folders.found_in([path])
        if found.unknown or not found.diagrams:
            said = session.says("tidak ada diagram (.bpmn) di situ.", "no diagram (.bpmn) is there.")
            raise click.UsageError(f"{sop}: {said}")
        for diagram in found.diagrams:
            # an agency's folder is the first part of a key, and keeps equal names of two agencies apart
            folder = diagram.parent.parent if diagram.parent.name == folders.OLDER else diagram.parent
            office = f"{folder.name}-" if folders.agency_file_of(diagram) else ""
            yield office + diagram.stem, diagram.read_bytes(), str(diagram)


def _target(out: Path | None, name: str, sources: Sequence[object]) -> Path:
    """``out`` itself for one sheet, unless it is a folder."""
    if out is None:
        return Path(name)
    return out / name if len(sources) > 1 or out.is_dir() else out
