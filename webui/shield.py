"""What stands between the network and the pages: hosts, cookies, headers, CSRF, static files.

Promise: no inline script or style ever runs, cookies never leave https except on this machine,
and no unsafe request without its token reaches a view.
Never: a decision about who may do what; that is the runner's.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
#: More than any form of an office; a larger request is refused before it is read.
LARGEST_REQUEST = 4 * 1024 * 1024
#: As much as an upload may hold (runner's own limit says so in words); it is read by the API alone.
LARGEST_DEPLOYMENT = 16 * 1024 * 1024
ONE_YEAR = 365 * 24 * 3600
COMPRESSED = (".css", ".js", ".svg")

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class PlainHttpRefused(ValueError):
    """Serving beyond this machine needs a proxy that speaks https."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            f"Expected an address of this machine, but {address} is open to others over plain http. "
            "Put a reverse proxy with https in front and say --behind-proxy, or listen on 127.0.0.1."
        )


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """How one installation is served.

    ``behind_proxy``: exactly one reverse proxy stands in front, speaks https and sets
    X-Forwarded-For, -Proto and -Host. ``hosts``: the names it answers to there (empty: any).
    """

    secret: str
    address: str = "127.0.0.1"
    behind_proxy: bool = False
    hosts: tuple[str, ...] = ()
    demo: bool = False
    clock: Callable[[], datetime] = _now


def set_up(app: Flask, config: Config) -> None:
    """Give the app its secrets, cookie rules, headers and static files.

    Raises PlainHttpRefused.
    """
    if not config.behind_proxy and f"[{config.address}]" not in LOOPBACK and config.address not in LOOPBACK:
        raise PlainHttpRefused(config.address)
    https = config.behind_proxy
    app.config.update(
        SECRET_KEY=config.secret,
        DEMO=config.demo,
        # __Host- binds a cookie to this one host over https; browsers refuse that name on plain http.
        SESSION_COOKIE_NAME="__Host-alur" if https else "alur",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        LANGUAGE_COOKIE_NAME="__Host-bahasa" if https else "bahasa",
        TRUSTED_HOSTS=list(config.hosts if https else LOOPBACK) or None,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        MAX_FORM_PARTS=20_000,
        SEND_FILE_MAX_AGE_DEFAULT=0,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(_refuse_foreign_host)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
        app.before_request(_refuse_plain_http)
    app.after_request(_set_headers)
    app.url_defaults(_name_by_content)


def set_up_api(api: Flask, config: Config) -> None:
    """Give an application that is mounted beside the pages the same hosts and headers, and no cookie."""
    api.config.update(
        TRUSTED_HOSTS=list(config.hosts if config.behind_proxy else LOOPBACK) or None,
        MAX_CONTENT_LENGTH=LARGEST_DEPLOYMENT,
        MAX_FORM_MEMORY_SIZE=LARGEST_DEPLOYMENT,
        MAX_FORM_PARTS=1_000,
    )
    api.before_request(_raise_foreign_host)
    if config.behind_proxy:
        api.before_request(_refuse_plain_http)
    api.after_request(_set_headers)


def guard_forms(app: Flask) -> None:
    """Every unsafe request must carry the token of its session (called after the login's own guard)."""
    CSRFProtect(app)


def _refuse_foreign_host() -> ResponseReturnValue | None:
    # Flask finds no route for a host that is not trusted, so no page can be built that links anywhere.
    if isinstance(request.routing_exception, SecurityError):
        return "Expected a host name of this installation.\n", 400, {"Content-Type": "text/plain"}
    return None


def _raise_foreign_host() -> None:
    """As above, for an application that has words of its own for every error."""
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception


def _refuse_plain_http() -> None:
    if request.scheme != "https":
        abort(400)


def _set_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.scheme == "https":
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    if response.mimetype == "application/xml":
        # people draw diagrams: scripts may read one, no browser shows it as a page of ours
        response.headers.setdefault("Content-Disposition", "attachment")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    elif response.status_code == 200:
        _serve_static(response)
    return response


def _name_by_content(endpoint: str, values: dict[str, object]) -> None:
    """Every static URL carries the digest of its file, so that browsers may keep it for a year."""
    if endpoint == "static" and "filename" in values:
        digest = _digest(str(values["filename"]))
        if digest:
            values["v"] = digest


def _serve_static(response: Response) -> None:
    kept = f"public, max-age={ONE_YEAR}, immutable" if "v" in request.args else "no-cache"
    response.headers["Cache-Control"] = kept
    if not request.path.endswith(COMPRESSED):
        return
    response.headers["Vary"] = "Accept-Encoding"
    if request.accept_encodings["gzip"]:
        response.direct_passthrough = False
        response.set_data(_compressed(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"


@lru_cache(maxsize=256)
def _digest(name: str) -> str:
    file = Path(__file__).parent / "static" / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""


@lru_cache(maxsize=64)
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
