"""Editing in a page: a diagram or a form is opened, checked, previewed and saved as a draft.

Promise: whoever saves has seen what they replace, file by file: two people may work on the diagram and on a
form of one SOP at once, but not on one file unawares.
Never: anything in force; a page that is only looked at leaves no trace.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from runner import authority, drafting_texts
from runner import diagram as diagrams
from runner.comparison import Content, Difference, compare
from runner.draft_pages import DraftPage
from runner.drafting import Drafting
from runner.drawing.blank import blank
from runner.drawing.naming import key_of
from runner.editing_pages import (
    DraftingAgency,
    EditorPage,
    FormPreview,
    preview,
    seen_mark,
    text_of,
    used_forms,
)
from runner.editing_texts import FIRST_STEP, NO_LANE, NO_NAME, SOP_NAME, other_form, other_key
from runner.errors import DiagramRefused, DraftChanged, NotFound, UploadRefused
from runner.kept_text import LONGEST_NAME, kept
from runner.model import Actor, AgencyCode, DefinitionKey, FormId
from runner.revision import DIAGRAM, form_file, forms_in
from runner.store import Transaction, definition_rows, draft_rows, form_rows, people_rows
from runner.store.draft_rows import Draft

#: A form without a field, as the editor and Camunda Modeler begin one.
_NEW_FORM = {
    "type": "default",
    "schemaVersion": 19,
    "executionPlatform": "Camunda Platform",
    "executionPlatformVersion": "7.22.0",
    "components": [],
}


class Editing(Drafting):
    """Verbs of the editors."""

    def drafting_agencies(self, *, by: Actor) -> tuple[DraftingAgency, ...]:
        """The agencies for which the actor may draft, by name."""
        at = self.now()
        with self.store.read() as tx:
            known = people_rows.all_agencies(tx)
        return tuple(
            DraftingAgency(
                code=agency.code,
                name=agency.name,
                positions=tuple((position.code, position.title) for position in agency.positions),
            )
            for agency in sorted(known, key=lambda agency: agency.name)
            if authority.may_draft(by, agency=agency.code, at=at) is not None
        )

    def begin_draft(
        self, agency: AgencyCode, *, name: str, positions: Sequence[str], by: Actor, language: str = "id"
    ) -> DraftPage:
        """A new SOP with a lane for each position and one step, as a draft.

        Raises NotAllowed, NotFound (agency, position), UploadRefused (no name, no position), TextRefused.
        """
        name = " ".join(kept(name, SOP_NAME, most=LONGEST_NAME).split())
        if not name:
            raise UploadRefused(NO_NAME)
        if not positions:
            raise UploadRefused(NO_LANE)
        with self.store.read() as tx:
            authority.require_draft(by, agency=agency, at=self.now())
            profile = self._agency(tx, agency)
            lanes = [(profile.position(code).title, "") for code in dict.fromkeys(positions)]
            wanted = key_of(agency, name)
            free = (f"{wanted}-{number}" if number > 1 else wanted for number in range(1, 10_000))
            key = next(key for key in free if self._owner(tx, key, draft_rows.draft(tx, key)) is None)
        content = blank(key, name=name, agency=profile.name, lanes=lanes, step=FIRST_STEP.in_(language))
        return self.draft_diagram(content, file=f"{key}.bpmn", forms={}, agency=agency, by=by, after=0)

    def edit_diagram(self, key: str, *, by: Actor) -> EditorPage:
        """The diagram as it stands, with the positions and forms that it may name. Raises NotFound."""
        with self.store.read() as tx:
            files, draft, agency = self._files_now(tx, key, by=by)
            return self._editor_page(tx, key, files[DIAGRAM], files, draft, agency)

    def edit_form(self, key: str, form: str, *, by: Actor) -> EditorPage:
        """A form of the SOP; one that the agency does not have begins empty. Raises NotFound."""
        with self.store.read() as tx:
            files, draft, agency = self._files_now(tx, key, by=by)
            content = files.get(form_file(form)) or form_rows.at_hand(tx, agency, form_file(form))
            return self._editor_page(tx, key, content, files, draft, agency, form=form)

    def preview_form(
        self, content: bytes, *, file: str, pairs: Mapping[str, Sequence[str]], agency: AgencyCode, by: Actor
    ) -> FormPreview:
        """An unsaved form as staff will see it, with ``pairs`` typed into it. Raises NotAllowed."""
        authority.require_draft(by, agency=agency, at=self.now())
        return preview(content, file=file, pairs=pairs)

    def save_diagram(self, key: str, content: bytes, *, seen: str, by: Actor) -> DraftPage:
        """This diagram is in the draft of the SOP, in place of the one that was ``seen``.

        Raises NotFound, NotAllowed, DraftChanged, DiagramRefused (no diagram at all), UploadRefused.
        """
        found = diagrams.read(content, file=f"{key}.bpmn").key
        if found != key:
            raise UploadRefused(other_key(key, found))
        return self._save_seen(key, DIAGRAM, content, seen=seen, by=by)

    def save_form(self, key: str, form: str, content: bytes, *, seen: str, by: Actor) -> DraftPage:
        """This form is in the draft of the SOP, in place of the one that was ``seen``.

        Raises NotFound, NotAllowed, DraftChanged, UploadRefused.
        """
        found = _id_in(content)
        if found != form:
            raise UploadRefused(other_form(form, found))
        return self._save_seen(key, form_file(form), content, seen=seen, by=by)

    def unsaved_differences(
        self, key: str, content: bytes, *, by: Actor, form: str = ""
    ) -> tuple[Difference, ...]:
        """What this diagram (or this form) would change in what is saved now; none where it cannot be told.

        Raises NotFound.
        """
        with self.store.read() as tx:
            files = dict(self._files_now(tx, key, by=by)[0])
        changed = {**files, (form_file(form) if form else DIAGRAM): content}
        try:
            old, new = (Content.of(held[DIAGRAM], forms_in(held), file=DIAGRAM) for held in (files, changed))
        except DiagramRefused:
            return ()
        return compare(old, new)

    # --- inside -----------------------------------------------------------------------------------

    def _save_seen(self, key: str, name: str, content: bytes, *, seen: str, by: Actor) -> DraftPage:
        def once() -> DraftPage:
            with self.store.read() as tx:
                files, draft, agency = self._files_now(tx, key, by=by)
                held = files.get(name)
                if held is None and name != DIAGRAM:
                    held = form_rows.at_hand(tx, agency, name)
                latest = self._latest_number(tx, key)
            if seen_mark(held) != seen:
                raise self._changed_since(key, draft)
            forms = {} if name == DIAGRAM else {FormId(name.removesuffix(".form")): content}
            return self.draft_diagram(
                content if name == DIAGRAM else files[DIAGRAM],
                file=f"{key}.bpmn",
                forms=forms,
                agency=agency,
                by=by,
                after=draft.version if draft is not None else 0,
                base=draft.base if draft is not None else latest,
            )

        try:
            return once()
        except DraftChanged:
            # another file of the draft may have been saved meanwhile: then there is nothing to compare
            return once()

    def _files_now(
        self, tx: Transaction, key: str, *, by: Actor
    ) -> tuple[Mapping[str, bytes], Draft | None, AgencyCode]:
        """The files of the draft, else of the latest revision. Raises NotFound (also: may not draft)."""
        draft = draft_rows.draft(tx, key)
        known = definition_rows.definition(tx, key)
        agency = (
            draft.agency if draft is not None else AgencyCode(known.agency) if known is not None else None
        )
        if agency is None or authority.may_draft(by, agency=agency, at=self.now()) is None:
            raise NotFound("definition", key)
        if draft is not None:
            return draft.files, draft, agency
        return definition_rows.files(tx, key, self._latest_number(tx, key) or 0), None, agency

    def _latest_number(self, tx: Transaction, key: str) -> int | None:
        known = definition_rows.definition(tx, key)
        return known.latest if known is not None else None

    def _editor_page(
        self,
        tx: Transaction,
        key: str,
        content: bytes | None,
        files: Mapping[str, bytes],
        draft: Draft | None,
        agency: AgencyCode,
        *,
        form: str = "",
    ) -> EditorPage:
        profile = self._agency(tx, agency)
        diagram = diagrams.read(files[DIAGRAM], file=f"{key}.bpmn")
        if content is None:
            text = json.dumps({"id": form, **_NEW_FORM})
        elif form:
            text = content.decode("utf-8", errors="replace")
        else:
            text = text_of(content, file=f"{key}.bpmn")
        return EditorPage(
            key=DefinitionKey(key),
            name=draft.name if draft is not None else diagram.cover.get("namaSop") or diagram.name or key,
            agency=agency,
            agency_name=profile.name,
            zone=profile.zone,
            text=text,
            seen=seen_mark(content),
            version=draft.version if draft is not None else 0,
            base=draft.base if draft is not None else self._latest_number(tx, key),
            author=draft.author if draft is not None else None,
            saved_at=draft.saved_at if draft is not None else None,
            positions=tuple((position.code, position.title) for position in profile.positions),
            forms=tuple(FormId(name.removesuffix(".form")) for name in form_rows.names(tx, agency)),
            used=used_forms(files[DIAGRAM], file=f"{key}.bpmn"),
        )

    def _changed_since(self, key: str, draft: Draft | None) -> DraftChanged:
        if draft is not None:
            return DraftChanged(key, by=draft.author.name, at=draft.saved_at, version=draft.version)
        return DraftChanged(key, by="", at=None, version=0)


def _id_in(content: bytes) -> str:
    """The id that a form says it has. Raises UploadRefused for what is no form."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    said = found.get("id") if isinstance(found, dict) else None
    if not isinstance(said, str):
        raise UploadRefused(drafting_texts.form_name(""))
    return said
