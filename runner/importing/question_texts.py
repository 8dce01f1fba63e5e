"""What an import asks, and the answers it offers. Never a repair."""

from __future__ import annotations

from typing import Final

QUESTION_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "pool": (
        "Berkas ini memuat beberapa pool yang berisi langkah. Pool mana yang menjadi SOP?",
        "This file holds several pools with steps. Which of them is the SOP?",
    ),
    "key": (
        "Apa kunci SOP ini? Kunci yang sudah dipakai berarti revisi baru dari SOP itu.",
        "What is the key of this SOP? A key in use means a new revision of that SOP.",
    ),
    "tasks": (
        "{count} simbol {kind} bukan langkah orang: {names}. Dijadikan apa?",
        "No step of a person ({kind}, {count}): {names}. What should become of it?",
    ),
    "subprocess": (
        "{kind} ini tidak dapat dijalankan sebagaimana digambar. Dijadikan apa?",
        "This {kind} cannot be run as drawn. What should it become?",
    ),
    "subprocess.event": (
        "Subproses kejadian ini dimulai oleh sebuah kejadian di tengah berkas ({names}). Dijadikan apa?",
        "This event sub-process begins with what happens meanwhile ({names}). What should it become?",
    ),
    "loop": (
        "Langkah ini bertanda pengulangan: {names}. Dikerjakan sekali saja?",
        "These steps carry a mark of repetition: {names}. Are they done once?",
    ),
    "start": (
        "Simbol awal {names} bertanda “{kind}”. Di Alur sebuah berkas dimulai oleh orang. Dijadikan apa?",
        "The start symbols {names} are marked “{kind}”. In Alur a case is started by a person. What should"
        " they become?",
    ),
    "end": (
        "Simbol akhir {names} bertanda “{kind}”. Dijadikan apa?",
        "The end symbols {names} are marked “{kind}”. What should they become?",
    ),
    "between": (
        "{count} kejadian antara “{kind}”: {names}. Dijadikan apa?",
        "Intermediate events “{kind}” ({count}): {names}. What should become of them?",
    ),
    "time": (
        "Berapa lama? Tulis misalnya P1D (1 hari kerja) atau PT2H (2 jam); kosongkan bila tidak tentu."
        " Yang tertulis di berkas: {time}",
        "How long? Write for example P1D (1 working day) or PT2H (2 hours); leave empty if it is open."
        " The file says: {time}",
    ),
    "boundary": (
        "Kejadian “{kind}” menempel pada “{host}” dan menuju {targets}. Dijadikan apa?",
        "The event “{kind}” is attached to “{host}” and leads to {targets}. What should it become?",
    ),
    "events": (
        "Gateway ini menunggu salah satu kejadian: {names}. Dijadikan pilihan orang?",
        "This gateway waits for one of several events: {names}. Should a person choose among them?",
    ),
    "complex": (
        "Gateway kompleks tidak dapat dijalankan. Dijadikan apa?",
        "A complex gateway cannot be run. What should it become?",
    ),
    "flow": (
        "Panah “{name}” tidak tersambung ({source} → {target}). Diapakan?",
        "The arrow “{name}” is not connected ({source} → {target}). What should be done?",
    ),
    "ending": (
        "Dari simbol akhir ini masih ada panah ke {targets}. Diapakan?",
        "An arrow still leaves this end symbol, to {targets}. What should be done?",
    ),
    "begin": (
        "Tidak ada simbol awal, dan beberapa simbol tidak dimasuki panah. Dari mana SOP dimulai?",
        "There is no start symbol, and several symbols are entered by no arrow. Where does the SOP begin?",
    ),
    "begins": (
        "Ada beberapa simbol awal: {names}. Mana yang dipakai?",
        "There are several start symbols: {names}. Which one counts?",
    ),
    "cutoff": (
        "Bagian ini tidak pernah tercapai dari simbol awal: {names}. Diapakan?",
        "This part is never reached from the start: {names}. What should be done?",
    ),
    "split": (
        "Beberapa panah keluar langsung dari “{node}”, ke {targets}. Semuanya dijalankan, atau salah satu?",
        "Several arrows leave “{node}” directly, to {targets}. Are all of them taken, or one?",
    ),
    "ignored": (
        "Syarat “{condition}” pada panah ke “{target}” tidak keluar dari gateway. Diapakan?",
        "The condition “{condition}” of the arrow to “{target}” leaves no gateway. What should be done?",
    ),
    "conditions": (
        "Syarat di sini membaca data yang tidak diisi oleh formulir mana pun ({names}), atau tidak dapat"
        " dibaca. Apakah orang yang memilih?",
        "The conditions here read data that no form fills in ({names}), or cannot be read. Does a person"
        " choose instead?",
    ),
    "inclusive": (
        "Gateway inklusif (O) ini tidak mempunyai syarat yang dapat diperiksa; jalannya: {targets}. Dijadikan"
        " apa?",
        "This inclusive gateway (O) has no conditions that can be checked; its ways: {targets}. What should"
        " it become?",
    ),
    "outcome": (
        "Panah dari “{source}” ke “{target}” belum menyebut keputusannya. Apa namanya?",
        "The arrow from “{source}” to “{target}” does not name its outcome. What is it called?",
    ),
    "outcome.same": (
        "Beberapa panah dari “{source}” bernama “{name}”. Apa nama yang menuju “{target}”?",
        "Several arrows from “{source}” are named “{name}”. What is the one to “{target}” called?",
    ),
    "doubled": (
        "Beberapa panah dari “{source}” menuju “{target}” yang sama: {names}. Disatukan?",
        "Several arrows from “{source}” lead to the same “{target}”: {names}. Should they become one?",
    ),
    "decider": (
        "Tidak jelas siapa yang memutuskan di “{gateway}”. Tambahkan langkah untuk memutuskan?",
        "It is not clear who decides at “{gateway}”. Should a step be added in which somebody decides?",
    ),
    "meet": (
        "Cabang-cabang yang berjalan bersamaan bertemu di “{node}”. Apakah semuanya ditunggu di sana?",
        "Branches that run side by side meet at “{node}”. Are all of them awaited there?",
    ),
    "unmatched": (
        "“{node}” menunggu beberapa cabang, tetapi hanya satu yang akan datang. Lanjut begitu satu tiba?",
        "“{node}” waits for several branches, but only one will come. Should it go on when one arrives?",
    ),
    "name": ("Langkah ini belum bernama. Apa kegiatannya?", "This step has no name. What is done in it?"),
    "lane.all": (
        "Diagram ini tidak mempunyai lajur. Siapa yang mengerjakan {names}?",
        "This diagram has no lanes. Who does {names}?",
    ),
    "lane.name": (
        "Lajur ini belum bernama; isinya {names}. Jabatan siapa?",
        "This lane has no name; it holds {names}. Whose position is it?",
    ),
    "lane.position": (
        "Lajur “{lane}” bukan nama jabatan di instansi ini. Jabatan mana yang mengerjakan langkah di sini?",
        "The lane “{lane}” is no position of this agency. Which position does the steps in it?",
    ),
    "lane.step": (
        "Langkah ini tidak jelas lajurnya. Siapa yang mengerjakannya?",
        "It is not clear in which lane this step stands. Who does it?",
    ),
    "form": (
        "Langkah ini belum mempunyai formulir. Formulir mana yang diisi?",
        "This step has no form yet. Which form is filled in?",
    ),
}

OPTION_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "keep": ("Biarkan; saya perbaiki sendiri", "Leave it; I will mend it myself"),
    "step": ("Langkah yang dikerjakan orang", "A step that a person does"),
    "out": ("Dilewati", "Left out"),
    "plain": ("Simbol polos", "A plain symbol"),
    "once": ("Ya, sekali saja", "Yes, once"),
    "outcome": ("Pilihan orang sesudah langkah itu", "An outcome that a person chooses after that step"),
    "people": ("Ya, orang yang memilih", "Yes, a person chooses"),
    "remove": ("Dihapus", "Removed"),
    "subprocess": ("Subproses biasa", "A plain sub-process"),
    "one": ("Salah satu saja (X)", "One of them (X)"),
    "all": ("Semuanya bersamaan (+)", "All of them, side by side (+)"),
    "pass": ("Simbol akhir dilewati, alur berlanjut", "Take the end symbol out, the flow goes on"),
    "cut": ("Panahnya dihapus", "Remove the arrow"),
    "combine": ("Semuanya; orang memilih pada langkah pertama", "All; a person chooses in the first step"),
    "join": ("Ya, satukan", "Yes, make them one"),
    "wait": ("Ya, tunggu semuanya (+)", "Yes, wait for all of them (+)"),
    "first": ("Ya, lanjut begitu satu tiba (X)", "Yes, go on when one arrives (X)"),
    "add": ("Ya, tambahkan langkah", "Yes, add a step"),
}
