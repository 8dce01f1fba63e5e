"""When two texts say the same, and how alike they are.

Promise: spaces that only set a text (line ends, around punctuation, after a list number) never count.
Never: an opinion on spelling; a letter more or less is a difference.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from itertools import pairwise
from typing import Final

#: Lines of a list that are compared in their order; longer ones only by what came and went.
_MOST_LINES: Final = 200
#: Letters of a text by which it is recognised, and the bits for the pairs among them.
_MOST_LETTERS: Final = 400
_MOST_BITS: Final = 4096
#: How alike two lines are to be one that was reworded.
_CLOSE: Final = 0.7
_WRITTEN = re.compile(r"[^\W_]")
_FOLDED = re.compile(r"[\W_]+")
_MARKER = re.compile(r"(?:\(?\d{1,3}(?:\s?[.)]+(?!\d)|(?=\s))|\(?[a-zA-Z][.)]+(?=\s)|[-–—•*·]+[.)]*)\s*")


def plain(text: str) -> str:
    """The text without the spaces that only set it: one is kept between two letters or two digits."""
    kept: list[str] = []
    pieces = text.split()
    for piece in pieces:
        if kept and _parted(kept[-1][-1], piece[0]):
            kept.append(" ")
        kept.append(piece)
    return "".join(kept)


def same(before: str, after: str) -> bool:
    """True if both read the same, however they are set."""
    return before == after or plain(before) == plain(after)


def silent(text: str) -> bool:
    """True if a text is only marks (hyphens, dots), with no word or number behind them."""
    return bool(text.strip()) and not _WRITTEN.search(text)


def folded(text: str) -> str:
    """What a name is looked up by: without case, spaces and punctuation."""
    return _FOLDED.sub("", text).casefold()


class Likeness:
    """How alike texts are, by the pairs of neighbouring letters that both have at their beginning.

    The pairs of a text are the bits of one number, so that every step of a large diagram can be held against
    every step of another within a second. Beyond so many different pairs two may share a bit.
    """

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._read: dict[str, tuple[int, int]] = {}

    def of(self, one: str, other: str) -> float:
        """From 0, nothing in common, to 1, the same."""
        (bits, count), (other_bits, other_count) = self._pairs_of(one), self._pairs_of(other)
        return 2 * (bits & other_bits).bit_count() / (count + other_count) if count and other_count else 0.0

    def _pairs_of(self, text: str) -> tuple[int, int]:
        known = self._read.get(text)
        if known is None:
            letters = folded(text[:_MOST_LETTERS])
            bits = 0
            for pair in map("".join, pairwise(letters)):
                bits |= 1 << self._places.setdefault(pair, len(self._places) % _MOST_BITS)
            known = self._read[text] = bits, bits.bit_count()
        return known


@dataclass(frozen=True, slots=True)
class Items:
    """How a list of lines changed; ``renumbered`` holds the marks before and after if only they differ, and
    ``resplit`` is True if the words are the same and only their parting into items is not.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]
    reordered: tuple[str, ...]
    renumbered: tuple[str, str] | None
    resplit: bool = False


def items(before: str, after: str) -> Items:
    """What became of the lines of a list. The marks of its items are compared where nothing else differs."""
    old, new = [_item(line) for line in before.splitlines()], [_item(line) for line in after.splitlines()]
    lines = [[plain(text) for _, text in side if text] for side in (old, new)]
    words = [plain(" ".join(side)) for side in lines]
    if lines[0] != lines[1] and words[0] == words[1]:
        return Items((), (), (), (), None, resplit=True)
    if max(map(len, lines)) > _MOST_LINES:
        come, gone = Counter(lines[1]) - Counter(lines[0]), Counter(lines[0]) - Counter(lines[1])
        return Items(tuple(come.elements()), tuple(gone.elements()), (), (), None)
    likeness = Likeness()
    added: list[str] = []
    removed: list[str] = []
    changed: list[tuple[str, str]] = []
    matcher = SequenceMatcher(
        a=[plain(text) for _, text in old], b=[plain(text) for _, text in new], autojunk=False
    )
    for what, a1, a2, b1, b2 in matcher.get_opcodes():
        if what == "equal":
            continue
        left, right = [text for _, text in old[a1:a2]], [text for _, text in new[b1:b2]]
        for text in list(left):
            close = max(right, key=partial(likeness.of, text), default="")
            if likeness.of(text, close) >= _CLOSE:
                changed.append((text, close))
                left.remove(text)
                right.remove(close)
        removed += left
        added += right
    moved = set(map(plain, added)) & set(map(plain, removed))
    marks = " ".join(mark for mark, _ in old), " ".join(mark for mark, _ in new)
    untouched = not (added or removed or changed)
    return Items(
        added=tuple(text or "-" for text in added if plain(text) not in moved),
        removed=tuple(text or "-" for text in removed if plain(text) not in moved),
        changed=tuple(changed),
        reordered=tuple(text for text in added if plain(text) in moved),
        renumbered=marks if untouched and plain(marks[0]) != plain(marks[1]) else None,
    )


def _item(line: str) -> tuple[str, str]:
    line = " ".join(line.split())
    mark = _MARKER.match(line)
    return (mark.group().strip(), line[mark.end() :]) if mark else ("", line)


def _parted(left: str, right: str) -> bool:
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())
