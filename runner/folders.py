"""Folders of SOPs on disk: which diagrams, forms and agencies are in them, and in which order.

Promise: older revisions (``revisi/``) come before the diagram they led to, in the order of their labels.
Never: a judgement (that is the gate's).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from runner.model import FormId

#: The file that says whose office a folder of diagrams is.
AGENCY_FILE = "instansi.toml"
#: The folder of older revisions beside the diagrams in force.
OLDER = "revisi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the given paths hold. ``unknown`` are paths that are no diagram or form and hold none."""

    diagrams: tuple[Path, ...]
    forms: tuple[Path, ...]
    agencies: tuple[Path, ...]
    unknown: tuple[Path, ...]


def found_in(paths: Iterable[Path]) -> Found:
    """Every diagram, form and agency under these paths, in publishing order."""
    diagrams: dict[Path, None] = {}
    forms: dict[Path, None] = {}
    agencies: dict[Path, Path] = {}
    unknown: list[Path] = []
    for path in paths:
        known = False
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if not file.is_file():
                continue
            if file.suffix == ".bpmn":
                diagrams[file] = None
            elif file.suffix == ".form":
                forms[file] = None
            elif file.name == AGENCY_FILE:
                agencies.setdefault(file.resolve(), file)
            else:
                continue
            known = True
        if not known:
            unknown.append(path)
    for diagram in diagrams:
        office = agency_file_of(diagram)
        if office is not None:
            agencies.setdefault(office, office)
    return Found(
        diagrams=tuple(sorted(diagrams, key=_publishing_order)),
        forms=tuple(forms),
        agencies=tuple(sorted(agencies.values())),
        unknown=tuple(unknown),
    )


def agency_file_of(diagram: Path) -> Path | None:
    """The ``instansi.toml`` beside a diagram, or above it."""
    for folder in list(diagram.resolve().parents)[:4]:
        if (folder / AGENCY_FILE).is_file():
            return folder / AGENCY_FILE
    return None


def forms_for(diagram: Path, given: Sequence[Path]) -> dict[FormId, bytes]:
    """The forms that are at hand for a diagram: those given, those beside it, and the nearest ``forms/``."""
    folders = [folder / "forms" for folder in list(diagram.resolve().parents)[:5]]
    nearest = next((folder for folder in folders if folder.is_dir()), None)
    at_hand: dict[FormId, bytes] = {}
    near = sorted(nearest.glob("*.form")) if nearest else []
    for file in [*near, *sorted(diagram.parent.glob("*.form")), *given]:
        at_hand[FormId(file.stem)] = file.read_bytes()
    return at_hand


def _publishing_order(diagram: Path) -> tuple[str, str, int, list[tuple[int, int, str]]]:
    """Agency folder, then the SOP, then its older revisions by label, then the one in force."""
    older = diagram.parent.name == OLDER
    folder = diagram.parent.parent if older else diagram.parent
    sop, _, label = diagram.stem.partition("@")
    return (str(folder), sop, 0 if older else 1, _label_order(label))


def _label_order(label: str) -> list[tuple[int, int, str]]:
    """Labels in the order people count: 2 before 10, 2017 before 2018."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|\D+", label)]
