"""An oracle: the token game of BPMN, played on the drawing itself. It knows nothing of the engine.

Tokens lie on arrows and rest at tasks. Automatic symbols play first, then parallel joins, then sub-processes
that have ended, and inclusive joins last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.core.bpmn_builder import Arrow, Plane


class Stuck(Exception):
    """The drawing cannot go on from here."""


class Ambiguous(Exception):
    """Two inclusive joins are free at once; which goes first is nobody's to say."""


@dataclass
class Game:
    """The marking of one plane."""

    plane: Plane
    on: Counter[str] = field(default_factory=Counter)
    at: list[str] = field(default_factory=list)
    inner: list[tuple[str, Game]] = field(default_factory=list)
    ended: bool = False

    @classmethod
    def begin(cls, plane: Plane, data: Mapping[str, object]) -> Game:
        game = cls(plane)
        game._leave(next(node for node in plane.nodes if node[0] == "s"), data)
        game._play(data)
        return game

    def complete(self, task: str, data: Mapping[str, object]) -> None:
        game = next(game for game in self._games() if task in game.at)
        game.at.remove(task)
        game._leave(task, data)
        self._play(data)

    def open(self) -> list[str]:
        """The open tasks of the whole case."""
        return sorted(task for game in self._games() for task in game.at)

    def waiting(self) -> list[str]:
        """The joins where tokens wait, one entry per token."""
        return sorted(
            arrow.target
            for game in self._games()
            for arrow in game.plane.arrows
            for _ in range(game.on[arrow.id])
        )

    def over(self) -> bool:
        return not self.open() and not self.waiting() and not self.inner

    def _games(self) -> Iterator[Game]:
        yield self
        for _, game in self.inner:
            yield from game._games()

    def _play(self, data: Mapping[str, object]) -> None:
        for _ in range(1000):
            if not (self._pass(data) or self._join(data) or self._ascend(data) or self._include(data)):
                break
        else:
            raise Stuck("plays for ever")
        if self.over() and not self.ended:
            raise Stuck("no end")
        if not self.over() and not self.open():
            raise Stuck("waits for ever")

    def _pass(self, data: Mapping[str, object]) -> bool:
        for game in self._games():
            for arrow in game.plane.arrows:
                if game.on[arrow.id] and not game._is_join(arrow.target):
                    game.on[arrow.id] -= 1
                    game._enter(arrow.target, data)
                    return True
        return False

    def _join(self, data: Mapping[str, object]) -> bool:
        for game in self._games():
            for node in game.plane.nodes:
                incoming = game.plane.into(node)
                if node[0] == "p" and game._is_join(node) and all(game.on[arrow.id] for arrow in incoming):
                    game._consume(incoming, node, data)
                    return True
        return False

    def _ascend(self, data: Mapping[str, object]) -> bool:
        for game in self._games():
            for entry in game.inner:
                if not entry[1].open() and not entry[1].waiting() and not entry[1].inner:
                    if not entry[1].ended:
                        raise Stuck("no end inside")
                    game.inner.remove(entry)
                    game._leave(entry[0], data)
                    return True
        return False

    def _include(self, data: Mapping[str, object]) -> bool:
        free = [
            (game, node) for game in self._games() for node in game.plane.nodes if game._may_include(node)
        ]
        if len(free) > 1:
            raise Ambiguous
        for game, node in free:
            game._consume([arrow for arrow in game.plane.into(node) if game.on[arrow.id]], node, data)
        return bool(free)

    def _may_include(self, node: str) -> bool:
        if node[0] != "o" or not self._is_join(node):
            return False
        full = {arrow.id for arrow in self.plane.into(node) if self.on[arrow.id]}
        if not full:
            return False
        empty = {arrow.id for arrow in self.plane.into(node)} - full
        places = [*self.at, *(task for task, _ in self.inner)]
        places += [arrow.target for arrow in self.plane.arrows if self.on[arrow.id] and arrow.target != node]
        for place in places:
            reached = self._reached(place, node)
            if reached & empty and not reached & full:
                return False
        return True

    def _reached(self, place: str, join: str) -> set[str]:
        """The arrows into ``join`` to which a token at ``place`` can come without passing it."""
        seen, ahead, reached = {place}, [place], set()
        while ahead:
            for arrow in self.plane.out_of(ahead.pop()):
                if arrow.target == join:
                    reached.add(arrow.id)
                elif arrow.target not in seen:
                    seen.add(arrow.target)
                    ahead.append(arrow.target)
        return reached

    def _is_join(self, node: str) -> bool:
        return node[0] in "po" and len(self.plane.into(node)) > 1

    def _consume(self, arrows: list[Arrow], node: str, data: Mapping[str, object]) -> None:
        for arrow in arrows:
            self.on[arrow.id] -= 1
        self._leave(node, data)

    def _enter(self, node: str, data: Mapping[str, object]) -> None:
        match node[0]:
            case "t":
                self.at.append(node)
            case "e":
                self.ended = True
            case "q":
                # its own automatic symbols play with all the others
                game = Game(self.plane.inside[node])
                game._leave(next(inner for inner in game.plane.nodes if inner[0] == "s"), data)
                self.inner.append((node, game))
            case _:
                self._leave(node, data)

    def _leave(self, node: str, data: Mapping[str, object]) -> None:
        out = self.plane.out_of(node)
        if node[0] == "x" and (len(out) > 1 or out[0].choice):
            taken = [arrow for arrow in out if arrow.choice == data.get(node)][:1]
        elif node[0] == "o" and (len(out) > 1 or out[0].choice):
            taken = [arrow for arrow in out if data.get(f"{node}_{arrow.choice}") is True]
        else:
            taken = out
        if node[0] in "xo" and not taken:
            taken = [arrow for arrow in out if arrow.choice == "*"]
            if not taken:
                raise Stuck("no way out")
        for arrow in taken:
            self.on[arrow.id] += 1
