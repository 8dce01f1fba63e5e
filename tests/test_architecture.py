"""The nevers of the house. Each test names every place that breaks its rule.

A new module of ``runner`` must be put into CORE or SHELL here: that is a decision, not a detail.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parent.parent

#: Pure: moments, ids and seeds come in as arguments.
CORE = {
    "activities",
    "agency",
    "asking",
    "authority",
    "comparison",
    "definition_history",
    "diagram",
    "draft_pages",
    "drafting_texts",
    "drawing",
    "editing_pages",
    "editing_texts",
    "dry_run",
    "engine",
    "error_texts",
    "errors",
    "events",
    "expressions",
    "fact_readers",
    "facts",
    "forms",
    "history",
    "importing",
    "kept_text",
    "layout",
    "lifecycle",
    "migration",
    "model",
    "named_answers",
    "outcomes",
    "pages",
    "paths",
    "proof_texts",
    "registry",
    "replay",
    "revision",
    "seeking",
    "samples",
    "sheet",
    "snapshot",
    "sop_table",
    "upload_texts",
    "working_time",
}

#: Reads clocks, files and the database, and calls the core.
SHELL = {
    "bench",
    "catalogue",
    "command_line",
    "command_session",
    "comparing",
    "comparison_commands",
    "declaring",
    "delivering",
    "demo",
    "draft_reading",
    "drafting",
    "drawing_commands",
    "due_moments",
    "editing",
    "folders",
    "freezing",
    "holiday_calendar",
    "home",
    "importing_commands",
    "installation",
    "judging",
    "listing",
    "logins",
    "migrating_cases",
    "migration_commands",
    "migration_fates",
    "migration_ways",
    "migrations",
    "passwords",
    "paths_commands",
    "people",
    "people_commands",
    "proving",
    "publishing",
    "reading",
    "registers",
    "revision_commands",
    "runner",
    "sheet_commands",
    "sheet_printing",
    "shell",
    "shipped",
    "sop_commands",
    "staff",
    "store",
    "table_files",
    "table_template",
    "table_template_texts",
    "tables",
    "taking_in",
    "token_commands",
    "tokens",
    "trial",
    "trying",
    "trying_commands",
    "trying_wishes",
    "uploading",
    "uploads",
    "verifying",
    "walker",
    "work",
    "work_commands",
}

#: Where people read: the only modules that other modules of webui may import.
SHARED_BY_PAGES = {"texts", "form_fields", "login", "moments"}

#: They put the pages together, so they see all of them.
WEB_ROOTS = {"__init__", "bench", "command_line"}


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The module or folder directly below ``runner`` or ``webui``."""
        return self.path.relative_to(ROOT).parts[1].removesuffix(".py")

    def at(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 0)}"

    def imports(self) -> Iterator[tuple[ast.AST, str]]:
        """Every imported name, dotted and whole: ``from a import b`` gives ``a.b``."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.at(node)}: imports are absolute"
                yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


@cache
def sources(package: str) -> tuple[Source, ...]:
    """Every Python file of a package."""
    return tuple(
        Source(path, ast.parse(path.read_text(encoding="utf-8"), filename=str(path)))
        for path in sorted((ROOT / package).rglob("*.py"))
        if "node_modules" not in path.parts and "browser" not in path.parts
    )


def core() -> Iterator[Source]:
    # a program of its own, which ``alur bench`` starts and nothing imports
    alone = "runner/engine/stock.py"
    return (source for source in sources("runner") if source.room in CORE and source.name != alone)


def imported(package: str, forbidden: str, *, but: str = r"^$") -> list[str]:
    """Places where ``package`` imports what matches ``forbidden``, in files that do not match ``but``."""
    return [
        f"{source.at(node)} imports {name}"
        for source in sources(package)
        if not re.search(but, source.name)
        for node, name in source.imports()
        if re.match(forbidden, name)
    ]


def test_runner_knows_nothing_of_the_web() -> None:
    assert imported("runner", r"(flask|werkzeug|jinja2|wtforms|waitress|webui)\b|flask_") == []


def test_webui_knows_only_the_front_door_of_runner() -> None:
    # the group of commands that it extends, and the half of the bench that is below the web
    pairs = r"webui/(command_line|bench)\.py"
    inside = [
        f"{source.at(node)} imports from inside runner: {node.module}"
        for source in sources("webui")
        if not re.search(pairs, source.name)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("runner.")
    ]
    assert inside == []
    assert imported("webui", r"(sqlalchemy|SpiffWorkflow|psycopg|sqlite3|lxml|alembic)\b") == []


def test_the_bpmn_engine_is_imported_in_one_folder() -> None:
    assert imported("runner", r"SpiffWorkflow\b", but=r"^runner/engine/") == []


def test_sql_lives_in_the_store_the_tables_and_the_migrations() -> None:
    homes = r"^runner/(store/|store\.py|tables\.py|migrations/)"
    assert imported("runner", r"(sqlalchemy|psycopg|sqlite3|alembic)\b", but=homes) == []


def test_xml_is_read_by_the_diagram_the_import_and_the_engine_only() -> None:
    assert imported("runner", r"(lxml|xml)\b", but=r"^runner/(diagram|engine|importing)/") == []


def test_every_room_of_runner_is_core_or_shell() -> None:
    rooms = {source.room for source in sources("runner")} - {"__init__"}
    assert rooms - CORE - SHELL == set()
    assert not CORE & SHELL


def test_core_never_imports_shell() -> None:
    broken = [
        f"{source.at(node)} imports {name}"
        for source in core()
        for node, name in source.imports()
        if name.startswith("runner.") and name.split(".")[1] in SHELL
    ]
    assert broken == []


IMPURE_CALLS = re.compile(
    r"^(now|today|utcnow|uuid1|uuid4|open|getenv|time_ns|monotonic|perf_counter|urandom|token_hex|token_bytes|token_urlsafe"
    r"|read_text|read_bytes|write_text|write_bytes|input|print)$"
)
IMPURE_MODULES = re.compile(r"(os|pathlib|io|time|random|secrets|socket|subprocess|tempfile|urllib)\b")


def test_core_reads_no_clock_no_file_no_chance_and_no_environment() -> None:
    broken = []
    for source in core():
        broken += [
            f"{source.at(node)} imports {name}"
            for node, name in source.imports()
            if IMPURE_MODULES.match(name)
        ]
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                if IMPURE_CALLS.match(name):
                    broken.append(f"{source.at(node)} calls {name}()")
            if isinstance(node, ast.Attribute) and node.attr == "environ":
                broken.append(f"{source.at(node)} reads environ")
    assert broken == []


def test_nothing_outside_the_store_commits() -> None:
    broken = [
        f"{source.at(node)} calls .{node.func.attr}()"
        for package in ("runner", "webui")
        for source in sources(package)
        if not re.search(r"^runner/(store/|store\.py|migrations/)", source.name)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    ]
    assert broken == []


def test_no_code_updates_or_deletes_events() -> None:
    broken = []
    for source in sources("runner"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"update", "delete"}:
                table = ast.unparse(node.args[0]) if node.args else ""
                if table.split(".")[-1] == "events":
                    broken.append(f"{source.at(node)} {ast.unparse(node.func)}s events")
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                statement = re.search(
                    r"\b(UPDATE|DELETE\s+FROM|TRUNCATE)\s+events\s+(SET|WHERE)\b", node.value, re.I
                )
                if statement:
                    broken.append(f"{source.at(node)} says {statement.group()}")
    assert broken == []


def test_pages_do_not_import_each_other() -> None:
    broken = []
    for source in sources("webui"):
        if source.room in WEB_ROOTS:
            continue
        for node, name in source.imports():
            parts = name.split(".")
            if parts[0] == "webui" and parts[1] not in SHARED_BY_PAGES | {source.room}:
                broken.append(f"{source.at(node)} imports {name}")
    assert broken == []


def test_nothing_imports_the_tests() -> None:
    assert [place for package in ("runner", "webui") for place in imported(package, r"tests\b")] == []


def test_every_module_begins_with_its_promise() -> None:
    silent = [
        source.name
        for package in ("runner", "webui")
        for source in sources(package)
        if source.tree.body and not ast.get_docstring(source.tree)
    ]
    assert silent == []


def test_no_module_is_named_for_want_of_a_noun() -> None:
    names = re.compile(r"(^|_)(utils?|helpers?|managers?|services?|base|common|misc)$")
    named = [
        source.name
        for package in ("runner", "webui")
        for source in sources(package)
        if names.search(source.path.stem)
    ]
    assert named == []


def test_no_handler_swallows_whatever_comes() -> None:
    broken = [
        f"{source.at(node)} catches {ast.unparse(node.type) if node.type else 'everything'}"
        for package in ("runner", "webui")
        for source in sources(package)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or {"Exception", "BaseException"} & set(re.findall(r"\w+", ast.unparse(node.type)))
        )
        # to tidy up and raise again, or to give a library's error our name, swallows nothing
        and not isinstance(node.body[-1], ast.Raise)
        # the child that tries a hostile diagram: whatever happens there is its verdict
        and source.name != "runner/trial.py"
    ]
    assert broken == []


def test_bpmn_and_forms_hold_no_code() -> None:
    kinds = {
        path.suffix
        for folder in ("bpmn", "forms")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.parent != ROOT / "bpmn" / ".camunda" / "element-templates"
    }
    assert kinds <= {".bpmn", ".form", ".toml", ".md"}


def ids_of_the_data() -> set[str]:
    """Every process, element, flow and form id of the shipped SOPs."""
    model = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
    ids = {
        element.attrib["id"]
        for file in (ROOT / "bpmn").rglob("*.bpmn")
        for element in ElementTree.parse(file).iter()  # noqa: S314 - our own files
        if element.tag.startswith(model) and "id" in element.attrib
    }
    return ids | {
        json.loads(file.read_text(encoding="utf-8"))["id"] for file in (ROOT / "forms").glob("*.form")
    }


def test_no_id_of_a_shipped_diagram_or_form_occurs_in_code() -> None:
    ids = ids_of_the_data()
    assert ids, "expected shipped SOPs"
    broken = [
        f"{source.at(node)} names {node.value!r}"
        for package in ("runner", "webui")
        for source in sources(package)
        if not source.path.stem.endswith("texts")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ids
    ]
    for script in (ROOT / "webui" / "static").glob("*.js"):
        literals = set(re.findall(r"""["'`]([^"'`\n]+)["'`]""", script.read_text(encoding="utf-8")))
        broken += [f"{script.name} names {literal!r}" for literal in sorted(literals & ids)]
    assert broken == []


@pytest.mark.parametrize(
    "program", ["", "def f():\n    return open('x')\n", "from datetime import datetime\ndatetime.now()\n"]
)
def test_these_rules_see_what_they_forbid(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(ROOT / "runner" / "model.py", ast.parse(program))
    monkeypatch.setitem(globals(), "sources", lambda _: (source,))
    if not program:
        test_core_reads_no_clock_no_file_no_chance_and_no_environment()
        return
    with pytest.raises(AssertionError):
        test_core_reads_no_clock_no_file_no_chance_and_no_environment()
