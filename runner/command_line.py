"""``alur``: the verbs of the Runner as commands. ``webui`` adds ``serve`` and ``bench``.

Promise: every act carries an actor (``--as``) and is an event like any other; a refusal exits 1 with a
sentence that says what to do, a broken fact too. Never: a right that a page does not have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import click

from runner import (
    comparison_commands,
    drawing_commands,
    error_texts,
    importing_commands,
    migration_commands,
    paths_commands,
    people_commands,
    revision_commands,
    sheet_commands,
    sop_commands,
    token_commands,
    trying_commands,
    work_commands,
)
from runner.command_session import Session, in_session
from runner.errors import AlurError
from runner.model import Words

__all__ = ["Session", "alur", "in_session"]


class _Group(click.Group):
    """Turns every refusal, and every file that cannot be read or written, into a sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except AlurError as refused:
            raise _told(error_texts.words(refused), ctx) from refused
        except BrokenPipeError:  # click's own to end quietly: whoever read the output has seen enough
            raise
        except OSError as failed:
            if failed.filename is None:  # no file of the caller's: a fault that must be seen whole
                raise
            raise _told(_unusable(failed), ctx) from failed


def _told(words: Words, ctx: click.Context) -> SystemExit:
    language = ctx.obj.language if isinstance(ctx.obj, Session) else "id"
    click.echo(words.in_(language), err=True)
    return SystemExit(1)


def _unusable(failed: OSError) -> Words:
    """A file or folder that the system does not let us read or write."""
    why = next((words for kind, words in _REASONS.items() if isinstance(failed, kind)), None)
    why = why or Words(f"tidak dapat dipakai ({failed.strerror})", f"cannot be used ({failed.strerror})")
    return Words(
        f"{failed.filename}: {why.id}. Periksa nama berkas atau foldernya, lalu coba lagi.",
        f"{failed.filename}: {why.en}. Check the name of the file or folder, then try again.",
    )


_REASONS: Final[Mapping[type[OSError], Words]] = {
    FileNotFoundError: Words("tidak ada", "is missing"),
    IsADirectoryError: Words("adalah folder, bukan berkas", "is a folder, not a file"),
    NotADirectoryError: Words("adalah berkas, bukan folder", "is a file, not a folder"),
    FileExistsError: Words("sudah ada", "exists already"),
    PermissionError: Words("tidak boleh dibaca atau ditulis oleh Anda", "may not be read or written by you"),
}


@click.group(cls=_Group)
@click.option("--as", "account", default="admin", show_default=True, help="The account that acts.")
@click.option(
    "--language", type=click.Choice(["id", "en"]), default="id", envvar="ALUR_LANGUAGE", show_default=True
)
@click.version_option(package_name="alur")
@click.pass_context
def alur(context: click.Context, account: str, language: str) -> None:
    """Alur runs the SOPs of an office. ALUR_HOME (default .alur) holds everything it writes."""
    context.obj = Session(account=account, language=language)


for _commands in (
    sop_commands,
    revision_commands,
    trying_commands,
    work_commands,
    people_commands,
    paths_commands,
    sheet_commands,
    drawing_commands,
    importing_commands,
    comparison_commands,
    migration_commands,
    token_commands,
):
    for _found in vars(_commands).values():
        if isinstance(_found, click.Command):
            alur.add_command(_found)
