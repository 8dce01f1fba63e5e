"""Settings of other engines: what Alur has a place for moves there, the rest goes and is named.

Promise: no setting that an engine would obey stays behind unread.
Never: a guess who a step belongs to; a name that the file states is passed on to the lanes.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from runner.diagram import vocabulary
from runner.diagram.reading import properties_of
from runner.diagram.xml import CAMUNDA, text_of, words
from runner.importing import texts
from runner.importing.sheet import B, C, Sheet, kind_of

_PLATFORM: Final = "{http://camunda.org/schema/modeler/1.0}executionPlatform"
_VERSION: Final = "{http://camunda.org/schema/modeler/1.0}executionPlatformVersion"
_DONE_BY_PEOPLE: Final = frozenset({"task", "userTask", "manualTask"})
_WHO: Final = ("candidateGroups", "candidateUsers", "assignee")
_DEPLOYED_FORM: Final = re.compile(r"camunda-forms:(?:deployment:|bpmn:)?(?:.*/)?([^/:]+?)(?:\.form)?")
_LITERAL: Final = re.compile(r"[^${}#=()]+")


def move_settings(sheet: Sheet) -> None:
    """Note performers and forms that settings name, and take out the settings that Alur does not read."""
    platform = sheet.root.get(_PLATFORM) or ""
    if "cloud" in platform.lower() or "8" in platform:
        sheet.ledger.repaired("file.dialect", platform=f"{platform} {sheet.root.get(_VERSION) or ''}".strip())
        sheet.root.set(_PLATFORM, "Camunda Platform")
        sheet.root.set(_VERSION, "7.24.0")
    for element in list(sheet.root.iter(f"{B}*")):
        if kind_of(element) == "extensionElements":
            continue
        left = [*_attributes(sheet, element), *_extensions(sheet, element)]
        if left:
            sheet.ledger.repaired("setting.left", element, settings="; ".join(left))


def note_performer(sheet: Sheet, element: etree._Element, value: str) -> None:
    """Remember who the file says does a step, if it says so in plain words."""
    who = words(value).strip("\"'")
    if kind_of(element) in _DONE_BY_PEOPLE and who and _LITERAL.fullmatch(who):
        sheet.performers.setdefault(element.get("id") or "", who.partition(",")[0].strip())


def _attributes(sheet: Sheet, element: etree._Element) -> list[str]:
    left: list[str] = []
    kind = kind_of(element)
    for name, raw in list(element.attrib.items()):
        namespace, _, attribute = str(name).removeprefix("{").rpartition("}")
        engine, value = vocabulary.ENGINE_NAMESPACES.get(namespace), str(raw)
        if engine is None or (engine == "camunda" and attribute in vocabulary.IDLE_ATTRIBUTES):
            continue
        if attribute in vocabulary.HARMLESS_ATTRIBUTES:
            continue  # the gate has a word of warning for them
        if engine == "camunda" and kind == "conditionExpression":
            continue  # its language is judged with the condition
        if attribute in _WHO and attribute != "candidateUsers":
            note_performer(sheet, element, value)
        if attribute in ("formKey", "formRef") and kind == "userTask":
            if _form(sheet, element, f"{engine}:{attribute}", value):
                if not (engine == "camunda" and attribute == "formRef"):
                    del element.attrib[name]
            else:
                del element.attrib[name]
            continue
        if engine == "camunda" and attribute in vocabulary.READ_ATTRIBUTES and kind != "startEvent":
            continue
        left.append(f"{engine}:{attribute} = {value}")
        del element.attrib[name]
    return left


def _form(sheet: Sheet, element: etree._Element, setting: str, value: str) -> bool:
    """True if the setting names a form by an id."""
    deployed = _DEPLOYED_FORM.fullmatch(value)
    form = deployed[1] if deployed else value
    plain = bool(re.fullmatch(r"[\w.-]+", form)) and not form.endswith((".html", ".xhtml", ".jsf", ".js"))
    if not plain:
        sheet.ledger.repaired("form.left", element, form=value, before=setting)
        return False
    sheet.forms_named[element.get("id") or ""] = form
    if setting != "camunda:formRef":
        sheet.ledger.repaired("form.kept", element, form=form, before=f"{setting} = {value}")
        element.set(f"{C}formRef", form)
        element.set(f"{C}formRefBinding", "deployment")
    return True


def _extensions(sheet: Sheet, owner: etree._Element) -> list[str]:
    left: list[str] = []
    for extensions in list(owner.iterchildren(f"{B}extensionElements")):
        for child in list(extensions):
            qualified = etree.QName(child)
            engine = vocabulary.ENGINE_NAMESPACES.get(qualified.namespace or "")
            if engine is None:
                continue  # notes of a drawing tool; the gate names them
            if engine == "camunda" and qualified.localname in vocabulary.READ_EXTENSIONS:
                _properties(sheet, child, owner)
                continue
            if engine == "zeebe" and qualified.localname == "formDefinition":
                form = child.get("formId") or child.get("formKey") or ""
                _form(sheet, owner, f"zeebe:formDefinition {child.get('formKey') or ''}".strip(), form)
            if engine == "zeebe" and qualified.localname == "assignmentDefinition":
                for attribute in ("candidateGroups", "assignee"):
                    note_performer(sheet, owner, child.get(attribute) or "")
            left.append(_said(engine, child))
            extensions.remove(child)
        if len(extensions) == 0 and not words(extensions.text):
            owner.remove(extensions)
    return left


def _plain(item: tuple[str | bytes, str | bytes]) -> tuple[str, str]:
    return str(item[0]), str(item[1])


def _said(engine: str, element: etree._Element) -> str:
    """A setting with all its values, inner ones too."""
    parts: list[str] = []
    for one in element.iter(etree.Element):
        values = [
            f"{etree.QName(str(key)).localname} = {value!s}" for key, value in map(_plain, one.attrib.items())
        ]
        text = words(one.text)
        inner = ", ".join([*values, *([text] if text else [])])
        parts.append(f"{etree.QName(one).localname}{f' ({inner})' if inner else ''}")
    return f"{engine}:{' > '.join(parts)}"


def _properties(sheet: Sheet, properties: etree._Element, owner: etree._Element) -> None:
    """Properties without a name, doubled, or where they would have no effect."""
    kind = "process" if kind_of(owner) == "participant" else kind_of(owner)
    met: set[str] = set()
    for entry in list(properties):
        name, value = (entry.get("name") or "").strip(), entry.get("value") or ""
        why = ""
        if entry.tag != f"{{{CAMUNDA}}}property" or not name:
            why = "unnamed"
        elif name in met:
            why = "twice"
        elif name in vocabulary.STEERING and vocabulary.STEERING[name][0] != kind:
            why = "misplaced"
        met.add(name)
        if why:
            sheet.ledger.repaired(
                "property.left", owner, property=name, value=value or text_of(entry), why=texts.WHY[why]
            )
            properties.remove(entry)


def keeps(element: etree._Element, name: str) -> bool:
    """True if an element carries one of our properties already."""
    return bool(properties_of(element).get(name))


def write_property(element: etree._Element, name: str, value: str) -> None:
    """Give an element one of our properties, in place of an older value."""
    extensions = element.find(f"{B}extensionElements")
    if extensions is None:
        extensions = etree.Element(f"{B}extensionElements")
        place = sum(1 for child in element if kind_of(child) == "documentation")
        element.insert(place, extensions)
    properties = extensions.find(f"{C}properties")
    if properties is None:
        properties = etree.SubElement(extensions, f"{C}properties")
    for entry in list(properties):
        if entry.get("name") == name:
            properties.remove(entry)
    etree.SubElement(properties, f"{C}property", {"name": name, "value": value})
