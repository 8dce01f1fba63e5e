"""``alur draw`` and ``alur layout``: from an SOP table to a diagram, and a diagram placed again.

Promise: a table that cannot be read is explained cell by cell and nothing is written.
Never: a byte outside the picture changed by ``layout``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

import click

from runner import agency as offices
from runner import diagram, drawing, folders, forms, sop_table
from runner.agency import Agency
from runner.diagram.picture_writing import with_picture
from runner.diagram.sketching import sketch_of
from runner.drawing.naming import key_of
from runner.errors import DiagramRefused
from runner.forms import Form
from runner.layout import LEGIBLE, lay_out, text_size
from runner.model import FormId, Problem, Severity
from runner.shipped import shipped_folder
from runner.table_files import sheets_of
from runner.table_template import template

#: The rules by which forms are chosen, in the folder of forms.
RULES: Final = "pemilihan.toml"


class _Session(Protocol):
    """What the commands need of a session."""

    language: str

    def says(self, indonesian: str, english: str) -> str: ...


@click.command()
@click.argument("table", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o", "out", type=click.Path(path_type=Path), help="The diagram (default: the table's name, .bpmn)."
)
@click.option("--agency", "code", help="Check the executors against bpmn/<code>/instansi.toml.")
@click.option("--key", help="The key of the SOP (default: agency and name of the SOP).")
@click.option("--label", default="1", show_default=True, help="The label of the revision.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option(
    "--template",
    "example",
    type=click.Path(path_type=Path),
    help="Write an example of a table (.xlsx) instead.",
)
@click.pass_obj
def draw(
    session: _Session,
    table: Path | None,
    out: Path | None,
    code: str | None,
    key: str | None,
    label: str,
    force: bool,
    example: Path | None,
) -> None:
    """Draw the diagram of an SOP TABLE (.xlsx, .csv, .docx), or say cell by cell why it cannot be read."""
    if example is not None:
        _write(session, example, template(), force=force)
        return
    if table is None:
        raise click.UsageError(session.says("Sebutkan berkas tabelnya.", "Name the file of the table."))
    out = out or table.with_suffix(".bpmn")
    _may_write(session, out, force=force)
    rules = _rules(out)
    choosing = drawing.read(rules.read_bytes(), file=str(rules))
    try:
        read = sop_table.read(sheets_of(table), file=str(table), examines=choosing.examines)
    except DiagramRefused as refused:
        _tell(session, refused.problems)
        raise SystemExit(1) from refused
    office = _office(session, code, out)
    at_hand = _forms(out, rules)
    drawn = drawing.draw(
        read,
        key=key or key_of(office.code if office else code, read.cover.get("namaSop", "") or table.stem),
        label=label,
        choosing=choosing,
        sets={form.id: form.sets for form in at_hand.values()},
    )
    _write(session, out, drawn.content, force=force)
    _say_size(session, out, drawn.text_size)
    problems = [*drawn.problems]
    problems += diagram.problems(diagram.read(drawn.content, file=str(out)), forms=at_hand, agency=office)
    _tell(session, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SystemExit(1)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def layout(session: _Session, files: tuple[Path, ...]) -> None:
    """Place everything in these diagrams (FILES or folders) again; nothing but the picture changes."""
    found = folders.found_in(files)
    for path in found.unknown:
        raise click.UsageError(f"{path}: " + session.says("bukan diagram.", "is no diagram."))
    refused = False
    for path in found.diagrams:
        content = path.read_bytes()
        try:
            picture = lay_out(sketch_of(content, file=str(path)))
        except DiagramRefused as no:
            _tell(session, no.problems)
            refused = True
            continue
        path.write_bytes(with_picture(content, picture, file=str(path)))
        frame = picture.frame
        _say_size(session, path, text_size(frame.width, frame.height))
    if refused:
        raise SystemExit(1)


def _may_write(session: _Session, path: Path, *, force: bool) -> None:
    if path.exists() and not force:
        raise click.UsageError(
            f"{path}: " + session.says("sudah ada (--force untuk menimpa).", "is there already (--force).")
        )


def _write(session: _Session, path: Path, content: bytes, *, force: bool) -> None:
    _may_write(session, path, force=force)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    click.echo(session.says(f"{path} ditulis.", f"{path} is written."))


def _say_size(session: _Session, path: Path, points: float) -> None:
    """How large the text is on A3; a word of warning where it is too small."""
    indonesian = f"{path.name}: teks terkecil {points:.1f} pt pada A3 mendatar."
    english = f"{path.name}: smallest text {points:.1f} pt on landscape A3."
    if points < LEGIBLE:
        indonesian += " Pertimbangkan untuk memecah SOP ini."
        english += " Consider to split this SOP."
    click.echo(session.says(indonesian, english))


def _rules(out: Path) -> Path:
    """The rules nearest to the diagram, else those that ship with Alur."""
    for folder in [*out.resolve().parents][:5]:
        if (folder / "forms" / RULES).is_file():
            return folder / "forms" / RULES
    return shipped_folder() / "forms" / RULES


def _forms(out: Path, rules: Path) -> dict[FormId, Form]:
    """The forms beside the rules, and those near the diagram."""
    near = folders.forms_for(out, sorted(rules.parent.glob("*.form")))
    return {form: forms.read(content, file=f"{form}.form") for form, content in near.items()}


def _office(session: _Session, code: str | None, out: Path) -> Agency | None:
    """The agency of the code, else the one in whose folder the diagram is put."""
    if code is None:
        found = folders.agency_file_of(out)
    else:
        places = [Path(), shipped_folder()]
        files = [place / "bpmn" / code / folders.AGENCY_FILE for place in places]
        found = next((file for file in files if file.is_file()), None)
        if found is None:
            raise click.UsageError(
                f"bpmn/{code}: " + session.says("tidak ada instansi.toml.", "no instansi.toml.")
            )
    return None if found is None else offices.read(found.read_bytes(), file=str(found))


def _tell(session: _Session, problems: Iterable[Problem]) -> None:
    for problem in problems:
        mark = session.says("peringatan: ", "warning: ") if problem.severity is Severity.WARNING else ""
        click.echo(mark + problem.sentence(session.language), err=True)
