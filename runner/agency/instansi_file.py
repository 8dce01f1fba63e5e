"""``instansi.toml``, read with every problem at once and written back. Never opens a file itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

import tomlkit

from runner.agency import texts
from runner.agency.hours_tables import override_table, read_overrides, read_week, week_table
from runner.agency.lanes import folded, names_of
from runner.agency.offices import Agency
from runner.agency.sheet import Path, Sheet
from runner.errors import DiagramRefused
from runner.model import APPLICANT, AgencyCode, Duty, Position, PositionCode
from runner.working_time import ZONES

_LARGEST: Final = 256 * 1024
_SYNTAX: Final = re.compile(r"(.*) \(at (?:line ([0-9]+), column [0-9]+|end of document)\)", re.DOTALL)

#: Words that mean something else wherever a position's code can stand (in events, in account names).
_RESERVED: Final = frozenset({APPLICANT, "admin", *(duty.value for duty in Duty)})

#: People write WITA; the web pages need the name of the zone database.
_ZONES: Final = {
    "wib": "Asia/Jakarta",
    "wita": "Asia/Makassar",
    "wit": "Asia/Jayapura",
    **{name.casefold(): name for name in ZONES if "/" in name},
}
_KEYS: Final = ("kode", "nama", "zona", "empat_mata", "jam_kerja", "jabatan", "pengecualian")
_POSITION_KEYS: Final = ("kode", "nama", "alias", "luar", "diwakili")
_ALIAS: Final = 'alias = ["KADIS", "Kepala Dinas"]'


def read(content: bytes, *, file: str) -> Agency:
    """The agency that ``content`` describes. Raises DiagramRefused with every problem and its line."""
    sheet, table = _parsed(content, file=file)
    sheet.refuse_unknown_keys(table, (), _KEYS)
    code = sheet.has(table, ("kode",), example='kode = "contoh"') and sheet.code(table["kode"], ("kode",))
    name = _name(sheet, table, (), example='nama = "Dinas Contoh"')
    zone = _zone(sheet, table)
    four_eyes = sheet.flag(table, ("empat_mata",))
    week = read_week(sheet, table.get("jam_kerja", {}))
    positions = _positions(sheet, table.get("jabatan", []))
    overrides = read_overrides(sheet, table.get("pengecualian", []), week)
    if sheet.problems:
        raise DiagramRefused(sheet.in_order())
    return Agency(
        code=AgencyCode(str(code)),
        name=name,
        zone=zone,
        hours=week.hours,
        positions=positions,
        overrides=overrides,
        four_eyes=four_eyes,
    )


def write(agency: Agency) -> bytes:
    """``agency`` as ``instansi.toml``; reading it gives an equal agency."""
    document: dict[str, Any] = {
        "kode": agency.code,
        "nama": agency.name,
        "zona": agency.zone,
        **({"empat_mata": True} if agency.four_eyes else {}),
        "jam_kerja": week_table(agency.hours),
        "jabatan": [_position_table(position) for position in agency.positions],
    }
    if agency.overrides:
        document["pengecualian"] = [override_table(override) for override in agency.overrides]
    return tomlkit.dumps(document).encode()


def _parsed(content: bytes, *, file: str) -> tuple[Sheet, dict[str, Any]]:
    unread = Sheet("", file=file)
    if len(content) > _LARGEST:
        raise DiagramRefused([unread.problem("too_large", (), texts.TOO_LARGE)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DiagramRefused([unread.problem("utf8", (), texts.NOT_UTF8, line=line)]) from None
    try:
        return Sheet(text, file=file), tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # a value too deep or too long for Python comes without a line
        parts = _SYNTAX.fullmatch(str(error))
        line = int(parts[2]) if parts and parts[2] else len(text.rstrip().split("\n"))
        said = texts.not_toml(parts[1] if parts else str(error))
        raise DiagramRefused([unread.problem("toml", (), said, line=line)]) from None


def _name(sheet: Sheet, table: Mapping[str, Any], path: Path, *, example: str) -> str:
    path = (*path, "nama")
    return (
        sheet.words(table["nama"], path, example=example) if sheet.has(table, path, example=example) else ""
    )


def _zone(sheet: Sheet, table: Mapping[str, Any]) -> str:
    example = 'zona = "WITA"'
    if not sheet.has(table, ("zona",), example=example):
        return ""
    zone = _ZONES.get(str(table["zona"]).casefold(), "")
    if not zone:
        sheet.wrong(
            ("zona",), ("salah satu zona WIB, WITA, atau WIT", "one of the zones WIB, WITA and WIT"), example
        )
    return zone


def _positions(sheet: Sheet, value: object) -> tuple[Position, ...]:
    if value == []:
        sheet.refuse("no_positions", (), texts.NO_POSITIONS)
    tables = sheet.tables(value, "jabatan")
    positions = tuple(_position(sheet, table, ("jabatan", number)) for number, table in enumerate(tables))
    _refuse_shared(sheet, positions)
    inside = {position.code for position in positions if not position.external}
    for number, position in enumerate(positions):
        if position.represented_by is not None and position.represented_by not in inside:
            path = ("jabatan", number, "diwakili")
            sheet.refuse("representative", path, texts.representative_unknown(position.represented_by))
    return positions


def _position(sheet: Sheet, table: Mapping[str, Any], path: Path) -> Position:
    sheet.refuse_unknown_keys(table, path, _POSITION_KEYS)
    at = (*path, "kode")
    code = sheet.code(table["kode"], at) if sheet.has(table, at, example='kode = "kadis"') else ""
    if code in _RESERVED:
        sheet.refuse("reserved", at, texts.reserved_code(code))
    title = _name(sheet, table, path, example='nama = "Kepala Dinas"')
    at = (*path, "alias")
    aliases = table.get("alias", [])
    if not isinstance(aliases, list):
        sheet.wrong(at, ("daftar nama lajur", "a list of lane names"), _ALIAS)
        aliases = []
    names = [sheet.words(name, at, example=_ALIAS) for name in aliases]
    external = sheet.flag(table, (*path, "luar"))
    at = (*path, "diwakili")
    represented_by = PositionCode(sheet.code(table["diwakili"], at)) if "diwakili" in table else None
    if external and represented_by is None:
        sheet.refuse("representative", path, texts.representative_missing(title or code))
    if represented_by is not None and not external:
        sheet.refuse("representative", at, texts.representative_not_external(title or code))
    return Position(
        code=PositionCode(code),
        title=title,
        aliases=tuple(dict.fromkeys(name for name in names if name)),
        external=external,
        represented_by=represented_by or None,
    )


def _refuse_shared(sheet: Sheet, positions: tuple[Position, ...]) -> None:
    """No two positions share a code, or a name that a lane could carry."""
    codes: set[str] = set()
    owners: dict[str, int] = {}
    for number, position in enumerate(positions):
        path: Path = ("jabatan", number)
        if position.code and position.code in codes:
            sheet.refuse("code_twice", (*path, "kode"), texts.code_twice(position.code))
        codes.add(position.code)
        for name in filter(None, names_of(position)):
            at = (*path, "alias" if name in position.aliases else "nama")
            if not folded(name):
                sheet.refuse("name_empty", at, texts.name_empty(name))
                continue
            owner = positions[owners.setdefault(folded(name), number)]
            if owner.code != position.code:
                sheet.refuse("name_shared", at, texts.name_shared(name, owner.title or owner.code))


def _position_table(position: Position) -> dict[str, Any]:
    table: dict[str, Any] = {"kode": position.code, "nama": position.title}
    if position.aliases:
        table["alias"] = list(position.aliases)
    if position.external:
        table["luar"] = True
    if position.represented_by:
        table["diwakili"] = position.represented_by
    return table
