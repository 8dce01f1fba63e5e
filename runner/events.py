"""The events of the audit log, and the chain that binds them.

Promise: an event row, once written, is read back by the reader of its own version for ever; released
readers are never changed, a new version gets a new one. An answer's value stands apart from its event,
which holds a salted commitment only, so that a lawful erasure can come without breaking the chain.
Never: a clock, an id or a salt made here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

import orjson

from runner.fact_readers import READERS
from runner.facts import Fact
from runner.model import ActorId, DefinitionKey, Json

_EPOCH_OFFSET = timedelta(0)


def moment_text(moment: datetime) -> str:
    """An aware moment as fixed-width UTC text: it sorts as time and reads back exactly."""
    if moment.utcoffset() != _EPOCH_OFFSET:
        raise ValueError(f"Expected a moment in UTC, but {moment!r} is not. Convert it with astimezone(UTC).")
    return moment.isoformat(timespec="microseconds")


def canonical(value: Any) -> bytes:
    """The one JSON text of a value: sorted keys, no blanks, UTF-8."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAnswer:
    """One value that stands apart from its event, with the salt of its commitment."""

    field: str
    salt: bytes
    value: str

    def commitment(self) -> str:
        """SHA-256 over a domain tag, the salt, the field's name and the value's JSON text."""
        named = self.field.encode()
        return hashlib.sha256(
            b"alur.answer.1\0" + self.salt + len(named).to_bytes(4) + named + self.value.encode()
        ).hexdigest()


def seal(values: Mapping[str, Json], *, entropy: bytes) -> tuple[SealedAnswer, ...]:
    """Every value with a salt of its own, drawn from ``entropy`` (32 random bytes, then forgotten)."""
    return tuple(
        SealedAnswer(
            field=name,
            salt=hashlib.sha256(entropy + b"\0" + name.encode()).digest()[:16],
            value=canonical(value).decode(),
        )
        for name, value in sorted(values.items())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of the audit log. ``previous`` is the hash of the event before it in its stream.

    ``recorded`` is the hash with which it was stored, if it was read: a fact of an older version is read into
    the shape of today, and would be hashed otherwise.
    """

    stream: str
    seq: int
    at: datetime
    actor: ActorId
    position: str
    capacity: str
    fact: Fact
    commitments: Mapping[str, str] = field(default_factory=dict)
    revision: tuple[DefinitionKey, int] | None = None
    engine: str = ""
    state_digest: str = ""
    previous: str = ""
    recorded: str = field(default="", compare=False)

    @property
    def hash(self) -> str:
        """The hash that the next event of the stream names."""
        return self.recorded or str(self.row()["hash"])

    def row(self) -> dict[str, Any]:
        """The columns of the event table, its hash included."""
        key, number = self.revision or (None, None)
        fact = _to_json(self.fact)
        columns: dict[str, Any] = {
            "stream": self.stream,
            "seq": self.seq,
            "kind": self.fact.KIND,
            "v": getattr(self.fact, "VERSION", 1),
            "at": moment_text(self.at),
            "actor": self.actor,
            "position": self.position,
            "capacity": self.capacity,
            "data": canonical({"fact": fact, "commitments": dict(self.commitments)}).decode(),
            "definition": key,
            "revision": number,
            "engine": self.engine,
            "state_digest": self.state_digest,
            "previous_hash": self.previous,
        }
        columns["hash"] = row_hash(columns)
        return columns


_HASHED = (
    "stream",
    "seq",
    "kind",
    "v",
    "at",
    "actor",
    "position",
    "capacity",
    "data",
    "definition",
    "revision",
    "engine",
    "state_digest",
    "previous_hash",
)


def row_hash(columns: Mapping[str, Any]) -> str:
    """The hash that the next event of the stream names: over every column, as stored."""
    return hashlib.sha256(b"alur.event.1\0" + orjson.dumps([columns[name] for name in _HASHED])).hexdigest()


def from_row(columns: Mapping[str, Any]) -> Event:
    """The event that ``row`` wrote. Raises KeyError for a kind and version nobody released."""
    data = orjson.loads(columns["data"])
    reader = READERS[(columns["kind"], columns["v"])]
    key = columns["definition"]
    return Event(
        stream=columns["stream"],
        seq=columns["seq"],
        at=datetime.fromisoformat(columns["at"]),
        actor=ActorId(columns["actor"]),
        position=columns["position"],
        capacity=columns["capacity"],
        fact=reader(data["fact"]),
        commitments=data["commitments"],
        revision=None if key is None else (DefinitionKey(key), columns["revision"]),
        engine=columns["engine"],
        state_digest=columns["state_digest"],
        previous=columns["previous_hash"],
        recorded=columns["hash"],
    )


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    if hasattr(value, "__dataclass_fields__"):
        return {item.name: _to_json(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {name: _to_json(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_to_json(item) for item in value]
    return value
