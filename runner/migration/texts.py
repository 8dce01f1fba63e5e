"""Why a case cannot move to another revision, and what to mind where it can."""

from __future__ import annotations

from collections.abc import Sequence

from runner.model import Words


def _listed(names: Sequence[str], last: str) -> str:
    quoted = [f"“{name}”" for name in names]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)


def step_gone(name: str, number: int) -> Words:
    return Words(
        f"Langkah “{name}” tidak ada lagi pada revisi {number}. Tentukan langkah penggantinya.",
        f"The step “{name}” is not in revision {number} any more. Say which step takes its place.",
    )


def no_step(name: str, number: int) -> Words:
    return Words(
        f"“{name}” pada revisi {number} bukan langkah yang dikerjakan orang. Pilih langkah lain.",
        f"“{name}” in revision {number} is not a step that a person does. Choose another.",
    )


def other_level(name: str, number: int) -> Words:
    return Words(
        f"Pada revisi {number}, “{name}” berada di dalam atau di luar subproses yang tidak dibuka berkas "
        "ini. Biarkan berkas melewatinya lebih dahulu.",
        f"In revision {number}, “{name}” stands inside or outside a sub-process that this case has not "
        "entered. Let the case pass it first.",
    )


def level_gone(name: str, number: int) -> Words:
    return Words(
        f"Subproses “{name}” yang sedang berjalan tidak ada pada revisi {number}. Biarkan berkas "
        "menyelesaikannya lebih dahulu.",
        f"The sub-process “{name}”, which is under way, is not in revision {number}. Let the case finish it "
        "first.",
    )


def join_gone(after: str, number: int) -> Words:
    return Words(
        f"Cabang sesudah “{after}” menunggu cabang lain di titik temu yang tidak ada pada revisi {number}. "
        "Pindahkan sesudah semua cabangnya selesai.",
        f"The branch after “{after}” waits for others at a join that is not in revision {number}. Migrate it "
        "once all its branches are done.",
    )


def branch_unclear(after: str, number: int) -> Words:
    return Words(
        f"Cabang yang sudah selesai sesudah “{after}” tidak dapat dicocokkan dengan satu cabang revisi "
        f"{number}. Pindahkan sesudah semua cabangnya selesai.",
        f"The branch that is done after “{after}” matches no single branch of revision {number}. Migrate it "
        "once all its branches are done.",
    )


def same_step(names: Sequence[str], target: str, number: int) -> Words:
    return Words(
        f"{_listed(names, 'dan')} sama-sama terbuka, tetapi keduanya menjadi langkah “{target}” pada revisi "
        f"{number}. Selesaikan salah satunya lebih dahulu.",
        f"{_listed(names, 'and')} are open at once, but become the one step “{target}” in revision {number}. "
        "Complete one of them first.",
    )


def never_alone(names: Sequence[str], others: Sequence[str], number: int) -> Words:
    return Words(
        f"Pada revisi {number}, {_listed(names, 'dan')} berjalan serentak dengan {_listed(others, 'atau')}, "
        "yang tidak pernah dibuka pada berkas ini. Biarkan berkas melewatinya lebih dahulu.",
        f"In revision {number}, {_listed(names, 'and')} runs beside {_listed(others, 'or')}, which this case "
        "has never opened. Let the case pass it first.",
    )


def never_so(names: Sequence[str], number: int) -> Words:
    return Words(
        f"Pada revisi {number}, {_listed(names, 'dan')} tidak pernah terbuka bersamaan seperti pada berkas "
        "ini. Selesaikan salah satunya lebih dahulu.",
        f"In revision {number}, {_listed(names, 'and')} are never open together as they are in this case. "
        "Complete one of them first.",
    )


def not_shown(names: Sequence[str], number: int) -> Words:
    return Words(
        f"Revisi {number} terlalu besar untuk dibuktikan, jadi tidak pasti apakah berkas dapat melanjutkan "
        f"dari {_listed(names, 'dan')}. Biarkan berkas selesai pada revisinya sekarang.",
        f"Revision {number} is too large to be proven, so it is not certain that the case could go on from "
        f"{_listed(names, 'and')}. Let it finish in its present revision.",
    )


def gets_stuck(name: str, why: Words | None, number: int) -> Words:
    said = why or Words("alurnya tidak selesai dengan semestinya.", "its flow does not end as it should.")
    return Words(
        f"Pada revisi {number}, berkas ini dapat berhenti di “{name}”: {said.id} Biarkan berkas selesai pada "
        "revisinya sekarang.",
        f"In revision {number}, this case can get stuck at “{name}”: {said.en} Let it finish in its present "
        "revision.",
    )


def personal(label: str, number: int) -> Words:
    return Words(
        f"Revisi {number} memakai isian “{label}” untuk menentukan alur, padahal pada berkas ini isian itu "
        "data pribadi. Biarkan berkas selesai pada revisinya sekarang.",
        f"Revision {number} steers by the answer “{label}”, which is personal in this case. Let it finish in "
        "its present revision.",
    )


def cannot_load(number: int) -> Words:
    return Words(
        f"Mesin tidak dapat melanjutkan berkas ini pada revisi {number}. Biarkan berkas selesai pada "
        "revisinya sekarang.",
        f"The engine cannot go on with this case in revision {number}. Let it finish in its present "
        "revision.",
    )


def never_asked(label: str, number: int) -> Words:
    return Words(
        f"Revisi {number} menentukan alur menurut isian “{label}”, yang tidak pernah ditanyakan pada berkas "
        "ini dan dianggap kosong.",
        f"Revision {number} steers by the answer “{label}”, which this case was never asked for; it counts "
        "as empty.",
    )


def not_in_force(number: int, since: str) -> Words:
    return Words(
        f"Revisi {number} baru berlaku {since}. Pindahkan berkas sesudah itu, atau terbitkan isinya agar "
        "berlaku sekarang.",
        f"Revision {number} is in force from {since} only. Migrate the cases after that, or publish its "
        "content in force now.",
    )


def nothing_in_force() -> Words:
    return Words(
        "SOP ini belum punya revisi yang berlaku. Sebutkan revisi tujuannya.",
        "This SOP has no revision in force. Name the revision to migrate to.",
    )


def no_such_target(element: str, number: int) -> Words:
    return Words(
        f"Revisi {number} tidak punya langkah dengan id “{element}”. Periksa pemetaannya.",
        f"Revision {number} has no step with the id “{element}”. Check the mapping.",
    )


def no_such_source(element: str) -> Words:
    return Words(
        f"Tidak ada revisi SOP ini yang punya langkah dengan id “{element}”. Periksa pemetaannya.",
        f"No revision of this SOP has a step with the id “{element}”. Check the mapping.",
    )


def not_running() -> Words:
    return Words("Berkas ini sudah selesai atau dibatalkan.", "This case is closed or cancelled already.")


def busy() -> Words:
    return Words(
        "Berkas ini sedang dikerjakan terus-menerus. Ulangi pemindahannya.",
        "People are working on this case all the time. Migrate it again.",
    )


def nothing_to_undo() -> Words:
    return Words(
        "Berkas ini tidak dapat dikembalikan: belum pernah dipindahkan, atau sudah ada langkah yang selesai "
        "sesudah dipindahkan.",
        "This case cannot be taken back: it was never migrated, or a step was completed since.",
    )
