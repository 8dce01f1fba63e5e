"""SOPs: publish diagrams with their forms as revisions, roll back to older ones, retire.

Promise: a revision is checked before anything is frozen, and frozen whole: the diagram, every form that
it names, its cover, and the positions that its lanes stand for.
Never: a form resolved after the publish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runner import authority
from runner.agency import Agency
from runner.drafting_texts import REASON
from runner.errors import DefinitionRetired as AlreadyRetired
from runner.errors import NotFound, NothingToPublish, ReasonMissing
from runner.events import moment_text
from runner.facts import DefinitionRetired, RevisionPublished
from runner.freezing import Effective, Freezing, Published, ready, since_midnight
from runner.judging import Judged, judge
from runner.kept_text import kept
from runner.model import Actor, AgencyCode, DefinitionKey, FormId
from runner.revision import DIAGRAM, ORIGINAL, form_file, forms_in
from runner.store import Transaction, definition_rows, trail
from runner.trial import LIMITS, Limits

__all__ = ["Effective", "Published", "Publishing", "Sheaf", "since_midnight"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheaf:
    """One diagram to be published, with the forms at hand and the agency it is for."""

    content: bytes
    file: str
    forms: Mapping[FormId, bytes]
    agency: AgencyCode


class Publishing(Freezing):
    """Verbs on definitions."""

    def publish(
        self,
        content: bytes,
        *,
        file: str,
        forms: Mapping[FormId, bytes],
        agency: AgencyCode,
        by: Actor,
        note: str = "",
        effective_from: Effective = None,
        unless_known: bool = False,
        accept_unproven: str = "",
        deployment_name: str = "",
        source: str = "",
    ) -> Published:
        """The next revision of the diagram's definition, in force from its effective moment (default: now).

        Forms that are not in ``forms`` are taken as the agency last published them, and frozen with it.
        ``unless_known`` also refuses content that an older revision holds. ``accept_unproven`` is the
        owner's reason to publish what is not proven to end well. Raises NotAllowed, FourEyes,
        DiagramRefused, NothingToPublish, TextRefused.
        """
        (done,) = self.publish_all(
            [Sheaf(content=content, file=file, forms=forms, agency=agency)],
            by=by,
            note=note,
            effective_from=effective_from,
            unless_known=unless_known,
            accept_unproven=accept_unproven,
            deployment_name=deployment_name,
            source=source,
        )
        if isinstance(done, NothingToPublish):
            raise done
        return done

    def publish_all(
        self,
        sheaves: Sequence[Sheaf],
        *,
        by: Actor,
        note: str = "",
        effective_from: Effective = None,
        unless_known: bool = True,
        accept_unproven: str = "",
        deployment_name: str = "",
        source: str = "",
        limits: Limits = LIMITS,
    ) -> tuple[Published | NothingToPublish, ...]:
        """All of them are revisions, or none is; for each, what was published or why nothing had to be.

        Content that a revision holds already makes none (``unless_known``: any revision, since a folder
        published again is no roll-back; else the latest). All that is published shares one deployment.
        ``limits`` are those of the proof. Raises NotAllowed, FourEyes, DiagramRefused (the problems of all),
        TextRefused.
        """
        act = self._new_act(
            by, note=note, effective_from=effective_from, deployment_name=deployment_name, source=source
        )
        found: list[tuple[Judged, Agency]] = []
        with self.store.read() as tx:
            for sheaf in sheaves:
                authority.require_publish(by, agency=sheaf.agency, at=self.now())
                profile = self._agency(tx, sheaf.agency)

                def published(name: FormId, agency: AgencyCode = sheaf.agency) -> bytes | None:
                    return definition_rows.latest_form(tx, agency, form_file(name))

                judged = judge(
                    sheaf.content, file=sheaf.file, forms=sheaf.forms, agency=profile, published=published
                )
                found.append((judged, profile))
        made = ready(found, accept_unproven=accept_unproven, limits=limits)

        def once() -> tuple[Published | NothingToPublish, ...]:
            done: list[Published | NothingToPublish] = []
            with self.store.write_alone() as tx:
                for one in made:
                    try:
                        done.append(self._freeze(tx, one, act, unless_known=unless_known))
                    except NothingToPublish as same:
                        done.append(same)
            return tuple(done)

        return self._again(once)

    def roll_back(
        self,
        key: str,
        number: int,
        *,
        by: Actor,
        note: str = "",
        effective_from: Effective = None,
        accept_unproven: str = "",
    ) -> Published:
        """The content of an older revision is the next one, as it was frozen, in one act.

        What its publisher answered for then is answered for again. Raises NotFound, NotAllowed,
        DiagramRefused (positions of its lanes may be gone), NothingToPublish, TextRefused.
        """
        act = self._new_act(by, note=note, effective_from=effective_from)
        with self.store.read() as tx:
            row = definition_rows.revision(tx, key, number) if 0 < number < 2**31 else None
            if row is None:
                raise NotFound("revision", f"{key} {number}")
            authority.require_publish(by, agency=AgencyCode(row.agency), at=self.now())
            profile = self._agency(tx, row.agency)
            files = definition_rows.files(tx, key, number)
            reason = accept_unproven.strip() or _accepted(tx, key, number)
        judged = judge(files[DIAGRAM], file=f"{key}.bpmn", forms=forms_in(files), agency=profile)
        beside = {name: content for name, content in files.items() if name == ORIGINAL}
        (one,) = ready([(judged, profile)], accept_unproven=reason, keep=[beside])

        def once() -> Published:
            with self.store.write_alone() as tx:
                return self._freeze(tx, one, act, restores=number)

        return self._again(once)

    def retire(self, key: str, *, reason: str, by: Actor) -> None:
        """No new case starts; running ones go on.

        Raises NotFound, NotAllowed, ReasonMissing, TextRefused.
        """
        with self.store.write_alone() as tx:
            row = definition_rows.definition(tx, key)
            if row is None:
                raise NotFound("SOP", key)
            standing = authority.require_publish(by, agency=AgencyCode(row.agency), at=self.now())
            newest = definition_rows.revisions_of(tx, key)[0]
            # what was published since then would bring it back
            if row.retired_at is not None and newest.published_at <= row.retired_at:
                raise AlreadyRetired(key)
            if not reason.strip():
                raise ReasonMissing("retire an SOP")
            fact = DefinitionRetired(definition=DefinitionKey(key), reason=kept(reason, REASON))
            event = self._record(tx, f"definition:{key}", fact, by=by.id, standing=standing)
            definition_rows.retire(tx, DefinitionKey(key), moment_text(event.at))


def _accepted(tx: Transaction, key: str, number: int) -> str:
    """The reason with which the publisher of that revision answered for it, if there was one."""
    for event in trail.events_of(tx, f"definition:{key}"):
        if isinstance(event.fact, RevisionPublished) and event.fact.number == number:
            return event.fact.accepted_unproven
    return ""
