"""Sketches of SOPs that nobody drew, but somebody could: steps in lanes, returns, skips, branches, notes."""

from __future__ import annotations

import random

from runner.layout import Arrow, Figure, Lane, Sketch, Symbol

_WORDS = (
    "Menerima surat masuk",
    "Memeriksa kelengkapan berkas permohonan",
    "Menandatangani",
    "Mengagendakan dan memberi nomor",
    "Menyusun laporan pertanggungjawaban",
    "Mengarsipkan",
)


def random_sketch(seed: int, *, most_steps: int = 7) -> Sketch:
    """An SOP of up to ``most_steps`` steps in up to six lanes; every shape that the rules of drawing make."""
    dice = random.Random(seed)  # noqa: S311 - a seed, no secret
    steps = dice.randint(2, most_steps)
    lanes = [
        Lane(id=f"L{n}", name=dice.choice(("Kadis", "Sekretaris", "Kepala Seksi Pengelolaan Informasi")))
        for n in range(dice.randint(1, 6))
    ]
    lane = [dice.choice(lanes).id for _ in range(steps)]
    entries: dict[int, list[tuple[str, str]]] = {at: [] for at in range(steps + 1)}
    entries[0].append(("start", ""))
    decided = {at for at in range(1, steps) if dice.random() < 0.4}
    for at in range(steps):
        source = f"g{at}" if at in decided else f"t{at}"
        entries[at + 1].append((source, "Setuju" if at in decided else ""))
        if at in decided:
            ahead = dice.random() < 0.25
            row = dice.randint(min(at + 2, steps), steps) if ahead else dice.randint(0, at)
            if row != at + 1:
                entries[row].append((source, "Cukup diarsipkan" if ahead else "Kembalikan"))
            else:
                entries[at].append((source, "Kembalikan"))
    symbols = [Symbol(id="start", figure=Figure.EVENT, name="Surat tiba", lane=lane[0])]
    arrows: list[Arrow] = []
    for at in range(steps + 1):
        here = lane[min(at, steps - 1)]
        target = f"t{at}" if at < steps else "end"
        waiting = entries[at]
        merges = 0
        while len(waiting) > 1:
            merge = f"m{at}_{merges}"
            symbols.append(Symbol(id=merge, figure=Figure.GATEWAY, lane=here))
            arrows += [_arrow(source, merge, name) for source, name in waiting[:3]]
            waiting, merges = [(merge, ""), *waiting[3:]], merges + 1
        arrows += [_arrow(source, target, name) for source, name in waiting]
        if at == steps:
            symbols.append(Symbol(id="end", figure=Figure.EVENT, name="Selesai dan terarsip", lane=here))
            break
        symbols.append(Symbol(id=target, figure=Figure.TASK, name=dice.choice(_WORDS), lane=here))
        if at in decided:
            symbols.append(
                Symbol(id=f"g{at}", figure=Figure.GATEWAY, name="Konsep sudah disetujui?", lane=here)
            )
            arrows.append(_arrow(target, f"g{at}", ""))
        if dice.random() < 0.08:
            note = Symbol(id=f"n{at}", figure=Figure.NOTE, name="Tercetak lain di sumbernya.", lane="")
            symbols.append(note)
            arrows.append(Arrow(id=f"a{at}", source=target, target=note.id, flows=False))
    return Sketch(
        symbols=tuple(symbols), arrows=tuple(arrows), lanes=tuple(lanes), pool="P", pool_name="SOP contoh"
    )


def _arrow(source: str, target: str, name: str) -> Arrow:
    return Arrow(id=f"{source}>{target}>{name}", source=source, target=target, name=name)
