"""Where the SOPs that come with Alur are: folders ``bpmn`` and ``forms`` side by side.

Found the same way from a checkout and from an installed package, whatever the working folder is.
Never creates or changes anything.
"""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator
from pathlib import Path

from runner.errors import NotFound


def shipped_folder() -> Path:
    """The folder that holds ``bpmn`` and ``forms``.

    Raises NotFound when the installation lacks them.
    """
    for folder in _places():
        if (folder / "bpmn").is_dir() and (folder / "forms").is_dir():
            return folder
    raise NotFound("folder of shipped SOPs", "share/alur")


def _places() -> Iterator[Path]:
    # the checkout first: an editable install also leaves a copy, which ages
    beside_the_code = Path(__file__).resolve().parent.parent
    yield beside_the_code
    schemes = [sysconfig.get_default_scheme(), sysconfig.get_preferred_scheme("user")]
    for scheme in schemes:
        yield Path(sysconfig.get_path("data", scheme)) / "share" / "alur"
    # pip install --target puts the data beside the packages
    yield beside_the_code / "share" / "alur"
