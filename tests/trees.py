"""Trees of XML with branches taken off, doubled, grafted and renamed: still XML, no longer sense."""

from __future__ import annotations

import copy
from random import Random

from lxml import etree

_REFERRING = ("id", "sourceRef", "targetRef", "default", "name", "attachedToRef", "processRef", "bpmnElement")


def tree_changed(content: bytes, chance: Random) -> bytes:
    """The same file with up to eight such changes; what is no XML stays as it is."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return content
    for _ in range(chance.randint(1, 8)):
        elements = [one for one in root.iter("{*}*") if one.getparent() is not None]
        if len(elements) < 3:
            break
        _change(chance.choice(elements), chance.choice(elements), chance)
    return etree.tostring(root)


def _change(one: etree._Element, other: etree._Element, chance: Random) -> None:
    parent = one.getparent()
    names = list(one.attrib)
    match chance.randrange(8):
        case 0 if parent is not None:
            parent.remove(one)
        case 1:
            other.append(copy.deepcopy(one))
        case 2 if names:
            del one.attrib[chance.choice(names)]
        case 3:
            shared = [str(name) for name in names if other.get(str(name)) is not None]
            if shared:
                name = chance.choice(shared)
                one.set(name, other.get(name) or "")
        case 4:
            one.tag = other.tag
        case 5 if one is not other and one not in other.iterancestors():
            other.addnext(one)
        case 6:
            one.text = other.get("id") or "x"
        case _:
            one.set(chance.choice(_REFERRING), other.get("id") or "")
