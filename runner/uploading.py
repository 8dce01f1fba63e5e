"""Uploads: diagrams with their forms, or a zip of them, become drafts or revisions, all or none.

Promise: one upload is one act. Never: a file of it left out in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from runner import authority
from runner import diagram as diagrams
from runner import upload_texts as texts
from runner.draft_pages import DraftPage
from runner.drafting import Drafting, read_form
from runner.errors import DiagramRefused, NothingToPublish, UploadRefused
from runner.freezing import Effective, Published
from runner.model import Actor, AgencyCode, Problem
from runner.publishing import Publishing, Sheaf
from runner.revision import form_file
from runner.store import draft_rows, form_rows
from runner.store.draft_rows import Draft
from runner.uploads import Uploaded, unpacked


class Uploading(Publishing, Drafting):
    """Verbs on uploaded files."""

    def draft_upload(
        self,
        files: Sequence[tuple[str, bytes]],
        *,
        agency: AgencyCode,
        by: Actor,
        after: Mapping[str, int] | None = None,
    ) -> tuple[DraftPage, ...]:
        """Every diagram is the draft of its SOP, with the forms that it names; the pages lack the proof.

        Forms alone are drafts of every SOP of the agency that names them. ``after`` has the versions of the
        drafts, by process id, that may be replaced although another person saved them. Raises UploadRefused,
        DiagramRefused (the problems of all), DraftChanged, NotAllowed, NotFound (agency).
        """
        upload = unpacked(files)
        sheaves = sheaves_of(upload, agency)
        if sheaves:
            require_named(upload, sheaves.values())
        versions = after or {}
        alone = (
            []
            if sheaves
            else [read_form(content, file=form_file(id_)) for id_, content in upload.forms.items()]
        )

        def once() -> list[Draft]:
            with self.store.write_alone() as tx:
                saved = [
                    self._save_diagram(
                        tx,
                        sheaf.content,
                        file=sheaf.file,
                        forms=sheaf.forms,
                        agency=agency,
                        by=by,
                        after=versions.get(key),
                    )
                    for key, sheaf in sheaves.items()
                ]
                keys: dict[str, None] = {}
                if alone:
                    authority.require_draft(by, agency=self._agency(tx, agency).code, at=self.now())
                    keys |= dict.fromkeys(self._save_forms(tx, alone, by=by, of=agency, after=versions))
                held = form_rows.names(tx, agency) if alone else ()
                unused = [name.removesuffix(".form") for name, _ in alone if name not in held]
                if unused or (alone and not keys):
                    raise UploadRefused(texts.form_unused(", ".join(unused or upload.forms)))
                drafted = (draft_rows.draft(tx, key) for key in sorted(keys))
                return [*saved, *(draft for draft in drafted if draft is not None)]

        saved = self._again(once)
        with self.store.read() as tx:
            return tuple(self._draft_page(tx, draft, by=by) for draft in saved)

    def publish_upload(
        self,
        files: Sequence[tuple[str, bytes]],
        *,
        agency: AgencyCode,
        by: Actor,
        note: str = "",
        effective_from: Effective = None,
        accept_unproven: str = "",
        deployment_name: str = "",
        source: str = "",
    ) -> tuple[Published | NothingToPublish, ...]:
        """Every diagram is the next revision of its SOP, in one deployment, or none of them is.

        Raises UploadRefused, and what ``publish_all`` raises.
        """
        upload = unpacked(files)
        if not upload.diagrams:
            raise UploadRefused(texts.FORMS_ALONE)
        sheaves = sheaves_of(upload, agency)
        require_named(upload, sheaves.values())
        return self.publish_all(
            list(sheaves.values()),
            by=by,
            note=note,
            effective_from=effective_from,
            unless_known=False,
            accept_unproven=accept_unproven,
            deployment_name=deployment_name,
            source=source,
        )


def sheaves_of(upload: Uploaded, agency: AgencyCode) -> dict[str, Sheaf]:
    """Each diagram with the forms that it names, by process id. Raises DiagramRefused, UploadRefused."""
    problems: list[Problem] = []
    found: dict[str, Sheaf] = {}
    for file, content in upload.diagrams:
        try:
            diagram = diagrams.read(content, file=file)
        except DiagramRefused as refused:
            problems.extend(refused.problems)
            continue
        if diagram.key in found:
            raise UploadRefused(texts.process_twice(diagram.key, found[diagram.key].file, file))
        wanted = {task.form for task in diagram.tasks.values() if task.form}
        forms = {id_: form for id_, form in upload.forms.items() if id_ in wanted}
        found[diagram.key] = Sheaf(content=content, file=file, forms=forms, agency=agency)
    if problems:
        raise DiagramRefused(problems)
    return found


def require_named(upload: Uploaded, sheaves: Iterable[Sheaf]) -> None:
    """Nothing, if some diagram names each form. Raises UploadRefused."""
    named = {id_ for sheaf in sheaves for id_ in sheaf.forms}
    for id_ in upload.forms:
        if id_ not in named:
            raise UploadRefused(texts.form_unnamed(id_))
