"""Random drawings: what is proven always ends, what is refused is shown by its path: an oracle agrees."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random

import pytest

from runner.engine.program import read
from runner.errors import DiagramFailed
from runner.model import Json
from runner.paths import Exploration, Kind, Plan, explore
from runner.paths.plan import Asked, Given, Step, Symbol, Way
from tests.core.bpmn_builder import KINDS, Plane, draw
from tests.core.paths.exploring import Replay, replayed
from tests.core.random_drawings import FAMILIES, Sketch, sequence, spoilt, task
from tests.core.token_game import Ambiguous, Game, Stuck

WALKS = 200
MOST_STEPS = 2_000
#: Families without sub-processes, which can be spoilt.
FLAT = ("loops", "parallel", "inclusive", "parallel in a loop", "inclusive in a loop")
#: Faults that an oracle meets by walking; the others are about what it never meets.
MET = {Kind.DEADLOCK, Kind.DOUBLE, Kind.ERASED, Kind.CYCLE, Kind.NO_END, Kind.ENGINE, Kind.NO_OUTCOME}


class Planned:
    """A drawing with its plan: every task answers for the gateways that can follow it at once."""

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        self.levels = list(plane.planes())
        self.owner = {level.id: level for level in self.levels}
        self.home = {node: level for level in self.levels for node in level.nodes}

    def plan(self) -> Plan:
        symbols: dict[str, Symbol] = {}
        steps: dict[str, Step] = {}
        for level in self.levels:
            for node in level.nodes:
                out = level.out_of(node)
                symbols[node] = Symbol(
                    kind=KINDS[node[0]],
                    ways=tuple(
                        Way(flow=arrow.id, target=arrow.target, condition=arrow.condition or "")
                        for arrow in out
                    ),
                    default=next((arrow.id for arrow in out if arrow.choice == "*"), ""),
                    inside=level is not self.plane,
                )
                if node[0] == "t":
                    steps[node] = self.step(node)
        return Plan(symbols=symbols, steps=steps)

    def step(self, node: str) -> Step:
        ahead = sorted(self.following(node))
        return Step(
            asked=tuple(
                Asked(gateway=gateway, choices=names, after=((),))
                for gateway in ahead
                if gateway[0] == "x" and (names := self.choices(gateway))
            ),
            given=tuple(
                Given(name=f"{gateway}_{name}", values=(True, None))
                for gateway in ahead
                if gateway[0] == "o"
                for name in self.choices(gateway)
                if name != "*"
            ),
        )

    def choices(self, gateway: str) -> tuple[str, ...]:
        return tuple(arrow.choice for arrow in self.home[gateway].out_of(gateway) if arrow.choice)

    def following(self, node: str) -> set[str]:
        """The gateways that a token can come to from a task before it comes to another one."""
        met: set[str] = set()
        ahead = [arrow.target for arrow in self.home[node].out_of(node)]
        while ahead:
            at = ahead.pop()
            if at in met or at[0] == "t":
                continue
            met.add(at)
            if at[0] == "q":
                ahead += [inner for inner in self.owner[at].nodes if inner[0] == "s"]
            elif at[0] == "e" and (around := self.home[at].id) in self.home:
                ahead += [arrow.target for arrow in self.home[around].out_of(around)]
            ahead += [arrow.target for arrow in self.home[at].out_of(at)]
        return {at for at in met if at[0] in "xo"}

    def answers(self, node: str, chance: Random) -> dict[str, Json]:
        step = self.step(node)
        data: dict[str, Json] = {asked.gateway: chance.choice(asked.choices) for asked in step.asked}
        return data | {given.name: chance.choice(given.values) for given in step.given}


def planned(family: str, seed: int, *, spoil: bool = False) -> Planned:
    chance = Random(f"paths:{family}:{seed}")  # noqa: S311  # a fixed sample, no secret
    plane = Sketch(chance).plane("P", sequence(task, FAMILIES[family]), 3)
    # whoever selects nothing takes the default: of an inclusive gateway without one nothing would come
    for level in plane.planes():
        for arrow in level.arrows:
            if arrow.source[0] == "o" and arrow.choice and level.out_of(arrow.source)[0] is arrow:
                object.__setattr__(arrow, "choice", "*")
    return Planned(spoilt(plane, chance) if spoil else plane)


def seen_of(drawn: Planned) -> Exploration:
    return explore(read(drawn.plane.xml(), key="drawn"), drawn.plan(), most_states=3_000)


def walked(drawn: Planned, chance: Random) -> str:
    """How a random case of the oracle ends: ended, stuck, doubled or (never, if all is well) still open."""
    data: dict[str, Json] = {}
    try:
        game = Game.begin(drawn.plane, data)
        for _ in range(MOST_STEPS):
            if game.over():
                return "ended"
            if len(set(game.open())) < len(game.open()) or _piled(game):
                return "doubled"
            node = chance.choice(game.open())
            data |= drawn.answers(node, chance)
            game.complete(node, data)
    except Stuck:
        return "stuck"
    return "still open"


def _piled(game: Game) -> bool:
    return any(count > 1 for level in game._games() for count in level.on.values())


def proven_always_ends(family: str, seeds: range, walks: int) -> int:
    proven = 0
    for seed in seeds:
        drawn = planned(family, seed)
        seen = seen_of(drawn)
        if seen.limit:
            continue
        assert not {fault.kind for fault in seen.faults} & (MET | {Kind.LIVELOCK}), (family, seed)
        proven += 1
        chance = Random(seed)  # noqa: S311  # a fixed sample, no secret
        assert Counter(walked(drawn, chance) for _ in range(walks)) == {"ended": walks}, (family, seed)
    return proven


def spoilt_as_the_oracle_says(family: str, seeds: range, walks: int) -> Counter[str]:
    verdicts: Counter[str] = Counter()
    for seed in seeds:
        drawn = planned(family, seed, spoil=True)
        try:
            seen = seen_of(drawn)
        except DiagramFailed:
            verdicts["not loaded"] += 1
            continue
        if seen.limit:
            continue
        met = {fault.kind for fault in seen.faults} & MET
        for fault in seen.faults:
            if fault.kind in MET:
                choices = {
                    arrow.id: arrow.choice
                    for arrow in drawn.plane.arrows
                    if arrow.choice and arrow.source[0] == "x"
                }
                assert replayed(fault, Replay(drawn.plane.xml(), drawn.plan()), choices), (family, seed)
        chance = Random(seed)  # noqa: S311  # a fixed sample, no secret
        try:
            ends = Counter(walked(drawn, chance) for _ in range(walks))
        except Ambiguous:
            verdicts["ambiguous"] += 1
            continue
        if not met:
            assert not ends["stuck"] + ends["doubled"], (family, seed, ends)
        verdicts["unsound" if met else "sound"] += 1
    return verdicts


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_proven_ends_in_two_hundred_random_walks(family: str) -> None:
    assert proven_always_ends(family, range(2), WALKS) > 0


def test_a_spoilt_drawing_is_unsound_where_the_oracle_fails_and_its_path_shows_it() -> None:
    verdicts: Counter[str] = Counter()
    for family in FLAT:
        verdicts += spoilt_as_the_oracle_says(family, range(6), 20)
    assert verdicts["unsound"] > 6
    assert verdicts["sound"] > 0


@pytest.mark.thorough
@pytest.mark.parametrize("family", FAMILIES)
def test_twenty_proven_drawings_end_in_two_hundred_random_walks_each(family: str) -> None:
    assert proven_always_ends(family, range(2, 22), WALKS) > 10


@pytest.mark.thorough
@pytest.mark.parametrize("family", FLAT)
def test_many_spoilt_drawings_are_unsound_where_the_oracle_fails(family: str) -> None:
    verdicts = spoilt_as_the_oracle_says(family, range(6, 106), 40)
    assert verdicts["unsound"] > 10


def test_every_order_of_parallel_work_is_explored() -> None:
    for first, second in product((2, 3), (2, 3)):
        branches = [f"p1 -> {' -> '.join(f't{n}{i}' for i in range(size))} -> p2" for n, size in
                    ((1, first), (2, second))]  # fmt: skip
        drawn = Planned(draw("s -> p1\n" + "\n".join(branches) + "\np2 -> e"))
        assert seen_of(drawn).states == (first + 1) * (second + 1)
