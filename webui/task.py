"""One task: its form, and the verbs a holder has on it.

Promise: each verb shows the page again with everything that was typed when it is refused; the
loser of a race learns who won and when. Never: a judgement about an answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runner import (
    AlurError,
    AnswersRefused,
    CaseNotOpen,
    Completed,
    DiagramFailed,
    FieldError,
    FormChanged,
    HandedOver,
    StoreConflict,
    TaskAlreadyTaken,
    TaskId,
    TaskNotOpen,
    TaskPage,
)
from webui import form_fields, texts
from webui.login import current_actor, resumes, runner

bp = Blueprint("task", __name__, url_prefix="/tugas/<task_id>")
#: Somebody else was first or has it now, or the case is over: the typed text has no form any more.
LOST = (TaskNotOpen, TaskAlreadyTaken, CaseNotOpen, HandedOver, StoreConflict)

resumes("task.submit", at="task.fill")
resumes("task.fill", at="task.fill")
resumes("task.save", at="task.fill")


@bp.get("")
def show(task_id: str) -> str:
    """The form as it stands: a draft if there is one, else what the case knows."""
    return _page(runner().task(TaskId(task_id), by=current_actor()))


@bp.post("/isian")
def fill(task_id: str) -> ResponseReturnValue:
    """The form again with what was typed: rows added or removed, hidden fields judged anew."""
    try:
        page = runner().fill(TaskId(task_id), form_fields.pairs(), by=current_actor())
    except LOST as lost:
        return _lost(task_id, lost)
    return _page(page, unsaved=True)


@bp.post("")
def submit(task_id: str) -> ResponseReturnValue:
    """Complete the task and say what happens next; or show what is wrong beside each field."""
    pairs = form_fields.pairs()
    try:
        done = runner().complete(
            TaskId(task_id), pairs, token=form_fields.token(), seen=form_fields.revision(), by=current_actor()
        )
    except (AnswersRefused, DiagramFailed, FormChanged) as refused:
        return _again(task_id, pairs, refused)
    except LOST as lost:
        return _lost(task_id, lost)
    _tell_what_is_next(done)
    return redirect(url_for("inbox.show"))


@bp.post("/konsep")
def save(task_id: str) -> ResponseReturnValue:
    """Keep what was typed as a draft, unjudged. The task is the reader's from then on."""
    try:
        runner().save_draft(
            TaskId(task_id), form_fields.pairs(), seen=form_fields.revision(), by=current_actor()
        )
    except FormChanged as changed:
        return _again(task_id, form_fields.pairs(), changed)
    except LOST as lost:
        return _lost(task_id, lost)
    if request.accept_mimetypes.best == "text/plain":
        return "", 204  # the page keeps drafts by itself now and then; nobody needs to be told
    texts.tell(_("Konsep tersimpan dan tugas ini Anda pegang. Tugas belum dikirim; lanjutkan kapan saja."))
    return redirect(url_for("task.show", task_id=task_id))


@bp.post("/ambil")
def claim(task_id: str) -> ResponseReturnValue:
    """Hold the task. What was typed before stays on the page, also when a colleague was first."""
    pairs = form_fields.pairs()
    try:
        runner().claim(TaskId(task_id), by=current_actor())
    except LOST as lost:
        return _lost(task_id, lost)
    texts.tell(_("Tugas sudah Anda ambil. Rekan sejabatan melihat bahwa Anda mengerjakannya."))
    if pairs:
        return _page(runner().fill(TaskId(task_id), pairs, by=current_actor()), unsaved=True)
    return redirect(url_for("task.show", task_id=task_id))


@bp.post("/lepas")
def release(task_id: str) -> ResponseReturnValue:
    runner().release(TaskId(task_id), by=current_actor())
    texts.tell(_("Tugas sudah dilepas dan dapat diambil rekan sejabatan."))
    return redirect(url_for("inbox.show", tab="jabatan"))


def _page(
    page: TaskPage,
    *,
    said: texts.Said | None = None,
    errors: Sequence[FieldError] = (),
    unsaved: bool = False,
) -> str:
    g.zone = page.case.zone
    shown = form_fields.places(page.fields, page.questions)
    return render_template(
        "task/show.html",
        task=page,
        said=said,
        errors=errors,
        places=shown,
        out_of_sight=form_fields.out_of_sight(shown),
        unsaved=unsaved,
    )


def _again(task_id: str, pairs: dict[str, list[str]], refused: AlurError) -> ResponseReturnValue:
    """The page with what was typed and what is wrong with it."""
    said = texts.explain(refused)
    errors = refused.errors if isinstance(refused, AnswersRefused) else ()
    seen = form_fields.revision() if isinstance(refused, FormChanged) else None
    page = runner().fill(TaskId(task_id), pairs, by=current_actor(), errors=errors, seen=seen)
    return _page(page, said=said, errors=errors, unsaved=True), said.status


def _lost(task_id: str, lost: AlurError) -> ResponseReturnValue:
    """Who was first and when, and every word that the loser typed."""
    said = texts.explain(lost)
    pairs, at = form_fields.pairs(), getattr(lost, "at", None)
    try:
        page = runner().fill(TaskId(task_id), pairs, by=current_actor())
    except AlurError:
        page = None
    labels = form_fields.labels(page.fields, page.questions) if page else {}
    typed = [(labels.get(name, name), text) for name, text in form_fields.typed(pairs)]
    if isinstance(lost, HandedOver):
        typed = list(lost.typed)
    return render_template("task/lost.html", said=said, at=at, typed=typed, task=page), said.status


def _tell_what_is_next(done: Completed) -> None:
    number, subject = done.case.number, done.case.subject
    title = _("Terkirim: berkas %(number)s", number=number)
    if done.closed:
        text = _("Berkas “%(subject)s” sudah selesai seluruhnya.", subject=subject)
    elif done.next:
        steps = ", ".join(f"{line.step} ({' / '.join(line.positions)})" for line in done.next)
        text = _("Selanjutnya: %(steps)s.", steps=steps)
    else:
        text = _("Berkas menunggu langkah lain yang masih berjalan.")
    mine = next((line for line in done.next if line.may_act), None)
    if mine:
        texts.tell(
            text, title=title, href=url_for("task.show", task_id=mine.task), label=_("Kerjakan sekarang")
        )
    else:
        texts.tell(
            text, title=title, href=url_for("cases.show", case_id=done.case.id), label=_("Lihat berkas")
        )
