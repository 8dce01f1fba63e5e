"""Drafts as they are read: who wrote them, what the gate and the proof say, whether they may be published.

Promise: what is said of a draft is what its publishing would judge. Never: a write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from runner import authority
from runner import diagram as diagrams
from runner import drafting_texts as texts
from runner.agency import Agency
from runner.draft_pages import DraftLine, DraftPage
from runner.errors import DiagramRefused, NotFound
from runner.freezing import Freezing
from runner.judging import Judged, judge, proven
from runner.model import Actor, AgencyCode, FormId, Problem, Severity
from runner.proving import answered_for, is_worth_proving
from runner.revision import DIAGRAM, content_digest, form_file, forms_in
from runner.store import Transaction, definition_rows, draft_rows, form_rows
from runner.store.draft_rows import Draft

#: How many proofs a process keeps.
_KEPT_PROOFS: Final = 64


class DraftReading(Freezing):
    """Read models of drafts."""

    def draft(self, key: str, *, by: Actor, proof: bool = True) -> DraftPage:
        """The draft of a definition with all that the gate says of it, the proof of its paths included.

        Raises NotFound, also for whoever may not see drafts of its agency.
        """
        with self.store.read() as tx:
            draft = self._draft_of(tx, key, by=by)
            judged, profile = self._judged_draft(tx, draft)
        if proof:
            judged = self._with_proof(judged)  # it takes its time, and keeps no connection meanwhile
        with self.store.read() as tx:
            return self._page_of(tx, draft, judged, profile, by=by)

    def drafts(self, *, by: Actor) -> tuple[DraftLine, ...]:
        """The drafts of the agencies whose drafts the actor may see, by key."""
        with self.store.read() as tx:
            return self._draft_lines(tx, by=by)

    def check(
        self, content: bytes, *, file: str, forms: Mapping[FormId, bytes], agency: AgencyCode, by: Actor
    ) -> tuple[Problem, ...]:
        """What the gate says of something that is not saved, short of the proof; nothing is kept.

        Forms that are not given are taken from the definition's draft, else as last published or drafted.
        Raises NotAllowed, NotFound (agency).
        """
        with self.store.read() as tx:
            authority.require_draft(by, agency=agency, at=self.now())
            profile = self._agency(tx, agency)
            try:
                key = diagrams.read(content, file=file).key
            except DiagramRefused as refused:
                return refused.problems
            draft = draft_rows.draft(tx, key)
            own = forms_in(draft.files) if draft is not None and draft.agency == agency else {}

            def at_hand(name: FormId) -> bytes | None:
                if name in own:
                    return own[name]
                return form_rows.at_hand(tx, agency, form_file(name))

            judged = judge(content, file=file, forms=forms, agency=profile, published=at_hand)
            owner = self._owner(tx, key, draft)
        if owner not in (None, agency):
            return (texts.taken(file, key, owner=str(owner)), *judged.problems)
        return judged.problems

    # --- inside -----------------------------------------------------------------------------------

    def _owner(self, tx: Transaction, key: str, draft: Draft | None) -> str | None:
        """The agency to which the process id belongs, None if it is free."""
        known = definition_rows.definition(tx, key)
        return known.agency if known is not None else draft.agency if draft is not None else None

    def _draft_of(self, tx: Transaction, key: str, *, by: Actor) -> Draft:
        """The draft, if the actor may know of it. Raises NotFound."""
        draft = draft_rows.draft(tx, key)
        # without its diagram, it ended between the reading of its row and of its files
        if draft is None or DIAGRAM not in draft.files:
            raise NotFound("draft", key)
        if authority.may_see_drafts(by, agency=draft.agency, at=self.now()) is None:
            raise NotFound("draft", key)
        return draft

    def _judged_draft(self, tx: Transaction, draft: Draft) -> tuple[Judged, Agency]:
        profile = self._agency(tx, draft.agency)

        def published(name: FormId) -> bytes | None:
            return definition_rows.latest_form(tx, draft.agency, form_file(name))

        file, sheets = f"{draft.key}.bpmn", forms_in(draft.files)
        judged = judge(draft.files[DIAGRAM], file=file, forms=sheets, agency=profile, published=published)
        return judged, profile

    def _with_proof(self, judged: Judged) -> Judged:
        """The same with what exploring its paths shows; what was shown of this content once is not again."""
        if judged.diagram is None or not is_worth_proving(judged.problems):
            return judged
        digest = content_digest(judged.files)
        with self._lock:
            shown = self._proofs.get(digest)
        if shown is None:
            (tried,) = proven([judged])
            shown = tried.problems[len(judged.problems) :]
            with self._lock:
                self._proofs[digest] = shown
                while len(self._proofs) > _KEPT_PROOFS:
                    self._proofs.popitem(last=False)
        return replace(judged, problems=(*judged.problems, *shown))

    def _draft_page(self, tx: Transaction, draft: Draft, *, by: Actor) -> DraftPage:
        """The page of a draft, short of the proof."""
        judged, profile = self._judged_draft(tx, draft)
        return self._page_of(tx, draft, judged, profile, by=by)

    def _page_of(
        self, tx: Transaction, draft: Draft, judged: Judged, profile: Agency, *, by: Actor
    ) -> DraftPage:
        known = definition_rows.definition(tx, draft.key)
        latest = definition_rows.revision(tx, draft.key, known.latest) if known is not None else None
        problems = judged.problems
        if known is not None and known.agency != draft.agency:
            problems = (texts.taken(f"{draft.key}.bpmn", draft.key, owner=known.agency), *problems)
        refused = any(problem.severity is Severity.ERROR for problem in problems)
        hopeless = any(problem.severity is Severity.ERROR for problem in answered_for(problems))
        same = (
            latest is not None
            and latest.digest == content_digest(judged.files)
            and datetime.fromisoformat(latest.effective_from) <= self.now()
        )
        why_not = None
        if authority.may_publish(by, agency=draft.agency, at=self.now()) is None:
            why_not = texts.NO_PUBLISHER
        elif profile.four_eyes and by.id in {author.id for author in draft.authors}:
            why_not = texts.FOUR_EYES
        elif hopeless:
            why_not = texts.REFUSED
        elif same and latest is not None:
            why_not = texts.same_as(latest.number)
        if draft.base is not None and latest is not None and draft.base < latest.number:
            outdated = texts.outdated(f"{draft.key}.bpmn", base=draft.base, latest=latest.number)
            problems = (*problems, outdated)
        return DraftPage(
            key=draft.key,
            name=draft.name,
            agency=draft.agency,
            agency_name=profile.name,
            zone=profile.zone,
            version=draft.version,
            base=draft.base,
            latest=latest.number if latest is not None else None,
            author=draft.author,
            authors=draft.authors,
            made_at=draft.made_at,
            saved_at=draft.saved_at,
            files=draft.files,
            problems=problems,
            unproven=refused and not hopeless,
            may_publish=why_not is None,
            why_not=why_not,
        )

    def _draft_lines(self, tx: Transaction, *, by: Actor) -> tuple[DraftLine, ...]:
        at, lines = self.now(), []
        drafts = draft_rows.all_drafts(tx, contents=False)
        latest = {row.key: row.latest for row in definition_rows.all_definitions(tx)}
        changed = draft_rows.changed(tx)
        strict = {
            code: self._agency(tx, code).four_eyes for code in sorted({draft.agency for draft in drafts})
        }
        for draft in drafts:
            if authority.may_see_drafts(by, agency=draft.agency, at=at) is None:
                continue
            own = by.id in {author.id for author in draft.authors}
            lines.append(
                DraftLine(
                    key=draft.key,
                    name=draft.name,
                    agency=draft.agency,
                    version=draft.version,
                    base=draft.base,
                    latest=latest.get(draft.key),
                    author=draft.author,
                    made_at=draft.made_at,
                    saved_at=draft.saved_at,
                    changed=changed.get(draft.key, ()),
                    may_publish=authority.may_publish(by, agency=draft.agency, at=at) is not None
                    and not (own and strict[draft.agency]),
                )
            )
        return tuple(lines)
