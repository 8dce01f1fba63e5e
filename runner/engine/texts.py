"""Why a case cannot go on, in both languages. Never a word of the library's own."""

from __future__ import annotations

from runner.model import Words


def unreadable() -> Words:
    return Words("berkas diagramnya tidak dapat dibaca sebagai BPMN.", "its diagram cannot be read as BPMN.")


def forbidden_markup() -> Words:
    return Words(
        "diagramnya memuat DOCTYPE atau terlalu besar, dan itu tidak diterima.",
        "its diagram holds a DOCTYPE or is too large, and that is not accepted.",
    )


def not_one_process(count: int) -> Words:
    return Words(
        f"diagramnya memuat {count} proses, seharusnya tepat satu.",
        f"its diagram holds {count} processes where exactly one is expected.",
    )


def unknown_symbol(tag: str) -> Words:
    return Words(f"simbol {tag} belum dapat dijalankan.", f"the symbol {tag} cannot be run yet.")


def reserved_id() -> Words:
    return Words(
        "id ini dipakai oleh mesin atau dipakai dua kali. Ganti id-nya.",
        "this id is used by the engine itself, is missing, or is used twice. Change it.",
    )


def loose_flow() -> Words:
    return Words(
        "alur ini tidak tersambung ke dua simbol pada tingkat yang sama.",
        "this flow does not connect two symbols of the same level.",
    )


def misplaced_condition() -> Words:
    return Words(
        "alur ini memuat syarat, padahal tidak keluar dari gateway yang memilih.",
        "this flow carries a condition, but does not leave a gateway that chooses.",
    )


def missing_condition() -> Words:
    return Words(
        "alur ini keluar dari gateway yang memilih, tetapi tidak memuat syarat.",
        "this flow leaves a gateway that chooses, but carries no condition.",
    )


def bad_condition(what: Words) -> Words:
    return Words(f"syaratnya tidak dapat dibaca: {what.id}", f"its condition cannot be read: {what.en}")


def start_and_ways_out() -> Words:
    return Words(
        "seharusnya ada tepat satu awal tanpa alur masuk, dan paling banyak satu alur keluar per tugas.",
        "exactly one start without incoming flows and at most one flow out of every task are expected.",
    )


def no_end_drawn() -> Words:
    return Words("tidak ada simbol akhir di dalamnya.", "there is no end inside it.")


def unreachable() -> Words:
    return Words(
        "simbol ini tidak dapat dicapai dari simbol awal.", "this symbol cannot be reached from the start."
    )


def too_large() -> Words:
    return Words("diagramnya terlalu besar untuk dijalankan.", "its diagram is too large to be run.")


def no_way_out() -> Words:
    return Words(
        "tidak ada alur keluar yang syaratnya terpenuhi.", "no flow out of it has a condition that holds."
    )


def never_rests(steps: int) -> Words:
    return Words(
        f"setelah {steps} langkah otomatis belum juga sampai pada seorang pegawai atau pada akhir.",
        f"after {steps} automatic steps it has reached neither a person nor an end.",
    )


def too_many_tokens(count: int) -> Words:
    return Words(
        f"lebih dari {count} cabang berjalan bersamaan.", f"more than {count} branches run at the same time."
    )


def waits_for_ever() -> Words:
    return Words(
        "berkas menunggu cabang yang tidak mungkin datang lagi.",
        "the case waits there for a branch that can never come.",
    )


def no_end() -> Words:
    return Words(
        "alurnya berhenti di sini tanpa mencapai simbol akhir.",
        "its flow stops there without reaching an end.",
    )


def broken() -> Words:
    return Words("mesin tidak dapat melanjutkan dari sini.", "the engine cannot go on from there.")


def unreadable_state() -> Words:
    return Words(
        "keadaan berkas yang tersimpan tidak dapat dibaca.", "the saved state of the case cannot be read."
    )


def other_version(written: str, running: str) -> Words:
    return Words(
        f"keadaan berkas ditulis oleh mesin versi {written}, sedangkan yang berjalan adalah {running}.",
        f"the saved state of the case was written by engine {written}, and {running} is running.",
    )


def unknown_element() -> Words:
    return Words(
        "keadaan berkas menyebut simbol yang tidak ada dalam revisinya.",
        "the saved state of the case names a symbol that its revision does not have.",
    )
