"""Random drawings of the families that the engine walks through, and random answers for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, pairwise
from random import Random

from runner.model import Json
from tests.core.bpmn_builder import Plane

Build = Callable[["Sketch", Plane, int], tuple[str, str]]


@dataclass
class Sketch:
    """Puts blocks together; every block is returned as its first and last node."""

    chance: Random
    numbers: count[int] = field(default_factory=lambda: count(1))

    def new(self, kind: str) -> str:
        return f"{kind}{next(self.numbers)}"

    def plane(self, id_: str, build: Build, depth: int) -> Plane:
        plane = Plane(id_)
        first, last = build(self, plane, depth)
        plane.connect(self.new("s"), first)
        plane.connect(last, self.new("e"))
        return plane


def task(sketch: Sketch, plane: Plane, depth: int) -> tuple[str, str]:
    node = sketch.new("t")
    plane.nodes.append(node)
    return node, node


def sequence(*builds: Build) -> Build:
    def build(sketch: Sketch, plane: Plane, depth: int) -> tuple[str, str]:
        parts = [part(sketch, plane, depth) for part in builds]
        for (_, last), (first, _) in pairwise(parts):
            plane.connect(last, first)
        return parts[0][0], parts[-1][1]

    return build


def loop(body: Build) -> Build:
    """Merge, body, gateway that goes on or back."""

    def build(sketch: Sketch, plane: Plane, depth: int) -> tuple[str, str]:
        merge, gateway, after = sketch.new("x"), sketch.new("x"), sketch.new("t")
        first, last = body(sketch, plane, depth)
        plane.connect(merge, first)
        plane.connect(last, gateway)
        plane.connect(gateway, merge, "kembali")
        plane.connect(gateway, after, "setuju")
        return merge, after

    return build


def branches(kind: str, *builds: Build, default: bool = False, through: bool = False) -> Build:
    """Split and join of one kind around the branches; ``through`` adds a branch with nothing on it."""

    def build(sketch: Sketch, plane: Plane, depth: int) -> tuple[str, str]:
        split, join = sketch.new(kind), sketch.new(kind)
        for number, branch in enumerate(builds):
            name = None if kind == "p" else "*" if default and number == 0 else f"c{number}"
            first, last = branch(sketch, plane, depth)
            plane.connect(split, first, name)
            plane.connect(last, join)
        if through:
            plane.connect(split, join, None if kind == "p" else "lewat")
        return split, join

    return build


def inside(body: Build) -> Build:
    """A sub-process around the body."""

    def build(sketch: Sketch, plane: Plane, depth: int) -> tuple[str, str]:
        node = sketch.new("q")
        plane.nodes.append(node)
        plane.inside[node] = sketch.plane(node, body, depth)
        return node, node

    return build


def anything(sketch: Sketch, plane: Plane, depth: int) -> tuple[str, str]:
    """A random block; deeper ones are simpler."""
    chance = sketch.chance
    if depth <= 0:
        return task(sketch, plane, depth)
    kind = chance.choice(["task", "sequence", "sequence", "loop", "x", "p", "p", "o", "q"])
    parts = [anything] * chance.randint(2, 3)
    if kind == "task":
        build: Build = task
    elif kind == "sequence":
        build = sequence(*parts)
    elif kind == "loop":
        build = loop(sequence(task, anything))
    elif kind == "q":
        build = inside(anything)
    else:
        build = branches(kind, *parts, default=chance.random() < 0.4, through=chance.random() < 0.3)
    return build(sketch, plane, depth - 1)


two = branches("p", task, task)
three = branches("p", task, sequence(task, task), task)

FAMILIES: dict[str, Build] = {
    "linear": sequence(*[task] * 8),
    "loops": sequence(*[loop(sequence(task, task)) for _ in range(4)]),
    "parallel": sequence(task, branches("p", sequence(task, two), three, task, through=True), task),
    "inclusive": sequence(task, branches("o", task, sequence(task, task), task, default=True), task),
    "parallel in a loop": loop(sequence(task, three, task)),
    "inclusive in a loop": loop(sequence(task, branches("o", task, loop(task), two), task)),
    "sub-processes": sequence(task, inside(sequence(task, inside(sequence(task, task)))), task),
    "sub-process in a loop": loop(sequence(task, inside(sequence(task, three)), task)),
    "loops inside branches": loop(branches("p", loop(task), inside(loop(two)), task)),
    "mixed": sequence(anything, anything),
}

#: Where the stock engine is right: no join is passed twice within one level.
STOCK_IS_RIGHT = ("linear", "loops", "parallel", "inclusive", "sub-processes", "sub-process in a loop")


def drawing(family: str, chance: Random, *, depth: int = 4) -> Plane:
    """A random drawing of the family."""
    return Sketch(chance).plane("P", FAMILIES[family], depth)


def spoilt(plane: Plane, chance: Random) -> Plane:
    """The drawing with some gateways turned into others: joins that starve, branches that meet nowhere."""
    names = {
        node: chance.choice("xpo") + node[1:] if node[0] in "xpo" and chance.random() < 0.35 else node
        for node in plane.nodes
    }
    result = Plane(plane.id, [names[node] for node in plane.nodes])
    for number, arrow in enumerate(plane.arrows):
        source, several = names[arrow.source], len(plane.out_of(arrow.source)) > 1
        choice = (arrow.choice or f"n{number}") if source[0] in "xo" and several else None
        result.connect(source, names[arrow.target], choice)
    return result


def answers(plane: Plane, chance: Random) -> dict[str, Json]:
    """Random values for every gateway of the drawing, such that each has a way out."""
    data: dict[str, Json] = {}
    for level in plane.planes():
        for node in level.nodes:
            names = [arrow.choice for arrow in level.out_of(node) if arrow.choice]
            if node[0] == "x" and names:
                data[node] = chance.choice(names)
            elif node[0] == "o" and names:
                plain = [name for name in names if name != "*"]
                flags: dict[str, Json] = {f"{node}_{name}": chance.random() < 0.5 for name in plain}
                if "*" not in names and not any(flags.values()):
                    flags[f"{node}_{chance.choice(plain)}"] = True
                data |= flags
    return data
