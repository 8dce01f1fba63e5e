"""How much work something is, counted instead of timed: the same on a busy machine as on an idle one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")


def effort(act: Callable[[], T]) -> tuple[T, int]:
    """What came back, and how many functions were called for it in this thread, those of libraries too."""
    count = 0

    def called(_frame: FrameType, event: str, _function: object) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        answer = act()
    finally:
        sys.setprofile(before)
    return answer, count
