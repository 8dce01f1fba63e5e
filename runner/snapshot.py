"""The saved state of a case: disposable, rebuilt from events at any time.

Promise: ``load`` gives back what ``dump`` took; the engine's blob inside stays opaque.
Never: a value of an answer (those are in the case's data, beside it).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import orjson

from runner.events import moment_text
from runner.lifecycle import Case, OpenTask
from runner.model import (
    ActorId,
    AgencyCode,
    CaseId,
    CaseStatus,
    ElementId,
    Json,
    TaskId,
    Token,
)
from runner.revision import Revision


def dump(case: Case) -> bytes:
    """Tokens, open tasks, commitments and the engine's state as one blob."""
    head = orjson.dumps(
        {
            "v": 1,
            "tasks": [
                [
                    task.id,
                    task.element,
                    moment_text(task.opened_at),
                    task.opened_seq,
                    task.due and moment_text(task.due),
                    task.holder,
                    task.held_since and moment_text(task.held_since),
                ]
                for task in case.tasks
            ],
            "tokens": [[token.element, token.kind] for token in case.tokens],
            "commitments": dict(case.commitments),
        }
    )
    return len(head).to_bytes(4) + head + case.state


def load(
    blob: bytes,
    *,
    case: CaseId,
    agency: AgencyCode,
    number: str,
    revision: Revision,
    status: CaseStatus,
    started_by: ActorId,
    version: int,
    head: str,
    data: Mapping[str, Json],
) -> Case:
    """The case whose snapshot this is. Raises ValueError, KeyError for anything else."""
    length = int.from_bytes(blob[:4])
    saved = orjson.loads(blob[4 : 4 + length])
    return Case(
        id=case,
        agency=agency,
        number=number,
        revision=revision,
        status=status,
        started_by=started_by,
        version=version,
        head=head,
        state=blob[4 + length :],
        tasks=tuple(
            OpenTask(
                id=TaskId(id_),
                element=ElementId(element),
                opened_at=datetime.fromisoformat(opened_at),
                opened_seq=opened_seq,
                due=datetime.fromisoformat(due) if due else None,
                holder=ActorId(holder) if holder else None,
                held_since=datetime.fromisoformat(held_since) if held_since else None,
            )
            for id_, element, opened_at, opened_seq, due, holder, held_since in saved["tasks"]
        ),
        tokens=tuple(Token(element=ElementId(element), kind=kind) for element, kind in saved["tokens"]),
        data=data,
        commitments=saved["commitments"],
    )
