"""What a figure of ``alur bench`` costs below the web: the engine, the commit, rows in bulk.

Promise: every figure is CPU time, a median over alternating rounds of one run, so that a busy machine slows
both sides of a ratio.
Never: a shipped SOP. What is measured is drawn here, and thrown away with the bench's folder.
"""

from __future__ import annotations

from runner.bench.drawing import FORWARD
from runner.bench.engine_cycle import EngineFigures, measure_engine
from runner.bench.home import TYPED, MeasuredHome, measured_home

__all__ = ["FORWARD", "TYPED", "EngineFigures", "MeasuredHome", "measure_engine", "measured_home"]
