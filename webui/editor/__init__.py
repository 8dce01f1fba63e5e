"""The editors in the page: of an SOP's diagram and of its forms.

Promise: whatever is drawn goes through the runner's draft verbs, and the gate's own words come back.
Never: a rule of the gate; a position, a form or an SOP by name; anything kept outside a draft.
"""

from __future__ import annotations

from webui.editor import diagram, form
from webui.editor.answers import bp

__all__ = ["bp", "diagram", "form"]
