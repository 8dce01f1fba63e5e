"""The blueprint that the modules of the desk share, and what every template may ask."""

from __future__ import annotations

from flask import Blueprint, current_app

bp = Blueprint("revisions", __name__, url_prefix="/sop")


@bp.app_context_processor
def _asked() -> dict[str, object]:
    """``page_exists``: whether this installation serves the endpoint."""
    return {"page_exists": lambda endpoint: endpoint in current_app.view_functions}
