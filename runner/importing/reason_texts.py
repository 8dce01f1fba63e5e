"""Parts of what the import says: reasons, the names of symbols, and what files are that are no diagrams.

Never: a rule.
"""

from __future__ import annotations

from typing import Final

WHY_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "unnamed": ("tanpa nama", "it has no name"),
    "twice": ("tertulis dua kali", "it stands twice"),
    "misplaced": ("tidak berpengaruh di sini", "it has no effect here"),
    "loose": ("ujungnya tidak ada", "an end of it is missing"),
    "crosses": ("menembus batas subproses", "it crosses the border of a sub-process"),
    "circle": ("kembali ke simbol yang sama", "it leads back to the same symbol"),
    "chosen": ("demikian jawabannya", "so it was answered"),
    "people": ("keputusan di sini dipilih oleh orang", "a person chooses here"),
    "nothing": ("tidak ada yang dipilih di sini", "nothing is chosen here"),
    "never": ("syarat panah baku tidak pernah diperiksa", "the condition of a default is never checked"),
    "by_picture": (", sesuai gambarnya", ", as it is drawn"),
    "by_setting": (", sesuai pengaturan pada langkahnya", ", as its settings say"),
    "by_answer": (", demikian jawabannya", ", so it was answered"),
    "by_neighbour": (", seperti langkah sebelumnya", ", like the step before it"),
    "no_picture": ("berkas ini tidak memuatnya", "the file holds none"),
    "picture_gaps": ("sebagian simbol tidak tergambar", "some symbols were not drawn"),
    "new_lanes": ("lajurnya baru", "its lanes are new"),
}

KIND_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "task": ("task tanpa jenis", "task without a type"),
    "manualTask": ("manual task", "manual task"),
    "scriptTask": ("script task (program)", "script task (a program)"),
    "serviceTask": ("service task (dikerjakan sistem)", "service task (done by a system)"),
    "businessRuleTask": ("business rule task (aturan sistem)", "business rule task (a rule of a system)"),
    "sendTask": ("send task (mengirim)", "send task"),
    "receiveTask": ("receive task (menerima)", "receive task"),
    "callActivity": ("call activity (alur di berkas lain)", "call activity (a process in another file)"),
    "subProcess": ("subproses", "sub-process"),
    "adHocSubProcess": ("subproses ad hoc", "ad hoc sub-process"),
    "transaction": ("transaksi", "transaction"),
    "eventSubProcess": ("subproses kejadian", "event sub-process"),
    "exclusiveGateway": ("eksklusif (X)", "exclusive (X)"),
    "parallelGateway": ("paralel (+)", "parallel (+)"),
    "inclusiveGateway": ("inklusif (O)", "inclusive (O)"),
    "complexGateway": ("kompleks", "complex"),
    "eventBasedGateway": ("berbasis kejadian", "event-based"),
    "startEvent": ("awal", "start"),
    "endEvent": ("akhir", "end"),
    "intermediateCatchEvent": ("kejadian antara (menunggu)", "intermediate event (waiting)"),
    "intermediateThrowEvent": ("kejadian antara", "intermediate event"),
    "boundaryEvent": ("kejadian pada tepi", "boundary event"),
    "timerEventDefinition": ("waktu", "timer"),
    "messageEventDefinition": ("pesan", "message"),
    "signalEventDefinition": ("sinyal", "signal"),
    "errorEventDefinition": ("galat", "error"),
    "escalationEventDefinition": ("eskalasi", "escalation"),
    "compensateEventDefinition": ("kompensasi", "compensation"),
    "conditionalEventDefinition": ("syarat", "condition"),
    "linkEventDefinition": ("tautan halaman", "link"),
    "cancelEventDefinition": ("pembatalan", "cancel"),
    "terminateEventDefinition": ("akhir seketika", "terminate"),
    "none": ("polos", "plain"),
    "several": ("beberapa jenis", "several kinds"),
    "standardLoopCharacteristics": ("berulang", "loop"),
    "multiInstanceLoopCharacteristics": ("ganda |||", "multi-instance"),
}

#: What a file is that is no BPMN 2.0 diagram, with the way to one (below).
STRANGER_TEXTS: Final[dict[str, tuple[tuple[str, str], str]]] = {
    "visio": (
        ("Ini gambar Visio, bukan diagram BPMN 2.0.", "This is a Visio drawing, no BPMN 2.0."),
        "visio",
    ),
    "office": (("Ini berkas Office, bukan diagram.", "This is an Office file, no diagram."), "table"),
    "bizagi": (
        ("Ini model Bizagi (.bpm), bukan diagram BPMN 2.0.", "This is a Bizagi model (.bpm), no BPMN 2.0."),
        "bpmn",
    ),
    "packed": (("Ini berkas arsip (zip, rar, gz).", "This is an archive (zip, rar, gz)."), "unpack"),
    "picture": (("Ini gambar atau PDF, bukan diagram.", "This is a picture or PDF, no diagram."), "picture"),
    "page": (("Ini halaman web, bukan diagram.", "This is a web page, no diagram."), "page"),
    "drawio": (("Ini gambar draw.io, bukan BPMN 2.0.", "This is a draw.io drawing, no BPMN 2.0."), "redraw"),
    "aris": (
        ("Ini ekspor ARIS (AML), bukan BPMN 2.0.", "This is an ARIS export (AML), no BPMN 2.0."),
        "bpmn",
    ),
    "adonis": (("Ini ekspor ADONIS, bukan BPMN 2.0.", "This is an ADONIS export, no BPMN 2.0."), "bpmn"),
    "uml": (("Ini model UML (XMI), bukan BPMN 2.0.", "This is a UML model (XMI), no BPMN 2.0."), "bpmn"),
    "epml": (("Ini diagram EPC (EPML), bukan BPMN 2.0.", "This is an EPC (EPML), no BPMN 2.0."), "bpmn"),
    "xpdl": (("Ini berkas XPDL, bukan BPMN 2.0.", "This is an XPDL file, no BPMN 2.0."), "bpmn"),
    "early": (
        ("Ini BPMN versi sebelum 2.0.", "This is BPMN of a version before 2.0."),
        "bpmn",
    ),
    "engine": (
        (
            "Ini definisi proses tanpa diagram (BPEL, jPDL).",
            "This is a process without a diagram (BPEL, jPDL).",
        ),
        "bpmn",
    ),
    "cmmn": (
        ("Ini diagram kasus (CMMN), bukan BPMN 2.0.", "This is a case diagram (CMMN), no BPMN 2.0."),
        "process",
    ),
    "dmn": (
        ("Ini tabel keputusan (DMN), bukan BPMN 2.0.", "This is a decision table (DMN), no BPMN 2.0."),
        "process",
    ),
    "signavio": (("Ini berkas JSON Signavio.", "This is the JSON of Signavio."), "bpmn"),
    "json": (("Ini berkas JSON, bukan diagram.", "This is a JSON file, no diagram."), "form"),
    "choreography": (
        (
            "Ini diagram koreografi: tertulis siapa bertukar pesan, tetapi tidak ada langkah seorang pun.",
            "This is a choreography: it says who exchanges messages, but holds the steps of nobody.",
        ),
        "process",
    ),
    "boxes": (
        (
            "Diagram ini hanya memuat pool kosong atau percakapan; tidak ada langkah di dalamnya.",
            "This diagram holds only empty pools or conversations; no step is in them.",
        ),
        "process",
    ),
}

STRANGER_WAYS: Final[dict[str, tuple[str, str]]] = {
    "bpmn": (
        "Buka di program asalnya, simpan atau ekspor sebagai BPMN 2.0 (.bpmn atau .xml), lalu impor.",
        "Open it in its own program, save or export it as BPMN 2.0 (.bpmn or .xml), and import that file.",
    ),
    "visio": (
        "Ekspor sebagai BPMN 2.0 dengan add-in BPMN untuk Visio, atau gambar ulang di penyunting diagram.",
        "Export it as BPMN 2.0 with a BPMN add-in for Visio, or draw it again in the editor.",
    ),
    "table": (
        "Bila isinya tabel SOP, simpan lembarnya sebagai CSV atau .xlsx lalu gambar dengan `alur draw`.",
        "If it holds the table of an SOP, save the sheet as CSV or .xlsx and draw it with `alur draw`.",
    ),
    "unpack": (
        "Buka arsipnya, lalu impor satu berkas .bpmn atau .xml di dalamnya.",
        "Unpack it and import one .bpmn or .xml file out of it.",
    ),
    "picture": (
        "Minta berkas BPMN 2.0 kepada penggambarnya, atau gambar ulang di penyunting diagram.",
        "Ask whoever drew it for the BPMN 2.0 file, or draw it again in the editor.",
    ),
    "page": (
        "Unduhannya mungkin gagal dan menyimpan halaman masuk. Unduh lagi sebagai BPMN 2.0.",
        "The download may have failed and kept a login page. Download it again as BPMN 2.0.",
    ),
    "redraw": (
        "Program ini tidak dapat menyimpan BPMN 2.0. Gambar ulang di penyunting diagram.",
        "That program cannot save BPMN 2.0. Draw it again in the editor.",
    ),
    "process": (
        "Gambarkan langkah-langkah SOP sebagai proses BPMN, dari awal sampai akhir.",
        "Draw the steps of the SOP as a BPMN process, from start to end.",
    ),
    "form": (
        "Bila ini formulir, unggah bersama diagramnya; bila ini proyek, ekspor dahulu sebagai BPMN 2.0.",
        "If it is a form, upload it with its diagram; if it is a project, export it as BPMN 2.0 first.",
    ),
}
