"""``alur``: the verbs of the Runner as commands. ``webui`` adds ``serve`` and ``bench``.

Promise: every act carries an actor (``--as``) and is an event like any other; a refusal exits 1 with a
sentence that says what to do, a broken fact too. Never: a right that a page does not have.
"""

from __future__ import annotations

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

__all__ = ["Session", "alur", "in_session"]


class _Group(click.Group):
    """Turns every refusal into a sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except AlurError as refused:
            language = ctx.obj.language if isinstance(ctx.obj, Session) else "id"
            click.echo(error_texts.words(refused).in_(language), err=True)
            raise SystemExit(1) from refused


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
