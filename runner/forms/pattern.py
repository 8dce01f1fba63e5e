"""Patterns of fields: ECMAScript regular expressions, matched in linear time. No text can make one slow.

``regress`` (an ECMAScript engine) says what is a pattern at all; the states below do the matching,
because an engine that goes back over the text can be made to run for hours by one pattern and thirty
letters. The price: no back references, look-around or word boundaries; the gate says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import regress

from runner.forms.json_values import SPACES
from runner.model import Words

MAX_LENGTH: Final = 500
MAX_STATES: Final = 3_000
MAX_DEPTH: Final = 20
_KEPT_MOVES: Final = 4_000

_DIGITS: Final = frozenset("0123456789")
_WORD: Final = _DIGITS | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")
_NEW_LINES: Final = frozenset("\n\r\u2028\u2029")
_CONTROLS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}

Accepts = Callable[[str], bool]


class PatternRefused(Exception):
    """The text is no pattern, or one outside the subset; ``what`` says why."""

    def __init__(self, what: Words) -> None:
        self.what = what
        super().__init__(what.en)


@dataclass(slots=True)
class _State:
    """One state: it eats a unit that ``accepts`` takes, or moves freely where ``anchor`` allows."""

    accepts: Accepts | None = None
    anchor: str = ""
    following: list[int] = field(default_factory=list)


class Pattern:
    """A pattern that can be searched for. Equal sources are equal patterns."""

    __slots__ = ("_ends", "_final", "_moves", "_start", "_states", "source")

    def __init__(self, source: str) -> None:
        """Read ``source``. Raises PatternRefused."""
        if len(source) > MAX_LENGTH:
            raise PatternRefused(
                Words(f"Pola lebih dari {MAX_LENGTH} huruf.", f"The pattern exceeds {MAX_LENGTH} characters.")
            )
        try:
            regress.Regex(source)
        except regress.RegressError as error:
            raise PatternRefused(
                Words("Pola bukan ungkapan reguler yang sah.", "It is not a valid regular expression.")
            ) from error
        self.source = source
        self._states: list[_State] = []
        reader = _Reader(_in_units(source), self._states)
        start, self._final = reader.alternatives(0)
        reader.finish()
        self._start = start
        self._moves: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        self._ends: dict[frozenset[int], bool] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)

    def found_in(self, text: str) -> bool:
        """True if the pattern matches anywhere in ``text``, as RegExp.prototype.test says."""
        current = self._closed({self._start}, at_start=True, at_end=not text)
        if self._final in current:
            return True
        moves = self._moves
        for unit in _in_units(text):
            following = moves.get((current, unit))
            if following is None:
                following = self._move(current, unit)
                if len(moves) < _KEPT_MOVES:
                    moves[current, unit] = following
            if self._final in following:
                return True
            current = following
        return self._ends_well(current)

    def _move(self, current: frozenset[int], unit: str) -> frozenset[int]:
        reached = {self._start}
        for number in current:
            state = self._states[number]
            if state.accepts is not None and state.accepts(unit):
                reached.update(state.following)
        return self._closed(reached, at_start=False, at_end=False)

    def _ends_well(self, current: frozenset[int]) -> bool:
        known = self._ends.get(current)
        if known is None:
            known = self._final in self._closed(set(current), at_start=False, at_end=True)
            if len(self._ends) < _KEPT_MOVES:
                self._ends[current] = known
        return known

    def _closed(self, states: set[int], *, at_start: bool, at_end: bool) -> frozenset[int]:
        waiting = list(states)
        while waiting:
            state = self._states[waiting.pop()]
            if state.accepts is not None:
                continue
            if (state.anchor == "^" and not at_start) or (state.anchor == "$" and not at_end):
                continue
            fresh = [number for number in state.following if number not in states]
            states.update(fresh)
            waiting.extend(fresh)
        return frozenset(states)


class _Reader:
    """Turns a pattern that regress accepts into states; every part is (its first state, its last)."""

    def __init__(self, source: str, states: list[_State]) -> None:
        self._source, self._states, self._at = source, states, 0

    def finish(self) -> None:
        if self._at < len(self._source):
            raise _outside(self._source[self._at :][:3])

    def alternatives(self, depth: int) -> tuple[int, int]:
        if depth > MAX_DEPTH:
            raise _outside("(" * 3)
        parts = [self._sequence(depth)]
        while self._take("|"):
            parts.append(self._sequence(depth))
        first, last = self._state(), self._state()
        for start, end in parts:
            self._join(first, start)
            self._join(end, last)
        return first, last

    def _sequence(self, depth: int) -> tuple[int, int]:
        first = last = self._state()
        while self._at < len(self._source) and self._source[self._at] not in "|)":
            start, end = self._repeated(depth)
            self._join(last, start)
            last = end
        return first, last

    def _repeated(self, depth: int) -> tuple[int, int]:
        begins = self._at
        anchored = self._source[begins] in "^$"
        part = self._atom(depth)
        ends = self._at
        least, most = self._quantifier()
        if (least, most) == (1, 1):
            return part
        if anchored:
            raise _outside(self._source[begins : self._at])
        first = last = self._state()
        for _ in range(least):
            part = self._again(begins, ends, depth)
            self._join(last, part[0])
            last = part[1]
        if most is None:
            part = self._again(begins, ends, depth)
            hub = self._state()
            self._join(last, hub)
            self._join(hub, part[0])
            self._join(part[1], hub)
            return first, hub
        done = self._state()
        for _ in range(most - least):
            part = self._again(begins, ends, depth)
            self._join(last, done)
            self._join(last, part[0])
            last = part[1]
        self._join(last, done)
        return first, done

    def _again(self, begins: int, ends: int, depth: int) -> tuple[int, int]:
        """The same atom once more, with states of its own."""
        after, self._at = self._at, begins
        part = self._atom(depth)
        assert self._at == ends  # noqa: S101 - the same text reads the same way
        self._at = after
        return part

    def _quantifier(self) -> tuple[int, int | None]:
        bounds: tuple[int, int | None] = (1, 1)
        mark = self._source[self._at : self._at + 1]
        if mark in ("*", "+", "?") and mark:
            self._at += 1
            bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}[mark]
        elif mark == "{":
            closing = self._source.find("}", self._at)
            least, comma, most = self._source[self._at + 1 : max(closing, self._at)].partition(",")
            if closing < 0 or not least.isdecimal() or not (most.isdecimal() or not most) or len(most) > 5:
                raise _outside("{")
            self._at = closing + 1
            bounds = (int(least[:6]), int(most) if most else None if comma else int(least[:6]))
        if mark in ("*", "+", "?", "{") and mark:
            self._take("?")
        if bounds[0] > MAX_STATES:
            raise _outside("{")
        return bounds

    def _atom(self, depth: int) -> tuple[int, int]:
        unit = self._source[self._at]
        self._at += 1
        if unit in "^$":
            state = self._state()
            last = self._state()
            self._states[state].anchor = unit
            self._join(state, last)
            return state, last
        if unit == "(":
            return self._group(depth)
        if unit == "[":
            return self._eats(self._set())
        if unit == ".":
            return self._eats(lambda other: other not in _NEW_LINES)
        if unit == "\\":
            return self._eats(self._escape())
        if unit in "*+?{}]":
            raise _outside(unit)
        return self._eats(_exactly(unit))

    def _group(self, depth: int) -> tuple[int, int]:
        if self._take("?"):
            if self._take("<"):
                closing = self._source.find(">", self._at)
                if self._source[self._at] in "=!" or closing < 0:
                    raise _outside("(?<" + self._source[self._at])
                self._at = closing + 1
            elif not self._take(":"):
                raise _outside("(?" + self._source[self._at])
        part = self.alternatives(depth + 1)
        if not self._take(")"):
            raise _outside("(")
        return part

    def _set(self) -> Accepts:
        inverted = self._take("^")
        members: list[Accepts] = []
        while not self._take("]"):
            low, single = self._member()
            if single and self._source[self._at : self._at + 1] == "-" and self._source[self._at + 1] != "]":
                self._at += 1
                _, also_single = self._member()
                if not also_single:
                    raise _outside("-")
                members.append(_between(single, also_single))
            else:
                members.append(low)
        accepted = tuple(members)
        if inverted:
            return lambda unit: not any(accepts(unit) for accepts in accepted)
        return lambda unit: any(accepts(unit) for accepts in accepted)

    def _member(self) -> tuple[Accepts, str]:
        """One member of a set, and its unit if it is a single one."""
        unit = self._source[self._at]
        self._at += 1
        if unit != "\\":
            return _exactly(unit), unit
        begins = self._at
        accepts = self._escape()
        name = self._source[begins]
        if name in "dDwWsS":
            return accepts, ""
        return accepts, self._escaped_unit(begins)

    def _escape(self) -> Accepts:
        begins = self._at
        name = self._source[self._at]
        if name in "dDwWsS":
            self._at += 1
            members: frozenset[str] = {"d": _DIGITS, "w": _WORD, "s": frozenset(SPACES)}[name.lower()]
            if name.islower():
                return lambda unit: unit in members
            return lambda unit: unit not in members
        if name.isdigit() or (name.isalpha() and name not in "tnrfvxu"):
            raise _outside("\\" + name)
        return _exactly(self._escaped_unit(begins))

    def _escaped_unit(self, begins: int) -> str:
        name = self._source[begins]
        self._at = begins + 1
        if name in _CONTROLS:
            return _CONTROLS[name]
        if name in "xu":
            size = 2 if name == "x" else 4
            digits = self._source[begins + 1 : begins + 1 + size]
            if len(digits) < size or not all(digit in "0123456789abcdefABCDEF" for digit in digits):
                raise _outside("\\" + name)
            self._at += size
            return chr(int(digits, 16))
        return name

    def _eats(self, accepts: Accepts) -> tuple[int, int]:
        state, last = self._state(), self._state()
        self._states[state].accepts = accepts
        self._join(state, last)
        return state, last

    def _state(self) -> int:
        if len(self._states) >= MAX_STATES:
            raise PatternRefused(Words("Pola terlalu besar.", "The pattern is too large."))
        self._states.append(_State())
        return len(self._states) - 1

    def _join(self, one: int, other: int) -> None:
        self._states[one].following.append(other)

    def _take(self, unit: str) -> bool:
        if self._source.startswith(unit, self._at):
            self._at += 1
            return True
        return False


def _in_units(text: str) -> str:
    """The text with every character beyond the first plane as its two UTF-16 halves."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    return "".join(
        unit if unit <= "\uffff" else chr(0xD7C0 + (ord(unit) >> 10)) + chr(0xDC00 + (ord(unit) & 0x3FF))
        for unit in text
    )


def _exactly(unit: str) -> Accepts:
    return lambda other: other == unit


def _between(low: str, high: str) -> Accepts:
    return lambda unit: low <= unit <= high


def _outside(part: str) -> PatternRefused:
    return PatternRefused(
        Words(f"Bagian “{part}” tidak didukung dalam pola.", f"“{part}” is not supported in a pattern.")
    )
