"""Which elements, attributes and properties a diagram may hold, and where.

Promise: what is not listed here is refused or reported; nothing is passed over in silence.
Never: judgement of what they mean together.
"""

from __future__ import annotations

import re
from typing import Final

ACTIVITIES: Final = frozenset({"userTask", "subProcess"})
GATEWAYS: Final = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})
NODES: Final = frozenset({"startEvent", "endEvent"}) | ACTIVITIES | GATEWAYS
#: Symbols that flows connect, but that cannot be run yet; they are refused by name and walked past.
REFUSED_NODES: Final = frozenset(
    {
        "task",
        "manualTask",
        "scriptTask",
        "serviceTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "callActivity",
        "adHocSubProcess",
        "transaction",
        "complexGateway",
        "eventBasedGateway",
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "implicitThrowEvent",
        "event",
        "subChoreography",
        "choreographyTask",
        "callChoreography",
    }
)

_ANYWHERE = frozenset({"documentation", "extensionElements"})
_DATA = frozenset(
    {
        "ioSpecification",
        "property",
        "dataInput",
        "dataOutput",
        "inputSet",
        "outputSet",
        "dataInputAssociation",
        "dataOutputAssociation",
    }
)
_ARTIFACTS = frozenset({"textAnnotation", "association", "group"})
_NODE = _ANYWHERE | _DATA | {"incoming", "outgoing", "auditing", "monitoring", "categoryValueRef"}
_SCOPE = (
    _ANYWHERE
    | _DATA
    | _ARTIFACTS
    | NODES
    | {"sequenceFlow", "laneSet", "dataObject", "dataObjectReference", "dataStoreReference"}
    | {"auditing", "monitoring", "categoryValueRef"}
)
CHILDREN: Final[dict[str, frozenset[str]]] = {
    "definitions": _ANYWHERE | {"process", "collaboration", "category", "dataStore", "itemDefinition"},
    "collaboration": _ANYWHERE | _ARTIFACTS | {"participant"},
    "participant": _ANYWHERE,
    "process": _SCOPE,
    "subProcess": _SCOPE | _NODE,
    "laneSet": _ANYWHERE | {"lane"},
    "childLaneSet": _ANYWHERE | {"lane"},
    "lane": _ANYWHERE | {"flowNodeRef", "childLaneSet"},
    "sequenceFlow": _ANYWHERE | {"conditionExpression", "auditing", "monitoring", "categoryValueRef"},
    "userTask": _NODE | {"rendering"},
    **dict.fromkeys(("startEvent", "endEvent", *GATEWAYS), _NODE),
}
#: Definitions beside the processes that do nothing while no symbol uses them.
UNUSED_DEFINITIONS: Final = frozenset(
    {
        "message",
        "signal",
        "error",
        "escalation",
        "interface",
        "resource",
        "endPoint",
        "partnerEntity",
        "partnerRole",
        "correlationProperty",
        "extension",
        "relationship",
        "cancelEventDefinition",
        "compensateEventDefinition",
        "conditionalEventDefinition",
        "errorEventDefinition",
        "escalationEventDefinition",
        "linkEventDefinition",
        "messageEventDefinition",
        "signalEventDefinition",
        "terminateEventDefinition",
        "timerEventDefinition",
    }
)

#: Engines whose settings steer a case: passing over them in silence would change what the author drew.
ENGINE_NAMESPACES: Final = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://camunda.org/schema/zeebe/1.0": "zeebe",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "spiffworkflow",
    "http://activiti.org/bpmn": "activiti",
    "http://flowable.org/bpmn": "flowable",
    "http://operaton.org/schema/1.0/bpmn": "operaton",
    "http://www.jboss.org/drools": "drools",
}
READ_EXTENSIONS: Final = frozenset({"properties"})
READ_ATTRIBUTES: Final = frozenset({"formRef", "formRefBinding", "formRefVersion", "formKey", "versionTag"})
#: Camunda attributes about its own job queue and lists; they steer nothing here and need no word.
IDLE_ATTRIBUTES: Final = frozenset(
    {
        "historyTimeToLive",
        "isStartableInTasklist",
        "asyncBefore",
        "asyncAfter",
        "async",
        "exclusive",
        "jobPriority",
        "taskPriority",
        "modelerTemplate",
        "modelerTemplateVersion",
        "modelerTemplateIcon",
        "diagramRelationId",
    }
)
#: Attributes of an engine that only rank or remember; they are reported, not refused.
HARMLESS_ATTRIBUTES: Final = frozenset({"priority", "initiator"})

TASK_PROPERTIES: Final = frozenset(
    {"langkah", "kelengkapan", "waktu", "waktuTercetak", "output", "keterangan"}
)
#: The properties of the cover, in the order of the printed sheet.
COVER: Final = (
    "instansi",
    "namaSop",
    "nomorSop",
    "tanggalPembuatan",
    "tanggalRevisi",
    "tanggalEfektif",
    "tanggalPengesahan",
    "disahkanOleh",
    "dasarHukum",
    "kualifikasiPelaksana",
    "keterkaitan",
    "peralatan",
    "peringatan",
    "pencatatan",
    "sumber",
)
PROCESS_PROPERTIES: Final = frozenset({*COVER, "perihal"})
PROPERTIES: Final[dict[str, frozenset[str]]] = {
    "process": PROCESS_PROPERTIES,
    "userTask": TASK_PROPERTIES,
    "lane": frozenset({"jabatan"}),
    "sequenceFlow": frozenset({"kembali"}),
}
#: Properties that steer a case, with the only kind of element that they steer.
STEERING: Final[dict[str, tuple[str, str, str]]] = {
    "waktu": ("userTask", "langkah (user task)", "on a step (user task)"),
    "jabatan": ("lane", "lajur", "on a lane"),
    "kembali": ("sequenceFlow", "panah yang keluar dari gateway", "on an arrow that leaves a gateway"),
    "perihal": ("process", "alur (pool atau latar diagram)", "on the process (pool or background)"),
}

ID: Final = re.compile(r"\w[\w.-]*")
LONGEST_ID: Final = 120
#: Names that the engine gives to its own tasks.
RESERVED_IDS: Final = frozenset({"Start", "End", "Root"})
RESERVED_ENDINGS: Final = (
    ".EndJoin",
    ".BoundaryEventSplit",
    ".BoundaryEventJoin",
    ".StartEventSplit",
    ".StartEventJoin",
)


#: Addresses beside the SOPs' own: a process of that id would have no page.
RESERVED_KEYS: Final = frozenset({"baru", "impor", "konsep", "unggah"})


def is_reserved(element: str, *, kind: str = "") -> bool:
    """True if the engine would take an element of that id for one of its own, or the pages a process."""
    if kind == "process" and element in RESERVED_KEYS:
        return True
    return element in RESERVED_IDS or element.endswith(RESERVED_ENDINGS)
