"""What README.md and --help promise is there; the words of the glossary are the words of the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

#: One word, one thing: in code, on the screen, and the words that would mean the same and are not used.
GLOSSARY = {
    "definition": ("SOP", ("workflow",)),
    "revision": ("Revisi", ()),
    "deployment": ("Penerbitan", ()),
    "draft": ("Konsep", ()),
    "publish": ("Terbit", ("deploy",)),
    "retire": ("Cabut", ()),
    "case": ("Berkas", ("ticket",)),
    "task": ("Tugas", ("workitem", "work_item")),
    "lane": ("Pelaksana", ("swimlane",)),
    "position": ("Jabatan", ()),
    "appointment": ("Pemangku", ("incumbency",)),
    "outcome": ("Keputusan", ()),
    "actor": ("Pegawai", ()),
    "agency": ("Instansi", ("tenant",)),
    "inbox": ("Kotak masuk", ("worklist",)),
    "claim": ("Ambil", ()),
    "release": ("Lepas", ()),
    "complete": ("Kirim", ()),
    "form": ("Formulir", ()),
    "answers": ("Jawaban", ("payload",)),
    "due": ("Batas waktu", ("deadline",)),
    "overdue": ("Terlambat", ()),
    "event": ("Peristiwa", ()),
    "history": ("Riwayat", ("journal",)),
    "verify": ("Periksa keutuhan", ()),
    "cancel": ("Batalkan", ("abort",)),
}

#: The verbs of an installation, beside ``serve`` and ``bench``.
VERBS = {
    "publish", "validate", "retire", "export", "verify", "start", "claim", "release", "save-draft",
    "complete", "cancel", "inbox", "case", "cases", "definitions", "register", "appoint",
    "end-appointment", "grant", "revoke", "disable", "enable", "reset-password", "serve", "bench",
}  # fmt: skip


@pytest.fixture(scope="module")
def alur() -> click.Group:
    """The console script's group."""
    from webui import command_line

    group = vars(command_line)["alur"]
    assert isinstance(group, click.Group)
    return group


def test_help_shows_every_verb(alur: click.Group) -> None:
    shown = CliRunner().invoke(alur, ["--help"])
    assert shown.exit_code == 0
    listed = set(re.findall(r"^  ([a-z][a-z-]*) ", shown.output, re.MULTILINE))
    assert VERBS - listed == set()
    assert listed == set(alur.commands)


def test_every_verb_explains_itself_and_each_of_its_options(alur: click.Group) -> None:
    for name, command in alur.commands.items():
        assert command.help, name
        for option in command.params:
            if isinstance(option, click.Option) and not option.is_flag:
                assert option.help or isinstance(option.type, click.Choice), f"{name} {option.name}"


def test_every_command_of_the_readme_exists_with_its_options(alur: click.Group) -> None:
    said = re.findall(r"\balur ([a-z][a-z-]*)((?: [^`\n]*)?)`", README)
    assert {verb for verb, _ in said} >= {"serve", "validate", "publish", "verify", "export", "bench"}
    for verb, rest in said:
        assert verb in alur.commands, verb
        known = {opt for option in alur.commands[verb].params for opt in option.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, (verb, rest)


def test_the_readme_has_the_two_commands_that_do_all_the_set_up() -> None:
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/alur serve --demo" in README
    assert "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest" in README


def test_every_path_of_the_readme_exists() -> None:
    linked = re.findall(r"\]\(((?!http)[^)#]+)\)", README)
    named = re.findall(r"`((?:bpmn|forms|runner|webui|tests|\.ci)/[\w./-]+)`", README)
    assert linked
    for path in [*linked, *named]:
        assert (ROOT / path).exists(), path


def test_every_room_in_the_map_exists() -> None:
    (house,) = re.findall(r"## Map of the house\n\n```\n(.*?)```", README, re.DOTALL)
    inside = ""
    for line in house.splitlines():
        indent, words = re.match(r"( *)(.*?)(?:  .*)?$", line).groups()  # type: ignore[union-attr]
        if not indent:
            inside = words.split()[0].rstrip("/")
            assert (ROOT / inside).is_dir(), inside
            continue
        for word in words.split():
            room = ROOT / inside / word.rstrip("/")
            assert room.is_dir() or room.with_suffix(".py").is_file(), room


def identifiers() -> set[str]:
    """Every word of every name that runner defines, in lower case."""
    found: set[str] = set()
    for file in (ROOT / "runner").rglob("*.py"):
        if file.relative_to(ROOT).parts[1] == "engine":
            continue  # the library has words of its own
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [getattr(node, "name", None), getattr(node, "arg", None)]
            if isinstance(node, ast.Name):
                names.append(node.id)
            for name in names:
                if isinstance(name, str):
                    apart = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()
                    found |= {apart, *apart.split("_")}
    return found


def test_the_code_speaks_the_words_of_the_glossary() -> None:
    known = identifiers()
    assert {word for word in GLOSSARY if word not in known} == set()


def test_the_code_has_no_second_word_for_one_thing() -> None:
    known = identifiers()
    assert {word for _, never in GLOSSARY.values() for word in never if word in known} == set()


def test_the_pages_speak_the_words_of_the_glossary() -> None:
    texts = [
        *(ROOT / "webui").rglob("*.html"),
        *(ROOT / "webui").glob("*.py"),
        *(ROOT / "runner").rglob("*texts.py"),
    ]
    said = "\n".join(path.read_text(encoding="utf-8") for path in texts).lower()
    assert {word for word, _ in GLOSSARY.values() if word.lower() not in said} == set()
