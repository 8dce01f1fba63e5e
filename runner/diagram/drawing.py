"""What a diagram file says, as frozen nouns without judgement.

Promise: everything that a check or the engine may need, with the line it stands on.
Never: XML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from runner.model import Problem

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A symbol that flows connect. ``scope`` is the sub-process it stands in, empty for the process."""

    id: str
    kind: str
    name: str
    line: int
    scope: str
    accepted: bool = True
    default: str = ""
    documentation: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    form_ref: str = ""
    form_key: str = ""
    form_binding: str = ""
    form_version: str = ""
    attached_to: str = ""

    @property
    def said(self) -> str:
        """How a message names it: by its name, else by its id."""
        return self.name or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """An arrow. ``sound`` is False where an end is missing or stands in another sub-process."""

    id: str
    name: str
    line: int
    scope: str
    source: str
    target: str
    condition: str | None = None
    language: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    sound: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A lane as drawn; ``parent`` is the lane around it, empty for none."""

    id: str
    name: str
    line: int
    parent: str
    leaf: bool
    members: tuple[str, ...]
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Where a symbol is drawn: x, y, width, height; None without readable bounds."""

    element: str
    line: int
    bounds: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """How an arrow is drawn: the number of its points."""

    element: str
    line: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One diagram file. ``found`` are the problems that reading itself came upon."""

    file: str
    key: str
    line: int
    name: str
    label: str
    properties: Mapping[str, str]
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    bands: tuple[Band, ...]
    shapes: Mapping[str, Shape]
    edges: Mapping[str, Edge]
    drawn: bool
    found: tuple[Problem, ...]
