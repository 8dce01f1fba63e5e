"""A recorded walk that goes on in another revision, as the shell would take it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from runner import lifecycle
from runner.agency import resolve
from runner.comparison import matched
from runner.diagram import read
from runner.facts import CaseMigrated, Consequences, Holding
from runner.lifecycle import Case
from runner.migration import Crossing, Verdict, undoing
from runner.model import DefinitionKey
from runner.paths.drawn import runnable
from runner.paths.going_on import reach_of
from runner.paths.planning import plan_of
from runner.replay import rebuild, steps
from runner.revision import DIAGRAM, Revision, form_file, open_revision
from tests.builders import AGENCY, FORMS, Sop, office, revision_of
from tests.core.walk import ANI, STANDING, Walk


def crossing(old: Revision, to: Revision, chosen: Mapping[str, str] | None = None) -> Crossing:
    """The way from one revision to the other."""
    plan = plan_of(runnable(to.diagram), forms=to.forms)
    return Crossing(
        old,
        to,
        plan=plan,
        reach=reach_of(to.program, plan),
        same=matched(old.diagram, to.diagram),
        chosen=chosen or {},
    )


def newer(sop: Sop, number: int = 2, **changed: object) -> Revision:
    """The revision that this SOP becomes with other arrows, lanes or forms."""
    return revision_of(replace(sop, **changed), number=number)  # type: ignore[arg-type]


def opened(content: bytes, key: str, number: int = 2) -> Revision:
    """The revision that these bytes are, with the office's own forms and lanes."""
    diagram = read(content, file=DIAGRAM)
    used = {task.form for task in diagram.tasks.values() if task.form}
    return open_revision(
        {DIAGRAM: content, **{form_file(name): FORMS[name] for name in used}},
        definition=DefinitionKey(key),
        number=number,
        agency=AGENCY,
        lanes={lane.id: resolve(office(), lane.name, lane.positions) for lane in diagram.lanes},
    )


def judged(walk: Walk, to: Revision, chosen: Mapping[str, str] | None = None) -> Verdict:
    """What would become of the case in that revision."""
    return crossing(walk.case.revision, to, chosen).judge(walk.case)


def migrated(
    walk: Walk, to: Revision, chosen: Mapping[str, str] | None = None, released: tuple[Holding, ...] = ()
) -> Walk:
    """The walk goes on in that revision."""
    verdict = judged(walk, to, chosen)
    assert verdict.why_not is None, verdict.why_not.en
    fact = CaseMigrated(
        from_number=walk.case.revision.number,
        moves=verdict.moves,
        ends=verdict.ends,
        public=verdict.public,
        released=released,
        consequences=Consequences(),
    )
    return walk.took(
        lifecycle.migrate(
            walk.case, fact, "percobaan", to=to, by=ANI, standing=STANDING, at=walk.at, entropy=b"m" * 32
        )
    )


def taken_back(walk: Walk, to: Revision) -> Walk:
    """The last migration is undone."""
    back = undoing(walk.events)
    assert back is not None
    fact = CaseMigrated(
        from_number=walk.case.revision.number,
        moves=back.moves,
        ends=back.ends,
        returned=back.taken,
        undoes=back.seq,
        consequences=Consequences(),
    )
    return walk.took(
        lifecycle.migrate(
            walk.case, fact, "", to=to, by=ANI, standing=STANDING, at=walk.at, entropy=b"u" * 32
        )
    )


def replayed(walk: Walk, *revisions: Revision) -> Case:
    """The case rebuilt from its events across these revisions; every event held what it recorded."""
    known = {(one.definition, one.number): one for one in revisions}
    told = list(steps(walk.events, walk.sealed, lambda key, number: known[key, number]))
    assert [case.digest() for case in told] == [event.state_digest for event in walk.events]
    rebuilt = rebuild(walk.events, walk.sealed, lambda key, number: known[key, number])
    assert rebuilt is not None
    return rebuilt
