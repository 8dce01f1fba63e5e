"""Commands on tokens: what a program (Camunda Modeler, a script) shows to act for a person.

Promise: the secret is printed once, by the command that issues it. Never: a token for somebody else.
"""

from __future__ import annotations

import click

from runner.command_session import Session, in_session
from runner.model import Scope

_SCOPES = click.Choice([scope.value for scope in Scope])


@click.command("issue-token")
@click.argument("label")
@click.option(
    "--scope", "scopes", type=_SCOPES, multiple=True, required=True, help="What it may do; repeatable."
)
@click.option("--days", type=int, default=90, show_default=True, help="How many days it holds.")
@in_session
def issue_token(session: Session, label: str, scopes: tuple[str, ...], days: int) -> None:
    """Issue a token that acts for you (baca: read, kerja: work, terbit: deploy); prints its secret."""
    wanted = [Scope(scope) for scope in scopes]
    issued, secret = session.runner.issue_token(label, scopes=wanted, days=days, by=session.actor)
    click.echo(f"{issued}\t{secret}")


@click.command()
@click.option(
    "--of", "account", default=None, help="Somebody whose account you administer (default: yourself)."
)
@in_session
def tokens(session: Session, account: str | None) -> None:
    """List tokens: id, state, scopes, until when, label."""
    holder = session.runner.actor_by_account(account).id if account else None
    lines = session.runner.tokens(by=session.actor, of=holder)
    session.heading(
        bool(lines),
        ("Token\tKeadaan\tCakupan\tSampai\tNama", "Token\tState\tScopes\tUntil\tLabel"),
        ("Tidak ada token.", "There is no token."),
    )
    for line in lines:
        if line.revoked_at is not None:
            state = session.says("dicabut", "revoked")
        else:
            state = session.says("berlaku", "live") if line.live else session.says("lewat", "expired")
        scopes = ",".join(scope.value for scope in line.scopes)
        click.echo(f"{line.id}\t{state}\t{scopes}\t{line.expires_at:%Y-%m-%d}\t{line.label}")


@click.command("revoke-token")
@click.argument("token")
@in_session
def revoke_token(session: Session, token: str) -> None:
    """Revoke a token; whoever shows it is refused from now on."""
    session.runner.revoke_token(token, by=session.actor)
