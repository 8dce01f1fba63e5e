"""Taking in diagrams drawn elsewhere: examined with what an agency has, and kept as a draft.

Promise: the file as it came is kept beside the draft; nothing is kept while a question is open.
Never: a repair of its own, anything in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from runner import authority, drawing, importing
from runner import diagram as diagrams
from runner import forms as form_sheets
from runner.draft_pages import DraftPage
from runner.drafting import Drafting
from runner.errors import DiagramRefused, NotFound, UploadRefused
from runner.importing import Imported
from runner.model import Actor, AgencyCode, FormId, Words
from runner.revision import form_file
from runner.shipped import shipped_folder
from runner.store import definition_rows, form_rows

#: The rules by which forms are proposed, in the shipped folder of forms.
RULES = "pemilihan.toml"
OPEN_QUESTIONS = Words(
    "Masih ada pertanyaan yang belum dijawab, jadi konsepnya belum disimpan. Jawab semuanya, lalu simpan.",
    "Questions are still open, so the draft was not saved. Answer all of them, then save.",
)


class TakingIn(Drafting):
    """Verbs of the import."""

    def examine_import(
        self,
        content: bytes,
        *,
        file: str,
        agency: AgencyCode,
        answers: Mapping[str, str],
        by: Actor,
        forms: Mapping[FormId, bytes] = MappingProxyType({}),
    ) -> Imported:
        """What a foreign file would become for this agency; nothing is kept. ``forms`` came along with it.

        Raises NotAllowed, NotFound (agency).
        """
        return self._examined(content, file, agency, answers, by, forms)[0]

    def draft_import(
        self,
        content: bytes,
        *,
        file: str,
        agency: AgencyCode,
        answers: Mapping[str, str],
        by: Actor,
        forms: Mapping[FormId, bytes] = MappingProxyType({}),
        after: Mapping[str, int] = MappingProxyType({}),
    ) -> DraftPage:
        """The imported diagram is a draft, the file as it came beside it.

        ``after`` has the versions of the drafts, by key, that may be replaced although another person saved
        them. Raises NotAllowed, NotFound (agency), UploadRefused (a question is open), DiagramRefused (the
        file cannot be made over), DraftChanged (the key has a draft of somebody else).
        """
        found, at_hand = self._examined(content, file, agency, answers, by, forms)
        if found.result is None:
            raise DiagramRefused(found.problems)
        if found.unanswered:
            raise UploadRefused(OPEN_QUESTIONS)
        diagram = diagrams.read(found.result, file=file)
        named = {task.form for task in diagram.tasks.values() if task.form is not None}
        return self.draft_diagram(
            found.result,
            file=file,
            forms={form: at_hand[form] for form in sorted(named) if form in at_hand},
            agency=agency,
            by=by,
            after=after.get(diagram.key),
            original=content,
        )

    def _examined(
        self,
        content: bytes,
        file: str,
        agency: AgencyCode,
        answers: Mapping[str, str],
        by: Actor,
        forms: Mapping[FormId, bytes],
    ) -> tuple[Imported, dict[FormId, bytes]]:
        authority.require_draft(by, agency=agency, at=self.now())
        at_hand = shipped_forms()
        with self.store.read() as tx:
            profile = self._agency(tx, agency)
            for name in form_rows.names(tx, agency):
                sheet = definition_rows.latest_form(tx, agency, name)
                if sheet is not None:
                    at_hand[FormId(name.removesuffix(".form"))] = sheet
        at_hand |= forms
        found = importing.examine(
            content,
            file=file,
            agency=profile,
            forms=readable(at_hand),
            answers=answers,
            choosing=shipped_rules(),
        )
        return found, at_hand


def readable(sheets: Mapping[FormId, bytes]) -> dict[FormId, form_sheets.Form]:
    """The forms that can be read; what is wrong with the others, the gate says where one is named."""
    found = {}
    for name, sheet in sheets.items():
        try:
            found[name] = form_sheets.read(sheet, file=form_file(name))
        except DiagramRefused:
            continue
    return found


def shipped_forms() -> dict[FormId, bytes]:
    """The forms that come with Alur; none where they were not installed."""
    try:
        folder = shipped_folder() / "forms"
    except NotFound:
        return {}
    return {FormId(file.stem): file.read_bytes() for file in sorted(folder.glob("*.form"))}


@cache
def shipped_rules() -> drawing.Choosing | None:
    """The rules that come with Alur; none where they were not installed."""
    try:
        rules = shipped_folder() / "forms" / RULES
    except NotFound:
        return None
    return drawing.read(rules.read_bytes(), file=str(rules)) if rules.is_file() else None
