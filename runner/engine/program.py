"""A diagram made ready to run: read once, checked, cached by revision, never changed by the cases on it.

The bytes come from the gate, which explains to an author what is wrong with a drawing. What is refused here
is refused once more, in few words, so that nothing but what we can run ever reaches the library. Its own
script engine, its y coordinates and its data objects never take part.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any, Final

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.exceptions import SpiffWorkflowException

from runner import expressions
from runner.engine import texts
from runner.engine.symbols import SYMBOLS, InclusiveGateway, Join
from runner.errors import DiagramFailed, ExpressionRefused
from runner.expressions import Expression

MAX_BYTES: Final = 2_000_000
#: Sub-processes inside one another; no drawing that people can read comes near.
MAX_DEPTH: Final = 20
CACHED: Final = 128

_BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
#: Part of a drawing, but not of what runs; taken out before the library sees it.
_SILENT: Final = frozenset(
    _BPMN + name
    for name in (
        "association", "category", "collaboration", "documentation", "extensionElements", "group", "incoming",
        "laneSet", "outgoing", "textAnnotation",
    )
)  # fmt: skip
_RESERVED: Final = frozenset({"Start", "End", "StartEventSplit", "StartEventJoin"})
_RESERVED_ENDS: Final = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin")
_CHOOSE: Final = frozenset({_BPMN + "exclusiveGateway", _BPMN + "inclusiveGateway"})
_SEVERAL_WAYS_OUT: Final = _CHOOSE | {_BPMN + "parallelGateway", _BPMN + "startEvent"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """A diagram ready to run. ``tasks`` and ``joins`` are its elements where tokens can rest."""

    key: str
    process: Any
    inner: Mapping[str, Any]
    conditions: Mapping[str, Expression]
    tasks: frozenset[str]
    joins: frozenset[str]


_cache: OrderedDict[str, Program] = OrderedDict()
_cache_lock: Final = Lock()


def load(executable: bytes, *, key: str) -> Program:
    """The program of this executable; ``key`` names its content, and a known key is not read again.

    Raises DiagramFailed if the diagram cannot be run.
    """
    with _cache_lock:
        if (program := _cache.get(key)) is not None:
            _cache.move_to_end(key)
            return program
    program = read(executable, key=key)
    with _cache_lock:
        # another thread may have been faster; then all go on with one program
        program = _cache.setdefault(key, program)
        while len(_cache) > CACHED:
            _cache.popitem(last=False)
    return program


def read(executable: bytes, *, key: str) -> Program:
    """The program of this executable, read afresh. Raises DiagramFailed if the diagram cannot be run."""
    root = _root(executable)
    processes = root.findall(f".//{_BPMN}process")
    if len(processes) != 1:
        raise DiagramFailed("", texts.not_one_process(len(processes)))
    _require_own_ids(root)
    conditions = _checked(processes[0])
    # a fresh parser each time: the library's remembers documents by their address in memory
    parser = _Parser()
    try:
        parser.add_bpmn_xml(root, key)
        process = parser.get_spec(processes[0].get("id"))
        inner = parser.get_subprocess_specs(process.name)
        levels = [process, *inner.values()]
        symbols = [symbol for level in levels for symbol in level.task_specs.values() if symbol.bpmn_id]
        for symbol in symbols:
            symbol.test()
    except RecursionError as exc:
        raise DiagramFailed("", texts.too_large()) from exc
    except (
        SpiffWorkflowException,
        ValidationException,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ) as exc:
        raise DiagramFailed(str(getattr(exc, "id", None) or ""), texts.broken()) from exc
    for symbol in symbols:
        if isinstance(symbol, InclusiveGateway):
            symbol.reach = {source: _reaching(symbol, source) for source in symbol._inputs}
    return Program(
        key=key,
        process=process,
        inner=inner,
        conditions=conditions,
        tasks=frozenset(symbol.name for symbol in symbols if symbol.manual),
        joins=frozenset(symbol.name for symbol in symbols if isinstance(symbol, Join)),
    )


def _root(executable: bytes) -> etree._Element:
    """The hardened root, without comments and without what does not run."""
    if len(executable) > MAX_BYTES:
        raise DiagramFailed("", texts.forbidden_markup())
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(executable, parser)
    except (etree.LxmlError, ValueError) as exc:
        raise DiagramFailed("", texts.unreadable()) from exc
    if root.getroottree().docinfo.internalDTD is not None:
        raise DiagramFailed("", texts.forbidden_markup())
    for element in list(root.iter(etree.Element)):
        parent = element.getparent()
        if parent is not None and (element.tag in _SILENT or not element.tag.startswith(_BPMN)):
            parent.remove(element)
    return root


def _require_own_ids(root: etree._Element) -> None:
    ids = Counter(id_ for element in root.iter() if (id_ := element.get("id")))
    for id_, count in ids.items():
        if count > 1 or id_ in _RESERVED or id_.endswith(_RESERVED_ENDS):
            raise DiagramFailed(id_, texts.reserved_id())


def _checked(level: etree._Element, *, depth: int = 0) -> dict[str, Expression]:
    """The conditions of this level and of those inside it, by their text. Raises DiagramFailed."""
    if depth > MAX_DEPTH:
        raise DiagramFailed(level.get("id") or "", texts.too_large())
    symbols: dict[str, etree._Element] = {}
    flows: list[etree._Element] = []
    for element in level:
        id_ = element.get("id") or ""
        if element.tag == _BPMN + "sequenceFlow":
            flows.append(element)
        elif (tag := element.tag.removeprefix(_BPMN)) not in SYMBOLS or _is_special(element):
            raise DiagramFailed(id_, texts.unknown_symbol(tag))
        elif not id_:
            raise DiagramFailed("", texts.reserved_id())
        else:
            symbols[id_] = element
    _require_shape(level, symbols, flows)
    conditions = _conditions(symbols, flows)
    for element in symbols.values():
        if element.tag == _BPMN + "subProcess":
            conditions |= _checked(element, depth=depth + 1)
    return conditions


def _is_special(element: etree._Element) -> bool:
    """True for a symbol with a mark inside that we do not run: a timer, a multi-instance, an event."""
    if element.tag == _BPMN + "subProcess":
        return element.get("triggeredByEvent") in ("true", "1")
    return len(element) > 0


def _require_shape(
    level: etree._Element, symbols: Mapping[str, etree._Element], flows: list[etree._Element]
) -> None:
    starts = [id_ for id_, element in symbols.items() if element.tag == _BPMN + "startEvent"]
    if len(starts) != 1:
        raise DiagramFailed(level.get("id") or "", texts.start_and_ways_out())
    if not any(element.tag == _BPMN + "endEvent" for element in symbols.values()):
        raise DiagramFailed(level.get("id") or "", texts.no_end_drawn())
    out = Counter(flow.get("sourceRef") for flow in flows)
    for flow in flows:
        source, target = symbols.get(flow.get("sourceRef") or ""), symbols.get(flow.get("targetRef") or "")
        if source is None or target is None:
            raise DiagramFailed(flow.get("id") or "", texts.loose_flow())
        several = out[source.get("id")] > 1 and source.tag not in _SEVERAL_WAYS_OUT
        if several or source.tag == _BPMN + "endEvent" or target.get("id") == starts[0]:
            raise DiagramFailed(source.get("id") or "", texts.start_and_ways_out())
    _require_reachable(starts[0], symbols, flows)


def _require_reachable(
    start: str, symbols: Mapping[str, etree._Element], flows: list[etree._Element]
) -> None:
    # the library leaves out what it does not reach, and with it a branch that a join should wait for
    following: dict[str, list[str]] = {}
    for flow in flows:
        following.setdefault(flow.get("sourceRef") or "", []).append(flow.get("targetRef") or "")
    reached, ahead = {start}, [start]
    while ahead:
        new = [id_ for id_ in following.get(ahead.pop(), []) if id_ not in reached]
        reached.update(new)
        ahead += new
    for id_ in symbols:
        if id_ not in reached:
            raise DiagramFailed(id_, texts.unreachable())


def _conditions(symbols: Mapping[str, etree._Element], flows: list[etree._Element]) -> dict[str, Expression]:
    found: dict[str, Expression] = {}
    out = Counter(flow.get("sourceRef") for flow in flows)
    for flow in flows:
        id_, source = flow.get("id") or "", symbols[flow.get("sourceRef") or ""]
        text = flow.findtext(f"{_BPMN}conditionExpression")
        if text is not None and source.tag not in _CHOOSE:
            raise DiagramFailed(id_, texts.misplaced_condition())
        if text is None:
            if source.tag in _CHOOSE and source.get("default") != id_ and out[source.get("id")] > 1:
                raise DiagramFailed(id_, texts.missing_condition())
            continue
        try:
            found[text] = expressions.parse(text)
        except ExpressionRefused as exc:
            raise DiagramFailed(id_, texts.bad_condition(exc.what)) from exc
    return found


def _reaching(join: InclusiveGateway, source: str) -> frozenset[str]:
    """The symbols from which a token can come to ``source`` without passing ``join``, itself included."""
    reached: set[str] = set()
    ahead = [source]
    while ahead:
        name = ahead.pop()
        if name != join.name and name not in reached:
            reached.add(name)
            ahead += join._wf_spec.task_specs[name]._inputs
    return frozenset(reached)


class _ProcessParser(ProcessParser):
    """The library's, made to know all symbols before it connects them: its recursion finds nothing to do."""

    def add_tasks(self) -> None:
        readers = []
        for node in self.node:
            reader_class, symbol_class = self.parser._get_parser_class(node.tag)
            if reader_class is not None:
                reader = reader_class(self, symbol_class, node, self.nsmap, lane=self.lane)
                reader.create_task = partial(_itself, reader.create_task())
                readers.append(reader)
        for reader in readers:
            reader.parse_node()


def _itself(symbol: Any) -> Any:
    return symbol


class _Parser(BpmnParser):
    """The library's, with our symbols, and blind to lanes and coordinates: conditions keep document order."""

    PROCESS_PARSER_CLASS = _ProcessParser
    OVERRIDE_PARSER_CLASSES: Final = {
        _BPMN + name: (BpmnParser.PARSER_CLASSES[_BPMN + name][0], symbol) for name, symbol in SYMBOLS.items()
    }

    def _get_parser_class(self, tag: str) -> tuple[Any, Any]:
        return self.OVERRIDE_PARSER_CLASSES.get(tag, (None, None))

    def _add_diagram_indexes(self, bpmn: etree._Element) -> None:
        document = self._document_key(bpmn)
        self.document_lanes[document], self.document_positions[document] = {}, {}
