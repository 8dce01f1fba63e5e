"""Words with ``{{path}}`` places, and Markdown without HTML. What comes out is safe to print."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from runner.forms.feel import RESERVED, Scope
from runner.forms.json_values import UNDEFINED, text_of

_PLACE: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_PATH: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_TAG: Final = re.compile(r"<[A-Za-z/!?][^<>\n]{0,40}")
_AUTOLINK: Final = re.compile(r"<(?:https?://|mailto:)")


def refusals(template: str) -> list[str]:
    """Every part of ``template`` that is more than words and paths."""
    if template.startswith("="):
        return [template[:40]]
    wrong = [found[0][:40] for found in _PLACE.finditer(template) if not _is_path(found[1].strip())]
    rest = _PLACE.sub("", template)
    return wrong + [mark for mark in ("{{", "}}") if mark in rest]


def _is_path(text: str) -> bool:
    return bool(_PATH.fullmatch(text)) and not any(part in RESERVED for part in text.split("."))


def tags(text: str) -> list[str]:
    """Every HTML tag that stands in a text."""
    return [found[0] for found in _TAG.finditer(text) if not _AUTOLINK.match(found[0])]


def filled(template: str, scope: Scope) -> str:
    """The words with every place filled in from what ``scope`` sees; empty where there is nothing."""
    if "{{" not in template:
        return template
    return _PLACE.sub(lambda found: _said(found[1].strip(), scope), template)


def markdown(template: str, scope: Scope) -> str:
    """The text as safe HTML; what is filled in is never read as Markdown."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(escape(_said(found[1].strip(), scope)))
        return f"\x00{len(kept) - 1}\x00"

    source = _PLACE.sub(keep, template.replace("\x00", ""))
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], _blocks(source))


def _said(path: str, scope: Scope) -> str:
    names = path.split(".")
    value = scope.named(names[0])
    for name in names[1:]:
        value = value.get(name) if isinstance(value, dict) else None
    if value is None or value is UNDEFINED or isinstance(value, dict):
        return ""
    return ", ".join(map(text_of, value)) if isinstance(value, list) else text_of(value)


def _blocks(source: str) -> str:
    found: list[str] = []
    for block in re.split(r"\n[ \t]*\n", source.replace("\r\n", "\n").strip("\n")):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        while lines:
            found.append(_block(lines))
    return "\n".join(found)


_ITEM: Final = re.compile(r"(?:[-*+]|(\d{1,9})[.)])[ \t]+(.*)")
_HEADING: Final = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*")
_RULE: Final = re.compile(r"(?:-{3,}|\*{3,}|_{3,})")


def _block(lines: list[str]) -> str:
    """One block, taken off the front of ``lines``."""
    first = lines[0]
    if _RULE.fullmatch(first):
        lines.pop(0)
        return "<hr>"
    if heading := _HEADING.fullmatch(first):
        lines.pop(0)
        # the page has the first two levels for itself
        level = min(6, len(heading[1]) + 2)
        return f"<h{level}>{_inline(heading[2])}</h{level}>"
    if item := _ITEM.fullmatch(first):
        numbered = item[1] is not None
        items: list[str] = []
        while lines and (item := _ITEM.fullmatch(lines[0])) and (item[1] is not None) == numbered:
            items.append(f"<li>{_inline(item[2])}</li>")
            lines.pop(0)
        tag = "ol" if numbered else "ul"
        return f"<{tag}>{''.join(items)}</{tag}>"
    quoted = first.startswith(">")
    taken: list[str] = []
    while lines and not any(rule.fullmatch(lines[0]) for rule in (_RULE, _HEADING, _ITEM)):
        if lines[0].startswith(">") != quoted:
            break
        taken.append(lines.pop(0).lstrip("> ") if quoted else lines.pop(0))
    body = "<br>".join(map(_inline, taken))
    return f"<blockquote><p>{body}</p></blockquote>" if quoted else f"<p>{body}</p>"


_INLINE: Final = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\[(?P<words>[^\[\]\n]{1,300})\]\((?P<to>(?:https?://|mailto:)[^\s()<>\"']{1,500})\)"
    r"|<(?P<auto>(?:https?://|mailto:)[^\s<>\"']{1,500})>"
    r"|\*\*(?P<strong>[^*\n]{1,1000})\*\*|__(?P<strong2>[^_\n]{1,1000})__"
    r"|\*(?P<em>[^*\n]{1,1000})\*|(?<!\w)_(?P<em2>[^_\n]{1,1000})_(?!\w)"
    r"|\\(?P<plain>[\\`*_{}\[\]()#+.!<>-])"
)


def _inline(text: str) -> str:
    found: list[str] = []
    at = 0
    for match in _INLINE.finditer(text):
        found.append(escape(text[at : match.start()]))
        found.append(_marked(match))
        at = match.end()
    found.append(escape(text[at:]))
    return "".join(found)


def _marked(match: re.Match[str]) -> str:
    if (code := match["code"]) is not None:
        return f"<code>{escape(code)}</code>"
    if match["to"] is not None or match["auto"] is not None:
        to = match["to"] or match["auto"]
        shown = _inline(match["words"]) if match["words"] else escape(to)
        return f'<a href="{escape(to)}" rel="noopener noreferrer">{shown}</a>'
    if strong := match["strong"] or match["strong2"]:
        return f"<strong>{_inline(strong)}</strong>"
    if emphasis := match["em"] or match["em2"]:
        return f"<em>{_inline(emphasis)}</em>"
    return escape(match["plain"])
