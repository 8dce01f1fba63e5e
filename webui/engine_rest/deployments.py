"""Deployments: what was published in one act, its files, and the Deploy button of Camunda Modeler.

Promise: who may publish publishes, who may only draft has drafted and is told so; every problem of a
diagram stands in one message.
Never: a file looked for on a disk; an answer that waits for more than the checks.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any, Final

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from runner import AgencyCode, Delivered, NotFound, RevisionRecord, Scope, Words
from webui.engine_rest import asked, shapes
from webui.engine_rest.asked import PAGE, Parameter
from webui.engine_rest.definition_ids import DRAFT
from webui.engine_rest.door import anybody, by, reader
from webui.engine_rest.faults import Refused, said
from webui.engine_rest.served import serve
from webui.login import runner

bp = Blueprint("deployments", __name__)

#: The API that is spoken; Camunda Modeler only counts it.
VERSION: Final = "7.24.0"
#: The parts of a deployment that are no files, whatever else comes with it.
RESERVED: Final = (
    "deployment-name",
    "deployment-source",
    "enable-duplicate-filtering",
    "deploy-changed-only",
    "tenant-id",
)
FILTERS: Final = (
    Parameter(name="id", about="One deployment."),
    Parameter(name="name", about="Of this name."),
    Parameter(name="source", about="By this program."),
    Parameter(name="withoutSource", kind="flag", about="True: from the pages and commands."),
    Parameter(name="tenantIdIn", kind="texts", about="Of agencies with these codes."),
    Parameter(name="before", kind="moment", about="Published before."),
    Parameter(name="after", kind="moment", about="Published after."),
)
ORDER: Final = asked.ordering("id", "name", "deploymentTime", "tenantId")
_KEYS: Final = {"id": "id", "name": "name", "deploymentTime": "deploymentTime", "tenantId": "tenantId"}

Bundle = tuple[RevisionRecord, ...]


@serve(bp, "GET", "/version", scope="", about="The API that is spoken.", answer=shapes.ref("Version"))
def version() -> ResponseReturnValue:
    anybody()
    return jsonify({"version": VERSION})


@serve(
    bp, "GET", "/engine", scope="", about="There is one engine.",
    answer={"type": "array", "items": shapes.ref("Engine")},
)  # fmt: skip
def engine() -> ResponseReturnValue:
    anybody()
    return jsonify([{"name": "default"}])


def _bundles() -> list[Bundle]:
    records = sorted(runner().revision_records(by=reader()), key=lambda record: record.bundle)
    bundles = [tuple(group) for _, group in groupby(records, key=lambda record: record.bundle)]
    return sorted(bundles, key=lambda bundle: (bundle[0].published_at, bundle[0].bundle))


def _found(wanted: dict[str, Any]) -> list[dict[str, Any]]:
    found = [shapes.deployment(bundle) for bundle in _bundles() if _fits(bundle, wanted)]
    if "sortBy" in wanted:
        found.sort(
            key=lambda told: str(told[_KEYS[wanted["sortBy"]]] or ""),
            reverse=wanted.get("sortOrder") == "desc",
        )
    return found


def _fits(bundle: Bundle, wanted: dict[str, Any]) -> bool:
    first, told = bundle[0], shapes.deployment(bundle)
    checks: dict[str, Callable[[Any], bool]] = {
        "id": lambda value: first.bundle == value,
        "name": lambda value: told["name"] == value,
        "source": lambda value: first.source == value,
        "withoutSource": lambda value: not (value and first.source),
        "tenantIdIn": lambda value: first.agency in value,
        "before": lambda value: first.published_at < value,
        "after": lambda value: first.published_at > value,
    }
    return all(check(wanted[name]) for name, check in checks.items() if name in wanted)


@serve(
    bp, "GET", "/deployment", query=(*FILTERS, *ORDER, *PAGE),
    about="Deployments, oldest first. To ask for none of them (maxResults=0), any scope will do.",
    answer=shapes.many("Deployment"),
)  # fmt: skip
def index() -> ResponseReturnValue:
    wanted = asked.query((*FILTERS, *ORDER, *PAGE))
    first, most = asked.page(wanted)
    if not most:
        # Camunda Modeler asks for none of them, to see whether it may come in: with a token to deploy, too
        anybody()
        return jsonify([])
    return jsonify(_found(wanted)[first : first + most])


@serve(bp, "GET", "/deployment/count", about="How many.", query=FILTERS, answer=shapes.ref("Count"))
def count() -> ResponseReturnValue:
    return jsonify({"count": len(_found(asked.query(FILTERS)))})


@serve(bp, "GET", "/deployment/<id>", about="One deployment.", answer=shapes.ref("Deployment"))
def show(id: str) -> ResponseReturnValue:
    return jsonify(shapes.deployment(_bundle(id)))


@serve(
    bp, "GET", "/deployment/<id>/resources", about="Its diagrams and forms.",
    answer=shapes.many("Resource"),
)  # fmt: skip
def resources(id: str) -> ResponseReturnValue:
    return jsonify([{"id": name, "name": name, "deploymentId": id} for name in _files(id)])


@serve(
    bp, "GET", "/deployment/<id>/resources/<resourceId>", about="One of them.",
    answer=shapes.ref("Resource"),
)  # fmt: skip
def resource(id: str, resourceId: str) -> ResponseReturnValue:
    _content(id, resourceId)
    return jsonify({"id": resourceId, "name": resourceId, "deploymentId": id})


@serve(
    bp, "GET", "/deployment/<id>/resources/<resourceId>/data", about="Its exact bytes.",
    answer={"type": "string", "format": "binary"}, content="application/octet-stream",
)  # fmt: skip
def data(id: str, resourceId: str) -> ResponseReturnValue:
    return _content(id, resourceId), 200, {"Content-Type": "application/octet-stream"}


def _bundle(id_: str) -> Bundle:
    found = runner().revision_records(by=reader(), bundle=asked.plain(id_, "id"))
    if not found:
        raise NotFound("deployment", id_)
    return found


def _files(id_: str) -> dict[str, bytes]:
    """The files of all revisions that were published together; a form that several name is one."""
    files: dict[str, bytes] = {}
    for record in _bundle(id_):
        files.update(runner().revision_contents(record.key, record.number, by=reader()))
    return files


def _content(id_: str, name: str) -> bytes:
    files = _files(id_)
    if name not in files:
        raise NotFound("resource", name)
    return files[name]


@serve(
    bp, "POST", "/deployment/create", scope="terbit", form=True,
    answer=shapes.ref("DeploymentWithDefinitions"),
    about="Publish diagrams with their forms, in force now; or save them as drafts where the token's holder "
    "may not publish (then the ids of the definitions end in :konsep-belum-terbit).",
)  # fmt: skip
def create() -> ResponseReturnValue:
    actor = by(Scope.PUBLISH)
    files = _sent()
    for flag in ("enable-duplicate-filtering", "deploy-changed-only"):
        asked.Parameter(name=flag, kind="flag", about="").of_query(request.form.get(flag) or "false")
    tenant = _field("tenant-id")
    name, source = _field("deployment-name"), _field("deployment-source")
    done = runner().deliver(
        files,
        by=actor,
        agency=AgencyCode(tenant) if tenant else None,
        name=name,
        source=source,
    )
    definitions = {told["id"]: told for told in (*_published(done, actor), *_drafted(done))}
    return jsonify(
        {
            "links": [],
            "id": done.id,
            "name": name or None,
            "source": source or None,
            "deploymentTime": asked.told(done.at),
            "tenantId": done.agency,
            "deployedProcessDefinitions": definitions or None,
            "deployedCaseDefinitions": None,
            "deployedDecisionDefinitions": None,
            "deployedDecisionRequirementsDefinitions": None,
            "alur": _how(done),
        }
    )


def _sent() -> list[tuple[str, bytes]]:
    """The files of the request, by the names they were sent with. Raises Refused."""
    if request.mimetype != "multipart/form-data":
        raise Refused(
            415,
            Words("Kirim sebagai multipart/form-data.", "Send it as multipart/form-data."),
            kind="RestException",
        )
    # a part may come without any name at all
    unnamed = {str(name or "-") for name in request.form} - {*RESERVED, "deployment-activation-time"}
    if unnamed or _field("deployment-activation-time"):
        listed = ", ".join(sorted(unnamed))[:200] or "deployment-activation-time"
        raise Refused(
            400,
            Words(
                f"Bagian tanpa nama berkas tidak dikenal: {listed}.",
                f"No file name found in the deployment resource described by form parameter '{listed}'.",
            ),
        )
    files = [
        (asked.plain(part.filename or "", "filename"), part.read())
        for _, parts in request.files.lists()
        for part in parts
    ]
    if not files:
        raise Refused(
            400,
            Words(
                "Kiriman ini tidak memuat satu berkas pun.",
                "No deployment resources contained in the form upload.",
            ),
        )
    return files


def _field(name: str) -> str:
    return asked.plain(request.form.get(name, ""), name).strip()


def _published(done: Delivered, actor: Any) -> list[dict[str, Any]]:
    return [
        shapes.definition(record)
        for key, number in done.revisions
        for record in runner().revision_records(by=actor, key=key, number=number)
    ]


def _drafted(done: Delivered) -> list[dict[str, Any]]:
    return [
        {
            **dict.fromkeys(shapes.SCHEMAS["ProcessDefinition"]["properties"]),
            "id": f"{key}:0:{DRAFT}",
            "key": key,
            "name": name,
            "version": 0,
            "resource": f"{key}.bpmn",
            "deploymentId": done.id,
            "suspended": True,
            "tenantId": done.agency,
            "startableInTasklist": False,
        }
        for key, name in done.drafts
    ]


def _how(done: Delivered) -> dict[str, Any]:
    """What became of it, in words: Camunda has no word for a draft."""
    state = "draft" if done.drafts else ("published" if done.new else "unchanged")
    words = done.why or (
        Words("Terbit dan berlaku sekarang.", "Published, and in force now.")
        if done.new
        else Words("Tidak ada yang berubah: revisi terakhir sudah memuat isi ini.", "Nothing has changed.")
    )
    language = "en" if said(Words("id", "en")) == "en" else "id"
    return {
        "state": state,
        "message": said(words),
        "warnings": [problem.sentence(language) for problem in done.warnings],
    }
