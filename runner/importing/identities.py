"""Ids and references: every symbol has one id that Alur can use, and every reference is spelt like it.

Promise: an id that changes is changed wherever it is referred to, in the picture as well.
Never: a judgement of what refers to what.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from runner.diagram import vocabulary
from runner.diagram.identity import plain_id
from runner.importing.ledger import Ledger
from runner.importing.sheet import B, P, kind_of

_NEED_AN_ID: Final = vocabulary.NODES | vocabulary.REFUSED_NODES | {"process", "sequenceFlow", "lane"}
_REFERRING: Final = frozenset({"default", "bpmnElement", "calledElement"})
_LISTING: Final = frozenset({"incoming", "outgoing", "source", "target"})


def mend_ids(root: etree._Element, ledger: Ledger) -> None:
    """Give ids where there are none, new ones where they are doubled or cannot be used."""
    taken = {element.get("id") or "" for element in root.iter(etree.Element)}
    met: set[str] = set()
    changed: dict[str, str] = {}
    for element in root.iter(f"{B}*", f"{P}*"):
        kind = kind_of(element)
        needed = kind in _NEED_AN_ID
        before = element.get("id")
        if not before:
            if needed:
                element.set("id", _fresh(kind.capitalize(), taken))
                ledger.repaired("id.given", element, kind=kind, id=element.get("id"))
            elif before is not None:
                del element.attrib["id"]  # an empty id says nothing
        elif before in met:
            element.set("id", _fresh(before, taken))
            if kind:  # ids in the picture are nobody's concern
                ledger.repaired("id.doubled", element, before=before, id=element.get("id"))
        elif not kind and not _begins(before):
            element.set("id", _fresh(before, taken))
        elif (needed and not _usable(before)) or not _begins(before):
            key = _fresh(before, taken)
            changed[before] = key
            element.set("id", key)
            ledger.repaired("id.changed", element, before=before, id=key)
        met.add(element.get("id") or "")
    if changed:
        rename(root, changed)


def mend_references(root: etree._Element, ledger: Ledger) -> None:
    """Take the prefixes of namespaces off references that then lead somewhere."""
    known = {element.get("id") for element in root.iter(f"{B}*")}
    examples: list[str] = []

    def plain(value: str) -> str:
        bare = value.strip()
        inner = bare.rpartition(":")[2]
        if bare in known or inner == bare or inner not in known:
            return bare
        examples.append(bare)
        return inner

    for element, attribute, value in _references(root):
        _set(element, attribute, plain(value))
    if examples:
        ledger.repaired("ref.prefix", count=len(examples), example=examples[0])


def drop_loose_references(root: etree._Element, ledger: Ledger) -> None:
    """Remove references to nothing, where nothing is lost by it: marks, lists and lines of notes."""
    known = {element.get("id") for element in root.iter(f"{B}*")}
    for element, attribute, value in list(_references(root)):
        if value in known:
            continue
        kind, around = kind_of(element), element.getparent()
        if attribute == "default" or (attribute == "bpmnElement" and kind):
            del element.attrib[attribute]
            ledger.repaired("ref.dropped", element, attribute=attribute, target=value)
        elif kind in ("incoming", "outgoing", "flowNodeRef") and around is not None:
            around.remove(element)
            ledger.repaired("ref.dropped", around, attribute=kind, target=value)
        elif kind == "association" and around is not None:
            around.remove(element)
            ledger.repaired("ref.dropped", element, attribute=attribute, target=value)
            _drop_figures(root, element.get("id"))
        elif element.tag == f"{P}BPMNPlane":
            for shown in (*root.iterchildren(f"{B}collaboration"), *root.iterchildren(f"{B}process")):
                element.set("bpmnElement", shown.get("id") or "")
                ledger.repaired("ref.plane", target=value)
                break
        elif attribute == "bpmnElement" and around is not None:
            around.remove(element)
            ledger.repaired("ref.dropped", element, attribute=attribute, target=value)


def rename(root: etree._Element, changed: dict[str, str]) -> None:
    """Let every reference to an id follow its change."""
    for element, attribute, value in list(_references(root)):
        if value in changed:
            _set(element, attribute, changed[value])


def _references(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Element, attribute (empty: its text) and value of all that refers to an id."""
    for element in root.iter(f"{B}*", f"{P}*"):
        for name in element.attrib:
            attribute = str(name)
            if attribute in _REFERRING or attribute.endswith("Ref"):
                yield element, attribute, (element.get(attribute) or "").strip()
        kind = kind_of(element)
        if (kind in _LISTING or kind.endswith("Ref")) and len(element) == 0:
            yield element, "", (element.text or "").strip()


def _set(element: etree._Element, attribute: str, value: str) -> None:
    if attribute:
        element.set(attribute, value)
    else:
        element.text = value


def _drop_figures(root: etree._Element, key: str | None) -> None:
    for figure in list(root.iter(f"{P}BPMNEdge", f"{P}BPMNShape")):
        around = figure.getparent()
        if key and figure.get("bpmnElement") == key and around is not None:
            around.remove(figure)


def _begins(key: str) -> bool:
    """True if an id begins as the standard wants it."""
    return key[:1].isalpha() or key[:1] == "_"


def _usable(key: str) -> bool:
    return (
        _begins(key)
        and vocabulary.ID.fullmatch(key) is not None
        and len(key) <= vocabulary.LONGEST_ID
        and not vocabulary.is_reserved(key)
    )


def _fresh(stem: str, taken: set[str]) -> str:
    plain = plain_id(stem)[: vocabulary.LONGEST_ID - 12]
    plain = plain if _usable(plain) else f"Id_{plain}"
    key, number = plain, 1
    while key in taken or not key:
        number += 1
        key = f"{plain}_{number}"
    taken.add(key)
    return key
