"""Rows of cases, tasks and drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, func, insert, literal, or_, select, tuple_, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from runner import snapshot
from runner.errors import StoreConflict
from runner.events import moment_text
from runner.lifecycle import Case, OpenTask, Step
from runner.model import APPLICANT, CaseId, CaseStatus, TaskId
from runner.store import AnyRow, Transaction, trail
from runner.tables import actors, agencies, cases, counters, drafts, queues, tasks

#: Sorts a task without a due moment behind every other.
_NEVER = "9999"

_CASE_COLUMNS = [
    cases.c.id.label("case_id"),
    *(column for column in cases.c if column.name not in {"id", "start_token"}),
]


def next_number(tx: Transaction, agency: str, year: int) -> int:
    """The next case number of the agency in that year; no other case gets it."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(counters).values(agency=agency, year=year, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=["agency", "year"], set_={"last": counters.c.last + 1}
    ).returning(counters.c.last)
    return int(tx.execute(statement).scalar_one())


def save_start(tx: Transaction, step: Step, *, token: str | None) -> None:
    """The case, its first event and its open tasks are stored."""
    case = step.case
    tx.execute(
        insert(cases),
        [
            {
                "id": case.id,
                "agency": case.agency,
                "number": case.number,
                "definition": case.revision.definition,
                "revision": case.revision.number,
                "sop": case.revision.sop,
                "started_by": case.started_by,
                "started_at": moment_text(step.event.at),
                "start_token": token,
                "completions": 0,
                **_changing(step),
            }
        ],
    )
    trail.append(tx, step.row, step.answers)
    _open_tasks(tx, case, case.tasks)


_UPDATE_CASE = (
    update(cases)
    .where(cases.c.id == bindparam("case_id"), cases.c.version == bindparam("version_before"))
    .values(
        subject=bindparam("subject"),
        status=bindparam("status"),
        moved_at=bindparam("moved_at"),
        closed_at=bindparam("closed_at"),
        version=bindparam("version"),
        head=bindparam("head"),
        snapshot=bindparam("snapshot"),
        data=bindparam("data"),
    )
)
_UPDATE_CASE_DONE = _UPDATE_CASE.values(completions=cases.c.completions + 1)


def save_step(tx: Transaction, before: Case, step: Step, *, done: Mapping[str, Any] | None = None) -> None:
    """The case moved by one event; ``done`` are the columns of the task that it completed.

    Raises StoreConflict if somebody moved the case since ``before`` was read: nothing is stored.
    """
    changed = tx.execute(
        _UPDATE_CASE_DONE if done else _UPDATE_CASE,
        {"case_id": before.id, "version_before": before.version, **_changing(step)},
    )
    if changed.rowcount != 1:
        raise StoreConflict
    trail.append(tx, step.row, step.answers)
    now = {task.id: task for task in step.case.tasks}
    closed_at = moment_text(step.event.at)
    if done:
        drafted = tx.execute(_CLOSE_TASK, {"task_id": done["id"], "closed_at": closed_at, **done})
        if drafted.scalar_one() is not None:
            tx.execute(delete(drafts).where(drafts.c.task == done["id"]))
    else:
        gone = [task.id for task in before.tasks if task.id not in now]
        if gone:
            tx.execute(update(tasks).where(tasks.c.id.in_(gone)).values(closed_at=closed_at))
            tx.execute(delete(drafts).where(drafts.c.task.in_(gone)))
    known = {task.id: task for task in before.tasks}
    _open_tasks(tx, step.case, [task for task in step.case.tasks if task.id not in known])
    if step.case.revision is not before.revision:
        _move(tx, step.case, [task for task in step.case.tasks if task.id in known])
    for task in step.case.tasks:
        if task.id in known and known[task.id].holder != task.holder:
            tx.execute(
                update(tasks)
                .where(tasks.c.id == task.id)
                .values(holder=task.holder, held_since=task.held_since and moment_text(task.held_since))
            )


def _move(tx: Transaction, case: Case, moved: Sequence[OpenTask]) -> None:
    """The case and the rows of its tasks are those of another revision; whoever may act now finds them."""
    columns = {"revision": case.revision.number, "sop": case.revision.sop}
    tx.execute(update(cases).where(cases.c.id == case.id).values(columns))
    for task in moved:
        row = task_columns(case, task)
        named = {name: row[name] for name in ("element", "step", "queue")}
        tx.execute(update(tasks).where(tasks.c.id == task.id).values(named))
    _know_queues(tx, {member for task in moved for member in task_queue_members(case, task)})


_CLOSE_TASK = (
    update(tasks)
    .where(tasks.c.id == bindparam("task_id"))
    .values(
        closed_at=bindparam("closed_at"),
        closed_by=bindparam("by"),
        holder=None,
        held_since=None,
        outcome=bindparam("outcome"),
        token=bindparam("token"),
    )
    .returning(tasks.c.draft_saved_at)
)


def _changing(step: Step) -> dict[str, Any]:
    case = step.case
    return {
        "subject": case.subject[:300],
        "status": case.status.value,
        "moved_at": moment_text(step.event.at),
        "closed_at": None if case.status is CaseStatus.OPEN else moment_text(step.event.at),
        "version": case.version,
        "head": case.head,
        "snapshot": snapshot.dump(case),
        "data": orjson.dumps(dict(case.data)).decode(),
    }


def queue_of(case: Case, task: OpenTask) -> str:
    """The queue in which a task waits: its agency and positions, or the applicant alone."""
    return queue_name(case.agency, case.revision.positions_of(task.element), applicant=case.started_by)


def queue_name(agency: str, positions: Sequence[str], *, applicant: str = "") -> str:
    """One name for a set of positions that share their tasks."""
    named = sorted(f"@{applicant}" if code == APPLICANT else code for code in positions)
    return f"{agency}/{'|'.join(named)}"


_INSERT_TASKS = insert(tasks)


def _open_tasks(tx: Transaction, case: Case, opened: Sequence[OpenTask]) -> None:
    if not opened:
        return
    tx.execute(
        _INSERT_TASKS,
        [task_columns(case, task) for task in opened],
    )
    members = {member for task in opened for member in task_queue_members(case, task)}
    _know_queues(tx, members)


def task_columns(case: Case, task: OpenTask) -> dict[str, Any]:
    """The row of a task that waits."""
    return {
        "id": task.id,
        "case": case.id,
        "element": task.element,
        "step": case.revision.diagram.tasks[task.element].name,
        "queue": queue_of(case, task),
        "opened_seq": task.opened_seq,
        "opened_at": moment_text(task.opened_at),
        "due_at": task.due and moment_text(task.due),
        "urgency": moment_text(task.due) if task.due else _NEVER + moment_text(task.opened_at)[4:],
    }


def task_queue_members(case: Case, task: OpenTask) -> set[tuple[str, str]]:
    """The pairs (position, queue) by which this task is found; none where the queue is the position."""
    positions = case.revision.positions_of(task.element)
    if APPLICANT not in positions and len(positions) == 1:
        return set()
    return queue_members(case.agency, positions, applicant=case.started_by)


def queue_members(agency: str, positions: Sequence[str], *, applicant: str = "") -> set[tuple[str, str]]:
    """The pairs (position, queue) by which the tasks of these positions are found."""
    queue = queue_name(agency, positions, applicant=applicant)
    return {(f"@{applicant}" if code == APPLICANT else f"{agency}/{code}", queue) for code in positions}


def know_queue(tx: Transaction, agency: str, positions: Sequence[str]) -> None:
    """The queue of these positions is found from each of them."""
    _know_queues(tx, queue_members(agency, positions))


def _know_queues(tx: Transaction, members: set[tuple[str, str]]) -> None:
    if members:
        dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
        tx.execute(
            dialect.insert(queues).on_conflict_do_nothing(),
            [{"position": position, "queue": queue} for position, queue in sorted(members)],
        )


def all_queues(tx: Transaction) -> set[tuple[str, str]]:
    """Every pair (position, queue), for verify."""
    return {(row.position, row.queue) for row in tx.execute(select(queues))}


def numbers_given(tx: Transaction) -> dict[tuple[str, int], int]:
    """The last case number of every agency and year, for verify."""
    return {(row.agency, row.year): row.last for row in tx.execute(select(counters))}


# --- reading ---------------------------------------------------------------------------------

_TASK_WITH_CASE = (
    select(
        *(column.label(f"task_{column.name}") for column in tasks.c),
        *_CASE_COLUMNS,
        agencies.c.version.label("agency_version"),
    )
    .join(cases, cases.c.id == tasks.c.case)
    .join(agencies, agencies.c.code == cases.c.agency)
    .where(tasks.c.id == bindparam("task_id"))
)


def task_with_case(tx: Transaction, task: TaskId) -> AnyRow | None:
    """One row: the task (``task_*``), its case and the version of its agency's profile."""
    return tx.execute(_TASK_WITH_CASE, {"task_id": task}).first()


_CASE = (
    select(*_CASE_COLUMNS, agencies.c.version.label("agency_version"))
    .join(agencies, agencies.c.code == cases.c.agency)
    .where(cases.c.id == bindparam("wanted"))
)


def case_row(tx: Transaction, case: CaseId) -> AnyRow | None:
    """The row of one case."""
    return tx.execute(_CASE, {"wanted": case}).first()


def case_by_number(tx: Transaction, agency: str, number: str) -> str | None:
    """The id of the case with that number."""
    query = select(cases.c.id).where(cases.c.agency == agency, cases.c.number == number)
    return tx.execute(query).scalar_one_or_none()


def case_started_with(tx: Transaction, token: str) -> str | None:
    """The id of the case that this page's token already started."""
    return tx.execute(select(cases.c.id).where(cases.c.start_token == token)).scalar_one_or_none()


def tasks_of(tx: Transaction, case: CaseId) -> Sequence[AnyRow]:
    """All tasks of a case, in the order they were opened, with who holds or closed them."""
    return tx.execute(
        select(tasks).where(tasks.c.case == case).order_by(tasks.c.opened_seq, tasks.c.id)
    ).all()


def case_lines(
    tx: Transaction,
    *,
    agencies_seen: Sequence[str] | None,
    taken_part: str | None,
    definition: str | None,
    status: str | None,
    after: tuple[str, str] | None,
    limit: int,
) -> Sequence[AnyRow]:
    """Case rows, newest first: of these agencies (None = all), or in which ``taken_part`` had a task."""
    seen = []
    if agencies_seen is not None:
        seen.append(cases.c.agency.in_(agencies_seen))
    if taken_part is not None:
        mine = union_all(
            select(tasks.c.case).where(tasks.c.closed_by == taken_part),
            select(tasks.c.case).where(tasks.c.holder == taken_part, tasks.c.closed_at.is_(None)),
        )
        seen.append(cases.c.id.in_(mine))
    query = select(
        *_CASE_COLUMNS, actors.c.name.label("starter_name"), actors.c.account.label("starter_account")
    )
    query = query.outerjoin(actors, actors.c.id == cases.c.started_by)
    if seen:
        query = query.where(or_(*seen))
    if definition:
        query = query.where(cases.c.definition == definition)
    if status:
        query = query.where(cases.c.status == status)
    if after:
        query = query.where(
            tuple_(cases.c.started_at, cases.c.id) < tuple_(literal(after[0]), literal(after[1]))
        )
    query = query.order_by(cases.c.started_at.desc(), cases.c.id.desc()).limit(limit)
    return tx.execute(query).all()


def running_counts(tx: Transaction, definition: str) -> dict[int, int]:
    """How many cases are open on each revision of a definition."""
    query = (
        select(cases.c.revision, func.count())
        .where(cases.c.definition == definition, cases.c.status == CaseStatus.OPEN.value)
        .group_by(cases.c.revision)
    )
    return {number: count for number, count in tx.execute(query)}  # noqa: C416 (a row is no pair for mypy)


def all_case_ids(tx: Transaction) -> list[str]:
    """The id of every case, for verify."""
    return list(tx.execute(select(cases.c.id).order_by(cases.c.id)).scalars())
