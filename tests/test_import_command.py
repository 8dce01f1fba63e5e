"""``alur import``: repairs are listed, questions asked; nothing is written while one is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from runner import AgencyCode, DefinitionKey, open_runner
from runner.agency import read as read_agency
from runner.command_line import alur
from tests.builders import OFFICES
from tests.core.test_importing import END, START, TWO, file_of

FOREIGN = file_of(
    START, *TWO, '<exclusiveGateway id="g" name="Lengkap?"/>', END, '<endEvent id="x"/>',
    '<message id="m" name="Surat tiba"/>', "s>a", "a>b", "b>g", "g>e:Ya", "g>x",
)  # fmt: skip
POOLS = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    b'<process id="P1"><task id="a" name="Kirim"/></process>'
    b'<process id="P2"><task id="b" name="Terima"/><task id="c" name="Jawab"/></process></definitions>'
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALUR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    (tmp_path / "cuti.bpmn").write_bytes(FOREIGN)
    return tmp_path / "cuti.bpmn"


def run(*words: object) -> Result:
    return CliRunner().invoke(alur, [str(word) for word in words])


def test_nothing_is_written_while_a_question_is_open(foreign: Path) -> None:
    done = run("import", foreign)
    assert done.exit_code == 1
    assert "? key:" in done.output
    assert "--accept-proposals" in done.output
    assert not foreign.with_name("cuti-alur.bpmn").exists()


def test_the_result_passes_the_gate_and_its_paths_are_proven(foreign: Path) -> None:
    done = run("import", foreign, "--accept-proposals", "--answer", "key=uji-cuti")
    assert done.exit_code == 0, done.output
    assert "Surat tiba" in done.output
    written = foreign.with_name("cuti-alur.bpmn")
    assert b'id="uji-cuti"' in written.read_bytes()
    proven = run("paths", written)
    assert proven.exit_code == 0, proven.output
    assert foreign.read_bytes() == FOREIGN


def test_a_file_that_is_there_is_not_written_over_unasked(foreign: Path) -> None:
    foreign.with_name("cuti-alur.bpmn").write_bytes(b"mine")
    assert run("import", foreign, "--accept-proposals").exit_code == 2
    assert foreign.with_name("cuti-alur.bpmn").read_bytes() == b"mine"
    assert run("import", foreign, "--accept-proposals", "--force").exit_code == 0


@pytest.mark.parametrize("answer", ["key=1 salah", "kunci=uji", "pool=P9", "lane.all=\0", "form:a=tiada"])
def test_an_answer_that_was_not_taken_stops_it(foreign: Path, answer: str) -> None:
    done = run("import", foreign, "--accept-proposals", "--answer", answer)
    assert done.exit_code == 2
    assert answer.partition("=")[0] in done.output
    assert not foreign.with_name("cuti-alur.bpmn").exists()


def test_the_pool_is_chosen_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "dua.bpmn").write_bytes(POOLS)
    done = run("import", "dua.bpmn", "--accept-proposals", "--pool", "P1")
    assert "“Terima”, “Jawab”" in done.output
    assert b"Kirim" in (tmp_path / "dua-alur.bpmn").read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "kosong"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04visio/", "Visio"), (FOREIGN[:-40], "terpotong")],
)
def test_what_cannot_be_imported_is_refused_in_words(foreign: Path, content: bytes, said: str) -> None:
    foreign.write_bytes(content)
    done = run("import", foreign, "--accept-proposals")
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert said in done.output


def test_a_draft_keeps_the_file_as_it_came(foreign: Path, home: Path) -> None:
    runner = open_runner(home)
    admin = runner.first_administrator()
    agency = read_agency(OFFICES.encode(), file="instansi.toml")
    runner.declare(agency, by=admin)
    done = run(
        "import", foreign, "--draft", agency.code, "--accept-proposals", "--answer", f"key={agency.code}-cuti"
    )
    assert "konsep disimpan" in done.output, done.output
    runner = open_runner(home)
    admin = runner.first_administrator()
    draft = runner.draft(DefinitionKey(f"{agency.code}-cuti"), by=admin)
    assert draft.files["original"] == FOREIGN
    assert draft.agency == AgencyCode(agency.code)
