"""The closing account: whatever stood in the file and stands nowhere now is named once more.

Promise: an element, a name or a text that is gone without a repair of its own gets one.
Never: a change of the diagram.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from lxml import etree

from runner.diagram.xml import words
from runner.importing import texts
from runner.importing.ledger import Ledger
from runner.importing.nouns import Repair
from runner.importing.sheet import B, kind_of

#: Lists of what refers to what; they are written anew from the arrows and lanes.
_LISTS: Final = frozenset({"incoming", "outgoing", "flowNodeRef", "sourceRef", "targetRef"})
#: Marks of a symbol that its own repair speaks of, as long as they carry no words.
_MARKS: Final = ("EventDefinition", "DefinitionRef", "LoopCharacteristics", "extensionElements")
#: What the import writes itself, or keeps in another form.
_OURS: Final = frozenset(
    {"id", "name", "sourceRef", "targetRef", "default", "processRef", "isExecutable", "attachedToRef"}
    | {"gatewayDirection", "cancelActivity", "isInterrupting", "triggeredByEvent", "language"}
)
#: Attributes that point at an element: what they point at speaks for itself.
_POINTERS: Final = ("Ref", "type")
#: Values that say what would be so without them.
_PLAIN: Final = frozenset(
    {"true", "false", "0", "1", "None", "One", "Both", "Unspecified", "Parallel", "##unspecified"}
    | {"##WebService", "Physical", "Information"}
)


@dataclass(frozen=True, slots=True)
class _Item:
    """An element as it was."""

    element: etree._Element
    kind: str
    key: str
    name: str
    text: str
    attributes: tuple[tuple[str, str], ...]


class Accounts:
    """Remembers a file, and afterwards says what of it is gone."""

    def __init__(self, root: etree._Element) -> None:
        # the elements themselves are held, so that one that stays is known again whatever became of it
        self._items = [
            _Item(
                element=element,
                kind=kind_of(element),
                key=element.get("id") or "",
                name=words(element.get("name")),
                text=words(element.text),
                attributes=tuple((str(name), str(value)) for name, value in element.attrib.items()),
            )
            for element in root.iter(f"{B}*")
        ]
        self._parents = {item.element: item.element.getparent() for item in self._items}
        self._known = {item.element: item for item in self._items}

    def close(self, root: etree._Element, ledger: Ledger) -> None:
        """Add a repair for everything that is gone and was not spoken of."""
        here = set(root.iter(etree.Element))
        told = _told(ledger.repairs)
        values = {words(value) for one in here for value in (one.get("name"), one.text) if value}
        values |= {str(value) for one in here for value in one.attrib.values()}
        for first, items in self._gone(here).items():
            self._tell(first, items, told, values, ledger)
        for item in self._items:
            if item.element in here:
                lost = [
                    f"{name} = {value}"
                    for name, value in item.attributes
                    if name not in _OURS and not name.startswith("{") and item.element.get(name) is None
                    if value not in told and value not in _PLAIN
                ]
                if lost:
                    ledger.repaired("setting.left", item.element, settings="; ".join(lost))

    def _gone(self, here: set[etree._Element]) -> dict[etree._Element, list[_Item]]:
        """What is gone, by the outermost element that went with it."""
        found: dict[etree._Element, list[_Item]] = {}
        for item in self._items:
            if item.element in here:
                continue
            first = at = item.element
            while (parent := self._parents.get(at)) is not None and parent not in here:
                first = at = parent
            found.setdefault(first, []).append(item)
        return found

    def _tell(
        self,
        first: etree._Element,
        items: list[_Item],
        told: str,
        values: set[str],
        ledger: Ledger,
    ) -> None:
        silent = [
            item
            for item in items
            if item.kind not in _LISTS
            and not _is_told(item, told, values)
            and not _follows(item, first, told)
        ]
        settings = [said for item in items for said in _settings(item, told)]
        silent += [item for item in items if item not in silent and _settings(item, told)]
        foreign = [part for part in _foreign(first) if part not in told and part not in _PLAIN]
        if not silent and not foreign:
            return
        counts = Counter(item.kind for item in silent)
        names = [item.name for item in silent if item.name and item.name not in told]
        written = [item.text for item in silent if item.text and item.text not in told]
        written += foreign
        root = self._known.get(first, items[0])  # a figure of the picture has nothing to say
        said = ", ".join(f"{number} {kind}" for kind, number in counts.items())
        names_and_texts = texts.listed([*names, *written, *settings]) or "-"
        parts = said or "extensionElements"
        ledger.gone("along.left", root.key, root.name, parts=parts, names=names_and_texts)


def _follows(item: _Item, first: etree._Element, told: str) -> bool:
    """True of a bare arrow that went with a symbol or a pool of which a repair speaks."""
    if item.kind != "sequenceFlow" or item.name or item.text:
        return False
    ends = (first.get("id"), item.element.get("sourceRef"), item.element.get("targetRef"))
    return any(end and f"\n{end}\n" in told for end in ends if first is not item.element or end != item.key)


def _settings(item: _Item, told: str) -> list[str]:
    """What the attributes of an element said, short of what goes without saying."""
    if item.kind in _LISTS:
        return []
    return [
        f"{etree.QName(name).localname} = {value}"
        for name, value in item.attributes
        if name not in _OURS and not name.endswith(_POINTERS) and value not in _PLAIN and value not in told
    ]


def _foreign(gone: etree._Element) -> list[str]:
    """What settings of other tools said inside of an element."""
    found: list[str] = []
    for element in gone.iter(etree.Element):
        if not kind_of(element):
            said = (element.text, *(str(value) for value in element.attrib.values()))
            found += [words(part) for part in said if words(part)]
    return found


def _told(repairs: tuple[Repair, ...]) -> str:
    """Everything that the repairs say, to be searched."""
    return "\n" + "\n".join(f"{repair.element}\n{repair.name}\n{repair.words.en}" for repair in repairs)


def _is_told(item: _Item, told: str, values: set[str]) -> bool:
    """True if nothing of an element is lost in silence."""
    speaks = [part for part in (item.name, item.text) if part and part not in values]
    if any(part not in told for part in speaks):
        return False
    if speaks or item.kind.endswith(_MARKS):
        return True
    return not item.key or item.key in told
