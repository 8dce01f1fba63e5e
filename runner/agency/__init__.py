"""An agency: its offices, its hours, and the positions that the lanes of its diagrams stand for. Pure.

``instansi.toml`` is how an agency comes in and how ``alur export`` writes it back; in between, the events
of its stream are the truth. Never reads a file itself and never knows a position by name.
"""

from runner.agency.instansi_file import read, write
from runner.agency.lanes import resolve
from runner.agency.offices import Agency

__all__ = ["Agency", "read", "resolve", "write"]
