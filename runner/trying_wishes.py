"""What ``alur try`` is asked to try: answers of a file by step, outcomes by gateway.

Promise: a step, field or gateway that is not there is refused with what there is, and never dropped.
Never: a sample.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from runner.command_session import Session
from runner.dry_run import Ground
from runner.dry_run.walking import Wishes
from runner.outcomes import reason_name
from runner.samples import Pairs


def wishes_of(session: Session, ground: Ground, file: Path | None, choices: Sequence[str]) -> Wishes:
    """What is wished, in the words of the diagram. Raises UsageError for what it does not have."""
    diagram = ground.revision.diagram
    outcomes: dict[str, list[str]] = {}
    known = {name for q in diagram.questions.values() for name in (q.gateway, q.text)}
    for choice in choices:
        gateway, mark, name = choice.partition("=")
        if not mark:
            said = session.says("tulis sebagai GATEWAY=PILIHAN.", "write it as GATEWAY=OUTCOME.")
            raise click.UsageError(f"--choose {choice}: {said}")
        _require_known(session, gateway, known, session.says("diagram", "the diagram"))
        outcomes.setdefault(gateway, []).append(name)
    answers: dict[str, list[Pairs]] = {}
    steps = {name for task in diagram.tasks.values() for name in (task.id, task.name)}
    for step, given in (_read(session, file) if file else {}).items():
        _require_known(session, step, steps, session.says("diagram", "the diagram"))
        passes = given if isinstance(given, list) else [given]
        if not all(isinstance(each, dict) for each in passes):
            raise click.UsageError(f"{step}: {_shape(session)}")
        answers[step] = [_pairs(each) for each in passes]
        _require_fields(session, ground, step, answers[step])
    return Wishes(answers=answers, outcomes=outcomes)


def _read(session: Session, file: Path) -> dict[str, Any]:
    try:
        text = file.read_text("utf-8")
        found = tomllib.loads(text) if file.suffix == ".toml" else json.loads(text)
    except UnicodeDecodeError as unreadable:
        said = session.says("bukan teks UTF-8.", "is no UTF-8 text.")
        raise click.UsageError(f"{file}: {said} {_shape(session)}") from unreadable
    except (ValueError, RecursionError) as unreadable:
        said = session.says("bukan JSON atau TOML yang benar", "is no valid JSON or TOML")
        raise click.UsageError(f"{file}: {said} ({unreadable}). {_shape(session)}") from unreadable
    if not isinstance(found, dict):
        raise click.UsageError(f"{file}: {_shape(session)}")
    return found


def _shape(session: Session) -> str:
    return session.says(
        'Tulis seperti {"NAMA LANGKAH": {"isian": "jawaban"}}.',
        'Write it like {"STEP": {"field": "answer"}}.',
    )


def _pairs(given: Mapping[str, Any], above: str = "") -> Pairs:
    """Answers as a page would post them."""
    pairs: Pairs = {}
    for key, value in given.items():
        name = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            pairs |= _pairs(value, name)
        elif isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            pairs[f"{name}[]"] = ["rows:" + ",".join("new" for _ in value)]
            for number, row in enumerate(value):
                pairs |= _pairs(row, f"{name}[{number}]")
        elif isinstance(value, list):
            pairs[name] = [_text(item) for item in value]
        else:
            pairs[name] = [_text(value)]
    return pairs


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _require_known(session: Session, name: str, known: set[str], place: str) -> None:
    if name not in known:
        listed = ", ".join(sorted(each for each in known if each))
        said = session.says(
            f"tidak ada di {place}. Yang ada: {listed}.", f"is not in {place}. There are: {listed}."
        )
        raise click.UsageError(f"{name}: {said}")


def _require_fields(session: Session, ground: Ground, step: str, passes: Sequence[Pairs]) -> None:
    """What the form does not ask would be dropped without a word."""
    revision = ground.revision
    for task in revision.diagram.tasks.values():
        if step not in (task.id, task.name):
            continue
        asked = {str(name) for q in revision.diagram.questions_of(task.id) for name in _names_of(q.gateway)}
        known = set(revision.form_of(task.id).sets) | asked
        for given in passes:
            for name in given:
                place = session.says(f"formulir langkah “{task.name}”", f"the form of step “{task.name}”")
                _require_known(session, name.partition(".")[0].partition("[")[0], known, place)


def _names_of(gateway: Any) -> tuple[str, str]:
    return gateway, reason_name(gateway)
