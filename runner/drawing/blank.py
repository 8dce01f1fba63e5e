"""The diagram with which a new SOP begins: its lanes and one step, already placed.

Promise: it is drawn as ``alur draw`` draws a table of one row, so that every part of it can be edited.
Never: an executor or a form of its own choosing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from runner.drawing.assembly import draw
from runner.drawing.choosing import Choosing
from runner.sop_table.nouns import Executor, SopTable, Step

#: Nobody refuses and no form is chosen: the analyst does both.
_NOTHING = Choosing(rules=(), examines=re.compile(r"(?!)"), subjects=(), approve="", send_back="")


def blank(key: str, *, name: str, agency: str, lanes: Sequence[tuple[str, str]], step: str) -> bytes:
    """A file with these lanes (name and position) and one step named ``step`` in the first of them."""
    table = SopTable(
        executors=tuple(Executor(name=title, positions=code) for title, code in lanes),
        steps=(Step(number="1", activity=step, executor=lanes[0][0], name=step),),
        cover={"instansi": agency, "namaSop": name},
        name=name,
    )
    return draw(table, key=key, label="1", choosing=_NOTHING, sets={}).content
