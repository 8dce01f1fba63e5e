"""Random SOPs of steps, branches, decisions and returns, and what an analyst might make of them next."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.builders import Sop


@dataclass
class Block:
    """A step, or a decision, branches or a round of returns with the sequences inside."""

    kind: str
    number: int
    inside: list[list[Block]] = field(default_factory=list)


class Drawer:
    """Draws an SOP; no number is ever given twice, so that a step of both revisions is the same step."""

    def __init__(self, dice: Random) -> None:
        self._dice, self._last = dice, 0

    def steps(self, depth: int, least: int, most: int) -> list[Block]:
        """So many blocks in a row."""
        return [self._block(depth) for _ in range(self._dice.randint(least, most))]

    def changed(self, drawn: list[Block]) -> list[Block]:
        """The next revision: one to three things are different."""
        made = copy.deepcopy(drawn)
        for _ in range(self._dice.randint(1, 3)):
            self._change(self._dice.choice(list(_sequences(made))))
        return made

    def _next(self, kind: str, *inside: list[Block]) -> Block:
        self._last += 1
        return Block(kind, self._last, list(inside))

    def _block(self, depth: int) -> Block:
        kind = "task" if depth == 0 else self._dice.choices(KINDS, (11, 4, 3, 2))[0]
        inside = {"task": 0, "branches": self._dice.randint(2, 3), "decision": 2, "round": 1}[kind]
        return self._next(kind, *(self.steps(depth - 1, 1, 2) for _ in range(inside)))

    def _change(self, row: list[Block]) -> None:
        at = self._dice.randrange(len(row))
        block = row[at]
        match self._dice.choice(("add", "add", "drop", "beside", "branch", "line up", "return", "shuffle")):
            case "drop" if len(row) > 1:
                row.pop(at)
            case "beside":
                row[at] = self._next("branches", [block], [self._next("task")])
            case "branch" if block.kind == "branches":
                block.inside.append([self._next("task")])
            case "line up" if block.kind == "branches":
                row[at : at + 1] = [each for branch in block.inside for each in branch]
            case "return":
                row[at] = self._next("round", [block])
            case "shuffle":
                self._dice.shuffle(row)
            case _:
                row.insert(at, self._next("task"))


KINDS = ("task", "branches", "decision", "round")


def _sequences(row: list[Block]) -> Iterator[list[Block]]:
    yield row
    for block in row:
        for inside in block.inside:
            yield from _sequences(inside)


def sop(row: list[Block], label: str) -> Sop:
    """The SOP in arrows, all of it in the hands of one position."""
    arrows: list[tuple[str, str, str]] = []
    last, named = _chain(row, "s1", "", arrows)
    arrows.append((last, "e1", named))
    steps = sorted({target for _, target, _ in arrows if target.startswith("t")})
    return Sop(
        "uji-acak",
        "\n".join(f"{one} -> {other}" + (f" [{name}]" if name else "") for one, other, name in arrows),
        {"Staf": " ".join(steps)},
        forms=dict.fromkeys(steps, "surat"),
        label=label,
    )


def _chain(row: list[Block], last: str, named: str, arrows: list[tuple[str, str, str]]) -> tuple[str, str]:
    """The row drawn behind ``last``: where it ends, and the name of the flow that leaves there."""
    for block in row:
        number = block.number
        if block.kind == "task":
            arrows.append((last, f"t{number}", named))
            last, named = f"t{number}", ""
        elif block.kind == "round":
            arrows.append((last, f"x{number}a", named))
            end, said = _chain(block.inside[0], f"x{number}a", "", arrows)
            arrows += [(end, f"t{number}", said), (f"t{number}", f"x{number}z", "")]
            arrows.append((f"x{number}z", f"x{number}a", "Kembalikan"))
            last, named = f"x{number}z", "Setuju"
        else:
            kind = "p" if block.kind == "branches" else "x"
            if kind == "x":
                arrows.append((last, f"t{number}", named))
                last, named = f"t{number}", ""
            arrows.append((last, f"{kind}{number}a", named))
            for place, inside in enumerate(block.inside):
                way = ("Setuju", "Tolak")[place] if kind == "x" else ""
                end, said = _chain(inside, f"{kind}{number}a", way, arrows)
                arrows.append((end, f"{kind}{number}z", said))
            last, named = f"{kind}{number}z", ""
    return last, named
