"""What an earlier version recorded, this one replays to the same state.

The files in ``tests/histories`` were recorded once (``python -m tests.histories.recording NAME``) and are
never edited: a change that breaks one of them breaks the record of every office that runs Alur.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from runner import engine
from runner.events import SealedAnswer, moment_text
from runner.model import AgencyCode, DefinitionKey, PositionCode
from runner.replay import chained, steps
from runner.revision import open_revision
from tests.histories.recording import FOLDER, STORIES

FILES = sorted(FOLDER.glob("*.jsonl"))


def told(file: Path) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]:
    """The revision, the events and the state afterwards."""
    head, *events, after = [orjson.loads(line) for line in file.read_bytes().splitlines()]
    return head, events, after


def test_every_story_is_recorded() -> None:
    assert {file.stem for file in FILES} >= STORIES.keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_recorded_history_leads_where_it_led(file: Path) -> None:
    head, lines, after = told(file)
    revision = open_revision(
        {name: text.encode() for name, text in head["files"].items()},
        definition=DefinitionKey(head["definition"]),
        number=head["number"],
        agency=AgencyCode(head["agency"]),
        lanes={lane: tuple(map(PositionCode, codes)) for lane, codes in head["lanes"].items()},
    )
    events = chained(lines[0]["row"]["stream"], [line["row"] for line in lines])
    sealed = {
        line["row"]["seq"]: {
            name: SealedAnswer(field=name, salt=bytes.fromhex(salt), value=value)
            for name, (salt, value) in line["answers"].items()
        }
        for line in lines
    }
    cases = list(
        steps(events, sealed, lambda *_: revision)
    )  # compares every digest of the engine it was recorded with
    last = cases[-1]
    assert last.status == after["status"]
    assert dict(last.data) == after["data"]
    waiting = [
        [task.id, task.element, task.holder, task.due and moment_text(task.due)] for task in last.tasks
    ]
    assert sorted(waiting, key=str) == sorted(after["tasks"], key=str)
    if events[0].engine == engine.ENGINE:
        assert [case.digest() for case in cases] == [event.state_digest for event in events]
    assert [event.row() for event in events] == [line["row"] for line in lines]


def test_the_histories_hold_every_fact_of_a_case() -> None:
    kinds = {line["row"]["kind"] for file in FILES for line in told(file)[1]}
    assert kinds == {"CaseStarted", "TaskClaimed", "TaskReleased", "TaskCompleted", "CaseCancelled"}
