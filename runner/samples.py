"""Sample answers: what somebody who knows nothing of an SOP would type into any of its pages.

Promise: the same page, the same attempt and the same source of chance give the same answers. No SOP, form
or field is known by name: a field is read by its kind and the words of its label.
Never: a judgement; what is refused is corrected by asking again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Protocol, TypeVar

from runner.forms import FieldView
from runner.pages import QuestionView

Pairs = dict[str, list[str]]
T = TypeVar("T")


class Chance(Protocol):
    """Where choices come from: a seeded ``random.Random``, or ``Steady``."""

    def random(self) -> float: ...

    def randint(self, a: int, b: int) -> int: ...

    def choice(self, seq: Sequence[T]) -> T: ...

    def sample(self, population: Sequence[T], k: int) -> list[T]: ...


class Steady:
    """No chance at all: the first of everything, at the next turn the second, and never a return."""

    def __init__(self, turn: int = 0) -> None:
        self._turn = turn

    def random(self) -> float:
        return 1.0

    def randint(self, a: int, b: int) -> int:
        return a + self._turn % (b - a + 1)

    def choice(self, seq: Sequence[T]) -> T:
        return seq[self._turn % len(seq)]

    def sample(self, population: Sequence[T], k: int) -> list[T]:
        return list(population[:k])


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
    (r"lokasi|tempat|ruang", ("Ruang arsip, rak 2",)),
    (r"nomor|no\.|kode", ("005/{n}/2026", "{n}")),
    (r"tujuan|kepada|pengirim|asal|instansi|penerima", _OFFICES),
    (r"perihal|judul|hal\b|kegiatan", _SUBJECTS),
    (r"nama|petugas|pengantar|penyusun", ("Petugas administrasi",)),
)
_ANYTHING = ("{n}", "2026-01-05", "https://contoh.go.id/berkas", "sekretariat@contoh.go.id", "0" * 18)


class Samples:
    """Fills pages.

    ``more`` are texts that a field is known to accept, by its name; at an odd ``turn`` nothing is ticked
    that does not have to be.
    """

    def __init__(
        self, *, chance: Chance, today: date, more: Mapping[str, Sequence[str]] | None = None, turn: int = 0
    ) -> None:
        self._chance = chance
        self._today = today
        self._more = more or {}
        self._ticks = turn % 2 == 0

    def filled(
        self,
        fields: Sequence[FieldView],
        questions: Sequence[QuestionView],
        before: Mapping[str, Sequence[str]] | None = None,
        wrong: frozenset[str] = frozenset(),
        tried: Mapping[str, int] | None = None,
    ) -> Pairs:
        """Every input of the page with an answer: what it had ``before``, another one where that is wrong.

        ``tried`` says how often the answer under a name was refused so far.
        """
        pairs: Pairs = {name: list(values) for name, values in (before or {}).items()}
        for view in inputs(fields):
            if view.name not in pairs or view.name in wrong:
                pairs[view.name] = self._answer(view, (tried or {}).get(view.name, 0))
        for name, rows in _row_counts(fields):
            pairs[name] = [str(rows)]
        for question in questions:
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
                return ["", "true"] if self._ticks or view.required else [""]
            case "radio" | "select":
                return [self._chance.choice(view.options).value] if view.options else [""]
            case "checklist" | "taglist":
                many = self._chance.randint(1, max(1, min(2, len(view.options))))
                return [option.value for option in self._chance.sample(view.options, many)]
            case "number":
                return [self._number(view, tried)]
            case "date":
                # letters are dated before they are handled; a field that wants a coming day says so
                days = self._chance.randint(0, 5)
                days = max(1, days) * tried if tried else -days
                return [(self._today + timedelta(days=days)).isoformat()]
            case _:
                return [self._text(view, tried)]

    def _number(self, view: FieldView, tried: int) -> str:
        if tried and (known := self._more.get(view.name)):
            return known[(tried - 1) % len(known)]
        least, most = _bound(view.min), _bound(view.max)
        least = Decimal(1) if least is None else least
        most = least + 4 if most is None else most
        if tried:  # no whole number between the bounds, or not one of the field's steps
            return f"{least if tried % 2 else most:f}".replace(".", ",")
        return str(int(min(most, least + self._chance.randint(0, 4))))

    def _text(self, view: FieldView, tried: int) -> str:
        label = view.label.lower()
        fitting = [look for words, looks in _LOOKS if re.search(words, label) for look in looks]
        general = _SENTENCES if view.kind == "textarea" else _SUBJECTS
        if tried == 0:
            text = self._chance.choice(fitting or general)
        else:
            others = (*self._more.get(view.name, ()), *fitting, *_ANYTHING, *general)
            text = others[(tried - 1) % len(others)]
        text = text.replace("{n}", str(self._chance.randint(100, 999)))
        return text[: view.max_length] if view.max_length else text


def _bound(text: str | None) -> Decimal | None:
    """The bound as a number; a form may also bound a field by what is none."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def inputs(views: Sequence[FieldView]) -> Iterator[FieldView]:
    """Every field in sight that takes an answer, in groups and rows too."""
    for view in views:
        if not view.visible:
            continue
        yield from inputs(view.children)
        for row in view.rows:
            yield from inputs(row)
        if view.kind in _ANSWERED and not (view.disabled or view.readonly):
            yield view


def standing(views: Sequence[FieldView]) -> Pairs:
    """What the fields in sight hold already, as the page would post it."""
    found: Pairs = {}
    for view in inputs(views):
        if isinstance(view.value, list):
            found[view.name] = view.value
        elif view.value:
            found[view.name] = ["true"] if view.value is True else [view.value]
    return {name: values for name, values in found.items() if values}


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
