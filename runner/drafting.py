"""Drafts: the next revision of an SOP while it is written, by one person or by several.

Promise: every save and every discard is an event; nobody's work is replaced by somebody who did not see it.
Never: a draft in force.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from runner import authority
from runner import diagram as diagrams
from runner import drafting_texts as texts
from runner import forms as form_sheets
from runner.draft_pages import DraftLine, DraftPage
from runner.draft_reading import DraftReading
from runner.errors import DiagramRefused, DraftChanged, StoreConflict, UploadRefused
from runner.facts import DraftDiscarded, DraftSaved
from runner.freezing import Effective, Published, of_another_agency, ready
from runner.model import Actor, AgencyCode, DefinitionKey, FormId, Severity
from runner.revision import DIAGRAM, ORIGINAL, file_digests, form_file
from runner.store import Transaction, definition_rows, draft_rows, form_rows, people_rows, trail
from runner.store.draft_rows import Draft
from runner.upload_texts import form_twice

#: How much one draft may hold.
MOST_FILES: Final = 300
MOST_MEBIBYTES: Final = 16

_FORM_ID: Final = re.compile(r"[A-Za-z_][\w.-]{0,119}", re.ASCII)


class Drafting(DraftReading):
    """Verbs on drafts."""

    # --- writing ----------------------------------------------------------------------------------

    def draft_diagram(
        self,
        content: bytes,
        *,
        file: str,
        forms: Mapping[FormId, bytes],
        agency: AgencyCode,
        by: Actor,
        after: int | None = None,
        original: bytes | None = None,
        base: int | None = None,
    ) -> DraftPage:
        """The definition (the process id in ``content``) has this draft; the page is short of the proof.

        ``after`` is the version of the draft that it was made from (0: there was none; None: not known, so
        that one's own draft is replaced and nobody else's). ``base`` is the revision that a new draft began
        with (default: the latest). Forms that are not given stay as the draft has them, else as last
        published. ``original`` is kept beside it. The same files again are no event.
        Raises DraftChanged, NotAllowed, NotFound (agency), DiagramRefused (no diagram at all), UploadRefused.
        """

        def once() -> Draft:
            with self.store.write_alone() as tx:
                return self._save_diagram(
                    tx,
                    content,
                    file=file,
                    forms=forms,
                    agency=agency,
                    by=by,
                    after=after,
                    original=original,
                    base=base,
                )

        saved = self._again(once)
        with self.store.read() as tx:
            return self._draft_page(tx, saved, by=by)

    def draft_form(self, content: bytes, *, file: str, by: Actor) -> tuple[DraftLine, ...]:
        """As ``draft_forms``, of one form."""
        return self.draft_forms([(file, content)], by=by)

    def draft_forms(self, files: Sequence[tuple[str, bytes]], *, by: Actor) -> tuple[DraftLine, ...]:
        """Every SOP whose draft, else latest revision, names one of these forms has a draft with it.

        Returns these drafts, by key. Only SOPs of agencies in which the actor may draft; retired ones and
        those that hold these very bytes are left out. Nothing is in force before ``publish_drafts``. Raises
        DiagramRefused for a form that no gate would pass, UploadRefused for two of one id, DraftChanged where
        another person's draft words a form in its own way.
        """
        sheets: dict[str, tuple[str, bytes]] = {}
        for file, content in files:
            name, _ = read_form(content, file=file)
            first, held = sheets.setdefault(name, (file, content))
            if held != content:
                raise UploadRefused(form_twice(name.removesuffix(".form"), first, file))

        def once() -> tuple[DraftLine, ...]:
            with self.store.write_alone() as tx:
                given = [(name, content) for name, (_, content) in sheets.items()]
                saved = self._save_forms(tx, given, by=by)
                return tuple(line for line in self._draft_lines(tx, by=by) if line.key in saved)

        return self._again(once)

    def discard_draft(self, key: str, *, by: Actor, after: int) -> None:
        """The definition has no draft any more. ``after`` is the version that the actor looked at.

        Raises NotFound, NotAllowed, DraftChanged.
        """
        with self.store.write_alone() as tx:
            draft = self._draft_of(tx, key, by=by)
            standing = authority.require_draft(by, agency=draft.agency, at=self.now())
            if draft.version != after:
                raise _changed(draft)
            fact = DraftDiscarded(definition=draft.key)
            self._record(tx, f"definition:{key}", fact, by=by.id, standing=standing)
            draft_rows.drop(tx, key)

    def publish_drafts(
        self,
        keys: Sequence[str] = (),
        *,
        by: Actor,
        note: str = "",
        effective_from: Effective = None,
        accept_unproven: str = "",
        deployment_name: str = "",
        source: str = "",
        versions: Mapping[str, int] | None = None,
    ) -> tuple[Published, ...]:
        """All these drafts (default: every one the actor may publish) are revisions, or none of them is.

        ``versions`` are those that the actor looked at. Raises NotFound (no such draft), NotAllowed,
        FourEyes, DraftChanged, DiagramRefused, NothingToPublish, TextRefused.
        """
        act = self._new_act(
            by, note=note, effective_from=effective_from, deployment_name=deployment_name, source=source
        )

        def once() -> tuple[Published, ...]:
            with self.store.read() as tx:
                drafts = self._chosen(tx, keys, by=by, versions=versions or {})
                judged = [self._judged_draft(tx, draft) for draft in drafts]
            made = ready(judged, accept_unproven=accept_unproven, keep=[_beside(draft) for draft in drafts])
            with self.store.write_alone() as tx:
                done = []
                for draft, one in zip(drafts, made, strict=True):
                    if draft_rows.version(tx, draft.key) != draft.version:
                        raise StoreConflict  # it is judged again as it is now
                    authors = tuple(author.id for author in draft.authors)
                    done.append(self._freeze(tx, one, act, authors=authors))
                    draft_rows.drop(tx, draft.key)
                return tuple(done)

        return self._again(once)

    # --- inside -----------------------------------------------------------------------------------

    def _save_diagram(
        self,
        tx: Transaction,
        content: bytes,
        *,
        file: str,
        forms: Mapping[FormId, bytes],
        agency: AgencyCode,
        by: Actor,
        after: int | None = None,
        original: bytes | None = None,
        base: int | None = None,
    ) -> Draft:
        diagram = diagrams.read(content, file=file)
        _require_key(diagram)
        authority.require_draft(by, agency=agency, at=self.now())
        self._agency(tx, agency)
        draft = draft_rows.draft(tx, diagram.key)
        owner = self._owner(tx, diagram.key, draft)
        if owner not in (None, agency):
            raise of_another_agency(diagram.key, str(owner), by=by)
        files = self._draft_files(tx, diagram, forms=forms, agency=agency, draft=draft, original=original)
        if draft is not None and draft.files == files:
            return draft
        self._require_unchanged(tx, diagram.key, draft, by=by, after=after)
        return self._save(tx, diagram, files, agency=agency, before=draft, by=by, base=base)

    def _draft_files(
        self,
        tx: Transaction,
        diagram: diagrams.Diagram,
        *,
        forms: Mapping[FormId, bytes],
        agency: AgencyCode,
        draft: Draft | None,
        original: bytes | None,
    ) -> dict[str, bytes]:
        """What a draft of the diagram holds: the forms given, its own, and those at hand."""
        for form in forms:
            if not _FORM_ID.fullmatch(form):
                raise UploadRefused(texts.form_name(form))
        files = {DIAGRAM: diagram.source} | {form_file(name): held for name, held in forms.items()}
        named = dict.fromkeys(form_file(task.form) for task in diagram.tasks.values() if task.form)
        before = draft.files if draft is not None else {}
        for name in [*named, *(name for name in before if name not in named)]:
            if name in files or (name == ORIGINAL and original is not None):
                continue
            published = definition_rows.latest_form(tx, agency, name) if name != ORIGINAL else None
            at_hand = form_rows.at_hand(tx, agency, name) if name in named else published
            held = before.get(name, at_hand)
            # a form that nothing names any more is kept only if it was nowhere else
            if held is not None and (name in named or held != published):
                files[name] = held
        if original is not None:
            files[ORIGINAL] = original
        if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_MEBIBYTES * 2**20:
            raise UploadRefused(texts.too_much(MOST_FILES, MOST_MEBIBYTES))
        return files

    def _save_forms(
        self,
        tx: Transaction,
        sheets: Sequence[tuple[str, bytes]],
        *,
        by: Actor,
        of: AgencyCode | None = None,
        after: Mapping[str, int] | None = None,
    ) -> set[str]:
        """Every draft and every latest revision that names one of the forms is a draft with it; their keys.

        ``of``: only of this agency. ``after`` has the versions of drafts whose own wording of a form may
        be replaced although another person saved it. Raises DraftChanged.
        """
        drafts = {draft.key: draft for draft in draft_rows.all_drafts(tx)}
        rows = {row.key: row for row in definition_rows.all_definitions(tx)}
        saved: set[str] = set()
        for key in sorted(drafts.keys() | rows.keys()):
            draft = drafts.get(DefinitionKey(key))
            agency = AgencyCode(draft.agency if draft else rows[key].agency)
            if of not in (None, agency) or authority.may_draft(by, agency=agency, at=self.now()) is None:
                continue
            if draft is None and rows[key].retired_at is not None:
                continue  # to publish it would bring the SOP back
            files = dict(draft.files) if draft else definition_rows.files(tx, key, rows[key].latest)
            new = {name: sheet for name, sheet in sheets if name in files and files[name] != sheet}
            if new:
                own = (files[name] != definition_rows.latest_form(tx, agency, name) for name in new)
                if draft is not None and any(own):
                    self._require_unchanged(tx, key, draft, by=by, after=(after or {}).get(key))
                files |= new
                if draft is None:
                    files.pop(ORIGINAL, None)  # the draft is no import
                diagram = diagrams.read(files[DIAGRAM], file=f"{key}.bpmn")
                self._save(tx, diagram, files, agency=agency, before=draft, by=by)
                saved.add(key)
        return saved

    def _save(
        self,
        tx: Transaction,
        diagram: diagrams.Diagram,
        files: Mapping[str, bytes],
        *,
        agency: AgencyCode,
        before: Draft | None,
        by: Actor,
        base: int | None = None,
    ) -> Draft:
        """These files are the draft, and an event says so."""
        key = DefinitionKey(diagram.key)
        known = definition_rows.definition(tx, key)
        begun = before.base if before else base or (known.latest if known is not None else None)
        fact = DraftSaved(
            definition=key,
            agency=agency,
            name=diagram.cover.get("namaSop") or diagram.name or key,
            files=file_digests(files),
            base=begun,
        )
        standing = authority.require_draft(by, agency=agency, at=self.now())
        event = self._record(tx, f"definition:{key}", fact, by=by.id, standing=standing)
        draft_rows.save(tx, event, fact, files, before=before)
        saved = draft_rows.draft(tx, key)
        assert saved is not None  # noqa: S101 (it was just stored)
        return saved

    def _require_unchanged(
        self, tx: Transaction, key: str, draft: Draft | None, *, by: Actor, after: int | None
    ) -> None:
        """Nothing, if the actor knew the draft that is replaced. Raises DraftChanged."""
        if draft is not None:
            if draft.author.id != by.id if after is None else draft.version != after:
                raise _changed(draft)
        elif after:
            stream = f"definition:{key}"
            last = people_rows.actor(tx, trail.last_actor(tx, stream))
            at = trail.head(tx, stream)[2]
            raise DraftChanged(
                key,
                by=last.name if last is not None else "",
                at=datetime.fromisoformat(at) if at else None,
                version=0,
            )

    def _chosen(
        self, tx: Transaction, keys: Sequence[str], *, by: Actor, versions: Mapping[str, int]
    ) -> list[Draft]:
        """The drafts to be published, as they are now."""
        wanted = list(dict.fromkeys(keys))
        if not wanted:
            wanted = [line.key for line in self._draft_lines(tx, by=by) if line.may_publish]
        drafts = [self._draft_of(tx, key, by=by) for key in wanted]
        for draft in drafts:
            authority.require_publish(by, agency=draft.agency, at=self.now())
            if versions.get(draft.key, draft.version) != draft.version:
                raise _changed(draft)
        return drafts


def read_form(content: bytes, *, file: str) -> tuple[str, bytes]:
    """The name under which the form stands in a draft, and the form. Raises DiagramRefused."""
    problems = form_sheets.problems(content, file=file)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise DiagramRefused(problems)
    return form_file(form_sheets.read(content, file=file).id), content


def _beside(draft: Draft) -> dict[str, bytes]:
    """What is frozen with a draft although nothing runs by it."""
    return {name: content for name, content in draft.files.items() if name == ORIGINAL}


def _changed(draft: Draft) -> DraftChanged:
    return DraftChanged(draft.key, by=draft.author.name, at=draft.saved_at, version=draft.version)


def _require_key(diagram: diagrams.Diagram) -> None:
    """Nothing, if the process has an id under which a draft can stand. Raises DiagramRefused."""
    found = [problem for problem in diagram.drawing.found if problem.severity is Severity.ERROR]
    unnamed = [problem for problem in found if problem.code == "process.none"]
    unusable = ("id.malformed", "id.reserved")
    malformed = [p for p in found if p.code in unusable and p.element == diagram.key]
    if not diagram.key:
        raise DiagramRefused(unnamed or found)
    if malformed:
        raise DiagramRefused(malformed)
