"""A diagram drawn elsewhere, made over into one that Alur runs: step by step, in one fixed order.

Promise: whatever the bytes are, there is an Imported; the same bytes and answers give the same one.
Never: a file, a database, a clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from runner import diagram as diagrams
from runner.agency import Agency
from runner.diagram import assembly, xml
from runner.diagram.reading import properties_of
from runner.diagram.texts import problem
from runner.diagram.xml import BPMN, BPMNDI, CAMUNDA, DC, DI, words
from runner.drawing import Choosing
from runner.drawing.naming import key_of
from runner.errors import DiagramRefused
from runner.forms import Form
from runner.importing import (
    branching,
    choices,
    happenings,
    identities,
    lanes,
    picture,
    pools,
    settings,
    sheets,
    strangers,
    symbols,
    texts,
    ways,
)
from runner.importing.accounts import Accounts
from runner.importing.ledger import MOST_QUESTIONS, Ledger
from runner.importing.mending import Mending
from runner.importing.nouns import Imported
from runner.importing.sheet import B, Sheet
from runner.model import DefinitionKey, FormId, Problem

#: Rounds of asking the gate; each mends at least one thing, and no drawing needs many.
_ROUNDS: Final = 6
_PREFIXES: Final = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "camunda": CAMUNDA}
#: The namespace of what a file declares none for; nothing is read by it.
_NAMESPACE: Final = "sop"
#: What may be the key of an SOP, and what looks as if somebody had given it on purpose.
LONGEST_KEY: Final = 80
_KEYS: Final = re.compile(r"[A-Za-z][\w.-]{0,119}", re.ASCII)
_KEY: Final = re.compile(r"(?!sid-)[a-z][a-z0-9]*(?:-(?![0-9a-f]{8,})[a-z0-9]+)+")


def examine(
    content: bytes,
    *,
    file: str,
    agency: Agency | None,
    forms: Mapping[FormId, Form],
    pool: str | None = None,
    answers: Mapping[str, str],
    choosing: Choosing | None = None,
) -> Imported:
    """The file as Alur could run it, what was done to it, and what its author must still say.

    ``pool`` is the process to import where there are several; ``choosing`` are the rules that propose forms.
    """
    given = {**answers, **({"pool": pool} if pool else {})}
    ledger = Ledger(given)
    try:
        root = xml.parse(content, file=file)
    except DiagramRefused as refused:
        return Imported(result=None, problems=strangers.named(refused.problems, content, file=file))
    _note_text(content, ledger)
    root = _with_prefixes(root)
    if not words(root.get("targetNamespace")):
        root.set("targetNamespace", _NAMESPACE)
        ledger.repaired("file.namespace", namespace=_NAMESPACE)
    identities.mend_ids(root, ledger)
    identities.mend_references(root, ledger)
    found = pools.pools_of(root)
    if not found:
        empty = strangers.stepless(problem("process.none", file=file, line=1), root)
        return Imported(result=None, repairs=ledger.repairs, problems=(empty,))
    chosen = pools.choose_pool(root, found, ledger)
    accounts = Accounts(root)
    sheet = Sheet(root, ledger)
    pools.keep_pool(sheet, chosen)
    too_large = _too_large(sheet, file)
    if too_large:
        return Imported(result=None, pools=found, pool=chosen, questions=ledger.questions, problems=too_large)
    _name(sheet, agency, file)
    problems, result = _made_over(sheet, agency, forms, choosing, file)
    if ledger.asks_too_much:
        return Imported(
            result=None,
            pools=found,
            pool=chosen,
            problems=(strangers.unanswerable(MOST_QUESTIONS, file=file),),
        )
    accounts.close(sheet.root, ledger)
    return Imported(
        result=result,
        pools=found,
        pool=chosen,
        repairs=ledger.repairs,
        questions=ledger.questions,
        problems=problems,
    )


def _made_over(
    sheet: Sheet,
    agency: Agency | None,
    forms: Mapping[FormId, Form],
    choosing: Choosing | None,
    file: str,
) -> tuple[tuple[Problem, ...], bytes]:
    settings.move_settings(sheet)
    symbols.steps_of_people(sheet)
    symbols.plain_sub_processes(sheet)
    happenings.settle_events(sheet)
    symbols.plain_sub_processes(sheet)  # one that held nothing but events is empty by now
    symbols.loops_once(sheet)
    symbols.leave_strange_parts(sheet)
    symbols.note_data(sheet)
    identities.drop_loose_references(sheet.root, sheet.ledger)
    ways.tie_arrows(sheet)
    ways.begin_and_end(sheet)
    branching.straighten(sheet)
    symbols.name_steps(sheet)
    if sheet.ledger.asks_too_much:
        return (), b""
    mending = Mending()
    for _ in range(_ROUNDS):
        lanes.settle_lanes(sheet, agency)
        sheets.settle_forms(sheet, forms, choosing)
        choices.settle_choices(sheet, forms)
        if not mending.mend(sheet, _judged(picture.written(sheet), forms, None, file)):
            break
    result = picture.drawn(sheet, file=file)
    return tuple(_judged(result, forms, agency, file)), result


def _judged(content: bytes, forms: Mapping[FormId, Form], agency: Agency | None, file: str) -> list[Problem]:
    try:
        diagram = diagrams.read(content, file=file)
    except DiagramRefused as refused:
        return list(refused.problems)
    return diagrams.problems(diagram, forms=forms, agency=agency)


def _note_text(content: bytes, ledger: Ledger) -> None:
    """What the XML had beside its elements, and the spelling that is not kept."""
    text = content.decode("latin-1").replace("\0", "")
    comments = text.count("<!--")
    if comments:
        ledger.repaired("file.comments", count=comments)
    instructions = re.findall(r"<\?(?!xml\s)([^\s?>]{1,80})", text)
    if instructions:
        ledger.repaired("file.instructions", count=len(instructions), names=texts.listed(instructions))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        ledger.repaired("file.encoding")


def _with_prefixes(root: etree._Element) -> etree._Element:
    """The same tree whose root knows the prefixes of everything that may be added."""
    declared: dict[str | None, str] = {**root.nsmap}
    for prefix, uri in _PREFIXES.items():
        if uri not in declared.values() and prefix not in declared:
            declared[prefix] = uri
    made = etree.Element(root.tag, nsmap=declared)  # type: ignore[arg-type]
    for name, value in root.attrib.items():
        made.set(name, value)
    made.text = root.text
    for child in list(root):
        made.append(child)
    return made


def _too_large(sheet: Sheet, file: str) -> tuple[Problem, ...]:
    if len(sheet.nodes) > assembly.MOST_NODES:
        return (problem("size.nodes", file=file, count=len(sheet.nodes), limit=assembly.MOST_NODES),)
    if len(sheet.flows) > assembly.MOST_FLOWS:
        return (problem("size.flows", file=file, count=len(sheet.flows), limit=assembly.MOST_FLOWS),)
    return ()


def _name(sheet: Sheet, agency: Agency | None, file: str) -> None:
    """Name and key of the SOP, and the mark that it is to be run."""
    process, ledger = sheet.process, sheet.ledger
    if (process.get("isExecutable") or "").strip() not in ("true", "1"):
        process.set("isExecutable", "true")
        ledger.repaired("process.executable", process)
    pool = pools.pool_of(sheet)
    if not words(process.get("name")):
        stem = re.split(r"[\\/]", file)[-1].rpartition(".")[0]
        name = (words(pool.get("name")) if pool is not None else "") or words(stem) or "SOP"
        process.set("name", name)
        ledger.repaired("process.named", process, name=name)
    before = process.get("id") or ""
    fits = bool(_KEY.fullmatch(before)) and (agency is None or before.startswith(f"{agency.code}-"))
    title = words(properties_of(process).get("namaSop")) or words(process.get("name"))
    proposal = before if fits else _startable(key_of(agency.code if agency is not None else None, title))
    proposal = proposal[:LONGEST_KEY].rstrip("-.")
    key = DefinitionKey(ledger.ask("key", "key", proposal=proposal, at=process, accepts=_KEYS.fullmatch))
    if key != before:
        if any(element.get("id") == key for element in sheet.root.iter(f"{B}*")):
            key = DefinitionKey(sheet.fresh_id(key))
        process.set("id", key)
        identities.rename(sheet.root, {before: key})
        ledger.repaired("process.key", process, before=before, key=key)


def _startable(key: str) -> str:
    """A key that begins with a letter, as ids of files must."""
    return key if key[:1].isalpha() else f"sop-{key}"


def accepted(imported: Imported) -> dict[str, str]:
    """The answers that agree with every proposal that is still open."""
    return {question.id: question.answer for question in imported.questions}
