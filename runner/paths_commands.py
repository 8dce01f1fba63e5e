"""``alur paths``: the proof of diagrams, for those who draw them.

Promise: exit 0 says that every path of every diagram was walked to an end. Never: a change of anything.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

import click

from runner import diagram as diagrams
from runner import folders
from runner import forms as form_sheets
from runner.diagram import Diagram
from runner.errors import DiagramRefused
from runner.forms import Form
from runner.model import FormId, Problem, Severity, Words
from runner.paths import texts
from runner.paths.report import Report, Route, problem_json
from runner.proving import Proof, prove


class _Session(Protocol):
    """What the command needs of a session."""

    language: str

    def says(self, indonesian: str, english: str) -> str: ...


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print reports as JSON.")
@click.pass_obj
def paths(session: _Session, paths: tuple[Path, ...], as_json: bool) -> None:
    """Walk every path of diagrams (files or folders); exit 1 if one does not come to an end as it should."""
    found = folders.found_in(paths)
    proofs = _proofs(found)
    if as_json:
        click.echo(json.dumps([_json(proof) for proof in proofs], ensure_ascii=False, indent=2))
    else:
        for proof in proofs:
            _tell(session, proof)
    for path in found.unknown:
        said = session.says(
            "tidak ada, atau bukan .bpmn, .form maupun folder.", "is missing, or no .bpmn, .form or folder."
        )
        click.echo(f"{path}: {said}", err=True)
    if found.unknown or any(_is_error(problem) for proof in proofs for problem in proof.problems):
        raise SystemExit(1)


def _proofs(found: folders.Found) -> list[Proof]:
    """The proof of every diagram in the order of the files; of one that cannot be read, its problems."""
    proofs: dict[str, Proof] = {}
    able: list[tuple[Diagram, dict[FormId, Form]]] = []
    for file in found.diagrams:
        try:
            read = diagrams.read(file.read_bytes(), file=str(file))
        except DiagramRefused as refused:
            proofs[str(file)] = Proof(file=str(file), report=None, problems=refused.problems)
            continue
        proofs[str(file)] = Proof(file=str(file), report=None, problems=())
        able.append((read, _forms(folders.forms_for(file, found.forms))))
    for proof in prove(able):
        proofs[proof.file] = proof
    return list(proofs.values())


def _forms(at_hand: dict[FormId, bytes]) -> dict[FormId, Form]:
    """The forms that can be read; what is wrong with the others, ``alur validate`` says."""
    found: dict[FormId, Form] = {}
    for name, content in at_hand.items():
        try:
            found[name] = form_sheets.read(content, file=f"{name}.form")
        except DiagramRefused:
            continue
    return found


def _tell(session: _Session, proof: Proof) -> None:
    if proof.report is not None:
        click.echo(_figures(session, proof.report))
        for route, named in (
            (proof.report.shortest, Words("terpendek", "shortest")),
            (proof.report.longest, Words("terpanjang", "longest")),
        ):
            if route is not None:
                click.echo(f"  {named.in_(session.language)}: {_route(session, route)}")
    for problem in proof.problems:
        mark = "" if _is_error(problem) else session.says("peringatan: ", "warning: ")
        click.echo(mark + problem.sentence(session.language), err=True)


def _figures(session: _Session, report: Report) -> str:
    verdict = (
        session.says("terbukti", "proven") if report.proven else session.says("tidak terbukti", "not proven")
    )
    return f"{report.file}: {verdict}; " + session.says(
        f"{report.tasks} langkah, {report.decisions} keputusan ({report.taken} dari {report.outcomes} jawaban"
        f" ditempuh), {report.states} keadaan",
        f"{report.tasks} steps, {report.decisions} decisions ({report.taken} of {report.outcomes} outcomes"
        f" taken), {report.states} states",
    )


def _route(session: _Session, route: Route) -> str:
    time = texts.amount(route.time).in_(session.language)
    untimed = (
        session.says(f", {route.untimed} tanpa waktu", f", {route.untimed} without a time")
        if route.untimed
        else ""
    )
    steps = session.says(f"{len(route.tasks)} langkah", f"{len(route.tasks)} steps")
    return f"{steps}, {time}{untimed}: {route.said.in_(session.language)}"


def _json(proof: Proof) -> dict[str, Any]:
    if proof.report is not None:
        return proof.report.to_json()
    return {
        "file": proof.file,
        "proven": False,
        "problems": [problem_json(problem) for problem in proof.problems],
    }


def _is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR
