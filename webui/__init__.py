"""The pages of Alur, in front of one Runner.

Promise: every page is complete without JavaScript, every route asks for a login unless it is
listed in ``login.OPEN``, and nothing that a person typed is lost by an error.
Never: a rule of an SOP, a word of SQL, an import from inside ``runner``.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from runner import Runner
from webui import (
    admin,
    cases,
    catalogue,
    comparison,
    dry_run,
    editor,
    engine_rest,
    inbox,
    installation,
    login,
    migration,
    modeler,
    moments,
    refusals,
    revisions,
    sheet,
    shield,
    task,
    tokens,
)
from webui.shield import Config, PlainHttpRefused

__all__ = ["Config", "PlainHttpRefused", "create_app"]


def create_app(config: Config, runner: Runner) -> Flask:
    """A WSGI application that serves this runner.

    Raises PlainHttpRefused when it would speak plain http beyond this machine.
    """
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.extensions["alur.runner"] = runner
    _mount_api(app, config, runner)
    shield.set_up(app, config)
    moments.install(app, clock=config.clock)
    login.install(app)
    shield.guard_forms(app)
    refusals.install(app)
    for module in (
        login,
        inbox,
        task,
        cases,
        catalogue,
        comparison,
        revisions,
        migration,
        sheet,
        dry_run,
        editor,
        modeler,
        tokens,
        admin,
        installation,
    ):
        app.register_blueprint(module.bp)
    return app


def _mount_api(app: Flask, config: Config, runner: Runner) -> None:
    """Programs meet an application of their own: none of the pages' cookies, logins and tokens is there."""
    api = engine_rest.create_api(
        runner, secret=config.secret, set_up=lambda api: shield.set_up_api(api, config)
    )
    pages = app.wsgi_app
    app.wsgi_app = DispatcherMiddleware(pages, {engine_rest.PREFIX: api.wsgi_app})  # type: ignore[method-assign]
