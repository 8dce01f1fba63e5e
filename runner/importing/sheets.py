"""A form for every step, from those at hand.

Promise: a form that the file names and that is at hand stays; others are proposed by the rules of a
data file.
Never: a form id in code.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from runner.diagram.xml import words
from runner.drawing import Choosing
from runner.forms import Form
from runner.importing.sheet import C, Sheet, kind_of
from runner.model import FormId
from runner.sop_table.nouns import Step


def settle_forms(sheet: Sheet, forms: Mapping[FormId, Form], choosing: Choosing | None) -> None:
    """Give every step a form that is at hand, asking for each which it is."""
    if not forms:
        return
    sets = {form: read.sets for form, read in forms.items()}
    for task in sheet.of_kind("userTask"):
        named = (task.get(f"{C}formRef") or "").strip()
        if FormId(named) in forms:
            continue
        proposal = _proposal(sheet, task, choosing, sets) or sorted(forms)[0]
        answer = sheet.ledger.ask(
            f"form:{task.get('id')}",
            "form",
            proposal=proposal,
            choices=[*((form, form) for form in sorted(forms)), "keep"],
            at=task,
        )
        if answer == "keep":
            continue
        if named:
            sheet.ledger.repaired("form.left", task, form=named, before="formRef")
        task.set(f"{C}formRef", answer)
        task.set(f"{C}formRefBinding", "deployment")
        task.attrib.pop(f"{C}formRefVersion", "")
        sheet.ledger.repaired("form.chosen", task, form=answer)


def _proposal(
    sheet: Sheet, task: etree._Element, choosing: Choosing | None, sets: Mapping[FormId, frozenset[str]]
) -> str:
    if choosing is None:
        return ""
    key = task.get("id") or ""
    first = any(kind_of(sheet.source(flow)) == "startEvent" for flow in sheet.incoming(key))
    decided = any(
        kind_of(sheet.target(flow)) == "exclusiveGateway"
        and len(sheet.outgoing(sheet.target(flow).get("id") or "")) > 1
        for flow in sheet.outgoing(key)
    )
    step = Step(number="", activity=words(task.get("name")), executor="")
    form = choosing.form(step, first=first, decided=decided, sets=sets)
    return form if form is not None and form in sets else ""
