"""The root of the tree of errors, and what any part of Alur may refuse with. Only errors."""

from __future__ import annotations

from runner.model import Words


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


class ReasonMissing(AlurError):
    """The verb needs a reason."""

    def __init__(self, verb: str) -> None:
        self.verb = verb
        super().__init__(f"Expected a reason to {verb}, but there is none. Write one.")


class TextRefused(AlurError):
    """A text that cannot be kept as typed: longer than ``most`` characters, or with ones nobody can read."""

    def __init__(self, what: Words, *, most: int) -> None:
        self.what, self.most = what, most
        super().__init__(
            f"Expected {what.en} of at most {most} characters, all of them readable. Shorten or retype it."
        )


class StoreConflict(AlurError):
    """Another writer was first; the verb is judged again on what is true now."""


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
