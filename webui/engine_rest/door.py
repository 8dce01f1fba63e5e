"""Who asks: the Authorization header, and nothing else.

Promise: every request but OPTIONS names a person by a token or by account and password; a cookie is neither
read nor set; no answer makes a browser ask for a password.
Never: a refusal because of an Origin: whoever shows the header could send it from anywhere.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import threading
from collections import OrderedDict
from typing import cast

from flask import Flask, Response, current_app, g, request

from runner import Actor, LoginRefused, Program, Runner, Scope, Words
from webui.engine_rest.faults import Refused, said
from webui.login import runner

#: Sessions of people who show a password at every request: hashing it each time is meant to be slow.
MOST_SESSIONS = 256
#: Camunda Modeler's windows are local files; what they send as Origin depends on its version.
LOCAL_ORIGINS = frozenset({"null", "file://"})

_NOBODY = Words(
    "Sertakan token atau akun dan kata sandi pada header Authorization.",
    "Send a token, or account and password, in the Authorization header.",
)
_UNKNOWN = Words(
    "Token atau kata sandi ini tidak berlaku. Buat token pada halaman Akun → Token.",
    "This token or password is not valid. Issue a token on the page Account → Tokens.",
)
_ONE_TIME = Words(
    "Kata sandi Anda hanya berlaku sekali. Ganti dahulu pada halaman masuk.",
    "Your password is for one time only. Replace it on the login page first.",
)
_SCOPES = {
    Scope.READ: Words("membaca (baca)", "read (baca)"),
    Scope.WORK: Words("mengerjakan tugas (kerja)", "work on tasks (kerja)"),
    Scope.PUBLISH: Words("menerbitkan SOP (terbit)", "deploy (terbit)"),
}


class Door:
    """Opens to whoever shows a token or a password."""

    def __init__(self, secret: str) -> None:
        self._secret = hashlib.sha256(b"alur.engine-rest\0" + secret.encode()).digest()
        self._lock = threading.Lock()
        self._sessions: OrderedDict[bytes, str] = OrderedDict()

    def program(self, header: str, *, address: str) -> Program:
        """Who asks. Raises Refused, LoginThrottled."""
        kind, _, shown = header.strip().partition(" ")
        shown = shown.strip()
        if not shown or kind.lower() not in ("basic", "bearer"):
            raise Refused(401, _NOBODY)
        if kind.lower() == "bearer":
            return self._by_token(shown)
        account, password = _pair(shown)
        found = runner().actor_of_token(password)
        if found is not None:
            # the token is the password of its holder, for clients that know nothing but Basic
            if account.lower() not in ("", found.actor.account):
                raise Refused(401, _UNKNOWN)
            return found
        return Program(actor=self._by_password(account, password, address), scopes=frozenset(Scope))

    def _by_token(self, secret: str) -> Program:
        found = runner().actor_of_token(secret)
        if found is None:
            raise Refused(401, _UNKNOWN)
        return found

    def _by_password(self, account: str, password: str, address: str) -> Actor:
        """The person, by a session of the runner that was opened with this very password before."""
        named = hmac.digest(self._secret, f"{account}\0{password}".encode(errors="replace"), "sha256")
        with self._lock:
            token = self._sessions.get(named)
        actor = runner().actor_of_session(token) if token else None
        if actor is None:
            try:
                token = runner().log_in(account, password, address=address)
            except LoginRefused as wrong:
                raise Refused(401, _UNKNOWN) from wrong
            actor = runner().actor_of_session(token)
            with self._lock:
                self._sessions[named] = token
                while len(self._sessions) > MOST_SESSIONS:
                    self._sessions.popitem(last=False)
        if actor is None:
            raise Refused(401, _UNKNOWN)
        if actor.must_change_password:
            raise Refused(401, _ONE_TIME)
        return actor


def install(api: Flask, runner: Runner, *, secret: str) -> None:
    """Guard every route of the API."""
    api.extensions["alur.runner"] = runner
    api.extensions["alur.door"] = Door(secret)
    api.before_request(_ask)
    api.after_request(_open_to_local_windows)


def by(scope: Scope) -> Actor:
    """Who acts, if the token allows it. Raises Refused."""
    program = cast(Program, g.program)
    if scope not in program.scopes:
        needed = _SCOPES[scope]
        raise Refused(
            403,
            Words(
                f"Token ini tidak berlingkup {needed.id}. Buat token lain dengan lingkup itu.",
                f"This token has no scope to {needed.en}. Issue another one that has.",
            ),
        )
    return program.actor


def anybody() -> Actor:
    """Who asks for what is no secret to anybody who may come in."""
    return cast(Program, g.program).actor


def reader() -> Actor:
    """Who reads."""
    return by(Scope.READ)


def worker() -> Actor:
    """Who works on tasks."""
    return by(Scope.WORK)


def _ask() -> Response | None:
    if request.method == "OPTIONS":
        # nothing is told and nothing done; the routes themselves are public knowledge
        found = request.url_rule.rule if request.url_rule else ""
        methods = {
            method
            for rule in current_app.url_map.iter_rules()
            if rule.rule == found
            for method in rule.methods or ()
        }
        return Response(status=204, headers={"Allow": ", ".join(sorted({*methods, "OPTIONS"}))})
    door = cast(Door, current_app.extensions["alur.door"])
    g.program = door.program(request.headers.get("Authorization", ""), address=request.remote_addr or "")
    return None


def _open_to_local_windows(response: Response) -> Response:
    origin = request.headers.get("Origin")
    if origin in LOCAL_ORIGINS:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Headers"] = "accept, authorization, content-type"
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        response.headers["Vary"] = "Origin"
    return response


def _pair(shown: str) -> tuple[str, str]:
    """Account and password of a Basic header. Raises Refused."""
    try:
        raw = base64.b64decode(shown, validate=True)
    except (binascii.Error, ValueError) as unreadable:
        raise Refused(401, _NOBODY) from unreadable
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("latin-1")  # what a browser's btoa writes
    account, colon, password = text.partition(":")
    if not colon or not password:
        raise Refused(401, _NOBODY)
    return account, password


__all__ = ["anybody", "by", "install", "reader", "said", "worker"]
