"""What the command line says to somebody who names the wrong thing: one sentence, no traceback, exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from runner.command_line import alur
from tests.builders import LINEAR, World

KEY = LINEAR.key


@pytest.fixture
def home(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The office, and a folder with files that are no diagrams."""
    monkeypatch.setenv("ALUR_HOME", str(world.home))
    monkeypatch.setenv("DATABASE_URL", world.url)
    monkeypatch.chdir(tmp_path)
    Path("kosong").mkdir()
    Path("folder.bpmn").mkdir()
    Path("catatan.txt").write_text("catatan")
    Path("biner.bpmn").write_bytes(bytes(range(256)) * 4)
    return world


def run(*words: str) -> Result:
    return CliRunner().invoke(alur, list(words))


@pytest.mark.parametrize("verb", ["validate", "publish", "draft", "try", "import", "layout", "sheet", "draw"])
@pytest.mark.parametrize("file", ["tiada.bpmn", "kosong", "folder.bpmn", "catatan.txt", "biner.bpmn"])
def test_a_file_that_is_none_is_refused_in_a_sentence(home: World, verb: str, file: str) -> None:
    done = run(verb, file)
    assert done.exit_code in (1, 2), done.output
    assert isinstance(done.exception, SystemExit), done.exception
    assert file in done.output or "--agency" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("revisions", "tiada"), "SOP “tiada” tidak ditemukan"),
        (("revision-files", KEY, "9", "keluar"), f"Revisi “{KEY} 9” tidak ditemukan"),
        (("revision-files", KEY, "1", "catatan.txt"), "catatan.txt: sudah ada"),
        (("revision-files", KEY, "1", "catatan.txt/di-bawahnya"), "adalah berkas, bukan folder"),
        (("export", "catatan.txt"), "adalah berkas, bukan folder"),
        (("rollback", KEY, "9"), f"Revisi “{KEY} 9” tidak ditemukan"),
        (("rollback", KEY, "1"), "tidak ada perubahan; revisi 1"),
        (("discard-draft", KEY), f"Tidak ada konsep “{KEY}”"),
        (("diff", KEY, f"{KEY}@draft"), f"Tidak ada konsep “{KEY}”"),
        (("try", f"{KEY}@draft"), f"Tidak ada konsep “{KEY}”"),
        (("try", f"{KEY}@x"), "KEY@NOMOR"),
        (("draft", "paket.zip", "--agency", "uji"), "paket.zip: tidak ada"),
        (("migrate", KEY, "--to", "9"), f"Revisi “{KEY} 9” tidak ditemukan"),
        (("undo-migration", "tiada"), "Berkas “tiada” tidak ditemukan"),
        (("revoke-token", "tiada"), "Token “tiada” tidak ditemukan"),
        (("four-eyes", "tiada", "on"), "Instansi “tiada” tidak ditemukan"),
        (("draft", "biner.bpmn", "--agency", "tiada"), "Instansi “tiada” tidak ditemukan"),
        (("migrate", KEY, "--map", "x"), "--map x: tulis LAMA=BARU"),
        (("--as", "tiada", "drafts"), "Akun “tiada” tidak ditemukan"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_not_there_is_named_for_what_it_is(home: World, words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.exit_code in (1, 2), done.output
    assert isinstance(done.exception, SystemExit), done.exception
    assert said in done.output


@pytest.mark.parametrize(
    "words",
    [
        ("publish-drafts", KEY),
        ("rollback", KEY, "1"),
        ("discard-draft", KEY),
        ("four-eyes", "uji", "on"),
        ("migrate", KEY),
        ("retire", KEY),
    ],
    ids=" ".join,
)
def test_who_has_no_right_is_told_so_and_nothing_happens(home: World, words: tuple[str, ...]) -> None:
    before = len(home.runner.definition(KEY, by=home.actor_named("Nila")).revisions)
    done = run("--as", "ani.uji", *words)
    assert done.exit_code == 1, done.output
    assert isinstance(done.exception, SystemExit), done.exception
    assert len(home.runner.definition(KEY, by=home.actor_named("Nila")).revisions) == before


def test_empty_lists_say_that_they_are_empty(home: World) -> None:
    assert run("drafts").output == "Tidak ada konsep.\n"
    assert run("tokens").output == "Tidak ada token.\n"
    assert "Tidak ada berkas yang perlu dipindahkan." in run("migrate", KEY).output
