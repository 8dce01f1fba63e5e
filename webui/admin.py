"""Administration: agencies, people, appointments, duties, running cases, and the proof of the records.

Promise: positions that nobody holds are said first; a one-time password is shown once and kept
nowhere; moments are read in the agency's own zone.
Never: a judgement about who administers what; that is the runner's.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import (
    AccountRefused,
    ActorId,
    ActorRef,
    AgencyCode,
    Capacity,
    CaseId,
    Duty,
    NotAllowed,
    NotFound,
    PeoplePage,
    PeriodRefused,
    PersonLine,
    PositionCode,
    ReasonMissing,
)
from webui import texts
from webui.login import administers, current_actor, runner

bp = Blueprint("admin", __name__, url_prefix="/administrasi")


@bp.get("")
def index() -> str:
    """The agencies, with every position that a step needs and nobody holds."""
    pages = [runner().people(line.code, by=current_actor()) for line in runner().agencies(by=current_actor())]
    return render_template("admin/index.html", pages=pages)


@bp.get("/instansi/<agency>")
def people(agency: str) -> str:
    """The positions of an agency with their holders, and its people."""
    return _people_page(agency)


@bp.post("/instansi/<agency>/pegawai")
def register(agency: str) -> ResponseReturnValue:
    """Give a person an account; the page shows the one-time password, and no other page ever does."""
    account, name = request.form.get("akun", "").strip(), request.form.get("nama", "").strip()
    try:
        made, password = runner().register(AgencyCode(agency), account=account, name=name, by=current_actor())
    except AccountRefused as refused:
        return _people_page(agency, refused=refused), 422
    person = ActorRef(id=made, name=name, account=account)
    return render_template("admin/password.html", person=person, agency=agency, password=password)


@bp.post("/instansi/<agency>/empat-mata")
def four_eyes(agency: str) -> ResponseReturnValue:
    """Whoever wrote a draft may, or may not, publish it."""
    on = request.form.get("empat_mata") == "ya"
    runner().set_four_eyes(AgencyCode(agency), on, by=current_actor())
    texts.tell(
        _("Mulai sekarang konsep diterbitkan oleh orang yang tidak ikut menyusunnya.")
        if on
        else _("Mulai sekarang penyusun konsep boleh menerbitkannya sendiri.")
    )
    return redirect(url_for("admin.people", agency=agency))


@bp.get("/instansi/<agency>/pegawai/<actor_id>")
def person(agency: str, actor_id: str) -> str:
    """One person: appointments, duties, account."""
    return _person_page(agency, actor_id)


@bp.post("/instansi/<agency>/pegawai/<actor_id>/jabatan")
def appoint(agency: str, actor_id: str) -> ResponseReturnValue:
    """The person holds a position from a moment on."""
    zone = _people(agency).agency.zone
    try:
        runner().appoint(
            ActorId(actor_id),
            agency=AgencyCode(agency),
            position=PositionCode(request.form.get("jabatan", "")),
            capacity=Capacity(request.form.get("sifat", "")),
            since=_moment("sejak", zone),
            until=_moment("sampai", zone),
            order=request.form.get("nomor", ""),
            by=current_actor(),
        )
    except PeriodRefused:
        return _person_page(agency, actor_id, wrong=_("Akhir masa jabatan harus sesudah mulainya.")), 422
    except ValueError:
        return _person_page(agency, actor_id, wrong=_("Tanggal atau sifat jabatan tidak terbaca.")), 422
    texts.tell(_("Pemangku jabatan sudah dicatat."))
    return redirect(url_for("admin.person", agency=agency, actor_id=actor_id))


@bp.post("/instansi/<agency>/pegawai/<actor_id>/jabatan/<appointment>/akhiri")
def end(agency: str, actor_id: str, appointment: str) -> ResponseReturnValue:
    """The appointment ends at a moment; an empty one is now."""
    zone = _people(agency).agency.zone
    try:
        until = _moment("sampai", zone)
    except ValueError:
        return _person_page(agency, actor_id, wrong=_("Tanggal berakhirnya tidak terbaca.")), 422
    runner().end_appointment(appointment, until=until, by=current_actor())
    texts.tell(_("Akhir masa jabatan sudah dicatat."))
    return redirect(url_for("admin.person", agency=agency, actor_id=actor_id))


@bp.post("/instansi/<agency>/pegawai/<actor_id>/wewenang/<any(beri, cabut):act>")
def duty(agency: str, actor_id: str, act: str) -> ResponseReturnValue:
    """Grant or revoke a duty, for this agency or (``semua``) for the whole installation."""
    try:
        wanted = Duty(request.form.get("wewenang", ""))
    except ValueError:
        return _person_page(agency, actor_id, wrong=_("Pilih salah satu wewenang.")), 422
    where = None if request.form.get("lingkup") == "semua" else AgencyCode(agency)
    verb = runner().grant if act == "beri" else runner().revoke
    verb(ActorId(actor_id), duty=wanted, agency=where, by=current_actor())
    texts.tell(_("Wewenang sudah diberikan.") if act == "beri" else _("Wewenang sudah dicabut."))
    return redirect(url_for("admin.person", agency=agency, actor_id=actor_id))


@bp.post("/instansi/<agency>/pegawai/<actor_id>/sandi")
def reset_password(agency: str, actor_id: str) -> str:
    """A new one-time password, shown on this page only."""
    found = _person(_people(agency), actor_id)
    password = runner().reset_password(ActorId(actor_id), by=current_actor())
    return render_template("admin/password.html", person=found.actor, agency=agency, password=password)


@bp.post("/instansi/<agency>/pegawai/<actor_id>/<any(nonaktifkan, aktifkan):act>")
def switch(agency: str, actor_id: str, act: str) -> ResponseReturnValue:
    """The account may no longer, or may again, log in."""
    verb = runner().disable if act == "nonaktifkan" else runner().enable
    verb(ActorId(actor_id), by=current_actor())
    texts.tell(_("Akun dinonaktifkan.") if act == "nonaktifkan" else _("Akun diaktifkan kembali."))
    return redirect(url_for("admin.person", agency=agency, actor_id=actor_id))


@bp.get("/berkas")
def running() -> str:
    """The open cases of the agencies that the reader administers, without what they are about."""
    if not administers(current_actor()):
        raise NotAllowed("see running cases", actor=current_actor().name, needs="the duty administrator")
    return render_template("admin/running.html", heads=runner().running(by=current_actor()))


@bp.post("/berkas/<case_id>/batalkan")
def cancel(case_id: str) -> ResponseReturnValue:
    """Stop a case for the reason given."""
    try:
        runner().cancel(CaseId(case_id), request.form.get("alasan", ""), by=current_actor())
    except ReasonMissing as missing:
        heads = runner().running(by=current_actor())
        page = render_template(
            "admin/running.html", heads=heads, refused=texts.explain(missing), wanted=case_id
        )
        return page, 422
    texts.tell(_("Berkas sudah dibatalkan. Alasannya tercatat dalam riwayat."))
    return redirect(url_for("admin.running"))


@bp.get("/keutuhan")
def proof() -> str:
    """What the check does, and its button."""
    if not runner().may_verify(by=current_actor()):
        raise NotAllowed("verify", actor=current_actor().name, needs="the duty auditor or administrator")
    return render_template("admin/proof.html", report=None)


@bp.post("/keutuhan")
def verify() -> str:
    """Rebuild every case from its records and say in words what holds."""
    return render_template("admin/proof.html", report=runner().verify(by=current_actor()))


def _people(agency: str) -> PeoplePage:
    page = runner().people(AgencyCode(agency), by=current_actor())
    g.zone = page.agency.zone
    return page


def _people_page(agency: str, refused: AccountRefused | None = None) -> str:
    page = _people(agency)
    four_eyes = runner().profile(page.agency.code).four_eyes
    return render_template("admin/people.html", page=page, refused=refused, four_eyes=four_eyes)


def _person(page: PeoplePage, actor_id: str) -> PersonLine:
    for line in page.people:
        if line.actor.id == actor_id:
            return line
    raise NotFound("person", actor_id)


def _person_page(agency: str, actor_id: str, wrong: str = "") -> str:
    page = _people(agency)
    return render_template(
        "admin/person.html",
        page=page,
        line=_person(page, actor_id),
        capacities=list(Capacity),
        duties=list(Duty),
        wrong=wrong,
    )


def _moment(name: str, zone: str) -> datetime | None:
    """What a datetime-local input says, read in the agency's zone; None when empty. Raises ValueError."""
    text = request.form.get(name, "").strip()
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if text else None
