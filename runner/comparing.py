"""Two revisions of an SOP side by side, or a revision and what is being drafted.

Promise: compared is what was published, byte for byte; a draft is seen by those only who may see drafts.
Never: a write.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from runner import authority
from runner import diagram as diagrams
from runner.comparison import SECTIONS, Content, Difference, compare
from runner.errors import NotFound
from runner.events import moment_text
from runner.model import Actor, AgencyCode, DefinitionKey, Words
from runner.pages import ActorRef
from runner.revision import DIAGRAM, forms_in
from runner.shell import Shell
from runner.store import Transaction, definition_rows, draft_rows
from runner.store.draft_rows import Draft

#: How a draft is named where a revision is named by its number.
DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonSide:
    """A revision that may be compared, or the draft (``number`` None); it is asked for by ``name``."""

    name: str
    number: int | None
    label: str
    author: ActorRef
    at: datetime
    effective_from: datetime | None
    in_force: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonPage:
    """What changed from ``old`` to ``new``. ``sides`` are all that may be compared, newest first."""

    key: DefinitionKey
    sop: str
    agency: AgencyCode
    zone: str
    old: ComparisonSide
    new: ComparisonSide
    sides: tuple[ComparisonSide, ...]
    differences: tuple[Difference, ...]
    sees_drafts: bool

    @property
    def sections(self) -> tuple[tuple[Words, tuple[Difference, ...]], ...]:
        """The differences under the headings of the SOP's parts; parts without one are left out."""
        grouped = groupby(self.differences, key=lambda difference: difference.section)
        return tuple((SECTIONS[section], tuple(inside)) for section, inside in grouped)


class Comparing(Shell):
    """Read models of what changed."""

    def comparison(self, key: str, *, by: Actor, old: str = "", new: str = "") -> ComparisonPage:
        """What changed between two revisions, each named by its number or as ``draft``.

        Without names: the revision in force (else the newest) against the one before it; a draft against
        what it began with. Raises NotFound, DiagramRefused (a draft that cannot be read).
        """
        with self.store.read() as tx:
            draft = self._draft_seen(tx, key, by=by)
            row = definition_rows.definition(tx, key)
            if row is None and draft is None:
                raise NotFound("SOP", key)
            active = definition_rows.active_numbers(tx, moment_text(self.now())).get(key)
            retired = row is not None and definition_rows.is_retired(row, active)
            in_force = None if retired or active is None else active.number
            sides = self._sides(tx, key, draft=draft, in_force=in_force)
            after = _named(sides, new, key) if new else next((s for s in sides if s.in_force), sides[0])
            before = _named(sides, old, key) if old else _before(sides, after, draft)
            contents = [self._content(tx, key, side, draft) for side in (before, after)]
            agency = self._agency(tx, row.agency if row is not None else draft.agency)  # type: ignore[union-attr]
        diagram = contents[1].diagram
        return ComparisonPage(
            key=DefinitionKey(key),
            sop=diagram.cover.get("namaSop") or diagram.name or key,
            agency=agency.code,
            zone=agency.zone,
            old=before,
            new=after,
            sides=sides,
            differences=compare(*contents),
            sees_drafts=authority.may_see_drafts(by, agency=agency.code, at=self.now()) is not None,
        )

    def compared_diagram(self, key: str, name: str, *, by: Actor) -> str:
        """The text of the diagram of one side, whatever it is encoded in. Raises NotFound, DiagramRefused."""
        return diagrams.decode(self.compared_content(key, by=by, name=name).diagram.source, file=DIAGRAM)

    def compared_content(self, key: str, *, by: Actor, name: str = "") -> Content:
        """What one side holds; without a name the revision in force, else the newest.

        Raises NotFound, DiagramRefused (a draft that cannot be read).
        """
        with self.store.read() as tx:
            if name == DRAFT:
                draft = self._draft_seen(tx, key, by=by)
                if draft is None:
                    raise NotFound("draft", key)
                return _drafted(draft)
            row = definition_rows.definition(tx, key)
            if row is None:
                raise NotFound("SOP", key)
            active = definition_rows.active_numbers(tx, moment_text(self.now())).get(key)
            number = _number(name, key) if name else active.number if active else row.latest
            revision = self._revision(tx, key, number)
            return Content(diagram=revision.diagram, forms=revision.forms)

    def _draft_seen(self, tx: Transaction, key: str, *, by: Actor) -> Draft | None:
        draft = draft_rows.draft(tx, key)
        if draft is None or authority.may_see_drafts(by, agency=draft.agency, at=self.now()) is None:
            return None
        # thrown away between the reading of its row and of its files
        return draft if DIAGRAM in draft.files else None

    def _sides(
        self, tx: Transaction, key: str, *, draft: Draft | None, in_force: int | None
    ) -> tuple[ComparisonSide, ...]:
        found = [
            ComparisonSide(
                name=str(row.number),
                number=row.number,
                label=row.label,
                author=ActorRef(id=row.author, name=row.author_name or row.author),
                at=datetime.fromisoformat(row.published_at),
                effective_from=datetime.fromisoformat(row.effective_from),
                in_force=row.number == in_force,
                note=row.note,
            )
            for row in definition_rows.revisions_of(tx, key)
        ]
        if draft is not None:
            drafted = ComparisonSide(
                name=DRAFT,
                number=None,
                label="",
                author=draft.author,
                at=draft.saved_at,
                effective_from=None,
                in_force=False,
                note="",
            )
            found.insert(0, drafted)
        return tuple(found)

    def _content(self, tx: Transaction, key: str, side: ComparisonSide, draft: Draft | None) -> Content:
        if side.number is None:
            if draft is None:
                raise NotFound("draft", key)
            return _drafted(draft)
        revision = self._revision(tx, key, side.number)
        return Content(diagram=revision.diagram, forms=revision.forms)


def _drafted(draft: Draft) -> Content:
    return Content.of(draft.files[DIAGRAM], forms_in(draft.files), file=DIAGRAM)


def _number(name: str, key: str) -> int:
    if not (name.isascii() and name.isdigit() and len(name) < 10):
        raise NotFound("revision", f"{key} {name}")
    return int(name)


def _named(sides: tuple[ComparisonSide, ...], name: str, key: str) -> ComparisonSide:
    for side in sides:
        if side.name == name:
            return side
    if name == DRAFT:
        raise NotFound("draft", key)
    raise NotFound("revision", f"{key} {name}")


def _before(sides: tuple[ComparisonSide, ...], after: ComparisonSide, draft: Draft | None) -> ComparisonSide:
    """The revision before this one; of a draft that which it began with; itself where there is none."""
    if after.number is None:
        base = draft.base if draft is not None else None
        older = [side for side in sides if side.number is not None and side.number == base]
        older += [side for side in sides if side.number is not None]
    else:
        older = [side for side in sides if side.number is not None and side.number < after.number]
    return older[0] if older else after
