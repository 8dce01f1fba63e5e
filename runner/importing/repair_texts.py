"""What an import says of each thing that it did. Never a question."""

from __future__ import annotations

from typing import Final

REPAIR_TEXTS: Final[dict[str, tuple[str, str]]] = {
    # the file
    "file.encoding": (
        "Berkas ini ditulis ulang dengan pengodean UTF-8.",
        "The file was written again in the encoding UTF-8.",
    ),
    "file.comments": (
        "{count} catatan XML (<!-- … -->) dihapus; catatan itu tidak tampak pada gambar.",
        "XML comments (<!-- … -->) were left out; they do not show in the drawing. There were {count}.",
    ),
    "file.namespace": (
        "Atribut targetNamespace, yang diwajibkan standar, diisi “{namespace}”.",
        "The attribute targetNamespace, which the standard demands, was set to “{namespace}”.",
    ),
    "file.instructions": (
        "{count} perintah pemroses (<? … ?>) dihapus: {names}.",
        "Processing instructions (<? … ?>) were left out ({count}): {names}.",
    ),
    "file.dialect": (
        "Tanda “{platform}” diganti dengan Camunda 7.",
        "The mark “{platform}” was replaced by Camunda 7.",
    ),
    # ids and references
    "id.given": (
        "Unsur {kind} tanpa id diberi id “{id}”.",
        "The {kind} without an id was given the id “{id}”.",
    ),
    "id.doubled": (
        "Id “{before}” dipakai lebih dari sekali; yang ini menjadi “{id}”.",
        "The id “{before}” stood more than once; this one became “{id}”.",
    ),
    "id.changed": (
        "Id “{before}” tidak dapat dipakai dan diganti “{id}”; semua rujukan ikut diganti.",
        "The id “{before}” cannot be used and became “{id}”, in all references, too.",
    ),
    "ref.prefix": (
        "Awalan pada {count} rujukan dihapus (misalnya “{example}”).",
        "The prefixes of {count} references were taken off (for example “{example}”).",
    ),
    "ref.dropped": (
        "Rujukan {attribute} ke “{target}”, yang tidak ada, dihapus.",
        "The reference {attribute} to “{target}”, which does not exist, was removed.",
    ),
    "ref.plane": (
        "Gambar menunjuk “{target}”, yang tidak ada; sekarang menunjuk SOP ini.",
        "The picture referred to “{target}”, which does not exist; now it refers to this SOP.",
    ),
    "along.left": (
        "Dengan unsur ini hilang pula: {parts}. Yang tertulis di situ: {names}.",
        "With this went also: {parts}. What was written there: {names}.",
    ),
    # pools
    "pool.left": (
        "Pool “{pool}” tidak ikut diimpor; isinya: {names}.",
        "The pool “{pool}” was not imported; it held: {names}.",
    ),
    "pool.box": (
        "Pool kosong “{pool}” dihapus dari gambar.",
        "The empty pool “{pool}” was taken out of the drawing.",
    ),
    "pool.second": (
        "Pool “{pool}” menunjuk alur yang sama dengan pool lain dan dihapus.",
        "The pool “{pool}” refers to the same process as another one and was removed.",
    ),
    "message.left": (
        "Aliran pesan “{name}” dari “{source}” ke “{target}” dihapus; Alur menjalankan satu pool.",
        "The message flow “{name}” from “{source}” to “{target}” was removed; Alur runs one pool.",
    ),
    "definition.left": (
        "Keterangan {kind} “{name}” di luar alur dihapus; tidak ada simbol yang memakainya lagi.",
        "The {kind} “{name}” beside the process was removed; no symbol uses it any more.",
    ),
    "part.left": (
        "Bagian “{kind}” dihapus karena tidak dapat dijalankan; isinya: {content}.",
        "The part “{kind}” was left out because it cannot be run; it held: {content}.",
    ),
    "setting.left": (
        "Pengaturan alat lain dihapus: {settings}.",
        "Settings of another tool were left out: {settings}.",
    ),
    "property.left": (
        "Properti “{property}” = “{value}” dihapus: {why}.",
        "The property “{property}” = “{value}” was left out: {why}.",
    ),
    # process
    "process.executable": (
        "Alur ditandai dapat dijalankan (isExecutable).",
        "The process was marked as executable (isExecutable).",
    ),
    "process.named": ("Nama SOP diisi: “{name}”.", "The SOP was given the name “{name}”."),
    "process.key": (
        "Id alur “{before}” menjadi “{key}”, kunci SOP ini.",
        "The process id “{before}” became “{key}”, the key of this SOP.",
    ),
    "process.pool": (
        "Pool “{name}” ditambahkan agar lajur dapat digambar.",
        "The pool “{name}” was added so that lanes can be drawn.",
    ),
    # symbols
    "task.typed": (
        "{kind} menjadi user task: langkah yang dikerjakan orang.",
        "The {kind} became a user task: a step that a person does.",
    ),
    "step.made": (
        "{kind} menjadi langkah yang dikerjakan orang.",
        "The {kind} became a step that a person does.",
    ),
    "step.details": (
        "Keterangan {kind} tidak dipakai lagi: {settings}.",
        "Details of the {kind} are no longer used: {settings}.",
    ),
    "symbol.out": (
        "Simbol {kind} dilewati: panah masuknya dibawa langsung ke simbol sesudahnya.",
        "The {kind} was taken out: what led to it leads straight to what followed.",
    ),
    "symbol.removed": (
        "Simbol {kind} dihapus beserta panahnya.",
        "The {kind} was removed together with its arrows.",
    ),
    "event.plain": (
        "Simbol “{kind}” menjadi simbol polos.",
        "The mark “{kind}” was removed; the symbol is a plain one now.",
    ),
    "link.joined": (
        "Tautan halaman “{name}” menjadi satu panah langsung.",
        "The page link “{name}” became one arrow.",
    ),
    "event.outcome": (
        "Kejadian pada tepi “{host}” menjadi pilihan “{choice}” sesudah langkah itu.",
        "The boundary event of “{host}” became the outcome “{choice}” after that step.",
    ),
    "loop.once": (
        "Tanda pengulangan ({kind}) dihapus; langkah dikerjakan sekali.",
        "The mark of repetition ({kind}) was removed; the step is done once.",
    ),
    "subprocess.plain": (
        "{kind} menjadi subproses biasa.",
        "The {kind} became a plain sub-process.",
    ),
    "subprocess.step": (
        "{kind} menjadi satu langkah; isinya ditulis pada uraian langkah: {names}.",
        "The {kind} became one step; what it held stands in the description of the step: {names}.",
    ),
    "subprocess.left": (
        "Subproses kejadian ini tidak ikut diimpor; isinya: {names}.",
        "This event sub-process was not imported; it held: {names}.",
    ),
    "data.ignored": (
        "{count} simbol data tetap tampak pada gambar, tetapi tidak dijalankan: {names}.",
        "Symbols of data ({count}) stay in the drawing, but nothing is done with them: {names}.",
    ),
    "gateway.kind": (
        "Gateway {before} menjadi gateway {after}.",
        "The {before} gateway became a gateway {after}.",
    ),
    "name.given": ("Diberi nama “{name}”.", "It was given the name “{name}”."),
    "name.cut": (
        "Nama yang terlalu panjang dipendekkan; nama lengkapnya dipindah ke uraian: {name}.",
        "A name that was too long was cut; the whole of it stands in the description: {name}.",
    ),
    "time.kept": (
        "Waktu tunggu {time} menjadi properti “waktu” langkah ini.",
        "The waiting time {time} became the property “waktu” of the step.",
    ),
    # arrows
    "flow.joined": (
        "Panah “{name}” disambungkan ke “{node}”.",
        "The arrow “{name}” was connected to “{node}”.",
    ),
    "flow.removed": (
        "Panah “{name}” dari “{source}” ke “{target}” dihapus: {why}.",
        "The arrow “{name}” from “{source}” to “{target}” was removed: {why}.",
    ),
    "flow.restart": (
        "Panah yang kembali ke simbol awal diarahkan ke “{node}”.",
        "An arrow back to the start symbol now leads to “{node}”.",
    ),
    "start.added": (
        "Simbol awal ditambahkan di depan “{node}”.",
        "A start symbol was added before “{node}”.",
    ),
    "start.joined": (
        "Simbol awal {names} disatukan: orang memilih caranya pada langkah pertama.",
        "The start symbols {names} became one: a person chooses among them in the first step.",
    ),
    "end.added": (
        "Simbol akhir ditambahkan sesudah “{node}”.",
        "An end symbol was added after “{node}”.",
    ),
    "end.divided": (
        "Simbol akhir dibagi menjadi {count}, satu untuk setiap panah, karena ada cabang bersamaan.",
        "The end symbol became {count}, one for each arrow, since branches run side by side.",
    ),
    "cutoff.removed": (
        "Bagian yang tidak pernah tercapai dari simbol awal dihapus: {names}.",
        "A part that is never reached from the start was removed: {names}.",
    ),
    "split.added": (
        "Beberapa panah keluar langsung dari “{node}”; gateway {kind} ditambahkan di antaranya.",
        "Several arrows left “{node}” directly; a gateway {kind} was put between.",
    ),
    "join.added": (
        "Beberapa panah masuk langsung ke “{node}”; gateway penggabung (X) ditambahkan di depannya.",
        "Several arrows entered “{node}” directly; a merging gateway (X) was put before it.",
    ),
    "gateway.divided": (
        "Gateway yang menggabungkan dan membagi sekaligus dipisah menjadi dua.",
        "A gateway that merged and divided at once became two.",
    ),
    "gateway.useless": (
        "Gateway dengan satu panah masuk dan satu panah keluar dilewati.",
        "A gateway with one arrow in and one arrow out was taken out.",
    ),
    "flow.doubled": (
        "Dua panah dengan asal dan tujuan yang sama disatukan: {names}.",
        "Two arrows with one beginning and one end became one: {names}.",
    ),
    # choices
    "condition.translated": (
        "Syarat “{before}” ditulis sebagai “{after}”.",
        "The condition “{before}” was written as “{after}”.",
    ),
    "condition.language": (
        "Syarat “{condition}” dibaca sebagaimana tertulis; tanda bahasanya ({language}) dihapus.",
        "The condition “{condition}” is read as it is written; the mark of its language ({language}) went.",
    ),
    "condition.removed": (
        "Syarat “{condition}” pada panah ke “{target}” dihapus: {why}.",
        "The condition “{condition}” of the arrow to “{target}” was removed: {why}.",
    ),
    "condition.chosen": (
        "Syarat “{condition}” menjadi pilihan orang bernama “{name}”.",
        "The condition “{condition}” became an outcome that a person chooses, “{name}”.",
    ),
    "default.marked": (
        "Panah ke “{target}”, satu-satunya tanpa syarat, menjadi panah baku (default).",
        "The arrow to “{target}”, the only one without a condition, became the default.",
    ),
    "default.unmarked": (
        "Tanda panah baku (default) dihapus: {why}.",
        "The default mark was removed: {why}.",
    ),
    "outcome.named": (
        "Panah ke “{target}” diberi nama pilihan “{name}”.",
        "The arrow to “{target}” was given the name “{name}”.",
    ),
    "decision.added": (
        "Langkah “{name}” ditambahkan di depan gateway, agar jelas siapa yang memutuskan.",
        "The step “{name}” was added before the gateway, so that it is clear who decides.",
    ),
    # lanes and forms
    "lane.added": (
        "Lajur “{lane}” ditambahkan untuk: {names}.",
        "The lane “{lane}” was added for: {names}.",
    ),
    "lane.named": ("Lajur diberi nama “{lane}”.", "The lane was given the name “{lane}”."),
    "lane.position": (
        "Lajur “{lane}” diberi jabatan “{position}”.",
        "The lane “{lane}” was given the position “{position}”.",
    ),
    "lane.placed": (
        "Langkah ini dimasukkan ke lajur “{lane}”{how}.",
        "The step was put into the lane “{lane}”{how}.",
    ),
    "lane.renamed": (
        "Ada beberapa lajur “{before}”; yang ini menjadi “{lane}”.",
        "There were several lanes “{before}”; this one became “{lane}”.",
    ),
    "form.kept": (
        "Formulir “{form}” disebut sebagai {before}; sekarang sebagai formRef.",
        "The form “{form}” was named by {before}; now it is by formRef.",
    ),
    "form.chosen": ("Formulir langkah ini: “{form}”.", "The form of this step is “{form}”."),
    "form.left": (
        "Formulir “{form}” ({before}) tidak dapat dipakai dan dihapus.",
        "The form “{form}” ({before}) cannot be used and was left out.",
    ),
    # picture
    "picture.drawn": (
        "Gambar diagram disusun ulang seluruhnya: {why}.",
        "The whole picture was laid out anew: {why}.",
    ),
    "picture.completed": (
        "Gambar dilengkapi untuk {count} simbol dan panah yang baru atau berubah; yang lain tetap.",
        "The picture was completed for {count} symbols and arrows that are new or changed; the rest stays.",
    ),
}

#: Those after which something of the drawing is gone, or no longer does what it did.
LOSSES: Final = frozenset(
    {
        "file.comments",
        "file.instructions",
        "ref.dropped",
        "along.left",
        "pool.left",
        "pool.box",
        "pool.second",
        "message.left",
        "definition.left",
        "part.left",
        "setting.left",
        "property.left",
        "step.details",
        "symbol.out",
        "symbol.removed",
        "event.plain",
        "loop.once",
        "subprocess.step",
        "subprocess.left",
        "data.ignored",
        "flow.removed",
        "cutoff.removed",
        "condition.removed",
        "default.unmarked",
        "form.left",
    }
)
