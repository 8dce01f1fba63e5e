"""Where an installation keeps what it writes: ``ALUR_HOME`` (default ``.alur`` in the working folder).

Promise: secrets are made at the first run, readable by their owner alone, and never leave the folder.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

#: The SQLite file of a home.
DATABASE = "alur.sqlite"
#: The environment variable that names another database than the SQLite file of the home.
DATABASE_URL = "DATABASE_URL"


def home_folder() -> Path:
    """The folder that ``ALUR_HOME`` names."""
    return Path(os.environ.get("ALUR_HOME", ".alur"))


def database_url() -> str | None:
    """The database that ``DATABASE_URL`` names, None for the SQLite file of the home."""
    return os.environ.get(DATABASE_URL) or None


def secret_key(home: Path) -> str:
    """The key that signs cookies: made once, kept with mode 0600, the same for every worker."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = home / "secret.key"
    # written aside and linked into place: a worker that starts meanwhile sees the whole key or none
    with NamedTemporaryFile("w", dir=home, prefix="secret.", encoding="ascii") as made:
        made.write(secrets.token_hex(32))
        made.flush()
        os.fsync(made.fileno())
        with suppress(FileExistsError):
            os.link(made.name, file)
    return file.read_text(encoding="ascii").strip()
