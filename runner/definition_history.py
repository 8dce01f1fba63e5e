"""The history of an SOP as people read it: drafts, publishes, roll backs, retirement, moved cases.

Promise: every event of the definition is one act with who, when, in which capacity and why; cases that one
person moved in one go are one act.
Never: a date's format or a page's markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from runner.comparison import Difference
from runner.events import Event
from runner.facts import CaseMigrated, DefinitionRetired, DraftDiscarded, DraftSaved, RevisionPublished
from runner.model import ActorId, AgencyCode, DefinitionKey, Json, Words
from runner.pages import ActorRef

#: Cases moved by one person between the same revisions, with no longer pause, were moved in one go.
_ONE_GO = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionAct:
    """One act on an SOP. ``number`` is the revision that it made, or moved cases to.

    ``files`` are the names of what was frozen, or of what a draft changed.
    """

    seq: int
    kind: str
    at: datetime
    by: ActorRef
    position: str
    capacity: str
    text: Words
    number: int | None = None
    restores: int | None = None
    label: str = ""
    note: str = ""
    reason: str = ""
    effective_from: datetime | None = None
    authors: tuple[ActorRef, ...] = ()
    unproven: str = ""
    changes: tuple[Words, ...] = ()
    files: tuple[str, ...] = ()
    vacant: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    deployment_name: str = ""
    source: str = ""
    digest: str = ""
    hash: str = ""

    @property
    def of_revisions(self) -> bool:
        """True if it changed what is, or will be, in force."""
        return self.kind in (RevisionPublished.KIND, DefinitionRetired.KIND)

    @property
    def pending(self) -> bool:
        """True if the revision was to come into force later than it was published."""
        return self.effective_from is not None and self.effective_from > self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionHistory:
    """Every act on an SOP that the reader may know of, newest first.

    ``with_drafts``: acts on drafts and on running cases are among them.
    """

    key: DefinitionKey
    name: str
    agency: AgencyCode
    agency_name: str
    zone: str
    published: bool
    with_drafts: bool
    may_draft: bool
    acts: tuple[DefinitionAct, ...]


def acts(
    events: Sequence[Event],
    moved: Iterable[Event],
    *,
    people: Mapping[str, ActorRef],
    titles: Mapping[str, str],
) -> tuple[DefinitionAct, ...]:
    """One act per event of the definition and per go of moved cases, newest first."""
    drafted: Mapping[str, str] | None = None
    published: Mapping[str, str] = {}
    found: list[DefinitionAct] = []
    for event in events:
        before = published if drafted is None else drafted
        found.append(_act(event, before, people=people, titles=titles))
        match event.fact:
            case DraftSaved(files=files):
                drafted = files
            case DraftDiscarded():
                drafted = None
            case RevisionPublished(files=files, authors=authors):
                published = files
                drafted = None if authors else drafted  # who publishes past a draft leaves it there
    found += _moves(moved, people=people, titles=titles)
    return tuple(sorted(found, key=lambda act: (act.at, act.seq), reverse=True))


def _act(
    event: Event, before: Mapping[str, str], *, people: Mapping[str, ActorRef], titles: Mapping[str, str]
) -> DefinitionAct:
    match event.fact:
        case DraftSaved() as fact:
            return _told(
                event,
                _drafted(event.seq, fact),
                people,
                titles,
                number=fact.base,
                files=tuple(
                    sorted(n for n in {**before, **fact.files} if fact.files.get(n) != before.get(n))
                ),
            )
        case DraftDiscarded():
            words = Words("Konsep dibuang, tidak diterbitkan.", "The draft was discarded, not published.")
            return _told(event, words, people, titles)
        case RevisionPublished() as fact:
            return _told(
                event,
                _published(fact),
                people,
                titles,
                number=fact.number,
                restores=fact.restores,
                label=fact.label,
                note=fact.note,
                effective_from=fact.effective_from,
                authors=tuple(_who(author, people) for author in fact.authors),
                unproven=fact.accepted_unproven,
                files=tuple(sorted(fact.files)),
                changes=tuple(_sentence(change) for change in fact.changes),
                vacant=tuple(titles.get(code, code) for code in fact.vacant),
                warnings=fact.warnings,
                deployment_name=fact.deployment_name,
                source=fact.source,
                digest=fact.digest,
            )
        case DefinitionRetired() as fact:
            words = Words("SOP dicabut.", "The SOP was retired.")
            return _told(event, words, people, titles, reason=fact.reason)
        case _:
            return _told(event, Words(event.fact.KIND, event.fact.KIND), people, titles)


def _told(
    event: Event,
    text: Words,
    people: Mapping[str, ActorRef],
    titles: Mapping[str, str],
    **more: object,
) -> DefinitionAct:
    return DefinitionAct(
        seq=event.seq,
        kind=event.fact.KIND,
        at=event.at,
        by=_who(event.actor, people),
        position=titles.get(event.position, event.position),
        capacity=event.capacity,
        text=text,
        hash=event.hash,
        **more,  # type: ignore[arg-type]
    )


def _who(actor: ActorId, people: Mapping[str, ActorRef]) -> ActorRef:
    return people.get(actor, ActorRef(id=actor, name=actor))


def _drafted(version: int, fact: DraftSaved) -> Words:
    if fact.base is None:
        return Words(f"Konsep disimpan (versi {version}).", f"A draft was saved (version {version}).")
    return Words(
        f"Konsep disimpan (versi {version}), disusun dari revisi {fact.base}.",
        f"A draft was saved (version {version}), made from revision {fact.base}.",
    )


def _published(fact: RevisionPublished) -> Words:
    if fact.restores is None:
        return Words(f"Revisi {fact.number} diterbitkan.", f"Revision {fact.number} was published.")
    return Words(
        f"Isi revisi {fact.restores} diterbitkan kembali sebagai revisi {fact.number}.",
        f"The content of revision {fact.restores} was published again as revision {fact.number}.",
    )


def _sentence(change: Mapping[str, Json]) -> Words:
    difference = Difference.from_json(change)
    return Words(difference.sentence("id"), difference.sentence("en"))


def _moves(
    moved: Iterable[Event], *, people: Mapping[str, ActorRef], titles: Mapping[str, str]
) -> list[DefinitionAct]:
    """The migrations of cases, those of one go together under the moment of the last one."""
    goes: dict[tuple[ActorId, int, int, bool], list[list[Event]]] = {}
    for event in sorted(moved, key=lambda event: event.at):
        if not isinstance(event.fact, CaseMigrated) or event.revision is None:
            continue
        undone = event.fact.undoes is not None
        kept = goes.setdefault((event.actor, event.fact.from_number, event.revision[1], undone), [])
        if kept and event.at - kept[-1][-1].at <= _ONE_GO:
            kept[-1].append(event)
        else:
            kept.append([event])
    return [
        _told(each[-1], _moved(len(each), before, after, undone), people, titles, number=after)
        for (_actor, before, after, undone), listed in goes.items()
        for each in listed
    ]


def _moved(count: int, before: int, after: int, undone: bool) -> Words:
    cases = "case" if count == 1 else "cases"
    were = "was" if count == 1 else "were"
    if undone:
        return Words(
            f"Pemindahan {count} berkas ditarik kembali: dari revisi {before} ke revisi {after}.",
            f"The migration of {count} {cases} was taken back: from revision {before} to revision {after}.",
        )
    return Words(
        f"{count} berkas dipindahkan dari revisi {before} ke revisi {after}.",
        f"{count} {cases} {were} migrated from revision {before} to revision {after}.",
    )
