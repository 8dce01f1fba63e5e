"""Who is asking: login, logout, the guard before every page, the language switch.

Promise: no view but those in ``OPEN`` runs for a stranger, and none but ``BEFORE_THE_CHANGE`` for
whoever still has a one-time password; the session is the runner's, and the cookie only names it;
what was typed when a session ended is there again after the login.
Never: a password or token in a log, an address beyond this host as the way back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.exceptions import HTTPException

from runner import Actor, AgencyCode, Capacity, Duty, LoginRefused, LoginThrottled, PasswordRefused, Runner
from webui import form_fields, texts

bp = Blueprint("login", __name__)

#: The only endpoints that a stranger may reach. Everything else asks for a login.
OPEN: Final = frozenset({"static", "login.show", "login.enter", "login.speak", "modeler.webapps"})
#: What a person may reach who has yet to replace the one-time password they were given.
BEFORE_THE_CHANGE: Final = frozenset({"login.password", "login.change_password", "login.leave"})
#: Text beyond this is not carried through a login (the page says so); no form of an office comes near.
MOST_CARRIED: Final = 1_000_000


class PasswordsDiffer(Exception):
    """The new password was not typed the same way twice."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Flask-Login's user: an actor, named in the cookie by the token of the runner's session."""

    token: str
    actor: Actor
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return self.token


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What the frame of a page shows of an agency."""

    name: str
    zone: str
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A request that arrived without a session: where it went and what was typed."""

    path: str
    account: str
    pairs: Mapping[str, Sequence[str]]

    def to_text(self) -> str:
        return json.dumps(
            {"path": self.path, "account": self.account, "pairs": self.pairs}, ensure_ascii=False
        )


def runner() -> Runner:
    """The one Runner behind these pages."""
    return cast(Runner, current_app.extensions["alur.runner"])


def current_actor() -> Actor:
    """Who acts in this request; the guard has made sure that there is somebody."""
    return cast(Actor, current_user.actor)


def administers(actor: Actor) -> bool:
    """True if there is an agency whose people and cases the actor administers."""
    return any(duty is Duty.ADMINISTRATOR for duty, _ in actor.duties)


def writes_sops(actor: Actor, agency: AgencyCode | None = None) -> bool:
    """True if the actor drafts or publishes SOPs of this agency (None: of any)."""
    return any(
        duty in (Duty.ANALYST, Duty.PUBLISHER) and (agency is None or where in (agency, None))
        for duty, where in actor.duties
    )


def sees_drafts(actor: Actor, agency: AgencyCode) -> bool:
    """True if the actor reads the drafts of this agency: who writes SOPs there, and its auditors."""
    return writes_sops(actor, agency) or actor.has_duty(Duty.AUDITOR, agency)


def resumes(endpoint: str, *, at: str) -> None:
    """After a login in between, a request to ``endpoint`` goes on at ``at``, which records nothing."""
    _RESUMES[endpoint] = at


_RESUMES: dict[str, str] = {}


def install(app: Flask) -> None:
    """Guard every endpoint of this app."""
    manager = LoginManager(app)
    manager.session_protection = None  # the runner's session is the protection, it can be ended at once
    manager.user_loader(_signed_in)
    app.before_request(_guard)
    app.context_processor(_frame)


def _signed_in(token: str) -> SignedIn | None:
    actor = runner().actor_of_session(token)
    return SignedIn(token, actor) if actor else None


def _guard() -> ResponseReturnValue | None:
    """Send strangers to the login page, with what they typed; set the zone for everybody else."""
    if request.endpoint in OPEN:
        return None
    if current_user.is_authenticated:
        office = _office(current_actor().agency)
        g.zone = office.zone if office else None
        return _to_the_change() if current_actor().must_change_password else None
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("login.show", next=request.full_path.rstrip("?")))
    if not form_fields.comes_from_here():
        return _page(status=401)
    carried = _carried()
    return _page(carried=carried.to_text(), account=carried.account, expired=True, status=401)


def _to_the_change() -> ResponseReturnValue | None:
    """A one-time password opens the page that replaces it, and no other."""
    if request.endpoint in BEFORE_THE_CHANGE:
        return None
    if request.method == "POST" and form_fields.comes_from_here():
        return _password_page(carried=_carried().to_text()), 403
    return redirect(url_for("login.password"))


def _carried() -> Carried:
    return Carried(path=request.path, account=session.get("account", ""), pairs=form_fields.pairs())


def _office(code: AgencyCode | None) -> Office | None:
    """The agency, asked once a minute at most: its name, zone and titles hardly ever change."""
    if code is None:
        return None
    kept: dict[str, tuple[float, Office]] = current_app.extensions.setdefault("alur.offices", {})
    now = current_app.extensions["alur.clock"]().timestamp()
    asked_at, office = kept.get(code, (0.0, None))
    if office is None or not 0 <= now - asked_at < 60:
        agency = runner().profile(code)
        titles = {str(position.code): position.title for position in agency.positions}
        office = Office(name=agency.name, zone=agency.zone, titles=titles)
        kept[code] = (now, office)
    return office


def _positions(actor: Actor) -> list[str]:
    """The titles of the positions that the actor holds now, each with its capacity."""
    now, titles = current_app.extensions["alur.clock"](), []
    for held in actor.appointments:
        if held.holds_at(now):
            office = _office(held.agency)
            title = office.titles.get(held.position, held.position) if office else held.position
            titles.append(title if held.capacity is Capacity.DEFINITIVE else f"{held.capacity} {title}")
    return titles


def _frame() -> dict[str, object]:
    """What the layout shows about the reader."""
    if not current_user.is_authenticated:
        return {"actor": None, "office": None, "positions": (), "administers": False, "proves": False}
    actor = current_actor()
    office, positions = _office(actor.agency), _positions(actor)
    return {
        "actor": actor,
        "office": office,
        "positions": positions,
        "administers": administers(actor),
        "proves": runner().may_verify(by=actor),
    }


def _page(
    *,
    status: int = 200,
    account: str = "",
    error: texts.Said | None = None,
    carried: str = "",
    expired: bool = False,
) -> ResponseReturnValue:
    way_back = _way_back(request.values.get("next"))
    page = render_template(
        "login/show.html",
        account=account,
        error=error,
        carried=carried if len(carried) <= MOST_CARRIED else "",
        expired=expired,
        next=way_back,
    )
    return page, status


@bp.get("/masuk")
def show() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(_way_back(request.args.get("next")) or url_for("inbox.show"))
    return _page()


@bp.post("/masuk")
def enter() -> ResponseReturnValue:
    account, carried = request.form.get("account", "").strip(), request.form.get("carried", "")
    try:
        token = runner().log_in(account, request.form.get("password", ""), address=_address())
    except (LoginRefused, LoginThrottled) as refused:
        said = texts.explain(refused)
        return _page(status=said.status, account=account, error=said, carried=carried)
    # A new session for a new person: nothing of before the login lives on, the CSRF secret neither.
    session.clear()
    signed_in = _signed_in(token)
    login_user(signed_in)
    session["account"] = account
    if signed_in and signed_in.actor.must_change_password:
        return _password_page(carried=carried) if carried else redirect(url_for("login.password"))
    return _go_on(carried, account) or redirect(_way_back(request.form.get("next")) or url_for("inbox.show"))


@bp.post("/keluar")
def leave() -> ResponseReturnValue:
    runner().log_out(current_user.get_id())
    logout_user()
    session.clear()
    return redirect(url_for("login.show"))


@bp.post("/bahasa")
def speak() -> ResponseReturnValue:
    """Keep the chosen language in a cookie of its own, for a year."""
    response = redirect(_way_back(request.form.get("next")) or url_for("inbox.show"))
    response.set_cookie(
        current_app.config["LANGUAGE_COOKIE_NAME"],
        request.form.get("bahasa", "id"),
        max_age=365 * 24 * 3600,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


@bp.get("/sandi")
def password() -> str:
    return _password_page()


@bp.post("/sandi")
def change_password() -> ResponseReturnValue:
    old, new = request.form.get("password", ""), request.form.get("password_new", "")
    carried, status = request.form.get("carried", ""), 422
    try:
        if new != request.form.get("password_again", ""):
            raise PasswordsDiffer
        runner().change_password(
            old, new, by=current_actor(), token=current_user.get_id(), address=_address()
        )
    except PasswordsDiffer:
        error = gettext("Kata sandi baru dan ulangannya tidak sama. Ketik keduanya sekali lagi.")
    except LoginRefused:
        error = gettext("Kata sandi lama tidak cocok. Periksa lalu ketik sekali lagi.")
    except (PasswordRefused, LoginThrottled) as refused:
        said = texts.explain(refused)
        error, status = said.text, said.status
    else:
        texts.tell(gettext("Kata sandi Anda sudah diganti."))
        return _go_on(carried, session.get("account", "")) or redirect(url_for("inbox.show"))
    return _password_page(error=error, carried=carried), status


def _password_page(*, error: str = "", carried: str = "") -> str:
    kept = carried if len(carried) <= MOST_CARRIED else ""
    return render_template("login/password.html", error=error, carried=kept)


def _address() -> str:
    return request.remote_addr or ""


def _way_back(asked: str | None) -> str:
    """A path of this host, or nothing."""
    if not asked or not asked.startswith("/") or asked[1:2] in ("/", "\\") or len(asked) > 2000:
        return ""
    parts = urlsplit(asked)
    return "" if parts.scheme or parts.netloc or parts.path == url_for("login.show") else asked


def _go_on(carried: str, account: str) -> ResponseReturnValue | None:
    """Show the page that the request was meant for, with what was typed; record nothing."""
    try:
        kept = json.loads(carried)
        path, typist = str(kept["path"]), str(kept["account"])
        pairs = {str(name): [str(value) for value in values] for name, values in kept["pairs"].items()}
        endpoint, arguments = current_app.url_map.bind("").match(path, method="POST")
    except (ValueError, KeyError, TypeError, AttributeError, HTTPException):
        return None
    if endpoint in OPEN or endpoint == "login.leave" or (typist and typist != account):
        return None  # another person logged in: what the first one typed is not theirs to see
    g.carried_pairs = pairs
    if endpoint in _RESUMES:
        texts.tell(gettext("Anda sudah masuk kembali. Isian Anda masih ada di bawah dan belum dikirim."))
        view = cast("Callable[..., ResponseReturnValue]", current_app.view_functions[_RESUMES[endpoint]])
        return view(**arguments)
    return render_template("login/resend.html", path=path, pairs=pairs)
