"""``alur``: the commands of the runner, and those that need pages: ``serve`` and ``bench``."""

from __future__ import annotations

import json
import socket
from dataclasses import asdict
from datetime import UTC, datetime

import click
import waitress

from runner import (
    PASSWORD,
    Session,
    alur,
    database_url,
    furnish,
    home_folder,
    in_session,
    is_demonstration,
    open_runner,
    secret_key,
    shipped_folder,
)
from webui import Config, PlainHttpRefused, create_app

#: The port that Camunda Modeler proposes.
PORT = 8080


@alur.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="The port to listen on."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--demo", is_flag=True, help="Shipped SOPs, demo accounts and cases; loopback only.")
@click.option("--behind-proxy", is_flag=True, help="One reverse proxy with https stands in front.")
@click.option("--name", "names", multiple=True, help="A host name to answer to behind the proxy; repeatable.")
@click.option("--threads", default=8, show_default=True, help="Requests answered at once by this process.")
@in_session
def serve(
    session: Session,
    port: int,
    host: str,
    demo: bool,
    behind_proxy: bool,
    names: tuple[str, ...],
    threads: int,
) -> None:
    """Show the pages. Start it several times, on several ports, for several workers."""
    home = home_folder()
    if demo:
        if host not in ("127.0.0.1", "localhost", "::1"):
            raise click.UsageError(
                session.says(
                    "Peragaan hanya melayani komputer ini: jangan pakai --host.",
                    "A demonstration serves this machine only: leave out --host.",
                )
            )
        click.echo(session.says("Menyiapkan peragaan …", "Preparing the demonstration …"))
        furnish(home, shipped=shipped_folder(), now=datetime.now(UTC))
    elif is_demonstration(home):
        raise click.UsageError(
            session.says(
                f"{home} berisi peragaan dengan kata sandi yang dikenal umum. Tambahkan --demo, atau arahkan "
                "ALUR_HOME ke folder lain.",
                f"{home} holds a demonstration with passwords that everybody knows. Add --demo, or set "
                "ALUR_HOME to another folder.",
            )
        )
    runner = open_runner(home, database_url=None if demo else database_url())
    password = runner.one_time_password(runner.first_administrator())
    config = Config(
        secret=secret_key(home),
        address=host,
        behind_proxy=behind_proxy,
        hosts=names,
        demo=demo,
    )
    try:
        app = create_app(config, runner)
    except PlainHttpRefused as refused:
        raise click.UsageError(
            session.says(
                f"{host} terbuka untuk komputer lain tanpa https. Pasang proxy ber-https di depannya dan "
                "tambahkan --behind-proxy, atau pakai 127.0.0.1.",
                str(refused),
            )
        ) from refused
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as taken:
        raise click.UsageError(
            session.says(
                f"Porta {port} di {host} tidak dapat dipakai ({taken.strerror}). "
                "Pilih yang lain: --port 8081.",
                f"Port {port} on {host} cannot be used ({taken.strerror}). Choose another: --port 8081.",
            )
        ) from taken
    _greet(session, port, password=password, demo=demo)
    waitress.serve(
        app,
        sockets=[listening],
        threads=threads,
        ident="Alur",
        clear_untrusted_proxy_headers=False,
        _quiet=True,
    )


def _greet(session: Session, port: int, *, password: str | None, demo: bool) -> None:
    click.echo(f"Alur: http://127.0.0.1:{port}")
    if demo:
        click.echo(
            session.says(
                "Masuk sebagai <jabatan>.<instansi>, misalnya kadis.boalemo; juga analis.boalemo, "
                f"auditor.boalemo, admin. Kata sandi semuanya: {PASSWORD}",
                "Log in as <position>.<agency>, for example kadis.boalemo; also analis.boalemo, "
                f"auditor.boalemo, admin. The password of all: {PASSWORD}",
            )
        )
    if password:
        click.echo(
            session.says(
                f"Administrator pertama: akun admin, kata sandi sekali pakai {password}",
                f"First administrator: account admin, one-time password {password}",
            )
        )


@alur.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
def bench(as_json: bool) -> None:
    """Measure what Alur costs on this machine, as ratios within one run."""
    # only here: nobody who serves pages needs the measuring code
    from webui import bench as measuring

    figures = measuring.measure()
    click.echo(json.dumps(asdict(figures)) if as_json else measuring.as_table(figures))


def main() -> None:
    """The console script."""
    alur(prog_name="alur")


if __name__ == "__main__":
    main()
