"""Who may do what: one table, judged at the moment of the act, deny by default. Pure.

Never a right that the table does not name: a person has it through a position held at that moment, through a
duty granted, or through what they did in the case before. A disabled person has none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from runner.errors import NotAllowed, NotYours
from runner.model import APPLICANT, Actor, ActorId, AgencyCode, Capacity, Duty, PositionCode, Words

#: The capacity in which a duty is carried out.
DUTY_CAPACITY: Final = "tugas"


@dataclass(frozen=True, slots=True)
class Standing:
    """What gave the right, as the event records it: a position and the capacity in which it is held.

    For a duty, the position is the duty's name and the capacity ``tugas``; for whoever started the case,
    both are ``pemohon``.
    """

    position: str
    capacity: str


class Verb(Enum):
    """What the table judges; the value is how a refusal names it."""

    START = Words("memulai berkas SOP ini", "start a case of this SOP")
    SEE = Words("melihat berkas ini", "see this case")
    ACT = Words("mengerjakan tugas ini", "work on this task")
    CANCEL = Words("membatalkan berkas ini", "cancel this case")
    DRAFT = Words("menyusun konsep SOP instansi ini", "draft SOPs of this agency")
    SEE_DRAFTS = Words("melihat konsep SOP instansi ini", "see the drafts of this agency's SOPs")
    PUBLISH = Words("menerbitkan atau mencabut SOP instansi ini", "publish or retire SOPs of this agency")
    MIGRATE = Words(
        "memindahkan berkas SOP instansi ini ke revisi lain", "migrate cases of this agency's SOPs"
    )
    APPOINT = Words("mendaftarkan dan mengangkat pegawai di sini", "register and appoint people here")
    VERIFY = Words("memeriksa keutuhan catatan", "verify the audit log")
    ISSUE_TOKEN = Words("membuat token", "issue a token")
    REVOKE_TOKEN = Words("melihat atau mencabut token ini", "see or revoke this token")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matter:
    """Everything that a right can depend on."""

    actor: Actor
    at: datetime
    agency: AgencyCode | None
    positions: frozenset[PositionCode] = frozenset()
    started_by: ActorId | None = None
    took_part: bool = False
    completions: int = 0
    holder: ActorId | None = None


_Ground = Callable[[_Matter], Standing | None]

_APPLICANT: Final = Standing(str(APPLICANT), str(APPLICANT))
#: The past gives a view of the case and nothing that an event records.
_TOOK_PART: Final = Standing("pelaksana", "riwayat")
_OWN: Final = Standing("pemilik", "akun")
_CAPACITIES: Final = tuple(Capacity)


def _holder(matter: _Matter) -> Standing | None:
    """Holds one of the positions now, or the one that acts for an external one among them."""
    acts_for = {
        inside
        for agency, external, inside in matter.actor.represented
        if agency == matter.agency and external in matter.positions
    }
    held = [
        appointment
        for appointment in matter.actor.appointments
        if appointment.agency == matter.agency
        and appointment.position in matter.positions | acts_for
        and appointment.holds_at(matter.at)
    ]
    if not held:
        return None
    best = min(
        held,
        key=lambda appointment: (
            appointment.capacity is not Capacity.DEFINITIVE,
            appointment.position,
            _CAPACITIES.index(appointment.capacity),
        ),
    )
    return Standing(best.position, best.capacity.value)


def _member_as_applicant(matter: _Matter) -> Standing | None:
    """Has an account in the agency, where the first step is the applicant's."""
    return _APPLICANT if APPLICANT in matter.positions and matter.actor.agency == matter.agency else None


def _applicant(matter: _Matter) -> Standing | None:
    """Started the case, where a step is the applicant's."""
    return _APPLICANT if APPLICANT in matter.positions and matter.started_by == matter.actor.id else None


def _took_part(matter: _Matter) -> Standing | None:
    """Held a task of the case, whenever that was."""
    return _TOOK_PART if matter.took_part else None


def _starter_before_completions(matter: _Matter) -> Standing | None:
    """Started the case, and nobody completed anything in it."""
    return _APPLICANT if matter.started_by == matter.actor.id and not matter.completions else None


def _administrator_after_completions(matter: _Matter) -> Standing | None:
    """Administers the agency, once somebody completed something."""
    return _duty(Duty.ADMINISTRATOR)(matter) if matter.completions else None


def _own(matter: _Matter) -> Standing | None:
    """It is their own."""
    return _OWN if matter.holder == matter.actor.id else None


def _duty(duty: Duty) -> _Ground:
    """Has the duty for this agency (None: for the installation) or for the whole installation."""

    def ground(matter: _Matter) -> Standing | None:
        granted = matter.actor.has_duty(duty, matter.agency)
        return Standing(duty.value, DUTY_CAPACITY) if granted else None

    return ground


def _duty_anywhere(duty: Duty) -> _Ground:
    """Has the duty for any agency: what verify tells is streams and digests, never what a case says."""

    def ground(matter: _Matter) -> Standing | None:
        granted = any(held is duty for held, _ in matter.actor.duties)
        return Standing(duty.value, DUTY_CAPACITY) if granted else None

    return ground


#: The table. The first ground that holds is what the event records.
RIGHTS: Final[Mapping[Verb, tuple[_Ground, ...]]] = {
    Verb.START: (_holder, _member_as_applicant, _duty(Duty.ANALYST)),
    Verb.SEE: (
        _holder,
        _applicant,
        _took_part,
        _duty(Duty.AUDITOR),
        _duty(Duty.ANALYST),
        _duty(Duty.PUBLISHER),
    ),
    Verb.ACT: (_holder, _applicant),
    Verb.CANCEL: (_starter_before_completions, _administrator_after_completions),
    Verb.DRAFT: (_duty(Duty.ANALYST), _duty(Duty.PUBLISHER)),
    Verb.SEE_DRAFTS: (_duty(Duty.ANALYST), _duty(Duty.PUBLISHER), _duty(Duty.AUDITOR)),
    Verb.PUBLISH: (_duty(Duty.PUBLISHER),),
    Verb.MIGRATE: (_duty(Duty.PUBLISHER),),
    Verb.APPOINT: (_duty(Duty.ADMINISTRATOR),),
    Verb.VERIFY: (_duty_anywhere(Duty.ADMINISTRATOR), _duty_anywhere(Duty.AUDITOR)),
    Verb.ISSUE_TOKEN: (_own,),
    Verb.REVOKE_TOKEN: (_own, _duty(Duty.ADMINISTRATOR)),
}

_NEEDS: Final[Mapping[Verb, Words]] = {
    Verb.START: Words(
        "jabatan pada langkah pertamanya, atau tugas sebagai analis di instansi ini",
        "a position of its first step, or the duty of analyst in this agency",
    ),
    Verb.SEE: Words(
        "keikutsertaan di dalamnya, jabatan dari tugas yang terbuka, atau tugas sebagai auditor, analis "
        "atau penerbit di instansi ini",
        "a part in it, the position of an open task, or the duty of auditor, analyst or publisher in this "
        "agency",
    ),
    Verb.ACT: Words(
        "salah satu jabatan pelaksananya, yang dipangku saat ini",
        "one of the positions of its lane, held now",
    ),
    Verb.CANCEL: Words(
        "orang yang memulainya selama belum ada langkah yang selesai, dan administrator instansi sesudahnya",
        "to have started it while nothing is completed, and to administer the agency afterwards",
    ),
    Verb.DRAFT: Words(
        "tugas sebagai analis atau penerbit di instansi ini",
        "the duty of analyst or publisher in this agency",
    ),
    Verb.SEE_DRAFTS: Words(
        "tugas sebagai analis, penerbit atau auditor di instansi ini",
        "the duty of analyst, publisher or auditor in this agency",
    ),
    Verb.PUBLISH: Words("tugas sebagai penerbit di instansi ini", "the duty of publisher in this agency"),
    Verb.MIGRATE: Words("tugas sebagai penerbit di instansi ini", "the duty of publisher in this agency"),
    Verb.APPOINT: Words(
        "tugas sebagai administrator di instansi ini", "the duty of administrator in this agency"
    ),
    Verb.VERIFY: Words("tugas sebagai administrator atau auditor", "the duty of administrator or auditor"),
    Verb.ISSUE_TOKEN: Words("akun sendiri yang aktif", "an enabled account of one's own"),
    Verb.REVOKE_TOKEN: Words(
        "token milik sendiri, atau tugas sebagai administrator instansinya",
        "a token of one's own, or the duty of administrator in its agency",
    ),
}


def may_start(
    actor: Actor, *, agency: AgencyCode, first_positions: Collection[PositionCode], at: datetime
) -> Standing | None:
    """Holders of a position of the first step (``pemohon``: every account of the agency) and analysts."""
    return _judged(
        Verb.START, _Matter(actor=actor, at=at, agency=agency, positions=frozenset(first_positions))
    )


def may_see_case(
    actor: Actor,
    *,
    agency: AgencyCode,
    took_part: bool,
    open_positions: Collection[PositionCode],
    started_by: ActorId,
    at: datetime,
) -> Standing | None:
    """Whoever held a task of it (``took_part``) or holds an open position of it, auditors and analysts."""
    return _judged(
        Verb.SEE,
        _Matter(
            actor=actor,
            at=at,
            agency=agency,
            positions=frozenset(open_positions),
            started_by=started_by,
            took_part=took_part,
        ),
    )


def may_act(
    actor: Actor,
    *,
    agency: AgencyCode,
    positions: Collection[PositionCode],
    started_by: ActorId,
    at: datetime,
) -> Standing | None:
    """Holders of one of the lane's positions, and where it is ``pemohon`` whoever started the case."""
    return _judged(
        Verb.ACT,
        _Matter(actor=actor, at=at, agency=agency, positions=frozenset(positions), started_by=started_by),
    )


def may_cancel(
    actor: Actor, *, agency: AgencyCode, started_by: ActorId, completions: int, at: datetime
) -> Standing | None:
    """The starter while nothing is completed, after that the administrator. The reason is asked elsewhere."""
    return _judged(
        Verb.CANCEL,
        _Matter(actor=actor, at=at, agency=agency, started_by=started_by, completions=completions),
    )


def may_draft(actor: Actor, *, agency: AgencyCode, at: datetime) -> Standing | None:
    """Analysts and publishers of the agency: save and discard drafts, compare, try them out."""
    return _judged(Verb.DRAFT, _Matter(actor=actor, at=at, agency=agency))


def may_see_drafts(actor: Actor, *, agency: AgencyCode, at: datetime) -> Standing | None:
    """Analysts, publishers and auditors of the agency: what is drafted, and who drafted and discarded."""
    return _judged(Verb.SEE_DRAFTS, _Matter(actor=actor, at=at, agency=agency))


def may_publish(actor: Actor, *, agency: AgencyCode, at: datetime) -> Standing | None:
    """Publishers of the agency: publish, roll back and retire."""
    return _judged(Verb.PUBLISH, _Matter(actor=actor, at=at, agency=agency))


def may_migrate(actor: Actor, *, agency: AgencyCode, at: datetime) -> Standing | None:
    """Publishers of the agency: move running cases to another revision, and back."""
    return _judged(Verb.MIGRATE, _Matter(actor=actor, at=at, agency=agency))


def may_appoint(actor: Actor, *, agency: AgencyCode | None, at: datetime) -> Standing | None:
    """Administrators: register, appoint, grant; ``agency`` None is the installation itself."""
    return _judged(Verb.APPOINT, _Matter(actor=actor, at=at, agency=agency))


def may_verify(actor: Actor, *, at: datetime) -> Standing | None:
    """Administrators and auditors: verify reads every stream, and tells of streams only."""
    return _judged(Verb.VERIFY, _Matter(actor=actor, at=at, agency=None))


def require_start(
    actor: Actor, *, agency: AgencyCode, first_positions: Collection[PositionCode], at: datetime
) -> Standing:
    """As ``may_start``. Raises NotAllowed."""
    standing = may_start(actor, agency=agency, first_positions=first_positions, at=at)
    return _allowed(standing, Verb.START, actor)


def require_see_case(
    actor: Actor,
    *,
    agency: AgencyCode,
    took_part: bool,
    open_positions: Collection[PositionCode],
    started_by: ActorId,
    at: datetime,
) -> Standing:
    """As ``may_see_case``. Raises NotAllowed."""
    standing = may_see_case(
        actor,
        agency=agency,
        took_part=took_part,
        open_positions=open_positions,
        started_by=started_by,
        at=at,
    )
    return _allowed(standing, Verb.SEE, actor)


def require_act(
    actor: Actor,
    *,
    agency: AgencyCode,
    positions: Collection[PositionCode],
    started_by: ActorId,
    at: datetime,
) -> Standing:
    """As ``may_act``. Raises NotYours."""
    standing = may_act(actor, agency=agency, positions=positions, started_by=started_by, at=at)
    if standing is None:
        needs, listed = _NEEDS[Verb.ACT], ", ".join(sorted(positions))
        named = f" ({listed})" if listed else ""
        wanted = Words(needs.id + named, needs.en + named)
        raise NotYours(Verb.ACT.value, actor=actor.account, needs=wanted)
    return standing


def require_cancel(
    actor: Actor, *, agency: AgencyCode, started_by: ActorId, completions: int, at: datetime
) -> Standing:
    """As ``may_cancel``. Raises NotAllowed."""
    standing = may_cancel(actor, agency=agency, started_by=started_by, completions=completions, at=at)
    return _allowed(standing, Verb.CANCEL, actor)


def require_draft(actor: Actor, *, agency: AgencyCode, at: datetime) -> Standing:
    """As ``may_draft``. Raises NotAllowed."""
    return _allowed(may_draft(actor, agency=agency, at=at), Verb.DRAFT, actor)


def require_see_drafts(actor: Actor, *, agency: AgencyCode, at: datetime) -> Standing:
    """As ``may_see_drafts``. Raises NotAllowed."""
    return _allowed(may_see_drafts(actor, agency=agency, at=at), Verb.SEE_DRAFTS, actor)


def require_migrate(actor: Actor, *, agency: AgencyCode, at: datetime) -> Standing:
    """As ``may_migrate``. Raises NotAllowed."""
    return _allowed(may_migrate(actor, agency=agency, at=at), Verb.MIGRATE, actor)


def require_publish(actor: Actor, *, agency: AgencyCode, at: datetime) -> Standing:
    """As ``may_publish``. Raises NotAllowed."""
    return _allowed(may_publish(actor, agency=agency, at=at), Verb.PUBLISH, actor)


def require_appoint(actor: Actor, *, agency: AgencyCode | None, at: datetime) -> Standing:
    """As ``may_appoint``. Raises NotAllowed."""
    return _allowed(may_appoint(actor, agency=agency, at=at), Verb.APPOINT, actor)


def require_verify(actor: Actor, *, at: datetime) -> Standing:
    """As ``may_verify``. Raises NotAllowed."""
    return _allowed(may_verify(actor, at=at), Verb.VERIFY, actor)


def require_issue_token(actor: Actor, *, at: datetime) -> Standing:
    """Everybody for themselves, nobody for another. Raises NotAllowed."""
    standing = _judged(Verb.ISSUE_TOKEN, _Matter(actor=actor, at=at, agency=actor.agency, holder=actor.id))
    return _allowed(standing, Verb.ISSUE_TOKEN, actor)


def require_revoke_token(
    actor: Actor, *, holder: ActorId, agency: AgencyCode | None, at: datetime
) -> Standing:
    """The holder, and who administers the agency of their account. Raises NotAllowed."""
    standing = _judged(Verb.REVOKE_TOKEN, _Matter(actor=actor, at=at, agency=agency, holder=holder))
    return _allowed(standing, Verb.REVOKE_TOKEN, actor)


def _judged(verb: Verb, matter: _Matter) -> Standing | None:
    if matter.actor.disabled:
        return None
    for ground in RIGHTS[verb]:
        standing = ground(matter)
        if standing is not None:
            return standing
    return None


def _allowed(standing: Standing | None, verb: Verb, actor: Actor) -> Standing:
    if standing is None:
        raise NotAllowed(verb.value, actor=actor.account, needs=_NEEDS[verb])
    return standing
