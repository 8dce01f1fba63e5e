"""What ``alur verify`` says of a fact that does not hold, in both languages.

Never: a value that a person entered.
"""

from __future__ import annotations

from runner.model import Words

# --- events and their values -------------------------------------------------------------------

EVENT_MISSING = Words("peristiwanya hilang", "the event is missing")
EVENT_ADDED = Words("peristiwanya disisipkan", "the event was added")
EVENT_ALTERED = Words("peristiwanya diubah", "the event was altered")
EVENT_UNREADABLE = Words("peristiwanya tidak dapat dibaca", "the event cannot be read")
OUT_OF_CHAIN = Words(
    "peristiwanya tidak menyambung pada peristiwa sebelumnya", "it does not follow the event before it"
)
OUT_OF_TIME = Words("waktunya mendahului peristiwa sebelumnya", "its moment lies before the event before it")
NOT_THE_LAST = Words(
    "ini bukan peristiwa yang terakhir dicatat", "it is not the event that was recorded last"
)
ANSWERS_WITHOUT_EVENT = Words(
    "peristiwanya hilang, tetapi isiannya ada", "the event is missing, but its answers are there"
)
STRAY_ANSWERS = Words("ada isian tanpa satu peristiwa pun", "there are answers, but no event")


def value_missing(name: str) -> Words:
    return Words(f"nilai {name} hilang", f"the value of {name} is missing")


def value_altered(name: str) -> Words:
    return Words(f"nilai atau garam {name} diubah", f"the value or salt of {name} was altered")


def value_added(name: str) -> Words:
    return Words(f"nilai {name} disisipkan", f"the value {name} was added")


def value_twofold(name: str) -> Words:
    return Words(
        f"{name} di sini lain dari yang disimpan terpisah", f"{name} is one thing here and another apart"
    )


def unreadable(kind: str) -> Words:
    return Words(f"tidak dapat dibaca ({kind})", f"it cannot be read ({kind})")


def guard_missing(name: str) -> Words:
    return Words(
        f"pelindung {name} dari catatan audit hilang atau dimatikan",
        f"the guard {name} of the audit log is missing or switched off",
    )


# --- cases -------------------------------------------------------------------------------------

BEGINS_ONCE = Words(
    "berkas dimulai satu kali, dengan peristiwa mulainya", "a case begins once, with its start"
)
NOT_LED_TO = Words(
    "peristiwa ini tidak mungkin terjadi sesudah peristiwa sebelumnya",
    "it does not follow from the events before it",
)
OTHER_REVISION = Words(
    "peristiwa ini menyebut revisi lain dari revisi berkasnya",
    "it names another revision than the one the case was in",
)
LED_ELSEWHERE = Words("akibatnya lain dari yang dicatat", "what it led to differs from what was recorded")
OTHER_TASKS = Words(
    "mesin alur membuka tugas lain dari yang dicatat", "the engine opens other tasks than were recorded"
)
NO_SNAPSHOT = Words(
    "keadaan tersimpan tidak dapat dibaca, dan peristiwanya menuju keadaan lain",
    "the snapshot cannot be read, and the events lead elsewhere",
)
CASE_MISSING = Words("ada peristiwa, tetapi berkasnya hilang", "there are events, but the case is missing")
CASE_LOST = Words("berkasnya hilang", "it is missing")
NUMBER_NOT_GIVEN = Words("nomor ini tidak pernah diberikan", "nobody gave out its number")
DATA_DIFFER = Words("data berkas lain dari isiannya", "the case's data differ from its answers")
SNAPSHOT_DIFFERS = Words(
    "keadaan tersimpan lain dari yang dituju peristiwanya",
    "the snapshot differs from what the events lead to",
)
NOTHING_WAITS = Words(
    "berkasnya terbuka, tetapi tidak ada tugas yang menunggu", "the case is open, but nothing waits"
)


def case_differs(column: str) -> Words:
    return Words(
        f"kolom {column} berkas lain dari peristiwanya", f"the case's {column} differs from its events"
    )


def queue_differs(position: str) -> Words:
    return Words(
        f"terlihat tidaknya bagi {position} lain dari peristiwanya",
        f"whether {position} sees it differs from the events",
    )


def task_missing(task: str) -> Words:
    return Words(f"tugas {task} hilang", f"the task {task} is missing")


def task_added(task: str) -> Words:
    return Words(f"tugas {task} tidak berasal dari peristiwanya", f"the task {task} is not of its events")


def task_differs(task: str, column: str) -> Words:
    return Words(
        f"kolom {column} tugas {task} lain dari yang dituju peristiwanya",
        f"the {column} of task {task} differs from what the events lead to",
    )


# --- SOPs --------------------------------------------------------------------------------------

DIGEST_DIFFERS = Words(
    "sidik revisi lain dari isi berkas-berkasnya", "the revision's digest differs from its bytes"
)
HEAD_DIFFERS = Words(
    "nama, revisi terakhir, atau pencabutannya lain dari peristiwanya",
    "its name, latest revision or retirement differs from its events",
)
NOT_THE_DRAFT = Words(
    "yang diterbitkan lain dari konsep yang disimpan",
    "what was published differs from the draft that was saved",
)
OTHER_AUTHORS = Words(
    "penyusunnya bukan mereka yang menyimpan konsepnya", "its authors are not those who saved its draft"
)
DRAFT_ADDED = Words(
    "ada konsep yang tidak disimpan oleh satu peristiwa pun", "there is a draft that no event saved"
)
DRAFT_DIFFERS = Words(
    "konsepnya lain dari peristiwa yang menyimpannya", "its draft differs from the event that saved it"
)


def not_published(key: str, number: int) -> Words:
    return Words(
        f"tidak ada yang menerbitkan revisi {number} dari {key}",
        f"nobody published revision {number} of {key}",
    )


def revision_unreadable(key: str, number: int) -> Words:
    return Words(
        f"revisi {number} dari {key} tidak dapat dibaca", f"revision {number} of {key} cannot be read"
    )


def bytes_differ(name: str) -> Words:
    return Words(
        f"isi {name} lain dari yang diterbitkan", f"the bytes of {name} differ from what was published"
    )


def revision_added(number: int) -> Words:
    return Words(
        f"tidak ada peristiwa yang menerbitkan revisi {number}", f"no event published revision {number}"
    )


def revision_differs(number: int) -> Words:
    return Words(
        f"revisi {number} lain dari peristiwa yang menerbitkannya",
        f"revision {number} differs from the event that published it",
    )


# --- people and agencies -----------------------------------------------------------------------

NOBODY = Words(
    "peristiwanya menyebut orang yang tidak pernah didaftarkan", "it speaks of somebody nobody registered"
)
APPOINTMENT_DIFFERS = Words(
    "lain dari peristiwa yang menetapkannya", "it differs from the events that made it"
)
TOKEN_DIFFERS = Words(
    "lain dari peristiwa yang membuat atau mencabutnya",
    "it differs from the events that issued or revoked it",
)
PERSON_DIFFERS = Words(
    "nama, tugas, atau keadaannya lain dari peristiwanya", "name, duties or state differ from the events"
)
PROFILE_DIFFERS = Words("profilnya lain dari peristiwanya", "its profile differs from the events")
POSITIONS_DIFFER = Words(
    "tabel jabatannya lain dari peristiwanya", "the table of its positions differs from the events"
)
