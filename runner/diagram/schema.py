"""The OMG's own schema of BPMN 2.0, as advice.

Promise: departures from the standard are named with their line, and stop nothing.
Never: a fetch; the schema files come with the engine's distribution, of which nothing is imported here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import distribution
from threading import local
from typing import Final, cast

from lxml import etree

from runner.diagram.texts import problem
from runner.model import Problem, Severity

#: More than an author can mend at once.
MOST_ADVICE: Final = 20
_SCHEMA: Final = "SpiffWorkflow/bpmn/parser/schema/BPMN20.xsd"
_NAMESPACE: Final = re.compile(r"\{[^}]*\}")
_here: Final = local()


def check_schema(root: etree._Element, *, file: str) -> Iterator[Problem]:
    """What the standard does not allow, at most ``MOST_ADVICE`` of it, in document order."""
    # a schema object keeps the errors of its last document, so that each thread needs its own
    schema = getattr(_here, "schema", None)
    if schema is None:
        schema = _here.schema = etree.XMLSchema(file=_schema_file())
    if schema.validate(root):
        return
    for error in list(cast("Iterable[etree._LogEntry]", schema.error_log))[:MOST_ADVICE]:
        yield problem(
            "schema.violation",
            file=file,
            line=error.line,
            severity=Severity.WARNING,
            detail=_NAMESPACE.sub("", error.message),
        )


@cache
def _schema_file() -> str:
    return str(distribution("SpiffWorkflow").locate_file(_SCHEMA))
