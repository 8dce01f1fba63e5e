"""Commands on people: declare an agency, register, appoint, give and take duties.

Promise: every act is an event of the agency's stream. Never: a password in an event.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from runner import agency as offices
from runner.command_session import Session, in_session
from runner.model import AgencyCode, Capacity, Duty, PositionCode

_agency = click.argument("agency")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@in_session
def declare(session: Session, file: Path) -> None:
    """Make an instansi.toml the agency's profile from now on (positions, hours, day overrides)."""
    agency = offices.read(file.read_bytes(), file=str(file))
    session.runner.declare(agency, by=session.actor)
    click.echo(session.says(f"Instansi {agency.code} dimuat.", f"Agency {agency.code} is loaded."))


@click.command()
@click.argument("account")
@click.option("--agency", default=None, help="The agency of the person; none for the installation.")
@click.option("--name", default="", help="The name on screen.")
@in_session
def register(session: Session, account: str, agency: str | None, name: str) -> None:
    """Give a person an account; prints the one-time password."""
    office = AgencyCode(agency) if agency else None
    _, password = session.runner.register(office, account=account, name=name, by=session.actor)
    click.echo(f"{account}\t{password}")


@click.command()
@click.argument("account")
@_agency
@click.argument("position")
@click.option("--capacity", type=click.Choice([c.value for c in Capacity]), default=Capacity.DEFINITIVE.value)
@click.option("--since", type=click.DateTime(), help="In the agency's zone (default: now).")
@click.option("--until", type=click.DateTime(), help="Excluded, in the agency's zone (default: open).")
@click.option("--order", default="", help="The number of the order (surat keputusan, surat perintah).")
@in_session
def appoint(
    session: Session,
    account: str,
    agency: str,
    position: str,
    capacity: str,
    since: datetime | None,
    until: datetime | None,
    order: str,
) -> None:
    """Appoint a person to a position of an agency; prints the appointment's id."""
    runner = session.runner
    zone = ZoneInfo(runner.profile(AgencyCode(agency)).zone)
    appointment = runner.appoint(
        runner.actor_by_account(account).id,
        agency=AgencyCode(agency),
        position=PositionCode(position),
        by=session.actor,
        capacity=Capacity(capacity),
        since=since and since.replace(tzinfo=zone),
        until=until and until.replace(tzinfo=zone),
        order=order,
    )
    click.echo(appointment)


@click.command("end-appointment")
@click.argument("appointment")
@in_session
def end_appointment(session: Session, appointment: str) -> None:
    """End an appointment now."""
    session.runner.end_appointment(appointment, by=session.actor)


_duty = click.argument("duty", type=click.Choice([duty.value for duty in Duty]))
_duty_agency = click.argument("agency", required=False)


@click.command()
@click.argument("account")
@_duty
@_duty_agency
@in_session
def grant(session: Session, account: str, duty: str, agency: str | None) -> None:
    """Give a duty (analis, penerbit, auditor, administrator) in an agency, or everywhere."""
    office = AgencyCode(agency) if agency else None
    person = session.runner.actor_by_account(account)
    session.runner.grant(person.id, duty=Duty(duty), agency=office, by=session.actor)


@click.command()
@click.argument("account")
@_duty
@_duty_agency
@in_session
def revoke(session: Session, account: str, duty: str, agency: str | None) -> None:
    """Take a duty away."""
    office = AgencyCode(agency) if agency else None
    person = session.runner.actor_by_account(account)
    session.runner.revoke(person.id, duty=Duty(duty), agency=office, by=session.actor)


@click.command()
@click.argument("account")
@in_session
def disable(session: Session, account: str) -> None:
    """Bar an account; it is logged out everywhere."""
    session.runner.disable(session.runner.actor_by_account(account).id, by=session.actor)


@click.command()
@click.argument("account")
@in_session
def enable(session: Session, account: str) -> None:
    """Let a barred account act again."""
    session.runner.enable(session.runner.actor_by_account(account).id, by=session.actor)


@click.command("reset-password")
@click.argument("account")
@in_session
def reset_password(session: Session, account: str) -> None:
    """Give an account a new one-time password, and print it."""
    person = session.runner.actor_by_account(account)
    click.echo(session.runner.reset_password(person.id, by=session.actor))
