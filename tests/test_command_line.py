"""The command line as somebody meets it: refusals are sentences that say what to do, never a traceback."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from runner.command_line import alur
from webui import command_line

ROOT = Path(__file__).parent.parent
#: What importing it adds to the group.
SERVE = command_line.serve
REFUSED = ROOT / "tests" / "refused"
EXPECTED = json.loads((REFUSED / "expected.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALUR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path / "home"


def run(*words: object) -> Result:
    return CliRunner().invoke(alur, [str(word) for word in words])


def refused(*words: object) -> str:
    """What a refusal says; it is no traceback, and exits with an error."""
    done = run(*words)
    assert done.exit_code in (1, 2), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.output


def test_every_refused_diagram_exits_one_with_its_line_element_and_remedy() -> None:
    assert len(EXPECTED) >= 40
    for file, problems in EXPECTED.items():
        said = refused("validate", REFUSED / file)
        for problem in problems:
            place = f"{file}:{problem['line']}" if problem["line"] else file
            assert place in said, (file, said)
            assert problem["element"] in said
            assert problem["remedy"]["id"] in said


def test_the_shipped_sops_are_ready_to_be_published() -> None:
    done = run("validate", ROOT / "bpmn", ROOT / "forms")
    assert (done.exit_code, "siap diterbitkan" in done.output) == (0, True), done.output


def test_the_last_administrator_cannot_be_lost() -> None:
    assert "administrator terakhir" in refused("revoke", "admin", "administrator")
    assert "administrator terakhir" in refused("disable", "admin")
    assert run("register", "dewi").exit_code == 0
    assert run("grant", "dewi", "administrator").exit_code == 0
    assert run("revoke", "admin", "administrator").exit_code == 0


def test_nobody_is_appointed_to_the_position_of_an_outside_party() -> None:
    assert run("publish", ROOT / "bpmn" / "lumajang").exit_code == 0
    assert run("register", "wati", "--agency", "lumajang").exit_code == 0
    office = (ROOT / "bpmn" / "lumajang" / "instansi.toml").read_text("utf-8")
    outside = next(part for part in office.split("[[jabatan]]") if "luar = true" in part)
    code = outside.split('kode = "')[1].split('"')[0]
    assert "pihak luar" in refused("appoint", "wati", "lumajang", code)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://somewhere/alur"),
        ("DATABASE_URL", "postgresql://alur:rahasia@127.0.0.1:1/alur"),
        ("DATABASE_URL", "not a url"),
        ("ALUR_HOME", "/proc/alur"),
    ],
)
def test_a_place_that_cannot_be_opened_is_named_without_its_password(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    said = refused("cases")
    assert "tidak dapat dibuka" in said
    assert "rahasia" not in said


def test_a_demonstration_is_served_as_one_or_not_at_all(home: Path) -> None:
    home.mkdir()
    (home / "demo").touch()
    assert "kata sandi yang dikenal umum" in refused("serve")
    assert "hanya melayani komputer ini" in refused("serve", "--demo", "--host", "0.0.0.0")  # noqa: S104


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_a_port_that_is_taken_is_said_before_anything_is_promised(taken_port: int) -> None:
    said = refused("serve", "--port", taken_port)
    assert "Pilih yang lain" in said
    assert "http://" not in said
    assert "99999" in refused("serve", "--port", 99999)
