"""What is refused about diagrams, forms, drafts and revisions. Only errors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from runner.errors.root import AlurError, NotAllowed
from runner.model import Words

if TYPE_CHECKING:
    from runner.model import Problem


class DiagramRefused(AlurError):
    """The gate refuses; ``problems`` holds every one of them, warnings included."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.sentence("en") for problem in self.problems))


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


class ExpressionRefused(AlurError):
    """A condition that the language of conditions does not hold; ``position`` counts from 0."""

    def __init__(self, text: str, position: int, what: Words) -> None:
        self.text, self.position, self.what = text, position, what
        super().__init__(f"Expected a condition, but at character {position + 1} of {text!r}: {what.en}")


class NothingToPublish(AlurError):
    """The latest revision already holds exactly this content."""

    def __init__(self, key: str, number: int) -> None:
        self.key, self.number = key, number
        super().__init__(f"Expected a change to publish, but revision {number} of {key} already holds it.")


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
