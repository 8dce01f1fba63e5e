"""``alur import``: a diagram drawn in another tool, repaired, asked about and written, or kept as a draft.

Promise: every repair is listed, every question has its proposal; nothing is written while one is open.
Never: a repair or an answer of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from runner import agency as offices
from runner import diagram as diagrams
from runner import folders, importing
from runner.command_session import Session, in_session
from runner.importing import Imported, Question
from runner.model import AgencyCode, Problem, Severity
from runner.proving import is_worth_proving, prove
from runner.shipped import shipped_folder
from runner.taking_in import readable, shipped_forms, shipped_rules

Examine = Callable[[Mapping[str, str]], Imported]


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o", "out", type=click.Path(path_type=Path), help="Where to write it (default: FILE-alur.bpmn)."
)
@click.option(
    "--agency", "code", help="The agency whose positions the lanes are (bpmn/<code>/instansi.toml)."
)
@click.option("--draft", "drafted", metavar="AGENCY", help="Keep it as a draft of this agency instead.")
@click.option("--pool", help="The id of the process that is the SOP, where there are several.")
@click.option("--answer", "said", multiple=True, metavar="ID=VALUE", help="Answer a question by its id.")
@click.option("--accept-proposals", "accept", is_flag=True, help="Answer what is open as it is proposed.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@in_session
def import_(
    session: Session,
    file: Path,
    out: Path | None,
    code: str | None,
    drafted: str | None,
    pool: str | None,
    said: tuple[str, ...],
    accept: bool,
    force: bool,
) -> None:
    """Make a diagram FILE of another tool one that Alur runs: list repairs, ask questions, write the result.

    Exit 0: the result passes the gate and its paths are proven. Exit 1: nothing was written, or what was
    written still has problems.
    """
    content = file.read_bytes()
    out = out or file.with_name(f"{file.stem}-alur.bpmn")
    if drafted is None and out.exists() and not force:
        raise click.UsageError(
            f"{out}: " + session.says("sudah ada (--force untuk menimpa).", "is there already (--force).")
        )
    answers = {**_answers(session, said), **({"pool": pool} if pool else {})}
    examine = _examine(session, content, file, out, code, drafted)
    found = examine(answers)
    if found.result is None:
        _tell(session, found.problems)
        raise SystemExit(1)
    wanted = answers
    found, answers = _settled(session, examine, found, answers, accept=accept)
    if found.result is None:
        _tell(session, found.problems)
        raise SystemExit(1)
    _require_heeded(session, found, wanted)
    for repair in found.repairs:
        click.echo(f"- {repair.sentence(session.language)}")
    if found.unanswered:
        _tell_open(session, found.unanswered)
        raise SystemExit(1)
    if drafted is not None:
        page = session.runner.draft_import(
            content,
            file=file.name,
            agency=session.runner.profile(AgencyCode(drafted)).code,
            answers=answers,
            by=session.actor,
        )
        click.echo(session.says(f"{page.key}: konsep disimpan.", f"{page.key}: the draft is saved."))
        problems = page.problems
    else:
        out.write_bytes(found.result)
        click.echo(session.says(f"{out} ditulis.", f"{out} is written."))
        written = (replace(problem, file=str(out)) for problem in found.problems)
        problems = (*written, *_unproven(found, out))
    _tell(session, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SystemExit(1)


def _examine(
    session: Session, content: bytes, file: Path, out: Path, code: str | None, drafted: str | None
) -> Examine:
    """The examination of the file, for an agency of the database or one on disk."""
    if drafted is not None:
        agency = session.runner.profile(AgencyCode(drafted)).code
        return lambda answers: session.runner.examine_import(
            content, file=file.name, agency=agency, answers=answers, by=session.actor
        )
    office = _office(session, code, out)
    forms = readable({**shipped_forms(), **folders.forms_for(out, sorted(file.parent.glob("*.form")))})
    return lambda answers: importing.examine(
        content, file=file.name, agency=office, forms=forms, answers=answers, choosing=shipped_rules()
    )


def _office(session: Session, code: str | None, out: Path) -> offices.Agency | None:
    if code is None:
        found = folders.agency_file_of(out)
    else:
        files = [place / "bpmn" / code / folders.AGENCY_FILE for place in (Path(), shipped_folder())]
        found = next((file for file in files if file.is_file()), None)
        if found is None:
            raise click.UsageError(
                f"bpmn/{code}: " + session.says("tidak ada instansi.toml.", "no instansi.toml.")
            )
    return None if found is None else offices.read(found.read_bytes(), file=str(found))


def _settled(
    session: Session, examine: Examine, found: Imported, answers: dict[str, str], *, accept: bool
) -> tuple[Imported, dict[str, str]]:
    """Questions answered as proposed or on the terminal; an answer may lead to further questions."""
    asks = sys.stdin.isatty() and not accept
    rest = accept
    while found.unanswered and (rest or asks):
        if rest:
            answers = {**answers, **importing.accepted(found)}
        else:
            answer = _asked(session, found.unanswered[0])
            rest = answer is None
            if answer is None:
                continue
            answers = {**answers, found.unanswered[0].id: answer}
        before, found = found, examine(answers)
        if rest and found.unanswered == before.unanswered:
            break
    return found, answers


def _require_heeded(session: Session, found: Imported, wanted: Mapping[str, str]) -> None:
    """Nothing, if every answer of the command line was taken. Ends the command, nothing written, if not."""
    asked = {question.id: question for question in found.questions}
    for key, value in wanted.items():
        question = asked.get(key)
        if key == "pool" and value in {pool.id for pool in found.pools}:
            continue  # it may be named where it is the only one
        if question is None:
            why = session.says("tidak ditanyakan untuk berkas ini.", "is not asked about this file.")
        elif value.split() and question.given != " ".join(value.split()):
            why = session.says(f"“{value}” tidak dapat menjadi jawaban.", f"“{value}” cannot be an answer.")
        else:
            continue
        raise click.UsageError(f"{key}: {why}")


def _asked(session: Session, question: Question) -> str | None:
    """What somebody at the terminal says; None to agree with every proposal from here on."""
    if question.refused:
        wrong = session.says("tidak dapat menjadi jawaban.", "cannot be an answer.")
        click.echo(f"“{question.refused}” {wrong}")
    click.echo(question.sentence(session.language))
    for number, choice in enumerate(question.choices, start=1):
        mark = "*" if choice.value == question.proposal else " "
        click.echo(f" {mark}{number}. {choice.words.in_(session.language)}")
    hint = session.says(
        "nomor; Enter = usul; . = setujui sisanya", "number; Enter = proposal; . = accept the rest"
    )
    said = click.prompt(f"  [{hint}]", default=question.proposal, show_default=not question.choices)
    if said.strip() == ".":
        return None
    if question.choices and said.strip().isdigit() and 0 < int(said) <= len(question.choices):
        return question.choices[int(said) - 1].value
    return str(said)


def _answers(session: Session, said: Iterable[str]) -> dict[str, str]:
    answers = {}
    for one in said:
        key, sign, value = one.partition("=")
        if not sign:
            raise click.UsageError(f"--answer {one}: " + session.says("tulis ID=JAWABAN.", "write ID=VALUE."))
        answers[key.strip()] = value.strip()
    return answers


def _tell_open(session: Session, questions: Iterable[Question]) -> None:
    for question in questions:
        choices = " | ".join(choice.value for choice in question.choices)
        proposal = session.says("usul", "proposal")
        click.echo(f"? {question.id}: {question.sentence(session.language)}", err=True)
        click.echo(
            f"    {proposal}: {question.proposal or '-'}{f'   ({choices})' if choices else ''}", err=True
        )
    click.echo(
        session.says(
            "Belum ada yang ditulis. Jawab dengan --answer ID=JAWABAN, atau setujui usulnya dengan"
            " --accept-proposals.",
            "Nothing was written. Answer with --answer ID=VALUE, or agree with --accept-proposals.",
        ),
        err=True,
    )


def _unproven(found: Imported, out: Path) -> tuple[Problem, ...]:
    """What exploring every path of the result shows, where the gate lets it come to that."""
    if found.result is None or not is_worth_proving(found.problems):
        return ()
    forms = readable({**shipped_forms(), **folders.forms_for(out, ())})
    (proof,) = prove([(diagrams.read(found.result, file=str(out)), forms)])
    return proof.problems


def _tell(session: Session, problems: Iterable[Problem]) -> None:
    for problem in problems:
        mark = session.says("peringatan: ", "warning: ") if problem.severity is Severity.WARNING else ""
        click.echo(mark + problem.sentence(session.language), err=True)
