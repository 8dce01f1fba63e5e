"""What the proof says to the author of a diagram, in both languages; the path that shows it is part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from runner.model import Words
from runner.paths.seen import Kind

#: A deadlock that fitting answers avoid, and a proof that was not finished: an owner may answer for these.
CORRELATED: Final = "paths.deadlock_correlated"
DROPPED: Final = "paths.dropped"
UNPROVEN: Final = "paths.unproven"

# what is wrong (Indonesian, English), what to do (Indonesian, English)
_TEXTS: Final[dict[str, tuple[str, str, str, str]]] = {
    Kind.ENGINE: (
        "Mesin berhenti di {node}: {why_id} Jalannya: {path_id}.",
        "The engine stops at {node}: {why_en} The path: {path_en}.",
        "Perbaiki bagian diagram itu, lalu periksa lagi.",
        "Mend that part of the diagram and check again.",
    ),
    Kind.UNREACHABLE: (
        "{node} tidak pernah dicapai, apa pun jawabannya.",
        "{node} is never reached, whatever is answered.",
        "Sambungkan dengan alur yang dapat dilalui, atau hapus dari diagram.",
        "Connect it with a flow that can be taken, or remove it from the diagram.",
    ),
    DROPPED: (
        "{node} tergambar, tetapi tidak ikut berjalan: tidak tersambung dari awal, atau simbolnya tidak"
        " didukung.",
        "{node} is drawn but does not run: it is not connected with the start, or its symbol is not"
        " supported.",
        "Sambungkan dengan alur dari awal, ganti simbolnya, atau hapus dari diagram.",
        "Connect it with a flow from the start, change the symbol, or remove it from the diagram.",
    ),
    Kind.END_UNREACHED: (
        "Tidak ada berkas yang dapat berakhir di {node}.",
        "No case can end at {node}.",
        "Sambungkan simbol akhir itu dengan alur yang dapat dilalui, atau hapus.",
        "Connect that end with a flow that can be taken, or remove it.",
    ),
    Kind.DEADLOCK: (
        "Berkas macet: {node} menunggu cabang yang tidak akan pernah datang. Jalannya: {path_id}.",
        "The case gets stuck: {node} waits for a branch that never comes. The path: {path_en}.",
        "Tutup cabang dengan jenis gateway yang membukanya: pilihan dengan gateway pilihan, pekerjaan"
        " serentak dengan gateway serentak, dan jangan biarkan satu cabang keluar sendiri.",
        "Close branches with the kind of gateway that opened them: a choice with an exclusive gateway, work"
        " at the same time with a parallel one, and let no single branch leave on its own.",
    ),
    CORRELATED: (
        "Berkas dapat macet: {node} menunggu cabang yang tidak akan pernah datang jika jawaban-jawaban ini"
        " diberikan bersama. Jalannya: {path_id}.",
        "The case can get stuck: {node} waits for a branch that never comes if these answers are given"
        " together. The path: {path_en}.",
        "Tanyakan hal yang sama satu kali saja. Jika jawaban-jawaban itu memang selalu sejalan, pemilik SOP"
        " dapat menerbitkannya dengan alur publish --accept-unproven beserta alasannya.",
        "Ask the same thing only once. If these answers always fit together, the owner of the SOP may publish"
        " it with alur publish --accept-unproven and the reason.",
    ),
    Kind.LIVELOCK: (
        "Sesudah langkah-langkah ini berkas tidak dapat berakhir lagi; pekerjaan hanya berputar di {among}."
        " Jalannya: {path_id}.",
        "After these steps the case can never end; work only goes round in {among}. The path: {path_en}.",
        "Beri salah satu gateway di putaran itu jalan keluar menuju simbol akhir.",
        "Give one of the gateways in that round a way out to an end.",
    ),
    Kind.DOUBLE: (
        "{node} terbuka dua kali sekaligus, sehingga dikerjakan ganda. Jalannya: {path_id}.",
        "{node} is open twice at the same time, so it would be done twice. The path: {path_en}.",
        "Satukan cabang serentak dengan gateway serentak sebelum langkah itu, dan jangan kembalikan berkas"
        " dari dalam satu cabang ke luar.",
        "Join the parallel branches with a parallel gateway before that step, and do not send the case back"
        " from inside one branch to outside of it.",
    ),
    Kind.ERASED: (
        "Pekerjaan hilang di {node}: satu cabang tiba di sana dua kali, padahal hanya dihitung satu kali."
        " Jalannya: {path_id}.",
        "Work is lost at {node}: one branch arrives there twice, but is counted only once."
        " The path: {path_en}.",
        "Satukan semua cabang serentak dalam satu gateway serentak, dan buat putaran di dalam cabangnya"
        " sendiri.",
        "Join all parallel branches in one parallel gateway, and keep a loop inside its own branch.",
    ),
    Kind.NEVER: (
        "Tidak ada jawaban yang membuka panah ini dari {among}: isian formulir sebelumnya tidak mungkin"
        " memenuhi syaratnya.",
        "No answer opens this arrow from {among}: what the forms before it accept never meets its condition.",
        "Cocokkan syaratnya dengan pilihan dan batas isian pada formulir, atau hapus panah ini.",
        "Match its condition with the options and limits of the form, or remove this arrow.",
    ),
    Kind.NO_OUTCOME: (
        "Ada jawaban yang tidak cocok dengan panah mana pun dari {node}. Jalannya: {path_id}.",
        "There is an answer that fits no arrow out of {node}. The path: {path_en}.",
        "Tandai satu panah sebagai alur baku (default), atau lengkapi syaratnya.",
        "Mark one arrow as the default flow, or complete the conditions.",
    ),
    Kind.CYCLE: (
        "Berkas berputar tanpa henti di sekitar {node} tanpa melewati seorang pegawai. Jalannya: {path_id}.",
        "The case goes round and round at {node} without passing a person. The path: {path_en}.",
        "Letakkan sebuah langkah pegawai di dalam putaran itu.",
        "Put a step of a person into that round.",
    ),
    Kind.NO_END: (
        "Alurnya berhenti di {node}, yang bukan simbol akhir. Jalannya: {path_id}.",
        "The flow stops at {node}, which is no end. The path: {path_en}.",
        "Sambungkan ke simbol akhir.",
        "Connect it to an end.",
    ),
    UNPROVEN: (
        "Belum terbukti bahwa setiap jalan sampai ke akhir: {limit_id}.",
        "It is not proven that every path comes to an end: {limit_en}.",
        "Sederhanakan diagram, misalnya kurangi pekerjaan serentak, atau terbitkan dengan alur publish"
        " --accept-unproven beserta alasannya.",
        "Simplify the diagram, for example with less work in parallel, or publish it with alur publish"
        " --accept-unproven and the reason.",
    ),
}

_LIMITS: Final = {
    "time": Words(
        "pemeriksaan dihentikan setelah {states} keadaan karena batas waktu",
        "the check was stopped after {states} states by its time limit",
    ),
    "states": Words("ada lebih dari {states} keadaan yang mungkin", "more than {states} states are possible"),
    "answers": Words(
        "terlalu banyak kombinasi jawaban yang berbeda pada satu langkah",
        "too many different combinations of answers are possible at one step",
    ),
    "vague": Words(
        "nilai isian {names} tidak dapat ditelusuri seluruhnya dari formulir",
        "the values of {names} cannot all be told from the forms",
    ),
}


def words(code: str, facts: Mapping[str, str]) -> tuple[Words, Words]:
    """What is wrong, and what to do about it."""
    what_id, what_en, remedy_id, remedy_en = _TEXTS[code]
    return (
        Words(what_id.format_map(facts), what_en.format_map(facts)),
        Words(remedy_id.format_map(facts), remedy_en.format_map(facts)),
    )


def limit(code: str, **facts: object) -> Words:
    """Why something is not proven."""
    said = _LIMITS[code]
    return Words(said.id.format(**facts), said.en.format(**facts))


#: A path before anything was done, and the other arrow of a gateway.
AT_ONCE: Final = Words("langsung setelah berkas dimulai", "at once when the case starts")
OTHERWISE: Final = Words("selain itu", "otherwise")
EMPTY: Final = Words("kosong", "empty")
ENGINE_AT_ALL: Final = Words("diagram ini", "this diagram")

_UNITS: Final = (
    ("minggu", "week"), ("hari", "day"), ("jam", "hour"), ("menit", "minute"), ("detik", "second"),
)  # fmt: skip


def amount(numbers: tuple[int, int, int, int, int]) -> Words:
    """Weeks, days, hours, minutes and seconds; a dash for nothing."""
    parts = [(number, unit) for number, unit in zip(numbers, _UNITS, strict=True) if number]
    return Words(
        " ".join(f"{number} {unit[0]}" for number, unit in parts) or "–",
        " ".join(f"{number} {unit[1]}{'' if number == 1 else 's'}" for number, unit in parts) or "–",
    )
