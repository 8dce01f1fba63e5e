"""Which field owns which path of the data, as form-js settles it. Two fields never share a path."""

from __future__ import annotations

import re
from typing import Final

from runner.forms import feel

_KEY: Final = re.compile(r"\w+(\.\w+)*", re.ASCII)
#: Properties that every JavaScript object or text has: form-js would find these where there is no data.
_NATIVE: Final = (
    "constructor toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable "
    "prototype length Infinity"
)

MAX_KEY: Final = 120


def refusal(key: str) -> tuple[str, str] | None:
    """Why ``key`` cannot name a field, in Indonesian and English; None if it can."""
    if not _KEY.fullmatch(key) or len(key) > MAX_KEY:
        return "bentuknya tidak sah", "it is not well formed"
    for part in key.split("."):
        if part.startswith("_"):
            return "diawali garis bawah", "it starts with an underscore"
        if part[0].isdigit():
            return "diawali angka", "it starts with a digit"
        if part == "typename" or part in feel.RESERVED or part in feel.SPECIAL or part in _NATIVE.split():
            return f"“{part}” sudah punya arti lain", f"“{part}” already means something else"
    return None


class Claims:
    """The paths claimed so far; lists are written without row numbers."""

    def __init__(self) -> None:
        self._leaves: set[tuple[str, ...]] = set()
        self._open: set[tuple[str, ...]] = set()
        self._lists: dict[tuple[str, ...], int] = {}

    def claim(self, path: tuple[str, ...], kind: str, *, within: tuple[int, ...]) -> int | None:
        """Claim ``path`` for a ``leaf``, ``list`` or ``group`` inside the lists ``within``.

        Gives the number of the claim; None if another field owns the path or a part of it.
        """
        for length in range(1, len(path) + 1):
            part = path[:length]
            if part in self._leaves or self._lists.get(part, -1) not in (-1, *within):
                return None
        taken = path in self._open or path in self._lists
        if taken and kind != "group":
            return None
        self._open.update(path[:length] for length in range(1, len(path)))
        number = len(self._open) + len(self._leaves) + len(self._lists)
        if kind == "leaf":
            self._leaves.add(path)
        elif kind == "list":
            self._lists[path] = number
        else:
            self._open.add(path)
        return number
