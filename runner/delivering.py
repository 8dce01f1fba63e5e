"""Files that a modelling program brings: published where the person may publish, else kept as drafts.

Promise: all of them are taken or none is judged good; what the latest revision holds already makes nothing
new and is answered with that revision; forms that are not among the files come from the database.
Never: a file left out in silence, a form from a disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from runner import authority
from runner import diagram as diagrams
from runner.agency import Agency
from runner.drafting import Drafting, read_form
from runner.errors import DiagramRefused, NotFound, UploadRefused
from runner.events import moment_text
from runner.freezing import Published
from runner.model import Actor, AgencyCode, DefinitionKey, FormId, Problem, Severity, Words
from runner.publishing import Publishing, Sheaf
from runner.revision import DIAGRAM, ORIGINAL, form_file
from runner.store import definition_rows, draft_rows, form_rows, people_rows
from runner.store.draft_rows import Draft
from runner.trial import Limits
from runner.uploading import require_named, sheaves_of
from runner.uploads import Uploaded, unpacked

#: Camunda Modeler waits for an answer for five seconds; so many of them may go to the proof of a diagram.
PATIENCE: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of the files. ``revisions`` are key and number of each diagram, newly published or known
    before; ``drafts`` are the keys of what is a draft now, and ``why`` says why it is no more than that."""

    id: str
    at: datetime
    agency: AgencyCode | None
    new: bool
    revisions: tuple[tuple[DefinitionKey, int], ...] = ()
    drafts: tuple[tuple[DefinitionKey, str], ...] = ()
    why: Words | None = None
    warnings: tuple[Problem, ...] = ()


class Delivering(Publishing, Drafting):
    """The verb of the Deploy button."""

    def deliver(
        self,
        files: Sequence[tuple[str, bytes]],
        *,
        by: Actor,
        agency: AgencyCode | None = None,
        name: str = "",
        source: str = "",
    ) -> Delivered:
        """The diagrams among these files (name, content) are revisions in force now, with their forms.

        If the actor may only draft, or the agency wants four eyes, each diagram is a draft instead. A form
        that comes without a diagram is drafted for every SOP that names it. ``agency`` is whose SOP a new
        process id becomes; needed only where that is not clear. Raises UploadRefused (also for a form that
        none of the diagrams names), DiagramRefused (the problems of all), NotAllowed, NotFound (agency),
        DraftChanged, TextRefused.
        """
        uploaded = unpacked(files)
        if not uploaded.diagrams:
            return self._draft_forms(uploaded.forms, by=by)
        sheaves = [
            replace(sheaf, agency=self._agency_for(key, sheaf.file, by=by, wanted=agency))
            for key, sheaf in sheaves_of(uploaded, AgencyCode("")).items()
        ]
        why = self._why_only_drafts(sheaves, by=by)
        self._require_all_taken(uploaded, sheaves, by=by)
        if why is None:
            return self._publish(sheaves, by=by, name=name, source=source)
        return self._draft(sheaves, by=by, why=why)

    def _publish(self, sheaves: Sequence[Sheaf], *, by: Actor, name: str, source: str) -> Delivered:
        known = [latest for sheaf in sheaves if (latest := self._latest_with(sheaf)) is not None]
        if len(known) == len(sheaves):
            # Start deploys again what was deployed a moment ago: it need not wait for another proof
            return Delivered(
                id=self._deployment_of(*known[0]),
                at=self.now(),
                agency=sheaves[0].agency,
                new=False,
                revisions=tuple(known),
            )
        done = self.publish_all(
            sheaves,
            by=by,
            unless_known=False,
            deployment_name=name,
            source=source,
            limits=Limits(explore_wall=PATIENCE),
        )
        new = [one for one in done if isinstance(one, Published)]
        return Delivered(
            id=new[0].deployment if new else self._deployment_of(done[0].key, done[0].number),
            at=self.now(),
            agency=sheaves[0].agency,
            new=bool(new),
            revisions=tuple((DefinitionKey(one.key), one.number) for one in done),
            warnings=tuple(problem for one in new for problem in one.warnings),
        )

    def _deployment_of(self, key: str, number: int) -> str:
        """The deployment in which the revision was published."""
        with self.store.read() as tx:
            row = definition_rows.revision(tx, key, number)
        return "" if row is None else str(row.deployment)

    def _draft(self, sheaves: Sequence[Sheaf], *, by: Actor, why: Words) -> Delivered:
        problems = self._gate(sheaves, by=by)
        known, fresh = [], []
        for sheaf in sheaves:
            latest = self._latest_with(sheaf)
            if latest is None:
                fresh.append(sheaf)
            else:
                known.append(latest)

        def once() -> list[Draft]:
            with self.store.write_alone() as tx:
                return [
                    self._save_diagram(
                        tx, one.content, file=one.file, forms=one.forms, agency=one.agency, by=by
                    )
                    for one in fresh
                ]

        drafts = [(draft.key, draft.name) for draft in self._again(once)]
        return Delivered(
            id=f"konsep-{drafts[0][0]}" if drafts else f"{known[0][0]}:{known[0][1]}",
            at=self.now(),
            agency=sheaves[0].agency,
            new=bool(drafts),
            revisions=tuple(known),
            drafts=tuple(drafts),
            why=why if drafts else None,
            warnings=problems,
        )

    def _gate(self, sheaves: Sequence[Sheaf], *, by: Actor) -> tuple[Problem, ...]:
        """The warnings of all. Raises DiagramRefused with every problem of all."""
        problems = tuple(
            problem
            for one in sheaves
            for problem in self.check(one.content, file=one.file, forms=one.forms, agency=one.agency, by=by)
        )
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise DiagramRefused(problems)
        return problems

    def _require_all_taken(self, uploaded: Uploaded, sheaves: Sequence[Sheaf], *, by: Actor) -> None:
        """Nothing, if the diagrams name every form. Raises UploadRefused, or else what is wrong with them."""
        try:
            require_named(uploaded, sheaves)
        except UploadRefused:
            self._gate(sheaves, by=by)  # a form whose name is misspelt in a diagram is told of there
            raise

    def _draft_forms(self, forms: Mapping[FormId, bytes], *, by: Actor) -> Delivered:
        """Forms alone change no SOP that is in force: what names them is drafted with them."""
        at = self.now()
        with self.store.read() as tx:
            mine = [
                agency.code
                for agency in people_rows.all_agencies(tx)
                if authority.may_draft(by, agency=agency.code, at=at) is not None
            ]
            used = {name for code in mine for name in form_rows.names(tx, code)}
        unused = [name for name in forms if form_file(name) not in used]
        if unused:
            raise UploadRefused(_unused(unused))
        sheets = [read_form(content, file=form_file(form)) for form, content in forms.items()]

        def once() -> dict[DefinitionKey, str]:
            with self.store.write_alone() as tx:
                saved = self._save_forms(tx, sheets, by=by)
                return {line.key: line.name for line in self._draft_lines(tx, by=by) if line.key in saved}

        drafts = self._again(once)
        return Delivered(
            id="konsep-formulir",
            at=at,
            agency=by.agency,
            new=bool(drafts),
            drafts=tuple(drafts.items()),
            why=_FORMS_ALONE if drafts else None,
        )

    # --- whose it is, and what may be done with it ----------------------------------------------------

    def _agency_for(self, key: str, file: str, *, by: Actor, wanted: AgencyCode | None) -> AgencyCode:
        """The agency whose SOP the diagram is or becomes. Raises UploadRefused, NotFound."""
        with self.store.read() as tx:
            owner = self._owner(tx, key, draft_rows.draft(tx, key))
            agencies = people_rows.all_agencies(tx)
        if wanted is not None and wanted not in {agency.code for agency in agencies}:
            raise NotFound("agency", wanted)
        if owner is not None and wanted not in (None, owner):
            raise UploadRefused(_of_another(file, key, owner))
        if owner is not None or wanted is not None:
            return AgencyCode(owner or wanted or "")
        at = self.now()
        mine = [a for a in agencies if authority.may_draft(by, agency=a.code, at=at) is not None]
        named = [agency for agency in mine if key.startswith(f"{agency.code}-")]
        fitting = named if len(named) == 1 else mine
        if len(fitting) == 1:
            return fitting[0].code
        if not mine and by.agency is not None:
            return by.agency  # the right is asked for below, and refused
        raise UploadRefused(_unclear(file, mine))

    def _why_only_drafts(self, sheaves: Sequence[Sheaf], *, by: Actor) -> Words | None:
        """Why these are no more than drafts; None if they may be published. Raises NotAllowed."""
        at = self.now()
        publishes = all(
            authority.may_publish(by, agency=sheaf.agency, at=at) is not None for sheaf in sheaves
        )
        if not publishes:
            for sheaf in sheaves:
                authority.require_draft(by, agency=sheaf.agency, at=at)
            return _NO_PUBLISHER
        with self.store.read() as tx:
            if any(self._agency(tx, sheaf.agency).four_eyes for sheaf in sheaves):
                return _FOUR_EYES
        return None

    def _latest_with(self, sheaf: Sheaf) -> tuple[DefinitionKey, int] | None:
        """The latest revision of the diagram's SOP, if it holds just this and is in force."""
        key = DefinitionKey(diagrams.read(sheaf.content, file=sheaf.file).key)
        with self.store.read() as tx:
            row = definition_rows.definition(tx, key)
            active = definition_rows.active(tx, key, moment_text(self.now()))
            if row is None or active is None or active.number != row.latest:
                return None
            held = dict(definition_rows.files(tx, key, row.latest))
            held.pop(ORIGINAL, None)
            wanted = {name: definition_rows.latest_form(tx, sheaf.agency, name) for name in held}
        wanted |= {form_file(name): content for name, content in sheaf.forms.items()}
        wanted[DIAGRAM] = sheaf.content
        retired = definition_rows.is_retired(row, active)
        return (key, row.latest) if wanted == held and not retired else None


_NO_PUBLISHER: Final = Words(
    "Tersimpan sebagai konsep: Anda menyusun SOP instansi ini, tetapi penerbitlah yang menerbitkannya.",
    "Saved as a draft: you write SOPs of this agency, and a publisher publishes them.",
)
_FOUR_EYES: Final = Words(
    "Tersimpan sebagai konsep: instansi ini mensyaratkan empat mata, jadi penerbit lain yang menerbitkannya.",
    "Saved as a draft: this agency wants four eyes, so another publisher publishes it.",
)
_FORMS_ALONE: Final = Words(
    "Formulir yang dikirim tanpa diagram tersimpan sebagai konsep pada setiap SOP yang memakainya.",
    "A form that comes without a diagram is saved as a draft of every SOP that uses it.",
)


def _unused(forms: Sequence[str]) -> Words:
    named = ", ".join(forms)
    return Words(
        f"Belum ada SOP yang memakai formulir {named}. Kirim bersama diagramnya.",
        f"No SOP uses the form {named} yet. Bring it along with its diagram.",
    )


def _of_another(file: str, key: str, owner: str) -> Words:
    return Words(
        f"“{file}”: id proses {key} milik instansi {owner}. Isi Tenant ID dengan kodenya, atau ganti id itu.",
        f"“{file}”: the process id {key} is of agency {owner}. Make that the tenant ID, or change the id.",
    )


def _unclear(file: str, agencies: Sequence[Agency]) -> Words:
    codes = ", ".join(agency.code for agency in agencies)
    return Words(
        f"“{file}”: belum jelas SOP instansi mana. Isi Tenant ID dengan salah satu: {codes or '-'}.",
        f"“{file}”: it is not clear whose SOP this is. Make the tenant ID one of: {codes or '-'}.",
    )
