"""People whose accounts belong to no agency: administrators, auditors and programs of the installation.

Promise: a one-time password is shown once and kept nowhere. Never: a judgement about who may read or
change them; that is the runner's.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import AccountRefused, ActorId, ActorRef, AgencyCode, Duty, NotFound, PersonLine
from webui import texts
from webui.login import current_actor, runner

bp = Blueprint("installation", __name__, url_prefix="/administrasi/instalasi")


@bp.app_context_processor
def _asked() -> dict[str, object]:
    """``administers_installation``: whether the reader sees these pages."""
    return {"administers_installation": lambda: runner().may_administer_installation(by=current_actor())}


@bp.get("")
def people() -> str:
    """Everybody without an agency, with what they may do where."""
    return _people_page()


@bp.post("/pegawai")
def register() -> ResponseReturnValue:
    """Give somebody an account that belongs to no agency; the page shows the one-time password."""
    account, name = request.form.get("akun", "").strip(), request.form.get("nama", "").strip()
    try:
        made, password = runner().register(None, account=account, name=name, by=current_actor())
    except AccountRefused as refused:
        return _people_page(refused), 422
    return _password(ActorRef(id=made, name=name, account=account), password)


@bp.get("/pegawai/<actor_id>")
def person(actor_id: str) -> str:
    """One of them: duties by agency, account."""
    return _person_page(actor_id)


@bp.post("/pegawai/<actor_id>/wewenang/<any(beri, cabut):act>")
def duty(actor_id: str, act: str) -> ResponseReturnValue:
    """Grant or revoke a duty, in one agency or (an empty one) everywhere."""
    try:
        wanted = Duty(request.form.get("wewenang", ""))
    except ValueError:
        return _person_page(actor_id, wrong=_("Pilih salah satu wewenang.")), 422
    where = request.form.get("lingkup", "")
    verb = runner().grant if act == "beri" else runner().revoke
    verb(ActorId(actor_id), duty=wanted, agency=AgencyCode(where) if where else None, by=current_actor())
    texts.tell(_("Wewenang sudah diberikan.") if act == "beri" else _("Wewenang sudah dicabut."))
    return redirect(url_for("installation.person", actor_id=actor_id))


@bp.post("/pegawai/<actor_id>/sandi")
def reset_password(actor_id: str) -> str:
    """A new one-time password, shown on this page only."""
    found = _person(actor_id)
    return _password(found.actor, runner().reset_password(ActorId(actor_id), by=current_actor()))


@bp.post("/pegawai/<actor_id>/<any(nonaktifkan, aktifkan):act>")
def switch(actor_id: str, act: str) -> ResponseReturnValue:
    """The account may no longer, or may again, log in."""
    verb = runner().disable if act == "nonaktifkan" else runner().enable
    verb(ActorId(actor_id), by=current_actor())
    texts.tell(_("Akun dinonaktifkan.") if act == "nonaktifkan" else _("Akun diaktifkan kembali."))
    return redirect(url_for("installation.person", actor_id=actor_id))


def _people_page(refused: AccountRefused | None = None) -> str:
    page = runner().installation(by=current_actor())
    return render_template("admin/installation.html", page=page, refused=refused)


def _person(actor_id: str) -> PersonLine:
    for line in runner().installation(by=current_actor()).people:
        if line.actor.id == actor_id:
            return line
    raise NotFound("person", actor_id)


def _person_page(actor_id: str, wrong: str = "") -> str:
    return render_template(
        "admin/installation_person.html",
        line=_person(actor_id),
        scopes=[
            ("", _("Seluruh instalasi")),
            *((line.code, line.name) for line in runner().installation(by=current_actor()).agencies),
        ],
        duties=list(Duty),
        wrong=wrong,
    )


def _password(person: ActorRef, password: str) -> str:
    return render_template("admin/password.html", person=person, agency=None, password=password)
