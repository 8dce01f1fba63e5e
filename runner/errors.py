"""Every way in which Alur says no.

AlurError
├── NotFound                 no such case, task, definition, revision, person
├── NotAllowed               authority denies (NotYours: the task belongs to other positions;
│                            HandedOver: since its case was migrated, while they filled in its form;
│                            FourEyes: whoever wrote it may not publish it)
├── TaskNotOpen              somebody completed, or the case was cancelled; knows who and when
├── TaskAlreadyTaken         a colleague holds it; knows who and since when
├── CaseNotOpen              the case is closed or cancelled
├── FormChanged              the case was migrated while its form was filled in
├── MigrationRefused         running cases cannot be migrated as asked
├── AnswersRefused           fields are wrong; carries one FieldError per field
├── ReasonMissing            a cancellation, a return without its reason
├── DiagramRefused           the gate found problems; carries all of them
├── LaneUnresolved           a lane names no position of the agency; knows what comes close
├── NoWorkingDay             a calendar closes the office for a whole year
├── NothingToPublish         the latest revision already holds this content
├── DraftChanged             somebody saved, published or discarded the draft meanwhile; knows who and when
├── UploadRefused            uploaded files that hold no SOP, or cannot be unpacked
├── TextRefused              a note or a name that cannot be kept as it was typed
├── DefinitionRetired        no new case may start
├── NotInForce               another revision of the SOP is in force than the one wanted
├── ExpressionRefused        a condition is not in our language; knows where and what
├── DiagramFailed            the engine cannot go on in this diagram; names the element
├── AccountRefused           an account name that is taken or not well formed
├── PasswordRefused          a new password that is too easy
├── TokenRefused             a token without label, scope or a life of days
├── PeriodRefused            a period that ends before it begins
├── LastAdministrator        nobody would be left who can appoint
├── ExternalPosition         a position of an outside party, acted for by another
├── HomeUnusable             folder or database of the installation cannot be opened
├── HomeInUse                a demonstration wanted where an office works
├── StoreConflict            somebody else wrote first; judged again by the shell
├── DryRunTooLong            a dry run goes round in circles
├── LoginRefused, LoginThrottled
└── BrokenFact               verify: what was recorded does not hold any more

A message follows one grammar: what was expected, but what is, so what to do. The attributes
are the facts; the pages have their own sentences for them (webui/texts.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from runner.model import Words

if TYPE_CHECKING:
    from runner.model import FieldError, Problem


class AlurError(Exception):
    """Anything that Alur refuses; nothing was changed."""


class NotFound(AlurError):
    """There is no such thing, or the actor may not know of it."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind, self.name = kind, name
        super().__init__(f"Expected a {kind} named {name!r}, but there is none. Check the name.")


class NotAllowed(AlurError):
    """The actor has no right to this verb. A name that reads alike in both languages may be a ``str``."""

    def __init__(self, verb: Words | str, *, actor: str, needs: Words | str) -> None:
        self.verb = Words(verb, verb) if isinstance(verb, str) else verb
        self.needs = Words(needs, needs) if isinstance(needs, str) else needs
        self.actor = actor
        super().__init__(
            f"Expected {actor} to be allowed to {self.verb.en}, but that needs {self.needs.en}. "
            "Act as somebody who has it (--as), or ask an administrator."
        )


class NotYours(NotAllowed):
    """The task belongs to positions that the actor does not hold now."""


class HandedOver(NotYours):
    """The case was migrated while somebody filled in a form, and its step is in other hands since.

    ``typed`` is what they had typed: pairs of what the form called it and what it says.
    """

    def __init__(
        self,
        verb: Words,
        *,
        actor: str,
        needs: Words | str,
        number: int,
        typed: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(verb, actor=actor, needs=needs)
        self.number, self.typed = number, tuple(typed)


class TaskNotOpen(AlurError):
    """The task is done or its case was cancelled; ``by`` and ``at`` tell who and when."""

    def __init__(self, task: str, *, by: str | None, at: datetime | None) -> None:
        self.task, self.by, self.at = task, by, at
        super().__init__(
            f"Expected task {task} to be open, but {by or 'somebody'} closed it"
            f"{f' at {at.isoformat()}' if at else ''}. Open the case to see what happened."
        )


class TaskAlreadyTaken(AlurError):
    """A colleague holds the task since ``at``."""

    def __init__(self, task: str, *, by: str, at: datetime | None) -> None:
        self.task, self.by, self.at = task, by, at
        super().__init__(f"Expected task {task} to be free, but {by} holds it. Ask {by} to release it.")


class TaskNotHeld(AlurError):
    """Only the holder can release a task."""

    def __init__(self, task: str) -> None:
        self.task = task
        super().__init__(f"Expected task {task} to be held by you, but it is not. Nothing to release.")


class FormChanged(AlurError):
    """The case was migrated while somebody filled in its form; ``number`` is the revision it is in now."""

    def __init__(self, task: str, number: int) -> None:
        self.task, self.number = task, number
        super().__init__(
            f"Expected the form that task {task} has now, but its case was migrated to revision {number} "
            "meanwhile. Look at the new form and send it again."
        )


class MigrationRefused(AlurError):
    """Cases cannot be migrated as asked, whatever case it is; ``why`` says what to change."""

    def __init__(self, why: Words) -> None:
        self.why = why
        super().__init__(why.en)


class CaseNotOpen(AlurError):
    """The case is closed or cancelled."""

    def __init__(self, case: str, status: str) -> None:
        self.case, self.status = case, status
        super().__init__(f"Expected case {case} to be open, but it is {status}. Start a new case.")


class AnswersRefused(AlurError):
    """Answers that the form does not accept; nothing was recorded."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        self.errors = tuple(errors)
        listed = "; ".join(f"{e.label or e.path}: {e.message.en}" for e in self.errors)
        super().__init__(f"Expected valid answers, but: {listed}")


class ReasonMissing(AlurError):
    """The verb needs a reason."""

    def __init__(self, verb: str) -> None:
        self.verb = verb
        super().__init__(f"Expected a reason to {verb}, but there is none. Write one.")


class DiagramRefused(AlurError):
    """The gate refuses; ``problems`` holds every one of them, warnings included."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.sentence("en") for problem in self.problems))


class NothingToPublish(AlurError):
    """The latest revision already holds exactly this content."""

    def __init__(self, key: str, number: int) -> None:
        self.key, self.number = key, number
        super().__init__(f"Expected a change to publish, but revision {number} of {key} already holds it.")


class DefinitionRetired(AlurError):
    """The SOP was retired, or no revision of it is in force yet: no new case may start."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"Expected {key} to be in force, but it is not. Publish a revision first.")


class NotInForce(AlurError):
    """A case was wanted of one revision, and another one is in force."""

    def __init__(self, key: str, number: int, *, active: int) -> None:
        self.key, self.number, self.active = key, number, active
        super().__init__(
            f"Expected revision {number} of {key} to be in force, but {active} is. Start that one."
        )


class ExpressionRefused(AlurError):
    """A condition that the language of conditions does not hold; ``position`` counts from 0."""

    def __init__(self, text: str, position: int, what: Words) -> None:
        self.text, self.position, self.what = text, position, what
        super().__init__(f"Expected a condition, but at character {position + 1} of {text!r}: {what.en}")


class DiagramFailed(AlurError):
    """The engine cannot go on; nothing was recorded. ``element`` is where, ``why`` says it to people."""

    def __init__(self, element: str, why: Words | str) -> None:
        self.element = element
        self.why = Words(why, why) if isinstance(why, str) else why
        super().__init__(
            f"Expected the case to move on at {element or 'the diagram'}, but {self.why.en} "
            "Tell the analyst of this SOP."
        )


class LastAdministrator(AlurError):
    """Without this person, nobody could appoint, grant or cancel any more."""

    def __init__(self, account: str) -> None:
        self.account = account
        super().__init__(
            f"Expected somebody else to administer the installation too, but {account} is the last. "
            "Grant another person the duty administrator first."
        )


class ExternalPosition(AlurError):
    """Nobody is appointed to a position of an outside party; another position acts for it."""

    def __init__(self, title: str, represented_by: str) -> None:
        self.title, self.represented_by = title, represented_by
        super().__init__(
            f"Expected a position of the office, but {title} is an outside party. "
            f"Appoint somebody to {represented_by}, which acts for it."
        )


class HomeUnusable(AlurError):
    """The folder or the database of the installation cannot be opened."""

    def __init__(self, place: str, why: str) -> None:
        self.place, self.why = place, why
        super().__init__(
            f"Expected to open {place}, but: {why}. Check ALUR_HOME and DATABASE_URL, and who may read them."
        )


class HomeInUse(AlurError):
    """A demonstration was asked for in a home where an office works already."""

    def __init__(self, home: str) -> None:
        self.home = home
        super().__init__(
            f"Expected an empty home for the demonstration, but {home} holds an office's data. "
            "Set ALUR_HOME to another folder, or leave out --demo."
        )


class StoreConflict(AlurError):
    """Another writer was first; the verb is judged again on what is true now."""


class AccountRefused(AlurError):
    """The account name is taken, or not of the form ``name.agency``."""

    def __init__(self, account: str, *, taken: bool) -> None:
        self.account, self.taken = account, taken
        why = "it is taken" if taken else "it is not (2 to 100 of a-z, 0-9, dot, hyphen)"
        super().__init__(f"Expected {account!r} to be a free account name, but {why}. Choose another.")


class PasswordRefused(AlurError):
    """The new password is shorter than ``least`` characters, or the old one again."""

    def __init__(self, least: int) -> None:
        self.least = least
        super().__init__(f"Expected a new password of at least {least} characters. Choose a longer one.")


class TokenRefused(AlurError):
    """A token that cannot be issued like this; ``why`` says it to people."""

    def __init__(self, why: Words) -> None:
        self.why = why
        super().__init__(f"Expected a label, a scope and a life, but {why.en}. Put it right and ask again.")


class PeriodRefused(AlurError):
    """A period that ends before it begins."""

    def __init__(self, since: datetime, until: datetime) -> None:
        self.since, self.until = since, until
        super().__init__(
            f"Expected an end after {since.isoformat()}, but it is {until.isoformat()}. Correct one of them."
        )


class LoginRefused(AlurError):
    """Account and password do not match, or the account is disabled."""

    def __init__(self) -> None:
        super().__init__("Expected a known account with its password, but they do not match. Try again.")


class LoginThrottled(AlurError):
    """Too many failures for this account from this address."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(f"Expected fewer failed logins. Wait {minutes} minutes and try again.")


class BrokenFact(AlurError):
    """What was recorded does not hold any more: ``stream``, ``seq`` and ``what`` name it."""

    def __init__(self, stream: str, seq: int | None, what: Words) -> None:
        self.stream, self.seq, self.what = stream, seq, what
        super().__init__(self.words.en)

    @property
    def words(self) -> Words:
        """Where it stands and what does not hold."""
        id_, en = (f" peristiwa {self.seq}", f" event {self.seq}") if self.seq is not None else ("", "")
        return Words(f"{self.stream}{id_}: {self.what.id}", f"{self.stream}{en}: {self.what.en}")


class LaneUnresolved(AlurError):
    """A lane stands for no position of the agency.

    ``suggestions`` are positions that come close ("Kepala Dinas (kadis)"); ``unknown`` are the codes that
    its property ``jabatan`` names in vain, none if it was looked up by its name.
    """

    def __init__(self, lane: str, suggestions: Sequence[str], *, unknown: Sequence[str] = ()) -> None:
        self.lane, self.suggestions, self.unknown = lane, tuple(suggestions), tuple(unknown)
        named = f"the codes {', '.join(unknown)}" if unknown else "its name"
        close = f" Close: {', '.join(suggestions)}." if suggestions else ""
        super().__init__(
            f"Expected lane {lane!r} to stand for a position of the agency, but no position has {named}."
            f"{close} Write the alias into instansi.toml, or give the lane the property jabatan."
        )


class NoWorkingDay(AlurError):
    """The calendar of an agency has no working day in the year after ``day``."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(
            f"Expected a working day within a year after {day.isoformat()}, but the calendar has none. "
            "Correct the agency's hours and overrides."
        )


class FourEyes(NotAllowed):
    """In this agency a draft is published by somebody who did not write it.

    ``drafted`` is False for content that was brought along without a draft: whoever brings it is its author.
    """

    def __init__(self, key: str, *, actor: str, agency: str, drafted: bool) -> None:
        self.key, self.agency, self.drafted = key, agency, drafted
        super().__init__(
            Words(f"menerbitkan {key}, tulisannya sendiri", f"publish {key}, which is their own writing"),
            actor=actor,
            needs=Words("penerbit lain yang tidak ikut menulis", "another publisher, who wrote none of it"),
        )


class DraftChanged(AlurError):
    """The draft is not the one that was worked on: ``by`` (a name) saved, published or discarded it.

    ``version`` is that of the draft there is now, 0 if there is none any more.
    """

    def __init__(self, key: str, *, by: str, at: datetime | None, version: int) -> None:
        self.key, self.by, self.at, self.version = key, by, at, version
        done = "saved another draft" if version else "published or discarded it"
        super().__init__(
            f"Expected the draft of {key} as it was opened, but {by or 'somebody'} {done}"
            f"{f' at {at.isoformat()}' if at else ''}. Compare, then save again."
        )


class UploadRefused(AlurError):
    """Files that cannot be taken in; nothing of them was. ``words`` says which and why."""

    def __init__(self, said: Words) -> None:
        self.words = said
        super().__init__(said.en)


class TextRefused(AlurError):
    """A text that cannot be kept as typed: longer than ``most`` characters, or with ones nobody can read."""

    def __init__(self, what: Words, *, most: int) -> None:
        self.what, self.most = what, most
        super().__init__(
            f"Expected {what.en} of at most {most} characters, all of them readable. Shorten or retype it."
        )


class DryRunTooLong(AlurError):
    """More was tried than one dry run carries; ``most`` is how many moves it has at most."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(
            f"Expected at most {most} steps in one dry run, but this one goes on. "
            "Look for a way that leads round in a circle, step back, or begin again."
        )
