"""A seeded walker: fills any form, chooses any outcome, and so brings cases into many states.

Promise: the same seed on the same diagrams walks the same way. It knows no SOP, form or field by name:
it reads what a page shows, answers, and corrects what is refused.
Never: a way round a right; every step is the act of somebody who may do it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from runner.errors import AlurError, AnswersRefused
from runner.forms import FieldView
from runner.model import Actor, CaseId, TaskId
from runner.pages import Completed, QuestionView, TaskLine, TaskPage
from runner.runner import Runner

Pairs = dict[str, list[str]]

#: How often the walker corrects a page before it gives the task up.
_ATTEMPTS = 12
#: How often it returns a case where it may.
_RETURNS = 0.2

_SUBJECTS = (
    "Undangan rapat koordinasi triwulan",
    "Permohonan data statistik sektoral",
    "Laporan pelaksanaan kegiatan bulan berjalan",
    "Usulan pemeliharaan perangkat jaringan",
    "Pemberitahuan jadwal apel bersama",
    "Tindak lanjut hasil evaluasi kinerja",
    "Permintaan narasumber pelatihan",
    "Penyampaian bahan publikasi kegiatan",
)
_SENTENCES = (
    "Disiapkan sesuai ketentuan tata naskah dinas.",
    "Mohon ditindaklanjuti sebelum akhir pekan.",
    "Sudah dicocokkan dengan berkas pendukung.",
    "Lampiran lengkap, siap diproses lebih lanjut.",
)
_REASONS = (
    "Tanggal pada paragraf kedua belum sesuai; mohon diperbaiki.",
    "Lampiran belum lengkap. Tambahkan daftar hadir.",
    "Rujukan dasar hukum belum dicantumkan.",
)
_OFFICES = ("Sekretariat Daerah", "Badan Perencanaan Pembangunan Daerah", "Dinas Pendidikan", "Inspektorat")

# what an answer to a text field may look like, by the words of its label; the general ones come last
_LOOKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"nip\b", ("000000000000000000",)),
    (r"tautan|url|situs", ("https://contoh.go.id/berkas",)),
    (r"e-?mail|surel", ("sekretariat@contoh.go.id",)),
    (r"telepon|hp\b|whatsapp", ("081200000000",)),
    (r"nomor|no\.|kode", ("005/{n}/2026", "{n}")),
    (r"tujuan|kepada|pengirim|asal|instansi|penerima", _OFFICES),
    (r"perihal|judul|hal\b|kegiatan", _SUBJECTS),
    (r"nama|petugas|pengantar|penyusun", ("Petugas administrasi",)),
)
_ANYTHING = ("{n}", "2026-01-05", "https://contoh.go.id/berkas", "sekretariat@contoh.go.id", "0" * 18)


class Walker:
    """Walks cases on a runner with a given source of chance."""

    def __init__(self, runner: Runner, *, chance: Random, today: date) -> None:
        self._runner = runner
        self._chance = chance
        self._today = today

    def step(self, task: TaskId, *, by: Actor) -> Completed:
        """The task is completed with answers of the walker's own. Raises AlurError if it cannot be."""
        page = self._runner.task(task, by=by)
        pairs = self._filled(page, {}, frozenset())
        tried: dict[str, int] = {}
        for _ in range(_ATTEMPTS):
            try:
                return self._runner.complete(task, pairs, by=by, token=None)
            except AnswersRefused as refused:
                wrong = {error.path for error in refused.errors}
                for path in wrong:
                    tried[path] = tried.get(path, 0) + 1
                shown = self._runner.fill(task, pairs, by=by)
                pairs = self._filled(shown, pairs, frozenset(wrong), tried)
        return self._runner.complete(task, pairs, by=by, token=None)

    def answers(self, task: TaskId, *, by: Actor) -> Pairs:
        """What the walker would type into the page, unjudged (for a draft)."""
        return self._filled(self._runner.task(task, by=by), {}, frozenset())

    def who_may(self, line: TaskLine, people: Sequence[Actor]) -> Actor | None:
        """Somebody who may complete the task, None if nobody of these may."""
        # who bears the name of the position is asked first: in a demonstration, people are called by it
        shuffled = self._chance.sample(people, len(people))
        for person in sorted(shuffled, key=lambda person: person.name not in line.positions):
            try:
                page = self._runner.task(line.task, by=person)
            except AlurError:
                continue
            if page.may_complete:
                return person
        return None

    def open_lines(self, case: CaseId, *, by: Actor) -> tuple[TaskLine, ...]:
        """The open tasks of a case, as somebody who sees it."""
        return self._runner.case(case, by=by).open

    def _filled(
        self,
        page: TaskPage,
        before: Mapping[str, list[str]],
        wrong: frozenset[str],
        tried: Mapping[str, int] | None = None,
    ) -> Pairs:
        pairs: Pairs = dict(before)
        for view in _inputs(page.fields):
            if view.name not in pairs or view.name in wrong:
                pairs[view.name] = self._answer(view, (tried or {}).get(view.name, 0))
        for name, rows in _row_counts(page.fields):
            pairs[name] = [str(rows)]
        for question in page.questions:
            if question.name not in pairs or question.name in wrong:
                pairs.update(self._outcome(question))
            if question.reason_name in wrong:
                # lacking, or given beside an outcome that takes none
                given = any(pairs.get(question.reason_name, []))
                pairs[question.reason_name] = [""] if given else [self._chance.choice(_REASONS)]
        return pairs

    def _outcome(self, question: QuestionView) -> Pairs:
        back = [choice for choice in question.choices if choice.returns]
        on = [choice for choice in question.choices if not choice.returns]
        returned = bool(back) and (not on or self._chance.random() < _RETURNS)
        choice = self._chance.choice(back if returned else on)
        pairs = {question.name: [choice.name]}
        if returned:
            pairs[question.reason_name] = [self._chance.choice(_REASONS)]
        return pairs

    def _answer(self, view: FieldView, tried: int) -> list[str]:
        match view.kind:
            case "checkbox":
                return ["", "true"]
            case "radio" | "select":
                return [self._chance.choice(view.options).value] if view.options else [""]
            case "checklist" | "taglist":
                many = self._chance.randint(1, max(1, min(2, len(view.options))))
                return [option.value for option in self._chance.sample(view.options, many)]
            case "number":
                return [self._number(view)]
            case "date":
                # letters are dated before they are handled; a field that wants a coming day says so
                days = self._chance.randint(0, 5) * (-1 if tried == 0 else tried)
                return [(self._today + timedelta(days=days)).isoformat()]
            case _:
                return [self._text(view, tried)]

    def _number(self, view: FieldView) -> str:
        least = float(view.min) if view.min else 1.0
        most = float(view.max) if view.max else least + 4
        return str(int(min(most, least + self._chance.randint(0, 4))))

    def _text(self, view: FieldView, tried: int) -> str:
        label = view.label.lower()
        fitting = [look for words, looks in _LOOKS if re.search(words, label) for look in looks]
        general = _SENTENCES if view.kind == "textarea" else _SUBJECTS
        if tried == 0:
            text = self._chance.choice(fitting or general)
        else:
            others = (*fitting, *_ANYTHING, *general)
            text = others[(tried - 1) % len(others)]
        text = text.replace("{n}", str(self._chance.randint(100, 999)))
        return text[: view.max_length] if view.max_length else text


def _inputs(views: Sequence[FieldView]) -> Iterator[FieldView]:
    """Every field in sight that takes an answer, in groups and rows too."""
    for view in views:
        if not view.visible:
            continue
        yield from _inputs(view.children)
        for row in view.rows:
            yield from _inputs(row)
        if view.kind in _ANSWERED and not (view.disabled or view.readonly):
            yield view


def _row_counts(views: Sequence[FieldView]) -> Iterator[tuple[str, int]]:
    for view in views:
        yield from _row_counts(view.children)
        for row in view.rows:
            yield from _row_counts(row)
        if view.kind == "dynamiclist" and view.visible:
            yield f"{view.name}[]", len(view.rows)


_ANSWERED = frozenset(
    {"textfield", "textarea", "number", "checkbox", "radio", "select", "checklist", "taglist", "date"}
)
