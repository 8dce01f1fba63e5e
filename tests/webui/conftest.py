"""One office per test: made once, copied for each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.webui.office import Clock, Office, found


@pytest.fixture(scope="session")
def founded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office") / "home"
    found(home, Clock())
    return home


@pytest.fixture
def office(founded_home: Path, tmp_path: Path) -> Office:
    """The office as it was founded, for this test alone."""
    shutil.copytree(founded_home, tmp_path / "home")
    return Office(tmp_path / "home")
