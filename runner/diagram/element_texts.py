"""The symbols that Alur does not run, each with its name and what to draw instead.

Promise: a refused symbol is called what the modelling tool calls it.
Never: a symbol that is accepted.
"""

from __future__ import annotations

from typing import Final

_USER_TASK = (
    "Pakai user task bila langkah ini dikerjakan orang; klik simbolnya, lalu tombol kunci inggris.",
    "Use a user task if a person does this step: click the symbol, then the wrench button.",
)
_TASK_NOW = (
    "Gambarkan hal itu sebagai user task pada lajur pelaksananya.",
    "Draw it as a user task in the lane of whoever does it.",
)
_PLAIN_EVENT = (
    "Pakai simbol awal atau akhir yang polos, atau gambarkan langkahnya sebagai user task.",
    "Use a plain start or end symbol, or draw the step as a user task.",
)
_TIMER = (
    "Hapus simbol waktu ini; batas waktu sebuah langkah ditulis pada properti “waktu”, misalnya P1D.",
    "Delete this timer; the time of a step is written in its property “waktu”, for example P1D.",
)
_MESSAGE = (
    "Gambarkan pengiriman atau penerimaan itu sebagai user task pada lajur yang melakukannya.",
    "Draw the sending or receiving as a user task in the lane of whoever does it.",
)
_GATEWAY = (
    "Pakai gateway eksklusif (X), paralel (+), atau inklusif (O).",
    "Use an exclusive (X), parallel (+) or inclusive (O) gateway.",
)
_SUB_PROCESS = (
    "Pakai subproses biasa, atau gambarkan langkah-langkahnya langsung pada alur.",
    "Use a plain sub-process, or draw its steps directly in the flow.",
)
_REPEAT = (
    "Hapus tanda pengulangan; gambarkan pengulangan dengan gateway dan panah kembali.",
    "Remove the repetition mark; draw a repetition with a gateway and an arrow back.",
)
_LANE = (
    "Hapus; pelaksana sebuah langkah ditentukan oleh lajurnya.",
    "Remove it; who does a step is said by its lane.",
)
_ONE_PROCESS = (
    "Gambarkan SOP sebagai satu alur dengan lajur-lajur pelaksana.",
    "Draw the SOP as one process with lanes for those who act.",
)


def _symbol(name_id: str, name_en: str, remedy: tuple[str, str]) -> tuple[str, str, str, str]:
    return (
        f"Simbol {name_id} belum dapat dijalankan.",
        f"The symbol {name_en} cannot be run yet.",
        *remedy,
    )


ELEMENTS: Final[dict[str, tuple[str, str, str, str]]] = {
    "task": _symbol("task tanpa jenis", "task without a type", _USER_TASK),
    "manualTask": _symbol("manual task", "manual task", _USER_TASK),
    "scriptTask": _symbol("script task", "script task", _USER_TASK),
    "serviceTask": _symbol("service task", "service task", _USER_TASK),
    "businessRuleTask": _symbol("business rule task", "business rule task", _USER_TASK),
    "sendTask": _symbol("send task", "send task", _MESSAGE),
    "receiveTask": _symbol("receive task", "receive task", _MESSAGE),
    "callActivity": _symbol("call activity", "call activity", _SUB_PROCESS),
    "eventSubProcess": _symbol("event sub-process", "event sub-process", _SUB_PROCESS),
    "adHocSubProcess": _symbol("ad hoc sub-process", "ad hoc sub-process", _SUB_PROCESS),
    "transaction": _symbol("transaksi", "transaction", _SUB_PROCESS),
    "complexGateway": _symbol("gateway kompleks", "complex gateway", _GATEWAY),
    "eventBasedGateway": _symbol("gateway berbasis kejadian", "event-based gateway", _GATEWAY),
    "boundaryEvent": _symbol("kejadian pada tepi langkah", "boundary event", _TASK_NOW),
    "intermediateCatchEvent": _symbol("kejadian antara (menunggu)", "intermediate catch event", _TASK_NOW),
    "intermediateThrowEvent": _symbol("kejadian antara (mengirim)", "intermediate throw event", _TASK_NOW),
    "implicitThrowEvent": _symbol("kejadian tersirat", "implicit throw event", _TASK_NOW),
    "event": _symbol("kejadian tanpa jenis", "event without a type", _PLAIN_EVENT),
    "timerEventDefinition": _symbol("waktu (timer)", "timer", _TIMER),
    "messageEventDefinition": _symbol("pesan", "message", _MESSAGE),
    "signalEventDefinition": _symbol("sinyal", "signal", _PLAIN_EVENT),
    "errorEventDefinition": _symbol("galat", "error", _PLAIN_EVENT),
    "escalationEventDefinition": _symbol("eskalasi", "escalation", _PLAIN_EVENT),
    "compensateEventDefinition": _symbol("kompensasi", "compensation", _PLAIN_EVENT),
    "conditionalEventDefinition": _symbol("kejadian bersyarat", "conditional event", _PLAIN_EVENT),
    "linkEventDefinition": _symbol(
        "tautan halaman (link)",
        "link",
        (
            "Hapus tautan dan gambarkan satu panah langsung ke langkah tujuannya.",
            "Delete the links and draw one arrow straight to the step they lead to.",
        ),
    ),
    "cancelEventDefinition": _symbol("pembatalan", "cancel", _PLAIN_EVENT),
    "terminateEventDefinition": _symbol("akhir seketika (terminate)", "terminate", _PLAIN_EVENT),
    "eventDefinitionRef": _symbol("rujukan jenis kejadian", "event definition reference", _PLAIN_EVENT),
    "multiInstanceLoopCharacteristics": _symbol("pengulangan ganda (|||)", "multi-instance mark", _REPEAT),
    "standardLoopCharacteristics": _symbol("pengulangan (loop)", "loop mark", _REPEAT),
    "messageFlow": _symbol("aliran pesan antar-pool", "message flow", _MESSAGE),
    "potentialOwner": _symbol("calon pelaksana", "potential owner", _LANE),
    "humanPerformer": _symbol("pelaksana", "human performer", _LANE),
    "performer": _symbol("pelaksana", "performer", _LANE),
    "resourceRole": _symbol("peran", "resource role", _LANE),
    "partitionElement": _symbol("acuan lajur", "lane partition", _LANE),
    "choreography": _symbol("koreografi", "choreography", _ONE_PROCESS),
    "globalChoreographyTask": _symbol("koreografi", "choreography task", _ONE_PROCESS),
    "choreographyTask": _symbol("koreografi", "choreography task", _ONE_PROCESS),
    "subChoreography": _symbol("koreografi", "sub-choreography", _ONE_PROCESS),
    "callChoreography": _symbol("koreografi", "call choreography", _ONE_PROCESS),
    "conversation": _symbol("percakapan", "conversation", _ONE_PROCESS),
    "globalConversation": _symbol("percakapan", "conversation", _ONE_PROCESS),
    "subConversation": _symbol("percakapan", "sub-conversation", _ONE_PROCESS),
    "callConversation": _symbol("percakapan", "call conversation", _ONE_PROCESS),
    "conversationLink": _symbol("percakapan", "conversation link", _ONE_PROCESS),
    "globalTask": _symbol("tugas bersama", "global task", _TASK_NOW),
    "globalUserTask": _symbol("tugas bersama", "global user task", _TASK_NOW),
    "globalManualTask": _symbol("tugas bersama", "global manual task", _TASK_NOW),
    "globalScriptTask": _symbol("tugas bersama", "global script task", _TASK_NOW),
    "globalBusinessRuleTask": _symbol("tugas bersama", "global business rule task", _TASK_NOW),
    "import": (
        "Diagram ini mengambil isi dari berkas lain.",
        "This diagram takes content from another file.",
        "Hapus pengambilan itu dan gambarkan isinya di sini.",
        "Remove the import and draw its content here.",
    ),
    "compensation": _symbol("langkah kompensasi", "compensation step", _TASK_NOW),
    "unused": (
        "Definisi “{kind}” ini tidak dipakai oleh Alur.",
        "Alur does not use this definition “{kind}”.",
        "Hapus bila tidak diperlukan sebagai keterangan.",
        "Delete it unless it is meant as information.",
    ),
    "foreign": (
        "Unsur “{kind}” bukan bagian dari standar BPMN di tempat ini.",
        "The element “{kind}” is not part of the BPMN standard in this place.",
        "Hapus unsur itu; buka dan simpan ulang diagram di Camunda Modeler.",
        "Remove the element; open the diagram in Camunda Modeler and save it again.",
    ),
}

OTHER_ELEMENT: Final = (
    "Unsur “{kind}” tidak dapat dijalankan di tempat ini.",
    "The element “{kind}” cannot be run in this place.",
    "Hapus unsur itu, atau gambarkan maksudnya sebagai user task.",
    "Remove the element, or draw what it means as a user task.",
)
