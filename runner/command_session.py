"""What every command has at hand: a runner on this installation, the actor, the language.

Promise: the runner is opened when a command first needs it, and not before.
Never: a verb.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import click

from runner.home import database_url, home_folder
from runner.model import Actor
from runner.runner import Runner, open_runner


@dataclass
class Session:
    """One command's runner, actor and language."""

    account: str
    language: str
    _runner: Runner | None = None

    @property
    def runner(self) -> Runner:
        """The runner on this installation, opened when first needed."""
        if self._runner is None:
            self._runner = open_runner(home_folder(), database_url=database_url())
            self._runner.first_administrator()
        return self._runner

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.runner.actor_by_account(self.account)

    def says(self, indonesian: str, english: str) -> str:
        """The sentence in the session's language."""
        return english if self.language == "en" else indonesian

    def heading(self, found: bool, columns: tuple[str, str], none: tuple[str, str]) -> None:
        """What the columns of a list are called, or that it is empty; beside the list, not in it."""
        if not found:
            click.echo(self.says(*none), err=True)
        elif sys.stdout.isatty():
            click.echo(self.says(*columns), err=True)


in_session = click.make_pass_decorator(Session)
